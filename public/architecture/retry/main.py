"""Call a service that fails twice, with limits on everything."""

import threading
import time
import urllib.error
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


# region retry
def fetch(url: str, timeout: float) -> str:
    with urllib.request.urlopen(url, timeout=timeout) as response:
        body: bytes = response.read()
    return body.decode()


# Only for requests that may safely happen twice.
def retry(url: str, budget: float) -> str:
    deadline = time.monotonic() + budget
    wait = 0.01
    errors: list[Exception] = []
    while len(errors) < 4:
        left = deadline - time.monotonic()
        if left <= 0:
            break
        try:
            return fetch(url, left)
        except urllib.error.HTTPError as error:
            error.close()
            if error.code < 500:
                raise
            errors.append(error)
        except OSError as error:
            errors.append(error)
        time.sleep(wait)  # add jitter in production
        wait *= 2
    raise ExceptionGroup("gave up", errors)


# endregion retry


class Flaky(BaseHTTPRequestHandler):
    calls = 0

    def do_GET(self) -> None:
        Flaky.calls += 1
        self.send_response(503 if Flaky.calls < 3 else 200)
        self.end_headers()
        if Flaky.calls >= 3:
            self.wfile.write(b"42 bolts")

    def log_message(self, *args: object) -> None:
        pass


def main() -> None:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Flaky)
    threading.Thread(target=server.serve_forever).start()
    body = retry(f"http://127.0.0.1:{server.server_port}/", 2.0)
    print(f"{body} after {Flaky.calls} calls, error: None")
    server.shutdown()
    server.server_close()


if __name__ == "__main__":
    main()
