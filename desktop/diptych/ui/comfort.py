"""The panel of reading settings: letters, sizes, distances. Each takes effect as it is moved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QComboBox, QScrollArea, QVBoxLayout, QWidget

from diptych.ui.appearance import INTERFACE_SIZES, ZOOMS, system_size
from diptych.ui.bar import PillButton
from diptych.ui.card import Card
from diptych.ui.controls import ThinScrollBar
from diptych.ui.focused import Choice, Slider
from diptych.ui.language import _
from diptych.ui.look import Typesetting
from diptych.ui.prose import Line, Piece, Prose

if TYPE_CHECKING:
    from collections.abc import Callable

    from diptych.ui.theme import Theme
    from diptych.ui.window import Window

_WIDTH = 300
# One beyond the widest measure stands for a line as wide as the pane.
_NARROWEST, _WIDEST = 30, 120
# Families made for readers whom others tire; offered first where they are installed.
_EASY = ("Atkinson Hyperlegible", "Lexend", "Luciole", "OpenDyslexic", "Andika")


class _Dial(QWidget):
    """A name, a value in words, and a slider below them.

    Signals:
        turned: the reader chose another value.
    """

    turned = Signal(int)

    def __init__(
        self, name: str, lowest: int, highest: int, words: Callable[[int], str], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._name, self._words = name, words
        self._label = Prose(self)
        self.slider = Slider(self)
        self.slider.setOrientation(Qt.Orientation.Horizontal)
        self.slider.setRange(lowest, highest)
        self.slider.setAccessibleName(name)
        self.slider.valueChanged.connect(self._turn)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self._label)
        column.addWidget(self.slider)
        self._say()

    def show_value(self, value: int) -> None:
        """Show a value; nothing is emitted."""
        blocker = QSignalBlocker(self.slider)
        self.slider.setValue(value)
        blocker.unblock()
        self._say()

    def _turn(self, value: int) -> None:
        self._say()
        self.turned.emit(value)

    def _say(self) -> None:
        value = self._words(self.slider.value())
        self._label.set_lines([Line((Piece(self._name), Piece("   " + value, "dim")))])
        self.slider.setAccessibleDescription(value)


class _Area(QScrollArea):
    """Scrolls the card where the window is low."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setViewport(QWidget(self))
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setVerticalScrollBar(ThinScrollBar(self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(_("Reading settings"))
        content = QWidget(self)
        self.card = Card(_("Reading settings"), content)
        column = QVBoxLayout(content)
        column.setContentsMargins(12, 12, 12, 12)
        column.addWidget(self.card)
        column.addStretch(1)
        self.setWidget(content)

    def sizeHint(self) -> QSize:
        """Return the usual size."""
        return QSize(_WIDTH, self.card.sizeHint().height() + 24)


class Comfort(QObject):
    """The panel; see `panels.Panel`."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self._appearance = window.handlers.appearance
        self._area = _Area(window)
        self.card = self._area.card
        self._make_letters()
        self._make_dials()
        self._make_interface()
        self._appearance.changed.connect(self.refresh)

    # Building

    def _make_letters(self) -> None:
        self.letters = self._choice(_("Letters"))
        self.letters.addItem(_("Serif (EB Garamond)"), "serif")
        self.letters.addItem(_("Sans-serif (Inter)"), "sans")
        self.letters.insertSeparator(2)
        families = [name for name in QFontDatabase.families() if not name.startswith((".", "@"))]
        for name in sorted(families, key=lambda each: (not each.startswith(_EASY), each.lower())):
            self.letters.addItem(name, name)
        self.letters.activated.connect(lambda _index: self._set())

    def _make_dials(self) -> None:
        self.text_size = self._dial(_("Text size"), 0, len(ZOOMS) - 1, lambda at: f"{ZOOMS[at]} %")
        self.text_size.turned.connect(self._zoom)
        self.line_height = self._dial(_("Distance of lines"), 100, 200, lambda each: f"{each} %")
        self.measure = self._dial(_("Length of lines"), _NARROWEST, _WIDEST + 1, _measure_words)
        self.spacing = self._dial(
            _("Distance of paragraphs"),
            0,
            150,
            lambda each: _("{share} % of a line").format(share=each),
        )
        for dial in (self.line_height, self.measure, self.spacing):
            dial.turned.connect(self._set)
        self.reset = PillButton(_("As it came"), _("Set the texts as they came"), parent=self.card)
        self.reset.clicked.connect(self._reset)
        self.card.column.addWidget(self.reset, 0, Qt.AlignmentFlag.AlignLeft)

    def _make_interface(self) -> None:
        self.interface = self._choice(_("Size of menus, lists and buttons"))
        words = _("As the system: {size} %").format(size=system_size())
        self.interface.addItem(words, 0)
        for size in INTERFACE_SIZES:
            self.interface.addItem(f"{size} %", size)
        self.interface.activated.connect(
            lambda _index: self._appearance.set_interface_size(self.interface.currentData())
        )
        hint = Prose(self.card)
        words = _("Another size builds the window anew; everything stays where it is.")
        hint.set_lines([Line((Piece(words, "dim"),), small=True)])
        self.card.column.addWidget(hint)

    def _choice(self, name: str) -> QComboBox:
        label = Prose(self.card)
        label.set_lines([Line((Piece(name),))])
        choice = Choice(self.card)
        choice.setAccessibleName(name)
        # As wide as the panel, whatever the longest name is.
        choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        choice.setMinimumContentsLength(12)
        self.card.column.addWidget(label)
        self.card.column.addWidget(choice)
        return choice

    def _dial(self, name: str, lowest: int, highest: int, words: Callable[[int], str]) -> _Dial:
        dial = _Dial(name, lowest, highest, words, self.card)
        self.card.column.addWidget(dial)
        return dial

    # What the window asks of a panel

    def widget(self) -> QWidget:
        """Return what is put into the window."""
        return self._area

    def refresh(self) -> None:
        """Show what is chosen now."""
        now = self._appearance.typesetting
        self.letters.setCurrentIndex(max(0, self.letters.findData(now.letters)))
        zoom = self._window.zoom
        self.text_size.show_value(min(range(len(ZOOMS)), key=lambda at: abs(ZOOMS[at] - zoom)))
        self.line_height.show_value(round(100 * now.line_height))
        self.measure.show_value(now.measure or _WIDEST + 1)
        self.spacing.show_value(round(100 * now.paragraph_spacing))
        self.reset.setEnabled(now != Typesetting() or zoom != 100)
        self.interface.setCurrentIndex(self.interface.findData(self._appearance.interface_size))

    def take_keyboard(self) -> None:
        """Give the keyboard to the first setting."""
        self.letters.setFocus()

    def set_theme(self, theme: Theme) -> None:
        """Take colours from a theme."""
        self.card.set_theme(theme)

    def end(self) -> None:
        """Nothing is under way here."""

    # What the reader does

    def _zoom(self, at: int) -> None:
        self._window.set_zoom(ZOOMS[at])
        self._window.keep_setting("zoom", str(ZOOMS[at]))

    def _set(self) -> None:
        measure = self.measure.slider.value()
        self._appearance.set_typesetting(
            Typesetting(
                self.letters.currentData(),
                self.line_height.slider.value() / 100,
                0 if measure > _WIDEST else measure,
                self.spacing.slider.value() / 100,
            )
        )

    def _reset(self) -> None:
        self._appearance.set_typesetting(Typesetting())
        self._zoom(ZOOMS.index(100))


def _measure_words(characters: int) -> str:
    if characters > _WIDEST:
        return _("as wide as the pane")
    return _("{count} characters").format(count=characters)
