"""Measure the memory of a million points."""

import tracemalloc
from array import array

N = 1_000_000


class Point:
    def __init__(self, x: float, y: float) -> None:
        self.x = x
        self.y = y


class Slim:
    __slots__ = ("x", "y")

    def __init__(self, x: float, y: float) -> None:
        self.x = x
        self.y = y


def objects():
    return [Point(float(i), float(-i)) for i in range(N)]


def slots():
    return [Slim(float(i), float(-i)) for i in range(N)]


def tuples():
    return [(float(i), float(-i)) for i in range(N)]


def arrays():
    xs = array("d", (float(i) for i in range(N)))
    ys = array("d", (float(-i) for i in range(N)))
    return xs, ys


for make in (objects, slots, tuples, arrays):
    tracemalloc.start()
    kept = make()
    size, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    print(f"{make.__name__:10} {size / N:5.1f} bytes a point")
    del kept
