"""The interface's language: English in the code, other languages from gettext catalogues.

The texts of documents and notes never pass through here.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from gettext import NullTranslations
    from pathlib import Path

    from diptych.model.errors import UserError


LANGUAGES = {"en": "English", "es": "Español"}
"""The languages of the window, each called what it calls itself."""


class _Language:
    """The catalogue in use: chosen before a window is built, which then speaks it to its end."""

    def __init__(self) -> None:
        self.catalogue: NullTranslations | None = None
        self.folder: Path | None = None


_language = _Language()


def set_language(code: str, folder: Path) -> None:
    """Speak a language from now on.

    Args:
        code: "en", "es"; a language without a catalogue leaves the English of the code.
        folder: holds `<code>/LC_MESSAGES/diptych.mo`.
    """
    _language.folder, _language.catalogue = folder, None
    if code != "en":
        import gettext

        _language.catalogue = gettext.translation("diptych", folder, [code], fallback=True)


def choose_language(wanted: str) -> str:
    """Return the language to speak: what the reader wants, else the system's, else English.

    Args:
        wanted: a code of `LANGUAGES`, or "" to follow the system.
    """
    if wanted in LANGUAGES:
        return wanted
    from PySide6.QtCore import QLocale

    codes = (name.partition("-")[0] for name in QLocale.system().uiLanguages())
    return next((code for code in codes if code in LANGUAGES), "en")


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


def said(text: str, labels: Mapping[str, str] = MappingProxyType({})) -> str:
    """Return sentences that a room below the window made, in the reader's language.

    What is not known stays as it is: a name, or the system's own words.

    Args:
        text: the sentences.
        labels: how documents are called here, by what they are called there ("the left document").
    """
    spoken = _language.catalogue is not None and _language.folder is not None
    if not text or not (spoken or labels):
        return text
    from diptych.ui.said import said_anew, with_labels

    if _language.folder is None or _language.catalogue is None:
        return with_labels(text, labels)
    return said_anew(text, _language.folder, labels)


def said_of(error: UserError) -> str:
    """Return what is wrong and what can be done about it, in the reader's language."""
    return f"{said(error.sentence)} {said(error.next_step)}".strip()


def mark(text: str) -> str:
    """Mark a text in a table for the catalogues; `_` translates it when it is shown."""
    return text
