"""Three and four panes where they are moved, closed, chosen and come back in unusual ways."""

from __future__ import annotations

import gc
import weakref
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication, QMenu

from diptych.formats.files import read_bytes
from diptych.model.comparison import Mode, Side
from diptych.model.document import Span
from diptych.model.errors import Cancelled
from diptych.services import page_tasks
from diptych.ui.appearance import built_anew
from diptych.ui.opened_at import OpenedAt
from diptych.work.inline import InlineJobs
from support.driver import ALT, CTRL, SHIFT
from support.letters import write_long_letters
from support.many_panes import ROW, ManyReader, write_four
from support.pdfs import write_pages

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

pytestmark = pytest.mark.qt_log_ignore("grabbing the keyboard", extend=True)


def keyboard_is_on_desk(reader: ManyReader) -> bool:
    """Whether the pane that the keyboard is in is one of the two that are looked at."""
    return any(pane.isAncestorOf(reader.keyboard) for pane in reader.window.spread.panes.values())


def test_the_keyboard_goes_along_to_what_a_gutter_is_to_compare(three: ManyReader) -> None:
    three.go_to(1)
    three.window.handlers.panes.many.compare(1, (three.pane_at(0), three.pane_at(2)))
    three.wait_for_findings()
    assert three.on_desk() == ["A reply", "A second reply"]
    assert keyboard_is_on_desk(three)


def test_a_pane_that_changes_places_stays_one_of_the_two(three: ManyReader) -> None:
    three.window.handlers.panes.open_another(str(three.paths[3]))
    three.wait_for_findings()
    three.window.handlers.panes.many.compare(1, (three.pane_at(0), three.pane_at(3)))
    three.wait_for_findings()
    three.go_to(1)
    three.press(Qt.Key.Key_X, CTRL | ALT)
    assert three.keyboard is three.pane_at(2).view
    assert keyboard_is_on_desk(three)


def test_neighbours_are_still_neighbours_after_a_restart(three: ManyReader) -> None:
    three.go_to(0)
    assert three.close()
    three.start()
    three.wait_for_findings()
    three.go_to(0)
    three.press(Qt.Key.Key_X, CTRL | ALT)
    three.wait_for_findings()
    assert three.titles() == ["On the border", "A reply", "A second reply"]
    assert "A reply and A second reply" in three.heads()[1]


def test_swapped_panes_are_compared_as_before(three: ManyReader) -> None:
    three.window.desk.set_mode(Mode.WORDS)
    three.wait_for_findings()
    three.click(three.window.top_bar.swap)
    three.wait_for_findings()
    assert three.on_desk() == ["A second reply", "On the border"]
    assert three.window.desk.mode is Mode.WORDS


def test_a_title_that_is_changed_is_changed_in_every_pane(three: ManyReader) -> None:
    three.go_to(2)
    entry = three.workplace.library.entry(three.hash_of("A reply"))
    three.window.desk.cataloguing.describe(entry, "title", "Another name")
    three.window.desk.renew_entries()
    assert three.titles()[0] == "Another name"
    assert "Another name" in three.pane_at(0).head.accessibleName()
    assert "Another name" in three.heads()[0]


def test_what_is_called_off_leaves_what_was_in_a_pane_that_is_not_looked_at(
    three: ManyReader,
) -> None:
    seat = three.pane_at(2).seat
    three.go_to(0)
    three.window.desk.openings.awaited.add(seat)
    three.window.desk.refuse(seat, str(three.paths[2]), "", Cancelled())
    assert three.titles() == ROW


def test_the_place_of_a_missing_document_is_kept(qtbot, data_folder: Path, tmp_path: Path) -> None:
    reader = ManyReader(qtbot, data_folder)
    border, reply = write_long_letters(tmp_path)
    second = tmp_path / "long-second.txt"
    words = reply.read_text("utf-8").replace("A reply", "A second reply")
    second.write_text(words, "utf-8")
    reader.start(reply, border)
    reader.window.handlers.panes.open_another(str(second))
    reader.wait_for_findings()
    reader.run("sync_off")
    bar = reader.pane_at(2).view.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    place = reader.pane_at(2).place()
    assert place.block > 0
    reader.go_to(0)
    assert reader.close()
    second.unlink()
    reader.start()
    reader.wait_for_findings()
    reader.go_to(0)
    assert reader.close()
    second.write_text(words, "utf-8")
    reader.start()
    reader.wait_for_findings()
    assert reader.pane_at(2).place().block == place.block
    reader.end()


def test_a_gutter_is_drawn_anew_when_any_pane_that_it_compares_is_scrolled(
    three: ManyReader,
) -> None:
    three.go_to(0)
    three.press(Qt.Key.Key_W, CTRL)
    three.press(Qt.Key.Key_W, CTRL | SHIFT)  # a new pane and a new gutter, which are not beside
    three.wait_for_findings()
    assert three.titles() == ROW
    many = three.window.handlers.panes.many
    many.compare(1, (three.pane_at(0), three.pane_at(2)))
    three.window.grab()
    QApplication.processEvents()
    gutter = many.betweens[1].gutter
    drawn = gutter._drawn
    three.pane_at(0).text.scrolled.emit()
    three.wait(lambda: gutter._drawn is not drawn)


def test_nothing_is_kept_of_closed_panes(qtbot, data_folder: Path, tmp_path: Path) -> None:
    drawing = page_tasks.make_tasks(lambda path: read_bytes(Path(path)))
    reader = ManyReader(qtbot, data_folder, make_page_jobs=lambda: InlineJobs(drawing))
    paths = write_four(tmp_path)
    reader.start(*paths[:2])
    used: list[weakref.ref[QObject]] = []
    for path in (paths[2], write_pages(tmp_path / "book.pdf", 2, lines=3)):
        reader.window.handlers.panes.open_another(str(path))
        reader.wait(lambda: reader.pane_at(2).opened is not None)
        pane = reader.pane_at(2)
        if pane.shows_pages:
            assert reader.keyboard is pane.view
            reader.press(Qt.Key.Key_F4, SHIFT)
            assert pane.page_side is not None
            used += map(weakref.ref, (pane.page_side, pane.page_side.view, pane.page_side.strip))
        else:
            reader.wait_for_findings()
            reader.select(reader.rows[0])
            reader.select_words(Side.RIGHT, "oppose asylum")
            reader.write("Hard words.")
        reader.window.top_bar.search.setText("asylum")
        reader.go_to(2)
        reader.press(Qt.Key.Key_F5)  # from which the keyboard would come back here
        reader.window.handlers.panels.show_texts()
        many = reader.window.handlers.panes.many
        gutter = many.betweens[1].gutter
        used += map(weakref.ref, (pane, pane.text, pane.ruler, pane.head, gutter))
        del pane, gutter
        reader.go_to(2)
        reader.press(Qt.Key.Key_W, CTRL)
    for _turn in range(2):
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        QApplication.processEvents()
        gc.collect()
    assert [type(each()).__name__ for each in used if each() is not None] == []
    reader.end()


def test_what_a_gutter_offers_closes_when_a_pane_goes(three: ManyReader) -> None:
    three.run("choose_compared")
    assert isinstance(QApplication.activePopupWidget(), QMenu)
    three.run("close_pane")
    assert QApplication.activePopupWidget() is None


def test_sync_points_stay_when_panes_move(three: ManyReader) -> None:
    three.go_to(0)
    three.run("tie_here")
    assert len(three.window.spread.following.points) == 1
    three.go_to(2)
    three.press(Qt.Key.Key_W, CTRL)
    three.press(Qt.Key.Key_W, CTRL | SHIFT)
    three.wait_for_findings()
    many = three.window.handlers.panes.many
    assert len(many.betweens[0].following.points) == 1
    three.go_to(0)
    three.press(Qt.Key.Key_W, CTRL)
    three.press(Qt.Key.Key_W, CTRL | SHIFT)
    three.press(Qt.Key.Key_F6, SHIFT)
    assert [len(each.following.points) for each in many.betweens] == [1, 0]


def test_a_reading_of_fewer_panes_opens_while_the_keyboard_is_in_one_that_goes(
    three: ManyReader,
) -> None:
    three.go_to(0)
    three.window.save_place()
    three.window.handlers.panes.open_another(str(three.paths[3]))
    three.wait_for_findings()
    library = three.workplace.library
    reading = next(each for each in library.readings() if each.left == three.hash_of("A reply"))
    three.go_to(3)
    paths = {Side.LEFT: str(three.paths[0]), Side.RIGHT: str(three.paths[1])}
    three.window.handlers.panes.restore(reading, paths)
    three.wait_for_findings()
    assert three.titles() == ROW
    assert three.on_desk() == ROW[:2]


def test_a_note_that_is_being_typed_is_kept_when_its_pane_is_closed(three: ManyReader) -> None:
    three.select(three.rows[0])
    three.write("Half a thou")
    three.run("close_pane")
    three.wait_for_findings()
    assert [note.body for note in three.workplace.library.notes()] == ["Half a thou"]
    three.run("reopen_pane")
    three.wait_for_findings()
    three.select_words(Side.LEFT, three.view(Side.LEFT).document.blocks[1].text[:12])
    three.write("On words")
    three.run("swap_neighbour")
    three.wait_for_findings()
    bodies = {n.body for n in three.window.desk.notes}
    assert "On words" in bodies


def test_the_pane_that_asks_for_something_is_the_one_that_is_closed(three: ManyReader) -> None:
    three.window.handlers.panes.open_another(str(three.paths[0].with_name("gone.txt")))
    three.window.handlers.notices._shown[three.pane_at(3)].take_keyboard()
    three.press(Qt.Key.Key_W, CTRL)
    three.wait_for_findings()
    assert three.titles() == ROW


def test_a_note_is_shown_in_the_pane_where_its_document_lies(three: ManyReader) -> None:
    three.go_to(0)
    three.select_words(Side.LEFT, "oppose asylum")
    three.write("Hard words.")
    three.wait_until_saved()
    (note,) = three.workplace.library.notes()
    three.go_to(2)
    three.window.handlers.notes.open(note.id)
    assert three.titles() == ROW
    assert three.on_desk() == ROW[:2]
    assert three.note == "Hard words."
    three.go_to(2)
    from diptych.ui.going import Going

    Going(three.window).to_note(note.id)
    assert three.titles() == ROW
    assert three.on_desk() == ROW[:2]


def test_a_closed_pane_comes_back_in_a_window_that_was_built_anew(three: ManyReader) -> None:
    three.go_to(1)
    three.run("close_pane")
    three.wait_for_findings()
    assert len(three.titles()) == 2
    assert three.window.close()
    three.window = built_anew(three.window)
    three.window.show()
    three.wait_for_findings()
    three.run("reopen_pane")
    three.wait_for_findings()
    assert three.titles() == ROW


def test_words_are_shown_where_their_documents_lie(three: ManyReader) -> None:
    """As from the matrix: both are in the row, and no gutter compares them yet."""
    library = three.workplace.library
    entries = {
        Side.LEFT: library.entry(three.hash_of("A second reply")),
        Side.RIGHT: library.entry(three.hash_of("A reply")),
    }
    three.go_to(1)
    text = three.pane_at(0).opened.document.source
    words = "oppose asylum"
    start = text.index(words)
    span = Span(start, start + len(words))
    OpenedAt(three.window).open(entries, [span], side=Side.RIGHT)
    three.wait_for_findings()
    assert three.titles() == ROW
    assert three.on_desk() == ["A reply", "A second reply"]
    assert three.view(Side.LEFT).selected_text() == words
    # Of one that is not here the other is, on its side, in another gutter.
    entries = {Side.LEFT: library.entry(three.hash_of("A reply"))}
    three.window.handlers.panes.many.compare(1, (three.pane_at(1), three.pane_at(2)))
    three.window.handlers.collection.add([three.paths[3]])
    three.wait(lambda: three.hash_of("third") != "")
    entries[Side.RIGHT] = library.entry(three.hash_of("third"))
    OpenedAt(three.window).open(entries, [])
    three.wait_for_findings()
    assert three.titles() == ["A reply", "A third reply", "A second reply"]


def test_words_are_found_in_every_text(three: ManyReader) -> None:
    three.go_to(0)
    three.press(Qt.Key.Key_F, CTRL)
    three.type("Bells must")
    assert [pane.view.hit_count for pane in three.window.spread.row] == [0, 0, 1]
    three.press(Qt.Key.Key_F3)  # there is none in the two that are looked at
    assert three.pane_at(2).view.current_hit == 1
    three.window.handlers.panes.open_another(str(three.paths[1]))
    three.wait_for_findings()
    three.go_to(0)
    three.press(Qt.Key.Key_F, CTRL)
    three.type("the")
    counts = [pane.view.hit_count for pane in three.window.spread.row]
    assert all(counts)
    three.go_to(3)
    assert [pane.view.hit_count for pane in three.window.spread.row] == counts
    assert three.window.top_bar.hits.text() == f"{counts[2]} | {counts[3]}"
