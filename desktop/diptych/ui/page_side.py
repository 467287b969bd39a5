"""The pages of one pane: their view, the strip beside it, and asking for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from diptych.model.errors import Cancelled, UserError
from diptych.ui.language import _, said
from diptych.ui.page_view import PageView

if TYPE_CHECKING:
    from diptych.model.document import Document
    from diptych.services.pages import Leaves, Pages
    from diptych.ui.look import Look
    from diptych.ui.page_strip import PageStrip
    from diptych.ui.theme import Theme


class PageSide(QWidget):
    """Shows the pages of a file, with thumbnails and contents beside them where they are wanted.

    Args:
        pages: brings them.
        lane: of this pane.

    Signals:
        opened: the pages are there, or it is known why not.
    """

    opened = Signal()

    def __init__(self, pages: Pages, lane: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pages = pages
        self._lane = lane
        self._asked = 0
        self._file: tuple[str, str] | None = None
        self._theme: Theme | None = None
        self.view = PageView(pages, self)
        self.strip: PageStrip | None = None
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.view, 1)

    def set_theme(self, theme: Theme, look: Look) -> None:
        """Take colours from a theme."""
        self._theme = theme
        self.view.set_look(look)
        self.view.set_ground(theme.colour("gutter"), dark=theme.is_dark, tinted=theme.tints_pages)
        if self.strip is not None:
            self.strip.set_theme(theme)

    def show_file(self, path: str, password: str = "") -> None:
        """Show the pages of a file from the first one on, unless they are shown already."""
        if self._file == (path, password):
            return
        self.close_file()
        self._file = path, password
        self._asked += 1
        asked = self._asked
        self.view.set_message(_("Opening the pages…"))

        def done(leaves: Leaves) -> None:
            if asked == self._asked:
                self._show(leaves)

        def failed(error: Exception) -> None:
            if asked == self._asked:
                self._refuse(error)

        self._pages.open(path, password=password, done=done, failed=failed, lane=self._lane)

    def show_text(self, document: Document | None) -> None:
        """Take the text of the pages, None while it is not there.

        Where it was read from other bytes than the pages, the file has changed in between, and its
        pages are opened again.
        """
        leaves = self.view.leaves
        if document is not None and leaves is not None and leaves.sha256 != document.sha256:
            path, password = self._file or ("", "")
            self._file = None
            self.show_file(path, password)
        if document is not self.view.document:
            self.view.set_document(document)

    def close_file(self) -> None:
        """Show no pages."""
        self._file = None
        self._asked += 1
        self.view.set_document(None)
        self._show_leaves(None)

    def _show(self, leaves: Leaves) -> None:
        text = self.view.document
        if text is not None and text.sha256 != leaves.sha256:
            # Marks and notes of one version do not belong on the pages of another.
            sentence = _("The file has changed since its text was read.")
            self._refuse(UserError(sentence, _("Open it again to see its pages.")))
            return
        self._show_leaves(leaves)
        self.opened.emit()

    def _refuse(self, error: Exception) -> None:
        if isinstance(error, Cancelled):
            return
        if not isinstance(error, UserError):
            raise error
        self._file = None
        self.view.set_message(f"{said(error.sentence)}\n\n{said(error.next_step)}".strip())
        self.opened.emit()

    def _show_leaves(self, leaves: Leaves | None) -> None:
        self.view.set_leaves(leaves)
        if self.strip is not None:
            self.strip.set_leaves(leaves)

    def toggle_strip(self) -> None:
        """Show or hide thumbnails and contents; they are built when they are first shown."""
        if self.strip is None:
            from diptych.ui.page_strip import PageStrip

            self.strip = PageStrip(self.view, self)
            if self._theme is not None:
                self.strip.set_theme(self._theme)
            self.strip.set_leaves(self.view.leaves)
            self._row.insertWidget(0, self.strip)
            self.strip.show()
        else:
            self.strip.setVisible(self.strip.isHidden())
        self.view.loader.wake()
