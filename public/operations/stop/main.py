"""Shut a server down while a request is running."""

import asyncio
import os
import signal

started = asyncio.Event()


# region stop
class Server:
    """Serve until stop is set, then let requests finish."""

    def __init__(self) -> None:
        self.running: set[asyncio.Task[None]] = set()
        self.stop = asyncio.Event()

    def connected(self, reader, writer) -> None:
        task = asyncio.create_task(slow(reader, writer))
        self.running.add(task)
        task.add_done_callback(self.running.discard)

    async def start(self) -> int:
        """Listen, and return the port."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self.stop.set)
        self.server = await asyncio.start_server(
            self.connected, "127.0.0.1", 0
        )
        return self.server.sockets[0].getsockname()[1]

    async def run(self) -> None:
        await self.stop.wait()
        print("stopping: no new connections")
        self.server.close()
        if self.running:  # give them three seconds
            await asyncio.wait(self.running, timeout=3)


# endregion stop


async def slow(reader, writer) -> None:
    await reader.readuntil(b"\r\n\r\n")
    started.set()
    await asyncio.sleep(0.2)
    print("request finished")
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\ndone")
    await writer.drain()
    writer.close()


async def client(port: int) -> str:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
    answer = (await reader.read()).decode()
    writer.close()
    return answer.rpartition("\r\n")[2]


async def main() -> None:
    server = Server()
    port = await server.start()
    answer = asyncio.create_task(client(port))
    await started.wait()
    os.kill(os.getpid(), signal.SIGTERM)  # plays the platform
    await server.run()
    print("client got:", await answer)


if __name__ == "__main__":
    asyncio.run(main())
