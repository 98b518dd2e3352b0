"""Serve names from one folder and refuse what leads out of it."""

import tempfile
from pathlib import Path


# region files
def read(folder: Path, name: str) -> str:
    root = folder.resolve()
    path = (root / name).resolve()  # follows symbolic links
    if not path.is_relative_to(root):
        raise PermissionError(name)
    return path.read_text()


# endregion files


def main() -> None:
    with tempfile.TemporaryDirectory() as temp:
        base = Path(temp)
        folder = base / "public"
        folder.mkdir()
        (base / "secret.txt").write_text("key")
        (folder / "hello.txt").write_text("hi")
        (folder / "link.txt").symlink_to("../secret.txt")

        for name in ("hello.txt", "../secret.txt", "link.txt"):
            try:
                text = read(folder, name)
            except PermissionError:
                text = "refused"
            print(f"{name:<14} {text}")


if __name__ == "__main__":
    main()
