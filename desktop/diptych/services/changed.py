"""Whether a file holds another text than the library knows it to hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from diptych.model.note import LibraryEntry


def changed(path: Path, entry: LibraryEntry) -> str:
    """Return the hash of what a file holds now, "" where that is what it held, or it is not there.

    Reads the whole file where its size or time has changed; may wait for a slow disk.

    Args:
        path: of the file.
        entry: what the library knows of the document that was read from it.
    """
    try:
        status = path.stat()
        if (status.st_size, status.st_mtime_ns) == (entry.size, entry.mtime_ns):
            return ""
        import hashlib  # with OpenSSL: not before it is needed

        with path.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""  # opening it again will say what is wrong with it
    return "" if sha256 == entry.sha256 else sha256
