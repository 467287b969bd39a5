"""The library as a whole: copied, put back, checked, carried to another machine and back.

Nothing of it holds the window up: what reads or writes much is done beside it.
"""

from __future__ import annotations

from collections import deque
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Qt

from diptych.model.errors import Cancelled, UserError
from diptych.services import backups, restoring
from diptych.services.library import UNDER_WAY
from diptych.services.names import visible_name
from diptych.ui.background import Background
from diptych.ui.language import _, plural, said
from diptych.ui.openings import IMPORTING, LAST_S
from diptych.ui.turns import PAUSE_MS, in_turns
from diptych.ui.wording import joined

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from diptych.services.archive import Archive, Packed
    from diptych.services.doctor import Examined
    from diptych.services.importing import Imported, Importing
    from diptych.services.note_files import Kept
    from diptych.services.taking_along import Begun
    from diptych.services.trashing import Trashed
    from diptych.ui.copies_panel import CopiesPanel
    from diptych.ui.window import Window

Answer = TypeVar("Answer")
_ARCHIVE = ".zip"
# So many notes are imported before that is said anew.
_REPORTED = 100


class Keeping(QObject):
    """What the commands do that are about the whole library of one window."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self._place = window.workplace
        self._background = Background(self)
        self._importing: Importing | None = None
        # What empties the trash, turn by turn; the things in it that are to go for good.
        self._emptying: deque[Callable[[], bool]] = deque()
        # Their kinds and ids: they are not listed any more.
        self.going: set[tuple[str, str]] = set()

    def end(self) -> None:
        """The window closes: hand nothing on any more; the trash is emptied while there is time."""
        until = perf_counter() + LAST_S
        while self._emptying and perf_counter() < until:
            self._empty_some()
        self._background.end()
        look = self._window.handlers.appearance
        if self._emptying and self.going:
            look.add_news(_("Not all of the trash was emptied."))
        if self._importing is not None:  # which ends with it, as the one in its place says
            look.add_news(_("No note was imported."))

    def beside(self, call: Callable[[], Answer], done: Callable[[Answer], None]) -> None:
        """Run a call beside the window, then `done` here; what failed in the world is said."""

        def tried() -> Answer | UserError | None:
            try:
                return call()
            except UserError as error:
                return error
            except Cancelled:  # the library was closed, and with it the window
                return None

        def answered(answer: Answer | UserError | None) -> None:
            if isinstance(answer, UserError):
                self.fail(answer)
            elif answer is not None:
                done(answer)

        def lost() -> None:
            self.fail(UserError(_("What was under way was broken off."), _("Try again.")))

        self._background.run(tried, answered, lost)

    def fail(self, error: UserError) -> None:
        """Say what failed: at the foot, and in the panel of the copies where that is open."""
        self._window.say("")
        self._window.desk.troubled.emit(error)
        panel = self._shown_panel()
        if panel is not None:
            panel.tell(said(error.sentence), said(error.next_step))

    # Copies

    def panel(self) -> CopiesPanel:
        """Show the panel of the copies."""
        from diptych.ui.copies_panel import CopiesPanel

        panel = self._window.handlers.panels.show("copies")
        assert isinstance(panel, CopiesPanel)
        return panel

    def _shown_panel(self) -> CopiesPanel | None:
        return self.panel() if self._window.handlers.panels.is_shown("copies") else None

    def make_copy(self) -> None:
        """Copy the library now, whatever there is already."""
        self._window.panel.flush()
        self._window.say(_("Copying the library…"))

        def done(path: Path) -> None:
            self._window.say(_("The library was copied: {name}").format(name=path.name))
            panel = self._shown_panel()
            if panel is not None:
                panel.refresh()

        place = self._place
        backups.back_up_now(
            place.library, place.jobs, done=self.here(done), failed=self.here(self.fail)
        )

    def back_up(self) -> None:
        """Copy the library, unless that was done in the last 24 hours, and clear up."""
        self.clear_up()
        place = self._place
        backups.back_up_when_due(
            *(place.library, place.jobs, place.clock),
            done=lambda _copy: None,
            failed=self.here(self._window.desk.troubled.emit),
            clear_up=self.here(self.empty),
        )

    def here(self, call: Callable[[Answer], None]) -> Callable[[Answer], None]:
        """Return what runs a call as long as the window is there: its library outlives it."""

        def run(answer: Answer) -> None:
            if not self._background.is_ended:
                call(answer)

        return run

    def put_in_place(self, ready: Path, name: str, begun: Begun) -> None:
        """Go on with another library; what the reader did meanwhile goes along.

        Args:
            ready: as `restoring.prepare` returned it.
            name: what the copy is called.
            begun: when the reader was told what would go.
        """
        window, place = self._window, self._place
        if self._importing is not None:
            words = _("Notes are being imported: nothing is put in the library's place.")
            self.fail(UserError(words, _("Wait until they are here, then try again.")))
            return
        window.panel.flush()
        window.save_place()
        opened = [pane.opened for pane in window.spread.row if pane.opened is not None]
        try:
            aside = restoring.exchange(place, ready, opened, begun)
        except UserError as error:
            self.fail(error)
            return
        window.panel.flush()  # what the library before it could not take
        words = _("The library of {name} is in place.").format(name=name)
        if aside is not None:
            kept = _("What was there is kept as a copy: {file}").format(file=aside.name)
            words = f"{words} {kept}"
        self._emptying.clear()  # that was about the trash of the other one
        appearance = window.handlers.appearance
        appearance.news = words
        appearance.build_anew()

    # The trash

    def let_go(self, items: Sequence[Trashed]) -> None:
        """Let go for good of things in the trash."""
        from diptych.services.trashing import Emptying

        self.going |= {(item.kind, item.id) for item in items}
        self.empty(Emptying(self._place.library, self._place.undo, items).step)

    def empty(self, step: Callable[[], bool]) -> None:
        """Empty the trash by steps, the window having its turn between them.

        Args:
            step: lets go of some things; returns whether there are more.
        """
        self._emptying.append(step)
        if len(self._emptying) == 1:
            in_turns(self, self._go_on_emptying, PAUSE_MS)

    def _go_on_emptying(self) -> bool:
        if self._background.is_ended or not self._emptying:
            return False
        self._empty_some()
        if not self._emptying:
            self.going.clear()
            self._window.handlers.panels.refresh()  # it may list what went by its age
        return bool(self._emptying)

    def _empty_some(self) -> None:
        step = self._emptying.popleft()
        try:
            if step():
                self._emptying.appendleft(step)
        except UserError as error:
            self._emptying.clear()
            self.fail(error)
        except BaseException:
            self._emptying.clear()  # a defect: what is emptied next may do better
            self.going.clear()
            raise

    # Checking

    def check(self) -> None:
        """Look over the library, and say in a box of its own what was found."""
        from diptych.services.doctor import examining

        self._window.panel.flush()
        self._window.say(_("Looking over the library…"))
        place = self._place
        examining(
            place.library,
            place.jobs,
            place.clock,
            done=self.here(self._examined),
            failed=self.here(self.fail),
        )

    def _examined(self, found: Examined) -> None:
        self._window.say("")
        sentence = (
            _("The library is sound.")
            if found.is_sound
            else _("The library is not sound. “Restore a copy of the library…” lists its copies.")
        )
        lines = [visible_name(said(line)) for line in found.lines]
        self._show(sentence, "\n\n".join(lines))

    def _show(self, sentence: str, text: str) -> None:
        from PySide6.QtWidgets import QMessageBox

        box = QMessageBox(self._window)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(sentence)
        box.setInformativeText(text)
        box.addButton(_("Close"), QMessageBox.ButtonRole.RejectRole)
        box.setModal(False)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.show()

    # Archives

    def save_archive(self) -> None:
        """Let the reader say where the library goes with its documents, in one file."""
        from PySide6.QtWidgets import QFileDialog

        path, _filter = QFileDialog.getSaveFileName(
            self._window, _("Save all as an archive"), f"Diptych{_ARCHIVE}", f"*{_ARCHIVE}"
        )
        if path:
            self.save_archive_at(Path(path))

    def save_archive_at(self, target: Path) -> None:
        """Write the library with its documents into one file."""
        from diptych.services.archive import clear_up, packing

        self._window.panel.flush()
        self._window.say(_("Writing the archive…"))

        def done(packed: Packed | UserError) -> None:
            self._window.desk.keep(lambda: clear_up(self._place.library))
            if isinstance(packed, UserError):
                self.fail(packed)
                return
            words = plural(
                "The archive holds the library and {count} document: {name}",
                "The archive holds the library and {count} documents: {name}",
                packed.documents,
                name=target.name,
            )
            self._window.say(words)
            if packed.left_out:
                titles = "\n".join(map(visible_name, packed.left_out))
                left = _("Left out, because their files are not what they were:")
                self._show(words, f"{left}\n\n{titles}")

        try:
            pack = packing(self._place.library, target, self._place.clock())
        except UserError as error:
            self.fail(error)
            return

        def write() -> Packed | UserError:
            try:
                return pack()
            except UserError as error:
                return error

        self.beside(write, done)

    def clear_up(self) -> None:
        """Clear away what was not finished when the program ended; say which archives."""
        library = self._place.library
        if self._importing is None and not library.is_read_only and library.has_staged():
            self.empty(lambda: self._importing is None and library.drop_staged())
        if not library.setting(UNDER_WAY):
            return
        from diptych.services.archive import clear_up

        def clear() -> None:
            paths = tuple(map(visible_name, clear_up(library)))
            if paths:
                words = plural(
                    "The archive was not finished when Diptych ended: {paths}",
                    "{count} archives were not finished when Diptych ended: {paths}",
                    len(paths),
                    paths=joined(paths),
                )
                self._window.say(words)

        self._window.desk.keep(clear)

    def open_archive(self) -> None:
        """Let the reader choose an archive, to be looked into."""
        from PySide6.QtWidgets import QFileDialog

        path, _filter = QFileDialog.getOpenFileName(
            self._window, _("Open an archive"), "", f"*{_ARCHIVE}"
        )
        if path:
            self.open_archive_at(Path(path))

    def open_archive_at(self, path: Path) -> None:
        """Show how the library in an archive differs from the one that is here."""
        from diptych.services.archive import Archive

        self._window.say(_("Opening the archive…"))

        def done(archive: Archive) -> None:
            self._window.say("")
            self.panel().show_archive(path, archive)

        self.beside(lambda: Archive(path), done)

    # Notes as files

    def export_notes(self) -> None:
        """Let the reader write all notes into a file: as JSON where its name says so."""
        from PySide6.QtWidgets import QFileDialog

        path, _filter = QFileDialog.getSaveFileName(
            self._window, _("Export all notes"), "notes.md", "*.md;;*.json"
        )
        if path:
            self.export_notes_to(Path(path))

    def export_notes_to(self, target: Path) -> None:
        """Write all notes into a file."""
        from diptych.services.note_files import exporting, write_file

        self._window.panel.flush()
        form = "json" if target.suffix.lower() == ".json" else "markdown"
        try:
            export = exporting(self._place.library, form)
        except UserError as error:
            self.fail(error)
            return
        done = _("The notes were written: {name}").format(name=target.name)

        def write() -> str:
            write_file(target, export())
            return done

        self.beside(write, self._window.say)

    def import_notes(self) -> None:
        """Let the reader choose a file with notes, which are added to those that are here."""
        from PySide6.QtWidgets import QFileDialog

        path, _filter = QFileDialog.getOpenFileName(
            self._window, _("Import notes"), "", "*.md *.json"
        )
        if path:
            self.import_notes_from(Path(path))

    def import_notes_from(self, path: Path) -> None:
        """Add the notes of a file; none that is here is changed."""
        from diptych.services.note_files import read_file, read_notes

        self._window.say(_("Reading the notes…"))
        now = self._place.clock()
        self.beside(lambda: read_notes(read_file(path), str(path), now), self._import)

    def _import(self, read: Kept) -> None:
        from diptych.services.importing import Importing

        if self._importing is not None:
            self._window.say(_("Notes are being imported already."))
            return
        self._window.say("")
        self._importing = Importing(self._place.library, self._place.undo, read)
        in_turns(self, self._go_on_importing, PAUSE_MS)

    def _go_on_importing(self) -> bool:
        """Import for a moment; return whether there is more to do."""
        importing = self._importing
        if importing is None or self._background.is_ended:
            return False
        try:
            if importing.is_stopped:
                goes_on = importing.take_back()
            else:
                goes_on = importing.step()
                if not goes_on:
                    self._window.say(_imported(importing.finish()))
        except UserError as error:
            goes_on = False
            self.fail(error)
        except BaseException:
            self._importing = None  # a defect: the next one may do better
            raise
        if goes_on:
            # Each time the line at the foot counts what there is.
            if importing.done % _REPORTED == 0:
                share = importing.done / max(1, importing.total)
                self._window.desk.working.emit(min(share, 0.99), IMPORTING)
            return True
        self._importing = None
        self._window.desk.working.emit(1.0, "")
        if importing.is_stopped:
            self._window.say(_("No note was imported."))
        return False

    def stop_importing(self) -> None:
        """Import nothing after all."""
        if self._importing is not None:
            self._importing.is_stopped = True


def _imported(found: Imported) -> str:
    """Return what became of notes that were imported, in a sentence."""
    parts = [plural("{count} note added", "{count} notes added", found.added + found.beside)]
    if found.beside:
        parts.append(
            plural(
                "{count} of them beside another wording",
                "{count} of them beside another wording",
                found.beside,
            )
        )
    if found.known:
        parts.append(plural("{count} was here", "{count} were here", found.known))
    if found.trashed:
        parts.append(plural("{count} is in the trash", "{count} are in the trash", found.trashed))
    if found.verdicts:
        parts.append(plural("{count} verdict added", "{count} verdicts added", found.verdicts))
    if found.kept_verdicts:
        stay = plural(
            "{count} verdict stays as it is here",
            "{count} verdicts stay as they are here",
            found.kept_verdicts,
        )
        parts.append(stay)
    return joined(tuple(parts)) + "."
