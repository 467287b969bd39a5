"""Verdicts whose words have changed: listed with the old words and the new, decided, undone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt

from diptych.model.comparison import Relation, Side
from diptych.ui.unsettled_panel import changed_words
from support.driver import Reader
from support.letters import LEFT, write_letters

if TYPE_CHECKING:
    from pathlib import Path

    from diptych.ui.unsettled_panel import UnsettledPanel

CHANGED = LEFT.replace("for all families who flee violence", "for most families who flee hunger")
WITHOUT = LEFT.replace(
    "The root causes of migration are violence and corruption in Central America.", "Rain fell."
)


@pytest.fixture
def reader(qtbot, data_folder: Path):
    reader = Reader(qtbot, data_folder)
    yield reader
    reader.end()


def judge_and_change(reader: Reader, tmp_path: Path, pair: int, text: str) -> UnsettledPanel:
    """Judge a pair, change the left file, start again, and show what is to decide."""
    left, _right = paths = write_letters(tmp_path)
    reader.start(*paths)
    reader.wait_for_findings()
    reader.select(reader.pairs[pair])
    reader.window.give_verdict("partial")
    assert reader.close()
    left.write_text(text, encoding="utf-8")
    reader.start()
    reader.wait_for_findings()
    notices = reader.window.handlers.notices
    reader.wait(lambda: "1 verdict stays with the earlier text" in notices.text(Side.LEFT))
    notices.notice(Side.LEFT).button("verdicts").click()
    panel = reader.window.handlers.panels.show("unsettled")
    reader.wait(lambda: len(panel.list.entries) == 1)
    return panel


def verdicts(reader: Reader) -> list[Relation | None]:
    documents = reader.window.desk.documents
    hashes = [documents[side].document.sha256 for side in Side]
    return [each.relation for each in reader.workplace.annotating.verdicts(*hashes)]


def test_the_reader_says_that_a_verdict_holds_for_the_new_words(
    reader: Reader, tmp_path: Path
) -> None:
    panel = judge_and_change(reader, tmp_path, 0, CHANGED)
    assert reader.keyboard is panel.list
    reader.press(Qt.Key.Key_Home)
    said = panel.words.text()
    assert "for all families who flee violence," in said
    assert "for most families who flee hunger," in said
    assert panel.list.entries[0].spoken.startswith("Partial, On the border: We support asylum")
    reader.click(panel.holds)
    assert verdicts(reader) == [Relation.PARTIAL]
    reader.wait(lambda: not panel.list.entries)
    assert panel.card.isHidden()
    assert "No verdict is waiting" in panel.list.empty_words
    reader.run("undo")
    reader.wait(lambda: len(panel.list.entries) == 1)
    assert verdicts(reader) == []


def test_a_verdict_without_its_words_can_only_be_let_go(reader: Reader, tmp_path: Path) -> None:
    panel = judge_and_change(reader, tmp_path, 1, WITHOUT)
    panel.list.go_to_row(0)
    assert "Nothing in the new text resembles them." in panel.words.text()
    assert not panel.holds.isEnabled()
    reader.click(panel.lapses)
    reader.wait(lambda: not panel.list.entries)
    assert verdicts(reader) == []
    assert reader.close()
    reader.start()
    reader.wait_for_findings()
    panel = reader.window.handlers.panels.show("unsettled")
    reader.wait(lambda: "No verdict is waiting" in panel.list.empty_words)
    assert not panel.list.entries


def test_what_differs_is_set_off() -> None:
    old, new = changed_words("for all the families", "for most families now")
    assert [(piece.text, piece.struck) for piece in old] == [
        ("for ", False),
        ("all the ", True),
        ("families ", False),
    ]
    assert [(piece.text, piece.bold) for piece in new] == [
        ("for ", False),
        ("most ", True),
        ("families ", False),
        ("now ", True),
    ]
