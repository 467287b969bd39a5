"""The findings on the comparisons that were judged by hand do not get worse unnoticed."""

from __future__ import annotations

from diptych.compare.engine import compare
from diptych.formats.reader import read_path
from perf.quality import SEEDS, measure_gold, measure_gold_positions, random_diverge


def test_the_figures_on_the_gold_stay_above_their_floors():
    rows = measure_gold()
    mean = {
        name: sum(row[name] for row in rows.values()) / len(rows)
        for name in (
            "link_f1",
            "link_precision",
            "relation_accuracy",
            "relation_macro_recall",
            "silence_f1",
        )
    }
    assert mean["link_f1"] >= 0.4
    assert mean["link_precision"] >= 0.35
    assert mean["relation_accuracy"] >= 0.75
    assert mean["relation_macro_recall"] >= 0.55
    assert mean["silence_f1"] >= 0.3


def test_what_is_called_silent_is_tied_to_nothing():
    findings = compare(
        read_path(SEEDS / "letter-2018.txt"), read_path(SEEDS / "letter-2021.txt"), ()
    ).findings
    for side in ("left", "right"):
        silent, tied = set(), set()
        for finding in findings:
            spans = {
                (one.block, at)
                for one in getattr(finding, side)
                for at in range(one.start, one.end)
            }
            (silent if finding.relation.is_one_sided else tied).update(spans)
        assert silent
        assert silent.isdisjoint(tied)


def test_sentences_of_one_document_are_seldom_set_against_each_other():
    assert random_diverge(100) <= 0.025


def test_positions_are_known_in_letters_and_in_reports():
    assert min(measure_gold_positions().values()) >= 0.8
