"""A Markdown text becomes a Document whose source is the file itself.

The blocks have the words without the signs around them; every letter keeps its place in the file.
markdown-it says which lines a block has and what is in it; where the words stand is found by
going along the lines with them.
"""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt
from markdown_it.helpers import parseLinkDestination, parseLinkTitle

from diptych.formats.declared import Facts, language_of
from diptych.formats.decode import decode
from diptych.formats.flow import FOOTNOTE
from diptych.formats.lines import DROPPED_SET
from diptych.formats.plain import stem
from diptych.formats.roles import LINK
from diptych.model.document import Block, BlockKind, Document, OffsetMap, Run
from diptych.model.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.token import Token

    from diptych.formats.order import Order

FRONT_MATTER = "front matter"

# At this size a text is data, and looked at as it stands.
LONGEST = 2_000_000
_NAMED = re.compile(r"\.(?:md|markdown|mdown|mkdn?|mdwn|mdtxt)$", re.IGNORECASE)
_SIGNS = (
    re.compile(r"^#{1,6}[ \t]+\S", re.MULTILINE),
    re.compile(
        r"(?<!!)\[[^\]\[\n]{1,200}\]\((?:https?://|[./#\w])[^)\s]{0,500}(?: \"[^\"\n]*\")?\)"
    ),
    re.compile(r"^(?:```|~~~)\w*[ \t]*$", re.MULTILINE),
    re.compile(r"^\|?[ \t]*:?-{2,}:?[ \t]*\|[-| :\t]*$", re.MULTILINE),
    re.compile(r"(?<![\w*])\*\*[^\s*](?:[^*\n]{0,200}[^\s*])?\*\*(?![\w*])"),
    re.compile(r"!\[[^\]\n]{0,200}\]\([^)\s]{1,500}\)"),
    re.compile(r"\A---[ \t]*\r?\n(?:[A-Za-z][\w-]*:.*\r?\n)+---[ \t]*\r?\n"),
)
# Alone these are in many a plain text.
_WEAK_SIGNS = (
    re.compile(r"^[-*+] \S", re.MULTILINE),
    re.compile(r"^\S.*\r?\n(?:={3,}|-{3,})[ \t]*$", re.MULTILINE),
    re.compile(r"^> \S", re.MULTILINE),
    re.compile(r"(?<![\w*_])([*_])[^\s*_](?:[^*_\n]{0,200}[^\s*_])?\1(?![\w*_])"),
)
_SAMPLE = 65_536

_LINE_END = re.compile(r"\r\n?|\n")
_FRONT = re.compile(
    r"\A---[ \t]*(?:\r\n?|\n)((?:.*(?:\r\n?|\n)){1,60}?)(?:---|\.\.\.)[ \t]*(?:\r\n?|\n|\Z)"
)
_FACT = re.compile(
    r"^(title|author|date|lang|language):[ \t]*[\"']?(.*?)[\"']?[ \t]*$", re.MULTILINE
)
_BREAK = re.compile(rf"(?! [^\s{DROPPED_SET}])[\s{DROPPED_SET}]+")
_NOTE_MARK = re.compile(r"\[\^[^\]\s]{1,60}\]:?")
_NOTE = re.compile(r"[ \t]{0,3}\[\^[^\]\s]{1,60}\]:")
_DEFINITION = re.compile(r"[ \t>]*\[[^\]]+\]:")
_TAG = re.compile(r"<!--.*?(?:-->|\Z)|<[^<>]*>", re.DOTALL)
_PREFIX = re.compile(r"[ \t>]*")
_MARK = re.compile(r"\d{1,9}[.)]")


def looks_like_markdown(text: str, name: str) -> bool:
    """Whether a text is meant as Markdown.

    Two kinds of sign that people do not otherwise write (headings with #, links in brackets,
    fences, bold, table rules) make it so under any name; under a name that says so one does, or
    a list or a quotation. A plain text with a few asterisks stays plain.
    """
    sample = text[:_SAMPLE]
    if len(text) > LONGEST:
        return False
    strong = sum(1 for sign in _SIGNS if sign.search(sample))
    if strong >= 2:
        return True
    return bool(_NAMED.search(name)) and (
        strong > 0 or any(sign.search(sample) for sign in _WEAK_SIGNS)
    )


def read(data: bytes, order: Order) -> Document:
    """Read a Markdown text from the bytes of a whole file.

    Raises:
        UserError: the file holds nothing but blanks, or no encoding has the given name.
    """
    decoded = decode(data, order.encoding)
    order.progress(0.0, "Reading the text")
    source = decoded.text
    blocks = read_blocks(source)
    if not blocks:
        raise UserError(f"“{order.name}” is empty.", "Open a file with text in it.", order.name)
    facts = _facts(source)
    levels = [block.level for block in blocks if block.level]
    first = next((b.text for b in blocks if b.level == min(levels, default=-1)), "")
    words = "\n".join(block.text for block in blocks if not block.role)
    return Document(
        sha256=hashlib.sha256(data).hexdigest(),
        source=source,
        encoding=decoded.encoding,
        title=facts.title or first[:200] or stem(order.name),
        language=language_of(facts.language, words),
        blocks=blocks,
        remarks=decoded.remarks,
        format="Markdown",
        author=facts.author,
        date=facts.date,
    )


def _facts(source: str) -> Facts:
    front = _FRONT.match(source)
    found = dict(_FACT.findall(front.group(1))) if front else {}
    language = found.get("lang") or found.get("language", "")
    return Facts.clean(
        found.get("title", ""), found.get("author", ""), found.get("date", ""), language
    )


def read_blocks(source: str) -> tuple[Block, ...]:
    """Return the blocks of a text in its order."""
    front = _FRONT.match(source)
    skipped = front.end() if front else 0
    reader = _Reader(source, skipped)
    if front:
        reader.add(BlockKind.FURNITURE, [(front.start(1), front.end(1))], role=FRONT_MATTER)
    reader.run()
    return tuple(sorted(reader.blocks, key=lambda block: block.span.start))


class _Strand:
    """The text of a block as it grows, with the runs that lead to the source."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._parts: list[str] = []
        self._length = 0
        self._blank = False
        self.runs: list[Run] = []

    def add(self, start: int, end: int) -> None:
        """Add a stretch of the source, with single blanks."""
        at = start
        for found in _BREAK.finditer(self._source, start, end):
            self._keep(at, found.start())
            # Characters that are never shown leave no blank behind.
            self._blank = self._blank or any(map(str.isspace, found.group()))
            at = found.end()
        self._keep(at, end)

    def _keep(self, start: int, end: int) -> None:
        if start >= end:
            return
        if self._source[start] == " " and (self._blank or not self._parts):
            start += 1
        if self._blank and self._parts:
            self._put(" ")
        self._blank = False
        if self.runs:
            last = self.runs[-1]
            follows = last.source_start + last.length == start
            if follows and last.text_start + last.length == self._length:
                self.runs[-1] = Run(last.text_start, last.source_start, last.length + end - start)
                self._put(self._source[start:end])
                return
        if start < end:
            self.runs.append(Run(self._length, start, end - start))
            self._put(self._source[start:end])

    def _put(self, words: str) -> None:
        self._parts.append(words)
        self._length += len(words)

    def blank(self) -> None:
        """Part what comes from what was."""
        self._blank = True

    def line(self) -> None:
        """Begin a new line of a table."""
        self._blank = False
        if self._parts:
            self._put("\n")

    def loose(self, words: str) -> None:
        """Add a character that the source writes by its name."""
        if self._blank and self._parts:
            self._put(" ")
        self._blank = False
        self._put(words)

    def text(self) -> str:
        """Return the text, which ends with the last run."""
        words = "".join(self._parts)
        while self.runs:
            last = self.runs[-1]
            kept = words[last.text_start : last.text_start + last.length].rstrip()
            if kept:
                self.runs[-1] = Run(last.text_start, last.source_start, len(kept))
                tail = words[last.text_start + last.length :].rstrip()
                ends = last.text_start + len(kept)
                return words[:ends] if not tail else words[: last.text_start + last.length] + tail
            self.runs.pop()
        return ""


class _Reader:
    """One way through the tokens of a text."""

    def __init__(self, source: str, skipped: int) -> None:
        self.blocks: list[Block] = []
        self._source = source
        # What the parser is given, letter by letter where the file has it.
        self._raw = source.replace("\0", "\ufffd")
        self._lines = [skipped]
        self._lines += [found.end() for found in _LINE_END.finditer(source, skipped)]
        if self._lines[-1] != len(source):
            self._lines.append(len(source))
        self._covered = bytearray(len(self._lines))
        self._kinds: list[BlockKind] = []
        self._items: list[bool] = []
        self._skipped = skipped

    def run(self) -> None:
        """Make the blocks."""
        parser = MarkdownIt("commonmark", {"maxNesting": 100}).enable(["table", "strikethrough"])
        parser.disable(["text_join", "fragments_join"])
        tokens = parser.parse(self._raw[self._skipped :])
        index = 0
        while index < len(tokens):
            index = self._token(tokens, index)
        self._leftovers()

    def _token(self, tokens: Sequence[Token], index: int) -> int:
        token = tokens[index]
        if token.map and token.type in _LEAVES:
            self._cover(token.map[0], token.map[1])
        if token.type == "blockquote_open":
            self._kinds.append(BlockKind.QUOTATION)
        elif token.type == "list_item_open":
            self._kinds.append(BlockKind.LIST_ITEM)
            self._items.append(True)
        elif token.type in ("blockquote_close", "list_item_close"):
            if self._kinds.pop() is BlockKind.LIST_ITEM:
                self._items.pop()
        elif token.type == "table_open":
            return self._table(tokens, index)
        elif token.type == "inline" and token.map:
            self._inline(token, tokens[index - 1])
        elif token.type in ("fence", "code_block") and token.map:
            self._code(token)
        elif token.type == "html_block" and token.map:
            self._html(token)
        return index + 1

    def _cover(self, first: int, end: int) -> None:
        self._covered[first:end] = b"\1" * (min(end, len(self._covered)) - first)

    def _region(self, first: int, end: int) -> tuple[int, int]:
        last = len(self._lines) - 1
        return self._lines[min(first, last)], self._lines[min(end, last)]

    def _inline(self, token: Token, opening: Token) -> None:
        first, end = token.map or (0, 0)
        start, stop = self._region(first, end)
        at = self._first_words(token.content, start, stop)
        strand = _Strand(self._source)
        kind, level, role = BlockKind.PARAGRAPH, 0, ""
        if opening.type == "heading_open":
            kind, level = BlockKind.HEADING, int(opening.tag[1:])
        elif _NOTE.match(self._raw, at, stop):
            kind, role = BlockKind.FURNITURE, FOOTNOTE
        elif self._kinds:
            kind = self._kinds[-1]
            if kind is BlockKind.LIST_ITEM:
                if self._items[-1]:
                    mark = _last_match(_MARK, self._raw, start, at)
                    if mark:
                        strand.add(*mark)
                        strand.blank()
                else:
                    kind = BlockKind.PARAGRAPH
                self._items[-1] = False
        self._words(token.children or (), strand, at, stop)
        self._finish(strand, kind, level, role)

    def _first_words(self, content: str, start: int, stop: int) -> int:
        """Return where the words of a block begin, behind the signs that open it."""
        line = content.split("\n", 1)[0].rstrip()
        end = _LINE_END.search(self._raw, start, stop)
        found = self._raw.find(line, start, end.start() if end else stop)
        # "1. 1 apple": the words are what the line ends with.
        last = self._raw.rfind(line, start, end.start() if end else stop)
        return max(found, last, start)

    def _words(self, tokens: Sequence[Token], strand: _Strand, at: int, stop: int) -> int:  # noqa: C901 - one case an element
        """Add the words of inline tokens, from a place on; return where they end."""
        links: list[str] = []
        for token in tokens:
            if token.type == "text":
                at = self._text(token.content, strand, at, stop)
            elif token.type == "text_special":
                place = self._raw.find(token.markup, at, stop)
                if place >= 0:
                    at = place + len(token.markup)
                    if token.info == "escape":
                        strand.add(at - len(token.content), at)
                    elif token.content.isspace():
                        strand.blank()
                    else:
                        strand.loose(token.content)
            elif token.type == "code_inline":
                at = self._text(token.content, strand, at, stop)
            elif token.type in ("softbreak", "hardbreak"):
                strand.blank()
                end = _LINE_END.search(self._raw, at, stop)
                prefix = _PREFIX.match(self._raw, end.end(), stop) if end else None
                at = prefix.end() if prefix else at
            elif token.type == "html_inline":
                place = self._raw.find(token.content, at, stop)
                at = place + len(token.content) if place >= 0 else at
                if token.content[:3].lower() == "<br":
                    strand.blank()
            elif token.type == "link_open":
                links.append(token.markup)
            elif token.type == "link_close" and links:
                at = self._tail(at, stop) if links.pop() != "autolink" else at
            elif token.type == "image":
                place = self._raw.find(token.content + "]", at, stop)
                at = self._tail(place + len(token.content) if place >= 0 else at, stop)
        return at

    def _text(self, content: str, strand: _Strand, at: int, stop: int) -> int:
        """Add words that stand in the file from a place on, letter by letter."""
        place = self._raw.find(content, at, stop)
        if place >= 0:
            start = place
            for mark in _NOTE_MARK.finditer(self._raw, place, place + len(content)):
                strand.add(start, mark.start())
                start = mark.end()
            strand.add(start, place + len(content))
            return place + len(content)
        # Code over two lines, or a cell with a sign of its own escaped in it.
        for word in re.findall(r"[^\s|]+|\|", content):
            place = self._raw.find(word, at, stop)
            if place >= 0:
                strand.add(place, place + len(word))
                strand.blank()
                at = place + len(word)
        return at

    def _tail(self, at: int, stop: int) -> int:
        """Return the place behind where a link leads: `](address "title")` or `][name]`."""
        close = self._raw.find("]", at, stop)
        if close < 0:
            return at
        at = close + 1
        following = self._raw[at : at + 1] if at < stop else ""
        if following == "[":
            end = self._raw.find("]", at, stop)
            return end + 1 if end >= 0 else at
        if following != "(":
            return at
        place = _skip_blanks(self._raw, at + 1, stop)
        target = parseLinkDestination(self._raw, place, stop)
        place = _skip_blanks(self._raw, target.pos if target.ok else place, stop)
        title = parseLinkTitle(self._raw, place, stop)
        place = _skip_blanks(self._raw, title.pos if title.ok else place, stop)
        return place + 1 if self._raw[place : place + 1] == ")" else place

    def _table(self, tokens: Sequence[Token], index: int) -> int:
        """Make a table one block, a row a line; return the place behind it."""
        strand = _Strand(self._source)
        at = stop = 0
        begins = True
        while tokens[index].type != "table_close":
            token = tokens[index]
            if token.type == "tr_open" and token.map:
                at, stop = self._region(*token.map)
                strand.line()
                begins = True
            elif token.type == "inline":
                if not begins:
                    bar = self._raw.find("|", at, stop)
                    if bar >= 0:
                        strand.blank()
                        strand.add(bar, bar + 1)
                        strand.blank()
                        at = bar + 1
                begins = False
                at = self._words(token.children or (), strand, at, stop)
            if token.map:
                self._cover(token.map[0], token.map[1])
            index += 1
        self._finish(strand, BlockKind.TABLE)
        return index + 1

    def _code(self, token: Token) -> None:
        """Keep the lines of code as they are."""
        first, end = token.map or (0, 0)
        if token.type == "fence":
            first += 1
            closed = self._raw[slice(*self._region(end - 1, end))].strip(" \t>\r\n")
            end -= bool(closed) and set(closed) == {token.markup[0]} and end - 1 >= first
        strand = _Strand(self._source)
        for line in range(first, end):
            start, stop = self._region(line, line + 1)
            strand.line()
            strand.add(start, stop)
        self._finish(strand, BlockKind.TABLE)

    def _html(self, token: Token) -> None:
        start, stop = self._region(*(token.map or (0, 0)))
        self.add(BlockKind.PARAGRAPH, _untagged(self._raw, start, stop))

    def _leftovers(self) -> None:
        """Keep what no token has: where links lead, and what is nested too deep."""
        pieces: list[tuple[int, int]] = []
        for line in range(len(self._lines) - 1):
            start, stop = self._region(line, line + 1)
            blank = not self._raw[start:stop].strip()
            definition = _DEFINITION.match(self._raw, start, stop)
            if pieces and (blank or self._covered[line] or definition):
                self.add(BlockKind.PARAGRAPH, pieces)
                pieces = []
            if blank or self._covered[line] or _RULE.fullmatch(self._raw, start, stop):
                continue
            if definition:
                role = FOOTNOTE if _NOTE.match(self._raw, start, stop) else LINK
                self.add(BlockKind.FURNITURE, [(start, stop)], role=role)
            else:
                pieces.append((start, stop))
        if pieces:
            self.add(BlockKind.PARAGRAPH, pieces)

    def add(self, kind: BlockKind, pieces: Sequence[tuple[int, int]], role: str = "") -> None:
        """Add a block of stretches of the source."""
        strand = _Strand(self._source)
        for start, end in pieces:
            strand.add(start, end)
        self._finish(strand, kind, 0, role)

    def _finish(self, strand: _Strand, kind: BlockKind, level: int = 0, role: str = "") -> None:
        text = strand.text()
        if text and strand.runs:
            self.blocks.append(Block(kind, text, OffsetMap(tuple(strand.runs)), role, level))


_LEAVES = frozenset({"inline", "fence", "code_block", "html_block", "hr", "heading_open"})
_RULE = re.compile(r"[ \t>]*(?:[-*_=][ \t]*){2,}\s*|[ \t>]*[-*+]?\s*|[ \t]*(?:#+|```+|~~~+)\s*")


def _last_match(
    pattern: re.Pattern[str], text: str, start: int, stop: int
) -> tuple[int, int] | None:
    spans = [found.span() for found in pattern.finditer(text, start, stop)]
    return spans[-1] if spans else None


def _skip_blanks(text: str, at: int, stop: int) -> int:
    while at < stop and text[at].isspace():
        at += 1
    return at


def _untagged(text: str, start: int, stop: int) -> list[tuple[int, int]]:
    """Return the stretches between the tags of HTML."""
    pieces: list[tuple[int, int]] = []
    for found in _TAG.finditer(text, start, stop):
        if start < found.start():
            pieces.append((start, found.start()))
        start = found.end()
    return [*pieces, (start, stop)] if start < stop else pieces
