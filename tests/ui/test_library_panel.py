"""The library panel: documents are opened on either side, and files are dropped on it."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent

from diptych.model.comparison import Side
from diptych.model.note import LibraryEntry
from diptych.ui.library_panel import LibraryPanel, day
from support.findings import HOSTILE, theme

ENTRIES = [
    LibraryEntry("a" * 64, "/texts/a.txt", "A letter", date="1848-03-15"),
    LibraryEntry("b" * 64, "/texts/b.txt", HOSTILE),
]


@pytest.fixture
def panel(qtbot) -> LibraryPanel:
    panel = LibraryPanel()
    panel.set_theme(theme())
    panel.resize(260, 300)
    qtbot.addWidget(panel)
    panel.show()
    panel.activateWindow()
    qtbot.waitActive(panel).__enter__()
    panel.set_entries(ENTRIES, {"b" * 64})
    return panel


@pytest.fixture
def opened(panel: LibraryPanel) -> list[tuple[str, Side]]:
    opened: list[tuple[str, Side]] = []
    panel.open_requested.connect(lambda sha256, side: opened.append((sha256[0], side)))
    return opened


def test_entries_say_their_title_date_and_whether_the_file_is_gone(panel: LibraryPanel) -> None:
    spoken = [panel._list.item(i).data(Qt.ItemDataRole.AccessibleTextRole) for i in range(2)]
    assert spoken[0].startswith("A letter, 15 ")
    assert "1848" in spoken[0]
    assert spoken[1].endswith(", The file is gone")
    assert "<img" not in panel._list.item(1).toolTip()


def test_enter_opens_left_and_with_shift_right(panel: LibraryPanel, opened, qtbot) -> None:
    panel._list.setFocus()
    panel._list.setCurrentRow(1)
    qtbot.keyClick(panel._list, Qt.Key.Key_Return)
    qtbot.keyClick(panel._list, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert opened == [("b", Side.LEFT), ("b", Side.RIGHT)]


def test_a_double_click_opens_left(panel: LibraryPanel, opened, qtbot) -> None:
    place = panel._list.visualItemRect(panel._list.item(0)).center()
    qtbot.mouseClick(panel._list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    qtbot.mouseDClick(panel._list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert opened == [("a", Side.LEFT)]


def test_buttons_and_menu_open_what_is_selected(panel: LibraryPanel, opened, qtbot) -> None:
    panel._list.setCurrentRow(0)
    qtbot.mouseClick(panel._right, Qt.MouseButton.LeftButton)
    assert [action.text() for action in panel._list.actions()] == ["Open left", "Open right"]
    panel._list.actions()[0].trigger()
    assert opened == [("a", Side.RIGHT), ("a", Side.LEFT)]


def test_without_a_document_nothing_can_be_opened(panel: LibraryPanel, opened, qtbot) -> None:
    panel.set_entries([], ())
    qtbot.mouseClick(panel._left, Qt.MouseButton.LeftButton)
    qtbot.keyClick(panel._list, Qt.Key.Key_Return)
    assert opened == []
    assert not panel._left.isEnabled()


def test_a_refresh_keeps_the_selected_document(panel: LibraryPanel) -> None:
    panel._list.setCurrentRow(1)
    panel.set_entries(list(reversed(ENTRIES)), ())
    assert panel._list.currentRow() == 0


def test_dropped_files_are_handed_on_and_other_things_refused(panel: LibraryPanel, qtbot) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile("/texts/c.txt"), QUrl("https://example.org/d.txt")])
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    with qtbot.waitSignal(panel.files_dropped) as heard:
        panel.dropEvent(QDropEvent(QPointF(9, 9), Qt.DropAction.CopyAction, data, buttons, keys))
    assert heard.args == [[Path("/texts/c.txt")]]
    words = QMimeData()
    words.setText("words")
    entering = QDragEnterEvent(
        QPointF(9, 9).toPoint(), Qt.DropAction.CopyAction, words, buttons, keys
    )
    entering.ignore()
    panel.dragEnterEvent(entering)
    assert not entering.isAccepted()


def test_add_files_is_asked_for(panel: LibraryPanel, qtbot) -> None:
    with qtbot.waitSignal(panel.add_requested):
        qtbot.mouseClick(panel._add, Qt.MouseButton.LeftButton)


def test_an_unknown_date_is_shown_as_it_is() -> None:
    assert day("") == ""
    assert day("about 1848") == "about 1848"
