"""Languages that the trained models do not read: by the optional encoder, else by words."""

from __future__ import annotations

import pytest

from diptych.compare import LEXICAL, encoder
from diptych.compare.engine import compare
from support.comparing import document

ENGLISH = document(
    "Everyone has the right to leave any country, including his own, and to return to it.",
    "Everyone has the right to freedom of thought, conscience and religion.",
    "No one shall be held in slavery or servitude.",
)
SPANISH = document(
    "Nadie estará sometido a esclavitud ni a servidumbre.",
    "Toda persona tiene derecho a salir de cualquier país, incluso del propio, y a regresar a él.",
    "Toda persona tiene derecho a la libertad de pensamiento, de conciencia y de religión.",
    language="es",
)


def test_without_the_extra_it_goes_by_words_and_says_what_to_install(monkeypatch):
    monkeypatch.setattr(encoder, "load", lambda: None)
    found = compare(ENGLISH, SPANISH, ())
    assert found.engine == LEXICAL
    assert "goes by words alone" in found.remark
    assert encoder.PACKAGE in found.remark


def test_only_the_files_that_were_named_are_read(tmp_path, monkeypatch):
    (tmp_path / "weights.npz").write_bytes(b"something else")
    monkeypatch.setattr(encoder, "_file", lambda name: tmp_path / name)
    encoder.load.cache_clear()
    assert encoder.load() is None
    encoder.load.cache_clear()


@pytest.mark.skipif(encoder.load() is None, reason="the optional extra is not installed")
def test_with_it_passages_are_linked_across_languages():
    found = compare(ENGLISH, SPANISH, ())
    assert found.engine == encoder.ENGINE
    assert "less sure" in found.remark
    pairs = {
        (one.left[0].block, one.right[0].block) for one in found.findings if one.right and one.left
    }
    assert {(0, 1), (1, 2), (2, 0)} <= pairs
