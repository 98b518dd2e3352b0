"""Make names for addresses, and test that."""

import re
import unittest


def slug(title: str) -> str:
    """Keep letters and digits and join the rest with "-"."""
    return "-".join(re.findall(r"[^\W_]+", title.lower()))


# region test
class SlugTest(unittest.TestCase):
    def test_slug(self) -> None:
        tests = [
            ("plain", "Go or Python", "go-or-python"),
            ("punctuation", "Why? Because!", "why-because"),
            ("accents", "Crème brûlée", "crème-brûlée"),
            ("empty", "", ""),
        ]
        for name, title, want in tests:
            with self.subTest(name):
                self.assertEqual(slug(title), want)


# endregion test

if __name__ == "__main__":
    unittest.main()
