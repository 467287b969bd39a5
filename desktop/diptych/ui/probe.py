"""The claim probe in the window: who is asked, what was heard, and the words of an answer."""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from diptych.model.comparison import Side
from diptych.model.errors import Cancelled, UserError
from diptych.services.names import visible_name
from diptych.services.probing import LONGEST, Probing
from diptych.ui.language import _, said_of
from diptych.ui.opened_at import OpenedAt
from diptych.ui.probe_panel import Heard, ProbePanel
from diptych.ui.showing import show_words

if TYPE_CHECKING:
    from diptych.model.note import LibraryEntry
    from diptych.services.comparing import Readable
    from diptych.services.probing import Answer
    from diptych.ui.theme import Theme
    from diptych.ui.window import Window

_EARLIER = "probe_claims"
_SCOPE = "probe_scope"
_KEPT = 12


class Probe(QObject):
    """The claim probe of one window."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        place = window.workplace
        self._library = place.library
        self._probing = Probing(place.jobs, place.followed)
        self._opened_at = OpenedAt(window)
        self._heard: dict[str, Heard] = {}
        self._waiting: set[str] = set()
        self._scope = self._library.setting(_SCOPE) or "open"
        self._earlier: list[str] = json.loads(self._library.setting(_EARLIER) or "[]")
        panel = self.panel = ProbePanel(window)
        panel.scope.set_current(self._scope)
        panel.show_earlier(self._earlier)
        panel.asked.connect(self.ask)
        panel.earlier_asked.connect(self.ask)
        panel.scope_chosen.connect(self._choose_scope)
        panel.answer_chosen.connect(self._go_to)
        panel.stop_asked.connect(self.stop)

    def widget(self) -> ProbePanel:
        """Return the panel."""
        return self.panel

    def take_keyboard(self) -> None:
        """Give the keyboard to the claim."""
        self.panel.take_keyboard()

    def refresh(self) -> None:
        """Nothing: an answer stands until the reader asks again."""

    def set_theme(self, theme: Theme) -> None:
        """Take colours from a theme."""
        self.panel.set_theme(theme)

    def end(self) -> None:
        """The window closes: nobody waits for answers."""
        self._waiting.clear()
        self._probing.stop()

    # Asking

    def ask(self, claim: str) -> None:
        """Put a claim to the documents; those that were still to answer another one are let go."""
        self.stop()
        claim = " ".join(claim.split())[:LONGEST]
        self.panel.show_claim(claim)
        asked = self._asked()
        if not asked:
            self._heard = {}
            self.panel.show_heard((), 0)
            self.panel.say(_("Open a document to ask, or ask the whole library."))
            return
        self._remember(claim)
        self._heard = {
            entry.sha256: Heard(entry.sha256, visible_name(entry.title)) for entry, _doc in asked
        }
        self._waiting = set(self._heard)
        self._show()
        for entry, document in asked:
            self._probing.ask(
                claim,
                document,
                done=partial(self._answered, claim, entry.sha256),
                failed=partial(self._not_answered, claim, entry.sha256),
            )

    def stop(self) -> None:
        """Ask nobody any more; what was heard stays."""
        self._waiting.clear()
        self._probing.stop()
        self._heard = {
            key: heard
            if heard.answer or heard.trouble
            else heard._replace(trouble=_("was not asked"))
            for key, heard in self._heard.items()
        }
        self._show()

    def _asked(self) -> list[tuple[LibraryEntry, Readable]]:
        here = [pane.opened for pane in self._window.spread.row if pane.opened is not None]
        found: dict[str, tuple[LibraryEntry, Readable]] = {
            opened.document.sha256: (opened.entry, opened) for opened in here
        }
        if self._scope == "library":
            opening = self._window.workplace.opening
            for item in self._window.desk.cataloguing.items(()):
                found.setdefault(item.entry.sha256, (item.entry, opening.stored(item.entry)))
        return list(found.values())

    def _answered(self, claim: str, sha256: str, answer: Answer) -> None:
        self._hear(claim, sha256, answer=answer)

    def _not_answered(self, claim: str, sha256: str, error: Exception) -> None:
        if isinstance(error, UserError):
            self._hear(claim, sha256, trouble=said_of(error))
        elif not isinstance(error, Cancelled):
            self._hear(claim, sha256, trouble=_("could not be asked"))
            raise error

    def _hear(
        self, claim: str, sha256: str, *, answer: Answer | None = None, trouble: str = ""
    ) -> None:
        if self._earlier[:1] != [claim] or sha256 not in self._waiting:
            return
        self._waiting.discard(sha256)
        self._heard[sha256] = self._heard[sha256]._replace(answer=answer, trouble=trouble)
        self._show()

    def _show(self) -> None:
        self.panel.show_heard(list(self._heard.values()), len(self._waiting))

    def _choose_scope(self, scope: str) -> None:
        self._scope = scope
        self.panel.scope.set_current(scope)
        self._window.keep_setting(_SCOPE, scope)

    def _remember(self, claim: str) -> None:
        self._earlier = [claim, *(each for each in self._earlier if each != claim)][:_KEPT]
        self.panel.show_earlier(self._earlier)
        self._window.keep_setting(_EARLIER, json.dumps(self._earlier))

    # Going to the words

    def _go_to(self, sha256: str) -> None:
        heard = self.panel.heard(sha256)
        answer = heard.answer if heard is not None else None
        if answer is None:
            return
        if answer.findings:
            passages = answer.findings[0].right
        elif answer.silence is not None and answer.silence.nearest is not None:
            passages = (answer.silence.nearest.passage,)
        else:
            return
        spans = [span for passage in passages for span in passage.spans]
        spread = self._window.spread
        for pane in (*spread.panes.values(), *spread.row):
            if pane.opened is not None and pane.opened.document.sha256 == sha256:
                show_words(self._window, spread.side_of(pane), spans)
                return
        entry = self._library.entry(sha256)
        if entry is not None:
            self._opened_at.open({Side.RIGHT: entry}, spans)


def ask_about_selection(window: Window) -> None:
    """Put the selected words to the documents, as a claim."""
    chosen = window.spread.selected_span()
    if chosen is None:
        return
    words = window.spread.panes[chosen[0]].view.selected_text()
    panel = window.handlers.panels.show("probe")
    assert isinstance(panel, Probe)
    panel.ask(words)
