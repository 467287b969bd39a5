"""What the commands do that are about pages: the part of `handlers` that only they need."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QLineEdit
from shiboken6 import isValid

from diptych.model.note import Place
from diptych.ui.language import _
from diptych.ui.prose import SIZE
from diptych.ui.theme import interface_font

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QFocusEvent, QKeyEvent

    from diptych.ui.page_view import PageView
    from diptych.ui.pane import Pane
    from diptych.ui.window import Window

_FIELD_WIDTH, _BESIDE = 210, 12


class PageHandlers(QObject):
    """The commands about the pages of one window; they mean the pane that has the keyboard."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self.field: PageField | None = None

    def table(self) -> dict[str, Callable[[], None]]:
        """Return what each command does."""
        return {
            "show_pages": self.flip,
            "show_strip": self.toggle_strip,
            "fit_width": lambda: self._fit("width"),
            "fit_page": lambda: self._fit("page"),
            "rotate_right": lambda: self._rotate(90),
            "rotate_left": lambda: self._rotate(-90),
            "go_to_page": self.ask_for_page,
            "back": self.go_back,
            "forward": self.go_forward,
        }

    def end(self) -> None:
        """The window closes: ask for no pages any more."""
        for pane in self._window.spread.row:
            if pane.page_side is not None:
                pane.page_side.close_file()

    def _pane(self) -> Pane:
        """Return the active pane where it has pages, else the other where that has some."""
        spread = self._window.spread
        active = spread.panes[spread.active()]
        other = spread.panes[spread.active().other]
        return other if other.has_pages and not active.has_pages else active

    def view(self) -> PageView | None:
        """Return the pages that are shown in that pane, None where it shows text."""
        pane = self._pane()
        return pane.page_side.view if pane.shows_pages and pane.page_side else None

    def show_state(self) -> None:
        """Show which commands can be used, and whether pages are shown."""
        panes = self._window.spread.panes.values()
        commands = self._window.commands
        commands.set_enabled("pages", any(pane.has_pages for pane in panes))
        commands.set_checked("show_pages", self._pane().shows_pages)

    def flip(self) -> None:
        """Show pages instead of text, or the other way round."""
        pane = self._pane()
        pane.show_pages(not pane.shows_pages)
        self.show_state()

    def toggle_strip(self) -> None:
        """Show or hide thumbnails and contents beside the pages."""
        pane = self._pane()
        pane.show_pages(pages=True)
        if pane.shows_pages and pane.page_side is not None:
            pane.page_side.toggle_strip()

    def _fit(self, fit: str) -> None:
        from diptych.ui.page_geometry import Fit

        view = self.view()
        if view is not None:
            view.set_fit(Fit(fit))

    def _rotate(self, degrees: int) -> None:
        view = self.view()
        if view is not None:
            view.rotate(degrees)

    def zoom_by(self, steps: int) -> bool:
        """Show the pages larger or smaller; False where the active pane shows none."""
        view = self._active_view()
        if view is not None:
            view.zoom_by(steps)
        return view is not None

    def zoom_to(self, zoom: int) -> bool:
        """Show the pages at a size, in percent; False where the active pane shows none."""
        view = self._active_view()
        if view is not None:
            view.zoom_to(zoom)
        return view is not None

    def _active_view(self) -> PageView | None:
        pane = self._window.spread.panes[self._window.spread.active()]
        return pane.page_side.view if pane.shows_pages and pane.page_side else None

    def go_back(self) -> None:
        """Come back to where a link, a heading or a page number was followed."""
        view = self.view()
        if view is not None:
            view.step_back()

    def go_forward(self) -> None:
        """Go again to where the reader came back from."""
        view = self.view()
        if view is not None:
            view.step_forward()

    # Going to a page

    def ask_for_page(self) -> None:
        """Let the reader type a page's label or number."""
        pane = self._pane()
        if self.field is not None and isValid(self.field):  # else it went with its pane
            self.field.deleteLater()
        self.field = PageField(pane)
        self.field.entered.connect(lambda words: self._go(pane, words))
        self.field.show()
        self.field.setFocus()

    def _go(self, pane: Pane, words: str) -> None:
        from diptych.ui.page_places import find_page

        side, opened, field = pane.page_side, pane.opened, self.field
        labels: tuple[str, ...] = ()
        if opened is not None:
            labels = tuple(page.label for page in opened.document.pages)
        elif side is not None and side.view.leaves is not None:
            labels = side.view.leaves.labels
        page = find_page(labels, words)
        if field is None:
            return
        if page < 0:
            field.say_unknown(len(labels))
            return
        field.leave()
        if pane.shows_pages and side is not None:
            side.view.go_to(page)
        elif opened is not None:
            document = opened.document
            start = document.pages[page].start
            block = document.block_at(start)
            place = Place(block, document.blocks[block].map.to_text(start))
            pane.view.show_place(place.block, place.offset, 0.0)


class PageField(QLineEdit):
    """Where a page's label or number is typed, over the head of a pane.

    Signals:
        entered: Enter was pressed; what was typed.
    """

    entered = Signal(str)

    def __init__(self, pane: Pane) -> None:
        super().__init__(pane)
        self._pane = pane
        self.setAccessibleName(_("Page to go to"))
        self.setPlaceholderText(_("Page, by label or number"))
        self.setFont(interface_font(SIZE))
        self.setFixedWidth(_FIELD_WIDTH)
        self.adjustSize()
        head = pane.head.geometry()
        self.move(head.right() - _FIELD_WIDTH - _BESIDE, head.center().y() - self.height() // 2)

    def say_unknown(self, count: int) -> None:
        """Say that there is no such page."""
        self.clear()
        self.setPlaceholderText(_("No such page; there are {count}").format(count=count))

    def leave(self) -> None:
        """Go away, and give the keyboard back."""
        self.hide()
        self._pane.view.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to the page with Enter, leave with Esc."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit(self.text())
        elif event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Go away when the reader looks elsewhere."""
        super().focusOutEvent(event)
        self.hide()
