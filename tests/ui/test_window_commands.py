"""Every command in the real window on two documents: from its action, and from the palette."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QLineEdit,
    QMenu,
    QMessageBox,
    QTreeWidget,
    QWidget,
)

from diptych.model.comparison import Side
from diptych.ui.commands import COMMANDS
from diptych.ui.palette import FloatingList
from diptych.ui.printing import PrintDialog
from support.driver import CTRL, SHIFT, Reader
from support.letters import write_letters

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.qt_log_ignore("grabbing the keyboard", extend=True)
IDS = [command.id for command in COMMANDS]
# They close the window; another language has one built anew in its place.
LEAVING = ("quit", "language_system", "language_en", "language_es")


def leave_dialogs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the reader change their mind in each of the system's dialogs."""
    for name, nothing in (
        ("getOpenFileName", ("", "")),
        ("getOpenFileNames", ([], "")),
        ("getSaveFileName", ("", "")),
        ("getExistingDirectory", ""),
    ):
        monkeypatch.setattr(QFileDialog, name, lambda *_a, nothing=nothing, **_n: nothing)


@pytest.fixture
def reader(qtbot, data_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    leave_dialogs(monkeypatch)
    reader = Reader(qtbot, data_folder)
    reader.start(*write_letters(tmp_path))
    reader.select(reader.pairs[0])
    reader.go_to_text(Side.LEFT)
    yield reader
    reader.end()


def close_what_was_opened(reader: Reader) -> None:
    for kind in (QMenu, QMessageBox, PrintDialog):
        for opened in reader.window.findChildren(kind):
            if opened.isVisible():
                opened.close()
    for palette in reader.window.findChildren(FloatingList):
        if palette.isVisible():
            reader.press(Qt.Key.Key_Escape)
    # Which the window manager does where there is one.
    reader.window.activateWindow()
    QApplication.processEvents()


def test_every_command_runs_twice_and_the_window_can_be_used_after_it(reader: Reader) -> None:
    for command in (*IDS, *IDS):
        if command not in LEAVING:
            reader.run(command)
            close_what_was_opened(reader)
            reader.window.grab()
            assert reader.window.isVisible(), command
    reader.select(reader.pairs[0])
    reader.run("quit")
    assert not reader.window.isVisible()


@pytest.mark.parametrize("documents", [0, 1])
def test_commands_run_with_fewer_than_two_documents(
    documents: int, qtbot, data_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    leave_dialogs(monkeypatch)
    reader = Reader(qtbot, data_folder)
    reader.start(*write_letters(tmp_path)[:documents], tmp_path / "gone.txt")
    assert len(reader.window.desk.documents) == documents
    for command in IDS:
        if command not in LEAVING:
            reader.run(command)
            close_what_was_opened(reader)
            assert reader.window.isVisible(), command
    assert reader.close()
    reader.end()


def test_every_command_is_found_in_the_palette_and_runs_from_it(reader: Reader) -> None:
    commands = reader.window.commands
    ran = []
    for command in COMMANDS:
        commands.action(command.id).triggered.connect(lambda _on=False, c=command: ran.append(c.id))
    for command in COMMANDS:
        if command.id in (*LEAVING, "palette", "keys"):
            continue
        reader.go_to_text(Side.LEFT)
        reader.press(Qt.Key.Key_P, CTRL | SHIFT)
        field = reader.keyboard
        assert isinstance(field, QLineEdit)
        reader.type(command.text.removesuffix("…"))
        listed = field.parentWidget().findChild(QTreeWidget)
        assert listed.topLevelItem(0).text(0) == command.text
        enabled = commands.action(command.id).isEnabled()
        ran.clear()
        reader.press(Qt.Key.Key_Return)
        assert ran == ([command.id] if enabled else []), command.id
        close_what_was_opened(reader)
        assert not listed.isVisible()


def test_the_palette_gives_the_keyboard_back(reader: Reader) -> None:
    before: QWidget = reader.keyboard
    reader.press(Qt.Key.Key_P, CTRL | SHIFT)
    assert reader.keyboard is not before
    reader.press(Qt.Key.Key_Escape)
    assert reader.keyboard is before


def test_what_cannot_be_done_now_is_disabled(reader: Reader) -> None:
    def enabled(command: str) -> bool:
        return reader.window.commands.action(command).isEnabled()

    assert enabled("verdict_converge")
    assert enabled("export_html")
    assert not any(map(enabled, ("undo", "redo", "delete_note", "stop_analysis", "find_next")))
    assert not enabled("copy")
    reader.run("select_all")
    assert enabled("copy")
    reader.press(Qt.Key.Key_1)
    assert enabled("undo")
    reader.write("A note")
    reader.wait_until_saved()
    assert enabled("delete_note")
    reader.window.desk.select("")
    assert not any(map(enabled, ("verdict_converge", "why")))
