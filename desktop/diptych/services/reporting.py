"""A comparison becomes a report, and a report becomes a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diptych.export.catalogue import WRITERS
from diptych.export.characters import encodable
from diptych.export.files import write_atomically
from diptych.model.report import Report
from diptych.model.wire import topic_from_plain, topic_to_plain
from diptych.services.topics import Followed, on_topics
from diptych.work.port import COMPARING

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Sequence
    from pathlib import Path

    from diptych.model.comparison import Comparison, Finding, Mode, Topic
    from diptych.model.document import Document
    from diptych.model.note import Note, Verdict
    from diptych.services.opening import Opened
    from diptych.services.workers import Waiting
    from diptych.work.port import Plain


def compare_and_report(
    worker: Waiting,
    left: Plain,
    right: Plain,
    topics: Sequence[str],
    mode: Mode,
    writer: str,
    pack: Sequence[Topic] | None = None,
) -> bytes:
    """Compare two files that a worker has loaded, and return the report in a writer's form.

    Args:
        worker: has answered "load" for both.
        left, right: as in `Opened.request`; their paths stand in the report as they are given.
        topics: names of the topics that count; none means all.
        mode: what is compared.
        writer: a key of `export.catalogue.WRITERS`.
        pack: the topics that are followed, None for the shipped ones. Never those of the library:
            the same command gives the same bytes on every machine.

    Raises:
        UserError: a file cannot be used, or a topic is not known.
    """
    followed = Followed().topics if pack is None else pack
    request = {
        "left": left,
        "right": right,
        "topics": [topic_to_plain(topic) for topic in followed],
        "names": list(topics),
        "mode": mode.value,
        "writer": writer,
    }
    made: bytes = worker.ask("report", request, COMPARING)["blob"]
    return made


def report_on(
    left: Opened,
    right: Opened,
    comparison: Comparison,
    judged: Iterable[tuple[Finding, Verdict | None]],
    topics: tuple[Topic, ...],
    notes: Iterable[Note],
) -> Report:
    """Return a comparison as a reader has it: these of its findings, with verdicts and notes."""
    judged = list(judged)
    return Report(
        left=left.document,
        right=right.document,
        left_path=left.entry.path,
        right_path=right.entry.path,
        comparison=comparison._replace(findings=tuple(finding for finding, _verdict in judged)),
        topics=topics,
        notes=tuple(notes),
        verdicts={finding.id: verdict for finding, verdict in judged if verdict},
    )


def report_made(left: Document, right: Document, comparison: Comparison, request: Plain) -> bytes:
    """Return the report that `compare_and_report` asks for; this runs in the worker."""
    topics = tuple(map(topic_from_plain, request["topics"]))
    report = Report(
        left=left,
        right=right,
        left_path=request["left"]["path"],
        right_path=request["right"]["path"],
        comparison=on_topics(comparison, request["names"], topics),
        topics=topics,
    )
    made = WRITERS[request["writer"]].write(report)
    return encodable(made).encode() if isinstance(made, str) else made


def suffix_of(writer: str) -> str:
    """Return the suffix of a writer's files, with the dot."""
    return WRITERS[writer].suffix


def write_made(data: bytes, target: Path, is_wanted: Callable[[], bool] = lambda: True) -> None:
    """Write what was made into a file, whole or not at all; see `write_atomically`."""
    write_atomically(target, data, is_wanted)


class Making:
    """A report that becomes a file in short steps, for a window that goes on between them.

    Args:
        report: what is written; it cannot change.
        writer: a key of `export.catalogue.WRITERS`.
    """

    def __init__(self, report: Report, writer: str) -> None:
        self._report, self._writer = report, WRITERS[writer]
        self._parts: list[str] = []

    def steps(self) -> Generator[int, None, None]:
        """Make all that takes long; yield 0 after each step."""
        for part in self._writer.parts(self._report):
            self._parts.append(part)
            yield 0

    def whole(self) -> bytes:
        """Return the file, when all steps are done; may be called on any thread."""
        return self._writer.whole(self._report, self._parts)
