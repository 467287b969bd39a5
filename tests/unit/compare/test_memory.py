"""What the models said once is not asked again, and what comes out is the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from diptych.compare import memory, models
from diptych.compare.engine import compare
from diptych.compare.memory import Memory, key_of
from diptych.services.tasks import make_tasks
from support.comparing import document

FIRST = document("The harbour must stay open to every boat. The school needs a new roof this year.")
SECOND = document(
    "We will close the harbour to foreign boats. Nobody pays for the roof of a school."
)
EDITED = document("The harbour must stay open to every boat. The school has no need of a new roof.")


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """What the encoder is asked to read, with nothing known beforehand."""
    loaded = models.load()
    monkeypatch.setattr(loaded, "memory", Memory("a test's own"))
    found: list[int] = []
    run = loaded._linker.run

    class Watched:
        def run(self, names, given):
            found.append(given["ids"].shape[1])
            return run(names, given)

    monkeypatch.setattr(loaded, "_linker", Watched())
    return found


def test_only_new_words_are_read_and_the_findings_are_the_same(asked: list[int]):
    first = compare(FIRST, SECOND, ())
    assert len(asked) == 6  # four sentences, and two documents as a whole
    asked.clear()
    assert compare(FIRST, SECOND, ()) == first
    assert asked == []
    compare(EDITED, SECOND, ())
    assert len(asked) == 2  # the sentence that is new, and its neighbours with it


def test_it_can_be_carried_to_another_process_by_section():
    own = Memory("these models")
    own.begin()
    own.put(key_of("linker", [1, 2]), b"left")
    own.turn(1)
    own.put(key_of("linker", [3]), b"right")
    packed = [own.packed(section) for section in range(memory.SECTIONS)]
    assert packed[2] == b""
    other, strangers = Memory("these models"), Memory("other models")
    for each in (other, strangers):
        each.take_in([*packed, b"", b"damaged", packed[0][:-2]])
    assert other.get(key_of("linker", [1, 2])) == b"left"
    assert other.get(key_of("linker", [3])) == b"right"
    assert strangers.get(key_of("linker", [3])) is None
    other.begin()
    other.get(key_of("linker", [3]))
    assert other.packed(0) == b""  # nothing of it is new


def test_it_forgets_what_was_used_longest_ago():
    own = Memory("models", limit=10)
    for number in range(4):
        own.put(key_of("k", [number]), b"four")
        own.get(key_of("k", [0]))
    assert own.get(key_of("k", [0])) == b"four"
    assert own.get(key_of("k", [1])) is None
    assert own.get(key_of("k", [3])) == b"four"


def test_a_task_takes_it_in_and_hands_out_what_is_new(tmp_path):
    (tmp_path / "a.txt").write_text(FIRST.source)
    (tmp_path / "b.txt").write_text(SECOND.source)
    tasks = make_tasks(lambda path: Path(path).read_bytes())
    sides = {
        side: {"path": str(tmp_path / name), "encoding": None, "last_page": 0, "ocr": None}
        for side, name in (("left", "a.txt"), ("right", "b.txt"))
    }
    for side in sides.values():
        side["password"] = ""
        side["sha256"] = tasks["load"](side, lambda *_: None)["sha256"]
    request = {**sides, "topics": [], "mode": None}
    memory.shared.cache_clear()
    models.load.cache_clear()
    first = tasks["compare"](dict(request), lambda *_: None)
    assert all(first["kept"][:2])
    again = {**request, "kept": first["kept"], "blob": first["blob"]}
    second = tasks["compare"](again, lambda *_: None)
    assert second["kept"] == [0, 0, 0]
    assert second["findings"] == first["findings"]


def test_first_findings_come_early_and_change_nothing_of_all():
    early = []
    left = document("The harbour must stay open to every fishing boat of the town.", FIRST.source)
    right = document("The harbour must stay open to every fishing boat.", SECOND.source)
    found = compare(left, right, (), early=early.append)
    assert found == compare(left, right, ())
    (first,) = early
    assert first.findings
    assert "not finished" in first.remark
