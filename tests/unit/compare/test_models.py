"""The trained models: that they are ours, and that they say the same every time."""

from __future__ import annotations

import json
import shutil

import pytest

from diptych.compare import LEXICAL, current, models
from diptych.compare.engine import compare, judge
from diptych.compare.wordpiece import WordPiece
from diptych.model.comparison import Relation
from support.comparing import document
from support.repository import RESOURCES

LEFT = document("The harbour must stay open to every fishing boat.", "The school needs a roof.")
RIGHT = document(
    "We will close the harbour to fishing boats.", "Nobody paid for the school's roof."
)


@pytest.fixture(scope="module")
def pieces() -> WordPiece:
    vocabulary = (RESOURCES / "models" / "vocab.txt").read_text(encoding="utf-8")
    return WordPiece(vocabulary.split("\n")[:-1])


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        (
            "The migrants’ asylum claims weren't unreasonably re-examined.",
            [
                1996,
                16836,
                1521,
                11386,
                4447,
                4694,
                1005,
                1056,
                4895,
                16416,
                3385,
                8231,
                2128,
                1011,
                8920,
                1012,
            ],
        ),
        (
            "President Andrés Manuel LÓPEZ Obrador, $5.2 billion (2018–19)",
            [
                2343,
                15614,
                7762,
                8685,
                27885,
                12173,
                2953,
                1010,
                1002,
                1019,
                1012,
                1016,
                4551,
                1006,
                2760,
                1516,
                2539,
                1007,
            ],
        ),
        (
            "我们 protect\tрефугиз\u200b naïve\x00 ﬁn",
            [1855, 100, 4047, 1195, 15290, 29749, 29748, 29741, 10325, 29744, 15743, 1984, 2078],
        ),
        ("x" * 101 + " ok", [100, 7929]),
        ("", []),
    ],
)
def test_texts_are_cut_as_the_reference_cuts_them(pieces, text, ids):
    assert pieces.ids(text) == ids


def test_where_room_is_short_both_texts_keep_some(pieces):
    short, long = "Peace. " * 10, "The harbour is closed. " * 100
    for left, right in ((long, long), (short, long), (long, short)):
        ids, kinds = models.pair(pieces, left, right)
        assert len(ids) == len(kinds) <= models.LONGEST
        assert min(kinds.count(0), kinds.count(1)) > 20
        assert ids.count(pieces.end) == 2


def test_sentences_are_read_in_windows_that_lose_none(pieces):
    texts = ["", "One sentence.", "word " * 400, *["Another sentence of this kind."] * 60]
    found = models.windows(pieces, texts, [0, 0, 1, *range(60)])
    assert [number for window in found for number, _, _ in window.places] == list(range(len(texts)))
    for window in found:
        assert len(window.ids) <= models.LONGEST
        for number, start, end in window.places:
            if texts[number]:
                whole = pieces.ids(texts[number])
                assert window.ids[start:end] == whole[: models.LONGEST - 2]


def test_the_shipped_files_are_those_of_the_manifest():
    names = {file.name for file in models.shipped()}
    assert names == {"linker.onnx", "judge.onnx", "vocab.txt", "weights.json"}
    assert models.load()
    size = sum((RESOURCES / "models" / name).stat().st_size for name in names)
    assert size <= 60e6


def test_a_comparison_by_models_says_so_and_says_it_again():
    one, two = compare(LEFT, RIGHT, ()), compare(LEFT, RIGHT, ())
    assert one == two
    assert one.engine == current() != LEXICAL
    assert one.remark == ""


def test_a_judgement_does_not_hang_on_the_sides():
    pairs = [(a.text, b.text) for a in LEFT.blocks for b in RIGHT.blocks]
    for left, right in pairs:
        assert judge(left, right) == judge(right, left)


def test_what_came_before_changes_no_judgement():
    first = judge("Ships may enter.", "Ships may not enter.")
    judge("A much longer text of quite another kind " * 9, "short")
    assert judge("Ships may enter.", "Ships may not enter.") == first


@pytest.mark.usefixtures("by_words")
def test_without_models_words_alone_go_on_and_say_so():
    found = compare(LEFT, RIGHT, ())
    assert found.engine == current() == LEXICAL
    assert found.remark == (
        "This comparison goes by words alone, without trained models: a file of theirs is missing."
    )
    assert judge("Ships may enter.", "Ships may not enter.")[0].value == "diverge"


def test_a_damaged_model_is_not_used(models_folder):
    shutil.copytree(RESOURCES / "models", models_folder, dirs_exist_ok=True)
    weights = models_folder / "weights.json"
    weights.write_text(json.dumps({"changed": 1}), encoding="utf-8")
    found = compare(LEFT, RIGHT, ())
    assert found.engine == LEXICAL
    assert found.remark.endswith("without trained models: the file weights.json is damaged.")


def test_other_languages_go_by_words_alone():
    left = document("El asilo es un derecho y debemos proteger a los refugiados.", language="es")
    found = compare(left, RIGHT, ())
    assert found.engine == LEXICAL
    assert found.remark.startswith("The trained models read English only")


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("We support the plan.", "We reject the plan."),
        ("The tax should be raised.", "The tax should be lowered."),
        ("Ferries must stop at the island.", "Ferries must not stop at the island."),
    ],
)
def test_plain_oppositions_diverge(left: str, right: str) -> None:
    assert judge(left, right)[0] is Relation.DIVERGE
    assert judge(right, left)[0] is Relation.DIVERGE
