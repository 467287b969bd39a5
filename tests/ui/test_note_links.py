"""How a note reads, and what it links to: drawn and never run, offered while it is typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from shiboken6 import delete

from diptych.model.comparison import Side
from diptych.model.note import Note, NoteKind
from diptych.services.note_links import LINK, beginning, tags_in
from diptych.ui.note_text import is_marked, lines_of
from support.driver import Reader
from support.letters import write_letters

if TYPE_CHECKING:
    from pathlib import Path


pytestmark = pytest.mark.qt_log_ignore("grabbing the keyboard", extend=True)


def shown(body: str) -> list[str]:
    return [line.text for line in lines_of(body)]


# Tags


@pytest.mark.parametrize(
    ("body", "tags"),
    [
        ("On #Asylum and #asylum, #root-causes.", ("asylum", "root-causes")),
        ("# Heading\n## Another", ()),
        ("see page#3, #3 and a#b", ()),
        ("`#code` and\n```\n#fenced\n```\nbut #años", ("años",)),
        ("[[note 0123456789abcdef|a #tag elsewhere]]", ()),
        ("#a/b", ("a/b",)),
    ],
)
def test_tags_are_words_behind_a_hash(body: str, tags: tuple[str, ...]) -> None:
    assert tags_in(body) == tags


def test_links_are_read_and_what_looks_like_one_is_not() -> None:
    (link,) = LINK.findall("See [[note 0123abcd|the words]], [[x]] and [[note zz]].")
    assert link == ("note", "0123abcd", "the words")


# How it reads


def test_emphasis_lists_quotations_and_code_are_drawn() -> None:
    lines = lines_of("**Who** *says* `so`?\n\n- one\n- two\n\n3. three\n\n> quoted\n\n    code")
    assert [line.text for line in lines] == [
        "Who says so?",
        "• one",
        "• two",
        "3. three",
        "quoted",
        "code",
    ]
    assert [(p.text, p.bold, p.italic, p.code) for p in lines[0].pieces if p.text.strip()] == [
        ("Who", True, False, False),
        ("says", False, True, False),
        ("so", False, False, True),
        ("?", False, False, False),
    ]


def test_html_images_and_addresses_are_words_and_no_more() -> None:
    body = (
        '<img src="file:///etc/passwd"> ![a map](http://x.example/a.png) [here](http://y.example)'
    )
    assert shown(body) == [
        '<img src="file:///etc/passwd"> a map here (http://y.example)',
    ]


def test_a_list_shows_how_a_note_begins_without_its_signs_and_cut_at_a_word() -> None:
    body = "They *agree* that **root causes** matter: 2*3*4 is no emphasis, nor is * alone."
    assert beginning(Note("1", NoteKind.FREE, body), 200) == (
        "They agree that root causes matter: 2*3*4 is no emphasis, nor is * alone."
    )
    assert beginning(Note("1", NoteKind.FREE, body), 25) == "They agree that root…"


def test_plain_words_have_no_second_drawing() -> None:
    assert not is_marked("Only words - and 3 * 4 is not here: a plain note.".replace("*", "x"))
    assert is_marked("**bold**")


@given(st.text(st.sampled_from("*_`[]|#>-1. \n<ab"), max_size=40))
def test_whatever_is_typed_can_be_drawn(body: str) -> None:
    for line in lines_of(body):
        assert "\n" not in line.text


# In the window


@pytest.fixture
def letters(qtbot, data_folder: Path, tmp_path: Path):
    reader = Reader(qtbot, data_folder)
    reader.start(*write_letters(tmp_path))
    reader.wait_for_findings()
    yield reader
    reader.end()


def test_a_link_is_offered_chosen_followed_and_shown_at_its_other_end(letters: Reader) -> None:
    letters.select_words(Side.LEFT, "families who flee violence")
    letters.write("on flight")
    letters.wait_until_saved()
    letters.select_words(Side.RIGHT, "families who flee violence")
    letters.write("compare [[f")
    notes = letters.window.handlers.notes
    letters.wait(lambda: notes.completion.is_open)
    # Not those that the note itself is on.
    selected = "Selected words in On the border: families who flee violence"
    assert notes.completion.words[:2] == [selected, "Note: on flight"]
    letters.type("li")
    assert notes.completion.words == ["Note: on flight"]
    QTest.keyClick(notes.completion._popup, Qt.Key.Key_Return)
    letters.wait_until_saved()
    first, second = letters.workplace.library.notes()
    assert second.body == f"compare [[note {first.id[:8]}|on flight]]"
    preview = notes._preview
    preview.refresh()
    assert preview.text() == "As it reads\ncompare on flight"
    preview.setFocus()
    letters.press(Qt.Key.Key_Return)
    assert letters.note == "on flight"
    assert "compare on flight" in preview.text()
    letters.press(Qt.Key.Key_Return)
    assert letters.note == second.body


def test_links_are_offered_after_something_that_referred_to_the_field_is_gone(
    letters: Reader,
) -> None:
    letters.run("free_note")
    letters.type("see ")
    label = QLabel()
    label.setBuddy(letters.window.panel.note_editor.field)
    delete(label)
    letters.type("[[f")
    completion = letters.window.handlers.notes.completion
    letters.wait(lambda: completion.is_open)
    QTest.keyClick(completion._popup, Qt.Key.Key_Escape)
    assert not completion.is_open


def test_selected_words_become_a_passage_that_is_linked(letters: Reader) -> None:
    letters.run("free_note")
    letters.type("see ")
    letters.select_words(Side.RIGHT, "families who flee violence")
    letters.window.panel.write_note()
    letters.type("[[")
    notes = letters.window.handlers.notes
    letters.wait(lambda: notes.completion.is_open)
    QTest.keyClick(notes.completion._popup, Qt.Key.Key_Return)
    letters.wait_until_saved()
    free, passage = sorted(letters.workplace.library.notes(), key=lambda note: note.kind)
    assert passage.right[0].quote == "families who flee violence"
    assert f"[[note {passage.id[:8]}|families who flee violence]]" in free.body
