"""The view in which the pages of a document are read: links, keys and pointer.

What the words on the pages are is page_text's, how pages are drawn page_canvas's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QBasicTimer, QElapsedTimer, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import QClipboard, QGuiApplication, QKeySequence

from diptych.ui.language import _
from diptych.ui.marks import Fill, Mark, Position, smallest_at
from diptych.ui.page_geometry import Box, Fit
from diptych.ui.page_text import PageText, Spot
from diptych.ui.prose import tip

if TYPE_CHECKING:
    from PySide6.QtCore import QEvent, QTimerEvent
    from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent
    from PySide6.QtWidgets import QWidget

    from diptych.model.document import Document
    from diptych.services.pages import Leaves, Pages
    from diptych.ui.page_words import Annotation, Link

_TICK = 30  # milliseconds between two steps while the pointer drags beyond the edge
_ARROW = 60
_OVERLAP = 40  # pixels of one screen that are seen on the next one too


class PageView(PageText):
    """Pages to read.

    Signals:
        mark_clicked: the id of a finding whose words were clicked.
        fill_clicked: the id of a note whose words were clicked.
        hovered: the id of the finding under the pointer, or "".
        context_requested: a menu was asked for, at a global point.
        zoom_requested: never sent: pages zoom by themselves.
    """

    mark_clicked = Signal(str)
    fill_clicked = Signal(str)
    hovered = Signal(str)
    context_requested = Signal(QPoint)
    zoom_requested = Signal(int)

    def __init__(self, pages: Pages, parent: QWidget | None = None) -> None:
        super().__init__(pages, parent)
        self._trail: list[tuple[int, float]] = []
        self._ahead: list[tuple[int, float]] = []
        self._hovered = ""
        self._about = ""
        self._pressed: QPointF | None = None
        self._is_dragging = False
        self._pointer = QPointF()
        self._timer = QBasicTimer()
        self._since_double = QElapsedTimer()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._paper.setMouseTracking(True)

    def set_leaves(self, leaves: Leaves | None) -> None:
        """Show pages from the first one on, or none; their text may come later."""
        self._trail, self._ahead = [], []
        self._pressed = None
        super().set_leaves(leaves)

    def set_document(self, document: Document | None) -> None:
        """Take the text of the pages; what stood on another text is cleared."""
        super().set_document(document)
        self._hover("")

    # Going about

    def go_to(self, page: int, y: float = 0.0) -> None:
        """Go to a height of a page, in points; `step_back` comes back from there."""
        self._trail.append(self._here())
        self._ahead.clear()
        self.show_point(page, y)

    def step_back(self) -> None:
        """Come back to where a link, the outline or a page number was followed."""
        self._step(self._trail, self._ahead)

    def step_forward(self) -> None:
        """Go again to where the reader came back from."""
        self._step(self._ahead, self._trail)

    def _here(self) -> tuple[int, float]:
        page = self.stack.page_at(self.top())
        return page, self.top() - self.stack.slot(page)

    def _step(self, source: list[tuple[int, float]], other: list[tuple[int, float]]) -> None:
        if source:
            other.append(self._here())
            page, below = source.pop()
            self.verticalScrollBar().setValue(round(self.stack.slot(page) + below))

    # Keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Scroll, extend the selection, copy; everything else is the window's."""
        keys = QKeySequence.StandardKey
        shift = Qt.KeyboardModifier.ShiftModifier
        extends = {Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0)}
        extends |= {Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1)}
        key = Qt.Key(event.key())
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.matches(keys.Copy):
            self.copy()
        elif event.matches(keys.SelectAll):
            self.select_all()
        elif key in extends and held == shift:
            self._extend(*extends[key])
        elif not self._scroll(key, held):
            event.ignore()

    def _scroll(self, key: Qt.Key, held: Qt.KeyboardModifier) -> bool:
        """Scroll by a key; say whether it is one that scrolls."""
        down, across = self.verticalScrollBar(), self.horizontalScrollBar()
        screen = max(_ARROW, self._paper.height() - _OVERLAP)
        if key == Qt.Key.Key_Space and held == Qt.KeyboardModifier.ShiftModifier:
            key, held = Qt.Key.Key_PageUp, Qt.KeyboardModifier.NoModifier
        if held == Qt.KeyboardModifier.ControlModifier and key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            held = Qt.KeyboardModifier.NoModifier
        if held:
            return False
        match key:
            case Qt.Key.Key_Up | Qt.Key.Key_Down:
                down.setValue(down.value() + (_ARROW if key == Qt.Key.Key_Down else -_ARROW))
            case Qt.Key.Key_Left | Qt.Key.Key_Right:
                across.setValue(across.value() + (_ARROW if key == Qt.Key.Key_Right else -_ARROW))
            case Qt.Key.Key_PageDown | Qt.Key.Key_Space:
                self._turn_page(1, screen)
            case Qt.Key.Key_PageUp:
                self._turn_page(-1, screen)
            case Qt.Key.Key_Home:
                down.setValue(down.minimum())
            case Qt.Key.Key_End:
                down.setValue(down.maximum())
            case _:
                return False
        return True

    def _turn_page(self, by: int, screen: int) -> None:
        """Go on by a screen, by a whole page where one fits the window."""
        if self.stack.fit is Fit.PAGE:
            self.show_page(self.page_in_view() + by)
        else:
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() + by * screen)

    def _extend(self, words: int, lines: int) -> None:
        """Move the end of the selection by words or lines of its page, and on to the next page."""
        end = self._to
        leaf = self.loader.leaf(end.page) if end else None
        if end is None or leaf is None:
            return
        at = leaf.index_of(end.start)
        if lines:
            box = leaf.words[at].box
            x, y = (box.left + box.right) / 2, (box.top + box.bottom) / 2
            found = leaf.beside(at, x, y, down=lines > 0)
        else:
            found = at + words
        page = end.page
        if not 0 <= found < len(leaf.words):
            page += 1 if words + lines > 0 else -1
            leaf = self.loader.leaf(page)
            if leaf is None or not leaf.words:
                return
            found = 0 if words + lines > 0 else len(leaf.words) - 1
        word = leaf.words[found]
        self._select(self._from, Spot(page, word.start, word.end))
        self._reveal(page, word.box)

    def _reveal(self, page: int, box: Box) -> None:
        """Scroll no farther than needed to bring a word into the window."""
        spot, bar = self.stack.on_screen(page, box), self.verticalScrollBar()
        height = self._paper.height()
        if spot.top < bar.value():
            bar.setValue(round(spot.top) - _OVERLAP)
        elif spot.bottom > bar.value() + height:
            bar.setValue(round(spot.bottom) - height + _OVERLAP)

    # Pointer

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to select; with Shift extend; a third quick press takes the paragraph."""
        if event.button() != Qt.MouseButton.LeftButton or not self.stack.count:
            return
        self._pressed = self._pointer = event.position()
        self._is_dragging = False
        hints = QGuiApplication.styleHints()
        since = self._since_double
        if since.isValid() and since.elapsed() < hints.mouseDoubleClickInterval():
            since.invalidate()
            self._is_dragging = True
            self._select_paragraph(event.position())
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier and self._from is not None:
            self._is_dragging = True
            self._select(self._from, self._nearest(event.position()) or self._to)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Select a word."""
        spot = self._nearest(event.position(), inside=True)
        if event.button() == Qt.MouseButton.LeftButton and spot is not None:
            self._since_double.start()
            self._pressed = self._pointer = event.position()
            self._is_dragging = True
            self._select(spot, spot)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Extend the selection, or say what is under the pointer."""
        self._pointer = event.position()
        if self._pressed is None:
            self._look_at(event.position())
            return
        distance = (event.position() - self._pressed).manhattanLength()
        if not self._is_dragging:
            if distance < QGuiApplication.styleHints().startDragDistance():
                return
            self._is_dragging = True
            start = self._nearest(self._pressed)
            self._select(start, start)
        self._drag()
        if not self._timer.isActive():
            self._timer.start(_TICK, self)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End a selection; without one, it was a click on what is under the pointer."""
        if event.button() != Qt.MouseButton.LeftButton or self._pressed is None:
            return
        self._pressed = None
        self._timer.stop()
        if self._is_dragging:
            clipboard = QGuiApplication.clipboard()
            if clipboard.supportsSelection() and self.selection() is not None:
                clipboard.setText(self.selected_text(), QClipboard.Mode.Selection)
            return
        self._select(None, None)
        link, _annotation = self._extras_at(event.position())
        if link is not None and link.page >= 0:
            self.go_to(link.page, link.y)
            return
        mark, fill = self._spots_at(event.position())
        # The note comes last: choosing a finding brings that finding's own note to the editor.
        if mark is not None:
            self.mark_clicked.emit(mark.finding)
        if fill is not None:
            self.fill_clicked.emit(fill.note)

    def timerEvent(self, event: QTimerEvent) -> None:
        """Scroll while the pointer drags beyond an edge, the faster the farther."""
        if event.timerId() != self._timer.timerId():
            super().timerEvent(event)
            return
        y, height = self._pointer.y(), self._paper.height()
        beyond = y if y < 0 else max(0.0, y - height)
        if beyond:
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() + int(beyond / 2) + (1 if beyond > 0 else -1))
            self._drag()

    def leaveEvent(self, event: QEvent) -> None:
        """No finding is under the pointer any more."""
        super().leaveEvent(event)
        self._hover("")

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for a menu, at the pointer or, from the keyboard, in the middle."""
        at = event.globalPos()
        if event.reason() == event.Reason.Keyboard:
            at = self._paper.mapToGlobal(self._paper.rect().center())
        self.context_requested.emit(at)
        event.accept()

    def _nearest(self, point: QPointF, *, inside: bool = False) -> Spot | None:
        """Return the word nearest to a point, or the one that it lies in."""
        if not self.stack.count:
            return None
        page, x, y = self.point_at(point)
        leaf = self.loader.leaf(page)
        if leaf is None:
            return None
        at = leaf.word_at(x, y) if inside else leaf.nearest(x, y)
        return Spot(page, leaf.words[at].start, leaf.words[at].end) if at >= 0 else None

    def _drag(self) -> None:
        y = max(0.0, min(self._pointer.y(), self._paper.height() - 1.0))
        end = self._nearest(QPointF(self._pointer.x(), y))
        if end is not None:
            self._select(self._from or end, end)

    def _position_at(self, point: QPointF) -> Position | None:
        """Return the place in the text of the word under a point."""
        spot, document = self._nearest(point, inside=True), self._document
        places = self._places()
        if spot is None or document is None or places is None or spot.page >= len(document.pages):
            return None
        place = places.place(document.pages[spot.page].start + spot.start)
        return Position(place.block, place.offset)

    def _select_paragraph(self, point: QPointF) -> None:
        position = self._position_at(point)
        if position is not None and self._document is not None:
            self._select_span(self._document.blocks[position.block].span)

    def _spots_at(self, point: QPointF) -> tuple[Mark | None, Fill | None]:
        over = self._position_at(point)
        if over is None:
            return None, None
        marks = self._scene.marks.get(over.block, ()) if self._scene.marks_visible else ()
        fills = self._scene.fills.get(over.block, ())
        return smallest_at(marks, over.offset), smallest_at(fills, over.offset)

    def _extras_at(self, point: QPointF) -> tuple[Link | None, Annotation | None]:
        if not self.stack.count:
            return None, None
        page, x, y = self.point_at(point)
        leaf = self.loader.leaf(page)
        return (leaf.link_at(x, y), leaf.annotation_at(x, y)) if leaf else (None, None)

    def _look_at(self, point: QPointF) -> None:
        """Say what is under the pointer: a finding, where a link leads, an annotation."""
        mark, _fill = self._spots_at(point)
        self._hover(mark.finding if mark else "")
        link, annotation = self._extras_at(point)
        about = ""
        shape = Qt.CursorShape.ArrowCursor
        if link is not None and link.page >= 0:
            about = _("Page {label}").format(label=self._label(link.page))
            shape = Qt.CursorShape.PointingHandCursor
        elif link is not None:
            about = link.address
        elif annotation is not None:
            about = ": ".join(filter(None, (annotation.author, annotation.text)))
        elif self._nearest(point, inside=True) is not None:
            shape = Qt.CursorShape.IBeamCursor
        if shape != self._paper.cursor().shape():
            self._paper.setCursor(shape)
        if about != self._about:
            self._about = about
            self._paper.setToolTip(tip(about))

    def _label(self, page: int) -> str:
        leaves = self.leaves
        return leaves.labels[page] if leaves and page < len(leaves.labels) else str(page + 1)

    def _hover(self, finding: str) -> None:
        if finding != self._hovered:
            self._hovered = finding
            self.hovered.emit(finding)
