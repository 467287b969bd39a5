"""What a reader sees at once: what is aligned, what lies above what, what is said of nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QPlainTextEdit, QTreeWidget

from diptych.model.comparison import Side
from diptych.ui.marks import Position
from diptych.ui.uncovering import hide_marks
from support.driver import CTRL, SHIFT, Reader
from support.letters import write_letters

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtGui import QColor, QImage
    from PySide6.QtWidgets import QWidget

_TALLEST = 560  # pixels of a menu: where a screen has less Qt breaks it into columns


def luminance(colour: QColor) -> float:
    """Return the relative luminance of a colour (WCAG 2)."""
    parts = (colour.redF(), colour.greenF(), colour.blueF())
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: QColor, other: QColor) -> float:
    """Return how far two colours stand apart, 1 to 21 (WCAG 2)."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def picture(widget: QWidget) -> QImage:
    return widget.grab().toImage()


def test_the_head_stands_over_the_lines_of_its_text(reader: Reader) -> None:
    for width in (1000, 1700):
        reader.window.resize(width, 800)
        QApplication.processEvents()
        for side in Side:
            head, view = reader.pane(side).head, reader.view(side)
            first = view.mapTo(reader.window, view.caret_rect(Position(1, 0)).topLeft()).x()
            seen = picture(head)
            y = seen.height() - 2
            ground = seen.pixelColor(0, y)
            dark = [x for x in range(seen.width()) if seen.pixelColor(x, y) != ground]
            left = head.mapTo(reader.window, QPoint(dark[0], 0)).x()
            assert abs(left - first) <= 1, (width, side)


def test_no_ribbon_lies_on_a_badge(reader: Reader) -> None:
    gutter = reader.window.spread.gutter
    paper = reader.window.theme.colour("paper")
    seen = picture(gutter)
    drawn = gutter._drawn
    assert len(drawn) > 1
    for finding, _path, centre in drawn:
        others = [each for name, _path, each in drawn if name != finding]
        if all((each - centre).manhattanLength() > 40 for each in others):
            above = QPoint(round(centre.x()), round(centre.y()) - 7)
            if seen.rect().contains(above):
                assert seen.pixelColor(above) == paper, finding


def test_the_line_at_the_foot_has_no_rim(reader: Reader) -> None:
    seen = picture(reader.window)
    rail = reader.window.theme.colour("rail")
    bottom = seen.height() - 1
    assert seen.pixelColor(0, bottom) == seen.pixelColor(seen.width() - 1, bottom) == rail


def test_the_list_says_why_it_is_empty(qtbot, data_folder: Path, tmp_path: Path) -> None:
    reader = Reader(qtbot, data_folder)
    left, right = write_letters(tmp_path)
    reader.start(left)
    why = reader.window.table.empty_words
    assert why() == "Open two texts to compare them."
    before = picture(reader.window.table.viewport())
    reader.open(Side.RIGHT, right)
    reader.wait_for_findings()
    assert picture(reader.window.table.viewport()) != before
    hide_marks(reader.window.desk, hidden=True)
    assert why() == "Diptych's marks are hidden"
    hide_marks(reader.window.desk, hidden=False)
    reader.run("filter_findings")
    strip = reader.window.findings.strip
    assert strip is not None
    for button, _kind in strip.kinds:
        reader.click(button)
    assert reader.rows == []
    assert why() == "The topics or the filter leave out all findings."
    reader.end()


def test_the_palette_finds_keys_and_says_when_there_is_nothing(reader: Reader) -> None:
    reader.press(Qt.Key.Key_P, CTRL | SHIFT)
    listed = reader.keyboard.parentWidget().findChild(QTreeWidget)
    reader.type("ctrl+g")
    assert listed.topLevelItem(0).text(0) == "Go to page…"
    reader.keyboard.clear()
    reader.type("qqqq")
    assert [listed.topLevelItem(row).text(0) for row in range(listed.topLevelItemCount())] == [
        "Nothing was found."
    ]
    reader.press(Qt.Key.Key_Return)
    assert listed.isVisible()


def test_no_menu_is_longer_than_a_small_screen(reader: Reader) -> None:
    menu = QMenu(reader.window)
    reader.window.commands.fill(menu)
    letters = set()
    for action in menu.actions():
        assert action.menu().sizeHint().height() <= _TALLEST, action.text()
        at = action.text().index("&") + 1
        assert action.text()[at].casefold() not in letters, action.text()
        letters.add(action.text()[at].casefold())


@pytest.mark.parametrize("theme", ["light", "sepia", "dark", "contrast"])
def test_fields_are_seen_in_every_theme(reader: Reader, theme: str) -> None:
    reader.window.set_theme("contrast")
    reader.window.set_theme(theme)
    reader.run("show_probe")
    reader.run("show_library")
    reader.run("find")
    reader.go_to_text(Side.LEFT)
    fields = [
        field
        for kind in (QLineEdit, QPlainTextEdit)
        for field in reader.window.findChildren(kind)
        if field.isVisible() and field.objectName() != "note" and field.width() > 60
    ]
    assert len(fields) >= 3
    ground = reader.window.theme.colour("window")
    least = 3 if theme == "contrast" else 1.2
    for field in fields:
        seen = picture(field)
        edge = [seen.pixelColor(x, seen.height() // 2) for x in (0, 1)]
        assert max(contrast(each, ground) for each in edge) >= least, field.accessibleName()
