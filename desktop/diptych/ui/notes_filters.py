"""The filters of the notes browser: the menu that sets them, and the words that say them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu

from diptych.model.comparison import Relation
from diptych.services.names import visible_name
from diptych.ui.language import _, mark
from diptych.ui.wording import capital, day, relation_word

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from PySide6.QtWidgets import QWidget

    from diptych.services.browsing import Filters
    from diptych.ui.window import Window

_WHICH = {
    "": mark("All notes"),
    "unplaced": mark("Uncertain or lost"),
    "highlights": mark("Highlights without a text"),
    "trash": mark("In the trash"),
}
_DAYS = {1: mark("Since yesterday"), 7: mark("In the last 7 days"), 30: mark("In the last 30 days")}


class FiltersMenu(QMenu):
    """Sets one filter at a time.

    Args:
        filters: in force.
        chosen: called with what is to be in force.
    """

    def __init__(
        self,
        window: Window,
        filters: Filters,
        chosen: Callable[[Filters], None],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._chosen, self._filters = chosen, filters
        place = window.workplace
        self._offer(self, "which", [(key, _(words)) for key, words in _WHICH.items()])
        self.addSeparator()
        documents = [(e.sha256, visible_name(e.title)) for e in place.library.entries()]
        topics = [(topic.name, capital(topic.name)) for topic in place.followed.topics]
        tags = [(tag, f"#{tag} ({count})") for tag, count in place.library.tags()]
        labels = window.desk.labels()
        relations = [(each.value, capital(relation_word(each, labels))) for each in Relation]
        for title, field, options in (
            (_("Document"), "document", documents),
            (_("Tag"), "tag", tags),
            (_("Topic"), "topic", topics),
            (_("Relation"), "relation", relations),
            (_("Date"), "since", _dates(place.clock())),
        ):
            menu = self.addMenu(title)
            menu.setEnabled(bool(options))
            self._offer(menu, field, [("", _("Any")), *options])

    def _offer(self, menu: QMenu, field: str, options: Iterable[tuple[str, str]]) -> None:
        group = QActionGroup(menu)
        for key, words in options:
            action = menu.addAction(words.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(getattr(self._filters, field) == key)
            group.addAction(action)
            action.triggered.connect(
                lambda _checked=False, key=key: self._chosen(self._filters._replace(**{field: key}))
            )


def _dates(now: str) -> list[tuple[str, str]]:
    """Return the times that notes may be asked for since: UTC, and what they are called."""
    today = datetime.fromisoformat(now)
    return [
        (f"{today - timedelta(days=days):%Y-%m-%dT00:00:00Z}", _(words))
        for days, words in _DAYS.items()
    ]


def filter_words(window: Window, filters: Filters) -> list[str]:
    """Return what the filters in force are called, but for the words that were typed."""
    library = window.workplace.library
    entry = library.entry(filters.document) if filters.document else None
    words = [
        _(_WHICH[filters.which]) if filters.which else "",
        visible_name(entry.title) if entry else "",
        f"#{filters.tag}" if filters.tag else "",
        capital(filters.topic),
        relation_word(Relation(filters.relation), window.desk.labels()) if filters.relation else "",
        _("Since {day}").format(day=day(filters.since[:10])) if filters.since else "",
    ]
    return [each for each in words if each]
