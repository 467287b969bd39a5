"""`python -m diptych`: the window without a subcommand, else the command line."""

import os

os.environ["ORT_DISABLE_TELEMETRY"] = "1"  # before any import that may bring onnxruntime

import gc
import sys

SUBCOMMANDS = frozenset({"compare", "judge", "read"})


def main() -> int:
    """Run Diptych and return the exit status."""
    arguments = sys.argv[1:]
    # The command line's parser is not loaded when the window is what is wanted.
    two_files = len(arguments) == 2 and not any(each.startswith("-") for each in arguments)
    if not arguments or (two_files and arguments[0] not in SUBCOMMANDS):
        # Nothing made on the way to the first paint is garbage; `app` turns it on again.
        gc.disable()
        from diptych import app

        return app.main(arguments)
    from diptych import cli

    return cli.main(arguments)


if __name__ == "__main__":
    sys.exit(main())
