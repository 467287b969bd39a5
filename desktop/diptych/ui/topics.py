"""Topics in the window: kept, tried, taken from and put into files."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from diptych.model.comparison import Side
from diptych.model.errors import Cancelled, UserError
from diptych.services.packs import read_pack, write_pack
from diptych.services.probing import Probing
from diptych.services.topics import Editing
from diptych.ui.background import Background
from diptych.ui.language import _, plural, said_of
from diptych.ui.showing import show_words
from diptych.ui.topics_panel import Hit, TopicsPanel
from diptych.ui.wording import capital, joined, one_line

if TYPE_CHECKING:
    from collections.abc import Callable

    from diptych.model.comparison import Topic
    from diptych.model.standing import Utterance
    from diptych.ui.theme import Theme
    from diptych.ui.window import Window

_LETTERS = 60


class Topics(QObject):
    """The topics of one window."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self._editing = Editing(window.workplace.followed, window.workplace.undo)
        self._background = Background(self)
        # By side what was found, and in which document: another one may lie there by now.
        self._found: dict[Side, tuple[str, list[Utterance]]] = {}
        self._trying: Topic | None = None
        self._probing = Probing(window.workplace.jobs, window.workplace.followed)
        panel = self.panel = TopicsPanel(window)
        panel.asked.connect(self._act)
        panel.merge_asked.connect(self._merge)
        panel.form.saved.connect(self._save)
        panel.form.tried.connect(self.try_topic)
        panel.hit_chosen.connect(self._show_hit)
        panel.trial_left.connect(self.end_trial)
        panel.list.left.connect(window.handlers.panels.give_back)

    def widget(self) -> TopicsPanel:
        """Return the panel."""
        return self.panel

    def take_keyboard(self) -> None:
        """Give the keyboard to the list."""
        self.panel.take_keyboard()

    def set_theme(self, theme: Theme) -> None:
        """Take colours from a theme."""
        self.panel.set_theme(theme)

    def refresh(self) -> None:
        """Show the topics as they are now."""
        topics = self._editing.topics
        changed = {
            topic.id for topic in topics if self._editing.as_shipped(topic) not in (None, topic)
        }
        self.panel.show_topics(
            topics, frozenset(changed), can_bring_back=bool(self._editing.missing())
        )

    def end(self) -> None:
        """The window closes: hand nothing on any more."""
        self._background.end()
        self._probing.stop()

    # Changing

    def follow(self, words: str, language: str) -> None:
        """Let the reader make a topic of some words."""
        name = one_line(words, _LETTERS)
        self.panel.edit_topic(self._editing.draft(name, language), language)

    def _act(self, what: str) -> None:
        topic = self.panel.current()
        if what == "new":
            self.panel.edit_topic(self._editing.draft())
        elif what == "import":
            self._import()
        elif what == "export":
            self._export()
        elif what == "bring_back":
            self._keep(lambda: self._editing.take_in(self._editing.missing()))
        elif topic is not None and what in ("up", "down"):
            self._keep(lambda: self._editing.move(topic, -1 if what == "up" else 1))
        elif topic is not None and what == "as_shipped":
            shipped = self._editing.as_shipped(topic)
            if shipped is not None:
                self._keep(lambda: self._put(shipped, topic.name))
        elif topic is not None and what == "remove":
            self._remove(topic)

    def _remove(self, topic: Topic) -> None:
        if self._keep(lambda: self._editing.remove(topic)):
            words = _("“{topic}” is followed no more. Undo brings it back.")
            self.panel.say(words.format(topic=capital(topic.name)))

    def _merge(self, into: str) -> None:
        topic = self.panel.current()
        other = next((each for each in self._editing.topics if each.id == into), None)
        if topic is None or other is None:
            return

        def merge() -> None:
            self._rename(topic.name, self._editing.merge(topic, other).name)

        if self._keep(merge):
            self.panel.list.go_to(into)
            words = _("“{topic}” went into “{other}”. Undo parts them again.")
            self.panel.say(words.format(topic=capital(topic.name), other=capital(other.name)))

    def _put(self, topic: Topic, before: str) -> Topic:
        kept = self._editing.save(topic)
        self._rename(before, kept.name)
        return kept

    def _rename(self, before: str, now: str) -> None:
        """Go on showing the findings of a topic that has another name now."""
        desk = self._window.desk
        if before != now and before in desk.topics:
            desk.set_topics(tuple(now if each == before else each for each in desk.topics))

    def _save(self, topic: Topic) -> None:
        before = next((each.name for each in self._editing.topics if each.id == topic.id), "")
        kept: list[Topic] = []
        try:
            kept.append(self._put(topic, before))
        except UserError as error:
            self.panel.form.show_error(said_of(error))
            return
        self._window.desk.saved.emit()
        self.panel.close_form()
        self.panel.list.go_to(kept[0].id)

    def _keep(self, act: Callable[[], object]) -> bool:
        self.panel.say("")
        try:
            act()
        except UserError as error:
            self.panel.say(said_of(error), is_wrong=True)
            return False
        self._window.desk.saved.emit()
        return True

    # Packs

    def _import(self) -> None:
        from PySide6.QtWidgets import QFileDialog

        path, _filter = QFileDialog.getOpenFileName(
            self._window, _("Import a topic pack"), "", "*.toml"
        )
        if path:
            self.import_pack(Path(path))

    def import_pack(self, path: Path) -> None:
        """Follow the topics of a pack."""

        def read() -> tuple[Topic, ...] | UserError:
            try:
                return read_pack(path)
            except UserError as error:
                return error

        def taken(found: tuple[Topic, ...] | UserError) -> None:
            if isinstance(found, UserError):
                self.panel.say(said_of(found), is_wrong=True)
                return
            counts: list[int] = []
            if self._keep(lambda: counts.extend(self._editing.take_in(found))):
                parts = [plural("{count} topic is new", "{count} topics are new", counts[0])]
                if counts[1]:
                    parts.append(
                        plural(
                            "{count} took the place of the one with its name",
                            "{count} took the place of those with their names",
                            counts[1],
                        )
                    )
                self.panel.say(f"{path.name}: {joined(tuple(parts))}.")

        self._background.run(read, taken)

    def _export(self) -> None:
        from PySide6.QtWidgets import QFileDialog

        path, _filter = QFileDialog.getSaveFileName(
            self._window, _("Export as a topic pack"), _("topics") + ".toml", "*.toml"
        )
        if path:
            self.export_pack(Path(path))

    def export_pack(self, path: Path) -> None:
        """Write all topics into a pack."""
        topics = self._editing.topics
        try:
            write_pack(topics, path)
        except UserError as error:
            self.panel.say(said_of(error), is_wrong=True)
            return
        words = plural("{count} topic went into", "{count} topics went into", len(topics))
        self.panel.say(f"{words} {path.name}.")

    # Trying

    def try_topic(self, topic: Topic) -> None:
        """Look for what the open documents say to a topic that need not be kept."""
        self.end_trial()
        documents = self._window.desk.documents
        self._trying, self._found = topic, {}
        if not documents:
            self.panel.show_trial(_("Open a document to try it on."), ())
            return
        self.panel.show_trial(_("Looking for passages…"), ())
        for side, opened in documents.items():
            self._probing.try_topic(
                topic,
                opened,
                done=partial(self._tried, side, opened.document.sha256),
                failed=self._not_tried,
            )

    def end_trial(self) -> None:
        """Forget what was tried, and call off what is still looked for."""
        self._trying = None
        self._probing.stop()
        self.panel.show_trial("", ())

    def _tried(self, side: Side, sha256: str, said: list[Utterance]) -> None:
        if self._trying is None:
            return
        self._found[side] = sha256, said
        labels, documents = self._label, self._window.desk.documents
        found = {
            at: self._found[at][1]
            for at in Side
            if at in self._found
            and at in documents
            and documents[at].document.sha256 == self._found[at][0]
        }
        hits = [
            Hit(at, labels(at), self._paragraph(at, one), one)
            for at, passages in found.items()
            for one in passages
        ]
        counts = [f"{len(passages)} ({labels(at)})" for at, passages in found.items()]
        if hits:
            words = plural(
                "{count} passage speaks to it: {where}",
                "{count} passages speak to it: {where}",
                len(hits),
                where=joined(tuple(counts)),
            )
        else:
            words = _("No passage speaks to it yet. Try other terms.")
        self.panel.show_trial(words, hits)

    def _not_tried(self, error: Exception) -> None:
        if isinstance(error, UserError):
            self.panel.show_trial(said_of(error), ())
        elif not isinstance(error, Cancelled):
            raise error

    def _label(self, side: Side) -> str:
        desk = self._window.desk
        return desk.labels().of(side) or one_line(desk.documents[side].entry.title, 22)

    def _paragraph(self, side: Side, said: Utterance) -> int:
        return self._window.spread.panes[side].paragraph_at(said.passage.spans[0].start)

    def _show_hit(self, hit: Hit) -> None:
        show_words(self._window, hit.side, hit.said.passage.spans)


def follow_selection(window: Window) -> None:
    """Let the reader make a topic of the selected words."""
    chosen = window.spread.selected_span()
    if chosen is None:
        return
    side = chosen[0]
    opened = window.desk.documents.get(side)
    language = opened.document.language if opened is not None else ""
    words = window.spread.panes[side].view.selected_text()
    panel = window.handlers.panels.show("topics")
    assert isinstance(panel, Topics)
    panel.follow(words, language or "en")
