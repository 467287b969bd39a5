"""A note whose words were not surely found: both texts are shown, and the reader decides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from diptych.model.comparison import Side
from diptych.model.note import AnchorState
from diptych.services.carrying import best_place, settled
from diptych.services.names import visible_name
from diptych.ui.background import Background
from diptych.ui.card import Card
from diptych.ui.controls import QuietButton
from diptych.ui.language import _
from diptych.ui.prose import Line, Piece, Prose
from diptych.ui.wording import day, one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from diptych.model.document import Document, Span
    from diptych.model.note import Anchor, FormerAnchor, Note
    from diptych.ui.window import Window

_CONTEXT = 90
_LONGEST = 600
# So many earlier places of a note are told, each in so many letters.
FORMER, _FORMER_LETTERS = 2, 80


class Deciding(Card):
    """The card below the list of notes.

    Signals:
        left: the reader leaves the note as it is and goes on to the next.
    """

    left = Signal()

    def __init__(self, window: Window, parent: QWidget) -> None:
        super().__init__(_("Where are its words now?"), parent)
        self._window = window
        self._note: Note | None = None
        self._anchor: Anchor | None = None
        self._place: tuple[Span | None, int] = (None, -1)
        self._background = Background(self)
        # What is looked for, or was: the place of an anchor in a document, by its hash.
        self._sought: tuple[Anchor, str] | None = None
        self._is_looking = False
        self._body = Prose(self)
        self.column.addWidget(self._body)
        row = QHBoxLayout()
        row.setSpacing(2)
        self.here = self._button(_("Here"), _("The note belongs to the words found"), self._take)
        self.chosen = self._button(
            _("On the selected words"), _("The note belongs to the selected words"), self._choose
        )
        self.open = self._button(_("Open the text"), _("Open the new text"), self._open)
        self.leave = self._button(_("Leave it"), _("Leave the note as it is"), self.left.emit)
        for button in (self.here, self.chosen, self.open, self.leave):
            row.addWidget(button)
        row.addStretch(1)
        self.column.addLayout(row)
        # As wide as the panel is, and no reason for it to be wider.
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.hide()

    def _button(self, text: str, name: str, act: Callable[[], None]) -> QuietButton:
        button = QuietButton(text, self)
        button.setAccessibleName(name)
        button.clicked.connect(act)
        return button

    def show_note(self, note: Note | None) -> None:
        """Show what there is to decide of a note; nothing where its words were found."""
        doubtful = (AnchorState.UNCERTAIN, AnchorState.LOST)
        anchor = next((a for a in note.anchors if a.state in doubtful), None) if note else None
        self._note, self._anchor = note, anchor
        self.setVisible(anchor is not None)
        if anchor is None:
            return
        document = self._document(anchor)
        sought = (anchor, document.sha256) if document is not None else None
        if sought != self._sought:
            self._sought, self._place = sought, (None, -1)
            self._is_looking = document is not None
            if document is not None:
                self._look_for(anchor, document)
        self._show_place(anchor, document)

    def _look_for(self, anchor: Anchor, document: Document) -> None:
        """Look for the words beside the window: in a long text that takes its time."""

        def found(place: tuple[Span | None, int]) -> None:
            if self._sought == (anchor, document.sha256):
                self._place, self._is_looking = place, False
                self._show_place(anchor, document)

        self._background.run(lambda: best_place(anchor, document), found)

    def end(self) -> None:
        """The window closes: hand nothing on any more."""
        self._background.end()

    def _show_place(self, anchor: Anchor, document: Document | None) -> None:
        span, page = self._place
        self._body.set_lines([*_old_words(anchor), *self._new_words(document, span, page)])
        self.here.setVisible(span is not None or page >= 0)
        self.chosen.setVisible(document is not None)
        self.open.setVisible(document is None)
        if self.theme is not None:
            self.set_theme(self.theme)

    def _side(self, anchor: Anchor) -> Side | None:
        documents = self._window.desk.documents
        found = (
            side
            for side in Side
            if side in documents and documents[side].document.sha256 == anchor.sought
        )
        return next(found, None)

    def _document(self, anchor: Anchor) -> Document | None:
        side = self._side(anchor)
        return self._window.desk.documents[side].document if side else None

    def _new_words(self, document: Document | None, span: Span | None, page: int) -> list[Line]:
        if document is None:
            return [_label(_("The new text is not open."))]
        if self._is_looking:
            return [_label(_("Looking for them in the new text…"))]
        if page >= 0:
            words = _("It may be page {page} of the new document.").format(page=page + 1)
            return [_label(words)]
        if span is None:
            return [_label(_("Nothing in the new text resembles them."))]
        source = document.source
        return [
            _label(_("Perhaps here, in the new text:")),
            _quoted(
                source[max(0, span.start - _CONTEXT) : span.start],
                source[span.start : span.end],
                source[span.end : span.end + _CONTEXT],
            ),
        ]

    # What the reader decides

    def _take(self) -> None:
        note, anchor = self._note, self._anchor
        document = self._document(anchor) if anchor else None
        if note is not None and anchor is not None and document is not None:
            span, page = self._place
            self._settle(note, anchor, settled(anchor, document, span, page))

    def _choose(self) -> None:
        note, anchor, window = self._note, self._anchor, self._window
        side = self._side(anchor) if anchor else None
        if note is None or anchor is None or side is None:
            return
        span = window.spread.panes[side].view.selected_span()
        if span is None:
            entry = window.desk.documents[side].entry
            words = _("Select the words in “{title}” first.")
            window.say(words.format(title=visible_name(entry.title)))
            return
        document = window.desk.documents[side].document
        self._settle(note, anchor, settled(anchor, document, span))

    def _settle(self, note: Note, anchor: Anchor, new: Anchor) -> None:
        annotating = self._window.workplace.annotating
        self._window.desk.keep(lambda: annotating.settle(note, anchor, new))

    def _open(self) -> None:
        if self._note is not None:
            self._window.handlers.notes.open(self._note.id)


def _label(words: str) -> Line:
    return Line((Piece(words, "dim"),), small=True)


def _old_words(anchor: Anchor) -> list[Line]:
    if not anchor.quote:
        words = _("Written on page {page} of the earlier document.")
        return [_label(words.format(page=anchor.page + 1))]
    heading = " › ".join(anchor.heading)
    about = _("Written on these words of the earlier text:")
    lines = [_label(about), _quoted(anchor.prefix, anchor.quote, anchor.suffix)]
    return [_label(heading), *lines] if heading else lines


def former_lines(former: Iterable[FormerAnchor], titles: Mapping[str, str]) -> list[Line]:
    """Return where a note was before its words were found elsewhere.

    Args:
        former: its earlier places, newest first.
        titles: of documents, by their hashes.
    """
    lines: list[Line] = []
    for each in former:
        anchor = each.anchor
        where = visible_name(titles.get(anchor.sha256, _("an earlier text")))
        if anchor.quote:
            where = f"“{visible_name(one_line(anchor.quote, _FORMER_LETTERS))}”, {where}"
        elif anchor.page >= 0:
            page = _("page {page}").format(page=anchor.page + 1)
            where = f"{where}, {page}"
        until = day(each.replaced[:10])
        lines.append(_label(_("Until {day} on: {where}").format(day=until, where=where)))
    return lines


def _quoted(before: str, words: str, after: str) -> Line:
    if len(words) > _LONGEST:
        words = f"{words[: _LONGEST // 2]} … {words[-_LONGEST // 2 :]}"
    return Line(
        (
            Piece(f"…{before}" if before else "", "dim"),
            Piece(words, bold=True),
            Piece(f"{after}…" if after else "", "dim"),
        )
    )
