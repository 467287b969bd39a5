"""What does not stand where it was is looked for beside the window, once, and said when found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from diptych.anchoring.describe import describe, describe_place
from diptych.anchoring.resolve import Seeker, surely
from diptych.model.document import Page, Span
from diptych.model.errors import Cancelled
from diptych.services.whereabouts import Whereabouts
from diptych.work.inline import InlineJobs
from support.annotations import document, span

if TYPE_CHECKING:
    from collections.abc import Callable

TEXT = document("# Ferry\nThe boat carries doctors to the island.\nNobody pays for the crossing.")
# The same bytes, read in another encoding.
AGAIN = document("\u00c3\u00a9 " + TEXT.source)._replace(sha256=TEXT.sha256)
OTHER = document("\u00c3\u00a9" * 90)._replace(sha256=TEXT.sha256)


class LateJobs(InlineJobs):
    """Begins what is to be loaded only when it is told to."""

    def __init__(self) -> None:
        super().__init__({})
        self.waiting: list[Callable[[], Any]] = []
        self._failed: list[Callable[[Exception], None]] = []

    def load(self, call: Any, *, done: Any, failed: Any) -> int:
        self.waiting.append(lambda: super(LateJobs, self).load(call, done=done, failed=failed))
        self._failed.append(failed)
        return len(self.waiting)

    def call_off(self) -> None:
        failed, self._failed = self._failed, []
        self.waiting.clear()
        for tell in failed:
            tell(Cancelled())

    def go_on(self) -> None:
        waiting, self.waiting = self.waiting, []
        for begin in waiting:
            begin()


@pytest.fixture
def sought(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The quotes that were looked for."""
    quotes: list[str] = []
    surely = Seeker.surely

    def watched(seeker: Seeker, anchor: Any) -> Span | None:
        quotes.append(anchor.quote)
        return surely(seeker, anchor)

    monkeypatch.setattr(Seeker, "surely", watched)
    return quotes


def test_words_in_their_place_are_known_at_once(sought: list[str]) -> None:
    jobs, told = LateJobs(), []
    places = Whereabouts(jobs, lambda: told.append("found"))
    anchor = describe(TEXT, span(TEXT, "carries doctors"))
    assert places.known(anchor, TEXT) == places.place_of(anchor, TEXT) == anchor.span
    places.seek()
    assert (jobs.waiting, told, sought) == ([], [], [])


def test_other_words_are_looked_for_beside_the_window_and_only_once(sought: list[str]) -> None:
    jobs, told = LateJobs(), []
    places = Whereabouts(jobs, lambda: told.append(places.known(doctors, AGAIN)))
    doctors, pays = (describe(TEXT, span(TEXT, words)) for words in ("doctors to", "Nobody pays"))
    for _each in range(3):
        assert places.known(doctors, AGAIN) is None
        assert places.known(pays, AGAIN) is None
        places.seek()
    assert places.is_open(doctors, AGAIN)
    assert sought == []
    jobs.go_on()
    assert told == [surely(doctors, AGAIN)] == [Span(doctors.start + 3, doctors.end + 3)]
    assert places.known(pays, AGAIN) == Span(pays.start + 3, pays.end + 3)
    places.seek()
    jobs.go_on()
    assert sorted(sought) == ["Nobody pays", "doctors to", "doctors to"]  # one by this test
    assert places.turn == len(told) == 1
    assert not places.is_open(doctors, AGAIN)


def test_what_is_under_way_is_found_at_once_where_it_is_needed(sought: list[str]) -> None:
    jobs, told = LateJobs(), []
    places = Whereabouts(jobs, lambda: told.append("found"))
    anchor = describe(TEXT, span(TEXT, "doctors"))
    places.known(anchor, AGAIN)
    places.seek()
    for _each in range(2):
        assert places.place_of(anchor, AGAIN) == Span(anchor.start + 3, anchor.end + 3)
    assert (sought, told) == (["doctors"], [])
    # What was made of it before, without it, is made anew when all is known.
    jobs.go_on()
    assert told == ["found"]


def test_what_is_still_to_be_found_is_settled_before_it_is_told() -> None:
    jobs, told = LateJobs(), []
    doctors, pays, boat = (describe(TEXT, span(TEXT, w)) for w in ("doctors", "pays", "boat"))

    def found() -> None:
        # Whoever hears of it asks for another.
        told.append(places.known(boat, AGAIN))
        places.seek()

    places = Whereabouts(jobs, found)
    places.settle()
    assert told == []
    places.known(doctors, AGAIN)
    places.seek()
    places.known(pays, AGAIN)
    places.settle()
    for anchor in (doctors, pays, boat):
        assert not places.is_open(anchor, AGAIN)
        assert places.known(anchor, AGAIN) == Span(anchor.start + 3, anchor.end + 3)
    assert told == [None, Span(boat.start + 3, boat.end + 3)]


def test_what_was_called_off_is_looked_for_when_it_is_asked_for_again() -> None:
    jobs = LateJobs()
    places = Whereabouts(jobs, lambda: None)
    anchor = describe(TEXT, span(TEXT, "doctors"))
    places.known(anchor, AGAIN)
    places.seek()
    jobs.call_off()
    assert not places.is_open(anchor, AGAIN)
    assert places.known(anchor, AGAIN) is None
    places.seek()
    jobs.go_on()
    assert places.known(anchor, AGAIN) == Span(anchor.start + 3, anchor.end + 3)


def test_nothing_is_said_after_the_end() -> None:
    jobs, told = LateJobs(), []
    places = Whereabouts(jobs, lambda: told.append("found"))
    places.known(describe(TEXT, span(TEXT, "doctors")), AGAIN)
    places.seek()
    places.end()
    jobs.go_on()
    assert told == []


def test_what_is_asked_for_at_once_is_answered_at_once(sought: list[str]) -> None:
    jobs = LateJobs()
    places = Whereabouts(jobs, lambda: None)
    anchor = describe(TEXT, span(TEXT, "doctors"))
    assert places.place_of(anchor, AGAIN) == Span(anchor.start + 3, anchor.end + 3)
    assert places.known(anchor, AGAIN) == Span(anchor.start + 3, anchor.end + 3)
    places.seek()
    assert jobs.waiting == []
    assert sought == ["doctors"]


def test_it_is_said_once_that_nothing_was_found() -> None:
    told: list[str] = []
    places = Whereabouts(InlineJobs({}), lambda: told.append("looked"))
    anchor = describe(TEXT, span(TEXT, "doctors"))
    assert places.known(anchor, OTHER) is None
    places.seek()
    assert places.known(anchor, OTHER) is None
    assert not places.is_open(anchor, OTHER)
    places.seek()
    assert told == ["looked"]


def test_each_reading_of_the_same_bytes_has_places_of_its_own() -> None:
    places = Whereabouts(InlineJobs({}), lambda: None)
    anchor = describe(TEXT, span(TEXT, "doctors"))
    readings = [document("x" * at + TEXT.source)._replace(sha256=TEXT.sha256) for at in range(7)]
    for at, reading in enumerate(readings):
        assert places.place_of(anchor, reading) == Span(anchor.start + at, anchor.end + at)
    assert places.place_of(anchor, readings[0]) == anchor.span


def test_a_place_on_a_page_has_no_words() -> None:
    text = TEXT._replace(pages=(Page(0, len(TEXT.source), 595, 842, "1"),))
    places = Whereabouts(InlineJobs({}), lambda: None)
    anchor = describe_place(text, 0, (10, 20, 30, 40))
    assert places.known(anchor, text) is places.place_of(anchor, text) is None
