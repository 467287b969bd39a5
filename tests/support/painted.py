"""What a window paints: every text that goes through Qt's painter, and which of them were cut."""

from __future__ import annotations

import gettext
import re
import string
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QWidget,
)

from diptych.ui.controls import ThemedButton
from diptych.ui.prose import Prose
from support.repository import RESOURCES

if TYPE_CHECKING:
    from collections.abc import Iterator

_ROOM = 2  # pixels that a letter may reach out of its box


class Painted(NamedTuple):
    """What was painted, and what of it was cut or had too little room."""

    texts: set[str]
    cut: set[str]


@contextmanager
def listening() -> Iterator[Painted]:
    """Take down all texts that are painted meanwhile."""
    painted = Painted(set(), set())
    draw, elide = QPainter.drawText, QFontMetrics.elidedText

    def drawing(painter: QPainter, *args: object) -> object:
        text = next(each for each in args if isinstance(each, str))
        painted.texts.add(text)
        if isinstance(args[0], QRect | QRectF) and _is_too_small(painter, args[0], args[1], text):
            painted.cut.add(text)
        return draw(painter, *args)

    def eliding(metrics: QFontMetrics, text: str, *args: object) -> str:
        short = elide(metrics, text, *args)
        painted.texts.add(text)
        if short != text:
            painted.cut.add(text)
        return short

    QPainter.drawText, QFontMetrics.elidedText = drawing, eliding
    try:
        yield painted
    finally:
        QPainter.drawText, QFontMetrics.elidedText = draw, elide


def _is_too_small(painter: QPainter, box: QRect | QRectF, flags: object, text: str) -> bool:
    if not isinstance(flags, int | Qt.AlignmentFlag | Qt.TextFlag):
        return False
    flags = int(flags)
    metrics = painter.fontMetrics()
    if flags & int(Qt.TextFlag.TextWordWrap):
        whole = metrics.boundingRect(QRectF(box).toAlignedRect(), flags, text)
        return whole.height() > box.height() + _ROOM or whole.width() > box.width() + _ROOM
    return metrics.horizontalAdvance(text) > box.width() + _ROOM


def cramped(window: QWidget) -> set[str]:
    """Return the texts of visible widgets that Qt paints and that have too little room."""
    return {
        text
        for widget in window.findChildren(QWidget)
        if widget.isVisible()
        for text in _cramped_texts(widget)
    }


def _cramped_texts(widget: QWidget) -> set[str]:
    match widget:
        case Prose():
            too_small = widget.heightForWidth(widget.width()) > widget.height() + _ROOM
            return {widget.text()} if too_small else set()
        case ThemedButton():
            return set()
        case QLabel() | QAbstractButton():
            too_small = widget.width() + _ROOM < widget.sizeHint().width()
            return {widget.text()} if too_small else set()
        case QComboBox():
            words = widget.currentText()
            return {words} if _width(widget, words) > widget.width() - 30 else set()
        case QLineEdit():
            words = "" if widget.text() else widget.placeholderText()
            margins = widget.textMargins()
            room = widget.width() - margins.left() - margins.right() - 4
            return {words} if _width(widget, words) > room else set()
        case QHeaderView():
            return _cut_headings(widget)
    return set()


def _cut_headings(header: QHeaderView) -> set[str]:
    found: set[str] = set()
    if header.orientation() == Qt.Orientation.Vertical:
        return found
    for column in range(header.count()):
        words = str(header.model().headerData(column, header.orientation()) or "")
        if not header.isSectionHidden(column) and _width(header, words) > header.sectionSize(
            column
        ):
            found.add(words)
    return found


def _width(widget: QWidget, words: str) -> int:
    return widget.fontMetrics().horizontalAdvance(words)


def names_of(window: QWidget) -> set[str]:
    """Return what widgets say without painting it: names and descriptions, tips, hints."""
    found = set()
    for widget in (window, *window.findChildren(QWidget)):
        found |= {widget.accessibleName(), widget.accessibleDescription(), widget.toolTip()}
        if isinstance(widget, QLineEdit):
            found.add(widget.placeholderText())
        if isinstance(widget, Prose):
            found |= set(widget.text().split("\n"))
        elif isinstance(widget, QLabel | QAbstractButton):
            found.add(widget.text().replace("&", ""))
    return {re.sub(r"<[^>]+>", "", text) for text in found if text}


class Catalogue:
    """What the window can say in a language, to know a text of its own from a document's."""

    def __init__(self, code: str) -> None:
        read = gettext.translation("diptych", RESOURCES / "translations", [code])
        texts: dict[str, str] = {}
        for key, value in read._catalog.items():
            texts[key[0] if isinstance(key, tuple) else key] = value
        self.same = {key for key, value in texts.items() if key == value}
        self._english = [_pattern(text) for text in texts if _is_telling(text)]
        self._own = [_pattern(text) for text in texts.values() if _is_telling(text)]

    def is_own(self, text: str) -> bool:
        """Whether a text is one of the window's own, in English or in this language."""
        return any(pattern.fullmatch(text) for pattern in (*self._english, *self._own))


def _is_telling(text: str) -> bool:
    words = "".join(part for part, *_field in string.Formatter().parse(text))
    has_places = words != text
    return sum(map(str.isalpha, words)) >= (8 if has_places else 3)


def _pattern(text: str) -> re.Pattern[str]:
    parts = []
    for literal, name, _spec, _way in string.Formatter().parse(text.replace("&", "")):
        parts.append(re.escape(literal))
        if name:
            parts.append(".*?")
    return re.compile("".join(parts), re.DOTALL)
