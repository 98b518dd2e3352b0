"""Let many requests for one key share a single load."""

import asyncio
from collections.abc import Awaitable, Callable


# region flight
class Cache:
    def __init__(self, load: Callable[[str], Awaitable[str]]) -> None:
        self.load = load
        self.keys: dict[str, asyncio.Future[str]] = {}

    async def get(self, key: str) -> str:
        task = self.keys.get(key)
        if task is None:
            task = asyncio.ensure_future(self.load(key))
            self.keys[key] = task
        # all callers wait for the same load; one that is
        # cancelled must not cancel it for the others
        return await asyncio.shield(task)


# endregion flight


async def main() -> None:
    loads = 0

    async def slow(key: str) -> str:
        nonlocal loads
        loads += 1
        await asyncio.sleep(0.02)
        return "price of " + key

    cache = Cache(slow)
    answers = await asyncio.gather(*(cache.get("bolt") for _ in range(100)))
    print("answers:", answers.count("price of bolt"), "loads:", loads)


if __name__ == "__main__":
    asyncio.run(main())
