"""Add the squares of the even numbers, in three ways."""


# region squares
def loop(numbers):
    total = 0
    for n in numbers:
        if n % 2 == 0:
            total += n * n
    return total


def expression(numbers):
    return sum(n * n for n in numbers if n % 2 == 0)


def functions(numbers):
    even = filter(lambda n: n % 2 == 0, numbers)
    return sum(map(lambda n: n * n, even))


# endregion squares


def main():
    numbers = [1, 2, 3, 4, 5, 6]
    results = {way(numbers) for way in (loop, expression, functions)}
    print(*results)


if __name__ == "__main__":
    main()
