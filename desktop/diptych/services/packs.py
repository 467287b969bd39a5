"""Topic packs as files: one TOML file with the topics of a field, to be handed on.

Their format is described in `resources/topics/README.md`.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from diptych.model.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from diptych.model.comparison import Topic

# A pack of a thousand topics has a few hundred kilobytes.
_LIMIT = 4 * 2**20
_WIDTH = 100


def read_pack(path: Path) -> tuple[Topic, ...]:
    """Return the topics of a pack.

    Raises:
        UserError: the file cannot be read, or is no topic pack; the sentence says what is wrong.
    """
    from diptych.compare.topics import parse_pack
    from diptych.formats.files import pieces

    data = b""
    for piece in pieces(str(path)):
        data += piece
        if len(data) > _LIMIT:
            raise UserError(
                f"“{path.name}” is too large for a topic pack.",
                "Choose a topic pack: a small TOML file.",
                str(path),
            )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UserError(
            f"“{path.name}” is no topic pack: it is not UTF-8 text.",
            "Choose a topic pack: a small TOML file.",
            str(path),
        ) from None
    try:
        return tuple(topic._replace(pack=path.name) for topic in parse_pack(text))
    except UserError as error:
        raise UserError(error.sentence, error.next_step, str(path)) from None


def write_pack(topics: Sequence[Topic], path: Path) -> None:
    """Write topics into a file, whole or not at all.

    Raises:
        UserError: the file could not be written; what was there before is left.
    """
    from diptych.export.files import write_atomically

    write_atomically(path, pack_text(topics, path.stem))


def pack_text(topics: Sequence[Topic], name: str) -> str:
    """Return topics as the text of a pack, from which `parse_pack` makes the same topics."""
    languages = sorted({language for topic in topics for language in topic.terms})
    parts = [f"pack = {_string(name)}\nlanguages = {_list(languages)}\n"]
    for topic in topics:
        lines = [
            "[[topic]]",
            f"id = {_string(topic.id)}",
            f"name = {_string(topic.name)}",
            f"description = {_string(topic.description)}",
            f"colour = {_string(topic.colour)}",
        ]
        for language, terms in topic.terms.items():
            key = language if re.fullmatch(r"[A-Za-z0-9_-]+", language) else _string(language)
            lines.append(f"terms.{key} = {_list(terms)}")
        parts.append("\n".join(lines) + "\n")
    return "\n".join(parts)


def _string(text: str) -> str:
    # TOML's basic strings are JSON's, but for one control character more.
    text = text.encode("utf-8", "replace").decode()
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _list(texts: Iterable[str]) -> str:
    lines, line = [], ""
    for one in map(_string, texts):
        if line and len(line) + len(one) > _WIDTH:
            lines.append(line)
            line = ""
        line += f"{' ' if line else ''}{one},"
    lines.append(line)
    if len(lines) == 1:
        return f"[{line.removesuffix(',')}]"
    return "[\n" + "".join(f"  {each}\n" for each in lines) + "]"
