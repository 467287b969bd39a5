"""A claim, and what each document says to it: the field, the answers, and why the chosen one."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPalette
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QMenu,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from diptych.model.comparison import Relation
from diptych.model.report import UNSURE_BELOW
from diptych.ui import account
from diptych.ui.assistance import announce
from diptych.ui.bar import PillButton
from diptych.ui.controls import QuietButton, Segments, ThinScrollBar
from diptych.ui.entries import Entry, EntryList
from diptych.ui.field import TextBox
from diptych.ui.focused import Area
from diptych.ui.language import _, plural, said
from diptych.ui.prose import Line, Piece, Prose
from diptych.ui.rows import Row
from diptych.ui.theme import RELATION_INK
from diptych.ui.wording import Labels, glyph, one_line, percent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent

    from diptych.services.probing import Answer
    from diptych.ui.theme import Theme

WIDTH = 360
_ROWS = 3
_EARLIER_LETTERS = 60


class Heard(NamedTuple):
    """What was heard from one document.

    Args:
        sha256: of the document.
        title: how it is called.
        answer: None where it has not answered yet, or cannot.
        trouble: why it cannot, in a sentence, or "".
    """

    sha256: str
    title: str
    answer: Answer | None = None
    trouble: str = ""


class _Field(TextBox):
    """The claim. Enter asks, Shift+Enter begins a line.

    Signals:
        asked: Enter was pressed.
    """

    asked = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setVerticalScrollBar(ThinScrollBar(self))
        self.setPlaceholderText(_("A sentence that a document may support or oppose"))
        self.setAccessibleName(_("Claim"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return the room for a sentence."""
        return QSize(200, _ROWS * QFontMetrics(self.font()).lineSpacing() + 12)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ask with Enter."""
        shift = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not shift:
            self.asked.emit()
        else:
            super().keyPressEvent(event)


class ProbePanel(QWidget):
    """The claim probe.

    Signals:
        asked: the claim is to be put to the documents.
        scope_chosen: "open" or "library": who is asked.
        answer_chosen: the hash of a document whose words are to be shown.
        earlier_asked: an earlier claim is to be asked again.
        stop_asked: nobody is to be asked any more.
    """

    asked = Signal(str)
    scope_chosen = Signal(str)
    answer_chosen = Signal(str)
    earlier_asked = Signal(str)
    stop_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Claim probe"))
        self._heard: dict[str, Heard] = {}
        self._earlier: tuple[str, ...] = ()
        self._heading = Prose(self)
        pieces = (Piece(_("Ask the documents"), bold=True),)
        self._heading.set_lines([Line(pieces, large=True)])
        self.field = _Field(self)
        self.scope = Segments(
            (
                ("open", _("Open ones"), _("Ask the open documents")),
                ("library", _("Whole library"), _("Ask every document of the library")),
            ),
            self,
        )
        self.ask = QuietButton(_("Ask"), self)
        self.stop = QuietButton(_("Stop"), self)
        self.stop.hide()
        self.earlier = PillButton(_("Earlier"), _("Earlier claims"), arrow=True, parent=self)
        self._summary = Prose(self)
        self.answers = EntryList(_("Answers"), 2, self)
        self.answers.empty_words = _(
            "Select a sentence in a text, or type one, and press Enter: each document answers "
            "whether it supports or opposes it, or is silent."
        )
        self.why = Prose(self)
        self._why_area = self._scrolled(self.why)
        self._lay_out()
        self._connect()
        self.show_heard((), 0)

    def _scrolled(self, prose: Prose) -> QScrollArea:
        area = Area(self)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setVerticalScrollBar(ThinScrollBar(area))
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setAccessibleName(_("Why this answer"))
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(8, 6, 8, 8)
        column.addWidget(prose)
        column.addStretch(1)
        area.setWidget(holder)
        return area

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self._heading, 1)
        head.addWidget(self.earlier)
        row = QHBoxLayout()
        row.addWidget(self.scope)
        row.addStretch(1)
        row.addWidget(self.stop)
        row.addWidget(self.ask)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 10)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self.field)
        column.addLayout(row)
        column.addWidget(self._summary)
        column.addWidget(self.answers, 3)
        column.addWidget(self._why_area, 2)

    def _connect(self) -> None:
        self.field.asked.connect(self._ask)
        self.ask.clicked.connect(self._ask)
        self.stop.clicked.connect(self.stop_asked)
        self.scope.chosen.connect(self.scope_chosen)
        self.answers.moved.connect(lambda _key: self._show_why())
        self.answers.entered.connect(self.answer_chosen)
        self.answers.left.connect(self.field.setFocus)
        self.earlier.clicked.connect(self._offer_earlier)

    def sizeHint(self) -> QSize:
        """Return the usual size."""
        return QSize(WIDTH, 460)

    def minimumSizeHint(self) -> QSize:
        """Return the size below which nothing could be read."""
        return QSize(250, 260)

    def set_theme(self, theme: Theme) -> None:
        """Take colours from a theme."""
        for part in (self._heading, self._summary, self.why, self.scope, self.answers):
            part.set_theme(theme)
        for button in (self.ask, self.stop, self.earlier):
            button.set_theme(theme)
        colours = self.field.palette()
        colours.setColor(QPalette.ColorRole.Base, theme.colour("field"))
        colours.setColor(QPalette.ColorRole.Text, theme.colour("ink"))
        colours.setColor(QPalette.ColorRole.PlaceholderText, theme.colour("dim"))
        self.field.setPalette(colours)
        ground = self._why_area.palette()
        ground.setColor(QPalette.ColorRole.Window, theme.colour("card"))
        self._why_area.setPalette(ground)
        self._why_area.viewport().setAutoFillBackground(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Stop with Esc what is under way."""
        if event.key() == Qt.Key.Key_Escape and not self.stop.isHidden():
            self.stop_asked.emit()
        else:
            super().keyPressEvent(event)

    # Showing

    def show_claim(self, claim: str) -> None:
        """Put a claim into the field."""
        self.field.setPlainText(claim)

    def show_earlier(self, claims: Sequence[str]) -> None:
        """Offer these earlier claims, the last first."""
        self._earlier = tuple(claims)
        self.earlier.setEnabled(bool(claims))

    def show_heard(self, heard: Sequence[Heard], waiting: int) -> None:
        """Show what was heard, and from how many documents nothing yet."""
        self._heard = {each.sha256: each for each in heard}
        current = self.answers.current()
        self.answers.set_entries([_entry(each) for each in heard])
        if not current and heard:
            self.answers.go_to(heard[0].sha256)
        self.stop.setVisible(waiting > 0)
        self._summary.set_lines(_summary(heard, waiting))
        self._summary.setVisible(bool(heard))
        if heard and not waiting:
            announce(self._summary, self.summary)
        self._show_why()

    def say(self, sentence: str) -> None:
        """Say why nobody could be asked."""
        self._summary.set_lines([Line((Piece(sentence, "dim"),))])
        self._summary.setVisible(bool(sentence))
        announce(self._summary, sentence)

    @property
    def summary(self) -> str:
        """What is said of all answers."""
        return self._summary.text()

    def heard(self, sha256: str) -> Heard | None:
        """Return what was heard from a document."""
        return self._heard.get(sha256)

    def take_keyboard(self) -> None:
        """Put the keyboard into the claim."""
        self.field.setFocus()
        self.field.selectAll()

    def _show_why(self) -> None:
        heard = self._heard.get(self.answers.current())
        lines = why(heard) if heard is not None else []
        self.why.set_lines(lines)
        self._why_area.setVisible(bool(lines))

    def _ask(self) -> None:
        claim = " ".join(self.field.toPlainText().split())
        if claim:
            self.asked.emit(claim)

    def _offer_earlier(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for claim in self._earlier:
            action = menu.addAction(one_line(claim, _EARLIER_LETTERS).replace("&", "&&"))
            action.triggered.connect(
                lambda _checked=False, claim=claim: self.earlier_asked.emit(claim)
            )
        menu.popup(self.earlier.mapToGlobal(self.earlier.rect().bottomLeft()))


def answer_word(relation: Relation, *, is_unsure: bool) -> str:
    """Return an answer in a word or two."""
    match relation:
        case Relation.CONVERGE:
            return _("perhaps supports it") if is_unsure else _("supports it")
        case Relation.DIVERGE:
            return _("perhaps opposes it") if is_unsure else _("opposes it")
        case Relation.PARTIAL:
            return _("perhaps supports a part") if is_unsure else _("supports a part")
        case _:
            return _("is silent")


def _entry(heard: Heard) -> Entry:
    title = Piece(heard.title, bold=True)
    answer = heard.answer
    if answer is None:
        words = heard.trouble or _("is being asked…")
        ink = "danger" if heard.trouble else "dim"
        pieces = (title, Piece("  " + words, ink, small=True))  # type: ignore[arg-type]
        return Entry(heard.sha256, pieces, "", f"{heard.title}: {words}")
    relation = answer.relation
    unsure = bool(answer.findings) and answer.findings[0].confidence < UNSURE_BELOW
    word = answer_word(relation, is_unsure=unsure)
    sign = glyph(relation) + ("?" if unsure else "")
    pieces = (Piece(f"{sign} {word}  ", RELATION_INK[relation], bold=True), title)
    if answer.findings:
        sure = _("{share} sure").format(share=percent(answer.findings[0].confidence))
        body = f"“{one_line(answer.quotes[0], 400)}”"
        return Entry(heard.sha256, pieces, body, f"{heard.title} {word}, {sure}: {body}")
    body = _("Nothing in it speaks to this.")
    if answer.nearest:
        nearest = one_line(answer.nearest, 300)
        body = _("Nearest miss: “{words}”").format(words=nearest)
    return Entry(heard.sha256, pieces, body, f"{heard.title} {word}. {body}")


def _summary(heard: Sequence[Heard], waiting: int) -> list[Line]:
    counts = dict.fromkeys((*Relation,), 0)
    for each in heard:
        if each.answer is not None:
            counts[each.answer.relation] += 1
    parts: list[Piece] = []
    support, oppose = counts[Relation.CONVERGE], counts[Relation.DIVERGE]
    for relation, words in (
        (Relation.CONVERGE, plural("{count} supports it", "{count} support it", support)),
        (Relation.DIVERGE, plural("{count} opposes it", "{count} oppose it", oppose)),
        (Relation.PARTIAL, _("{count} in part")),
        (Relation.ONLY_LEFT, _("{count} silent")),
    ):
        if counts[relation]:
            text = f"{glyph(relation)} " + words.format(count=counts[relation])
            parts += [Piece("   " if parts else ""), Piece(text, RELATION_INK[relation])]
    if waiting:
        text = _("{count} still to answer").format(count=waiting)
        parts += [Piece("   " if parts else ""), Piece(text, "dim")]
    return [Line(tuple(parts))] if parts else []


def why(heard: Heard) -> list[Line]:
    """Return why a document is said to answer as it does, from the evidence alone."""
    answer = heard.answer
    if answer is None:
        return [Line((Piece(heard.trouble, "danger"),))] if heard.trouble else []
    labels = Labels(_("The claim"), heard.title)
    lines: list[Line] = []
    if answer.findings:
        row = _row(answer, 0)
        sure = _("{share} sure").format(share=percent(row.finding.confidence))
        lines.append(Line((Piece(sure, bold=True), Piece("  " + _("why"), "dim"))))
        lines += account.evidence(row, labels)
        lines += account.reasons(row, labels)
        more = len(answer.findings) - 1
        for at in range(1, min(len(answer.findings), 4)):
            finding = answer.findings[at]
            word = answer_word(finding.relation, is_unsure=finding.confidence < UNSURE_BELOW)
            start = f"{glyph(finding.relation)} " + _("Also: {word}, {share} sure").format(
                word=word, share=percent(finding.confidence)
            )
            quote = f" “{one_line(answer.quotes[at], 240)}”"
            ink = RELATION_INK[finding.relation]
            lines.append(Line((Piece(start, ink), Piece(quote, "dim"))))
        if more > 3:
            lines.append(Line((Piece(_("and {count} more").format(count=more - 3), "dim"),)))
    silence = answer.silence
    if silence is not None and silence.nearest is not None:
        score = f"{silence.nearest.score:.2f}"
        start = _("Nearest miss, with a score of {score} of 1: ").format(score=score)
        quote = f"“{one_line(answer.nearest, 300)}”"
        lines.append(Line((Piece(start, bold=True), Piece(quote, "dim"))))
    elif silence is not None:
        words = (
            _("No other passage comes near.")
            if answer.findings
            else _("No passage comes near the claim.")
        )
        lines.append(Line((Piece(words, "dim"),)))
    else:
        words = _("The claim has no sentence that could be compared.")
        lines.append(Line((Piece(words, "dim"),)))
    if answer.remark:
        lines.append(Line((Piece(said(answer.remark), "dim"),), small=True))
    return lines


def _row(answer: Answer, at: int) -> Row:
    finding = answer.findings[at]
    return Row(
        finding=finding,
        number=at + 1,
        total=len(answer.findings),
        verdict=None,
        has_note=False,
        left="",
        right=answer.quotes[at],
        nearest="",
        labels=Labels("", ""),
    )
