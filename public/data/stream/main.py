"""Sum a file of any size by key, a line at a time."""

import tempfile
from collections import Counter
from collections.abc import Iterable


# region stream
def sums(lines: Iterable[str]) -> tuple[Counter[str], int]:
    total: Counter[str] = Counter()
    bad = 0
    for line in lines:  # a file gives one line at a time
        key, _, value = line.rstrip("\n").partition(",")
        try:
            total[key] += int(value)
        except ValueError:
            bad += 1
    return total, bad


# endregion stream


def main() -> None:
    with tempfile.TemporaryFile("w+") as file:
        for i in range(200_000):
            file.write(f"sensor{i % 3},{i % 7}\n")
        file.write("sensor1,broken\n")
        file.seek(0)
        total, bad = sums(file)
    for key in sorted(total):
        print(key, total[key])
    print("lines refused:", bad)


if __name__ == "__main__":
    main()
