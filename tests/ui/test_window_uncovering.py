"""Reading first, section by section, at the real window: what is hidden, what shown, and when."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from diptych.model.comparison import Side
from diptych.services.page_tasks import make_tasks as make_page_tasks
from diptych.ui.commands import KEYS
from diptych.ui.marks import Position
from diptych.ui.read_first import ReadFirst
from diptych.ui.uncovering import hide_marks
from diptych.work.inline import InlineJobs
from support.clock import Clock
from support.driver import CTRL, SHIFT, Reader
from support.letters import LEFT, RIGHT, write_long_letters
from support.many_panes import ManyReader
from support.pdf_files import book

KEY = Qt.Key
ASYLUM, CAUSES, WALL = "We support asylum", "The root causes of migration", "We oppose the constr"


def shown(reader: Reader) -> set[str]:
    """How the findings begin that the list shows: in the left text, or in the right one."""
    return {(row.left or row.right)[:12] for row in reader.rows}


def beginnings(*words: str) -> set[str]:
    return {each[:12] for each in words}


def mark(reader: Reader, words: str, side: Side = Side.LEFT) -> None:
    reader.select_words(side, words)
    reader.press(KEY.Key_H)


def go_on(reader: Reader, words: str, side: Side = Side.LEFT) -> None:
    """Put the caret before words."""
    view = reader.view(side)
    texts = [block.text for block in view.document.blocks]
    at = next(at for at, text in enumerate(texts) if words in text)
    reader.go_to_text(side)
    view.set_caret(Position(at, texts[at].index(words)))
    turn(reader)


def turn(reader: Reader) -> None:
    """Let the window do what it put off."""
    for _each in range(2):
        QApplication.processEvents()


@pytest.fixture
def first(reader: Reader) -> Reader:
    """Who reads the two letters, which no heading parts, first."""
    hide_marks(reader.window.desk, hidden=True)
    assert reader.rows == []
    return reader


def sectioned(folder: Path) -> tuple[Path, Path]:
    """Write the letters with headings above the first and the third paragraph, and space between.

    The other text has its title alone.
    """
    title, asylum, causes, wall, ferry = LEFT.strip().split("\n\n")
    tail = "\n\n".join(f"The clerk counted the geese for year {each}." for each in range(30))
    parts = (f"# {title}", "## People", asylum, causes, tail, "## Works", wall, ferry, tail)
    paths = folder / "border.md", folder / "reply.txt"
    for path, text in zip(paths, ("\n\n".join(parts), RIGHT), strict=True):
        path.write_text(text, encoding="utf-8")
    return paths


# When a section is shown


def test_a_marked_paragraph_is_shown_when_the_caret_is_in_another_and_not_before(
    first: Reader,
) -> None:
    mark(first, "asylum for all families")
    first.press(KEY.Key_Left)
    turn(first)
    assert first.rows == []
    go_on(first, "root causes")
    assert shown(first) == beginnings(ASYLUM)
    go_on(first, "We oppose")
    assert shown(first) == beginnings(ASYLUM), "nothing was marked in the second one"


def test_what_is_shown_is_so_everywhere_and_the_rest_nowhere(first: Reader) -> None:
    mark(first, "root causes")
    go_on(first, "We oppose")
    window = first.window
    (row,) = first.rows
    for side in Side:
        assert {m.finding for marks in marks_of(first, side) for m in marks} == {row.finding.id}
    assert [each.finding.id for each in window.spread.gutter._rows] == [row.finding.id]
    assert {each.finding.id for each in first.pane(Side.LEFT).ruler._rows} == {row.finding.id}
    first.press(KEY.Key_Down, Qt.KeyboardModifier.AltModifier)
    first.press(KEY.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert first.selected.finding.id == row.finding.id
    assert window.top_bar.place.shown_text() == "1 of 1"
    report = window.desk.report()
    assert report is not None
    assert [found.id for found in report.comparison.findings] == [row.finding.id]
    window.desk.show_finding(window.desk.all_rows[0].finding.id)
    assert first.selected.finding.id == row.finding.id
    assert "hidden but in 1 section" in first.status


def marks_of(reader: Reader, side: Side) -> list:
    return list(reader.view(side)._scene.marks.values())


def test_other_sections_are_not_left_by_what_happens_in_the_other_text(first: Reader) -> None:
    mark(first, "asylum for all families")
    mark(first, "We oppose asylum", Side.RIGHT)
    turn(first)
    assert first.rows == []
    go_on(first, "Lamps must", Side.RIGHT)
    assert shown(first) == beginnings(ASYLUM), "it is shown with its words in either text"


def test_a_silence_is_shown_with_its_own_words(first: Reader) -> None:
    mark(first, "Lamps", Side.RIGHT)
    go_on(first, "We oppose asylum", Side.RIGHT)
    assert shown(first) == beginnings("Lamps must be lit")


def test_a_section_under_a_heading_is_left_when_it_is_out_of_sight(
    qtbot, data_folder: Path, tmp_path: Path
) -> None:
    reader = Reader(qtbot, data_folder)
    reader.start(*sectioned(tmp_path))
    reader.wait_for_findings()
    hide_marks(reader.window.desk, hidden=True)
    mark(reader, "asylum for all families")
    go_on(reader, "for year 3")
    reader.turn_wheel(reader.view(Side.LEFT).viewport(), -2)
    turn(reader)
    assert reader.rows == [], "still in the section"
    bar = reader.view(Side.LEFT).verticalScrollBar()
    bar.setValue(bar.maximum())
    turn(reader)
    assert shown(reader) == beginnings(ASYLUM, CAUSES)
    reader.end()


def test_a_text_that_only_follows_is_not_gone_on_in(
    qtbot, data_folder: Path, tmp_path: Path
) -> None:
    reader = Reader(qtbot, data_folder)
    reader.start(*write_long_letters(tmp_path))
    reader.wait_for_findings()
    reader.run("sync_proportion")
    hide_marks(reader.window.desk, hidden=True)
    mark(reader, "asylum for all families")
    top = reader.view(Side.LEFT).place()
    bar = reader.view(Side.RIGHT).verticalScrollBar()
    bar.setValue(bar.maximum())
    reader.wait(lambda: reader.view(Side.LEFT).place() > top)
    reader.wait(lambda: not reader.window.spread.following._gliding.isActive())
    assert reader.rows == []
    reader.turn_wheel(reader.view(Side.LEFT).viewport(), 1)
    turn(reader)
    assert shown(reader) == beginnings(ASYLUM)
    reader.end()


def test_earlier_marks_do_not_show_a_section(reader: Reader) -> None:
    mark(reader, "asylum for all families")
    desk = reader.window.desk
    desk.workplace = reader.workplace._replace(clock=Clock("2100-01-01T00:00:00Z"))
    hide_marks(desk, hidden=True)
    go_on(reader, "root causes")
    assert reader.rows == []


def test_a_note_on_words_is_a_mark(first: Reader) -> None:
    first.write_on("asylum for all families", "Strong.")
    first.press(KEY.Key_Escape)
    turn(first)
    assert first.rows == []
    go_on(first, "root causes")
    assert shown(first) == beginnings(ASYLUM)


def test_words_of_two_paragraphs_are_left_when_both_are(first: Reader) -> None:
    view = first.view(Side.LEFT)
    first.select_words(Side.LEFT, "flee violence")
    start = view.selection()[0]
    first.select_words(Side.LEFT, "root causes")
    view.select(start, view.selection()[1])
    first.press(KEY.Key_H)
    turn(first)
    assert first.rows == []
    go_on(first, "We oppose")
    assert shown(first) == beginnings(ASYLUM, CAUSES)


def test_in_the_source_it_goes_as_in_the_text(first: Reader) -> None:
    first.go_to_text(Side.LEFT)
    first.run("flip_source")
    mark(first, "asylum for all families")
    turn(first)
    assert first.rows == []
    go_on(first, "root causes")
    assert shown(first) == beginnings(ASYLUM)


def test_on_pages_it_goes_as_in_the_text(qtbot, data_folder: Path, tmp_path: Path) -> None:
    title, asylum, causes, *_rest = LEFT.strip().split("\n\n")
    lines = [(40, 60, title, 18), (40, 120, asylum[:62], 9), (40, 130, asylum[63:], 9)]
    (tmp_path / "border.pdf").write_bytes(book(lines, [(40, 60, causes, 9)]))
    (tmp_path / "reply.txt").write_text(RIGHT, encoding="utf-8")
    tasks = make_page_tasks(lambda path: Path(path).read_bytes())
    reader = Reader(qtbot, data_folder, make_page_jobs=lambda: InlineJobs(tasks))
    reader.start(tmp_path / "border.pdf", tmp_path / "reply.txt")
    reader.wait_for_findings()
    hide_marks(reader.window.desk, hidden=True)
    part = reader.pane(Side.LEFT).page_side
    assert part is not None
    assert reader.view(Side.LEFT) is part.view
    reader.wait(lambda: all(part.view.loader.leaf(page) is not None for page in range(2)))
    mark(reader, "asylum for all families")
    turn(reader)
    assert reader.rows == []
    go_on(reader, "root causes")
    assert shown(reader) == beginnings(ASYLUM)
    assert part.view.spots(0).underlines
    assert not part.view.spots(1).underlines
    reader.end()


# Undoing, restarting


def test_a_highlight_that_is_undone_shows_nothing_but_what_was_shown_stays(first: Reader) -> None:
    mark(first, "asylum for all families")
    first.press(KEY.Key_Z, CTRL)
    go_on(first, "root causes")
    assert first.rows == []
    first.press(KEY.Key_Z, CTRL | SHIFT)
    go_on(first, "We oppose")
    assert shown(first) == beginnings(ASYLUM)
    first.press(KEY.Key_Z, CTRL)
    turn(first)
    assert shown(first) == beginnings(ASYLUM)


def test_after_a_restart_it_goes_on_where_it_was(first: Reader, qtbot, data_folder: Path) -> None:
    mark(first, "asylum for all families")
    go_on(first, "root causes")
    mark(first, "root causes")
    assert first.close()
    reader = Reader(qtbot, data_folder)
    reader.start()
    reader.wait_for_findings()
    assert shown(reader) == beginnings(ASYLUM)
    go_on(reader, "We oppose")
    assert shown(reader) == beginnings(ASYLUM, CAUSES)
    reader.end()


def test_what_an_earlier_version_hid_stays_hidden_until_the_reader_goes_on(
    reader: Reader,
) -> None:
    mark(reader, "asylum for all families")
    hide_marks(reader.window.desk, hidden=True)
    library = reader.workplace.library
    for key in library.settings(("read first ",)):
        if key.endswith("sections"):
            library.set_setting(key, "")
    reader.window.desk.review()
    assert reader.rows == []
    go_on(reader, "root causes")
    assert shown(reader) == beginnings(ASYLUM)


# Asking


def test_a_section_is_asked_for_with_the_keyboard_alone(first: Reader) -> None:
    go_on(first, "root causes")
    first.press(KEY.Key_P, CTRL | SHIFT)
    first.type("marks in this section")
    first.press(KEY.Key_Return)
    assert shown(first) == beginnings(CAUSES)
    assert "1 more finding" in first.status
    first.run("show_section")
    assert "nothing more there" in first.status


def test_asked_for_section_by_section_all_is_shown_in_the_end(first: Reader) -> None:
    command = first.window.commands.action("show_section")
    for side in Side:
        for block in first.view(side).document.blocks:
            assert command.isEnabled() == (first.window.desk.first is not None)
            go_on(first, block.text, side)
            first.run("show_section")
    assert first.window.desk.first is None
    assert not command.isEnabled()
    assert len(first.rows) == 5


def test_without_a_caret_in_view_the_section_at_the_eye_is_meant(
    qtbot, data_folder: Path, tmp_path: Path
) -> None:
    reader = Reader(qtbot, data_folder)
    reader.start(*write_long_letters(tmp_path))
    reader.wait_for_findings()
    hide_marks(reader.window.desk, hidden=True)
    view = reader.view(Side.LEFT)
    block = next(at for at, each in enumerate(view.document.blocks) if WALL in each.text)
    view.show_place(block, 0, 0.3)
    reader.run("show_section")
    assert shown(reader) == beginnings(WALL)
    reader.end()


def test_hiding_again_hides_what_was_shown(first: Reader) -> None:
    go_on(first, "root causes")
    first.run("show_section")
    hide_marks(first.window.desk, hidden=False)
    assert len(first.rows) == 5
    hide_marks(first.window.desk, hidden=True)
    assert first.rows == []


# Panes


def test_after_a_swap_the_same_sections_are_shown(first: Reader) -> None:
    go_on(first, "root causes")
    first.run("show_section")
    first.run("swap_sides")
    first.wait_for_findings()
    assert shown(first) == beginnings(CAUSES)
    mark(first, "asylum for all families", Side.RIGHT)
    go_on(first, "root causes", Side.RIGHT)
    assert len(first.rows) == 2


def test_of_three_texts_a_gutter_draws_what_is_shown_of_its_two(
    qtbot, data_folder: Path, tmp_path: Path
) -> None:
    reader = ManyReader.of_two(qtbot, data_folder, tmp_path)
    reader.window.handlers.panes.open_another(str(reader.paths[2]))
    reader.wait_for_findings()
    reader.go_to(0)
    reader.wait_for_findings()
    hide_marks(reader.window.desk, hidden=True)
    go_on(reader, "root causes", Side.RIGHT)
    reader.run("show_section")
    (row,) = reader.rows
    reader.go_to(2)
    reader.wait_for_findings()
    assert len(reader.rows) > 1, "these two are not read first"
    gutter = reader.window.handlers.panes.many.betweens[0].gutter
    assert [each.finding.id for each in gutter._rows] == [row.finding.id]
    reader.go_to(0)
    reader.wait_for_findings()
    assert [each.finding.id for each in reader.rows] == [row.finding.id]
    reader.end()


def test_with_one_text_there_is_nothing_to_hide(first: Reader) -> None:
    first.window.desk.close(Side.RIGHT)
    hide_marks(first.window.desk, hidden=True)
    hide_marks(first.window.desk, hidden=False)
    assert first.window.desk.first is None


def test_a_text_without_words_holds_nothing_back(first: Reader, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_text("", encoding="utf-8")
    first.open(Side.RIGHT, tmp_path / "empty.txt")
    turn(first)
    hide_marks(first.window.desk, hidden=True)
    for block in first.view(Side.LEFT).document.blocks:
        go_on(first, block.text)
        first.run("show_section")
    assert first.window.desk.first is None


# The panel


def test_the_panel_counts_what_is_shown_so_far(first: Reader) -> None:
    first.run("show_read_first")
    panel = first.window.findChild(ReadFirst)
    assert not panel.groups.isVisible()
    mark(first, "asylum for all families")
    go_on(first, "root causes")
    mark(first, "root causes")
    assert panel.groups.isVisible()
    assert [panel.groups.button(key).text() for key in ("both", "mine", "its")] == [
        "Both: 1",
        "Only you: 0",
        "Only Diptych: 0",
    ]
    assert panel._where.accessibleName() == "In the 1 section that is shown so far:"
    go_on(first, "The ferry")
    panel.here.setFocus()
    first.press(KEY.Key_Space)
    texts = [panel.groups.button(key).text() for key in ("both", "mine", "its")]
    assert texts == ["Both: 2", "Only you: 0", "Only Diptych: 1"]
    assert first.keyboard is panel.here


def test_the_panel_names_the_readers_own_keys(first: Reader) -> None:
    first.workplace.library.set_setting(KEYS, '{"highlight": "Ctrl+H", "note": ""}')
    first.window.handlers.wear_keys()
    first.run("show_read_first")
    said = first.window.findChild(ReadFirst)._words.accessibleName()
    assert "highlight (Ctrl+H) and write notes or link both sides (Ctrl+L)" in said
