"""A document changes on the disk: the reader is told, and every note is there afterwards."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt

from diptych.model.comparison import Relation, Side
from diptych.model.note import AnchorState, NoteKind
from diptych.services.browsing import Filters
from diptych.ui.marks import Position
from support.driver import Reader
from support.letters import LEFT, write_letters

if TYPE_CHECKING:
    from diptych.model.note import Note

EDITED = """On the border

A new sentence stands here first.

We support asylum for all families who flee violence, and we will protect them.

The root causes of migration are violence and corruption in Central America.

The ferry is loved by the old people of the town.
"""


@pytest.fixture
def reader(qtbot, data_folder: Path):
    reader = Reader(qtbot, data_folder)
    yield reader
    reader.end()


def write_notes(reader: Reader, *notes: tuple[str, str]) -> None:
    for words, text in notes:
        reader.select_words(Side.LEFT, words)
        reader.write(text)
        reader.wait_until_saved()


def notes(reader: Reader) -> dict[str, Note]:
    return {note.body: note for note in reader.workplace.library.notes()}


def said(reader: Reader, side: Side = Side.LEFT) -> str:
    return reader.window.handlers.notices.text(side)


def browser(reader: Reader):
    reader.run("show_notes")
    return reader.window.handlers.panels.show("notes")


def test_notes_are_carried_over_at_the_next_start_and_it_is_said_in_numbers(
    reader: Reader, tmp_path: Path
) -> None:
    left, _right = paths = write_letters(tmp_path)
    reader.start(*paths)
    reader.wait_for_findings()
    write_notes(
        reader,
        ("families who flee violence", "same"),
        ("The ferry is loved by the children of the town", "edited"),
        ("We oppose the construction of a wall along the border.", "gone"),
    )
    assert reader.close()
    left.write_text(EDITED, encoding="utf-8")
    reader.start()
    reader.wait_for_findings()
    reader.wait(lambda: "Of 3 notes" in said(reader))
    kept = notes(reader)
    assert kept["same"].left[0].quote == "families who flee violence"
    assert kept["same"].left[0].state is AnchorState.MOVED
    tally = dict.fromkeys(AnchorState, 0)
    for note in kept.values():
        tally[note.left[0].state] += 1
    for count, words in (
        (tally[AnchorState.MOVED], "moved"),
        (tally[AnchorState.UNCERTAIN], "uncertain"),
        (tally[AnchorState.LOST], "lost"),
    ):
        assert f"{count} {words}" in said(reader)
    assert sum(tally.values()) == 3
    assert kept["gone"].left[0].quote.startswith("We oppose the construction")
    lines = [row.accessibleName() for row in reader.window.panel.notes_card._rows]
    assert len(lines) == 3
    assert any("not found" in line and "gone" in line for line in lines)
    # And the numbers are said once.
    assert reader.close()
    reader.start()
    reader.wait_for_findings()
    assert set(notes(reader)) == set(kept)


def test_a_file_that_changes_meanwhile_is_offered_to_be_read_again(
    reader: Reader, tmp_path: Path
) -> None:
    left, _right = paths = write_letters(tmp_path)
    reader.start(*paths)
    reader.wait_for_findings()
    write_notes(reader, ("families who flee violence", "same"))
    watching = reader.window.handlers.notes.watching
    left.write_text(LEFT, encoding="utf-8")
    watching.look()
    reader.wait(lambda: not watching._is_looking)
    assert "changed" not in reader.message(Side.LEFT)
    left.write_text(EDITED, encoding="utf-8")
    watching.look()
    reader.wait(lambda: "has changed" in said(reader))
    notice = reader.window.handlers.notices.notice(Side.LEFT)
    notice.button("again").click()
    reader.wait(lambda: "Of 1 note" in said(reader))
    assert "A new sentence" in reader.view(Side.LEFT).document.source
    assert notes(reader)["same"].left[0].state is AnchorState.MOVED
    old = reader.workplace.library.former_anchors(notes(reader)["same"].id, 1)[0].anchor.sha256
    assert reader.workplace.library.has_text(old)


def test_a_verdict_follows_to_the_same_pair(reader: Reader, tmp_path: Path) -> None:
    left, _right = paths = write_letters(tmp_path)
    reader.start(*paths)
    reader.wait_for_findings()
    row = next(r for r in reader.pairs if "root causes" in r.finding.topics)
    reader.select(row)
    reader.window.give_verdict("partial")
    reader.write("on the causes")
    reader.wait_until_saved()
    assert reader.close()
    left.write_text(EDITED, encoding="utf-8")
    reader.start()
    reader.wait_for_findings()
    reader.wait(lambda: "1 verdict counts" in said(reader))
    judged = [r for r in reader.rows if r.verdict]
    assert [r.relation for r in judged] == [Relation.PARTIAL]
    reader.select(judged[0])
    assert reader.note == "on the causes"


def test_the_reader_decides_where_a_lost_note_belongs(reader: Reader, tmp_path: Path) -> None:
    left, _right = paths = write_letters(tmp_path)
    reader.start(*paths)
    reader.wait_for_findings()
    write_notes(reader, ("We oppose the construction of a wall along the border.", "gone"))
    assert reader.close()
    left.write_text(EDITED, encoding="utf-8")
    reader.start()
    reader.wait_for_findings()
    reader.wait(lambda: "1 lost" in said(reader))
    reader.window.handlers.notices.notice(Side.LEFT).button("unplaced").click()
    panel = browser(reader)
    panel.show_unplaced()
    assert [item.title for item in panel.model.items] == ["gone"]
    assert panel.former.isHidden()
    text = panel.deciding._body.text()
    assert "We oppose the construction of a wall along the border." in text
    reader.wait(lambda: "Looking for them" not in panel.deciding._body.text())
    reader.select_words(Side.LEFT, "A new sentence stands here first.")
    reader.click(panel.deciding.chosen)
    anchor = notes(reader)["gone"].left[0]
    assert (anchor.quote, anchor.state) == ("A new sentence stands here first.", AnchorState.EXACT)
    panel.set_filters(Filters())
    panel.list.go_to_row(0)
    assert "on: “We oppose the construction of a wall along the border.”" in panel.former.text()
    panel.show_unplaced()
    assert len(panel.model.items) == 0
    reader.run("undo")
    assert notes(reader)["gone"].left[0].state is AnchorState.LOST
    assert len(panel.model.items) == 1


# The browser


def test_the_browser_lists_filters_and_opens_by_the_keyboard(
    reader: Reader, tmp_path: Path
) -> None:
    reader.start(*write_letters(tmp_path))
    reader.wait_for_findings()
    panel = browser(reader)
    assert "write one (N)" in panel.list.empty_words
    write_notes(
        reader,
        ("families who flee violence", "on flight #asylum"),
        ("The ferry is loved", "on the ferry"),
    )
    assert {item.title for item in panel.model.items} == {"on flight #asylum", "on the ferry"}
    panel.take_keyboard()
    reader.type("asyl")
    assert [item.note.tags for item in panel.model.items] == [("asylum",)]
    reader.press(Qt.Key.Key_Down)
    reader.press(Qt.Key.Key_Return)
    assert reader.note == "on flight #asylum"
    panel.list.setFocus()
    reader.press(Qt.Key.Key_Delete)
    assert [item.title for item in panel.model.items] == []
    panel.set_filters(panel.filters._replace(words="", which="trash"))
    assert [item.title for item in panel.model.items] == ["on flight #asylum"]
    panel.list.go_to_row(0)
    reader.click(panel.restore)
    assert "on flight #asylum" in notes(reader)


def test_a_note_on_other_documents_opens_them(reader: Reader, tmp_path: Path) -> None:
    paths = write_letters(tmp_path)
    reader.start(*paths)
    reader.wait_for_findings()
    write_notes(reader, ("families who flee violence", "elsewhere"))
    third = tmp_path / "third.txt"
    third.write_text("New text here.\n\nWe support walls.\n")
    reader.open(Side.LEFT, third)
    panel = browser(reader)
    panel.list.go_to_row(0)
    panel.list.setFocus()
    reader.press(Qt.Key.Key_Return)
    reader.wait(lambda: reader.note == "elsewhere")
    assert "flee violence" in reader.view(Side.LEFT).document.source


# Kinds of notes, and colours


def test_a_highlight_is_toggled_coloured_and_written_on(reader: Reader, tmp_path: Path) -> None:
    reader.start(*write_letters(tmp_path))
    reader.wait_for_findings()
    reader.select_words(Side.LEFT, "families who flee violence")
    reader.go_to_text(Side.LEFT)
    reader.press(Qt.Key.Key_H)
    (note,) = reader.workplace.library.notes()
    assert (note.body, note.colour) == ("", "yellow")
    fills = [f for each in reader.view(Side.LEFT)._scene.fills.values() for f in each]
    assert [(f.colour, f.is_written) for f in fills] == [("yellow", False)]
    reader.run("highlight_green")
    assert reader.workplace.library.notes()[0].colour == "green"
    reader.go_to_text(Side.LEFT)
    reader.write("why")
    reader.wait_until_saved()
    (note,) = reader.workplace.library.notes()
    assert (note.body, note.colour) == ("why", "green")
    reader.go_to_text(Side.LEFT)
    reader.press(Qt.Key.Key_H)
    assert reader.workplace.library.notes()[0].colour == ""
    reader.run("undo")
    assert reader.workplace.library.notes()[0].colour == "green"


def test_words_of_both_texts_are_linked(reader: Reader, tmp_path: Path) -> None:
    reader.start(*write_letters(tmp_path))
    reader.wait_for_findings()
    reader.run("link_selections")
    assert "Select words in both" in reader.status
    reader.select_words(Side.LEFT, "asylum for all families")
    reader.select_words(Side.RIGHT, "asylum for families")
    reader.run("link_selections")
    reader.type("the same families")
    reader.wait_until_saved()
    (note,) = reader.workplace.library.notes()
    quotes = [anchor.quote for anchor in note.anchors]
    assert quotes == ["asylum for all families", "asylum for families"]
    for side in Side:
        assert reader.view(side)._scene.fills


def test_notes_on_a_document_a_comparison_a_topic_and_on_nothing(
    reader: Reader, tmp_path: Path
) -> None:
    reader.start(*write_letters(tmp_path))
    reader.wait_for_findings()
    reader.window.desk.set_topics(("asylum",))
    for command in ("note_on_document", "note_on_reading", "note_on_topic", "free_note"):
        reader.run(command)
        reader.type(command)
        reader.wait_until_saved()
    hashes = [reader.window.desk.documents[side].document.sha256 for side in Side]
    assert {note.body: note.target for note in reader.workplace.library.notes()} == {
        "note_on_document": hashes[0],
        "note_on_reading": " ".join(hashes),
        "note_on_topic": "asylum",
        "free_note": "",
    }
    assert reader.note == "free_note"


def test_several_notes_on_one_place_are_all_reachable(reader: Reader, tmp_path: Path) -> None:
    reader.start(*write_letters(tmp_path))
    reader.wait_for_findings()
    span = reader.select_words(Side.LEFT, "all families")
    reader.write("one")
    reader.wait_until_saved()
    reader.run("another_note")
    reader.type("two")
    reader.wait_until_saved()
    assert sorted(notes(reader)) == ["one", "two"]
    view = reader.view(Side.LEFT)
    block, start, _end = view.document.pieces(span)[0]
    shown = []
    for _ in range(3):
        reader.click(view.viewport(), view.caret_rect(Position(block, start + 2)).center())
        shown.append(reader.note)
    assert sorted(shown[:2]) == ["one", "two"]
    assert shown[2] == shown[0]


# What an earlier run could not save


def test_a_text_that_was_left_behind_is_offered_and_taken_in(
    reader: Reader, data_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "home", lambda: tmp_path / "home")
    for folder, name, text in (
        (data_folder, "unsaved-note-1.md", "Kept *elsewhere*\n"),
        (tmp_path / "home", "unsaved-note-2.md", "In the reader's own folder\n"),
        (data_folder, "unsaved-note-3.md", "known already\n"),
    ):
        folder.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
        os.utime(folder / name, (1, 1))
    reader.start(*write_letters(tmp_path))
    reader.workplace.annotating.note_on(NoteKind.FREE, "", "known already")
    reader.window.handlers.notes._watch()
    reader.wait(lambda: "2 notes could not be saved" in said(reader))
    assert "“Kept *elsewhere*”" in said(reader)
    assert str(tmp_path / "home" / "unsaved-note-2.md") in said(reader)
    assert sorted(path.name for path in data_folder.glob("unsaved-*")) == ["unsaved-note-1.md"]
    reader.window.handlers.notices.notice(Side.LEFT).button("rescued").click()
    assert set(notes(reader)) == {
        *("known already", "Kept *elsewhere*", "In the reader's own folder")
    }
    assert reader.note == "In the reader's own folder"
    assert said(reader) == ""
    assert not list(data_folder.glob("unsaved-*"))
    assert not list((tmp_path / "home").iterdir())
