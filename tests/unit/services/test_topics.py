"""The topics a reader follows: kept, changed, undone; and packs as files."""

from __future__ import annotations

from threading import Thread
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diptych.compare.topics import parse_pack
from diptych.model.comparison import Topic
from diptych.model.errors import UserError
from diptych.services.packs import pack_text, read_pack, write_pack
from diptych.services.topics import COLOURS, Editing, Followed
from diptych.services.undo import Undo
from diptych.store.library import Library
from support.repository import RESOURCES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class Desk:
    """A reader's topics, over a real library."""

    def __init__(self, folder: Path) -> None:
        self.library = Library.open(folder)
        self.undo = Undo(self.library)
        self.followed = Followed(self.library)
        self.undo.add_listener(self.followed.hear)
        self.editing = Editing(self.followed, self.undo)

    @property
    def names(self) -> list[str]:
        return [topic.name for topic in self.followed.topics]

    def topic(self, name: str) -> Topic:
        return next(topic for topic in self.followed.topics if topic.name == name)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path / "data")
    yield desk
    desk.library.close()


def test_at_first_the_shipped_topics_are_followed(desk: Desk) -> None:
    shipped = parse_pack((RESOURCES / "topics" / "migration.toml").read_text(encoding="utf-8"))
    assert desk.names == [topic.name for topic in shipped]
    assert desk.library.topics() == []
    assert Followed().digest == desk.followed.digest


def test_other_threads_are_told_of_changed_topics(desk: Desk) -> None:
    """They may not ask the library, and the pictures of readings are drawn there."""
    desk.editing.save(desk.editing.draft("ports", "en"))
    digests: list[str] = []
    asking = Thread(target=lambda: digests.append(desk.followed.digest))
    asking.start()
    asking.join()
    assert digests == [desk.followed.digest]


def test_a_topic_is_added_kept_and_undone(desk: Desk, tmp_path: Path) -> None:
    told: list[list[str]] = []
    desk.followed.changed = lambda: told.append(desk.names)
    before, digest = desk.names, desk.followed.digest
    draft = desk.editing.draft("  sea   ports ", "es")
    assert draft.colour in COLOURS
    assert draft.colour not in {topic.colour for topic in desk.followed.topics}
    kept = desk.editing.save(draft._replace(terms={**draft.terms, "fr": (" port ", "", "port")}))
    assert (kept.id, kept.name) == ("sea-ports", "sea ports")
    assert kept.terms == {"es": ("sea ports",), "fr": ("port",)}
    assert desk.names == [*before, "sea ports"]
    assert desk.followed.digest != digest
    desk.library.close()
    again = Desk(tmp_path / "data")
    assert again.names == [*before, "sea ports"]
    again.undo.undo()
    assert again.names == before
    assert again.followed.digest == digest
    again.undo.redo()
    assert again.names[-1] == "sea ports"
    again.library.close()
    desk.library = Library.open(tmp_path / "data")
    assert told == [[*before, "sea ports"]]


def test_a_changed_shipped_topic_goes_back_to_how_it_came(desk: Desk) -> None:
    asylum = desk.topic("asylum")
    changed = desk.editing.save(asylum._replace(name="refuge", terms={"en": ("refuge",)}))
    assert changed.id == "asylum"
    shipped = desk.editing.as_shipped(changed)
    assert shipped == asylum
    desk.editing.save(shipped)
    assert desk.names[0] == "asylum"
    # Nothing of the reader's own is left, so later versions of the pack count again.
    assert desk.library.topics() == []


def test_topics_move_merge_and_go(desk: Desk) -> None:
    first, second = desk.names[:2]
    desk.editing.move(desk.topic(second), -1)
    assert desk.names[:2] == [second, first]
    desk.editing.move(desk.topic(second), -1)
    assert desk.names[:2] == [second, first]
    lost = desk.topic(first)
    merged = desk.editing.merge(lost, desk.topic(second))
    assert first not in desk.names
    assert set(lost.terms["en"]) <= set(merged.terms["en"])
    assert len(set(merged.terms["en"])) == len(merged.terms["en"])
    desk.undo.undo()
    assert desk.topic(first) == lost
    for name in desk.names[1:]:
        desk.editing.remove(desk.topic(name))
    with pytest.raises(UserError, match="last topic"):
        desk.editing.remove(desk.followed.topics[0])
    assert len(desk.editing.missing()) == len(desk.followed.shipped) - 1
    assert desk.editing.take_in(desk.editing.missing()) == (len(desk.followed.shipped) - 1, 0)
    assert sorted(desk.names) == sorted(topic.name for topic in desk.followed.shipped)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"name": " "}, "needs a name"),
        ({"name": "ASYLUM"}, "already"),
        ({"terms": {"en": (" ",)}}, "at least one key term"),
    ],
)
def test_what_is_wrong_with_a_topic_is_said_and_nothing_changes(desk, change, sentence) -> None:
    before = desk.followed.topics
    with pytest.raises(UserError, match=sentence) as refused:
        desk.editing.save(desk.editing.draft("sea")._replace(**change))
    assert refused.value.next_step
    assert desk.followed.topics == before
    assert not desk.undo.can_undo


def test_a_pack_takes_the_place_of_what_has_its_name(desk: Desk, tmp_path: Path) -> None:
    sea = Topic("my-asylum", "Asylum", "", {"en": ("shelter",)}, "#112233")
    bread = Topic("bread", "bread", "All about bread.", {"en": ("loaf",)}, "#445566")
    write_pack([sea, bread], tmp_path / "mine.toml")
    assert desk.editing.take_in(read_pack(tmp_path / "mine.toml")) == (1, 1)
    assert "asylum" not in desk.names
    assert desk.topic("Asylum").terms == {"en": ("shelter",)}
    assert desk.topic("bread").pack == "mine.toml"
    desk.undo.undo()
    assert "asylum" in desk.names


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "is empty"),
        (b"\xff\xfe\x00pack", "not UTF-8"),
        (b"pack = ", "not valid TOML"),
        (b'pack = "x"', "no topics"),
        (b"x" * (5 * 2**20), "too large"),
    ],
)
def test_a_bad_pack_is_refused_in_a_plain_sentence(tmp_path: Path, data, sentence) -> None:
    path = tmp_path / "bad.toml"
    path.write_bytes(data)
    with pytest.raises(UserError, match=sentence) as refused:
        read_pack(path)
    assert refused.value.path == str(path)


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
names = texts.filter(str.strip)
topics = st.lists(
    st.builds(
        Topic,
        id=st.from_regex(r"[A-Za-z0-9-]{1,12}", fullmatch=True),
        name=names,
        description=texts,
        terms=st.dictionaries(
            st.from_regex(r"[a-z]{2}", fullmatch=True) | names,
            st.lists(texts, max_size=5).map(tuple),
            min_size=1,
            max_size=3,
        ),
        colour=st.from_regex(r"#[0-9a-f]{6}", fullmatch=True),
        pack=st.just(""),
    ),
    min_size=1,
    max_size=4,
    unique_by=(lambda topic: topic.id, lambda topic: topic.name),
)


@given(topics, texts)
def test_a_written_pack_is_read_as_the_same_topics(given: list[Topic], name: str) -> None:
    assert list(parse_pack(pack_text(given, name))) == given
