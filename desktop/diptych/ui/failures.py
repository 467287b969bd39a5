"""What happens when something fails: a defect is shown with its traceback, never swallowed or sent.

What the world does wrong (`UserError`) is said where it happened: in the pane, the list, the note.
"""

from __future__ import annotations

import sys
from enum import Enum
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal

import diptych
from diptych.model.errors import UserError
from diptych.ui.language import _, plural, said

if TYPE_CHECKING:
    from types import TracebackType

    from PySide6.QtWidgets import QMessageBox, QWidget

    from diptych.services.backups import Backup


class Failures(QObject):
    """Shows unhandled errors, of any thread, in one window that does not block the others.

    A failure of the world that nobody expected where it happened is said in its own words.

    Args:
        parent: the window over which the report appears.
    """

    _failed = Signal(object, str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._parent = parent
        self._shown: QMessageBox | None = None
        self._failed.connect(self._show, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        """Take over what Python does with errors that nobody handles."""
        sys.excepthook = self._hook

    def _hook(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        import traceback

        text = "".join(traceback.format_exception(kind, error, trace))
        sys.__excepthook__(kind, error, trace)
        if not issubclass(kind, KeyboardInterrupt):
            self._failed.emit(error, text)

    def _show(self, error: BaseException, text: str) -> None:
        if self._shown is not None:
            return  # the first report is what matters; the others are on standard error
        from PySide6.QtWidgets import QMessageBox

        box = self._shown = QMessageBox(self._parent)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setIcon(QMessageBox.Icon.Warning)
        box.setWindowTitle("Diptych")
        if isinstance(error, UserError):
            box.setText(said(error.sentence))
            box.setInformativeText("\n\n".join(filter(None, (said(error.next_step), error.path))))
        else:
            box.setText(_("Something in Diptych went wrong. What was saved is safe."))
            box.setInformativeText(
                _("You can go on. The details below can be copied into a report; nothing is sent.")
            )
            box.setDetailedText(f"Diptych {diptych.__version__}, Python {sys.version}\n\n{text}")
        box.addButton(_("Close"), QMessageBox.ButtonRole.RejectRole)
        box.setModal(False)
        box.finished.connect(self._closed)
        box.show()

    def _closed(self) -> None:
        self._shown = None


class Answer(Enum):
    """What the reader wants done about a library that cannot be opened."""

    AGAIN = "again"
    RESTORE = "restore"
    READ = "read"
    QUIT = "quit"


def ask_about_library(error: UserError, backup: Backup | None, *, may_read: bool = False) -> Answer:
    """Ask what to do about a library that cannot be opened, before there is a window.

    Args:
        error: what is wrong.
        backup: the newest good backup, which is offered where there is one.
        may_read: whether the library can be read, and only not be written.
    """
    from PySide6.QtCore import QDateTime
    from PySide6.QtWidgets import QMessageBox

    box = QMessageBox()
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setIcon(QMessageBox.Icon.Warning)
    box.setWindowTitle("Diptych")
    box.setText(said(error.sentence))
    offered = ""
    if backup is not None:
        offered = plural(
            "The newest backup, of {made}, holds {count} note.",
            "The newest backup, of {made}, holds {count} notes.",
            backup.notes,
            made=QDateTime.fromString(backup.made, "yyyyMMddTHHmmssZ").toString(),
        )
    parts = (said(error.next_step), error.path, offered)
    box.setInformativeText("\n\n".join(part for part in parts if part))
    again = box.addButton(_("Try again"), QMessageBox.ButtonRole.AcceptRole)
    restore = read = None
    if may_read:
        read = box.addButton(_("Only read"), QMessageBox.ButtonRole.ActionRole)
    if backup is not None:
        restore = box.addButton(_("Use the backup"), QMessageBox.ButtonRole.ActionRole)
    quit_button = box.addButton(_("Quit"), QMessageBox.ButtonRole.RejectRole)
    box.setEscapeButton(quit_button)
    box.setDefaultButton(again)
    box.exec()
    pressed = box.clickedButton()
    if pressed is again:
        return Answer.AGAIN
    if read is not None and pressed is read:
        return Answer.READ
    return Answer.RESTORE if restore is not None and pressed is restore else Answer.QUIT
