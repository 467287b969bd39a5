"""Where the sections of a text begin."""

from __future__ import annotations

import pytest

from diptych.model.document import BlockKind
from diptych.services.sections import sections_of
from support.documents import document_of

H, P, LI = BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.LIST_ITEM
A, F, T = BlockKind.ADDRESS, BlockKind.FURNITURE, BlockKind.TABLE


@pytest.mark.parametrize(
    ("kinds", "begins"),
    [
        ((H, P, H, P, P), (0, 2)),
        ((P, H, P, H, P), (0, 1, 3)),
        ((H, H, P, H, F, H, P), (0, 3)),
        ((F, H, P, P, H, P), (0, 4)),
        ((P, P, P), (0, 1, 2)),
        ((H, P, LI, T, P), (0, 2, 4)),
        ((A, A, P, F, P, A), (0, 4)),
        ((H, F, P), (0,)),
        ((H,), (0,)),
        ((T, T), (0,)),
        ((), ()),
    ],
)
def test_headings_part_a_text_and_where_they_do_not_its_paragraphs_do(
    kinds: tuple[BlockKind, ...], begins: tuple[int, ...]
) -> None:
    document = document_of(*((kind, f"Words {at}.") for at, kind in enumerate(kinds)))
    assert sections_of(document) == begins
