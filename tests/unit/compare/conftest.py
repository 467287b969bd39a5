"""The comparison without its trained models."""

from __future__ import annotations

import pytest

from diptych.compare import current, models


@pytest.fixture
def models_folder(tmp_path, monkeypatch):
    """A folder of the test's own where the trained models are looked for; nothing lies in it."""
    folder = tmp_path / "models"
    folder.mkdir()
    monkeypatch.setattr(models, "_folder", lambda: folder)
    known = models.shipped, models.load, current
    for cached in known:
        cached.cache_clear()
    yield folder
    for cached in known:
        cached.cache_clear()


@pytest.fixture
def by_words(models_folder):
    """Compare by words alone, because no model is there."""
