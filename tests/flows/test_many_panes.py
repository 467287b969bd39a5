"""Three and four documents in one window: each gutter with a comparison of its own."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog

from diptych.formats.files import read_bytes
from diptych.model.comparison import Mode, Relation, Side
from diptych.services import page_tasks
from diptych.work.inline import InlineJobs
from support.driver import ALT, CTRL, NO_KEY, SHIFT
from support.letters import write_long_letters
from support.many_panes import ROW, SECOND, THIRD, LateJobs, ManyReader, write_four
from support.pdfs import write_pages

pytestmark = pytest.mark.qt_log_ignore("grabbing the keyboard", extend=True)


@pytest.fixture
def reader(qtbot, data_folder: Path, tmp_path: Path):
    reader = ManyReader.of_two(qtbot, data_folder, tmp_path)
    yield reader
    reader.end()


@pytest.fixture
def three(reader: ManyReader) -> ManyReader:
    """With the second reply at the right."""
    reader.window.handlers.panes.open_another(str(reader.paths[2]))
    reader.wait_for_findings()
    return reader


def test_a_third_document_gets_a_pane_and_a_gutter_of_its_own(
    reader: ManyReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen = (str(reader.paths[2]), "")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_arguments: chosen)
    reader.press(Qt.Key.Key_O, CTRL | ALT)
    reader.wait_for_findings()
    assert reader.titles() == ROW
    assert reader.on_desk() == ["On the border", "A second reply"]
    assert reader.heads() == [
        "Gutter 1 of 2, A reply and On the border, positions",
        "Gutter 2 of 2, On the border and A second reply, positions, chosen",
    ]
    # The two that were read go on being tied by ribbons, fainter, and without marks in the text.
    first, second = (each.gutter for each in reader.window.handlers.panes.many.betweens)
    assert (first._faint, second._faint) == (True, False)
    assert len(first._rows) == 5
    assert not any(reader.pane_at(0).text._scene.marks.values())
    assert reader.keyboard is reader.pane_at(2).view


def test_two_panes_are_as_they_always_were(reader: ManyReader) -> None:
    assert not reader.window.handlers.panes.is_row_made
    assert len(reader.window.spread.gutters) == 1
    assert not reader.window.commands.action("next_gutter").isEnabled()
    assert not reader.window.commands.action("reopen_pane").isEnabled()


def test_a_file_dropped_at_the_outer_edge_gets_a_pane_of_its_own(reader: ManyReader) -> None:
    pane = reader.pane_at(1)
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(reader.paths[2]))])
    at = QPoint(pane.width() - 5, 200)
    action, none = Qt.DropAction.CopyAction, Qt.MouseButton.NoButton
    QApplication.sendEvent(pane, QDragEnterEvent(at, action, mime, none, NO_KEY))
    QApplication.sendEvent(pane, QDragMoveEvent(at, action, mime, none, NO_KEY))
    assert pane._edge is not None
    assert pane._edge.isVisible()
    QApplication.sendEvent(pane, QDragLeaveEvent())
    assert pane._edge is None
    QApplication.sendEvent(pane, QDragEnterEvent(at, action, mime, none, NO_KEY))
    QApplication.sendEvent(pane, QDropEvent(QPointF(at), action, mime, none, NO_KEY))
    reader.wait_for_findings()
    assert reader.titles() == ROW
    assert not reader.pane_at(1).takes_beside
    assert reader.pane_at(2).takes_beside


def test_the_library_and_quick_open_open_in_another_pane(reader: ManyReader) -> None:
    reader.window.handlers.collection.add(reader.paths[2:])
    reader.wait(lambda: all(map(reader.hash_of, ("second", "third"))))
    reader.press(Qt.Key.Key_P, CTRL)
    reader.type("second")
    reader.press(Qt.Key.Key_Return, ALT)
    reader.wait_for_findings()
    assert reader.titles() == ROW
    reader.press(Qt.Key.Key_F7)
    reader.window.handlers.collection.widget().list.go_to(reader.hash_of("third"))
    reader.press(Qt.Key.Key_Return, ALT)
    reader.wait_for_findings()
    assert reader.titles() == [*ROW, "A third reply"]


def test_a_gutter_is_chosen_by_pointer_wheel_key_and_by_turning_to_a_text(
    three: ManyReader,
) -> None:
    here, there = ["On the border", "A second reply"], ["A reply", "On the border"]
    first = three.window.handlers.panes.many.betweens[0].gutter
    three.click(first, QPoint(first.width() // 2, first.height() - 4))
    assert three.on_desk() == there
    three.press(Qt.Key.Key_F6, SHIFT)
    assert three.on_desk() == here
    three.turn_wheel(first, -1)
    assert three.on_desk() == there
    assert three.selected
    three.go_to(2)
    assert three.on_desk() == here
    # A pane that both gutters compare leaves the choice where it is.
    three.go_to(1)
    assert three.on_desk() == here
    three.go_to(0)
    assert three.on_desk() == there
    # Where the reader was in each comparison is kept.
    three.select(three.rows[2])
    three.press(Qt.Key.Key_F6, SHIFT)
    assert three.window.desk.selection == ""
    three.press(Qt.Key.Key_F6, SHIFT)
    assert three.selected.number == 3


def test_a_ribbon_of_another_gutter_chooses_the_gutter_and_the_finding(three: ManyReader) -> None:
    first = three.window.handlers.panes.many.betweens[0].gutter
    first.repaint()
    three.window.grab()
    finding, _path, centre = first._drawn[0]
    three.click(first, centre.toPoint())
    assert three.on_desk() == ["A reply", "On the border"]
    assert three.window.desk.selection == finding


def test_verdicts_and_notes_belong_to_the_two_and_are_seen_wherever_they_are(
    three: ManyReader,
) -> None:
    right = next(row for row in three.rows if row.relation is Relation.DIVERGE)
    three.select(right)
    three.press(Qt.Key.Key_1)
    three.write("Not so.")
    three.wait_until_saved()
    three.go_to(0)
    left = next(row for row in three.rows if row.relation is Relation.DIVERGE)
    three.select(left)
    three.press(Qt.Key.Key_4)
    assert three.selected.relation is None
    three.go_to(2)
    assert three.selected.finding.id == right.finding.id
    assert three.selected.relation is Relation.CONVERGE
    assert three.note == "Not so."
    drawn = {row.finding.id for row in three.window.handlers.panes.many.betweens[0].gutter._rows}
    assert left.finding.id not in drawn  # not a pair
    # Taken back, the verdict on the other two shows in their gutter at once.
    three.go_to(2)
    while three.window.workplace.undo.can_undo:
        three.press(Qt.Key.Key_Z, CTRL)
    drawn = {row.finding.id for row in three.window.handlers.panes.many.betweens[0].gutter._rows}
    assert left.finding.id in drawn
    assert three.selected.verdict is None


def test_a_highlight_is_seen_in_a_text_that_is_not_looked_at(three: ManyReader) -> None:
    three.go_to(0)
    three.select_words(Side.LEFT, "oppose asylum")
    three.press(Qt.Key.Key_H)
    three.go_to(2)
    fills = [fill for each in three.pane_at(0).text._scene.fills.values() for fill in each]
    assert len(fills) == 1
    three.press(Qt.Key.Key_Z, CTRL)
    assert not any(three.pane_at(0).text._scene.fills.values())


def test_a_gutter_can_compare_texts_that_are_not_its_neighbours(three: ManyReader) -> None:
    three.press(Qt.Key.Key_G, CTRL | ALT)
    assert three.menu() == {
        "1  A reply | 3  A second reply": False,
        "2  On the border | 3  A second reply": True,
        "Positions": True,
        "Words": False,
    }
    three.choose_in_menu("1  A reply | 3  A second reply")
    three.wait_for_findings()
    assert three.on_desk() == ["A reply", "A second reply"]
    assert three.heads()[1].startswith("Gutter 2 of 2, A reply and A second reply")
    mode = three.window.desk.mode
    # The first pane is the left one of both gutters; the letter is in the first one only.
    three.go_to(1)
    assert three.on_desk() == ["A reply", "On the border"]
    three.go_to(2)
    assert three.on_desk() == ["A reply", "A second reply"]
    three.window.handlers.panes.many.betweens[0].head.click()
    three.choose_in_menu("Words")
    assert three.on_desk() == ["A reply", "On the border"]
    three.wait_for_findings()
    assert three.window.desk.mode is Mode.WORDS
    three.go_to(2)
    assert three.window.desk.mode is mode
    assert "words" in three.heads()[0]


def test_panes_change_places(three: ManyReader) -> None:
    three.go_to(2)
    three.press(Qt.Key.Key_X, CTRL | ALT)  # the last one with its left neighbour
    three.wait_for_findings()
    assert three.titles() == ["A reply", "A second reply", "On the border"]
    assert three.on_desk() == ["A second reply", "On the border"]
    assert three.keyboard is three.pane_at(1).view
    three.click(three.window.top_bar.swap)
    assert three.titles() == ROW
    edges = [pane._row.direction() for pane in three.window.spread.row]
    assert edges[0] != edges[1] == edges[2]


def test_a_pane_in_the_middle_is_closed_and_opened_again(three: ManyReader) -> None:
    three.go_to(1)
    three.press(Qt.Key.Key_W, CTRL)
    three.wait_for_findings()
    assert three.titles() == ["A reply", "A second reply"]
    assert three.heads() == []
    assert three.on_desk() == ["A reply", "A second reply"]
    three.press(Qt.Key.Key_W, CTRL | SHIFT)
    three.wait_for_findings()
    assert three.titles() == ROW
    assert len(three.heads()) == 2
    assert not three.window.commands.action("reopen_pane").isEnabled()


def test_of_two_panes_one_is_emptied_and_filled_again(reader: ManyReader) -> None:
    reader.go_to(0)
    reader.press(Qt.Key.Key_W, CTRL)
    assert reader.titles() == ["", "On the border"]
    assert reader.message(Side.LEFT) == "Open a document here, or drop a file."
    assert reader.rows == []
    reader.press(Qt.Key.Key_W, CTRL | SHIFT)
    reader.wait_for_findings()
    assert reader.titles() == ROW[:2]
    assert len(reader.rows) == 5
    # The next document goes to the empty pane, not to a new one.
    reader.go_to(1)
    reader.press(Qt.Key.Key_W, CTRL)
    reader.window.handlers.panes.open_another(str(reader.paths[2]))
    reader.wait_for_findings()
    assert reader.titles() == ["A reply", "A second reply"]


def test_four_is_all_there_is_room_for(three: ManyReader) -> None:
    three.window.handlers.panes.open_another(str(three.paths[3]))
    three.wait_for_findings()
    assert three.titles() == [*ROW, "A third reply"]
    three.window.handlers.panes.open_another(str(three.paths[0]))
    assert "room for four" in three.status
    assert len(three.window.spread.row) == 4
    three.window.resize(1280, 800)
    QApplication.processEvents()
    assert three.window.width() == 1280
    three.window.grab()
    for pane in three.window.spread.row:
        assert pane.view.viewport().width() > 100
    assert not any(pane.takes_beside for pane in three.window.spread.row)
    for _ in range(3):
        three.press(Qt.Key.Key_F6, SHIFT)
    three.press(Qt.Key.Key_W, CTRL)
    three.press(Qt.Key.Key_W, CTRL)
    assert len(three.window.spread.row) == 2
    three.press(Qt.Key.Key_W, CTRL | SHIFT)
    three.press(Qt.Key.Key_W, CTRL | SHIFT)
    assert sorted(three.titles()) == sorted([*ROW, "A third reply"])


def test_the_same_document_in_two_panes(three: ManyReader) -> None:
    three.window.handlers.panes.open_another(str(three.paths[2]))
    three.wait_for_findings()
    assert three.titles() == [*ROW, "A second reply"]
    assert three.window.desk.mode is Mode.WORDS
    three.go_to(3)
    three.select_words(Side.RIGHT, "oppose asylum")
    three.press(Qt.Key.Key_H)
    for at in (2, 3):
        fills = [fill for each in three.pane_at(at).text._scene.fills.values() for fill in each]
        assert len(fills) == 1


def test_a_file_that_cannot_be_opened_says_so_in_its_pane_and_is_tried_again_there(
    three: ManyReader, tmp_path: Path
) -> None:
    late = tmp_path / "late.txt"
    three.window.handlers.panes.open_another(str(late))
    assert len(three.window.spread.row) == 4
    assert three.message(Side.RIGHT)
    three.go_to(0)
    assert three.on_desk() == ROW[:2]
    late.write_text(THIRD, encoding="utf-8")
    notice = three.window.handlers.notices._shown[three.pane_at(3)]
    three.click(notice.button("again"))
    three.wait_for_findings()
    assert three.titles() == [*ROW, "A third reply"]
    assert three.on_desk() == ["A second reply", "A third reply"]


def test_the_window_opens_again_as_it_was_left(three: ManyReader, tmp_path: Path) -> None:
    three.window.handlers.panes.open_another(str(three.paths[3]))
    three.wait_for_findings()
    three.window.handlers.panes.many.compare(2, (three.pane_at(1), three.pane_at(3)))
    three.wait_for_findings()
    three.go_to(0)
    three.select(three.rows[1])
    chosen = three.selected.finding.id
    three.go_to(3)
    other = three.rows[2]
    three.select(other)
    three.go_to(0)
    assert three.close()

    three.start()
    three.wait_for_findings()
    assert three.titles() == [*ROW, "A third reply"]
    assert three.on_desk() == ROW[:2]
    assert three.selected.finding.id == chosen
    assert three.heads()[2] == "Gutter 3 of 3, On the border and A third reply, positions"
    three.wait(lambda: len(three.window.handlers.panes.many.betweens[2].gutter._rows) > 0)
    three.go_to(3)
    assert three.on_desk() == ["On the border", "A third reply"]
    assert three.selected.finding.id == other.finding.id
    # Closed to two panes, it comes back with two.
    for at in (3, 2):
        three.go_to(at)
        three.press(Qt.Key.Key_W, CTRL)
    assert three.titles() == ROW[:2]
    assert three.close()
    three.start()
    assert three.titles() == ROW[:2]
    assert not three.window.handlers.panes.is_row_made


def test_a_document_that_is_gone_at_the_next_start_leaves_its_pane(three: ManyReader) -> None:
    three.go_to(0)
    assert three.close()
    three.paths[2].unlink()
    three.start()
    three.wait_for_findings()
    assert three.on_desk() == ROW[:2]
    assert len(three.window.spread.row) == 3
    assert three.pane_at(2).opened is None
    notice = three.window.handlers.notices._shown[three.pane_at(2)]
    assert "second.txt" in notice.text
    # It is not forgotten: the pane is there the next time, too.
    assert three.close()
    three.paths[2].write_text(SECOND, encoding="utf-8")
    three.start()
    assert three.titles() == ROW


def test_a_reading_opens_with_the_panes_it_had(three: ManyReader) -> None:
    three.go_to(0)
    three.window.save_place()
    three.go_to(1)
    three.press(Qt.Key.Key_W, CTRL)
    three.wait_for_findings()
    three.window.save_place()
    library = three.workplace.library
    readings = {each.left + each.right: each for each in library.readings()}
    hashes = {e.title: e.sha256 for e in library.entries()}
    from diptych.ui.going import Going

    going = Going(three.window)
    going.to_reading(readings[hashes["A reply"] + hashes["On the border"]])
    three.wait_for_findings()
    assert three.titles() == ROW
    assert three.on_desk() == ROW[:2]
    going.to_reading(readings[hashes["A reply"] + hashes["A second reply"]])
    three.wait_for_findings()
    assert three.titles() == ["A reply", "A second reply"]
    assert three.on_desk() == ["A reply", "A second reply"]


def test_a_note_that_is_being_typed_is_kept_when_another_gutter_is_chosen(
    three: ManyReader,
) -> None:
    three.select(three.rows[0])
    three.write("Half a thou")
    first = three.window.handlers.panes.many.betweens[0].gutter
    three.click(first, QPoint(first.width() // 2, first.height() - 4))
    assert three.on_desk() == ROW[:2]
    assert three.note == ""
    three.press(Qt.Key.Key_F6, SHIFT)
    assert three.note == "Half a thou"
    three.write("ght")
    assert three.close()
    three.start()
    three.wait_for_findings()
    assert "ght" in three.note


def test_everything_can_be_done_by_keyboard_alone(three: ManyReader) -> None:
    three.press(Qt.Key.Key_F6)
    three.press(Qt.Key.Key_F6, SHIFT)
    assert three.selected.number == 1  # as it was left
    three.press(Qt.Key.Key_Down, ALT)
    assert three.selected.number == 2
    three.press(Qt.Key.Key_2)
    assert three.selected.relation is Relation.DIVERGE
    # From text to text, by way of what each gutter compares.
    seen = []
    three.go_to(0)
    for _ in range(12):
        seen.append(three.keyboard)
        three.press(Qt.Key.Key_Tab)
    betweens = three.window.handlers.panes.many.betweens
    stops = [three.pane_at(0).text, betweens[0].head, three.pane_at(1).text]
    stops += [betweens[1].head, three.pane_at(2).text]
    at = [seen.index(each) for each in stops]
    assert at == sorted(at)


def test_the_texts_scroll_together_all_along_the_row(
    qtbot, data_folder: Path, tmp_path: Path
) -> None:
    reader = ManyReader(qtbot, data_folder)
    border, reply = write_long_letters(tmp_path)
    second = tmp_path / "long-second.txt"
    second.write_text(reply.read_text("utf-8").replace("A reply", "A second reply"), "utf-8")
    reader.start(reply, border)
    reader.window.handlers.panes.open_another(str(second))
    reader.wait_for_findings()
    reader.run("sync_proportion")
    bars = [pane.view.verticalScrollBar() for pane in reader.window.spread.row]
    for _ in range(30):
        reader.turn_wheel(reader.pane_at(0).view.viewport(), -1)
    share = bars[0].value() / bars[0].maximum()
    assert share > 0
    reader.wait(lambda: all(abs(b.value() / b.maximum() - share) < 0.01 for b in bars))
    # A finding of the chosen gutter moves its two texts there, and the third follows.
    reader.run("sync_meaning")
    reader.go_to(2)
    reader.select(reader.pairs[0])
    assert reader.in_view(Side.LEFT)
    assert reader.in_view(Side.RIGHT)
    reader.end()


def test_pages_in_one_pane_and_text_in_the_others(qtbot, data_folder: Path, tmp_path: Path) -> None:
    drawing = page_tasks.make_tasks(lambda path: read_bytes(Path(path)))
    reader = ManyReader(qtbot, data_folder, make_page_jobs=lambda: InlineJobs(drawing))
    paths = write_four(tmp_path)
    reader.start(*paths[:2])
    book = write_pages(tmp_path / "book.pdf", 2, lines=3)
    reader.window.handlers.panes.open_another(str(book))
    reader.wait(lambda: reader.pane_at(2).opened is not None)
    assert reader.pane_at(2).shows_pages
    reader.window.handlers.panes.open_another(str(paths[2]))
    reader.wait_for_findings()
    assert [pane.shows_pages for pane in reader.window.spread.row] == [False, False, True, False]
    reader.go_to(2)
    reader.press(Qt.Key.Key_F4)
    assert not reader.pane_at(2).shows_pages
    reader.press(Qt.Key.Key_F4)
    reader.press(Qt.Key.Key_W, CTRL)
    assert len(reader.window.spread.row) == 3
    reader.window.grab()
    reader.end()


def test_a_document_that_comes_late_is_laid_where_it_was_asked_for(
    qtbot, data_folder: Path, tmp_path: Path
) -> None:
    jobs = LateJobs()
    reader = ManyReader(qtbot, data_folder, lambda: jobs)
    paths = write_four(tmp_path)
    reader.start(*paths[:2])
    reader.window.handlers.panes.open_another(str(paths[2]))
    assert reader.on_desk() == ["On the border"]
    reader.go_to(0)
    assert reader.on_desk() == ROW[:2]
    assert len(reader.rows) == 5
    reader.select(reader.rows[1])
    jobs.held.pop()()
    QApplication.processEvents()
    assert reader.titles() == ROW
    assert reader.on_desk() == ROW[:2]
    assert reader.selected.number == 2
    second = reader.window.handlers.panes.many.betweens[1].gutter
    reader.wait(lambda: len(second._rows) > 0)  # compared when there was nothing else to do
    # One that is called off by closing its pane never comes.
    reader.go_to(1)
    reader.window.desk.open(Side.RIGHT, str(paths[2]), "utf-8")
    reader.go_to(1)
    reader.press(Qt.Key.Key_W, CTRL)
    assert reader.titles() == ["A reply", "A second reply"]
    jobs.held.pop()()
    assert reader.titles() == ["A reply", "A second reply"]
    reader.end()
