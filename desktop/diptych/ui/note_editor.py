"""The card in which a note is written. What is typed is handed on by itself, and never dropped."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QPainter, QPalette
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPlainTextEdit, QSizePolicy, QWidget

from diptych.ui.card import Card
from diptych.ui.controls import QuietButton, ThemedButton, ThinScrollBar
from diptych.ui.language import _
from diptych.ui.theme import reading_font

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QFocusEvent, QKeyEvent, QPaintEvent, QResizeEvent, QShowEvent

    from diptych.ui.theme import Theme

_PAUSE_MS = 300
# Whoever types without a pause is saved all the same: no more than a second's letters can be lost.
_AT_MOST_MS = 800
_CHOOSING = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab, Qt.Key.Key_Escape)
_MIN_LINES, _MAX_LINES = 3, 14


class SaveState(StrEnum):
    """What has become of the typed text."""

    NONE = "none"
    SAVING = "saving"
    SAVED = "saved"
    FAILED = "failed"


class NoteField(QPlainTextEdit):
    """The field that is typed in.

    Attributes:
        is_choosing: whether a list at the caret waits for the keys that choose from it.

    Signals:
        left: the keyboard goes elsewhere.
        done: Esc was pressed: the reader goes back to what was read.
        resized: it has another size, or is shown.
    """

    left = Signal()
    done = Signal()
    resized = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.is_choosing: Callable[[], bool] = lambda: False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave the keys that choose to the list that is open."""
        if event.key() in _CHOOSING and self.is_choosing():
            event.ignore()
        elif event.key() == Qt.Key.Key_Escape:
            self.done.emit()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Say so."""
        super().focusOutEvent(event)
        self.left.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say so."""
        super().resizeEvent(event)
        self.resized.emit()

    def showEvent(self, event: QShowEvent) -> None:
        """Say so."""
        super().showEvent(event)
        self.resized.emit()


class _Invitation(ThemedButton):
    """Stands where the field will be, and looks like it, until the reader begins to write."""

    def __init__(self, text: str, parent: QWidget) -> None:
        super().__init__(text, parent)
        self.setFont(reading_font(12))
        self.setCursor(Qt.CursorShape.IBeamCursor)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return the height of an empty field."""
        return QSize(100, _MIN_LINES * self.fontMetrics().lineSpacing() + 6)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the words as the field draws its placeholder."""
        if self.theme is None:
            return
        painter = QPainter(self)
        painter.setPen(self.theme.colour("dim"))
        painter.drawText(self.rect().adjusted(2, 2, -2, -2), Qt.TextFlag.TextWordWrap, self.text())
        self.draw_focus(painter, self.theme)
        painter.end()


class NoteEditor(Card):
    """Edits the Markdown of one note.

    Signals:
        text_changed: (key, body) 0.3 s after the last letter, 0.8 s after the first, and whenever
            the editor is left, shows another note, or is flushed.
        delete_asked: the key of the note.
        field_made: the field was made (the field); it is not before it is needed.
    """

    field_made = Signal(object)
    text_changed = Signal(str, str)
    delete_asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Note"), parent)
        self._key = ""
        self._about = ""
        self._is_fitting = False
        self._pending = False
        # Handed on, and not yet known to be saved.
        self._unsaved: dict[str, str] = {}
        self._is_handing_on = False
        self._state = SaveState.NONE
        self._field: NoteField | None = None
        # The text of the field, and the revision of its document in which it stands.
        self._read = -1, ""
        self._pause, self._limit = QTimer(self), QTimer(self)
        for timer, length in ((self._pause, _PAUSE_MS), (self._limit, _AT_MOST_MS)):
            timer.setSingleShot(True)
            timer.setInterval(length)
            timer.timeout.connect(self.flush)
        self._build()
        self.show_note("", "", "")

    def _build(self) -> None:
        self._delete = QuietButton(_("Delete"), self)
        self._delete.setAccessibleName(_("Delete this note"))
        self._delete.clicked.connect(self.ask_deletion)
        self.column.removeWidget(self.heading)
        top = QHBoxLayout()
        top.setSpacing(4)
        top.addWidget(self.heading, 1)
        top.addWidget(self._delete)
        self.column.addLayout(top)
        self._begin = _Invitation("", self)
        self._begin.clicked.connect(self.write)
        self.column.addWidget(self._begin)

    @property
    def field(self) -> QPlainTextEdit:
        """Where the text is typed; made when there is text, or the reader begins one."""
        if self._field is None:
            field = self._field = NoteField(self)
            field.setFrameShape(QFrame.Shape.NoFrame)
            field.setFont(reading_font(12))
            field.document().setDocumentMargin(2)
            field.setVerticalScrollBar(ThinScrollBar(field))
            field.setTabChangesFocus(True)
            field.textChanged.connect(self._typed)
            field.left.connect(self.flush)
            field.resized.connect(self._fit)
            self._begin.hide()
            self.column.addWidget(field)
            self._colour(field)
            self._show_field(field, "")
            field.show()
            self.field_made.emit(field)
        return self._field

    def write(self) -> None:
        """Put the keyboard into the field."""
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def set_theme(self, theme: Theme) -> None:
        """Take colours from a theme."""
        super().set_theme(theme)
        if self._field is not None:
            self._colour(self._field)

    def _colour(self, field: QPlainTextEdit) -> None:
        theme = self.theme
        if theme is None:
            return
        colours = field.palette()
        colours.setColor(QPalette.ColorRole.Base, theme.colour("card"))
        colours.setColor(QPalette.ColorRole.Text, theme.colour("ink"))
        colours.setColor(QPalette.ColorRole.PlaceholderText, theme.colour("dim"))
        colours.setColor(QPalette.ColorRole.Highlight, theme.colour("selection"))
        colours.setColor(QPalette.ColorRole.HighlightedText, theme.colour("ink"))
        field.setPalette(colours)

    def show_note(self, key: str, body: str, about: str) -> None:
        """Show a note; text of the one before it is handed on first.

        Args:
            key: what the signals name it by; "" for none, then nothing can be typed.
            body: its text as stored. Left aside where the reader's own, newer text is still here.
            about: what it is on ("on this pair").
        """
        same = key == self._key
        if not same:
            # Which may be saved only now; what whoever calls knows of it is older.
            body = self._unsaved.get(key, body)
            self.flush()
            self._key, self._pending = key, False
            self._state = SaveState.SAVED if body else SaveState.NONE
        self._about = about
        if key in self._unsaved:
            body = self._unsaved[key]
            self._state = SaveState.FAILED
        self._begin.setText(self._invitation())
        self._begin.setEnabled(bool(key))
        if body or self._field is not None:
            self._show_field(self.field, body)
        self._show_state()

    def _show_field(self, field: QPlainTextEdit, body: str) -> None:
        if not self._pending and body != self.body():
            field.blockSignals(True)
            field.setPlainText(body)
            field.blockSignals(False)
        field.setEnabled(bool(self._key))
        field.setAccessibleName(" ".join(filter(None, (_("Note"), self._about))))
        field.setPlaceholderText(self._invitation())
        self._fit()

    def _invitation(self) -> str:
        if self._key:
            return _("Write a note…")
        return _("Choose a finding or select words to write a note.")

    def set_state(self, key: str, state: SaveState, sentence: str = "") -> None:
        """Take in what has become of a text; one that failed is kept and handed on again.

        Args:
            key: the note's.
            state: what happened.
            sentence: why it failed.
        """
        if state is SaveState.SAVED:
            self._unsaved.pop(key, None)
        if key != self._key:
            return
        if not (self._pending and state is SaveState.SAVED):
            self._state = state
        self._show_state(sentence)

    def flush(self) -> None:
        """Hand on at once what was typed and not handed on, or could not be saved."""
        if self._field is not None and self._field.hasFocus():
            # Letters that an input method still holds are the reader's too.
            QGuiApplication.inputMethod().commit()
        self._pause.stop()
        self._limit.stop()
        if self._pending:
            self._pending = False
            self._unsaved[self._key] = self.body()
        # What is saved may bring another note here, which flushes: it is being handed on already.
        if not self._unsaved or self._is_handing_on:
            return
        if self._key in self._unsaved:
            self._state = SaveState.SAVING
            self._show_state()
        self._is_handing_on = True
        try:
            for key, body in tuple(self._unsaved.items()):
                self.text_changed.emit(key, body)
        finally:
            self._is_handing_on = False

    def drop(self, key: str) -> None:
        """Forget what was typed into a note, because the reader deletes it."""
        self._unsaved.pop(key, None)
        if key == self._key:
            self._pause.stop()
            self._limit.stop()
            self._pending = False
            self.show_note(key, "", self._about)
            self._state = SaveState.NONE
            self._show_state()

    def ask_deletion(self) -> None:
        """Ask for the note to be deleted; what was typed is saved first, so it can come back."""
        if self._key:
            key = self._key
            self.flush()
            self.drop(key)
            self.delete_asked.emit(key)

    def body(self) -> str:
        """Return the text as it stands."""
        if self._field is None:
            return ""
        document = self._field.document()
        revision, body = self._read
        if revision != document.revision():
            # `toPlainText` would turn the blanks that do not break into plain ones.
            raw = document.toRawText()
            body = raw.replace("\u2029", "\n").replace("\u2028", "\n")
            self._read = document.revision(), body
        return body

    @property
    def has_unsaved(self) -> bool:
        """Whether there is text that is not known to be on the disk."""
        return self._pending or bool(self._unsaved)

    @property
    def unsaved_texts(self) -> tuple[str, ...]:
        """The texts that are not known to be on the disk, of this note and of earlier ones."""
        texts = {**self._unsaved, self._key: self.body()} if self._pending else self._unsaved
        return tuple(texts.values())

    @property
    def key(self) -> str:
        """The key of the note that is shown, or ""."""
        return self._key

    def _typed(self) -> None:
        self._read = -1, ""  # several changes in one go may share a revision
        self._pending = True
        self._state = SaveState.SAVING
        self._show_state()
        self._pause.start()
        if not self._limit.isActive():
            self._limit.start()
        self._fit()

    def _show_state(self, sentence: str = "") -> None:
        words = {SaveState.SAVING: _("saving…"), SaveState.SAVED: _("saved")}.get(self._state, "")
        failed = ""
        if self._state is SaveState.FAILED:
            failed = " ".join((_("not saved yet."), sentence)).strip()
        self.set_heading(
            _("Note"), " · ".join(part for part in (self._about, words) if part), failed
        )
        is_empty = self._field is None or self._field.document().isEmpty()
        self._delete.setVisible(bool(self._key) and not is_empty)

    def _fit(self) -> None:
        """Make the field as high as its text, within bounds."""
        field = self._field
        if field is None or self._is_fitting:
            return
        lines = round(field.document().size().height())
        shown = min(max(lines, _MIN_LINES), _MAX_LINES)
        height = shown * field.fontMetrics().lineSpacing() + 6
        # Each change of size is answered here, once: one that the answer itself brings is not. A
        # scroll bar that Qt shows as it finds it needed makes other lines, those need none, and
        # without one the first are back: on and on, and the window is dead.
        self._is_fitting = True
        policy = Qt.ScrollBarPolicy
        needed = policy.ScrollBarAlwaysOn if lines > _MAX_LINES else policy.ScrollBarAlwaysOff
        if needed != field.verticalScrollBarPolicy():
            field.setVerticalScrollBarPolicy(needed)
        if height != field.height():
            field.setFixedHeight(height)
            self.settle()
        self._is_fitting = False
