"""What the reader types to search everything, taken apart; whatever it is, it is never an error.

root causes             both words, each by its beginning
"root causes"           these words in this order
asylum OR refuge        either; AND is what a blank means; NOT leaves out (capitals)
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_left
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from diptych.services.folding import TOKEN, letters_of, plain

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator

_PART = re.compile(r'"([^"]*)"?|([^\s"]+)')
_BLANK = re.compile(r"\s")
# Letters that are looked at in one go.
_STRETCH = 4_000


class Term(NamedTuple):
    """Words that stand one after the other.

    Args:
        forms: for each word the forms of which one must stand there; mostly one, as it was typed.
        is_prefix: whether the last word may go on.
    """

    forms: tuple[tuple[str, ...], ...]
    is_prefix: bool

    @property
    def match(self) -> str:
        """The term in the language of FTS5."""
        star = "*" if self.is_prefix else ""
        if all(len(forms) == 1 for forms in self.forms):
            words = " ".join(forms[0] for forms in self.forms)
            return f'"{words}"{star}'
        # Only single words have several forms, see `Query.with_forms`.
        return "(" + " OR ".join(f'"{form}"' for form in self.forms[0]) + ")"

    def stands_at(self, words: list[str], at: int) -> bool:
        """Whether the term stands in a list of plain words from one of them on."""
        if at + len(self.forms) > len(words):
            return False
        last = len(self.forms) - 1
        return all(
            any(
                words[at + number].startswith(form)
                if self.is_prefix and number == last
                else words[at + number] == form
                for form in map(plain, forms)
            )
            for number, forms in enumerate(self.forms)
        )


class Group(NamedTuple):
    """Terms that all must be there, and terms of which none may."""

    wanted: tuple[Term, ...]
    unwanted: tuple[Term, ...]


class Query(NamedTuple):
    """Groups of which one must fit."""

    groups: tuple[Group, ...]

    @property
    def match(self) -> str:
        """The query in the language of FTS5; "" where it asks for nothing."""
        return " OR ".join(_match(group) for group in self.groups)

    @property
    def terms(self) -> tuple[Term, ...]:
        """What is to be set off in what was found."""
        return tuple(term for group in self.groups for term in group.wanted)

    def with_forms(self, forms: dict[str, tuple[str, ...]]) -> Query:
        """Return the query with other forms of single words in their place."""

        def of(term: Term) -> Term:
            word = term.forms[0][0]
            if len(term.forms) > 1 or word not in forms:
                return term
            return Term((forms[word],), is_prefix=False)

        return self._each(of)

    def spelt_out(self, words: Callable[[str], tuple[str, ...]]) -> Query:
        """Return the query with whole words in place of the beginnings of words.

        Args:
            words: tells which words begin so; none leaves a beginning as it is.
        """

        def of(term: Term) -> Term:
            is_beginning = term.is_prefix and len(term.forms) == len(term.forms[0]) == 1
            found = words(term.forms[0][0]) if is_beginning else ()
            return Term((found,), is_prefix=False) if found else term

        return self._each(of)

    def _each(self, of: Callable[[Term], Term]) -> Query:
        return Query(
            tuple(
                Group(tuple(map(of, group.wanted)), tuple(map(of, group.unwanted)))
                for group in self.groups
            )
        )

    def answering(self, lines: Lines) -> list[int]:
        """Return which lines answer the query, in their order."""
        answering: set[int] = set()
        for group in self.groups:
            found = set.intersection(*map(lines.having, group.wanted))
            answering |= found.difference(*map(lines.having, group.unwanted))
        return sorted(answering)


class Lines:
    """Lines of plain words, found by what stands in them.

    Args:
        lines: see `as_line`.
    """

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = list(lines)
        self._at: dict[str, list[int]] = {}
        for number, line in enumerate(self._lines):
            for word in set(line.split()):
                self._at.setdefault(word, []).append(number)
        self._words = sorted(self._at)

    def having(self, term: Term) -> set[int]:
        """Return in which lines a term stands."""
        found: set[int] = set()
        *before, last = term.forms
        begin = [plain(forms[0]) for forms in before]
        for form in last:
            found |= self._with(" ".join([*begin, plain(form)]), is_prefix=term.is_prefix)
        return found

    def _with(self, words: str, *, is_prefix: bool) -> set[int]:
        *before, last = words.split()
        found = self._beginning(last) if is_prefix else set(self._at.get(last, ()))
        for word in before:
            found.intersection_update(self._at.get(word, ()))
        if before:
            sought = f" {words}" if is_prefix else f" {words} "
            return {at for at in found if sought in self._lines[at]}
        return found

    def _beginning(self, beginning: str) -> set[int]:
        found: set[int] = set()
        first = bisect_left(self._words, beginning)
        for word in islice(self._words, first, None):
            if not word.startswith(beginning):
                break
            found.update(self._at[word])
        return found


def parse(text: str) -> Query:
    """Return what a text asks for."""
    groups: list[tuple[list[Term], list[Term]]] = [([], [])]
    is_unwanted = False
    for found in _PART.finditer(text):
        phrase, word = found.groups()
        if word == "OR":
            groups.append(([], []))
        elif word in ("AND", "NOT"):
            is_unwanted = word == "NOT"
        elif words := [each for each in TOKEN.findall(phrase or word or "") if plain(each).strip()]:
            groups[-1][is_unwanted].append(Term(tuple((each,) for each in words), word is not None))
            is_unwanted = False
    # What is only left out cannot be looked for.
    made = (Group(tuple(wanted), tuple(unwanted)) for wanted, unwanted in groups if wanted)
    return Query(tuple(made))


def as_line(text: str) -> str:
    """Return the words of a text in the form in which they are looked for, blanks around each."""
    return " ".join(["", *map(plain, TOKEN.findall(text)), ""])


def places(
    text: str, terms: tuple[Term, ...], start: int = 0, end: int = sys.maxsize
) -> Iterator[tuple[int, int]]:
    """Yield where terms stand in a text: code points, in order, none overlapping.

    No more of the text is looked at than is asked for, and where none of the words stands it is
    not taken apart.

    Args:
        start, end: only those are wanted that begin there; `start` is no place inside of a word.
    """
    # What the first word of a term may be: nearly all words of a text are none of these.
    first: dict[bool, set[str]] = {False: set(), True: set()}
    for term in terms:
        first[term.is_prefix and len(term.forms) == 1].update(map(plain, term.forms[0]))
    sought = _Sought(terms, frozenset(first[False]), tuple(first[True]))
    end = min(end, len(text))
    while start < end:
        stop = _stretch_end(text, start)
        letters = letters_of(text[start:stop])
        if any(word in letters for word in (*sought.words, *sought.beginnings)):
            start = yield from sought.found(text, start, min(stop, end))
        else:
            start = stop


class _Sought(NamedTuple):
    """Terms, and what the first word of one is or begins with."""

    terms: tuple[Term, ...]
    words: frozenset[str]
    beginnings: tuple[str, ...]

    def found(self, text: str, start: int, stop: int) -> Generator[tuple[int, int], None, int]:
        """Yield where terms begin in a stretch of a text; return where to go on after it."""
        longest = max((len(term.forms) for term in self.terms), default=0)
        rest = TOKEN.finditer(text, start)
        tokens = list(islice(rest, longest))
        words = [plain(token.group()) for token in tokens]
        while words and tokens[0].start() < stop:
            lengths = []
            if words[0] in self.words or words[0].startswith(self.beginnings):
                lengths = [len(term.forms) for term in self.terms if term.stands_at(words, 0)]
            if lengths:
                yield tokens[0].start(), tokens[max(lengths) - 1].end()
            step = max(lengths, default=1)
            come = list(islice(rest, step))
            tokens = tokens[step:] + come
            words = words[step:] + [plain(token.group()) for token in come]
        return max(stop, tokens[0].start()) if tokens else len(text)


def _stretch_end(text: str, start: int) -> int:
    """Return where a stretch ends that is looked at in one go: at a blank, or at the very end."""
    blank = _BLANK.search(text, start + _STRETCH)
    return blank.start() if blank is not None else len(text)


def _match(group: Group) -> str:
    wanted = " AND ".join(term.match for term in group.wanted)
    if not group.unwanted:
        return f"({wanted})"
    unwanted = " OR ".join(term.match for term in group.unwanted)
    return f"(({wanted}) NOT ({unwanted}))"
