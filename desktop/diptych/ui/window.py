"""The window: bar, rail, two texts, list and panel, put together and kept in step with the desk.

What each command does is in `handlers`; how a part looks is in its own module.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QPoint, QSize, Qt, QTime, QTimer
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication, QDockWidget, QMainWindow, QMenu, QVBoxLayout, QWidget

from diptych.model.comparison import Relation, Side
from diptych.model.errors import UserError
from diptych.services.library import first_reading
from diptych.services.looking import soon
from diptych.services.styles import read_style
from diptych.ui import commands, theme
from diptych.ui.appearance import SYSTEM, style_of
from diptych.ui.assistance import announce
from diptych.ui.bar import StatusLine
from diptych.ui.desk import Desk
from diptych.ui.findings_part import FindingsPart
from diptych.ui.handlers import Handlers
from diptych.ui.language import _, plural, said, said_of
from diptych.ui.openings import EXPORTING, IMAGES, IMPORTING, PRINTING
from diptych.ui.review import titles_on
from diptych.ui.rows import count_topics
from diptych.ui.side_panel import NOT_A_PAIR, SidePanel
from diptych.ui.spread import Spread
from diptych.ui.top_bar import Rail, RailHolder, TopBar
from diptych.ui.wording import hidden_words, mode_word

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent, QKeyEvent

    from diptych.services.workplace import Workplace

_SIZE = (1400, 880)
# The place is written down when the reader has stayed there for so long.
_PLACE_MS = 1500
# What is said in passing stays at the foot for so long.
_SAID_MS = 12_000


class Window(QMainWindow):
    """The one window of the program."""

    def __init__(self, workplace: Workplace) -> None:
        super().__init__()
        self.workplace = workplace
        self.desk = Desk(workplace)
        self.zoom = int(workplace.library.setting("zoom") or 100)
        self._saved_at = self._said = self._work = ""
        self._is_working = False
        # The palette comes first: each widget that is there already would take it up anew.
        self._take_theme(workplace.library.setting("theme") or SYSTEM)
        self._build()
        self.handlers = Handlers(self)
        self.commands = commands.build(self, self.handlers.table())
        self._connect()
        self.handlers.wear_keys()
        self._place_timer = QTimer(self)
        self._place_timer.setSingleShot(True)
        self._place_timer.setInterval(_PLACE_MS)
        self._place_timer.timeout.connect(self.save_place)
        self._said_timer = QTimer(self)
        self._said_timer.setSingleShot(True)
        self._said_timer.setInterval(_SAID_MS)
        self._said_timer.timeout.connect(lambda: self.say(""))
        self._wear_theme()
        self.handlers.scrolling.begin()
        self._restore_geometry()

    # Building

    def _build(self) -> None:
        # On a small screen as large as it allows, so that what is restored is what was there.
        self.resize(QSize(*_SIZE).boundedTo(self.screen().availableSize()))
        self.top_bar, self.rail = TopBar(self), Rail(self)
        self.spread = Spread(self.workplace.pages, self)
        self.findings = FindingsPart(self.desk, self)
        self.table = self.findings.table
        self.panel, self.status = SidePanel(self), StatusLine(self)
        self.setCorner(Qt.Corner.BottomRightCorner, Qt.DockWidgetArea.RightDockWidgetArea)
        self.setCorner(Qt.Corner.BottomLeftCorner, Qt.DockWidgetArea.LeftDockWidgetArea)
        self.setMenuWidget(self.top_bar)
        # What is in the centre changes, the central widget does not: for a while Qt holds on to it,
        # to restore the docks of a maximised window, and would lay it out when it is gone.
        place = QWidget(self)
        self.centre = QVBoxLayout(place)
        self.centre.setContentsMargins(0, 0, 0, 0)
        self.centre.addWidget(self.spread)
        self.setCentralWidget(place)
        holder = RailHolder(self.rail, self)
        self.addToolBar(Qt.ToolBarArea.LeftToolBarArea, holder)
        area = Qt.DockWidgetArea
        self.table_dock = self.dock(
            "findings", _("Findings"), self.findings, area.BottomDockWidgetArea
        )
        self.panel_dock = self.dock(
            "panel", _("Finding and note"), self.panel, area.RightDockWidgetArea
        )
        self.setStatusBar(self.status)

    def dock(self, name: str, title: str, widget: QWidget, area: Qt.DockWidgetArea) -> QDockWidget:
        """Put a widget into a dock at one edge of the window."""
        dock = QDockWidget(title, self)
        dock.setObjectName(name)
        dock.setTitleBarWidget(QWidget(dock))
        dock.setWidget(widget)
        self.addDockWidget(area, dock)
        return dock

    def _connect(self) -> None:
        desk, spread = self.desk, self.spread
        desk.opened.connect(self._show_document)
        desk.described.connect(self._show_description)
        desk.refused.connect(self._show_refusal)
        desk.paged.connect(self._show_pages_of)
        desk.rows_changed.connect(self._show_rows)
        desk.selected.connect(self._go_to_selection)
        desk.working.connect(self._show_work)
        desk.troubled.connect(self._show_trouble)
        desk.mended.connect(self._show_mended)
        desk.saved.connect(self._show_saved)
        desk.returned.connect(spread.show_places)
        self.workplace.followed.changed = self.handlers.topics_changed
        spread.finding_chosen.connect(desk.select)
        spread.stepped.connect(self.step)
        spread.file_dropped.connect(desk.open)
        spread.dropped_beside.connect(self.handlers.panes.open_another)
        spread.others_dropped.connect(self._take_others)
        spread.remarks_asked.connect(self.handlers.show_remarks)
        spread.encoding_asked.connect(self.handlers.offer_encodings)
        spread.context_asked.connect(self._show_text_menu)
        spread.moved.connect(self._place_moved)
        spread.zoomed.connect(self.handlers.zoom_by)
        self.table.finding_chosen.connect(desk.select)
        self.table.set_actions(self.commands.of_menu("Finding"))
        spread.selection_changed.connect(self._show_what_can_be_copied)
        spread.flipped.connect(self._show_flip)
        for when in ("selection", "hits", "analysis", "pages", "gutters", "closed", "hidden"):
            self.commands.set_enabled(when, False)
        self._connect_panel()
        self._connect_bar()

    def _connect_panel(self) -> None:
        panel = self.panel
        panel.verdict_given.connect(self.give_verdict)
        panel.topic_clicked.connect(self._toggle_topic)
        self.handlers.notes.connect_to_desk()

    def _connect_bar(self) -> None:
        bar, rail = self.top_bar, self.rail
        bar.menu_button.clicked.connect(self.handlers.open_menu)
        bar.document_asked.connect(self.handlers.offer_documents)
        bar.swap.clicked.connect(self.handlers.panes.swap_sides)
        bar.mode_chosen.connect(self.desk.set_mode)
        bar.topics_chosen.connect(self.desk.set_topics)
        bar.previous.clicked.connect(lambda: self.step(-1))
        bar.next.clicked.connect(lambda: self.step(1))
        bar.place.clicked.connect(self.table.setFocus)
        finding = self.handlers.finding
        bar.searched.connect(finding.search)
        bar.how_changed.connect(finding.show_how)
        bar.search_stepped.connect(finding.step_hit)
        bar.search_left.connect(finding.leave_search)
        bar.hits.clicked.connect(lambda: finding.step_hit(1))
        bar.sync.clicked.connect(self.handlers.scrolling.cycle)
        for command, button in rail.buttons.items():
            button.clicked.connect(self.commands.action(command).trigger)

    # Starting and closing

    def begin(self, paths: list[str]) -> None:
        """Open files, else where the reader left off, else the first reading.

        Args:
            paths: the first is opened left, the second right; the others, and all that is in
                folders, come into the library.
        """
        self.spread.panes[Side.LEFT].view.setFocus()
        library = self.workplace.library
        files = [path for path in paths if not soon(Path(path).is_dir, otherwise=False)]
        files = files[: len(Side)]
        others = [Path(path) for path in paths if path not in files]
        if others:
            from diptych.ui.turns import next_turn

            next_turn(self, lambda: self.handlers.collection.add(others))
        if files:
            self.desk.begin(dict(zip(Side, files, strict=False)))
            return
        reading = library.latest_reading()
        if reading is not None:
            entries = [library.entry(sha256) for sha256 in (reading.left, reading.right)]
            if all(entries):
                places = {s: e.path for s, e in zip(Side, entries, strict=True) if e is not None}
                self.handlers.panes.restore(reading, places)
                return
        first = first_reading()
        self.desk.begin({side: first[side.value] for side in Side}, first["topic"])

    def closeEvent(self, event: QCloseEvent) -> None:
        """Save what was typed and where the reader is; ask only when that cannot be done."""
        self.panel.flush()
        if self.panel.note_editor.has_unsaved and not self.handlers.may_lose_text():
            event.ignore()
            return
        self._place_timer.stop()
        self.save_place()
        self.handlers.end()
        self.keep_setting("geometry", bytes(self.saveGeometry().toHex().data()).decode())
        self.keep_setting("state", bytes(self.saveState().toHex().data()).decode())
        event.accept()

    def keep_setting(self, key: str, value: str) -> None:
        """Remember how the window is set up; where that fails the reader is told, no more."""
        try:
            self.workplace.library.set_setting(key, value)
        except UserError as error:
            self._show_trouble(error)

    def _restore_geometry(self) -> None:
        library = self.workplace.library
        self.handlers.panels.restore()
        for key, restore in (("geometry", self.restoreGeometry), ("state", self.restoreState)):
            stored = library.setting(key)
            if stored:
                restore(QByteArray.fromHex(stored.encode()))
        self.show_panels()

    # Looks

    def set_theme(self, name: str) -> None:
        """Wear a style of resources/styles, or "system"."""
        self._take_theme(name)
        self._wear_theme()

    def _take_theme(self, name: str) -> None:
        self.theme_name = name
        self.theme = theme.make_theme(read_style(style_of(name), self.workplace.cache))
        app = QApplication.instance()
        if isinstance(app, QApplication):
            theme.apply(app, self.theme)

    def _wear_theme(self) -> None:
        self.show_look()
        for part in (self.top_bar, self.rail, self.findings, self.panel, self.status):
            part.set_theme(self.theme)
        self.handlers.set_theme(self.theme)
        self.handlers.appearance.show_chosen()

    def show_look(self) -> None:
        """Show the texts in the letters and at the size that are chosen."""
        self.spread.set_theme(self.theme, self.handlers.appearance.look())
        self.handlers.appearance.changed.emit()

    def set_zoom(self, zoom: int) -> None:
        """Show the texts at a size, in percent."""
        self.zoom = zoom
        self.show_look()
        self.show_status()

    def show_panels(self) -> None:
        """Show on buttons and in menus which panels are there."""
        shown = {
            **self.handlers.panels.shown(),
            "show_findings": not self.table_dock.isHidden(),
            "show_side_panel": self.handlers.panels.finding_is_shown(),
        }
        for command, is_shown in shown.items():
            self.commands.set_checked(command, is_shown)
            if command in self.rail.buttons:
                self.rail.buttons[command].setChecked(is_shown)

    # Showing what the desk says

    def _show_document(self, side: Side) -> None:
        opened = self.desk.documents.get(side)
        if opened is None:
            self.spread.panes[side].show_message("", _("Open a document here, or drop a file."))
        else:
            self.spread.show_document(self.spread.panes[side], opened)
        self.handlers.greet(self.spread.panes[side], opened)
        self.handlers.scrolling.restore_points()
        self.handlers.pages.show_state()
        self.top_bar.show_document(side, opened.entry if opened else None)
        self.handlers.finding.search_again()
        self.handlers.panels.refresh()

    def _show_pages_of(self, side: Side, path: str, password: str) -> None:
        self.spread.show_pages_of(self.spread.panes[side], path, password)
        self.top_bar.show_document(side, None)
        self.handlers.pages.show_state()

    def _show_description(self, side: Side) -> None:
        opened, pane = self.desk.documents[side], self.spread.panes[side]
        pane.opened = opened
        pane.show_place()
        self.top_bar.show_document(side, opened.entry)

    def _take_others(self, paths: list[str]) -> None:
        """Bring what was dropped besides the first file into the library, and say so."""
        self.handlers.collection.add([Path(path) for path in paths])
        words = plural(
            "{count} more goes into the library.", "{count} more go into the library.", len(paths)
        )
        self.say(words)

    def _show_refusal(self, side: Side, path: str, sha256: str, error: UserError) -> None:
        pane = self.spread.panes[side]
        pane.show_message(Path(path).name, "")
        self.handlers.notices.refuse(pane, path, sha256, error)
        self.top_bar.show_document(side, None)
        self.handlers.finding.search_again()

    def _show_flip(self) -> None:
        self.handlers.finding.search_again()
        self.handlers.pages.show_state()
        self._show_what_can_be_copied()
        self._place_moved()

    def _show_rows(self) -> None:
        desk = self.desk
        ready = len(desk.documents) == len(Side)
        labels = desk.labels()
        self.table.set_rows(desk.rows, labels)
        self.spread.show_rows(desk.rows)
        titles = titles_on(desk.documents)
        self.setWindowTitle(" | ".join(filter(None, (titles.left, titles.right))))
        self.spread.gutter.show_compared(titles, mode_word(desk.mode))
        self.spread.show_notes(desk.notes, desk.places.known)
        counts = count_topics(desk.open_rows)
        self.panel.show_topics(counts, desk.topics)
        notes = self.handlers.notes
        self.panel.show_notes(notes.in_list(), notes.line)
        self.top_bar.show_topics([count.topic for count in counts], desk.topics)
        self.top_bar.modes.set_current(desk.mode.value)
        self.commands.set_checked(f"mode_{desk.mode.value}")
        self.commands.set_checked("hide_noise", desk.sieve.without_noise)
        self.commands.set_enabled("documents", ready)
        self.handlers.show_hidden()
        self._show_selection(desk.selection)
        self.handlers.panels.refresh()
        self.show_status()

    def _go_to_selection(self, finding: str) -> None:
        """Show what is selected; it is brought to the eye although it was selected before."""
        self._show_selection(finding)
        if not self.desk.is_returning:
            self.spread.bring_selected()

    def _show_selection(self, finding: str) -> None:
        row = self.desk.row()
        self.table.select(finding)
        self.spread.select(finding, go=not self.desk.is_returning)
        self.panel.show_finding(row, self.desk.labels(), self.workplace.library.verdict_history)
        findings = self.table.findings
        self.top_bar.show_place(findings.row_of(finding) + 1, len(findings.shown))
        self.commands.set_enabled("finding", row is not None)
        self.commands.set_enabled("pair", row is not None and not row.finding.relation.is_one_sided)
        self._place_moved()

    def _show_what_can_be_copied(self) -> None:
        views = (pane.view for pane in self.spread.panes.values())
        self.commands.set_enabled("selection", any(view.selection() for view in views))

    def _show_work(self, share: float, words: str) -> None:
        self.status.show_progress(share if share < 1 else None)
        self.commands.set_enabled("analysis", share < 1)
        self._is_working = share < 1
        works = {
            IMAGES: _("Reading the page images…"),
            IMPORTING: _("Importing notes…"),
            EXPORTING: _("Exporting…"),
            PRINTING: _("Making pages…"),
        }
        self._work = works.get(words) or _("Looking for findings…")
        self.show_status()

    def _show_trouble(self, error: UserError) -> None:
        self.status.show_alarm(said_of(error))

    def _show_mended(self, error: UserError) -> None:
        self.status.drop_alarm(said_of(error))

    def _show_saved(self) -> None:
        self._saved_at = QTime.currentTime().toString("HH:mm")
        self.status.show_alarm("")
        self.show_status()

    def show_status(self) -> None:
        """Say at the foot what there is and what happens."""
        counts = self.workplace.library.counts()
        parts = [
            plural("{count} document", "{count} documents", counts.documents),
            plural("{count} finding", "{count} findings", len(self.desk.rows)),
            plural("{count} note", "{count} notes", counts.notes),
        ]
        left = [" · ".join(parts)]
        comparison = self.desk.comparison
        if self._said:
            left.insert(0, self._said)
        if self._is_working:
            begun = _("First findings by words alone, looking for all…")
            stops = self.commands.key("stop_analysis", " " + _("{key} stops"))
            left.append((begun if self.desk.is_begun else self._work) + stops)
        elif self.desk.first is not None:
            left.append(hidden_words(self.desk.first.count))
        elif comparison is not None and comparison.remark:
            left.append(said(comparison.remark))
        elif self.desk.obstacle:
            left.append(self.desk.obstacle)
        if self._saved_at:
            left.append(_("All saved {time}").format(time=self._saved_at))
        offline = _("Offline – nothing leaves this computer")
        self.status.show_words(tuple(left), f"{offline}      {self.zoom} %")

    def say(self, words: str) -> None:
        """Say something in passing, in the line at the foot; "" takes it back."""
        self._said = words
        if words:
            self._said_timer.start()
            announce(self.status, words)
        self.show_status()

    # What the reader does

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take a key that meant nothing where the keyboard is; Esc leads back to the text."""
        if self.commands.press(QKeySequence(event.keyCombination())):
            return
        if event.matches(QKeySequence.StandardKey.Cancel):
            self.handlers.panels.leave()
        else:
            super().keyPressEvent(event)

    def step(self, by: int) -> None:
        """Go to the next finding of the list (+1) or the one before (-1)."""
        self.go_to_row(self.table.findings.row_of(self.desk.selection) + by)

    def go_to_row(self, row: int) -> None:
        """Select a finding by its row in the list; beyond an end stay there."""
        shown = self.table.findings.shown
        if shown:
            self.desk.select(shown[min(max(row, 0), len(shown) - 1)].finding.id)

    def give_verdict(self, key: str) -> None:
        """Judge the selected finding: a relation's value, "not_a_pair", or "" to take it back."""
        if key == "":
            self.desk.judging.clear()
        else:
            self.desk.judging.give(None if key == NOT_A_PAIR else Relation(key))

    def _toggle_topic(self, topic: str) -> None:
        topics = self.desk.topics
        self.desk.set_topics(
            tuple(name for name in topics if name != topic) if topic in topics else (*topics, topic)
        )

    def _show_text_menu(self, side: Side, point: QPoint) -> None:
        self.spread.panes[side].view.setFocus()
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for command in (
            "copy",
            "select_all",
            "highlight",
            "note",
            "link_selections",
            "follow_topic",
            "ask_documents",
            "bring_other_here",
        ):
            menu.addAction(self.commands.action(command))
        menu.popup(point)

    def _place_moved(self) -> None:
        self._place_timer.start()

    def save_place(self) -> None:
        """Write down where the reader is, for the next start."""
        self.desk.save_reading(self.spread.places())
        self.handlers.panes.keep()
