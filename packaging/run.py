"""Start Diptych: `python3 packaging/run.py [ARGUMENTS OF diptych]`.

Sets everything up the first time. This file must parse in every Python 3.
"""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

if sys.version_info < (3, 11):  # noqa: UP036 - an older one shall read this sentence
    sys.stderr.write(
        "Diptych needs Python 3.11 or newer; this is " + sys.version.split()[0] + ".\n"
    )
    sys.exit(2)

import setup_environment as setup

# The words after which diptych works in the shell and needs no window.
COMMANDS = {"backup", "compare", "doctor", "judge", "library", "notes", "read", "restore"}


def main(arguments: list[str]) -> int:
    """Set up, start, and return the exit status."""
    pair = len(arguments) == 2 and not any(each.startswith("-") for each in arguments)
    window = not arguments or (pair and arguments[0] not in COMMANDS)
    try:
        setup.ensure_environment(set())
        if window and has_display():
            setup.ensure_qt(qt_platform())
    except setup.SetupError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Stopped; the next start begins again.", file=sys.stderr)
        return 130
    if window and not has_display():
        return write_page(arguments)
    if os.name == "posix":
        os.execve(setup.python(), command(arguments), setup.environment())
    return diptych(arguments)


def has_display() -> bool:
    """Whether a window can be shown."""
    names = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return not sys.platform.startswith("linux") or any(os.environ.get(name) for name in names)


def qt_platform() -> str:
    """Return the name of the Qt platform plugin that the window is going to use."""
    chosen = re.split("[:;]", os.environ.get("QT_QPA_PLATFORM", ""))[0]
    return chosen or ("wayland" if os.environ.get("WAYLAND_DISPLAY") else "xcb")


def write_page(documents: list[str]) -> int:
    """Write the comparison of the two documents, else of the two letters, as a page."""
    letters = [str(setup.ROOT / "seeds" / name) for name in ("letter-2018.txt", "letter-2021.txt")]
    pair = documents or letters
    folder = Path.cwd() if os.access(Path.cwd(), os.W_OK) else Path(tempfile.mkdtemp())
    page = folder / ("diptych-letters.html" if pair is letters else "diptych-comparison.html")
    status = diptych(["compare", *pair, "--format", "html", "--output", str(page)])
    if status == 0:
        print(f"There is no display to open a window on, so the comparison was written to {page}")
    return status


def command(arguments: list[str]) -> list[str]:
    """Return the command line of the program in its environment."""
    # -P: what lies in the reader's folder is no part of the program.
    return [str(setup.python()), "-P", "-m", "diptych", *arguments]


def diptych(arguments: list[str]) -> int:
    """Run the program and return its exit status."""
    return subprocess.run(command(arguments), env=setup.environment(), check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
