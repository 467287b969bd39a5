"""Every document of the library on every topic, and how each pair of documents agrees on it.

The worker is asked for one thing at a time, so that a reading that is opened meanwhile waits for
one answer at most, and what it said is kept in the cache.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, NamedTuple

from diptych.model.comparison import Mode, Relation
from diptych.model.errors import Cancelled, UserError
from diptych.model.standing import standings_from_plain
from diptych.services.library import as_told, read_first_key, read_first_keys
from diptych.work.port import COMPARING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from diptych.model.comparison import Comparison
    from diptych.model.note import LibraryEntry
    from diptych.model.standing import Standing
    from diptych.services.cataloguing import Cataloguing, Item
    from diptych.services.opening import Stored
    from diptych.services.workplace import Workplace
    from diptych.work.port import Plain

    Standings = dict[str, Standing]

_KIND = "standings"
# Rises whenever the same document would be told otherwise by the same engine.
_VERSION = "4"
_TWO_SIDED = (Relation.CONVERGE, Relation.DIVERGE, Relation.PARTIAL)


class Agreement(NamedTuple):
    """How two documents stand to each other on a topic.

    Args:
        converge, diverge, partial: how many findings say so.
        relation: what most of them say, each by its confidence; None where there is no pair.
    """

    converge: int = 0
    diverge: int = 0
    partial: int = 0
    relation: Relation | None = None

    def number(self, relation: Relation) -> int:
        """Return how many findings have a relation."""
        return (self.converge, self.diverge, self.partial)[_TWO_SIDED.index(relation)]


class State(NamedTuple):
    """What is under way.

    Args:
        done, total: how many documents or pairs, of those that were asked for.
        title: of the document that is read, or of the pair's two.
        is_comparing: whether pairs are compared, not documents read.
    """

    done: int = 0
    total: int = 0
    titles: tuple[str, ...] = ()
    is_comparing: bool = False

    @property
    def is_over(self) -> bool:
        """Whether nothing is under way."""
        return self.done >= self.total


class Matrix:
    """What each document of the library holds on each topic, found out bit by bit.

    Attributes:
        changed: called when more is known, or something else is under way.
        items: the documents, in the order in which they were added.
        state: what is under way.
    """

    def __init__(self, place: Workplace, cataloguing: Cataloguing) -> None:
        self._place = place
        self._cataloguing = cataloguing
        self.changed: Callable[[], None] = lambda: None
        self.items: list[Item] = []
        self.state = State()
        self._digest = ""
        self._read_first: frozenset[str] = frozenset()
        self._standings: dict[str, Standings] = {}
        self._troubles: dict[str, str] = {}
        self._agreements: dict[tuple[str, str], dict[str, Agreement]] = {}
        # Kept texts of documents whose file cannot be read.
        self._sources: dict[str, str] = {}
        # What documents said of themselves when they were read; the library has it at the end, so
        # that none changes its place among the others while they are read.
        self._told: dict[str, dict[str, str]] = {}
        self._waiting: deque[tuple[str, ...]] = deque()
        self._ticket = 0
        self._asked: tuple[str, ...] = ()

    # What is known

    def entry(self, sha256: str) -> LibraryEntry:
        """Return a document by its hash."""
        return next(item.entry for item in self.items if item.entry.sha256 == sha256)

    def standing(self, sha256: str, topic: str) -> Standing | None:
        """Return what a document holds on a topic, None where that is not known."""
        known = self._standings.get(sha256)
        return known.get(topic) if known is not None else None

    def trouble(self, sha256: str) -> str:
        """Return why a document could not be read, in a sentence, or ""."""
        return self._troubles.get(sha256, "")

    def agreement(self, one: str, other: str, topic: str) -> Agreement | None:
        """Return how two documents agree on a topic, None where they were not compared."""
        known = self._agreements.get(_pair(one, other))
        return known.get(topic, Agreement()) if known is not None else None

    def is_read_first(self, one: str, other: str) -> bool:
        """Whether what was found between two documents is hidden from who reads first."""
        return read_first_key(one, other) in self._read_first

    def unread(self) -> list[str]:
        """Return the documents of which nothing is known, and nothing is in their way."""
        hashes = (item.entry.sha256 for item in self.items)
        return [each for each in hashes if each not in {*self._standings, *self._troubles}]

    def uncompared(self, pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
        """Return those of the pairs that were not compared, and could be."""
        return [
            pair
            for pair in dict.fromkeys(pairs)
            if _pair(*pair) not in self._agreements and not any(self.trouble(each) for each in pair)
        ]

    # Finding out

    def refresh(self, on_desk: Iterable[str] = ()) -> None:
        """Take the library, and the topics, as they are now; find out what is not known.

        Args:
            on_desk: hashes of documents whose findings may have changed.
        """
        self.items = self._cataloguing.items(())
        self._read_first = read_first_keys(self._place.library)
        digest = self._place.followed.digest
        if digest != self._digest:
            self.stop()
            self._digest = digest
            self._standings, self._agreements = {}, {}
        here = {item.entry.sha256 for item in self.items}
        self._waiting = deque(each for each in self._waiting if here.issuperset(each))
        opened = set(on_desk)
        for pair in [pair for pair in self._agreements if set(pair) == opened]:
            del self._agreements[pair]
        self._ask((each,) for each in self.unread())

    def look_up(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Take the pairs that were compared at some time from the cache; ask the worker nothing."""
        self._ask(pair for pair in self.uncompared(pairs) if self._cached(pair))

    def compare(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Have these pairs compared that were not."""
        self._ask(self.uncompared(pairs))

    def stop(self) -> None:
        """Find out nothing more for now."""
        self._waiting.clear()
        ticket, self._ticket = self._ticket, 0
        if ticket:
            self._place.jobs.cancel(ticket)
        self.state = State()
        self._keep_told()
        # A file that could not be read may be back.
        self._troubles, self._sources = {}, {}

    def _ask(self, wanted: Iterable[tuple[str, ...]]) -> None:
        known = {*self._waiting, self._asked if self._ticket else ()}
        fresh = [each for each in wanted if each not in known]
        if not fresh:
            return
        self._waiting.extend(fresh)
        state = State() if self.state.is_over else self.state
        self.state = state._replace(total=state.total + len(fresh))
        self._next()

    def _next(self) -> None:
        # In a loop: what is in the cache is answered at once, and a hundred answers would nest.
        while not self._ticket and self._waiting:
            self._asked = asked = self._waiting.popleft()
            titles = tuple(self.entry(each).title for each in asked)
            self.state = self.state._replace(titles=titles, is_comparing=len(asked) > 1)
            self._ticket = -1
            ticket = self._compare(asked) if len(asked) > 1 else self._read(asked[0])
            if self._ticket:
                self._ticket = ticket
        if not self._ticket:
            self.state = State()
            self._keep_told()
        self.changed()

    def _keep_told(self) -> None:
        """Let the library have titles, authors and dates of files that were never opened."""
        told, self._told = self._told, {}
        library = self._place.library
        try:
            known = [entry for entry in map(library.entry, told) if entry is not None]
            fresh = [(entry, as_told(entry, told[entry.sha256])) for entry in known]
            changed = [after for before, after in fresh if after != before]
            if not changed:
                return
            with library.together():
                for entry in changed:
                    library.remember(entry)
            self.items = self._cataloguing.items(())
        except UserError:
            return  # what the reader opens or writes next says why
        self._cataloguing.changed()

    def _answered(self) -> None:
        was_asked, self._ticket = self._ticket > 0, 0
        self.state = self.state._replace(done=self.state.done + 1)
        if was_asked:
            self._next()

    # One document

    def _stored(self, sha256: str) -> Stored:
        stored = self._place.opening.stored(self.entry(sha256))
        return stored._replace(source=self._sources.get(sha256))

    def _key(self, stored: Stored) -> str:
        return f"{_VERSION} {stored.read_as} {self._place.comparing.made_by}"

    def _read(self, sha256: str) -> int:
        import json

        stored = self._stored(sha256)
        key, digest = self._key(stored), self._digest
        cached = self._place.cache.get(_KIND, key)
        if cached is not None:
            plain = json.loads(cached)
            self._take_standings(stored, standings_from_plain(plain["topics"]), plain["told"])
            self._answered()
            return 0

        def take(plain: Plain) -> tuple[Standings, dict[str, str]]:
            data = json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode()
            self._place.cache.put(_KIND, key, data)
            return standings_from_plain(plain["topics"]), plain["told"]

        def done(answer: tuple[Standings, dict[str, str]]) -> None:
            if digest == self._digest:
                self._take_standings(stored, *answer)
            self._answered()

        from diptych.model.wire import topic_to_plain

        topics = [topic_to_plain(topic) for topic in self._place.followed.topics]
        return self._place.jobs.submit(
            _KIND,
            {"document": stored.request, "topics": topics},
            done=done,
            failed=lambda error: self._failed((sha256,), error),
            take=take,
            allowance=COMPARING,
        )

    def _take_standings(self, stored: Stored, found: Standings, told: dict[str, str]) -> None:
        self._standings[stored.entry.sha256] = found
        if stored.source is None:
            self._told[stored.entry.sha256] = told

    def _failed(self, asked: tuple[str, ...], error: Exception) -> None:
        """Go on with the kept text where a file cannot be read; else say why it cannot."""
        if isinstance(error, Cancelled):
            return
        if isinstance(error, UserError):
            at_fault = next((e for e in asked if self.entry(e).path == error.path), asked[-1])
            kept = self._place.library.kept_text(at_fault)
            if kept is not None and at_fault not in self._sources:
                self._sources[at_fault] = _text(kept)
                self._waiting.appendleft(asked)
                self.state = self.state._replace(total=self.state.total + 1)
            else:
                self._troubles[at_fault] = error.sentence
        self._answered()
        if not isinstance(error, UserError):
            raise error

    # Two documents

    def _cached(self, pair: tuple[str, ...]) -> tuple[Stored, ...]:
        """Return two documents the way round in which they were compared; () if they were not."""
        both = tuple(self._stored(each) for each in pair)
        for left, right in (both, both[::-1]):
            if self._place.comparing.is_known(left, right, Mode.POSITIONS):
                return left, right
        return ()

    def _compare(self, pair: tuple[str, ...]) -> int:
        digest, comparing = self._digest, self._place.comparing

        def done(comparison: Comparison | None) -> None:
            if digest == self._digest and comparison is not None:
                self._take(comparison)
            self._answered()

        def failed(error: Exception) -> None:
            self._failed(pair, error)

        cached = self._cached(pair)
        if cached:
            left, right = cached
            return self._place.jobs.load(
                lambda: comparing.known(left, right, Mode.POSITIONS), done=done, failed=failed
            )
        left, right = (self._stored(each) for each in pair)
        return comparing.ask(
            left,
            right,
            Mode.POSITIONS,
            done=done,
            failed=failed,
            progress=lambda _share, _words: None,
        )

    def _take(self, comparison: Comparison) -> None:
        pair = comparison.left_sha256, comparison.right_sha256
        verdicts = {
            each.finding: each
            for left, right in (pair, pair[::-1])
            for each in self._place.library.verdicts(left, right)
        }
        numbers: dict[str, dict[Relation, int]] = {}
        weights: dict[str, dict[Relation, float]] = {}
        for finding in comparison.findings:
            verdict = verdicts.get(finding.id)
            relation = verdict.relation if verdict else finding.relation
            if relation not in _TWO_SIDED:
                continue
            weight = 1.0 if verdict else finding.confidence
            for topic in finding.topics:
                of_topic = numbers.setdefault(topic, dict.fromkeys(_TWO_SIDED, 0))
                of_topic[relation] += 1
                weighed = weights.setdefault(topic, dict.fromkeys(_TWO_SIDED, 0.0))
                weighed[relation] += weight
        self._agreements[_pair(*pair)] = {
            topic: Agreement(
                of_topic[Relation.CONVERGE],
                of_topic[Relation.DIVERGE],
                of_topic[Relation.PARTIAL],
                max(_TWO_SIDED, key=weights[topic].__getitem__),
            )
            for topic, of_topic in numbers.items()
        }


def _text(kept: str | tuple[str, str]) -> str:
    """Return the kept text, without what else is known of it."""
    return kept if isinstance(kept, str) else kept[0]


def _pair(one: str, other: str) -> tuple[str, str]:
    return (one, other) if one < other else (other, one)


def in_time(items: Iterable[Item]) -> list[Item]:
    """Return documents by date, the undated ones last."""
    return sorted(items, key=lambda item: (not item.entry.date, item.entry.date))
