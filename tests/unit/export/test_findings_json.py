"""Findings as JSON: the contract, and quotations cut from the source."""

from __future__ import annotations

import json

import jsonschema
import pytest

from diptych.export.catalogue import WRITERS
from diptych.export.findings_json import write
from diptych.model.note import Anchor
from support.repository import RESOURCES
from support.small_report import hostile_report, small_report


@pytest.fixture
def validator() -> jsonschema.Draft202012Validator:
    schema = json.loads((RESOURCES / "findings.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def test_output_is_valid(validator: jsonschema.Draft202012Validator) -> None:
    validator.validate(json.loads(write(small_report())))


@pytest.mark.parametrize(
    ("path", "wrong"),
    [
        (["schema"], 2),
        (["findings", 0, "relation"], "agree"),
        (["findings", 0, "confidence"], 1.5),
        (["findings", 0, "right"], []),
        (["findings", 0, "verdict", "relation"], "maybe"),
        (["findings", 1, "notes"], []),
        (["notes", 0, "anchors", 0, "quote"], ""),
        (["findings", 2, "right"], [{"start": 0, "end": 1, "quote": "O"}]),
        (["left", "sha256"], "none"),
    ],
)
def test_schema_refuses(
    validator: jsonschema.Draft202012Validator, path: list[str | int], wrong: object
) -> None:
    plain = json.loads(write(small_report()))
    place = plain
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = wrong
    with pytest.raises(jsonschema.ValidationError):
        validator.validate(plain)


def test_keys_come_in_the_order_of_the_contract() -> None:
    plain = json.loads(write(small_report()._replace(notes=())))
    assert list(plain) == ["schema", "engine", "mode", "remark", "left", "right", "findings"]
    assert list(plain["findings"][2]) == [
        "id",
        "relation",
        "confidence",
        "topics",
        "left",
        "right",
        "evidence",
        "runner_up",
        "nearest",
        "reason",
    ]


def test_quotations_are_the_source_between_the_offsets() -> None:
    report = small_report()
    seen = 0
    for finding in json.loads(write(report))["findings"]:
        for name, source in (("left", report.left.source), ("right", report.right.source)):
            for span in finding[name]:
                assert source[span["start"] : span["end"]] == span["quote"]
                seen += 1
    assert seen == 7


def test_a_passage_interrupted_by_furniture_is_two_spans() -> None:
    toll = json.loads(write(small_report()))["findings"][1]
    assert [span["quote"] for span in toll["left"]] == [
        "We oppose any toll on fishing boats, because",
        "the catch has fallen by half.",
    ]


def test_a_silence_has_its_proof_on_the_silent_side() -> None:
    plain = json.loads(write(small_report()))
    wall, lamps = plain["findings"][2:]
    assert wall["nearest"]["spans"][0]["quote"] == "Lamps will be lit on the wall."
    assert lamps["nearest"]["spans"][0]["quote"] == "The ferry is loved."


def test_the_reader_s_words_stand_beside_what_the_engine_said() -> None:
    report = small_report()
    plain = json.loads(write(report))
    boats, toll = plain["findings"][:2]
    assert boats["relation"] == "partial"
    assert boats.pop("verdict") == {"relation": "converge", "decided": "2026-01-01T00:00:00Z"}
    (note,) = toll.pop("notes")
    assert (note["id"], note["body"]) == ("1" * 32, "Compare *1904*.\nAsk again.")
    (other,) = plain.pop("notes")
    assert other["body"] == "By whom?"
    (anchor,) = other["anchors"]
    assert report.left.source[anchor["start"] : anchor["end"]] == anchor["quote"]
    assert plain == json.loads(write(report._replace(verdicts={}, notes=())))


def test_without_the_reader_s_words_there_is_no_place_for_them() -> None:
    written = write(small_report()._replace(verdicts={}, notes=()))
    assert '"verdict"' not in written
    assert '"notes"' not in written


def test_not_a_pair_is_null(validator: jsonschema.Draft202012Validator) -> None:
    report = small_report()
    verdict = report.verdicts["boats"]._replace(relation=None)
    plain = json.loads(write(report._replace(verdicts={"boats": verdict})))
    validator.validate(plain)
    assert plain["findings"][0]["verdict"]["relation"] is None


def test_a_path_of_undecodable_bytes_can_be_written(
    validator: jsonschema.Draft202012Validator,
) -> None:
    path = b"caf\xe9.txt".decode("utf-8", "surrogateescape")
    written = write(small_report()._replace(left_path=path)).encode()
    plain = json.loads(written)
    validator.validate(plain)
    assert plain["left"]["path"] == "caf\N{REPLACEMENT CHARACTER}.txt"


def test_hostile_names_stay_names(validator: jsonschema.Draft202012Validator) -> None:
    name = '"}\n<img src=x>\u202e'
    plain = json.loads(write(hostile_report(name)))
    validator.validate(plain)
    assert plain["left"]["path"] == name


def test_a_note_on_a_page_without_words_says_where_it_is(
    validator: jsonschema.Draft202012Validator,
) -> None:
    report = small_report()
    place = Anchor(report.left.sha256, 0, 0, "", "", "", page=2, boxes=((2.0, 1.0, 2.0, 3.0, 4.0),))
    note = report.other_notes[0]._replace(left=(place,), right=(), body="A seal.")
    report = report._replace(notes=(note,))
    plain = json.loads(write(report))
    validator.validate(plain)
    assert plain["notes"][0]["anchors"] == [
        {"sha256": report.left.sha256, "page": 3, "box": [1.0, 2.0, 3.0, 4.0]}
    ]
    assert "Note on page 3" in WRITERS["markdown"].write(report)
    assert "Note on page 3" in WRITERS["html"].write(report)
