"""The matrix of topics and documents in the window, and the timeline of a topic."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from diptych.model.comparison import Relation, Side
from diptych.model.errors import UserError
from diptych.model.note import LibraryEntry
from diptych.ui.matrix import MatrixOfWindow, MatrixPanel
from support.driver import Reader
from support.letters import write_letters

if TYPE_CHECKING:
    from pathlib import Path

THIRD = """A third voice

We urge both governments to protect asylum and the families who need it.

The mill by the river is old, and nobody has counted its stones.

The bell is rung at noon by the youngest of the choir.
"""


@pytest.fixture
def reader(qtbot, data_folder: Path, tmp_path: Path):
    """At the two letters, of 2018 and 2021, with a third one without a date in the library."""
    reader = Reader(qtbot, data_folder)
    reader.start(*write_letters(tmp_path))
    library = reader.workplace.library
    for entry in library.entries():
        if not entry.path.startswith(str(tmp_path)):
            library.forget(entry.sha256)
    cataloguing = reader.window.desk.cataloguing
    for entry, date in zip(library.entries(), ("2018-11-30", "2021"), strict=True):
        cataloguing.describe(entry, "date", date)
    (tmp_path / "third.txt").write_text(THIRD, encoding="utf-8")
    reader.window.handlers.collection.add([tmp_path / "third.txt"])
    reader.wait(lambda: library.counts().documents == 3)
    yield reader
    reader.end()


def panel(reader: Reader) -> MatrixPanel:
    return reader.window.findChild(MatrixPanel)


def matrix(reader: Reader) -> MatrixOfWindow:
    return reader.window.findChild(MatrixOfWindow)


def show(reader: Reader, command: str = "show_matrix") -> MatrixPanel:
    reader.run(command)
    reader.wait(lambda: matrix(reader).matrix.state.is_over)
    return panel(reader)


def column(reader: Reader, title: str) -> int:
    titles = [item.entry.title for item in panel(reader).model.items]
    return titles.index(title)


def row(reader: Reader, topic: str) -> int:
    return [each.name for each in panel(reader).model.topics].index(topic)


def go_to(reader: Reader, topic: str, title: str) -> None:
    shown = panel(reader)
    shown.table.setFocus()
    index = shown.model.index(row(reader, topic), column(reader, title))
    shown.table.setCurrentIndex(index)


def cell(reader: Reader, topic: str, title: str):
    return panel(reader).model.cell(row(reader, topic), column(reader, title))


def test_each_cell_quotes_the_strongest_position_and_says_what_it_does(reader: Reader) -> None:
    shown = show(reader)
    QAbstractItemModelTester(
        shown.model, QAbstractItemModelTester.FailureReportingMode.Fatal, shown
    )
    titles = [item.entry.title for item in shown.model.items]
    assert titles == ["On the border", "A reply", "A third voice"]
    assert cell(reader, "asylum", "On the border").stance == "in favour · “support”"
    against = cell(reader, "asylum", "A reply")
    assert against.stance == "against · “oppose”"
    assert against.quote == "We oppose asylum for families who flee violence."
    assert against.head == "≠ diverges"
    assert against.wash == "diverge_wash"
    third = cell(reader, "asylum", "A third voice")
    assert third.head == "… not compared yet"
    assert third.stance == "asks · “urge”"
    assert cell(reader, "development", "A reply").head == "○ silent"
    spoken = shown.model.data(
        shown.model.index(row(reader, "asylum"), 1), Qt.ItemDataRole.AccessibleTextRole
    )
    assert spoken.startswith("Asylum, A reply: diverges. ")
    assert shown.model.heading(2, Qt.Orientation.Horizontal).remark == "no date"
    # What is about two texts alone makes room, and comes back.
    assert reader.window.table_dock.isHidden()
    reader.run("show_matrix")
    assert not reader.window.table_dock.isHidden()


def test_enter_opens_base_and_document_at_the_words_with_the_topic(reader: Reader) -> None:
    show(reader)
    go_to(reader, "asylum", "A reply")
    reader.press(Qt.Key.Key_Return)
    assert reader.window.spread.isVisible()
    assert reader.window.desk.topics == ("asylum",)
    assert reader.selected.relation is Relation.DIVERGE
    assert "We oppose asylum" in reader.selected.right
    assert reader.in_view(Side.RIGHT)


def test_another_document_is_opened_beside_the_base_and_its_words_are_selected(
    reader: Reader,
) -> None:
    show(reader)
    go_to(reader, "asylum", "A third voice")
    reader.press(Qt.Key.Key_Return)
    reader.wait(lambda: "third" in reader.title(Side.RIGHT))
    reader.wait_for_findings()
    assert "On the border" in reader.title(Side.LEFT)
    assert "We urge both governments" in reader.view(Side.RIGHT).selected_text()


def test_the_base_is_chosen_by_a_key_and_kept(reader: Reader) -> None:
    shown = show(reader)
    go_to(reader, "asylum", "A reply")
    reader.press(Qt.Key.Key_B)
    assert shown.model.heading(column(reader, "A reply"), Qt.Orientation.Horizontal).is_base
    assert cell(reader, "asylum", "A reply").head == ""
    assert cell(reader, "asylum", "On the border").head == "≠ diverges"
    assert "A reply" in shown.base.shown_text()
    reader.run("show_matrix")
    assert reader.close()
    reader.start()
    assert show(reader).model.base == shown.model.base


def test_what_was_not_compared_is_compared_when_it_is_asked_for(reader: Reader) -> None:
    shown = show(reader)
    assert shown.compare.shown_text() == "Compare 1"
    reader.click(shown.compare)
    reader.wait(lambda: matrix(reader).matrix.state.is_over)
    assert shown.compare.isHidden()
    assert "not compared" not in cell(reader, "asylum", "A third voice").head


def test_a_document_that_cannot_be_read_is_said_so(reader: Reader, tmp_path: Path) -> None:
    gone = str(tmp_path / "gone.txt")
    reader.workplace.library.remember(LibraryEntry("a" * 64, gone, "Gone"))
    shown = show(reader)
    heading = shown.model.heading(column(reader, "Gone"), Qt.Orientation.Horizontal)
    assert heading.is_wrong
    assert "does not exist" in heading.remark
    assert cell(reader, "asylum", "Gone").head == "cannot be read"
    assert cell(reader, "asylum", "A reply").quote


def test_a_document_without_file_is_read_from_its_kept_text(reader: Reader, tmp_path: Path) -> None:
    reader.select_words(Side.LEFT, "The ferry")
    reader.write("Which one?")
    reader.wait_until_saved()
    (tmp_path / "border.txt").unlink()
    show(reader)
    assert cell(reader, "asylum", "On the border").stance == "in favour · “support”"


def test_the_timeline_has_the_positions_on_a_topic_in_order_of_time(reader: Reader) -> None:
    show(reader)
    go_to(reader, "asylum", "A reply")
    shown = show(reader, "show_timeline")
    times = shown.times
    QAbstractItemModelTester(times, QAbstractItemModelTester.FailureReportingMode.Fatal, shown)
    assert times.topic is not None
    assert times.topic.name == "asylum"
    titles = [item.entry.title for item in times.items]
    assert titles == ["On the border", "A reply", "A third voice"]
    assert times.cell(0, 0).head == ""
    assert times.cell(1, 0).head == "≠ diverges"
    assert "1 without a date stands last" in shown.news.text()
    shown.timeline.setFocus()
    shown.timeline.setCurrentIndex(times.index(2, 0))
    reader.press(Qt.Key.Key_Return)
    reader.wait(lambda: "third" in reader.title(Side.RIGHT))
    reader.wait_for_findings()
    assert "A reply" in reader.title(Side.LEFT)


def test_escape_leads_back_to_the_texts(reader: Reader) -> None:
    shown = show(reader)
    go_to(reader, "asylum", "A reply")
    reader.press(Qt.Key.Key_Escape)
    assert not shown.isVisible()
    assert reader.window.spread.isVisible()


def test_a_hundred_documents_are_shown_without_a_word_of_the_disk(
    reader: Reader, tmp_path: Path
) -> None:
    library = reader.workplace.library
    for number in range(100):
        path = tmp_path / f"{number}.txt"
        path.write_text(f"We support asylum in year {number}.\n\nNothing else.", encoding="utf-8")
    reader.window.handlers.collection.add([tmp_path / f"{each}.txt" for each in range(100)])
    reader.wait(lambda: library.counts().documents == 103)
    shown = show(reader)
    assert shown.model.columnCount() == 103
    assert cell(reader, "asylum", "99").stance == "in favour · “support”"
    go_to(reader, "asylum", "99")
    reader.press(Qt.Key.Key_End)
    assert not shown.grab().isNull()


def test_the_keyboard_stays_in_the_matrix_when_what_was_pressed_goes(reader: Reader) -> None:
    shown = show(reader)
    shown.compare.setFocus()
    reader.press(Qt.Key.Key_Space)
    reader.wait(lambda: matrix(reader).matrix.state.is_over)
    assert not shown.compare.isVisible()
    assert reader.keyboard is shown.table


DATED = """<html lang="en"><head><title>{title}</title><meta name="date" content="{date}"></head>
<body><p>We support asylum in {title}.</p></body></html>"""


def test_documents_that_were_never_opened_stand_by_the_dates_in_their_files(
    reader: Reader, tmp_path: Path
) -> None:
    for title, date in (("Later words", "2020-05-01"), ("Early words", "1999-03-04")):
        path = tmp_path / f"{title[:1]}.html"
        path.write_text(DATED.format(title=title, date=date), encoding="utf-8")
    folder = [tmp_path / "L.html", tmp_path / "E.html"]
    shown = show(reader)
    go_to(reader, "asylum", "A reply")
    reader.window.handlers.collection.add(folder)
    reader.wait(lambda: reader.workplace.library.counts().documents == 5)
    reader.wait(lambda: matrix(reader).matrix.state.is_over)
    reader.run("show_matrix")
    show(reader)
    titles = [item.entry.title for item in shown.model.items]
    assert titles == ["Early words", "On the border", "Later words", "A reply", "A third voice"]
    # What the reader was at stays current where documents come in between.
    assert shown.table.currentIndex().column() == titles.index("A reply")
    show(reader, "show_timeline")
    assert shown.times.items[0].entry.title == "Early words"
    assert shown.times.heading(0, Qt.Orientation.Vertical).remark == "4 Mar 1999"
    reader.press(Qt.Key.Key_End)
    assert shown.timeline.currentIndex().row() == shown.times.rowCount() - 1


def test_what_the_library_cannot_take_is_shown_all_the_same(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(_sha256: str) -> None:
        raise UserError("The library cannot be read.", "Try again.")

    monkeypatch.setattr(reader.workplace.library, "entry", fails)
    show(reader)
    assert cell(reader, "asylum", "A reply").quote
