"""Documents and comparisons come back from plain JSON as they went in."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diptych.model import wire
from diptych.model.document import (
    Block,
    BlockKind,
    Document,
    OffsetMap,
    OutlineEntry,
    Page,
    Run,
)
from diptych.work.frames import BrokenFrame, read_frame, write_frame
from support.arbitrary import COMPARISONS, TEXT, TOPICS, documents

if TYPE_CHECKING:
    from diptych.model.comparison import Comparison, Topic


def through_json(plain: wire.Plain) -> wire.Plain:
    return json.loads(json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode())


def shape(value: object) -> object:
    """The value with the types that equality of tuples does not look at."""
    if isinstance(value, tuple):
        return type(value), [shape(each) for each in value]
    return type(value), value


def through_a_frame(plain: wire.Plain) -> wire.Plain:
    pipe = io.BytesIO()
    write_frame(pipe, plain)
    pipe.seek(0)
    return read_frame(pipe) or {}


@given(documents(), st.lists(st.tuples(st.floats(1, 9999), TEXT), max_size=3))
def test_a_document_comes_back_whole(document: Document, pages: list[tuple[float, str]]) -> None:
    document = document._replace(
        author="Ana",
        date="2018-05",
        format="PDF",
        pages=tuple(Page(0, 9, width, 2 * width, label) for width, label in pages),
        outline=tuple(OutlineEntry(1, label, 3, 0) for _, label in pages),
        is_encrypted=bool(pages),
    )
    back = wire.document_from_plain(through_a_frame(wire.document_to_plain(document)))
    assert back == document
    assert shape(back) == shape(document)
    assert all(isinstance(block.kind, BlockKind) for block in back.blocks)


@pytest.mark.parametrize(
    "runs",
    [
        (Run(0, 0, 4),),  # other letters than in the source
        (Run(0, 4, 2), Run(1, 0, 3)),  # one over the other
        (Run(0, 2, 40),),  # longer than both
        (Run(2, 2, 1, 3),),
    ],
)
def test_a_block_whose_runs_do_not_give_its_text_comes_back_all_the_same(
    runs: tuple[Run, ...],
) -> None:
    source = "a \U0001d11e b \ud800 c"
    blocks = [Block(BlockKind.PARAGRAPH, text, OffsetMap(runs)) for text in ("ﬁve \ud800", "x", "")]
    good = Block(BlockKind.HEADING, "b", OffsetMap((Run(0, 4, 1),)), level=2)
    document = Document("0" * 64, source, "utf-7", "T", "", (good, *blocks, good))
    assert wire.document_from_plain(wire.document_to_plain(document)) == document


@given(COMPARISONS)
def test_a_comparison_comes_back_whole(comparison: Comparison) -> None:
    back = wire.comparison_from_plain(through_json(wire.comparison_to_plain(comparison)))
    assert back == comparison
    assert shape(back) == shape(comparison)


@given(TOPICS)
def test_a_topic_comes_back_whole(topic: Topic) -> None:
    assert wire.topic_from_plain(through_json(wire.topic_to_plain(topic))) == topic


def test_frames_follow_each_other() -> None:
    pipe = io.BytesIO()
    write_frame(pipe, {"ticket": 1, "blob": b""})
    write_frame(pipe, {"blob": b"\x00\xff", "name": "caf\udce9.txt"})
    write_frame(pipe, {"ticket": 2})
    pipe.seek(0)
    assert read_frame(pipe) == {"ticket": 1, "blob": b""}
    assert read_frame(pipe) == {"blob": b"\x00\xff", "name": "caf\udce9.txt"}
    assert read_frame(pipe) == {"ticket": 2}
    assert read_frame(pipe) is None


@pytest.mark.parametrize(
    "data",
    [
        b"Traceback (most recent call last)",
        b"\xff\xff\xff\xff{}",
        b"\x00\x00\x00\x02[]",
        b"\x00\x00\x00\x04\xff\xff\xff\xff",
        b"\x00\x00\x00\x0b" + b'{"blob":-1}',
        b"\x00\x00\x00\x0d" + b'{"blob":true}',
        b"\x00\x00\x00\x15" + b'{"blob":999999999999}',
        b"\x00\x01\x86\xa0" + b"[" * 100_000,
    ],
)
def test_what_is_no_message_is_refused_before_memory_is_asked_for(data: bytes) -> None:
    with pytest.raises(BrokenFrame):
        read_frame(io.BytesIO(data))


@pytest.mark.parametrize("cut", [2, 6, 20, 28])
def test_a_message_that_is_cut_off_is_none(cut: int) -> None:
    pipe = io.BytesIO()
    write_frame(pipe, {"ticket": 1, "blob": b"12345678"})
    assert len(pipe.getvalue()) > cut
    assert read_frame(io.BytesIO(pipe.getvalue()[:cut])) is None
