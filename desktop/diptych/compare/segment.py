"""A document becomes the sentences that can be compared, each with its place in the source.

Sentence ends are found by nupunkt (pure Python, the best of the five tools that were measured).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from diptych.compare.terms import Word, language_of, words
from diptych.model.comparison import Passage
from diptych.model.document import BlockKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from diptych.model.document import Document

# Headings name a subject but hold no position; furniture and addresses are not the author's text.
_COMPARABLE = frozenset({BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.QUOTATION})
# Text without full stops would be one endless sentence: it is cut at a clause, else at a blank.
_LONGEST = 900
_CLAUSE = re.compile(r"[;:.!?…。！？]\s*|,\s|\s[–—-]+\s")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a document.

    Args:
        index: its number among the document's sentences.
        passage: where it stands.
        text: the clean text of the passage.
        words: its words; their offsets count from the beginning of `text`.
        language: "en" or "es".
    """

    index: int
    passage: Passage
    text: str
    words: tuple[Word, ...]
    language: str

    @property
    def stems(self) -> list[str]:
        """The stems of the words that carry meaning, in order."""
        return [word.stem for word in self.words if word.stem]


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield `[start, end)` in pieces of at most `_LONGEST` code points, trimmed of blanks."""
    while end - start > _LONGEST:
        window = text[start : start + _LONGEST]
        stops = [match.end() for match in _CLAUSE.finditer(window, _LONGEST // 2)]
        blank = window.rfind(" ", _LONGEST // 2)
        length = stops[-1] if stops else (blank + 1 if blank > 0 else _LONGEST)
        yield from _trimmed(text, start, start + length)
        start += length
    yield from _trimmed(text, start, end)


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    piece = text[start:end]
    start, end = start + len(piece) - len(piece.lstrip()), end - len(piece) + len(piece.rstrip())
    if start < end:
        yield start, end


def bare_sentence(text: str) -> Sentence:
    """Return a text that belongs to no document as one sentence."""
    language = language_of(text)
    passage = Passage(0, 0, len(text), ())
    return Sentence(0, passage, text, tuple(words(text, language)), language)


def sentences(document: Document, tick: Callable[[], None]) -> list[Sentence]:
    """Return the sentences of a document's paragraphs, list items and quotations.

    A sentence lies within one block; one without a word is left out.

    Args:
        document: what to cut.
        tick: called after every block; may raise `Cancelled`.
    """
    from nupunkt import sent_spans

    language = document.language
    if language not in {"en", "es"}:
        language = language_of(" ".join(block.text for block in document.blocks[:200]))
    found: list[Sentence] = []
    for number, block in enumerate(document.blocks):
        if block.kind not in _COMPARABLE or not block.text:
            continue
        for low, high in sent_spans(block.text):
            for start, end in _cut(block.text, low, high):
                text = block.text[start:end]
                cut = tuple(words(text, language))
                spans = block.map.spans(start, end)
                if cut and spans:
                    passage = Passage(number, start, end, spans)
                    found.append(Sentence(len(found), passage, text, cut, language))
        tick()
    return found
