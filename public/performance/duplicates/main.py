"""Remember what was seen."""


# region quick
def duplicates(items: list[int]) -> tuple[int, int]:
    """Linear: a set answers at once."""
    seen: set[int] = set()
    found = steps = 0
    for item in items:
        steps += 1
        if item in seen:
            found += 1
        seen.add(item)
    return found, steps


# endregion quick


def numbers(n: int) -> list[int]:
    """Make a fixed list with some values twice."""
    return [i * 7919 % (n - n // 10) for i in range(n)]


def main() -> None:
    found, steps = duplicates(numbers(2000))
    print("found:", found)
    print("steps:", steps)


if __name__ == "__main__":
    main()
