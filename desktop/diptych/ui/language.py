"""The interface's language: English in the code, other languages from gettext catalogues.

The texts of documents and notes never pass through here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gettext import NullTranslations
    from pathlib import Path


class _Language:
    """The catalogue in use. One process speaks one language, chosen before the window is built."""

    def __init__(self) -> None:
        self.catalogue: NullTranslations | None = None


_language = _Language()


def set_language(code: str, folder: Path) -> None:
    """Speak a language from now on.

    Args:
        code: "en", "es"; a language without a catalogue leaves the English of the code.
        folder: holds `<code>/LC_MESSAGES/diptych.mo`.
    """
    if code == "en":
        _language.catalogue = None
        return
    import gettext

    _language.catalogue = gettext.translation("diptych", folder, [code], fallback=True)


def _(text: str) -> str:
    """Return an interface text in the reader's language."""
    return _language.catalogue.gettext(text) if _language.catalogue else text


def plural(one: str, many: str, count: int, **words: str) -> str:
    """Return the form of an interface text for a count, which is put in for `{count}`."""
    if _language.catalogue:
        form = _language.catalogue.ngettext(one, many, count)
    else:
        form = one if count == 1 else many
    return form.format(count=count, **words)


def mark(text: str) -> str:
    """Mark a text in a table for the catalogues; `_` translates it when it is shown."""
    return text
