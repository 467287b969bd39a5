"""What the note in the editor can link to, and where its links lead."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from diptych.model.comparison import Side
from diptych.services.names import visible_name
from diptych.services.note_links import (
    beginning,
    link_to_document,
    link_to_note,
    linked_document,
)
from diptych.ui.language import _
from diptych.ui.link_completion import Offer
from diptych.ui.look import FILLS
from diptych.ui.wording import one_line

if TYPE_CHECKING:
    from diptych.model.document import Span
    from diptych.ui.window import Window

_MOST = 8
_WORDS = 60


class Linking(QObject):
    """The links of one window's notes."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self._library = window.workplace.library

    def offers(self, typed: str) -> list[Offer]:
        """Return what there is to link to: the selected words, notes and documents."""
        own = self._window.desk.writing.note
        found = self._library.search_notes(typed) if typed else self._window.desk.notes[::-1]
        notes = [note for note in found if own is None or note.id != own.id][:_MOST]
        plain = typed.casefold()
        entries = [e for e in self._library.entries() if plain in e.title.casefold()][:_MOST]
        return [
            *self._passages(plain),
            *(Offer(f"{_('Note:')} {beginning(n)}", partial(link_to_note, n)) for n in notes),
            *(
                Offer(f"{_('Document:')} {visible_name(e.title)}", partial(link_to_document, e))
                for e in entries
            ),
        ]

    def _passages(self, typed: str) -> list[Offer]:
        """Return the selected words, unless the note itself is on them or others are typed."""
        offers = []
        for side in Side:
            view = self._window.spread.panes[side].view
            span = view.selected_span() if side in self._window.desk.documents else None
            if span is None or self._window.desk.writing.is_on(side, span):
                continue
            text = view.selected_text()
            if typed in text.casefold():
                words = one_line(text, _WORDS)
                link = partial(self._link_to_words, side, span)
                place = self._window.desk.labels().of(side)
                about = _("Selected words in {place}:").format(place=place or _("this text"))
                offers.append(Offer(f"{about} {words}", link))
        return offers

    def _link_to_words(self, side: Side, span: Span) -> str:
        """Return a link to words: to what is written on them, else to a new highlight."""
        desk = self._window.desk
        here = desk.writing.notes_on(side, span)
        if here:
            return link_to_note(here[0])
        colour = next(name for name in FILLS if name)
        document = desk.documents[side].document
        made = self._window.workplace.annotating.highlight(side, document, span, colour)
        return link_to_note(made)

    def follow(self, target: str) -> None:
        """Go where a link leads: "note" or "document", and the beginning of its id."""
        kind, _blank, key = target.partition(" ")
        window = self._window
        if kind == "note":
            note = self._library.note_beginning(key)
            if note is not None:
                window.handlers.notes.open(note.id)
                return
        else:
            entry = linked_document(self._library, key)
            if entry is not None:
                window.desk.open(window.spread.active(), entry.path, sha256=entry.sha256)
                return
        window.say(_("What this link leads to is not in the library any more."))
