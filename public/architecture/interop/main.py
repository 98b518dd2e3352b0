"""Ask a Go process, and answer one: a line of JSON each way."""

import json
import statistics
import subprocess
import sys
from pathlib import Path


# region call
# ask_go keeps one worker process and sends it many lines.
def ask_go(command: list[str], texts: list[str]) -> None:
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        bufsize=1,  # write line by line
    ) as worker:
        assert worker.stdin and worker.stdout
        for text in texts:
            worker.stdin.write(json.dumps({"text": text}) + "\n")
            reply = json.loads(worker.stdout.readline())
            print(reply["language"], "says longest", reply["longest"])
        worker.stdin.close()  # end of input ends the worker
    if worker.returncode != 0:
        raise RuntimeError(f"worker failed: {worker.returncode}")


# endregion call


# region serve
def serve() -> None:
    for line in sys.stdin:
        numbers = json.loads(line)["numbers"]
        reply = {"language": "Python", "median": statistics.median(numbers)}
        print(json.dumps(reply), flush=True)


# endregion serve


def main() -> None:
    if sys.argv[1:] == ["serve"]:
        serve()
        return
    program = Path(__file__).with_name("main.go")
    command = ["go", "run", str(program), "serve"]
    ask_go(command, ["a short line", "another considerably longer line"])


if __name__ == "__main__":
    main()
