"""Copies of the library: whole, found again, put back; and one a day."""

from __future__ import annotations

import os
import stat
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread

import pytest

from diptych.model.comparison import Relation, Topic
from diptych.model.errors import Cancelled, UserError
from diptych.model.note import LibraryEntry, Verdict
from diptych.services.backups import (
    back_up_now,
    back_up_when_due,
    contents_of,
    differences,
    good_backups,
    newest_good,
    restore,
)
from diptych.store import backup, database
from diptych.store.driver import sqlite3
from diptych.store.library import Library
from diptych.work.inline import InlineJobs
from support.annotations import document, note_on
from support.clock import Clock
from support.frozen import SCHEMAS, lay

TEXT = document("The first words.\nThe second words.")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def library(tmp_path: Path, clock: Clock):
    library = Library.open(tmp_path, clock)
    library.save_note(note_on(TEXT, "first", "The first note", 1))
    yield library
    library.close()


def bodies(folder: Path) -> list[str]:
    library = Library.open(folder)
    try:
        return sorted(note.body for note in library.notes())
    finally:
        library.close()


def daily(library: Library, clock: Clock) -> bool:
    return back_up_when_due(
        library,
        *(InlineJobs({}), clock),
        done=lambda _copy: None,
        failed=pytest.fail,
        clear_up=lambda step: step(),
    )


def copies(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / "backups").iterdir())


def test_a_copy_holds_what_was_just_written_and_is_one_file(library, tmp_path) -> None:
    copy = library.back_up()
    assert copy == tmp_path / "backups" / "library-20260301T093000Z.sqlite"
    assert copies(tmp_path) == [copy.name]
    assert newest_good(tmp_path) == backup.Backup(copy, "20260301T093000Z", 1)
    if os.name == "posix":
        assert stat.S_IMODE(copy.parent.stat().st_mode) == 0o700


def test_notes_in_the_trash_are_not_counted(library, tmp_path) -> None:
    library.save_note(note_on(TEXT, "second", "Another", 2))
    library.delete_note(f"{2:032x}")
    library.back_up()
    assert newest_good(tmp_path).notes == 1


def test_the_library_can_be_written_while_and_after_it_is_copied(library) -> None:
    library.back_up()
    library.save_note(note_on(TEXT, "second", "Later", 2))
    library.back_up()
    assert len(library.notes()) == 2


def test_without_copies_there_is_none(tmp_path) -> None:
    assert newest_good(tmp_path) is None
    assert backup.times(tmp_path) == []


def test_a_damaged_copy_is_passed_over(library, tmp_path, clock) -> None:
    good = library.back_up()
    for key in range(100):
        library.save_note(note_on(TEXT, "first", "word " * 300, 10 + key))
    clock.now = "2026-03-02T09:30:00Z"
    worse = library.back_up()
    content = bytearray(worse.read_bytes())
    content[40_000:-4096] = bytes(len(content) - 44_096)
    worse.write_bytes(content)
    (tmp_path / "backups" / "library-20260303T000000Z.sqlite").write_bytes(b"no database")
    (tmp_path / "backups" / "library-20260304T000000Z.sqlite").write_bytes(b"")
    (tmp_path / "backups" / "library-20260305T000000Z.unfinished").write_bytes(b"half")
    assert newest_good(tmp_path).path == good


def test_what_the_reader_called_otherwise_is_let_be(library, tmp_path, clock) -> None:
    mine = library.back_up()
    mine.rename(mine.with_name("library-before the holidays.sqlite"))
    assert newest_good(tmp_path) is None
    assert daily(library, clock)
    assert len(copies(tmp_path)) == 2


def test_restoring_keeps_the_old_library_and_what_belongs_to_it(library, tmp_path, clock) -> None:
    library.back_up()
    chosen = newest_good(tmp_path)
    library.close()
    path = tmp_path / "library.sqlite"
    path.write_bytes(b"This is no database. " * 400)
    log = tmp_path / "library.sqlite-wal"
    log.write_bytes(b"a log")
    clock.now = "2026-03-05T10:00:00Z"
    aside = restore(tmp_path, chosen.path, clock)
    assert aside.name == "library-aside-20260305T100000Z.sqlite"
    assert aside.read_bytes().startswith(b"This is no database")
    assert aside.with_name(aside.name + "-wal").read_bytes() == b"a log"
    assert not log.exists()
    assert bodies(tmp_path) == ["The first note"]
    assert chosen.path.exists()


def test_restoring_works_where_the_library_is_gone(library, tmp_path, clock) -> None:
    library.back_up()
    library.close()
    (tmp_path / "library.sqlite").unlink()
    restore(tmp_path, newest_good(tmp_path).path, clock)
    assert bodies(tmp_path) == ["The first note"]


def test_restoring_that_is_cut_off_is_finished_at_the_next_start(
    library, tmp_path, clock, monkeypatch
) -> None:
    library.back_up()
    library.close()
    rename = Path.rename

    def cut_off(path: Path, target: Path) -> Path:
        if path.suffix == ".unfinished" and target.suffix == ".sqlite":
            raise KeyboardInterrupt
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", cut_off)
    with pytest.raises(KeyboardInterrupt):
        restore(tmp_path, newest_good(tmp_path).path, clock)
    monkeypatch.undo()
    assert not (tmp_path / "library.sqlite").exists()
    assert bodies(tmp_path) == ["The first note"]


def test_a_copy_that_vanished_leaves_the_library_alone(library, tmp_path, clock) -> None:
    library.back_up()
    chosen = newest_good(tmp_path)
    library.close()
    chosen.path.unlink()
    before = (tmp_path / "library.sqlite").read_bytes()
    with pytest.raises(UserError, match="could not be put") as caught:
        restore(tmp_path, chosen.path, clock)
    assert caught.value.path == str(tmp_path)
    assert (tmp_path / "library.sqlite").read_bytes() == before


def test_a_folder_that_cannot_be_made_is_said(library, tmp_path) -> None:
    (tmp_path / "backups").write_text("a file")
    with pytest.raises(UserError, match="could not be copied") as caught:
        library.back_up()
    assert caught.value.path == str(tmp_path / "backups")
    assert len(library.notes()) == 1


def test_one_copy_a_day(library, tmp_path, clock) -> None:
    assert daily(library, clock)
    clock.now = "2026-03-01T22:00:00Z"
    assert not daily(library, clock)
    clock.now = "2026-03-02T09:29:59Z"
    assert not daily(library, clock)
    clock.now = "2026-03-02T09:30:00Z"
    assert daily(library, clock)
    assert len(copies(tmp_path)) == 2


def test_a_clock_that_was_set_back_does_not_stop_the_copies(library, tmp_path, clock) -> None:
    clock.now = "2036-01-01T00:00:00Z"
    assert daily(library, clock)
    clock.now = "2026-03-01T09:30:00Z"
    assert daily(library, clock)
    # And it is one a day again.
    clock.now = "2026-03-01T10:00:00Z"
    assert not daily(library, clock)
    assert len(copies(tmp_path)) == 2


def lay_copies(folder: Path, stamps: list[str]) -> None:
    (folder / "backups").mkdir()
    for stamp in stamps:
        (folder / "backups" / f"library-{stamp}.sqlite").write_bytes(b"")


@pytest.fixture
def large(library):
    """A library that takes some dozens of steps to copy."""
    with library.together():
        for key in range(400):
            library.save_note(note_on(TEXT, "first", f"{key} " + "word " * 800, 100 + key))
    return library


def test_the_library_is_written_while_it_is_copied_elsewhere(large, tmp_path) -> None:
    before = {note.id for note in large.notes()}
    copy = large.backing_up()
    made: list[Path] = []
    thread = Thread(target=lambda: made.append(copy()))
    assert large.is_copied
    thread.start()
    number = 0
    while thread.is_alive():
        number += 1
        large.save_note(note_on(TEXT, "second", f"Meanwhile {number}", 5000 + number))
        large.search_notes("mean")
    thread.join()
    assert not large.is_copied
    (path,) = made
    assert backup.look_into(path) is not None
    there = set(backup.contents_of(path).notes)
    assert before <= there <= {note.id for note in large.notes()}
    assert [path.name] == copies(tmp_path)
    index = sqlite3.connect(str(path))
    with closing(index):
        index.execute("INSERT INTO notes_fts (notes_fts, rank) VALUES ('integrity-check', 1)")


def test_a_copy_is_being_made_until_it_is_found_whole(library, monkeypatch) -> None:
    finish, seen = backup.finish, []

    def look(unfinished: Path, target: Path, *, whole: bool = True) -> None:
        seen.append(library.is_copied)
        finish(unfinished, target, whole=whole)

    monkeypatch.setattr(backup, "finish", look)
    library.back_up()
    assert seen == [True]
    assert not library.is_copied


def test_where_threads_are_not_kept_apart_the_copy_is_made_at_once(
    library, tmp_path, monkeypatch
) -> None:
    monkeypatch.setattr(database, "_keeps_threads_apart", lambda _connection: False)
    copy = library.backing_up()
    library.close()
    assert backup.look_into(copy()).notes == 1
    with closing(Library.open(tmp_path / "other")) as other:
        (tmp_path / "other" / "backups").write_text("a file")
        not_made = other.backing_up()
        with pytest.raises(UserError, match="could not be copied"):
            not_made()


def test_closing_the_library_ends_the_copying(large, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(database, "_PAUSE", 0.02)
    copy = large.backing_up()
    ended: list[str] = []

    def run() -> None:
        with pytest.raises(Cancelled):
            copy()
        ended.append("cancelled")

    thread = Thread(target=run)
    thread.start()
    while not (tmp_path / "backups").exists() or not copies(tmp_path):
        time.sleep(0.001)
    large.close()
    thread.join()
    assert ended == ["cancelled"]
    assert copies(tmp_path) == []
    assert len(bodies(tmp_path)) == 401


def test_a_copy_that_begins_after_the_library_was_closed_is_none(library, tmp_path) -> None:
    copy = library.backing_up()
    library.close()
    with pytest.raises(Cancelled):
        copy()
    assert copies(tmp_path) == []


def test_a_copy_at_once_says_where_it_is_or_why_it_is_not(library, tmp_path) -> None:
    made: list[Path] = []
    failed: list[UserError] = []
    back_up_now(library, InlineJobs({}), done=made.append, failed=failed.append)
    assert [path.name for path in made] == copies(tmp_path)
    under_way = library.backing_up()
    back_up_now(library, InlineJobs({}), done=made.append, failed=failed.append)
    under_way()
    made[0].unlink()
    made[0].parent.rmdir()
    made[0].parent.write_text("a file")
    back_up_now(library, InlineJobs({}), done=made.append, failed=failed.append)
    assert [error.sentence for error in failed] == [
        "The library is being copied already.",
        "The library could not be copied.",
    ]


def test_copies_are_thinned_by_days_weeks_and_months(tmp_path) -> None:
    first = datetime(2024, 1, 1, 12, tzinfo=UTC)
    days = [(first + timedelta(days=n)).strftime("%Y%m%dT%H%M%SZ") for n in range(1000)]
    lay_copies(tmp_path, days)
    gone = backup.thin(tmp_path)
    kept = [path.name[8:16] for path in backup.copies(tmp_path)]
    assert gone == 1000 - len(kept)
    # 2026-09-26 is a Saturday: ten days, the Sundays of the weeks before, the ends of 24 months.
    assert kept[:10] == [f"202609{day}" for day in range(26, 16, -1)]
    assert kept[10:16] == ["20260913", "20260906", "20260831", "20260830", "20260823", "20260816"]
    assert kept[-1] == "20241031"
    assert len(kept) == 10 + 6 + 23
    assert backup.thin(tmp_path) == 0


def test_a_day_of_a_wrong_clock_costs_no_other_copy(tmp_path) -> None:
    right = [f"202603{day:02}T120000Z" for day in range(1, 10)]
    lay_copies(tmp_path, [*right, "20360101T000000Z"])
    assert backup.thin(tmp_path) == 0


def test_the_last_copy_before_each_schema_and_what_is_not_ours_stay(tmp_path) -> None:
    many = [f"20260301T{hour:02}0000Z" for hour in range(20)]
    lay_copies(tmp_path, [*many, "20260301T000001Z-v1", "20260301T000002Z-v1", "99999999T000000Z"])
    (tmp_path / "backups" / "library-mine.sqlite").write_bytes(b"")
    backup.thin(tmp_path)
    assert copies(tmp_path) == [
        "library-20260301T000002Z-v1.sqlite",
        "library-20260301T190000Z.sqlite",
        "library-99999999T000000Z.sqlite",
        "library-mine.sqlite",
    ]


def test_what_is_left_of_a_copy_that_was_cut_off_goes_with_the_next(library, tmp_path) -> None:
    library.back_up()
    left, begun = (tmp_path / "backups" / f"library-2026010{n}T000000Z.unfinished" for n in "12")
    left.write_bytes(b"half")
    os.utime(left, (1, 1))
    begun.write_bytes(b"half")
    later = time.time() + 60
    os.utime(begun, (later, later))
    backup.thin(tmp_path)
    assert not left.exists()
    assert begun.exists()
    begun.unlink()


def test_a_daily_copy_thins_the_others(library, tmp_path, clock) -> None:
    for day in range(1, 29):
        clock.now = f"2026-03-{day:02}T12:00:00Z"
        assert daily(library, clock)
    assert len(copies(tmp_path)) == 10 + 3


def test_what_would_change_is_said_before(library, tmp_path) -> None:
    verdict = Verdict("f", Relation.DIVERGE, (), (), "")
    library.remember(LibraryEntry("a" * 64, "/a.txt", "A"))
    library.save_note(note_on(TEXT, "second", "Deleted later", 2))
    library.save_note(note_on(TEXT, "second", "Changed later", 3))
    library.save_verdict("a" * 64, "b" * 64, verdict)
    copy = library.back_up()
    library.delete_note(f"{2:032x}")
    library.save_note(note_on(TEXT, "second", "Changed now", 3))
    library.save_note(note_on(TEXT, "second", "Written later", 4))
    library.delete_verdict("a" * 64, "b" * 64, "f")
    library.forget("a" * 64)
    library.save_topic(Topic("water", "Water", "", {}, "#112233"), 0)
    library.save_note(note_on(TEXT, "second", "", 5)._replace(colour="green"))
    found = differences(contents_of(copy), library.contents())
    notes, highlights, verdicts, topics, documents = found
    assert notes == (
        *("notes", 3, 3),
        *((f"{2:032x}",), (f"{4:032x}",), (f"{3:032x}",)),
    )
    assert verdicts == ("verdicts", 1, 0, (("a" * 64, "b" * 64, "f"),), (), ())
    assert documents == ("documents", 1, 0, ("a" * 64,), (), ())
    assert highlights == ("highlights", 0, 1, (), (f"{5:032x}",), ())
    assert topics == ("topics", 0, 1, (), ("water",), ())
    assert library.contents().highlights == {f"{5:032x}": "second"}


@pytest.mark.parametrize("schema", SCHEMAS)
def test_a_copy_of_an_earlier_schema_can_be_compared(library, tmp_path, schema) -> None:
    old = lay(tmp_path / "old", schema)
    notes, *_others = differences(contents_of(old), library.contents())
    assert notes.in_copy == len(notes.only_copy) + len(notes.other) > 0


def test_all_copies_that_are_whole_are_listed(library, tmp_path, clock) -> None:
    library.back_up()
    clock.now = "2026-03-02T09:30:00Z"
    library.back_up()
    (tmp_path / "backups" / "library-20260303T000000Z.sqlite").write_bytes(b"no database")
    assert [each.made for each in good_backups(tmp_path)] == [
        "20260302T093000Z",
        "20260301T093000Z",
    ]


def test_a_copy_to_a_place_of_the_readers_own(library, tmp_path) -> None:
    library.copy_to(tmp_path / "mine.sqlite")
    assert backup.look_into(tmp_path / "mine.sqlite") == (tmp_path / "mine.sqlite", "", 1)
    with pytest.raises(UserError) as caught:
        library.copy_to(tmp_path / "nowhere" / "mine.sqlite")
    assert "mine.sqlite" in caught.value.path


def test_two_libraries_set_aside_in_one_second_are_both_kept(library, tmp_path, clock) -> None:
    copy = library.back_up()
    library.close()
    first, second = (restore(tmp_path, copy, clock) for _ in range(2))
    assert first != second
    assert first.exists()
    assert second.exists()
