"""Searching everything: tags, notes, findings and the full texts of the library, in one go."""

from __future__ import annotations

from enum import StrEnum
from itertools import islice
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from diptych import formats
from diptych.model.comparison import Mode, Side
from diptych.services.folding import plain
from diptych.services.known_words import KnownWords
from diptych.services.library import read_first_key, read_first_keys
from diptych.services.query import Lines, Query, as_line, parse, places
from diptych.store.search import MOST_LETTERS
from diptych.store.texts import Texts

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence

    from diptych.model.comparison import Comparison, Relation
    from diptych.model.document import Document
    from diptych.model.note import LibraryEntry, Reading
    from diptych.services.opening import Stored
    from diptych.services.workplace import Workplace

# Of each kind that are shown while the reader types, on a pause, and so many more each time when
# the reader asks for them.
AT_ONCE, LIMIT, MORE = 20, 50, 200
_BEFORE, _LENGTH = 32, 150
# The readings whose findings are searched, the last ones first.
_MOST_READINGS = 40
# The index finds shorter beginnings of words by themselves. A longer one stands for every word
# that begins so, and all their places would be put in order before the first is known: words that
# are named one by one are followed only as far as is shown. More of them are not worth it.
_LONG, _MOST_WORDS = 4, 40
# A word that nothing begins with is looked for with slips from this length on.
_LEAST = 4


class Kind(StrEnum):
    """What was found."""

    TAG = "tag"
    NOTE = "note"
    FINDING = "finding"
    PASSAGE = "passage"


class Hit(NamedTuple):
    """Something that was found.

    Args:
        title: of the document, or documents; of a tag how many notes have it.
        text: of the note, the passage, the finding's quotations, the tag.
        quote: of a note the words it is on.
        id: of the note or the finding; the tag.
        left, right: hashes of documents; of a passage `left` alone.
        block: of a passage, index into the document's blocks.
        relation: of a finding.
    """

    kind: Kind
    title: str
    text: str
    quote: str = ""
    id: str = ""
    left: str = ""
    right: str = ""
    block: int = 0
    relation: Relation | None = None

    def snippet(self, query: Query) -> tuple[str, tuple[tuple[int, int], ...]]:
        """Return the words around the first that answer, and what answers in them.

        Only for those that are seen: of a hundred long texts this takes longer than finding them.
        """
        shown, marks = snippet(self.text, query)
        return snippet(self.quote, query) if self.quote and not marks else (shown, marks)


class Results(NamedTuple):
    """What a search found.

    Args:
        query: what was looked for, to set it off.
        hits: by kind, in the order of `Kind`; no more than the limit of each.
        counts: how many there are in all; only where that was asked for.
        is_cut: the kinds of which there are more.
        near: words that were taken for what was typed, where nothing begins with that.
    """

    query: Query
    hits: dict[Kind, list[Hit]]
    counts: Mapping[Kind, int] = MappingProxyType({})
    is_cut: frozenset[Kind] = frozenset()
    near: tuple[str, ...] = ()


class Pair(NamedTuple):
    """A reading whose findings are to be searched: its documents, and how the cache knows them."""

    reading: Reading
    entries: tuple[LibraryEntry, LibraryEntry]
    stored: tuple[Stored, Stored]


class FindingText(NamedTuple):
    """A finding of a comparison that is at hand, to be searched.

    Args:
        line: its quotations and topics as plain words.
    """

    id: str
    relation: Relation
    left: str
    right: str
    title: str
    text: str
    line: str


class Findings:
    """The findings of a comparison, to be searched: many are put in order on any thread.

    Args:
        texts: they.
    """

    def __init__(self, texts: Sequence[FindingText]) -> None:
        self.texts = texts
        self.lines = Lines(each.line for each in texts)

    @property
    def pair(self) -> tuple[str, str]:
        """The hashes of the documents that were compared; "" where there is no finding."""
        return (self.texts[0].left, self.texts[0].right) if self.texts else ("", "")


class Searching:
    """Searches one library. It belongs to the window's thread, but for what is said otherwise."""

    def __init__(self, workplace: Workplace) -> None:
        self._library = workplace.library
        self._opening = workplace.opening
        self._comparing = workplace.comparing
        self._texts = Texts(workplace.cache)
        # By how the index knows them.
        self._stored: dict[str, Stored] = {}
        self._parts: Sequence[Findings] = ()
        # Of the comparison on the desk, and of the readings that were gathered last, by what makes
        # their findings what they are.
        self._here: tuple[object, Findings] = (None, Findings(()))
        self._gathered: dict[tuple[str, ...], Findings] = {}
        self._tag_counts: list[tuple[str, int]] | None = None
        self._tag_lines = Lines(())
        self.forget_words()
        # Words of the notes and of the texts by how they begin, while the reader types on.
        self._begun: dict[tuple[Kind, str], tuple[str, ...]] = {}

    # What is searched

    def outstanding(self) -> list[Stored]:
        """Return the documents whose texts are still to be taken in by `take_in`."""
        stored = map(self._opening.stored, self._library.entries())
        self._stored = {_key(each): each for each in stored}
        known = self._texts.keys()
        return [each for key, each in self._stored.items() if key not in known]

    def take_in(
        self, documents: Iterable[Stored], is_over: Callable[[], bool], told: Callable[[], None]
    ) -> int:
        """Take texts in so that they are searched; return how many are not at hand. Any thread.

        Args:
            is_over: whether to stop.
            told: called after each.
        """
        left_out = 0
        for stored in documents:
            if is_over():
                break
            document = self._opening.cached(stored)
            if document is None:
                left_out += 1
                continue
            self._texts.add(_key(stored), [block.text for block in document.blocks])
            told()
        return left_out

    def pairs(self) -> list[Pair]:
        """Return the readings whose findings are to be searched, with their documents.

        None whose marks are hidden from who reads first.
        """
        found, hidden = [], read_first_keys(self._library)
        for reading in self._library.readings()[:_MOST_READINGS]:
            if read_first_key(reading.left, reading.right) in hidden:
                continue
            left, right = (self._library.entry(sha) for sha in (reading.left, reading.right))
            if left is not None and right is not None:
                stored = self._opening.stored(left), self._opening.stored(right)
                found.append(Pair(reading, (left, right), stored))
        return found

    def on_desk(
        self, comparison: Comparison, left: Document, right: Document, title: str
    ) -> Findings:
        """Return the findings of a comparison that is at hand: the same for the same ones.

        One thread at a time; of thousands it takes a fifth of a second.
        """
        said = [(each.id, each.relation, each.topics) for each in comparison.findings]
        made_from = left.sha256, right.sha256, title, said
        if self._here[0] != made_from:
            self._here = made_from, Findings(finding_texts(comparison, left, right, title))
        return self._here[1]

    def gather(self, pairs: Iterable[Pair]) -> list[Findings]:
        """Return the findings of readings as far as they are in the cache; one thread at a time.

        Those of a reading that was gathered the last time are the same.
        """
        gathered: dict[tuple[str, ...], Findings] = {}
        # Those of two texts are held at once, however many there are.
        documents: dict[str, Document | None] = {}
        for reading, entries, stored in pairs:
            if reading.mode is not Mode.POSITIONS:
                continue
            title = " – ".join(entry.title for entry in entries)
            key = (*(each.read_as for each in stored), self._comparing.made_by, title)
            if key in self._gathered:
                gathered[key] = self._gathered[key]
                continue
            comparison = self._comparing.known(*stored, reading.mode)
            if comparison is None:
                continue
            documents = {
                each.read_as: documents.get(each.read_as) or self._opening.cached(each)
                for each in stored
            }
            left, right = (documents[each.read_as] for each in stored)
            if left is not None and right is not None:
                gathered[key] = Findings(finding_texts(comparison, left, right, title))
        self._gathered = gathered
        return list(gathered.values())

    def set_findings(self, parts: Sequence[Findings]) -> bool:
        """Search these findings from now on; return whether they are others than before."""
        if [*map(id, parts)] == [*map(id, self._parts)]:
            return False
        self._parts = parts
        return True

    def look_anew(self) -> None:
        """Notes or texts have changed: which words and tags there are is to be looked up anew."""
        self._tag_counts = None
        self._begun.clear()
        self.forget_words()

    def forget_words(self) -> None:
        """Nobody searches any more: which words there are, of a large library 20 MB, is let go."""
        self._known_words = KnownWords(self._library.note_words_after, self._texts.words_after)

    # Searching

    def find(
        self, text: str, *, ranked: bool, limits: Mapping[Kind, int] = MappingProxyType({})
    ) -> Results:
        """Return what answers a text that was typed.

        Args:
            ranked: the best first, counted, and words that nothing begins with are looked for with
                slips; for when the reader pauses. Else the newest first, within a few milliseconds.
            limits: how many of a kind are wanted on a pause, where that is not `LIMIT`.
        """
        steps = self.steps(text, ranked=ranked, limits=limits)
        return next(results for results in steps if results is not None)

    def steps(
        self, text: str, *, ranked: bool, limits: Mapping[Kind, int] = MappingProxyType({})
    ) -> Iterator[Results | None]:
        """Yield None after every few milliseconds, and at last what `find` returns."""
        query = parse(text)
        near: tuple[str, ...] = ()
        if ranked:
            self._begun.clear()
            query, near = yield from self._widened(query)
        if not query.groups:
            yield Results(query, {})
            return
        most = {kind: limits.get(kind, LIMIT) if ranked else AT_ONCE for kind in Kind}
        tags, findings = self._tags(query), self._findings(query)
        shown = findings[: most[Kind.FINDING] + 1]
        yield None
        notes = self._notes(query, most[Kind.NOTE] + 1, ranked=ranked)
        yield None
        passages = self._passages(query, most[Kind.PASSAGE] + 1, ranked=ranked)
        hits = {
            Kind.TAG: tags,
            Kind.NOTE: notes,
            Kind.FINDING: [_finding_hit(each) for each in shown],
            Kind.PASSAGE: passages,
        }
        cut = frozenset(kind for kind, found in hits.items() if len(found) > most[kind])
        hits = {kind: found[: most[kind]] for kind, found in hits.items() if found}
        counts: dict[Kind, int] = {}
        if ranked:
            counts = {kind: len(found) for kind, found in hits.items()}
            for kind in cut:
                yield None
                counts[kind] = self._count(kind, query, tags, findings)
        yield Results(query, hits, counts, cut, near)

    def _count(
        self, kind: Kind, query: Query, tags: Sequence[Hit], findings: Sequence[FindingText]
    ) -> int:
        """Return how many answer a query, of a kind of which not all are shown."""
        if kind is Kind.NOTE:
            return self._library.count_matches(query.match)
        if kind is Kind.PASSAGE:
            return self._texts.count(query.match, self._stored)
        return len(tags if kind is Kind.TAG else findings)

    def _tags(self, query: Query) -> list[Hit]:
        if self._tag_counts is None:
            self._tag_counts = self._library.tags()
            self._tag_lines = Lines(as_line(tag) for tag, _count in self._tag_counts)
        found = (self._tag_counts[at] for at in query.answering(self._tag_lines))
        return [Hit(Kind.TAG, str(count), tag, id=tag) for tag, count in found]

    def _notes(self, query: Query, limit: int, *, ranked: bool) -> list[Hit]:
        if not ranked:
            query = query.spelt_out(
                lambda word: self._beginning(Kind.NOTE, word, self._library.note_words_from)
            )
        found = self._library.match_notes(query.match, limit, ranked=ranked)
        return [Hit(Kind.NOTE, "", each.body, each.quote, each.id) for each in found]

    def _findings(self, query: Query) -> list[FindingText]:
        return [part.texts[at] for part in self._parts for at in query.answering(part.lines)]

    def _passages(self, query: Query, limit: int, *, ranked: bool) -> list[Hit]:
        if not ranked:
            query = query.spelt_out(
                lambda word: self._beginning(Kind.PASSAGE, word, self._texts.words_from)
            )
        # A document may have been taken out of the library, or be read otherwise now.
        found = self._texts.match(query.match, limit, self._stored, ranked=ranked)
        known = ((each, self._stored[each.key].entry) for each in found)
        return [
            Hit(Kind.PASSAGE, entry.title, each.text, left=entry.sha256, block=each.block)
            for each, entry in known
        ]

    def _beginning(
        self, kind: Kind, word: str, ask: Callable[[str, int], list[str]]
    ) -> tuple[str, ...]:
        """Return the words of an index that begin so; none to leave finding them to the index."""
        begin = word.lower()
        # Of other letters the index may think otherwise than we do.
        if len(begin) < _LONG or not begin.isascii():
            return ()
        words = self._begun.get((kind, begin))
        if words is None:
            # Where the words that begin with a letter less are known, these are among them.
            shorter = self._begun.get((kind, begin[:-1]), ())
            known = [each for each in shorter if each.startswith(begin)]
            found = known if shorter else ask(begin, _MOST_WORDS + 1)
            words = self._begun[kind, begin] = () if len(found) > _MOST_WORDS else tuple(found)
        return words

    # Slips

    def _widened(self, query: Query) -> Generator[None, None, tuple[Query, tuple[str, ...]]]:
        """Return the query with other forms of words that stand nowhere, and which these are."""
        sought = {
            form
            for term in query.terms
            if len(term.forms) == 1
            for form in term.forms[0]
            if len(plain(form)) >= _LEAST
        }
        # Where they are forgotten meanwhile, it goes on with those that were begun with.
        known_words = self._known_words
        forms: dict[str, tuple[str, ...]] = {}
        for word in sorted(sought):
            yield
            if self._stands_somewhere(word):
                continue
            yield from known_words.learn()
            found = yield from known_words.near(word)
            if found:
                forms[word] = found
        near = tuple(form for found in forms.values() for form in found)
        return query.with_forms(forms), near

    def _stands_somewhere(self, word: str) -> bool:
        query = parse(word)
        return bool(
            self._library.match_notes(query.match, 1, ranked=False)
            or self._texts.match(query.match, 1, self._stored, ranked=False)
            or self._findings(query)
        )


def _finding_hit(finding: FindingText) -> Hit:
    about = finding.id, finding.left, finding.right
    return Hit(Kind.FINDING, finding.title, finding.text, "", *about, relation=finding.relation)


def finding_texts(
    comparison: Comparison, left: Document, right: Document, title: str
) -> list[FindingText]:
    """Return the findings of a comparison, to be searched."""
    found = []
    for finding in comparison.findings:
        quotes = [
            document.blocks[passage.block].text[passage.start : passage.end]
            for side, document in ((Side.LEFT, left), (Side.RIGHT, right))
            for passage in finding.passages(side)
        ]
        text = " · ".join(quotes)
        line = as_line(f"{text} · {' · '.join(finding.topics)}")
        found.append(
            FindingText(finding.id, finding.relation, left.sha256, right.sha256, title, text, line)
        )
    return found


def snippet(text: str, query: Query) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Return the words around the first place that answers, and what answers in them.

    Of a text of which none is among its first 200,000 letters, or is not found as the index finds
    it, the beginning.
    """
    spans = list(islice(places(text, query.terms, 0, MOST_LETTERS), 1))
    first = spans[0][0] if spans else 0
    start = 0
    if first > _BEFORE:
        blank = text.find(" ", first - _BEFORE, first)
        start = blank + 1 if blank >= 0 else first
    end = min(len(text), start + _LENGTH)
    if spans:
        spans += places(text, query.terms, spans[0][1], end)
    before, after = "… " if start else "", " …" if end < len(text) else ""
    shift = len(before) - start
    marks = tuple((low + shift, high + shift) for low, high in spans if high <= end)
    shown = "".join(" " if each.isspace() else each for each in text[start:end])
    return f"{before}{shown}{after}", marks


def _key(stored: Stored) -> str:
    return f"{stored.read_as} {formats.VERSION}"
