"""What the reader did can be undone after a restart, and survives whatever happens to documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt

from diptych.model.comparison import Side
from support.driver import CTRL, SHIFT

if TYPE_CHECKING:
    from pathlib import Path

    from support.driver import Reader


def saved_notes(reader: Reader) -> list[str]:
    return [note.body for note in reader.workplace.library.notes()]


def test_undo_and_redo_go_on_after_a_restart_until_something_else_is_done(reader: Reader) -> None:
    reader.write("Mine")
    reader.wait_until_saved()
    reader.go_to_text(Side.LEFT)
    reader.press(Qt.Key.Key_2)
    assert reader.close()
    reader.start()
    reader.wait_for_findings()
    reader.select(reader.pairs[0])
    assert reader.selected.verdict is not None
    reader.go_to_text(Side.LEFT)
    reader.press(Qt.Key.Key_Z, CTRL)
    assert reader.selected.verdict is None
    reader.press(Qt.Key.Key_Z, CTRL)
    assert saved_notes(reader) == []
    assert reader.close()
    reader.start()
    reader.wait_for_findings()
    reader.press(Qt.Key.Key_Z, CTRL | SHIFT)
    assert saved_notes(reader) == ["Mine"]
    reader.select(reader.pairs[1])
    reader.go_to_text(Side.LEFT)
    reader.press(Qt.Key.Key_1)
    assert reader.workplace.undo.can_undo
    # The session before this one was closed: its steps went with the first change.
    reader.press(Qt.Key.Key_Z, CTRL)
    assert not reader.workplace.undo.can_undo
    assert saved_notes(reader) == ["Mine"]


@pytest.mark.fault("document vanishes")
def test_a_document_that_vanishes_takes_no_note_with_it(reader: Reader, tmp_path: Path) -> None:
    left = reader.window.desk.documents[Side.LEFT].entry
    reader.write("Mine")
    reader.wait_until_saved()
    assert reader.close()
    (tmp_path / left.path).unlink()
    reader.start()
    reader.wait(lambda: bool(reader.message(Side.LEFT)) or reader.view(Side.LEFT).document)
    assert saved_notes(reader) == ["Mine"]
    assert reader.workplace.library.kept_text(left.sha256)
    assert left.path.rpartition("/")[2] in reader.message(Side.LEFT)


@pytest.mark.fault("document shrinks")
def test_a_document_that_shrinks_takes_no_note_with_it(reader: Reader, tmp_path: Path) -> None:
    left = reader.window.desk.documents[Side.LEFT].entry
    before = reader.workplace.library.entry(left.sha256)
    reader.write("Mine")
    reader.wait_until_saved()
    (note,) = reader.workplace.library.notes()
    assert reader.close()
    path = tmp_path / left.path
    path.write_text(path.read_text(encoding="utf-8")[:40], encoding="utf-8")
    reader.start()
    reader.wait(lambda: reader.view(Side.LEFT).document is not None)
    assert len(reader.view(Side.LEFT).document.source) <= 40
    reader.wait(lambda: saved_notes(reader) == ["Mine"])
    (kept,) = reader.workplace.library.notes()
    assert [anchor.quote for anchor in kept.left] == [anchor.quote for anchor in note.left]
    assert reader.workplace.library.kept_text(before.sha256)
