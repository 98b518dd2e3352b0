"""Middleware around a WSGI application, the interface below Django."""

from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import parse_qs
from wsgiref.types import StartResponse, WSGIApplication
from wsgiref.util import setup_testing_defaults

# region middleware
Environ = dict[str, Any]


def hello(environ: Environ, start: StartResponse) -> Iterable[bytes]:
    name = parse_qs(environ["QUERY_STRING"])["name"][0]
    start("200 OK", [("Content-Type", "text/plain")])
    return [f"hello {name}\n".encode()]


# secured lets a request pass only with a token.
def secured(app: WSGIApplication) -> WSGIApplication:
    def check(environ: Environ, start: StartResponse) -> Iterable[bytes]:
        if "HTTP_X_TOKEN" not in environ:
            start("401 Unauthorized", [("Content-Type", "text/plain")])
            return [b"who are you?\n"]
        return app(environ, start)

    return check


app = secured(hello)
# endregion middleware


def get(app: WSGIApplication, environ: Environ) -> str:
    code = ""

    def start(
        status: str, headers: list[tuple[str, str]], error: Any = None
    ) -> Callable[[bytes], object]:
        nonlocal code
        code = status.split()[0]
        return lambda data: None  # WSGI's old way to write

    body = b"".join(app(environ, start))
    return f"{code} {body.decode()}"


def main() -> None:
    for token in ("", "t1"):
        environ: Environ = {"QUERY_STRING": "name=Ada"}
        setup_testing_defaults(environ)
        if token:
            environ["HTTP_X_TOKEN"] = token
        print(get(app, environ), end="")


if __name__ == "__main__":
    main()
