"""Give two tasks 200 milliseconds."""

import asyncio


# region work
async def work(seconds: float) -> None:
    """Take some time, unless cancelled first."""
    await asyncio.sleep(seconds)


async def attempt(name: str, seconds: float) -> None:
    """Give work 200 milliseconds."""
    try:
        async with asyncio.timeout(0.2):
            await work(seconds)
    except TimeoutError:
        print(name, "timed out")
    except OSError as err:
        print(name, "failed:", err)
    else:
        print(name, "finished")


# endregion work


async def main() -> None:
    await attempt("quick", 0.001)
    await attempt("slow", 10)


if __name__ == "__main__":
    asyncio.run(main())
