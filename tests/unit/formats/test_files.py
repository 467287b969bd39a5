"""Every way in which a path can fail to give bytes is one plain sentence."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from diptych.formats import files
from diptych.formats.files import read_bytes
from diptych.formats.reader import read_path
from diptych.model.errors import UserError


def refusal(path: Path) -> UserError:
    with pytest.raises(UserError) as caught:
        read_bytes(path)
    error = caught.value
    assert error.path == str(path)
    assert error.sentence.startswith(f"“{path.name}”")
    assert error.sentence.endswith(".")
    assert error.next_step.endswith(".")
    return error


def test_a_file_is_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"one\r\ntwo")
    assert read_bytes(path) == b"one\r\ntwo"


def test_missing(tmp_path: Path) -> None:
    assert "does not exist" in refusal(tmp_path / "gone.txt").sentence


def test_a_file_used_as_a_folder(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x")
    assert "does not exist" in refusal(tmp_path / "a.txt" / "b.txt").sentence


def test_folder(tmp_path: Path) -> None:
    assert "is a folder" in refusal(tmp_path).sentence


def test_empty(tmp_path: Path) -> None:
    path = tmp_path / "empty.txt"
    path.touch()
    assert refusal(path).sentence == "“empty.txt” is empty."


@pytest.mark.parametrize("content", [b" \n\t\r\n", b"\xef\xbb\xbf\n", "\u00a0\u200b\n".encode()])
def test_nothing_but_blanks_is_empty_too(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "blank.txt"
    path.write_bytes(content)
    with pytest.raises(UserError, match="is empty") as caught:
        read_path(path)
    assert caught.value.path == str(path)


@pytest.mark.skipif(sys.platform == "win32", reason="needs pipes in the file system")
@pytest.mark.timeout(10)
def test_a_pipe_is_refused_without_waiting_for_a_writer(tmp_path: Path) -> None:
    path = tmp_path / "pipe.txt"
    os.mkfifo(path)
    assert "pipe" in refusal(path).sentence


@pytest.mark.skipif(sys.platform == "win32", reason="needs device files")
@pytest.mark.timeout(10)
def test_an_endless_device_is_refused() -> None:
    assert "device" in refusal(Path("/dev/zero")).sentence


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read all")
def test_unreadable(tmp_path: Path) -> None:
    path = tmp_path / "locked.txt"
    path.write_text("x")
    path.chmod(0)
    assert "may not be read" in refusal(path).sentence


def test_unreadable_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "locked.txt"
    path.write_text("x")

    def deny(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", deny)
    assert "may not be read" in refusal(path).sentence


def test_vanished_between_looking_and_opening(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "gone.txt"
    path.write_text("x")
    really_open = os.open

    def vanish(*arguments: int) -> int:
        path.unlink()
        return really_open(*arguments)

    monkeypatch.setattr(os, "open", vanish)
    assert "does not exist" in refusal(path).sentence


def test_a_disk_error_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "far.txt"
    path.write_text("x")

    def fail(*_: object) -> int:
        raise OSError(116, "Stale file handle")

    monkeypatch.setattr(os, "open", fail)
    assert "could not be read: Stale file handle" in refusal(path).sentence


def test_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "large.txt"
    path.write_bytes(b"x" * (2 * 1024 * 1024 + 1))
    monkeypatch.setattr(files, "LIMIT", 2 * 1024 * 1024)
    assert "is larger than 2 MiB" in refusal(path).sentence


def test_a_name_with_a_zero_byte_is_no_crash() -> None:
    with pytest.raises(UserError):
        read_bytes(Path("a\x00b.txt"))
