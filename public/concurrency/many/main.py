"""Wait for ten thousand things at once."""

import asyncio


# region many
async def main() -> None:
    done = 0

    async def wait() -> None:
        nonlocal done
        await asyncio.sleep(0.05)
        done += 1

    async with asyncio.TaskGroup() as group:
        for _ in range(10_000):
            group.create_task(wait())  # one task each
    print("finished:", done)


asyncio.run(main())
# endregion many
