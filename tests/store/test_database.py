"""The library's file: its settings, and what a reader is told when the world goes wrong."""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from diptych.model.errors import UserError
from diptych.store import migrations
from diptych.store.driver import sqlite3
from diptych.store.library import Library
from support.annotations import document, note_on
from support.children import run, start

TEXT = document("The first words.\nThe second words.")


def pragma(library, name):
    ((value,),) = library._database.read(f"PRAGMA {name}")
    return value


def test_the_settings_that_keep_notes_safe_are_in_force(tmp_path):
    Library.open(tmp_path).close()
    library = Library.open(tmp_path)
    assert pragma(library, "journal_mode") == "wal"
    assert pragma(library, "synchronous") == 2
    assert pragma(library, "locking_mode") == "exclusive"
    assert pragma(library, "foreign_keys") == 1
    assert pragma(library, "temp_store") == 2
    assert pragma(library, "trusted_schema") == (sqlite3.sqlite_version_info < (3, 44))
    assert pragma(library, "cell_size_check") == 1
    assert pragma(library, "fullfsync") == 1
    assert pragma(library, "application_id") == 0x44495054
    assert pragma(library, "user_version") == migrations.VERSION
    library.set_setting("theme", "dark")
    assert not (tmp_path / "library.sqlite-shm").exists()
    library.close()
    assert [path.name for path in tmp_path.iterdir()] == ["library.sqlite"]


def test_every_table_is_strict(tmp_path):
    library = Library.open(tmp_path)
    rows = library._database.read(
        "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' "
        "AND NOT strict AND name NOT LIKE 'sqlite_%'"
    )
    assert rows == []
    library.close()


def test_the_folder_is_made_and_is_the_readers_own(tmp_path):
    folder = tmp_path / "a" / "b"
    Library.open(folder).close()
    if os.name == "posix":
        assert folder.stat().st_mode & 0o777 == 0o700


def test_an_anchor_needs_its_note(tmp_path):
    library = Library.open(tmp_path)
    library.save_note(note_on(TEXT, "first", "Mine"))
    with pytest.raises(sqlite3.IntegrityError), library._database.write() as connection:
        connection.execute("DELETE FROM notes")
    assert len(library.notes()) == 1
    library.close()


@pytest.mark.fault("newer")
def test_a_library_of_a_newer_version_is_refused_and_left_alone(tmp_path):
    Library.open(tmp_path).close()
    path = tmp_path / "library.sqlite"
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA journal_mode=DELETE")
    connection.execute(f"PRAGMA user_version={migrations.VERSION + 1}")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(UserError, match="newer version of Diptych") as caught:
        Library.open(tmp_path)
    assert caught.value.path == str(path)
    assert caught.value.next_step
    assert path.read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == ["library.sqlite"]


@pytest.mark.fault("garbage")
@pytest.mark.parametrize(
    "content",
    [b"This is no database. " * 400, b"SQLite format 3\0" + b"\xff" * 8000, b"\0" * 5000],
)
def test_a_damaged_library_is_named_and_left_alone(tmp_path, content):
    path = tmp_path / "library.sqlite"
    path.write_bytes(content)
    with pytest.raises(UserError, match="The library is damaged") as caught:
        Library.open(tmp_path)
    assert caught.value.path == str(path)
    assert "backups" in caught.value.next_step
    assert path.read_bytes() == content


def test_damage_inside_the_file_is_named_when_it_is_met(tmp_path):
    library = Library.open(tmp_path)
    for key in range(200):
        library.save_note(note_on(TEXT, "first", "word " * 300, key))
    library.close()
    path = tmp_path / "library.sqlite"
    content = bytearray(path.read_bytes())
    content[100_000:-4096] = os.urandom(len(content) - 104_096)
    path.write_bytes(content)

    def read():
        library = Library.open(tmp_path)
        try:
            library.notes()
        finally:
            library.close()

    with pytest.raises(UserError, match="The library is damaged"):
        read()


def test_the_database_of_another_program_is_refused(tmp_path):
    connection = sqlite3.connect(tmp_path / "library.sqlite")
    connection.execute("CREATE TABLE recipes (name TEXT)")
    connection.commit()
    connection.close()
    before = (tmp_path / "library.sqlite").read_bytes()
    with pytest.raises(UserError, match="another program"):
        Library.open(tmp_path)
    assert (tmp_path / "library.sqlite").read_bytes() == before


@pytest.mark.fault("locked")
def test_a_second_diptych_is_told_at_once_that_the_library_is_in_use(tmp_path):
    holder = start(
        "-c",
        "import sys; from pathlib import Path; from diptych.store.library import Library\n"
        "library = Library.open(Path(sys.argv[1])); print('open', flush=True); sys.stdin.read()",
        str(tmp_path),
    )
    with holder:
        assert holder.stdout.readline().strip() == b"open"
        began = time.monotonic()
        with pytest.raises(UserError, match="in use by another Diptych"):
            Library.open(tmp_path)
        assert time.monotonic() - began < 4.0  # SQLite would wait for five seconds
        holder.stdin.close()
        holder.wait(timeout=30)
    Library.open(tmp_path).close()


def test_a_file_where_the_folder_should_be(tmp_path):
    (tmp_path / "data").write_text("a file")
    with pytest.raises(UserError, match="folder for the library") as caught:
        Library.open(tmp_path / "data")
    assert caught.value.path == str(tmp_path / "data")


def test_a_folder_where_the_file_should_be(tmp_path):
    (tmp_path / "library.sqlite").mkdir()
    with pytest.raises(UserError, match="cannot be opened"):
        Library.open(tmp_path)


READ_ONLY = """
import os, sys
from pathlib import Path
import diptych.store.migrations, sqlite_utils
from diptych.model.errors import UserError
from diptych.store.library import Library
if os.getuid() == 0:
    os.setuid(65534)  # root may write everywhere
for folder in sys.argv[1:]:
    try:
        library = Library.open(Path(folder))
        library.set_setting("theme", "dark")
    except UserError as error:
        print(error.sentence)
"""


@pytest.mark.fault("read-only folder")
@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
def test_a_folder_that_may_not_be_written():
    # The test's own folder may be closed to the user that a superuser becomes.
    with tempfile.TemporaryDirectory() as outer:
        Path(outer).chmod(0o755)
        empty, full = Path(outer, "empty"), Path(outer, "full")
        empty.mkdir()
        Library.open(full).close()
        (full / "library.sqlite").chmod(0o444)
        empty.chmod(0o555)
        full.chmod(0o555)
        try:
            said = run(READ_ONLY, str(empty), str(full)).splitlines()
        finally:
            empty.chmod(0o755)
            full.chmod(0o755)
    assert said == ["The library cannot be opened.", "The library cannot be changed."]


FILL = """
import resource, signal, sys
from pathlib import Path
from diptych.model.errors import UserError
from diptych.store.library import Library
from support.annotations import document, note_on
library = Library.open(Path(sys.argv[1]))
if sys.argv[2] == "limit":
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, resource.RLIM_INFINITY))
text = document("The first words.")
saved = 0
try:
    while saved < 2000:
        library.save_note(note_on(text, "first", f"note {saved} " + "x" * 4000, saved))
        saved += 1
except UserError as error:
    print(error.sentence)
print(saved, len(library.notes()))
if sys.argv[2] == "limit":
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
else:
    Path(sys.argv[1], "ballast").unlink()
library.save_note(note_on(text, "first", "after", saved))
notes = library.notes()
assert len(notes) == saved + 1, len(notes)
library.close()
library = Library.open(Path(sys.argv[1]))
assert len(library.notes()) == saved + 1
assert library._database.read("PRAGMA integrity_check") == [("ok",)]
library.close()
"""


@pytest.mark.fault("disk full")
@pytest.mark.skipif(sys.platform != "linux", reason="limits of Linux")
def test_a_file_that_may_not_grow_costs_no_saved_note(tmp_path):
    sentence, counts = run(FILL, str(tmp_path), "limit").splitlines()
    assert sentence == "The disk failed while the library was read or written."
    saved, found = map(int, counts.split())
    assert saved == found > 10


@pytest.mark.skipif(sys.platform != "linux", reason="needs a small file system of its own")
def test_a_full_disk_is_said_and_costs_no_saved_note(tmp_path):
    ballast = f"head -c 700000 /dev/zero > {tmp_path}/ballast"
    mount = f"mount -t tmpfs -o size=2m none {tmp_path} && {ballast}"
    shell = ("unshare", "-rm", "sh", "-c", mount + ' && exec "$@"', "sh")
    try:
        possible = (
            subprocess.run([*shell, "true"], capture_output=True, check=False).returncode == 0
        )
    except FileNotFoundError:
        possible = False
    if not possible:
        pytest.skip("this machine does not let us mount a small file system")
    sentence, counts = run(FILL, str(tmp_path), "disk", before=shell).splitlines()
    assert sentence == "The disk is full: the library could not be written."
    saved, found = map(int, counts.split())
    assert saved == found > 10


@pytest.mark.skipif(os.name != "posix", reason="an open file cannot be deleted there")
@pytest.mark.parametrize(
    "fate",
    [
        pytest.param("deleted", marks=pytest.mark.fault("deleted")),
        pytest.param("replaced", marks=pytest.mark.fault("replaced")),
        "moved",
        "cut short",
    ],
)
def test_a_note_is_not_called_saved_when_its_file_is_gone(tmp_path, fate):
    library = Library.open(tmp_path / "data")
    library.save_note(note_on(TEXT, "first", "Kept", 1))
    path = library.path
    if fate == "deleted":
        path.unlink()
    elif fate == "moved":
        path.rename(tmp_path / "elsewhere.sqlite")
    elif fate == "cut short":
        os.truncate(path.with_name("library.sqlite-wal"), 100)
    else:
        Library.open(tmp_path / "other").close()
        (tmp_path / "other" / "library.sqlite").replace(path)
    with pytest.raises(UserError, match="not saved") as caught:
        library.save_note(note_on(TEXT, "second", "Lost?", 2))
    assert caught.value.path == str(path)
    assert [note.body for note in library.notes()] == ["Kept"]
    library.close()


LOSE_THE_LOG = """
import os, sys; from pathlib import Path
from diptych.store.library import Library
from support.annotations import document, note_on
text = document("The first words.")
library = Library.open(Path(sys.argv[1]))
library.save_note(note_on(text, "first", "One", 1))
Path(sys.argv[1], "library.sqlite-wal").unlink()
library.save_note(note_on(text, "first", "Two", 2))
os._exit(0)
"""


@pytest.mark.skipif(os.name != "posix", reason="an open file cannot be deleted there")
def test_a_log_that_is_deleted_while_it_is_open_costs_no_note(tmp_path):
    run(LOSE_THE_LOG, str(tmp_path))
    library = Library.open(tmp_path)
    assert [note.body for note in library.notes()] == ["One", "Two"]
    library.close()


def test_a_defect_of_ours_is_loud_and_leaves_nothing_half_done(tmp_path):
    library = Library.open(tmp_path)

    def write():
        with library._database.write() as connection:
            connection.execute("INSERT INTO settings VALUES ('theme', 'dark')")
            connection.execute("INSERT INTO nowhere VALUES (1)")

    with pytest.raises(sqlite3.OperationalError, match="nowhere"):
        write()
    assert library.setting("theme") is None
    library.set_setting("theme", "light")
    assert library.setting("theme") == "light"
    library.close()


WRITE_AND_DIE = """
import os, sys; from pathlib import Path
from diptych.store.library import Library
from support.annotations import document, note_on
library = Library.open(Path(sys.argv[1]))
library.save_note(note_on(document("The first words."), "first", "Saved"))
os._exit(0)
"""


@pytest.mark.fault("WAL unreadable")
@pytest.mark.parametrize("trouble", ["garbage", "a folder"])
def test_a_log_that_cannot_be_read_is_said_and_costs_no_note(tmp_path, trouble):
    run(WRITE_AND_DIE, str(tmp_path))
    log = tmp_path / "library.sqlite-wal"
    content = log.read_bytes()
    assert content
    log.unlink()
    if trouble == "garbage":
        log.write_bytes(b"This is no log. " * 400)
    else:
        log.mkdir()
    with pytest.raises(UserError) as caught:
        Library.open(tmp_path)
    assert caught.value.next_step
    assert str(caught.value.path).startswith(str(tmp_path / "library.sqlite"))
    if trouble == "garbage":
        assert "last changes" in caught.value.sentence
        assert log.read_bytes() == b"This is no log. " * 400
        log.unlink()
    else:
        log.rmdir()
    log.write_bytes(content)
    library = Library.open(tmp_path)
    assert [note.body for note in library.notes()] == ["Saved"]
    library.close()


@pytest.mark.fault("WAL unreadable")
@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
def test_a_log_that_may_not_be_read_is_said(tmp_path):
    with tempfile.TemporaryDirectory() as outer:
        folder = Path(outer, "data")
        run(WRITE_AND_DIE, str(folder))
        Path(outer).chmod(0o755)
        folder.chmod(0o777)
        (folder / "library.sqlite").chmod(0o666)
        (folder / "library.sqlite-wal").chmod(0o000)
        if os.getuid() != 0:
            os.chmod(folder, 0o700)  # noqa: PTH101 - the owner is nobody else
        said = run(READ_ONLY, str(folder)).splitlines()
        assert said == ["The library cannot be opened."]
        (folder / "library.sqlite-wal").chmod(0o600)
        library = Library.open(folder)
        assert [note.body for note in library.notes()] == ["Saved"]
        library.close()
