"""The window at 100, 150 and 200 %: in a process of its own, as the scale is set at its start."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from support.repository import ROOT

if TYPE_CHECKING:
    from pathlib import Path

PROBE = """
import sys
from PySide6.QtWidgets import QApplication
from diptych.model.comparison import Relation
from diptych.ui.marks import Mark, Position
from diptych.ui.text_view import TextView
from support.documents import document_from

app = QApplication(sys.argv)
view = TextView()
view.resize(420, 300)
view.set_document(document_from(["A line of words to be read. " * 12, "And a second one."]))
view.set_marks([Mark("f", 0, 0, 27, Relation.CONVERGE)])
view.show()
app.processEvents()
picture = view.grab().toImage()
ratio = picture.devicePixelRatio()
line = view.caret_rect(Position(0, 0))
last = view.caret_rect(Position(0, len(view.document.blocks[0].text)))
blue = view._look.relations[Relation.CONVERGE]

def is_blue(x, y):
    seen = picture.pixelColor(x, y)
    return abs(seen.hue() - blue.hue()) < 15 and seen.saturation() > 100

x = round((line.x() + 20) * ratio)
rows = [y for y in range(picture.height()) if is_blue(x, y)]
print(ratio, picture.width(), picture.height(), last.bottom() < 300, len(rows), rows[-1] / ratio)
"""


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
def test_text_and_lines_under_it_grow_with_the_screen(scale: float) -> None:
    environment = {
        **os.environ,
        "QT_SCALE_FACTOR": str(scale),
        "QT_QPA_PLATFORM": "offscreen",
        "PYTHONPATH": os.pathsep.join((str(ROOT / "desktop"), str(ROOT / "tests"))),
    }
    done = subprocess.run(
        [sys.executable, "-c", PROBE], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    ratio, width, height, whole, thick, bottom = done.stdout.split()
    assert float(ratio) == scale
    assert (int(width), int(height)) == (round(420 * scale), round(300 * scale))
    assert whole == "True"
    # The line is drawn in device pixels and not stretched: at least as thick, below its words.
    assert 1 <= int(thick) <= 3 * scale
    assert 25 < float(bottom) < 50


PAGES = """
import sys
import tomllib
from pathlib import Path
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication
from diptych.services.page_tasks import make_tasks
from diptych.services.pages import Pages
from diptych.ui import theme
from diptych.ui.look import plain_look
from diptych.ui.page_side import PageSide
from diptych.work.inline import InlineJobs
from support.pdfs import write_pages
from support.repository import ROOT

app = QApplication(sys.argv)
style = ROOT / "resources" / "styles" / "light.toml"
side = PageSide(Pages(InlineJobs(make_tasks(lambda path: Path(path).read_bytes()))), "pane")
side.set_theme(theme.make_theme(tomllib.loads(style.read_text("utf-8"))), plain_look())
side.resize(620, 700)
side.show()
side.show_file(str(write_pages(Path(sys.argv[1]) / "pages.pdf", 3)))
side.toggle_strip()
app.processEvents()

def is_drawn(widget, picture, at):
    # The middle of the picture, dot by dot: neither stretched nor moved by a part of one.
    seen = widget.grab().toImage()
    width, height = picture.width() // 2, picture.height() // 2
    part = picture.copy(width // 2, height // 2, width, height)
    for dx in (-1, 0, 1):
        for dy in (-1, 0, 1):
            left, top = at.x() + dx + width // 2, at.y() + dy + height // 2
            here = seen.copy(left, top, width, height).convertToFormat(part.format())
            here.setDevicePixelRatio(part.devicePixelRatio())
            if here == part:
                return True
    return False

view, strip = side.view, side.strip
ratio = view.devicePixelRatioF()
area = view.area(0)
key = view.keys(0)[0]
at = QPoint(round(area.left * ratio), round(area.top * ratio))
print(is_drawn(view.viewport(), view.loader.pictures.get(key), at))
small = view.loader.pictures.get(strip._drawer.key(1))
rect = strip.thumbnails.visualRect(strip.thumbnails.model().index(1, 0)).adjusted(0, 0, 0, -22)
left = (rect.left() + rect.width() / 2) * ratio - small.width() / 2
top = (rect.top() + rect.height() / 2) * ratio - small.height() / 2
print(is_drawn(strip.thumbnails.viewport(), small, QPoint(round(left), round(top))))
"""


@pytest.mark.parametrize("scale", [1.25, 1.75])
def test_pages_and_small_pictures_are_drawn_dot_by_dot(scale: float, tmp_path: Path) -> None:
    environment = {
        **os.environ,
        "QT_SCALE_FACTOR": str(scale),
        "QT_QPA_PLATFORM": "offscreen",
        "PYTHONPATH": os.pathsep.join((str(ROOT / "desktop"), str(ROOT / "tests"))),
    }
    command = [sys.executable, "-c", PAGES, str(tmp_path)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["True", "True"]
