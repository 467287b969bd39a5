"""The part of the command line that is about the reader's own data: library, notes, copies.

A command takes the library as the window does: only one of them can have it at a time.
"""

from __future__ import annotations

import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from diptych.model.errors import UserError
from diptych.services.places import data_folder

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterator

    from diptych.services.backups import Difference
    from diptych.store.library import Library

    Put = Callable[[str, Path | None], None]

_ARCHIVE = ".zip"


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser], put: Put) -> None:
    """Add the commands to a parser.

    Args:
        commands: of the parser.
        put: writes a text to a file, or to standard output.
    """
    library = commands.add_parser("library", help="list, add and remove documents")
    verbs = library.add_subparsers(required=True, metavar="VERB")
    verbs.add_parser("list", help="print the documents").set_defaults(
        run=lambda _options: _list(put)
    )
    add = verbs.add_parser("add", help="add files and folders")
    add.add_argument("paths", nargs="+", type=Path, metavar="PATH")
    add.set_defaults(run=_add)
    remove = verbs.add_parser("remove", help="take documents out; files and notes stay")
    remove.add_argument("documents", nargs="+", metavar="PATH|TITLE|SHA256")
    remove.set_defaults(run=_remove)

    trash = verbs.add_parser("trash", help="list what was deleted, or take some of it out")
    trash.add_argument("ids", nargs="*", metavar="ID")
    trash.set_defaults(run=_trash)

    notes = commands.add_parser("notes", help="export and import notes")
    verbs = notes.add_subparsers(required=True, metavar="VERB")
    leave = verbs.add_parser("export", help="write all notes as Markdown or JSON")
    leave.add_argument("--format", choices=["markdown", "json"], default="markdown")
    leave.add_argument("--output", type=Path, metavar="FILE")
    leave.set_defaults(run=lambda options: _export(options, put))
    come = verbs.add_parser("import", help="add the notes of a file; none is overwritten")
    come.add_argument("file", type=Path, metavar="FILE")
    come.set_defaults(run=_import)

    backup = commands.add_parser("backup", help="copy the library now")
    where = backup.add_mutually_exclusive_group()
    where.add_argument("--output", type=Path, metavar="FILE", help="to this file")
    where.add_argument(
        "--archive", type=Path, metavar="FILE.zip", help="with the documents, for another machine"
    )
    backup.set_defaults(run=_back_up)

    restore = commands.add_parser("restore", help="list the copies, or put one in place")
    restore.add_argument("backup", nargs="?", metavar="BACKUP|FILE.zip")
    restore.add_argument("--yes", action="store_true", help="do not ask")
    restore.set_defaults(run=_restore)

    doctor = commands.add_parser("doctor", help="look over the library, and mend what can be")
    doctor.set_defaults(run=_examine)


@contextmanager
def _library() -> Iterator[Library]:
    from diptych.services.library import bring_shipped
    from diptych.store.library import Library

    library = Library.open(data_folder())
    try:
        bring_shipped(library)
        yield library
    finally:
        library.close()


def _say(line: str) -> None:
    from diptych.export.characters import visible_name

    print(visible_name(line))  # noqa: T201 - this is the terminal


def _list(put: Put) -> None:
    from diptych.export.characters import visible_name

    with _library() as library:
        lines = [
            f"{entry.sha256[:12]}  {entry.date or '-':10}  {entry.title}  {entry.path or '-'}"
            for entry in library.entries()
        ]
    put("".join(visible_name(line) + "\n" for line in lines), None)


def _add(options: argparse.Namespace) -> None:
    from diptych.services.adding import add_files

    with _library() as library:
        tally = add_files(library, [str(path.absolute()) for path in options.paths])
    _say(f"{tally.added} added, {tally.known + tally.found_again} known already.")
    if tally.refused:
        for path, reason in tally.refused:
            _say(f"{path}: {reason}")
        raise UserError(f"{len(tally.refused)} of the files could not be added.")


def _remove(options: argparse.Namespace) -> None:
    from diptych.services.cataloguing import remove
    from diptych.services.undo import Undo

    with _library() as library:
        entries = library.entries()
        chosen = []
        for word in options.documents:
            path = str(Path(word).absolute())
            found = [
                entry
                for entry in entries
                if path == entry.path
                or word == entry.title
                or (len(word) >= 8 and entry.sha256.startswith(word.lower()))
            ]
            if len(found) != 1:
                many = "More than one document is" if found else "No document is"
                raise UserError(
                    f"{many} “{word}”.", "`diptych library list` shows the first of their hashes."
                )
            chosen += found
        remove(Undo(library), dict.fromkeys(chosen))
    for entry in dict.fromkeys(chosen):
        _say(f"Removed: {entry.title}. Its file and notes stay; `diptych library trash` lists it.")


def _trash(options: argparse.Namespace) -> None:
    from diptych.services.topics import Followed
    from diptych.services.trashing import listed, restore
    from diptych.services.undo import Undo

    with _library() as library:
        there = {item.id: item for item in listed(library, Followed(library))}
        if not options.ids:
            for item in there.values():
                _say(f"{item.deleted}  {item.kind}  {item.id}  {' '.join(item.words.split())[:60]}")
        undo = Undo(library)
        for word in options.ids:
            if word not in there:
                raise UserError(
                    f"There is no “{word}” in the trash.", "`diptych library trash` lists it."
                )
            restore(library, undo, there[word])
            _say(f"Taken out: {there[word].kind} {word}")


def _export(options: argparse.Namespace, put: Put) -> None:
    from diptych.services.note_files import export_notes

    with _library() as library:
        text = export_notes(library, options.format)
    put(text, options.output)


def _import(options: argparse.Namespace) -> None:
    from diptych.services.importing import import_notes
    from diptych.services.note_files import read_file, read_notes
    from diptych.services.undo import Undo
    from diptych.store.clock import utc_now

    read = read_notes(read_file(options.file), str(options.file), utc_now())
    with _library() as library:
        done = import_notes(library, Undo(library), read)
    _say(
        f"{done.added} notes added, {done.known} known already, {done.beside} added beside another "
        f"wording, {done.trashed} in the trash here; {done.verdicts} verdicts added, "
        f"{done.kept_verdicts} left as they are here."
    )


def _back_up(options: argparse.Namespace) -> None:
    from diptych.services.archive import pack
    from diptych.store.clock import utc_now

    with _library() as library:
        counts = library.counts()
        if options.archive is not None:
            target = options.archive.absolute()
            packed = pack(library, target, utc_now())
            for title in packed.left_out:
                _say(f"Left out, because its file is not what it was: {title}")
            _say(f"{target}: {counts.notes} notes, {packed.documents} documents.")
            return
        if options.output is not None:
            target = options.output.absolute()
            library.copy_to(target)
        else:
            target = library.back_up()
    _say(f"{target}: {counts.notes} notes, {counts.documents} documents.")


def _restore(options: argparse.Namespace) -> None:
    from diptych.services.archive import Archive

    folder = data_folder()
    if options.backup is None:
        _list_backups(folder)
        return
    path = _chosen(folder, options.backup)
    if path.suffix.lower() != _ARCHIVE:
        _put_back(folder, path, None, ask=not options.yes)
        return
    archive = Archive(path)
    try:
        _put_back(folder, archive.library, archive, ask=not options.yes)
    finally:
        archive.close()


def _list_backups(folder: Path) -> None:
    from diptych.services.backups import good_backups

    found = good_backups(folder)
    for copy in found:
        _say(f"{copy.path.name}  {copy.notes} notes")
    if not found:
        _say(f"There are no copies in {folder / 'backups'}.")


def _chosen(folder: Path, word: str) -> Path:
    """Return the file of a copy, which is named by its path, its name, or the time in it."""
    from diptych.services.backups import good_backups

    path = Path(word)
    if path.is_file():
        return path
    found = [copy.path for copy in good_backups(folder) if word in copy.path.name]
    if len(found) != 1:
        many = "More than one copy is called" if found else "There is no copy"
        raise UserError(f"{many} “{word}”.", "`diptych restore` lists the copies.")
    return found[0]


def _put_back(folder: Path, copy: Path, archive: object, *, ask: bool) -> None:
    """Show what would change, and put a copy in the library's place."""
    from diptych.services.archive import Archive
    from diptych.services.backups import look_into
    from diptych.services.restoring import put_back
    from diptych.store.clock import utc_now

    if look_into(copy) is None:
        raise UserError(
            "This file is no whole copy of a library.",
            "`diptych restore` lists those that are.",
            str(copy),
        )
    # Until it is answered nobody else writes what the reader was not told of.
    with _held(folder) as library:
        for line in _told(library, copy):
            _say(line)
        if ask:
            _confirm()
    if isinstance(archive, Archive):
        unpacked = archive.restore(folder, utc_now)
        _say(f"{unpacked.documents} documents were put beside the library.")
        aside = unpacked.aside
    else:
        aside = put_back(copy, folder, utc_now)
    _say("Done." if aside is None else f"Done. The library that was there is now {aside.name}.")


def _confirm() -> None:
    if not sys.stdin.isatty():
        raise UserError("Nothing was changed.", "Say --yes to put this copy in place.")
    answer = input("Put this copy in the library's place? [y/N] ")
    if answer.strip().lower() not in ("y", "yes"):
        raise UserError("Nothing was changed.")


@contextmanager
def _held(folder: Path) -> Iterator[Library | UserError | None]:
    """Give the library, None where there is none, or why it cannot be opened."""
    from diptych.store.library import FILE_NAME, Library
    from diptych.store.troubles import LibraryInUse

    library: Library | UserError | None = None
    if (folder / FILE_NAME).exists():
        try:
            library = Library.open(folder)
        except LibraryInUse:
            raise
        except UserError as error:
            library = error
    try:
        yield library
    finally:
        if isinstance(library, Library):
            library.close()


def _told(library: Library | UserError | None, copy: Path) -> Iterator[str]:
    """Say how a copy differs from the library."""
    from diptych.services.backups import Contents, contents_of, differences

    contents = Contents.none()
    if isinstance(library, UserError):
        yield f"The present library cannot be compared: {library.sentence}"
    elif library is not None:
        contents = library.contents()
    for each in differences(contents_of(copy), contents):
        yield _in_words(each)


def _in_words(each: Difference) -> str:
    return (
        f"{each.what.capitalize()}: {each.in_copy} in the copy, {each.in_library} now; "
        f"{len(each.only_copy)} would come back, {len(each.only_library)} would go aside, "
        f"{len(each.other)} would change."
    )


def _examine(_options: argparse.Namespace) -> None:
    from diptych.services.doctor import examine
    from diptych.store.clock import utc_now

    found = examine(data_folder(), utc_now)
    for line in found.lines:
        _say(line)
    sys.stdout.flush()
    if not found.is_sound:
        raise UserError(
            "The library is not sound.", "`diptych restore` lists the copies to put in its place."
        )
