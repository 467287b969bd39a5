"""Notes and verdicts go over to the new version of a document: all of them, and on no guess."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diptych.anchoring.describe import describe, describe_place
from diptych.model.comparison import Relation, Side
from diptych.model.document import Page, Span
from diptych.model.note import Anchor, AnchorState, LibraryEntry, Note, NoteKind, Verdict
from diptych.services.annotating import Annotating
from diptych.services.carrying import SLICE, Carried, Carrying
from diptych.services.opening import Opened
from diptych.services.undo import Undo
from diptych.services.unsettled import Unsettled, let_go, looking, take_over
from diptych.store.library import Library
from diptych.work.inline import InlineJobs
from support.documents import document_from, document_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from diptych.model.document import Document

PATH = "/home/ada/statute.txt"
OLD = document_of(
    "The ferry must carry doctors to the island in any weather.",
    "Lists and vouchers are kept by the council of the harbour.",
    "Nobody pays for the crossing on a Sunday in winter.",
)
NEW = document_of(
    "This statute was amended in the spring.",
    "The ferry must carry doctors to the island in any weather.",
    "Lists and many vouchers are kept by the council of the old harbour.",
)
OTHER = document_of("The ferry may leave doctors behind.", title="Another")


class Shelf:
    """A library in which one file holds one version after the other."""

    def __init__(self, folder: Path) -> None:
        self.seconds = 0
        self.library = Library.open(folder, self.clock)
        self.carrying = Carrying(self.library, InlineJobs({}))
        self.said: list[Carried] = []

    def clock(self) -> str:
        self.seconds += 1
        return f"2026-01-01T00:{self.seconds // 60:02}:{self.seconds % 60:02}Z"

    def open(self, document: Document, path: str = PATH) -> None:
        """Open a version, as `Opening` does, and carry over what there is."""
        entry = LibraryEntry(document.sha256, path, document.title)
        self.library.remember(entry)
        self.carrying.begin(Opened(document, entry), done=self.said.append, failed=_raise)

    def write(self, document: Document, *words: str, kind: NoteKind = NoteKind.SELECTION) -> Note:
        anchors = tuple(describe(document, _span(document, each)) for each in words)
        note = Note(f"{self.seconds:032x}", kind, "mine", left=anchors, created=self.clock())
        self.library.save_note(note)
        return note

    def anchor(self, note: Note) -> tuple[str, str, AnchorState]:
        """The first anchor of a note as it is now: document, words and state."""
        now = self.library.note(note.id)
        assert now is not None
        first = now.left[0]
        return first.sha256, first.quote, first.state


def _raise(error: Exception) -> None:
    raise error


def _span(document: Document, words: str) -> Span:
    start = document.source.index(words)
    return Span(start, start + len(words))


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    made = Shelf(tmp_path)
    yield made
    made.library.close()


def test_each_note_goes_where_its_words_are_or_stays(shelf: Shelf) -> None:
    shelf.open(OLD)
    same = shelf.write(OLD, "carry doctors to the island")
    edited = shelf.write(OLD, "Lists and vouchers are kept by the council")
    gone = shelf.write(OLD, "Nobody pays for the crossing on a Sunday in winter.")
    shelf.open(NEW)
    assert shelf.anchor(same) == (NEW.sha256, "carry doctors to the island", AnchorState.MOVED)
    words = "Lists and many vouchers are kept by the council"
    assert shelf.anchor(edited) == (NEW.sha256, words, AnchorState.MOVED)
    assert shelf.anchor(gone) == (
        OLD.sha256,
        "Nobody pays for the crossing on a Sunday in winter.",
        AnchorState.LOST,
    )
    (said,) = shelf.said
    assert said.notes._asdict() == {"all": 3, "exact": 0, "moved": 2, "uncertain": 0, "lost": 1}
    assert [note.id for note in shelf.library.unplaced_notes()] == [gone.id]


def test_where_a_note_was_before_is_kept(shelf: Shelf) -> None:
    shelf.open(OLD)
    note = shelf.write(OLD, "carry doctors to the island")
    shelf.open(NEW)
    (former,) = shelf.library.former_anchors(note.id, 9)
    assert former.anchor == note.left[0]


def test_what_was_looked_for_once_is_not_said_again(shelf: Shelf) -> None:
    shelf.open(OLD)
    shelf.write(OLD, "Nobody pays for the crossing on a Sunday in winter.")
    shelf.open(NEW)
    shelf.open(NEW)
    assert len(shelf.said) == 1


def test_a_lost_note_is_found_when_its_words_come_back(shelf: Shelf) -> None:
    shelf.open(OLD)
    note = shelf.write(OLD, "Nobody pays for the crossing on a Sunday in winter.")
    shelf.open(NEW)
    assert shelf.anchor(note)[2] is AnchorState.LOST
    shelf.open(OLD)
    assert shelf.anchor(note) == (OLD.sha256, note.left[0].quote, AnchorState.EXACT)
    shelf.open(NEW)
    third = document_of(*(block.text for block in NEW.blocks), OLD.blocks[2].text)
    shelf.open(third)
    assert shelf.anchor(note)[0] == third.sha256


def test_notes_stay_where_the_old_text_has_a_file_of_its_own(shelf: Shelf) -> None:
    shelf.open(OLD, "/home/ada/copy.txt")
    shelf.open(OLD)
    note = shelf.write(OLD, "carry doctors to the island")
    shelf.open(NEW)
    assert shelf.anchor(note)[0] == OLD.sha256
    assert shelf.said == []


def test_a_note_that_compares_two_versions_stays_on_both(shelf: Shelf) -> None:
    shelf.open(OLD)
    shelf.open(NEW)
    left, right = (describe(each, _span(each, "carry doctors")) for each in (OLD, NEW))
    note = Note("a" * 32, NoteKind.PAIR, "mine", (left,), (right,), created=shelf.clock())
    shelf.library.save_note(note)
    third = document_of("Something else is here.", *(block.text for block in NEW.blocks))
    shelf.open(third)
    assert shelf.library.note(note.id) == note


def test_more_notes_than_one_slice_all_go_over(shelf: Shelf) -> None:
    shelf.open(OLD)
    for _ in range(SLICE + 3):
        shelf.write(OLD, "carry doctors to the island")
    shelf.open(NEW)
    (said,) = shelf.said
    assert said.notes.all == said.notes.moved == SLICE + 3


def test_what_the_reader_changes_meanwhile_stays(shelf: Shelf) -> None:
    shelf.open(OLD)
    note = shelf.write(OLD, "carry doctors to the island")
    waiting = []

    class Later(InlineJobs):
        def load(self, call, *, done, failed) -> int:
            waiting.append((call, done))
            return 1

    shelf.carrying = Carrying(shelf.library, Later({}))
    shelf.open(NEW)
    shelf.library.save_note(note._replace(body="written on"))
    while waiting:
        call, done = waiting.pop()
        done(call())
    now = shelf.library.note(note.id)
    assert (now.body, now.left[0].sha256) == ("written on", NEW.sha256)


# On a whole document


def test_a_note_on_the_whole_follows_to_the_new_version(shelf: Shelf) -> None:
    shelf.open(OTHER, "/home/ada/other.txt")
    shelf.open(OLD)
    whole = Note("1" * 32, NoteKind.DOCUMENT, "of all of it", target=OLD.sha256)
    pair = Note("2" * 32, NoteKind.READING, "both", target=f"{OTHER.sha256} {OLD.sha256}")
    for note in (whole, pair):
        shelf.library.save_note(note)
    shelf.open(NEW)
    assert shelf.library.note(whole.id) == whole._replace(target=NEW.sha256)
    assert shelf.library.note(pair.id) == pair._replace(target=f"{OTHER.sha256} {NEW.sha256}")
    (said,) = shelf.said
    assert said.notes._asdict() == {"all": 2, "exact": 2, "moved": 0, "uncertain": 0, "lost": 0}
    for note, side in ((whole, Side.LEFT), (pair, Side.RIGHT)):
        (former,) = shelf.library.former_anchors(note.id, 9)
        assert (former.anchor, former.side) == (Anchor(OLD.sha256, 0, 0, "", "", ""), side)
    # And back, where the file holds the old text again.
    shelf.open(OLD)
    assert shelf.library.note(whole.id) == whole
    shelf.open(OLD)
    assert len(shelf.said) == 2


def test_a_note_on_a_comparison_of_two_versions_stays_on_both(shelf: Shelf) -> None:
    shelf.open(OLD)
    shelf.open(NEW)
    both = Note("1" * 32, NoteKind.READING, "what changed", target=f"{OLD.sha256} {NEW.sha256}")
    shelf.library.save_note(both)
    shelf.open(document_of("Something else is here.", *(block.text for block in NEW.blocks)))
    assert shelf.library.note(both.id) == both


def test_a_note_on_the_whole_that_comes_back_is_on_the_new_version(shelf: Shelf) -> None:
    shelf.open(OLD)
    undo = Undo(shelf.library)
    annotating = Annotating(shelf.library, shelf.clock, undo)
    note = annotating.note_on(NoteKind.DOCUMENT, OLD.sha256, "mine")
    shelf.open(NEW)
    undo.undo()
    undo.redo()
    now = shelf.library.note(note.id)
    assert (now.body, now.target) == ("mine", NEW.sha256)


# Verdicts


def _verdict(shelf: Shelf, words: str, other: str = "leave doctors behind") -> Verdict:
    verdict = Verdict(
        finding=f"f {words}",
        relation=Relation.DIVERGE,
        left=(describe(OLD, _span(OLD, words)),),
        right=(describe(OTHER, _span(OTHER, other)),),
        decided=shelf.clock(),
    )
    shelf.library.save_verdict(OLD.sha256, OTHER.sha256, verdict)
    return verdict


def test_a_verdict_follows_to_the_same_words_and_to_no_others(shelf: Shelf) -> None:
    shelf.open(OTHER, "/home/ada/other.txt")
    shelf.open(OLD)
    same = _verdict(shelf, "must carry doctors to the island")
    _verdict(shelf, "Lists and vouchers are kept by the council")
    shelf.open(NEW)
    (there,) = shelf.library.verdicts(NEW.sha256, OTHER.sha256)
    assert (there.finding, there.relation, there.decided) == (
        same.finding,
        same.relation,
        same.decided,
    )
    assert there.left[0].quote == "must carry doctors to the island"
    assert len(shelf.library.verdicts(OLD.sha256, OTHER.sha256)) == 2
    (said,) = shelf.said
    assert (said.verdicts, said.doubtful) == (1, 1)


def test_verdicts_that_were_broken_off_go_on_where_they_were(shelf: Shelf) -> None:
    shelf.open(OLD)
    shelf.open(OTHER, "/home/ada/other.txt")
    verdict = _verdict(shelf, "must carry doctors to the island")
    moments = [shelf.clock() for _ in range(SLICE - 1)]
    # Those of one moment do not end with a slice.
    for number, decided in enumerate([*moments, moments[-1], moments[-1], shelf.clock()]):
        given = verdict._replace(finding=f"{number:016x}", decided=decided)
        shelf.library.save_verdict(OLD.sha256, OTHER.sha256, given)
    waiting = []

    class Ended(InlineJobs):
        def load(self, call, *, done, failed) -> int:
            waiting.append((call, done))
            return 1

    shelf.carrying = Carrying(shelf.library, Ended({}))
    shelf.open(NEW)
    call, done = waiting.pop()
    done(call())
    went = [each.finding for each in shelf.library.verdicts(NEW.sha256, OTHER.sha256)]
    shelf.library.delete_verdict(NEW.sha256, OTHER.sha256, went[0])
    shelf.carrying = Carrying(shelf.library, InlineJobs({}))
    shelf.open(NEW)
    (said,) = shelf.said
    there = shelf.library.verdicts(NEW.sha256, OTHER.sha256)
    assert (len(went), said.verdicts) == (SLICE + 2, 1)
    assert len({each.finding for each in there}) == SLICE + 2
    assert went[0] not in {each.finding for each in there}


def test_a_verdict_that_was_taken_back_stays_so(shelf: Shelf) -> None:
    shelf.open(OTHER, "/home/ada/other.txt")
    shelf.open(OLD)
    verdict = _verdict(shelf, "must carry doctors to the island")
    shelf.open(NEW)
    shelf.library.delete_verdict(NEW.sha256, OTHER.sha256, verdict.finding)
    shelf.open(NEW)
    assert shelf.library.verdicts(NEW.sha256, OTHER.sha256) == []


def test_a_verdict_never_takes_the_place_of_a_later_one(shelf: Shelf) -> None:
    shelf.open(OTHER, "/home/ada/other.txt")
    shelf.open(OLD)
    verdict = _verdict(shelf, "must carry doctors to the island")
    later = verdict._replace(relation=Relation.CONVERGE, decided=shelf.clock())
    shelf.library.save_verdict(NEW.sha256, OTHER.sha256, later)
    shelf.open(NEW)
    (there,) = shelf.library.verdicts(NEW.sha256, OTHER.sha256)
    assert there.relation is Relation.CONVERGE


# Verdicts whose words have changed


def _unsettled(shelf: Shelf, document: Document = NEW) -> list[Unsettled]:
    entry = shelf.library.entry(document.sha256)
    look = looking(shelf.library, document, shelf.carrying.earlier(Opened(document, entry)))
    return look() if look is not None else []


def test_a_verdict_whose_words_changed_is_listed_until_the_reader_decides(shelf: Shelf) -> None:
    shelf.open(OTHER, "/home/ada/other.txt")
    shelf.open(OLD)
    _verdict(shelf, "must carry doctors to the island")  # goes over
    changed = _verdict(shelf, "Lists and vouchers are kept by the council")
    gone = _verdict(shelf, "Nobody pays for the crossing on a Sunday in winter.")
    assert _unsettled(shelf, OLD) == []
    shelf.open(NEW)
    kept, lost = _unsettled(shelf)
    assert (kept.verdict, lost.verdict) == (changed, gone)
    assert kept.pair == (OLD.sha256, OTHER.sha256)
    assert kept.now == (NEW.sha256, OTHER.sha256)
    new_words = "Lists and many vouchers are kept by the council"
    assert kept.words == ((changed.left[0].quote, new_words),)
    assert kept.places == (_span(NEW, new_words),)
    assert (lost.words, lost.is_somewhere) == (((gone.left[0].quote, ""),), False)
    assert shelf.said[0].doubtful == 2
    undo = Undo(shelf.library)
    take_over(undo, kept, NEW)
    assert _unsettled(shelf) == [lost]
    there = {v.finding: v for v in shelf.library.verdicts(NEW.sha256, OTHER.sha256)}
    assert there[changed.finding].left[0].quote == new_words
    assert there[changed.finding].right == changed.right
    let_go(undo, lost)
    assert _unsettled(shelf) == []
    undo.undo()
    undo.undo()
    assert _unsettled(shelf) == [kept, lost]
    undo.redo()
    assert _unsettled(shelf) == [lost]
    assert len(shelf.library.verdicts(OLD.sha256, OTHER.sha256)) == 3


def test_a_verdict_on_the_new_words_settles_the_old_one(shelf: Shelf) -> None:
    shelf.open(OTHER, "/home/ada/other.txt")
    shelf.open(OLD)
    changed = _verdict(shelf, "Lists and vouchers are kept by the council")
    shelf.open(NEW)
    anchor = describe(NEW, _span(NEW, "many vouchers are kept by the council of the old harbour"))
    given = changed._replace(finding="another", left=(anchor,), decided=shelf.clock())
    shelf.library.save_verdict(OTHER.sha256, NEW.sha256, given._replace(left=(), right=(anchor,)))
    assert _unsettled(shelf) == []


def test_a_verdict_that_went_over_and_was_taken_back_is_not_listed(shelf: Shelf) -> None:
    shelf.open(OTHER, "/home/ada/other.txt")
    shelf.open(OLD)
    verdict = _verdict(shelf, "must carry doctors to the island")
    shelf.open(NEW)
    shelf.library.delete_verdict(NEW.sha256, OTHER.sha256, verdict.finding)
    assert _unsettled(shelf) == []


# Pages without words


def test_a_place_on_a_page_of_another_scan_is_in_doubt(shelf: Shelf) -> None:
    scan = OLD._replace(sha256="1" * 64, source="", blocks=(), pages=(Page(0, 0, 595, 842, "1"),))
    note = Note("b" * 32, NoteKind.SELECTION, "mine", (describe_place(scan, 0, (10, 20, 30, 40)),))
    shelf.open(scan)
    shelf.library.save_note(note)
    shelf.open(scan._replace(sha256="2" * 64))
    assert shelf.anchor(note) == (scan.sha256, "", AnchorState.UNCERTAIN)


def test_a_place_on_a_page_goes_with_the_text_of_the_page(shelf: Shelf) -> None:
    first, second = OLD.blocks[0].span.end, len(OLD.source)
    before = OLD._replace(pages=(Page(0, first, 595, 842, "1"), Page(first, second, 595, 842, "2")))
    new = "A sheet before.\n\n" + OLD.source
    shift = len(new) - len(OLD.source)
    after = document_of("A sheet before.")._replace(
        source=new,
        sha256="3" * 64,
        pages=(
            Page(0, shift, 595, 842, "1"),
            Page(shift, shift + first, 595, 842, "2"),
            Page(shift + first, len(new), 595, 842, "3"),
        ),
    )
    place = describe_place(before, 1, (10, 20, 30, 40))
    note = Note("c" * 32, NoteKind.SELECTION, "mine", (place,))
    shelf.open(before)
    shelf.library.save_note(note)
    shelf.open(after)
    (anchor,) = shelf.library.note(note.id).left
    assert (anchor.page, anchor.boxes) == (2, ((2, 10, 20, 30, 40),))
    assert anchor.state is AnchorState.MOVED


# Always: as many come out as went in


_TEXTS = st.lists(
    st.text("abé \U0001f600", min_size=1, max_size=12).map(str.strip).filter(bool),
    min_size=1,
    max_size=5,
)


@settings(max_examples=40)
@given(_TEXTS, _TEXTS, st.data())
def test_as_many_notes_come_out_as_went_in(old, new, data) -> None:
    before, after = document_from(old), document_from(new)
    with tempfile.TemporaryDirectory() as folder:
        shelf = Shelf(Path(folder))
        shelf.open(before)
        length = len(before.source)
        for _ in range(data.draw(st.integers(0, 4))):
            start = data.draw(st.integers(0, length - 1))
            end = data.draw(st.integers(start + 1, length))
            shelf.write(before, before.source[start:end])
        notes = shelf.library.notes()
        shelf.open(after)
        kept = shelf.library.notes()
        assert [(note.id, note.body) for note in kept] == [(note.id, note.body) for note in notes]
        if notes and before.sha256 != after.sha256:
            (said,) = shelf.said
            tally = said.notes
            assert len(notes) == tally.all
            assert tally.all == tally.exact + tally.moved + tally.uncertain + tally.lost
            states = [note.left[0].state for note in kept]
            for state in AnchorState:
                assert states.count(state) == getattr(tally, state.value)
        for note in kept:
            anchor = note.left[0]
            text = after if anchor.sha256 == after.sha256 else before
            assert text.source[anchor.start : anchor.end] == anchor.quote
        shelf.library.close()


def test_sides_are_kept(shelf: Shelf) -> None:
    shelf.open(OLD)
    note = shelf.write(OLD, "carry doctors to the island")
    shelf.library.save_note(note._replace(left=(), right=note.left))
    shelf.open(NEW)
    now = shelf.library.note(note.id)
    assert (now.left, [each.sha256 for each in now.right]) == ((), [NEW.sha256])
    (former,) = shelf.library.former_anchors(note.id, 1)
    assert former.side is Side.RIGHT
