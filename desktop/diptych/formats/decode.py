"""Bytes become text: which encoding, and how many bytes it could not read."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from diptych.model.errors import UserError

REPLACEMENT = "\ufffd"

# The longer marks first: that of UTF-32 begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

# What texts in Western European languages use beyond ASCII.
_WESTERN = frozenset(
    "áéíóúüñÁÉÍÓÚÜÑàâæçèêëîïôœùûÿÀÂÆÇÈÊËÎÏÔŒÙÛŸäößÄÖåøÅØãõÃÕìòÌÒðþÐÞýÝ"
    "¿¡«»‹›“”„‘’‚–—…€£¥§°©®™·•ºª±×½¼¾²³¹\u00a0\u00ad"
)

# Enough to tell an encoding; the rest of a long text would only cost time.
_SAMPLE = 256 * 1024


@dataclass(frozen=True, slots=True)
class Decoded:
    """A decoded text.

    Args:
        text: as it stands in the file, line ends included, without byte order mark.
        encoding: Python's name of the encoding.
        remarks: plain sentences for the reader.
    """

    text: str
    encoding: str
    remarks: tuple[str, ...] = ()


def decode(data: bytes, encoding: str = "") -> Decoded:
    """Decode a file's bytes.

    Args:
        data: the whole file.
        encoding: the reader's choice, which wins; "" means detected.

    Raises:
        UserError: there is no encoding of the given name.
    """
    if encoding:
        return _decode_as(data, _known(encoding))
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _decode_as(data, name)
    return _decode_as(data, detect(data))


def detect(data: bytes) -> str:
    """Return the name of the encoding of a text without byte order mark."""
    by_zeros = _utf_16_by_zeros(data)
    if by_zeros:
        return by_zeros
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        good = _is_cut_utf_8(data) or _is_damaged_utf_8(data)
        return "utf-8" if good else _detect_legacy(data)
    return "utf-8"


def _known(encoding: str) -> str:
    try:
        b"a".decode(encoding, "replace")
        return codecs.lookup(encoding).name
    except (LookupError, ValueError):
        raise UserError(
            f"There is no text encoding called “{encoding}”.",
            "Choose another one, such as utf-8 or cp1252.",
        ) from None


def _decode_as(data: bytes, encoding: str) -> Decoded:
    mark = next((mark for mark, name in _MARKS if name == encoding and data.startswith(mark)), b"")
    body = data[len(mark) :]
    try:
        return Decoded(body.decode(encoding), encoding)
    except UnicodeError:
        pass
    try:
        text = body.decode(encoding, "replace")
    except UnicodeError:
        raise UserError(
            f"The text cannot be read as {encoding}.", "Choose another encoding."
        ) from None
    lost = _undecoded(body, text, encoding)
    sentence = (
        f"1 byte could not be decoded and is shown as {REPLACEMENT}."
        if lost == 1
        else f"{lost} bytes could not be decoded and are shown as {REPLACEMENT}."
    )
    return Decoded(text, encoding, (sentence,))


def _undecoded(body: bytes, text: str, encoding: str) -> int:
    """Return how many bytes stand behind the replacement characters of a text."""
    kept = len(text.replace(REPLACEMENT, "").encode(encoding, "ignore"))
    genuine = body.count(REPLACEMENT.encode()) * 3 if encoding == "utf-8" else 0
    return max(1, len(body) - kept - genuine)


def _utf_16_by_zeros(data: bytes) -> str:
    """Return the UTF-16 whose zero bytes stand where those of mostly Latin text do, or ""."""
    sample = data[: min(len(data), 4096) & ~1]
    if len(sample) < 2:
        return ""
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    half = len(sample) // 2
    if odd > 0.4 * half and even < 0.05 * half:
        return "utf-16-le"
    if even > 0.4 * half and odd < 0.05 * half:
        return "utf-16-be"
    return ""


def _is_cut_utf_8(data: bytes) -> bool:
    """Whether a text is UTF-8 but for its last character, of which only the beginning is there."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        text = decoder.decode(data)
    except UnicodeDecodeError:
        return False
    beginning = decoder.getstate()[0]
    # In plain ASCII one byte may as well be the accent of another encoding ("café"), unless that
    # would be a capital after a small letter.
    capital = re.search(rb"[a-z][\xc2-\xde]\Z", data)
    return not text.isascii() or len(beginning) > 1 or capital is not None


def _is_damaged_utf_8(data: bytes) -> bool:
    """Whether most of what lies beyond ASCII is good UTF-8, which hardly happens by chance."""
    text = data[:_SAMPLE].decode("utf-8", "replace")
    bad = text.count(REPLACEMENT)
    good = len(re.findall(r"[^\x00-\x7f\ufffd]", text))
    return good > bad


def _detect_legacy(data: bytes) -> str:
    sample = data[:_SAMPLE]
    western = sample.decode("cp1252", "replace")
    beyond = re.findall(r"[^\x00-\x7f]", western)
    letters = sum(map(str.isalpha, western))
    # Statistics on a few accents name one of a dozen Eastern or Macintosh sets as readily.
    if set(beyond) <= _WESTERN and sum(map(str.isalpha, beyond)) <= 0.25 * letters:
        return "cp1252"
    from charset_normalizer import from_bytes

    best = from_bytes(sample).best()
    return best.encoding if best is not None else "cp1252"
