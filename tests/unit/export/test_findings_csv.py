"""The table of findings, read back as a spreadsheet reads it."""

from __future__ import annotations

import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from diptych.export.findings_csv import COLUMNS, write
from diptych.model.comparison import Side
from support.small_report import hostile_report, small_report


def table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def test_a_row_for_each_finding_and_each_other_note() -> None:
    report = small_report()
    rows = table(write(report))
    assert [row["id"] for row in rows] == ["boats", "toll", "wall", "lamps", ""]
    assert [row["by"] for row in rows] == ["reader", "engine", "engine", "engine", "reader"]
    assert rows[1]["note"] == "Compare *1904*.\nAsk again."
    assert rows[-1]["left_quote"] == "The ferry is loved."


def test_offsets_are_those_of_the_source() -> None:
    report = small_report()
    for row in table(write(report))[:-1]:
        for side in Side:
            starts, ends = (row[f"{side}_{name}"] for name in ("start", "end"))
            pairs = zip(starts.split("; "), ends.split("; "), strict=True)
            source = report.document(side).source
            quote = " ".join(source[int(start) : int(end)] for start, end in pairs if start)
            assert quote == row[f"{side}_quote"]


@given(st.sampled_from("=+-@\t\r"), st.text(st.characters(codec="utf-8")))
def test_nothing_is_left_for_a_spreadsheet_to_compute(sign: str, rest: str) -> None:
    rows = table(write(hostile_report(f"{sign}{rest}")))
    assert list(rows[0]) == list(COLUMNS)
    cells = [cell for row in rows for cell in row.values()]
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in cells)
