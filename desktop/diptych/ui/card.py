"""The white cards of the side panel, and the rows in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from diptych.ui.controls import ThemedButton
from diptych.ui.families import within
from diptych.ui.prose import SIZE, SMALL, Line, Piece, Prose, tip
from diptych.ui.theme import fill, interface_font, scaled
from diptych.ui.wording import capital

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from diptych.ui.rows import TopicCount
    from diptych.ui.theme import Theme, Token

# Of a column of counts, at least and at most; between them a share of the row.
_LEAST_COUNT, _COUNT_WIDTH, _COUNT_SHARE = 33, 40, 8


class Card(QWidget):
    """A rounded rectangle with a heading, and a column of whatever belongs in it."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme: Theme | None = None
        self.setAccessibleName(name)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(14, 12, 14, 12)
        self.column.setSpacing(6)
        self.heading = Prose(self)
        self.column.addWidget(self.heading)
        self.set_heading(name)

    def set_heading(self, text: str, remark: str = "", warning: str = "") -> None:
        """Show a heading, with a remark in smaller letters and a warning in the warning ink."""
        pieces = [Piece(text, bold=True)]
        if remark:
            pieces.append(Piece("  " + remark, "dim", small=True))
        if warning:
            pieces.append(Piece("  " + warning, "danger", small=True))
        self.heading.set_lines([Line(tuple(pieces), large=True)])

    def set_theme(self, theme: Theme) -> None:
        """Take colours from a theme, with everything on the card."""
        self.theme = theme
        for child in within(self):
            if isinstance(child, (Prose, ThemedButton)):
                child.set_theme(theme)
        self.update()

    def settle(self) -> None:
        """Take the new height now: by itself it would come a frame later, after a flicker."""
        parent = self.parentWidget()
        if self.isVisible() and parent is not None:
            self.column.activate()
            around = parent.layout()
            if around is not None:
                around.activate()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the card."""
        if self.theme is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self.theme.colour("line"), 1))
        painter.setBrush(self.theme.colour("card"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        painter.end()


class RowButton(ThemedButton):
    """A row of a card that can be chosen; draws its ground, its line below and the focus."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text.replace("&", "&&"), parent)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def draw_ground(self, painter: QPainter, theme: Theme) -> None:
        """Draw what lies under the row's words."""
        if self.isChecked() or self.underMouse():
            fill(painter, self.rect(), theme.colour("row" if self.isChecked() else "hover"))
        painter.setPen(QPen(theme.colour("faint_line"), 1))
        painter.drawLine(self.rect().bottomLeft(), self.rect().bottomRight())


class TopicRow(RowButton):
    """A topic and how often its findings converge, diverge, share a part or stand alone."""

    def __init__(self, count: TopicCount, spoken: str, parent: QWidget | None = None) -> None:
        super().__init__(capital(count.topic), parent)
        self._counts: tuple[tuple[str, int, Token], ...] = (
            ("=", count.converge, "converge_ink"),
            ("≠", count.diverge, "diverge_ink"),
            ("≈", count.partial, "partial_ink"),
            ("○", count.only, "only_ink"),
        )
        self.setCheckable(True)
        self.setAccessibleName(spoken)
        self.setToolTip(tip(spoken))

    def sizeHint(self) -> QSize:
        """Return one line and its room."""
        return QSize(240, self.fontMetrics().height() + 12)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the topic at the left and the counts in columns at the right."""
        theme = self.theme
        if theme is None:
            return
        painter = QPainter(self)
        self.draw_ground(painter, theme)
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        column = min(self.width() // _COUNT_SHARE, scaled(_COUNT_WIDTH))
        column = max(column, scaled(_LEAST_COUNT))
        counts_at = self.width() - column * len(self._counts)
        name = QRect(8, 0, counts_at - 12, self.height())
        text = painter.fontMetrics().elidedText(
            self.shown_text(), Qt.TextElideMode.ElideRight, name.width()
        )
        painter.setPen(theme.colour("ink"))
        painter.drawText(name, flags, text)
        for place, (sign, count, ink) in enumerate(self._counts):
            box = QRect(counts_at + place * column, 0, column, self.height())
            painter.setPen(theme.colour(ink if count else "dim"))
            painter.drawText(box, flags, f"{sign} {count}")
        self.draw_focus(painter, theme)
        painter.end()


class NoteRow(RowButton):
    """A note in two parts: where it stands, and how it begins."""

    def __init__(self, place: str, beginning: str, parent: QWidget | None = None) -> None:
        super().__init__(beginning, parent)
        self._place = place
        # In which letters it was measured, how wide its beginning is, and how high its two parts.
        self._measured = ("", 0, 0, 0)
        self.setAccessibleName(f"{place}: {beginning}")
        policy = self.sizePolicy()
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def hasHeightForWidth(self) -> bool:
        """The beginning takes one line or two."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of the place and of one or two lines."""
        letters = self.font().key()
        if letters != self._measured[0]:  # one layout of the list asks dozens of times
            metrics = self.fontMetrics()
            wide = metrics.horizontalAdvance(self.shown_text())
            self._measured = letters, wide, self._place_height(), metrics.lineSpacing()
        _letters, wide, place, line = self._measured
        return place + line * (1 if wide <= width - 8 else 2) + 10

    def sizeHint(self) -> QSize:
        """Return the size at a usual width."""
        return QSize(240, self.heightForWidth(max(240, self.width())))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the place in small dim letters and the beginning below it."""
        theme = self.theme
        if theme is None:
            return
        painter = QPainter(self)
        self.draw_ground(painter, theme)
        box = self.rect().adjusted(4, 4, -4, -4)
        painter.setPen(theme.colour("dim"))
        painter.setFont(interface_font(SMALL))
        painter.drawText(box, Qt.AlignmentFlag.AlignTop, self._place)
        painter.setPen(theme.colour("ink"))
        painter.setFont(interface_font(SIZE))
        flags = Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
        text = painter.fontMetrics().elidedText(
            self.shown_text(), Qt.TextElideMode.ElideRight, box.width() * 2 - 40
        )
        painter.drawText(box.adjusted(0, self._place_height(), 0, 0), flags, text)
        self.draw_focus(painter, theme)
        painter.end()

    def _place_height(self) -> int:
        return QFontMetrics(interface_font(SMALL)).lineSpacing() + 1
