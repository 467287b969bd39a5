"""Whatever the text, its blocks stand in the source letter by letter and nothing is lost."""

from __future__ import annotations

import itertools
import re

from hypothesis import example, given
from hypothesis import strategies as st

from diptych.formats.lines import DROPPED
from diptych.formats.plain import read_blocks
from diptych.model.document import Block, BlockKind, Document, OffsetMap, Run

# Lines that each wake another rule, in any order and spacing.
FRAGMENTS = st.sampled_from(
    [
        "The committee met in the morning and heard from all of its members about the",
        "plan to build a bridge across the river, which many of them had asked for.",
        "It rose at noon.",
        "CHAPTER ONE",
        "On the Causes of Things",
        "1. The first item;",
        "- a dash item",
        "https://example.org/a_b?c=1",
        "https://example.org/a 4/5",
        "10/29/2018 The title of the page - The Gazette",
        "4",
        "— 12 —",
        "Dear Madam,",
        "Sincerely,",
        "A. Writer",
        "A. Writer covers parks. Follow \uf099",
        "Subscribe now",
        "the cost was \\$600 and 5\\% of it",
        "a word broken at the e-",
        "nd of the line and soft\u00adly joined",
        "name\t12\t13",
        "    set in from the edge, as a",
        "    quotation is, on two lines.",
        "« . . 5,6",
        "* * *",
        "niño 👩‍👩‍👧 \u202eabc\u202c עברית 漢字",
        "a\u00a0b\u200bc  d \u00ad e",
        "|",
        "",
        " ",
        "\u2028",
        "\x0c",
    ]
)
ENDS = st.sampled_from(["\n", "\r\n", "\n\n", "\r", "\n \n\n", "\x0c", "\n\n\n\n"])
TEXTS = st.one_of(
    st.text(),
    st.lists(st.tuples(FRAGMENTS, ENDS)).map(lambda pairs: "".join(a + b for a, b in pairs)),
)

_ESCAPE = re.compile(r"\\(?=[$_*#&%])")
_LAST_HYPHEN = re.compile(r"[-\u2010](?=\s*[\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029])")


@given(TEXTS)
@example("a\\$b \\_ c")
@example("one bro-\nken word, and broken again, wor-\nds and words")
@example("x" + "\u00ad" + "y\n")
@example("\ufeff\ufeffa")
def test_every_character_belongs_to_exactly_one_block(source: str) -> None:
    blocks, _ = read_blocks(source)
    covered = [0] * len(source)
    for block in blocks:
        for run in block.map.runs:
            for offset in range(run.source_start, run.source_start + run.length):
                covered[offset] += 1
    may_go = {found.start() for found in _ESCAPE.finditer(source)}
    may_go |= {found.start() for found in _LAST_HYPHEN.finditer(source)}
    for offset, character in enumerate(source):
        assert covered[offset] <= 1
        if not character.isspace() and not DROPPED.match(character) and offset not in may_go:
            assert covered[offset] == 1, (offset, character)


@given(TEXTS)
def test_runs_stand_in_the_source_letter_by_letter(source: str) -> None:
    blocks, _ = read_blocks(source)
    for block in blocks:
        runs = block.map.runs
        assert runs
        text_end, source_end, part = 0, -1, 0
        for run in runs:
            words = block.text[run.text_start : run.text_start + run.length]
            assert words == source[run.source_start : run.source_start + run.length]
            assert run.length > 0
            assert run.source_start >= source_end
            assert run.part in (part, part + 1)
            # Between two runs there is nothing, or the one blank that joins them.
            assert block.text[text_end : run.text_start] in {"", " ", "\n"}
            text_end, source_end = run.text_start + run.length, run.source_start + run.length
            part = run.part
        assert text_end == len(block.text)
        assert runs[0].text_start == runs[0].part == 0


@given(TEXTS, st.data())
def test_spans_and_places_are_inverse(source: str, data: st.DataObject) -> None:
    blocks, _ = read_blocks(source)
    for block in blocks[:6]:
        start = data.draw(st.integers(0, len(block.text)))
        end = data.draw(st.integers(start, len(block.text)))
        sources = [
            offset
            for run in block.map.runs
            for offset in range(
                run.source_start + max(0, start - run.text_start),
                run.source_start + min(run.length, end - run.text_start),
            )
        ]
        spans = block.map.spans(start, end)
        if not sources:
            assert spans == ()
            continue
        assert spans[0].start == sources[0]
        assert spans[-1].end == sources[-1] + 1
        assert all(any(s.start <= offset < s.end for s in spans) for offset in sources)
        assert all(a.end <= b.start for a, b in itertools.pairwise(spans))
        for offset in sources:
            place = block.map.to_text(offset)
            assert start <= place < end
            assert block.text[place] == source[offset]


@given(TEXTS)
def test_blocks_are_in_the_order_of_the_source(source: str) -> None:
    blocks, _ = read_blocks(source)
    starts = [block.span.start for block in blocks]
    assert starts == sorted(starts)


@given(TEXTS)
def test_only_furniture_has_a_role_and_only_headings_a_level(source: str) -> None:
    blocks, _ = read_blocks(source)
    for block in blocks:
        assert (block.role != "") == (block.kind is BlockKind.FURNITURE)
        assert (block.level > 0) == (block.kind is BlockKind.HEADING)
        if block.kind not in (BlockKind.ADDRESS, BlockKind.TABLE):
            assert "\n" not in block.text


def test_a_passage_across_furniture_is_one_quotation_of_two_spans() -> None:
    source = (
        "The members who were present at the meeting in the town hall agreed to ask the\n\n"
        "https://example.org/report\n\n"
        "council for a new bridge across the river.\n"
    )
    blocks, _ = read_blocks(source)
    assert [block.kind for block in blocks] == [BlockKind.PARAGRAPH, BlockKind.FURNITURE]
    paragraph = blocks[0]
    assert "to ask the council for" in paragraph.text
    start = paragraph.text.index("ask the council")
    spans = paragraph.map.spans(start, start + len("ask the council"))
    document = Document("", source, "utf-8", "", "en", blocks)
    assert len(spans) == 2
    assert document.quote(spans) == "ask the council"


def test_dropped_characters_lie_inside_the_span_but_not_in_the_text() -> None:
    blocks, _ = read_blocks("It cost \\$600 mil\u00adlion.")
    assert blocks == (
        Block(
            BlockKind.PARAGRAPH,
            "It cost $600 million.",
            OffsetMap((Run(0, 0, 7), Run(8, 9, 8), Run(16, 18, 5))),
        ),
    )
