"""What pane, gutter, ruler and the two panes together need of a view, be it of text or of pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from PySide6.QtGui import QWheelEvent
    from PySide6.QtWidgets import QScrollBar, QWidget

    from diptych.model.document import Document, Span
    from diptych.model.note import Place
    from diptych.ui.hits import How
    from diptych.ui.look import Look
    from diptych.ui.marks import Fill, Mark, Position


class ReadingView(Protocol):
    """A document to read, with what stands on its words.

    Signals:
        scrolled, laid_out, selection_changed, caret_moved: without arguments.
        mark_clicked, fill_clicked, hovered: the id of a finding, a note, a finding or "".
        context_requested: a global point.
        zoom_requested: steps.
    """

    # PySide's signals have no type that a protocol could name.
    scrolled: Any
    laid_out: Any
    selection_changed: Any
    caret_moved: Any
    mark_clicked: Any
    fill_clicked: Any
    hovered: Any
    context_requested: Any
    zoom_requested: Any
    # While `scrolled` is sent: nobody scrolls, the view sets itself right.
    is_correcting: bool
    # While `scrolled` is sent: the reader holds Shift, so that only this view is moved.
    is_turned_alone: bool

    @property
    def document(self) -> Document | None:
        """What is read; None while there is none, or its text has not come yet."""

    @property
    def message(self) -> str:
        """What is said while there is nothing to read."""

    def set_document(self, document: Document | None) -> None:
        """Show a document from its beginning, or none."""

    def set_message(self, message: str) -> None:
        """Say a plain sentence while there is nothing to read."""

    def set_look(self, look: Look) -> None:
        """Take colours and sizes."""

    def set_marks(self, marks: Sequence[Mark]) -> None:
        """Draw these lines under words, in place of all others."""

    def set_fills(self, fills: Sequence[Fill]) -> None:
        """Draw these grounds behind words, in place of all others."""

    def set_shown_note(self, note: str) -> None:
        """Set off the sign of the note that is in the editor; "" for none."""

    def set_selected_finding(self, finding: str) -> None:
        """Draw one finding's lines thicker; "" for none."""

    def set_lit_finding(self, finding: str) -> None:
        """Draw one finding's lines thicker while the pointer is on it; "" for none."""

    def set_alone(self, alone: bool) -> None:
        """Dim all but the words of the selected finding, or draw everything alike."""

    def place(self) -> Place:
        """Return where the first words in view begin."""

    def line_at(self, y: float) -> Position:
        """Return where the line begins at a height of the window, pixels."""

    def last_block(self) -> int:
        """Return the last block that is in view."""

    def show_place(self, block: int, offset: int, align: float = 0.33) -> None:
        """Scroll until words stand at a share of the window's height."""

    def extent(self, block: int, start: int, end: int) -> tuple[float, float]:
        """Return top and bottom of words in the window, pixels; a guess where they are far away."""

    def extents(self, spots: Iterable[tuple[int, int, int]]) -> list[tuple[float, float]]:
        """Return `extent` of many words at once: block, start and end of each."""

    def content_height(self) -> float:
        """Return the height of the whole document in pixels."""

    def verticalScrollBar(self) -> QScrollBar:
        """Return what scrolls it."""

    def viewport(self) -> QWidget:
        """Return what is drawn on."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll by the wheel."""

    def hasFocus(self) -> bool:
        """Whether it has the keyboard."""

    def setFocus(self) -> None:
        """Take the keyboard."""

    def caret(self) -> Position:
        """Return where the caret stands."""

    def line_around(self, position: Position) -> tuple[int, int]:
        """Return where the line that holds a position begins and ends in its block."""

    def selection(self) -> tuple[object, object] | None:
        """Return what is selected, None for nothing; see `selected_span`."""

    def selected_span(self) -> Span | None:
        """Return the source of the selected words."""

    def selected_text(self) -> str:
        """Return the selected words."""

    def select(self, start: Position, end: Position) -> None:
        """Select words."""

    def select_all(self) -> None:
        """Select the whole document."""

    def copy(self) -> None:
        """Put the selected words on the clipboard."""

    @property
    def hit_count(self) -> int:
        """How many places the last search found."""

    @property
    def current_hit(self) -> int:
        """Which of them is the current one, counted from 1; 0 for none."""

    @property
    def near_hit_count(self) -> int:
        """How many of them are near and not exact."""

    @property
    def is_searching(self) -> bool:
        """Whether there may be more."""

    def find(self, text: str, how: How = ..., told: Callable[[], None] | None = None) -> int:
        """Mark all places of a text and return how many are known; `told` when there are more."""

    def find_next(self) -> None:
        """Go to the next place."""

    def find_previous(self) -> None:
        """Go to the place before."""

    def hit_positions(self) -> list[tuple[int, int, int]]:
        """Return where the hits are, for an overview."""
