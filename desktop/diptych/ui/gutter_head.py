"""What stands at the head of a gutter where there are several: which two documents it compares."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter

from diptych.ui.controls import ThemedButton
from diptych.ui.language import _
from diptych.ui.prose import SMALL, tip
from diptych.ui.theme import fill, interface_font
from diptych.ui.wording import mode_word

if TYPE_CHECKING:
    from PySide6.QtGui import QFontMetrics, QPaintEvent
    from PySide6.QtWidgets import QWidget

    from diptych.model.comparison import Mode
    from diptych.ui.wording import Labels

_PAD = 6
_LINE = 3  # pixels: the line below the chosen one


class Compared(NamedTuple):
    """What a gutter compares.

    Args:
        number, total: which gutter it is, from 1.
        labels: short names of the two documents, "" where there are none.
        titles: their whole titles.
        mode: what of them.
        is_chosen: whether list, panel and keys are about these two.
    """

    number: int
    total: int
    labels: Labels
    titles: Labels
    mode: Mode
    is_chosen: bool

    def sentence(self) -> str:
        """Return all of it as it is read aloud."""
        parts = [_("Gutter {number} of {total}").format(number=self.number, total=self.total)]
        if self.titles.left:
            two = _("{left} and {right}").format(left=self.titles.left, right=self.titles.right)
            parts += [two, mode_word(self.mode)]
        else:
            parts.append(_("nothing to compare yet"))
        if self.is_chosen:
            parts.append(_("chosen"))
        return ", ".join(parts)


def _fitted(words: str, metrics: QFontMetrics, room: int) -> str:
    """Return as many first words as there is room for; of one that is too long its beginning.

    Where they would leave half of the room, as a "The" does, the next one is begun, too.
    """
    whole = words
    while " " in whole and metrics.horizontalAdvance(whole) > room:
        whole = whole.rpartition(" ")[0]
    fits = room // 2 < metrics.horizontalAdvance(whole) or whole == words
    return metrics.elidedText(whole if fits else words, Qt.TextElideMode.ElideRight, room)


class GutterHead(ThemedButton):
    """Names the two documents and what of them is compared; pressed, it offers others."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__("", parent)
        self.compared: Compared | None = None

    def show_compared(self, compared: Compared) -> None:
        """Show what the gutter compares."""
        if compared != self.compared:
            self.compared = compared
            self.setFont(interface_font(SMALL, bold=compared.is_chosen))
            self.setAccessibleName(compared.sentence())
            self.setToolTip(tip(compared.sentence()))
            self.update()

    def sizeHint(self) -> QSize:
        """Return the height of the heads of the panes."""
        return QSize(80, 38)

    def lines(self) -> tuple[str, str]:
        """Return the two lines: both names and what is compared, or a name in each.

        The second one is "" where large letters leave room for one.
        """
        metrics = self.fontMetrics()
        room = self.width() - 2 * _PAD
        compared = self.compared
        if compared is None or not compared.labels.left:
            return "–", ""
        both = f"{compared.labels.left} | {compared.labels.right}"
        lines: tuple[str, str] = compared.labels
        if 2 * metrics.height() > self.height() - _LINE:
            lines = both, ""
        elif metrics.horizontalAdvance(both) <= room:
            lines = both, mode_word(compared.mode)
        first, second = (_fitted(words, metrics, room) for words in lines)
        return first, second

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw both lines, and a line below where this gutter is the chosen one."""
        theme = self.theme
        if theme is None or self.compared is None:
            return
        chosen = self.compared.is_chosen
        painter = QPainter(self)
        pointed_at = self.underMouse() or self.isDown()
        fill(painter, self.rect(), theme.colour("hover" if pointed_at else "pane"))
        painter.setPen(theme.colour("ink" if chosen else "dim"))
        lines = [words for words in self.lines() if words]
        height = (self.height() - _LINE) // len(lines)
        for at, words in enumerate(lines):
            box = QRect(_PAD, 1 + at * height, self.width() - 2 * _PAD, height)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)
        foot = self.height() - (_LINE if chosen else 1)
        colour = theme.colour("focus" if chosen else "line")
        fill(painter, QRectF(0, foot, self.width(), self.height() - foot), colour)
        self.draw_focus(painter, theme)
        painter.end()
