"""Start, print one line and end."""

print("hello")
