"""Bytes become text: which encoding, and how many bytes it could not read."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, replace

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

_DECLARED = re.compile(
    rb"""(?:<meta[^>]{0,200}?charset\s*=|<\?xml[^>]{0,200}?encoding\s*=)\s*["']?([A-Za-z0-9_:.-]{2,40})""",
    re.IGNORECASE,
)
_TAG = re.compile(rb"<[^<>]*>")
_NARROW = re.compile(rb"[\t\n\r -~]")
_HIGH = re.compile(rb"[\x80-\xff]")
_MULTIBYTE = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)

# What browsers read under such a name has more letters (encoding.spec.whatwg.org), or Python has
# no such name.
_WEB_NAMES = {
    **dict.fromkeys(("shift_jis", "shift-jis", "sjis", "x-sjis", "ms_kanji"), "cp932"),
    **dict.fromkeys(("euc-kr", "ks_c_5601-1987", "ksc5601"), "cp949"),
    **dict.fromkeys(("gb2312", "gbk", "x-gbk"), "gb18030"),
    **dict.fromkeys(("iso-8859-11", "tis-620"), "cp874"),
    "iso-8859-9": "cp1254",
    "x-euc-jp": "euc_jp",
    "macintosh": "mac_roman",
    "x-mac-cyrillic": "mac_cyrillic",
}

# Signs that stand for letters of Central European sets where they are inside a word.
_WITHIN_WORD = re.compile(r"[^\W\d_][¹»¼¾±³×ªº£¥©®][^\W\d_]")
_JAPANESE_MAIL = re.compile(rb"\x1b\$[@B](?:[\x21-\x7e]{2})+\x1b\([BJ]")

# Enough to tell an encoding; the rest of a long text would only cost time.
_SAMPLE = 256 * 1024
_MIXED_SAMPLE = 2 * 1024 * 1024


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


def decode(data: bytes, encoding: str = "", declared: str = "") -> Decoded:
    """Decode a file's bytes.

    Args:
        data: the whole file.
        encoding: the reader's choice, which wins; "" means detected.
        declared: what the file says of itself, which goes before what is detected; but good
            UTF-8 is UTF-8 whatever is said.

    Raises:
        UserError: there is no encoding of the given name.
    """
    if encoding:
        return _decode_as(data, _known(encoding))
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _decode_as(data, name)
    try:
        plain = data.decode("utf-8")
    except UnicodeDecodeError:
        plain = ""
    if plain and not data.isascii() and "\0" not in plain:
        return Decoded(plain, "utf-8")
    found = detect(data)
    if found == "utf-8" and _is_mixed(data):
        return _decode_mixed(data)
    if not (found.startswith("utf-") and not data.isascii()):
        said = _decodes(data, declared)
        if declared and not said:
            if not data.isascii():
                # Markup is ASCII in most encodings, and would hide what the words are in.
                found = detect(_TAG.sub(b" ", data[:_SAMPLE]))
            decoded = _decode_as(data, found)
            lie = (
                f"The file says that it is in {declared}, which it is not: it was read as {found}."
            )
            return decoded if data.isascii() else replace(decoded, remarks=(lie, *decoded.remarks))
        found = said or found
    return _decode_as(data, found)


def declared_encoding(data: bytes) -> str:
    """Return the encoding that a web page or an XML file says it is in, "" where it says none.

    What the web calls Latin-1 is cp1252, what it calls Shift-JIS is cp932, and so on; an UTF-16
    that can be read as ASCII is none.
    """
    found = _DECLARED.search(data[:4096])
    name = found.group(1).decode("ascii").lower() if found else ""
    if name in ("iso-8859-1", "latin1", "latin-1", "us-ascii", "ascii", "windows-1252"):
        return "cp1252"
    return "" if name.startswith(("utf-16", "utf-32", "ucs-")) else _WEB_NAMES.get(name, name)


def _decodes(data: bytes, name: str) -> str:
    """Return Python's name of an encoding if the bytes can be of it, else ""."""
    if not name:
        return ""
    try:
        known = codecs.lookup(name).name
        lost = data[:_SAMPLE].decode(known, "replace").count(REPLACEMENT)
    except (LookupError, ValueError):
        return ""
    # A few damaged bytes do not make a statement wrong.
    return known if lost * 200 <= min(len(data), _SAMPLE) else ""


def detect(data: bytes) -> str:
    """Return the name of the encoding of a text without byte order mark."""
    by_zeros = _utf_16_or_32_by_zeros(data)
    if by_zeros:
        return by_zeros
    if _JAPANESE_MAIL.search(data[:_SAMPLE]):
        return "iso2022_jp"
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        good = _is_cut_utf_8(data) or _is_damaged_utf_8(data) or _is_mixed(data)
        return "utf-8" if good else _detect_legacy(data)
    return "utf-8"


def _is_mixed(data: bytes) -> bool:
    """Whether some lines are UTF-8 with more than ASCII, and others are not UTF-8 at all.

    One character of UTF-8 to four other bytes is more than any text of another encoding has by
    chance; damage within UTF-8 lines is no second encoding.
    """
    data = data[:_MIXED_SAMPLE]
    good = sum(map(len, _MULTIBYTE.findall(data)))
    high = len(_HIGH.findall(data))
    if not good or high == good or 5 * good < high - good:
        return False
    lines = data.splitlines()
    return any(map(_is_utf_8_line, lines)) and any(map(_is_western_line, lines))


def _is_utf_8_line(line: bytes) -> bool:
    if line.isascii():
        return False
    return len(_HIGH.findall(line)) == sum(map(len, _MULTIBYTE.findall(line)))


def _is_western_line(line: bytes) -> bool:
    """Whether a line is no UTF-8 but makes sense as cp1252."""
    if line.isascii() or _MULTIBYTE.search(line):
        return False
    text = line.decode("cp1252", "replace")
    return all(c in _WESTERN for c in text if c > "\x7f")


def _decode_mixed(data: bytes) -> Decoded:
    """Decode UTF-8 in which some lines are cp1252, as files pasted together are."""
    cut = _cut_bytes(data)
    body, rest = data[: len(data) - cut], data[len(data) - cut :]
    texts: list[str] = []
    lost = repaired = 0
    for line in body.splitlines(keepends=True):
        if _is_western_line(line):
            repaired += 1
            texts.append(line.decode("cp1252"))
        else:
            text = line.decode("utf-8", "replace")
            lost += _undecoded(line, text, "utf-8") if REPLACEMENT in text else 0
            texts.append(text)
    if rest:
        texts.append(REPLACEMENT)
        lost += len(rest)
    lines = "1 line was" if repaired == 1 else f"{repaired} lines were"
    remarks = [f"{lines} in another encoding than the rest (UTF-8), and read as cp1252."]
    if lost:
        remarks.append(_lost_sentence(lost))
    return Decoded("".join(texts), "utf-8", tuple(remarks))


def _cut_bytes(data: bytes) -> int:
    """Return how many bytes at the end are the beginning of a UTF-8 character."""
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    decoder.decode(data[-4:])
    return len(decoder.getstate()[0])


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
    return Decoded(text, encoding, (_lost_sentence(_undecoded(body, text, encoding)),))


def _lost_sentence(lost: int) -> str:
    if lost == 1:
        return f"1 byte could not be decoded and is shown as {REPLACEMENT}."
    return f"{lost} bytes could not be decoded and are shown as {REPLACEMENT}."


def _undecoded(body: bytes, text: str, encoding: str) -> int:
    """Return how many bytes stand behind the replacement characters of a text."""
    kept = len(text.replace(REPLACEMENT, "").encode(encoding, "ignore"))
    genuine = body.count(REPLACEMENT.encode()) * 3 if encoding == "utf-8" else 0
    return max(1, len(body) - kept - genuine)


def _utf_16_or_32_by_zeros(data: bytes) -> str:
    """Return the UTF-16 or UTF-32 whose zero bytes stand where those of a text do, or ""."""
    sample = data[: min(len(data), 4096) & ~3] or data[: len(data) & ~1]
    if len(sample) < 2 or b"\0" not in sample:
        return ""
    if len(sample) >= 8:
        zeros = [sample[k::4].count(0) * 4 / len(sample) for k in range(4)]
        if zeros[3] == 1 and zeros[2] > 0.9 and zeros[0] < 0.05:
            return "utf-32-le"
        if zeros[0] == 1 and zeros[1] > 0.9 and zeros[3] < 0.05:
            return "utf-32-be"
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    half = len(sample) // 2
    # Blanks and line ends have a zero byte in any script; a text of 8 bits has none anywhere.
    if odd > 0.01 * half and even < 0.1 * odd:
        return _strictly(sample, "utf-16-le", certain=odd > 0.4 * half)
    if even > 0.01 * half and odd < 0.1 * even:
        return _strictly(sample, "utf-16-be", certain=even > 0.4 * half)
    return ""


def _strictly(sample: bytes, name: str, *, certain: bool) -> str:
    """Return the name where that is certain, or the sample reads as words in it."""
    if certain:
        return name
    narrow = len(_NARROW.findall(sample))
    if narrow > 0.9 * (len(sample) - sample.count(0)):
        return ""  # ASCII with stray zeros between its letters
    # The last character of a sample may be cut in two.
    text = sample[:-2].decode(name, "replace")
    letters = sum(1 for c in text if c.isalnum() or c.isspace())
    return name if REPLACEMENT not in text and letters > 0.7 * len(text) else ""


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
    share = 0.25 if letters > 12 else 0.5
    few = set(beyond) <= _WESTERN and sum(map(str.isalpha, beyond)) <= share * letters
    if few and not _WITHIN_WORD.search(western):
        # What Icelandic has for its own letters is Turkish where its other accents are missing.
        turkish = not set(beyond).isdisjoint("þýðÞÝÐ") and set(beyond).isdisjoint("áæéíóú")
        return "cp1254" if turkish else "cp1252"
    for name in ("cp932", "euc_jp"):
        if _is_japanese(sample, name):
            return name
    from charset_normalizer import from_bytes

    best = from_bytes(sample).best()
    name = best.encoding if best is not None else "cp1252"
    if name == "cp1250" and _WITHIN_WORD.search(sample.decode(name, "replace")):
        # The two sets differ in a few letters, which are signs in the other.
        return "iso8859-2"
    return name


def _is_japanese(sample: bytes, name: str) -> bool:
    """Whether a sample has kana, as all Japanese has, when it is read in a Japanese encoding."""
    text = codecs.getincrementaldecoder(name)("replace").decode(sample)
    beyond = re.findall(r"[^\x00-\x7f]", text)
    kana = len(re.findall(r"[\u3040-\u30ff]", text))
    odd = len(re.findall(r"[\ufffd\uff61-\uff9f\ue000-\uf8ff]", text))
    return kana >= 0.2 * len(beyond) and odd <= 0.05 * len(beyond)
