"""A comparison becomes a report, and a report becomes text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diptych.export.catalogue import WRITERS
from diptych.export.files import write_atomically
from diptych.model.report import Report
from diptych.services.comparing import compare_files
from diptych.services.topics import Followed, on_topics

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from diptych.model.comparison import Mode


def compare_and_report(
    left: Path, right: Path, topics: Sequence[str], mode: Mode, writer: str
) -> str:
    """Read and compare two files and return the report in a writer's form.

    Args:
        left, right: the files, named in the report as they are given here.
        topics: names of the topics that count; none means all.
        mode: what is compared.
        writer: a key of `export.catalogue.WRITERS`.

    Raises:
        UserError: a file cannot be used, or a topic is not known.
    """
    followed = Followed()
    left_document, right_document, comparison = compare_files(left, right, mode, followed)
    report = Report(
        left=left_document,
        right=right_document,
        left_path=str(left),
        right_path=str(right),
        comparison=on_topics(comparison, topics, followed.topics),
        topics=followed.topics,
    )
    return WRITERS[writer].write(report)


def suffix_of(writer: str) -> str:
    """Return the suffix of a writer's files, with the dot."""
    return WRITERS[writer].suffix


def write_report(report: Report, writer: str, target: Path) -> None:
    """Write a report into a file, whole or not at all.

    Raises:
        UserError: the file could not be written; what was there before is left.
    """
    write_atomically(target, WRITERS[writer].write(report))
