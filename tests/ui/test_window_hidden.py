"""While the reader reads first: nothing elsewhere in the window tells what is hidden."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from diptych.model.comparison import Relation, Side
from diptych.model.note import Reading
from diptych.services.browsing import Filters
from diptych.services.searching import Hit, Kind
from diptych.ui.going import Going
from diptych.ui.matrix import MatrixOfWindow
from diptych.ui.notes_browser import NotesBrowser
from diptych.ui.search_panel import SearchPanel
from diptych.ui.start_page import StartPage
from diptych.ui.uncovering import hide_marks
from support.letters import write_long_letters

if TYPE_CHECKING:
    from pathlib import Path

    from support.driver import Reader


@pytest.fixture
def first(reader: Reader) -> Reader:
    """Who reads the two letters, which no heading parts, first."""
    hide_marks(reader.window.desk, hidden=True)
    return reader


def found_everywhere(reader: Reader, words: str) -> list[Hit]:
    """The findings that "Search everything" lists."""
    panel = reader.window.findChild(SearchPanel)
    panel.field.setText(words)

    def is_done() -> bool:
        looking = panel._looking._is_busy or panel._gathering._is_busy or panel._is_taking_in
        return not (looking or panel._pause.isActive() or panel._sought is not None)

    reader.wait(is_done)
    rows = panel.list.found.rows
    return [row for row in rows if isinstance(row, Hit) and row.kind is Kind.FINDING]


def test_searching_everything_finds_what_is_shown_alone(first: Reader, tmp_path: Path) -> None:
    first.run("search_everything")
    assert not found_everywhere(first, "asylum")
    first.run("show_section")
    assert len(found_everywhere(first, "asylum")) == 1
    assert not found_everywhere(first, "ferry")
    first.window.save_place()
    for side, path in zip(Side, write_long_letters(tmp_path), strict=True):
        first.open(side, path)
    first.wait_for_findings()
    here = {first.window.desk.documents[side].document.sha256 for side in Side}
    hits = found_everywhere(first, "asylum")
    assert hits
    assert {each.left for each in hits} <= here, "the others are still read first"


def test_a_hidden_finding_that_is_gone_to_is_said_to_be_hidden(first: Reader) -> None:
    desk = first.window.desk
    left, right = (desk.documents[side].document.sha256 for side in Side)
    first.window.say("Something else.")
    going = Going(first.window)
    going.to_finding(Reading(left, right, finding=desk.all_rows[0].finding.id))
    assert not desk.selection
    assert first.status.startswith("Diptych's marks are hidden")


def test_the_start_page_draws_no_ties_and_counts_none(first: Reader) -> None:
    def picture():
        first.run("show_readings")
        page = first.window.findChild(StartPage)
        first.wait(lambda: page.model.sketch(page.model.rows[0]) is not None)
        first.wait(lambda: not page._drawing._is_busy)
        row = page.model.rows[0]
        return page.model.sketch(row), page.model.about(row)[1]

    sketch, words = picture()
    assert (sketch.findings, sketch.ties) == (0, [])
    assert "finding" not in words
    first.run("show_readings")
    hide_marks(first.window.desk, hidden=False)
    sketch, words = picture()
    assert len(sketch.ties) == 5
    assert "5 findings" in words


@pytest.mark.parametrize("face", ["matrix", "timeline"])
def test_the_matrix_tells_positions_but_not_how_the_two_stand(first: Reader, face: str) -> None:
    first.run("show_matrix")
    whole = first.window.findChild(MatrixOfWindow)
    first.wait(lambda: whole.matrix.state.is_over)
    whole.show_face(face)
    first.wait(lambda: whole.matrix.state.is_over)
    right = first.window.desk.documents[Side.RIGHT].document.sha256

    def cell():
        model = whole.panel.times if face == "timeline" else whole.panel.model
        at = [item.entry.sha256 for item in model.items].index(right)
        rows = [topic.name for topic in whole.panel.model.topics]
        return model.cell(at, 0) if face == "timeline" else model.cell(rows.index("asylum"), at)

    assert (cell().head, cell().remark) == ("", "1 position")
    assert cell().quote.startswith("We oppose asylum")
    hide_marks(first.window.desk, hidden=False)
    first.wait(lambda: whole.matrix.state.is_over)
    assert (cell().head, cell().remark) == ("≠ diverges", "≠1 · 1 position")


def test_notes_are_not_sifted_by_relations_that_are_hidden(reader: Reader) -> None:
    row = next(row for row in reader.rows if row.relation is Relation.DIVERGE)
    reader.window.desk.show_finding(row.finding.id)
    reader.write("Far apart.")
    reader.wait_until_saved()
    reader.run("show_notes")
    browser = reader.window.findChild(NotesBrowser)
    browser.set_filters(Filters(relation=Relation.DIVERGE.value))
    assert len(browser.model.items) == 1
    hide_marks(reader.window.desk, hidden=True)
    assert not browser.model.items
