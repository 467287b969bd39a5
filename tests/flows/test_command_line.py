"""The command line as a reader meets it: whatever goes wrong is one sentence, never a traceback."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from diptych.cli import _ask
from diptych.model.document import Document, OutlineEntry, Page
from diptych.model.errors import PasswordNeeded
from diptych.services.listing import as_json
from diptych.services.workers import Waiting
from support.children import ENVIRONMENT
from support.documents import document_of
from support.repository import SEEDS
from support.turn import let_children_import

LETTERS = [str(SEEDS / "letter-2018.txt"), str(SEEDS / "letter-2021.txt")]
PAIR = {"id": 1, "left": "Bread is cheap.", "right": "The moon rose late."}


def diptych(*arguments: str | bytes, **options) -> subprocess.CompletedProcess[bytes]:
    """Run the command line to its end."""
    return subprocess.run(
        [sys.executable, "-P", "-m", "diptych", *arguments],
        env=ENVIRONMENT,
        stdout=options.pop("stdout", subprocess.PIPE),
        stderr=subprocess.PIPE,
        timeout=60,
        check=False,
        **options,
    )


def sentence(done: subprocess.CompletedProcess[bytes]) -> str:
    """Return the one line that a failed command has written."""
    said = done.stderr.decode()
    assert done.returncode == 1, said
    assert said.startswith("diptych: ")
    assert said.count("\n") == 1
    assert said.endswith(".\n")
    return said


@pytest.mark.skipif(sys.platform != "linux", reason="names are text on other systems")
@pytest.mark.parametrize(
    ("name", "shown"),
    [(b"caf\xe9.txt", "caf\N{REPLACEMENT CHARACTER}.txt"), (b"two\nlines", "two<U+000A>lines")],
)
def test_an_odd_name_is_shown_in_one_line(name: bytes, shown: str, tmp_path: Path) -> None:
    assert shown in sentence(diptych("read", os.fsencode(tmp_path) + b"/" + name))


def test_output_into_a_link_that_leads_to_itself(tmp_path: Path) -> None:
    link = tmp_path / "link.json"
    link.symlink_to(link)
    assert "“link.json” could not be written" in sentence(
        diptych("compare", *LETTERS, "--output", str(link))
    )
    assert link.is_symlink()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
@pytest.mark.parametrize("command", [["read", LETTERS[0]], ["compare", *LETTERS]])
def test_a_full_disk_behind_standard_output(command: list[str]) -> None:
    with Path("/dev/full").open("wb") as full:
        said = sentence(diptych(*command, stdout=full))
    assert "The output could not be written" in said
    assert "Make room on the disk" in said


def test_a_reader_of_the_output_who_leaves_hears_no_complaint() -> None:
    there, here = os.pipe()
    os.close(there)
    try:
        done = diptych("compare", *LETTERS, stdout=here)
    finally:
        os.close(here)
    assert (done.returncode, done.stderr) == (1, b"")


@pytest.mark.parametrize(
    "line",
    [
        '{"id": "\\ud800", "left": "a", "right": "b"}',
        '{"id": 1, "left": "a \\udfff", "right": "b"}',
        '{"id": NaN, "left": "a", "right": "b"}',
        '{"id": -Infinity, "left": "a", "right": "b"}',
        '{"id": 1e999, "left": "a", "right": "b"}',
        '{"left": "a", "right": "b"}',
        '["id", "left", "right"]',
        "[" * 100_000,
    ],
    ids=["half in id", "half in text", "nan", "infinity", "too large", "no id", "list", "deep"],
)
def test_a_line_that_is_no_pair_is_named(line: str, tmp_path: Path) -> None:
    pairs = tmp_path / "pairs.jsonl"
    pairs.write_text(json.dumps(PAIR) + "\n" + line + "\n", encoding="utf-8")
    done = diptych("judge", str(pairs))
    assert "Line 2 is not a pair." in sentence(done)
    assert done.stdout == b""


def test_other_line_ends_inside_a_text_do_not_end_the_line(tmp_path: Path) -> None:
    pairs = tmp_path / "pairs.jsonl"
    row = {**PAIR, "id": "a\u2028b", "left": "One.\u2028Two.\x85Three."}
    pairs.write_bytes((json.dumps(row, ensure_ascii=False) + "\r\n\r\n").encode() * 2)
    done = diptych("judge", str(pairs))
    assert (done.returncode, done.stderr) == (0, b"")
    answers = [json.loads(line) for line in done.stdout.decode().rstrip("\n").split("\n")]
    assert [answer["id"] for answer in answers] == ["a\u2028b", "a\u2028b"]


def test_what_an_old_encoding_allows_and_utf_8_does_not_is_replaced(tmp_path: Path) -> None:
    text = tmp_path / "old.txt"
    text.write_bytes(b"A half +2AA- of a pair.")
    done = diptych("read", str(text), "--encoding", "utf-7")
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode() == "A half \N{REPLACEMENT CHARACTER} of a pair.\n"


# A worker of its own reads and compares: whatever happens to it is a sentence, too.


@pytest.fixture
def long_text(tmp_path: Path) -> Path:
    """A text that takes seconds to read."""
    path = tmp_path / "long.txt"
    lines = (
        f"In month {each} the mill stood still for want of water.\n" for each in range(300_000)
    )
    path.write_text("\n".join(lines))
    return path


def start_reading(path: Path) -> tuple[subprocess.Popen[bytes], int]:
    """Start to read a text; return the command and the id of its worker."""
    command = subprocess.Popen(
        [sys.executable, "-P", "-m", "diptych", "read", str(path)],
        env=ENVIRONMENT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        # What a shell starts in the background begins with Ctrl+C ignored, and hands that on.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509 - one thread
    )
    children = Path(f"/proc/{command.pid}/task/{command.pid}/children")
    while not (found := children.read_text().split()) or not leaves_ctrl_c(found[0]):
        time.sleep(0.01)
        assert command.poll() is None
    time.sleep(0.5)
    return command, int(found[0])


def leaves_ctrl_c(worker: str) -> bool:
    """Whether a worker has begun, so that Ctrl+C is the command's alone."""
    status = Path(f"/proc/{worker}/status").read_text()
    ignored = int(re.search(r"^SigIgn:\s*(\w+)", status, re.MULTILINE)[1], 16)
    return bool(ignored & 1 << signal.SIGINT - 1)


linux = pytest.mark.skipif(sys.platform != "linux", reason="children are found in /proc")


@linux
def test_a_worker_that_is_killed_costs_one_sentence(long_text: Path) -> None:
    command, worker = start_reading(long_text)
    os.kill(worker, signal.SIGKILL)
    out, err = command.communicate(timeout=60)
    done = subprocess.CompletedProcess([], command.returncode, out, err)
    assert "The reading process stopped before it had finished." in sentence(done)
    assert out == b""


@linux
def test_ctrl_c_ends_the_command_and_its_worker_without_a_word(long_text: Path) -> None:
    command, worker = start_reading(long_text)
    for pid in (worker, command.pid):  # as a terminal does
        os.kill(pid, signal.SIGINT)
    assert command.communicate(timeout=60) == (b"", b"")
    assert command.returncode == 130
    with pytest.raises(ProcessLookupError):
        os.kill(worker, 0)


@linux
def test_a_pipe_in_the_place_of_a_file_holds_nothing_up(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.txt"
    os.mkfifo(pipe)
    assert "is not a file but a pipe" in sentence(diptych("compare", LETTERS[0], str(pipe)))


def test_a_password_comes_from_the_environment_or_the_terminal(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    let_children_import(monkeypatch)
    asked = []

    def getpass(prompt: str) -> str:
        asked.append(prompt)
        return ["not it", "sesame"][len(asked) - 1] if len(asked) < 3 else ""

    monkeypatch.setattr("getpass.getpass", getpass)
    request = {"path": "/a/safe.pdf", "wanted": "sesame"}
    with Waiting("support.worker_tasks") as worker:
        monkeypatch.setattr("sys.stdin.isatty", lambda: False, raising=False)
        with pytest.raises(PasswordNeeded):
            _ask(worker, "lock", request)
        monkeypatch.setenv("DIPTYCH_PASSWORD", "sesame")
        assert _ask(worker, "lock", request)[0]["password"] == "sesame"
        assert asked == []
        monkeypatch.delenv("DIPTYCH_PASSWORD")
        monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
        assert _ask(worker, "lock", request)[0]["password"] == "sesame"
        assert asked == ["Password of safe.pdf (empty gives up): "] * 2
        with pytest.raises(PasswordNeeded):
            _ask(worker, "lock", request)


def test_what_is_read_is_told_with_its_places() -> None:
    told = json.loads(diptych("read", LETTERS[0], "--format", "json").stdout)
    assert (told["format"], told["pages"], told["outline"]) == ("plain text", [], [])
    assert {"author", "date", "language", "encoding", "sha256", "title"} <= set(told)
    source = Path(LETTERS[0]).read_text(encoding="utf-8")
    for block in told["blocks"]:
        assert block["text"].split()[0] in source[block["spans"][0]["start"] :]
        assert "page" not in block["spans"][0]


def test_what_has_pages_is_told_with_them() -> None:
    told = json.loads(as_json(with_pages()))
    assert told["pages"][1] == {"start": 5, "end": 15, "label": "ii"}
    assert told["outline"] == [{"level": 1, "title": "Two", "start": 5, "page": 2}]
    assert [span["page"] for block in told["blocks"] for span in block["spans"]] == [1, 2]


def with_pages() -> Document:
    """A document of two pages with one paragraph on each."""
    document = document_of("one", "two, three")
    cut = document.blocks[1].span.start
    pages = (Page(0, cut, 595.0, 842.0, "i"), Page(cut, len(document.source), 595.0, 842.0, "ii"))
    return document._replace(pages=pages, outline=(OutlineEntry(1, "Two", cut, 1),))


@pytest.mark.parametrize(("name", "head"), [("csv", b"\xef\xbb\xbfnumber,id,"), ("docx", b"PK")])
def test_a_table_and_a_word_file_come_whole_out_of_the_shell(
    tmp_path: Path, name: str, head: bytes
) -> None:
    target = tmp_path / "letters"
    written = diptych("compare", *LETTERS, "--format", name, "--output", str(target))
    assert (written.returncode, written.stderr) == (0, b"")
    printed = diptych("compare", *LETTERS, "--format", name).stdout
    assert printed.startswith(head)
    assert printed == target.read_bytes()
