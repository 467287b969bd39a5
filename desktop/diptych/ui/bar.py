"""The bar at the top of the window, the rail at its left, the line at its foot, and their buttons.

They are painted rather than styled, because style sheets are slow at start.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStatusBar, QVBoxLayout, QWidget

from diptych.services.names import visible_name
from diptych.ui.assistance import announce
from diptych.ui.controls import ThemedButton
from diptych.ui.icons import draw_icon
from diptych.ui.prose import SIZE, SMALL, tip
from diptych.ui.theme import fill, interface_font, scaled

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from diptych.ui.icons import Icon
    from diptych.ui.theme import Theme, Token

_PAD = 10
_ARROW = 14
_VCENTRE = Qt.AlignmentFlag.AlignVCenter


class PillButton(ThemedButton):
    """A button with a border, and an arrow where it opens a menu.

    Args:
        text: the words; where there is no room their tail, if they have one, goes first, and then
            they are cut at the end.
        name: what assistive technology calls it.
        arrow: whether an arrow says that a menu opens.
        plain: without a border and bold: the program's own name.
        widest: the most pixels it takes, with letters of the usual size.
        least: of the words, the letters that have room in any case.
        short: the words where there is no room for all of them.
        usual: the pixels it takes where there is room, with letters of the usual size.
    """

    def __init__(
        self,
        text: str,
        name: str,
        *,
        arrow: bool = False,
        plain: bool = False,
        widest: int = 300,
        least: int = 6,
        short: str = "",
        usual: int = 0,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text.replace("&", "&&"), parent)
        self._arrow = _ARROW if arrow else 0
        self._usual = scaled(usual)
        self._kept: tuple[str, ...] = ()
        self._plain = plain
        self.widest = scaled(widest)
        self._least = least
        self._tail = ""
        self._short = text if plain else short
        if plain:
            self.setFont(interface_font(SIZE + 1.5, bold=True))
        self.setAccessibleName(name)
        self.setToolTip(tip(name))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def show_text(self, text: str, tail: str = "") -> None:
        """Show other words, and a tail of them that counts less than the rest."""
        if text + tail != self.shown_text() or tail != self._tail:
            self._tail = tail
            self.setText((text + tail).replace("&", "&&"))
            self.updateGeometry()

    def keep_room(self, *texts: str) -> None:
        """Stay as wide as these words need: what is beside it does not move when they come."""
        if texts != self._kept:
            self._kept = texts
            self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Return the size of the words, at most the widest."""
        width = max(min(self.whole_width, self.widest), self._usual)
        return QSize(width, QFontMetrics(interface_font(SIZE)).height() + 12)

    @property
    def whole_width(self) -> int:
        """The width of a button with all its words, pixels."""
        return max(map(self._around, (self.shown_text(), *self._kept)))

    @property
    def head_width(self) -> int:
        """The width of a button with its words but the tail, pixels."""
        return self._around(self.shown_text().removesuffix(self._tail))

    def _around(self, words: str) -> int:
        """Return the width of a button with these words, pixels."""
        pad = 2 * (4 if self._plain else _PAD)
        return self.fontMetrics().horizontalAdvance(words) + pad + self._arrow + 2

    def minimumSizeHint(self) -> QSize:
        """Return a size that still shows the first words; all of them where none may be cut."""
        if self.sizePolicy().horizontalPolicy() == QSizePolicy.Policy.Fixed:
            return self.sizeHint()
        least = self._around(self._short or "0" * self._least)
        return QSize(min(self.whole_width, least), self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw border, words and arrow."""
        theme = self.theme
        if theme is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        hovered = self.isEnabled() and (self.underMouse() or self.isDown())
        if not self._plain or hovered:
            painter.setPen(QPen(theme.colour("hover" if self._plain else "border"), 1))
            painter.setBrush(theme.colour("hover" if hovered else "field"))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        painter.setPen(theme.colour("ink" if self.isEnabled() else "dim"))
        pad = 4 if self._plain else _PAD
        inner = self.rect().adjusted(pad, 0, -pad - self._arrow, 0)
        metrics, words = painter.fontMetrics(), self.shown_text()
        if metrics.horizontalAdvance(words) > inner.width() + 2:
            words = self._short or words.removesuffix(self._tail)
        words = metrics.elidedText(words, Qt.TextElideMode.ElideRight, inner.width() + 2)
        if self._kept:
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, words)
        else:
            flags = Qt.AlignmentFlag.AlignLeft | _VCENTRE
            painter.drawText(inner.adjusted(0, 0, 4, 0), flags, words)
        if self._arrow:
            self.draw_arrow(painter, theme, pad)
        self.draw_focus(painter, theme)
        painter.end()


class IconButton(ThemedButton):
    """A square button with one sign; filled where what it stands for is shown.

    Args:
        icon: the sign.
        name: what assistive technology calls it.
        border: whether it has one, as in the bar; in the rail it has none.
    """

    def __init__(
        self, icon: Icon, name: str, *, border: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__("", parent)
        self._icon: Icon = icon
        self._border = border
        self.setAccessibleName(name)
        self.setToolTip(tip(name))
        height = QFontMetrics(interface_font(SIZE)).height() + 12
        self.setFixedSize(34, height if border else 34)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the sign."""
        theme = self.theme
        if theme is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        checked, hovered = self.isChecked(), self.isEnabled() and self.underMouse()
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        if self._border:
            painter.setPen(QPen(theme.colour("border"), 1))
            painter.setBrush(theme.colour("hover" if hovered else "field"))
            painter.drawRoundedRect(box, 6, 6)
        elif checked or hovered:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("accent" if checked else "line"))
            painter.drawRoundedRect(box, 6, 6)
        ink: Token = "accent_ink" if checked else "ink" if self.isEnabled() else "dim"
        draw_icon(painter, self._icon, QRectF(self.rect()).center(), theme.colour(ink))
        self.draw_focus(painter, theme)
        painter.end()


class Strip(QWidget):
    """A ground in the theme's colour with a line at its inner edge, holding things in a row.

    Args:
        upright: whether it stands at the left (the rail) instead of lying at the top.
    """

    def __init__(self, *, upright: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme: Theme | None = None
        self._upright = upright
        self.row: QHBoxLayout | QVBoxLayout = QVBoxLayout(self) if upright else QHBoxLayout(self)
        self.row.setContentsMargins(*((8, 12, 8, 10) if upright else (14, 10, 14, 11)))
        self.row.setSpacing(8)
        if upright:
            self.setFixedWidth(52)

    def set_theme(self, theme: Theme) -> None:
        """Take colours from a theme."""
        self._theme = theme
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw ground and line."""
        if self._theme is None:
            return
        painter = QPainter(self)
        fill(painter, self.rect(), self._theme.colour("rail" if self._upright else "window"))
        painter.setPen(self._theme.colour("line"))
        box = self.rect()
        if self._upright:
            painter.drawLine(box.topRight(), box.bottomRight())
        else:
            painter.drawLine(box.bottomLeft(), box.bottomRight())
        painter.end()


class StatusLine(QStatusBar):
    """The line at the foot of the window: what there is, what happens, and that we are offline.

    It is the whole of the status bar, which leaves a rim around what is put into it.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme: Theme | None = None
        self._left: tuple[str, ...] = ()
        self._right = ""
        self._alarm = ""
        self._share: float | None = None
        self.setFont(interface_font(SMALL))
        self.setSizeGripEnabled(False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return the height of one small line."""
        return QSize(200, self.fontMetrics().height() + 12)

    def minimumSizeHint(self) -> QSize:
        """Return the height of one small line; what does not fit across is cut."""
        return QSize(0, self.sizeHint().height())

    def set_theme(self, theme: Theme) -> None:
        """Take colours from a theme."""
        self._theme = theme
        self.update()

    def show_words(self, left: tuple[str, ...], right: str) -> None:
        """Show what there is at the left, and what holds for the whole window at the right."""
        self._left, self._right = left, right
        self._spoken()

    def show_progress(self, share: float | None) -> None:
        """Show how far the analysis is (0 to 1); None when there is none."""
        self._share = share
        self.update()

    def show_alarm(self, sentence: str) -> None:
        """Show what went wrong in the place of what there is, until another sentence or ""."""
        self._alarm = sentence = visible_name(sentence)
        self.setToolTip(tip(sentence) if sentence else "")
        self._spoken()
        announce(self, sentence)

    def drop_alarm(self, sentence: str) -> None:
        """Stop showing this sentence, if it is the one that is shown."""
        if self._alarm == visible_name(sentence):
            self.show_alarm("")

    def _spoken(self) -> None:
        self.setAccessibleName(". ".join((self._alarm, *self._left, self._right)).strip(". "))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the words, and a thin bar for the progress."""
        theme = self._theme
        if theme is None:
            return
        painter = QPainter(self)
        fill(painter, self.rect(), theme.colour("rail"))
        painter.setPen(theme.colour("line"))
        painter.drawLine(self.rect().topLeft(), self.rect().topRight())
        if self._share is not None:
            width = round(self.width() * max(0.02, self._share))
            fill(painter, QRect(0, 0, width, 2), theme.colour("focus"))
        box = self.rect().adjusted(14, 1, -14, 0)
        painter.setPen(theme.colour("dim"))
        painter.drawText(box, Qt.AlignmentFlag.AlignRight | _VCENTRE, self._right)
        metrics = painter.fontMetrics()
        box.adjust(0, 0, -metrics.horizontalAdvance(self._right) - 20, 0)
        words = self._alarm or "      ".join(self._left)
        painter.setPen(theme.colour("danger" if self._alarm else "dim"))
        words = metrics.elidedText(words, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, Qt.AlignmentFlag.AlignLeft | _VCENTRE, words)
        painter.end()
