"""Say which release is running; metadata comes from the installed wheel."""

from importlib import metadata


# region version
def release() -> str | None:
    try:
        return metadata.version("orders")
    except metadata.PackageNotFoundError:
        return None  # run from a source tree


# endregion version

if __name__ == "__main__":
    found = release()
    if found is None:
        print("orders: not a release")
    else:
        print("orders", found)
