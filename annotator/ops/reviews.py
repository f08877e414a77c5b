"""Reviewing: sets laid side by side, verdicts on where they differ, and the gold that follows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from annotator.compare.aligning import align
from annotator.domain.annotation import (
    GOLD,
    SUGGESTIONS_PREFIX,
    AnnotationSet,
    EntityId,
    SetStatus,
)
from annotator.domain.article import ArticleId
from annotator.domain.docket import Case, Docket, StoredVerdict, VerdictId, docket, versions
from annotator.domain.gold_plan import Edit, plan_gold
from annotator.domain.review import (
    Alignment,
    Choice,
    Difference,
    FrameTag,
    Match,
    ReasonCode,
    SetTags,
    SpanTag,
    Verdict,
    entity_identity,
    tags_of_record,
    tags_of_set,
)
from annotator.domain.scheme import Scheme
from annotator.domain.wording import listed
from annotator.errors import StaleReviewError, UnfinishedFrameError, UnknownSetError
from annotator.ops import review_queue
from annotator.ops.gold_making import GoldMaking, keep_keys
from annotator.ops.tags import shown
from annotator.ops.workspace import Workspace
from annotator.store import gold_export, looks, reader, verdicts
from annotator.store.database import Reading
from annotator.store.journal import utc_now
from annotator.store.sets import OpenSet, SetTarget
from annotator.store.writer import Writer


@dataclass(frozen=True, slots=True)
class Review:
    """Sets of one article side by side, as they were read.

    Attributes:
        names: Whose sets, in the order in which they are laid side by side.
        tagged: The sets by name; machine sources have none.
        gold: The gold set.
        scheme: What was in force when they were read.
        entities: Entities of the register that are meant, by what names them in tags for review.
    """

    article: ArticleId
    names: tuple[str, ...]
    text: str
    sets: tuple[SetTags, ...]
    tagged: Mapping[str, AnnotationSet]
    alignment: Alignment
    docket: Docket
    gold: AnnotationSet
    scheme: Scheme
    entities: Mapping[str, EntityId]

    @property
    def alone(self) -> bool:
        """Whether one author is reviewed, with nobody to compare with."""
        return len(self.names) == 1

    @property
    def finished(self) -> bool:
        """Whether nothing is left to decide."""
        return not self.docket.open_cases


@dataclass(frozen=True, slots=True)
class Ruling:
    """What a reviewer says about a case.

    Attributes:
        choice: What becomes of it.
        taken: Whose version, for "chosen" and "both".
        edit: What the reviewer writes instead, for "edited".
    """

    choice: Choice
    taken: tuple[str, ...] = ()
    reason: ReasonCode | None = None
    comment: str = ""
    edit: Edit | None = None


# --- reading ---------------------------------------------------------------------------------


def load(workspace: Workspace, article: ArticleId, names: Sequence[str]) -> Review:
    """Return the sets of an article side by side; nothing is written.

    Args:
        workspace: Where they are.
        article: Which article.
        names: One annotator or more; "suggestions:NAME" stands for what a source proposes.

    Raises:
        UnknownSetError: One of them has no set of the article.
        GoneError: There is no such article.
    """
    with workspace.read() as connection:
        return load_in(workspace, connection, article, tuple(names))


def load_in(
    workspace: Workspace, connection: Reading, article: ArticleId, names: tuple[str, ...]
) -> Review:
    """The same as :func:`load`, inside a transaction."""
    text = reader.text(connection, article)
    gold = reader.annotation_set(connection, article, GOLD)
    tagged: dict[str, AnnotationSet] = {}
    sets: list[SetTags] = []
    for name in names:
        if name.startswith(SUGGESTIONS_PREFIX):
            sets.append(_proposed(connection, article, name))
            continue
        found = reader.annotation_set(connection, article, name)
        if found.id is None:
            raise UnknownSetError(name=name, names=", ".join(reader.annotators(connection)))
        tagged[name] = found
        sets.append(tags_of_set(found))
    alignment = _aligned(workspace, sets)
    given = verdicts.of_article(connection, article)
    entities = {
        entity_identity(entity.type, entity.name, entity.links): key
        for one in (*tagged.values(), gold)
        for key, entity in one.entities.items()
    }
    return Review(
        article=article,
        names=names,
        text=text,
        sets=tuple(sets),
        tagged=tagged,
        alignment=alignment,
        docket=docket(alignment, sets, given, workspace.scheme),
        gold=gold,
        scheme=workspace.scheme,
        entities=entities,
    )


def refreshed(workspace: Workspace, review: Review) -> Review:
    """Return a review after a verdict of one's own: the sets are as they were, gold is not.

    A verdict is refused where a set has changed, so that nothing is laid side by side again.
    """
    with workspace.read() as connection:
        gold = reader.annotation_set(connection, review.article, GOLD)
        given = verdicts.of_article(connection, review.article)
    found = docket(review.alignment, review.sets, given, workspace.scheme)
    entities = {
        entity_identity(entity.type, entity.name, entity.links): key
        for key, entity in gold.entities.items()
    }
    return replace(review, gold=gold, docket=found, entities=entities | dict(review.entities))


def _proposed(connection: Reading, article: ArticleId, name: str) -> SetTags:
    """Return what a source proposes for an article, as tags."""
    source = name.removeprefix(SUGGESTIONS_PREFIX)
    found = [row for row, _ in looks.newest_looks(connection, article, source)]
    if not found:
        raise UnknownSetError(name=name, names=", ".join(reader.annotators(connection)))
    record = next(iter(gold_export.suggestion_records(connection, found)))
    return tags_of_record(record, links=False)


def _aligned(workspace: Workspace, sets: Sequence[SetTags]) -> Alignment:
    if len(sets) > 1:
        return align(sets, workspace.scheme)
    doubled = align([sets[0], sets[0]], workspace.scheme)
    agreed = tuple(
        replace(item, tags=item.tags[:1], settled=item.settled[:1]) for item in doubled.agreed
    )
    return Alignment((sets[0].annotator,), agreed)


# --- opening and deciding --------------------------------------------------------------------


def open_review(
    workspace: Workspace, article: ArticleId, names: Sequence[str], reviewer: str
) -> Review:
    """Return the sets side by side, after putting what is unanimous into the gold set.

    That is one operation of the reviewer, and none where gold has it already. What a person has
    decided is never touched.

    Raises:
        UnknownSetError: One of them has no set of the article.
    """
    found = load(workspace, article, names)
    with workspace.operation(_unanimous(found), reviewer) as writer:
        settle(writer, found, reviewer)
        changed = bool(writer.changes)
    return load(workspace, article, names) if changed else found


def _unanimous(review: Review) -> str:
    return f"Take over unanimous tags of {', '.join(review.names)}"


def decide(workspace: Workspace, review: Review, case: Case, ruling: Ruling, reviewer: str) -> None:
    """Decide on a case, anew where it was decided; one undo step.

    A verdict on a frame settles its roles: where it takes a version, the tags in the roles that
    differ are decided alike, unless somebody decided on them before.

    Raises:
        StaleReviewError: A set was changed since the review was read.
        StaleSetError: The gold set was.
    """
    hidden = review_queue.blind(workspace)
    title = f"{_words_of(ruling, hidden=hidden)} on {_shown(review, case.item)}"
    with workspace.operation(title, reviewer) as writer:
        _check_current(writer, review)
        rule(writer, review, [(case, ruling)], reviewer)


def withdraw(workspace: Workspace, review: Review, one: StoredVerdict, reviewer: str) -> None:
    """Take a verdict back: what it decided is open again. One undo step.

    Raises:
        StaleReviewError, StaleSetError: As :func:`decide`.
    """
    with workspace.operation("Take back a verdict", reviewer) as writer:
        _check_current(writer, review)
        opened = _opened(writer, review)
        verdicts.take_back(writer, one.id)
        _settle(writer, opened, review, reviewer, gone=[one])


def give_reason(
    workspace: Workspace,
    review: Review,
    one: StoredVerdict,
    reviewer: str,
    reason: ReasonCode | None,
) -> None:
    """Say why the sets differed, of a verdict that was given; the tags it made say so too.

    Raises:
        StaleReviewError, StaleSetError: As :func:`decide`.
    """
    with workspace.operation("Reason of a verdict", reviewer) as writer:
        _check_current(writer, review)
        opened = _opened(writer, review)
        verdicts.change(writer, one.id, replace(one.verdict, reason=reason))
        _settle(writer, opened, review, reviewer)


def rule(
    writer: Writer,
    review: Review,
    rulings: Sequence[tuple[Case, Ruling]],
    reviewer: str,
) -> Docket:
    """Decide on cases of one article inside an operation; return what is left."""
    opened = _opened(writer, review)
    at = utc_now()
    gone: list[StoredVerdict] = []
    edits: dict[VerdictId, Edit] = {}
    for case, ruling in [*rulings, *_alike(review, rulings)]:
        earlier = [one for one in (case.verdict, *case.again) if one is not None]
        for one in earlier:
            verdicts.take_back(writer, one.id)
        gone += earlier
        verdict = Verdict(
            choice=ruling.choice,
            of=versions(case.item, review.names),
            by=reviewer,
            at=at,
            taken=ruling.taken,
            reason=ruling.reason,
            comment=ruling.comment,
        )
        key = verdicts.add(writer, opened.id, verdict)
        if ruling.edit is not None:
            edits[key] = ruling.edit
    return _settle(writer, opened, review, reviewer, gone=gone, edits=edits)


def settle(writer: Writer, review: Review, author: str) -> Docket:
    """Let gold follow the sets and the verdicts, inside an operation; return what is left."""
    if review.alone and not review.docket.to_look_at_again():
        return review.docket
    return _settle(writer, _opened(writer, review), review, author)


def _settle(
    writer: Writer,
    opened: OpenSet,
    review: Review,
    author: str,
    *,
    gone: Sequence[StoredVerdict] = (),
    edits: Mapping[VerdictId, Edit] | None = None,
) -> Docket:
    given = verdicts.of_article(writer.connection, review.article)
    found = docket(review.alignment, review.sets, given, review.scheme)
    plan = plan_gold(review.alignment, review.sets, found, edits, gold=tags_of_set(review.gold))
    making = GoldMaking(
        writer,
        opened,
        review.gold,
        names=review.names,
        given=[*given, *gone],
        entities=review.entities,
        by=author,
    )
    standing = [case.verdict for case in found.cases if case.verdict is not None]
    keep_keys(writer, standing, making.bring_about(plan))
    status = SetStatus.COMPLETE if not found.open_cases else SetStatus.IN_PROGRESS
    if opened.status is not status and opened.status is not SetStatus.EXCLUDED:
        opened.set_status(status)
    return found


def _alike(review: Review, rulings: Sequence[tuple[Case, Ruling]]) -> list[tuple[Case, Ruling]]:
    """Return what verdicts on frames decide on the open cases of tags in their roles."""
    ruled = {id(case.item) for case, _ in rulings}
    by_tag = {
        (name, tag.key): case
        for case in review.docket.open_cases
        if isinstance(case.item, Difference) and not case.item.frame
        for name, tag in zip(review.names, case.item.tags, strict=True)
        if tag is not None
    }
    found: list[tuple[Case, Ruling]] = []
    for case, ruling in rulings:
        if ruling.choice is not Choice.CHOSEN:
            continue
        for name, span in _in_roles(review, case.item, ruling.taken):
            other = by_tag.get((name, span.key))
            if other is not None and id(other.item) not in ruled:
                ruled.add(id(other.item))
                found.append((other, replace(ruling, taken=(name,), comment="")))
    return found


def _in_roles(review: Review, item: Match, taken: Sequence[str]) -> list[tuple[str, SpanTag]]:
    """Return the spans that fill the roles in which taken frames differ from the others."""
    if not isinstance(item, Difference):
        return []
    lacking = None in item.tags
    roles = {role.role for role in item.roles if not role.follows}
    return [
        (name, filler.span)
        for name, tag in zip(review.names, item.tags, strict=True)
        if name in taken and isinstance(tag, FrameTag)
        for filler in tag.fillers
        if filler.span is not None and (lacking or filler.role in roles)
    ]


# --- one author ------------------------------------------------------------------------------


def approve(workspace: Workspace, review: Review, reviewer: str) -> None:
    """Accept all tags of one author on which nothing was decided; set and gold are done.

    Raises:
        UnfinishedFrameError: A frame has lost what it needs to a rejection; whether it stands all
            the same is for the reviewer to say.
        StaleReviewError, StaleSetError: As :func:`decide`.
    """
    (name,) = review.names
    accept = Ruling(Choice.CHOSEN, (name,))
    unfinished = next((case for case in review.docket.open_cases if case.lacking), None)
    if unfinished is not None:
        frame = next(tag for tag in unfinished.item.tags if isinstance(tag, FrameTag))
        raise UnfinishedFrameError(kind=frame.type, roles=listed(unfinished.lacking))
    with workspace.operation(f"Approve the tags of {name}", reviewer) as writer:
        _check_current(writer, review)
        rule(
            writer,
            review,
            [(case, accept) for case in review.docket.open_cases],
            reviewer,
        )
        _set_status(writer, review, name, SetStatus.APPROVED)


def send_back(workspace: Workspace, review: Review, name: str, reviewer: str) -> None:
    """Return an article to one of its authors, who sees the verdicts and comments.

    Raises:
        StaleReviewError: The set was changed since the review was read.
    """
    with workspace.operation(f"Return the article to {name}", reviewer) as writer:
        _check_current(writer, review)
        _set_status(writer, review, name, SetStatus.RETURNED)


def _set_status(writer: Writer, review: Review, name: str, status: SetStatus) -> None:
    target = SetTarget(review.article, name, review.tagged[name].revision)
    opened = OpenSet(writer, target, closed_too=True)
    opened.set_status(status)
    writer.unedited.add(opened.id)


# --- in common -------------------------------------------------------------------------------


def _opened(writer: Writer, review: Review) -> OpenSet:
    """Return the gold set; a finished one is changed, and changed back, all the same."""
    writer.changes.closed_too = True
    target = SetTarget(review.article, GOLD, review.gold.revision)
    return OpenSet(writer, target, closed_too=True)


def _check_current(writer: Writer, review: Review) -> None:
    for name, shown_set in review.tagged.items():
        now = reader.set_revision(writer.connection, review.article, name)
        if now != shown_set.revision:
            raise StaleReviewError(name=name)


def _words_of(ruling: Ruling, *, hidden: bool) -> str:
    """Return a ruling as the name of its operation; while names are hidden it has none."""
    if hidden and ruling.taken:
        return "Take a version" if ruling.choice is Choice.CHOSEN else "Take both"
    names = " and ".join(ruling.taken)
    match ruling.choice:
        case Choice.CHOSEN:
            return f"Take {names}"
        case Choice.BOTH:
            return f"Take both, {names},"
        case Choice.EDITED:
            return "Edit"
        case Choice.NEITHER:
            return "Take neither"


def _shown(review: Review, item: Match) -> str:
    tag = next(tag for tag in item.tags if tag is not None)
    if isinstance(tag, SpanTag):
        return shown(tag.extent.slice(review.text))
    return tag.type.lower()
