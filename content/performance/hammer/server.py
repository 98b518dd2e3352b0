"""Answer each request with twenty orders as JSON."""

import asyncio
import json


def orders() -> bytes:
    items = [
        {"id": i, "item": f"item {i}", "price": i / 4} for i in range(20)
    ]
    return json.dumps(items).encode()


class Server(asyncio.Protocol):
    """The least HTTP that keeps a connection open."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport
        self.seen = b""

    def data_received(self, data: bytes) -> None:
        self.seen += data
        while (end := self.seen.find(b"\r\n\r\n")) >= 0:
            self.seen = self.seen[end + 4 :]
            body = orders()
            head = (
                "HTTP/1.1 200 OK\r\n"
                "Content-Type: application/json\r\n"
                f"Content-Length: {len(body)}\r\n\r\n"
            )
            self.transport.write(head.encode() + body)


async def main() -> None:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(Server, "127.0.0.1", 0, backlog=1024)
    port = server.sockets[0].getsockname()[1]
    print(f"http://127.0.0.1:{port}", flush=True)
    await server.serve_forever()


asyncio.run(main())
