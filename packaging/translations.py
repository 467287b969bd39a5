"""Keeps the catalogues of resources/translations in step with what the code says.

Usage: python packaging/translations.py [--check]

Collects what the window says in English: the literals in `_`, `mark` and `plural`, and the
sentences that the rooms below the window make, which it translates when it shows them
(`diptych.ui.said`). Brings each `diptych.po` up to date, keeping its translations, compiles it to
`diptych.mo`, and writes the sentences from below to `sentences.txt`. Prints what has no
translation. With `--check` nothing is written. Exit status 1 where something is untranslated, or,
with `--check`, where a file is not as it would be written. Needs Babel (the `test` extra).
"""

from __future__ import annotations

import ast
import io
import string
import sys
from pathlib import Path
from typing import NamedTuple

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "desktop" / "diptych"
TRANSLATIONS = ROOT / "resources" / "translations"
SENTENCES = TRANSLATIONS / "sentences.txt"

# Rooms whose sentences the reader sees in the window. What the command line and the exports say of
# their own stays English.
_ROOMS = ("compare", "formats", "services", "store", "work")
_ALONE = (PACKAGE / "export" / "files.py",)
# Tables of names that are put into sentences ("a ZIP archive").
_NAMES = (PACKAGE / "formats" / "catalogue.py",)
# What these are told is not for the reader.
_FOR_US = {"ValueError", "TypeError", "RuntimeError", "OSError", "warning", "debug", "compile"}
_LEAST_LETTERS = 4

Message = str | tuple[str, str]


class Found(NamedTuple):
    """What the code says.

    Args:
        messages: each text, or its two forms, with the files that it stands in.
        sentences: those from below the window, in order.
    """

    messages: dict[Message, set[str]]
    sentences: list[str]


class _Texts(Catalog):
    """A catalogue whose head says the same whenever, and with whatever tools, it is made."""

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        """The head of the file."""
        return [
            ("Project-Id-Version", "Diptych"),
            ("Language", str(self.locale)),
            ("Plural-Forms", self.plural_forms),
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Transfer-Encoding", "8bit"),
        ]


def collect() -> Found:
    """Return all that the window can say, in English."""
    messages: dict[Message, set[str]] = {}
    sentences: set[str] = set()
    for path in sorted(PACKAGE.rglob("*.py")):
        name = path.relative_to(ROOT).as_posix()
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for message in _marked(tree):
            messages.setdefault(message, set()).add(name)
        if path.relative_to(PACKAGE).parts[0] in _ROOMS or path in _ALONE:
            for sentence in _sentences(tree, names=path in _NAMES):
                sentences.add(sentence)
                messages.setdefault(sentence, set()).add(name)
    if (PACKAGE / "ui" / "said.py").is_file():
        tree = ast.parse((PACKAGE / "ui" / "said.py").read_text(encoding="utf-8"))
        sentences |= {message for message in _marked(tree) if isinstance(message, str)}
    return Found(messages, sorted(sentences))


def _marked(tree: ast.Module) -> list[Message]:
    """Return the literals that `_`, `mark` and `plural` are called with."""
    found: list[Message] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            texts = [each.value for each in node.args[:2] if isinstance(each, ast.Constant)]
            words = [text for text in texts if isinstance(text, str)]
            if node.func.id in ("_", "mark") and words:
                found.append(words[0])
            elif node.func.id == "plural" and len(words) == 2:
                found.append((words[0], words[1]))
    return found


def _sentences(tree: ast.Module, *, names: bool) -> list[str]:
    """Return the sentences of a module: strings of several words that end as a sentence does.

    Args:
        tree: the module.
        names: whether its names with an article ("a ZIP archive") count too.
    """
    left_out: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            left_out.add(id(node.value))
        called = node.func if isinstance(node, ast.Call) else None
        if _called(called) in _FOR_US:
            left_out |= {id(each) for each in ast.walk(node)}
        if isinstance(node, ast.JoinedStr):
            left_out |= {id(each) for each in ast.walk(node) if each is not node}
    found = []
    for node in ast.walk(tree):
        if id(node) in left_out:
            continue
        text = _template(node).strip()
        begins = text[:1].isupper() or text[:1] in "“{1"
        letters = sum(map(str.isalpha, text))
        is_sentence = text.endswith(".") and " " in text and begins and letters >= _LEAST_LETTERS
        if is_sentence or (names and text.startswith(("a ", "an ")) and "\n" not in text):
            found.append(text)
    return [text for text in found if not _is_a_place(text)]


def _is_a_place(text: str) -> bool:
    """Whether there are no words around the values."""
    words = "".join(part for part, *_field in string.Formatter().parse(text))
    return sum(map(str.isalpha, words)) < _LEAST_LETTERS


def _called(function: ast.expr | None) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def _template(node: ast.AST) -> str:
    """Return a literal with a named place for each value that is put in; "" for anything else."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if not isinstance(node, ast.JoinedStr):
        return ""
    parts: list[str] = []
    used: set[str] = set()
    for value in node.values:
        if isinstance(value, ast.FormattedValue):
            name = own = _name_of(value.value)
            number = 2
            while name in used:
                name, number = f"{own}{number}", number + 1
            used.add(name)
            parts.append("{" + name + "}")
        elif isinstance(value, ast.Constant):
            parts.append(str(value.value))
    return "".join(parts)


def _name_of(value: ast.expr) -> str:
    match value:
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return name.strip("_").lower()
        case ast.Subscript(value=inner):
            return _name_of(inner)
        case ast.Call(args=[first, *_rest]):
            return _name_of(first)
        case _:
            return "value"


def updated(old: Catalog, found: Found) -> Catalog:
    """Return a catalogue of what the code says now, with the translations that there are."""
    new = _Texts(locale=old.locale, header_comment="# Texts of Diptych's window.", fuzzy=False)
    for message in sorted(
        found.messages, key=lambda each: each if isinstance(each, str) else each[0]
    ):
        key = message[0] if isinstance(message, tuple) else message
        known = old.get(key)
        kept = known.string if known is not None and known.id == message else ""
        places = [(place, 0) for place in sorted(found.messages[message])]
        new.add(message, kept, locations=places)
    return new


def untranslated(catalogue: Catalog) -> list[str]:
    """Return what has no translation, or one that has not the same places for values."""
    lacking = []
    for message in catalogue:
        if not message.id:
            continue
        ids = message.id if isinstance(message.id, tuple | list) else (message.id,)
        texts = message.string if isinstance(message.string, tuple | list) else (message.string,)
        wanted = set().union(*map(fields, ids))
        for text in texts:
            # A form for one may leave the number out.
            if not text or not wanted - {"count"} <= fields(text) <= wanted:
                lacking.append(ids[0])
                break
    return lacking


def fields(text: str) -> set[str]:
    """Return the names of the places for values."""
    return {name for _part, name, _spec, _way in string.Formatter().parse(text) if name}


def compiled(catalogue: Catalog) -> bytes:
    """Return a catalogue as gettext reads it."""
    file = io.BytesIO()
    write_mo(file, catalogue)
    return file.getvalue()


def written(catalogue: Catalog) -> bytes:
    """Return a catalogue as translators read it."""
    file = io.BytesIO()
    write_po(file, catalogue, width=100, include_lineno=False, omit_header=False)
    return file.getvalue()


def main(arguments: list[str]) -> int:
    """Bring the catalogues up to date, or check that they are."""
    found = collect()
    files: dict[Path, bytes] = {SENTENCES: ("\n".join(found.sentences) + "\n").encode()}
    lacking: list[str] = []
    for path in sorted(TRANSLATIONS.glob("*/LC_MESSAGES/diptych.po")):
        with path.open("rb") as file:
            catalogue = updated(read_po(file, locale=path.parents[1].name), found)
        files[path], files[path.with_suffix(".mo")] = written(catalogue), compiled(catalogue)
        lacking += [f"{path.parents[1].name}: {text}" for text in untranslated(catalogue)]
    stale = [
        path for path, data in files.items() if not path.is_file() or path.read_bytes() != data
    ]
    if "--check" in arguments:
        lacking += [f"not up to date: {path.relative_to(ROOT)}" for path in stale]
    else:
        for path in stale:
            path.write_bytes(files[path])
    for line in lacking:
        print(line)
    return 1 if lacking else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
