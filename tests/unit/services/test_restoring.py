"""A copy takes the place of a library that is open; whatever fails, one of them is there."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from diptych.model.comparison import Mode
from diptych.model.errors import UserError
from diptych.model.note import LibraryEntry, Reading
from diptych.services import restoring
from diptych.services.backups import emptying_old_trash
from diptych.services.workplace import Workplace
from diptych.store.library import Library
from diptych.work.inline import InlineJobs
from support.annotations import document, note_on
from support.clock import Clock

TEXT = document("The first words.\nThe second words.")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def place(tmp_path: Path, clock: Clock):
    place = Workplace.open(tmp_path, InlineJobs({}), clock)
    place.library.save_note(note_on(TEXT, "first", "Mine", 1))
    yield place
    place.close()


def bodies(place: Workplace) -> list[str]:
    return sorted(note.body for note in place.library.notes())


def test_copies_say_when_they_were_made_how_large_they_are_and_why_they_are_kept(
    place: Workplace, clock: Clock, tmp_path: Path
) -> None:
    first = place.library.back_up()
    clock.now = "2026-03-01T18:00:00Z"
    second = place.library.back_up()
    ready = restoring.prepare(first, tmp_path, clock)
    aside = restoring.exchange(place, ready, ())
    assert [(each.path, each.made, each.reasons) for each in restoring.copies(tmp_path)] == [
        (aside, "2026-03-01T18:00:00Z", ("aside",)),
        (second, "2026-03-01T18:00:00Z", ("day", "week", "month")),
        (first, "2026-03-01T09:30:00Z", ()),
    ]
    assert all(each.size == each.path.stat().st_size for each in restoring.copies(tmp_path))


def test_the_library_goes_on_as_the_copy(place: Workplace, clock: Clock, tmp_path: Path) -> None:
    copy = place.library.back_up()
    place.library.save_note(note_on(TEXT, "second", "Later", 2))
    restoring.exchange(place, restoring.prepare(copy, tmp_path, clock), ())
    assert bodies(place) == ["Mine"]
    place.library.save_note(note_on(TEXT, "second", "And on", 3))
    assert bodies(place) == ["And on", "Mine"]
    assert not (tmp_path / "restoring").exists()
    assert not (tmp_path / "library.unfinished").exists()


@pytest.mark.parametrize("failing", [1, 2])
def test_an_exchange_that_fails_leaves_the_library_as_it_was(
    place: Workplace, clock: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: int
) -> None:
    ready = restoring.prepare(place.library.back_up(), tmp_path, clock)
    place.library.save_note(note_on(TEXT, "second", "Later", 2))
    rename, calls = Path.rename, []

    def fail(path: Path, target: Path) -> Path:
        calls.append(path)
        if len(calls) == failing:
            raise OSError(5, "the disk does not answer")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", fail)
    with pytest.raises(UserError, match="could not be put in the library's place"):
        restoring.exchange(place, ready, ())
    monkeypatch.undo()
    assert bodies(place) == ["Later", "Mine"]
    # Else a later start that misses the library would put it in place.
    assert not (tmp_path / "library.unfinished").exists()
    place.library.save_note(note_on(TEXT, "second", "And on", 3))
    assert len(bodies(place)) == 3


def test_what_was_set_aside_with_its_log_comes_back_whole(
    place: Workplace, clock: Clock, tmp_path: Path
) -> None:
    aside = tmp_path / "library-aside-20260101T000000Z.sqlite"
    for suffix in ("", "-wal"):
        shutil.copyfile(f"{place.library.path}{suffix}", f"{aside}{suffix}")
    place.library.save_note(note_on(TEXT, "second", "Later", 2))
    restoring.exchange(place, restoring.prepare(aside, tmp_path, clock), ())
    assert bodies(place) == ["Mine"]


def test_a_library_that_is_in_place_but_cannot_be_written_is_gone_on_with(
    place: Workplace, clock: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ready = restoring.prepare(place.library.back_up(), tmp_path, clock)
    left, right = (LibraryEntry(each * 64, f"/{each}", each) for each in "ab")
    for each in (left, right):
        place.library.remember(each)
    place.library.save_reading(Reading(left.sha256, right.sha256, Mode.POSITIONS))
    place.library.save_note(note_on(TEXT, "second", "Later", 2))

    def fail(_library: Library, _reading: Reading) -> None:
        raise UserError("The disk is full.", "Make room.")

    monkeypatch.setattr(Library, "save_reading", fail)
    assert restoring.exchange(place, ready, ()) is not None
    assert bodies(place) == ["Mine"]


def test_what_was_deleted_in_a_copy_of_long_ago_is_kept_for_its_days(
    place: Workplace, clock: Clock, tmp_path: Path
) -> None:
    place.library.delete_note(f"{1:032x}")
    place.library.forget(place.library.entries()[0].sha256)
    copy = place.library.back_up()
    clock.now = "2026-09-01T12:00:00Z"
    restoring.exchange(place, restoring.prepare(copy, tmp_path, clock), ())
    for day in ("2026-09-02", "2026-09-03", "2026-09-30"):
        empty = emptying_old_trash(place.library, f"{day}T12:00:00Z")
        while empty():
            pass
        assert {each.kind for each in place.library.trash()} == {"note", "document"}


def test_what_cannot_be_prepared_is_said(place: Workplace, clock: Clock, tmp_path: Path) -> None:
    copy = place.library.back_up()
    (tmp_path / "nowhere").write_text("a file in the way")
    with pytest.raises(UserError, match="could not be prepared"):
        restoring.prepare(copy, tmp_path / "nowhere", clock)
    with pytest.raises(UserError, match="could not be prepared"):
        restoring.prepare(tmp_path / "gone.sqlite", tmp_path, clock)
    (tmp_path / "no.sqlite").write_bytes(b"no database")
    with pytest.raises(UserError, match="damaged"):
        restoring.prepare(tmp_path / "no.sqlite", tmp_path, clock)
    assert not (tmp_path / "restoring").exists()
    with pytest.raises(UserError, match="no whole copy"):
        restoring.comparing(place.library, tmp_path / "no.sqlite")()
