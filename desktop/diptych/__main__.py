"""`python -m diptych`: the window without a subcommand, else the command line."""

import os

os.environ["ORT_DISABLE_TELEMETRY"] = "1"  # before any import that may bring onnxruntime

import gc
import sys

SUBCOMMANDS = frozenset(
    ("compare", "judge", "read", "library", "notes", "backup", "restore", "doctor")
)


def main() -> int:
    """Run Diptych and return the exit status."""
    arguments = sys.argv[1:]
    # The command line's parser is not loaded when the window is what is wanted.
    if not arguments or _are_files(arguments):
        # Nothing made on the way to the first paint is garbage; `app` turns it on again.
        gc.disable()
        from diptych import app

        return app.main(arguments)
    from diptych import cli

    return cli.main(arguments)


def _are_files(arguments: list[str]) -> bool:
    """Whether the arguments name files and folders for the window: two, or any that are there."""
    if arguments[0] in SUBCOMMANDS or any(each.startswith("-") for each in arguments):
        return False
    return len(arguments) == 2 or any(map(os.path.exists, arguments))


if __name__ == "__main__":
    sys.exit(main())
