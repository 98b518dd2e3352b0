"""Average numbers from text and report the words that are none."""


# region average
def average(text: str) -> tuple[float, list[str]]:
    numbers: list[float] = []
    bad: list[str] = []
    for word in text.split():
        try:
            numbers.append(float(word))
        except ValueError:
            bad.append(word)
    if not numbers:
        return 0.0, bad
    return sum(numbers) / len(numbers), bad


# endregion average

if __name__ == "__main__":
    mean, skipped = average("3 4.5 six 7.5")
    print(f"mean {mean:.2f}, skipped {' '.join(skipped)}")
