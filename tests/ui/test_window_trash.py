"""The trash in the window: what was deleted comes back, or goes for good, by the keyboard alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from diptych.model.comparison import Side
from diptych.model.note import Note, NoteKind
from diptych.model.plain import note_to_plain
from diptych.services import restoring, taking_along
from diptych.services.cataloguing import remove
from diptych.services.undo import Change
from diptych.ui.appearance import built_anew

if TYPE_CHECKING:
    from pathlib import Path

    from diptych.store.library import Library
    from diptych.ui.trash_panel import TrashPanel
    from support.driver import Reader


def delete_note(reader: Reader, words: str, text: str) -> None:
    reader.write_on(words, text)
    reader.run("delete_note")


def delete_many(library: Library, count: int) -> None:
    with library.together():
        for number in range(count):
            library.save_note(Note(str(number), NoteKind.FREE, f"Note {number}"))
            library.delete_note(str(number))


def trash(reader: Reader) -> TrashPanel:
    if not reader.window.handlers.panels.is_shown("trash"):
        reader.run("show_trash")
    return reader.window.handlers.panels.show("trash")


def listed(panel: TrashPanel) -> list[str]:
    return [entry.heading[0].text for entry in panel.list.entries]


def notes(reader: Reader) -> list[str]:
    return [note.body for note in reader.workplace.library.notes()]


def test_what_is_deleted_is_listed_with_its_days_and_put_back_by_enter(reader: Reader) -> None:
    delete_note(reader, "all families", "on **flight**")
    panel = trash(reader)
    assert listed(panel) == ["on flight"]
    assert "Note · deleted " in panel.list.entries[0].body
    assert "kept until " in panel.list.entries[0].body
    assert reader.keyboard is panel.list
    reader.press(Qt.Key.Key_Return)
    assert notes(reader) == ["on **flight**"]
    assert listed(panel) == []
    assert "kept here for 30 days" in panel.list.empty_words
    assert "is back" in reader.status
    reader.run("undo")
    assert listed(panel) == ["on flight"]


def test_deleting_for_good_asks_and_nothing_brings_it_back(reader: Reader) -> None:
    delete_note(reader, "all families", "first")
    delete_note(reader, "The ferry is loved", "second")
    panel = trash(reader)
    panel.list.go_to(
        f"note {next(n.id for n in reader.workplace.library.trash() if n.words == 'first')}"
    )
    reader.press(Qt.Key.Key_Delete)
    assert "Delete “first” for good?" in panel.question.words.text()
    assert reader.keyboard is panel.question.no
    reader.press(Qt.Key.Key_Escape)
    assert len(listed(panel)) == 2
    assert reader.keyboard is panel.list
    reader.press(Qt.Key.Key_Delete)
    reader.press(Qt.Key.Key_Left)
    reader.press(Qt.Key.Key_Return)
    assert listed(panel) == ["second"]
    # The steps that were about the other one go on.
    reader.run("undo")
    assert notes(reader) == ["second"]
    while reader.workplace.undo.can_undo:
        reader.run("undo")
    assert notes(reader) == []
    assert [item.words for item in reader.workplace.library.trash()] == ["second"]


def test_the_trash_is_emptied(reader: Reader) -> None:
    delete_note(reader, "all families", "first")
    delete_note(reader, "The ferry is loved", "second")
    reader.select(reader.pairs[0])
    reader.window.give_verdict("diverge")
    reader.run("verdict_clear")
    panel = trash(reader)
    assert any(title.startswith("Diverge: ") for title in listed(panel))
    reader.click(panel.empty)
    assert "Delete 3 things for good?" in panel.question.words.text()
    reader.click(panel.question.yes)
    assert listed(panel) == []
    reader.wait(lambda: reader.workplace.library.trash() == [])
    assert not panel.back.isEnabled()
    assert not panel.empty.isEnabled()


def test_much_goes_turn_by_turn_and_the_window_goes_on(reader: Reader) -> None:
    library, undo = reader.workplace.library, reader.workplace.undo
    delete_many(library, 300)
    panel = trash(reader)
    reader.click(panel.empty)
    library.save_note(Note("late", NoteKind.FREE, "Late"))
    library.delete_note("late")
    reader.click(panel.question.yes)
    # At once the list has only what came since the question, and what goes cannot be chosen.
    assert listed(panel) == ["Late"]
    assert len(library.trash()) > 1
    undo.do(
        "Write", [Change("note", "new", None, note_to_plain(Note("new", NoteKind.FREE, "New")))]
    )
    assert listed(panel) == ["Late"]
    reader.wait(lambda: len(library.trash()) == 1)
    assert notes(reader) == ["New"]


def test_what_is_being_emptied_goes_before_the_window_does(reader: Reader) -> None:
    delete_many(reader.window.workplace.library, 1000)
    panel = trash(reader)
    reader.window.handlers.keeping.let_go(reader.window.workplace.library.trash())
    del panel
    assert reader.close()
    reader.start()
    assert reader.window.workplace.library.trash() == []


def test_the_trash_of_another_library_is_not_emptied(reader: Reader) -> None:
    library = reader.workplace.library
    delete_many(library, 300)
    copy = library.back_up()
    panel = trash(reader)
    reader.click(panel.empty)
    reader.click(panel.question.yes)
    place = reader.workplace
    begun = taking_along.begin(place)
    ready = restoring.prepare(copy, library.path.parent, place.clock)
    reader.window.handlers.keeping.put_in_place(ready, copy.name, begun)
    reader.window = built_anew(reader.window)
    assert len(place.library.trash()) == 300


def test_what_cannot_be_deleted_is_listed_again(reader: Reader, data_folder: Path) -> None:
    delete_note(reader, "all families", "first")
    panel = trash(reader)
    path = data_folder / "library.sqlite"
    reader.click(panel.empty)
    path.rename(path.with_name("away"))
    reader.click(panel.question.yes)
    reader.wait(lambda: "not saved" in reader.status)
    path.with_name("away").rename(path)
    assert listed(panel) == ["first"]


def test_a_removed_document_is_in_the_trash_and_comes_back_with_its_notes(reader: Reader) -> None:
    reader.write_on("all families", "stays")
    entry = reader.window.desk.documents[Side.LEFT].entry
    library = reader.workplace.library
    bare = next(each for each in library.entries() if each.title.startswith("White"))
    remove(reader.workplace.undo, [entry, bare])
    panel = trash(reader)
    assert set(listed(panel)) == {entry.title, bare.title}
    bodies = {each.heading[0].text: each.body for each in panel.list.entries}
    assert "Document · deleted " in bodies[bare.title]
    assert "kept until " in bodies[bare.title]
    assert "kept for the notes on it" in bodies[entry.title]
    assert notes(reader) == ["stays"]
    panel.list.go_to(f"document {entry.sha256}")
    reader.press(Qt.Key.Key_Return)
    assert "is back" in reader.status
    assert library.entry(entry.sha256).title == entry.title
    panel.list.go_to(f"document {bare.sha256}")
    reader.press(Qt.Key.Key_Delete)
    assert "Its file stays as it is" in panel.question.words.text()
    reader.click(panel.question.yes)
    assert listed(panel) == []
