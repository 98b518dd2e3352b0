"""Python: a test, and a benchmark when run as a program."""

import timeit
import unittest


# region code
def before(words: list[str]) -> list[str]:
    """Look through all results for every word."""
    out: list[str] = []
    for w in words:
        if w not in out:
            out.append(w)
    return out


def after(words: list[str]) -> list[str]:
    """Let a dictionary remember words and their order."""
    return list(dict.fromkeys(words))


# endregion code


def words() -> list[str]:
    return [chr(97 + i * 7 % 1500) for i in range(2000)]


# region bench
class SameTest(unittest.TestCase):
    def test_same(self) -> None:
        self.assertEqual(before(words()), after(words()))


def benchmark() -> None:
    given = words()
    for function in (before, after):
        timer = timeit.Timer(lambda: function(given))
        number, seconds = timer.autorange()
        print(function.__name__, f"{seconds / number * 1e6:.0f} µs")


if __name__ == "__main__":
    benchmark()
# endregion bench
