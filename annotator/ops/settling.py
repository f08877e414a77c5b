"""Settling many differences at once, in one undo step; and merging what is agreed."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from annotator.domain.annotation import GOLD, SUGGESTIONS_PREFIX
from annotator.domain.article import ArticleId
from annotator.domain.bulk_rulings import (
    EdgeRule,
    boundary_only,
    has_label,
    labels_of,
    majority,
    taken_by,
)
from annotator.domain.docket import Case, Docket
from annotator.domain.review import Choice, Difference, ReasonCode, SpanTag
from annotator.errors import UnknownSetError
from annotator.jobs import Progress
from annotator.ops import reviews
from annotator.ops.reviews import Review, Ruling
from annotator.ops.workspace import Workspace
from annotator.store import compared, reader
from annotator.store.writer import Writer

Judge = Callable[[Review, Case], Ruling | None]
"""Says what becomes of an open case, ``None`` to leave it to a person."""


@dataclass(frozen=True, slots=True)
class Settled:
    """What was settled.

    Attributes:
        articles: Number of articles under review.
        cases: Number of cases that were decided.
        left: Number of cases that are still open in them.
        again: Number of verdicts that do not apply any more.
        gold: Number of tags and frames in their gold sets.
    """

    articles: int = 0
    cases: int = 0
    gold: int = 0
    left: int = 0
    again: int = 0


def shared_articles(workspace: Workspace, names: Sequence[str]) -> list[ArticleId]:
    """Return the articles that all of some annotators have tagged, in the order of their names.

    Raises:
        UnknownSetError: One of them has tagged nothing.
    """
    with workspace.read() as connection:
        known = reader.annotators(connection)
        for name in names:
            if name not in known and not name.startswith(SUGGESTIONS_PREFIX):
                people = ", ".join(one for one in known if one != GOLD) or "none yet"
                raise UnknownSetError(name=name, names=people)
        return compared.shared_by(connection, names)


def settle(
    workspace: Workspace,
    names: Sequence[str],
    author: str,
    title: str,
    judge: Judge,
    *,
    articles: Iterable[ArticleId] | None = None,
    progress: Progress | None = None,
) -> Settled:
    """Decide on all open cases that a judge knows what to do with, in one undo step.

    What is unanimous goes into gold on the way; what a person decided is never touched.

    Args:
        workspace: Where the sets are.
        names: Whose sets are laid side by side.
        author: Who decides: a reviewer, or "system".
        title: Name of the operation.
        judge: Is asked of every open case.
        articles: Only these; all that all of them have tagged where not given.
        progress: Steps are articles.

    Raises:
        Cancelled: Nothing is written then.
    """
    progress = progress or Progress()
    keys = list(articles if articles is not None else shared_articles(workspace, names))
    cases = left = again = 0
    with workspace.operation(title, author) as writer:
        for done, key in enumerate(keys):
            progress.step(done, len(keys))
            review = reviews.load_in(workspace, writer.connection, key, tuple(names))
            decided, after = _settle_one(writer, review, author, judge)
            cases += decided
            left += len(after.open_cases)
            again += len(after.to_look_at_again())
        gold = compared.gold_tags(writer.connection, keys)
    progress.step(len(keys), len(keys))
    return Settled(len(keys), cases, gold, left, again)


def _settle_one(writer: Writer, review: Review, author: str, judge: Judge) -> tuple[int, Docket]:
    """Settle one article; return how many cases were decided, and what is left."""
    rulings = [
        (case, ruling)
        for case in in_bulk(review.docket)
        if (ruling := judge(review, case)) is not None
    ]
    if rulings:
        return len(rulings), reviews.rule(writer, review, rulings, author)
    return 0, reviews.settle(writer, review, author)


def in_bulk(docket: Docket) -> list[Case]:
    """Return the open cases that may be decided with many others.

    What was decided before and is to be looked at again wants a person's eyes each time, and so
    does a frame that has lost what it needs.
    """
    return [case for case in docket.open_cases if not case.again and not case.lacking]


def by_edges(rule: EdgeRule, reason: ReasonCode | None = None) -> Judge:
    """Return what settles versions that differ only in their edges."""

    def judge(review: Review, case: Case) -> Ruling | None:
        if not boundary_only(case.item) or not isinstance(case.item, Difference):
            return None
        name = taken_by(case.item, review.names, rule, review.text)
        return Ruling(Choice.CHOSEN, (name,), reason) if name else None

    return judge


def by_majority(reason: ReasonCode | None = None) -> Judge:
    """Return what takes the version that more than half of three annotators or more have."""

    def judge(review: Review, case: Case) -> Ruling | None:
        places = majority(case.item)
        return Ruling(Choice.CHOSEN, (review.names[places[0]],), reason) if places else None

    return judge


def all_of(name: str, label: str, reason: ReasonCode | None = None) -> Judge:
    """Return what takes one annotator's version wherever a label or frame type is in question."""

    def judge(_review: Review, case: Case) -> Ruling | None:
        if not has_label(case.item, label):
            return None
        return Ruling(Choice.CHOSEN, (name,), reason)

    return judge


def questions(docket: Docket) -> Counter[str]:
    """Return how many open cases :func:`all_of` would decide, by label or frame type."""
    return Counter(label for case in in_bulk(docket) for label in labels_of(case.item))


def open_questions(
    workspace: Workspace,
    names: Sequence[str],
    articles: Iterable[ArticleId],
    progress: Progress | None = None,
) -> Counter[str]:
    """Return how many open cases :func:`all_of` would decide in some articles, by label.

    Args:
        workspace: Where the sets are.
        names: Whose sets are laid side by side.
        articles: Which; each of them has all the sets.
        progress: Steps are articles.
    """
    progress = progress or Progress()
    keys = list(articles)
    found: Counter[str] = Counter()
    for done, key in enumerate(keys):
        progress.step(done, len(keys))
        found += questions(reviews.load(workspace, key, names).docket)
    progress.step(len(keys), len(keys))
    return found


def nothing(_review: Review, _case: Case) -> Ruling | None:
    """Leave every case to a person."""
    return None


# --- one surface form over the corpus --------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FormVersion:
    """One way in which a form is tagged where annotators differ.

    Attributes:
        label: "" for no tag.
        votes: How often each annotator has it so, by name.
    """

    label: str
    votes: Mapping[str, int]

    @property
    def count(self) -> int:
        """How often it is so in all."""
        return sum(self.votes.values())


@dataclass(frozen=True, slots=True)
class Form:
    """Words on which annotators differ in labels, over many articles.

    Attributes:
        words: As they are written.
        places: How many open cases there are, and in which articles they are.
        versions: The most frequent first.
    """

    words: str
    places: int
    articles: tuple[ArticleId, ...]
    versions: tuple[FormVersion, ...]


@dataclass(slots=True)
class _Gathered:
    places: int = 0
    articles: dict[ArticleId, None] = field(default_factory=dict)
    votes: dict[str, dict[str, int]] = field(default_factory=dict)


def forms(
    workspace: Workspace, names: Sequence[str], progress: Progress | None = None
) -> list[Form]:
    """Return the words whose label, or being tagged at all, is open; the most frequent first.

    Only cases count in which all who tag something tag the same words.
    """
    progress = progress or Progress()
    found: dict[str, _Gathered] = {}
    keys = shared_articles(workspace, names)
    for done, key in enumerate(keys):
        progress.step(done, len(keys))
        review = reviews.load(workspace, key, names)
        for case in review.docket.open_cases:
            words = _form_of(review, case)
            if not words:
                continue
            one = found.setdefault(words, _Gathered())
            one.places += 1
            one.articles[key] = None
            for name, tag in zip(review.names, case.item.tags, strict=True):
                label = tag.label if isinstance(tag, SpanTag) else ""
                votes = one.votes.setdefault(label, {})
                votes[name] = votes.get(name, 0) + 1
    progress.step(len(keys), len(keys))
    made = [
        Form(
            words,
            one.places,
            tuple(one.articles),
            tuple(
                sorted(
                    (FormVersion(label, votes) for label, votes in one.votes.items()),
                    key=lambda version: (-version.count, version.label),
                )
            ),
        )
        for words, one in found.items()
    ]
    return sorted(made, key=lambda form: (-form.places, form.words))


def by_forms(chosen: Mapping[str, str], reason: ReasonCode | None = None) -> Judge:
    """Return what settles words by one label for each form; "" leaves it untagged."""

    def judge(review: Review, case: Case) -> Ruling | None:
        words = _form_of(review, case)
        if not words or words not in chosen:
            return None
        label = chosen[words]
        for name, tag in zip(review.names, case.item.tags, strict=True):
            if (tag.label if isinstance(tag, SpanTag) else "") == label:
                return Ruling(Choice.CHOSEN, (name,), reason)
        return None

    return judge


def _form_of(review: Review, case: Case) -> str:
    """Return the words of a case about a label or about tagging at all, "" for any other."""
    spans = [tag for tag in case.item.tags if tag is not None]
    if not all(isinstance(tag, SpanTag) for tag in spans):
        return ""
    places = {(tag.start, tag.end) for tag in spans if isinstance(tag, SpanTag)}
    labels = {tag.label for tag in spans if isinstance(tag, SpanTag)}
    if len(places) > 1 or (len(labels) == 1 and len(spans) == len(case.item.tags)):
        return ""
    ((start, end),) = places
    return review.text[start:end]
