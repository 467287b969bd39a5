"""Sentences that the rooms below the window make, said in the reader's language.

They come in English out of worker processes, the cache and the library, with their values already
put in. Each is found again by its template, of which `packaging/translations.py` keeps a list, and
said anew when it is shown.
"""

from __future__ import annotations

import re
import string
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from diptych.ui.language import _, mark

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

# What is put together of parts, so that no template of it stands in the code.
COMPOSED = (
    mark("{count} comment in the file is not shown."),
    mark("{count} comments in the file are not shown."),
    mark("{count} line was in another encoding than the rest (UTF-8), and read as cp1252."),
    mark("{count} lines were in another encoding than the rest (UTF-8), and read as cp1252."),
    mark("{count} part of the book could not be found in the file."),
    mark("{count} parts of the book could not be found in the file."),
    mark("Page {page} is a picture without text."),
    mark("Pages {pages} and {last} are pictures without text."),
    mark("{count} pages are pictures without text."),
    mark("Page {page} is damaged and could not be read."),
    mark("Pages {pages} and {last} are damaged and could not be read."),
    mark("{count} pages are damaged and could not be read."),
    mark("Page {page} has letters that nobody can see; they were left out."),
    mark("Pages {pages} and {last} have letters that nobody can see; they were left out."),
    mark("{count} pages have letters that nobody can see; they were left out."),
    mark("1 page"),
    mark("{count} pages"),
    mark("“{name}” and “{other}”"),
    mark("This"),
    mark("{count} with other words"),
    mark("{count} moved"),
    mark("{count} in case only"),
    mark("{count} in punctuation only"),
    mark("{count} in spacing only"),
    mark("{count} in hyphenation only"),
    mark("{count} in misread only"),
    mark("The trained judge finds that the two say or speak for the same"),
    mark("The trained judge finds that the two contradict each other or speak for opposite sides"),
    mark("The trained judge finds that the two meet on one issue, but share only a part"),
    mark("both name {words}"),
    mark("where both name {words}"),
    mark("the left document"),
    mark("the right document"),
    mark("plain text"),
    mark("web page"),
    mark("rich text"),
    mark("Word document"),
    mark("OpenDocument text"),
    mark("EPUB book"),
    mark("FictionBook"),
    mark("MOBI book"),
    mark("Markdown"),
    mark("left"),
    mark("right"),
)
# What may stand between two that were put together, besides a blank.
_BETWEEN = " ,;:"
_NUMBERS, _NUMBER = ("count", "page"), r"\d[\d,.]*"
_DOCUMENTS, _DOCUMENT = ("left_document", "right_document"), "[Tt]he (?:left|right) document"


# A quotation stays, whatever it speaks of.
_CALLED = re.compile(f"“[^”]*”|{_DOCUMENT}")


class _Template(NamedTuple):
    """A sentence with places for values.

    Args:
        text: as it stands in the catalogues.
        pattern: matches what it makes.
        weight: how many letters of it are its own.
    """

    text: str
    pattern: re.Pattern[str]
    weight: int


def with_labels(text: str, labels: Mapping[str, str]) -> str:
    """Return sentences with the two documents called by their labels; quotations stay.

    Args:
        text: any number of English sentences.
        labels: by what the documents are called in them, "the left document".
    """
    return _CALLED.sub(
        lambda found: _called(found[0], labels.get(found[0].lower(), found[0])), text
    )


def _called(found: str, label: str) -> str:
    """Return a label with a capital where what it stands for had one."""
    return label[:1].upper() + label[1:] if found[:1].isupper() else label


def said_anew(text: str, folder: Path, labels: Mapping[str, str]) -> str:
    """Return sentences from below the window in the language that is spoken; see `language.said`.

    Args:
        text: any number of sentences.
        folder: holds `sentences.txt`.
        labels: see `with_labels`.
    """
    parts, at = [], 0
    while at < len(text):
        if text[at] in _BETWEEN:
            parts.append(text[at])
            at += 1
            continue
        found = _template_at(text, at, folder)
        if found is None:
            end = text.find(". ", at) + 1 or len(text)
            parts.append(text[at:end])
        else:
            template, match = found
            end = match.end()
            values = {
                name: _document(value, folder, labels)
                if name in _DOCUMENTS
                else said_anew(value, folder, labels)
                for name, value in match.groupdict().items()
            }
            words = _(template.text).format(**values)
            # In the middle of a sentence it had lost its capital.
            parts.append(words if text[at] == match[0][:1] else words[:1].lower() + words[1:])
        at = end
    return "".join(parts)


def _document(value: str, folder: Path, labels: Mapping[str, str]) -> str:
    """Return how a document is called, with a capital where it had one."""
    plain = value.lower()
    return _called(value, labels.get(plain) or said_anew(plain, folder, labels))


def _template_at(text: str, at: int, folder: Path) -> tuple[_Template, re.Match[str]] | None:
    capital = text[:at] + text[at].upper() + text[at + 1 :]
    for begun in (text, capital) if capital != text else (text,):
        for template in _templates(folder):
            match = template.pattern.match(begun, at)
            if match is not None and match.end() > at:
                return template, match
    return None


@cache
def _templates(folder: Path) -> tuple[_Template, ...]:
    """Return the templates, those with most words of their own first."""
    lines = (folder / "sentences.txt").read_text(encoding="utf-8").splitlines()
    return tuple(sorted(map(_read, lines), key=lambda each: -each.weight))


def _read(text: str) -> _Template:
    parts, weight = [], 0
    for literal, name, _spec, _way in string.Formatter().parse(text):
        parts.append(re.escape(literal))
        weight += len(literal)
        if name:
            value = _DOCUMENT if name in _DOCUMENTS else _NUMBER if name in _NUMBERS else ".*?"
            parts.append(f"(?P<{name}>{value})")
    return _Template(text, re.compile("".join(parts) + r"(?=[\s,;:]|$)", re.DOTALL), weight)
