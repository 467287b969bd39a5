"""A claim is put to documents, or a topic: what does each say to it?"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from diptych.model import wire
from diptych.model.comparison import Relation
from diptych.model.standing import utterance_from_plain
from diptych.work.port import COMPARING

if TYPE_CHECKING:
    from collections.abc import Callable

    from diptych.model.comparison import Comparison, Finding, Topic
    from diptych.model.standing import Utterance
    from diptych.services.comparing import Readable
    from diptych.services.topics import Followed
    from diptych.work.port import Jobs, Plain, Take

LONGEST = 2000
"""Letters of a claim; more than a few sentences are no claim but a text to compare."""


class Answer(NamedTuple):
    """What one document says to a claim.

    Args:
        findings: its answers, the claim on the left, the surest first.
        quotes: the document's words of each, cut from its text.
        silence: the claim alone with what came nearest and is no answer; None where the claim has
            no sentence that could be compared.
        nearest: the words of that passage, or "".
        remark: a plain sentence on how it was found out, or "".
    """

    findings: tuple[Finding, ...]
    quotes: tuple[str, ...]
    silence: Finding | None
    nearest: str
    remark: str

    @property
    def relation(self) -> Relation:
        """How the document stands to the claim: `ONLY_LEFT` is silence."""
        return self.findings[0].relation if self.findings else Relation.ONLY_LEFT


class Probing:
    """Puts claims and topics to documents, one document after another."""

    def __init__(self, jobs: Jobs, followed: Followed) -> None:
        self._jobs = jobs
        self._followed = followed
        self._tickets: list[int] = []

    def ask(
        self,
        claim: str,
        document: Readable,
        *,
        done: Callable[[Answer], None],
        failed: Callable[[Exception], None],
    ) -> None:
        """Put a claim to a document.

        Args:
            claim: a sentence or a few.
            document: who is asked.
            done: called with the answer.
            failed: called with a `UserError`, a `WorkerDefect` or `Cancelled`.
        """
        topics = [wire.topic_to_plain(topic) for topic in self._followed.topics]
        request = {"claim": claim[:LONGEST], "document": document.request, "topics": topics}
        self._submit("ask", request, _answer, done, failed)

    def try_topic(
        self,
        topic: Topic,
        document: Readable,
        *,
        done: Callable[[list[Utterance]], None],
        failed: Callable[[Exception], None],
    ) -> None:
        """Look for what a document says to a topic, which need not be kept; see `ask`."""
        request = {"topic": wire.topic_to_plain(topic), "document": document.request}
        self._submit("try_topic", request, _said, done, failed)

    def _submit(
        self,
        task: str,
        request: Plain,
        take: Take,
        done: Callable[..., None],
        failed: Callable[[Exception], None],
    ) -> None:
        ticket = self._jobs.submit(
            task, request, done=done, failed=failed, take=take, allowance=COMPARING
        )
        self._tickets.append(ticket)

    def stop(self) -> None:
        """Ask nobody any more; `failed` gets `Cancelled` for each who was still to answer."""
        # The last first: else the worker would begin with each in its turn.
        tickets, self._tickets = self._tickets, []
        for ticket in reversed(tickets):
            self._jobs.cancel(ticket)


def _said(plain: Plain) -> list[Utterance]:
    return [utterance_from_plain(each) for each in plain["said"]]


def _answer(plain: Plain) -> Answer:
    found: Comparison = wire.comparison_from_plain(plain["comparison"])
    findings = found.findings[:-1]
    return Answer(
        findings=findings,
        quotes=tuple(plain["quotes"][: len(findings)]),
        silence=found.findings[-1] if found.findings else None,
        nearest=plain["nearest"],
        remark=found.remark,
    )
