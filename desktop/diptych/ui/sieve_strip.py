"""The strip above the list of findings that says which of them are shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLabel, QSizePolicy, QWidget

from diptych.model.comparison import Relation
from diptych.ui.bar import Strip
from diptych.ui.controls import QuietButton, Segments
from diptych.ui.focused import Slider
from diptych.ui.language import _
from diptych.ui.prose import SIZE, tip
from diptych.ui.sieve import ALL, Done, Sieve
from diptych.ui.theme import interface_font
from diptych.ui.wording import glyph

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QResizeEvent

    from diptych.ui.theme import Theme

_STEP = 5
_ONE_SIDED = (Relation.ONLY_LEFT, Relation.ONLY_RIGHT)


class SieveStrip(Strip):
    """Lets the reader choose which findings are shown.

    Signals:
        changed: what is chosen now, a `Sieve`.
        left: Esc was pressed.
    """

    changed = Signal(object)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(upright=False, parent=parent)
        self.row.setContentsMargins(10, 4, 10, 5)
        # Two halves: side by side, or in two lines where that is too wide, or each in two.
        kinds_row, sure_row = QHBoxLayout(), QHBoxLayout()
        first, second = (QBoxLayout(QBoxLayout.Direction.LeftToRight) for _half in range(2))
        self._halves = first, second
        first.addLayout(kinds_row)
        first.addLayout(sure_row)
        self.row.addLayout(first)
        self.row.addLayout(second, 1)
        self._sieve = ALL
        self.kinds: list[tuple[QuietButton, frozenset[Relation | None]]] = []
        for sign, name, kinds in (
            (glyph(Relation.CONVERGE), _("Show what converges"), (Relation.CONVERGE,)),
            (glyph(Relation.DIVERGE), _("Show what diverges"), (Relation.DIVERGE,)),
            (glyph(Relation.PARTIAL), _("Show what shares a part"), (Relation.PARTIAL,)),
            (glyph(Relation.ONLY_LEFT), _("Show what only one side says"), _ONE_SIDED),
            (glyph(None), _("Show what you judged to be no pair"), (None,)),
        ):
            button = QuietButton(sign, self)
            button.setCheckable(True)
            button.setAccessibleName(name)
            button.setToolTip(tip(name))
            button.clicked.connect(self._choose)
            self.kinds.append((button, frozenset(kinds)))
            kinds_row.addWidget(button)
        kinds_row.addSpacing(10)
        first.setAlignment(kinds_row, Qt.AlignmentFlag.AlignLeft)
        self._words = QLabel(self)
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._words.setFont(interface_font(SIZE))
        self.sure = Slider(Qt.Orientation.Horizontal, self)
        self.sure.setRange(0, 100 // _STEP)
        self.sure.setPageStep(2)
        self.sure.setFixedWidth(110)
        self.sure.setAccessibleName(_("How sure a finding must be at least"))
        self.sure.valueChanged.connect(self._choose)
        sure_row.addWidget(self._words)
        sure_row.addWidget(self.sure)
        sure_row.addSpacing(10)
        sure_row.addStretch()
        self.done = Segments(
            (
                ("all", _("All"), _("Show all findings")),
                (Done.JUDGED.value, _("Judged"), _("Show findings that you judged")),
                (Done.OPEN.value, _("Not judged"), _("Show findings that you have not judged")),
                (Done.NOTED.value, _("With notes"), _("Show findings with notes")),
            ),
            self,
        )
        self.done.chosen.connect(self._choose_done)
        second.addWidget(self.done)
        second.addStretch(1)
        self.everything = QuietButton(_("Show everything"), self)
        self.everything.clicked.connect(self.show_everything)
        second.addWidget(self.everything, 0, Qt.AlignmentFlag.AlignLeft)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(_("Which findings are shown"))
        self.set_sieve(ALL)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take a second line, and a third, where one has too little room."""
        super().resizeEvent(event)
        margins = self.row.contentsMargins()
        room = self.width() - margins.left() - margins.right() - self.row.spacing()
        way = QBoxLayout.Direction
        first, second = self._halves
        for half in self._halves:
            half.setDirection(way.LeftToRight)
            if half.sizeHint().width() > room:
                half.setDirection(way.TopToBottom)
        is_wide = first.sizeHint().width() + second.sizeHint().width() <= room
        self.row.setDirection(way.LeftToRight if is_wide else way.TopToBottom)

    def set_theme(self, theme: Theme) -> None:
        """Take colours from a theme."""
        super().set_theme(theme)
        self.done.set_theme(theme)
        for button in (*(button for button, _kinds in self.kinds), self.everything):
            button.set_theme(theme)

    def set_sieve(self, sieve: Sieve, *, tell: bool = False) -> None:
        """Show what is chosen."""
        self._sieve = sieve
        for button, kinds in self.kinds:
            button.setChecked(not kinds <= sieve.without)
        self.sure.blockSignals(True)
        self.sure.setValue(round(sieve.sure * 100) // _STEP)
        self.sure.blockSignals(False)
        self.done.set_current(sieve.done.value or "all")
        self._say(sieve)
        if tell:
            self.changed.emit(sieve)

    def show_everything(self) -> None:
        """Leave nothing out but noise, where that is left out."""
        self.set_sieve(ALL._replace(without_noise=self._sieve.without_noise), tell=True)

    def _say(self, sieve: Sieve) -> None:
        words = _("At least {percent} % sure").format(percent=round(sieve.sure * 100))
        self._words.setText(words)
        # Wide enough for every number, so that the slider does not move under the pointer.
        most = _("At least {percent} % sure").format(percent=100)
        self._words.setMinimumWidth(self._words.fontMetrics().horizontalAdvance(most))
        self.everything.setEnabled(not sieve.is_open)

    def _choose(self) -> None:
        without = frozenset[Relation | None]().union(
            *(kinds for button, kinds in self.kinds if not button.isChecked())
        )
        sure = self.sure.value() * _STEP / 100
        self.set_sieve(self._sieve._replace(without=without, sure=sure), tell=True)

    def _choose_done(self, key: str) -> None:
        done = Done.ANY if key == "all" else Done(key)
        self.set_sieve(self._sieve._replace(done=done), tell=True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave the strip with Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
