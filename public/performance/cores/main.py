"""Time one computation: plain, in threads, in processes."""

import os
import time
from concurrent.futures import (
    Executor,
    ProcessPoolExecutor,
    ThreadPoolExecutor,
)

LIMIT = 600_000
PART = 10_000


def is_prime(n: int) -> bool:
    if n < 2:
        return False
    d = 2
    while d * d <= n:
        if n % d == 0:
            return False
        d += 1
    return True


def count(start: int) -> int:
    total = 0
    for i in range(start, start + PART):
        if is_prime(i):
            total += 1
    return total


def timed(name: str, pool: Executor | None) -> None:
    starts = range(0, LIMIT, PART)
    best = float("inf")
    for _ in range(2):
        begin = time.perf_counter()
        total = sum((pool.map if pool else map)(count, starts))
        best = min(best, time.perf_counter() - begin)
    print(f"{name}: {total} primes, {best:.2f} s")


if __name__ == "__main__":
    cores = os.cpu_count() or 1
    timed("one thread", None)
    with ThreadPoolExecutor(cores) as threads:
        timed(f"{cores} threads", threads)
    with ProcessPoolExecutor(cores) as processes:
        timed(f"{cores} processes", processes)
