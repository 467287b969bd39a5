"""Selecting, copying, finding and moving about, with real keys and a real pointer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from diptych.model.comparison import Relation
from diptych.ui.text_view import Fill, Mark, Position, TextView
from support.documents import document_from, document_of

if TYPE_CHECKING:
    from diptych.model.document import Document

LEFT = Qt.MouseButton.LeftButton
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
SMALL = document_of(
    "First, we urge that México and the United States talk.",
    "The \U0001f600 countries have agreed on very little so far, and time is running out for all.",
    "No walls. No camps.",
)
LONG = document_from([f"{at}. Some words that repeat in every paragraph." for at in range(800)])


def shown(qtbot, document: Document = SMALL, width: int = 420, height: int = 400) -> TextView:
    view = TextView()
    qtbot.addWidget(view)
    view.resize(width, height)
    view.set_document(document)
    with qtbot.waitExposed(view, timeout=30_000):
        view.show()
    view.setFocus()
    return view


def at(view: TextView, block: int, offset: int) -> QPoint:
    """Return a point on the left half of a character."""
    rect = view.caret_rect(Position(block, offset))
    return QPoint(rect.left() + 2, rect.center().y())


def drag(view: TextView, start: QPoint, end: QPoint) -> None:
    port = view.viewport()
    QTest.mousePress(port, LEFT, pos=start)
    QTest.mouseMove(port, (start + end) / 2)
    QTest.mouseMove(port, end)
    QTest.mouseRelease(port, LEFT, pos=end)


def test_dragging_selects_and_copying_gives_plain_words(qtbot) -> None:
    view = shown(qtbot)
    with qtbot.waitSignal(view.selection_changed):
        drag(view, at(view, 0, 15), at(view, 2, 8))
    assert view.selection() == (Position(0, 15), Position(2, 8))
    QTest.keyClick(view, Qt.Key.Key_C, CTRL)
    words = "\n\n".join([SMALL.blocks[0].text[15:], SMALL.blocks[1].text, SMALL.blocks[2].text[:8]])
    assert view.selected_text() == words
    data = QApplication.clipboard().mimeData()
    assert data.text() == words
    assert not data.hasHtml()


def test_dragging_backwards_selects_the_same(qtbot) -> None:
    view = shown(qtbot)
    drag(view, at(view, 1, 20), at(view, 0, 7))
    assert view.selection() == (Position(0, 7), Position(1, 20))


def test_two_clicks_take_a_word_and_three_the_paragraph(qtbot) -> None:
    view = shown(qtbot)
    port, point = view.viewport(), at(view, 0, 22)
    QTest.mouseClick(port, LEFT, pos=point)
    assert view.selection() is None
    QTest.mouseDClick(port, LEFT, pos=point)
    assert view.selected_text() == "México"
    QTest.mouseClick(port, LEFT, pos=point)
    assert view.selected_text() == SMALL.blocks[0].text


def test_a_click_with_shift_extends(qtbot) -> None:
    view = shown(qtbot)
    QTest.mouseClick(view.viewport(), LEFT, pos=at(view, 0, 7))
    QTest.mouseClick(view.viewport(), LEFT, SHIFT, at(view, 1, 6))
    assert view.selection() == (Position(0, 7), Position(1, 6))
    QTest.mouseClick(view.viewport(), LEFT, SHIFT, at(view, 0, 2))
    assert view.selection() == (Position(0, 2), Position(0, 7))


def test_dragging_beyond_the_edge_scrolls(qtbot) -> None:
    view = shown(qtbot, LONG)
    port = view.viewport()
    QTest.mousePress(port, LEFT, pos=at(view, 2, 3))
    QTest.mouseMove(port, QPoint(60, port.height() + 60))
    qtbot.waitUntil(lambda: view.place().block > 20)
    QTest.mouseRelease(port, LEFT, pos=QPoint(60, port.height() + 60))
    start, end = view.selection()
    assert start == (2, 3)
    assert end.block > 20
    after = view.place()
    QTest.qWait(80)
    assert view.place() == after


def test_a_click_on_marked_words_tells_finding_and_note(qtbot) -> None:
    view = shown(qtbot)
    view.set_marks(
        [Mark("wide", 0, 0, 50, Relation.DIVERGE), Mark("narrow", 0, 9, 20, Relation.CONVERGE)]
    )
    view.set_fills([Fill(0, 15, 40, "note")])
    findings, notes = [], []
    view.mark_clicked.connect(findings.append)
    view.fill_clicked.connect(notes.append)
    for offset in (2, 12, 17, 30, 52):
        QTest.mouseClick(view.viewport(), LEFT, pos=at(view, 0, offset))
    assert findings == ["wide", "narrow", "narrow", "wide"]
    assert notes == ["note", "note"]
    drag(view, at(view, 0, 2), at(view, 0, 12))
    assert len(findings) == 4
    view.set_marks([])
    QTest.mouseClick(view.viewport(), LEFT, pos=at(view, 0, 2))
    assert len(findings) == 4


def test_the_finding_under_the_pointer_is_told_once(qtbot) -> None:
    view = shown(qtbot)
    view.set_marks([Mark("f", 0, 5, 20, Relation.DIVERGE)])
    told = []
    view.hovered.connect(told.append)
    for offset in (1, 8, 12, 30):
        QTest.mouseMove(view.viewport(), at(view, 0, offset))
    assert told == ["f", ""]


def test_a_menu_is_asked_for_at_the_pointer_or_the_caret(qtbot) -> None:
    view = shown(qtbot)
    view.set_caret(Position(2, 3))
    points = []
    view.context_requested.connect(points.append)
    for reason in (QContextMenuEvent.Reason.Mouse, QContextMenuEvent.Reason.Keyboard):
        event = QContextMenuEvent(reason, QPoint(30, 40), view.mapToGlobal(QPoint(30, 40)))
        QApplication.sendEvent(view.viewport(), event)
    caret = view.viewport().mapToGlobal(view.caret_rect(Position(2, 3)).bottomLeft())
    assert points == [view.mapToGlobal(QPoint(30, 40)), caret]


@pytest.mark.parametrize(
    ("start", "key", "modifiers", "expected"),
    [
        ((0, 0), Qt.Key.Key_Right, None, (0, 1)),
        ((1, 4), Qt.Key.Key_Right, None, (1, 5)),
        ((1, 5), Qt.Key.Key_Left, None, (1, 4)),
        ((0, 54), Qt.Key.Key_Right, None, (1, 0)),
        ((1, 0), Qt.Key.Key_Left, None, (0, 54)),
        ((0, 0), Qt.Key.Key_Left, None, (0, 0)),
        ((2, 19), Qt.Key.Key_Right, None, (2, 19)),
        ((0, 7), Qt.Key.Key_Right, CTRL, (0, 10)),
        ((0, 9), Qt.Key.Key_Left, CTRL, (0, 7)),
        ((2, 5), Qt.Key.Key_Home, None, (2, 0)),
        ((2, 5), Qt.Key.Key_End, None, (2, 19)),
        ((1, 9), Qt.Key.Key_Home, CTRL, (0, 0)),
        ((1, 9), Qt.Key.Key_End, CTRL, (2, 19)),
        ((2, 4), Qt.Key.Key_Down, None, (2, 4)),
        ((0, 4), Qt.Key.Key_Up, None, (0, 4)),
    ],
)
def test_keys_move_the_caret(qtbot, start, key, modifiers, expected) -> None:
    view = shown(qtbot)
    view.set_caret(Position(*start))
    QTest.keyClick(view, key, modifiers or Qt.KeyboardModifier.NoModifier)
    assert view.caret() == expected
    assert view.selection() is None
    view.set_caret(Position(*start))
    QTest.keyClick(view, key, (modifiers or Qt.KeyboardModifier.NoModifier) | SHIFT)
    assert view.caret() == expected
    assert view.selection() == (tuple(sorted((start, expected))) if start != expected else None)


def test_down_and_up_keep_to_their_column(qtbot) -> None:
    view = shown(qtbot)
    view.set_caret(Position(0, 10))
    x = view.caret_rect(view.caret()).left()
    seen = [view.caret()]
    for _ in range(3):
        QTest.keyClick(view, Qt.Key.Key_Down)
        seen.append(view.caret())
        assert abs(view.caret_rect(view.caret()).left() - x) < 14
    assert seen == sorted(set(seen))
    for expected in reversed(seen[:-1]):
        QTest.keyClick(view, Qt.Key.Key_Up)
        assert view.caret() == expected


def test_pages_down_and_back_by_keys(qtbot) -> None:
    view = shown(qtbot, LONG)
    tops = []
    for _ in range(4):
        tops.append(view.place().block)
        QTest.keyClick(view, Qt.Key.Key_Space)
        top, bottom = view.extent(*view.caret(), view.caret().offset + 1)
        assert top >= 0
        assert bottom <= view.viewport().height()
    assert tops == sorted(set(tops))
    for _ in range(5):
        QTest.keyClick(view, Qt.Key.Key_PageUp)
    assert view.place().block == 0
    QTest.keyClick(view, Qt.Key.Key_PageDown, SHIFT)
    assert view.selection()[0].block == 0
    assert view.selection()[1].block >= tops[1] - 1


def test_the_caret_is_followed_out_of_the_window(qtbot) -> None:
    view = shown(qtbot, LONG)
    for _ in range(60):
        QTest.keyClick(view, Qt.Key.Key_Down)
        rect = view.caret_rect(view.caret())
        assert 0 <= rect.top() < rect.bottom() <= view.viewport().height()
    assert view.caret().block >= 30
    QTest.keyClick(view, Qt.Key.Key_End, CTRL)
    assert view.last_block() == 799


def test_keys_that_are_the_windows_are_left_to_it(qtbot) -> None:
    view = shown(qtbot)
    for key, modifiers in (
        (Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier),
        (Qt.Key.Key_N, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_1, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_F, CTRL),
    ):
        QTest.keyClick(view, key, modifiers)
    assert view.caret() == (0, 0)
    assert view.selection() is None


def test_everything_can_be_selected_by_key(qtbot) -> None:
    view = shown(qtbot)
    QTest.keyClick(view, Qt.Key.Key_A, CTRL)
    assert view.selected_text() == "\n\n".join(block.text for block in SMALL.blocks)
    with qtbot.waitSignal(view.selection_changed):
        view.set_document(LONG)
    assert view.selected_text() == ""


def test_find_goes_round_and_shows_what_it_found(qtbot) -> None:
    view = shown(qtbot, LONG)
    assert view.find("SOME  words") == 800
    assert (view.hit_count, view.current_hit) == (800, 0)
    # On the ruler every second one: more could not be told apart.
    assert [block for block, _start, _end in view.hit_positions()] == [*range(0, 800, 2)]
    view.show_place(400, 0, 0.0)
    view.find_next()
    assert view.current_hit == 401
    view.find_previous()
    view.find_previous()
    assert view.current_hit == 399
    assert view.find("799. some") == 1
    for _ in range(2):
        view.find_next()
        assert view.current_hit == 1
        top, bottom = view.extent(799, 0, 9)
        assert 0 <= top < bottom <= view.viewport().height()
    assert view.find("mexico") == 0
    view.find_next()
    view.find("")
    assert (view.hit_count, view.current_hit, view.hit_positions()) == (0, 0, [])


def test_places_beyond_the_text_are_brought_inside(qtbot) -> None:
    view = shown(qtbot)
    view.select(Position(1, 3), Position(7, 900))
    assert view.selection() == (Position(1, 3), Position(2, 19))
    view.show_place(99, 99)
    assert view.place().block in (0, 1, 2)
