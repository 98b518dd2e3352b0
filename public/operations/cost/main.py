"""Compare two ways to run the same service."""

import math
from dataclasses import dataclass


# region cost
@dataclass
class Service:
    name: str
    peak: float  # requests a second
    per_instance: float  # requests a second, measured
    price: float  # an instance for a year
    hours: float  # people's hours a year
    rate: float  # price of an hour

    def instances(self) -> int:
        """Include one spare and room for bursts."""
        return math.ceil(self.peak / (self.per_instance * 0.6)) + 1

    def year(self) -> tuple[float, float, float]:
        machines = self.instances() * self.price
        people = self.hours * self.rate
        return machines, people, machines + people


# endregion cost


def main() -> None:
    for peak in (100, 10_000):
        print(f"peak {peak} a second")
        for s in (
            Service("lean", peak, 2000, 300, 160, 80),
            Service("quick", peak, 500, 300, 120, 80),
        ):
            machines, people, total = s.year()
            print(
                f"  {s.name:5} {s.instances():3} instances:"
                f" {machines:5.0f} + {people:5.0f} = {total:5.0f}"
            )


if __name__ == "__main__":
    main()
