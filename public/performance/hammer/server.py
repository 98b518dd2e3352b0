"""Answer with twenty orders, or with the total of three hundred
order lines."""

import asyncio
import json


def orders() -> object:
    return [
        {"id": i, "item": f"item {i}", "price": i / 4} for i in range(20)
    ]


def total() -> object:
    """Price each line by the rules of the house."""
    result = 0.0
    for i in range(300):
        pieces, price = i % 12 + 1, float(i % 50)
        line = pieces * price
        if pieces >= 10:
            line *= 0.9
        elif pieces >= 5:
            line *= 0.95
        if line > 300:
            line -= 15
        result += line
    return {"total": result}


routes = {b"/orders": orders, b"/total": total}


class Server(asyncio.Protocol):
    """The least HTTP that keeps a connection open."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport
        self.seen = b""

    def data_received(self, data: bytes) -> None:
        self.seen += data
        while (end := self.seen.find(b"\r\n\r\n")) >= 0:
            path = self.seen.split(b" ", 2)[1]
            self.seen = self.seen[end + 4 :]
            body = json.dumps(routes[path]()).encode()
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
