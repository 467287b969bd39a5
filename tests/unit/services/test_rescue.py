"""Text that the library does not take lies in a plain file until it does."""

import os
from pathlib import Path

import pytest

from diptych.model.comparison import Side
from diptych.model.errors import UserError
from diptych.services.annotating import Annotating
from diptych.services.drafts import Drafts
from diptych.services.rescue import Rescue, left_behind
from diptych.services.undo import Undo
from diptych.store.clock import utc_now
from diptych.store.library import Library
from support.annotations import document, span

TEXT = document("The first words.")
ERROR = UserError("It did not work.", "Try again.", "/somewhere")


@pytest.mark.skipif(os.name != "posix", reason="an open file cannot be moved there")
def test_a_note_that_cannot_be_saved_is_in_a_file_until_it_can(tmp_path):
    library = Library.open(tmp_path)
    drafts = Drafts(Annotating(library, utc_now, Undo(library)))
    key = drafts.on_words(Side.LEFT, TEXT, span(TEXT, "first"))
    aside = tmp_path / "aside"
    library.path.rename(aside)
    with pytest.raises(UserError, match="Your text is in the file “unsaved-note-") as caught:
        drafts.write(key, "Mine, señor 😀")
    path = Path(caught.value.path)
    assert path.parent == tmp_path
    assert path.read_text(encoding="utf-8") == "Mine, señor 😀\n"
    with pytest.raises(UserError):
        drafts.write(key, "Mine, and more")
    assert left_behind(tmp_path) == [path]
    assert path.read_text() == "Mine, and more\n"
    aside.rename(library.path)
    drafts.write(key, "Mine, and more")
    assert left_behind(tmp_path) == []
    assert [note.body for note in library.notes()] == ["Mine, and more"]
    library.close()


def test_what_an_earlier_run_could_not_save_is_not_overwritten(tmp_path):
    Rescue(tmp_path).keep("key", "first", ERROR)
    rescue = Rescue(tmp_path)
    rescue.keep("key", "second", ERROR)
    assert sorted(path.read_text() for path in left_behind(tmp_path)) == ["first\n", "second\n"]
    rescue.release("key")
    rescue.release("key")
    assert [path.read_text() for path in left_behind(tmp_path)] == ["first\n"]


def test_where_the_folder_is_gone_the_readers_own_is_taken(tmp_path, monkeypatch):
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    error = Rescue(tmp_path / "gone").keep("key", "text", ERROR)
    assert Path(error.path).parent == tmp_path
    assert error.next_step == "Try again."


def test_where_no_file_can_be_written_the_error_stays_what_it_was(tmp_path, monkeypatch):
    monkeypatch.setattr(Path, "home", lambda: tmp_path / "gone too")
    assert Rescue(tmp_path / "gone").keep("key", "text", ERROR) is ERROR
    assert Rescue(tmp_path).keep("key", "  \n", ERROR) is ERROR
    assert left_behind(tmp_path) == []
