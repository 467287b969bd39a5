"""What was deleted stays for 30 days, whatever the clock does, and then is gone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from diptych.model.comparison import Relation, Topic
from diptych.model.errors import UserError
from diptych.model.note import LibraryEntry, Note, NoteKind, Reading, Verdict
from diptych.model.plain import note_to_plain
from diptych.services.backups import emptying_old_trash
from diptych.services.cataloguing import remove
from diptych.services.topics import Editing, Followed
from diptych.services.trashing import Emptying, listed, restore
from diptych.services.undo import Change, Undo
from diptych.store.library import Library
from support.annotations import document, note_on
from support.clock import Clock
from support.letting_go import let_go

if TYPE_CHECKING:
    from pathlib import Path

TEXT = document("The first words.\nThe second words.")
A, B, C = "a" * 64, "b" * 64, "c" * 64
NOON = "2026-03-01T12:00:00Z"


@pytest.fixture
def clock() -> Clock:
    return Clock(noon("2026-03-01"))


@pytest.fixture
def library(tmp_path: Path, clock: Clock):
    library = Library.open(tmp_path, clock)
    yield library
    library.close()


def noon(day: str) -> str:
    return f"{day}T12:00:00Z"


def start_on(library: Library, clock: Clock, day: str) -> None:
    """Let a day pass by: the daily look after the trash."""
    clock.now = noon(day)
    empty = emptying_old_trash(library, clock())
    while empty():
        pass


def delete_one(library: Library) -> None:
    library.save_note(note_on(TEXT, "first", "Mine"))
    library.delete_note(f"{1:032x}")


def test_it_lists_what_was_deleted_and_gives_it_back(library, clock) -> None:
    delete_one(library)
    library.save_note(Note("2", NoteKind.SELECTION, "", note_on(TEXT, "second", "").left))
    clock.now = noon("2026-03-02")
    library.delete_note("2")
    library.save_verdict(A, B, Verdict("f", Relation.DIVERGE, (), (), ""))
    library.delete_verdict(A, B, "f")
    library.save_topic(Topic("water", "Water", "", {}, "#112233"), 0)
    library.delete_topic("water")
    library.save_reading(Reading(A, B))
    library.delete_reading(A, B)
    found = {(each.kind, each.id, each.words, each.deleted[:10]) for each in library.trash()}
    assert found == {
        ("note", f"{1:032x}", "Mine", "2026-03-01"),
        ("note", "2", "second", "2026-03-02"),
        ("verdict", f"{A} {B} f", "diverge", "2026-03-02"),
        ("topic", "water", "Water", "2026-03-02"),
        ("reading", f"{A} {B}", "", "2026-03-02"),
    }
    assert library.trash()[-1].words == "Mine"
    library.restore_note("2")
    library.restore_verdict(A, B, "f")
    library.restore_topic("water")
    library.restore_reading(A, B)
    assert len(library.trash()) == 1
    assert library.verdicts(A, B)[0].relation is Relation.DIVERGE
    assert library.topics()[0].name == "Water"
    assert library.latest_reading() == Reading(A, B)


def test_it_is_emptied_after_thirty_days(library, clock) -> None:
    delete_one(library)
    for day in ("2026-03-01", "2026-03-20", "2026-03-31", "2026-04-01"):
        start_on(library, clock, day)
        assert len(library.trash()) == 1
    start_on(library, clock, "2026-04-02")
    assert library.trash() == []
    assert library._database.read("SELECT count(*) FROM anchors") == [(0,)]
    assert library._database.read("PRAGMA foreign_key_check") == []
    assert library.search_notes("mine") == []


def test_what_is_not_in_the_trash_is_never_touched(library, clock) -> None:
    library.save_note(note_on(TEXT, "first", "Mine"))
    for day in ("2026-03-01", "2030-01-01", "2040-01-01"):
        start_on(library, clock, day)
    assert len(library.notes()) == 1


@pytest.mark.fault("clock set back")
def test_a_clock_set_back_empties_nothing(library, clock) -> None:
    start_on(library, clock, "2026-03-01")
    delete_one(library)
    start_on(library, clock, "2020-01-01")
    # Deleted while the clock is wrong: it is not six years old when the clock is right again.
    library.save_note(note_on(TEXT, "second", "Another", 2))
    library.delete_note(f"{2:032x}")
    for day in ("2026-03-02", "2026-03-03", "2026-03-20"):
        start_on(library, clock, day)
        assert len(library.trash()) == 2
    start_on(library, clock, "2026-04-05")
    start_on(library, clock, "2026-04-06")
    assert library.trash() == []


def test_a_clock_that_jumps_ahead_once_empties_nothing(library, clock) -> None:
    start_on(library, clock, "2026-03-01")
    delete_one(library)
    start_on(library, clock, "2036-01-01")
    start_on(library, clock, "2026-03-02")
    assert len(library.trash()) == 1


def test_documents_go_unless_something_of_the_readers_speaks_of_them(library, clock) -> None:
    for number, sha256 in enumerate((A, B, C, TEXT.sha256)):
        library.remember(LibraryEntry(sha256, f"/texts/{number}.txt", str(number)))
        library.keep_text(sha256, "kept")
        library.forget(sha256)
    library.save_note(note_on(TEXT, "first", "Mine"))
    library.save_note(Note("2", NoteKind.DOCUMENT, "On C", target=C))
    for day in ("2026-03-01", "2026-04-05", "2026-04-06"):
        start_on(library, clock, day)
    kept = {sha256 for (sha256,) in library._database.read("SELECT sha256 FROM documents")}
    assert kept == {C, TEXT.sha256}
    assert not library.has_text(A)
    assert library.has_text(C)
    library.recall(C)
    assert library.entry_at("/texts/2.txt").sha256 == C


def test_documents_are_in_the_trash_with_all_that_speaks_of_them(library, clock) -> None:
    for sha256, title in ((A, "Bare"), (TEXT.sha256, "Noted")):
        library.remember(LibraryEntry(sha256, f"/texts/{title}.txt", title))
        library.keep_text(sha256, "kept")
    library.save_note(note_on(TEXT, "first", "Mine"))
    library.save_reading(Reading(A, TEXT.sha256))
    undo = Undo(library)
    remove(undo, library.entries())
    there = {each.words: (each.kind, each.deleted, each.is_needed) for each in library.trash()}
    assert there == {
        "Bare": ("document", clock.now, False),
        "Noted": ("document", clock.now, True),
    }
    for item in library.trash():
        restore(library, undo, item)
    assert [entry.title for entry in library.entries()] == ["Bare", "Noted"]
    assert library.reading(A, TEXT.sha256) is not None
    undo.undo()
    assert len(library.trash()) == 1
    undo.undo()
    for day in ("2026-03-01", "2026-04-05", "2026-04-06"):
        start_on(library, clock, day)
    # Nothing goes that a note needs: it can be put back years later.
    assert [each.words for each in library.trash()] == ["Noted"]
    restore(library, undo, library.trash()[0])
    assert library.kept_text(TEXT.sha256) == "kept"


def test_documents_are_let_go_of_but_what_notes_need_stays(library, clock) -> None:
    for sha256, title in ((A, "Bare"), (TEXT.sha256, "Noted")):
        library.remember(LibraryEntry(sha256, f"/texts/{title}.txt", title))
        library.keep_text(sha256, "kept")
    library.save_note(note_on(TEXT, "first", "Mine"))
    undo = Undo(library)
    remove(undo, library.entries())
    let_go(library, undo, library.trash())
    assert library.trash() == []
    assert library.entries() == []
    assert not undo.can_undo
    assert not library.has_text(A)
    assert library.has_text(TEXT.sha256)
    # With the note its document goes, on a day when the trash is emptied.
    library.delete_note(f"{1:032x}")
    for day in ("2026-03-01", "2026-04-05", "2026-04-06"):
        start_on(library, clock, day)
    assert not library.has_text(TEXT.sha256)


def test_what_is_broken_off_leaves_the_rest_with_its_steps(library) -> None:
    undo = Undo(library)
    notes = [Note(str(key), NoteKind.FREE, f"Note {key}") for key in range(250)]
    with library.together():
        for note in notes:
            library.save_note(note)
            undo.do("Delete note", [Change("note", note.id, note_to_plain(note), None)])
    library.remember(LibraryEntry(A, "/texts/a.txt", "Bare"))
    library.forget(A)
    emptying = Emptying(library, undo, library.trash())
    left = []
    while emptying.step():
        kept = {item.id for item in library.trash()}
        left.append(len(kept))
        about, _last = library.steps_about(0)
        assert {id_ for _what, id_ in about} == kept - {A}
        checkup = library.checkup()
        assert checkup.is_index_sound()
        assert not checkup.broken_references()
    assert left == [251, 151, 51, 1]
    assert library.trash() == []
    assert not undo.can_undo


@pytest.mark.fault("clock set back")
def test_a_document_removed_while_the_clock_is_wrong_is_kept_for_its_days(library, clock) -> None:
    start_on(library, clock, "2026-03-01")
    library.remember(LibraryEntry(A, "/texts/a.txt", "Bare"))
    clock.now = noon("2020-01-01")
    library.forget(A)
    for day in ("2026-03-02", "2026-03-03", "2026-03-20"):
        start_on(library, clock, day)
        assert [each.words for each in library.trash()] == ["Bare"]


def test_a_document_that_came_back_meanwhile_is_not_let_go_of(library) -> None:
    library.remember(LibraryEntry(A, "/texts/a.txt", "Bare"))
    undo = Undo(library)
    remove(undo, library.entries())
    items = library.trash()
    undo.undo()
    let_go(library, undo, items)
    assert [each.title for each in library.entries()] == ["Bare"]
    undo.redo()
    assert library.trash() == items


@pytest.mark.fault("clock set back")
def test_what_is_kept_anew_while_the_clock_is_wrong_is_kept_for_its_days(library, clock) -> None:
    start_on(library, clock, "2026-03-01")
    delete_one(library)
    library.remember(LibraryEntry(A, "/texts/a.txt", "Bare"))
    library.forget(A)
    clock.now = noon("2020-01-01")
    library.keep_trash_anew()
    for day in ("2026-03-02", "2026-03-03", "2026-03-20"):
        start_on(library, clock, day)
        assert {each.words for each in library.trash()} == {"Bare", "Mine"}


def test_what_an_old_schema_removed_without_a_day_is_kept_for_its_days(library, clock) -> None:
    library.remember(LibraryEntry(A, "/texts/a.txt", "Bare"))
    library.forget(A)
    with library._database.write() as connection:
        connection.execute("UPDATE documents SET removed = NULL")
    assert library.trash()[0].deleted == clock.now
    for day in ("2026-03-01", "2026-03-02", "2026-03-20", "2026-03-31"):
        start_on(library, clock, day)
        assert [each.words for each in library.trash()] == ["Bare"]
    for day in ("2026-05-01", "2026-05-02"):
        start_on(library, clock, day)
    assert library.trash() == []


def test_taking_out_is_a_step_that_can_be_undone(library) -> None:
    delete_one(library)
    library.save_verdict(A, B, Verdict("f", None, (), (), ""))
    library.delete_verdict(A, B, "f")
    for name in ("Land", "Water"):
        library.save_topic(Topic(name.lower(), name, "", {}, "#112233"), 0)
    library.delete_topic("water")
    undo = Undo(library)
    for item in library.trash():
        restore(library, undo, item)
    assert library.trash() == []
    assert (library.counts().notes, library.counts().verdicts, len(library.topics())) == (1, 1, 2)
    for _ in range(3):
        undo.undo()
    assert len(library.trash()) == 3
    assert (library.counts().notes, library.counts().verdicts, len(library.topics())) == (0, 0, 1)


def test_a_topic_comes_back_beside_those_that_ship(library) -> None:
    undo = Undo(library)
    followed = Followed(library)
    undo.add_listener(followed.hear)
    editing = Editing(followed, undo)
    shipped = followed.topics
    mine = editing.save(editing.draft("Water"))
    editing.remove(mine)
    restore(library, undo, next(each for each in library.trash() if each.id == mine.id))
    assert followed.topics == (*shipped, mine)
    editing.remove(mine)
    restore(library, undo, next(each for each in library.trash() if each.id == shipped[-1].id))
    assert followed.topics == shipped


def test_topics_that_ship_and_are_followed_are_not_in_the_list(library) -> None:
    undo = Undo(library)
    followed = Followed(library)
    undo.add_listener(followed.hear)
    editing = Editing(followed, undo)
    first, second, *rest = followed.topics
    changed = first._replace(description="As the reader says it.")
    editing.follow("Edit topic", [changed, second, *rest])
    assert listed(library, followed) == []
    undo.undo()
    assert len(library.trash()) == len(rest) + 2
    # Of what the reader wrote nothing is in force any more.
    assert [item.id for item in listed(library, followed)] == [first.id]
    editing.follow("Remove topic", [first, *rest])
    undo.undo()
    undo.redo()
    assert second.id in [item.id for item in listed(library, followed)]


def test_what_is_done_while_the_trash_is_emptied_can_be_undone(library) -> None:
    """Its step may have got the number of one about what goes."""

    def free(body: str) -> dict[str, object]:
        return note_to_plain(Note(body, NoteKind.FREE, body, created=NOON, modified=NOON))

    undo = Undo(library)
    undo.do("Write", [Change("note", "old", None, free("old"))])
    undo.do("Delete", [Change("note", "old", free("old"), None)])
    library.close_session()
    undo = Undo(library)
    emptying = Emptying(library, undo, library.trash())
    emptying.step()  # looks for the steps
    undo.do("Write", [Change("note", "new", None, free("new"))])
    while emptying.step():
        pass
    assert library.trash() == []
    assert undo.can_undo
    undo.undo()
    assert library.notes() == []


def test_that_something_was_restored_is_told_when_it_is_on_the_disk(library) -> None:
    library.save_verdict(A, B, Verdict("f", Relation.DIVERGE, (), (), ""))
    library.delete_verdict(A, B, "f")
    for name in ("water", "fire"):
        library.save_topic(Topic(name, name, "", {}, "#112233"), 0)
    library.delete_topic("water")
    undo, told = Undo(library), []
    undo.changed = lambda: told.append(library._database._connection.in_transaction)
    for item in library.trash():
        restore(library, undo, item)
    assert told == [False, False]
    assert library.trash() == []


def test_what_went_meanwhile_is_said_to_be_gone(library) -> None:
    delete_one(library)
    (item,) = library.trash()
    let_go(library, Undo(library), [item])
    with pytest.raises(UserError, match="not in the trash any more"):
        restore(library, Undo(library), item)
