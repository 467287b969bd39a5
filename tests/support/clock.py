"""A clock for tests."""

from __future__ import annotations


class Clock:
    """Stands still until it is set.

    Attributes:
        now: UTC, ISO 8601.
    """

    def __init__(self, now: str = "2026-03-01T09:30:00Z") -> None:
        self.now = now

    def __call__(self) -> str:
        return self.now
