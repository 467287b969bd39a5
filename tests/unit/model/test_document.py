"""From a place in the source to the block that shows it, and back, on documents of every shape."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from diptych.anchoring.describe import describe
from diptych.model.document import Block, BlockKind, Document, OffsetMap, Run, Span
from support.arbitrary import documents


def interrupted(furniture: int) -> Document:
    """One paragraph of two parts with pieces of furniture between them."""
    source, blocks = "It began here\n", []
    for number in range(furniture):
        text = f"page {number}"
        run = Run(0, len(source), len(text))
        blocks.append(Block(BlockKind.FURNITURE, text, OffsetMap((run,)), "page number"))
        source += text + "\n"
    runs = (Run(0, 0, 13), Run(14, len(source), 12, 1))
    source += "and ended so"
    paragraph = Block(BlockKind.PARAGRAPH, "It began here and ended so", OffsetMap(runs))
    return Document("0" * 64, source, "utf-8", "", "en", (paragraph, *blocks))


def letters(block: Block) -> dict[int, int]:
    """Where in the block's text each code point of the source stands."""
    return {
        run.source_start + step: run.text_start + step
        for run in block.map.runs
        for step in range(run.length)
    }


def slow_blocks(document: Document) -> list[int]:
    """What `block_at` promises for every offset, by looking at everything."""
    blocks = list(enumerate(document.blocks))
    holder = {offset: index for index, block in blocks for offset in letters(block)}
    found = []
    for offset in range(len(document.source) + 2):
        before = [index for index, block in blocks if block.span.start <= offset]
        around = [index for index in before if offset < document.blocks[index].span.end]
        found.append(holder.get(offset, [0, *before, *around][-1]))
    return found


@given(documents())
@example(interrupted(0))
@example(interrupted(40))
def test_the_block_at_a_place_is_the_one_whose_words_stand_there(document: Document) -> None:
    found = [document.block_at(offset) for offset in range(len(document.source) + 2)]
    assert found == slow_blocks(document)


def test_a_paragraph_goes_on_behind_any_amount_of_furniture() -> None:
    document = interrupted(500)
    assert document.block_at(len(document.source) - 3) == 0


def test_an_empty_document_answers_with_the_first_block() -> None:
    assert Document("", "", "utf-8", "", "", ()).block_at(7) == 0


@given(documents(), st.data())
@example(interrupted(12), None)
def test_a_stretch_of_the_source_is_shown_in_all_its_pieces_and_no_more(
    document: Document, data: st.DataObject | None
) -> None:
    length = len(document.source)
    start = data.draw(st.integers(0, length)) if data else length - 30
    end = data.draw(st.integers(start, length)) if data else length
    shown = {
        (index, place)
        for index, low, high in document.pieces(Span(start, end))
        for place in range(low, high)
        if place in letters(document.blocks[index]).values()
    }
    wanted = {
        (index, place)
        for index, block in enumerate(document.blocks)
        for offset, place in letters(block).items()
        if start <= offset < end
    }
    assert shown == wanted


@given(documents(), st.data())
def test_selected_words_become_a_span_that_shows_the_same_words(
    document: Document, data: st.DataObject
) -> None:
    if not document.blocks:
        return
    index = data.draw(st.integers(0, len(document.blocks) - 1))
    block = document.blocks[index]
    start = data.draw(st.integers(0, len(block.text)))
    end = data.draw(st.integers(start, len(block.text)))
    span = document.source_span((index, start), (index, end))
    selected = [place for place in letters(block).values() if start <= place < end]
    if not selected:
        assert span is None
        return
    assert span is not None
    assert (index, selected[0], selected[-1] + 1) in document.pieces(span)
    anchor = describe(document, span)
    assert anchor.quote == document.source[span.start : span.end] == document.quote((span,))


@given(documents(), st.data())
def test_a_quotation_is_the_source_cut_at_the_passage(
    document: Document, data: st.DataObject
) -> None:
    for block in document.blocks[:4]:
        start = data.draw(st.integers(0, len(block.text)))
        end = data.draw(st.integers(start, len(block.text)))
        spans = block.map.spans(start, end)
        quoted = "".join(document.quote(spans).split())
        # The blanks that join lines are the only letters that are not in the source.
        assert quoted == "".join(block.text[start:end].split())
