"""Send three hundred requests at once to a server
that needs 50 milliseconds for each."""

import asyncio


# region server
async def answer(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter
) -> None:
    await reader.readuntil(b"\r\n\r\n")
    await asyncio.sleep(0.05)  # waits for a database
    writer.write(
        b"HTTP/1.1 200 OK\r\nConnection: close\r\n"
        b"Content-Length: 3\r\n\r\nok\n"
    )
    await writer.drain()
    writer.close()


async def serve() -> asyncio.Server:
    return await asyncio.start_server(answer, "127.0.0.1", 0, backlog=512)


# endregion server


async def get(port: int) -> str:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
    head, _, body = (await reader.read()).decode().partition("\r\n\r\n")
    writer.close()
    return body if " 200 " in head.splitlines()[0] else ""


async def main() -> None:
    server = await serve()
    port = server.sockets[0].getsockname()[1]
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(get(port)) for _ in range(300)]
    good = sum(task.result() == "ok\n" for task in tasks)
    print("good answers:", good)
    server.close()


if __name__ == "__main__":
    asyncio.run(main())
