"""Everything that can be done, in one table; menus, keys, tool bar and palette are made from it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QActionGroup, QKeySequence

from diptych.ui.language import _, mark

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QMainWindow, QMenu


class Command(NamedTuple):
    """One thing that can be done.

    Args:
        id: its name in the code and the settings.
        text: what menus and the palette call it, in English; "…" where it asks something first.
        keys: default shortcuts, as `QKeySequence` reads them.
        menu: the menu that it stands in, in English.
        group: commands of one group stand together between two lines.
        when: what must be there: "always", "documents" (two are open), "finding" (one is
            selected), "pair" (one that has two sides), "selection" (words are selected), "note"
            (one is shown), "hits" (a search found something), "analysis" (one is running),
            "undo", "redo", "pages" (one of the documents has some), "gutters" (there are several),
            "closed" (a pane was closed), "hidden" (marks are, while the reader reads first).
        checkable: whether it is switched on and off.
        exclusive: the set of commands of which one is on, or "".
    """

    id: str
    text: str
    keys: tuple[str, ...]
    menu: str
    group: str = ""
    when: str = "always"
    checkable: bool = False
    exclusive: str = ""


_FILE, _EDIT, _VIEW = mark("&File"), mark("&Edit"), mark("&View")
_GO, _FINDING, _HELP = mark("&Go"), mark("F&inding"), mark("&Help")
_NOTE = mark("&Notes")
_LANGUAGE = mark("&Language")
# Each menu is short enough for a small screen, where Qt would break it into columns.
_LIBRARY, _PAGES, _PANELS = mark("Li&brary"), mark("&Pages"), mark("P&anels")

COMMANDS: tuple[Command, ...] = (
    Command("open_left", mark("Open left…"), ("Ctrl+O",), _FILE, "open"),
    Command("open_right", mark("Open right…"), ("Ctrl+Shift+O",), _FILE, "open"),
    Command("swap_sides", mark("Swap sides"), (), _FILE, "open", "documents"),
    Command("open_another", mark("Open in another pane…"), ("Ctrl+Alt+O",), _FILE, "open"),
    Command("close_pane", mark("Close this pane"), ("Ctrl+W",), _FILE, "open"),
    Command(
        "reopen_pane",
        mark("Open again what was closed"),
        ("Ctrl+Shift+W",),
        _FILE,
        "open",
        "closed",
    ),
    Command(
        "swap_neighbour",
        mark("Swap with the pane beside"),
        ("Ctrl+Alt+X",),
        _FILE,
        "open",
        "documents",
    ),
    Command("quick_open", mark("Quick open…"), ("Ctrl+P",), _FILE, "open"),
    Command(
        "export_html", mark("Export as a web page…"), ("Ctrl+E",), _FILE, "export", "documents"
    ),
    Command("export_markdown", mark("Export as Markdown…"), (), _FILE, "export", "documents"),
    Command("export_docx", mark("Export as a Word file…"), (), _FILE, "export", "documents"),
    Command("export_csv", mark("Export as a table (CSV)…"), (), _FILE, "export", "documents"),
    Command("export_json", mark("Export as JSON…"), (), _FILE, "export", "documents"),
    Command("add_files", mark("Add files to the library…"), (), _LIBRARY, "library"),
    Command("add_folder", mark("Add a folder to the library…"), (), _LIBRARY, "library"),
    Command("find_missing", mark("Find missing files…"), (), _LIBRARY, "library"),
    Command("make_copy", mark("Make a copy of the library now"), (), _LIBRARY, "keeping"),
    Command("restore_copy", mark("Restore a copy of the library…"), (), _LIBRARY, "keeping"),
    Command("check_library", mark("Check the library"), (), _LIBRARY, "keeping"),
    Command("save_archive", mark("Save all as an archive…"), (), _LIBRARY, "keeping"),
    Command("open_archive", mark("Open an archive…"), (), _LIBRARY, "keeping"),
    Command("export_notes", mark("Export all notes…"), (), _LIBRARY, "keeping"),
    Command("import_notes", mark("Import notes…"), (), _LIBRARY, "keeping"),
    Command("print", mark("Print, or save as PDF…"), (), _FILE, "print", "documents"),
    Command("quit", mark("Quit"), ("Ctrl+Q",), _FILE, "quit"),
    Command("undo", mark("Undo"), ("Ctrl+Z",), _EDIT, "undo", "undo"),
    Command("redo", mark("Redo"), ("Ctrl+Shift+Z", "Ctrl+Y"), _EDIT, "undo", "redo"),
    Command("copy", mark("Copy"), ("Ctrl+C",), _EDIT, "copy", "selection"),
    Command("select_all", mark("Select all"), ("Ctrl+A",), _EDIT, "copy"),
    Command("follow_topic", mark("Follow this as a topic…"), (), _EDIT, "selected", "selection"),
    Command(
        "ask_documents",
        mark("Ask the documents about this"),
        ("Ctrl+J",),
        _EDIT,
        "selected",
        "selection",
    ),
    Command("find", mark("Find…"), ("Ctrl+F",), _EDIT, "find"),
    Command("find_next", mark("Find next"), ("F3",), _EDIT, "find", "hits"),
    Command("find_previous", mark("Find previous"), ("Shift+F3",), _EDIT, "find", "hits"),
    Command(
        "search_everything",
        mark("Search everything"),
        ("Ctrl+Shift+F",),
        _EDIT,
        "find",
        checkable=True,
    ),
    Command("find_whole", mark("Find whole words only"), ("Alt+W",), _EDIT, "find", checkable=True),
    Command(
        "find_case", mark("Find with capitals as typed"), ("Alt+C",), _EDIT, "find", checkable=True
    ),
    Command(
        "mode_positions",
        mark("Compare positions"),
        (),
        _VIEW,
        "mode",
        checkable=True,
        exclusive="mode",
    ),
    Command(
        "mode_words", mark("Compare words"), (), _VIEW, "mode", checkable=True, exclusive="mode"
    ),
    Command(
        "hide_noise",
        mark("Hide differences of capitals, punctuation and spaces"),
        (),
        _VIEW,
        "mode",
        checkable=True,
    ),
    Command("sync_cycle", mark("Scroll together: next way"), ("Ctrl+T",), _VIEW, "sync"),
    Command(
        "sync_off", mark("Scroll separately"), (), _VIEW, "sync", checkable=True, exclusive="sync"
    ),
    Command(
        "sync_meaning",
        mark("Scroll together by meaning"),
        (),
        _VIEW,
        "sync",
        checkable=True,
        exclusive="sync",
    ),
    Command(
        "sync_proportion",
        mark("Scroll together by proportion"),
        (),
        _VIEW,
        "sync",
        checkable=True,
        exclusive="sync",
    ),
    Command("zoom_in", mark("Larger text"), ("Ctrl++", "Ctrl+="), _VIEW, "zoom"),
    Command("zoom_out", mark("Smaller text"), ("Ctrl+-",), _VIEW, "zoom"),
    Command("zoom_reset", mark("Normal text size"), ("Ctrl+0",), _VIEW, "zoom"),
    Command("show_pages", mark("Pages"), ("F4",), _PAGES, "pages", "pages", checkable=True),
    Command("show_strip", mark("Thumbnails and contents"), ("Shift+F4",), _PAGES, "pages", "pages"),
    Command("fit_width", mark("Fit the width"), ("Ctrl+2",), _PAGES, "pages", "pages"),
    Command("fit_page", mark("Fit the page"), ("Ctrl+3",), _PAGES, "pages", "pages"),
    Command("rotate_right", mark("Turn pages right"), ("Ctrl+R",), _PAGES, "pages", "pages"),
    Command("rotate_left", mark("Turn pages left"), ("Ctrl+Shift+R",), _PAGES, "pages", "pages"),
    Command("flip_source", mark("Reading text or source"), ("T",), _PAGES, "source"),
    Command("encoding", mark("Encoding…"), (), _PAGES, "source"),
    Command("remarks", mark("How the document was read"), ("I",), _PAGES, "source"),
    Command("show_library", mark("Library"), ("F7",), _PANELS, "panels", checkable=True),
    Command("show_notes", mark("Notes"), ("Ctrl+Shift+N",), _PANELS, "panels", checkable=True),
    Command(
        "show_matrix",
        mark("Matrix of topics and documents"),
        ("F5",),
        _PANELS,
        "panels",
        checkable=True,
    ),
    Command("show_timeline", mark("Timeline of a topic"), ("Shift+F5",), _PANELS, "panels"),
    Command(
        "show_topics",
        mark("Topics you follow"),
        ("Ctrl+Shift+T",),
        _PANELS,
        "panels",
        checkable=True,
    ),
    Command(
        "show_probe", mark("Claim probe"), ("Ctrl+Shift+J",), _PANELS, "panels", checkable=True
    ),
    Command("show_read_first", mark("Read first"), (), _FINDING, "learning", checkable=True),
    Command(
        "show_section",
        mark("Show Diptych's marks in this section"),
        (),
        _FINDING,
        "learning",
        "hidden",
    ),
    Command(
        "show_learning", mark("Learning from verdicts"), (), _FINDING, "learning", checkable=True
    ),
    Command(
        "show_unsettled",
        mark("Verdicts whose words have changed"),
        (),
        _FINDING,
        "learning",
        checkable=True,
    ),
    Command("show_readings", mark("Readings"), ("Shift+F7",), _PANELS, "panels", checkable=True),
    Command("show_trash", mark("Trash"), (), _PANELS, "panels", checkable=True),
    Command("show_findings", mark("List of findings"), ("F8",), _PANELS, "panels", checkable=True),
    Command("filter_findings", mark("Filter the findings"), ("Ctrl+Shift+L",), _PANELS, "panels"),
    Command("show_side_panel", mark("Side panel"), ("F9",), _PANELS, "panels", checkable=True),
    Command(
        "show_comfort", mark("Reading settings"), ("Ctrl+,",), _PANELS, "panels", checkable=True
    ),
    *(
        Command(name, text, (), _VIEW, "theme", checkable=True, exclusive="theme")
        for name, text in (
            ("theme_light", mark("Light colours")),
            ("theme_sepia", mark("Sepia colours")),
            ("theme_dark", mark("Dark colours")),
            ("theme_contrast", mark("High contrast")),
            ("theme_system", mark("Colours of the system")),
        )
    ),
    Command("next_theme", mark("Next colours"), ("Ctrl+Shift+D",), _VIEW, "theme"),
    Command(
        "focus_mode",
        mark("Only the selected finding"),
        ("Shift+F11",),
        _VIEW,
        "screen",
        checkable=True,
    ),
    Command("full_screen", mark("Full screen"), ("F11",), _VIEW, "screen", checkable=True),
    Command("next_finding", mark("Next finding"), ("Alt+Down",), _GO, "finding"),
    Command("previous_finding", mark("Previous finding"), ("Alt+Up",), _GO, "finding"),
    Command("first_finding", mark("First finding"), ("Alt+Home",), _GO, "finding"),
    Command("last_finding", mark("Last finding"), ("Alt+End",), _GO, "finding"),
    Command("go_to_page", mark("Go to page…"), ("Ctrl+G",), _GO, "page", "pages"),
    Command("back", mark("Back"), ("Alt+Left",), _GO, "page", "pages"),
    Command("forward", mark("Forward"), ("Alt+Right",), _GO, "page", "pages"),
    Command("other_pane", mark("Other pane"), ("F6",), _GO, "pane"),
    Command("next_gutter", mark("Next gutter"), ("Shift+F6",), _GO, "pane", "gutters"),
    Command(
        "choose_compared",
        mark("What this gutter compares…"),
        ("Ctrl+Alt+G",),
        _GO,
        "pane",
        "gutters",
    ),
    Command(
        "bring_other_here",
        mark("Bring the other side here"),
        ("Ctrl+Return", "Ctrl+Enter"),
        _GO,
        "pane",
        "documents",
    ),
    Command("tie_here", mark("Scroll together from here"), ("Alt+S",), _GO, "pane", "documents"),
    Command("untie_here", mark("Undo “from here”"), ("Alt+Shift+S",), _GO, "pane", "documents"),
    Command("verdict_converge", mark("They converge"), ("1",), _FINDING, "verdict", "pair"),
    Command("verdict_diverge", mark("They diverge"), ("2",), _FINDING, "verdict", "pair"),
    Command("verdict_partial", mark("They share a part"), ("3",), _FINDING, "verdict", "pair"),
    Command("verdict_not_a_pair", mark("Not a pair"), ("4",), _FINDING, "verdict", "finding"),
    Command("verdict_clear", mark("Take the verdict back"), ("0",), _FINDING, "verdict", "finding"),
    Command("why", mark("Why this mark?"), ("W",), _FINDING, "why", "finding"),
    Command("sort_findings", mark("Sort the findings…"), (), _FINDING, "why"),
    Command("note", mark("Write a note"), ("N",), _NOTE, "note"),
    Command("another_note", mark("Write another note here"), ("Shift+N",), _NOTE, "note"),
    Command("link_selections", mark("Link both selections"), ("Ctrl+L",), _NOTE, "note"),
    Command("delete_note", mark("Delete the note"), (), _NOTE, "note", "note"),
    Command("highlight", mark("Highlight"), ("H",), _NOTE, "highlight"),
    Command("highlight_yellow", mark("Highlight in yellow"), (), _NOTE, "highlight"),
    Command("highlight_green", mark("Highlight in green"), (), _NOTE, "highlight"),
    Command("highlight_blue", mark("Highlight in blue"), (), _NOTE, "highlight"),
    Command("highlight_red", mark("Highlight in red"), (), _NOTE, "highlight"),
    Command("note_on_topic", mark("Write a note on the topic"), (), _NOTE, "others"),
    Command("note_on_document", mark("Write a note on the document"), (), _NOTE, "others"),
    Command(
        "note_on_reading",
        mark("Write a note on this comparison"),
        (),
        _NOTE,
        "others",
        "documents",
    ),
    Command("free_note", mark("Write a free note"), ("Ctrl+Alt+N",), _NOTE, "others"),
    Command("stop_analysis", mark("Stop the analysis"), ("Esc",), _FINDING, "analysis", "analysis"),
    *(
        Command(name, text, (), _LANGUAGE, "", checkable=True, exclusive="language")
        for name, text in (
            ("language_system", mark("Language of the system")),
            ("language_en", mark("English")),
            ("language_es", mark("Español")),
        )
    ),
    Command("menu", mark("Menu"), ("F10",), _HELP, "commands"),
    Command("palette", mark("All commands…"), ("Ctrl+Shift+P",), _HELP, "commands"),
    Command("keys", mark("Keys"), ("?", "F1"), _HELP, "commands"),
    Command("about", mark("About Diptych"), (), _HELP, "about"),
)


KEYS = "keys"
"""Under this the library keeps the reader's own keys, as JSON: by the id of a command its keys as
`QKeySequence` reads them, parted by "; ", or "" for none. See `own_keys`."""

LAST = ("stop_analysis",)
"""Commands whose keys mean something else in many places, which go first."""


class CommandSet:
    """The commands as actions of one window."""

    def __init__(self, actions: dict[str, QAction]) -> None:
        self._actions = actions
        self._commands = {command.id: command for command in COMMANDS}

    def action(self, command: str) -> QAction:
        """Return the action of a command."""
        return self._actions[command]

    def command(self, name: str) -> Command:
        """Return what is known of a command."""
        return self._commands[name]

    def key(self, command: str, words: str = "{key}") -> str:
        """Return words that name the key of a command, "" where the reader left it without any."""
        key = self._actions[command].shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        return words.format(key=key) if key else ""

    def in_order(self) -> list[tuple[Command, QAction]]:
        """Return all commands in the order of the menus."""
        return [(self._commands[name], action) for name, action in self._actions.items()]

    def of_menu(self, menu: str) -> list[QAction]:
        """Return the actions of a menu, named in English without its "&"."""
        return [
            action for command, action in self.in_order() if command.menu.replace("&", "") == menu
        ]

    def fill(self, menu: QMenu) -> None:
        """Fill a menu with all commands, in the sub-menus that they stand in."""
        menus: dict[str, QMenu] = {}
        last_group: dict[str, str] = {}
        for command, action in self.in_order():
            if command.menu not in menus:
                menus[command.menu] = type(menu)(_(command.menu), menu)
                menu.addMenu(menus[command.menu])
            elif last_group[command.menu] != command.group:
                menus[command.menu].addSeparator()
            menus[command.menu].addAction(action)
            last_group[command.menu] = command.group

    def press(self, key: QKeySequence) -> bool:
        """Do what a key means that nothing else has taken; say whether it means anything."""
        for name in LAST:
            action = self._actions[name]
            if action.isEnabled() and key in action.shortcuts():
                action.trigger()
                return True
        return False

    def set_enabled(self, when: str, enabled: bool) -> None:
        """Enable or disable what needs something: "finding", "selection", "analysis"."""
        for command, action in self.in_order():
            if command.when == when:
                action.setEnabled(enabled)

    def set_checked(self, command: str, checked: bool = True) -> None:
        """Show a command as switched on or off, without running it."""
        self._actions[command].setChecked(checked)


def build(window: QMainWindow, handlers: dict[str, Callable[[], None]]) -> CommandSet:
    """Make the actions and shortcuts of a window.

    Args:
        window: gets the actions.
        handlers: what each command does, by its id.

    Raises:
        ValueError: a command has no handler, or a handler no command.
    """
    unmatched = {command.id for command in COMMANDS} ^ handlers.keys()
    if unmatched:
        raise ValueError(f"commands and handlers do not match: {sorted(unmatched)}")
    actions = {command.id: _action(window, command, handlers) for command in COMMANDS}
    exclusive: dict[str, QActionGroup] = {}
    for command in COMMANDS:
        if command.exclusive:
            if command.exclusive not in exclusive:
                exclusive[command.exclusive] = QActionGroup(window)
            exclusive[command.exclusive].addAction(actions[command.id])
    window.addActions(list(actions.values()))
    return CommandSet(actions)


def _action(
    window: QMainWindow, command: Command, handlers: dict[str, Callable[[], None]]
) -> QAction:
    action = QAction(window)
    action.setText(_(command.text))  # not in the call, as in ThemedButton
    action.setObjectName(command.id)
    if command.keys:
        action.setShortcuts([QKeySequence(key) for key in command.keys])
    if command.id in LAST:
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
    if command.checkable:
        action.setCheckable(True)
    handler = handlers[command.id]
    action.triggered.connect(lambda _checked=False: handler())
    return action
