"""Run all checks and tests: `python3 packaging/test.py [ARGUMENTS OF pytest]`.

Sets everything up the first time. This file must parse in every Python 3.
"""

import shutil
import subprocess
import sys

if sys.version_info < (3, 11):  # noqa: UP036 - an older one shall read this sentence
    sys.stderr.write(
        "Diptych needs Python 3.11 or newer; this is " + sys.version.split()[0] + ".\n"
    )
    sys.exit(2)

import setup_environment as setup


def main(arguments: list[str]) -> int:
    """Set up, test, and return pytest's exit status."""
    try:
        setup.ensure_environment({"test"})
        setup.ensure_qt("offscreen")
    except setup.SetupError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Stopped; the next start begins again.", file=sys.stderr)
        return 130
    if shutil.which("strace") is None and setup.can_install():
        try:
            setup.install_packages(["strace"], "The test of network sockets needs strace")
        except setup.SetupError as error:  # that test skips itself and says so
            print(error, file=sys.stderr)
    command = [str(setup.python()), "-m", "pytest", *arguments]
    settings = {**setup.environment(), "QT_QPA_PLATFORM": "offscreen"}
    return subprocess.run(command, cwd=setup.ROOT, env=settings, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
