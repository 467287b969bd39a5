"""What does not stand where it was is looked for beside the window, once, and said when found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from diptych.anchoring.describe import describe, describe_place
from diptych.anchoring.resolve import Seeker, surely
from diptych.model.document import Page, Span
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

    def load(self, call: Any, *, done: Any, failed: Any) -> int:
        self.waiting.append(lambda: super(LateJobs, self).load(call, done=done, failed=failed))
        return len(self.waiting)

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
    # While it is under way, nobody waits for it.
    assert places.place_of(doctors, AGAIN) is None
    assert sought == []
    jobs.go_on()
    assert told == [surely(doctors, AGAIN)] == [Span(doctors.start + 3, doctors.end + 3)]
    assert places.known(pays, AGAIN) == Span(pays.start + 3, pays.end + 3)
    places.seek()
    jobs.go_on()
    assert sorted(sought) == ["Nobody pays", "doctors to", "doctors to"]  # one by this test
    assert places.turn == len(told) == 1


def test_what_is_asked_for_at_once_is_answered_at_once(sought: list[str]) -> None:
    jobs = LateJobs()
    places = Whereabouts(jobs, lambda: None)
    anchor = describe(TEXT, span(TEXT, "doctors"))
    assert places.place_of(anchor, AGAIN) == Span(anchor.start + 3, anchor.end + 3)
    assert places.known(anchor, AGAIN) == Span(anchor.start + 3, anchor.end + 3)
    places.seek()
    assert jobs.waiting == []
    assert sought == ["doctors"]


def test_nothing_is_said_where_nothing_was_found() -> None:
    told: list[str] = []
    places = Whereabouts(InlineJobs({}), lambda: told.append("found"))
    anchor = describe(TEXT, span(TEXT, "doctors"))
    assert places.known(anchor, OTHER) is None
    places.seek()
    assert places.known(anchor, OTHER) is None
    assert told == []


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
