"""Pass a hostile file name to another program, twice."""

import subprocess


# region command
# The name is one argument, whatever is in it.
def show(name: str) -> str:
    done = subprocess.run(
        ["printf", "%s\n", name],
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout


# A shell reads the name as part of a script.
def show_unsafe(name: str) -> str:
    done = subprocess.run(
        "echo " + name,
        shell=True,
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout


# endregion command

if __name__ == "__main__":
    name = "report.txt; echo INJECTED"
    for run in (show, show_unsafe):
        print(run(name), end="---\n")
