"""Stop two tasks when the third fails."""

import asyncio

said: list[str] = []


# region siblings
async def task(name: str) -> None:
    if name == "write":
        await asyncio.sleep(0.01)
        raise OSError("disk full")
    try:
        await asyncio.sleep(10)
        said.append(name + " finished")
    except asyncio.CancelledError:
        said.append(name + " stopped")
        raise  # a cancelled task must say that it was


async def all_of(*names: str) -> None:
    """Run the tasks; the group ends the rest on an error."""
    async with asyncio.TaskGroup() as group:
        for name in names:
            group.create_task(task(name))


# endregion siblings


async def main() -> None:
    try:
        await all_of("read", "write", "watch")
    except* OSError as group:
        for line in sorted(said):
            print(line)
        for err in group.exceptions:
            print("error:", err)


if __name__ == "__main__":
    asyncio.run(main())
