"""Print what looks alike in both languages and is not."""

import json


# region traps
def main() -> None:
    a, b = -7, 2
    print("divide:    ", a // b, a % b)

    big = 2**63 - 1
    big += 1
    print("add one:   ", big)

    print("round:     ", round(2.5), round(3.5))

    word = "naïve"
    print("length:    ", len(word.encode()), len(word))
    print("slice:     ", repr(word[0:3]))

    items: list[int] = []
    print("empty list:", json.dumps(items))

    price = {"p": 3.0}
    print("number:    ", json.dumps(price))

    print("text:      ", json.dumps("a < b"))


# endregion traps

if __name__ == "__main__":
    main()
