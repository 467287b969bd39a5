"""Writing a file wholly or not at all, on a real disk."""

from __future__ import annotations

import os
import resource
import sys
from pathlib import Path

import pytest

from diptych.export.files import write_atomically
from diptych.model.errors import Cancelled, UserError


def test_text_arrives_as_utf8_with_its_line_ends(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    write_atomically(path, "López\nObrador\n")
    assert path.read_bytes() == "López\nObrador\n".encode()
    assert [each.name for each in tmp_path.iterdir()] == ["page.html"]


def test_an_old_file_is_replaced_and_keeps_its_permissions(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text("old")
    path.chmod(0o600)
    write_atomically(path, "new")
    assert path.read_text() == "new"
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").write_text("old")
    (tmp_path / "link").symlink_to("real")
    write_atomically(tmp_path / "link", "new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_text() == "new"


def test_when_writing_fails_the_old_file_is_whole_and_nothing_is_left(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text("old")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, hard))
    try:
        with pytest.raises(UserError) as caught:
            write_atomically(path, "x" * 100_000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert caught.value.sentence.startswith("“page.html” could not be written")
    assert caught.value.path == str(path)
    assert path.read_text() == "old"
    assert [each.name for each in tmp_path.iterdir()] == ["page.html"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
def test_a_device_is_written_to_and_not_replaced() -> None:
    with pytest.raises(UserError, match="Make room on the disk"):
        write_atomically(Path("/dev/full"), "x")
    assert Path("/dev/full").is_char_device()


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="Make the folder first"):
        write_atomically(tmp_path / "none" / "page.html", "x")


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="is a folder"):
        write_atomically(tmp_path, "x")


def test_a_link_that_leads_to_itself(tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(link)
    with pytest.raises(UserError, match="could not be written"):
        write_atomically(link, "x")
    assert link.is_symlink()


def test_a_name_that_is_too_long(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="Choose a shorter name"):
        write_atomically(tmp_path / ("x" * 300), "x")


def test_a_link_to_nothing_yet_is_filled(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("real")
    write_atomically(tmp_path / "link", "new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_text() == "new"


@pytest.mark.skipif(
    sys.platform == "win32" or os.geteuid() == 0, reason="root may write everywhere"
)
def test_a_folder_without_the_right_to_write(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(UserError, match="Choose a folder that you may write to"):
            write_atomically(tmp_path / "page.html", "x")
    finally:
        tmp_path.chmod(0o700)


def test_what_is_not_wanted_any_more_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    target = tmp_path / "report.html"
    target.write_text("old", "utf-8")
    with pytest.raises(Cancelled):
        write_atomically(target, "new", lambda: False)
    assert target.read_text("utf-8") == "old"
    assert list(tmp_path.iterdir()) == [target]
