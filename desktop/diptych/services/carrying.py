"""Notes and verdicts go over from earlier versions of a document to the one that is open.

Nothing is dropped and nothing moves on a guess: what is not surely found stays on the version that
it was written on, marked as uncertain or lost, and the reader decides. Where a note was before, the
library keeps.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from diptych.anchoring.describe import describe, describe_place
from diptych.anchoring.resolve import Seeker, resolve
from diptych.model.errors import Cancelled, UserError
from diptych.model.note import Anchor, AnchorState, Note, NoteKind, Verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

    from diptych.model.document import Document, Span
    from diptych.services.opening import Opened
    from diptych.store.library import Library
    from diptych.work.port import Jobs

# Notes that are looked for in one go beside the window, then saved in one go in it: saving as many
# takes less than a tenth of a second.
SLICE = 100
# Under this and two hashes the library keeps up to when verdicts went over from one to the other.
_VERDICTS = "verdicts carried"

_WORST = (AnchorState.LOST, AnchorState.UNCERTAIN, AnchorState.MOVED, AnchorState.EXACT)


class Tally(NamedTuple):
    """How many notes there were, and how each was found: `all` is the sum of the rest."""

    all: int = 0
    exact: int = 0
    moved: int = 0
    uncertain: int = 0
    lost: int = 0

    def plus(self, state: AnchorState) -> Tally:
        """Return the tally with one note more."""
        return self._replace(**{"all": self.all + 1, state.value: getattr(self, state.value) + 1})


class Carried(NamedTuple):
    """What became of the notes and verdicts on earlier versions.

    Args:
        notes: of those on its words, on its pages, or on it as a whole.
        verdicts: how many count for the new version: both passages stand there word for word.
        doubtful: how many do not, because a passage has changed; see `unsettled`.
    """

    notes: Tally = Tally()
    verdicts: int = 0
    doubtful: int = 0


def carry(note: Note, seeker: Seeker, earlier: Collection[str]) -> tuple[Note, AnchorState | None]:
    """Look for a note in a document.

    Args:
        note: written on the document, or on an earlier version of it.
        seeker: looks in the version that counts now.
        earlier: the hashes of its earlier versions.

    Returns:
        The note with its anchors there, and how the worst of those that were looked for was found:
        exact for one that is on the document as a whole; None where nothing was to be looked for.
    """
    states: list[AnchorState] = []
    document = seeker.document

    def look_for(anchor: Anchor) -> Anchor:
        if not awaits(anchor, document.sha256, earlier):
            return anchor
        found = seeker.resolve(anchor)
        states.append(found.state)
        if found.state in (AnchorState.UNCERTAIN, AnchorState.LOST):
            return anchor._replace(state=found.state, sought=document.sha256)
        return settled(anchor, document, found.span, found.page)._replace(state=found.state)

    target = _target(note, document.sha256, earlier)
    if target != note.target:
        states.append(AnchorState.EXACT)
    moved = note._replace(
        left=tuple(map(look_for, note.left)),
        right=tuple(map(look_for, note.right)),
        target=target,
    )
    return moved, min(states, key=_WORST.index) if states else None


def _target(note: Note, sha256: str, earlier: Collection[str]) -> str:
    """Return what a note is on, with the new version in the place of an earlier one."""
    return " ".join(sha256 if each in earlier else each for each in _whole(note)) or note.target


def _whole(note: Note) -> list[str]:
    """Return the hashes of the documents that a note is on as a whole."""
    return note.target.split() if note.kind in (NoteKind.DOCUMENT, NoteKind.READING) else []


def compares_versions(note: Note, family: Collection[str]) -> bool:
    """Whether a note is on two versions of one document: it is about both, and stays on them."""
    versions = {anchor.sha256 for anchor in note.anchors if not anchor.sought}
    return len(versions.union(_whole(note)) & set(family)) > 1


def awaits(anchor: Anchor, sha256: str, earlier: Collection[str]) -> bool:
    """Whether an anchor is to be looked for in a document, and was not looked for there before."""
    if anchor.sha256 == sha256:
        # It was sought in a later version in vain, and its own is back.
        return anchor.sought not in ("", sha256)
    return anchor.sha256 in earlier and anchor.sought != sha256


def settled(anchor: Anchor, document: Document, span: Span | None, page: int = -1) -> Anchor:
    """Return an anchor as it reads at its place in a document: words, or a box on a page."""
    if span is not None:
        return describe(document, span, anchor.boxes if anchor.sha256 == document.sha256 else ())
    _page, left, top, right, bottom = anchor.boxes[0]
    return describe_place(document, page, (left, top, right, bottom))


def best_place(anchor: Anchor, document: Document) -> tuple[Span | None, int]:
    """Return where an anchor may be in a document: words, or a page; None and -1 for nowhere."""
    found = resolve(anchor, document)
    return found.span, found.page


class Carrying:
    """Carries notes over when a document is opened of which the library knows earlier versions."""

    def __init__(self, library: Library, jobs: Jobs) -> None:
        self._library = library
        self._jobs = jobs
        # The document that each run under way is for.
        self._under_way: set[str] = set()

    def earlier(self, opened: Opened) -> frozenset[str]:
        """Return the hashes of what the file of a document held before.

        What still has a file of its own elsewhere is a document like any other, and keeps its
        notes. An earlier version that is shown itself has none before it.
        """
        sha256, path = opened.document.sha256, opened.entry.path
        if not path:
            return frozenset()
        versions = self._library.versions(path)
        if len(versions) < 2 or versions[0] != sha256:
            return frozenset()
        newest: dict[str, str] = {}
        for at, version in self._library.history():
            newest.setdefault(at, version)
        return frozenset(versions) - set(newest.values())

    def begin(
        self,
        opened: Opened,
        *,
        done: Callable[[Carried], None],
        failed: Callable[[UserError], None],
    ) -> None:
        """Carry over what is still on earlier versions of a document.

        Looking for notes is done beside the window, in slices; one that is broken off goes on when
        the document is opened the next time.

        Args:
            opened: the document as it is now.
            done: called when there was something to carry, with what became of it.
            failed: called when the library could not be written; what was carried stays so.
        """
        sha256, earlier = opened.document.sha256, self.earlier(opened)
        family = {sha256, *earlier}
        notes = [
            note
            for note in self._library.notes(family)
            if (
                any(awaits(anchor, sha256, earlier) for anchor in note.anchors)
                or not earlier.isdisjoint(_whole(note))
            )
            and not compares_versions(note, family)
        ]
        judged = self._judged(sha256, earlier)
        if (notes or judged) and sha256 not in self._under_way:
            self._under_way.add(sha256)
            seeker = Seeker(opened.document)
            self._go_on(_Run(seeker, earlier, notes, judged, done, failed), Carried())

    def _go_on(self, run: _Run, carried: Carried) -> None:
        """Look for the next notes, or for the next verdicts when all notes are done."""
        seeker, earlier, at = run.seeker, run.earlier, carried.notes.all
        notes = run.notes[at : at + SLICE]
        if notes:
            self._load(
                run,
                lambda: [carry(note, seeker, earlier) for note in notes],
                lambda found: self._keep(run, notes, found, carried),
            )
            return
        at = carried.verdicts + carried.doubtful
        end = at + SLICE
        # Up to when verdicts went over is all that is kept: those of one moment go together.
        while (
            end < len(run.judged) and run.judged[end][2].decided == run.judged[end - 1][2].decided
        ):
            end += 1
        judged = run.judged[at:end]
        self._load(
            run,
            lambda: [carry_verdict(each, seeker, earlier) for *_pair, each in judged],
            lambda found: self._keep_verdicts(run, judged, found, carried),
        )

    def _load(self, run: _Run, call: Callable[[], Any], keep: Callable[[Any], None]) -> None:
        def done(found: Any) -> None:
            try:
                keep(found)
            except UserError as error:
                failed(error)

        def failed(error: Exception) -> None:
            self._under_way.discard(run.seeker.document.sha256)
            if isinstance(error, UserError):
                run.failed(error)
            elif not isinstance(error, Cancelled):
                raise error

        self._jobs.load(call, done=done, failed=failed)

    def _keep(
        self,
        run: _Run,
        notes: Sequence[Note],
        found: Iterable[tuple[Note, AnchorState | None]],
        carried: Carried,
    ) -> None:
        tally = carried.notes
        with self._library.together():
            for note, (moved, state) in zip(notes, found, strict=True):
                assert state is not None, "every note has something that was looked for"
                tally = tally.plus(state)
                # The reader may have written on meanwhile, or deleted it.
                now = self._library.note(note.id)
                if now is not None and (now.anchors, now.target) == (note.anchors, note.target):
                    self._library.save_note(
                        now._replace(left=moved.left, right=moved.right, target=moved.target)
                    )
        self._go_on(run, carried._replace(notes=tally))

    def _judged(self, sha256: str, earlier: frozenset[str]) -> list[_Judged]:
        """Return the verdicts on earlier versions that did not go over yet, with their pairs.

        They come in the order in which they were given.
        """
        found = [
            (left, right, verdict)
            for left, right in (self._library.judged_pairs() if earlier else ())
            if earlier & {left, right} and not {left, right} <= earlier | {sha256}
            for until in (self._carried_until({left, right} & earlier, sha256),)
            for verdict in self._library.verdicts(left, right)
            if verdict.decided > until
        ]
        return sorted(found, key=lambda each: each[2].decided)

    def _carried_until(self, old: Collection[str], new: str) -> str:
        return max(self._library.setting(_key(each, new)) or "" for each in old)

    def _keep_verdicts(
        self,
        run: _Run,
        judged: Sequence[_Judged],
        found: Iterable[Verdict | None],
        carried: Carried,
    ) -> None:
        sha256 = run.seeker.document.sha256
        kept = doubtful = 0
        # By pair when the reader decided there; what was given since stays.
        there: dict[tuple[str, str], dict[str, str]] = {}
        latest: dict[str, str] = {}
        with self._library.together():
            for (left, right, verdict), moved in zip(judged, found, strict=True):
                latest |= dict.fromkeys({left, right} & run.earlier, verdict.decided)
                if moved is None:
                    doubtful += 1
                    continue
                kept += 1
                new = [sha256 if each in run.earlier else each for each in (left, right)]
                pair = new[0], new[1]
                if pair not in there:
                    here = self._library.verdicts(*pair)
                    there[pair] = {each.finding: each.decided for each in here}
                if moved.decided > there[pair].get(moved.finding, ""):
                    self._library.save_verdict(*pair, moved)
                    there[pair][moved.finding] = moved.decided
            for old, until in latest.items():
                self._library.set_setting(_key(old, sha256), until)
        verdicts, doubtful = carried.verdicts + kept, carried.doubtful + doubtful
        carried = carried._replace(verdicts=verdicts, doubtful=doubtful)
        if verdicts + doubtful < len(run.judged):
            self._go_on(run, carried)
        else:
            self._under_way.discard(sha256)
            run.done(carried)


class _Run(NamedTuple):
    """What is being carried over to a document."""

    seeker: Seeker
    earlier: frozenset[str]
    notes: list[Note]
    judged: list[_Judged]
    done: Callable[[Carried], None]
    failed: Callable[[UserError], None]


if TYPE_CHECKING:
    # The hashes of both documents, and a verdict on them.
    _Judged = tuple[str, str, Verdict]


def _key(old: str, new: str) -> str:
    return f"{_VERDICTS} {old} {new}"


def carry_verdict(verdict: Verdict, seeker: Seeker, earlier: Collection[str]) -> Verdict | None:
    """Return a verdict on the same words of the new version, None where they are not the same."""

    def look_for(anchor: Anchor) -> Anchor | None:
        if anchor.sha256 not in earlier:
            return anchor
        found = seeker.resolve(anchor)
        if found.span is None or found.state is AnchorState.UNCERTAIN:
            return None
        there = describe(seeker.document, found.span)
        same = there.quote.split() == anchor.quote.split()
        return there._replace(state=found.state) if same else None

    left, right = (tuple(map(look_for, side)) for side in (verdict.left, verdict.right))
    if None in left or None in right:
        return None
    return verdict._replace(
        left=tuple(each for each in left if each), right=tuple(each for each in right if each)
    )
