"""The topics that the reader follows: a list, a form for one of them, and what trying it finds."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from diptych.ui.assistance import announce
from diptych.ui.bar import PillButton
from diptych.ui.controls import QuietButton
from diptych.ui.entries import Entry, EntryList
from diptych.ui.language import _, plural
from diptych.ui.plain_list import add_action
from diptych.ui.prose import Line, Piece, Prose
from diptych.ui.theme import scaled
from diptych.ui.topic_form import TopicForm, language_name
from diptych.ui.wording import capital, joined

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QAction

    from diptych.model.comparison import Side, Topic
    from diptych.model.standing import Utterance
    from diptych.ui.theme import Theme

WIDTH = 300
# Pixels that the buttons of the form take, with letters of the usual size.
_LEAST = 260


class Hit(NamedTuple):
    """A passage that speaks to a topic that is tried: the side, its short name, what is said."""

    side: Side
    label: str
    paragraph: int
    said: Utterance


class TopicsPanel(QWidget):
    """Shows the topics and says what the reader wants done with them.

    Signals:
        asked: what is wanted ("new", "remove", "up", "down", "as_shipped", "bring_back", "import",
            "export").
        merge_asked: the id of the topic that the current one goes into.
        hit_chosen: a `Hit`, to be shown in its text.
        trial_left: what was tried is wanted no more.
    """

    asked = Signal(str)
    merge_asked = Signal(str)
    hit_chosen = Signal(object)
    trial_left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Topics"))
        self._topics: tuple[Topic, ...] = ()
        self._hits: dict[str, Hit] = {}
        self._can_bring_back = False
        self._shipped: frozenset[str] = frozenset()
        self._heading = Prose(self)
        self.list = EntryList(_("Topics you follow"), 1, self)
        self.list.empty_words = _("You follow no topic yet. “New” makes one.")
        self.form = TopicForm(self)
        self.form.hide()
        self._news = Prose(self)
        self._news.hide()
        self._trial = Prose(self)
        self.hits = EntryList(_("Passages that speak to it"), 2, self)
        self.done = QuietButton(_("Close"), self)
        self.done.setAccessibleName(_("Close what was tried"))
        self.new = QuietButton(_("New"), self)
        self.edit = QuietButton(_("Change"), self)
        self.more = PillButton(_("More"), _("More to do with topics"), arrow=True, parent=self)
        self._make_actions()
        self._lay_out()
        self._connect()
        self.show_trial("", ())

    def _make_actions(self) -> None:
        self.actions_of: dict[str, QAction] = {}
        table: tuple[tuple[str, str, str], ...] = (
            ("edit", _("Change…"), "F2"),
            ("up", _("Move up"), "Ctrl+Up"),
            ("down", _("Move down"), "Ctrl+Down"),
            ("remove", _("Follow it no more"), "Del"),
            ("as_shipped", _("As it came with Diptych"), ""),
            ("bring_back", _("Bring back what came with Diptych"), ""),
            ("import", _("Import a topic pack…"), ""),
            ("export", _("Export as a topic pack…"), ""),
        )
        for name, text, key in table:
            self.actions_of[name] = add_action(self.list, text, partial(self._act, name), key)
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(2)
        for button in (self.new, self.edit):
            buttons.addWidget(button)
        buttons.addStretch(1)
        buttons.addWidget(self.more)
        trial = QHBoxLayout()
        trial.addWidget(self._trial, 1)
        trial.addWidget(self.done, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 10)
        column.setSpacing(8)
        column.addWidget(self._heading)
        column.addWidget(self.list, 3)
        column.addLayout(buttons)
        column.addWidget(self._news)
        column.addWidget(self.form)
        column.addLayout(trial)
        column.addWidget(self.hits, 4)

    def _connect(self) -> None:
        self.list.moved.connect(lambda _key: self._enable())
        self.list.entered.connect(lambda _key: self.open_form())
        self.list.customContextMenuRequested.connect(
            lambda point: self._menu().popup(self.list.viewport().mapToGlobal(point))
        )
        self.new.clicked.connect(lambda: self.asked.emit("new"))
        self.edit.clicked.connect(self.open_form)
        self.more.clicked.connect(
            lambda: self._menu().popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))
        )
        self.form.left.connect(self.close_form)
        self.hits.moved.connect(self._choose)
        self.hits.entered.connect(self._choose)
        self.hits.left.connect(self.trial_left)
        self.done.clicked.connect(self.trial_left)

    def sizeHint(self) -> QSize:
        """Return the usual width."""
        return QSize(max(WIDTH, scaled(_LEAST)), 600)

    def minimumSizeHint(self) -> QSize:
        """Return the width below which the form cannot be used."""
        return QSize(max(WIDTH, scaled(_LEAST)), 160)

    def set_theme(self, theme: Theme) -> None:
        """Take colours from a theme."""
        for part in (self._heading, self._news, self._trial, self.list, self.hits, self.form):
            part.set_theme(theme)
        for button in (self.new, self.edit, self.more, self.done):
            button.set_theme(theme)

    # Showing

    def show_topics(
        self, topics: Sequence[Topic], changed: frozenset[str], *, can_bring_back: bool
    ) -> None:
        """Show these topics; the current one stays current.

        Args:
            topics: in the reader's order.
            changed: ids of those that came with Diptych in another form.
            can_bring_back: whether topics that came with Diptych are not followed.
        """
        self._topics, self._shipped = tuple(topics), changed
        self._can_bring_back = can_bring_back
        pieces = (Piece(_("Topics"), bold=True), Piece(f"  {len(topics)}", "dim", small=True))
        self._heading.set_lines([Line(pieces, large=True)])
        self.list.set_entries([_entry(topic) for topic in topics])
        self._enable()

    def current(self) -> Topic | None:
        """Return the current topic."""
        key = self.list.current()
        return next((topic for topic in self._topics if topic.id == key), None)

    def say(self, sentence: str, *, is_wrong: bool = False) -> None:
        """Say what came of something; "" takes it back."""
        ink = "danger" if is_wrong else "dim"
        self._news.set_lines([Line((Piece(sentence, ink),))] if sentence else [])  # type: ignore[arg-type]
        self._news.setVisible(bool(sentence))
        announce(self._news, sentence)

    @property
    def news(self) -> str:
        """What was said."""
        return "" if self._news.isHidden() else self._news.text()

    def open_form(self) -> None:
        """Let the current topic be changed."""
        topic = self.current()
        if topic is not None:
            self.edit_topic(topic)

    def edit_topic(self, topic: Topic, language: str = "") -> None:
        """Let a topic be changed, or a new one be written."""
        self.say("")
        self.form.show_topic(topic, language)
        self.form.show()
        self.form.take_keyboard()

    def close_form(self) -> None:
        """Put the form away; the list has the keyboard again."""
        self.form.hide()
        self.list.setFocus()

    def show_trial(self, words: str, hits: Sequence[Hit]) -> None:
        """Show what a topic was found to be spoken to by; "" hides it."""
        self._trial.set_lines([Line((Piece(words),))] if words else [])
        self._hits = {str(at): hit for at, hit in enumerate(hits)}
        self.hits.set_entries([_hit(key, hit) for key, hit in self._hits.items()])
        for widget in (self._trial, self.done):
            widget.setVisible(bool(words))
        self.hits.setVisible(bool(hits))

    @property
    def trial(self) -> str:
        """What is said of the topic that is tried."""
        return "" if self._trial.isHidden() else self._trial.text()

    def take_keyboard(self) -> None:
        """Put the keyboard into the list."""
        self.list.setFocus()

    def _enable(self) -> None:
        topic = self.current()
        at = self._topics.index(topic) if topic is not None else -1
        self.edit.setEnabled(topic is not None)
        can = {
            "edit": topic is not None,
            "up": at > 0,
            "down": 0 <= at < len(self._topics) - 1,
            "remove": topic is not None,
            "as_shipped": topic is not None and topic.id in self._shipped,
            "bring_back": self._can_bring_back,
        }
        for name, enabled in can.items():
            self.actions_of[name].setEnabled(enabled)

    # What the reader does

    def _act(self, name: str) -> None:
        if name == "edit":
            self.open_form()
        else:
            self.asked.emit(name)

    def _choose(self, key: str) -> None:
        if key in self._hits:
            self.hit_chosen.emit(self._hits[key])

    def _menu(self) -> QMenu:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addActions([self.actions_of[name] for name in ("edit", "up", "down")])
        topic = self.current()
        others = [each for each in self._topics if topic is not None and each.id != topic.id]
        into = menu.addMenu(_("Merge into"))
        into.setEnabled(bool(others))
        for other in others:
            action = into.addAction(capital(other.name).replace("&", "&&"))
            action.triggered.connect(
                lambda _checked=False, key=other.id: self.merge_asked.emit(key)
            )
        menu.addAction(self.actions_of["remove"])
        for names in (("as_shipped", "bring_back"), ("import", "export")):
            menu.addSeparator()
            menu.addActions([self.actions_of[name] for name in names])
        return menu


def _entry(topic: Topic) -> Entry:
    count = sum(map(len, topic.terms.values()))
    terms = plural("{count} term", "{count} terms", count)
    languages = joined(tuple(map(language_name, topic.terms)))
    body = _("{terms} in {languages}").format(terms=terms, languages=languages)
    spoken = ". ".join(filter(None, (capital(topic.name), topic.description.rstrip("."), body)))
    return Entry(topic.id, (Piece(capital(topic.name)),), body, spoken, topic.colour)


def _hit(key: str, hit: Hit) -> Entry:
    place = f"{hit.label} ¶ {hit.paragraph}"
    pieces = [Piece(place, bold=True)]
    kind = ""
    if hit.said.position < 0.5:
        kind = _("no position")
        pieces.append(Piece(f"  {kind}", "dim", small=True))
    spoken = ", ".join(filter(None, (place, kind))) + ": " + hit.said.quote
    return Entry(key, tuple(pieces), hit.said.quote, spoken)
