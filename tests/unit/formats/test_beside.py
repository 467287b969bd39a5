"""What stands beside the text in the same lines, and what stands between its pages."""

from __future__ import annotations

import textwrap

import pytest

from diptych.formats.plain import read_blocks
from diptych.model.document import BlockKind, Span

NUMBERED = """\
    The members of the committee who were present in the town hall that
    evening agreed that the old bridge, which had stood for more than a
    hundred years, was no longer safe, and that a new one should be built as
    soon as there was money in the chest of the town, however it came
 5  there. Nobody could say where it was to come from, because the council
    had just spent all of it on the school, and what was left had been pro-
    mised to the harbour, where the ships of the county come in from the
    sea with all that the town needs in the winter, such as coal, corn and
    timber. Nobody wished to be without these, and so nothing came of the
10  bridge in that year or in the next one, as far as anybody can tell now.
"""

BESIDE = """\
There was no money in the chest of the town. The harbour is the only
thing that keeps this town alive in the long winter. It needs dredging, and
so the council had to choose
between the harbour and the bridge, which is not  The harbour is the only
an easy thing to do when both are wanted by all of ~ thing that keeps this town
the people, and when neither of the two can be put . alive in the long winter.
off for another year without a risk to life.
It chose the harbour, and the bridge was closed to all carts and waggons.
"""


def read(source: str) -> list[tuple[str, str]]:
    blocks, _ = read_blocks(source)
    return [(block.role or block.kind.value, block.text) for block in blocks]


def test_line_numbers_leave_the_text() -> None:
    (kind, text), *margin = read(NUMBERED)
    assert kind == "paragraph"
    assert "however it came there. Nobody" in text
    assert "came of the bridge in that year" in text
    assert "promised to the harbour" in text
    assert margin == [("line number", "5 10")]


def test_a_passage_around_a_line_number_has_two_spans_without_it() -> None:
    blocks, _ = read_blocks(NUMBERED)
    text = blocks[0].text
    start = text.index("it came there")
    spans = blocks[0].map.spans(start, start + len("it came there"))
    assert [NUMBERED[a:b] for a, b in spans] == ["it came", "there"]


@pytest.mark.parametrize(
    "lines",
    [
        "1   Introduction to the matter\n2   Means of getting there\n3   Ways of paying for it\n",
        "12  Bridge Street\n15  Harbour Street\n18  Station Road\n",
        "1914  the bridge was built\n1915  the bridge was closed\n",
    ],
)
def test_numbered_lists_are_no_line_numbers(lines: str) -> None:
    assert "line number" not in [kind for kind, _ in read(lines)]


def test_a_pull_quote_in_the_lines_of_the_text() -> None:
    found = read(BESIDE)
    text = " ".join(words for kind, words in found if kind == "paragraph")
    assert "between the harbour and the bridge, which is not an easy thing to do when" in text
    assert "wanted by all of the people, and when neither of the two can be put off for" in text
    assert text.count("keeps this town alive") == 1
    quotes = [words for kind, words in found if kind == "pull quote"]
    assert len(quotes) == 1
    assert quotes[0].startswith("The harbour is the only ~ thing")


def test_furniture_beside_the_text_lies_inside_its_paragraph_and_answers_for_its_words() -> None:
    from diptych.model.document import Document

    blocks, _ = read_blocks(BESIDE)
    document = Document("", BESIDE, "utf-8", "", "en", blocks)
    place = BESIDE.index("~ thing")
    assert blocks[document.block_at(place)].role == "pull quote"
    before = BESIDE.index("an easy thing to do")
    assert blocks[document.block_at(before)].kind is BlockKind.PARAGRAPH
    assert document.quote((Span(place, place + 7),)) == "~ thing"


def test_a_passage_that_is_there_twice_is_no_column() -> None:
    twice = (
        "The members agreed to the following words, which  are to be read out by the clerk at\n"
        "every meeting of the council of the town and of  all its committees from now on.\n"
    )
    again = "Clerk: " + textwrap.fill(" ".join(twice.split()), 80) + "\n"
    assert "pull quote" not in [kind for kind, _ in read(f"{twice}\n{again}")]


PAGE = """\
The members of the committee who were present in the town hall that evening
agreed that the old bridge, which had stood for more than a hundred years, was
no longer safe, and that a new one should be built as soon as there was money.
"""


def joined(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize(
    "between",
    [
        "\n7 See the report of the clerk, 1912, p. 68.\n\n17\n\n",
        "\n7 Ibid., 12.\n8 Report of the Clerk, p. 5, http://www.example.gov/1912.\n17\n\n\n",
        "\n7 See the report of the clerk, 1912, p. 68.\n\n180   REPORTS OF THE TOWN\n\n",
    ],
)
@pytest.mark.parametrize("repeated", [False, True])
def test_a_page_ends_inside_a_sentence(between: str, repeated: bool) -> None:
    first, second, third = PAGE.splitlines(keepends=True)
    rest = second + third if repeated else third
    found = read(f"{first}{second}{between}{rest}\n{PAGE}\nReports of the Town   181\n\n{PAGE}")
    assert found.count(("paragraph", joined(PAGE))) == 3
    assert found[0] == ("paragraph", joined(PAGE))
    assert "footnote" in [kind for kind, _ in found]
    assert ("repeated line" in [kind for kind, _ in found]) == repeated


def test_notes_at_the_end_of_the_text() -> None:
    found = read(PAGE + "\n7 See the report of the clerk, 1912, p. 68.\n8 Ibid., 70.\n")
    assert [kind for kind, _ in found] == ["paragraph", "footnote"]


def test_a_numbered_list_with_sources_inside_the_text_is_no_footnote() -> None:
    notes = "7 See the report of the clerk, 1912, p. 68.\n8 Read it to the council.\n"
    assert "footnote" not in [kind for kind, _ in read(f"{PAGE}\n{notes}\n{PAGE}")]


def test_a_title_that_comes_back_inside_sentences_is_a_running_head() -> None:
    first, second, third = PAGE.splitlines(keepends=True)
    source = f"Overview\n\n{first}{second}\n\nOverview\n\n{third}\n{PAGE}"
    found = read(source)
    assert found[0] == ("heading", "Overview")
    assert found[1] == ("paragraph", joined(PAGE))
    assert found[2] == ("running head", "Overview")


def test_a_repeated_line_with_numbers_is_no_running_head() -> None:
    line = "about 15 of the members were against it, and all of the others for it, and in the end\n"
    source = f"{PAGE.rstrip()} And so\n{line}\n17\n\n{line}nothing came of it at all.\n"
    found = read(source)
    assert "running head" not in [kind for kind, _ in found]
    assert " ".join(text for kind, text in found if kind == "paragraph").count("about 15") == 1


def test_a_number_that_ends_a_sentence_is_no_page_number() -> None:
    source = (
        f"{PAGE.rstrip()} It was as\nlarge as the one that had been built by the town in\n1916.\n"
    )
    assert "in 1916." in read(source)[-1][1]


@pytest.mark.parametrize(
    "between",
    [
        "\nBetter mornings begin here.\n\n",
        "\nBuilt for the long road.\nThe new waggon, from $9 a month.\n\n",
        "\nComments are closed.\n\n",
    ],
)
def test_an_advertisement_inside_a_sentence(between: str) -> None:
    first, second, third = PAGE.splitlines(keepends=True)
    found = read(first + second + between + third + "\n" + PAGE)
    assert found[0] == ("paragraph", joined(PAGE))
    assert all(kind in {"paragraph", "advertisement"} for kind, _ in found)


def test_a_pull_quote_that_a_page_interrupts() -> None:
    first, second, third = PAGE.splitlines(keepends=True)
    link = "https://example.org/a… 2/3"
    quote = f"“a new one should be\n\n{link}\n\nbuilt as soon as\nthere was money.”\n"
    found = read(f"{PAGE}\n{first}{second}\n{quote}\n{third}")
    assert [kind for kind, _ in found if kind == "pull quote"] == ["pull quote"] * 2


def test_verse_between_two_halves_of_a_sentence_stays() -> None:
    source = f"{PAGE}\nAnd then he said\n\nAll men are brothers here.\n\nand went home.\n"
    assert "advertisement" not in [kind for kind, _ in read(source)]
