"""The first reading, end to end: the real window, the real worker process, the shipped letters."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt

from diptych.model.comparison import Relation, Side
from diptych.ui.bridge import Bridge
from diptych.work.process import ProcessJobs
from support.driver import ALT, CTRL, SHIFT, Reader
from support.repository import SEEDS

if TYPE_CHECKING:
    from pathlib import Path

ROOT_CAUSES = "root causes"


@pytest.fixture
def reader(qtbot, data_folder: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(filter(None, sys.path)))
    bridge = Bridge()
    reader = Reader(qtbot, data_folder, lambda: ProcessJobs("diptych.services.tasks", bridge.post))
    yield reader
    reader.end()


def forbid_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*arguments, **_named):
        raise AssertionError(f"a process was started: {arguments}")

    monkeypatch.setattr(subprocess, "Popen", refuse)


def test_the_first_reading_is_there_again_after_a_restart(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader.start()
    reader.wait_for_findings()
    window = reader.window

    # The two letters, five documents, and the first finding on root causes in view on both sides.
    assert "2018" in reader.title(Side.LEFT)
    assert "2021" in reader.title(Side.RIGHT)
    assert reader.status.startswith("5 documents")
    assert len(reader.workplace.library.entries()) == 5
    assert len(reader.pairs) > 3
    first = next(row for row in reader.rows if ROOT_CAUSES in row.finding.topics)
    assert reader.selected == first
    for side in Side:
        if first.finding.passages(side):
            assert reader.in_view(side)

    # Stepping through, by keys, brings every finding into view.
    reader.go_to_text(Side.LEFT)
    at = reader.rows.index(first)
    for row in reader.rows[at + 1 : at + 6]:
        reader.press(Qt.Key.Key_Down, ALT)
        assert reader.selected == row
        assert all(reader.in_view(side) for side in Side if row.finding.passages(side))
    reader.press(Qt.Key.Key_Up, ALT)
    assert reader.selected == reader.rows[at + 4]

    # A verdict over the machine's, taken back and given again.
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

    # A note on the finding; its letters are no commands.
    reader.write("2 letters, 1 cause: violence?")
    assert reader.note == "2 letters, 1 cause: violence?"
    assert reader.selected.relation is Relation.DIVERGE
    reader.wait_until_saved()
    assert reader.selected.has_note

    # A note on selected words.
    words = "root causes"
    span = reader.select_words(Side.RIGHT, words)
    reader.write("Mine too")
    reader.wait_until_saved()
    assert sorted(note.body for note in window.desk.notes) == [
        "2 letters, 1 cause: violence?",
        "Mine too",
    ]
    noted = next(note for note in window.desk.notes if not note.finding)
    assert noted.right[0].span == span
    assert noted.right[0].quote == words

    # Closing and starting again, everything comes from the cache: no process is started.
    reader.go_to_text(Side.LEFT)
    reader.view(Side.LEFT).verticalScrollBar().setValue(700)
    places = window.spread.places()
    topics, chosen = window.desk.topics, window.desk.selection
    seen = [(row.label, row.left, row.right) for row in reader.rows]
    assert reader.close()
    forbid_processes(monkeypatch)
    reader.start()
    reader.wait_for_findings()
    desk = reader.window.desk
    assert [(row.label, row.left, row.right) for row in reader.rows] == seen
    assert (desk.topics, desk.selection) == (topics, chosen)
    assert reader.selected.finding.id == judged.finding.id
    assert reader.selected.relation is Relation.DIVERGE
    assert reader.selected.has_note
    assert reader.note == "2 letters, 1 cause: violence?"
    assert reader.window.spread.places() == places
    assert reader.status.startswith("5 documents")
    assert "2 notes" in reader.status
    assert sorted(note.body for note in desk.notes) == sorted(["Mine too", reader.note])
    quoted = desk.documents[Side.RIGHT].document.source[span.start : span.end]
    assert quoted == words


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
