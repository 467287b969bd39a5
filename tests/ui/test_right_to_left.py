"""Texts from right to left: where they stand; caret, selection and marks on their words."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from diptych.model.comparison import Relation
from diptych.ui.marks import Mark, Position
from diptych.ui.text_view import TextView
from diptych.ui.theme import interface_font
from diptych.ui.wrapped import draw_wrapped
from support.documents import document_from

ARABIC = "نحن ندعم حق اللجوء لجميع الأسر التي تفر من العنف"
HEBREW = "אנו מתנגדים למקלט למשפחות, אמר Mr. Smith בשנת 2021 בוושינגטון"
ENGLISH = "An English line"


@pytest.fixture(params=[ARABIC, HEBREW])
def view(request, qtbot) -> TextView:
    view = TextView()
    qtbot.addWidget(view)
    view.resize(700, 300)
    view.set_document(document_from([request.param, ENGLISH]))
    with qtbot.waitExposed(view, timeout=30_000):
        view.show()
    view.setFocus()
    return view


def x_of(view: TextView, offset: int, block: int = 0) -> int:
    return view.caret_rect(Position(block, offset)).x()


def test_the_text_begins_at_the_right_and_a_latin_one_at_the_left(view: TextView) -> None:
    middle = view.viewport().width() / 2
    assert x_of(view, 0) > middle > x_of(view, 0, block=1)
    assert x_of(view, 5) < x_of(view, 0)


def test_the_caret_follows_the_arrow_as_seen(view: TextView) -> None:
    view.set_caret(Position(0, 0))
    QTest.keyClick(view, Qt.Key.Key_Left)
    assert view.caret() == (0, 1)
    assert x_of(view, 1) < x_of(view, 0)
    QTest.keyClick(view, Qt.Key.Key_Right)
    assert view.caret() == (0, 0)
    QTest.keyClick(view, Qt.Key.Key_End)
    assert view.caret().offset > 20


def test_words_are_selected_and_copied_in_the_order_of_reading(view: TextView) -> None:
    text = view.document.blocks[0].text
    view.select(Position(0, 4), Position(0, 12))
    assert view.selected_text() == text[4:12]
    view.select(Position(0, 0), Position(0, 0))
    QTest.mousePress(
        view.viewport(), Qt.MouseButton.LeftButton, pos=view.caret_rect(Position(0, 0)).center()
    )
    QTest.mouseMove(view.viewport(), view.caret_rect(Position(0, 6)).center())
    QTest.mouseRelease(
        view.viewport(), Qt.MouseButton.LeftButton, pos=view.caret_rect(Position(0, 6)).center()
    )
    assert view.selected_text() == text[:6]


def test_a_mark_lies_under_its_words_and_hears_a_click(view: TextView, qtbot) -> None:
    view.set_marks([Mark("f1", 0, 0, 8, Relation.DIVERGE)])
    left, right = sorted((x_of(view, 0), x_of(view, 8)))
    picture = view.viewport().grab().toImage()
    line = view.caret_rect(Position(0, 0))
    ink = view._look.relations[Relation.DIVERGE]

    def is_ink(x: int, y: int) -> bool:
        seen = picture.pixelColor(x, y)
        return abs(seen.hue() - ink.hue()) < 15 and seen.saturation() > 100

    inked = {
        x
        for x in range(picture.width())
        for y in range(line.center().y(), line.bottom() + 6)
        if is_ink(x, y)
    }
    assert inked
    assert left - 3 <= min(inked) <= max(inked) <= right + 3
    with qtbot.waitSignal(view.mark_clicked) as clicked:
        QTest.mouseClick(
            view.viewport(),
            Qt.MouseButton.LeftButton,
            pos=line.center() + type(line.center())(-12, 0),
        )
    assert clicked.args == ["f1"]


class Box(QWidget):
    """A text in a box of two lines."""

    def paintEvent(self, _event) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        painter.setPen(Qt.GlobalColor.black)
        draw_wrapped(painter, self.rect(), f"{ARABIC} {ARABIC}", interface_font(11))
        painter.end()


def test_a_text_in_a_box_begins_at_the_right_and_is_cut_where_it_ends(qtbot) -> None:
    box = Box()
    qtbot.addWidget(box)
    line = round(QFontMetricsF(interface_font(11)).lineSpacing())
    box.resize(150, 2 * line + 2)
    picture = box.grab().toImage()
    ground = picture.pixelColor(0, picture.height() - 1).lightness()

    def inked(xs: range, ys: range) -> list[tuple[int, int]]:
        return [(x, y) for x in xs for y in ys if picture.pixelColor(x, y).lightness() < ground / 2]

    width = range(picture.width())
    upper, lower = range(line), range(line, picture.height())
    assert max(inked(width, upper))[0] > picture.width() - 6
    first = min(inked(width, lower))[0]
    heights = [y for _x, y in inked(range(first, first + 8), lower)]
    assert max(heights) - min(heights) < 4, "the three dots stand at the left"
