"""What assistive technology reads from a text view."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QTextCharFormat,
    QTextCursor,
)
from PySide6.QtTest import QTest

from diptych.model.comparison import Relation
from diptych.ui import assistance
from diptych.ui.accessible_words import Words
from diptych.ui.families import within
from diptych.ui.text_view import Fill, Mark, Position, TextView
from support.documents import document_from

TEXTS = ["The \U0001f600 first", "", *[f"Paragraph {at}" for at in range(300)]]


def shown(qtbot) -> TextView:
    assistance.install()
    view = TextView()
    qtbot.addWidget(view)
    view.setAccessibleName("Left text")
    view.resize(400, 300)
    view.set_document(document_from(TEXTS))
    with qtbot.waitExposed(view, timeout=30_000):
        view.show()
    return view


def test_a_view_is_a_named_document_with_words(qtbot) -> None:
    view = shown(qtbot)
    interface = QAccessible.queryAccessibleInterface(view)
    assert interface.role() == QAccessible.Role.Document
    assert interface.text(QAccessible.Text.Name) == "Left text"
    assert interface.text(QAccessible.Text.Value) == TEXTS[0]
    assert interface.state().readOnly
    view.select(Position(0, 0), Position(0, 5))
    assert interface.text(QAccessible.Text.Description) == "The \U0001f600"
    view.set_caret(Position(2, 0))
    assert interface.text(QAccessible.Text.Value) == "Paragraph 0"


def test_the_words_can_be_read_by_offset_and_the_caret_moved(qtbot) -> None:
    view = shown(qtbot)
    words = QAccessible.queryAccessibleInterface(view).textInterface()
    whole = words.text(0, words.characterCount())
    assert whole.startswith("The \U0001f600 first\n\nParagraph 0\nParagraph 1\n")
    assert words.text(4, 6) == "\U0001f600"
    words.setCursorPosition(7)
    assert view.caret() == (0, 6)
    assert words.cursorPosition() == 7
    words.setSelection(0, 7, 12)
    assert view.selected_text() == "first"


def test_the_end_of_a_text_is_a_place_like_any_other(qtbot) -> None:
    view = shown(qtbot)
    view.set_caret(Position(len(TEXTS) - 1, len(TEXTS[-1])))
    words = QAccessible.queryAccessibleInterface(view).textInterface()
    assert words.cursorPosition() == words.characterCount()


def test_what_a_text_is_not_can_be_asked_for(qtbot) -> None:
    view = shown(qtbot)
    interface = QAccessible.queryAccessibleInterface(view)
    for kind in QAccessible.InterfaceType:
        if kind is not QAccessible.InterfaceType.TextInterface:
            # What PySide is not told is null it takes for an object, and the process ends.
            assert interface.interface_cast(kind) is not None, kind
    assert interface.valueInterface() is None
    assert interface.editableTextInterface() is None
    assert interface.tableCellInterface() is None
    assert interface.childCount() == 0


def test_selection_line_and_marks_are_told_as_they_are_seen(qtbot) -> None:
    view = shown(qtbot)
    long = "One two three four five. " * 30
    view.set_document(document_from([long, "The last"]))
    view.set_marks([Mark("f", 0, 30, 40, Relation.DIVERGE)])
    interface = QAccessible.queryAccessibleInterface(view)
    assert interface.textInterface().selectionCount() == 0
    view.setFocus()
    for _line in range(3):
        QTest.keyClick(view, Qt.Key.Key_Down)
    caret = view.caret()
    start, end = view.line_around(caret)
    assert 0 < start < end < len(long)
    assert interface.textInterface().cursorPosition() == caret.offset
    words = next(each for each in within(view) if isinstance(each, Words))
    cursor = words.textCursor()
    cursor.movePosition(QTextCursor.MoveOperation.StartOfLine)
    assert cursor.position() == start
    cursor.movePosition(QTextCursor.MoveOperation.EndOfLine)
    assert end - 1 <= cursor.position() <= end
    cursor.setPosition(31)
    assert cursor.charFormat().underlineStyle() is QTextCharFormat.UnderlineStyle.WaveUnderline
    cursor.setPosition(41)
    assert cursor.charFormat().underlineStyle() is QTextCharFormat.UnderlineStyle.NoUnderline
    view.select(Position(0, 4), Position(0, 7))
    told = interface.textInterface()
    assert told.selectionCount() == 1
    assert told.cursorPosition() == 7
    assert words.textCursor().selectedText() == "two"
    told.setSelection(0, 8, 13)
    assert view.selected_text() == "three"
    told.removeSelection(0)
    assert view.selection() is None


def test_where_the_caret_is_on_the_screen_is_told(qtbot) -> None:
    view = shown(qtbot)
    view.set_caret(Position(4, 9))
    words = QAccessible.queryAccessibleInterface(view).textInterface()
    rect = words.characterRect(words.cursorPosition())
    wanted = view.viewport().mapToGlobal(view.caret_rect(Position(4, 9)).topLeft())
    assert (rect.topLeft() - wanted).manhattanLength() <= 1


def test_what_is_selected_is_announced(qtbot, monkeypatch) -> None:
    view = shown(qtbot)
    assert QAccessible.queryAccessibleInterface(view) is not None
    told = []
    monkeypatch.setattr(QAccessible, "isActive", lambda: True)
    monkeypatch.setattr(QAccessible, "updateAccessibility", told.append)
    view.select(Position(0, 4), Position(0, 11))
    kinds = [each.type() for each in told]
    assert kinds.count(QAccessible.Event.TextSelectionChanged) == 1
    assert kinds.count(QAccessible.Event.TextCaretMoved) == 1


def test_what_is_marked_at_the_caret_is_said_when_the_caret_comes_there(qtbot, monkeypatch) -> None:
    view = shown(qtbot)
    interface = QAccessible.queryAccessibleInterface(view)
    view.set_marks(
        [
            Mark("f", 2, 2, 5, Relation.DIVERGE),
            Mark("g", 2, 4, 8, Relation.ONLY_LEFT, unsure=True),
        ]
    )
    view.set_fills([Fill(2, 6, 8, "n", is_written=False)])
    told = []
    monkeypatch.setattr(QAccessible, "isActive", lambda: True)
    monkeypatch.setattr(QAccessible, "updateAccessibility", told.append)
    for offset in range(9):
        view.set_caret(Position(2, offset))
    said = [each.message() for each in told if isinstance(each, QAccessibleAnnouncementEvent)]
    assert said == [
        "they diverge",
        "they diverge, only here, unsure",
        "only here, unsure",
        "only here, unsure, highlighted",
        "not marked",
    ]
    assert interface.text(QAccessible.Text.Help) == ""
    view.set_caret(Position(2, 3))
    assert interface.text(QAccessible.Text.Help) == "they diverge"
    view.set_marks([])
    assert interface.text(QAccessible.Text.Help) == ""


def test_a_letter_is_found_where_it_stands_on_the_screen(qtbot) -> None:
    view = shown(qtbot)
    words = QAccessible.queryAccessibleInterface(view).textInterface()
    rect = words.characterRect(9)
    assert view.viewport().rect().contains(view.viewport().mapFromGlobal(rect.topLeft()))
    assert words.offsetAtPoint(rect.center() + QPoint(1, 0)) == 9


def test_a_long_text_is_given_in_parts_around_the_caret(qtbot) -> None:
    view = shown(qtbot)
    words = QAccessible.queryAccessibleInterface(view).textInterface()
    first = words.text(0, words.characterCount())
    assert "Paragraph 250" not in first
    view.set_caret(Position(252, 3))
    words = QAccessible.queryAccessibleInterface(view).textInterface()
    part = words.text(0, words.characterCount())
    assert "Paragraph 250" in part
    assert "Paragraph 1\n" not in part
    assert part[words.cursorPosition() :].startswith("agraph 250\n")


def test_nothing_to_read_is_said_too(qtbot) -> None:
    view = shown(qtbot)
    view.set_document(None)
    view.set_message("The file is gone.")
    interface = QAccessible.queryAccessibleInterface(view)
    assert interface.text(QAccessible.Text.Value) == "The file is gone."
    assert interface.textInterface().characterCount() == 0
    QTest.keyClick(view, "x")
