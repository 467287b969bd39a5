"""The first reading, end to end: the real window, the real worker process, the shipped letters."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt

from diptych.model.comparison import Relation, Side
from diptych.services.workers import TASKS, worker
from diptych.ui.bridge import Bridge
from support.driver import ALT, CTRL, SHIFT, Reader
from support.repository import SEEDS

if TYPE_CHECKING:
    from pathlib import Path

ROOT_CAUSES = "root causes"
ON_FINDING = "2 letters, 1 cause: violence?"
ON_WORDS = "Mine too"


@pytest.fixture
def reader(qtbot, data_folder: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(filter(None, sys.path)))
    bridge = Bridge()
    reader = Reader(qtbot, data_folder, lambda: worker(TASKS, bridge.post))
    yield reader
    reader.end()


def forbid_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*arguments, **_named):
        raise AssertionError(f"a process was started: {arguments}")

    monkeypatch.setattr(subprocess, "Popen", refuse)


def see_the_first_finding(reader: Reader) -> None:
    """The two letters, five documents, and the first sure finding on root causes in view."""
    assert "2018" in reader.title(Side.LEFT)
    assert "2021" in reader.title(Side.RIGHT)
    assert reader.status.startswith("5 documents")
    assert len(reader.workplace.library.entries()) == 5
    assert len(reader.pairs) > 3
    on_topic = [row for row in reader.rows if ROOT_CAUSES in row.finding.topics]
    first = next(row for row in on_topic if not row.is_unsure)
    assert reader.selected == first
    assert all(reader.in_view(side) for side in Side if first.finding.passages(side))


def step_through(reader: Reader) -> None:
    """By keys, and every finding comes into view."""
    reader.go_to_text(Side.LEFT)
    at = reader.rows.index(reader.selected)
    following = reader.rows[at + 1 : at + 6]
    assert len(following) > 2
    for row in following:
        reader.press(Qt.Key.Key_Down, ALT)
        assert reader.selected == row
        assert all(reader.in_view(side) for side in Side if row.finding.passages(side))
    reader.press(Qt.Key.Key_Up, ALT)
    assert reader.selected == following[-2]


def judge(reader: Reader) -> str:
    """Give a verdict over the machine's, take it back, give it again; return its finding."""
    judged = next(row for row in reader.pairs if row.relation is not Relation.DIVERGE)
    reader.select(judged)
    reader.go_to_text(Side.RIGHT)
    reader.press(Qt.Key.Key_2)
    assert reader.selected.relation is Relation.DIVERGE
    reader.press(Qt.Key.Key_Z, CTRL)
    assert reader.selected.relation is judged.finding.relation
    assert reader.selected.verdict is None
    reader.press(Qt.Key.Key_Z, CTRL | SHIFT)
    assert reader.selected.relation is Relation.DIVERGE
    return judged.finding.id


def write_notes(reader: Reader) -> None:
    """One on the finding, whose letters are no commands, and one on selected words."""
    reader.write(ON_FINDING)
    assert reader.note == ON_FINDING
    assert reader.selected.relation is Relation.DIVERGE
    reader.wait_until_saved()
    assert reader.selected.has_note
    span = reader.select_words(Side.RIGHT, ROOT_CAUSES)
    reader.write(ON_WORDS)
    reader.wait_until_saved()
    notes = reader.window.desk.notes
    assert sorted(note.body for note in notes) == [ON_FINDING, ON_WORDS]
    noted = next(note for note in notes if not note.finding)
    assert noted.right[0].span == span
    assert noted.right[0].quote == ROOT_CAUSES


def test_the_first_reading_is_there_again_after_a_restart(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader.start()
    reader.wait_for_findings()
    see_the_first_finding(reader)
    step_through(reader)
    judged = judge(reader)
    write_notes(reader)
    reader.go_to_text(Side.LEFT)
    reader.view(Side.LEFT).verticalScrollBar().setValue(700)
    places = reader.window.spread.places()
    seen = [(row.label, row.left, row.right) for row in reader.rows]
    assert reader.close()

    # Everything comes from the cache: no process is started.
    forbid_processes(monkeypatch)
    reader.start()
    reader.wait_for_findings()
    assert [(row.label, row.left, row.right) for row in reader.rows] == seen
    assert reader.selected.finding.id == judged
    assert reader.selected.relation is Relation.DIVERGE
    assert reader.selected.has_note
    assert reader.note == ON_FINDING
    assert reader.window.spread.places() == places
    assert reader.status.startswith("5 documents")
    assert "2 notes" in reader.status
    notes = reader.window.desk.notes
    assert sorted(note.body for note in notes) == [ON_FINDING, ON_WORDS]
    (anchor,) = next(note for note in notes if not note.finding).right
    source = reader.window.desk.documents[Side.RIGHT].document.source
    assert source[anchor.start : anchor.end] == ROOT_CAUSES


def letters(text: str) -> str:
    """A text without blanks, and without the backslashes that a converter put into it."""
    return "".join(text.removesuffix("…").replace("\\", "").split())


def test_every_quotation_on_screen_is_cut_from_the_source(reader: Reader) -> None:
    reader.start(SEEDS / "wapo-2018.txt", SEEDS / "reuters-2018.txt")
    reader.wait_for_findings()
    assert reader.rows
    for row in reader.rows:
        for side in Side:
            document = reader.window.desk.documents[side].document
            quoted = [document.quote(each.spans) for each in row.finding.passages(side)]
            shown = row.quote(side)
            assert letters(shown) == letters(" … ".join(quoted))[: len(letters(shown))]
            assert shown.endswith("…") or len(letters(shown)) == len(letters(" … ".join(quoted)))
