"""Average readings without keeping them."""

from collections.abc import Iterable, Iterator


# region stream
def readings(n: int) -> Iterator[float]:
    """Yield n values, one at a time."""
    for i in range(n):
        yield float(i % 50)


def mean(values: Iterable[float]) -> float:
    """Need room for two numbers, however long the input."""
    total, n = 0.0, 0
    for v in values:
        total += v
        n += 1
    return total / n


# endregion stream


def main() -> None:
    print("mean:", mean(readings(100_000)))


if __name__ == "__main__":
    main()
