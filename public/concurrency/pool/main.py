"""Check six addresses with three workers."""

import asyncio


# region pool
async def check(site: str) -> str:
    """Stand for any call that mostly waits."""
    await asyncio.sleep(0.02)
    return site + " ok"


async def check_all(sites: list[str], workers: int) -> list[str]:
    """Run check for every site, at most workers at once."""
    jobs = iter(sites)
    done: list[str] = []

    async def work() -> None:
        for site in jobs:  # the workers share one iterator
            done.append(await check(site))

    async with asyncio.TaskGroup() as group:
        for _ in range(workers):
            group.create_task(work())
    return done


# endregion pool


def main() -> None:
    sites = ["a", "b", "c", "d", "e", "f"]
    done = asyncio.run(check_all(sites, 3))
    for line in sorted(done):  # workers finish in any order
        print(line)


if __name__ == "__main__":
    main()
