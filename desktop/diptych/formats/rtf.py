"""A rich text file (RTF) becomes a Document.

striprtf knows the character sets and the groups that hold no text; its own result is one string
without styles, notes, heads and feet, so the words are taken out here.
"""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING, NamedTuple

from striprtf.striprtf import charset_map, destinations, specialchars

from diptych.formats.declared import Facts, document_of, first_title, remark_on_comments
from diptych.formats.flow import CAPTION, FOOTNOTE, NAVIGATION, RUNNING_HEAD, Flow, raised
from diptych.model.document import BlockKind, Document
from diptych.model.errors import UserError

if TYPE_CHECKING:
    from diptych.formats.order import Order

_TOKEN = re.compile(
    r"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])"
    r"|([{}])|([^\\{}\r\n]+)|[\r\n]+|\\"
)
_HEADS = frozenset(
    ["header", "headerl", "headerr", "headerf", "footer", "footerl", "footerr", "footerf"]
)
# Groups whose words are wanted though striprtf's list leaves them out.
_SHOWN = {"shp": "", "shpinst": "", "shptxt": "box", "do": "", "dptxbxtext": "box"}
_INFO = frozenset({"title", "author"})
_MARKS = frozenset({"listtext", "pntext"})
_LINES = frozenset({"line", "lbr", "softline"})
_PARAGRAPHS = frozenset({"par", "sect"})
_STEP = 100_000


class _Group(NamedTuple):
    """What holds inside a pair of braces.

    Args:
        place: "" the text, "skip" nothing shown, "style", "fonts", "mark", "info", or "note",
            "head" and "box", which are furniture or stand apart.
        own: whether the group itself began that place, so that its end ends it.
        hidden: whether its words are deleted or hidden.
        raised: whether they are set above the line.
        font: number of the font.
        skip: how many characters stand for one that is given by its number.
    """

    place: str = ""
    own: bool = False
    hidden: bool = False
    raised: bool = False
    font: str = ""
    skip: int = 1


class _Style:
    """A style of the style sheet, or the paragraph that is being filled."""

    __slots__ = ("in_table", "mark", "name", "outline", "style")

    def __init__(self) -> None:
        self.name = self.style = self.mark = ""
        self.outline = -1
        self.in_table = False


def read(data: bytes, order: Order) -> Document:
    """Read a rich text from the bytes of a whole file.

    Raises:
        UserError: it has no words.
    """
    reader = _Reader(order)
    reader.run(data.decode("latin-1"))
    source, blocks = reader.flow.finish()
    if not blocks:
        raise UserError(
            f"“{order.name}” has no words in it.",
            "Open it in the program that made it, and save it anew.",
            order.name,
        )
    info = reader.info
    facts = Facts.clean(info.get("title", ""), info.get("author", ""), info.get("date", ""), "")
    return document_of(
        data,
        order,
        facts,
        (source, blocks),
        kind="rich text",
        encoding=reader.encoding,
        heading=first_title(blocks),
        remarks=(remark_on_comments(reader.comments),) if reader.comments else (),
    )


class _Reader:
    """One way through the words and braces of a file."""

    def __init__(self, order: Order) -> None:
        self.flow = Flow()
        self.info: dict[str, str] = {}
        self.comments = 0
        self.encoding = order.encoding or "cp1252"
        self._chosen = bool(order.encoding)
        self._order = order
        self._groups: list[_Group] = []
        self._group = _Group()
        self._about = _Style()
        self._saved: list[_Style] = []
        self._styles: dict[str, _Style] = {}
        self._sheet = _Style()
        self._fonts: dict[str, str] = {}
        self._bytes = bytearray()
        self._skip = 0
        self._optional = False
        self._high = 0
        self._table = False
        self._new_row = self._new_cell = True

    def run(self, text: str) -> None:  # noqa: C901 - one case an element
        """Read a file's text, its bytes as characters."""
        at, told, size = 0, 0, len(text)
        while at < size:
            found = _TOKEN.match(text, at)
            if found is None:
                break
            at = found.end()
            if at - told > _STEP:
                told = at
                self._order.progress(at / size, "Reading the text")
            word, number, code, sign, brace, words = found.groups()
            if self._bytes and code is None and words is None:
                self._flush_bytes()
            if word:
                if word == "bin":
                    at += max(0, int(number or 0))
                else:
                    self._word(word, number)
            elif code is not None:
                self._raw(bytes.fromhex(code))
            elif brace == "{":
                self._skip = 0
                self._groups.append(self._group)
                self._group = self._group._replace(own=False)
                self._optional = False
            elif brace:
                self._end_group()
                if not self._groups:
                    break
            elif sign:
                self._sign(sign)
            elif words:
                self._raw(words.encode("latin-1"))
        self._flush_bytes()
        while self._groups:
            self._end_group()
        self._end_paragraph()
        self._end_table()

    def _raw(self, data: bytes) -> None:
        """Take bytes of text, less those that only stand for a character already given."""
        if self._skip:
            spared = min(self._skip, len(data))
            self._skip -= spared
            data = data[spared:]
        self._bytes += data

    def _flush_bytes(self) -> None:
        if self._bytes:
            encoding = self._fonts.get(self._group.font, "") or self.encoding
            words = self._bytes.decode("cp1252" if encoding == "cp0" else encoding, "replace")
            self._bytes.clear()
            self._say(words)

    def _say(self, words: str) -> None:
        """Put words where the group has its place."""
        place = self._group.place
        if place in ("", "note", "head", "box"):
            if not self._group.hidden:
                if words.strip():
                    self._enter_cell()
                self.flow.text(raised(words) if self._group.raised else words)
        elif place == "mark":
            self._about.mark += words
        elif place == "style":
            self._sheet.name += words
        elif place in _INFO:
            self.info[place] = self.info.get(place, "") + words

    def _sign(self, sign: str) -> None:
        self._skip = 0
        if sign == "*":
            self._optional = True
        elif sign in "\r\n":
            self._word("par", None)
        elif sign in specialchars:
            self._say(specialchars[sign])

    def _word(self, word: str, number: str | None) -> None:  # noqa: C901 - one case an element
        optional, self._optional = self._optional, False
        if word != "u":
            self._skip = 0
        if self._begins_place(word, optional=optional):
            return
        group = self._group
        on = number != "0"
        if word == "u" and number:
            self._unicode(int(number))
        elif word == "uc":
            self._group = group._replace(skip=min(9, abs(int(number or 1))))
        elif word == "f":
            self._group = group._replace(font=number or "")
        elif word in ("deleted", "v"):
            self._group = group._replace(hidden=on)
        elif word in ("super", "nosupersub", "sub"):
            self._group = group._replace(raised=word == "super" and on)
        elif word == "plain":
            self._group = group._replace(hidden=False, raised=False)
        elif word == "ansicpg" and not self._chosen:
            self.encoding = _known(f"cp{number}") or self.encoding
        elif word in ("mac", "pc", "pca") and not self._chosen:
            self.encoding = {"mac": "mac_roman", "pc": "cp437", "pca": "cp850"}[word]
        elif group.place == "fonts":
            if word == "fcharset":
                self._fonts[group.font] = _known(charset_map.get(int(number or 0), ""))
        elif group.place == "date":
            self._date(word, number or "")
        elif group.place in ("", "note", "head", "box", "style"):
            self._in_paragraph(word, number)
        elif word == "tab" or (word in specialchars and len(specialchars[word]) == 1):
            self._say(" " if word == "tab" else specialchars[word])

    def _begins_place(self, word: str, *, optional: bool) -> bool:  # noqa: C901 - one case an element
        """Begin a group that is not text, or text of its own; whether this word did."""
        group = self._group
        if group.place in ("skip", "date"):
            return False
        place = ""
        if word == "footnote":
            self._begin_aside(FOOTNOTE)
            place = "note"
        elif word in _HEADS:
            self._begin_aside(RUNNING_HEAD)
            place = "head"
        elif word in _SHOWN:
            if not _SHOWN[word]:
                return True
            self._begin_aside("")
            place = "box"
        elif word in _INFO and group.place == "info":
            place = word
            self.info.pop(word, None)
        elif word == "creatim":
            place = "date"
        elif word in ("info", "stylesheet", "fonttbl"):
            place = {"info": "info", "stylesheet": "style", "fonttbl": "fonts"}[word]
        elif word in _MARKS:
            self._about.mark = ""
            place = "mark"
        elif optional and word in ("cs", "ds", "ts", "bkmkstart") and group.place == "style":
            place = "skip"
        elif word in ("fldrslt", "upr", "ud") or (optional and word == "ltrmark"):
            return False
        elif optional or (word in destinations and word not in specialchars):
            self.comments += word == "annotation"
            place = "skip"
        else:
            return False
        self._group = group._replace(place=place, own=True)
        return True

    def _begin_aside(self, role: str) -> None:
        self.flow.begin_aside(role)
        self._saved.append(self._about)
        self._about = _Style()

    def _end_group(self) -> None:
        self._skip = 0
        ended = self._group
        if ended.own and ended.place in ("note", "head", "box"):
            self._end_paragraph()
            self.flow.end_aside()
            self._about = self._saved.pop()
        elif ended.place == "style" and self._sheet.name:
            sheet = self._sheet
            sheet.name = sheet.name.strip().rstrip(";").casefold()
            self._styles[sheet.style or "0"] = sheet
            self._sheet = _Style()
        self._group = self._groups.pop() if self._groups else _Group()

    def _unicode(self, number: int) -> None:
        number += 0x10000 if number < 0 else 0
        self._skip = self._group.skip
        high, self._high = self._high, 0
        if 0xD800 <= number < 0xDC00:
            self._high = number
        elif 0xDC00 <= number < 0xE000:
            # Half of a character: the two make one, and one alone makes none.
            pair = 0x10000 + ((high - 0xD800) << 10) + number - 0xDC00
            self._say(chr(pair) if high else "\ufffd")
        elif 0 < number < 0x110000:
            self._say(chr(number))

    def _date(self, word: str, number: str) -> None:
        if word == "yr" and len(number) == 4:
            self.info["date"] = number
        elif word in ("mo", "dy") and "date" in self.info and number.isdecimal():
            self.info["date"] += f"-{int(number):02}"

    def _in_paragraph(self, word: str, number: str | None) -> None:  # noqa: C901 - one case an element
        about = self._sheet if self._group.place == "style" else self._about
        if word in _PARAGRAPHS:
            self._end_paragraph()
        elif word == "pard":
            # Word writes the mark of a list item before its paragraph begins.
            mark = about.mark
            self._about = _Style()
            self._about.mark = mark
        elif word == "s":
            about.style = number or "0"
        elif word == "outlinelevel":
            about.outline = int(number or 0)
        elif word == "intbl":
            about.in_table = True
        elif word == "cell":
            self._enter_cell()
            self._end_paragraph()
            self._new_cell = True
        elif word == "row":
            self._new_row = True
        elif word in _LINES or word == "nestrow":
            self.flow.line_break()
        elif word == "nestcell":
            self._say(" | ")
        elif word == "tab":
            self._say(" ")
        elif word in specialchars and len(specialchars[word]) == 1:
            self._say(specialchars[word])

    def _enter_cell(self) -> None:
        """Begin table, row and cell where the words to come are the first in them."""
        if self._group.place != "":
            return
        if not self._about.in_table:
            self._end_table()
            return
        if not self._table:
            self.flow.begin_table()
            self._table = self._new_row = True
        if self._new_row:
            self.flow.row()
            self._new_row, self._new_cell = False, True
        if self._new_cell:
            self.flow.cell()
            self._new_cell = False

    def _end_table(self) -> None:
        if self._table:
            self.flow.end_table()
            self._table = False

    def _end_paragraph(self) -> None:
        about = self._about
        kind, level, role = self._meaning(about)
        mark = " ".join(about.mark.split())
        if mark and kind is None:
            kind = BlockKind.LIST_ITEM
        # A bullet is no word; a number is.
        shown = mark if any(map(str.isalnum, mark)) else ""
        self.flow.end_as(kind, level, role, shown)
        about.mark = ""

    def _meaning(self, about: _Style) -> tuple[BlockKind | None, int, str]:
        style = self._styles.get(about.style or "0") or _Style()
        outline = about.outline if about.outline >= 0 else style.outline
        name = style.name
        if name.startswith("heading ") and name[8:].isdecimal():
            outline = int(name[8:]) - 1
        elif name in ("title", "subtitle"):
            outline = 0 if name == "title" else 1
        if 0 <= outline < 9:
            return BlockKind.HEADING, min(6, outline + 1), ""
        if name in ("quote", "intense quote", "quotations", "block text"):
            return BlockKind.QUOTATION, 0, ""
        if name == "caption":
            return None, 0, CAPTION
        if name.startswith("toc "):
            return None, 0, NAVIGATION
        return None, 0, ""


def _known(encoding: str) -> str:
    """Return an encoding's name if Python has it, else ""."""
    try:
        return codecs.lookup(encoding).name
    except LookupError:
        return ""
