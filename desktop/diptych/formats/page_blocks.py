"""Rows of pages become chunks by their place and their letters; the shared stages do the rest.

What a plain text shows by blank lines and guesses, a page shows by points: a wider gap, an indent,
larger or bolder letters, cells that stand under each other.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import chain
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from diptych.formats.chunks import LIST_MARK, Chunk, looks_titled
from diptych.formats.lines import DROPPED, Line, begins_small, ends_sentence
from diptych.formats.roles import CAPTION, FOOTNOTE, LINK, PULL_QUOTE
from diptych.model.document import BlockKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from diptych.formats.page_text import Row

_LEADER = re.compile(r"(?:\.\s?){4,}\s*\S{1,8}$")
_CAPTION = re.compile(
    r"(?:figure|fig\.|table|chart|map|box|figura|tabla|cuadro|gráfic[oa]|mapa)\s+\d{1,3}(?:\.\d+)?[.:]",
    re.IGNORECASE,
)
_LINK_ROW = re.compile(r"[<(\[]?(?:https?://|www\.)\S+$", re.IGNORECASE)
_NOTE_START = re.compile(r"(?:\d{1,3}|[*†‡§]{1,3})[.)]?\s*(?=\S)")
_WORD = re.compile(r"\w+")
_HEADING_WORDS = 25


class Letters(NamedTuple):
    """How most of a document is set.

    Args:
        body: the size of most letters in points.
        leading: for a size, the usual distance from the top of one line to the next.
        bold: whether most letters are bold.
        noisy: whether sizes differ from line to line, as where a scanner measured them.
    """

    body: float
    leading: dict[float, float]
    bold: bool
    noisy: bool = False

    @property
    def slack(self) -> float:
        """The share by which sizes may differ within one paragraph."""
        return 0.3 if self.noisy else 0.08

    @property
    def heading(self) -> float:
        """The least size of letters that are larger than the text."""
        return self.body * (1.25 if self.noisy else 1.12)


def measure_letters(pages: Sequence[list[Row]]) -> Letters:
    """Find out how most of a document is set."""
    sizes: Counter[float] = Counter()
    steps: dict[float, Counter[float]] = {}
    bold = letters = 0
    for rows in pages:
        before: Row | None = None
        for row in rows:
            length = len(row.text)
            sizes[row.size] += length
            letters += length
            bold += length * row.bold
            if before is not None and before.column == row.column and before.size == row.size:
                step = round(row.y0 - before.y0, 1)
                if 0.7 * row.size < step < 3.2 * row.size:
                    steps.setdefault(row.size, Counter())[step] += 1
            before = row
    body = sizes.most_common(1)[0][0] if sizes else 10.0
    noisy = sizes[body] < 0.3 * letters
    if noisy:
        ordered = sorted(sizes.elements())
        body = ordered[len(ordered) // 2]
        together: Counter[float] = sum(steps.values(), Counter())
        distances = sorted(together.elements())
        middle = distances[len(distances) // 2] if distances else 1.2 * body
        return Letters(body, dict.fromkeys(sizes, middle), bold > 0.6 * letters, noisy)
    leading = {size: counts.most_common(1)[0][0] for size, counts in steps.items()}
    return Letters(body, leading, bold > 0.6 * letters, noisy)


def page_lines(
    pages: Sequence[list[Row]], starts: Sequence[int], letters: Letters
) -> list[list[Line]]:
    """Return each row as a line of the source, with its gap; indents are judged in points.

    Args:
        pages: rows of all pages.
        starts: where each page begins in the source.
        letters: how most of the document is set.
    """
    found = []
    for rows, start in zip(pages, starts, strict=True):
        lines: list[Line] = []
        before: Row | None = None
        for row in rows:
            gap = int(before is not None and _is_apart(before, row, letters))
            text = row.text if row.text.isascii() else DROPPED.sub("", row.text) or row.text
            lines.append(Line(start + row.start, start + row.end, text, 0, gap, not lines))
            before = row
        found.append(lines)
    return found


def _is_apart(before: Row, row: Row, letters: Letters) -> bool:
    """Whether more than the usual distance lies between two rows of a column."""
    if before.column != row.column:
        return True
    step = row.y0 - before.y0
    usual = letters.leading.get(row.size, 1.2 * row.size)
    return step > usual + 0.3 * row.size or step < -0.2 * row.size


class Place(NamedTuple):
    """A row with its line, its role and its page."""

    row: Row
    line: Line
    role: str
    page: int


def make_chunks(places: Sequence[Place], letters: Letters, titles: dict[str, int]) -> list[Chunk]:
    """Return the chunks, those that geometry can tell with their kind or role.

    Args:
        places: all rows of the document in order.
        letters: how most of it is set.
        titles: headings that the outline names, with their level.
    """
    groups: list[list[Place]] = []
    for place in places:
        if not groups or _begins(groups[-1], groups[-1][-1], place, letters):
            groups.append([])
        groups[-1].append(place)
    styles = _heading_styles(groups, letters)
    chunks = []
    for number, group in enumerate(groups):
        chunk = Chunk([place.line for place in group], role=group[0].role)
        chunk.parts = [0] * len(group)
        chunks.append(chunk)
        if not chunk.role:
            _judge(chunk, group, letters, styles, titles)
        if chunk.is_free and len(group) > 1:
            before = [near[-3:] for near in groups[max(0, number - 2) : number]]
            after = [near[:3] for near in groups[number + 1 : number + 3]]
            if _is_quotation(group, chain.from_iterable(before + after)):
                chunk.kind = BlockKind.QUOTATION
    _mark_pull_quotes(chunks, groups, letters)
    return chunks


def _begins(group: list[Place], before: Place, place: Place, letters: Letters) -> bool:
    """Whether a row begins a new chunk."""
    row, above = place.row, before.row
    if place.role != before.role:
        return True
    if place.role:
        same = place.page == before.page and row.column == above.column
        return not same or (place.role == FOOTNOTE and bool(_begins_note(group, row)))
    if place.page != before.page or row.column != above.column or place.line.gap:
        return not (
            row.cells and above.cells and place.page == before.page and _rows_match(row, above)
        )
    if bool(row.cells) != bool(above.cells) and not _is_item(row) and not _is_item(above):
        return True
    if row.cells and above.cells:
        return not _rows_match(row, above) or _is_item(row)
    if (
        abs(row.size - above.size) > letters.slack * max(row.size, above.size)
        or row.bold != above.bold
    ):
        return not _is_stray_style(group, row, above, letters)
    if _has_leader(above.text) or _has_leader(row.text):
        return True
    return _begins_paragraph(group, above, row)


def _begins_note(group: list[Place], row: Row) -> bool:
    first = group[0].row
    return bool(_NOTE_START.match(row.text)) and row.x0 <= first.x0 + 0.5 * row.size


def _is_stray_style(group: list[Place], row: Row, above: Row, letters: Letters) -> bool:
    """Whether a line in other letters goes on with the sentence: a few bold words in a text."""
    if abs(row.size - above.size) > letters.slack * max(row.size, above.size):
        return False
    runs_on = not ends_sentence(above.text) and begins_small(row.text)
    full = above.x1 > above.right - 4 * above.size
    return runs_on and (full or len(group) > 1) and row.size <= 1.1 * letters.body


def _has_leader(text: str) -> bool:
    """Whether dots lead to a page number, as in a table of contents."""
    return (".." in text or ". ." in text) and _LEADER.search(text) is not None


def _is_item(row: Row) -> bool:
    return LIST_MARK.match(row.text) is not None


def _begins_paragraph(group: list[Place], above: Row, row: Row) -> bool:
    """Whether a row of the same letters begins a paragraph or item: by indent or a short row."""
    first = group[0].row
    em = row.size
    short = above.x1 < row.right - max(3 * em, 0.12 * (row.right - row.left))
    ended = ends_sentence(above.text)
    if _is_item(row) and (ended or short or _is_item(first)) and row.x0 <= first.x0 + 3 * em:
        return True
    if begins_small(row.text):
        return False
    step = row.x0 - above.x0
    if 0.7 * em < step < 5 * em and (ended or short):
        # The second row of a hanging item is set in as well.
        return not (len(group) == 1 and _is_item(first))
    if len(group) > 1 and step < -0.7 * em and first.x0 < group[1].row.x0 - 0.7 * em:
        return row.x0 <= first.x0 + 0.3 * em
    return short and (ended or (len(group) == 1 and looks_titled(above.text)))


def _rows_match(row: Row, above: Row) -> bool:
    """Whether two rows of cells may belong to one table."""
    return abs(len(row.cells) - len(above.cells)) <= 1 and row.y0 - above.y0 < 4 * row.size


def _heading_styles(groups: list[list[Place]], letters: Letters) -> list[tuple[float, bool]]:
    """Return the sizes and weights in which headings are set, the greatest first."""
    found = Counter(
        _style(group, letters)
        for group in groups
        if not group[0].role and _may_head(group, letters)
    )
    return sorted(found, reverse=True)


def _style(group: list[Place], letters: Letters) -> tuple[float, bool]:
    step = 4.0 if letters.noisy else 0.5
    return round(group[0].row.size / step) * step, group[0].row.bold


def _may_head(group: list[Place], letters: Letters) -> bool:
    """Whether a chunk stands out by its letters as a heading does."""
    row = group[0].row
    text = " ".join(place.row.text for place in group)
    if len(group) > 4 or len(text.split()) > _HEADING_WORDS or not any(map(str.isalpha, text)):
        return False
    if row.cells and not (len(row.cells) == 2 and _is_item(row)):
        return False
    larger = row.size >= letters.heading
    bolder = row.bold and not letters.bold and row.size >= 0.95 * letters.body
    if bolder and not larger and text.rstrip().endswith((".", ",", ";")):
        return False
    return (larger or bolder) and not begins_small(text) and not _CAPTION.match(text)


def _judge(
    chunk: Chunk,
    group: list[Place],
    letters: Letters,
    styles: list[tuple[float, bool]],
    titles: dict[str, int],
) -> None:
    """Give a chunk the kind or the role that its place and letters tell."""
    row = group[0].row
    text = " ".join(place.row.text for place in group)
    if len(group) == 1 and _LINK_ROW.match(text):
        chunk.role = LINK
    elif _is_table(group):
        chunk.kind = BlockKind.TABLE
    elif _CAPTION.match(text) and (row.size <= 0.95 * letters.body or row.italic):
        chunk.role = CAPTION
    elif _may_head(group, letters):
        chunk.kind = BlockKind.HEADING
        chunk.level = min(6, styles.index(_style(group, letters)) + 1)
    elif _has_leader(text) or _is_item(row):
        chunk.kind = BlockKind.LIST_ITEM if _is_list(group) else None
    elif len(group) == 1 and title_key(text) in titles:
        chunk.kind, chunk.level = BlockKind.HEADING, min(6, titles[title_key(text)])


def title_key(text: str) -> str:
    """Return a heading's letters, without number, blanks and capitals."""
    return "".join(letter for letter in text.casefold() if letter.isalpha())


def _is_list(group: list[Place]) -> bool:
    return not (group[0].row.bold and len(group) == 1)


def _is_table(group: list[Place]) -> bool:
    """Whether rows of short cells stand under each other."""
    rows = [place.row for place in group if place.row.cells]
    if len(rows) < 2 or len(rows) < 0.6 * len(group) or all(map(_is_item, rows)):
        return False
    cells = [len(cell.split()) for row in rows for cell in row.text.split("\t")]
    return median(cells) <= 8


def _is_quotation(group: list[Place], around: Iterable[Place]) -> bool:
    """Whether all rows are set in from both edges of the text before and after them."""
    if len(group) < 2:
        return False
    rows = [place.row for place in group]
    em = rows[0].size
    left, right = min(row.x0 for row in rows), max(row.x1 for row in rows)
    if max(row.x0 for row in rows[1:]) - min(row.x0 for row in rows[1:]) > 0.5 * em:
        return False
    return any(
        not place.role
        and place.page == group[0].page
        and place.row.x0 < left - 1.2 * em
        and place.row.x1 > right + 0.8 * em
        for place in around
    )


def _mark_pull_quotes(chunks: list[Chunk], groups: list[list[Place]], letters: Letters) -> None:
    """Mark larger letters that say once more what the text says."""
    large = [
        (chunk, " ".join(line.text for line in chunk.lines))
        for chunk, group in zip(chunks, groups, strict=True)
        if len(group) > 1
        and not chunk.role
        and group[0].row.size >= letters.heading
        and chunk.words >= 6
    ]
    if not large:
        return
    wanted = {shingle for _, text in large for shingle in _shingles(text)}
    counts: Counter[tuple[str, ...]] = Counter()
    for chunk, group in zip(chunks, groups, strict=True):
        if not chunk.role and group[0].row.size < letters.heading and chunk.words > 12:
            text = " ".join(line.text for line in chunk.lines)
            counts.update(shingle for shingle in _shingles(text) if shingle in wanted)
    for chunk, text in large:
        found = list(_shingles(text))
        if found and sum(counts[shingle] > 0 for shingle in found) >= 0.6 * len(found):
            chunk.role, chunk.kind = PULL_QUOTE, None


def _shingles(text: str) -> Iterator[tuple[str, ...]]:
    words = _WORD.findall(text.casefold())
    return zip(words, words[1:], words[2:], words[3:], strict=False)
