"""Notes and verdicts in the window: each stays what it is on, whatever else happens meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMessageBox

from diptych.model.comparison import Mode, Relation, Side
from support.driver import CTRL, Reader
from support.letters import write_letters, write_long_letters

if TYPE_CHECKING:
    from pathlib import Path

    from diptych.model.note import Note
    from diptych.ui.rows import Row


@pytest.fixture
def reader(qtbot, data_folder: Path):
    reader = Reader(qtbot, data_folder)
    yield reader
    reader.end()


@pytest.fixture
def letters(reader: Reader, tmp_path: Path) -> Reader:
    reader.start(*write_letters(tmp_path))
    reader.wait_for_findings()
    return reader


class Absence:
    """The library's file, which can be taken away for a while: then nothing can be saved."""

    def __init__(self, folder: Path) -> None:
        self._here, self._away = folder / "library.sqlite", folder / "library.away"

    def begin(self) -> None:
        self._here.rename(self._away)

    def end(self) -> None:
        self._away.rename(self._here)


@pytest.fixture
def absence(data_folder: Path) -> Absence:
    return Absence(data_folder)


def notes(reader: Reader) -> list[tuple[str, str]]:
    """All notes of the library: their texts, and the findings that they are on."""
    return sorted((note.body, note.finding) for note in reader.workplace.library.notes())


def bodies(reader: Reader) -> list[str]:
    return [body for body, _finding in notes(reader)]


def the_note(reader: Reader, body: str) -> Note:
    return next(note for note in reader.window.desk.notes if note.body == body)


def go_to_note(reader: Reader, note: Note) -> None:
    """Click a note's line in the list of notes."""
    reader.window.panel.notes_card.note_chosen.emit(note.id)
    reader.window.panel.write_note()


def on_topic(reader: Reader, topic: str) -> Row:
    return next(row for row in reader.rows if topic in row.finding.topics)


def filled(reader: Reader, side: Side) -> list[str]:
    """The words of a text that stand out because of a note."""
    view = reader.view(side)
    return [
        view.document.blocks[fill.block].text[fill.start : fill.end]
        for fills in view._scene.fills.values()
        for fill in fills
    ]


def lines(reader: Reader) -> list[str]:
    """The list of notes, read out."""
    return [row.accessibleName() for row in reader.window.panel.notes_card._rows]


# Whose text is in the editor


def test_a_note_on_a_finding_of_another_topic_brings_the_finding_back(letters: Reader) -> None:
    one, other = on_topic(letters, "border enforcement"), on_topic(letters, "asylum")
    for row, text in ((one, "on the border"), (other, "on asylum")):
        letters.select(row)
        letters.write(text)
        letters.wait_until_saved()
    letters.window.desk.set_topics(("asylum",))
    go_to_note(letters, the_note(letters, "on the border"))
    assert letters.note == "on the border"
    assert letters.selected.finding.id == one.finding.id
    letters.type("> ")
    letters.wait_until_saved()
    assert notes(letters) == [
        ("> on the border", one.finding.id),
        ("on asylum", other.finding.id),
    ]


def test_a_note_whose_finding_is_not_there_is_still_its_own(letters: Reader) -> None:
    judged = letters.pairs[0]
    letters.select(judged)
    letters.write("on a position")
    letters.wait_until_saved()
    letters.window.desk.set_mode(Mode.WORDS)
    letters.wait_for_findings()
    letters.select(letters.rows[0])
    letters.window.panel.write_note()
    letters.type("on a word")
    letters.wait_until_saved()
    wording = letters.selected.finding.id
    go_to_note(letters, the_note(letters, "on a position"))
    assert letters.note == "on a position"
    assert "on another finding" in letters.note_state
    letters.type("> ")
    letters.wait_until_saved()
    assert notes(letters) == [("> on a position", judged.finding.id), ("on a word", wording)]


def test_the_same_words_have_one_note(letters: Reader) -> None:
    letters.select_words(Side.LEFT, "all families")
    letters.write("abc")
    letters.wait_until_saved()
    letters.press(Qt.Key.Key_Escape)
    assert letters.keyboard is letters.view(Side.LEFT)
    letters.go_to_text(Side.LEFT)
    letters.write("def")
    letters.wait_until_saved()
    assert bodies(letters) == ["abcdef"]
    letters.close()
    letters.start()
    letters.wait_for_findings()
    letters.select_words(Side.LEFT, "all families")
    letters.write("> ")
    letters.wait_until_saved()
    assert bodies(letters) == ["> abcdef"]


def test_a_note_that_is_emptied_and_written_anew_stays_on_its_words(letters: Reader) -> None:
    letters.select_words(Side.LEFT, "all families")
    letters.write("abc")
    letters.wait_until_saved()
    written = the_note(letters, "abc")
    letters.select(letters.pairs[1])
    go_to_note(letters, written)
    letters.press(Qt.Key.Key_A, CTRL)
    letters.press(Qt.Key.Key_Delete)
    letters.wait_until_saved()
    assert bodies(letters) == []
    letters.type("new")
    letters.wait_until_saved()
    assert notes(letters) == [("new", "")]
    assert the_note(letters, "new").id == written.id


def test_going_from_note_to_note_writes_each_once(letters: Reader) -> None:
    editor, desk = letters.window.panel.note_editor, letters.window.desk
    for side, words in ((Side.LEFT, "all families"), (Side.RIGHT, "flee violence")):
        desk.writing.begin_on(side, letters.select_words(side, words))
        editor.field.insertPlainText(words)
    desk.swap()
    letters.wait_for_findings()
    assert bodies(letters) == ["all families", "flee violence"]


# What could not be saved


def test_a_note_that_failed_is_saved_after_the_sides_were_swapped(
    letters: Reader, absence: Absence
) -> None:
    letters.select_words(Side.LEFT, "all families")
    absence.begin()
    letters.write("precious")
    letters.wait(lambda: "not saved" in letters.note_state)
    letters.window.desk.swap()
    absence.end()
    letters.window.panel.flush()
    assert bodies(letters) == ["precious"]
    assert the_note(letters, "precious").anchors[0].quote == "all families"


@pytest.mark.parametrize("is_new", [True, False])
def test_a_note_that_failed_and_is_saved_by_going_back_to_it_is_shown_as_it_is(
    letters: Reader, absence: Absence, is_new: bool
) -> None:
    row, other = letters.pairs[:2]
    letters.select(row)
    if not is_new:
        letters.write("old, ")
        letters.wait_until_saved()
    absence.begin()
    letters.window.panel.write_note()
    letters.press(Qt.Key.Key_End, CTRL)
    letters.type("precious")
    letters.wait(lambda: "not saved" in letters.note_state)
    letters.select(other)
    absence.end()
    letters.select(row)
    text = "precious" if is_new else "old, precious"
    assert letters.note == text
    assert bodies(letters) == [text]
    assert "not saved" not in letters.note_state
    letters.window.panel.write_note()
    letters.press(Qt.Key.Key_End, CTRL)
    letters.type("!")
    letters.wait_until_saved()
    assert bodies(letters) == [f"{text}!"]


def test_a_note_that_failed_is_saved_though_another_document_lies_there(
    letters: Reader, absence: Absence, tmp_path: Path
) -> None:
    third = tmp_path / "third.txt"
    third.write_text("New text here.\n\nWe support walls.\n")
    judged = letters.pairs[0]
    letters.select(judged)
    absence.begin()
    letters.write("precious")
    letters.wait(lambda: "not saved" in letters.note_state)
    letters.open(Side.LEFT, third)
    absence.end()
    assert letters.close()
    letters.start(*write_letters(tmp_path))
    letters.wait_for_findings()
    assert notes(letters) == [("precious", judged.finding.id)]


def test_copy_and_close_copies_every_text_that_is_not_saved(
    letters: Reader, absence: Absence, monkeypatch: pytest.MonkeyPatch
) -> None:
    def copy(box: QMessageBox) -> None:
        next(button for button in box.buttons() if "Copy" in button.text()).click()

    monkeypatch.setattr(QMessageBox, "exec", copy)
    one, other = letters.pairs[:2]
    letters.select(one)
    absence.begin()
    letters.write("precious")
    letters.wait(lambda: "not saved" in letters.note_state)
    letters.select(other)
    letters.write("dear")
    assert letters.window.handlers.may_lose_text()
    assert QApplication.clipboard().text() == "precious\n\ndear"
    absence.end()


def test_a_note_deleted_while_it_is_typed_comes_back(letters: Reader) -> None:
    letters.select(letters.pairs[0])
    letters.write("just typed")
    letters.window.panel.note_editor.ask_deletion()
    assert bodies(letters) == []
    assert letters.note == ""
    letters.run("undo")
    assert bodies(letters) == ["just typed"]
    assert letters.note == "just typed"


def test_blanks_that_are_deleted_were_never_a_note(letters: Reader) -> None:
    letters.select(letters.pairs[0])
    letters.write("  ")
    letters.window.panel.note_editor.ask_deletion()
    assert bodies(letters) == []
    assert not letters.workplace.undo.can_undo


def test_a_note_that_comes_back_to_a_finding_is_shown(letters: Reader) -> None:
    one, other = letters.pairs[:2]
    letters.select(one)
    letters.write("kept")
    letters.wait_until_saved()
    letters.close()
    letters.start()
    letters.wait_for_findings()
    letters.select(one)
    letters.window.panel.note_editor.ask_deletion()
    letters.select(other)
    letters.select(one)
    assert letters.note == ""
    letters.run("undo")
    assert letters.note == "kept"


# Where the texts stand


def test_saving_a_note_leaves_the_texts_where_they_are(reader: Reader, tmp_path: Path) -> None:
    reader.start(*write_long_letters(tmp_path))
    reader.wait_for_findings()
    reader.select(reader.pairs[0])
    reader.select_words(Side.LEFT, "geese")
    for side in Side:
        view = reader.view(side)
        view.show_place(len(view.document.blocks) - 3, 0, 0.0)
    QApplication.processEvents()
    before = [reader.view(side).verticalScrollBar().value() for side in Side]
    reader.write("far from the finding")
    reader.wait_until_saved()
    assert [reader.view(side).verticalScrollBar().value() for side in Side] == before


# Verdicts


def test_after_swapping_a_verdict_can_be_changed_taken_back_and_undone(letters: Reader) -> None:
    finding = letters.pairs[0].finding.id
    letters.select(letters.pairs[0])
    letters.window.give_verdict("converge")
    letters.window.desk.swap()
    letters.wait_for_findings()
    letters.window.desk.select(finding)
    letters.window.give_verdict("partial")
    assert letters.selected.relation is Relation.PARTIAL
    letters.window.give_verdict("")
    assert letters.selected.verdict is None
    for relation in (Relation.PARTIAL, Relation.CONVERGE):
        letters.run("undo")
        assert letters.selected.relation is relation
    letters.run("undo")
    assert letters.selected.verdict is None


def test_a_verdict_on_a_position_is_not_among_the_words(letters: Reader) -> None:
    finding = letters.pairs[0].finding.id
    letters.select(letters.pairs[0])
    letters.window.give_verdict("converge")
    letters.window.desk.set_mode(Mode.WORDS)
    letters.wait_for_findings()
    assert finding not in {row.finding.id for row in letters.rows}


def test_a_pair_of_the_readers_own_carries_the_verdict_and_can_be_taken_back(
    letters: Reader,
) -> None:
    letters.window.desk.set_mode(Mode.WORDS)
    letters.wait_for_findings()
    letters.select(letters.pairs[0])
    letters.window.give_verdict("partial")
    judged = letters.selected.finding.id
    letters.window.desk.set_mode(Mode.POSITIONS)
    letters.wait_for_findings()
    letters.select(next(row for row in letters.rows if row.finding.id == judged))
    assert letters.selected.verdict
    assert letters.window.desk.report().verdicts[judged].relation is Relation.PARTIAL
    letters.window.give_verdict("")
    assert judged not in {row.finding.id for row in letters.rows}


# Another encoding


def test_a_note_finds_its_words_in_another_encoding_or_says_that_it_did_not(
    reader: Reader, tmp_path: Path
) -> None:
    left, right = tmp_path / "left.txt", tmp_path / "right.txt"
    left.write_text("é" * 40 + " word. We support asylum for families today.\n", encoding="utf-8")
    right.write_text("We oppose asylum for families today.\n", encoding="utf-8")
    reader.start(left, right)
    reader.wait_for_findings()
    reader.select_words(Side.LEFT, "support asylum for families today")
    reader.write("mine")
    reader.wait_until_saved()
    reader.select_words(Side.LEFT, "é" * 40)
    reader.write("accents")
    reader.wait_until_saved()
    assert not any("not found" in line for line in lines(reader))
    reader.window.desk.open(Side.LEFT, str(left), "cp1252")
    reader.wait_for_findings()
    assert filled(reader, Side.LEFT) == ["support asylum for families today"]
    assert ["not found" in line for line in lines(reader)] == [False, True]
    reader.select_words(Side.LEFT, "support asylum for families today")
    reader.write("> ")
    reader.wait_until_saved()
    assert bodies(reader) == ["> mine", "accents"]


def test_a_colour_of_a_newer_version_is_shown_as_the_usual_one(letters: Reader) -> None:
    letters.write_on("all families", "in another colour")
    library = letters.workplace.library
    (note,) = library.notes()
    library.save_note(note._replace(colour="turquoise"))
    letters.close()
    letters.start()
    letters.wait_for_findings()
    letters.run("show_notes")
    assert not letters.window.grab().isNull()
    assert letters.bodies == {"in another colour"}
