"""Versions of one text in the real window, and first findings before all are found."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from diptych.formats.files import read_bytes
from diptych.model.comparison import Mode, Wording
from diptych.services import tasks
from diptych.ui import account
from diptych.work.inline import InlineJobs
from support.driver import Reader
from support.letters import make_tasks, write_letters

if TYPE_CHECKING:
    from pathlib import Path

FIRST = """Minutes

The council met on the second of May and heard the report of the harbour master.

He asked for a new crane, because the old one had failed twice in the winter.

The tax on bread is to be halved from the first of January onwards by decree.

The mayor thanked all who had written to her and closed the meeting at ten.
"""
SECOND = """Minutes

The tax on bread is to be halved from the first of January onwards by decree.

The council met on the third of May and heard the report of the Harbour Master.

He asked for a new crane, because the old one had failed twice in the winter.

The mayor thanked all who had written to her, and closed the meeting at ten.
"""


def jobs() -> InlineJobs:
    return InlineJobs(tasks.make_tasks(read_bytes))


def read_both(reader: Reader, folder: Path) -> None:
    for name, text in (("first.txt", FIRST), ("second.txt", SECOND)):
        (folder / name).write_text(text, encoding="utf-8")
    reader.start(folder / "first.txt", folder / "second.txt")
    reader.wait_for_findings()


@pytest.fixture
def reader(qtbot, data_folder: Path, tmp_path: Path):
    reader = Reader(qtbot, data_folder, jobs)
    read_both(reader, tmp_path)
    yield reader
    reader.end()


def told(reader: Reader) -> str:
    labels = reader.window.desk.labels()
    row = reader.selected
    return account.heading(row, labels).text


def test_they_are_compared_by_words_and_the_way_back_is_the_switch(reader: Reader) -> None:
    desk, window = reader.window.desk, reader.window
    assert desk.mode is Mode.WORDS
    assert window.top_bar.modes.current() == "words"
    assert "versions of one text; compared word by word" in reader.status
    moved = next(row for row in reader.rows if row.finding.wording is Wording.MOVED)
    reader.select(moved)
    assert "Moved to another place" in told(reader)
    reader.run("mode_positions")
    reader.wait_for_findings()
    assert desk.mode is Mode.POSITIONS
    assert all(row.finding.wording in (None, Wording.NEAR_COPY) for row in reader.rows)
    reader.run("mode_words")
    reader.wait_for_findings()
    assert desk.mode is Mode.WORDS


def test_noise_is_hidden_by_one_switch_which_is_kept(reader: Reader, tmp_path: Path) -> None:
    shown = len(reader.rows)
    noise = [row for row in reader.rows if row.is_noise]
    assert {row.finding.wording for row in noise} == {Wording.CASE, Wording.PUNCTUATION}
    reader.select(noise[0])
    assert "The same words: other" in told(reader)
    reader.run("hide_noise")
    assert len(reader.rows) == shown - len(noise)
    assert reader.window.desk.selection == ""
    assert reader.window.commands.action("hide_noise").isChecked()
    assert "in case only" in reader.status
    assert reader.close()
    read_both(reader, tmp_path)
    assert len(reader.rows) == shown - len(noise)
    reader.run("hide_noise")
    assert len(reader.rows) == shown


def test_the_mode_found_is_known_at_the_next_start(
    reader: Reader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert reader.close()

    def refuse(*_arguments: object, **_named: object) -> None:
        raise AssertionError("it is in the cache")

    monkeypatch.setattr(tasks, "compare", refuse)
    read_both(reader, tmp_path)
    assert reader.window.desk.mode is Mode.WORDS


def test_first_findings_are_there_before_all_are(qtbot, data_folder: Path, tmp_path: Path) -> None:
    """What was chosen among them stays chosen; nothing of them can be exported or is kept."""
    served = make_tasks()
    whole = served["compare"]
    seen: list[tuple[int, str, bool]] = []

    def slowly(request, progress):
        plain = whole(request, progress)
        part = {**plain, "findings": plain["findings"][1:3], "remark": "Not finished."}
        progress(0.4, "", part)
        desk = reader.window.desk
        desk.select(desk.rows[0].finding.id)
        seen.append((len(desk.rows), reader.status, desk.report() is None))
        return plain

    served["compare"] = slowly
    reader = Reader(qtbot, data_folder, lambda: InlineJobs(served))
    reader.start(*write_letters(tmp_path))
    reader.wait_for_findings()
    ((count, status, held_back),) = seen
    assert count == 2
    assert "looking for all" in status
    assert held_back
    assert len(reader.rows) > count
    assert reader.selected == reader.rows[1]
    assert "looking" not in reader.status
    assert reader.window.desk.report() is not None
    reader.end()
