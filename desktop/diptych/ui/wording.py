"""The words and glyphs for relations, topics and figures, shared by everything that shows findings.

Whole sentences about one finding are in `account`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from diptych.model.comparison import Mode, Relation, Side, Wording
from diptych.ui.language import _, plural

if TYPE_CHECKING:
    from collections.abc import Iterable

    from diptych.model.note import LibraryEntry
    from diptych.services.opening import Opened

GLYPHS = {
    Relation.CONVERGE: "=",
    Relation.DIVERGE: "≠",
    Relation.PARTIAL: "≈",
    Relation.ONLY_LEFT: "○",
    Relation.ONLY_RIGHT: "○",
}
NOT_A_PAIR = "×"
_LABEL_LETTERS = 22


class Labels(NamedTuple):
    """Short names of the two documents ("2018", "2021")."""

    left: str
    right: str

    def of(self, side: Side) -> str:
        """Return the name of one side."""
        return self.left if side is Side.LEFT else self.right


def labels_of(left: LibraryEntry, right: LibraryEntry) -> Labels:
    """Return years where both are dated and differ, else titles, else the sides."""
    years = left.date[:4], right.date[:4]
    if all(years) and years[0] != years[1]:
        return Labels(*years)
    titles = one_line(left.title, _LABEL_LETTERS), one_line(right.title, _LABEL_LETTERS)
    if titles[0] != titles[1]:
        return Labels(*titles)
    return Labels(_("left"), _("right"))


def mode_word(mode: Mode) -> str:
    """Return what of two documents is compared, in a word."""
    return _("positions") if mode is Mode.POSITIONS else _("words")


def hidden_words(count: int) -> str:
    """Return that marks are hidden, but in so many sections, for the line at the foot."""
    if not count:
        return _("Diptych's marks are hidden")
    return plural(
        "Diptych's marks are hidden but in {count} section",
        "Diptych's marks are hidden but in {count} sections",
        count,
    )


def obstacle_to_comparing(documents: Iterable[Opened]) -> str:
    """Return why documents cannot be compared, in a sentence; "" where they can."""
    for opened in documents:
        if not opened.document.blocks:
            title = one_line(opened.entry.title, 40)
            return _("“{title}” has no text: there is nothing to compare.").format(title=title)
    return ""


def glyph(relation: Relation | None) -> str:
    """Return the sign of a relation; None is "not a pair"."""
    return GLYPHS[relation] if relation else NOT_A_PAIR


def relation_word(relation: Relation | None, labels: Labels) -> str:
    """Return a relation in a word or two; None is "not a pair"."""
    match relation:
        case Relation.CONVERGE:
            return _("converge")
        case Relation.DIVERGE:
            return _("diverge")
        case Relation.PARTIAL:
            return _("partial")
        case Relation.ONLY_LEFT:
            return _("only {document}").format(document=labels.left)
        case Relation.ONLY_RIGHT:
            return _("only {document}").format(document=labels.right)
        case None:
            return _("not a pair")


def wording_word(kind: Wording | None) -> str:
    """Return what kind of difference in words it is, in a word or two."""
    words = {
        Wording.MOVED: _("moved"),
        Wording.CASE: _("other capitals"),
        Wording.PUNCTUATION: _("other punctuation"),
        Wording.SPACING: _("other spaces"),
        Wording.HYPHENATION: _("other hyphens"),
        Wording.MISREAD: _("misread letters"),
    }
    return words.get(kind, _("other words")) if kind else _("other words")


def cue_kind(kind: str) -> str:
    """Return what a cue of the engine does, in a word."""
    words = {
        "negation": _("negation"),
        "modality": _("modality"),
        "support": _("support"),
        "opposition": _("opposition"),
        "cause": _("cause"),
        "number": _("number"),
        "commitment": _("commitment"),
        "holder": _("whom it quotes"),
    }
    return words.get(kind, kind)


def percent(share: float) -> str:
    """Return a share of 1 as a whole percentage, with a blank that does not break."""
    return f"{round(share * 100)}\N{NO-BREAK SPACE}%"


def joined(words: tuple[str, ...]) -> str:
    """Return words as an enumeration: "a, b and c"."""
    if len(words) < 2:
        return "".join(words)
    return _("{words} and {last}").format(words=", ".join(words[:-1]), last=words[-1])


def capital(text: str) -> str:
    """Return a text with a capital first letter, the others as they are."""
    return text[:1].upper() + text[1:]


def one_line(text: str, limit: int) -> str:
    """Return a text with single blanks, cut at a word where it is longer than `limit` letters."""
    line = " ".join(text[: 4 * limit].split())
    if len(line) <= limit:
        return line
    head, blank, _rest = line[:limit].rpartition(" ")
    return (head if blank else line[:limit]) + "…"


def day(date: str) -> str:
    """Return a date (ISO 8601) as it is written here, or "" where there is none."""
    from PySide6.QtCore import QDate, QLocale, Qt

    parsed = QDate.fromString(date, Qt.DateFormat.ISODate)
    return QLocale().toString(parsed, "d MMM yyyy") if parsed.isValid() else date


def moment(when: str) -> str:
    """Return a point in time (UTC, ISO 8601) as the clock on the wall said it."""
    from PySide6.QtCore import QDateTime, QLocale, Qt

    parsed = QDateTime.fromString(when, Qt.DateFormat.ISODate)
    return (
        QLocale().toString(parsed.toLocalTime(), "d MMM yyyy HH:mm") if parsed.isValid() else when
    )
