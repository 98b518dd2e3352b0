"""Read the same messages as the Go twin, with one verdict."""

import json
from dataclasses import dataclass


# region contract
@dataclass(frozen=True)
class Order:
    id: str
    cents: int


def read(message: str) -> Order:
    match json.loads(message):
        case {"version": 1, "id": str(id), "cents": cents}:
            if type(cents) is int:  # isinstance would let true pass
                return Order(id, cents)  # unknown fields are ignored
            raise ValueError("refused: not an order")
        case {"version": 1}:
            raise ValueError("refused: field missing")
        case {"version": version}:
            raise ValueError(f"refused: version {version}")
    raise ValueError("refused: not an order")


# endregion contract


def main() -> None:
    messages = [
        '{"version":1,"id":"a7","cents":1999}',
        '{"version":1,"id":"a7","cents":1999,"gift":true}',
        '{"version":2,"id":"a7","cents":1999}',
        '{"version":1,"id":"a7"}',
        '{"version":1,"id":"a7","cents":"19.99"}',
        '{"version":1,"id":"a7","cents":true}',
        '{"version":1,"id":"a7","cents":9007199254740993}',
    ]
    for message in messages:
        try:
            order = read(message)
        except ValueError as error:
            print(error)
        else:
            print("order", order.id, order.cents)


if __name__ == "__main__":
    main()
