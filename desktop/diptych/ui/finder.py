"""Finding words in a document: letter by letter, but for case, accents and the kind of blank.

After the hits that are exact come those that are near: words that read so after a slip of OCR
("imrnigration"), that a hyphen at the end of a line parts, or, of eight letters and more, with
another letter or two. What the reader types is never a pattern. Offsets are code points.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from functools import cache
from itertools import accumulate, islice
from typing import TYPE_CHECKING, NamedTuple

from diptych.services.folding import bare, plain, skeleton, slips_allowed
from diptych.ui.hits import Hits, How

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from diptych.model.document import Block
    from diptych.ui.hits import Track

_BETWEEN = "\0"
_MARKS = "[\u0300-\u036f]*"
_ASCII = bytes(range(128))
# Letters that are searched in one go: half a millisecond, or three where every tenth is a hit.
_CHUNK = 40_000
# Hits in one paragraph, which may be a whole book, after which the window has its turn.
_MOST_AT_ONCE = 2_000
# Words of the text with what a hyphen at the end of a line has parted.
_WORD = re.compile(r"[^\W_]+(?:\|[^\W_]+|[-‐¬]\s+[^\W_]+)*")
# Shorter words have too many neighbours that are words of their own ("burn", "bum").
_LEAST = 4
_MOST_FORMS = 300
_BATCH = 2_000


class Search:
    """One search, which goes on piece by piece, so that a window can do other things meanwhile.

    Attributes:
        hits: what was found so far.
        is_done: whether that is all.
    """

    def __init__(self, finder: Finder, text: str, how: How) -> None:
        self.hits = Hits()
        self.is_done = False
        self._steps = finder.steps(text, how, self.hits)

    def step(self) -> None:
        """Go on for a few milliseconds at most."""
        self.is_done = next(self._steps, True)


class Finder:
    """Searches the texts of a document's blocks.

    Args:
        blocks: what is searched.
    """

    def __init__(self, blocks: Sequence[Block]) -> None:
        self._blocks = blocks
        self._words: dict[str, str] = {}
        self._knows_words = False

    def _chunks(self) -> Iterator[_Chunk]:
        """Yield the blocks that are searched in one go."""
        first, letters = 0, 0
        for index, block in enumerate(self._blocks, 1):
            letters += len(block.text) + 1
            if letters >= _CHUNK or index == len(self._blocks):
                yield _Chunk(self._blocks, first, index)
                first, letters = index, 0

    def find(self, text: str, how: How = How()) -> Hits:  # noqa: B008 - it cannot be changed
        """Return all places of a text, none of them overlapping.

        Case and accents do not count, any blanks equal any others, typographic quotation marks and
        dashes equal those of a keyboard, and a ligature its letters.
        """
        search = Search(self, text, how)
        while not search.is_done:
            search.step()
        return search.hits

    def steps(self, text: str, how: How, hits: Hits) -> Iterator[bool]:
        """Fill in the hits of a search, and yield False after every few milliseconds."""
        words = [word for word in map(plain, text.replace(_BETWEEN, " ").split()) if word]
        if not words:
            return
        wanted = _Wanted(words, bare(" ".join(text.split())) if how.case else "", how.whole)
        for chunk in self._chunks():
            yield from _find_exact(wanted, chunk, hits.exact)
            yield False
        if not how.near or how.case or not any(len(word) >= _LEAST for word in words):
            return
        yield from self._learn_words()
        for pattern in self._near_patterns(words, whole=how.whole):
            if pattern is None:
                yield False
                continue
            for chunk in self._chunks():
                _find_near(pattern, chunk, hits)
                yield False

    def _learn_words(self) -> Iterator[bool]:
        """Learn which words there are, each with the form in which slips of OCR are equal."""
        if self._knows_words:
            return
        for chunk in self._chunks():
            for word in set(_WORD.findall(chunk.text)) - self._words.keys():
                self._words[word] = skeleton(word)
            yield False
        self._knows_words = True

    def _near_patterns(self, words: list[str], *, whole: bool) -> Iterator[re.Pattern[str] | None]:
        """Yield a pattern for what is near, if anything is; None while words are looked through."""
        if not all(word.isalnum() for word in words):
            return
        forms = [_Forms(word, at, len(words), whole=whole) for at, word in enumerate(words)]
        known = iter(self._words.items())
        while batch := dict(islice(known, _BATCH)):
            for form in forms:
                form.look_through(batch)
            yield None
        if not any(form.near for form in forms):
            return
        if any(not 0 < len(form.near) + len(form.exact) <= _MOST_FORMS for form in forms):
            return
        alternatives = (
            "|".join(map(re.escape, sorted(form.near | form.exact, key=len, reverse=True)))
            for form in forms
        )
        body = r"\s+".join(f"(?:{each})" for each in alternatives)
        yield re.compile(rf"(?<!\w){body}(?!\w)")


class _Wanted(NamedTuple):
    """What is looked for: plain words; as it was typed where capitals count; whole words only."""

    words: list[str]
    cased: str
    whole: bool


class _Chunk:
    """Some blocks, their texts joined."""

    def __init__(self, blocks: Sequence[Block], first: int, end: int) -> None:
        texts = [block.text for block in blocks[first:end]]
        self.first = first
        self.text = _BETWEEN.join(texts)
        self.tops = array("q", accumulate(map((1).__add__, map(len, texts)), initial=0))

    def place(self, start: int) -> tuple[int, int]:
        """Return the block of a place in the joined text, and where that block begins there."""
        at = bisect_right(self.tops, start) - 1
        return self.first + at, self.tops[at]


def _find_exact(wanted: _Wanted, chunk: _Chunk, track: Track) -> Iterator[bool]:
    foreign = _foreign_letters(chunk.text)
    # Decomposed accents stand between letters; only few documents have them.
    has_marks = any("\u0300" <= letter <= "\u036f" for letter in foreign)
    sought = " ".join(wanted.words)
    several = {sign: form for sign, form in foreign.items() if len(form) > 1 and form in sought}
    pattern = _pattern(wanted.words, several, _MARKS if has_marks else "")
    exact = has_marks or bool(several)
    folded = _folded(chunk.text, set(sought), foreign, exact)
    for number, found in enumerate(re.finditer(pattern, folded), 1):
        if number % _MOST_AT_ONCE == 0:
            yield False
        start, end = found.span()
        if wanted.whole and not _is_whole(chunk.text, start, end):
            continue
        if wanted.cased and bare(chunk.text[start:end]) != wanted.cased:
            continue
        block, top = chunk.place(start)
        track.add(block, start - top, end - top)


def _find_near(pattern: re.Pattern[str], chunk: _Chunk, hits: Hits) -> None:
    for found in pattern.finditer(chunk.text):
        start, end = found.span()
        block, top = chunk.place(start)
        if next(hits.exact.within(block, start - top, end - top), None) is None:
            hits.near.add(block, start - top, end - top)


class _Forms:
    """In which forms one of the words that are looked for stands in the text.

    The first word may be the end of one, the last the beginning, unless whole words are meant.
    """

    def __init__(self, word: str, at: int, count: int, *, whole: bool) -> None:
        self._word, self._skeleton = word, skeleton(word)
        self._open_left = at == 0 and not whole
        self._open_right = at == count - 1 and not whole
        self.exact: set[str] = set()
        self.near: set[str] = set()

    def look_through(self, words: dict[str, str]) -> None:
        """Take what stands for the word from words of the text and their skeletons."""
        sought = self._skeleton
        is_long = len(sought) >= _LEAST and len(self._word) >= _LEAST
        for raw, bones in words.items():
            # Of a hundred words one goes on from here.
            if sought not in bones and self._word not in bones:
                continue
            if self._fits(self._word, plain(raw)):
                self.exact.add(raw)
            elif is_long and self._fits(sought, bones):
                self.near.add(raw)
        most = slips_allowed(self._word)
        if most:
            self._add_slips(words, most)

    def _fits(self, sought: str, given: str) -> bool:
        if self._open_left and self._open_right:
            return sought in given
        if self._open_left:
            return given.endswith(sought)
        return given.startswith(sought) if self._open_right else given == sought

    def _add_slips(self, words: dict[str, str], most: int) -> None:
        from rapidfuzz import process
        from rapidfuzz.distance import Levenshtein

        found = process.extract(
            self._skeleton, words, scorer=Levenshtein.distance, score_cutoff=most, limit=None
        )
        for bones, _distance, raw in found:
            if bones[0] == self._skeleton[0] and raw not in self.exact:
                self.near.add(raw)


def _is_whole(text: str, start: int, end: int) -> bool:
    before, after = text[max(0, start - 1) : start], text[end : end + 1]
    return not (before.isalnum() and text[start].isalnum()) and not (
        after.isalnum() and text[end - 1].isalnum()
    )


def _pattern(words: Sequence[str], several: dict[str, str], joint: str) -> str:
    """Return what finds words in a folded text.

    Args:
        words: plain.
        several: letters of the text that stand for several plain ones.
        joint: what may stand between letters.
    """

    def of(word: str) -> str:
        parts, at = [], 0
        while at < len(word):
            signs = [sign for sign, form in several.items() if word.startswith(form, at)]
            length = max((len(several[sign]) for sign in signs), default=1)
            letters = joint.join(map(re.escape, word[at : at + length]))
            signs = [sign for sign in signs if len(several[sign]) == length]
            parts.append(f"(?:{'|'.join([letters, *map(re.escape, signs)])})" if signs else letters)
            at += length
        return joint.join(parts) + joint

    return r"\s+".join(map(of, words))


def _foreign_letters(text: str) -> dict[str, str]:
    """Return the letters of a text beyond ASCII, each with its plain form."""
    if text.isascii():
        return {}
    encoded = text.encode("utf-8", "surrogatepass").translate(None, _ASCII)
    letters = set(encoded.decode("utf-8", "surrogatepass"))
    return {letter: plain(letter) for letter in letters}


def _folded(text: str, wanted: set[str], foreign: dict[str, str], exact: bool) -> str:
    """Return a text of the same length in which the wanted letters are plain.

    Ways that stay in C: on 10 million characters with typographic quotes a byte table takes 35 ms,
    replacing a letter 4 ms, `str.lower` 100 ms and `str.translate` 400 ms.

    Args:
        text: some blocks.
        wanted: letters that are looked for.
        foreign: letters of the text beyond ASCII, each with its plain form.
        exact: whether other letters must stay what they are.
    """
    if text.isascii():
        return text.lower()
    fits = not exact and "?" not in wanted and max(wanted) <= "\xff"
    for letter, form in foreign.items():
        is_done_by_table = fits and letter <= "\xff"
        if form != letter and form in wanted and not is_done_by_table:
            text = text.replace(letter, form)
    if fits:
        return text.encode("latin-1", "replace").translate(_table()).decode("latin-1")
    for letter in wanted:
        if len(letter.upper()) == 1:
            text = text.replace(letter.upper(), letter)
    return text


@cache
def _table() -> bytes:
    """Return for each letter of Latin-1 its plain form, where that is one letter of Latin-1."""
    forms = [plain(chr(code)) for code in range(256)]
    fits = [each if len(each) == 1 and each <= "\xff" else chr(at) for at, each in enumerate(forms)]
    return "".join(fits).encode("latin-1")
