"""All notes of a library, narrowed down: each filter by itself and together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from diptych.anchoring.describe import describe
from diptych.model.document import Span
from diptych.model.note import AnchorState, LibraryEntry, Note, NoteKind
from diptych.services.browsing import About, Filters, browse
from diptych.store.library import Library
from support.documents import document_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ONE = document_of("The ferry must carry doctors to the island.", title="Statute")
TWO = document_of("The ferry may leave doctors behind.", title="Reply")
KNOWN = {"f1": About("diverge", ("ferries",))}
TOPICS = {"ferries": "ferries", "walls": "walls"}


def _on(document, words: str, number: int, body: str = "", **more) -> Note:
    start = document.source.index(words)
    anchor = describe(document, Span(start, start + len(words)))
    state = more.pop("state", AnchorState.EXACT)
    modified = f"2026-01-0{number}T00:00:00Z"
    return Note(
        f"{number:032x}",
        more.pop("kind", NoteKind.SELECTION),
        body,
        (anchor._replace(state=state),),
        created=modified,
        modified=modified,
        **more,
    )


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    made = Library.open(tmp_path, lambda: "2026-01-09T00:00:00Z")
    for document in (ONE, TWO):
        made.remember(LibraryEntry(document.sha256, f"/{document.title}", document.title))
    for note in (
        _on(ONE, "doctors", 1, "who pays", tags=("money",)),
        _on(ONE, "island", 2, colour="green"),
        _on(TWO, "doctors", 3, "left behind", finding="f1", kind=NoteKind.FINDING),
        _on(TWO, "ferry", 4, "gone", state=AnchorState.LOST),
        _on(TWO, "leave", 5, "deleted"),
    ):
        made.save_note(note)
    made.save_note(
        Note(
            "6" * 32,
            NoteKind.TOPIC,
            "on ferries",
            target="ferries",
            modified="2026-01-06T00:00:00Z",
        )
    )
    made.delete_note(f"{5:032x}")
    yield made
    made.close()


@pytest.mark.parametrize(
    ("filters", "titles"),
    [
        (Filters(), ["on ferries", "gone", "left behind", "island", "who pays"]),
        (Filters(words="who"), ["who pays"]),
        (Filters(words="doct"), ["left behind", "who pays"]),
        (Filters(which="unplaced"), ["gone"]),
        (Filters(which="highlights"), ["island"]),
        (Filters(which="trash"), ["deleted"]),
        (Filters(document=ONE.sha256), ["island", "who pays"]),
        (Filters(tag="money"), ["who pays"]),
        (Filters(topic="ferries"), ["on ferries", "left behind"]),
        (Filters(relation="diverge"), ["left behind"]),
        (Filters(since="2026-01-04T00:00:00Z"), ["on ferries", "gone"]),
        (Filters(words="left", document=ONE.sha256), []),
    ],
)
def test_each_filter_narrows_the_list(
    library: Library, filters: Filters, titles: list[str]
) -> None:
    assert [item.title for item in browse(library, filters, KNOWN, TOPICS)] == titles


def test_a_note_says_where_it_is_and_what_is_the_matter(library: Library) -> None:
    (item,) = browse(library, Filters(which="unplaced"), {}, {})
    assert (item.documents, item.state) == (("Reply",), AnchorState.LOST)


def test_as_many_are_found_as_have_the_words(library: Library) -> None:
    with library.together():
        for number in range(250):
            library.save_note(Note(f"{100 + number:032x}", NoteKind.FREE, "who pays what"))
    found = browse(library, Filters(words="pays", tag="money"), KNOWN, TOPICS)
    assert [item.note.body for item in found] == ["who pays"]
    every = browse(library, Filters(words="pays"), KNOWN, TOPICS)
    assert len(every) == 251
    assert every[0].note.body == "who pays"
    assert [item.note.id for item in every[-2:]] == [every[249].note.id, every[250].note.id]
    assert len({item.note.id for item in every}) == 251
    assert every.row_of(every[123].note.id) == 123
    assert every.row_of("nowhere") == -1


def test_a_note_that_is_gone_since_has_an_empty_row(library: Library) -> None:
    found = browse(library, Filters(which="trash"), KNOWN, TOPICS)
    library.empty_trash("2027-01-01")
    assert (len(found), found[0].note.id, found[0].title) == (1, f"{5:032x}", "")


def test_a_text_of_blanks_is_no_text(library: Library) -> None:
    for number, blanks in enumerate(("\t\n", "\u00a0\u2003\u3000"), 7):
        library.save_note(Note(f"{number:032x}", NoteKind.FREE, blanks))
    assert len(browse(library, Filters(which="highlights"), KNOWN, TOPICS)) == 3
