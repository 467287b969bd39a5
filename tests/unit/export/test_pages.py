"""Where a document has pages, every form of the report says on which one a passage stands."""

from __future__ import annotations

import json

import pytest
from jsonschema import validate

from diptych.export.catalogue import WRITERS
from diptych.model.document import Page
from support.repository import RESOURCES
from support.small_report import small_report


@pytest.fixture
def report():
    """The small report, with four pages on its left side."""
    report = small_report()
    size = len(report.left.source)
    edges = [0, size // 3, size // 3, size // 2, size]
    labels = ["i", "ii", "A<1>", "7"]
    pages = tuple(
        Page(start, end, 595.0, 842.0, label)
        for start, end, label in zip(edges, edges[1:], labels, strict=False)
    )
    return report._replace(left=report.left._replace(pages=pages))


def test_findings_name_the_page_by_its_number(report) -> None:
    told = json.loads(WRITERS["json"].write(report))
    validate(told, json.loads((RESOURCES / "findings.schema.json").read_text(encoding="utf-8")))
    seen = set()
    for finding in told["findings"]:
        for span in finding["left"]:
            page = report.left.pages[span["page"] - 1]
            assert page.start <= span["start"] < page.end
            seen.add(span["page"])
        assert all("page" not in span for span in finding["right"])
    assert len(seen) > 1


def test_reports_for_readers_name_the_page_as_the_document_does(report) -> None:
    markdown = WRITERS["markdown"].write(report)
    html = WRITERS["html"].write(report)
    assert "“On the harbour”, page i:" in markdown
    assert "“On the harbour”, page A\\<1\\>:" in markdown
    assert ">“On the harbour”</a>, page i:" in html
    assert "page A&lt;1&gt;" in html
    assert "plan”, page" not in markdown + html
