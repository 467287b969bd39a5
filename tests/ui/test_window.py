"""The window on two documents: findings, verdicts, notes, search, sizes, colours."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from diptych.model.comparison import Mode, Relation, Side
from diptych.ui.marks import Position
from support.driver import CTRL, SHIFT, Reader
from support.letters import LEFT
from support.repository import SEEDS

if TYPE_CHECKING:
    from pathlib import Path

OPPOSED = "We oppose asylum"


def opposed(reader: Reader):
    """The finding that ties what one says for asylum to what the other says against it."""
    return next(
        row
        for row in reader.pairs
        if any("asylum" in row.quote(side) for side in Side)
        and any(OPPOSED in row.quote(side) for side in Side)
        and any("We support asylum" in row.quote(side) for side in Side)
    )


def test_every_finding_is_marked_in_both_texts_with_its_words(reader: Reader) -> None:
    assert len(reader.pairs) >= 2
    for row in reader.rows:
        reader.select(row)
        for side in Side:
            if row.finding.passages(side):
                assert reader.in_view(side)
                assert row.quote(side)[:20] in reader.view(side).document.source


def test_swapping_sides_keeps_verdicts_and_notes(reader: Reader) -> None:
    reader.select(opposed(reader))
    reader.go_to_text(Side.LEFT)
    reader.press(Qt.Key.Key_3)
    reader.write("They will never agree")
    reader.wait_until_saved()
    reader.select_words(Side.LEFT, "The ferry")
    reader.write("Which one?")
    reader.wait_until_saved()
    silences = sum(row.finding.relation.is_one_sided for row in reader.rows)
    reader.run("swap_sides")
    assert "A reply" in reader.title(Side.LEFT)
    assert "On the border" in reader.title(Side.RIGHT)
    assert sum(row.finding.relation.is_one_sided for row in reader.rows) == silences
    judged = opposed(reader)
    assert OPPOSED in judged.left
    assert judged.verdict is not None
    assert judged.relation is Relation.PARTIAL
    assert judged.has_note
    assert sorted(note.body for note in reader.window.desk.notes) == [
        "They will never agree",
        "Which one?",
    ]
    places = [row.accessibleName().split(":")[0] for row in reader.window.panel.notes_card._rows]
    assert places == ["A reply ¶ 1 · On the border ¶ 1", "On the border ¶ 4"]
    # Taking the verdict back counts for both ways round.
    reader.select(judged)
    assert reader.note == "They will never agree"
    reader.go_to_text(Side.LEFT)
    reader.press(Qt.Key.Key_0)
    assert reader.selected.verdict is None
    reader.run("swap_sides")
    assert opposed(reader).verdict is None


def test_only_findings_on_the_chosen_topics_are_shown(reader: Reader) -> None:
    everything = reader.rows
    topics = {topic for row in everything for topic in row.finding.topics}
    assert len(topics) > 1
    chosen = sorted(topics)[0]
    reader.window.panel.topics_card.topic_clicked.emit(chosen)
    assert 0 < len(reader.rows) < len(everything)
    assert all(chosen in row.finding.topics for row in reader.rows)
    assert f"{len(reader.rows)} finding" in reader.status
    assert reader.selected in reader.rows
    # It is so again after a restart, and a second click shows all.
    assert reader.close()
    reader.start()
    assert all(chosen in row.finding.topics for row in reader.rows)
    reader.window.panel.topics_card.topic_clicked.emit(chosen)
    assert [row.finding.id for row in reader.rows] == [row.finding.id for row in everything]


def test_a_verdict_not_a_pair_takes_the_marks_away_and_stays_in_the_list(reader: Reader) -> None:
    row = reader.pairs[0]
    reader.select(row)
    reader.go_to_text(Side.LEFT)
    reader.press(Qt.Key.Key_4)
    assert reader.selected.relation is None
    assert row.finding.id in {each.finding.id for each in reader.rows}
    gutter = reader.window.spread.gutter
    gutter.grab()
    assert row.finding.id not in {finding for finding, _path, _centre in gutter._drawn}
    assert "your verdict" in reader.selected.label


def test_a_silence_cannot_be_called_a_convergence(reader: Reader) -> None:
    silence = next(row for row in reader.rows if row.finding.relation.is_one_sided)
    reader.select(silence)
    assert not reader.window.commands.action("verdict_converge").isEnabled()
    reader.go_to_text(Side.LEFT)
    reader.press(Qt.Key.Key_1)
    assert reader.selected.verdict is None
    reader.press(Qt.Key.Key_4)
    assert reader.selected.relation is None


def test_words_are_compared_and_positions_again(reader: Reader) -> None:
    positions = reader.rows
    reader.run("mode_words")
    assert reader.window.desk.comparison.mode is Mode.WORDS
    assert reader.rows != positions
    assert reader.window.top_bar.modes.current() == "words"
    for row in reader.rows:
        for side in Side:
            if row.finding.passages(side):
                assert row.quote(side).removesuffix("…")[:30]
    assert reader.close()
    reader.start()
    assert reader.window.desk.mode is Mode.WORDS
    reader.run("mode_positions")
    assert [row.label for row in reader.rows] == [row.label for row in positions]


def test_searching_counts_in_both_texts_and_steps_through(reader: Reader) -> None:
    bar = reader.window.top_bar
    reader.go_to_text(Side.LEFT)
    reader.press(Qt.Key.Key_F, CTRL)
    assert reader.keyboard is bar.search
    reader.type("the b")
    assert bar.hits.isVisible()
    assert bar.hits.shown_text() == "2 | 1"
    view = reader.view(Side.LEFT)
    assert view.current_hit == 0
    reader.press(Qt.Key.Key_F3)
    reader.press(Qt.Key.Key_F3)
    assert view.current_hit == 2
    reader.press(Qt.Key.Key_F3, SHIFT)
    assert view.current_hit == 1
    reader.press(Qt.Key.Key_Return)
    assert view.current_hit == 2
    reader.press(Qt.Key.Key_Escape)
    assert reader.keyboard is view
    assert not bar.hits.isVisible()
    assert view.hit_count == reader.view(Side.RIGHT).hit_count == 0


def test_the_selected_words_are_searched_and_what_is_not_there_counts_zero(
    reader: Reader,
) -> None:
    reader.select_words(Side.LEFT, "ferry")
    reader.press(Qt.Key.Key_F, CTRL)
    bar = reader.window.top_bar
    assert bar.search.text() == "ferry"
    assert bar.hits.shown_text() == "1 | 0"
    # The other text has no hit: the next one is in the text that has some.
    reader.go_to_text(Side.RIGHT)
    reader.press(Qt.Key.Key_F3)
    assert reader.view(Side.LEFT).current_hit == 1


def test_a_search_goes_on_in_a_document_that_is_opened_meanwhile(reader: Reader) -> None:
    reader.press(Qt.Key.Key_F, CTRL)
    reader.type("asylum")
    bar = reader.window.top_bar
    left = bar.hits.shown_text().split(" | ")[0]
    reader.open(Side.RIGHT, SEEDS / "letter-2021.txt")
    hits = reader.view(Side.RIGHT).hit_count
    assert hits > 1
    assert bar.hits.shown_text() == f"{left} | {hits}"


def test_sizes_change_by_keys_and_wheel_and_are_kept(reader: Reader) -> None:
    view = reader.view(Side.LEFT)
    height = view.content_height()
    reader.go_to_text(Side.LEFT)
    reader.press(Qt.Key.Key_Plus, CTRL)
    reader.turn_wheel(view.viewport(), 2, CTRL)
    assert reader.window.zoom == 150
    assert view.content_height() > height
    assert "150 %" in reader.status
    for _ in range(20):
        reader.press(Qt.Key.Key_Minus, CTRL)
    assert reader.window.zoom == 60
    assert reader.close()
    reader.start()
    assert reader.window.zoom == 60
    small = reader.view(Side.LEFT).content_height()
    reader.press(Qt.Key.Key_0, CTRL)
    assert reader.window.zoom == 100
    assert reader.view(Side.LEFT).content_height() > small


def test_dark_colours_reach_everything_and_are_kept(reader: Reader) -> None:
    def darkness() -> int:
        picture = reader.window.grab().toImage()
        points = [
            picture.pixelColor(picture.width() * x // 40, picture.height() * y // 40)
            for x in range(1, 40)
            for y in range(1, 40)
        ]
        return sum(point.lightness() < 110 for point in points)

    reader.run("show_library")
    light = darkness()
    assert light < 200
    for style in ("sepia", "dark"):
        reader.press(Qt.Key.Key_D, CTRL | SHIFT)
        assert reader.window.commands.action(f"theme_{style}").isChecked()
    assert darkness() > 1300
    assert reader.close()
    reader.start()
    assert reader.window.theme.is_dark
    reader.run("theme_light")
    assert darkness() < 200


def test_panels_are_hidden_and_stay_hidden(reader: Reader) -> None:
    window = reader.window
    reader.press(Qt.Key.Key_F8)
    reader.press(Qt.Key.Key_F9)
    assert not window.table.isVisible()
    assert not window.panel.isVisible()
    assert not window.rail.buttons["show_findings"].isChecked()
    assert reader.close()
    reader.start()
    assert not reader.window.table.isVisible()
    assert not reader.window.commands.action("show_side_panel").isChecked()
    # Writing a note brings the panel back.
    reader.select_words(Side.LEFT, "The ferry")
    reader.write("Here")
    assert reader.window.panel.isVisible()
    reader.wait_until_saved()


@pytest.mark.parametrize(
    ("command", "holds"),
    [
        ("export_html", "<html"),
        ("export_markdown", "# "),
        ("export_json", '"findings"'),
    ],
)
def test_an_export_holds_findings_verdicts_and_notes(
    reader: Reader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str, holds: str
) -> None:
    reader.select(opposed(reader))
    reader.go_to_text(Side.LEFT)
    reader.press(Qt.Key.Key_3)
    reader.write("A note to be exported")
    reader.wait_until_saved()
    target = tmp_path / "out"
    offered = []

    def choose(_parent, _title, name, wanted):
        offered.append((name, wanted))
        return str(target), wanted

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    reader.run(command)
    reader.wait(lambda: "The comparison was exported: out" in reader.status)
    written = target.read_text(encoding="utf-8")
    assert holds in written
    assert OPPOSED in written
    if command == "export_json":
        assert len(json.loads(written)["findings"]) == len(reader.rows)
    else:
        assert "A note to be exported" in written
    ((name, wanted),) = offered
    assert name == f"On the border – A reply{wanted[1:]}"
    # A place that cannot be written is said, and nothing else happens.
    target = tmp_path / "nowhere" / "out"
    reader.run(command)
    reader.wait(lambda: "could not be written" in reader.status)


def test_a_note_that_is_deleted_comes_back_by_undo(reader: Reader) -> None:
    reader.select(reader.pairs[0])
    reader.go_to_text(Side.LEFT)
    reader.write("Think about it")
    reader.wait_until_saved()
    reader.run("delete_note")
    assert reader.note == ""
    assert reader.window.desk.notes == []
    assert not reader.selected.has_note
    reader.go_to_text(Side.LEFT)
    reader.press(Qt.Key.Key_Z, CTRL)
    assert reader.note == "Think about it"
    assert reader.selected.has_note
    reader.press(Qt.Key.Key_Y, CTRL)
    assert reader.window.desk.notes == []


def test_typing_is_saved_when_the_window_closes_at_once(reader: Reader) -> None:
    reader.select(reader.pairs[0])
    reader.go_to_text(Side.LEFT)
    reader.write("Half a thou")
    assert reader.close()
    reader.start()
    assert [note.body for note in reader.window.desk.notes] == ["Half a thou"]


def test_typing_is_saved_under_its_finding_when_another_is_selected(reader: Reader) -> None:
    one, other = reader.pairs[:2]
    reader.select(one)
    reader.go_to_text(Side.LEFT)
    reader.write("On the first")
    reader.select(other)
    assert reader.note == ""
    reader.go_to_text(Side.LEFT)
    reader.write("On the second")
    reader.run("swap_sides")
    bodies = {note.body: note.finding for note in reader.window.desk.notes}
    assert bodies == {"On the first": one.finding.id, "On the second": other.finding.id}


def test_a_click_on_noted_words_brings_the_note(reader: Reader) -> None:
    reader.select_words(Side.LEFT, "The ferry")
    reader.write("Which one?")
    reader.wait_until_saved()
    reader.select(reader.pairs[0])
    assert reader.note == ""
    view = reader.view(Side.LEFT)
    view.select(Position(0, 0), Position(0, 0))
    block = next(i for i, b in enumerate(view.document.blocks) if "ferry" in b.text)
    top, bottom = view.extent(block, 0, 5)
    point = view.caret_rect(Position(block, 2)).center()
    assert top <= point.y() <= bottom
    reader.click(view.viewport(), point)
    assert reader.note == "Which one?"
    assert LEFT[slice(*reader.window.desk.notes[0].left[0].span)] == "The ferry"


def test_why_tells_what_the_verdict_was_before(reader: Reader) -> None:
    reader.select(reader.pairs[0])
    for command in ("verdict_diverge", "verdict_partial", "verdict_clear", "why"):
        reader.run(command)
    told = reader.window.panel.finding_card.heading.text()
    changes = [line for line in told.splitlines() if "before:" in line]
    assert len(changes) == 2
    assert "verdict taken back (before: ≈ " in changes[0]
    assert "(before: ≠ " in changes[1]
