"""The window in each language: nothing untranslated, nothing clipped, with every panel open."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import pytest
from PySide6.QtCore import QAbstractListModel, QModelIndex, QSize
from PySide6.QtWidgets import QAbstractItemView, QApplication, QDialog, QHeaderView, QWidget

from diptych.model.comparison import Side
from diptych.ui.appearance import built_anew, speak
from diptych.ui.language import LANGUAGES
from diptych.ui.palette import FloatingList
from diptych.ui.panels import PANELS
from support.busy import BusyJobs
from support.driver import Reader
from support.letters import LEFT, RIGHT, write_letters
from support.painted import Catalogue, cramped, listening, names_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path


# A usual laptop, and a full HD screen at 200 %.
SIZES = ((1280, 800), (960, 540))


@pytest.fixture(autouse=True)
def english_again() -> Iterator[None]:
    yield
    speak("en")


def opened(qtbot, folder: Path, tmp_path: Path, code: str) -> Reader:
    speak(code)
    reader = Reader(qtbot, folder, BusyJobs)
    tmp_path.mkdir(exist_ok=True)
    reader.start(*write_letters(tmp_path))
    reader.select(reader.pairs[0])
    return reader


def states(reader: Reader) -> Iterator[str]:
    """Show all there is to see, one after the other."""
    window = reader.window
    yield "the texts"
    window.panel.toggle_why()
    yield "why"
    for row in reader.rows:
        window.desk.select(row.finding.id)
        yield f"{row.relation}"
    for row in PANELS:
        window.handlers.panels.show(row.name)
        yield row.name
        window.handlers.panels.hide(row.name)
    for command in ("palette", "keys", "print", "remarks"):
        reader.run(command)
        yield command
        for palette in window.findChildren(FloatingList):
            palette.hide()
        for dialog in window.findChildren(QDialog):
            dialog.close()


class Walk(NamedTuple):
    """What was seen in one language.

    Args:
        texts: all that was painted or can be read out.
        cut: what had too little room, with where that was.
        names: of topics and documents, which are no words of ours, and a reason made by hand.
    """

    texts: set[str]
    cut: set[tuple[str, int, str]]
    names: set[str]


def cells(window: QWidget) -> set[str]:
    """Return what stands in the lists and tables that are shown."""
    found, root = set(), QModelIndex()
    for view in window.findChildren(QAbstractItemView):
        model = view.model()
        if model is None or not view.isVisible() or isinstance(view, QHeaderView):
            continue
        columns = 1 if isinstance(model, QAbstractListModel) else model.columnCount(root)
        for row in range(model.rowCount(root)):
            for column in range(columns):
                found.add(str(model.index(row, column).data() or ""))
    return found


def walk(reader: Reader) -> Walk:
    topics = {topic.name for topic in reader.workplace.followed.topics}
    titles = {entry.title for entry in reader.workplace.library.entries()}
    found = Walk(set(), set(), topics | titles | {"Found by hand."})
    window = reader.window
    for state in states(reader):
        for size in SIZES:
            window.resize(QSize(*size))
            QApplication.processEvents()
            with listening() as painted:
                window.grab()
                for dialog in window.findChildren(QDialog):
                    dialog.grab()
            # What a list holds may be cut: it is whole in a tip, and in the panel beside it.
            painted.cut.difference_update(cells(window))
            found.texts.update(painted.texts)
            # A low window squeezes a panel's sentences, which the reader can give more room.
            crowded = cramped(window) if size == SIZES[0] else set()
            for text in painted.cut | crowded:
                found.cut.add((state, size[0], text))
        found.texts.update(names_of(window))
    found.texts.update(action.text().replace("&", "") for action in window.actions())
    return found


def is_content(text: str, names: Iterable[str] = ()) -> bool:
    """Whether a text is made of the documents' words and of names, and nothing else."""
    words = " ".join((LEFT, RIGHT, "border.txt reply.txt utf-8", *names)).casefold()
    return all(
        part.strip(" .…·¶+0123456789") in words for part in re.split(r"[,:·?↔–]", text.casefold())
    )


def test_every_panel_in_every_language_is_whole_and_translated(qtbot, tmp_path: Path) -> None:
    walks = {}
    for code in LANGUAGES:
        reader = opened(qtbot, tmp_path / f"data-{code}", tmp_path / "letters", code)
        walks[code] = walk(reader)
        reader.end()
    own = Catalogue("es")
    for code, (_texts, cut, names) in walks.items():
        ours = [each for each in cut if not is_content(each[2], names) and own.is_own(each[2])]
        assert sorted(ours) == [], code
    english = [
        text
        for text in walks["en"].texts & walks["es"].texts
        if re.search(r"[a-z]{3}", text)
        and text.lstrip("=≠≈○ ") not in own.same
        and not text.startswith("Base: ")
        and not is_content(text, walks["en"].names)
    ]
    assert sorted(english) == []


def test_the_language_is_changed_at_once_and_all_stays_where_it_was(
    qtbot, data_folder: Path, tmp_path: Path
) -> None:
    reader = opened(qtbot, data_folder, tmp_path, "en")
    reader.write("A note that stays")
    row = reader.pairs[1]
    reader.select(row)
    reader.run("language_es")
    assert not reader.window.isVisible()
    assert reader.window.handlers.appearance.asks_for_new_window
    reader.window = built_anew(reader.window)
    reader.window.show()
    QApplication.processEvents()
    assert reader.window.top_bar.previous.accessibleName().startswith("Hallazgo anterior")
    assert reader.window.commands.action("language_es").isChecked()
    assert reader.selected.finding.id == row.finding.id
    assert [note.body for note in reader.window.desk.notes] == ["A note that stays"]
    assert reader.title(Side.LEFT).startswith("On the border")
    reader.run("undo")
    assert not reader.window.desk.notes
    reader.end()
