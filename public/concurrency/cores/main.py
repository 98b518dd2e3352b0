"""Count primes in four ranges, on all cores."""

from concurrent.futures import ProcessPoolExecutor


# region cores
def primes(bounds: tuple[int, int]) -> int:
    return sum(1 for i in range(*bounds) if is_prime(i))


def count(parts: list[tuple[int, int]]) -> list[int]:
    # Processes, because threads share one GIL.
    with ProcessPoolExecutor() as pool:
        return list(pool.map(primes, parts))


# endregion cores


def is_prime(n: int) -> bool:
    if n < 2:
        return False
    d = 2
    while d * d <= n:
        if n % d == 0:
            return False
        d += 1
    return True


def main() -> None:
    parts = [
        (0, 10_000),
        (10_000, 20_000),
        (20_000, 30_000),
        (30_000, 40_000),
    ]
    counts = count(parts)
    for (start, stop), n in zip(parts, counts):
        print(f"{start} to {stop}: {n}")
    print("total:", sum(counts))


if __name__ == "__main__":
    main()
