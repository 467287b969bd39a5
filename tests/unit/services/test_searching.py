from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from diptych import formats
from diptych.model import wire
from diptych.model.comparison import Mode
from diptych.model.note import LibraryEntry, Reading
from diptych.model.packing import pack
from diptych.services.opening import Stored
from diptych.services.searching import AT_ONCE, LIMIT, MORE, Kind, Searching
from diptych.services.workplace import Workplace
from diptych.store.driver import sqlite3
from diptych.store.texts import Texts
from diptych.work.inline import InlineJobs
from support.annotations import document, note_on
from support.letters import make_tasks, write_letters

TEXT = document("# Part\nThe first words of a text.\nThe second words of a text.")


@pytest.fixture
def place(tmp_path):
    place = Workplace.open(tmp_path / "data", InlineJobs(make_tasks()))
    yield place
    place.close()


@pytest.fixture
def search(place, tmp_path) -> Searching:
    """Two letters that were read, and a note with a tag."""
    opened = []
    for path in write_letters(tmp_path):
        place.opening.open_path(str(path), done=opened.append, failed=pytest.fail)
    place.library.save_note(
        note_on(TEXT, "first words", "Café, and the families of México.")._replace(
            tags=("root causes",)
        )
    )
    search = Searching(place)
    left_out = search.take_in(search.outstanding(), lambda: False, lambda: None)
    assert left_out == 5  # what ships and was not opened yet
    return search


def texts(search: Searching, typed: str, kind: Kind, *, ranked: bool = True) -> list[str]:
    return [hit.text for hit in search.find(typed, ranked=ranked).hits.get(kind, [])]


def test_everything_is_searched(search) -> None:
    assert texts(search, "mexico", Kind.NOTE) == ["Café, and the families of México."]
    assert texts(search, "first wor", Kind.NOTE)  # the words that the note is on
    assert texts(search, "root", Kind.TAG) == ["root causes"]
    assert len(texts(search, '"root causes"', Kind.PASSAGE)) == 2
    assert len(texts(search, "famil", Kind.PASSAGE, ranked=False)) == 2
    assert texts(search, "wall NOT build", Kind.PASSAGE) == [
        "We oppose the construction of a wall along the border."
    ]
    assert not search.find("zebra", ranked=True).hits


def test_words_that_stand_nowhere_are_taken_for_near_ones(search) -> None:
    found = search.find("asylurn", ranked=True)
    assert found.near == ("asylum",)
    assert len(found.hits[Kind.PASSAGE]) == 2
    hit = found.hits[Kind.PASSAGE][0]
    shown, marks = hit.snippet(found.query)
    assert [shown[start:end] for start, end in marks] == ["asylum"]
    # Not while the reader types, and not where the words stand somewhere.
    assert not search.find("asylurn", ranked=False).hits
    assert search.find("asylum", ranked=True).near == ()
    assert search.find("famillies", ranked=True).near == ("families",)


def test_findings_are_gathered_once(search, place, tmp_path) -> None:
    opened, compared = [], []
    for path in write_letters(tmp_path):
        place.opening.open_path(str(path), done=opened.append, failed=pytest.fail)
    place.comparing.compare(
        *opened, None, done=compared.append, failed=pytest.fail, progress=lambda *_: None
    )
    left, right = (each.document.sha256 for each in opened)
    for mode in Mode:
        place.library.save_reading(Reading(left, right, mode))
        gathered = search.gather(search.pairs())
        assert [len(part.texts) for part in gathered] == (
            [len(compared[0].findings)] if mode is Mode.POSITIONS else []
        )
    place.library.save_reading(Reading(left, right))
    parts = search.gather(search.pairs())
    again = search.gather(search.pairs())
    assert again[0] is parts[0]
    assert search.set_findings(parts)
    assert not search.set_findings(again)
    assert texts(search, "ferry", Kind.FINDING)
    # Those on the desk are the same list until something else is said of the same words.
    comparison = compared[0]
    documents = [each.document for each in opened]
    said = search.on_desk(comparison, *documents, "")
    assert search.on_desk(comparison._replace(), *documents, "") is said
    changed = [each._replace(topics=("boats",)) for each in comparison.findings]
    search.set_findings([search.on_desk(comparison._replace(findings=changed), *documents, "")])
    assert len(texts(search, "boats", Kind.FINDING)) == len(changed)


def test_a_document_that_is_read_anew_is_searched_once(search, place) -> None:
    entry = next(each for each in place.library.entries() if each.title == "A reply")
    stored = place.opening.stored(entry)
    search.take_in([stored, stored], lambda: False, lambda: None)
    assert len(texts(search, "lamps", Kind.PASSAGE)) == 1
    place.library.forget(entry.sha256)
    search.outstanding()
    assert texts(search, "lamps", Kind.PASSAGE) == []


def test_the_index_is_taken_out_and_its_words_go(place) -> None:
    index = Texts(place.cache)
    index.add("a", ["one word", "", "another word"])
    index.add("b", ["a third"])
    assert index.keys() == {"a", "b"}
    assert [
        (found.key, found.block) for found in index.match('"word"', 9, ["a", "b"], ranked=False)
    ] == [
        ("a", 2),
        ("a", 0),
    ]
    index.remove("a")
    assert index.keys() == {"b"}
    assert index.match('"word"', 9, ["a", "b"], ranked=True) == []
    assert index.words_after("", 9) == ["a", "third"]
    assert index.words_after("a", 9) == ["third"]
    assert index.words_after("", 1) == ["a"]


def test_a_damaged_index_is_begun_anew(place) -> None:
    index = Texts(place.cache)
    index.add("a", ["one word"] * 5000)
    place.cache._recover(sqlite3.DatabaseError("the file is damaged"))
    assert index.keys() == set()
    index.add("b", ["a word"])
    assert [found.key for found in index.match('"word"', 9, ["a", "b"], ranked=True)] == ["b"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(typed=st.text() | st.text('"*()AND OR NOT\0^:-+{}ab é\ud800', max_size=30))
def test_nothing_that_is_typed_is_an_error(search, typed: str) -> None:
    search.find(typed, ranked=False)
    search.find(typed, ranked=True)


def test_unknown_documents_are_left_out(search, place) -> None:
    place.library.remember(LibraryEntry("f" * 64, "/gone.txt", "Gone"))
    assert search.take_in(search.outstanding(), lambda: False, lambda: None) == 6
    assert search.take_in(search.outstanding(), lambda: True, lambda: None) == 0


def test_more_than_is_listed_is_counted_and_comes(search, place) -> None:
    many = LIMIT + 30
    with place.library.together():
        for number in range(many + 1):
            place.library.save_note(note_on(TEXT, "first", f"needle {number}", number + 10))
    place.library.delete_note(f"{10:032x}")
    typed = search.find("needle", ranked=False)
    assert (len(typed.hits[Kind.NOTE]), typed.is_cut, typed.counts) == (AT_ONCE, {Kind.NOTE}, {})
    paused = search.find("needle", ranked=True)
    assert (len(paused.hits[Kind.NOTE]), paused.counts) == (LIMIT, {Kind.NOTE: many})
    more = search.find("needle", ranked=True, limits={Kind.NOTE: LIMIT + MORE})
    assert (len(more.hits[Kind.NOTE]), more.is_cut) == (many, frozenset())


def test_blocks_of_texts_are_counted_where_they_are_searched(place) -> None:
    index = Texts(place.cache)
    index.add("a", ["one word", "", "another word"])
    index.add("b", ["a word"])
    assert index.count('"word"', ["a", "b"]) == 3
    assert index.count('"word"', ["a"]) == 2


def test_long_beginnings_of_words_find_what_begins_so(search, place) -> None:
    body = "Ferries, ferryman, férry, fern"
    place.library.save_note(note_on(TEXT, "first", body, 5))
    for typed in ("fe", "ferr", "ferry", "ferrym", "FERRYM", "ferri ferry", "férry", "ferry NOT x"):
        assert texts(search, typed, Kind.NOTE, ranked=False) == [body]
    # What is written between two keys is found after the next pause.
    place.library.save_note(note_on(TEXT, "first", "ferryboat", 6))
    search.find("ferry", ranked=True)
    assert texts(search, "ferryb", Kind.NOTE, ranked=False) == ["ferryboat"]
    assert texts(search, "ferryx", Kind.NOTE, ranked=False) == []


def test_a_document_whose_page_images_were_read_is_searched(search, place) -> None:
    entry = next(each for each in place.library.entries() if each.title == "A reply")
    place.library.set_setting(f"ocr {entry.sha256}", "eng")
    (read,) = [each for each in search.outstanding() if each.ocr]
    assert read == Stored(entry, "eng")
    assert texts(search, "lamps", Kind.PASSAGE) == []  # of the text without its page images
    seen = document("Lamps in a picture.")._replace(sha256=entry.sha256)
    key = f"{read.read_as} {formats.VERSION} {wire.FORMAT}"
    place.cache.put("document", key, pack(seen))
    assert search.take_in([read], lambda: False, lambda: None) == 0
    assert texts(search, "lamps", Kind.PASSAGE) == ["Lamps in a picture."]
