"""Add areas through a protocol."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol


# region shapes
class Shape(Protocol):
    """Anything with an area. No class has to say so."""

    def area(self) -> float: ...


@dataclass
class Square:
    side: float

    def area(self) -> float:
        return self.side * self.side


@dataclass
class Strip:
    length: float

    def area(self) -> float:
        return self.length


def total(shapes: Iterable[Shape]) -> float:
    return sum(s.area() for s in shapes)


# endregion shapes


def main() -> None:
    print(total([Square(3), Strip(2.5)]))


if __name__ == "__main__":
    main()
