"""A service that can probe itself: a minimal image has no curl."""

import threading
import urllib.error
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

# region health
ready = threading.Event()


class Service(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path != "/healthz":
            self.send_error(404)
        elif not ready.is_set():
            self.send_error(503)
        else:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"ok\n")

    def log_message(self, *args: object) -> None:
        pass  # the probe would fill the log


# what the image runs: python -m service --probe
def probe(url: str) -> str:
    try:
        with urllib.request.urlopen(url, timeout=2):
            return "healthy"
    except urllib.error.HTTPError as error:
        return f"unhealthy: status {error.code}"
    except OSError:
        return "unhealthy: no answer"


# endregion health


def main() -> None:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Service)
    threading.Thread(target=server.serve_forever).start()
    url = f"http://127.0.0.1:{server.server_port}/healthz"
    print("starting:", probe(url))
    ready.set()
    print("serving: ", probe(url))
    server.shutdown()
    server.server_close()
    print("stopped: ", probe(url))


if __name__ == "__main__":
    main()
