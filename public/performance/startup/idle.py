"""Start a server, wait for its first line, report its memory.

idle.py COMMAND...
"""

import shlex
import subprocess
import sys
import time


def resident(pid: int) -> int:
    """Return the resident memory of a process in KiB (Linux)."""
    with open(f"/proc/{pid}/status", encoding="ascii") as status:
        for line in status:
            if line.startswith("VmRSS:"):
                return int(line.split()[1])
    raise LookupError("no VmRSS")


for text in sys.argv[1:]:
    with subprocess.Popen(
        shlex.split(text), stdout=subprocess.PIPE
    ) as server:
        assert server.stdout is not None
        server.stdout.readline()  # the address: it is ready
        time.sleep(0.5)
        print(f"{text}: {resident(server.pid) / 1024:.1f} MiB")
        server.terminate()
