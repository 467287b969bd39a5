"""The command table, and the menus, keys and palette that are made from it."""

from __future__ import annotations

from collections import Counter

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QLineEdit,
    QMainWindow,
    QMenu,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from diptych.ui.appearance import speak
from diptych.ui.commands import COMMANDS, CommandSet, build
from diptych.ui.menus import LettersMenu
from diptych.ui.own_keys import KeysList, wear_kept
from diptych.ui.palette import CommandPalette, match_rank
from support.findings import theme


@pytest.fixture
def ran() -> list[str]:
    return []


@pytest.fixture
def window(qtbot, ran: list[str]) -> QMainWindow:
    window = QMainWindow()
    window.resize(800, 600)
    centre = QWidget()
    box = QVBoxLayout(centre)
    window.place = QWidget()
    window.place.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    window.line, window.note = QLineEdit(), QPlainTextEdit()
    for widget in (window.place, window.line, window.note):
        box.addWidget(widget)
    window.setCentralWidget(centre)
    handlers = {c.id: (lambda name=c.id: ran.append(name)) for c in COMMANDS}
    window.commands = build(window, handlers)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow, timeout=30_000)
    return window


def test_ids_are_unique_and_no_two_commands_share_a_key() -> None:
    assert max(Counter(command.id for command in COMMANDS).values()) == 1
    keys = Counter(QKeySequence(key).toString() for command in COMMANDS for key in command.keys)
    assert "" not in keys, "a key that Qt cannot read"
    assert [key for key, count in keys.items() if count > 1] == []


def test_the_keys_of_the_design_are_there() -> None:
    keys = {command.id: command.keys for command in COMMANDS}
    assert keys["next_finding"] == ("Alt+Down",)
    assert keys["other_pane"] == ("F6",)
    assert "Ctrl+Return" in keys["bring_other_here"]
    verdicts = ("converge", "diverge", "partial", "not_a_pair", "clear")
    assert [keys[f"verdict_{v}"] for v in verdicts] == [("1",), ("2",), ("3",), ("4",), ("0",)]


def test_every_command_is_in_a_menu_and_runs_from_it(window: QMainWindow, ran: list[str]) -> None:
    whole = QMenu(window)
    window.commands.fill(whole)
    in_menus = [
        action.objectName()
        for menu in whole.actions()
        for action in menu.menu().actions()
        if not action.isSeparator()
    ]
    assert sorted(in_menus) == sorted(command.id for command in COMMANDS)
    for command in COMMANDS:
        window.commands.action(command.id).trigger()
    assert ran == [command.id for command in COMMANDS]


def test_a_command_without_handler_or_a_handler_without_command_is_loud(qtbot) -> None:
    window = QMainWindow()
    qtbot.addWidget(window)
    handlers = {command.id: lambda: None for command in COMMANDS}
    del handlers["quit"]
    with pytest.raises(ValueError, match="quit"):
        build(window, handlers)


def test_a_single_key_runs_its_command_but_not_from_a_text_field(
    window: QMainWindow, ran: list[str], qtbot
) -> None:
    window.place.setFocus()
    qtbot.keyClick(window.place, Qt.Key.Key_2)
    qtbot.keyClick(window.place, Qt.Key.Key_W)
    qtbot.keyClick(window.place, Qt.Key.Key_N)
    qtbot.keyClicks(window.place, "?")
    assert ran == ["verdict_diverge", "why", "note", "keys"]
    for field, text in ((window.line, window.line.text), (window.note, window.note.toPlainText)):
        field.setFocus()
        qtbot.keyClicks(field, "12340nwNW?")
        assert text() == "12340nwNW?"
    assert ran == ["verdict_diverge", "why", "note", "keys"]


def test_undo_in_a_text_field_is_the_fields_own(window: QMainWindow, ran: list[str], qtbot) -> None:
    window.note.setFocus()
    qtbot.keyClicks(window.note, "typed")
    qtbot.keyClick(window.note, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert window.note.toPlainText() == ""
    assert ran == []
    window.place.setFocus()
    qtbot.keyClick(window.place, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert ran == ["undo"]


def test_what_needs_a_finding_can_be_switched_off_together(
    window: QMainWindow, ran: list[str], qtbot
) -> None:
    commands: CommandSet = window.commands
    commands.set_enabled("pair", False)
    window.place.setFocus()
    qtbot.keyClick(window.place, Qt.Key.Key_1)
    assert ran == []
    assert commands.action("next_finding").isEnabled()
    commands.set_enabled("pair", True)
    qtbot.keyClick(window.place, Qt.Key.Key_1)
    assert ran == ["verdict_converge"]


def test_of_exclusive_commands_one_is_on_and_showing_it_runs_nothing(
    window: QMainWindow, ran: list[str]
) -> None:
    commands: CommandSet = window.commands
    commands.set_checked("sync_meaning")
    commands.set_checked("sync_off")
    on = [
        name
        for name in ("sync_off", "sync_meaning", "sync_proportion")
        if commands.action(name).isChecked()
    ]
    assert on == ["sync_off"]
    assert ran == []


def palette_of(window: QMainWindow) -> CommandPalette:
    palette = CommandPalette(window, window.commands)
    palette.set_theme(theme())
    return palette


def keys_of(window: QMainWindow, kept: list[str]) -> KeysList:
    keys = KeysList(window, window.commands, kept[-1] if kept else "", kept.append)
    keys.set_theme(theme())
    return keys


def test_the_palette_lists_every_command_and_typing_narrows_it(
    window: QMainWindow, ran: list[str], qtbot
) -> None:
    window.place.setFocus()
    palette = palette_of(window)
    palette.open_commands()
    assert palette._list.topLevelItemCount() == len(COMMANDS)
    qtbot.keyClicks(palette._field, "next find")
    assert palette._list.topLevelItem(0).text(0) == "Next finding"
    qtbot.keyClick(palette._field, Qt.Key.Key_Return)
    assert ran == ["next_finding"]
    assert not palette.isVisible()
    assert window.place.hasFocus()


def test_the_name_of_a_menu_finds_what_is_in_it(window: QMainWindow, qtbot) -> None:
    palette = palette_of(window)
    palette.open_commands()
    qtbot.keyClicks(palette._field, "language")
    found = range(palette._list.topLevelItemCount())
    shown = [palette._list.topLevelItem(at).text(0) for at in found]
    assert shown == ["Language of the system", "English", "Español"]


def test_in_the_palette_arrows_move_and_esc_closes_without_running(
    window: QMainWindow, ran: list[str], qtbot
) -> None:
    palette = palette_of(window)
    palette.open_commands()
    qtbot.keyClick(palette._field, Qt.Key.Key_Down)
    assert palette._list.currentItem().text(0) == "Open right…"
    qtbot.keyClick(palette._field, Qt.Key.Key_Escape)
    assert not palette.isVisible()
    assert ran == []


def test_a_disabled_command_is_shown_and_does_not_run(
    window: QMainWindow, ran: list[str], qtbot
) -> None:
    window.commands.set_enabled("analysis", False)
    palette = palette_of(window)
    palette.open_commands()
    qtbot.keyClicks(palette._field, "stop the")
    item = palette._list.topLevelItem(0)
    assert item.text(0) == "Stop the analysis"
    assert item.isDisabled()
    qtbot.keyClick(palette._field, Qt.Key.Key_Return)
    assert ran == []


def test_keys_show_each_shortcut_and_a_click_runs(
    window: QMainWindow, ran: list[str], qtbot
) -> None:
    palette = keys_of(window, [])
    palette.ask()
    shown = {
        palette._list.topLevelItem(i).text(0): palette._list.topLevelItem(i).text(2)
        for i in range(palette._list.topLevelItemCount())
    }
    assert shown["Find next"] == "F3"
    assert shown["Keys"] == "?   F1"
    item = palette._list.topLevelItem(2)
    point: QPoint = palette._list.visualItemRect(item).center()
    qtbot.mouseClick(palette._list.viewport(), Qt.MouseButton.LeftButton, pos=point)
    assert ran == ["swap_sides"]


def change(keys: KeysList, name: str, qtbot) -> None:
    """Find a command in the list of keys, and ask for other keys."""
    keys.ask()
    qtbot.keyClicks(keys._field, name)
    qtbot.keyClick(keys._field, Qt.Key.Key_F2)


def names(window: QMainWindow, command: str) -> list[str]:
    return [key.toString() for key in window.commands.action(command).shortcuts()]


def test_a_command_gets_other_keys_which_are_kept_and_given_back(
    window: QMainWindow, ran: list[str], qtbot
) -> None:
    kept: list[str] = []
    keys = keys_of(window, kept)
    change(keys, "next finding", qtbot)
    qtbot.keyClick(keys._field, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert keys._list.currentItem().text(0) == "Next finding"
    assert keys._list.currentItem().text(2) == "Ctrl+K"
    qtbot.keyClick(keys._field, Qt.Key.Key_Escape)
    window.place.setFocus()
    qtbot.keyClick(window.place, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert ran == []
    qtbot.keyClick(window.place, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert ran == ["next_finding"]
    # As at the next start.
    window.commands.action("next_finding").setShortcuts(["Alt+Down"])
    wear_kept(window, window.commands, kept[-1])
    assert names(window, "next_finding") == ["Ctrl+K"]
    again = keys_of(window, kept)
    change(again, "next finding", qtbot)
    qtbot.keyClick(again._field, Qt.Key.Key_Delete)
    assert names(window, "next_finding") == ["Alt+Down"]
    qtbot.keyClick(again._field, Qt.Key.Key_F2)
    qtbot.keyClick(again._field, Qt.Key.Key_Backspace)
    assert names(window, "next_finding") == []


def test_what_cannot_be_done_now_gets_other_keys_all_the_same(
    window: QMainWindow, ran: list[str], qtbot
) -> None:
    window.commands.set_enabled("hits", False)
    keys = keys_of(window, [])
    change(keys, "find next", qtbot)
    qtbot.keyClick(keys._field, Qt.Key.Key_F3, Qt.KeyboardModifier.AltModifier)
    assert names(window, "find_next") == ["Alt+F3"]
    qtbot.keyClick(keys._field, Qt.Key.Key_Return)
    assert ran == []


def test_keys_of_another_command_are_taken_only_when_they_are_pressed_again(
    window: QMainWindow, qtbot
) -> None:
    kept: list[str] = []
    keys = keys_of(window, kept)
    change(keys, "f7", qtbot)
    qtbot.keyClick(keys._field, Qt.Key.Key_F8)
    assert "List of findings" in keys.news()
    assert names(window, "show_library") == ["F7"]
    qtbot.keyClick(keys._field, Qt.Key.Key_F8)
    assert names(window, "show_library") == ["F8"]
    assert names(window, "show_findings") == []
    # What moves in a text or in a list stays there, and Esc changes nothing.
    qtbot.keyClick(keys._field, Qt.Key.Key_F2)
    qtbot.keyClick(keys._field, Qt.Key.Key_Down)
    assert "needed" in keys.news()
    qtbot.keyClick(keys._field, Qt.Key.Key_Escape)
    assert keys.isVisible()
    assert names(window, "show_library") == ["F8"]
    # A sign that needs the Shift key is that sign.
    qtbot.keyClick(keys._field, Qt.Key.Key_F2)
    shift = Qt.KeyboardModifier.ShiftModifier
    press = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Exclam, shift, "!")
    QApplication.sendEvent(keys._field, press)
    assert names(window, "show_library") == ["!"]
    assert names(window, "show_findings") == ["F8"]


@pytest.mark.parametrize(
    ("typed", "text", "rank"),
    [
        ("", "Quit", 0),
        ("op le", "Open left…", 2),
        ("left", "Open left…", 1),
        ("open", "Open left…", 0),
        ("zzz", "Open left…", None),
        ("pagina", "Ir a la página…", 1),
        ("Página", "Paginas", 0),
    ],
)
def test_letters_match_in_their_order(typed: str, text: str, rank: int | None) -> None:
    assert match_rank(typed, text) == rank


@pytest.mark.qt_log_ignore("grabbing the keyboard", extend=True)
@pytest.mark.parametrize("language", ["en", "es"])
def test_letters_lead_through_the_menus(qtbot, language: str) -> None:
    speak(language)
    window = QMainWindow()
    qtbot.addWidget(window)
    menu = LettersMenu(window)
    try:
        build(window, {each.id: (lambda: None) for each in COMMANDS}).fill(menu)
        titles = [each.text().casefold() for each in menu.actions()]
        marked = [title[title.index("&") + 1] for title in titles]
        assert len(set(marked)) == len(titles), "each menu has a letter of its own"
        menu.popup(QPoint(0, 0))
        QTest.keyClick(menu, marked[0])
        file_menu = menu.actions()[0].menu()
        assert file_menu.isVisible()
        wanted = {"en": "Export as", "es": "Exportar"}[language]
        QTest.keyClick(file_menu, "e")
        begun = file_menu.activeAction()
        assert begun.text().startswith(wanted)
        QTest.keyClick(file_menu, "e")
        assert file_menu.activeAction() is not begun
        assert file_menu.activeAction().text().startswith(wanted)
        QTest.keyClick(file_menu, "0")
        assert file_menu.activeAction().text().startswith(wanted), "nothing begins with it"
    finally:
        menu.close()
        speak("en")
