"""The side panel: the finding in words, verdicts, topics and the list of notes."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QApplication

from diptych.model.comparison import Relation
from diptych.model.note import Note, NoteKind
from diptych.ui import account
from diptych.ui.card import NoteRow, TopicRow
from diptych.ui.controls import QuietButton
from diptych.ui.prose import Line, Piece, Prose, tip
from diptych.ui.rows import count_topics
from diptych.ui.side_panel import NoteLine, SidePanel
from support.findings import HOSTILE, LABELS, rows, theme


@pytest.fixture
def panel(qtbot) -> SidePanel:
    panel = SidePanel()
    panel.set_theme(theme())
    panel.resize(360, 700)
    qtbot.addWidget(panel)
    panel.show()
    return panel


def told(panel: SidePanel) -> list[str]:
    return panel.finding_card.heading.text().split("\n")


def test_a_finding_is_told_from_its_evidence(panel: SidePanel) -> None:
    panel.show_finding(rows()[1], LABELS)
    assert told(panel) == [
        "≠ They diverge on causes and tolls",
        "74\N{NO-BREAK SPACE}% sure · suggested by Diptych, not yet confirmed",
        "1848 names tolls, quarrel.",
        "1871 names greed.",
        "Both name cause.",
    ]


def test_a_silence_shows_the_proof_of_search(panel: SidePanel) -> None:
    panel.show_finding(rows()[2], LABELS)
    assert told(panel)[0] == "○ Only 1848 speaks to ferries"
    assert told(panel)[-1] == (
        "1871 comes nearest with a score of 0.31 of 1: “Bridges need money.”"
    )


def test_why_shows_rule_cues_and_runner_up(panel: SidePanel) -> None:
    panel.show_finding(rows()[1], LABELS)
    short = panel.finding_card.height()
    panel.toggle_why()
    assert told(panel)[-3:] == [
        "Both name a cause, and the causes differ.",
        "1871 signals: “not tolls” (negation)",
        "Second best: ≈ partial, 20\N{NO-BREAK SPACE}% sure",
    ]
    assert panel.finding_card.height() > short, "the card grew with its words, at once"
    panel.toggle_why()
    assert told(panel)[-1] == "Both name cause."
    assert panel.finding_card.height() == short


@pytest.mark.parametrize(
    ("verdict", "title", "standing"),
    [
        (Relation.DIVERGE, "≠ They diverge", "Your verdict · Diptych says the same"),
        (Relation.CONVERGE, "= They converge", "Your verdict · Diptych suggested “diverge”"),
        (None, "× Not a pair", "Your verdict · Diptych suggested “diverge”"),
    ],
)
def test_the_verdict_is_told_with_what_was_suggested(
    panel: SidePanel, verdict: Relation | None, title: str, standing: str
) -> None:
    panel.show_finding(rows({"f2": verdict})[1], LABELS)
    assert told(panel)[0].startswith(title)
    assert told(panel)[1].startswith(standing)


def test_verdict_buttons_give_and_take_back(panel: SidePanel, qtbot) -> None:
    given: list[str] = []
    panel.verdict_given.connect(given.append)
    panel.show_finding(rows()[1], LABELS)
    card = panel.finding_card
    for key in ("converge", "diverge", "partial", "not_a_pair"):
        qtbot.mouseClick(card.verdict_button(key), Qt.MouseButton.LeftButton)
    assert given == ["converge", "diverge", "partial", "not_a_pair"]
    panel.show_finding(rows({"f2": Relation.PARTIAL})[1], LABELS)
    assert card.verdict_button("partial").isChecked()
    qtbot.mouseClick(card.verdict_button("partial"), Qt.MouseButton.LeftButton)
    assert given[-1] == "", "the same again takes it back"


def test_a_suggestion_is_not_shown_as_a_verdict(panel: SidePanel) -> None:
    panel.show_finding(rows()[1], LABELS)
    keys = ("converge", "diverge", "partial", "not_a_pair")
    assert not any(panel.finding_card.verdict_button(key).isChecked() for key in keys)


def test_a_silence_cannot_be_judged_as_a_pair(panel: SidePanel) -> None:
    panel.show_finding(rows()[2], LABELS)
    enabled = [
        panel.finding_card.verdict_button(key).isEnabled()
        for key in ("converge", "diverge", "partial", "not_a_pair")
    ]
    assert enabled == [False, False, False, True]


def test_without_a_finding_it_says_what_to_do(panel: SidePanel) -> None:
    panel.show_finding(rows()[1], LABELS)
    panel.show_finding(None, LABELS)
    assert told(panel)[0] == "No finding is selected"
    assert not panel.finding_card.verdict_button("converge").isVisible()
    panel.toggle_why()
    assert len(told(panel)) == 2


def test_topics_are_counted_and_a_click_names_one(panel: SidePanel, qtbot) -> None:
    panel.show_topics(count_topics(rows()), ("tolls",))
    shown = {row.text(): row for row in panel.findChildren(TopicRow)}
    assert list(shown) == ["Tolls", "Causes", "Ferries", "Money", "Navigation"]
    assert [name for name, row in shown.items() if row.isChecked()] == ["Tolls"]
    assert shown["Tolls"].accessibleName() == (
        "Tolls: 0 converge, 1 diverges, 0 share a part, 1 stands alone"
    )
    with qtbot.waitSignal(panel.topic_clicked) as heard:
        qtbot.mouseClick(shown["Causes"], Qt.MouseButton.LeftButton)
    assert heard.args == ["causes"]
    shown["Ferries"].setFocus()
    with qtbot.waitSignal(panel.topic_clicked) as heard:
        qtbot.keyClick(shown["Ferries"], Qt.Key.Key_Return)
    assert heard.args == ["ferries"]


def test_notes_are_listed_and_a_click_names_one(panel: SidePanel, qtbot) -> None:
    assert not panel.notes_card.isVisible()
    bodies = {"1848 ¶ 2": "First line\n\nmore", "1871 ¶ 1": HOSTILE}
    show_notes(panel, bodies)
    shown = panel.findChildren(NoteRow)
    assert shown[0].accessibleName() == "1848 ¶ 2: First line more"
    assert "<img src=" in shown[1].shown_text()
    with qtbot.waitSignal(panel.note_chosen) as heard:
        qtbot.mouseClick(shown[1], Qt.MouseButton.LeftButton)
    assert heard.args == ["n2"]
    show_notes(panel, {})
    assert not panel.notes_card.isVisible()


def test_of_many_notes_the_first_are_listed_and_more_on_demand(panel: SidePanel, qtbot) -> None:
    show_notes(panel, {f"¶ {number}": "words" for number in range(1, 121)})
    more = next(each for each in panel.notes_card.findChildren(QuietButton) if each.isVisible())
    for shown in (50, 100):
        assert len(shown_notes(panel)) == shown
        assert more.text() == f"Show more ({shown} of 120)"
        qtbot.mouseClick(more, Qt.MouseButton.LeftButton)
        QApplication.processEvents()
    assert [name.split(":")[0] for name in shown_notes(panel)] == [f"¶ {n}" for n in range(1, 121)]
    assert not more.isVisible()


def show_notes(panel: SidePanel, bodies: dict[str, str]) -> None:
    notes = [
        Note(f"n{number}", NoteKind.FREE, body, created="", modified="")
        for number, body in enumerate(bodies.values(), 1)
    ]
    places = dict(zip([note.id for note in notes], bodies, strict=True))
    panel.show_notes(notes, lambda note: NoteLine(note.id, places[note.id], note.body))
    QApplication.processEvents()


def shown_notes(panel: SidePanel) -> list[str]:
    rows = panel.notes_card.findChildren(NoteRow)
    return [row.accessibleName() for row in rows if row.isVisible()]


def test_it_scrolls_where_there_is_little_room(panel: SidePanel, qtbot) -> None:
    panel.show_finding(rows()[1], LABELS)
    panel.show_topics(count_topics(rows()), ())
    panel.resize(360, 250)
    qtbot.waitUntil(lambda: panel.verticalScrollBar().maximum() > 0)
    assert panel.widget().width() == panel.viewport().width(), "nothing is cut at the side"
    panel.write_note()
    top = panel.note_editor.field.mapTo(panel, panel.note_editor.field.rect().topLeft()).y()
    assert 0 <= top < 250


def test_every_control_has_a_name(panel: SidePanel) -> None:
    panel.show_finding(rows()[1], LABELS)
    panel.show_topics(count_topics(rows()), ())
    nameless = [
        widget
        for widget in panel.findChildren(object)
        if hasattr(widget, "focusPolicy")
        and widget.focusPolicy() != Qt.FocusPolicy.NoFocus
        and widget.isVisible()
        and not widget.accessibleName()
        and not (hasattr(widget, "text") and widget.text())
    ]
    assert nameless == []


def test_hostile_words_stay_words_in_prose_and_tips(qtbot) -> None:
    prose = Prose()
    qtbot.addWidget(prose)
    prose.set_theme(theme())
    one_line = [Line((Piece("1848 names a treaty."),))]
    prose.set_lines(one_line)
    height = prose.heightForWidth(5000)
    prose.set_lines([Line((Piece("1848 names "), Piece(HOSTILE, "diverge_ink"), Piece(".")))])
    assert prose.heightForWidth(5000) == height, "a line separator in a name makes no line"
    assert prose.heightForWidth(60) > 4 * height, "all of its letters take room"
    assert '<img src="file:///etc/hostname"> & <b>bold</b>' in prose.accessibleName()
    prose.resize(300, 100)
    prose.grab()
    document = QTextDocument()
    document.setHtml(tip(HOSTILE))
    assert '<img src="file:///etc/hostname">' in document.toPlainText()


def test_prose_wraps_to_its_width(qtbot) -> None:
    prose = Prose()
    qtbot.addWidget(prose)
    prose.set_theme(theme())
    prose.set_lines([Line((Piece("many words " * 20),))])
    assert prose.heightForWidth(150) > 2 * prose.heightForWidth(400)


def test_words_come_in_the_colour_of_their_relation() -> None:
    pieces = [p for line in account.evidence(rows()[1], LABELS) for p in line.pieces]
    inks = {piece.text: piece.ink for piece in pieces}
    assert inks["tolls, quarrel"] == "diverge_ink"
    assert inks["cause"] == "converge_ink"
