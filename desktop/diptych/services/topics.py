"""The topics a reader follows: the packs that ship with the program, then the reader's own.

As long as the reader changes nothing the shipped ones are in force, and those of a later version
after it. With the first change all of them, in the reader's order, are kept in the library.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING
from zlib import crc32

from diptych.model.errors import UserError
from diptych.services.places import resources

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from diptych.model.comparison import Comparison, Topic
    from diptych.services.undo import Undo
    from diptych.store.library import Library

COLOURS = (
    "#4f6d9e", "#8a5a44", "#7a6a2f", "#5a7d5a", "#8a4f7d", "#3f7f86", "#9a5560", "#6a5a9a",
    "#a06a2c", "#4a7a4a", "#7d5f4a", "#56708a",
)  # fmt: skip
"""What a new topic is given the first unused of, and a reader chooses from."""


class Followed:
    """The topics in force.

    The packs are read as bytes for `digest`, which the window needs at start, and parsed only
    when a comparison is really made.

    Args:
        library: holds the reader's own; without one the shipped topics count.

    Attributes:
        changed: called when other topics are in force.
    """

    def __init__(self, library: Library | None = None) -> None:
        self._library = library
        self._own: tuple[Topic, ...] | None = None
        self.changed: Callable[[], None] = lambda: None

    @cached_property
    def _packs(self) -> list[tuple[str, str]]:
        files = sorted((resources() / "topics").glob("*.toml"))
        return [(file.name, file.read_text(encoding="utf-8")) for file in files]

    @cached_property
    def shipped(self) -> tuple[Topic, ...]:
        """The topics of all packs that ship with the program, in their order."""
        from diptych.compare.topics import parse_pack

        return tuple(
            topic._replace(pack=name) for name, text in self._packs for topic in parse_pack(text)
        )

    @property
    def own(self) -> tuple[Topic, ...]:
        """The topics that the reader keeps; none means that the shipped ones are in force."""
        if self._own is None:
            self._own = self._kept()
        return self._own

    def _kept(self) -> tuple[Topic, ...]:
        return tuple(self._library.topics()) if self._library is not None else ()

    @property
    def digest(self) -> str:
        """Changes whenever any topic does; part of the key of a cached comparison.

        A checksum and the length: hashlib would load OpenSSL on the way to the first paint.
        """
        packs = repr([tuple(topic) for topic in self.own] or self._packs).encode(
            errors="surrogatepass"
        )
        return f"{len(packs)}-{crc32(packs):08x}"

    @property
    def topics(self) -> tuple[Topic, ...]:
        """All topics, in the reader's order."""
        return self.own or self.shipped

    def hear(self, kinds: frozenset[str]) -> None:
        """Look again where a step of the reader's changed topics; see `Undo.add_listener`."""
        if "topic" in kinds:
            # At once: other threads ask for `digest`, and may not ask the library.
            self._own = self._kept()
            self.changed()


class Editing:
    """Changes the topics, through the undo history.

    Every method that changes may raise `UserError`: what is wrong with a topic, or that the
    library cannot be written.
    """

    def __init__(self, followed: Followed, undo: Undo) -> None:
        self._followed = followed
        self._undo = undo

    @property
    def topics(self) -> tuple[Topic, ...]:
        """All topics, in the reader's order."""
        return self._followed.topics

    def draft(self, name: str = "", language: str = "en") -> Topic:
        """Return a new topic that is not kept yet, with its name as its first term."""
        from diptych.model.comparison import Topic

        name = " ".join(name.split())
        used = {topic.colour for topic in self.topics}
        colour = next((one for one in COLOURS if one not in used), COLOURS[0])
        terms: dict[str, tuple[str, ...]] = {language: (name,) if name else ()}
        return Topic("", name, "", terms, colour)

    def save(self, topic: Topic) -> Topic:
        """Add a topic, or keep its changes by its id; return it as it is kept."""
        topic = self._checked(topic)
        topics = list(self.topics)
        at = next((at for at, each in enumerate(topics) if each.id == topic.id), None)
        if at is None:
            topic = topic._replace(id=self._new_id(topic.name))
            topics.append(topic)
            self.follow("Add a topic", topics)
        elif topics[at] != topic:
            topics[at] = topic
            self.follow("Change a topic", topics)
        return topic

    def remove(self, topic: Topic) -> None:
        """Follow a topic no more; the last one stays."""
        rest = [each for each in self.topics if each.id != topic.id]
        if not rest:
            raise UserError(
                "The last topic cannot be removed.", "Add another topic first, or change this one."
            )
        self.follow("Remove a topic", rest)

    def move(self, topic: Topic, by: int) -> None:
        """Put a topic further up (-1) or down (+1)."""
        topics = [each for each in self.topics if each.id != topic.id]
        at = [each.id for each in self.topics].index(topic.id) + by
        topics.insert(max(0, at), topic)
        if topics != list(self.topics):
            self.follow("Move a topic", topics)

    def merge(self, topic: Topic, into: Topic) -> Topic:
        """Give the terms of a topic to another one, and follow that one alone; return it."""
        terms = dict(into.terms)
        for language, words in topic.terms.items():
            terms[language] = tuple(dict.fromkeys((*terms.get(language, ()), *words)))
        merged = into._replace(terms=terms, description=into.description or topic.description)
        rest = [each for each in self.topics if each.id != topic.id]
        self.follow("Merge topics", [merged if each.id == into.id else each for each in rest])
        return merged

    def as_shipped(self, topic: Topic) -> Topic | None:
        """Return a topic as it came with the program, None for one of the reader's own."""
        return next((each for each in self._followed.shipped if each.id == topic.id), None)

    def missing(self) -> tuple[Topic, ...]:
        """Return the shipped topics that are not followed."""
        here = {topic.id for topic in self.topics}
        return tuple(topic for topic in self._followed.shipped if topic.id not in here)

    def take_in(self, topics: Iterable[Topic]) -> tuple[int, int]:
        """Follow the topics of a pack; one with an id or name that is there takes its place.

        Returns:
            How many are new, and how many took the place of another.
        """
        kept = list(self.topics)
        added = replaced = 0
        for topic in topics:
            name = topic.name.casefold()
            same = [
                at
                for at, each in enumerate(kept)
                if each.id == topic.id or each.name.casefold() == name
            ]
            if same:
                kept[same[0]] = topic
                for at in reversed(same[1:]):
                    del kept[at]
                replaced += 1
            else:
                kept.append(topic)
                added += 1
        self.follow("Import topics", kept)
        return added, replaced

    def _checked(self, topic: Topic) -> Topic:
        name = " ".join(topic.name.split())
        if not name:
            raise UserError("A topic needs a name.", "Write one, then save.")
        taken = (each.name for each in self.topics if each.id != topic.id)
        if name.casefold() in (each.casefold() for each in taken):
            raise UserError(
                f"There is a topic “{name}” already.", "Choose another name, or merge the two."
            )
        terms = {
            language: tuple(dict.fromkeys(filter(None, (" ".join(one.split()) for one in words))))
            for language, words in topic.terms.items()
        }
        terms = {language: words for language, words in terms.items() if words}
        if not terms:
            raise UserError(
                "A topic needs at least one key term.", "Write one on a line of its own, then save."
            )
        description = " ".join(topic.description.split())
        return topic._replace(name=name, description=description, terms=terms)

    def _new_id(self, name: str) -> str:
        import re
        import unicodedata

        plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
        slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "topic"
        taken = {topic.id for topic in (*self.topics, *self._followed.shipped)}
        number, made = 2, slug
        while made in taken:
            made, number = f"{slug}-{number}", number + 1
        return made

    def follow(self, label: str, topics: Sequence[Topic]) -> None:
        """Follow these topics and no others, as one step of undo that is called so."""
        from diptych.model.wire import topic_to_plain
        from diptych.services.undo import Change

        if list(topics) == list(self._followed.shipped):
            topics = ()
        before, after = (
            {topic.id: {**topic_to_plain(topic), "position": at} for at, topic in enumerate(each)}
            for each in (self._followed.own, topics)
        )
        changes = [
            Change("topic", key, before.get(key), after.get(key))
            for key in dict.fromkeys((*before, *after))
            if before.get(key) != after.get(key)
        ]
        if changes:
            self._undo.seal()
            self._undo.do(label, changes)


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
