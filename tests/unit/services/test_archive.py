"""The whole library in one file: it opens elsewhere, and trusts nobody."""

import errno
import hashlib
import json
import os
import signal
import tempfile
import zipfile
from pathlib import Path
from threading import Thread

import pytest

from diptych.model.errors import UserError
from diptych.model.note import LibraryEntry
from diptych.services.archive import Archive, clear_up, pack, packing
from diptych.services.library import UNDER_WAY
from diptych.store import backup
from diptych.store.driver import sqlite3
from diptych.store.library import Library
from support.annotations import document, note_on
from support.children import start

TEXT = document("The first words.\nThe second words.")
NOW = "2026-03-01T00:00:00Z"


def clock():
    return NOW


@pytest.fixture
def packed(tmp_path):
    """An archive of a library with a document, one whose file changed, one whose file is gone."""
    texts = tmp_path / "texts"
    texts.mkdir()
    library = Library.open(tmp_path / "here")
    for name in ("kept", "changed", "gone"):
        path = texts / f"{name}.txt"
        path.write_text(name)
        sha256 = hashlib.sha256(name.encode()).hexdigest()
        library.remember(LibraryEntry(sha256, str(path), name))
    (texts / "changed.txt").write_text("otherwise")
    (texts / "gone.txt").unlink()
    library.keep_text("f" * 64, "A kept text.")
    library.save_note(note_on(TEXT, "first", "Mine"))
    library.set_setting("theme", "dark")
    target = tmp_path / "library.zip"
    assert pack(library, target, NOW) == (1, ("changed", "gone"))
    library.close()
    return target


def restored(path, folder):
    archive = Archive(path)
    try:
        return archive.restore(folder, clock)
    finally:
        archive.close()


def test_it_opens_on_another_machine(packed, tmp_path):
    # There the documents lie nowhere.
    (tmp_path / "texts").rename(tmp_path / "elsewhere")
    packed = packed.rename(tmp_path / "carried.zip")
    there = tmp_path / "there"
    assert restored(packed, there) == (1, None)
    library = Library.open(there)
    assert [note.body for note in library.notes()] == ["Mine"]
    assert library.setting("theme") == "dark"
    assert library.kept_text("f" * 64) == "A kept text."
    # Nor is it said to be unfinished, or kept where others may look.
    assert clear_up(library) == []
    assert os.name != "posix" or there.stat().st_mode & 0o777 == 0o700
    kept = library.entries()[0]
    assert kept.path.startswith(str(there))
    assert kept.path.endswith("kept.txt")
    assert Path(kept.path).read_text() == "kept"
    library.close()


def test_on_the_same_machine_documents_stay_where_they_are_and_the_old_library_is_kept(
    packed, tmp_path
):
    count, aside = restored(packed, tmp_path / "here")
    assert count == 0
    assert aside.name == "library-aside-20260301T000000Z.sqlite"
    assert aside.exists()


def test_a_document_is_brought_where_another_text_lies_at_its_path(packed, tmp_path):
    (tmp_path / "texts" / "kept.txt").write_text("another text")
    assert restored(packed, tmp_path / "there").documents == 1
    library = Library.open(tmp_path / "there")
    assert Path(library.entries()[0].path).read_text() == "kept"
    library.close()


def rewritten(packed, **changes):
    """Return a copy of the archive with members put in, changed, or (None) left out."""
    target = packed.with_name("other.zip")
    with zipfile.ZipFile(packed) as old, zipfile.ZipFile(target, "w") as new:
        members = {info.filename: old.read(info) for info in old.infolist()}
        for name, data in {**members, **changes.pop("members", {})}.items():
            if data is not None:
                new.writestr(name, data, zipfile.ZIP_DEFLATED)
    return target


@pytest.mark.parametrize(
    "members",
    [
        {"../outside.txt": b"x"},
        {"/etc/outside": b"x"},
        {"documents/../../outside": b"x"},
        {"documents/" + "A" * 64: b"x"},
        {"evil.exe": b"x"},
        {"library.sqlite": b"no database"},
        {"library.sqlite": None},
        {"manifest.json": None},
        {"manifest.json": b"[" * 100_000},
        {"manifest.json": b'{"format": 2, "documents": {}}'},
        {"manifest.json": b'{"format": 1, "documents": []}'},
        {"documents/" + "a" * 64: bytes(30_000_000)},
    ],
)
def test_what_is_no_archive_of_ours_is_refused_and_changes_nothing(packed, tmp_path, members):
    before = (tmp_path / "here" / "library.sqlite").read_bytes()
    with pytest.raises(UserError, match="cannot be used as an archive") as caught:
        restored(rewritten(packed, members=members), tmp_path / "here")
    assert caught.value.path.endswith("other.zip")
    assert (tmp_path / "here" / "library.sqlite").read_bytes() == before
    assert not list(tmp_path.rglob("*outside*"))


def test_a_file_that_is_no_zip_a_damaged_one_and_none(packed, tmp_path):
    broken = bytearray(packed.read_bytes())
    middle = len(broken) // 2
    broken[middle : middle + 400] = b"\xff" * 400
    for content in (b"", b"no zip", packed.read_bytes()[:-30], bytes(broken)):
        path = tmp_path / "bad.zip"
        path.write_bytes(content)
        with pytest.raises(UserError, match="cannot be used"):
            restored(path, tmp_path / "there")
    with pytest.raises(UserError, match="could not be read"):
        Archive(tmp_path / "nothing.zip")


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("../../evil.txt", "evil.txt"),
        ("C:\\Windows\\evil.txt", "evil.txt"),
        ("CON.txt", "document CON.txt"),
        ("..", "document"),
        ("", "document"),
        ("a\nb:c?.txt", "a_b_c_.txt"),
        ("x" * 300 + ".txt", "x" * 116 + ".txt"),
    ],
)
def test_no_name_leads_out_of_its_folder(packed, tmp_path, name, found):
    sha256 = hashlib.sha256(b"kept").hexdigest()
    manifest = json.dumps({"format": 1, "documents": {sha256: name}}).encode()
    (tmp_path / "texts").rename(tmp_path / "elsewhere")
    there = tmp_path / "there"
    restored(rewritten(packed, members={"manifest.json": manifest}), there)
    assert [path.name for path in (there / "documents").rglob("*") if path.is_file()] == [found]


def test_a_document_that_is_not_what_it_says_is_left_out(packed, tmp_path):
    sha256 = hashlib.sha256(b"kept").hexdigest()
    (tmp_path / "texts").rename(tmp_path / "elsewhere")
    changed = rewritten(packed, members={f"documents/{sha256}": b"otherwise"})
    assert restored(changed, tmp_path / "there").documents == 0
    assert not [path for path in (tmp_path / "there" / "documents").rglob("*") if path.is_file()]


def test_an_archive_that_cannot_be_written_is_said(packed, tmp_path):
    library = Library.open(tmp_path / "here")
    with pytest.raises(UserError, match="could not be written"):
        pack(library, tmp_path / "no folder" / "x.zip", NOW)
    library.close()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["here", "library.zip", "texts"]


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_a_full_disk_leaves_nothing_behind(packed, tmp_path, monkeypatch):
    before = packed.read_bytes()
    library = Library.open(tmp_path / "here")

    def fail(*_arguments):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(zipfile.ZipFile, "writestr", fail)
        with pytest.raises(UserError, match="could not be written: No space left"):
            pack(library, packed, NOW)
    assert packed.read_bytes() == before
    assert names(tmp_path) == ["here", "library.zip", "texts"]
    assert clear_up(library) == []
    library.close()


KILLED = """
import os, signal, sys
from pathlib import Path
from diptych.services.archive import packing
from diptych.store.library import Library
library = Library.open(Path(sys.argv[1]))
write = packing(library, Path(sys.argv[2]), "")
def told(event, arguments):
    if event == "os.rename" and str(arguments[1]) == sys.argv[2]:
        os.kill(os.getpid(), signal.SIGKILL)
sys.addaudithook(told)
write()
"""


@pytest.mark.skipif(os.name != "posix", reason="kill -9")
def test_what_a_kill_left_is_cleared_away_and_said(packed, tmp_path):
    before = packed.read_bytes()
    with start("-c", KILLED, str(tmp_path / "here"), str(packed)) as child:
        child.stdout.read()
    assert child.returncode == -signal.SIGKILL
    assert len(names(tmp_path)) == 4
    library = Library.open(tmp_path / "here")
    assert clear_up(library) == [str(packed)]
    assert packed.read_bytes() == before
    assert names(tmp_path) == ["here", "library.zip", "texts"]
    assert clear_up(library) == []
    # One that was finished is none of them, whatever ended before that was known.
    packing(library, packed, NOW)()
    assert clear_up(library) == []
    library.close()


def test_only_what_is_ours_is_cleared_away(packed, tmp_path):
    library = Library.open(tmp_path / "here")
    theirs = tmp_path / "texts"
    library.set_setting(UNDER_WAY, json.dumps([[str(packed), str(theirs), -1]]))
    assert clear_up(library) == []
    assert theirs.is_dir()
    first = packing(library, tmp_path / "first.zip", NOW)
    second = packing(library, tmp_path / "second.zip", NOW)
    first(), second()
    assert clear_up(library) == []
    assert names(tmp_path) == ["first.zip", "here", "library.zip", "second.zip", "texts"]
    library.close()


def test_it_is_written_elsewhere_while_the_library_goes_on(tmp_path):
    library = Library.open(tmp_path / "here")
    library.save_note(note_on(TEXT, "first", "Mine", 1))
    write = packing(library, tmp_path / "library.zip", NOW)
    thread = Thread(target=write)
    thread.start()
    library.save_note(note_on(TEXT, "second", "Meanwhile", 2))
    thread.join()
    closed = packing(library, tmp_path / "closed.zip", NOW)
    library.close()
    archive = Archive(tmp_path / "library.zip")
    assert "Mine" in backup.contents_of(archive.library).notes.values()
    archive.close()
    with pytest.raises(UserError, match="closed meanwhile"):
        closed()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["here", "library.zip"]


def test_without_room_to_look_into_it_that_is_said(packed, tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "nowhere"))
    with pytest.raises(UserError, match="could not be unpacked to be looked into") as caught:
        Archive(packed)
    assert caught.value.path == str(packed)


def test_what_cannot_be_put_in_place_is_said(packed, tmp_path):
    (tmp_path / "there").write_text("a file in the way")
    with pytest.raises(UserError, match="could not be prepared to be put in the library's place"):
        restored(packed, tmp_path / "there")


def test_an_archive_of_a_newer_version_leaves_the_library_as_it_is(packed, tmp_path):
    newer = tmp_path / "newer.sqlite"
    with zipfile.ZipFile(packed) as archive:
        newer.write_bytes(archive.read("library.sqlite"))
    connection = sqlite3.connect(newer)
    connection.execute("PRAGMA user_version=999")
    connection.close()
    before = names(tmp_path / "here")
    with pytest.raises(UserError, match="newer version"):
        restored(
            rewritten(packed, members={"library.sqlite": newer.read_bytes()}), tmp_path / "here"
        )
    assert names(tmp_path / "here") == before
    library = Library.open(tmp_path / "here")
    assert [note.body for note in library.notes()] == ["Mine"]
    library.close()


def test_what_shrinks_to_nothing_can_be_carried_too(packed, tmp_path):
    text = "The same line over and over.\n" * 40_000
    (tmp_path / "texts" / "same.txt").write_text(text)
    library = Library.open(tmp_path / "here")
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    library.remember(LibraryEntry(sha256, str(tmp_path / "texts" / "same.txt"), "same"))
    library.save_note(note_on(TEXT, "second", "a" * 4_000_000, 2))
    assert pack(library, packed, NOW).documents == 2
    library.close()
    (tmp_path / "texts").rename(tmp_path / "elsewhere")
    assert restored(packed, tmp_path / "there").documents == 2
