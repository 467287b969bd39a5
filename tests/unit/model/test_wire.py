"""Documents and comparisons come back from plain JSON as they went in."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING

from hypothesis import given

from diptych.model import wire
from diptych.model.document import BlockKind, Document
from diptych.work.frames import read_frame, write_frame
from support.arbitrary import COMPARISONS, TOPICS, documents

if TYPE_CHECKING:
    from diptych.model.comparison import Comparison, Topic


def through_json(plain: wire.Plain) -> wire.Plain:
    return json.loads(json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode())


def shape(value: object) -> object:
    """The value with the types that equality of tuples does not look at."""
    if isinstance(value, tuple):
        return type(value), [shape(each) for each in value]
    return type(value), value


@given(documents())
def test_a_document_comes_back_whole(document: Document) -> None:
    back = wire.document_from_plain(through_json(wire.document_to_plain(document)))
    assert back == document
    assert shape(back) == shape(document)
    assert all(isinstance(block.kind, BlockKind) for block in back.blocks)


@given(COMPARISONS)
def test_a_comparison_comes_back_whole(comparison: Comparison) -> None:
    back = wire.comparison_from_plain(through_json(wire.comparison_to_plain(comparison)))
    assert back == comparison
    assert shape(back) == shape(comparison)


@given(TOPICS)
def test_a_topic_comes_back_whole(topic: Topic) -> None:
    assert wire.topic_from_plain(through_json(wire.topic_to_plain(topic))) == topic


@given(documents())
def test_a_document_crosses_the_process_boundary_whole(document: Document) -> None:
    pipe = io.BytesIO()
    write_frame(pipe, wire.document_to_plain(document))
    write_frame(pipe, {"ticket": 2})
    pipe.seek(0)
    assert wire.document_from_plain(read_frame(pipe) or {}) == document
    assert read_frame(pipe) == {"ticket": 2}
    assert read_frame(pipe) is None
