"""How the note in the editor reads: drawn below the field while it is typed, with its links."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPen

from diptych.ui.language import _
from diptych.ui.note_text import is_marked, lines_of
from diptych.ui.offsets import Utf16Index
from diptych.ui.prose import Line, Piece, Prose

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPaintEvent
    from PySide6.QtWidgets import QPlainTextEdit, QWidget

    from diptych.ui.theme import Theme

_PAUSE_MS = 80


class NotePreview(Prose):
    """The note as it reads, and what links to it.

    Left and Right go from link to link, Enter and a click follow one.

    Signals:
        followed: what a link leads to: "note" or "document", and the beginning of its id.
    """

    followed = Signal(str)

    def __init__(self, field: QPlainTextEdit, parent: QWidget) -> None:
        super().__init__(parent)
        self._field = field
        self._back: tuple[Piece, ...] = ()
        # The revision of the field's document that is drawn.
        self._drawn = -1
        self._shown_theme: Theme | None = None
        self._current = -1
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE_MS)
        self._timer.timeout.connect(self.refresh)
        field.document().contentsChanged.connect(self._timer.start)
        self.setMouseTracking(True)
        self.refresh()

    def set_theme(self, theme: Theme) -> None:
        """Take the inks from a theme."""
        super().set_theme(theme)
        self._shown_theme = theme

    def set_back_links(self, links: Sequence[tuple[str, str]]) -> None:
        """Show which notes link to this one: what each is called by a link, and its words."""
        back = tuple(Piece(words, "converge_ink", link=link) for link, words in links)
        # Each save tells them anew, mostly the same, and a long note takes a while to be drawn.
        if (back, self._field.document().revision()) != (self._back, self._drawn):
            self._back = back
            self.refresh()

    def refresh(self) -> None:
        """Draw the note as it is now; nothing where it reads as it is typed."""
        self._drawn = self._field.document().revision()
        body = self._field.toPlainText()
        lines = lines_of(body) if is_marked(body) else []
        if lines:
            lines.insert(0, Line((Piece(_("As it reads"), "dim"),), small=True))
        if self._back:
            between = [piece for link in self._back for piece in (Piece(" · ", "dim"), link)][1:]
            lines.append(Line((Piece(_("Linked from:") + " ", "dim"), *between), small=True))
        self.set_lines(lines)
        self._current = -1
        has_links = any(True for _link in self._links())
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if has_links else Qt.FocusPolicy.NoFocus)
        self.setVisible(bool(lines))

    # Links

    def _links(self) -> list[tuple[str, int, int, int]]:
        """Return the links: where each leads, its line, and its first and last code point."""
        found = []
        for number, line in enumerate(self._lines):
            at = 0
            for piece in line.pieces:
                if piece.link:
                    found.append((piece.link, number, at, at + len(piece.text)))
                at += len(piece.text)
        return found

    def _boxes(self, number: int, start: int, end: int) -> list[QRectF]:
        """Return where words of a line stand."""
        line = self._lines[number]
        top, layout = self._lay_out(self.width())[0][number]
        index = Utf16Index(line.text)
        first, last = index.to_utf16(start), index.to_utf16(end)
        boxes = []
        for at in range(layout.lineCount()):
            row = layout.lineAt(at)
            low = max(first, row.textStart())
            high = min(last, row.textStart() + row.textLength())
            if low < high:
                left, right = (float(_x(row.cursorToX(each))) for each in (low, high))
                boxes.append(QRectF(line.indent + left, top + row.y(), right - left, row.height()))
        return boxes

    def link_at(self, point: QPointF) -> str:
        """Return where the link at a point leads, "" for none."""
        for link, *place in self._links():
            if any(box.contains(point) for box in self._boxes(*place)):
                return link
        return ""

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Follow a link."""
        link = self.link_at(event.position())
        if link and event.button() == Qt.MouseButton.LeftButton:
            self.followed.emit(link)
        else:
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show where there is a link."""
        shapes = Qt.CursorShape
        is_link = bool(self.link_at(event.position()))
        self.setCursor(shapes.PointingHandCursor if is_link else shapes.ArrowCursor)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go from link to link, and follow one."""
        links = self._links()
        steps = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and links:
            self.followed.emit(links[max(0, self._current)][0])
        elif event.key() in steps and links:
            self._current = (self._current + steps[Qt.Key(event.key())]) % len(links)
            self.update()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Begin at the first link."""
        super().focusInEvent(event)
        self._current = max(0, self._current)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show no current link."""
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the lines, and a frame around the current link."""
        super().paintEvent(event)
        links = self._links()
        if not self.hasFocus() or self._shown_theme is None or not links:
            return
        painter = QPainter(self)
        painter.setPen(QPen(self._shown_theme.colour("focus"), 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for box in self._boxes(*links[max(0, self._current)][1:]):
            painter.drawRect(box)
        painter.end()


def _x(found: object) -> float:
    """Return the place in pixels of what `cursorToX` gives, which is a pair in some versions."""
    return float(found[0] if isinstance(found, (tuple, list)) else found)  # type: ignore[arg-type]
