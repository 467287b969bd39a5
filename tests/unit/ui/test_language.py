"""The interface's language: English unless a catalogue says otherwise."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

import pytest

from diptych.ui.language import _, plural, set_language

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def write_catalogue(path: Path, texts: dict[str, str]) -> None:
    """A catalogue in the format that msgfmt writes."""
    pairs = sorted((key.encode(), value.encode()) for key, value in texts.items())
    tables, strings = b"", b""
    start = 28 + 16 * len(pairs)
    for column in (0, 1):
        for pair in pairs:
            tables += struct.pack("<II", len(pair[column]), start + len(strings))
            strings += pair[column] + b"\0"
    head = struct.pack("<7I", 0x950412DE, 0, len(pairs), 28, 28 + 8 * len(pairs), 0, 0)
    path.parent.mkdir(parents=True)
    path.write_bytes(head + tables + strings)


@pytest.fixture(autouse=True)
def english_again(tmp_path: Path) -> Iterator[None]:
    yield
    set_language("en", tmp_path)


def test_a_catalogue_is_spoken_and_what_it_lacks_stays_english(tmp_path: Path) -> None:
    write_catalogue(
        tmp_path / "es" / "LC_MESSAGES" / "diptych.mo",
        {
            "": "Content-Type: text/plain; charset=UTF-8\nPlural-Forms: nplurals=2; plural=n!=1;\n",
            "Note": "Nota",
            "{count} note\0{count} notes": "{count} nota\0{count} notas",
        },
    )
    set_language("es", tmp_path)
    assert _("Note") == "Nota"
    assert _("Topic") == "Topic"
    assert plural("{count} note", "{count} notes", 1) == "1 nota"
    assert plural("{count} note", "{count} notes", 3) == "3 notas"


def test_a_language_without_catalogue_leaves_english(tmp_path: Path) -> None:
    set_language("tlh", tmp_path)
    assert _("Note") == "Note"
    assert plural("{count} note", "{count} notes", 1) == "1 note"
    assert plural("{count} note", "{count} notes", 0) == "0 notes"
