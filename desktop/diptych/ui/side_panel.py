"""The panel beside the texts: the selected finding in words, its note, topics, and notes here."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from diptych.model.comparison import Relation
from diptych.ui import account
from diptych.ui.card import Card, NoteRow, TopicRow
from diptych.ui.controls import QuietButton, Segments, ThinScrollBar
from diptych.ui.families import in_reading_order
from diptych.ui.language import _, plural
from diptych.ui.note_editor import NoteEditor, SaveState
from diptych.ui.prose import Line, Piece, Prose
from diptych.ui.wording import Labels, capital, one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from diptych.model.note import JudgementChange, Note
    from diptych.ui.rows import Row, TopicCount
    from diptych.ui.theme import Theme

WIDTH = 360
NOT_A_PAIR = "not_a_pair"
_NOTES = 50  # that are shown at first, and with each press more


class NoteLine(NamedTuple):
    """A note in the list of notes: where it stands ("2018 ¶ 12") and its text."""

    id: str
    place: str
    body: str


def _no_history(_finding: str) -> Sequence[JudgementChange]:
    return ()


class FindingCard(Card):
    """The selected finding in words, and the reader's verdict on it.

    Signals:
        verdict_given: a relation's value, "not_a_pair", or "" where the verdict is taken back.
        why_toggled: whether the reasons are shown now.
    """

    verdict_given = Signal(str)
    why_toggled = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("The selected finding"), parent)
        self._row: Row | None = None
        self._history: Callable[[str], Sequence[JudgementChange]] = _no_history
        self._labels = Labels("", "")
        self._verdicts = Segments(
            (
                (Relation.CONVERGE.value, "1 =", _("Verdict: they converge")),
                (Relation.DIVERGE.value, "2 ≠", _("Verdict: they diverge")),
                (Relation.PARTIAL.value, "3 ≈", _("Verdict: they share a part")),
                (NOT_A_PAIR, _("4 not a pair"), _("Verdict: not a pair")),
            ),
            self,
        )
        self._why = QuietButton(_("Why?"), self)
        self._why.setCheckable(True)
        self._why.setAccessibleName(_("Why this mark?"))
        self._why.toggled.connect(self._show)
        self._why.toggled.connect(self.why_toggled)
        self._verdicts.chosen.connect(self._clicked)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(0, 4, 0, 0)
        buttons.addWidget(self._verdicts)
        buttons.addStretch(1)
        buttons.addWidget(self._why)
        self.column.addLayout(buttons)
        self._hint = Prose(self)
        self.column.addWidget(self._hint)
        self.show_finding(None, self._labels)

    def show_finding(
        self,
        row: Row | None,
        labels: Labels,
        history: Callable[[str], Sequence[JudgementChange]] = _no_history,
    ) -> None:
        """Tell a finding, or that none is selected.

        Args:
            row: the finding.
            labels: what the two documents are called.
            history: gives what the reader's verdict on a finding was before.
        """
        self._row, self._labels, self._history = row, labels, history
        self._show()

    def least_width(self) -> int:
        """Return the width of the row of buttons, which is there where a finding is; pixels."""
        margins = self.column.contentsMargins()
        buttons = self._verdicts.sizeHint().width() + self._why.sizeHint().width()
        return buttons + 6 + margins.left() + margins.right()

    def toggle_why(self) -> None:
        """Show the reasons, or hide them again."""
        if self._row:
            self._why.toggle()

    def verdict_button(self, key: str) -> QWidget:
        """Return one of the four verdict buttons."""
        return self._verdicts.button(key)

    def _show(self) -> None:
        row, labels = self._row, self._labels
        for widget in (self._verdicts, self._why):
            widget.setVisible(row is not None)
        if row is None:
            self.heading.set_lines(
                [
                    Line((Piece(_("No finding is selected"), bold=True),), large=True),
                    Line((Piece(_("Choose a mark, or a line of the list."), "dim"),), small=True),
                ]
            )
            self._hint.set_lines([])
            self.settle()
            return
        lines = [account.heading(row, labels), account.standing(row, labels)]
        lines += account.evidence(row, labels)
        if self._why.isChecked():
            lines += account.reasons(row, labels)
            lines += account.history(self._history(row.finding.id), labels)
        self.heading.set_lines(lines)
        self._show_verdict(row)

    def _show_verdict(self, row: Row) -> None:
        key = _verdict_key(row.relation)
        if row.verdict:
            self._verdicts.set_current(key)
            hint = _(
                "Your word counts over Diptych's, and is kept with your notes. 0 takes it back."
            )
        else:
            self._verdicts.set_current("", suggested=key)
            hint = _("Your word counts over Diptych's, and is kept with your notes.")
        for relation in (Relation.CONVERGE, Relation.DIVERGE, Relation.PARTIAL):
            button = self._verdicts.button(relation.value)
            button.setEnabled(not row.finding.relation.is_one_sided)
        self._hint.set_lines([Line((Piece(hint, "dim"),), small=True)])
        self.settle()

    def _clicked(self, key: str) -> None:
        self.verdict_given.emit("" if key == self._verdicts.current() else key)


class TopicsCard(Card):
    """What the findings say on each topic; a click on a topic shows only its findings.

    Signals:
        topic_clicked: the name of the topic.
    """

    topic_clicked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Topics in these two"), parent)
        self._rows: list[TopicRow] = []
        self._counts: tuple[TopicCount, ...] = ()
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        self.column.addLayout(self._list)
        self.hide()

    def show_topics(self, counts: Sequence[TopicCount], chosen: Sequence[str]) -> None:
        """Show these counts; the chosen topics are marked."""
        if tuple(counts) != self._counts:
            self._counts = tuple(counts)
            _discard(self._rows, self._list)
            self._rows = [TopicRow(count, _spoken(count), self) for count in counts]
            for row, count in zip(self._rows, counts, strict=True):
                topic = count.topic
                row.clicked.connect(
                    lambda _checked=False, topic=topic: self.topic_clicked.emit(topic)
                )
                _place(row, self._list, self.theme)
            in_reading_order(self.parentWidget() or self)
        for row, count in zip(self._rows, counts, strict=True):
            row.setChecked(count.topic in chosen)
        self.setVisible(bool(counts))
        self.settle()


class NotesCard(Card):
    """The notes on these two documents.

    Signals:
        note_chosen: the id of the note.
    """

    note_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Notes here"), parent)
        self._rows: list[NoteRow] = []
        self._notes: Sequence[Note]  # set when some are shown
        self._line: Callable[[Note], NoteLine]
        self._shown: tuple[int, list[NoteLine]] = 0, []
        self._most = _NOTES
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        self.column.addLayout(self._list)
        self._more = QuietButton("", self)
        self._more.clicked.connect(self._show_more)
        self.column.addWidget(self._more)
        self.hide()

    def show_notes(self, notes: Sequence[Note], line: Callable[[Note], NoteLine]) -> None:
        """Show these notes, the first of them if there are many, each in a line."""
        self._notes, self._line = notes, line
        if not notes:  # as between two comparisons
            self._most = _NOTES
        lines = [line(note) for note in notes[: self._most]]
        if (len(notes), lines) == self._shown:
            return
        self._shown = len(notes), lines
        _discard(self._rows, self._list)
        self._rows = [NoteRow(note.place, one_line(note.body, 200), self) for note in lines]
        for row, note in zip(self._rows, lines, strict=True):
            row.clicked.connect(lambda _checked=False, note=note: self.note_chosen.emit(note.id))
            _place(row, self._list, self.theme)
        in_reading_order(self.parentWidget() or self)
        words = _("Show more ({shown} of {count})").format(shown=len(lines), count=len(notes))
        self._more.setText(words)
        self._more.setVisible(len(lines) < len(notes))
        self.set_heading(_("Notes here"), str(len(notes)))
        self.setVisible(bool(notes))
        self.settle()

    def _show_more(self) -> None:
        first = len(self._rows)
        self._most = first + _NOTES
        self.show_notes(self._notes, self._line)
        if self._more.isHidden() and first < len(self._rows):
            self._rows[first].setFocus()


class SidePanel(QScrollArea):
    """The four cards, one below the other; scrolls where there is little room.

    Signals:
        verdict_given: a relation's value, "not_a_pair", or "" where the verdict is taken back.
        topic_clicked: the name of a topic.
        note_edited: (key, body), as `NoteEditor.text_changed`.
        note_deleted: the key of the note.
        note_chosen: the id of a note of the list.
    """

    verdict_given = Signal(str)
    topic_clicked = Signal(str)
    note_edited = Signal(str, str)
    note_deleted = Signal(str)
    note_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setViewport(QWidget(self))  # see FlowView: a viewport that Qt makes has no Python type
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setVerticalScrollBar(ThinScrollBar(self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(_("Finding, note and topics"))
        # At its usual size from the first, the texts are laid out once and not for each guess.
        self.resize(WIDTH, 600)
        content = QWidget()
        content.resize(WIDTH, 600)
        column = QVBoxLayout(content)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(10)
        self.finding_card = FindingCard(content)
        self.note_editor = NoteEditor(content)
        self.topics_card = TopicsCard(content)
        self.notes_card = NotesCard(content)
        self._cards: tuple[Card, ...] = (
            self.finding_card,
            self.note_editor,
            self.topics_card,
            self.notes_card,
        )
        for card in self._cards:
            column.addWidget(card)
        column.addStretch(1)
        self._content = content
        self.setWidget(content)
        self.finding_card.verdict_given.connect(self.verdict_given)
        self.note_editor.text_changed.connect(self.note_edited)
        self.note_editor.field_made.connect(lambda _field: in_reading_order(content))
        self.note_editor.delete_asked.connect(self.note_deleted)
        self.topics_card.topic_clicked.connect(self.topic_clicked)
        self.notes_card.note_chosen.connect(self.note_chosen)

    def sizeHint(self) -> QSize:
        """Return the usual width."""
        return QSize(max(WIDTH, self.minimumSizeHint().width()), 600)

    def minimumSizeHint(self) -> QSize:
        """Return the width below which the cards cannot be read."""
        cards = self._content.minimumSizeHint().width()
        return QSize(max(cards, self.finding_card.least_width() + 24), 120)

    def set_theme(self, theme: Theme) -> None:
        """Take colours from a theme."""
        for card in self._cards:
            card.set_theme(theme)

    def show_finding(
        self,
        row: Row | None,
        labels: Labels,
        history: Callable[[str], Sequence[JudgementChange]] = _no_history,
    ) -> None:
        """Tell a finding, or that none is selected; see `FindingCard.show_finding`."""
        self.finding_card.show_finding(row, labels, history)

    def toggle_why(self) -> None:
        """Show why the selected finding was made, or hide it again."""
        self.finding_card.toggle_why()

    def show_note(self, key: str, body: str, about: str) -> None:
        """Show a note to be written or read; see `NoteEditor.show_note`."""
        self.note_editor.show_note(key, body, about)

    def set_note_state(self, key: str, state: SaveState, sentence: str = "") -> None:
        """Show what has become of the note's text; see `NoteEditor.set_state`."""
        self.note_editor.set_state(key, state, sentence)

    def write_note(self) -> None:
        """Put the keyboard into the note."""
        self.ensureWidgetVisible(self.note_editor)
        self.note_editor.write()

    def show_topics(self, counts: Sequence[TopicCount], chosen: Sequence[str]) -> None:
        """Show what the findings say on each topic."""
        self.topics_card.show_topics(counts, chosen)

    def show_notes(self, notes: Sequence[Note], line: Callable[[Note], NoteLine]) -> None:
        """Show the notes on these two documents."""
        self.notes_card.show_notes(notes, line)

    def flush(self) -> None:
        """Hand on at once what was typed into the note."""
        self.note_editor.flush()


def _verdict_key(relation: Relation | None) -> str:
    return relation.value if relation else NOT_A_PAIR


def _discard(rows: Sequence[QWidget], column: QVBoxLayout) -> None:
    for row in rows:
        column.removeWidget(row)  # else all others are laid out once for each that goes
        row.hide()
        row.deleteLater()


def _place(row: TopicRow | NoteRow, column: QVBoxLayout, theme: Theme | None) -> None:
    if theme:
        row.set_theme(theme)
    column.addWidget(row)


def _spoken(count: TopicCount) -> str:
    parts = [
        plural("{count} converges", "{count} converge", count.converge),
        plural("{count} diverges", "{count} diverge", count.diverge),
        plural("{count} shares a part", "{count} share a part", count.partial),
        plural("{count} stands alone", "{count} stand alone", count.only),
    ]
    return f"{capital(count.topic)}: {', '.join(parts)}"
