"""Characters that would do something where a text is shown, made harmless.

Escaping for one format is that format's own affair and lives with its writer.
"""

from __future__ import annotations

import re

# Compiled when first used: most texts and names are printable, and the window starts with names.
# Controls that no text format carries, and halves of pairs, which no encoding carries.
_UNSHOWABLE = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]"
_LINE_BREAKS = "\t\n\v\f\r\x1c\x1d\x1e\x85\u2028\u2029"
# Embeddings, overrides, isolates and marks: they turn the text around them.
_BIDI_CONTROLS = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_TURNING = f"[{_BIDI_CONTROLS}]"
_IN_NAMES = f"[{_LINE_BREAKS}{_BIDI_CONTROLS}]"


def encodable(text: str) -> str:
    """Return a path with U+FFFD for each byte that was no text."""
    return re.sub(r"[\ud800-\udfff]", "\N{REPLACEMENT CHARACTER}", text)


def showable(text: str) -> str:
    """Return a text with U+FFFD for each character that cannot be shown."""
    if text.isprintable():
        return text
    return re.sub(_UNSHOWABLE, "\N{REPLACEMENT CHARACTER}", text)


def one_line(text: str) -> str:
    """Return a text in one line, with single blanks."""
    return showable(" ".join(text.split()))


def visible_name(text: str) -> str:
    """Return a path or title in one line, in which nothing is hidden and nothing turns the rest.

    Line breaks and bidirectional controls become their code points: "<U+202E>".
    """
    if text.isprintable():
        return text
    return showable(re.sub(_IN_NAMES, lambda match: f"<U+{ord(match[0]):04X}>", text))


def turns(text: str) -> bool:
    """Whether a text has letters or controls that run from right to left."""
    if text.isascii():
        return False
    import unicodedata  # not for names, which the window shows at its start

    return bool(re.search(_TURNING, text)) or any(
        unicodedata.bidirectional(each) in ("R", "AL") for each in text
    )
