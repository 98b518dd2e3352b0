"""Time commands from start to end, one after the other.

    measure.py COMMAND...

Each COMMAND is one argument, such as "python3 hello.py".
"""

import shlex
import statistics
import subprocess
import sys
import time

RUNS = 100


def once(command: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return (time.perf_counter() - start) * 1000


for text in sys.argv[1:]:
    command = shlex.split(text)
    once(command)  # the first run reads the disk
    times = sorted(once(command) for _ in range(RUNS))
    print(
        f"{text}: half within {statistics.median(times):.1f} ms,"
        f" 9 of 10 within {times[RUNS * 9 // 10]:.1f} ms"
    )
