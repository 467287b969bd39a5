"""What the commands do that are about notes, and what the window says of the note in the editor."""

from __future__ import annotations

from functools import cached_property
from time import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from diptych.model.comparison import Side
from diptych.model.note import NoteKind
from diptych.services.annotating import places_in
from diptych.services.note_links import beginning
from diptych.ui.language import _, said_of
from diptych.ui.look import FILLS
from diptych.ui.note_editor import SaveState
from diptych.ui.side_panel import NoteLine

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from diptych.model.document import Document
    from diptych.model.errors import UserError
    from diptych.model.note import Anchor, Note
    from diptych.services.boxing import Boxing
    from diptych.services.carrying import Carried, Carrying
    from diptych.services.verdicts import PlaceOf
    from diptych.ui.link_completion import LinkCompletion
    from diptych.ui.note_editor import NoteField
    from diptych.ui.note_preview import NotePreview
    from diptych.ui.page_view import PageView
    from diptych.ui.pane import Pane
    from diptych.ui.rescued import Rescued
    from diptych.ui.watching import Watching
    from diptych.ui.window import Window
    from diptych.ui.wording import Labels

COLOURS = tuple(name for name in FILLS if name)
# The files were read a moment ago: watching them begins when the start is over.
_WATCH_MS = 3000
# Under this the library keeps which colour was used last.
_COLOUR = "highlight colour"


class NoteHandlers(QObject):
    """The notes of one window."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self._carrying: Carrying | None = None
        self._boxing: Boxing | None = None
        self._watching: Watching | None = None
        self._began = time()
        self._preview: NotePreview | None = None
        self.completion: LinkCompletion | None = None
        # The note that documents are being opened for, and their hashes.
        self._wanted: tuple[str, frozenset[str]] = ("", frozenset())

    def table(self) -> dict[str, Callable[[], None]]:
        """Return what each command does."""
        return {
            "note": self.write,
            "another_note": lambda: self.write(another=True),
            "highlight": self.highlight,
            **{f"highlight_{name}": self._colourer(name) for name in COLOURS},
            "link_selections": self.link_selections,
            "note_on_topic": self.write_on_topic,
            "note_on_document": self.write_on_document,
            "note_on_reading": self.write_on_reading,
            "free_note": lambda: self._write_on(NoteKind.FREE, ""),
            "delete_note": self._window.panel.note_editor.ask_deletion,
        }

    def connect_to_desk(self) -> None:
        """Show what happens on the desk, and hand on what is typed."""
        window, writing = self._window, self._window.desk.writing
        writing.changed.connect(self.show)
        window.spread.note_chosen.connect(writing.show)
        window.panel.note_edited.connect(self._save)
        window.panel.note_deleted.connect(writing.delete)
        window.panel.note_chosen.connect(self.go_to)
        window.panel.note_editor.field_made.connect(self._equip)
        # The desk is no part of the window: what it calls must not keep a closed one alive, as a
        # function of this place would.
        window.desk.opened.connect(self._take_up)
        window.desk.rows_changed.connect(self._arrived)
        writing.changed.connect(self._find_boxes)
        QTimer.singleShot(_WATCH_MS, self, self._watch)

    def _take_up(self, side: Side) -> None:
        """Look for the notes of a document that has come."""
        self.look_for_notes(self._window.spread.panes[side])
        self._find_boxes()

    def _equip(self, field: NoteField) -> None:
        """Show below the field how the note reads, and offer what it can link to."""
        from diptych.ui.link_completion import LinkCompletion
        from diptych.ui.linking import Linking
        from diptych.ui.note_preview import NotePreview

        editor = self._window.panel.note_editor
        field.done.connect(self._window.handlers.panels.give_back)
        linking = Linking(self._window)
        preview = self._preview = NotePreview(field, editor)
        preview.set_theme(self._window.theme)
        preview.followed.connect(linking.follow)
        editor.column.addWidget(preview)
        self.completion = LinkCompletion(field, linking.offers)
        self._show_back_links()

    def _show_back_links(self) -> None:
        note = self._window.desk.writing.note
        if self._preview is not None:
            from diptych.services.note_links import back_links

            found = back_links(self._window.workplace.library, note) if note is not None else []
            self._preview.set_back_links([(f"note {each.id}", beginning(each)) for each in found])

    # Showing

    def show(self) -> None:
        """Show the note that stands in the editor."""
        window, writing = self._window, self._window.desk.writing
        note = writing.note
        window.panel.show_note(writing.key, note.body if note else "", self._about())
        window.spread.show_note(note.id if note else "")
        self._show_back_links()
        window.commands.set_enabled("note", note is not None)
        undo = window.workplace.undo
        window.commands.set_enabled("undo", undo.can_undo)
        window.commands.set_enabled("redo", undo.can_redo)

    def _about(self) -> str:
        """Say what the note in the editor is on."""
        desk = self._window.desk
        writing = desk.writing
        if writing.kind is NoteKind.FINDING:
            finding = writing.note.finding if writing.note else writing.finding
            return _("on this finding") if finding == desk.selection else _("on another finding")
        if writing.note and not any(anchor.quote for anchor in writing.note.anchors):
            pages = [anchor.page for anchor in writing.note.anchors if anchor.page >= 0]
            if pages:
                return _("on page {page}").format(page=pages[0] + 1)
        return {
            None: "",
            NoteKind.SELECTION: _("on selected words"),
            NoteKind.PAIR: _("on words of both texts"),
            NoteKind.TOPIC: _("on a topic"),
            NoteKind.DOCUMENT: _("on a document"),
            NoteKind.READING: _("on this comparison"),
            NoteKind.FREE: _("free"),
        }[writing.kind]

    def in_list(self) -> list[Note]:
        """Return the notes on these two documents for the list; highlights are in the text."""
        return [note for note in self._window.desk.notes if note.body.strip()]

    def line(self, note: Note) -> NoteLine:
        """Return what the list shows of a note."""
        return NoteLine(note.id, self.place(note), beginning(note, 120))

    def place(self, note: Note) -> str:
        """Return where a note stands: "2018 ¶ 12", or that its words are gone."""
        desk, panes = self._window.desk, self._window.spread.panes
        documents = {side: opened.document for side, opened in desk.documents.items()}

        def paragraph_at(side: Side, offset: int) -> int:
            return panes[side].paragraph_at(offset)

        known, is_open = desk.places.known, desk.places.is_open
        return place_on(note, documents, desk.labels(), known, paragraph_at, is_open)

    # Writing

    def write(self, *, another: bool = False) -> None:
        """Write a note on the selected words, on the page, else on the selected finding."""
        window = self._window
        chosen = window.spread.selected_span()
        pages = self._pages_without_words()
        if chosen is not None:
            window.desk.writing.begin_on(*chosen, another=another)
        elif pages is not None:
            page, box = pages.place_for_note()
            window.desk.writing.begin_on_place(window.spread.active(), page, box)
        self.go_to_editor()

    def _pages_without_words(self) -> PageView | None:
        """Return the active pane's pages where the one in view has no words to select."""
        side = self._window.spread.active()
        pane, opened = self._window.spread.panes[side], self._window.desk.documents.get(side)
        if opened is None or pane.page_side is None or pane.view is not pane.page_side.view:
            return None
        view, pages = pane.page_side.view, opened.document.pages
        page = view.page_in_view()
        if page >= len(pages):
            return None
        words = opened.document.source[pages[page].start : pages[page].end]
        return None if words.strip() else view

    def go_to_editor(self) -> None:
        """Give the keyboard to the note in the editor, which the reader sees."""
        window = self._window
        window.handlers.panels.remember()
        window.handlers.panels.show_finding()
        window.panel.write_note()

    def link_selections(self) -> None:
        """Write a note that links the words selected on the left with those on the right."""
        window = self._window
        spans = [window.spread.panes[side].view.selected_span() for side in Side]
        if spans[0] is None or spans[1] is None:
            window.say(_("Select words in both texts first: they are what is linked."))
            return
        window.desk.writing.begin_on_pair(spans[0], spans[1])
        self.go_to_editor()

    def write_on_topic(self) -> None:
        """Write a note on the topic that is shown alone, else on that of the selected finding."""
        window, row = self._window, self._window.desk.row()
        names = window.desk.topics or (row.finding.topics if row else ())
        topics = {topic.name: topic.id for topic in window.workplace.followed.topics}
        found = next((topics[name] for name in names if name in topics), "")
        if found:
            self._write_on(NoteKind.TOPIC, found)
        else:
            window.say(_("Choose a topic, or a finding on one, to write a note on it."))

    def write_on_document(self) -> None:
        """Write a note on the document in the active pane."""
        side = self._window.spread.active()
        opened = self._window.desk.documents.get(side)
        if opened is not None:
            self._write_on(NoteKind.DOCUMENT, opened.document.sha256, (side,))

    def write_on_reading(self) -> None:
        """Write a note on these two documents together."""
        documents = self._window.desk.documents
        if len(documents) == len(Side):
            target = " ".join(documents[side].document.sha256 for side in Side)
            self._write_on(NoteKind.READING, target, tuple(Side))

    def _write_on(self, kind: NoteKind, target: str, sides: tuple[Side, ...] = ()) -> None:
        self._window.desk.writing.begin_on_thing(kind, target, sides)
        self.go_to_editor()

    def _save(self, key: str, body: str) -> None:
        error = self._window.desk.writing.save(key, body)
        state = SaveState.FAILED if error else SaveState.SAVED
        self._window.panel.set_note_state(key, state, said_of(error) if error else "")

    # Colours

    def highlight(self) -> None:
        """Highlight the selected words in the colour used last; a second time takes it away."""
        self._colour(self._window.workplace.library.setting(_COLOUR) or COLOURS[0], toggle=True)

    def _colourer(self, colour: str) -> Callable[[], None]:
        def run() -> None:
            self._window.keep_setting(_COLOUR, colour)
            self._colour(colour)

        return run

    def _colour(self, colour: str, *, toggle: bool = False) -> None:
        """Give the selected words a colour, else those of the note in the editor."""
        window, desk = self._window, self._window.desk
        annotating, note = window.workplace.annotating, desk.writing.note
        chosen = window.spread.selected_span()
        if chosen is not None:
            here = desk.writing.notes_on(*chosen)
            note = here[0] if here else None
        if note is not None and note.anchors:
            wanted = "" if toggle and note.colour else colour
            stored = note
            desk.keep(lambda: annotating.colour(stored, wanted))
        elif chosen is not None:
            side, span = chosen
            document = desk.documents[side].document
            desk.keep(lambda: annotating.highlight(side, document, span, colour))
            desk.writing.begin_on(side, span)
        else:
            window.say(_("Select the words that are to be highlighted."))

    # Going about

    def open(self, note_id: str) -> None:
        """Show a note of the library at its words; its documents are opened where they are not."""
        window = self._window
        note = window.workplace.library.note(note_id)
        if note is None:
            return
        wanted = _documents_of(note)
        window.handlers.panes.look_for(wanted.values(), anew=True)
        here = {opened.document.sha256 for opened in window.desk.documents.values()}
        if set(wanted.values()) <= here:
            self.go_to(note_id)
            return
        entries = {side: window.workplace.library.entry(key) for side, key in wanted.items()}
        found = {side: entry for side, entry in entries.items() if entry is not None}
        if not found:
            window.say(_("The documents of this note are not in the library any more."))
            return
        self._wanted = note_id, frozenset(entry.sha256 for entry in found.values())
        window.handlers.panels.show_texts()
        window.desk.begin(
            {side: entry.path for side, entry in found.items()},
            "",
            {side: entry.sha256 for side, entry in found.items()},
        )

    def _arrived(self) -> None:
        """Go to the note that documents were opened for, when they are there."""
        note_id, wanted = self._wanted
        here = {opened.document.sha256 for opened in self._window.desk.documents.values()}
        if note_id and wanted <= here:
            self._wanted = "", frozenset()
            self.go_to(note_id)

    def go_to(self, note_id: str) -> None:
        """Show a note at its words, if they are in one of the two texts."""
        window = self._window
        note = window.workplace.library.note(note_id)
        if note is None:
            return
        window.handlers.panels.show_texts()
        window.desk.writing.show(note_id)
        for side in Side:
            found = next((span for span in window.desk.writing.spans(note, side) if span), None)
            opened = window.desk.documents.get(side)
            if found is not None:
                window.spread.show_span(side, found)
            elif opened is not None:
                self._show_page(side, note.anchors, opened.document.sha256)

    def _show_page(self, side: Side, anchors: tuple[Anchor, ...], sha256: str) -> None:
        """Show the page of a note without words."""
        pane = self._window.spread.panes[side]
        anchor = next((a for a in anchors if a.sha256 == sha256 and not a.quote and a.boxes), None)
        if anchor is not None and pane.has_pages:
            pane.show_pages(True)
            if pane.page_side is not None:
                pane.page_side.view.go_to(anchor.page, max(0.0, anchor.boxes[0][2] - 60))

    # Notes of earlier versions

    def look_for_notes(self, pane: Pane) -> None:
        """Carry notes over to a document that takes the place of another in its file."""
        window, opened = self._window, pane.opened
        self.forget(pane)
        library = window.workplace.library
        if opened is None or not opened.entry.path or len(library.versions(opened.entry.path)) < 2:
            return
        if self._carrying is None:
            from diptych.services.carrying import Carrying

            self._carrying = Carrying(library, window.workplace.jobs)
        sha256 = opened.document.sha256

        def done(carried: Carried) -> None:
            window.desk.review()
            here = pane.opened
            if here is not None and here.document.sha256 == sha256:
                window.handlers.notices.tell_carried(pane, here, carried)

        def failed(error: UserError) -> None:
            window.desk.troubled.emit(error)

        self._carrying.begin(opened, done=done, failed=failed)

    def _find_boxes(self) -> None:
        """Have it found where on the pages the words of notes stand, as far as not known yet."""
        place = self._window.workplace
        for opened in self._window.desk.documents.values():
            document = opened.document
            if document.pages and place.library.unboxed(document.sha256):
                if self._boxing is None:
                    from diptych.services.boxing import Boxing

                    tell = self._window.desk.troubled.emit
                    self._boxing = Boxing(place.library, place.pages, tell)
                self._boxing.begin(opened)

    def show_doubtful(self, what: str) -> None:
        """Show the notes whose words were not surely found ("unplaced"), or such "verdicts"."""
        if what == "verdicts":
            self._window.handlers.panels.show("unsettled").take_keyboard()
            return
        from diptych.ui.notes_browser import NotesBrowser

        browser = self._window.handlers.panels.show("notes")
        assert isinstance(browser, NotesBrowser)
        browser.show_unplaced()

    def forget(self, pane: Pane) -> None:
        """Another document is shown in a pane, or the pane is closed."""
        if self._watching is not None:
            self._watching.forget(pane)

    def _watch(self) -> None:
        if self._window.isVisible():
            self.watching.look()
            self.rescued.look(self._began)

    @cached_property
    def rescued(self) -> Rescued:
        """The texts that an earlier run could not save."""
        from diptych.ui.rescued import Rescued

        return Rescued(self._window)

    @property
    def watching(self) -> Watching:
        """Looks whether the files of the documents change."""
        if self._watching is None:
            from diptych.ui.watching import Watching

            self._watching = Watching(self._window)
        return self._watching

    def end(self) -> None:
        """The window closes."""
        if self._watching is not None:
            self._watching.end()
        if "rescued" in self.__dict__:
            self.rescued.end()


def _documents_of(note: Note) -> dict[Side, str]:
    """Return the hashes of the documents that a note is read beside, by side.

    A note that was lost belongs beside the text in which it was looked for.
    """
    if note.kind in (NoteKind.DOCUMENT, NoteKind.READING):
        return dict(zip(Side, note.target.split(), strict=False))
    sides = ((Side.LEFT, note.left), (Side.RIGHT, note.right))
    return {side: anchors[0].sought or anchors[0].sha256 for side, anchors in sides if anchors}


def place_on(
    note: Note,
    documents: Mapping[Side, Document],
    labels: Labels,
    place_of: PlaceOf,
    paragraph_at: Callable[[Side, int], int],
    is_open: Callable[[Anchor, Document], bool] = lambda _anchor, _document: False,
) -> str:
    """Return where a note stands in two documents.

    Args:
        paragraph_at: numbers their paragraphs.
        is_open: whether an anchor's words are still looked for in a document.
    """
    places = []
    for side, document in sorted(documents.items()):
        spans = places_in(note, side, document, place_of)
        found = next((span for span in spans if span), None)
        sha256 = document.sha256
        pages = [a.page for a in note.anchors if a.sha256 == sha256 and not a.quote]
        if found is not None:
            places.append(f"{labels.of(side)} ¶ {paragraph_at(side, found.start)}")
        elif pages:
            page = _("page {page}").format(page=pages[0] + 1)
            places.append(f"{labels.of(side)} {page}")
        elif any(is_open(anchor, document) for anchor in note.anchors):
            places.append(labels.of(side))
        elif spans or any(anchor.sought == sha256 for anchor in note.anchors):
            places.append(f"{labels.of(side)}: {_('its words were not found')}")
    return " · ".join(places) or {
        NoteKind.TOPIC: _("On a topic"),
        NoteKind.DOCUMENT: _("On a document"),
        NoteKind.READING: _("On a comparison"),
        NoteKind.FREE: _("Free note"),
    }.get(note.kind, "")
