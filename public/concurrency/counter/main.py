"""Add from four threads under a lock, on either build."""

import threading
from concurrent.futures import ThreadPoolExecutor


# region counter
class Counter:
    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.n = 0

    def add(self) -> None:
        with self.lock:
            self.n += 1


def main() -> None:
    c = Counter()

    def work() -> None:
        for _ in range(1000):
            c.add()

    with ThreadPoolExecutor(4) as pool:
        futures = [pool.submit(work) for _ in range(4)]
    for future in futures:
        future.result()  # raises what the thread raised
    print("counted:", c.n)


# endregion counter

if __name__ == "__main__":
    main()
