"""A reader of three and four texts, and the texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication, QMenu

from diptych.model.comparison import Side
from diptych.work.inline import InlineJobs
from support.driver import Reader
from support.letters import RIGHT, make_tasks, write_letters

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from diptych.ui.pane import Pane
    from diptych.work.port import Plain

ROW = ["A reply", "On the border", "A second reply"]
SECOND = RIGHT.replace("A reply", "A second reply").replace("Lamps must", "Bells must")
THIRD = SECOND.replace("A second reply", "A third reply").replace("Bells", "Horns")


class ManyReader(Reader):
    """A reader of several texts: the reply, the letter, and other replies beside them."""

    paths: list[Path]

    @classmethod
    def of_two(cls, qtbot, data_folder: Path, folder: Path) -> ManyReader:
        """Return one who reads the reply and the letter, and has two more replies at hand."""
        reader = cls(qtbot, data_folder)
        reader.paths = write_four(folder)
        reader.start(*reader.paths[:2])
        return reader

    def heads(self) -> list[str]:
        """What each gutter says that it compares, as it is read aloud; none for one gutter."""
        betweens = self.window.handlers.panes.many.betweens
        return [each.head.accessibleName() for each in betweens if each.head.isVisible()]

    def titles(self) -> list[str]:
        """What lies in the panes, from left to right."""
        opened = [pane.opened for pane in self.window.spread.row]
        return [each.entry.title if each else "" for each in opened]

    def hash_of(self, title: str) -> str:
        """The hash of a document of the library, "" for one that is not in it."""
        entries = self.workplace.library.entries()
        return next((entry.sha256 for entry in entries if entry.title == title), "")

    def on_desk(self) -> list[str]:
        """What the list and the panel are about, left and right."""
        documents = self.window.desk.documents
        return [documents[side].entry.title for side in Side if side in documents]

    def pane_at(self, at: int) -> Pane:
        """A pane, counted from the left."""
        return self.window.spread.row[at]

    def go_to(self, at: int) -> None:
        """Put the keyboard into a pane."""
        self.pane_at(at).view.setFocus()
        QApplication.processEvents()

    def menu(self) -> dict[str, bool]:
        """What the open menu offers, and whether it is ticked."""
        menus = [each for each in self.window.findChildren(QMenu) if each.isVisible()]
        return {a.text(): a.isChecked() for a in menus[-1].actions() if not a.isSeparator()}

    def choose_in_menu(self, words: str) -> None:
        """Choose a line of the open menu."""
        menus = [each for each in self.window.findChildren(QMenu) if each.isVisible()]
        action = next(each for each in menus[-1].actions() if each.text() == words)
        menus[-1].close()
        action.trigger()
        self.window.activateWindow()
        self.wait(self.window.isActiveWindow)


def write_four(folder: Path) -> list[Path]:
    """Write a reply, the letter, and two more replies."""
    border, reply = write_letters(folder)
    paths = [folder / "second.txt", folder / "third.txt"]
    for path, text in zip(paths, (SECOND, THIRD), strict=True):
        path.write_text(text, encoding="utf-8")
    return [reply, border, *paths]


class LateJobs(InlineJobs):
    """Reads the second reply when it is let go, as from a slow disk."""

    def __init__(self) -> None:
        super().__init__(make_tasks())
        self.held: list[Callable[[], int]] = []

    def submit(self, task: str, request: Plain, **rest) -> int:
        if task != "read" or not request["path"].endswith("second.txt"):
            return super().submit(task, request, **rest)
        self.held.append(lambda: InlineJobs.submit(self, task, request, **rest))
        return 0
