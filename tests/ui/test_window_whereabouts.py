"""While words are looked for beside the window, nothing that the reader wrote on them is missing
from what is made of it, and the list does not call them gone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from diptych.formats.order import Order as Reading
from diptych.formats.reader import read_document
from diptych.model.comparison import Relation, Side
from diptych.ui.printing import Order, make_pdf
from diptych.work.inline import InlineJobs
from support.driver import Reader
from support.letters import make_tasks, write_letters

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from diptych.model.note import Anchor

MARKED = "The ferry is loved"
NOT_FOUND = "words were not found"


class HeldJobs(InlineJobs):
    """Holds back, from when it is told to, what is to be loaded beside the window."""

    def __init__(self) -> None:
        super().__init__(make_tasks())
        self.is_holding = False
        self.held: list[Callable[[], Any]] = []

    def load(self, call: Any, *, done: Any, failed: Any) -> int:
        if not self.is_holding:
            return super().load(call, done=done, failed=failed)
        self.held.append(lambda: done(call()))
        return 0

    def go_on(self) -> None:
        self.is_holding = False
        held, self.held = self.held, []
        for go_on in held:
            go_on()


@pytest.fixture
def jobs() -> HeldJobs:
    return HeldJobs()


@pytest.fixture
def reader(qtbot, data_folder: Path, tmp_path: Path, jobs: HeldJobs) -> Iterator[Reader]:
    """A note and a verdict stand where their words were when the text was read another way."""
    reader = Reader(qtbot, data_folder, make_jobs=lambda: jobs)
    reader.start(*write_letters(tmp_path))
    reader.wait_for_findings()
    row = next(row for row in reader.pairs if "root causes" in row.finding.topics)
    reader.select(row)
    reader.window.give_verdict("partial")
    reader.select_words(Side.LEFT, MARKED)
    reader.write("mine")
    reader.wait_until_saved()
    library = reader.workplace.library
    (note,) = library.notes()
    library.save_note(note._replace(left=tuple(map(elsewhere, note.left))))
    hashes = [reader.window.desk.documents[side].document.sha256 for side in Side]
    (verdict,) = library.verdicts(*hashes)
    library.delete_verdict(*hashes, verdict.finding)
    moved = {side: tuple(map(elsewhere, getattr(verdict, side))) for side in ("left", "right")}
    library.save_verdict(*hashes, verdict._replace(finding="of another analysis", **moved))
    jobs.is_holding = True
    reader.window.desk.review()
    yield reader
    reader.end()


def elsewhere(anchor: Anchor) -> Anchor:
    return anchor._replace(start=anchor.start + 3, end=anchor.end + 3)


def judged(reader: Reader) -> list[Relation | None]:
    return [row.relation for row in reader.rows if row.verdict]


def place(reader: Reader) -> str:
    notes = reader.window.handlers.notes
    (note,) = notes.in_list()
    return notes.place(note)


def test_what_is_exported_meanwhile_has_the_verdicts(reader: Reader, jobs: HeldJobs) -> None:
    assert judged(reader) == []
    report = reader.window.desk.report()
    assert report is not None
    assert [each.relation for each in report.verdicts.values()] == [Relation.PARTIAL]
    assert judged(reader) == [Relation.PARTIAL]
    jobs.go_on()
    assert judged(reader) == [Relation.PARTIAL]


def test_what_is_printed_meanwhile_has_the_verdicts_and_the_notes_places(reader: Reader) -> None:
    made: list[bytes] = []
    for _pages in make_pdf(reader.window, Order(), made):
        pass
    text = read_document(made[0], Reading("print.pdf")).source
    assert NOT_FOUND not in text
    assert judged(reader) == [Relation.PARTIAL]


def test_the_list_does_not_call_words_gone_that_are_looked_for(
    reader: Reader, jobs: HeldJobs
) -> None:
    label = reader.window.desk.labels().of(Side.LEFT)
    assert place(reader) == label
    jobs.go_on()
    assert place(reader).startswith(f"{label} ¶")


def test_words_are_called_gone_when_they_were_looked_for(reader: Reader, jobs: HeldJobs) -> None:
    library = reader.workplace.library
    (note,) = library.notes()
    nowhere = note.left[0]._replace(quote="zzz qqq", prefix="", suffix="", paragraph="")
    library.save_note(note._replace(left=(nowhere,)))
    reader.window.desk.review()
    lines = reader.window.panel.notes_card._rows
    assert NOT_FOUND not in lines[0].accessibleName()
    jobs.go_on()
    lines = reader.window.panel.notes_card._rows
    assert NOT_FOUND in lines[0].accessibleName()


def test_what_is_found_late_does_not_reach_a_window_that_is_no_more(
    reader: Reader, jobs: HeldJobs
) -> None:
    held, jobs.held, jobs.is_holding = jobs.held, [], False
    assert held
    reader.build_anew()
    reader.wait_for_findings()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    for go_on in held:
        go_on()
    assert judged(reader) == [Relation.PARTIAL]
