"""A small JSON service that is asked by its own client."""

import json
import threading
import urllib.error
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

# region api
STOCK = {"bolt": 120, "nut": 0}


class Items(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        match self.path.split("/"):
            case ["", "items", name] if name in STOCK:
                body = {"count": STOCK[name], "name": name}
                text = json.dumps(body, separators=(",", ":"))
                self.answer(200, "application/json", text + "\n")
            case _:
                self.answer(404, "text/plain", "no such item\n")

    def answer(self, status: int, kind: str, text: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.end_headers()
        self.wfile.write(text.encode())

    # endregion api
    def log_message(self, *args: object) -> None:
        pass


def main() -> None:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Items)
    threading.Thread(target=server.serve_forever).start()
    base = f"http://127.0.0.1:{server.server_port}"
    for path in ("/items/bolt", "/items/cog"):
        try:
            with urllib.request.urlopen(base + path) as response:
                print(response.status, response.read().decode(), end="")
        except urllib.error.HTTPError as error:
            print(error.code, error.read().decode(), end="")
            error.close()
    server.shutdown()
    server.server_close()


if __name__ == "__main__":
    main()
