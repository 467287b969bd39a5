"""What the reader does between the question and the exchange goes along, wherever it is cut off."""

from __future__ import annotations

import os
import signal
from typing import TYPE_CHECKING

import pytest

from diptych.model.comparison import Relation
from diptych.model.note import LibraryEntry, Reading, Verdict
from diptych.model.plain import note_to_plain, verdict_to_plain
from diptych.services import restoring, taking_along
from diptych.services.cataloguing import Cataloguing, remove
from diptych.services.importing import import_notes
from diptych.services.note_files import Kept
from diptych.services.note_links import tags_in
from diptych.services.shelf import Shelf
from diptych.services.topics import Editing
from diptych.services.undo import Change
from diptych.services.workplace import Workplace
from diptych.store.library import Library
from diptych.work.inline import InlineJobs
from support.annotations import document, note_on
from support.children import start
from support.repository import ROOT

if TYPE_CHECKING:
    from pathlib import Path

TEXT = document("The first words.\nThe second words.\nThe third words.")
NOW = "2026-03-01T00:00:00Z"
A, B = "a" * 64, "b" * 64


@pytest.fixture
def place(tmp_path: Path):
    place = Workplace.open(tmp_path, InlineJobs({}), lambda: NOW)
    yield place
    place.close()


def write(place: Workplace, words: str, body: str, key: int) -> None:
    note = note_on(TEXT, words, body, key)._replace(tags=tags_in(body))
    place.undo.do("Write note", [Change("note", note.id, None, note_to_plain(note))])


def judge(place: Workplace, finding: str, relation: Relation | None) -> None:
    verdict = verdict_to_plain(Verdict(finding, relation, (), (), NOW))
    place.undo.do("Give verdict", [Change("verdict", f"{A} {B} {finding}", None, verdict)])


def exchange(place: Workplace, copy: Path, begun: taking_along.Begun) -> None:
    ready = restoring.prepare(copy, place.library.path.parent, place.clock)
    restoring.exchange(place, ready, (), begun)


def bodies(library: Library) -> set[str]:
    return {note.body for note in library.notes()}


def test_notes_tags_highlights_and_verdicts_go_along_and_can_be_undone(place: Workplace) -> None:
    copy = place.library.back_up()
    write(place, "first", "told to go", 1)
    judge(place, "f", Relation.CONVERGE)
    place.library.remember(LibraryEntry(TEXT.sha256, "/texts/a.txt", "A letter"))
    place.library.keep_text(TEXT.sha256, TEXT.source)
    begun = taking_along.begin(place)
    write(place, "second", "mine #later", 2)
    judge(place, "g", None)
    marked = note_on(TEXT, "third", "", 3)._replace(colour="green")
    place.undo.do("Highlight", [Change("note", marked.id, None, note_to_plain(marked))])
    exchange(place, copy, begun)
    library = place.library
    assert bodies(library) == {"mine #later", ""}
    assert library.note(marked.id) == marked
    assert library.tags() == [("later", 1)]
    assert [(each.finding, each.relation) for each in library.verdicts(A, B)] == [("g", None)]
    # Their document was told to go too, but is needed to see them.
    assert library.entry(TEXT.sha256).title == "A letter"
    assert library.kept_text(TEXT.sha256) == TEXT.source
    for _ in range(3):
        place.undo.undo()
    assert (bodies(library), library.verdicts(A, B)) == (set(), [])
    assert not place.undo.can_undo


def test_what_was_typed_into_a_note_and_what_was_undone_goes_along(place: Workplace) -> None:
    write(place, "first", "one", 1)
    write(place, "second", "two", 2)
    copy = place.library.back_up()
    judge(place, "f", Relation.DIVERGE)
    begun = taking_along.begin(place)
    before = place.library.note(f"{1:032x}")
    for body in ("one and", "one and more"):
        after = note_to_plain(before._replace(body=body))
        place.undo.do("Edit note", [Change("note", before.id, note_to_plain(before), after)], "key")
    place.undo.undo()
    place.undo.redo()
    judge(place, "g", Relation.PARTIAL)
    place.undo.undo()
    note = note_to_plain(place.library.note(f"{2:032x}"))
    place.undo.do("Delete note", [Change("note", note["id"], note, None)])
    exchange(place, copy, begun)
    assert bodies(place.library) == {"one and more"}
    assert [item.words for item in place.library.trash() if item.kind == "note"] == ["two"]
    assert place.library.verdicts(A, B) == []


def test_what_was_taken_back_after_the_question_is_taken_back(place: Workplace) -> None:
    judge(place, "f", Relation.CONVERGE)
    copy = place.library.back_up()
    begun = taking_along.begin(place)
    place.undo.undo()
    exchange(place, copy, begun)
    assert place.library.verdicts(A, B) == []
    place.undo.undo()
    assert place.library.verdicts(A, B)[0].relation is Relation.CONVERGE


@pytest.mark.parametrize("has_own", [False, True])
def test_topics_go_along_whichever_the_copy_follows(place: Workplace, has_own: bool) -> None:
    editing = Editing(place.followed, place.undo)
    first, second, *_rest = editing.topics
    bare = place.library.back_up()
    editing.save(first._replace(description="Mine of the copy."))
    own = place.library.path.parent / "own.sqlite"
    place.library.copy_to(own)
    place.undo.undo()
    begun = taking_along.begin(place)
    editing.save(second._replace(description="Mine since."))
    water = editing.save(editing.draft("Water"))
    exchange(place, own if has_own else bare, begun)
    topics = {topic.id: topic for topic in place.followed.topics}
    shipped = {topic.id for topic in place.followed.shipped}
    assert set(topics) == shipped | {water.id}
    assert topics[second.id].description == "Mine since."
    assert topics[water.id] == water
    found = "Mine of the copy." if has_own else first.description
    assert topics[first.id].description == found


def test_documents_and_names_of_readings_go_along(place: Workplace) -> None:
    left, right = place.library.entries()[:2]
    reading = Reading(left.sha256, right.sha256)
    copy = place.library.back_up()
    place.library.remember(LibraryEntry(A, "/texts/a.txt", "Told to go"))
    begun = taking_along.begin(place)
    place.library.remember(LibraryEntry(B, "/texts/b.txt", "Added since"))
    catalogue = Cataloguing(place.library, place.opening, place.jobs, place.undo)
    catalogue.describe(left, "title", "Called so since")
    remove(place.undo, [right])
    Shelf(place).rename(reading, "My reading")
    exchange(place, copy, begun)
    titles = {entry.title for entry in place.library.entries()}
    assert {"Added since", "Called so since"} <= titles
    assert not {"Told to go", right.title, left.title} & titles
    assert place.library.settings(["reading name "]) == {
        f"reading name {left.sha256} {right.sha256}": "My reading"
    }


def test_what_was_imported_meanwhile_goes_along(place: Workplace) -> None:
    copy = place.library.back_up()
    begun = taking_along.begin(place)
    notes = [note_on(TEXT, "first", f"Note {number}", number) for number in range(40)]
    verdicts = [(A, B, Verdict(str(number), None, (), (), "")) for number in range(3)]
    import_notes(place.library, place.undo, Kept(notes, verdicts))
    exchange(place, copy, begun)
    assert len(place.library.notes()) == 40
    assert place.library.verdicts(A, B) == [verdict for _left, _right, verdict in verdicts]
    place.undo.undo()
    assert place.library.notes() == place.library.verdicts(A, B) == []


@pytest.mark.skipif(os.name != "posix", reason="kill -9")
@pytest.mark.parametrize(("step", "is_there"), [(1, False), (2, False), (3, True), (4, True)])
def test_wherever_it_is_cut_off_what_was_done_since_is_there(
    tmp_path: Path, step: int, is_there: bool
) -> None:
    child = start(str(ROOT / "tests" / "support" / "restorer.py"), str(tmp_path), str(step))
    with child:
        assert child.stdout.read().split() == [b"acknowledged"]
    assert child.returncode == (0 if step == 4 else -signal.SIGKILL)
    library = Library.open(tmp_path)
    assert not (tmp_path / "restoring").exists()
    assert not (tmp_path / "library.unfinished").exists()
    found, verdicts = bodies(library), library.verdicts(A, B)
    library.close()
    assert found == {"kept", "since", *(() if is_there else ("told to go",))}
    assert [verdict.finding for verdict in verdicts] == ["since"]
