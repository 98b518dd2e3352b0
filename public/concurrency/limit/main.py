"""Start eight tasks and let two run at a time."""

import asyncio


async def main() -> None:
    running = peak = 0

    # region limit
    slots = asyncio.Semaphore(2)  # room for two

    async def task() -> None:
        nonlocal running, peak
        async with slots:  # waits while two are running
            running += 1
            peak = max(peak, running)
            await asyncio.sleep(0.02)
            running -= 1

    async with asyncio.TaskGroup() as group:
        for _ in range(8):
            group.create_task(task())
    # endregion limit

    print("tasks: 8")
    print("most at once:", peak)


if __name__ == "__main__":
    asyncio.run(main())
