"""The Markdown report, read back with a Markdown parser's eyes."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diptych.export.markdown import write
from diptych.export.wording import reason
from diptych.model.comparison import Evidence, Finding, Relation
from diptych.model.note import Verdict
from support.small_report import document, hostile_report, passage, small_report


def test_a_verdict_counts_over_the_engine() -> None:
    written = write(small_report())
    assert "## 1. = They converge on access" in written
    assert "This is the reader's verdict. Diptych says: partial, 62 % sure" in written
    assert "| access | 1 | 1 | 0 | 0 | 0 |" in written


def test_not_a_pair_counts_nowhere() -> None:
    report = small_report()
    verdict = Verdict("toll", None, (), (), "2026-01-01T00:00:00Z")
    written = write(report._replace(verdicts={"toll": verdict}))
    assert "## 2. × Not a pair\n" in written
    assert "| money | 0 | 0 | 0 | 0 | 1 |" in written


def test_an_unsure_finding_says_so() -> None:
    assert "## 2. ≠? They diverge on access, money" in write(small_report())


@pytest.mark.parametrize(
    "name",
    ["<img src=x>.txt", "a\n# Heading", "![x](http://x)", "`code`", "a|b", "<!-- ", "&lt;b&gt;"],
)
def test_hostile_names_are_shown_as_they_are(name: str) -> None:
    written = write(hostile_report(name)._replace(notes=()))
    unescaped = re.sub(r"\\([^\w\s])", r"\1", written)
    assert name.replace("\n", "<U+000A>") in unescaped
    assert not re.search(r"(?<!\\)([<\[`&]|\n# )", written)


def test_a_note_stays_markdown_without_raw_html() -> None:
    written = write(hostile_report("*Yes*, 1 < 2\n<img src=x>\n# Mine"))
    assert "\n> *Yes*, 1 < 2\n> &lt;img src=x>\n> # Mine\n" in written


def test_bidirectional_controls_in_names_are_spelled_out() -> None:
    written = write(hostile_report("invoice\u202etxt.exe"))
    names = [line for line in written.splitlines() if line.startswith(("# ", "- Left", "## "))]
    assert names
    assert all("\\<U+202E\\>" in line for line in names)
    assert not any("\u202e" in line for line in names)


def test_text_that_runs_from_right_to_left_is_isolated() -> None:
    written = write(hostile_report("שלום"))
    assert "# \u2068שלום\u2069 and Harbour plan" in written


@given(st.text(st.characters(codec="utf-8"), min_size=1).filter(lambda text: text.strip()))
def test_a_quotation_never_leaves_its_line(words: str) -> None:
    left = document("Left", words.replace("\n\n", " "))
    right = document("Right", "Something.")
    finding = Finding(
        "one",
        Relation.ONLY_LEFT,
        0.9,
        (),
        (passage(left, left.blocks[0].text),),
        (),
        Evidence(),
        "",
    )
    report = small_report()
    comparison = report.comparison._replace(findings=(finding,), remark="")
    written = write(
        report._replace(left=left, right=right, comparison=comparison, notes=(), verdicts={})
    )
    quoted = [line for line in written.splitlines() if line.startswith(">")]
    assert len(quoted) == 1
    assert written.splitlines()[-1] == quoted[0]


def test_a_label_keeps_the_capital_of_the_sentence_it_begins() -> None:
    report = small_report()
    titled = [each._replace(title="One") for each in (report.left, report.right)]
    alike = report._replace(left=titled[0], right=titled[1])
    text = "The left document quotes “the right document”; in the right document nobody does."
    finding = report.comparison.findings[0]._replace(reason=text)
    assert reason(alike, finding) == text
    assert reason(report, finding) == (
        "“On the harbour” quotes “the right document”; in “Harbour plan” nobody does."
    )
