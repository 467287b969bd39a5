"""What a reader puts into the library is there again after a restart."""

import os

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from diptych.model.comparison import Mode, Relation, Side, Topic
from diptych.model.note import (
    Anchor,
    AnchorState,
    FormerAnchor,
    LibraryEntry,
    Note,
    NoteKind,
    Place,
    Reading,
    Verdict,
)
from diptych.store.library import Library
from support.annotations import document, note_on

TEXT = document("# Part one\nThe first words.\nThe second words.")
OTHER = document("Other words.")
A, B, C = "a" * 64, "b" * 64, "c" * 64


@pytest.fixture
def library(tmp_path):
    opened = Library.open(tmp_path)
    yield opened
    opened.close()


def again(library):
    """Close the library and open it again, as a restart does."""
    library.close()
    return Library.open(library.path.parent)


def test_documents_come_back_in_the_order_they_were_added(library):
    first = LibraryEntry(B, "/texts/b.txt", "B", 12, 34, "cp1252", "2026-01-02T00:00:00Z", "2018")
    second = LibraryEntry(A, "/texts/a.txt", "A")
    library.remember(first)
    library.remember(second)
    library.remember(first._replace(title="B, again", opened="2026-01-03T00:00:00Z"))
    library = again(library)
    assert [entry.title for entry in library.entries()] == ["B, again", "A"]
    assert library.entry(A) == second
    assert library.entry_at("/texts/a.txt") == second
    assert library.entry(C) is None
    assert library.entry_at("/elsewhere") is None
    assert library.counts() == (2, 0, 0)
    library.close()


def test_a_changed_file_leaves_the_notes_of_its_earlier_text(library):
    library.remember(LibraryEntry(A, "/texts/a.txt", "Before"))
    library.save_note(
        note_on(TEXT, "first", "Mine")._replace(left=(Anchor(A, 0, 3, "The", "", ""),))
    )
    library.remember(LibraryEntry(B, "/texts/a.txt", "After"))
    assert library.entry_at("/texts/a.txt").sha256 == B
    assert library.entry(A).path == ""
    assert [note.body for note in library.notes([A])] == ["Mine"]
    assert library.versions("/texts/a.txt") == [B, A]
    library.remember(LibraryEntry(A, "/texts/a.txt", "Before"))
    assert library.versions("/texts/a.txt") == [A, B]
    assert library.entry_at("/texts/a.txt").sha256 == A


def test_two_documents_may_have_lost_their_files(library):
    library.remember(LibraryEntry(A, "", "A"))
    library.remember(LibraryEntry(B, "", "B"))
    assert len(library.entries()) == 2
    assert library.versions("") == []


def test_a_forgotten_document_keeps_its_notes_and_can_come_back(library):
    library.remember(LibraryEntry(TEXT.sha256, "/texts/a.txt", "A"))
    library.save_note(note_on(TEXT, "first", "Mine"))
    library.forget(TEXT.sha256)
    assert library.entries() == []
    assert library.entry(TEXT.sha256) is None
    assert library.entry_at("/texts/a.txt") is None
    assert [note.body for note in library.notes([TEXT.sha256])] == ["Mine"]
    library.remember(LibraryEntry(TEXT.sha256, "/texts/a.txt", "A"))
    assert len(library.entries()) == 1


@pytest.mark.skipif(os.name != "posix", reason="file names of POSIX are bytes")
def test_a_file_name_that_is_no_unicode(library):
    path = os.fsdecode(b"/texts/caf\xe9.txt")
    library.remember(LibraryEntry(A, path, os.fsdecode(b"caf\xe9.txt")))
    library = again(library)
    assert library.entry_at(path).path == path
    assert library.entries()[0].title == "caf\ufffd.txt"
    library.close()


def test_kept_texts(library):
    assert library.kept_text(A) is None
    assert not library.has_text(A)
    library.keep_text(A, "Señor 😀\r\n\0 end")
    library.keep_text(A, "Señor 😀\r\n\0 end")
    assert library.kept_text(A) == "Señor 😀\r\n\0 end"
    assert library.has_text(A)


def test_notes_come_back_with_their_anchors(library):
    two = note_on(TEXT, "second", "On **both** sides", 2)._replace(
        kind=NoteKind.FINDING,
        finding="f1",
        right=(note_on(OTHER, "Other", "").left[0], note_on(OTHER, "words", "").left[0]),
    )
    one = note_on(TEXT, "first", "Earlier", 1)
    library.save_note(two)
    library.save_note(one)
    library = again(library)
    assert library.notes() == [one, two]
    assert one.left[0].heading == ("Part one",)
    assert library.notes([OTHER.sha256]) == [two]
    assert library.notes([TEXT.sha256, OTHER.sha256]) == [one, two]
    assert library.notes([]) == []
    assert library.note(two.id) == two
    assert library.note("0") is None
    library.close()


def test_a_saved_note_is_updated_in_place(library):
    note = note_on(TEXT, "first", "Before")
    library.save_note(note)
    changed = note._replace(body="After", left=note_on(TEXT, "second", "").left)
    library.save_note(changed)
    assert library.notes() == [changed]
    assert library.counts().notes == 1


def test_the_trash_gives_notes_back(library):
    note = note_on(TEXT, "first", "Mine")
    library.save_note(note)
    library.delete_note(note.id)
    assert library.notes() == []
    assert library.note(note.id) is None
    assert library.search_notes("mine") == []
    assert library.counts().notes == 0
    library.save_note(note._replace(body="Typed too late"))
    assert library.notes() == []
    library.restore_note(note.id)
    assert library.note(note.id).body == "Typed too late"


@pytest.mark.fault("clock set back")
def test_a_clock_that_is_set_back_loses_nothing(tmp_path):
    times = iter(["2026-01-02T00:00:00Z", "2020-01-01T00:00:00Z", "2026-01-01T00:00:00Z"])
    library = Library.open(tmp_path, clock=lambda: next(times))
    for key in range(3):
        library.save_note(note_on(TEXT, "first", str(key), key, created=next(iter(["2026"]))))
    library.delete_note(f"{1:032x}")
    library.delete_note(f"{2:032x}")
    library.restore_note(f"{1:032x}")
    assert [note.body for note in library.notes()] == ["0", "1"]
    library.save_reading(Reading(A, B, updated="2026-01-01T00:00:00Z"))
    library.save_reading(Reading(B, C, updated="2020-01-01T00:00:00Z"))
    assert library.latest_reading().left == B
    library.save_reading(Reading(A, B, updated="2019-01-01T00:00:00Z"))
    assert library.latest_reading().left == A
    library.close()


def test_readings(library):
    assert library.latest_reading() is None
    reading = Reading(
        A,
        B,
        Mode.WORDS,
        topics=("asylum", "root causes"),
        finding="f1",
        places={Side.LEFT: Place(3, 40), Side.RIGHT: Place(0, 7)},
        updated="2026-01-01T00:00:00Z",
    )
    library.save_reading(reading)
    library.save_reading(Reading(B, A))
    library = again(library)
    assert library.reading(A, B) == reading
    assert library.latest_reading() == Reading(B, A)
    assert library.reading(A, C) is None
    library.close()


def test_verdicts(library):
    anchors = note_on(TEXT, "first", "").left, note_on(OTHER, "Other", "").left
    first = Verdict("f1", Relation.DIVERGE, *anchors, decided="2026-01-01T00:00:00Z")
    none = Verdict("f2", None, *anchors, decided="2026-01-01T00:00:01Z")
    library.save_verdict(A, B, first)
    library.save_verdict(A, B, none)
    library.save_verdict(B, A, first)
    library = again(library)
    assert library.verdicts(A, B) == [first, none]
    changed = first._replace(relation=Relation.ONLY_LEFT, right=())
    library.save_verdict(A, B, changed)
    assert library.verdicts(A, B) == [changed, none]
    library.delete_verdict(A, B, "f1")
    assert library.verdicts(A, B) == [none]
    assert library.verdicts(B, A) == [first]
    assert library.counts().verdicts == 2
    library.close()


def test_topics_are_kept_in_the_readers_order(library):
    one = Topic("z", "Last letter", "About z.", {"en": ("zeta", "z"), "es": ("zeta",)}, "#112233")
    two = Topic("a", "First letter", "", {}, "#445566")
    library.save_topic(one, 0)
    library.save_topic(two, 1)
    library = again(library)
    assert library.topics() == [one, two]
    library.delete_topic("z")
    assert library.topics() == [two]
    library.close()


def test_settings(library):
    assert library.setting("theme") is None
    library.set_setting("theme", "dark")
    library.set_setting("theme", "light")
    library = again(library)
    assert library.setting("theme") == "light"
    library.close()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("asyl", {1, 2}),
        ("ASYLUM", {1, 2}),
        ("senor", {2}),
        ("Señ", {2}),
        ("asylum law", {1}),
        ("law asylum", {1}),
        ("sylum", set()),
        ("", set()),
        ('"', set()),
        ("AND", {1}),
        ("NOT law", set()),
        ("asylum OR nothing", set()),
    ],
)
def test_search_finds_the_beginnings_of_words(library, query, found):
    library.save_note(note_on(TEXT, "first", "Asylum and the law", 1))
    library.save_note(note_on(TEXT, "first", "Asylum, señor", 2))
    assert {int(note.id) for note in library.search_notes(query)} == found


def test_search_gives_the_newest_first(library):
    for key in range(120):
        library.save_note(note_on(TEXT, "first", f"word {key}", key))
    assert [note.body for note in library.search_notes("wor")] == [
        f"word {key}" for key in range(119, 19, -1)
    ]


def test_search_follows_every_change(library):
    note = note_on(TEXT, "first", "before")
    library.save_note(note)
    library.save_note(note._replace(body="after"))
    assert library.search_notes("before") == []
    assert len(library.search_notes("after")) == 1


ANY_TEXT = st.text(st.characters(), max_size=60)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=ANY_TEXT, query=ANY_TEXT)
def test_any_characters_can_be_written_and_searched_for(library, body, query):
    note = note_on(TEXT, "first", body)
    library.save_note(note)
    stored = library.note(note.id)
    if body.isprintable():
        assert stored.body == body
    library.search_notes(query)
    library.search_notes(body)
    with library._database.write() as connection:
        connection.execute("INSERT INTO notes_fts (notes_fts, rank) VALUES ('integrity-check', 1)")


def test_halves_of_a_character_do_not_cost_a_note(library):
    whole = Note("1", NoteKind.SELECTION, "\ud83d\ude00 and \ud83d", created="1", modified="1")
    library.save_note(whole)
    assert library.note("1").body == "😀 and \ufffd"


def test_details_paths_and_additions_come_back(library):
    entry = LibraryEntry(A, "/texts/a.txt", "A", 1, 2, author="Ana", language="es", format="PDF")
    library.remember(entry)
    library.describe(entry._replace(title="Mine", given=("title",)))
    library.found_also(A, "/texts/copy.txt", 3)
    library.await_files(["/texts/x.txt", "/texts/y.txt", "/texts/x.txt"])
    library.settle(["/texts/x.txt"])
    library.know_folder("/texts")
    library = again(library)
    assert library.entry(A) == entry._replace(title="Mine", given=("title",))
    assert library.entry_at("/texts/copy.txt").sha256 == A
    assert library.history() == [("/texts/copy.txt", A), ("/texts/a.txt", A)]
    assert library.awaited() == ["/texts/y.txt"]
    assert library.folders() == ["/texts"]
    library.forget(A)
    assert library.entries() == []
    library.recall(A)
    assert [each.title for each in library.entries()] == ["Mine"]
    library.close()


def test_notes_on_anything_come_back_with_tags_and_colours(library):
    anchor = note_on(TEXT, "first", "").left[0]
    full = anchor._replace(
        paragraph="p" * 64, page=3, boxes=((3, 1.5, 2, 3, 4), (4, 1, 2, 3, 4.25)), sought=B
    )
    notes = [
        Note("1", NoteKind.PAIR, "pair", (full,), (anchor._replace(sha256=B),), created="1"),
        Note("2", NoteKind.SELECTION, "", (anchor,), created="2", colour="yellow"),
        Note("3", NoteKind.TOPIC, "topic", created="3", target="water", tags=("a b", "ñ")),
        Note("4", NoteKind.DOCUMENT, "document", created="4", target=A),
        Note("5", NoteKind.READING, "reading", created="5", target=f"{A} {B}"),
        Note("6", NoteKind.FREE, "free", created="6"),
    ]
    for note in notes:
        library.save_note(note)
    library = again(library)
    assert library.notes() == notes
    assert [note.id for note in library.notes([A])] == ["4", "5"]
    assert [note.id for note in library.notes([B])] == ["1", "5"]
    assert library.tags() == [("a b", 1), ("ñ", 1)]
    assert [note.id for note in library.search_notes("N")] == ["3"]
    assert [note.id for note in library.search_notes("first")] == ["2", "1"]
    library.save_note(notes[2]._replace(tags=("A  B", "c", "C")))
    assert library.note("3").tags == ("a b", "c")
    assert library.tags() == [("a b", 1), ("c", 1)]
    library.delete_note("3")
    assert library.tags() == []
    library.close()


def test_an_anchor_that_moves_is_kept_as_history(tmp_path):
    times = iter(f"2026-01-0{day}T00:00:00Z" for day in range(2, 6))
    library = Library.open(tmp_path, clock=lambda: next(times))
    note = note_on(TEXT, "first", "Mine")
    library.save_note(note)
    library.save_note(note._replace(body="Mine, edited"))
    assert library.former_anchors(note.id, 9) == []
    lost = note.left[0]._replace(state=AnchorState.LOST, sought=B)
    library.save_note(note._replace(left=(lost,)))
    assert library.unplaced_notes() == [note._replace(left=(lost,))]
    moved = lost._replace(sha256=B, start=0, end=5, state=AnchorState.MOVED, sought="")
    library.save_note(note._replace(left=(moved,)))
    assert library.unplaced_notes() == []
    was = FormerAnchor(lost, Side.LEFT, "2026-01-03T00:00:00Z")
    assert library.former_anchors(note.id, 9) == [was]
    library.save_note(note)
    here = FormerAnchor(moved, Side.LEFT, "2026-01-04T00:00:00Z")
    assert library.former_anchors(note.id, 9) == [here]
    library.save_note(note._replace(left=(moved._replace(start=1),)))
    first = note.left[0].start
    assert [each.anchor.start for each in library.former_anchors(note.id, 9)] == [first, 0]
    assert [each.anchor.start for each in library.former_anchors(note.id, 1)] == [first]
    library.close()


def test_a_document_that_a_note_came_back_to_is_none_of_its_former_ones(tmp_path):
    library = Library.open(tmp_path)
    note = Note("1", NoteKind.DOCUMENT, "whole", created="1", target=A)
    pair = Note("2", NoteKind.READING, "both", created="2", target=f"{A} {B}")
    for target in (A, B, A):
        library.save_note(note._replace(target=target))
    assert [each.anchor.sha256 for each in library.former_anchors(note.id, 9)] == [B]
    for target in (f"{A} {B}", f"{C} {B}", f"{A} {B}"):
        library.save_note(pair._replace(target=target))
    assert [each.anchor.sha256 for each in library.former_anchors(pair.id, 9)] == [C]
    library.close()
