"""Offers what a note can link to as soon as the reader types "[[" in it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, QStringListModel
from PySide6.QtWidgets import QCompleter

from diptych.ui.language import _

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QAbstractItemView

    from diptych.ui.note_editor import NoteField

_BEGUN = re.compile(r"\[\[([^\[\]\n|]*)$")


class Offer(NamedTuple):
    """Something to link to.

    Args:
        words: shown in the list.
        link: makes the text of the link, when it is chosen.
    """

    words: str
    link: Callable[[], str]


class LinkCompletion(QObject):
    """The list of offers at one field.

    Args:
        field: where a note is typed.
        offers: finds what there is to link to by the words typed so far.
    """

    def __init__(self, field: NoteField, offers: Callable[[str], list[Offer]]) -> None:
        super().__init__(field)
        self._field, self._find = field, offers
        self._offers: list[Offer] = []
        self._model = QStringListModel(self)
        self._completer = QCompleter(self._model, self)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._completer.setWidget(field)
        self._popup.setAccessibleName(_("What to link to"))
        self._completer.activated.connect(self._take)
        field.textChanged.connect(self._typed)
        field.is_choosing = lambda: self.is_open

    @property
    def _popup(self) -> QAbstractItemView:
        """The list, asked for each time.

        Qt made it: PySide gives its object for it up, for good, when anything that refers to the
        field, or to what holds it, is destroyed (a label's buddy, an animation's target).
        """
        popup = self._completer.popup()
        assert popup is not None, "it is made when it is first asked for"
        return popup

    @property
    def words(self) -> list[str]:
        """What is offered."""
        return [offer.words for offer in self._offers] if self.is_open else []

    @property
    def is_open(self) -> bool:
        """Whether something is offered."""
        return self._popup.isVisible()

    def _begun(self) -> re.Match[str] | None:
        cursor = self._field.textCursor()
        return _BEGUN.search(cursor.block().text()[: cursor.positionInBlock()])

    def _typed(self) -> None:
        begun = self._begun() if self._field.hasFocus() else None
        self._offers = self._find(begun[1].strip()) if begun else []
        if not self._offers:
            self._popup.hide()
            return
        self._model.setStringList([offer.words for offer in self._offers])
        place = self._field.cursorRect()
        place.setWidth(min(self._field.width(), 320))
        self._completer.complete(place)
        self._popup.setCurrentIndex(self._completer.completionModel().index(0, 0))

    def _take(self, words: str) -> None:
        offer = next((each for each in self._offers if each.words == words), None)
        begun = self._begun()
        if offer is None or begun is None:
            return
        # Before anything is changed: making a link may bring another note to the editor.
        text = offer.link()
        cursor = self._field.textCursor()
        move, keep = cursor.MoveOperation.Left, cursor.MoveMode.KeepAnchor
        cursor.movePosition(move, keep, len(begun[0].encode("utf-16-le")) // 2)
        cursor.insertText(text)
        self._field.setTextCursor(cursor)
