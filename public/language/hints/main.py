"""Show that hints are not checked while running."""


# region hints
def double(n: int) -> int:
    return n * 2


print(double(21))
print(double("ha"))  # a checker reports this line
try:
    print(double(None))
except TypeError as err:
    print("TypeError:", err)
# endregion hints
