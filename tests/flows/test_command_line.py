"""The command line as a reader meets it: whatever goes wrong is one sentence, never a traceback."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from support.children import ENVIRONMENT
from support.repository import SEEDS

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
