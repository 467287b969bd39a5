"""What the reader types to search everything, taken apart; whatever it is, it is never an error.

root causes             both words, each by its beginning
"root causes"           these words in this order
asylum OR refuge        either; AND is what a blank means; NOT leaves out (capitals)
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from diptych.services.folding import TOKEN, plain

if TYPE_CHECKING:
    from collections.abc import Iterator

_PART = re.compile(r'"([^"]*)"?|([^\s"]+)')


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

        return Query(
            tuple(
                Group(tuple(map(of, group.wanted)), tuple(map(of, group.unwanted)))
                for group in self.groups
            )
        )

    def fits(self, words: list[str]) -> bool:
        """Whether a list of plain words answers the query."""

        def has(term: Term) -> bool:
            return any(term.stands_at(words, at) for at in range(len(words)))

        return any(
            all(map(has, group.wanted)) and not any(map(has, group.unwanted))
            for group in self.groups
        )


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
        elif words := [each for each in TOKEN.findall(phrase or word or "") if plain(each)]:
            groups[-1][is_unwanted].append(Term(tuple((each,) for each in words), word is not None))
            is_unwanted = False
    # What is only left out cannot be looked for.
    made = (Group(tuple(wanted), tuple(unwanted)) for wanted, unwanted in groups if wanted)
    return Query(tuple(made))


def places(text: str, terms: tuple[Term, ...]) -> Iterator[tuple[int, int]]:
    """Yield where terms stand in a text: code points, in order, none overlapping."""
    tokens = list(TOKEN.finditer(text))
    words = [plain(token.group()) for token in tokens]
    at = 0
    while at < len(words):
        lengths = [len(term.forms) for term in terms if term.stands_at(words, at)]
        if lengths:
            yield tokens[at].start(), tokens[at + max(lengths) - 1].end()
        at += max(lengths, default=1)


def _match(group: Group) -> str:
    wanted = " AND ".join(term.match for term in group.wanted)
    if not group.unwanted:
        return f"({wanted})"
    unwanted = " OR ".join(term.match for term in group.unwanted)
    return f"(({wanted}) NOT ({unwanted}))"
