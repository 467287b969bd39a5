"""What Diptych has learnt from the reader's verdicts: the score, a switch, and beginning anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from diptych.services.learning import LEAST
from diptych.ui.bar import PillButton
from diptych.ui.language import _, plural
from diptych.ui.prose import Line, Piece, Prose
from diptych.ui.theme import RELATION_INK
from diptych.ui.wording import capital, relation_word

if TYPE_CHECKING:
    from diptych.services.learning import Score
    from diptych.ui.theme import Theme
    from diptych.ui.window import Window

_WIDTH = 320


class LearningPanel(QWidget):
    """The scoreboard of the engine, and what its score is used for."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self._learning = window.desk.learning
        self.setAccessibleName(_("Learning from verdicts"))
        self.words = Prose(self)
        self.switch = PillButton(
            _("Switch off"), _("Show what the engine itself says"), parent=self
        )
        self.switch.clicked.connect(self._switch)
        self.reset = PillButton(
            _("Begin anew"), _("Let the verdicts so far teach nothing any more"), parent=self
        )
        self.reset.clicked.connect(self._reset)
        buttons = QHBoxLayout()
        buttons.addWidget(self.switch)
        buttons.addWidget(self.reset)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(12)
        column.addWidget(self.words)
        column.addLayout(buttons)
        column.addStretch(1)

    def sizeHint(self) -> QSize:
        """Return the usual width."""
        return QSize(_WIDTH, 300)

    def widget(self) -> QWidget:
        """Return the panel."""
        return self

    def refresh(self) -> None:
        """Say what was learnt so far."""
        learning = self._learning
        everything, *parts = learning.scores()
        lines = [Line((Piece(_("Learning from your verdicts"), bold=True),), large=True)]
        if not everything.judged:
            lines.append(Line((Piece(_("You have judged no pair of passages yet.")),)))
        else:
            lines.append(Line((Piece(_score(everything)),)))
            lines += [self._part(each) for each in parts]
        lines.append(Line((Piece(self._use(everything.judged), "dim"),)))
        self.words.set_lines(lines)
        self.switch.show_text(_("Switch off") if learning.is_on else _("Switch on"))
        self.reset.setEnabled(everything.judged > 0)

    def _part(self, score: Score) -> Line:
        if score.relation is None:
            return Line(())
        name = capital(relation_word(score.relation, self._window.desk.labels()))
        pieces = (
            Piece(name, RELATION_INK[score.relation]),
            Piece("  " + _score(score), "dim"),
        )
        return Line(pieces, small=True)

    def _use(self, judged: int) -> str:
        if not self._learning.is_on:
            return _("Switched off: findings are shown as sure as the engine itself is.")
        if judged < LEAST:
            return plural(
                "Nothing is adjusted yet: that begins after {count} more verdict on a pair.",
                "Nothing is adjusted yet: that begins after {count} more verdicts on pairs.",
                LEAST - judged,
            )
        return _(
            "How sure other findings of this library are shown is adjusted by relation, rule and "
            "topic. What they are is not, nor any verdict."
        )

    def take_keyboard(self) -> None:
        """Give the keyboard to the switch."""
        self.switch.setFocus()

    def set_theme(self, theme: Theme) -> None:
        """Take colours from a theme."""
        for part in (self.words, self.switch, self.reset):
            part.set_theme(theme)

    def end(self) -> None:
        """Nothing is under way."""

    def _switch(self) -> None:
        learning = self._learning
        self._window.desk.keep(lambda: learning.switch(on=not learning.is_on))
        self._window.desk.review()

    def _reset(self) -> None:
        self._window.desk.keep(self._learning.reset)
        self._window.desk.review()


def _score(score: Score) -> str:
    return plural(
        "You confirmed {confirmed} of {count}.",
        "You confirmed {confirmed} of {count}.",
        score.judged,
        confirmed=str(score.confirmed),
    )
