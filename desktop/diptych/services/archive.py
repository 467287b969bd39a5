"""The whole library in one file, to be opened on another machine: database, texts, documents.

An archive that is read may come from anybody: nothing in it decides where a file is written.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import zipfile
import zlib
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple

import diptych
from diptych.model.errors import Cancelled, UserError
from diptych.services.library import UNDER_WAY
from diptych.store import backup
from diptych.store.library import FILE_NAME, Library

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from diptych.model.note import LibraryEntry
    from diptych.store.clock import Clock

FORMAT = 1
MANIFEST = "manifest.json"
# Bytes. A library of 100,000 notes has a tenth of the first; documents that are larger stay behind.
_LIBRARY_LIMIT = 4 * 2**30
_DOCUMENT_LIMIT = 512 * 2**20
_TOTAL_LIMIT = 16 * 2**30
_MANIFEST_LIMIT = 64 * 2**20
_MOST = 20_000
# A file that says to be so many times as large unpacked is made to fill a disk.
_RATIO = 300
# What we write is kept well below: the quickest packing, which this is measured by, gains less.
_SHRINKS = 40
_PIECE = 2**20
# What is written before an archive is whole lies in a folder that is called so.
_BESIDE = ".diptych-archive-"
# The folders that this process writes into now.
_writing: set[str] = set()


class Packed(NamedTuple):
    """What went into an archive.

    Args:
        documents: how many documents are in it.
        left_out: those whose file is gone, changed, or too large; the library knows them still.
    """

    documents: int
    left_out: tuple[str, ...]


class Unpacked(NamedTuple):
    """What an archive brought.

    Args:
        documents: how many documents were put beside the library, because their file is not here.
        aside: where the library that was here before is now; None where there was none.
    """

    documents: int
    aside: Path | None


def pack(library: Library, target: Path, made: str) -> Packed:
    """Write an archive; a file that is there is replaced when the new one is whole.

    Args:
        library: open.
        target: the archive's path.
        made: now: UTC, ISO 8601.

    Raises:
        UserError: it could not be written.
    """
    write = packing(library, target, made)
    try:
        return write()
    finally:
        clear_up(library)


def packing(library: Library, target: Path, made: str) -> Callable[[], Packed]:
    """Return what does that on any thread, while the library is used.

    All that is written before the archive is whole lies in one folder beside it. The library knows
    where, until `clear_up` is called when that is over, or at the next start.

    Raises:
        UserError: the folder of the target cannot be written to.
    """
    clear_up(library)
    entries = library.entries()
    try:
        folder = TemporaryDirectory(prefix=_BESIDE, dir=target.parent)
    except OSError as error:
        raise _not_written(target, error) from error
    _writing.add(folder.name)
    if not library.is_read_only:
        under_way = [*_under_way(library), [str(target), folder.name, _written(target)]]
        library.set_setting(UNDER_WAY, json.dumps(under_way))
    copy_file, unfinished = Path(folder.name, FILE_NAME), Path(folder.name, "unfinished.zip")
    copy = library.copying_to(copy_file)

    def write() -> Packed:
        copy()
        with zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
            archive.write(copy_file, FILE_NAME, _method(_pieces(copy_file)))
            names, left_out = _pack_documents(entries, archive)
            manifest = {
                "format": FORMAT,
                "diptych": diptych.__version__,
                "made": made,
                "documents": names,
            }
            archive.writestr(MANIFEST, json.dumps(manifest, indent=1))
        with unfinished.open("rb+") as file:
            os.fsync(file.fileno())
        unfinished.replace(target)
        return Packed(len(names), left_out)

    def pack() -> Packed:
        try:
            with folder:
                return write()
        except OSError as error:
            raise _not_written(target, error) from error
        except Cancelled as error:
            raise UserError(
                "The archive was not written: the library was closed meanwhile.",
                "Save it again.",
                str(target),
            ) from error
        finally:
            _writing.discard(folder.name)

    return pack


def clear_up(library: Library) -> list[str]:
    """Clear away what is left of archives that were being written when the program ended.

    Returns:
        The paths of those that were not finished.

    Raises:
        UserError: the library cannot be written.
    """
    under_way = _under_way(library)
    over = [each for each in under_way if each[1] not in _writing]
    if not over or library.is_read_only:
        return []
    for target, folder, _before in over:
        # A library may come from another machine, and says of this one what it likes.
        if Path(folder).parent == Path(target).parent and Path(folder).name.startswith(_BESIDE):
            shutil.rmtree(folder, ignore_errors=True)
    rest = [each for each in under_way if each not in over]
    library.set_setting(UNDER_WAY, json.dumps(rest) if rest else "")
    return [target for target, _folder, before in over if _written(Path(target)) == before]


def _under_way(library: Library) -> list[tuple[str, str, int]]:
    """Return target, folder, and when there was last a file at the target, of each archive."""
    return json.loads(library.setting(UNDER_WAY) or "[]")  # type: ignore[no-any-return]


def _written(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return -1


def _not_written(target: Path, error: OSError) -> UserError:
    return UserError(
        f"The archive could not be written: {error.strerror}.",
        "Choose another place and try again.",
        str(target),
    )


def _pack_documents(
    entries: Iterable[LibraryEntry], archive: zipfile.ZipFile
) -> tuple[dict[str, str], tuple[str, ...]]:
    names, left_out, room = {}, [], _TOTAL_LIMIT - _LIBRARY_LIMIT - _MANIFEST_LIMIT
    for entry in entries:
        path = Path(entry.path) if entry.path else None
        data = _content(path, entry.sha256) if path else None
        if path is None or data is None or len(data) > room:
            left_out.append(entry.title)
            continue
        room -= len(data)
        archive.writestr(f"documents/{entry.sha256}", data, _method([data]))
        names[entry.sha256] = path.name.encode("utf-8", "replace").decode()
    return names, tuple(left_out)


def _method(pieces: Iterable[bytes]) -> int:
    """Return how to keep a file: what shrinks as only made files do would be refused when read."""
    packer, long, short = zlib.compressobj(1), 0, 0
    for piece in pieces:
        long += len(piece)
        short += len(packer.compress(piece))
    short += len(packer.flush())
    return zipfile.ZIP_DEFLATED if long < _SHRINKS * short else zipfile.ZIP_STORED


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            yield piece


def _content(path: Path, sha256: str) -> bytes | None:
    """Return what is in a file, None where that is not what the library knows."""
    try:
        if not path.is_file() or path.stat().st_size > _DOCUMENT_LIMIT:
            return None
        data = path.read_bytes()
    except OSError:
        return None
    return data if hashlib.sha256(data).hexdigest() == sha256 else None


class Archive:
    """An archive that is open to be looked into and unpacked.

    Args:
        path: of the file.

    Raises:
        UserError: it is no archive of ours, or says things of itself that cannot be.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self.brought = 0  # documents that were put beside the library
        try:
            self._zip = zipfile.ZipFile(path)
        except OSError as error:
            raise UserError(
                f"The archive could not be read: {error.strerror}.", "Check its path.", str(path)
            ) from error
        except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
            raise self._refused("it is no zip file, or a damaged one") from error
        try:
            self._folder = TemporaryDirectory(prefix="diptych-")
        except OSError as error:
            self._zip.close()
            raise self._not_unpacked(error) from error
        try:
            self._members = {info.filename: info for info in self._checked()}
            self.documents = self._manifest()
            self.library = Path(self._folder.name, FILE_NAME)
            with self.library.open("wb") as file:
                self._unpack(FILE_NAME, file, _LIBRARY_LIMIT)
            if backup.look_into(self.library) is None:
                raise self._refused("the library in it is damaged")
        except OSError as error:
            self.close()
            raise self._not_unpacked(error) from error
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Let go of the file and of what was unpacked to look into it."""
        self._zip.close()
        self._folder.cleanup()

    def restore(self, folder: Path, clock: Clock) -> Unpacked:
        """Put the library of the archive in the place of the one in a folder.

        The documents whose file is not on this machine are put into the folder `documents` beside
        it. What was there before is kept beside too.

        Args:
            folder: of the library; nobody has it open.
            clock: names what is set aside.

        Raises:
            UserError: it could not be written.
        """
        from diptych.services.restoring import put_back

        aside = put_back(self.library, folder, clock, self)
        return Unpacked(self.brought, aside)

    def bring_documents(self, library: Library, target: Path) -> None:
        """Put documents whose file is not here into a folder, where a library then knows them.

        Args:
            library: made of that of the archive.
            target: gets a folder for each of them.

        Raises:
            UserError: one could not be written.
        """
        self.brought = 0
        for entry in library.entries():
            name = self.documents.get(entry.sha256)
            if name is None or (
                entry.path and _content(Path(entry.path), entry.sha256) is not None
            ):
                continue
            path = target / entry.sha256[:16] / _safe(name)
            try:
                path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                with path.open("wb") as file:
                    digest = self._unpack(f"documents/{entry.sha256}", file, _DOCUMENT_LIMIT)
            except OSError as error:
                raise UserError(
                    f"A document of the archive could not be written: {error.strerror}.",
                    "Make room on the disk, then restore the archive again.",
                    str(path),
                ) from error
            if digest != entry.sha256:
                path.unlink()
                continue  # not the document that it says to be
            status = path.stat()
            library.remember(
                entry._replace(path=str(path), size=status.st_size, mtime_ns=status.st_mtime_ns)
            )
            self.brought += 1

    def _checked(self) -> Iterator[zipfile.ZipInfo]:
        """Give the members that may be in an archive; anything else makes it not one of ours."""
        infos = self._zip.infolist()
        if len(infos) > _MOST or len({info.filename for info in infos}) < len(infos):
            raise self._refused("it holds too many files, or one twice")
        if sum(info.file_size for info in infos) > _TOTAL_LIMIT:
            raise self._refused("it is too large unpacked")
        for info in infos:
            if info.flag_bits & 1:
                raise self._refused("it is encrypted")
            if info.file_size > _RATIO * max(info.compress_size, 1024):
                raise self._refused("a file in it is made to fill the disk")
            if info.filename in (MANIFEST, FILE_NAME) or _is_document(info.filename):
                yield info
            else:
                raise self._refused(f"there should be no “{info.filename[:100]}” in it")

    def _manifest(self) -> dict[str, str]:
        """Return the names of the documents by their hashes."""
        from io import BytesIO

        buffer = BytesIO()
        self._unpack(MANIFEST, buffer, _MANIFEST_LIMIT)
        try:
            plain: Any = json.loads(buffer.getvalue())
            form, documents = plain["format"], plain["documents"]
            if form != FORMAT or not isinstance(documents, dict):
                raise self._refused("it was made by a newer version")
        except (ValueError, TypeError, KeyError, RecursionError) as error:
            raise self._refused("it does not say what it holds") from error
        return {
            sha256: name
            for sha256, name in documents.items()
            if isinstance(name, str) and f"documents/{sha256}" in self._members
        }

    def _unpack(self, member: str, file: BinaryIO, limit: int) -> str:
        """Write a member into a file and return its hash."""
        digest, left = hashlib.sha256(), limit
        if member not in self._members:
            raise self._refused(f"there is no “{member}” in it")
        try:
            with self._zip.open(self._members[member]) as source:
                while piece := source.read(_PIECE):
                    left -= len(piece)
                    if left < 0:
                        raise self._refused("a file in it is larger than it says")
                    digest.update(piece)
                    file.write(piece)
        except (zipfile.BadZipFile, EOFError, NotImplementedError, zlib.error) as error:
            raise self._refused("it is damaged") from error
        return digest.hexdigest()

    def _not_unpacked(self, error: OSError) -> UserError:
        return UserError(
            f"The archive could not be unpacked to be looked into: {error.strerror}.",
            "Make sure that there is room for temporary files, then try again.",
            str(self._path),
        )

    def _refused(self, why: str) -> UserError:
        return UserError(
            f"“{self._path.name}” cannot be used as an archive of a library: {why}.",
            "Choose a file that `diptych backup --archive` wrote.",
            str(self._path),
        )


def _is_document(name: str) -> bool:
    folder, _, sha256 = name.partition("/")
    return folder == "documents" and len(sha256) == 64 and set(sha256) <= set("0123456789abcdef")


def _safe(name: str) -> str:
    """Return a name that is one file in one folder, on every system."""
    name = name.replace("\\", "/").rpartition("/")[2]
    kept = "".join("_" if c in '<>:"|?*' or not c.isprintable() else c for c in name)
    stem, suffix = os.path.splitext(kept.strip(" .")[-120:])  # noqa: PTH122 - text, not a path
    reserved = {"con", "prn", "aux", "nul", *(f"{d}{n}" for d in ("com", "lpt") for n in range(10))}
    if not stem or stem.casefold() in reserved:
        stem = f"document {stem}".strip()
    return stem + suffix
