"""The library is looked over while the window has it open."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from diptych.services.doctor import Examined, examine, examining
from diptych.store.library import Library
from diptych.work.inline import InlineJobs
from support.annotations import document, note_on

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TEXT = document("The first words.\nThe second words.")


def _now() -> str:
    return "2026-03-01T09:30:00Z"


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    library = Library.open(tmp_path, _now)
    library.save_note(note_on(TEXT, "first", "A note", 1)._replace(tags=("sea",)))
    yield library
    library.close()


def look_over(library: Library) -> Examined:
    found: list[Examined] = []
    examining(library, InlineJobs({}), _now, done=found.append, failed=pytest.fail)
    return found[0]


def test_an_open_library_is_seen_as_a_closed_one(library, tmp_path) -> None:
    library.back_up()
    beside = look_over(library)
    assert beside.is_sound
    library.close()
    lines = examine(tmp_path, _now).lines
    assert [line for line in beside.lines if "MiB" not in line] == [
        line for line in lines if "MiB" not in line
    ]
    assert [path.name for path in tmp_path.iterdir() if "diptych-" in path.name] == []


def test_what_is_wrong_is_mended_in_the_open_library(library) -> None:
    with library._database.write() as connection:
        connection.execute("INSERT INTO notes_fts (notes_fts) VALUES ('delete-all')")
        connection.execute("DELETE FROM note_tags")
    assert library.search_notes("note") == []
    found = look_over(library)
    assert found.is_sound
    assert "The search index was wrong and was made anew from the notes." in found.lines
    assert "Tags: 1 were wrong and were made anew from the notes." in found.lines
    assert [note.body for note in library.search_notes("note")] == ["A note"]
    assert library.tags() == [("sea", 1)]
    assert "The search index is sound." in look_over(library).lines


def test_damage_is_found_while_the_library_is_open(library, tmp_path) -> None:
    with library.together():
        for key in range(100):
            library.save_note(note_on(TEXT, "first", "word " * 300, 10 + key))
    library.close()
    path = tmp_path / "library.sqlite"
    content = bytearray(path.read_bytes())
    content[-20 * 4096 : -10 * 4096] = bytes(10 * 4096)
    path.write_bytes(content)
    damaged = Library.open(tmp_path, _now)
    try:
        found = look_over(damaged)
    finally:
        damaged.close()
    assert not found.is_sound
    assert any("amage" in line for line in found.lines)
