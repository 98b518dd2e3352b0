"""Read JSON strictly and report every mistake in it."""

import json
from dataclasses import dataclass


# region order
@dataclass(frozen=True)
class Order:
    item: str = ""
    count: int = 0
    email: str = ""


def parse(data: bytes) -> Order:
    try:
        fields = json.loads(data)
        order = Order(**fields)  # refuses unknown names
    except json.JSONDecodeError as error:
        if error.msg == "Extra data":
            raise ValueError("text after the order") from None
        raise ValueError("not an order") from None
    except TypeError:
        raise ValueError("not an order") from None
    types = (type(order.item), type(order.count), type(order.email))
    if types != (str, int, str):  # annotations do not check
        raise ValueError("not an order")
    check(order)
    return order


def check(o: Order) -> None:
    errors: list[str] = []
    if not o.item:
        errors.append("item: missing")
    if not 1 <= o.count <= 100:
        errors.append("count: want 1 to 100")
    if "@" not in o.email:
        errors.append("email: no @")
    if errors:
        raise ValueError("; ".join(errors))


# endregion order

if __name__ == "__main__":
    for text in (
        b'{"item":"bolt","count":3,"email":"ada@example.org"}',
        b'{"count":500,"email":"nowhere"}',
        b'{"item":"bolt","count":"3","email":"ada@example.org"}',
        b'{"item":"bolt","count":3,"email":"a@b","admin":true}',
        b'{"item":"bolt","count":3,"email":"a@b"} {}',
    ):
        try:
            order = parse(text)
        except ValueError as error:
            print(error)
        else:
            print(order.count, order.item, "for", order.email)
