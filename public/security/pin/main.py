"""Accept a downloaded file only if its digest is the recorded one."""

import hashlib

# region pin
LOCKED = {
    "parser 2.1.0": "acac495a153a51b59239f4cc0eaab882"
    "a47d531eca46690345ae6e30da861730",
}


def install(name: str, file: bytes) -> str | None:
    want = LOCKED.get(name)
    if want is None:
        return f"{name}: not in the lock file"
    if hashlib.sha256(file).hexdigest() != want:
        return f"{name}: digest differs"
    return None


# endregion pin

if __name__ == "__main__":
    good = b"def parse(text): return text.split()\n"
    bad = good + b"import os\n"
    print("as locked:", install("parser 2.1.0", good) is None)
    print("changed:  ", install("parser 2.1.0", bad))
    print("unknown:  ", install("parsers 2.1.0", good))
