"""Makes the pictures of the real window that the documentation shows, in desktop/pictures.

Usage: python packaging/pictures.py [NAME ...]

Each picture is the program itself, on the five documents of seeds/, in a library of its own that is
thrown away: begun as at a first start, led by commands as a reader would, and painted without a
screen. `NAME` makes some of them only. Takes a few minutes, most of them for reading and comparing.
Exit status 1 where something that is to be shown did not come.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

ROOT = Path(__file__).resolve().parents[1]
PICTURES = ROOT / "desktop" / "pictures"
SEEDS = ROOT / "seeds"
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
os.environ["PYTHONPATH"] = str(ROOT / "desktop")  # for the workers
sys.path.insert(0, os.environ["PYTHONPATH"])

import numpy as np  # noqa: E402 - where the package lies is said above
import pymupdf  # noqa: E402
from PySide6.QtCore import QBuffer, QEvent, QIODevice, QMarginsF, QRectF  # noqa: E402
from PySide6.QtGui import (  # noqa: E402
    QFontDatabase,
    QImage,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
    QTextDocument,
)
from PySide6.QtWidgets import QApplication  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable

    from diptych.services.workplace import Workplace
    from diptych.ui.window import Window

LAPTOP, DESK = (1280, 800), (1920, 1080)
_PATIENCE = 120.0  # seconds for one document to be read, or two to be compared
_LARGEST = 195_000  # bytes
_COLOURS = (256, 128, 64, 32)  # the most that a picture of that size takes
_APART = 12  # steps of red, green and blue together, by which two colours differ to the eye


class Scene(NamedTuple):
    """One picture.

    Args:
        name: of the file, without its suffix.
        size: of the window, pixels.
        files: what lies left and right; none for what a first start shows.
        act: leads the window to what is to be seen; what it returns is shown in its place.
        theme, language: of the window.
    """

    name: str
    size: tuple[int, int]
    files: tuple[str, ...] = ()
    act: Callable[[Window], QImage | None] | None = None
    theme: str = "light"
    language: str = "en"


def wait(happened: Callable[[], bool], what: str) -> None:
    """Let the window go on until something has happened.

    Raises:
        TimeoutError: it did not.
    """
    until = time.monotonic() + _PATIENCE
    while not happened():
        QApplication.processEvents()
        time.sleep(0.01)
        if time.monotonic() > until:
            raise TimeoutError(what)
    for _round in range(10):
        QApplication.processEvents()
        time.sleep(0.02)


def run(*commands: str) -> Callable[[Window], None]:
    """Return what leads a window by commands."""

    def act(window: Window) -> None:
        for command in commands:
            window.commands.action(command).trigger()
            QApplication.processEvents()

    return act


def matrix(window: Window) -> None:
    """Show the topics and documents, all compared with the one on the left."""
    run("show_matrix")(window)
    _settle_matrix(window)


def timeline(window: Window) -> None:
    """Show one topic in order of time."""
    run("show_timeline")(window)
    _settle_matrix(window)


def _settle_matrix(window: Window) -> None:
    panel = window.handlers.panels.show("matrix")
    wait(lambda: panel.matrix.state.is_over, "reading for the matrix")
    if panel.panel.compare.isVisible():
        panel.panel.compare.click()
        wait(lambda: panel.matrix.state.is_over, "comparing for the matrix")


def surest(window: Window) -> None:
    """Choose the pair that is surest."""
    pairs = [row for row in window.desk.rows if not row.finding.relation.is_one_sided]
    window.desk.select(max(pairs, key=lambda row: row.finding.confidence).finding.id)


def notes(window: Window) -> None:
    """Write a few notes, and show them in their browser."""
    for quoted, words in _NOTES:
        window.desk.select(
            next(row.finding.id for row in window.desk.rows if quoted in row.left + row.right)
        )
        run("note")(window)
        window.panel.note_editor.field.insertPlainText(words)
        window.panel.flush()
        wait(lambda: not window.panel.note_editor.has_unsaved, "saving a note")
    run("show_notes")(window)


_NOTES = (
    (
        "safe, orderly, and humane",
        "“Safe, orderly and humane”: the words of the compact of 2018. #framing",
    ),
    ("protection imperatives", "Protection first, border second. #framing"),
    (
        "corruption, and violence and insecurity",
        "In 2018 people *flee*. Here the verb stays, and the cause moves to the economy. #framing",
    ),
)


def probe(window: Window) -> None:
    """Ask the whole library about a sentence."""
    run("show_probe")(window)
    asking = window.handlers.panels.show("probe")
    asking.panel.scope_chosen.emit("library")
    asking.ask("Asylum seekers should wait in Mexico.")
    wait(asking.panel.stop.isHidden, "the answers")
    asking.panel.answers.setFocus()


def three(window: Window) -> None:
    """Open a third document in a pane of its own, and look at each gutter once."""
    panes, spread = window.handlers.panes, window.spread
    panes.open_another(str(SEEDS / "reuters-2018.txt"))
    wait(lambda: all(pane.view.document for pane in spread.row), "the third document")
    for gutter in (1, 0):
        panes.many.choose(gutter)
        wait(lambda: settled(window), "the findings at a gutter")
    surest(window)


def paper(window: Window) -> QImage:
    """Return the first page of what would be printed."""
    from diptych.ui.printing import Order, make_pdf

    made: list[bytes] = []
    for _pages in make_pdf(window, Order(), made):
        pass
    with pymupdf.open(stream=made[0], filetype="pdf") as pages:
        seen = pages[0].get_pixmap(dpi=100)
    picture = QImage(
        seen.samples, seen.width, seen.height, seen.stride, QImage.Format.Format_RGB888
    )
    return picture.copy()


def settled(window: Window) -> bool:
    """Whether all findings are there."""
    desk = window.desk
    return desk.comparison is not None and not desk.is_begun


SCENES = (
    Scene("first-reading", (1400, 880)),
    Scene("letters-1280-light", LAPTOP),
    Scene("letters-1280-dark", LAPTOP, theme="dark"),
    Scene("letters-1920-light", DESK),
    Scene("letters-1920-dark", DESK, theme="dark"),
    Scene("long-report", LAPTOP, ("letter-2018.txt", "wilson-2021.txt"), surest),
    Scene("long-report-dark", DESK, ("letter-2018.txt", "wilson-2021.txt"), surest, "dark"),
    Scene("pdf-against-text", DESK, ("reuters-2018.pdf", "wapo-2018.txt"), surest),
    Scene("matrix", LAPTOP, act=matrix),
    Scene("matrix-dark", DESK, act=matrix, theme="dark"),
    Scene("timeline", LAPTOP, act=timeline),
    Scene("spanish", LAPTOP, language="es"),
    Scene("notes", DESK, act=notes),
    Scene("three-panes", DESK, act=three),
    Scene("claim-probe", LAPTOP, act=probe),
    Scene("high-contrast", LAPTOP, theme="contrast"),
    Scene("paper", LAPTOP, act=paper),
)


def main(names: list[str]) -> int:
    """Make pictures; return the exit status."""
    from diptych.ui.prose import SIZE
    from diptych.ui.theme import FUSION, interface_font

    app = QApplication(["diptych", *FUSION])
    for font in sorted((ROOT / "resources" / "fonts").glob("*.ttf")):
        QFontDatabase.addApplicationFont(str(font))
    app.setFont(interface_font(SIZE))
    with tempfile.TemporaryDirectory() as folder:
        shown = Path(folder)
        for seed in SEEDS.glob("*.txt"):
            (shown / seed.name).write_bytes(seed.read_bytes())
        print_as_pdf(shown / "reuters-2018.txt")
        for scene in SCENES:
            if not names or scene.name in names:
                take(scene, shown, shown / "data")
    return 0


def take(scene: Scene, folder: Path, data: Path) -> None:
    """Make one picture, in a new library; what was read and compared before is kept beside it."""
    from diptych.services.workers import PAGE_TASKS, TASKS, worker
    from diptych.services.workplace import Workplace
    from diptych.ui.bridge import Bridge

    bridge = Bridge()
    for old in data.glob("library.sqlite*"):
        old.unlink()
    jobs, page_jobs = worker(TASKS, bridge.post), worker(PAGE_TASKS, bridge.post)
    workplace = Workplace.open(data, jobs, page_jobs=page_jobs)
    workplace.library.set_setting("theme", scene.theme)
    workplace.library.set_setting("language", scene.language)
    window = _window(workplace, scene, folder)
    shown = scene.act(window) if scene.act is not None else None
    wait(lambda: True, "painting")
    picture = shown or window.grab().toImage()
    target = PICTURES / f"{scene.name}.png"
    for colours in _COLOURS:
        with_palette(picture, colours).save(str(target), "PNG", 0)
        if target.stat().st_size < _LARGEST:
            break
    sys.stdout.write(f"{target.name} {target.stat().st_size // 1000} kB\n")
    window.close()
    workplace.close()
    window.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def _window(workplace: Workplace, scene: Scene, folder: Path) -> Window:
    from diptych.ui.appearance import prepare
    from diptych.ui.window import Window

    prepare(workplace)
    window = Window(workplace)
    window.begin([str(folder / name) for name in scene.files])
    window.resize(*scene.size)
    window.show()
    window.activateWindow()
    wait(lambda: settled(window), "the findings")
    if scene.files:
        window.go_to_row(0)
    return window


def print_as_pdf(text: Path) -> None:
    """Set a text on pages, beside it, as a printed report looks."""
    from diptych.ui.print_rows import plain_letters

    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(96)
    margins = QMarginsF(36, 36, 36, 36)
    writer.setPageLayout(
        QPageLayout(QPageSize(QPageSize.PageSizeId.A5), QPageLayout.Orientation.Portrait, margins)
    )
    document = QTextDocument()
    font = document.defaultFont()
    font.setFamilies(["EB Garamond"])
    font.setPointSizeF(12)
    document.setDefaultFont(plain_letters(font))
    document.setPlainText(text.read_text(encoding="utf-8"))
    size = writer.pageLayout().paintRectPixels(96).size().toSizeF()
    document.setPageSize(size)
    painter = QPainter(writer)
    for number in range(document.pageCount()):
        if number:
            writer.newPage()
        painter.save()
        painter.translate(0, -number * size.height())
        document.drawContents(
            painter, QRectF(0, number * size.height(), size.width(), size.height())
        )
        painter.restore()
    painter.end()
    with pymupdf.open(stream=bytes(buffer.data().data()), filetype="pdf") as made:
        made.set_metadata({"title": "Reuters report", "creationDate": "D:20180712120000"})
        made.save(text.with_suffix(".pdf"))


def with_palette(picture: QImage, count: int) -> QImage:
    """Return a picture with so many colours: the most frequent ones that the eye tells apart."""
    picture = picture.convertToFormat(QImage.Format.Format_RGB32)
    shape = (picture.height(), picture.width())
    pixels = np.frombuffer(picture.constBits(), np.uint32).reshape(shape) & 0xFFFFFF
    values, which, counts = np.unique(pixels, return_inverse=True, return_counts=True)
    colours = np.stack([values >> 16, values >> 8 & 255, values & 255], axis=1).astype(np.int32)
    chosen = colours[[counts.argmax()]]
    nearest = np.abs(colours - chosen[0]).sum(axis=1)
    place = np.zeros(len(values), np.uint8)
    for at in range(1, count):
        weight = np.where(nearest > _APART, counts * np.minimum(nearest, 96), 0)
        if not weight.any():
            break
        chosen = np.vstack([chosen, colours[weight.argmax()]])
        distance = np.abs(colours - chosen[-1]).sum(axis=1)
        place[distance < nearest] = at
        nearest = np.minimum(nearest, distance)
    indexed = place[which].reshape(shape)
    made = QImage(shape[1], shape[0], QImage.Format.Format_Indexed8)
    made.setColorTable([0xFF000000 | int(r) << 16 | int(g) << 8 | int(b) for r, g, b in chosen])
    rows = np.frombuffer(made.bits(), np.uint8).reshape(shape[0], made.bytesPerLine())
    rows[:, : shape[1]] = indexed
    return made


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
