"""The rules by which lines become blocks, each on a small page of its own."""

from __future__ import annotations

import pytest

from diptych.formats.plain import read_blocks
from diptych.model.document import BlockKind

PARAGRAPH = """\
The members of the committee who were present in the town hall that evening
agreed that the old bridge, which had stood for more than a hundred years, was
no longer safe, and that a new one should be built as soon as there was money.
"""
SECOND = """\
Nobody could say where the money was to come from, because the council had just
spent all of it on the school, and the next year's was promised to the harbour.
"""


def read(source: str) -> list[tuple[str, str]]:
    """Return what each block is (its role or kind) and its text."""
    blocks, _ = read_blocks(source)
    return [(block.role or block.kind.value, block.text) for block in blocks]


def kinds(source: str) -> list[str]:
    return [kind for kind, _ in read(source)]


def joined(text: str) -> str:
    return " ".join(text.split())


def double_spaced(text: str) -> str:
    return text.replace("\n", "\n\n")


def test_wrapped_lines_are_one_paragraph_and_blank_lines_part_two() -> None:
    assert read(PARAGRAPH + "\n" + SECOND) == [
        ("paragraph", joined(PARAGRAPH)),
        ("paragraph", joined(SECOND)),
    ]


@pytest.mark.parametrize("end", ["\r\n", "\r", "\u2028"])
def test_other_line_ends(end: str) -> None:
    source = (PARAGRAPH + "\n" + SECOND).replace("\n", end)
    assert [text for _, text in read(source)] == [joined(PARAGRAPH), joined(SECOND)]


def test_double_spacing_with_a_larger_gap_between_paragraphs() -> None:
    source = double_spaced(PARAGRAPH) + "\n" + double_spaced(SECOND)
    assert [text for _, text in read(source)] == [joined(PARAGRAPH), joined(SECOND)]


def test_double_spacing_without_any_gap_ends_a_paragraph_at_a_short_line() -> None:
    short = (
        "It was built by the members of the committee for the better part of a year in\nstone.\n"
    )
    source = double_spaced(short) + double_spaced(SECOND)
    assert [text for _, text in read(source)] == [joined(short), joined(SECOND)]


def test_one_paragraph_a_line() -> None:
    lines = [joined(PARAGRAPH), joined(SECOND), joined(PARAGRAPH) + " Again."]
    assert [text for _, text in read("\n".join(lines))] == lines


def test_a_page_break_inside_a_sentence() -> None:
    first, _, rest = PARAGRAPH.partition("\n")
    assert read(first + "\n\x0c" + rest) == [("paragraph", joined(PARAGRAPH))]


def test_a_page_that_begins_with_a_stray_blank() -> None:
    first, _, rest = PARAGRAPH.partition("\n")
    assert read(SECOND + "\n" + first + "\n " + rest)[1] == ("paragraph", joined(PARAGRAPH))


@pytest.mark.parametrize(
    ("lines", "role"),
    [
        ("17\n", "page number"),
        ("— 17 —\n", "page number"),
        ("Page 3 of 12\n", "page number"),
        ("https://example.org/report_77.pdf\n", "link"),
        ("https://example.org/a\nhttps://example.org/b\n", "link"),
        ("https://example.org/a-long-… 3/7\n", "running head"),
        ("3/1/2014 The old bridge - The Gazette\n\nhttps://example.org/a… 1/3\n", "running head"),
        ("« ° . 9\n", "scan noise"),
        ("* * *\n", "ornament"),
        ("ADVERTISEMENT\n", "advertisement"),
        ("Try 1 month for $1\n", "advertisement"),
        ("Prueba un mes gratis\n", "advertisement"),
        ("The harbour of tomorrow\nstarts with you today.\n", "advertisement"),
        ("“For more than a hundred\nyears it had been safe.”\n", "advertisement"),
        ("6 See the report of 1914, p. 68.\n\n17\n", "footnote"),
    ],
)
def test_what_interrupts_a_sentence_is_furniture_and_the_sentence_stays_whole(
    lines: str, role: str
) -> None:
    first, _, rest = PARAGRAPH.partition("\n")
    found = read(SECOND + "\n" + first + "\n\n" + lines + "\n" + rest + "\n" + SECOND)
    assert ("paragraph", joined(PARAGRAPH)) in found
    assert role in [kind for kind, _ in found]
    assert sum(text == joined(PARAGRAPH) for _, text in found) == 1


def test_the_paragraph_comes_before_what_interrupts_it_and_has_two_parts() -> None:
    first, _, rest = PARAGRAPH.partition("\n")
    blocks, _ = read_blocks(first + "\n\n17\n\n" + rest)
    assert [block.kind for block in blocks] == [BlockKind.PARAGRAPH, BlockKind.FURNITURE]
    assert {run.part for run in blocks[0].map.runs} == {0, 1}
    assert len(blocks[0].map.spans(0, len(blocks[0].text))) == 2


def test_running_heads_with_numbers_at_the_outer_edge() -> None:
    source = f"366   PAPERS OF THE TOWN\n\n{PARAGRAPH}\nPapers of the Town   367\n\n{SECOND}"
    assert kinds(source) == ["running head", "paragraph", "running head", "paragraph"]


def test_numbered_chapters_are_no_running_heads() -> None:
    source = f"Chapter 1\n\n{PARAGRAPH}\nChapter 2\n\n{SECOND}"
    assert kinds(source) == ["heading", "paragraph", "heading", "paragraph"]


def test_a_column_of_numbers_is_no_page_number() -> None:
    assert "page number" not in kinds(PARAGRAPH + "\n12\n15\n19\n\n" + SECOND)


def test_a_year_on_its_own_is_no_page_number() -> None:
    assert kinds(f"1914\n\n{PARAGRAPH}")[0] != "page number"


def test_a_line_repeated_at_the_top_of_the_next_page() -> None:
    lines = PARAGRAPH.splitlines()
    source = "\n".join([lines[0], lines[1], "", "17", "", lines[1], lines[2]])
    found = read(source)
    assert ("paragraph", joined(PARAGRAPH)) in found
    assert ("repeated line", lines[1]) in found


def test_the_headline_printed_once_more_at_the_end() -> None:
    headline = "Town to build a new bridge after all"
    source = f"{headline}\n\n{PARAGRAPH}\n{SECOND}\n\n{headline}\n"
    assert kinds(source) == ["heading", "paragraph", "paragraph", "repeated line"]


def test_a_pull_quote_repeats_the_text_in_a_narrow_column() -> None:
    quote = "“the old bridge, which\nhad stood for more than\na hundred years”\n"
    assert kinds(f"{SECOND}\n{quote}\n{PARAGRAPH}") == ["paragraph", "pull quote", "paragraph"]


def test_upright_text_in_the_margin() -> None:
    assert "scan noise" in kinds(PARAGRAPH + "\nc\no\n=\n©\n—\n20\n>\n\n" + SECOND)


def test_notes_on_the_authors_at_the_end() -> None:
    source = (
        double_spaced(PARAGRAPH)
        + "Ann Writer\nAnn Writer covers bridges and has been on the staff since 1998. "
        + "Follow \uf099\n"
        + "\nHelp us find the next one.\n\nhttps://example.org/people/ann\n"
    )
    found = read(source)
    assert [kind for kind, _ in found] == ["paragraph", "byline", "advertisement", "link"]
    assert found[1][1].endswith("Follow")


def test_a_byline_under_the_headline() -> None:
    assert kinds(f"A New Bridge\nBy Ann Writer and B. Penn\n\n{PARAGRAPH}")[1] == "byline"


@pytest.mark.parametrize(
    "sentence",
    [
        "Share this burden among all of the towns along the river.",
        "Get the support of every member by the end of the year.",
        "Subscribe to the principles of the charter, he said to them.",
        "The picture of the bridge in the papers was wrong from the start.",
        "By the river the people of the town waited for news.",
        "Sources of money were hard to find that year.",
        "Follow the river down to the sea and you will find it.",
    ],
)
def test_ordinary_sentences_are_not_taken_for_furniture(sentence: str) -> None:
    source = f"{PARAGRAPH}\n17\n\n{sentence}\n\n{SECOND}"
    assert ("paragraph", sentence) in read(source)


@pytest.mark.parametrize(
    "caption",
    [
        "Figure 2. Bridges built in each year from 1900 to 1914",
        "Source: Department of Bridges, yearly report, 1914.",
        "Fuente: Departamento de Puentes, informe anual de 1914.",
    ],
)
def test_captions(caption: str) -> None:
    assert ("caption", caption) in read(f"{PARAGRAPH}\n{caption}\n\n{SECOND}")


LETTER = f"""\
THE TOWN HALL

14 March 1914

Mrs. Ann Writer
12 Bridge Street
Rivertown

Dear Mrs. Writer:

{PARAGRAPH}
Yours sincerely,

A handwritten signature in blue ink that reads "B. Penn".

B. Penn
Clerk of the Council
"""


def test_a_letter() -> None:
    assert read(LETTER) == [
        ("address", "THE TOWN HALL"),
        ("address", "14 March 1914"),
        ("address", "Mrs. Ann Writer\n12 Bridge Street\nRivertown"),
        ("address", "Dear Mrs. Writer:"),
        ("paragraph", joined(PARAGRAPH)),
        ("address", "Yours sincerely,"),
        ("caption", 'A handwritten signature in blue ink that reads "B. Penn".'),
        ("address", "B. Penn\nClerk of the Council"),
    ]
    assert read_blocks(LETTER)[1] == "Dear Mrs. Writer"


def test_a_spanish_letter() -> None:
    source = (
        "Ciudad de México, a 4 de mayo de 1914\n\nEstimada señora Paz:\n\n"
        "El ayuntamiento acordó ayer la construcción de un nuevo puente sobre el río.\n\n"
        "Atentamente,\n\nJuan Puente\nSecretario del Ayuntamiento\n"
    )
    assert kinds(source) == ["address", "address", "paragraph", "address", "address"]


def test_headings_and_their_levels() -> None:
    source = (
        f"THE BRIDGE\n\nWhy the Town Needs It\n\n{PARAGRAPH}\n2.1 Money and Time\n\n{SECOND}\n"
        f"What Comes Next\n{PARAGRAPH}"
    )
    blocks, title = read_blocks(source)
    headings = [(b.text, b.level) for b in blocks if b.kind is BlockKind.HEADING]
    assert headings == [
        ("THE BRIDGE", 2),
        ("Why the Town Needs It", 1),
        ("2.1 Money and Time", 3),
        ("What Comes Next", 2),
    ]
    assert title == "Why the Town Needs It"


def test_list_items() -> None:
    source = (
        f"{PARAGRAPH}\n1. Build the bridge in stone, whatever it may cost the town in the\n"
        "end.\n2. Build it in wood.\n\n- Ask the council.\n- Ask the county.\n\n" + SECOND
    )
    assert [text for kind, text in read(source) if kind == "list_item"] == [
        "1. Build the bridge in stone, whatever it may cost the town in the end.",
        "2. Build it in wood.",
        "- Ask the council.",
        "- Ask the county.",
    ]


def test_a_number_at_the_head_of_a_line_is_no_list_item() -> None:
    source = (
        "a) You must keep every notice that was given to you with the work under section\n"
        "7. That holds for all of its parts, however they are put together by anybody.\n"
        "b) You must give the same to all.\n"
    )
    assert [text[:8] for kind, text in read(source) if kind == "list_item"] == [
        "a) You m",
        "b) You m",
    ]


def test_a_link_that_ends_a_sentence_is_part_of_it() -> None:
    found = read(
        f"{PARAGRAPH}For all that was said that evening you may want to look at\n<https://a.org/b>.\n"
    )
    assert found[0][1].endswith("look at <https://a.org/b>.")


def test_a_quotation_is_set_in() -> None:
    quote = "    No bridge that stands on sand, the engineer wrote, will ever\n    carry a train.\n"
    assert read(f"{PARAGRAPH}\n{quote}\n{SECOND}")[1] == ("quotation", joined(quote))


def test_a_table_keeps_its_lines() -> None:
    table = "Year    Bridges   Trains\n1912    3         40\n1913    5         44\n"
    kind, text = read(f"{PARAGRAPH}\n{table}\n{SECOND}")[1]
    assert (kind, text.splitlines()[1]) == ("table", "1912 3 40")


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ("cost of \\$600 and 5\\% of \\_all\\_ it", "cost of $600 and 5% of _all_ it"),
        ("a private \uf0b7 glyph and a soft\u00ad hyphen", "a private glyph and a soft hyphen"),
        ("zero\u200bwidth \ufeffmarks\tand tabs", "zerowidth marks and tabs"),
        ("in C:\\new and a \\ b", "in C:\\new and a \\ b"),
    ],
)
def test_what_the_page_adds_to_the_words(lines: str, words: str) -> None:
    assert read(f"The {lines}.") == [("paragraph", f"The {words}.")]


@pytest.mark.parametrize(
    ("before", "after", "elsewhere", "words"),
    [
        ("the recon-", "struction of it", "The reconstruction began.", "the reconstruction of"),
        ("a well-", "known bridge", "It is well-known.", "a well-known bridge"),
        ("an intra-", "family matter", "", "an intra-family matter"),
        ("the U.S.-", "Mexico border", "", "the U.S.-Mexico border"),
        ("from 1912-", "1914 only", "", "from 1912-1914 only"),
        ("the bridge —", "a new one", "", "the bridge — a new one"),
    ],
)
def test_a_hyphen_at_the_line_end_goes_only_when_it_is_safe(
    before: str, after: str, elsewhere: str, words: str
) -> None:
    source = (
        f"The members of the committee who were present in the town hall saw {before}\n{after} "
        f"as the first thing that was to be done before the coming of the winter.\n\n{elsewhere}\n"
    )
    assert words in read(source)[0][1]


def test_the_title_of_a_printed_page_is_in_its_head() -> None:
    head = "3/1/2014 The old bridge - The Gazette\n\nhttps://example.org/a… 1/3\n\n"
    assert read_blocks(head + PARAGRAPH)[1] == "The old bridge - The Gazette"


def test_nothing_to_read() -> None:
    assert read_blocks("") == ((), "")
    assert read_blocks("\n \n\u200b\n") == ((), "")
