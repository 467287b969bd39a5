"""The window at 100, 150 and 200 %: in a process of its own, as the scale is set at its start."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from support.repository import ROOT

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
