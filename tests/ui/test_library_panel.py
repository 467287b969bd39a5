"""The library panel: documents are found, opened on either side, described; files are dropped."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent

from diptych.model.comparison import Side
from diptych.model.note import LibraryEntry
from diptych.services.cataloguing import Item
from diptych.ui.library_model import ROW
from diptych.ui.library_panel import LibraryPanel
from diptych.ui.wording import day
from support.findings import HOSTILE, theme

LETTER = LibraryEntry("a" * 64, "/texts/a.txt", "A letter", date="1848-03-15", author="Zoë Ávila")
ODD = LibraryEntry("b" * 64, "/texts/b.txt", HOSTILE, author="Bo", format="PDF")
BEFORE = LibraryEntry("c" * 64, "", "A letter, draft", opened="2026-01-02T03:04:05Z")
ITEMS = [
    Item(LETTER, ("/texts/a.txt", "/copies/a.txt"), (BEFORE,), opened="2026-02-01"),
    Item(ODD, ("/texts/b.txt",), is_missing=True, opened="2026-03-01"),
]


@pytest.fixture
def panel(qtbot) -> LibraryPanel:
    panel = LibraryPanel()
    panel.set_theme(theme())
    panel.resize(270, 420)
    qtbot.addWidget(panel)
    panel.show()
    panel.activateWindow()
    qtbot.waitUntil(panel.isActiveWindow, timeout=30_000)
    panel.set_items(ITEMS)
    return panel


@pytest.fixture
def opened(panel: LibraryPanel) -> list[tuple[str, Side]]:
    opened: list[tuple[str, Side]] = []
    panel.open_requested.connect(lambda row, side: opened.append((row.entry.sha256[0], side)))
    return opened


def spoken(panel: LibraryPanel) -> list[str]:
    role = Qt.ItemDataRole.AccessibleTextRole
    return [panel.model.index(at).data(role) for at in range(panel.model.rowCount())]


def test_lines_say_title_author_date_format_versions_and_what_is_missing(panel) -> None:
    odd, letter = spoken(panel)
    assert letter.startswith("A letter, Zoë Ávila · 15 ")
    assert letter.endswith("1848, 2 versions")
    assert odd.endswith(", Missing: find it, or open a copy")
    assert "<img" not in panel.model.index(0).data(Qt.ItemDataRole.ToolTipRole)
    assert "/copies/a.txt" in panel.model.index(1).data(Qt.ItemDataRole.ToolTipRole)


def test_enter_opens_left_and_with_shift_right(panel: LibraryPanel, opened, qtbot) -> None:
    panel.take_keyboard()
    panel.list.go_to("b" * 64)
    qtbot.keyClick(panel.list, Qt.Key.Key_Return)
    qtbot.keyClick(panel.list, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert opened == [("b", Side.LEFT), ("b", Side.RIGHT)]


def test_a_double_click_opens_left_and_buttons_open_what_is_selected(panel, opened, qtbot) -> None:
    place = panel.list.visualRect(panel.model.index(1)).center()
    qtbot.mouseClick(panel.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    qtbot.mouseDClick(panel.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    qtbot.mouseClick(panel.right, Qt.MouseButton.LeftButton)
    assert opened == [("a", Side.LEFT), ("a", Side.RIGHT)]


def test_earlier_versions_are_unfolded_by_keys_and_by_a_click(panel, opened, qtbot) -> None:
    panel.take_keyboard()
    panel.list.go_to("a" * 64)
    qtbot.keyClick(panel.list, Qt.Key.Key_Right)
    assert spoken(panel)[2].startswith("A letter, draft, Earlier version, read 2 Jan")
    qtbot.keyClick(panel.list, Qt.Key.Key_Down)
    qtbot.keyClick(panel.list, Qt.Key.Key_Return)
    assert opened == [("c", Side.LEFT)]
    qtbot.keyClick(panel.list, Qt.Key.Key_Left)
    qtbot.keyClick(panel.list, Qt.Key.Key_Left)
    assert len(spoken(panel)) == 2
    rect = panel.list.visualRect(panel.model.index(1))
    box = panel.list._painter.versions_box(panel.model.index(1).data(ROW), rect)
    qtbot.mouseClick(panel.list.viewport(), Qt.MouseButton.LeftButton, pos=box.center())
    assert len(spoken(panel)) == 3


def test_the_filter_finds_without_accents_and_hands_the_keyboard_on(panel, qtbot) -> None:
    panel.filter.setFocus()
    qtbot.keyClicks(panel.filter, "avila 1848")
    assert [text[:8] for text in spoken(panel)] == ["A letter"]
    qtbot.keyClick(panel.filter, Qt.Key.Key_Down)
    assert panel.list.hasFocus()
    qtbot.keyClick(panel.list, Qt.Key.Key_Up)
    assert panel.filter.hasFocus()
    qtbot.keyClicks(panel.filter, " nothing")
    assert spoken(panel) == []
    assert panel.list.empty_words == "No document matches."
    qtbot.keyClick(panel.filter, Qt.Key.Key_Escape)
    assert len(spoken(panel)) == 2


@pytest.mark.parametrize(
    ("key", "first"), [("title", "b"), ("author", "b"), ("date", "a"), ("opened", "b")]
)
def test_documents_are_sorted(panel: LibraryPanel, key: str, first: str) -> None:
    panel.list.go_to("a" * 64)
    panel.set_sort(key)
    assert panel.model.rows[0].entry.sha256[0] == first
    assert panel.list.current().entry == LETTER


def test_details_are_edited_by_keyboard_alone(panel: LibraryPanel, qtbot) -> None:
    edits = []
    panel.edited.connect(lambda entry, field, text: edits.append((entry.title, field, text)))
    panel.take_keyboard()
    panel.list.go_to("a" * 64)
    qtbot.keyClick(panel.list, Qt.Key.Key_F2)
    title, author = panel.details.fields["title"], panel.details.fields["author"]
    assert title.hasFocus()
    qtbot.keyClicks(title, "The letter")
    qtbot.keyClick(title, Qt.Key.Key_Tab)
    assert author.hasFocus()
    qtbot.keyClick(author, Qt.Key.Key_Escape)
    assert edits == [("A letter", "title", "The letter")]
    assert panel.list.hasFocus()
    assert panel.details.isHidden()


def test_a_document_is_removed_by_del_and_a_missing_one_can_be_found(panel, qtbot) -> None:
    removed, wanted = [], []
    panel.remove_asked.connect(lambda row: removed.append(row.entry.sha256[0]))
    panel.find_asked.connect(lambda row: wanted.append(row.entry.sha256[0]))
    panel.take_keyboard()
    panel.list.go_to("b" * 64)
    qtbot.keyClick(panel.list, Qt.Key.Key_Delete)
    find = next(each for each in panel.list.actions() if each.text().startswith("Find"))
    assert find.isVisible()
    find.trigger()
    panel.list.go_to("a" * 64)
    assert not find.isVisible()
    assert (removed, wanted) == (["b"], ["b"])


def test_an_empty_library_says_what_to_do(panel: LibraryPanel, opened, qtbot) -> None:
    panel.set_items([])
    assert "Add files or a folder, or drop them here." in panel.list.empty_words
    qtbot.mouseClick(panel.left, Qt.MouseButton.LeftButton)
    qtbot.keyClick(panel.list, Qt.Key.Key_Return)
    assert opened == []
    assert not panel.left.isEnabled()
    panel.grab()


def test_what_has_a_file_can_be_dragged_to_a_pane(panel: LibraryPanel) -> None:
    odd, letter = panel.model.index(0), panel.model.index(1)
    assert panel.model.flags(letter) & Qt.ItemFlag.ItemIsDragEnabled
    assert not panel.model.flags(odd) & Qt.ItemFlag.ItemIsDragEnabled
    assert panel.model.mimeData([letter]).urls() == [QUrl.fromLocalFile("/texts/a.txt")]


def test_news_of_adding_name_what_was_left_out(panel: LibraryPanel, qtbot) -> None:
    panel.show_news("Adding files: 1 of 9", can_stop=True)
    with qtbot.waitSignal(panel.stop_asked):
        qtbot.mouseClick(panel.stop, Qt.MouseButton.LeftButton)
    panel.show_news("2 could not be added.", [f"{n}.txt: is empty." for n in range(20)])
    assert "0.txt: is empty." in panel.news
    assert panel.news.endswith("and 8 more")
    qtbot.mouseClick(panel.stop, Qt.MouseButton.LeftButton)
    assert panel.news == ""


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


def test_an_unknown_date_is_shown_as_it_is() -> None:
    assert day("") == ""
    assert day("about 1848") == "about 1848"
