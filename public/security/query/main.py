"""Ask a database with a hostile value, twice."""

import sqlite3


# region query
def find(db: sqlite3.Connection, email: str) -> list[str]:
    rows = db.execute("SELECT name FROM users WHERE email = ?", (email,))
    return [name for (name,) in rows]


def find_unsafe(db: sqlite3.Connection, email: str) -> list[str]:
    rows = db.execute(f"SELECT name FROM users WHERE email = '{email}'")
    return [name for (name,) in rows]


# endregion query


def main() -> None:
    db = sqlite3.connect(":memory:")
    db.execute("CREATE TABLE users (name TEXT, email TEXT)")
    people = [("Ada", "ada@example.org"), ("Bob", "bob@example.org")]
    db.executemany("INSERT INTO users VALUES (?, ?)", people)

    hostile = "nobody' OR '1'='1"
    print("bound: ", find(db, hostile))
    print("joined:", find_unsafe(db, hostile))
    db.close()


if __name__ == "__main__":
    main()
