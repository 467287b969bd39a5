"""What views of text and of pages share: the search, and a pointer that clicks, drags and hovers.

Where words are, and how they are selected, is the view's own.
"""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING

from PySide6.QtCore import QBasicTimer, QElapsedTimer, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import QClipboard, QGuiApplication
from PySide6.QtWidgets import QAbstractScrollArea

from diptych.ui.hits import How
from diptych.ui.marks import Position, by_block

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from PySide6.QtCore import QEvent, QRect, QTimerEvent
    from PySide6.QtGui import QContextMenuEvent, QMouseEvent
    from PySide6.QtWidgets import QWidget

    from diptych.model.document import Document
    from diptych.model.note import Place
    from diptych.ui.finder import Finder, Search
    from diptych.ui.hits import Hits
    from diptych.ui.marks import Fill, Mark
    from diptych.ui.text_painter import Scene

_TICK = 30  # milliseconds between two steps while the pointer drags beyond the edge
_MOST_ON_RULER = 600
# So much of a text is searched within the call, and as much as takes a moment.
_FIRST_STEPS = 3
# Seconds after which is shown again what was found so far: painting takes longer than a stretch.
_SHOW_EVERY = 0.2


class ReadingArea(QAbstractScrollArea):
    """The base of the views in which documents are read.

    Signals:
        mark_clicked: the id of a finding whose words were clicked.
        fill_clicked: the id of a note whose words were clicked.
        hovered: the id of the finding under the pointer, or "".
        context_requested: a menu was asked for, at a global point.
    """

    mark_clicked = Signal(str)
    fill_clicked = Signal(str)
    hovered = Signal(str)
    context_requested = Signal(QPoint)

    _document: Document | None
    _scene: Scene
    _paper: QWidget

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._finder: Finder | None = None
        self._search: Search | None = None
        self._told: Callable[[], None] | None = None
        self._shown = 0.0
        self._hovered = ""
        self._pressed: QPointF | None = None
        self._is_dragging = False
        self._pointer = QPointF()
        self._timer = QBasicTimer()
        self._since_double = QElapsedTimer()

    # What the views say

    def place(self) -> Place:
        """Return where the first words in view begin."""
        raise NotImplementedError

    def extent(self, block: int, start: int, end: int) -> tuple[float, float]:
        """Return top and bottom of words in the window, pixels."""
        raise NotImplementedError

    def extents(self, spots: Iterable[tuple[int, int, int]]) -> list[tuple[float, float]]:
        """Return `extent` of many words at once: block, start and end of each."""
        return [self.extent(*spot) for spot in spots]

    def show_place(self, block: int, offset: int, align: float = 0.33) -> None:
        """Scroll until words stand at a share of the window's height."""
        raise NotImplementedError

    def selection(self) -> tuple[object, object] | None:
        """Return what is selected, or None."""
        raise NotImplementedError

    def selected_text(self) -> str:
        """Return the selected words."""
        raise NotImplementedError

    def spots_at(self, position: Position) -> tuple[list[Mark], list[Fill]]:
        """Return what is drawn under and behind the character at a position."""
        block, offset = position
        scene = self._scene
        marks = scene.marks.get(block, ())
        return (
            [mark for mark in marks if mark.start <= offset < mark.end],
            [fill for fill in scene.fills.get(block, ()) if fill.start <= offset < fill.end],
        )

    def spots_in(self, block: int) -> tuple[tuple[Mark, ...], tuple[Fill, ...]]:
        """Return what is drawn under and behind the words of a block."""
        scene = self._scene
        marks = scene.marks.get(block, ())
        return tuple(marks), tuple(scene.fills.get(block, ()))

    def _draw_anew(self) -> None:
        """Draw what stands on the words anew."""
        raise NotImplementedError

    def _arrive(self, position: Position) -> None:
        """A hit has become the current one."""

    def _drag(self) -> None:
        """Extend the selection to the pointer."""
        raise NotImplementedError

    def _spots_at(self, point: QPointF) -> tuple[Mark | None, Fill | None]:
        """Return the finding and the note whose words are at a point."""
        raise NotImplementedError

    def _click(self, _point: QPointF) -> bool:
        """Do what a click means besides choosing findings and notes; say whether that was all."""
        return False

    def _menu_place(self) -> QRect:
        """Return what a menu is about that is asked for by a key, in the window."""
        return self._paper.rect()

    # What stands on the words

    def set_marks(self, marks: Sequence[Mark]) -> None:
        """Draw these lines under words, in place of all others."""
        self._scene.marks = by_block(marks)
        self._draw_anew()

    def set_fills(self, fills: Sequence[Fill]) -> None:
        """Draw these grounds behind words, in place of all others."""
        self._scene.fills = by_block(fills)
        self._draw_anew()

    def set_shown_note(self, note: str) -> None:
        """Set off the sign of the note that is in the editor; "" for none."""
        self._scene.note = note
        self._paper.update()

    def set_selected_finding(self, finding: str) -> None:
        """Draw one finding's lines thicker, with a bar beside them; "" for none."""
        self._scene.finding = finding
        self._paper.update()

    def set_lit_finding(self, finding: str) -> None:
        """Draw one finding's lines thicker while the pointer is on it; "" for none."""
        if finding != self._scene.lit:
            self._scene.lit = finding
            self._paper.update()

    def set_alone(self, alone: bool) -> None:
        """Dim all but the words of the selected finding, or draw everything alike."""
        self._scene.is_alone = alone
        self._paper.update()

    # Find

    @property
    def hit_count(self) -> int:
        """How many places the last search found so far."""
        return len(self._search.hits) if self._search else 0

    @property
    def near_hit_count(self) -> int:
        """How many of them are near and not exact."""
        return len(self._search.hits.near) if self._search else 0

    @property
    def current_hit(self) -> int:
        """Which of them is the current one, counted from 1; 0 for none."""
        return self._search.hits.current + 1 if self._search else 0

    @property
    def is_searching(self) -> bool:
        """Whether there may be more."""
        return self._search is not None and not self._search.is_done

    # QWidget has a static find(), which returns the widget of a window id.
    def find(  # type: ignore[override]
        self,
        text: str,
        how: How = How(),  # noqa: B008 - it cannot be changed
        told: Callable[[], None] | None = None,
    ) -> int:
        """Mark all places of a text and return how many are known; does not scroll.

        Case, accents and the kind of blank do not count. The text is never a pattern.

        Args:
            told: called now and then when more is known; a long text is searched piece by piece.
        """
        from diptych.ui.finder import Finder, Search
        from diptych.ui.turns import in_turns

        self._search = None
        if self._document is None:
            return 0
        if self._finder is None:
            self._finder = Finder(self._document.blocks)
        search = self._search = Search(self._finder, text, how)
        self._told, self._shown = None, 0.0
        for _ in range(_FIRST_STEPS):
            search.step()
        in_turns(self, lambda: self._go_on(search))
        self._told = told  # of what is known by now the answer tells
        return self.hit_count

    def _go_on(self, search: Search) -> bool:
        """Search for a moment; return whether there is more to search."""
        if search is not self._search:
            return False
        from diptych.ui.turns import STRETCH_S

        until = perf_counter() + STRETCH_S
        while not search.is_done and perf_counter() < until:
            search.step()
        if search.is_done or perf_counter() >= self._shown + _SHOW_EVERY:
            self._shown = perf_counter()
            self._show_hits(search.hits)
            if self._told is not None:
                self._told()
        return not search.is_done

    def _forget_text(self) -> None:
        """Another document is shown: what was found was in the old one."""
        self._finder = self._search = None

    def find_next(self) -> None:
        """Go to the next place; the first one from the top of the window on, then round.

        The near ones come after all that are exact.
        """
        self._go_to_hit(1)

    def find_previous(self) -> None:
        """Go to the place before; the last one above the window at first, then round."""
        self._go_to_hit(-1)

    def hit_positions(self) -> list[tuple[int, int, int]]:
        """Return where the hits are, for an overview: block, start, end; thinned to some 600."""
        if self._search is None:
            return []
        hits = self._search.hits
        every = len(hits) // _MOST_ON_RULER + 1
        places = (hits[hit] for hit in range(0, len(hits), every))
        return [(start.block, start.offset, end.offset) for start, end in places]

    def _show_hits(self, hits: Hits) -> None:
        self._scene.hits = hits
        self._draw_anew()

    def _go_to_hit(self, step: int) -> None:
        hits = self._search.hits if self._search else None
        if not hits:
            return
        if hits.current < 0:
            place = self.place()
            here = hits.after(Position(place.block, place.offset))
            hits.current = (here if step > 0 else here - 1) % len(hits)
        else:
            hits.current = (hits.current + step) % len(hits)
        start, end = hits[hits.current]
        self._draw_anew()
        self._arrive(start)
        top, bottom = self.extent(start.block, start.offset, end.offset)
        if top < 0 or bottom > self._paper.height():
            self.show_place(start.block, start.offset)

    # Pointer

    def _is_third_press(self) -> bool:
        """Whether a press comes so soon after a double click that it means the paragraph."""
        since = self._since_double
        soon = QGuiApplication.styleHints().mouseDoubleClickInterval()
        if not since.isValid() or since.elapsed() >= soon:
            return False
        since.invalidate()
        return True

    def _begin_double(self, point: QPointF) -> None:
        self._since_double.start()
        self._pressed = self._pointer = point
        self._is_dragging = True

    def _has_moved(self, point: QPointF) -> bool:
        """Whether the pointer is dragged, and not only held a little unsteadily."""
        if not self._is_dragging and self._pressed is not None:
            distance = (point - self._pressed).manhattanLength()
            self._is_dragging = distance >= QGuiApplication.styleHints().startDragDistance()
        return self._is_dragging

    def _drag_on(self) -> None:
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
        if self._click(event.position()):
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
        """Ask for a menu, at the pointer or, from the keyboard, where the reader is."""
        at = event.globalPos()
        if event.reason() == event.Reason.Keyboard:
            at = self._paper.mapToGlobal(self._menu_place().center())
        self.context_requested.emit(at)
        event.accept()

    def _hover(self, finding: str) -> None:
        if finding != self._hovered:
            self._hovered = finding
            self.hovered.emit(finding)
