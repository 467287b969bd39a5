"""What is on the desk becomes a file, or pages, while the reader reads on: one at a time.

It is made on the window's thread, a few milliseconds at a time: on a thread beside it every call
that Qt makes into Python would have to wait for the interpreter. It comes to the disk on one.
"""

from __future__ import annotations

from pathlib import Path
from threading import Event
from time import perf_counter
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject

from diptych.model.comparison import Side
from diptych.model.errors import Cancelled, UserError
from diptych.ui.background import Background
from diptych.ui.language import _, plural, said_of
from diptych.ui.openings import EXPORTING, LAST_S, PRINTING
from diptych.ui.turns import PAUSE_MS, STRETCH_S, in_turns

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from diptych.ui.window import Window

# So often the line at the foot says what is under way.
_TOLD_S = 0.25


class Job(NamedTuple):
    """Something that is made.

    Args:
        steps: make it, each in a few milliseconds, and yield how many pages there are, 0 for what
            has none; raise `UserError`. Of what is called off they are closed.
        whole: returns the file when all steps are done; any thread calls it. None where there is
            no file.
        target: where that goes.
        done, off: what is said at the end, or when it was called off.
    """

    steps: Generator[int, None, None]
    whole: Callable[[], bytes] | None
    target: Path | None
    done: str
    off: str


class _Wish:
    """Whether something is still wanted, for the thread that writes it, and what came of it."""

    def __init__(self) -> None:
        self.is_off = False
        self.over = Event()
        self.error: UserError | None = None


class Exporting(QObject):
    """Makes files of one window, the next when the one before is there."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self._background = Background(self)
        self._job: Job | None = None
        self._wish: _Wish | None = None  # of what is being written
        self._told = 0.0
        self._is_shown = False

    def export(self, writer: str) -> None:
        """Let the reader say where the comparison goes as it stands, with verdicts and notes."""
        from PySide6.QtWidgets import QFileDialog

        from diptych.services.reporting import Making, suffix_of

        window = self._window
        window.panel.flush()
        report = window.desk.report()
        if report is None or self.refuses():
            return
        suffix = suffix_of(writer)
        path, _filter = QFileDialog.getSaveFileName(
            window, _("Export the comparison"), f"{self.name()}{suffix}", f"*{suffix}"
        )
        if path:
            target, making = Path(path), Making(report, writer)
            done = _("The comparison was exported: {name}").format(name=target.name)
            off = _("Nothing was exported.")
            self.begin(Job(making.steps(), making.whole, target, done, off))

    def name(self) -> str:
        """Return what a file is called that is made of the two documents, without its suffix."""
        titles = (self._window.desk.documents[side].entry.title for side in Side)
        return " – ".join(titles).replace("/", "-")

    def refuses(self) -> bool:
        """Say that something is under way already, if it is."""
        if self._job is not None:
            self._show_work(EXPORTING)  # with which Esc is there
            words = _("Something is being exported already. Wait for it, or stop it{key}.")
            key = self._window.commands.key("stop_analysis", " ({key})")
            self._window.say(words.format(key=key))
        return self._job is not None

    def begin(self, job: Job) -> None:
        """Make something; nothing else may be under way."""
        self._job, self._told = job, perf_counter()
        in_turns(self, lambda: self._go_on(job), PAUSE_MS)

    def _go_on(self, job: Job) -> bool:
        try:
            return job is self._job and self._make(job, perf_counter() + STRETCH_S)
        except UserError as error:
            self._over("", error)
            return False
        except BaseException:
            self._job = None  # a defect: the next one may do better
            raise

    def _make(self, job: Job, until: float) -> bool:
        """Make until a time, then write what is whole; return whether there is more to make."""
        for pages in job.steps:
            now = perf_counter()
            if now >= until:
                self._tell(pages, now)
                return True
        if job.whole is None or job.target is None:
            self._over(job.done)
        else:
            self._write(job.whole, job.target, job.done)
        return False

    def _tell(self, pages: int, now: float) -> None:
        if now - self._told < _TOLD_S:
            return
        self._told = now
        self._show_work(PRINTING if pages else EXPORTING)
        if pages:
            self._window.say(plural("{count} page is made", "{count} pages are made", pages))

    def _show_work(self, words: str) -> None:
        self._is_shown = True
        self._window.desk.working.emit(0.0, words)

    def _write(self, whole: Callable[[], bytes], target: Path, done: str) -> None:
        from diptych.services.reporting import write_made

        wish = self._wish = _Wish()

        def write() -> None:
            try:
                write_made(whole(), target, lambda: not wish.is_off)
            except UserError as error:
                wish.error = error
            except Cancelled:  # which was said when it was called off
                pass
            finally:
                wish.over.set()

        def written(_nothing: None) -> None:
            if wish is self._wish:
                self._over(done, wish.error)

        def lost() -> None:
            wish.error = UserError(_("What was under way was broken off."), _("Try again."))
            written(None)

        self._background.run(write, written, lost)

    def _over(self, words: str, error: UserError | None = None) -> None:
        """It is done, called off or failed: say so."""
        self._job = self._wish = None
        desk = self._window.desk
        if self._is_shown:  # else what is shown there is the work of another
            self._is_shown = False
            desk.working.emit(1.0, "")
        self._window.say("" if error else words)
        if error is not None:
            desk.troubled.emit(error)

    def stop(self) -> None:
        """Make nothing of it after all."""
        job = self._job
        if job is None:
            return
        if self._wish is not None:
            self._wish.is_off = True
        job.steps.close()
        self._over(job.off)

    def end(self) -> None:
        """The window closes: what is nearly there is made, the rest leaves nothing behind."""
        job, until = self._job, perf_counter() + LAST_S
        news = ""
        try:
            if job is not None and self._wish is None:
                self._make(job, until)
        except UserError as error:
            news = said_of(error)
        wish = self._wish
        if wish is not None:
            wish.is_off = not wish.over.wait(max(0.0, until - perf_counter()))
            news = said_of(wish.error) if wish.error is not None else ""
        if job is not None and job is self._job and (wish is None or wish.is_off):
            job.steps.close()
            news = news or _("What was being exported was broken off.")
        self._window.handlers.appearance.add_news(news)
        self._job = self._wish = None
        self._background.end()
