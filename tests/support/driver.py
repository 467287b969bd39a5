"""A reader at the real window, in the reader's words: opens, presses keys, looks, closes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from diptych.model.comparison import Side
from diptych.services.workplace import Workplace
from diptych.ui.appearance import built_anew
from diptych.ui.window import Window
from diptych.work.inline import InlineJobs
from support.letters import make_tasks

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from diptych.model.document import Span
    from diptych.ui.pane import Pane
    from diptych.ui.rows import Row
    from diptych.ui.text_view import TextView
    from diptych.work.port import Jobs

PATIENCE_MS = 120_000
NO_KEY = Qt.KeyboardModifier.NoModifier
ALT, CTRL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


class Reader:
    """Somebody who reads with Diptych.

    Args:
        qtbot: of pytest-qt.
        folder: the reader's data folder.
        make_jobs: makes what does the slow work; where it is not given, that is done in-line, and
            the short letters are compared by hand.
        make_page_jobs: makes what draws pages; the same as the rest where it is not given.
    """

    def __init__(
        self,
        qtbot,
        folder: Path,
        make_jobs: Callable[[], Jobs] | None = None,
        make_page_jobs: Callable[[], Jobs] | None = None,
    ) -> None:
        self._qtbot = qtbot
        self._folder = folder
        self._make_jobs = make_jobs or (lambda: InlineJobs(make_tasks()))
        self._make_page_jobs = make_page_jobs or (lambda: None)
        self.window: Window
        self.is_open = False

    # Coming and going

    def start(self, *paths: Path | str) -> None:
        """Start the program, on two files or where it was left."""
        self.workplace = Workplace.open(
            self._folder, self._make_jobs(), page_jobs=self._make_page_jobs()
        )
        self.window = Window(self.workplace)
        self.is_open = True
        self.window.begin([str(path) for path in paths])
        self.window.show()
        self.window.activateWindow()
        self._qtbot.waitUntil(self.window.isActiveWindow, timeout=PATIENCE_MS)
        QApplication.processEvents()

    def close(self) -> bool:
        """Close the window and end the program; False where it stays open."""
        if self.window.close():
            self._end()
        return not self.is_open

    def build_anew(self) -> None:
        """Have another window in the place of this one, as for another language."""
        self.window.handlers.appearance.build_anew()
        self.window = built_anew(self.window)
        self.window.show()
        self.window.activateWindow()
        self.wait(self.window.isActiveWindow)
        QApplication.processEvents()

    def end(self) -> None:
        """End the program without a word, as when the test is over."""
        if self.is_open:
            self.window.hide()
            self.window.handlers.end()
            self._end()

    def _end(self) -> None:
        self.is_open = False
        self.workplace.close()
        self.window.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    def wait(self, happened: Callable[[], bool]) -> None:
        """Wait until something has happened."""
        self._qtbot.waitUntil(happened, timeout=PATIENCE_MS)

    def wait_for_findings(self) -> None:
        """Wait until the analysis is done."""
        desk = self.window.desk
        self.wait(lambda: desk.comparison is not None and not desk.is_begun)
        QApplication.processEvents()

    # Keys and pointer

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = NO_KEY) -> None:
        """Press a key where the keyboard is."""
        QTest.keyClick(self.keyboard, key, held)
        QApplication.processEvents()

    def type(self, text: str) -> None:
        """Type letters where the keyboard is."""
        for letter in text:
            if letter.isascii():
                QTest.keyClicks(self.keyboard, letter)
            else:  # which QTest ends the process for
                press = QEvent.Type.KeyPress
                QApplication.sendEvent(self.keyboard, QKeyEvent(press, 0, NO_KEY, letter))
        QApplication.processEvents()

    @property
    def keyboard(self) -> QWidget:
        """The widget that has the keyboard."""
        return self.window.focusWidget() or self.window

    def go_to_text(self, side: Side) -> None:
        """Put the keyboard into a text."""
        self.view(side).setFocus()

    def click(self, widget: QWidget, at: QPoint | None = None) -> None:
        """Click a widget, in its middle where no point is given."""
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton, NO_KEY, at or widget.rect().center())
        QApplication.processEvents()

    def turn_wheel(self, widget: QWidget, notches: int, held=NO_KEY) -> None:
        """Turn the wheel over a widget; positive is away from the reader."""
        at = QPointF(widget.rect().center())
        event = QWheelEvent(
            at,
            QPointF(widget.mapToGlobal(at.toPoint())),
            QPoint(),
            QPoint(0, 120 * notches),
            Qt.MouseButton.NoButton,
            held,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(widget, event)
        QApplication.processEvents()

    def drop(self, side: Side, url: str) -> bool:
        """Drop something on a pane's text; say whether it was taken."""
        mime = QMimeData()
        mime.setUrls([QUrl(url)])
        pane = self.pane(side)
        # What is under the pointer is a child that takes no drops: Qt asks the pane.
        at = pane.rect().center()
        action, none = Qt.DropAction.CopyAction, Qt.MouseButton.NoButton
        enter = QDragEnterEvent(at, action, mime, none, NO_KEY)
        enter.ignore()
        QApplication.sendEvent(pane, enter)
        drop = QDropEvent(QPointF(at), action, mime, none, NO_KEY)
        drop.ignore()
        QApplication.sendEvent(pane, drop)
        QApplication.processEvents()
        return enter.isAccepted() and drop.isAccepted()

    def run(self, command: str) -> None:
        """Run a command, as from its menu."""
        self.window.commands.action(command).trigger()
        QApplication.processEvents()

    def open(self, side: Side, path: Path | str) -> None:
        """Open a file on a side."""
        self.window.desk.open(side, str(path))
        QApplication.processEvents()

    # What can be seen

    def pane(self, side: Side) -> Pane:
        """A pane."""
        return self.window.spread.panes[side]

    def view(self, side: Side) -> TextView:
        """The text in a pane."""
        return self.pane(side).view

    def title(self, side: Side) -> str:
        """What the head of a pane says."""
        return self.pane(side).head.accessibleName()

    def message(self, side: Side) -> str:
        """What is said in place of a text, or ""."""
        view = self.view(side)
        if view.document is not None:
            return ""
        return self.window.handlers.notices.text(side) or view.message

    @property
    def status(self) -> str:
        """What the line at the foot says."""
        return self.window.status.accessibleName()

    @property
    def rows(self) -> list[Row]:
        """The findings in the list."""
        return self.window.table.findings.shown

    @property
    def pairs(self) -> list[Row]:
        """The findings with two sides."""
        return [row for row in self.rows if not row.finding.relation.is_one_sided]

    @property
    def selected(self) -> Row:
        """The selected finding."""
        row = self.window.desk.row()
        assert row is not None, "no finding is selected"
        assert self.window.table.chosen() == row.finding.id
        return row

    def select(self, row: Row) -> None:
        """Choose a finding in the list."""
        findings = self.window.table.findings
        index = findings.index(findings.row_of(row.finding.id), 0)
        table = self.window.table
        table.scrollTo(index)
        self.click(table.viewport(), table.visualRect(index).center())
        assert self.selected.finding.id == row.finding.id

    def in_view(self, side: Side) -> bool:
        """Whether the selected finding's words begin in the part of a text that is in view."""
        view = self.view(side)
        passage = self.selected.finding.passages(side)[0]
        top, _bottom = view.extent(passage.block, passage.start, passage.end)
        return 0 <= top < view.viewport().height()

    @property
    def note(self) -> str:
        """The text in the note editor."""
        return self.window.panel.note_editor.body()

    @property
    def note_state(self) -> str:
        """What the heading of the note says: "on this finding · saved"."""
        return self.window.panel.note_editor.heading.text()

    def write(self, text: str) -> None:
        """Press N and type a note."""
        self.press(Qt.Key.Key_N)
        assert self.keyboard is self.window.panel.note_editor.field
        self.type(text)

    def write_on(self, words: str, text: str) -> None:
        """Write a note on words of the left text, and wait until it is saved."""
        self.select_words(Side.LEFT, words)
        self.write(text)
        self.wait_until_saved()

    @property
    def bodies(self) -> set[str]:
        """What the notes of the library say."""
        return {note.body for note in self.workplace.library.notes()}

    def wait_until_saved(self) -> None:
        """Wait until what was typed is on the disk."""
        self.wait(lambda: not self.window.panel.note_editor.has_unsaved)

    def select_words(self, side: Side, words: str) -> Span:
        """Select words of a text; return where they stand in the source."""
        view = self.view(side)
        assert view.document is not None
        texts = [block.text for block in view.document.blocks]
        block = next(index for index, text in enumerate(texts) if words in text)
        start = texts[block].index(words)
        from diptych.ui.marks import Position

        self.go_to_text(side)
        view.select(Position(block, start), Position(block, start + len(words)))
        span = view.document.source_span((block, start), (block, start + len(words)))
        assert span is not None
        return span
