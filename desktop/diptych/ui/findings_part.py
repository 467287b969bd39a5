"""What stands in the dock below the texts: the list of findings, and the strip that filters it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QVBoxLayout, QWidget

from diptych.model.comparison import Side
from diptych.ui.families import in_reading_order
from diptych.ui.findings_list import FindingsTable
from diptych.ui.language import _, said
from diptych.ui.wording import hidden_words

if TYPE_CHECKING:
    from diptych.ui.desk import Desk
    from diptych.ui.sieve_strip import SieveStrip
    from diptych.ui.theme import Theme


class FindingsPart(QWidget):
    """The list, with the strip above it, which is built when it is first asked for."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._theme: Theme | None = None
        self.table = FindingsTable(self)
        self.table.empty_words = self._why_empty
        self.strip: SieveStrip | None = None
        self.setSizePolicy(self.table.sizePolicy())
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self.table)

    def _why_empty(self) -> str:
        """Return why there are no findings to list."""
        desk = self._desk
        if len(desk.documents) < len(Side):
            if desk.openings.awaited:
                return _("Findings appear here.")
            return _("Open two texts to compare them.")
        if desk.first is not None and not desk.open_rows:
            return hidden_words(desk.first.count)
        if desk.all_rows:
            return _("The topics or the filter leave out all findings.")
        if desk.comparison is None or desk.is_begun:
            return desk.obstacle or _("Findings appear here.")
        return said(desk.comparison.remark) or _("Nothing to compare was found in these two texts.")

    def minimumSizeHint(self) -> QSize:
        """Return a width that leaves the side panel its room, whatever is in the strip."""
        least = self.table.minimumSizeHint()
        if self.strip is not None and not self.strip.isHidden():
            least += QSize(0, self.strip.minimumSizeHint().height())
        return least

    def set_theme(self, theme: Theme) -> None:
        """Take colours from a theme."""
        self._theme = theme
        self.table.set_theme(theme)
        if self.strip is not None:
            self.strip.set_theme(theme)

    def _show_sieve(self) -> None:
        if self.strip is not None:
            self.strip.set_sieve(self._desk.sieve)

    def toggle_strip(self) -> None:
        """Show the strip and give it the keyboard; hidden, it leaves nothing out."""
        if self.strip is None:
            from diptych.ui.sieve_strip import SieveStrip

            self.strip = SieveStrip(self)
            if self._theme is not None:
                self.strip.set_theme(self._theme)
            self.strip.changed.connect(self._desk.set_sieve)
            self.strip.left.connect(self.table.setFocus)
            self._show_sieve()
            self._desk.rows_changed.connect(self._show_sieve)
            self._column.insertWidget(0, self.strip)
            self.setTabOrder(self.table, self.strip.kinds[0][0])
            in_reading_order(self)
        elif not self.strip.isHidden():
            self.strip.hide()
            self.strip.show_everything()
            self.table.setFocus()
            return
        self.strip.show()
        self.strip.kinds[0][0].setFocus()
