"""Print the three most frequent words."""

from collections import Counter

TEXT = "the quick fox and the lazy dog and the fox"


# region words
def main() -> None:
    counts = Counter(sorted(TEXT.split()))
    for word, count in counts.most_common(3):
        print(word, count)


# endregion words

if __name__ == "__main__":
    main()
