"""The view in which the pages of a document are read: links, keys and pointer.

What the words on the pages are is page_text's, where the keyboard is page_caret's, how pages are
drawn page_canvas's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QKeySequence

from diptych.ui.language import _
from diptych.ui.marks import Fill, Mark, Position, next_at, smallest_at
from diptych.ui.page_caret import PageCaret
from diptych.ui.page_geometry import Fit
from diptych.ui.prose import tip

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QMouseEvent
    from PySide6.QtWidgets import QWidget

    from diptych.model.document import Document
    from diptych.services.pages import Leaves, Pages
    from diptych.ui.page_words import Annotation, Link

_ARROW = 60
_NOTE = 18  # sides of the square that a note without words stands on, in points
_OVERLAP = 40  # pixels of one screen that are seen on the next one too
_CTRL, _SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
# Words and lines that a key moves the caret by.
_STEPS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class PageView(PageCaret):
    """Pages to read.

    Signals:
        zoom_requested: never sent: pages zoom by themselves.
    """

    zoom_requested = Signal(int)

    def __init__(self, pages: Pages, parent: QWidget | None = None) -> None:
        super().__init__(pages, parent)
        self._trail: list[tuple[int, float]] = []
        self._ahead: list[tuple[int, float]] = []
        # Where to go when the pages are there.
        self._goal: tuple[int, float] | None = None
        self._about = ""
        # The page that was clicked last, and where on it.
        self._clicked: tuple[int, float, float] | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._paper.setMouseTracking(True)

    def set_leaves(self, leaves: Leaves | None) -> None:
        """Show pages from the first one on, or from where `go_to` was told, or none.

        Their text may come later.
        """
        self._trail, self._ahead = [], []
        self._pressed = self._clicked = None
        goal, self._goal = self._goal, None
        super().set_leaves(leaves)
        if goal is not None and goal[0] < self.stack.count:
            self.show_point(*goal)

    def set_document(self, document: Document | None) -> None:
        """Take the text of the pages; what stood on another text is cleared."""
        super().set_document(document)
        self._hover("")

    # Going about

    def go_to(self, page: int, y: float = 0.0) -> None:
        """Go to a height of a page, in points; `step_back` comes back from there.

        While the pages are being opened that waits for them; nothing happens where they are fewer.
        """
        if self.leaves is None:
            self._goal = page, y
        if page >= self.stack.count:
            return
        self._trail.append(self._stand())
        self._ahead.clear()
        self.show_point(page, y)

    def show_place(self, block: int, offset: int, align: float = 0.33) -> None:
        """Scroll until words stand at a share of the window's height; see `PageText`."""
        self._goal = None
        super().show_place(block, offset, align)

    def step_back(self) -> None:
        """Come back to where a link, the outline or a page number was followed."""
        self._step(self._trail, self._ahead)

    def step_forward(self) -> None:
        """Go again to where the reader came back from."""
        self._step(self._ahead, self._trail)

    def _stand(self) -> tuple[int, float]:
        page = self.stack.page_at(self.top())
        return page, self.top() - self.stack.slot(page)

    def _step(self, source: list[tuple[int, float]], other: list[tuple[int, float]]) -> None:
        if source:
            other.append(self._stand())
            page, below = source.pop()
            self.verticalScrollBar().setValue(round(self.stack.slot(page) + below))

    # Keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Scroll, move the caret, select, copy, follow a link; everything else is the window's."""
        keys = QKeySequence.StandardKey
        key = Qt.Key(event.key())
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.matches(keys.Copy):
            self.copy()
        elif event.matches(keys.SelectAll):
            self.select_all()
        elif key in _STEPS and held in (_CTRL, _SHIFT, _CTRL | _SHIFT):
            self._step_by(*_STEPS[key], extend=bool(held & _SHIFT))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not held:
            event.setAccepted(self._follow_link())
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

    def _follow_link(self) -> bool:
        """Go where the link at the caret leads; say whether there is one."""
        link, _annotation = self._extras_here()
        if link is None or link.page < 0:
            return False
        self.go_to(link.page, link.y)
        return True

    # Pointer

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to select; with Shift extend; a third quick press takes the paragraph."""
        if event.button() != Qt.MouseButton.LeftButton or not self.stack.count:
            return
        self._pressed = self._pointer = event.position()
        self._is_dragging = False
        if self._is_third_press():
            self._is_dragging = True
            self._select_paragraph(event.position())
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier and self._from is not None:
            self._is_dragging = True
            self._select(self._from, self._nearest(event.position()) or self._to)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Select a word."""
        spot = self._nearest(event.position(), inside=True)
        if event.button() == Qt.MouseButton.LeftButton and spot is not None:
            self._begin_double(event.position())
            self._select(spot, spot)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Extend the selection, or say what is under the pointer."""
        self._pointer = event.position()
        if self._pressed is None:
            self._look_at(event.position())
            return
        was_dragging = self._is_dragging
        if self._has_moved(event.position()):
            if not was_dragging:
                start = self._nearest(self._pressed)
                self._select(start, start)
            self._drag_on()

    def _click(self, point: QPointF) -> bool:
        self._select(None, None)
        self._put(self._nearest(point))
        self._clicked = self.point_at(point)
        link, _annotation = self._extras_at(point)
        if link is None or link.page < 0:
            return False
        self.go_to(link.page, link.y)
        return True

    def _drag(self) -> None:
        y = max(0.0, min(self._pointer.y(), self._paper.height() - 1.0))
        end = self._nearest(QPointF(self._pointer.x(), y))
        if end is not None:
            self._select(self._from or end, end)

    def _position_at(self, point: QPointF) -> Position | None:
        """Return the place in the text of the word under a point."""
        return self._place_of(self._nearest(point, inside=True))

    def _select_paragraph(self, point: QPointF) -> None:
        position = self._position_at(point)
        if position is not None and self._document is not None:
            self._select_span(self._document.blocks[position.block].span)

    def _spots_at(self, point: QPointF) -> tuple[Mark | None, Fill | None]:
        over = self._position_at(point)
        if over is None:
            return None, self._place_at(point)
        marks = self._scene.marks.get(over.block, ())
        fills = self._scene.fills.get(over.block, ())
        return smallest_at(marks, over.offset), next_at(fills, over.offset, self._scene.note)

    def _place_at(self, point: QPointF) -> Fill | None:
        """Return the note on a place without words at a point, as if it stood on words."""
        if not self.stack.count:
            return None
        page, x, y = self.point_at(point)
        here = [
            Fill(0, 0, 1, mark.note)
            for mark in self._scene.places
            if mark.page == page and mark.left <= x <= mark.right and mark.top <= y <= mark.bottom
        ]
        return next_at(here, 0, self._scene.note)

    def place_for_note(self) -> tuple[int, tuple[float, float, float, float]]:
        """Return where a note without words goes: where the reader clicked, else what is in view.

        A page, counted from 0, and a square on it, in points.
        """
        page, x, y = self.point_at(QPointF(self._paper.rect().center()))
        if self._clicked is not None and self._clicked[0] == self.page_in_view():
            page, x, y = self._clicked
        width, height = self.leaves.sizes[page] if self.leaves else (_NOTE, _NOTE)
        left = min(max(x - _NOTE / 2, 0.0), max(width - _NOTE, 0.0))
        top = min(max(y - _NOTE / 2, 0.0), max(height - _NOTE, 0.0))
        return page, (left, top, left + _NOTE, top + _NOTE)

    def _extras_at(self, point: QPointF) -> tuple[Link | None, Annotation | None]:
        if not self.stack.count:
            return None, None
        page, x, y = self.point_at(point)
        leaf = self.loader.leaf(page)
        return (leaf.link_at(x, y), leaf.annotation_at(x, y)) if leaf else (None, None)

    def _extras_here(self) -> tuple[Link | None, Annotation | None]:
        """Return the link and the annotation at the caret."""
        if self._here() is None:
            return None, None
        return self._extras_at(QPointF(self.caret_rect(self.caret()).center()))

    def about_caret(self) -> str:
        """Return where the link at the caret leads, or what the annotation there says; or ""."""
        return self._about_extras(*self._extras_here())

    def _about_extras(self, link: Link | None, annotation: Annotation | None) -> str:
        if link is not None and link.page >= 0:
            return _("Page {label}").format(label=self._label(link.page))
        if link is not None:
            return link.address
        if annotation is not None:
            return ": ".join(filter(None, (annotation.author, annotation.text)))
        return ""

    def _look_at(self, point: QPointF) -> None:
        """Say what is under the pointer: a finding, where a link leads, an annotation."""
        mark, _fill = self._spots_at(point)
        self._hover(mark.finding if mark else "")
        link, annotation = self._extras_at(point)
        about = self._about_extras(link, annotation)
        shape = Qt.CursorShape.ArrowCursor
        if link is not None and link.page >= 0:
            shape = Qt.CursorShape.PointingHandCursor
        elif link is None and annotation is None and self._nearest(point, inside=True) is not None:
            shape = Qt.CursorShape.IBeamCursor
        if shape != self._paper.cursor().shape():
            self._paper.setCursor(shape)
        if about != self._about:
            self._about = about
            self._paper.setToolTip(tip(about))

    def _label(self, page: int) -> str:
        leaves = self.leaves
        return leaves.labels[page] if leaves and page < len(leaves.labels) else str(page + 1)
