"""Notes go out as Markdown and JSON and come back; what is there is never overwritten."""

import json
import os
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from diptych.model.comparison import Relation
from diptych.model.errors import UserError
from diptych.model.note import LibraryEntry, Note, NoteKind, Verdict
from diptych.model.plain import verdict_to_plain
from diptych.services.importing import Imported, Importing, import_notes
from diptych.services.learning import LEAST, Learning, fit
from diptych.services.note_files import FORMATS, Kept, export_notes, read_file, read_notes
from diptych.services.undo import Change, Undo
from diptych.store.library import Library
from diptych.store.notes import Wanted
from support.annotations import document, note_on
from support.flowing import SAMPLES
from support.letting_go import let_go

TEXT = document("# Part\nThe first words.\nThe second words.")
A, B = "a" * 64, "b" * 64
NOW = "2026-03-01T00:00:00Z"


@pytest.fixture
def library(tmp_path):
    opened = Library.open(tmp_path / "here")
    opened._database.read("PRAGMA synchronous=OFF")
    opened.remember(LibraryEntry(TEXT.sha256, "/texts/a.txt", "A letter"))
    yield opened
    opened.close()


@pytest.fixture
def other(tmp_path):
    opened = Library.open(tmp_path / "there")
    opened._database.read("PRAGMA synchronous=OFF")
    yield opened
    opened.close()


def bring(library, text, name="notes.md"):
    return import_notes(library, Undo(library), read_notes(text, name, NOW))


def fill(library):
    notes = [
        note_on(TEXT, "first", "On **words**\n\n<!-- a comment -->\n## Heading", 1)._replace(
            tags=("a b", "ñ"), colour="yellow"
        ),
        Note("2", NoteKind.FREE, "\n\nfree\n\n", created="2026-02", modified="2026-03"),
        Note("3", NoteKind.DOCUMENT, "On all of it", created="2026-03", target=TEXT.sha256),
        note_on(TEXT, "second", "", 4)._replace(colour="green", created="2026-04"),
    ]
    for note in notes:
        library.save_note(note)
    return library.notes()


@pytest.mark.parametrize("form", FORMATS)
def test_all_of_every_note_comes_back(library, other, form):
    notes = fill(library)
    text = export_notes(library, form)
    assert "A letter" in text
    assert bring(other, text) == Imported(added=4)
    assert other.notes() == notes
    # Once more, and where they came from, nothing happens.
    assert bring(other, text) == bring(library, text) == Imported(known=4)


def test_what_is_there_in_other_words_stays_and_both_are_kept(library, other):
    fill(library)
    text = export_notes(library, "json")
    bring(other, text)
    other.save_note(other.note("2")._replace(body="Mine, changed here"))
    assert bring(other, text) == Imported(known=3, beside=1)
    assert other.note("2").body == "Mine, changed here"
    assert sum("free" in note.body for note in other.notes()) == 1
    assert bring(other, text) == Imported(known=4)
    assert other.counts().notes == 5


def test_what_is_in_the_trash_stays_there(library, other):
    fill(library)
    text = export_notes(library, "markdown")
    bring(other, text)
    other.delete_note("2")
    assert bring(other, text) == Imported(known=3, trashed=1)
    assert other.note("2") is None


def test_verdicts_come_where_there_are_none(library, other):
    mine = Verdict("f", Relation.DIVERGE, note_on(TEXT, "first", "").left, (), NOW, features=())
    library.save_verdict(A, B, mine)
    library.save_verdict(A, B, mine._replace(finding="g", relation=None))
    other.save_verdict(A, B, mine._replace(relation=Relation.CONVERGE))
    text = export_notes(library, "json")
    assert bring(other, text) == Imported(verdicts=1, kept_verdicts=1)
    found = {each.finding: each.relation for each in other.verdicts(A, B)}
    assert found == {"f": Relation.CONVERGE, "g": None}


def test_a_verdict_that_is_given_during_an_import_stays(library, other):
    mine = Verdict("f", Relation.DIVERGE, note_on(TEXT, "first", "").left, (), NOW, features=())
    for finding in ("f", "g"):
        library.save_verdict(A, B, mine._replace(finding=finding))
    undo = Undo(other)
    importing = Importing(other, undo, read_notes(export_notes(library, "json"), "x", NOW))
    while importing.step():
        pass
    other.save_verdict(A, B, mine._replace(relation=Relation.CONVERGE))
    assert importing.finish() == Imported(verdicts=1, kept_verdicts=1)
    undo.undo()
    assert [each.relation for each in other.verdicts(A, B)] == [Relation.CONVERGE]


def test_a_verdict_in_the_trash_stays_there(library, other):
    mine = Verdict("f", Relation.DIVERGE, note_on(TEXT, "first", "").left, (), NOW, features=())
    library.save_verdict(A, B, mine)
    other.save_verdict(A, B, mine._replace(relation=None))
    other.delete_verdict(A, B, "f")
    assert bring(other, export_notes(library, "json")) == Imported(kept_verdicts=1)
    other.restore_verdict(A, B, "f")
    assert [each.relation for each in other.verdicts(A, B)] == [None]


def test_an_import_is_told_of_when_it_is_on_the_disk(library, other):
    fill(library)
    undo, told = Undo(other), []
    undo.changed = lambda: told.append(other._database._connection.in_transaction)
    import_notes(other, undo, read_notes(export_notes(library, "json"), "n.json", NOW))
    assert told
    assert not any(told)


def test_an_import_is_one_step_of_undo(library, other):
    fill(library)
    undo = Undo(other)
    import_notes(other, undo, read_notes(export_notes(library, "json"), "x", NOW))
    undo.undo()
    assert other.notes() == []
    assert not undo.can_undo
    undo.redo()
    assert len(other.notes()) == 4


def test_what_verdicts_of_another_version_teach_is_not_learnt(library, other):
    features = (("bias", 1.0), ("slope", 0.5), ("manner bold", 1.0))
    mine = Verdict("", Relation.DIVERGE, (), (), NOW, Relation.DIVERGE, 0.5, features)
    for number in range(LEAST):
        library.save_verdict(A, B, mine._replace(finding=str(number)))
    undo = Undo(other)
    learning = Learning(other, undo)
    assert not learning.is_active
    import_notes(other, undo, read_notes(export_notes(library, "json"), "x", NOW))
    assert learning.is_active
    assert fit(learning.judged).weights.keys() == {"bias", "slope"}


@pytest.mark.parametrize("by_the_reader", [True, False])
def test_an_import_that_was_deleted_for_good_is_not_said_to_come_back(
    library, other, by_the_reader
):
    fill(library)
    mine = Verdict("f", Relation.DIVERGE, (), (), NOW, features=())
    library.save_verdict(A, B, mine)
    undo = Undo(other)
    undo.do("Before", [Change("setting", "x", None, {"value": "1"})])
    import_notes(other, undo, read_notes(export_notes(library, "json"), "x", NOW))
    undo.undo()
    (first, *rest) = (item for item in other.trash() if item.kind == "note")
    # What is left of it comes back.
    let_go(other, undo, rest)
    undo.redo()
    assert [note.id for note in other.notes()] == [first.id]
    assert other.verdicts(A, B) == [mine]
    undo.undo()
    if by_the_reader:
        let_go(other, undo, other.trash())
    else:
        while other.empty_trash("9999"):
            pass
    with pytest.raises(UserError, match="deleted for good"):
        undo.redo()
    assert not undo.can_redo
    assert undo.undo() == "Before"


def test_an_import_whose_notes_were_deleted_for_good_is_not_said_to_be_undone(library, other):
    fill(library)
    undo = Undo(other)
    undo.do("Before", [Change("setting", "x", None, {"value": "1"})])
    import_notes(other, undo, read_notes(export_notes(library, "json"), "x", NOW))
    other.delete_notes([note.id for note in other.notes()])
    let_go(other, undo, other.trash())
    with pytest.raises(UserError, match="deleted for good"):
        undo.undo()
    assert undo.undo() == "Before"


def test_verdicts_of_an_import_come_and_go_together_with_their_history(library, other):
    anchors = note_on(TEXT, "first", "").left
    mine = Verdict("f", Relation.DIVERGE, anchors, (), NOW, Relation.PARTIAL, 0.5, (("x", 1.0),))
    given = [mine, mine._replace(finding="g", relation=None), mine._replace(finding="h")]
    for verdict in given:
        library.save_verdict(A, B, verdict)
    library.save_verdict(B, A, mine)
    # One of the findings has a history here already.
    other.save_verdict(A, B, mine._replace(finding="h", relation=Relation.CONVERGE))
    other.delete_verdict(A, B, "h")
    let_go(other, Undo(other), other.trash())
    undo, read = Undo(other), read_notes(export_notes(library, "json"), "x", NOW)
    assert import_notes(other, undo, read) == Imported(verdicts=4)
    assert sorted(other.verdicts(A, B)) == sorted(given)
    assert other.verdicts(B, A) == [mine]
    undo.undo()
    assert other.verdicts(A, B) == other.verdicts(B, A) == []
    assert {item.id for item in other.trash()} == {
        *(f"{A} {B} {finding}" for finding in "fgh"),
        f"{B} {A} f",
    }
    undo.redo()
    assert sorted(other.verdicts(A, B)) == sorted(given)
    changes = [(each.before, each.after) for each in other.verdict_history("h")]
    assert changes == [
        *(("", "converge"), ("converge", "")),
        *(("", "diverge"), ("diverge", ""), ("", "diverge")),
    ]
    assert [each.after for each in other.verdict_history("g")] == ["not_a_pair", "", "not_a_pair"]


def test_long_notes_come_a_few_at_a_time(library, other):
    notes = [Note(str(key), NoteKind.FREE, f"word{key} " * 20_000) for key in range(6)]
    importing = Importing(other, Undo(other), Kept(notes, []))
    looked_at = [0]
    while importing.step():
        looked_at.append(importing.done)
    assert max(after - before for before, after in pairwise(looked_at)) == 2
    importing.finish()
    assert [note.id for note in other.search_notes("word3")] == ["3"]
    other.delete_notes([note.id for note in notes])
    left = []
    while other.empty_trash("9999"):
        left.append(len(other.trash()))
    assert left == [4, 2, 0]


def many(library, count=60):
    for number in range(count):
        library.save_note(note_on(TEXT, "first", f"Note {number}", number))
    return read_notes(export_notes(library, "json"), "x", NOW)


def test_an_import_that_is_cut_off_leaves_nothing_and_is_tried_again(library, other):
    read = many(library)
    begun = Importing(other, Undo(other), read)
    for _ in range(3):
        assert begun.step()
    assert 0 < begun.done < begun.total
    assert other.counts().notes == len(other.notes()) == len(other.trash()) == 0
    assert other.search_notes("note") == other.tags() == []
    assert other.find_notes(Wanted(is_trashed=True)) == []
    # Neither does the trash let go of what is under way.
    other.empty_trash("9999")
    assert begun.step()
    assert import_notes(other, Undo(other), read) == Imported(added=60)
    assert other.notes() == library.notes()
    assert import_notes(other, Undo(other), read) == Imported(known=60)


def test_an_import_that_is_stopped_leaves_nothing(library, other):
    begun = Importing(other, Undo(other), many(library))
    for _ in range(4):
        begun.step()
    while begun.take_back():
        pass
    assert other._database.read("SELECT count(*) FROM notes") == [(0,)]
    assert other._database.read("SELECT count(*) FROM anchors") == [(0,)]
    assert not Undo(other).can_undo


@pytest.mark.fault("deleted")
@pytest.mark.skipif(os.name != "posix", reason="an open file cannot be moved there")
def test_an_import_that_fails_at_the_end_is_tried_again(library, other):
    read, path = many(library), other.path
    begun = Importing(other, Undo(other), read)
    while begun.step():
        pass
    path.rename(path.with_name("away"))
    with pytest.raises(UserError):
        begun.finish()
    path.with_name("away").rename(path)
    assert other.notes() == []
    assert import_notes(other, Undo(other), read) == Imported(added=60)
    assert len(other.notes()) == 60


def test_two_notes_of_one_id_in_a_file_are_both_kept(other):
    plain = [{**GOOD, "body": body} for body in ("one", "two", "two", "one")]
    text = json.dumps({"schema": 1, "notes": plain})
    assert bring(other, text) == Imported(added=1, beside=1, known=2)
    assert {note.body for note in other.notes()} == {"one", "two"}
    assert bring(other, text) == Imported(known=4)


def test_a_note_may_quote_a_file_of_notes(library, other):
    fill(library)
    quoting = Note("9", NoteKind.FREE, f"See:\n{export_notes(library, 'markdown')}\nThe end.")
    library.save_note(quoting)
    bring(other, export_notes(library, "markdown"))
    assert other.note("9") == quoting
    assert len(other.notes()) == len(library.notes())


@pytest.mark.parametrize("box", [[1], ["a", 1, 2, 3, 4], [0, 1, 2, 3, None], 7])
def test_a_place_that_is_none_is_refused(library, other, box):
    fill(library)
    plain = json.loads(export_notes(library, "json"))
    plain["notes"][0]["left"][0]["boxes"] = [box]
    with pytest.raises(UserError):
        bring(other, json.dumps(plain))


def test_markdown_of_another_program_becomes_a_free_note_once(other):
    assert bring(other, "Some *words*.\n", "/tmp/Reading list.md") == Imported(added=1)
    assert bring(other, "Some *words*.\n", "/tmp/Reading list.md") == Imported(known=1)
    (note,) = other.notes()
    assert (note.kind, note.body) == (NoteKind.FREE, "# Reading list\n\nSome *words*.")
    assert bring(other, "  \n", "empty.md") == Imported()


GOOD = {"id": "1", "kind": "free", "body": "x", "created": "", "modified": ""}


JUDGED = {"left": A, "right": B, "verdict": verdict_to_plain(Verdict("f", None, (), (), NOW))}


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "{}",
        '{"schema": 2, "notes": []}',
        '{"schema": 1, "notes": 7}',
        '{"schema": 1, "notes": [{"id": "1"}]}',
        *(
            json.dumps({"schema": 1, "notes": [{**GOOD, **bad}]})
            for bad in (
                {"id": 1},
                {"id": ""},
                {"id": "x" * 99},
                {"id": "\ud800x"},
                {"kind": "unheard of"},
                {"body": None},
                {"tags": [1]},
                {"tags": 1},
                {"colour": []},
                {"left": [["a"]]},
                {"left": [{"sha256": "a", "start": 1.5, "end": 2, "quote": ""}]},
            )
        ),
        '{"schema": 1, "notes": [], "verdicts": [{"left": "a"}]}',
        json.dumps({"schema": 1, "notes": [], "verdicts": [{**JUDGED, "left": f"{A} x"}]}),
        "\n<!-- diptych note {} -->\n",
        "\n<!-- diptych note no json -->\n",
        '{"a":' * 100_000,
    ],
)
def test_what_holds_no_notes_of_ours_is_refused_and_changes_nothing(other, text):
    with pytest.raises(UserError, match="cannot be read") as caught:
        bring(other, text, "/tmp/strange.md")
    assert caught.value.path == "/tmp/strange.md"
    assert other.counts().notes == 0


@pytest.mark.parametrize(
    "name", ["harbour-ghostscript.pdf", "river-pandoc.docx", "river-pandoc.fb2.zip"]
)
def test_what_is_no_text_becomes_no_note(name):
    with pytest.raises(UserError, match="cannot be read") as caught:
        read_file(SAMPLES / name)
    assert caught.value.path == str(SAMPLES / name)


ANY = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=ANY, tag=ANY, quote=ANY)
def test_no_text_breaks_the_form(library, other, body, tag, quote):
    for each in (library, other):
        for note in each.notes():
            each.delete_note(note.id)
        each.empty_trash("9999")
    anchor = note_on(TEXT, "first", "").left[0]._replace(quote=quote)
    note = Note("1", NoteKind.SELECTION, body, (anchor,), created="1", tags=(tag,))
    library.save_note(note)
    for form in FORMATS:
        bring(other, export_notes(library, form))
        assert other.notes() == library.notes()
