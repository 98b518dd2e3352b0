"""Read a port from a settings text."""


# region config
class MissingError(LookupError):
    """A setting is missing."""


def port(text: str) -> int:
    """Return the value of "port=" in text."""
    for line in text.splitlines():
        key, _, value = line.partition("=")
        if key == "port":
            return int(value)  # may raise ValueError
    raise MissingError("setting is missing")


def show(text: str) -> None:
    try:
        n = port(text)
    except MissingError:
        print("default: 8080")
    except ValueError as err:
        print("error: reading port:", err)
    else:
        print("port:", n)


# endregion config


def main() -> None:
    show("host=localhost\nport=9000\n")
    show("host=localhost\n")
    show("host=localhost\nport=80x\n")


if __name__ == "__main__":
    main()
