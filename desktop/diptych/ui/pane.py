"""One pane: its head with title and place, the ruler at its outer edge, the text or the pages."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from diptych.model.comparison import Side
from diptych.model.document import BlockKind
from diptych.model.note import Place
from diptych.services.looking import soon
from diptych.services.names import visible_name
from diptych.ui.head import Head, has_encoding
from diptych.ui.language import _, mark, said
from diptych.ui.marks import Position
from diptych.ui.prose import tip
from diptych.ui.ruler import Ruler
from diptych.ui.text_view import TextView
from diptych.ui.wording import day

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent

    from diptych.model.document import Document
    from diptych.services.opening import Opened
    from diptych.services.pages import Pages
    from diptych.ui.look import Look
    from diptych.ui.page_side import PageSide
    from diptych.ui.page_view import PageView
    from diptych.ui.reading_view import ReadingView
    from diptych.ui.theme import Theme

_READ = (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.QUOTATION)
_EDGE = 36  # pixels
_LEAST_HEAD = 220  # pixels: a narrower one has no room for title and place
_NAMES = {
    Side.LEFT: (mark("Left text"), mark("Left pages")),
    Side.RIGHT: (mark("Right text"), mark("Right pages")),
}
_DIRECTIONS = {
    Side.LEFT: QHBoxLayout.Direction.LeftToRight,
    Side.RIGHT: QHBoxLayout.Direction.RightToLeft,
}


def paragraphs_of(document: Document) -> list[int]:
    """Return which blocks are paragraphs that a reader would count."""
    return [index for index, block in enumerate(document.blocks) if block.kind in _READ]


def paragraph_in(document: Document, paragraphs: Sequence[int], offset: int) -> int:
    """Return the number, from 1, of the paragraph that a source offset lies in or follows."""
    return max(1, bisect_right(paragraphs, document.block_at(offset)))


class Pane(QWidget):
    """A document to read: head, ruler, and its text or its pages.

    Args:
        seat: its number; no other pane of the window ever has the same.
        side: on which side it stands.
        pages: brings pictures of pages.

    Signals:
        file_dropped: a file was dropped here; its path.
        pages_made: a view of pages was made, which may be shown from now on (the view).
        dropped_beside: a file was dropped at the outer edge; its path.
        others_dropped: further files were dropped with it, or folders; their paths, a list.
        twinned: the source is shown instead of the reading text, or the other way round.
        flipped: another view is shown, of pages or of text; comes after `twinned`.
    """

    file_dropped = Signal(str)
    dropped_beside = Signal(str)
    others_dropped = Signal(object)
    pages_made = Signal(object)
    twinned = Signal()
    flipped = Signal()

    def __init__(self, seat: int, side: Side, pages: Pages, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.seat = seat
        self.opened: Opened | None = None
        self._paragraphs: list[int] = []
        self._pages = pages
        self._theme: Theme | None = None
        self._look: Look | None = None
        self.page_side: PageSide | None = None
        self.shows_pages = False
        # The source, line by line, while it is shown instead of the reading text.
        self.twin: Document | None = None
        self._twin_over_pages = False
        # Whether a file that is dropped at the outer edge is for a pane of its own.
        self.takes_beside = False
        self._edge: QWidget | None = None
        # What the reader chose last; a document with pages begins with them.
        self._prefers_pages = True
        self.head = Head(self)
        self.text = TextView(self)
        self.ruler = Ruler(self.text, side, self)
        self.text.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column = self._column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self.text, 1)
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.ruler)
        row.addLayout(column, 1)
        row.setDirection(_DIRECTIONS[side])
        self.set_names(*_NAMES[side])
        self.setAcceptDrops(True)
        self.text.scrolled.connect(self.show_place)
        self.text.laid_out.connect(self._align_head)

    def _align_head(self) -> None:
        """Let the head stand over the lines of the text, or over the page."""
        view: TextView | PageView = self.text
        if self.shows_pages and self.page_side is not None:
            view = self.page_side.view
        edges = view.edges()
        if edges is not None and edges[1] < _LEAST_HEAD:
            edges = None
        if edges is not None:
            edges = view.mapTo(self, QPoint(edges[0], 0)).x() - self.head.x(), edges[1]
        self.head.set_edges(edges)

    def set_names(self, text: str, pages: str) -> None:
        """Say what assistive technology calls the text and the pages, in English."""
        self._names = text, pages
        if self.page_side is not None:
            self.page_side.view.setAccessibleName(_(pages))
        self._tell_title()

    def _tell_title(self) -> None:
        """Tell assistive technology what lies here; pages put it behind their own name."""
        title = visible_name(self.opened.entry.title) if self.opened is not None else ""
        if self.page_side is not None and self.page_side.view.accessibleDescription() != title:
            self.page_side.view.setAccessibleDescription(title)
        name = ", ".join(filter(None, (_(self._names[0]), title)))
        if name != self.text.accessibleName():
            self.text.setAccessibleName(name)
            overview = _("Overview of {title}").format(title=title) if title else ""
            self.ruler.setAccessibleName(overview or _("Overview of the text"))

    def set_ruler_edge(self, side: Side) -> None:
        """Put the ruler at the left or the right edge."""
        self._row.setDirection(_DIRECTIONS[side])

    @property
    def view(self) -> ReadingView:
        """What is shown: the text, or the pages."""
        if self.shows_pages and self.page_side is not None:
            return self.page_side.view
        return self.text

    @property
    def views(self) -> tuple[ReadingView, ...]:
        """What may be shown."""
        return (self.text, self.page_side.view) if self.page_side is not None else (self.text,)

    def set_theme(self, theme: Theme, look: Look) -> None:
        """Take colours from a theme, and the look of the text."""
        self._theme, self._look = theme, look
        self.head.set_theme(theme)
        self.ruler.set_theme(theme)
        self._dress_text()
        if self.page_side is not None:
            self.page_side.set_theme(theme, look)

    def show_document(self, opened: Opened) -> None:
        """Show a document from its beginning."""
        self._leave_source()
        self.opened = opened
        self._paragraphs = paragraphs_of(opened.document)
        self.text.set_document(opened.document)
        if opened.document.pages:
            self._show(pages=self._prefers_pages)
        else:
            self._close_pages()
        self.show_place()

    # Pages

    @property
    def has_pages(self) -> bool:
        """Whether there are pages to be shown."""
        return self.shows_pages or bool(self.opened and self.opened.document.pages)

    def show_pages_of(self, path: str, password: str = "") -> None:
        """Show the pages of a file whose text is still being read."""
        self._leave_source()
        self.opened = None
        self._paragraphs = []
        self.text.set_document(None)
        self._tell_title()
        side = self._ensure_pages()
        side.show_text(None)
        side.show_file(path, password)
        self._show(pages=True)
        self.head.show_words(Path(path).name, side.view.place_words(), "")
        self.ruler.set_rows([])

    def show_pages(self, pages: bool) -> None:
        """Show pages or text, as the reader wishes: the same words stay at the same height."""
        if not self.has_pages or self.opened is None:
            return
        if pages:
            self.show_source(False)
        self._prefers_pages = pages
        if pages == self.shows_pages:
            return
        old, document = self.view, self.opened.document
        place, span = old.place(), old.selected_span()
        top, _bottom = old.extent(place.block, place.offset, place.offset + 1)
        align = top / max(1, old.viewport().height())
        had_keyboard = old.hasFocus()
        self._show(pages=pages)
        self.view.show_place(place.block, place.offset, align)
        pieces = document.pieces(span) if span is not None else []
        if pieces:
            (first, start, _end), (last, _start, end) = pieces[0], pieces[-1]
            self.view.select(Position(first, start), Position(last, end))
        if had_keyboard:
            self.view.setFocus()
        self.show_place()

    def _show(self, *, pages: bool) -> None:
        if pages:
            side = self._ensure_pages()
            if self.opened is not None:
                side.show_file(self.opened.entry.path, self.opened.password)
                side.show_text(self.opened.document)
        if pages != self.shows_pages:
            old: object = self.view
            had_keyboard = old is self.window().focusWidget()
            self.shows_pages = pages
            # What is hidden while it has the keyboard gives it to anything.
            if pages and self.page_side is not None:
                self.page_side.show()
            else:
                self.text.show()
            if had_keyboard:
                self.view.setFocus()
            self.text.setVisible(not pages)
            if self.page_side is not None:
                self.page_side.setVisible(pages)
            self.ruler.set_view(self.view)
            self._align_head()
            self.flipped.emit()

    def _ensure_pages(self) -> PageSide:
        if self.page_side is None:
            from diptych.ui.page_side import PageSide

            side = self.page_side = PageSide(self._pages, f"pane {self.seat}", self)
            side.hide()
            view = side.view
            view.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            view.setAccessibleName(_(self._names[1]))
            if self._theme is not None and self._look is not None:
                side.set_theme(self._theme, self._look)
            self._column.addWidget(side, 1)
            self.ruler.listen_to(view)
            view.scrolled.connect(self.show_place)
            view.laid_out.connect(self._align_head)
            self.pages_made.emit(view)
        return self.page_side

    def _close_pages(self) -> None:
        self._show(pages=False)
        if self.page_side is not None:
            self.page_side.close_file()

    def place(self) -> Place:
        """Return where the reader is, and whether in the pages or in the text."""
        if self.twin is not None and self.opened is not None:
            from diptych.ui.source_view import across

            here = Position(*self.view.place()[:2])
            pages = self._twin_over_pages if self.opened.document.pages else None
            return Place(*across(self.twin, here, self.opened.document), pages)
        pages = self.shows_pages if self.has_pages else None
        return self.view.place()._replace(pages=pages)

    def return_to(self, place: Place) -> None:
        """Come back to where the reader was."""
        if place.pages is not None:
            self.show_pages(place.pages)
        self.view.show_place(place.block, place.offset, 0.0)

    def paragraph_at(self, offset: int) -> int:
        """Return the number, from 1, of the paragraph that a source offset lies in or follows."""
        if self.opened is None or not self.opened.document.blocks:
            return 0
        return paragraph_in(self.opened.document, self._paragraphs, offset)

    # The source

    def show_source(self, source: bool) -> None:
        """Show the source as it was decoded or extracted, or what was shown before it.

        The same words stay at the same height, and what is selected stays selected.
        """
        opened = self.opened
        if opened is None or source == (self.twin is not None) or not opened.document.blocks:
            return
        from diptych.ui.source_view import across, source_document

        old = self.view
        before = old.document or opened.document
        place, span, had_keyboard = old.place(), old.selected_span(), old.hasFocus()
        top, _bottom = old.extent(place.block, place.offset, place.offset + 1)
        align = top / max(1, old.viewport().height())
        if source:
            self._twin_over_pages = self.shows_pages
        self.twin = source_document(opened.document) if source else None
        document = self.twin or opened.document
        self._dress_text()
        self.text.set_document(document)
        self._show(pages=not source and self._twin_over_pages)
        self.twinned.emit()
        self.flipped.emit()
        self.view.show_place(*across(before, Position(place.block, place.offset), document), align)
        pieces = document.pieces(span) if span is not None else []
        if pieces:
            (first, start, _end), (last, _start, end) = pieces[0], pieces[-1]
            self.view.select(Position(first, start), Position(last, end))
        if had_keyboard:
            self.view.setFocus()
        self.show_place()

    def _leave_source(self) -> None:
        if self.twin is not None:
            self.twin = None
            self._dress_text()

    def _dress_text(self) -> None:
        if self._look is None:
            return
        look = self._look
        if self.twin is not None:
            from diptych.ui.source_view import source_look

            look = source_look(look)
        self.text.set_look(look)

    def put_above(self, widget: QWidget) -> None:
        """Put something between the head and what is read."""
        self._column.insertWidget(1, widget)

    def show_message(self, title: str, message: str) -> None:
        """Show a plain sentence in place of a text."""
        self._leave_source()
        self.opened = None
        self._paragraphs = []
        self._close_pages()
        self.text.set_document(None)
        self.text.set_message(message)
        self._tell_title()
        self.head.show_words(title, "", "")
        self.ruler.set_rows([])

    def show_place(self) -> None:
        """Say in the head which page, or which paragraphs, are in view."""
        pages = self.page_side.view.place_words() if self.shows_pages and self.page_side else ""
        if self.opened is None:
            if pages:
                self.head.show_place(pages)
            return
        entry, document = self.opened.entry, self.opened.document
        parts = [day(entry.date)] if entry.date else []
        if pages:
            parts.append(pages)
        elif self.twin is not None:
            first, last = self.view.place().block + 1, self.view.last_block() + 1
            lines = _("source, line {first}–{last} of {count}")
            count = len(self.twin.blocks)
            parts.append(lines.format(first=first, last=last, count=count))
        elif self._paragraphs:
            first = bisect_left(self._paragraphs, self.view.place().block)
            last = bisect_right(self._paragraphs, self.view.last_block())
            last = max(last, 1)
            first = min(first + 1, last)
            span = f"{first}–{last}" if first < last else f"{last}"
            parts.append(_("¶ {span} of {count}").format(span=span, count=len(self._paragraphs)))
        encoding = document.encoding.upper() if has_encoding(document) else ""
        self.head.show_words(entry.title, " · ".join(parts), encoding, len(document.remarks))
        self._tell_title()
        remarks = "\n".join(map(said, document.remarks))
        self.head.setToolTip(tip(remarks) if remarks else "")

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files of this machine, nothing else."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Show where a file would get a pane of its own."""
        event.acceptProposedAction()
        self._show_edge(shown=self._is_at_edge(event))

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        """Nothing is dropped here."""
        self._show_edge(shown=False)

    def _is_at_edge(self, event: QDropEvent) -> bool:
        return self.takes_beside and event.position().x() >= self.width() - _EDGE

    def _show_edge(self, *, shown: bool) -> None:
        if shown and self._edge is None and self._theme is not None:
            edge = self._edge = QWidget(self)
            colours = edge.palette()
            colours.setColor(QPalette.ColorRole.Window, self._theme.colour("focus"))
            edge.setPalette(colours)
            edge.setAutoFillBackground(True)
            edge.setGeometry(self.width() - _EDGE, 0, _EDGE, self.height())
            edge.show()
        elif not shown and self._edge is not None:
            self._edge.deleteLater()
            self._edge = None

    def dropEvent(self, event: QDropEvent) -> None:
        """Open the first file that is dropped, and hand the others on."""
        urls = event.mimeData().urls()
        paths = [url.toLocalFile() for url in urls if url.isLocalFile()]
        if not paths:
            return
        event.acceptProposedAction()
        self._show_edge(shown=False)
        if not soon(Path(paths[0]).is_dir, otherwise=False):
            beside = self._is_at_edge(event)
            (self.dropped_beside if beside else self.file_dropped).emit(paths.pop(0))
        if paths:
            self.others_dropped.emit(paths)
