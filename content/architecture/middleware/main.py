"""Middleware around a WSGI application, the interface below Django."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import parse_qs
from wsgiref.types import StartResponse, WSGIApplication
from wsgiref.util import setup_testing_defaults


# region middleware
def hello(environ: dict[str, Any], start: StartResponse) -> Iterable[bytes]:
    name = parse_qs(environ["QUERY_STRING"])["name"][0]
    start("200 OK", [("Content-Type", "text/plain")])
    return [f"hello {name}\n".encode()]


# secured lets a request pass only with a token.
def secured(app: WSGIApplication) -> WSGIApplication:
    def check(environ: dict[str, Any], start: StartResponse):
        if "HTTP_X_TOKEN" not in environ:
            start("401 Unauthorized", [("Content-Type", "text/plain")])
            return [b"who are you?\n"]
        return app(environ, start)

    return check


app = secured(hello)
# endregion middleware


def main() -> None:
    for token in ("", "t1"):
        environ: dict[str, Any] = {"QUERY_STRING": "name=Ada"}
        setup_testing_defaults(environ)
        if token:
            environ["HTTP_X_TOKEN"] = token
        status: list[str] = []
        body = app(environ, lambda line, headers: status.append(line))
        print(status[0].split()[0], b"".join(body).decode(), end="")


if __name__ == "__main__":
    main()
