"""Choosing which findings are shown, at the real window."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from diptych.ui.findings_model import Column
from support.driver import ALT, CTRL, SHIFT, Reader

if TYPE_CHECKING:
    from diptych.ui.sieve_strip import SieveStrip


def strip(reader: Reader) -> SieveStrip:
    if reader.window.findings.strip is None:
        reader.press(Qt.Key.Key_L, CTRL | SHIFT)
    found = reader.window.findings.strip
    assert found is not None
    return found


def shown(reader: Reader) -> list[str]:
    return [row.finding.id for row in reader.window.table.findings.shown]


def test_a_relation_that_is_switched_off_is_neither_listed_nor_drawn_nor_stepped_to(
    reader: Reader,
) -> None:
    everything = shown(reader)
    off = reader.window.table.findings.shown[0].relation
    button = next(button for button, kinds in strip(reader).kinds if off in kinds)
    button.setFocus()
    reader.press(Qt.Key.Key_Space)
    rows = reader.window.table.findings.shown
    assert 0 < len(rows) < len(everything)
    for each in (*rows, *reader.window.spread._rows):
        assert each.relation is not off
    reader.press(Qt.Key.Key_Down, ALT)
    assert reader.window.top_bar.place.shown_text() == f"1 of {len(rows)}"
    QTest.mouseClick(strip(reader).everything, Qt.MouseButton.LeftButton)
    assert shown(reader) == everything


def test_what_is_less_sure_than_the_slider_says_is_left_out_unless_the_reader_judged_it(
    reader: Reader,
) -> None:
    rows = reader.window.table.findings.shown
    weakest = min(rows, key=lambda row: row.finding.confidence)
    strip(reader).sure.setValue(20)
    assert weakest.finding.id not in shown(reader)
    strip(reader).sure.setValue(0)
    reader.window.desk.select(weakest.finding.id)
    reader.run("verdict_not_a_pair")
    strip(reader).sure.setValue(20)
    assert weakest.finding.id in shown(reader)


def test_judged_open_and_noted_findings_can_be_told_apart(reader: Reader) -> None:
    first, second = shown(reader)[:2]
    reader.window.desk.select(first)
    reader.run("verdict_not_a_pair")
    choose = strip(reader).done
    QTest.mouseClick(choose.button("judged"), Qt.MouseButton.LeftButton)
    assert shown(reader) == [first]
    QTest.mouseClick(choose.button("open"), Qt.MouseButton.LeftButton)
    assert first not in shown(reader)
    assert second in shown(reader)
    QTest.mouseClick(choose.button("noted"), Qt.MouseButton.LeftButton)
    assert shown(reader) == []


def test_hiding_the_strip_shows_everything_again(reader: Reader) -> None:
    everything = shown(reader)
    QTest.mouseClick(strip(reader).done.button("noted"), Qt.MouseButton.LeftButton)
    reader.press(Qt.Key.Key_L, CTRL | SHIFT)
    assert strip(reader).isHidden()
    assert shown(reader) == everything
    assert reader.window.table.hasFocus()


@pytest.mark.qt_log_ignore("grabbing the keyboard", extend=True)
def test_the_list_is_sorted_from_the_keyboard_and_grouped_by_topic(reader: Reader) -> None:
    def choose(row: int) -> None:
        reader.run("sort_findings")
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        menu.setActiveAction(menu.actions()[row])
        QTest.keyClick(menu, Qt.Key.Key_Return)
        assert reader.window.table.hasFocus()

    model = reader.window.table.findings
    choose(1)
    topics = [row.finding.topics[:1] for row in model.shown]
    assert len(set(topics)) == sum(1 for _topic, _rows in groupby(topics)), "each has one group"
    cells = [model.cells(row)[Column.TOPIC] for row in range(len(topics))]
    named = [cell.text.casefold() for cell in cells if cell.bold]
    assert named == [topic[0] if topic else "no topic" for topic, _rows in groupby(topics)]
    numbers = [row.number for row in model.shown]
    choose(1)
    assert [row.number for row in model.shown] != numbers, "once more turns it round"
    choose(0)
    assert [row.number for row in model.shown] == sorted(numbers)


def test_the_words_that_carry_a_finding_are_set_off_in_its_quotation(reader: Reader) -> None:
    model = reader.window.table.findings
    found = 0
    for number, row in enumerate(model.shown):
        cell = model.cells(number)[Column.LEFT]
        words = {
            word.casefold()
            for word in (*row.finding.evidence.shared, *row.finding.evidence.left_only)
        }
        for start, end in cell.spots:
            assert cell.text[start:end].casefold() in words
            found += 1
    assert found
