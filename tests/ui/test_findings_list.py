"""The list of findings: what it shows, how it is read aloud, how it is gone through."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QFontMetrics, QTextDocument
from PySide6.QtTest import QAbstractItemModelTester

from diptych.model.comparison import Relation
from diptych.ui import account
from diptych.ui.appearance import speak
from diptych.ui.findings_list import FindingsTable
from diptych.ui.findings_model import Column, FindingsModel, fullest_part
from diptych.ui.prose import SIZE
from diptych.ui.rows import Row, TopicCount, count_topics
from diptych.ui.theme import interface_font, set_interface_size
from diptych.ui.wording import Labels
from support.findings import HOSTILE, LABELS, rows, theme
from support.painted import listening

ROLE = Qt.ItemDataRole


@pytest.fixture
def model(qtbot) -> FindingsModel:
    model = FindingsModel()
    model.tester = QAbstractItemModelTester(
        model, QAbstractItemModelTester.FailureReportingMode.Fatal
    )
    model.set_theme(theme())
    return model


@pytest.fixture
def table(qtbot) -> FindingsTable:
    table = FindingsTable()
    table.set_theme(theme())
    table.set_rows(rows(), LABELS)
    table.resize(1100, 200)
    qtbot.addWidget(table)
    table.show()
    return table


def texts(model: FindingsModel, row: int) -> list[str]:
    return [model.index(row, column).data() for column in Column]


def test_a_finding_is_told_in_eight_cells(model: FindingsModel) -> None:
    model.set_rows(rows(noted=("f2",)), LABELS)
    assert texts(model, 1) == [
        "2",
        "Causes, tolls",
        "≠ diverge",
        "Tolls are the cause of every quarrel.",
        "Greed, and not tolls, is the cause.",
        "tolls · quarrel ↔ greed",
        "74\N{NO-BREAK SPACE}%",
        "note",
    ]
    titles = [model.headerData(c, Qt.Orientation.Horizontal) for c in Column]
    assert titles == ["#", "Topic", "Reading", "1848", "1871", "Evidence", "Sure", "You"]


def test_a_silence_names_who_speaks_and_the_score_of_the_nearest(model: FindingsModel) -> None:
    model.set_rows(rows(), LABELS)
    assert texts(model, 2)[2:6] == [
        "○ only 1848",
        "Ferries rot.",
        "no passage speaks to this",
        "nearest 0.31",
    ]
    assert texts(model, 3)[2] == "○? only 1871", "an unsure finding says so"


def test_the_readers_verdict_counts_over_the_engines(model: FindingsModel) -> None:
    verdicts = {"f1": Relation.CONVERGE, "f2": Relation.PARTIAL, "f3": None}
    model.set_rows(rows(verdicts), LABELS)
    reading = [texts(model, row)[Column.READING] for row in range(3)]
    assert reading == ["= converge", "≈ partial", "× not a pair"]
    assert [texts(model, row)[Column.YOU] for row in range(4)] == ["✓", "✓ ≈", "✓ ×", ""]


def test_each_finding_is_spoken_as_a_sentence(model: FindingsModel) -> None:
    model.set_rows(rows(noted=("f2",)), LABELS)
    spoken = account.sentence(model.shown[1], LABELS)
    assert spoken == (
        "Finding 2 of 4, causes and tolls, diverge, 74 percent sure. "
        "1848: Tolls are the cause of every quarrel. "
        "1871: Greed, and not tolls, is the cause. Has a note."
    )
    silent = account.sentence(model.shown[2], LABELS)
    assert "1871: no passage speaks to this." in silent


def test_the_cells_of_a_row_make_up_the_sentence_and_say_nothing_twice(
    model: FindingsModel,
) -> None:
    model.set_rows(rows({"f2": Relation.DIVERGE}, noted=("f2",)), LABELS)
    spoken = [model.index(1, column).data(ROLE.AccessibleTextRole) for column in Column]
    assert spoken == [
        "Finding 2 of 4",
        "Causes, tolls",
        "diverge",
        "1848: Tolls are the cause of every quarrel.",
        "1871: Greed, and not tolls, is the cause.",
        model.index(1, Column.EVIDENCE).data(),
        "74 percent sure",
        "your verdict, Has a note.",
    ]


def test_the_relation_has_its_colour_and_weight(model: FindingsModel) -> None:
    model.set_rows(rows(), LABELS)
    index = model.index(1, Column.READING)
    assert index.data(ROLE.ForegroundRole) == theme().colour("diverge_ink")
    assert index.data(ROLE.FontRole).bold()
    assert index.data(ROLE.UserRole) == "f2"


def test_a_tool_tip_shows_hostile_words_letter_by_letter(model: FindingsModel) -> None:
    hostile = rows()[1]._replace(left=HOSTILE)
    model.set_rows([hostile], LABELS)
    tip = model.index(0, Column.LEFT).data(ROLE.ToolTipRole)
    shown = QTextDocument()
    shown.setHtml(tip)
    assert "<img src=" in shown.toPlainText()
    assert "\ufffc" not in shown.toPlainText(), "an image was put in"


def test_it_sorts_by_a_column_and_back_to_the_order_of_the_text(model: FindingsModel) -> None:
    model.set_rows(rows(), LABELS)
    model.sort(Column.SURE, Qt.SortOrder.DescendingOrder)
    assert [row.finding.id for row in model.shown] == ["f1", "f2", "f3", "f4"]
    model.sort(Column.SURE, Qt.SortOrder.AscendingOrder)
    assert [row.finding.id for row in model.shown] == ["f4", "f3", "f2", "f1"]
    model.sort(Column.TOPIC)
    assert [row.finding.id for row in model.shown] == ["f2", "f3", "f4", "f1"]
    model.sort(Column.RIGHT)
    assert [row.finding.id for row in model.shown] == ["f1", "f2", "f4", "f3"]
    model.sort(-1)
    assert [row.number for row in model.shown] == [1, 2, 3, 4]


def test_a_verdict_changes_cells_and_moves_nothing(model: FindingsModel, qtbot) -> None:
    model.set_rows(rows(), LABELS)
    with (
        qtbot.waitSignal(model.dataChanged),
        qtbot.assertNotEmitted(model.modelReset),
    ):
        model.set_rows(rows({"f1": Relation.DIVERGE}), LABELS)
    assert texts(model, 0)[Column.READING] == "≠ diverge"


def test_only_what_a_verdict_changes_is_made_and_drawn_anew(model: FindingsModel) -> None:
    before = rows()
    model.set_rows(before, LABELS)
    changed: list[int] = []
    model.dataChanged.connect(lambda first, last, _roles: changed.extend((first.row(), last.row())))
    after = rows({"f2": Relation.CONVERGE}, before=before)
    assert [old is new for old, new in zip(before, after, strict=True)] == [True, False, True, True]
    assert (after[1].left, after[1].nearest) == (before[1].left, before[1].nearest)
    model.set_rows(after, LABELS)
    assert changed == [1, 1]
    assert texts(model, 1)[Column.READING] == "= converge"
    assert rows({"f2": Relation.CONVERGE}, before=after) == after


def test_five_thousand_findings_are_shown_and_sorted(model: FindingsModel) -> None:
    one = rows()[1]
    many = [
        one._replace(finding=one.finding._replace(id=str(n)), number=n + 1) for n in range(5000)
    ]
    model.set_rows(many, LABELS)
    assert model.rowCount() == 5000
    model.sort(Column.NUMBER, Qt.SortOrder.DescendingOrder)
    assert model.shown[0].finding.id == "4999"
    assert model.row_of("0") == 4999


def test_arrows_go_through_the_findings(table: FindingsTable, qtbot) -> None:
    chosen: list[str] = []
    table.finding_chosen.connect(chosen.append)
    table.select("f1")
    assert chosen == [], "what the window shows is no choice of the reader"
    table.setFocus()
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_End):
        qtbot.keyClick(table, key)
    assert chosen[:3] == ["f2", "f3", "f2"]
    assert table.chosen() == chosen[-1]


def test_a_click_chooses_and_the_choice_survives_sorting(table: FindingsTable, qtbot) -> None:
    centre = table.visualRect(table.findings.index(2, Column.LEFT)).center()
    with qtbot.waitSignal(table.finding_chosen) as heard:
        qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=centre)
    assert heard.args == ["f3"]
    with qtbot.assertNotEmitted(table.finding_chosen):
        table.sortByColumn(Column.SURE, Qt.SortOrder.AscendingOrder)
    assert table.currentIndex().data(ROLE.UserRole) == "f3"


def test_a_finding_that_left_the_list_is_no_longer_chosen(table: FindingsTable) -> None:
    table.select("f3")
    table.set_rows(rows()[:2], LABELS)
    assert table.chosen() == ""
    assert not table.currentIndex().isValid()
    table.set_rows(rows(), LABELS)
    assert table.chosen() == "f3"


def test_the_context_menu_holds_the_given_actions(table: FindingsTable) -> None:
    one, two = QAction("one", table), QAction("two", table)
    table.set_actions([one])
    table.set_actions([two])
    assert table.actions() == [two]


@pytest.mark.parametrize("name", ["light", "dark"])
def test_the_selected_row_is_tinted_and_the_others_are_not(table: FindingsTable, name: str) -> None:
    colours = theme(name)
    table.set_theme(colours)
    table.select("f2")
    shot = table.viewport().grab().toImage()
    tints = []
    for row in range(3):
        box = table.visualRect(table.findings.index(row, Column.YOU))
        tints.append(shot.pixelColor(box.center()) == colours.colour("row"))
    assert tints == [False, True, False]


def inks(table: FindingsTable, row: int, column: Column) -> list[str]:
    """Return which inks of a quotation are seen from left to right."""
    box = table.visualRect(table.findings.index(row, column))
    shot = table.viewport().grab(box).toImage()
    seen: list[str] = []
    names = {theme().colour(ink).name(): ink for ink in ("ink", "diverge_ink")}
    for x in range(shot.width()):
        here = {names.get(shot.pixelColor(x, y).name()) for y in range(shot.height())} - {None}
        seen += [ink for ink in here if len(here) == 1 and seen[-1:] != [ink]]
    return seen


def quoting(words: str, *evidence: str) -> Row:
    row = rows()[1]
    kept = row.finding.evidence._replace(shared=(), left_only=evidence)
    return row._replace(left=words, finding=row.finding._replace(evidence=kept))


def test_evidence_is_set_off_as_a_word_and_not_within_another(model: FindingsModel) -> None:
    row = quoting("Towards the war they art not warned; a tarp, an art.", "war", "art")
    model.set_rows([row], LABELS)
    cell = model.cells(0)[Column.LEFT]
    assert [(start, cell.text[start:end]) for start, end in cell.spots] == [
        (12, "war"),
        (21, "art"),
    ]
    model.set_rows([quoting("我们支持庇护政策。", "庇护")], LABELS)
    assert model.cells(0)[Column.LEFT].spots == ((4, 6),)


def test_a_quotation_begins_where_its_evidence_is_seen(table: FindingsTable) -> None:
    words = "In the year after the long war of the ferries nobody paid the harbour dues."
    table.set_rows([quoting(words, "dues")], LABELS)
    table.resize(1400, 200)
    table.resize(820, 200)
    assert "diverge_ink" in inks(table, 0, Column.LEFT)
    assert table.findings.index(0, Column.LEFT).data() == words, "it is read aloud as a whole"


def test_evidence_is_set_off_where_it_stands_from_right_to_left(table: FindingsTable) -> None:
    table.resize(1600, 200)
    table.set_rows([quoting("ההגירה נובעת מעוני ולא מאלימות", "ההגירה")], LABELS)
    box = table.visualRect(table.findings.index(0, Column.LEFT))
    shot = table.viewport().grab(box).toImage()
    dark = [
        (shot.pixelColor(x, y).red() - shot.pixelColor(x, y).blue(), x)
        for x in range(shot.width())
        for y in range(2, shot.height() - 2)
        if shot.pixelColor(x, y).lightness() < 120
    ]
    coloured = [x for warmth, x in dark if warmth > 60]
    others = [x for warmth, x in dark if warmth < 20]
    assert min(coloured) > max(others), "the first word is at the right"


def test_topics_are_counted_by_the_relation_that_counts() -> None:
    counts = {count.topic: count for count in count_topics(rows({"f1": Relation.DIVERGE}))}
    assert counts["navigation"] == TopicCount("navigation", diverge=1)
    assert counts["tolls"] == TopicCount("tolls", diverge=1, only=1)
    assert count_topics(rows())[0].topic == "tolls", "the most frequent comes first"
    assert "causes" not in {c.topic for c in count_topics(rows({"f2": None}))}


def test_the_first_topic_stands_for_several_that_have_no_room(table: FindingsTable) -> None:
    cell = table.findings.cells(1)[Column.TOPIC]
    assert (cell.text, cell.short) == ("Causes, tolls", "Causes +1")
    with listening() as painted:
        table.setColumnWidth(Column.TOPIC, 400)
        table.grab()
        assert "Causes +1" not in painted.texts
        table.setColumnWidth(Column.TOPIC, 80)
        table.grab()
        assert "Causes +1" in painted.texts


@pytest.mark.parametrize("size", [100, 200])
@pytest.mark.parametrize("code", ["en", "es"])
def test_all_of_the_readers_part_has_room(qtbot, code: str, size: int) -> None:
    speak(code)
    set_interface_size(size)
    try:
        table = FindingsTable()
        qtbot.addWidget(table)
        room = table.columnWidth(Column.YOU) - 15  # pixels that a cell keeps free of words
        assert QFontMetrics(interface_font(SIZE)).horizontalAdvance(fullest_part()) <= room
    finally:
        speak("en")
        set_interface_size(100)


def test_two_texts_of_one_name_are_the_left_and_the_right_one(model: FindingsModel) -> None:
    model.set_rows(rows(), Labels("left", "right"))
    titles = model.titles()
    assert (titles[Column.LEFT], titles[Column.RIGHT]) == ("Left", "Right")
