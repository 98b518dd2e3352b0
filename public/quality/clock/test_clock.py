"""Test code that waits an hour, without waiting."""

import time
import unittest
from unittest import mock


def poll(ready, pause: float = 3600) -> int:
    """Ask again each hour; return how often it asked."""
    asked = 1
    while not ready():
        time.sleep(pause)
        asked += 1
    return asked


# region clock
class PollTest(unittest.TestCase):
    def test_hour(self) -> None:
        ready = mock.Mock(side_effect=[False, False, True])
        with mock.patch("time.sleep") as sleep:
            self.assertEqual(poll(ready), 3)
        self.assertEqual(sleep.call_args_list, [mock.call(3600)] * 2)


# endregion clock

if __name__ == "__main__":
    unittest.main()
