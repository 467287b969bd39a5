"""The time as the store writes it: UTC, ISO 8601, whole seconds, "Z".

A clock is handed in wherever a time is written, so that a test can set it back.
"""

from __future__ import annotations

from collections.abc import Callable

Clock = Callable[[], str]


def utc_now() -> str:
    """Return the time now, as in "2026-03-01T09:30:00Z"."""
    from datetime import UTC, datetime

    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
