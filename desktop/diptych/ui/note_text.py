"""The Markdown of a note as lines to be drawn: emphasis, lists, quotations, code, links.

Nothing in a note is more than words: HTML stays as it was typed, images are their description,
and no address is looked up or opened.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from diptych.services.note_links import LINK
from diptych.ui.prose import Line, Piece

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markdown_it.token import Token

_INDENT = 16
# What a note must have for its reading to look other than its text.
_MARKED = re.compile(r"[*_`\[~]|(?m:^[ \t]*(?:#{1,6}|>|[-+]|\d+[.)])[ \t])")
# Whoever writes more sees the beginning.
_LONGEST = 20_000


def is_marked(body: str) -> bool:
    """Whether a note has anything that is drawn otherwise than it is typed."""
    return _MARKED.search(body) is not None


def lines_of(body: str) -> list[Line]:
    """Return a note's text as lines."""
    from markdown_it import MarkdownIt

    markdown = MarkdownIt("commonmark", {"html": False}).enable("strikethrough")
    return list(_Lines().of(markdown.parse(body[:_LONGEST])))


class _Lines:
    """Goes through the blocks of a note and knows in what lists and quotations it is."""

    def __init__(self) -> None:
        # The number of the next item of each list that is open; -1 where its items have none.
        self._lists: list[int] = []
        self._quoted = self._level = 0
        self._sign = ""

    def of(self, tokens: list[Token]) -> Iterator[Line]:
        for token in tokens:
            if token.type == "inline":
                yield self._paragraph(token)
            elif token.type in ("fence", "code_block"):
                for row in token.content.rstrip("\n").split("\n"):
                    yield Line((Piece(row or " ", code=True),), small=True, indent=_INDENT)
            elif token.type == "hr":
                yield Line((Piece("———", "dim"),))
            else:
                self._enter(token)

    def _enter(self, token: Token) -> None:
        match token.type:
            case "bullet_list_open":
                self._lists.append(-1)
            case "ordered_list_open":
                self._lists.append(int(token.attrGet("start") or 1))
            case "bullet_list_close" | "ordered_list_close":
                self._lists.pop()
            case "list_item_open":
                number = self._lists[-1]
                self._sign = "• " if number < 0 else f"{number}. "
                self._lists[-1] += number >= 0
            case "blockquote_open" | "blockquote_close":
                self._quoted += token.nesting
            case "heading_open" | "heading_close":
                self._level = int(token.tag[1:]) if token.nesting > 0 else 0

    def _paragraph(self, token: Token) -> Line:
        sign, self._sign = self._sign, ""
        words = _pieces(token.children or [], bold=bool(self._level), dim=bool(self._quoted))
        indent = _INDENT * (max(0, len(self._lists) - 1) + self._quoted)
        pieces = (*((Piece(sign),) if sign else ()), *words)
        return Line(pieces, large=0 < self._level <= 2, indent=indent)


def _pieces(tokens: list[Token], *, bold: bool, dim: bool) -> Iterator[Piece]:
    strong = italic = struck = 0
    address = ""
    for token in tokens:
        match token.type:
            case "strong_open" | "strong_close":
                strong += token.nesting
            case "em_open" | "em_close":
                italic += token.nesting
            case "s_open" | "s_close":
                struck += token.nesting
            case "link_open":
                address = str(token.attrGet("href") or "")
            case "link_close":
                if address:
                    yield Piece(f" ({address})", "dim", small=True)
                address = ""
            case "softbreak" | "hardbreak":
                yield Piece(" ")
            case "code_inline":
                yield Piece(token.content, code=True)
            case _:
                style = Piece(
                    "",
                    "dim" if dim else "ink",
                    bold=bold or strong > 0,
                    italic=italic > 0,
                    struck=struck > 0,
                )
                yield from _linked(token.content, style)


def _linked(text: str, style: Piece) -> Iterator[Piece]:
    """Yield a text with its links to notes and documents as pieces of their own."""
    at = 0
    for found in LINK.finditer(text):
        if found.start() > at:
            yield style._replace(text=text[at : found.start()])
        words = found[3] or found[2]
        yield style._replace(text=words, ink="converge_ink", link=f"{found[1]} {found[2]}")
        at = found.end()
    if at < len(text):
        yield style._replace(text=text[at:])
