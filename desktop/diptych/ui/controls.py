"""Small self-drawn controls in the theme's colours: segments, a quiet button, a menu of choices."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAction, QFontMetrics, QPainter, QPainterPath, QPen, QPolygonF
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMenu,
    QPushButton,
    QScrollBar,
    QSizePolicy,
    QWidget,
)

from diptych.ui.language import _
from diptych.ui.prose import SIZE, tip
from diptych.ui.theme import fill, interface_font, scaled
from diptych.ui.wording import capital

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from PySide6.QtGui import QKeyEvent, QMouseEvent, QPaintEvent

    from diptych.ui.theme import Theme, Token

_RADIUS = 5.0


class ThemedButton(QPushButton):
    """A button that draws itself in the theme's colours; the base of those below."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        # Not with the text in the call: of its overloads one takes an icon, and with it PySide
        # would set up the 150 icons of all themes.
        super().__init__(parent)
        self.setText(text)
        self.theme: Theme | None = None
        self.setFont(interface_font(SIZE))
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setAutoDefault(True)  # the Enter key presses it, as the space bar does

    def set_theme(self, theme: Theme) -> None:
        """Take colours from a theme."""
        self.theme = theme
        self.update()

    def shown_text(self) -> str:
        """Return the text without the sign that marks a mnemonic."""
        return self.text().replace("&&", "&")

    def draw_arrow(self, painter: QPainter, theme: Theme, pad: int) -> None:
        """Draw the arrow that says that a menu opens, so far from the right edge."""
        tip_at = QPointF(self.width() - pad - 4, self.height() / 2 + 2.5)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("dim"))
        corners = [tip_at, tip_at + QPointF(-4, -5), tip_at + QPointF(4, -5)]
        painter.drawPolygon(QPolygonF(corners))

    def draw_focus(self, painter: QPainter, theme: Theme) -> None:
        """Draw the frame that shows where the keyboard is."""
        if self.hasFocus():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(theme.colour("focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)


class QuietButton(ThemedButton):
    """A button that is only its words until the pointer or the keyboard is on it."""

    def sizeHint(self) -> QSize:
        """Return the size of the words and a little room."""
        metrics = self.fontMetrics()
        return QSize(metrics.horizontalAdvance(self.shown_text()) + 14, metrics.height() + 6)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the words, and the ground where they are pressed or pointed at."""
        if self.theme is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.isEnabled() and (self.underMouse() or self.isChecked() or self.isDown()):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self.theme.colour("chip" if self.isChecked() else "hover"))
            painter.drawRoundedRect(QRectF(self.rect()), _RADIUS, _RADIUS)
        painter.setPen(self.theme.colour("ink" if self.isChecked() else "dim"))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.shown_text())
        self.draw_focus(painter, self.theme)
        painter.end()


class _Segment(ThemedButton):
    """One part of a row of segments."""

    def __init__(self, text: str, name: str, first: bool, last: bool, parent: QWidget) -> None:
        super().__init__(text, parent)
        self._first, self._last = first, last
        self.suggested = False
        self.setCheckable(True)
        self.setAccessibleName(name)
        self.setToolTip(tip(name))

    def sizeHint(self) -> QSize:
        """Return the size of the words and their room."""
        metrics = self.fontMetrics()
        return QSize(metrics.horizontalAdvance(self.shown_text()) + 18, metrics.height() + 10)

    def minimumSizeHint(self) -> QSize:
        """Return the same: a word that is cut says nothing."""
        return self.sizeHint()

    def nextCheckState(self) -> None:
        """Leave the state alone: whoever hears of the click decides what is chosen."""

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the part: filled where it is chosen, tinted where it is only suggested."""
        if self.theme is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5 if self._first else -0.5, 0.5, -0.5, -0.5)
        ground: Token = "field"
        if self.isChecked():
            ground = "accent"
        elif self.suggested:
            ground = "row"
        elif self.isEnabled() and self.underMouse():
            ground = "hover"
        painter.setPen(QPen(self.theme.colour("accent" if self.isChecked() else "border"), 1))
        painter.setBrush(self.theme.colour(ground))
        painter.drawPath(self._outline(box))
        ink: Token = "accent_ink" if self.isChecked() else "ink" if self.isEnabled() else "dim"
        painter.setPen(self.theme.colour(ink))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.shown_text())
        self.draw_focus(painter, self.theme)
        painter.end()

    def _outline(self, box: QRectF) -> QPainterPath:
        path = QPainterPath()
        path.setFillRule(Qt.FillRule.WindingFill)
        path.addRoundedRect(box, _RADIUS, _RADIUS)
        # Inner corners are square: a plain half covers the round ones.
        if not self._first:
            path.addRect(box.adjusted(0, 0, -box.width() / 2, 0))
        if not self._last:
            path.addRect(box.adjusted(box.width() / 2, 0, 0, 0))
        return path.simplified()


class ThinScrollBar(QScrollBar):
    """A plain scroll bar without arrows, in the palette's border colour.

    It knows its own geometry: asking the style for it costs 12 ms at start.
    """

    def __init__(self, parent: QWidget | None = None, *, sideways: bool = False) -> None:
        way = Qt.Orientation.Horizontal if sideways else Qt.Orientation.Vertical
        super().__init__(way, parent)
        self._sideways = sideways
        self._grip: float | None = None

    def sizeHint(self) -> QSize:
        """Return a bar of ten pixels."""
        return QSize(10, 10)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the handle."""
        painter = QPainter(self)
        fill(painter, self.rect(), self.palette().window().color())
        if self.maximum() > self.minimum():
            begin, length = self._handle()
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self.palette().mid())
            box = QRectF(2, begin + 1, self.width() - 4, length - 2)
            if self._sideways:
                box = QRectF(begin + 1, 2, length - 2, self.height() - 4)
            painter.drawRoundedRect(box, 3, 3)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the handle, or go a page towards the pointer."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        begin, length = self._handle()
        at = self._along(event)
        if begin <= at < begin + length:
            self._grip = at - begin
        else:
            step = self.pageStep() if at > begin else -self.pageStep()
            self.setValue(self.value() + step)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the handle."""
        _begin, length = self._handle()
        way = self._whole() - length
        if self._grip is not None and way > 0:
            share = (self._along(event) - self._grip) / way
            self.setValue(self.minimum() + round(share * (self.maximum() - self.minimum())))

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """Let the handle go."""
        self._grip = None

    def _along(self, event: QMouseEvent) -> float:
        return event.position().x() if self._sideways else event.position().y()

    def _whole(self) -> int:
        return self.width() if self._sideways else self.height()

    def _handle(self) -> tuple[float, float]:
        """Return where the handle begins and how long it is, in pixels."""
        span = self.maximum() - self.minimum()
        length = max(24.0, self._whole() * self.pageStep() / max(1, span + self.pageStep()))
        way = max(0.0, self._whole() - length)
        return way * (self.value() - self.minimum()) / max(1, span), length


class Segments(QWidget):
    """A row of joined buttons, of which at most one is chosen.

    Signals:
        chosen: the key of the button that was clicked; what is shown changes by `set_current`.
    """

    chosen = Signal(str)

    def __init__(
        self, options: Sequence[tuple[str, str, str]], parent: QWidget | None = None
    ) -> None:
        """Build the row from (key, text, accessible name)."""
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self._buttons: dict[str, _Segment] = {}
        for number, (key, text, name) in enumerate(options):
            button = _Segment(text, name, number == 0, number == len(options) - 1, self)
            button.clicked.connect(lambda _checked=False, key=key: self.chosen.emit(key))
            row.addWidget(button)
            self._buttons[key] = button
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def set_theme(self, theme: Theme) -> None:
        """Take colours from a theme."""
        for button in self._buttons.values():
            button.set_theme(theme)

    def set_current(self, key: str, suggested: str = "") -> None:
        """Show one button as chosen ("" for none), and one as merely suggested."""
        for own, button in self._buttons.items():
            button.setChecked(own == key)
            button.suggested = own == suggested
            button.update()

    def current(self) -> str:
        """Return the key of the chosen button, or ""."""
        return next((key for key, button in self._buttons.items() if button.isChecked()), "")

    def button(self, key: str) -> QPushButton:
        """Return one of the buttons."""
        return self._buttons[key]

    def buttons(self) -> list[QPushButton]:
        """Return the buttons in their order."""
        return list(self._buttons.values())


class _OpenMenu(QMenu):
    """A menu that stays open while its entries are ticked."""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Tick the entry under the pointer and stay."""
        if not _tick(self.activeAction()):
            super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Tick the current entry with the space bar and stay."""
        if event.key() != Qt.Key.Key_Space or not _tick(self.activeAction()):
            super().keyPressEvent(event)


def _tick(action: QAction | None) -> bool:
    if action is None or not action.isCheckable() or not action.isEnabled():
        return False
    action.trigger()
    return True


class ChoiceButton(ThemedButton):
    """A button whose menu ticks several of a few things: topics, relations.

    Signals:
        choice_changed: the keys that are ticked, a tuple[str, ...]; none ticked means all.
    """

    choice_changed = Signal(object)

    def __init__(self, label: str, everything: str, parent: QWidget | None = None) -> None:
        """Build a button that reads "label: what is chosen", or "label: everything"."""
        super().__init__(label, parent)
        self._label, self._everything = label, everything
        self._options: dict[str, QAction] = {}
        self._menu = _OpenMenu(self)
        self.clicked.connect(self._open)
        self._show()

    def set_options(self, options: Iterable[tuple[str, str]], chosen: Iterable[str] = ()) -> None:
        """Offer (key, text) pairs, some of them ticked; nothing is emitted."""
        ticked = set(chosen)
        self._menu.clear()
        every = self._menu.addAction(capital(self._everything))
        every.triggered.connect(self._clear)
        self._menu.addSeparator()
        self._options = {}
        for key, text in options:
            # Made here, not by the menu: PySide lets go of those before the button of a window that
            # is deleted, which is asked for its size even then.
            action = QAction(text.replace("&", "&&"), self._menu)
            self._menu.addAction(action)
            action.setCheckable(True)
            action.setChecked(key in ticked)
            action.triggered.connect(self._changed)
            self._options[key] = action
        self._show()

    def chosen(self) -> tuple[str, ...]:
        """Return the keys that are ticked."""
        return tuple(key for key, action in self._options.items() if action.isChecked())

    def set_chosen(self, keys: Iterable[str]) -> None:
        """Tick these and no others; nothing is emitted."""
        ticked = set(keys)
        for key, action in self._options.items():
            action.setChecked(key in ticked)
        self._show()

    def sizeHint(self) -> QSize:
        """Return the size of the words, at most that of a few."""
        metrics = self.fontMetrics()
        width = metrics.horizontalAdvance(self._label + ": ") + 36
        bold = interface_font(SIZE, bold=True)
        width += QFontMetrics(bold).horizontalAdvance(self._summary())
        return QSize(min(width, scaled(260)), metrics.height() + 12)

    def minimumSizeHint(self) -> QSize:
        """Return a size that still shows the first letters of what is chosen."""
        usual = self.sizeHint()
        least = self.fontMetrics().horizontalAdvance(self._label + ": " + "0" * 8) + 36
        return QSize(min(usual.width(), least), usual.height())

    def open_at(self, widget: QWidget) -> QMenu:
        """Open the menu below a widget, and return it."""
        self._menu.popup(widget.mapToGlobal(widget.rect().bottomLeft()))
        return self._menu

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the label, what is chosen in bold, and a small triangle."""
        if self.theme is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self.theme.colour("border"), 1))
        hovered = self.underMouse() or self.isDown()
        painter.setBrush(self.theme.colour("hover" if hovered else "field"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        painter.setPen(self.theme.colour("ink"))
        inner = self.rect().adjusted(10, 0, -10, 0)
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        label = self._label + ": "
        painter.drawText(inner, flags, label)
        used = painter.fontMetrics().horizontalAdvance(label)
        painter.setFont(interface_font(SIZE, bold=True))
        rest = inner.adjusted(used, 0, -14, 0)
        metrics = painter.fontMetrics()
        text = metrics.elidedText(self._summary(), Qt.TextElideMode.ElideRight, rest.width())
        painter.drawText(rest, flags, text)
        self.draw_arrow(painter, self.theme, 10)
        self.draw_focus(painter, self.theme)
        painter.end()

    def _summary(self) -> str:
        texts = [a.text().replace("&&", "&") for a in self._options.values() if a.isChecked()]
        return ", ".join(texts) or self._everything

    def _show(self) -> None:
        self.setAccessibleName(f"{self._label}: {self._summary()}")
        self.updateGeometry()
        self.update()

    def _open(self) -> None:
        self.open_at(self)

    def _changed(self) -> None:
        self._show()
        self.choice_changed.emit(self.chosen())

    def _clear(self) -> None:
        self.set_chosen(())
        self._changed()


def topic_button(parent: QWidget | None = None) -> ChoiceButton:
    """Return the button that chooses topics."""
    return ChoiceButton(_("Topic"), _("all"), parent)


def topic_options(topics: Iterable[str]) -> list[tuple[str, str]]:
    """Return topics as options: their names, with a capital."""
    return [(topic, capital(topic)) for topic in topics]
