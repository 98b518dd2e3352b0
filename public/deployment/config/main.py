"""Read settings from the environment and report every mistake."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit


# region config
@dataclass(frozen=True)
class Config:
    port: int
    timeout: float
    database: str


def load(env: Mapping[str, str]) -> Config:
    errors: list[str] = []

    port = 0
    try:
        port = int(env.get("PORT", "8080"))
    except ValueError:
        pass
    if not 1 <= port <= 65535:
        errors.append("PORT: want 1 to 65535")

    timeout = re.fullmatch(r"([0-9]+)s", env.get("TIMEOUT", "5s"))
    if timeout is None or int(timeout[1]) == 0:
        errors.append("TIMEOUT: want e.g. 5s")

    database = env.get("DATABASE_URL", "")
    if not urlsplit(database).hostname:
        errors.append("DATABASE_URL: want a URL")

    if errors or timeout is None:
        raise ValueError("\n".join(errors))
    return Config(port, float(timeout[1]), database)


# endregion config


# A real program passes os.environ; a dict makes the run repeatable.
def attempt(env: Mapping[str, str]) -> None:
    try:
        c = load(env)
    except ValueError as error:
        print(f"refused:\n{error}")
        return
    host = urlsplit(c.database).hostname
    print(f"port {c.port} timeout {c.timeout:g}s database {host}")


if __name__ == "__main__":
    attempt({"DATABASE_URL": "postgres://app:secret@db.internal/orders"})
    attempt({"PORT": "http", "TIMEOUT": "soon"})
