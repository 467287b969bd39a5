"""The command line: the same services as the window, without it.

Exit status: 0 done, 1 a file or input could not be used (one sentence on standard error), 2 wrong
usage.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import diptych
from diptych.cli_library import add_commands
from diptych.model.comparison import Mode
from diptych.model.errors import PasswordNeeded, UserError
from diptych.services.opening import read_request

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from diptych.services.workers import Waiting
    from diptych.work.port import Plain


# As shells count: 128 and the number of the signal that Ctrl+C sends.
_INTERRUPTED = 130


def main(arguments: Sequence[str]) -> int:
    """Run one command and return the exit status."""
    options = _parser().parse_args(arguments)
    # Our output is UTF-8 whatever the terminal's locale says: the same bytes on every machine.
    for stream, errors in ((sys.stdout, "strict"), (sys.stderr, "backslashreplace")):
        stream.reconfigure(encoding="utf-8", errors=errors, newline="\n")  # type: ignore[union-attr]
    try:
        options.run(options)
    except UserError as error:
        print(_sentence(error), file=sys.stderr)  # noqa: T201 - this is the terminal
        return 1
    except BrokenPipeError:
        return 1  # whoever read the output has seen enough
    except KeyboardInterrupt:
        return _INTERRUPTED
    return 0


def _sentence(error: UserError) -> str:
    """Return what went wrong in one line, whatever the name of the file concerned holds."""
    from diptych.export.characters import visible_name

    path = f"{error.path}: " if error.path and error.path not in error.sentence else ""
    return visible_name(f"diptych: {path}{error}")


def _parser() -> argparse.ArgumentParser:
    from diptych.export.catalogue import WRITERS

    parser = argparse.ArgumentParser(
        prog="diptych",
        description="Close reading of two documents side by side. Without arguments, or with two "
        "files, the window opens.",
    )
    parser.add_argument("--version", action="version", version=f"diptych {diptych.__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    compare = commands.add_parser("compare", help="find where two documents converge and diverge")
    compare.add_argument("left", type=Path, metavar="LEFT")
    compare.add_argument("right", type=Path, metavar="RIGHT")
    compare.add_argument("--topic", action="append", default=[], metavar="NAME")
    compare.add_argument("--topics", type=Path, metavar="PACK.toml")
    compare.add_argument("--mode", choices=[mode.value for mode in Mode], default="positions")
    compare.add_argument("--format", choices=sorted(WRITERS), default="json")
    compare.add_argument("--output", type=Path, metavar="FILE")
    compare.set_defaults(run=_compare)

    judge = commands.add_parser("judge", help="name the relation of each pair of texts in a file")
    judge.add_argument("pairs", type=Path, metavar="PAIRS.jsonl")
    judge.add_argument("--output", type=Path, metavar="FILE")
    judge.set_defaults(run=_judge)

    read = commands.add_parser("read", help="print the clean reading text of a document")
    read.add_argument("file", type=Path, metavar="FILE")
    read.add_argument("--format", choices=["text", "json"], default="text")
    read.add_argument("--encoding", default="", metavar="NAME")
    read.set_defaults(run=_read)

    add_commands(commands, _put)
    return parser


def _put(made: str | bytes, target: Path | None) -> None:
    from diptych.export.characters import encodable
    from diptych.export.files import NEXT_STEPS, write_atomically

    # A document may hold what its encoding allows and UTF-8 does not.
    data = encodable(made).encode() if isinstance(made, str) else made
    if target is not None:
        write_atomically(target, data)
        return
    try:
        sys.stdout.buffer.write(data)
        sys.stdout.flush()
    except OSError as error:
        # What is still in the buffer must not fail once more at the end of the process.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if isinstance(error, BrokenPipeError):
            raise
        raise UserError(
            f"The output could not be written: {error.strerror}.",
            NEXT_STEPS.get(error.errno or 0, "Try another place for it."),
        ) from None


def _compare(options: argparse.Namespace) -> None:
    from diptych.services.packs import read_pack
    from diptych.services.reporting import compare_and_report
    from diptych.services.workers import Waiting

    with Waiting() as worker:
        left, right = (_loaded(worker, path) for path in (options.left, options.right))
        made = compare_and_report(
            worker,
            left,
            right,
            options.topic,
            Mode(options.mode),
            options.format,
            read_pack(options.topics) if options.topics else None,
        )
    _put(made, options.output)


def _loaded(worker: Waiting, path: Path) -> Plain:
    """Have a worker load a file, and return how it is meant from now on."""
    request, answer = _ask(worker, "load", read_request(str(path)))
    return {**request, "sha256": answer["sha256"]}


def _ask(worker: Waiting, task: str, request: Plain) -> tuple[Plain, Plain]:
    """Ask for a file, and the reader for its password where it needs one.

    Returns:
        The request as it was answered, with the password, and the answer.
    """
    request = {**request, "password": os.environ.get("DIPTYCH_PASSWORD", "")}
    while True:
        try:
            return request, worker.ask(task, request)
        except PasswordNeeded:
            if not sys.stdin.isatty():
                raise
            from getpass import getpass

            from diptych.export.characters import visible_name

            name = visible_name(Path(request["path"]).name)
            password = getpass(f"Password of {name} (empty gives up): ")
            if not password:
                raise
            request["password"] = password


def _judge(options: argparse.Namespace) -> None:
    from diptych.compare.engine import judge

    lines = []
    for row in _rows(options.pairs):
        relation, confidence, runner_up = judge(row["left"], row["right"])
        answer = {
            "id": row["id"],
            "relation": relation.value,
            "confidence": confidence,
            "runner_up": {
                "relation": runner_up.relation.value,
                "confidence": runner_up.confidence,
            },
        }
        lines.append(json.dumps(answer, ensure_ascii=False) + "\n")
    _put("".join(lines), options.output)


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    from diptych.formats.decode import decode
    from diptych.formats.files import read_bytes

    # Not `splitlines`: JSON strings may hold the other characters that end a line.
    for number, line in enumerate(decode(read_bytes(path)).text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            complete = all(isinstance(row[key], str) for key in ("left", "right"))
            # Halves of pairs and numbers beyond all bounds are read, but cannot be written.
            given = [row[key] for key in ("id", "left", "right")]
            json.dumps(given, ensure_ascii=False, allow_nan=False).encode()
        except (ValueError, TypeError, KeyError, RecursionError):
            complete = False
        if not complete:
            raise UserError(
                f"Line {number} is not a pair.",
                'Each line is a JSON object with "id", "left" and "right".',
                str(path),
            )
        yield row


def _read(options: argparse.Namespace) -> None:
    from diptych.services.workers import Waiting

    request = {**read_request(str(options.file), options.encoding), "form": options.format}
    with Waiting() as worker:
        text: bytes = _ask(worker, "listing", request)[1]["blob"]
    _put(text, None)
