"""Operations on suggested frames: accept whole, take slot by slot, accept changed, reject."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from annotator.domain.annotation import Filler, Frame, FrameId, Provenance, SpanId
from annotator.domain.article import ArticleId
from annotator.domain.extent import Extent
from annotator.domain.scheme import FrameType, Scheme
from annotator.domain.scheme_words import counted
from annotator.domain.suggestion import (
    Decision,
    SuggestedFiller,
    SuggestedFrame,
    SuggestionId,
)
from annotator.errors import GoneError, UnknownFrameTypeError, UnknownRoleError
from annotator.ops.deriving import deriving
from annotator.ops.frames import Filling, fill_in
from annotator.ops.suggestions import accept_in
from annotator.ops.tags import check_value
from annotator.ops.workspace import Workspace
from annotator.store import pending as waiting_spans
from annotator.store import reader
from annotator.store import suggested_frames as stored
from annotator.store.bulk import json_or_null
from annotator.store.journal import utc_now
from annotator.store.sets import OpenSet, SetTarget
from annotator.store.suggested_frames import SuggestedFrames
from annotator.store.writer import Writer


@dataclass(frozen=True, slots=True)
class Accepted:
    """What was accepted at once.

    Attributes:
        spans: Spans, beside those that came with a frame.
        frames: Frames.
        hints: Types of the frames that were left: each wants a judgement of its own.
    """

    spans: int
    frames: int
    hints: tuple[str, ...]

    @property
    def count(self) -> int:
        """How many suggestions were accepted."""
        return self.spans + self.frames


def pending(workspace: Workspace, article: ArticleId, annotator: str) -> list[SuggestedFrame]:
    """Return the frames that wait for an annotator in an article, in text order.

    By the first character that they cover, then by type. What a source suggests as a frame that
    the set has already waits for nobody.
    """
    with workspace.read() as connection:
        found = stored.of_article(connection, article, annotator, workspace.scheme)
    return found.pending(workspace.scheme)


def offered(
    workspace: Workspace, article: ArticleId, annotator: str
) -> Mapping[FrameId, SuggestedFrame]:
    """Return what suggestions still offer for frames that came of them in part.

    Each has only the fillers of roles that are empty and not implied in the frame; frames for
    which nothing is left are not listed.
    """
    with workspace.read() as connection:
        found = stored.of_article(connection, article, annotator, workspace.scheme)
        made = {}
        for suggested in found.frames:
            answer = found.answers.get(suggested.id)
            if answer is None or answer.frame is None or answer.decision != Decision.CORRECTED:
                continue
            left = _left(suggested, reader.frame(connection, answer.frame))
            if left.fillers:
                made[answer.frame] = left
    return made


def accept(workspace: Workspace, target: SetTarget, frame: SuggestedFrame) -> FrameId:
    """Make a frame of a suggestion as it is, in one step.

    Pending suggestions of the spans that fill it are accepted with it, and so are frames that
    fill it.

    Raises:
        GoneError: A newer version of the source has taken it away.
        SetClosedError, StaleSetError: The set cannot be written now.
    """
    with workspace.operation(f"Accept {frame.type.lower()}", target.annotator) as writer:
        desk = _Desk(workspace.scheme, writer, OpenSet(writer, target), frame)
        return desk.accept(desk.now)


def take(workspace: Workspace, target: SetTarget, frame: SuggestedFrame, role: str) -> FrameId:
    """Take what a suggestion has in one role, in one step; return the frame that has it now.

    The first role makes the frame, and the suggestion counts as corrected; further ones go into
    it. Once the frame says all that was suggested, it counts as accepted.

    Raises:
        UnknownRoleError: Nothing is suggested for this role.
        GoneError: A newer version of the source has taken the suggestion away.
        SetClosedError, StaleSetError: The set cannot be written now.
    """
    with workspace.operation(f"Take {role} of {frame.type.lower()}", target.annotator) as writer:
        desk = _Desk(workspace.scheme, writer, OpenSet(writer, target), frame)
        now = desk.now
        if role not in now.roles:
            names = ", ".join(now.roles)
            raise UnknownRoleError(kind=now.type, name=role, names=names)
        return desk.take(now, role)


def accept_as(
    workspace: Workspace,
    target: SetTarget,
    frame: SuggestedFrame,
    *,
    kind: str | None = None,
    attributes: Mapping[str, str | int] | None = None,
    without: Collection[str | SuggestedFiller] = (),
    implied: Collection[str] = (),
    filled: Filling | None = None,
) -> FrameId:
    """Make a frame of a suggestion with changes, in one step: it counts as corrected.

    Args:
        workspace: Where the set is.
        target: Whose set on which article.
        frame: The suggestion.
        kind: Another frame type; roles and attributes that it does not have are left out.
        attributes: Values instead of those that were suggested.
        without: Roles that are left empty, and single fillers that are left out.
        implied: Roles that the text leaves unsaid; what was suggested for them is left out.
        filled: What a role gets, beside what was suggested for it and is not left out.

    Raises:
        GoneError, SetClosedError, StaleSetError: As :func:`accept`.
        UnknownFrameTypeError, UnknownRoleError, AttributeInvalidError: The scheme has no such.
    """
    wanted = kind or frame.type
    known = workspace.scheme.frame_type_by_name.get(wanted)
    if known is None:
        names = ", ".join(workspace.scheme.frame_type_by_name)
        raise UnknownFrameTypeError(name=wanted, names=names)
    for name, value in (attributes or {}).items():
        check_value(wanted, known.attributes, name, value)
    with workspace.operation(f"Accept {frame.type.lower()} changed", target.annotator) as writer:
        desk = _Desk(workspace.scheme, writer, OpenSet(writer, target), frame)
        now = desk.now
        said = {
            name: value
            for name, value in now.attributes.items()
            if any(item.name == name for item in known.attributes)
        }
        out = {*without, *implied}
        unsaid = [one for one in now.implied if known.role(one) and one not in out]
        changed = replace(
            now,
            type=wanted,
            fillers=tuple(
                one
                for one in now.fillers
                if known.role(one.role) and one.role not in out and one not in out
            ),
            implied=tuple(dict.fromkeys([*unsaid, *implied])),
            attributes={**said, **(attributes or {})},
        )
        return desk.accept(changed, filled)


def reject(workspace: Workspace, target: SetTarget, frame: SuggestedFrame) -> None:
    """Record that a suggested frame is wrong; its spans are not decided by that.

    What was taken of it already stays, and nothing more is offered.

    Raises:
        GoneError, SetClosedError, StaleSetError: As :func:`accept`.
    """
    with workspace.operation(f"Reject {frame.type.lower()}", target.annotator) as writer:
        OpenSet(writer, target).decide_frame(frame.id, Decision.REJECTED)


def accept_within(workspace: Workspace, target: SetTarget, place: Extent) -> Accepted:
    """Accept what waits in a stretch of text, spans and frames that begin there, in one step.

    Hints, frames whose type is :attr:`~annotator.domain.scheme.FrameType.judged`, go on waiting.
    """
    scheme, annotator = workspace.scheme, target.annotator
    with workspace.operation("Accept suggestions", annotator) as writer:
        opened = OpenSet(writer, target)
        text, connection = opened.text(), writer.connection
        known = stored.of_article(connection, target.article, annotator, scheme)
        there = [
            one
            for one in known.pending(scheme)
            if one.place is not None and place.start <= one.place.start < place.end
        ]
        hints = [one for one in there if scheme.frame_type_by_name[one.type].judged]
        frames = [one for one in there if one not in hints]
        for frame in frames:
            desk = _Desk(scheme, writer, opened, frame)
            desk.accept(desk.now)
        waiting = waiting_spans.of_article(connection, target.article, annotator)
        spans = [one for one in waiting if place.contains(one.extent)]
        for span in spans:
            accept_in(opened, span, text)
        done = Accepted(len(spans), len(frames), tuple(one.type for one in hints))
        writer.title = f"Accept {counted(done.count, 'suggestion')}"
        return done


class _Desk:
    """Makes frames of suggestions inside one operation.

    Args:
        scheme: The one in force.
        writer: Of the operation.
        opened: The annotator's set.
        frame: The suggestion.

    Attributes:
        now: The suggestion as it is by now.

    Raises:
        GoneError: It counts no more.
    """

    def __init__(
        self, scheme: Scheme, writer: Writer, opened: OpenSet, frame: SuggestedFrame
    ) -> None:
        self._scheme = scheme
        self._writer = writer
        self._opened = opened
        self._text = opened.text()
        target = opened.target
        self._known: SuggestedFrames = stored.of_one(
            writer.connection, frame.id, target.article, target.annotator, scheme
        )
        self._made: dict[SuggestionId, FrameId] = {}
        now = self._known.by_id(frame.id)
        if now is None:
            raise GoneError(thing="suggestion")
        self.now = now

    def accept(self, frame: SuggestedFrame, filled: Filling | None = None) -> FrameId:
        """Make a frame with all that was suggested, or that is left of it, and one filler more."""
        key = self._frame_of(frame)
        with deriving(self._scheme, self._opened, [key]):
            self._fill(key, frame, _left(frame, self._opened.frame(key)).fillers)
            if filled is not None:
                kind = self._scheme.frame_type_by_name[frame.type]
                fill_in(self._writer, self._opened, kind, key, filled, self._text)
        return key

    def take(self, frame: SuggestedFrame, role: str) -> FrameId:
        """Fill one role of the frame that came of a suggestion."""
        key = self._frame_of(frame)
        fillers = [one for one in frame.fillers if one.role == role]
        with deriving(self._scheme, self._opened, [key]):
            self._fill(key, frame, fillers)
            now = self._opened.frame(key)
            if role in now.implied:
                left = [one for one in now.implied if one != role]
                self._opened.change_frame(key, implied=json_or_null(left))
        return key

    def _frame_of(self, frame: SuggestedFrame) -> FrameId:
        """Return the frame that came of a suggestion, making it where there is none yet."""
        answer = self._known.answers.get(frame.id)
        if answer is not None and answer.frame is not None:
            return answer.frame
        annotator = self._opened.target.annotator
        kind = self._scheme.frame_type_by_name[frame.type]
        key = self._opened.add_frame(
            frame.type,
            provenance=_provenance(annotator, frame, Decision.CORRECTED),
            attributes=_with_defaults(frame.attributes, kind),
            implied=frame.implied,
        )
        # Accepted once it says all that was suggested: what it is filled with settles that.
        self._opened.decide_frame(frame.id, Decision.CORRECTED, key)
        self._made[frame.id] = key
        return key

    def _fill(
        self, key: FrameId, frame: SuggestedFrame, fillers: Iterable[SuggestedFiller]
    ) -> None:
        for filler in fillers:
            if filler.extent is not None:
                span = self._span(frame, filler.extent, filler.label)
                self._opened.fill(key, Filler(filler.role, span=span))
            elif (child := self._child(filler.frame)) is not None:
                self._opened.fill(key, Filler(filler.role, frame=child))

    def _span(self, frame: SuggestedFrame, extent: Extent, label: str) -> SpanId:
        """Return the tag on words that fill a frame, making it where there is none yet."""
        opened, target = self._opened, self._opened.target
        known = opened.find_span(extent, label)
        alike = waiting_spans.alike(
            self._writer.connection, target.article, target.annotator, extent, label
        )
        if known is not None:
            for one in alike[:1]:
                opened.decide_if_open(one, Decision.ACCEPTED, known)
            return known
        if alike:
            return accept_in(opened, alike[0], self._text)
        said = _provenance(target.annotator, frame, Decision.ACCEPTED)
        return opened.add_span(extent, label, extent.slice(self._text), provenance=said)

    def _child(self, key: SuggestionId | None) -> FrameId | None:
        """Return the frame of a suggestion that fills another one, accepting it where it waits."""
        if key is None:
            return None
        if key in self._made:
            return self._made[key]
        answer = self._known.answers.get(key)
        if answer is not None and answer.frame is not None:
            return answer.frame
        found = self._known.by_id(key)
        return None if found is None else self.accept(found)


def _left(suggested: SuggestedFrame, frame: Frame) -> SuggestedFrame:
    """Return a suggestion with only what it has for the open roles of a frame."""
    closed = {*frame.implied, *(filler.role for filler in frame.fillers)}
    left = tuple(one for one in suggested.fillers if one.role not in closed)
    return replace(suggested, fillers=left)


def _provenance(annotator: str, frame: SuggestedFrame, decision: Decision) -> Provenance:
    return Provenance(
        by=annotator,
        at=utc_now(),
        source=frame.source,
        score=round(frame.score, 4),
        decision=str(decision),
    )


def _with_defaults(given: Mapping[str, str | int], kind: FrameType) -> dict[str, object]:
    """Return what was suggested, and what a frame of the type starts with where nothing was."""
    values: dict[str, object] = {
        item.name: item.default for item in kind.attributes if item.default is not None
    }
    return {**values, **given}
