"""Where only the wording was compared, nothing is said about what is held."""

from diptych.model.comparison import Relation
from diptych.ui import account
from diptych.ui.findings_model import Column, FindingsModel
from support.findings import LABELS, rows


def told(row):
    lines = [account.heading(row, LABELS), account.standing(row, LABELS)]
    return "\n".join(line.text for line in (*lines, *account.evidence(row, LABELS)))


def wording(relation):
    row = next(row for row in rows() if row.finding.relation is relation and not row.verdict)
    return row._replace(is_wording=True)


def test_other_words_are_quoted_and_not_called_a_divergence():
    row = wording(Relation.CONVERGE)
    text = told(row)
    assert "Other words at this place" in text
    assert row.left in text
    assert row.right in text
    assert "sure" not in text
    assert "converge" not in text


def test_words_of_one_side_are_no_silence_about_a_subject():
    text = told(wording(Relation.ONLY_LEFT))
    assert f"Only {LABELS.left} has these words" in text
    assert "nearest" not in text


def test_the_list_gives_no_certainty_for_wording():
    model = FindingsModel()
    model.set_rows([wording(Relation.CONVERGE)], LABELS)
    cells = model.cells(0)
    assert cells[Column.READING].text.endswith("other words")
    assert cells[Column.SURE].text == ""
