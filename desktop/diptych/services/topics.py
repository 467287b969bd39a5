"""The topics a reader follows: the packs that ship with the program and the reader's own."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING
from zlib import crc32

from diptych.model.errors import UserError
from diptych.services.places import resources

if TYPE_CHECKING:
    from collections.abc import Sequence

    from diptych.model.comparison import Comparison, Topic


class Followed:
    """The topics in force.

    The packs are read as bytes for `digest`, which the window needs at start, and parsed only
    when a comparison is really made.
    """

    @cached_property
    def _packs(self) -> list[tuple[str, str]]:
        files = sorted((resources() / "topics").glob("*.toml"))
        return [(file.name, file.read_text(encoding="utf-8")) for file in files]

    @cached_property
    def digest(self) -> str:
        """Changes whenever any topic does; part of the key of a cached comparison.

        A checksum and the length: hashlib would load OpenSSL on the way to the first paint.
        """
        packs = repr(self._packs).encode()
        return f"{len(packs)}-{crc32(packs):08x}"

    @cached_property
    def topics(self) -> tuple[Topic, ...]:
        """All topics, in the order of the packs."""
        from diptych.compare.topics import parse_pack

        return tuple(topic for _name, text in self._packs for topic in parse_pack(text))


def on_topics(comparison: Comparison, names: Sequence[str], known: Sequence[Topic]) -> Comparison:
    """Return the comparison with only the findings on the named topics (all, for no names).

    Args:
        comparison: what the engine found.
        names: topics by name or id, in any case.
        known: the topics to choose from.

    Raises:
        UserError: a name is not among the topics.
    """
    if not names:
        return comparison
    by_name = {key.casefold(): topic.name for topic in known for key in (topic.id, topic.name)}
    unknown = [name for name in names if name.casefold() not in by_name]
    if unknown:
        listed = ", ".join(topic.name for topic in known)
        raise UserError(f"There is no topic “{unknown[0]}”.", f"The topics are: {listed}.")
    chosen = {by_name[name.casefold()] for name in names}
    kept = tuple(finding for finding in comparison.findings if chosen & set(finding.topics))
    return comparison._replace(findings=kept)
