"""Markdown: words without signs, every letter at its place in the file, and what is Markdown."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from diptych.formats.markdown import looks_like_markdown, read_blocks
from support.flowing import SAMPLES, read, shapes

FRAGMENTS = st.sampled_from(
    [
        "# Head",
        "## Two ##",
        "Setext\n===",
        "para with **bold** and *it*",
        'a [link](http://x.y/z "t (x)") here',
        "[ref][1] and [1]",
        "[1]: http://x.y 'T'",
        "> quoted *text*",
        "> - q item",
        "- item",
        "  continued",
        "1. 1 apple",
        "10) ten",
        "```py",
        "code `x`",
        "```",
        "    indented",
        "| a | b \\| c |",
        "|---|---|",
        "| 1 | `x|y` |",
        "<div>html</div>",
        "<!-- c",
        "-->",
        "![alt](img.png) x",
        "a\\*b &amp; &copy; &nbsp; x",
        "note[^1] more",
        "[^1]: The note.",
        "[^2]: Word",
        "***",
        "<http://auto.link>",
        "niño 👩‍👩‍👧 \u202eabc 漢字",
        "a\u00a0b\u200bc  d\u00adx",
        "\0nul",
        "\ttabbed",
        "> > > d",
        "`` a ` b ``",
        "---",
        "title: X",
        "H<sub>2</sub>O<br>z",
        "***b***i*",
        "[a](<b c> 'd')e",
        "a\\",
    ]
)
ENDS = st.sampled_from(["\n", "\r\n", "\n\n", "\r", "\n \n", "\u2028", "\x0c", ""])
TEXTS = st.one_of(
    st.text(),
    st.text(alphabet="#*_[]()`<>|-+1. \n\\&;!~^:a\t"),
    st.lists(st.tuples(FRAGMENTS, ENDS)).map(lambda pairs: "".join(a + b for a, b in pairs)),
)


@given(TEXTS)
@example("> [a\n> b](c\n> 'd') e")
@example("| a |\n|--|\n| x\\|y z |")
def test_every_letter_of_a_block_stands_at_its_place(source: str) -> None:
    blocks = read_blocks(source)
    covered = [0] * len(source)
    for block in blocks:
        assert block.text == block.text.strip()
        text_end, source_end = 0, -1
        for run in block.map.runs:
            words = block.text[run.text_start : run.text_start + run.length]
            assert words == source[run.source_start : run.source_start + run.length]
            assert run.length > 0
            assert run.text_start >= text_end
            assert run.source_start >= source_end
            text_end, source_end = run.text_start + run.length, run.source_start + run.length
            for offset in range(run.source_start, source_end):
                covered[offset] += 1
    assert max(covered, default=0) <= 1
    starts = [block.span.start for block in blocks]
    assert starts == sorted(starts)


@given(
    st.lists(
        st.sampled_from(
            ["word", "niño", "漢字", "*it*", "**so**", "[l](u)", "`c`", "\n", "\n\n", "> ", "- "]
        )
    )
)
def test_no_word_is_lost(parts: list[str]) -> None:
    source = " ".join(parts)
    text = " ".join(block.text for block in read_blocks(source))
    for word in ("word", "niño", "漢字", "it", "so", "c"):
        wanted = sum(1 for part in parts if part.strip("*`") == word)
        assert text.split().count(word) >= wanted or "`" in text or "*" in text


def test_a_text_by_pandoc() -> None:
    document = read((SAMPLES / "river-pandoc.md").read_bytes(), "river.txt")
    found = shapes(document)
    assert found[0][0] == "front matter"
    assert ("heading2", "What the council says") in found
    assert ("list_item", "2. Ask the neighbours.") in found
    assert ("table", "Part | Cost | Year\nPiers | 40 | 2020\nDeck | 25 | 2021") in found
    assert ("footnote", "The oldest record is a tax roll.") in found
    assert (
        "quotation",
        "We cannot wait for another flood. The town has waited long enough.",
    ) in found
    assert (document.format, document.title) == ("Markdown", "The River and the Town")
    assert (document.author, document.date) == ("Ana Whitfield", "2019-05-14")


def test_signs_are_inside_the_span_and_not_in_the_text() -> None:
    source = '# T\n\nIt *must* be [built](http://a.b "now, and more") now, and\nmore.[^1]\n'
    block = read_blocks(source)[1]
    assert block.text == "It must be built now, and more."
    spans = block.map.spans(3, 16)
    assert [source[span.start : span.end] for span in spans] == ["must* be [built"]
    at = block.text.index("now, and")
    (span,) = block.map.spans(at, at + 8)
    assert span.start == source.index(") now") + 2


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("1. one\n2. two", [("list_item", "1. one"), ("list_item", "2. two")]),
        ("- one\n\n  more", [("list_item", "one"), ("paragraph", "more")]),
        ("a\\*b &amp; c&nbsp;d &copy; e", [("paragraph", "a*b & c d © e")]),
        ("```\nx = 1\n\ny\n```", [("table", "x = 1\n\ny")]),
        ("x <b>y</b><br>z", [("paragraph", "x y z")]),
        ("<div>\nhello\n</div>", [("paragraph", "hello")]),
        ("[a]\n\n[a]: http://x.y", [("paragraph", "a"), ("link", "[a]: http://x.y")]),
        ("![seen](x.png) words", [("paragraph", "words")]),
        ("one\ntwo  \nthree", [("paragraph", "one two three")]),
    ],
)
def test_blocks(source: str, found: list[tuple[str, str]]) -> None:
    blocks = read_blocks(source)
    assert [(b.role or b.kind.value, b.text) for b in blocks] == found


@pytest.mark.parametrize(
    ("text", "name", "is_markdown"),
    [
        ("# Title\n\nSee [this](http://a.b/c).", "a.txt", True),
        ("# Title\n\nText with **bold** in it.", "", True),
        ("# Title\n\nText.", "a.md", True),
        ("- a\n- b\n", "a.md", True),
        ("Only words.\n\nAnd more.", "a.md", False),
        ("It cost 5 * 3 * 2 and *** was\n\n* * *\n\n1. one", "a.txt", False),
        ("# a comment\nx = 1", "a.txt", False),
        ("> He wrote\n> this\n\n- and\n- that", "a.txt", False),
        ("note_one_two and a_b_c", "a.md", False),
    ],
)
def test_what_is_markdown(text: str, name: str, is_markdown: bool) -> None:
    assert looks_like_markdown(text, name) is is_markdown


@pytest.mark.parametrize(
    "source",
    [
        ">" * 20_000 + "the words",
        "- " * 5_000 + "the words",
        "*" * 20_000 + "the words",
        "[" * 3_000 + "the words",
        "w" * 1_000_000 + " the words",
        "| a " * 5_000 + "|\nthe words",
    ],
)
def test_hostile_texts_keep_their_words(source: str) -> None:
    assert "the words" in "".join(block.text for block in read_blocks(source))
