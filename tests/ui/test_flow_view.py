"""What is drawn and where: lines under words, grounds, scrolling that holds the eye's line."""

from __future__ import annotations

import time
from collections import Counter

import pytest
from PySide6.QtCore import QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QColor, QImage, QWheelEvent
from PySide6.QtWidgets import QApplication

from diptych.model.comparison import Relation
from diptych.model.document import BlockKind, Document
from diptych.model.note import Place
from diptych.ui.text_view import Fill, Mark, Position, TextView, plain_look
from support.documents import document_from, document_of

SENTENCE = "We share a vision of an immigration system that humanely secures our borders. "
WORDS = document_of((BlockKind.HEADING, "A letter"), SENTENCE * 3, SENTENCE * 2)
LONG = document_from([f"{at}. {SENTENCE * (1 + at % 5)}".strip() for at in range(2_000)])


def shown(qtbot, document: Document | None, width: int = 520, height: int = 420) -> TextView:
    view = TextView()
    qtbot.addWidget(view)
    view.resize(width, height)
    view.set_document(document)
    with qtbot.waitExposed(view, timeout=30_000):
        view.show()
    QApplication.processEvents()
    return view


def picture(view: TextView) -> QImage:
    return view.viewport().grab().toImage().convertToFormat(QImage.Format.Format_RGB32)


def on_screen(view: TextView) -> QImage:
    return view.screen().grabWindow(view.winId()).toImage()


def near(one: QColor, other: QColor) -> bool:
    return (
        max(
            abs(one.red() - other.red()),
            abs(one.green() - other.green()),
            abs(one.blue() - other.blue()),
        )
        <= 24
    )


def count(image: QImage, colour: QColor, within: QRect | None = None) -> int:
    area = (within or image.rect()).intersected(image.rect())
    part = image.copy(area)  # owns the memory that is read next
    kinds = Counter(memoryview(bytes(part.constBits())).cast("I"))
    return sum(many for pixel, many in kinds.items() if near(QColor(pixel), colour))


def lines_of(view: TextView, block: int) -> QRect:
    text = view.document.blocks[block].text
    top, bottom = view.extent(block, 0, len(text))
    return QRect(0, int(top), view.viewport().width(), int(bottom - top) + 1)


@pytest.mark.parametrize("relation", list(Relation))
def test_each_relation_has_its_own_line_under_its_words(qtbot, relation) -> None:
    view, colour = shown(qtbot, WORDS), QColor("#d000d0")
    view.set_look(plain_look()._replace(relations=dict.fromkeys(Relation, colour)))
    assert count(picture(view), colour) == 0
    view.set_marks([Mark("f", 1, 0, 60, relation)])
    marked = count(picture(view), colour, lines_of(view, 1))
    assert marked > 60
    assert count(picture(view), colour, lines_of(view, 2)) == 0
    view.set_selected_finding("f")
    assert count(picture(view), colour) > marked
    view.set_marks([])
    assert count(picture(view), colour) == 0


def test_lines_of_two_relations_differ_without_colour(qtbot) -> None:
    view = shown(qtbot, WORDS)
    grey = dict.fromkeys(Relation, QColor("#216cab"))
    view.set_look(plain_look()._replace(relations=grey))
    seen = set()
    for relation in (Relation.CONVERGE, Relation.DIVERGE, Relation.PARTIAL, Relation.ONLY_LEFT):
        view.set_marks([Mark("f", 1, 0, 60, relation)])
        seen.add(count(picture(view), QColor("#216cab")))
    assert len(seen) == 4


def test_an_unsure_mark_is_faint(qtbot) -> None:
    view = shown(qtbot, WORDS)
    blue, paper = plain_look().relations[Relation.CONVERGE], plain_look().paper
    view.set_marks([Mark("f", 1, 0, 60, Relation.CONVERGE, unsure=True)])
    mixed = QColor.fromRgbF(
        *(
            0.4 * one + 0.6 * other
            for one, other in zip(blue.getRgbF()[:3], paper.getRgbF()[:3], strict=True)
        )
    )
    assert count(picture(view), blue) == 0
    assert count(picture(view), mixed, lines_of(view, 1)) > 60


def test_marks_on_the_same_words_stand_below_one_another(qtbot) -> None:
    view = shown(qtbot, WORDS)
    relations = (Relation.CONVERGE, Relation.DIVERGE, Relation.PARTIAL)
    view.set_marks([Mark(each, 1, 0, 30, each) for each in relations])
    image = picture(view)
    for relation in relations:
        assert count(image, plain_look().relations[relation], lines_of(view, 1)) > 30


def test_grounds_of_highlight_selection_and_hits(qtbot) -> None:
    view, look = shown(qtbot, WORDS), plain_look()
    view.set_fills([Fill(1, 0, 8, "n")])
    assert count(picture(view), look.fills[""], lines_of(view, 1)) > 200
    view.select(Position(2, 0), Position(2, 8))
    assert count(picture(view), look.selection, lines_of(view, 2)) > 200
    view.select(Position(0, 0), Position(0, 0))
    assert view.find("vision") == 5
    view.find_next()
    image = picture(view)
    assert count(image, look.hit) > 100
    assert count(image, look.other_hit) > 400
    view.find("")
    assert count(picture(view), look.hit) == 0


def test_a_list_item_without_a_sign_of_its_own_gets_one(qtbot) -> None:
    words = "word " * 40
    texts = (words, "1. " + words, "הזכות למקלט " * 20)
    view = shown(qtbot, document_of(*((BlockKind.LIST_ITEM, text) for text in texts)))
    column = view._column
    bullet, number, hebrew = (column.laid_out(at) for at in range(3))
    assert bullet.x_of(0) > bullet.style.indent == number.x_of(0)
    assert bullet.x_of(bullet.line_start(1)) == bullet.x_of(0), "lines begin below one another"
    image, ink = picture(view), plain_look().ink
    left, right = column.left, column.left + column.width
    beside = [(0, left, left + bullet.x_of(0) - 1), (1, left, left + number.x_of(0) - 1)]
    beside.append((2, right - bullet.x_of(0) + 1, right))
    found = []
    for block, first, last in beside:
        lines = lines_of(view, block)
        area = QRect(round(first), lines.top(), round(last - first), lines.height())
        found.append(count(image, ink, area) > 4)
    assert found == [True, False, True]
    assert hebrew.segments(0, 5, range(1))[0].right <= column.width - bullet.x_of(0) + 1


def test_a_message_stands_where_there_is_no_text(qtbot) -> None:
    view = shown(qtbot, None)
    blank = count(picture(view), plain_look().paper)
    view.set_message("<b>This file</b> could not be read.")
    assert count(picture(view), plain_look().paper) < blank
    view.set_document(document_from([]))
    assert view.place() == Place(0, 0)
    assert view.extent(0, 0, 1) == (0.0, 0.0)


def test_furniture_is_smaller_and_dim(qtbot) -> None:
    view = shown(qtbot, document_of(SENTENCE, (BlockKind.FURNITURE, SENTENCE)))
    look = plain_look()._replace(dim=QColor("#cc0000"))
    view.set_look(look)
    image = picture(view)
    assert count(image, look.dim, lines_of(view, 1)) > 10
    assert count(image, look.dim, lines_of(view, 0)) == 0
    assert lines_of(view, 1).height() < lines_of(view, 0).height()


def test_words_from_right_to_left_begin_at_the_right(qtbot) -> None:
    view = shown(qtbot, document_of("שלום עולם", "Peace"))
    view.set_marks([Mark("f", 0, 0, 4, Relation.CONVERGE), Mark("g", 1, 0, 5, Relation.CONVERGE)])
    image, blue = picture(view), plain_look().relations[Relation.CONVERGE]
    half = view.viewport().width() // 2
    hebrew, english = lines_of(view, 0), lines_of(view, 1)
    assert count(image, blue, hebrew.adjusted(half, 0, 0, 0)) > 0
    assert count(image, blue, hebrew.adjusted(0, 0, -half, 0)) == 0
    assert count(image, blue, english.adjusted(0, 0, -half, 0)) > 0


def test_a_place_survives_resizing_and_zooming(qtbot) -> None:
    view = shown(qtbot, LONG)
    view.show_place(700, 120)
    QApplication.processEvents()
    place = view.place()
    for width, size in ((300, 13.5), (900, 13.5), (900, 20.0), (420, 9.0), (520, 13.5)):
        view.resize(width, 420)
        view.set_look(plain_look()._replace(size=size))
        QApplication.processEvents()
        assert view.place() == place
        top, bottom = view.extent(place.block, place.offset, place.offset + 1)
        assert -20 < top < 60
        assert bottom > 0


def test_a_place_shown_again_at_the_top_is_the_same_place(qtbot) -> None:
    view = shown(qtbot, LONG)
    for block in (3, 777, 1_500):
        view.show_place(block, 40, 0.0)
        place = view.place()
        view.show_place(0, 0)
        view.show_place(place.block, place.offset, 0.0)
        assert view.place() == place


@pytest.mark.parametrize("align", [0.0, 0.33, 0.8])
def test_a_shown_line_stands_at_its_height(qtbot, align: float) -> None:
    view = shown(qtbot, LONG)
    for block in (1_000, 40, 1_700):
        view.show_place(block, 5, align)
        top, _bottom = view.extent(block, 5, 6)
        assert top == pytest.approx(align * view.viewport().height(), abs=1)


def test_a_place_asked_for_before_the_window_stands_is_shown(qtbot) -> None:
    view = TextView()
    qtbot.addWidget(view)
    view.set_document(LONG)
    view.show_place(900, 0, 0.25)
    view.resize(640, 500)
    with qtbot.waitExposed(view, timeout=30_000):
        view.show()
    assert view.extent(900, 0, 1)[0] == pytest.approx(0.25 * view.viewport().height(), abs=1)


def test_scrolling_up_moves_words_by_just_as_much(qtbot) -> None:
    view = shown(qtbot, LONG)
    view.show_place(1_000, 0, 0.0)
    bar = view.verticalScrollBar()
    for _ in range(60):
        place = view.place()
        before = view.extent(place.block, place.offset, place.offset + 1)[0]
        bar.setValue(bar.value() - 37)
        after = view.extent(place.block, place.offset, place.offset + 1)[0]
        assert after - before == 37


def test_what_is_scrolled_in_looks_as_if_drawn_at_once(qtbot) -> None:
    view = shown(qtbot, LONG)
    view.set_marks([Mark(str(at), at, 0, 90, Relation.DIVERGE) for at in range(2_000)])
    view.show_place(500, 0)
    bar = view.verticalScrollBar()
    for step in (33, 33, -21, 100, -300, 7):
        bar.setValue(bar.value() + step)
        QApplication.processEvents()
    scrolled = on_screen(view)
    view.viewport().update()
    QApplication.processEvents()
    assert on_screen(view) == scrolled


def test_both_ends_can_be_reached(qtbot) -> None:
    view = shown(qtbot, LONG)
    bar = view.verticalScrollBar()
    bar.setValue(bar.maximum())
    assert bar.value() == bar.maximum()
    assert view.last_block() == 1_999
    last = LONG.blocks[-1].text
    assert view.extent(1_999, len(last) - 1, len(last))[1] <= view.viewport().height()
    for _ in range(3):
        bar.setValue(bar.value() - 200)
    bar.setValue(0)
    assert bar.value() == 0
    assert view.place().block == 0
    assert view.extent(0, 0, 1)[0] > 0


def test_extents_go_down_with_the_text_and_agree_when_laid_out(qtbot) -> None:
    view = shown(qtbot, LONG)
    view.show_place(1_000, 0)
    tops = [
        view.extent(block, start, start + 10)
        for block in range(990, 1_010)
        for start in range(0, len(LONG.blocks[block].text) - 10, 40)
    ]
    assert tops == sorted(tops)
    assert all(top < bottom for top, bottom in tops)
    far_above, far_below = view.extent(3, 0, 5), view.extent(1_990, 0, 5)
    assert far_above[1] < 0
    assert far_below[0] > view.viewport().height()
    height = view.content_height() - view.verticalScrollBar().value()
    assert far_below[1] <= height


def test_the_document_is_told_to_have_moved(qtbot) -> None:
    view = shown(qtbot, LONG)
    with qtbot.waitSignal(view.scrolled):
        view.show_place(1_200, 0)
    with qtbot.waitSignal(view.scrolled):
        view.verticalScrollBar().setValue(view.verticalScrollBar().value() + 5)
    with qtbot.waitSignal(view.laid_out):
        view.resize(700, 420)


def wheel(view: TextView, angle: int, pixels: int = 0, *, ctrl: bool = False) -> None:
    keys = Qt.KeyboardModifier.ControlModifier if ctrl else Qt.KeyboardModifier.NoModifier
    event = QWheelEvent(
        QPointF(50, 50),
        QPointF(view.mapToGlobal(QPoint(50, 50))),
        QPoint(0, pixels),
        QPoint(0, angle),
        Qt.MouseButton.NoButton,
        keys,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view.viewport(), event)


def test_the_wheel_scrolls_and_with_ctrl_zooms(qtbot) -> None:
    view = shown(qtbot, LONG)
    bar = view.verticalScrollBar()
    wheel(view, -120)
    notch = bar.value()
    assert notch > 20
    wheel(view, -120, -7)
    assert bar.value() == notch + 7
    for _ in range(8):
        wheel(view, 15)
    assert bar.value() == 7
    asked: list[int] = []
    view.zoom_requested.connect(asked.append)
    for angle in (60, 60, -240):
        wheel(view, angle, ctrl=True)
    assert asked == [1, -2]
    assert bar.value() == 7


@pytest.mark.parametrize(
    "text",
    [
        "x" * 1_000_000,
        "word " * 200_000,
        "\0\x01\x1b\x7f\x85\u2028\u2029\r\n\t" * 500,
        "\ud800 half \udfff",
        "<img src=x> <b>no markup</b> &amp;",
        "\u202eabc\u2066def" * 100,
        "e" + "\u0301" * 3_000,
        "\U0001f600" * 5_000,
        "",
    ],
    ids=["word", "words", "control", "halves", "markup", "overrides", "marks", "astral", "none"],
)
def test_hostile_texts_neither_freeze_nor_break_the_view(qtbot, text: str) -> None:
    start = time.process_time()
    view = shown(qtbot, document_of("Before", text, "After"))
    view.set_marks([Mark("f", 1, 0, len(text), Relation.DIVERGE)])
    picture(view)
    view.show_place(1, len(text) // 2)
    picture(view)
    view.show_place(2, 0)
    picture(view)
    view.select_all()
    assert view.selected_text() == "\n\n".join(part for part in ("Before", text, "After") if part)
    # Twenty times what the window may take for one of these steps, for slow and busy machines.
    assert time.process_time() - start < 4


def test_a_long_document_costs_no_more_to_draw_than_a_short_one(qtbot) -> None:
    times = []
    for count_of_blocks in (500, 50_000):
        view = shown(qtbot, document_from([SENTENCE * 3] * count_of_blocks))
        bar = view.verticalScrollBar()
        rounds = []
        for shift in range(3):
            start = time.process_time()
            for at in range(40):
                bar.setValue(bar.maximum() * at // 40 + 50 * shift)
                QApplication.processEvents()
            rounds.append(time.process_time() - start)
        times.append(min(rounds))
    assert times[1] < 10 * times[0]  # a hundred times the length


def test_a_new_width_is_told_although_a_place_was_asked_for(qtbot) -> None:
    view = TextView()
    qtbot.addWidget(view)
    view.resize(300, 420)
    view.set_document(WORDS)
    view.show_place(1, 0)
    view.extent(1, 0, 5)  # as the gutter asks before anything is seen
    told: list[object] = []
    view.laid_out.connect(lambda: told.append(view.edges()))
    view.resize(600, 420)
    with qtbot.waitExposed(view, timeout=30_000):
        view.show()
    assert told[-1:] == [view.edges()], "the head of the pane would stand elsewhere"
