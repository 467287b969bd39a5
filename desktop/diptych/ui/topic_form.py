"""One topic to be written or changed: its name, description, colour and key terms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPalette, QPen
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QMenu,
    QSizePolicy,
    QWidget,
)

from diptych.services.topics import COLOURS
from diptych.ui.bar import PillButton
from diptych.ui.card import Card
from diptych.ui.controls import QuietButton, ThemedButton, ThinScrollBar
from diptych.ui.field import Field, TextBox
from diptych.ui.language import _, plural
from diptych.ui.prose import Line, Piece, Prose
from diptych.ui.theme import scaled
from diptych.ui.wording import capital

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QPaintEvent

    from diptych.model.comparison import Topic
    from diptych.ui.theme import Theme

_LANGUAGES = ("en", "es", "fr", "de", "it", "pt", "nl", "pl", "uk", "ru", "el", "tr", "ar", "he")
_DISC = 18
_TERM_ROWS = 5


class _Swatch(ThemedButton):
    """A colour to be chosen."""

    def __init__(self, colour: str, number: int, parent: QWidget) -> None:
        super().__init__("", parent)
        self.colour = colour
        self.setCheckable(True)
        self.setFixedSize(_DISC + 4, _DISC + 4)
        self.setAccessibleName(_("Colour {number}").format(number=number))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the colour, with a ring around the chosen one."""
        if self.theme is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(2, 2, -2, -2)
        if self.isChecked():
            painter.setPen(QPen(self.theme.colour("ink"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(box.adjusted(-1, -1, 1, 1))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self.colour))
        painter.drawEllipse(box.adjusted(2, 2, -2, -2))
        self.draw_focus(painter, self.theme)
        painter.end()


class _Terms(TextBox):
    """The key terms, one a line."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setVerticalScrollBar(ThinScrollBar(self))
        self.setPlaceholderText(_("One term on each line"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return the room for a few terms."""
        line = QFontMetrics(self.font()).lineSpacing()
        return QSize(200, _TERM_ROWS * line + 12)


class TopicForm(Card):
    """Edits one topic; nothing is kept before "Save".

    Signals:
        saved: the topic, as it stands in the form.
        tried: the topic, to be looked for in the open documents.
        left: the reader is done with it.
    """

    saved = Signal(object)
    tried = Signal(object)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Topic"), parent)
        self._topic: Topic | None = None
        self._terms: dict[str, tuple[str, ...]] = {}
        self._language = "en"
        self.name, self.description = self._field(_("Name")), self._field(_("Description"))
        self._swatches = [_Swatch(colour, at, self) for at, colour in enumerate(COLOURS, 1)]
        self.language = PillButton("", _("Language of the terms"), arrow=True, parent=self)
        self.terms = _Terms(self)
        self._error = Prose(self)
        self._error.hide()
        self.save = QuietButton(_("Save"), self)
        self.try_it = QuietButton(_("Try it"), self)
        self.try_it.setAccessibleName(_("Try it on the open documents, without saving"))
        self.cancel = QuietButton(_("Cancel"), self)
        self._lay_out()
        self._connect()

    def _field(self, name: str) -> Field:
        field = Field(self)
        field.setAccessibleName(name)
        field.setPlaceholderText(name)
        return field

    def _lay_out(self) -> None:
        discs = QGridLayout()
        discs.setSpacing(2)
        for at, swatch in enumerate(self._swatches):
            discs.addWidget(swatch, at // 12, at % 12)
        discs.setColumnStretch(12, 1)
        language = QHBoxLayout()
        label = Prose(self)
        label.set_lines([Line((Piece(_("Key terms in"), "dim"),), small=True)])
        label.setFixedWidth(scaled(74))
        language.addWidget(label, 0, Qt.AlignmentFlag.AlignVCenter)
        language.addWidget(self.language)
        language.addStretch(1)
        buttons = QHBoxLayout()
        buttons.setSpacing(2)
        for button in (self.save, self.try_it):
            buttons.addWidget(button)
        buttons.addStretch(1)
        buttons.addWidget(self.cancel)
        for widget in (self.name, self.description):
            self.column.addWidget(widget)
        self.column.addLayout(discs)
        self.column.addLayout(language)
        self.column.addWidget(self.terms)
        self.column.addWidget(self._error)
        self.column.addLayout(buttons)

    def _connect(self) -> None:
        for swatch in self._swatches:
            swatch.clicked.connect(lambda _checked=False, one=swatch: self._colour(one.colour))
        self.language.clicked.connect(self._offer_languages)
        self.name.returnPressed.connect(self._save)
        self.description.returnPressed.connect(self._save)
        self.save.clicked.connect(self._save)
        self.try_it.clicked.connect(lambda: self.tried.emit(self.topic()))
        self.cancel.clicked.connect(self.left)

    def set_theme(self, theme: Theme) -> None:
        """Take colours from a theme."""
        super().set_theme(theme)
        colours = self.terms.palette()
        colours.setColor(QPalette.ColorRole.Base, theme.colour("field"))
        colours.setColor(QPalette.ColorRole.Text, theme.colour("ink"))
        colours.setColor(QPalette.ColorRole.PlaceholderText, theme.colour("dim"))
        self.terms.setPalette(colours)

    def show_topic(self, topic: Topic, language: str = "") -> None:
        """Show a topic to be changed, its terms in a language, else in its first one."""
        self._topic = topic
        self.set_heading(_("Change a topic") if topic.id else _("A new topic"))
        self.name.setText(topic.name)
        self.description.setText(topic.description)
        self.description.setCursorPosition(0)
        self._colour(topic.colour)
        self._terms = dict(topic.terms)
        self._language = language or next(iter(self._terms), "en")
        self._show_terms()
        self.show_error("")

    def topic(self) -> Topic:
        """Return the topic as it stands in the form."""
        assert self._topic is not None
        self._take_terms()
        colour = next((one.colour for one in self._swatches if one.isChecked()), self._topic.colour)
        return self._topic._replace(
            name=self.name.text(),
            description=self.description.text(),
            colour=colour,
            terms={language: terms for language, terms in self._terms.items() if terms},
        )

    def show_error(self, sentence: str) -> None:
        """Say why the topic was not kept; "" takes it back."""
        self._error.set_lines([Line((Piece(sentence, "danger"),))] if sentence else [])
        self._error.setVisible(bool(sentence))

    def take_keyboard(self) -> None:
        """Put the keyboard into the name."""
        self.name.setFocus()
        self.name.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave with Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _save(self) -> None:
        self.saved.emit(self.topic())

    def _colour(self, colour: str) -> None:
        for swatch in self._swatches:
            swatch.setChecked(swatch.colour == colour)

    def _take_terms(self) -> None:
        lines = (" ".join(line.split()) for line in self.terms.toPlainText().split("\n"))
        self._terms[self._language] = tuple(filter(None, lines))

    def _show_terms(self) -> None:
        self.terms.setPlainText("\n".join(self._terms.get(self._language, ())))
        name = language_name(self._language)
        self.language.show_text(name)
        self.language.setAccessibleName(_("Language of the terms: {name}").format(name=name))
        self.terms.setAccessibleName(_("Key terms in {language}").format(language=name))

    def _offer_languages(self) -> None:
        self._take_terms()
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for code in dict.fromkeys((*self._terms, *_LANGUAGES)):
            count = len(self._terms.get(code, ()))
            words = language_name(code)
            if count:
                words += " · " + plural("{count} term", "{count} terms", count)
            action = menu.addAction(words.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(code == self._language)
            action.triggered.connect(lambda _checked=False, code=code: self._speak(code))
        menu.popup(self.language.mapToGlobal(self.language.rect().bottomLeft()))

    def _speak(self, code: str) -> None:
        self._take_terms()
        self._language = code
        self._show_terms()
        self.terms.setFocus()


def language_name(code: str) -> str:
    """Return a language by its own name ("English", "Español"), its code where Qt knows none."""
    locale = QLocale(code)
    if locale.language() == QLocale.Language.C:
        return code
    # Qt calls plain English "American English".
    plain = {"en": "English", "es": "Español", "pt": "Português"}
    return plain.get(code) or capital(locale.nativeLanguageName()) or code
