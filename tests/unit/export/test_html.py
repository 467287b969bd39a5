"""The HTML report: a page that stands alone, in which all that was read is text."""

from __future__ import annotations

import re
from collections import Counter
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diptych.export.html import write
from diptych.export.html_texts import column
from diptych.model.comparison import Evidence, Finding, Passage, Relation, Side
from diptych.model.note import Verdict
from support.small_report import document, hostile_report, small_report

VOID = {"meta"}


class Page(HTMLParser):
    """A page's elements and words; raises where elements are not properly nested."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: Counter[str] = Counter()
        self.attributes: list[tuple[str, str]] = []
        self.words: list[str] = []
        self.feed(text)
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        self.attributes += [(name, value or "") for name, value in attrs]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def values(self, name: str) -> list[str]:
        return [value for key, value in self.attributes if key == name]


def test_page_is_well_formed_and_links_lead_somewhere() -> None:
    page = Page(write(small_report()))
    ids = page.values("id")
    assert len(ids) == len(set(ids))
    assert {"finding-1", "left-1", "right-1", "left-3", "right-4"} <= set(ids)
    links = page.values("href")
    assert len(links) == 12
    assert all(link.startswith("#") and link[1:] in ids for link in links)


def test_page_needs_nothing_from_elsewhere() -> None:
    written = write(small_report())
    page = Page(written)
    assert not page.values("src")
    assert not {"link", "script", "img", "iframe", "object"} & set(page.tags)
    assert "url(" not in written
    assert "@import" not in written


def test_each_relation_has_its_line_and_sign() -> None:
    written = write(small_report()._replace(verdicts={}))
    for style, sign in (("partial", "≈1"), ("diverge unsure", "?2"), ("only", "○3")):
        assert f'class="mark {style} depth-0"' in written
        assert f">{sign}</a>" in written


def test_what_is_no_pair_is_not_marked() -> None:
    verdict = Verdict("toll", None, (), (), "2026-01-01T00:00:00Z")
    written = write(small_report()._replace(verdicts={"toll": verdict}))
    assert 'id="left-2"' not in written
    assert 'class="not-a-pair"' in written


@pytest.mark.parametrize(
    "name",
    [
        "<img src=x onerror=alert(1)>",
        '"><script>alert(1)</script>',
        "</title></style>",
        "' onclick='x",
        "&amp;lt;",
        "<!-- ",
        "a\nb",
        "\u202egnp.exe",
        "\x00\x1b[0m",
    ],
)
def test_hostile_names_add_no_elements(name: str) -> None:
    harmless, hostile = Page(write(hostile_report("harmless"))), Page(write(hostile_report(name)))
    assert hostile.tags == harmless.tags
    assert [key for key, _ in hostile.attributes] == [key for key, _ in harmless.attributes]


def test_bidirectional_controls_in_names_are_spelled_out_and_isolated() -> None:
    written = write(hostile_report("\u202egnp.exe"))
    assert '<p class="path"><bdi>&lt;U+202E&gt;gnp.exe</bdi></p>' in written


def test_undecodable_paths_can_be_encoded() -> None:
    path = b"caf\xe9.txt".decode("utf-8", "surrogateescape")
    assert "caf\N{REPLACEMENT CHARACTER}.txt" in write(
        small_report()._replace(left_path=path)
    ).encode().decode("utf-8")


places = st.tuples(st.integers(0, 40), st.integers(0, 40)).map(sorted)


@given(st.lists(places, max_size=6), st.text(st.characters(codec="utf-8"), min_size=40))
def test_overlapping_marks_keep_every_letter(stretches: list[list[int]], words: str) -> None:
    left = document("Left", words.replace("\n\n", "--"))
    text = left.blocks[0].text
    findings = tuple(
        Finding(
            str(number),
            Relation.ONLY_LEFT,
            0.9,
            (),
            (Passage(0, start, min(end, len(text)), left.blocks[0].map.spans(start, end)),),
            (),
            Evidence(),
            "",
        )
        for number, (start, end) in enumerate(stretches)
        if start < min(end, len(text))
    )
    report = small_report()
    comparison = report.comparison._replace(findings=findings)
    page = "".join(column(report._replace(left=left, comparison=comparison), Side.LEFT))
    without_signs = Letters(page)
    expected = re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]", "\N{REPLACEMENT CHARACTER}", text)
    assert "".join(without_signs.words) == expected
    assert without_signs.signs == len(findings)


class Letters(Page):
    """A page's words without the signs that lead to the findings."""

    signs = 0

    def handle_data(self, data: str) -> None:
        if self.open[-1] == "a":
            self.signs += 1
        else:
            self.words.append(data)
