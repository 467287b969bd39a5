"""ZIP containers: what is in them, read by name into memory, with limits.

Nothing is ever unpacked to the disk, so a member's name can lead nowhere; sizes are counted while
unpacking, not taken from what the container claims.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib

from diptych.model.errors import UserError

MEMBER_LIMIT = 128 * 1024 * 1024
TOTAL_LIMIT = 256 * 1024 * 1024
# Text shrinks to a tenth, machine-made tables to a hundredth.
_RATIO, _RATIO_FROM = 300, 8 * 1024 * 1024
_CHUNK = 1024 * 1024
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, ValueError, OSError, NotImplementedError)

_WORD = re.compile(r"word/document\d*\.xml")


def kind_of(data: bytes) -> str:
    """Return what a ZIP container holds by its members, "" where the bytes are none.

    "docx", "odt", "epub", "fb2", "xlsx", "pptx", "ods", "odp", "iwork", "xps" or "zip".
    """
    if not data.startswith(b"PK"):
        return ""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            names = file.namelist()
            said = _said_type(file)
    except _BROKEN:
        # Cut short: its directory was at the end, and only the names at its front remain.
        names = [name.decode("utf-8", "replace") for name in _FRONT_NAME.findall(data[:65536])]
        front = _FRONT_TYPE.search(data[:512])
        said = front.group(1).decode("ascii") if front else ""
    return _by_type(said) or _by_names({name.replace("\\", "/") for name in names})


_FRONT_NAME = re.compile(rb"PK\x03\x04.{26}([\w./\[\] -]{1,80})", re.DOTALL)
_FRONT_TYPE = re.compile(rb"mimetype(application/[a-z0-9.+-]{3,80}?)PK")


def _said_type(file: zipfile.ZipFile) -> str:
    if "mimetype" not in file.NameToInfo:
        return ""
    try:
        with file.open("mimetype") as member:
            return member.read(200).decode("ascii", "replace").strip()
    except (*_BROKEN, RuntimeError):
        return ""


def _by_type(said: str) -> str:
    for beginning, kind in (
        ("application/epub+zip", "epub"),
        ("application/vnd.oasis.opendocument.text", "odt"),
        ("application/vnd.oasis.opendocument.spreadsheet", "ods"),
        ("application/vnd.oasis.opendocument.presentation", "odp"),
    ):
        if said.startswith(beginning):
            return kind
    return ""


def _by_names(names: set[str]) -> str:
    if any(map(_WORD.fullmatch, names)):
        return "docx"
    if "META-INF/container.xml" in names:
        return "epub"
    if "content.xml" in names and ("styles.xml" in names or "META-INF/manifest.xml" in names):
        return "odt"
    for start, kind in (("xl/", "xlsx"), ("ppt/", "pptx"), ("word/", "docx"), ("Index/", "iwork")):
        if any(name.startswith(start) for name in names):
            return kind
    if any(name.lower().endswith((".fdseq", ".fpage")) for name in names):
        return "xps"
    books = [name for name in names if name.lower().endswith(".fb2")]
    return "fb2" if books and len(names) <= 3 else "zip"


class Container:
    """A ZIP container whose members are read by name.

    Args:
        data: its bytes.
        name: of the file, for messages.

    Raises:
        UserError: it is damaged.
    """

    def __init__(self, data: bytes, name: str) -> None:
        self._name = name
        self._read = 0
        self._kept: dict[str, bytes] = {}
        try:
            self._file = zipfile.ZipFile(io.BytesIO(data))
        except _BROKEN:
            raise self._damaged() from None
        self._members = {
            each.filename.replace("\\", "/").removeprefix("./"): each
            for each in self._file.infolist()
            if not each.is_dir()
        }
        self._folded = {name.casefold(): name for name in self._members}

    @property
    def names(self) -> list[str]:
        """The members, in the order of the container."""
        return list(self._members)

    def __contains__(self, name: str) -> bool:
        return name in self._members or name.casefold() in self._folded

    def get(self, name: str) -> bytes:
        """Return what a member holds, b"" where there is none of that name; see `read`."""
        return self.read(name) if name in self else b""

    def read(self, name: str) -> bytes:
        """Return what a member holds.

        Raises:
            UserError: it is missing, damaged, encrypted, or too large once unpacked.
        """
        member = self._members.get(name) or self._members.get(self._folded.get(name.casefold(), ""))
        if member is None:
            raise UserError(
                f"“{self._name}” is incomplete: its part “{name}” is missing.",
                "Get the file again, or open it in the program that made it and save it anew.",
                self._name,
            )
        if member.filename in self._kept:
            return self._kept[member.filename]
        if member.flag_bits & 1:
            raise UserError(
                f"“{self._name}” is encrypted.",
                "Open it in the program that made it, and save it without a password.",
                self._name,
            )
        try:
            data = self._unpack(member)
        except (*_BROKEN, RuntimeError):
            raise self._damaged() from None
        self._kept[member.filename] = data
        return data

    def _unpack(self, member: zipfile.ZipInfo) -> bytes:
        parts: list[bytes] = []
        size = 0
        with self._file.open(member) as file:
            while chunk := file.read(_CHUNK):
                parts.append(chunk)
                size += len(chunk)
                self._read += len(chunk)
                swollen = size > _RATIO_FROM and size > _RATIO * max(1, member.compress_size)
                if swollen or size > MEMBER_LIMIT or self._read > TOTAL_LIMIT:
                    raise UserError(
                        f"“{self._name}” unpacks to more than it may hold: it looks like a trap.",
                        "Open it only if you know where it comes from, in the program that made"
                        " it, and save it as plain text.",
                        self._name,
                    )
        return b"".join(parts)

    def _damaged(self) -> UserError:
        return UserError(
            f"“{self._name}” is damaged and cannot be unpacked.",
            "Get the file again, or open it in the program that made it and save it anew.",
            self._name,
        )
