"""Topic packs and which topics a sentence speaks to. Reading the file is the caller's work."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from diptych.compare.terms import words
from diptych.model.comparison import Topic
from diptych.model.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any

    from diptych.compare.segment import Sentence
    from diptych.compare.terms import Word

_NEXT_STEP = "Compare it with the format described in resources/topics/README.md."


def _bad(what: str) -> UserError:
    return UserError(f"The topic pack cannot be used: {what}.", _NEXT_STEP)


def _text(row: dict[str, Any], field: str, where: str, pattern: str = r"(?s).*\S.*") -> str:
    value = row.get(field)
    if not isinstance(value, str) or not re.fullmatch(pattern, value):
        raise _bad(f'"{field}" of {where} is missing or not as it should be')
    return value


def _topic(row: Any, number: int) -> Topic:
    where = f"topic {number}"
    if not isinstance(row, dict):
        raise _bad(f"{where} is not a table")
    terms: dict[str, tuple[str, ...]] = {}
    lists = row.get("terms")
    if not isinstance(lists, dict) or not lists:
        raise _bad(f"{where} has no terms")
    for language, entries in lists.items():
        if not isinstance(entries, list) or not all(isinstance(entry, str) for entry in entries):
            raise _bad(f'"terms.{language}" of {where} is not a list of texts')
        terms[language] = tuple(entries)
    return Topic(
        id=_text(row, "id", where, r"[A-Za-z0-9-]+"),
        name=_text(row, "name", where),
        description=_text({"description": "", **row}, "description", where, r"(?s).*"),
        terms=terms,
        colour=_text(row, "colour", where, r"#[0-9a-f]{6}"),
    )


def parse_pack(text: str) -> tuple[Topic, ...]:
    """Return the topics of a pack, in its order.

    Args:
        text: the TOML text; its format is described in `resources/topics/README.md`.

    Raises:
        UserError: it is no TOML, a field is missing or of another kind, or an id or a name comes
            twice.
    """
    import tomllib

    try:
        pack = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _bad(f"it is not valid TOML ({error})") from error
    rows = pack.get("topic")
    if not isinstance(rows, list) or not rows:
        raise _bad("it has no topics")
    topics = tuple(_topic(row, number) for number, row in enumerate(rows, 1))
    for field, values in (
        ("id", [topic.id for topic in topics]),
        ("name", [t.name for t in topics]),
    ):
        if len(set(values)) < len(values):
            raise _bad(f"two topics have the same {field}")
    return topics


def _keys(found: Iterable[Word]) -> list[str]:
    return [word.stem or word.lower for word in found]


class TopicIndex:
    """Which topics a sentence speaks to, by the stems of the topics' terms."""

    def __init__(self, topics: Sequence[Topic]) -> None:
        self.topics = tuple(topics)
        # By language and first stem: the whole term, and the place of its topic in the pack.
        self._terms: dict[str, dict[str, list[tuple[list[str], int]]]] = {"en": {}, "es": {}}
        for place, topic in enumerate(self.topics):
            for language, terms in topic.terms.items():
                # A text is read as English or Spanish: terms of another language count in both.
                for each in (language,) if language in self._terms else tuple(self._terms):
                    for term in terms:
                        keys = _keys(words(term, each))
                        if keys:
                            self._terms[each].setdefault(keys[0], []).append((keys, place))

    def assign(self, sentence: Sentence) -> tuple[str, ...]:
        """Return the names of the topics that a sentence speaks to, in the order of the pack."""
        return tuple(self.places(sentence))

    def places(self, sentence: Sentence) -> dict[str, list[tuple[int, int]]]:
        """Return where terms stand, by topic: first word and the one after the last."""
        by_first = self._terms[sentence.language]
        keys = _keys(sentence.words)
        hit: dict[int, list[tuple[int, int]]] = {}
        for at, key in enumerate(keys):
            for term, place in by_first.get(key, ()):
                if keys[at : at + len(term)] == term:
                    hit.setdefault(place, []).append((at, at + len(term)))
        return {self.topics[place].name: hit[place] for place in sorted(hit)}
