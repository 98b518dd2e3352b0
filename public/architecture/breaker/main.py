"""Stop calling a service that keeps failing."""

import time
from collections.abc import Callable


# region breaker
class CircuitOpen(Exception):
    pass


class Breaker:
    def __init__(
        self,
        limit: int,
        pause: float,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self.limit, self.pause, self.now = limit, pause, now
        self.failures, self.until = 0, float("-inf")

    # For one thread; add a lock to share it.
    def call(self, f: Callable[[], str]) -> str:
        if self.now() < self.until:
            raise CircuitOpen("not tried: circuit open")
        try:
            result = f()
        except Exception:
            self.failures += 1
            if self.failures >= self.limit:
                self.until = self.now() + self.pause
            raise
        self.failures = 0
        return result


# endregion breaker


def main() -> None:
    clock = 0.0
    down = True

    def call() -> str:
        if down:
            raise TimeoutError("timeout")
        return "ok"

    breaker = Breaker(2, 30, lambda: clock)
    for second in range(0, 60, 10):
        clock = float(second)
        if second == 40:
            down = False
        try:
            answer = breaker.call(call)
        except (TimeoutError, CircuitOpen) as error:
            answer = str(error)
        print(f"{second:2}s {answer}")


if __name__ == "__main__":
    main()
