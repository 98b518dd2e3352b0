"""Time a linear search for duplicates."""

import time


def duplicates(items: list[int]) -> int:
    seen: set[int] = set()
    found = 0
    for item in items:
        if item in seen:
            found += 1
        seen.add(item)
    return found


def main() -> None:
    n = 100_000
    items = [i * 7919 % (n - n // 10) for i in range(n)]
    best = float("inf")
    for _ in range(3):
        start = time.perf_counter()
        found = duplicates(items)
        best = min(best, time.perf_counter() - start)
    print(found, f"{best * 1000:.1f} ms")


if __name__ == "__main__":
    main()
