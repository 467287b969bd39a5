"""Two Documents become Findings. No file, no store, no Qt."""

from diptych.model.comparison import Engine

ENGINE = Engine("lexical", "4")
"""Part of the cache's key: the version rises whenever the same texts would give other findings."""
