"""What a pane says of its document besides its text, and what happens when the reader answers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QTextEdit

from diptych.model.errors import Cancelled, PasswordNeeded, Stopped, UserError
from diptych.services.looking import soon
from diptych.services.names import visible_name
from diptych.ui.language import _, plural, said
from diptych.ui.notice import Act, Notice, Words
from diptych.ui.wording import one_line

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from diptych.model.comparison import Side
    from diptych.services.carrying import Carried
    from diptych.services.opening import Opened
    from diptych.services.rescue import Left
    from diptych.ui.pane import Pane
    from diptych.ui.theme import Theme
    from diptych.ui.window import Window

    Plain = dict[str, Any]

# So many texts of an earlier run are shown.
_RESCUED = 3
_TYPED_IN = (QLineEdit, QPlainTextEdit, QTextEdit)


class Notices(QObject):
    """The notices of the panes of a window."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self._shown: dict[Pane, Notice] = {}
        # What was refused in each pane: the path, the hash, and how many pages had been read.
        self._refused: dict[Pane, tuple[str, str, int]] = {}
        # What was tried last in each pane, as long as the file is not open: never written down.
        self._passwords: dict[tuple[Pane, str], str] = {}
        self._is_ended = False

    def end(self) -> None:
        """The window closes: say nothing any more."""
        self._is_ended = True

    def set_theme(self, theme: Theme) -> None:
        """Take colours from a theme."""
        for notice in self._shown.values():
            notice.set_theme(theme)

    def text(self, side: Side) -> str:
        """Return what is said on a side, "" for nothing."""
        notice = self._shown.get(self._window.spread.panes[side])
        return notice.text if notice is not None and not notice.isHidden() else ""

    def notice(self, side: Side) -> Notice:
        """Return the notice on a side."""
        return self._notice(self._window.spread.panes[side])

    def _notice(self, pane: Pane) -> Notice:
        """Return the notice of a pane; it is made when it is first needed."""
        notice = self._shown.get(pane)
        if notice is None:
            notice = self._shown[pane] = Notice(pane)
            notice.set_theme(self._window.theme)
            notice.acted.connect(lambda key, answer: self._act(pane, key, answer))
            notice.closed.connect(lambda: pane.view.setFocus())  # noqa: PLW0108 - the view of then
            pane.put_above(notice)
        return notice

    def hide(self, pane: Pane) -> None:
        """Say nothing in a pane."""
        if pane in self._shown:
            self._shown[pane].hide()

    def forget(self, pane: Pane) -> None:
        """A pane is closed."""
        self._shown.pop(pane, None)
        self._refused.pop(pane, None)
        self._passwords = {at: word for at, word in self._passwords.items() if at[0] is not pane}

    # What is said

    def refuse(self, pane: Pane, path: str, sha256: str, error: UserError) -> None:
        """Say why a file could not be opened, and offer what can be done."""
        pages = error.pages_read if isinstance(error, Stopped) else 0
        self._refused[pane] = (path, sha256, pages)
        lines = tuple(visible_name(line) for line in (said(error.next_step), path) if line)
        sentence = visible_name(said(error.sentence))
        if isinstance(error, PasswordNeeded):
            again = (pane, path) in self._passwords
            heading = _("This password does not open the file.") if again else sentence
            words = Words(heading, lines, (Act("password", _("Open")),), password=True)
        else:
            words = Words(sentence, lines, tuple(self._ways_out(pane, error)))
        notice = self._notice(pane)
        notice.show_words(words)
        if isinstance(error, PasswordNeeded) and not isinstance(
            QApplication.focusWidget(), _TYPED_IN
        ):
            notice.take_keyboard()

    def _ways_out(self, pane: Pane, error: UserError) -> list[Act]:
        path, sha256, pages = self._refused[pane]
        acts = []
        if pages:
            words = plural("Show the first page", "Show the first {count} pages", pages)
            acts.append(Act("part", words))
        if path:
            acts.append(Act("again", _("Try again")))
        library = self._window.workplace.library
        entry = library.entry(sha256) if sha256 else library.entry_at(path)
        is_gone = not path or not soon(Path(path).exists, otherwise=False)
        if is_gone:
            acts.append(Act("find", _("Find it…")))
        if is_gone and entry is not None and self._window.desk.cataloguing.can_open_kept(entry):
            self._refused[pane] = (path, entry.sha256, pages)
            if path:
                acts.append(Act("kept", _("Show its text as it was kept")))
        acts.append(Act("other", _("Open another file…")))
        return acts

    def greet(self, pane: Pane, opened: Opened) -> None:
        """Say what the reader should know of a document that was opened, if there is something."""
        self._passwords.pop((pane, opened.entry.path), None)
        document = opened.document
        self._refused[pane] = (opened.entry.path, document.sha256, 0)
        if not document.blocks:
            self._say_no_text(pane, opened)
            return
        if opened.last_page:
            words = Words(
                plural(
                    "Only the first page was read.",
                    "Only the first {count} pages were read.",
                    opened.last_page,
                ),
                (),
                (Act("again", _("Try to read all of it")),),
                can_close=True,
            )
            self._notice(pane).show_words(words)
        else:
            self.hide(pane)

    def _say_no_text(self, pane: Pane, opened: Opened) -> None:
        """Say that there are only pictures of text, and offer to read them where that can be."""
        heading = _("This document has no text layer.")
        if opened.document.format == "PDF":
            heading = _("This PDF has no text layer.")
        why = _("Its pages are shown; there are no words to compare or to search.")
        self._notice(pane).show_words(Words(heading, (why,), can_close=True))
        if not opened.document.pages:
            return

        def told(plain: Plain) -> None:
            if self._is_ended or pane not in self._window.spread.row or pane.opened is not opened:
                return
            words = Words(heading, (why, _package_words(plain)), can_close=True)
            if plain["languages"]:
                words = Words(
                    heading,
                    (why,),
                    (Act("images", _("Read the page images")),),
                    choices=_languages(plain["languages"], opened.document.language),
                    choice_name=_("Language of the page images"),
                    can_close=True,
                )
            self._notice(pane).show_words(words)

        self._window.workplace.jobs.submit("ocr_languages", {}, done=told, failed=_ignore)

    def tell_changed(self, pane: Pane, opened: Opened) -> None:
        """Say that the file of a document holds another text now, and offer to read it."""
        self._refused[pane] = (opened.entry.path, opened.document.sha256, 0)
        words = Words(
            _("The file of this document has changed."),
            (_("Your notes are looked for in the new text; the old text is kept."),),
            (Act("again", _("Read it again")),),
            can_close=True,
        )
        self._notice(pane).show_words(words)

    def tell_carried(self, pane: Pane, opened: Opened, carried: Carried) -> None:
        """Say what became of the notes and verdicts on the earlier version of a document."""
        self._refused[pane] = (opened.entry.path, opened.document.sha256, 0)
        doubtful = carried.notes.uncertain + carried.notes.lost
        acts = [Act("unplaced", _("Notes…"))] if doubtful else []
        if carried.doubtful:
            acts.append(Act("verdicts", _("Verdicts…")))
        self._notice(pane).show_words(
            Words(
                _("This document has changed since you wrote on it."),
                carried_words(carried),
                tuple(acts),
                can_close=True,
            )
        )

    def tell_rescued(self, pane: Pane, texts: Sequence[Left]) -> None:
        """Say that text lies in files that an earlier run could not save, and offer to take it."""
        self._refused.setdefault(pane, ("", "", 0))
        lines = []
        for left in texts[:_RESCUED]:
            lines += [f"“{one_line(visible_name(left.text), 80)}”", visible_name(str(left.path))]
        if len(texts) > _RESCUED:
            count = len(texts) - _RESCUED
            lines.append(plural("and {count} more", "and {count} more", count))
        heading = plural(
            "A note could not be saved when Diptych was last open. Its text is still there.",
            "{count} notes could not be saved when Diptych was last open. Their texts are still "
            "there.",
            len(texts),
        )
        words = plural("Take it in as a note", "Take them in as notes", len(texts))
        act = Act("rescued", words)
        self._notice(pane).show_words(Words(heading, tuple(lines), (act,), can_close=True))

    def show_remarks(self, side: Side) -> None:
        """Say how a document was read, or stop saying it."""
        pane = self._window.spread.panes[side]
        if pane.opened is None:
            return
        heading = _("How this document was read")
        notice = self._notice(pane)
        if self.text(side).startswith(heading):
            notice.hide()
            return
        notice.show_words(Words(heading, _how_read(pane.opened), can_close=True))
        notice.take_keyboard()

    # What the reader answers

    def _act(self, pane: Pane, key: str, answer: str) -> None:
        path, sha256, pages = self._refused[pane]
        desk, handlers = self._window.desk, self._window.handlers
        side, opened = self._window.spread.side_of(pane), pane.opened
        password = opened.password if opened is not None else self._passwords.get((pane, path), "")
        if key == "password":
            if answer:
                self._passwords[pane, path] = answer
                desk.open(side, path, password=answer)
        elif key == "part":
            desk.open(side, path, password=password, last_page=pages)
        elif key == "again":
            desk.open(side, path, password=password)
        elif key == "images":
            desk.open(side, path, password=password, ocr=answer)
            pane.view.setFocus()  # in the notice Esc closes it; here it stops the reading
        elif key == "rescued":
            self.hide(pane)
            handlers.notes.rescued.take_in()
        elif key in ("unplaced", "verdicts"):
            handlers.notes.show_doubtful(key)
        elif key == "kept":
            desk.open(side, "", sha256=sha256)
        elif key in ("find", "other"):
            handlers.ask_for_file(side)


def carried_words(carried: Carried) -> tuple[str, ...]:
    """Return what became of notes and verdicts, in numbers that add up."""
    notes, lines = carried.notes, []
    if notes.all:
        parts = [
            _("{count} in the same place").format(count=notes.exact),
            _("{count} moved with their words").format(count=notes.moved),
            _("{count} uncertain").format(count=notes.uncertain),
            _("{count} lost").format(count=notes.lost),
        ]
        every = plural("Of {count} note:", "Of {count} notes:", notes.all)
        lines.append(f"{every} {', '.join(parts)}.")
    if carried.verdicts:
        lines.append(
            plural(
                "{count} verdict counts for the same words of the new text.",
                "{count} verdicts count for the same words of the new text.",
                carried.verdicts,
            )
        )
    if carried.doubtful:
        lines.append(
            plural(
                "{count} verdict stays with the earlier text: its words have changed.",
                "{count} verdicts stay with the earlier text: their words have changed.",
                carried.doubtful,
            )
        )
    return tuple(lines)


def _package_words(plain: Plain) -> str:
    words = _("The program that reads page images is missing: install the package “{package}”.")
    return words.format(package=plain["package"])


# What Tesseract calls languages, by what documents call them.
_TESSERACT = {"en": "eng", "es": "spa", "fr": "fra", "de": "deu", "it": "ita", "pt": "por"}


def _languages(codes: Sequence[str], language: str) -> tuple[tuple[str, str], ...]:
    """Return the choices of languages, the document's own first."""
    own = _TESSERACT.get(language, "")
    ordered = sorted(codes, key=lambda code: (code != own, code not in _TESSERACT.values(), code))
    names = {
        "eng": _("English"),
        "spa": _("Spanish"),
        "fra": _("French"),
        "deu": _("German"),
        "ita": _("Italian"),
        "por": _("Portuguese"),
    }
    choices = [(code, names.get(code, code)) for code in ordered]
    if {"eng", "spa"} <= set(codes):
        choices.append(("eng+spa", _("English and Spanish")))
    return tuple(choices)


def _ignore(error: Exception) -> None:
    """Say nothing when it is not known in which languages images can be read, unless by defect."""
    if not isinstance(error, (UserError, Cancelled)):
        raise error


def _how_read(opened: Opened) -> tuple[str, ...]:
    document = opened.document
    lines = [_("Format: {format}").format(format=said(document.format))]
    if document.encoding:
        lines.append(_("Encoding: {name}").format(name=document.encoding.upper()))
    if document.pages:
        lines.append(plural("{count} page", "{count} pages", len(document.pages)))
    return (*lines, *map(said, document.remarks))
