"""Everywhere: all places of the same words, in one article or the corpus, changed in one step."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from annotator.domain.annotation import Entity, EntityId, SpanId
from annotator.domain.article import ArticleId
from annotator.domain.concordance import (
    Act,
    HitLine,
    HitPage,
    HitState,
    Place,
    Plan,
    Wanted,
    in_chunks,
)
from annotator.domain.finder import Finder, clean_forms
from annotator.domain.rule import Rule, RuleId
from annotator.errors import GoneError
from annotator.jobs import Progress
from annotator.ops import tags
from annotator.ops.workspace import Workspace
from annotator.store import concordance, reader, rules
from annotator.store.bulk_everywhere import BulkEverywhere, Done, Edits
from annotator.store.journal import utc_now
from annotator.store.sets import OpenSet
from annotator.store.writer import Writer

CHUNK = 500
"""Places that are looked at and changed together."""
CLOSED_TOO = "complete articles too, as asked"
"""What the journal says of an operation that wrote to closed sets."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is looked for, and what it is to become.

    Attributes:
        forms: The words, and other forms of them.
        wanted: The label, the entity, and whose sets are meant.
    """

    forms: tuple[str, ...]
    wanted: Wanted
    match_case: bool = True

    @property
    def finder(self) -> Finder:
        """What finds the forms."""
        return Finder(self.forms, match_case=self.match_case)


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be done where.

    Attributes:
        places: With what stood there when they were ticked.
        remember: The forms that are suggested from then on, none for no rule.
    """

    asked: Asked
    plan: Plan
    places: Sequence[tuple[Place, HitState]]
    remember: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an order.

    Attributes:
        name: Of the operation, "" where nothing was done.
        articles: In how many articles something was changed.
    """

    done: Done = field(default_factory=Done)
    articles: int = 0
    name: str = ""


def wanted_for(
    workspace: Workspace, annotator: str, label: str, entity: EntityId | None = None
) -> Wanted:
    """Return what the places are to be, with what the scheme says of the label.

    Raises:
        UnknownLabelError: The scheme has no such label; "" is none yet.
    """
    if label:
        tags.check_label(workspace, label)
    labels = workspace.scheme.labels
    known = workspace.scheme.label_by_name.get(label, labels[0])
    return Wanted(
        annotator=annotator,
        label=label,
        entity=entity,
        family=frozenset(item.name for item in labels if item.family == known.family),
        linked=frozenset(item.name for item in labels if item.linked),
    )


def forms_of(workspace: Workspace, words: str, entity: EntityId | None) -> tuple[str, ...]:
    """Return the words, then the name and the aliases of the entity that they mean."""
    found = entity_of(workspace, entity)
    others = () if found is None else (found.name, *found.aliases)
    return clean_forms((words, *others))


def meant_at_once(
    workspace: Workspace, article: ArticleId, annotator: str, label: str, words: str
) -> EntityId | None:
    """Return what the words mean beyond doubt, as they would be linked where they are tagged."""
    with workspace.read() as connection:
        set_id = reader.annotation_set(connection, article, annotator).id
        return tags.meant_in(connection, set_id, label, words)


def entity_of(workspace: Workspace, key: EntityId | None) -> Entity | None:
    """Return an entity of the register, ``None`` where there is none."""
    if key is None:
        return None
    with workspace.read() as connection:
        return reader.entities(connection, [key]).get(key)


# --- finding ---------------------------------------------------------------------------------


def in_article(workspace: Workspace, asked: Asked, article: ArticleId) -> HitPage:
    """Return the places in one article, in text order, outside boilerplate."""
    with workspace.read() as connection:
        return concordance.of_article(connection, asked.finder, asked.wanted, article)


def in_corpus(
    workspace: Workspace,
    asked: Asked,
    progress: Progress,
    *,
    skip: ArticleId | None = None,
) -> Iterator[HitPage]:
    """Yield the places in all articles of the list but one, as they are found.

    Each page is read in a transaction of its own, so that nobody's work waits for the search. A
    page without hits tells how far it is.

    Raises:
        Cancelled: The user went on.
    """
    with workspace.read() as connection:
        total = concordance.count(connection)
    search = concordance.Search(asked.finder, asked.wanted, skip)
    while True:
        progress.step(min(search.looked, total), total)
        with workspace.read() as connection:
            page = search.next(connection)
        if page is None:
            return
        page.looked, page.total = min(search.looked, total), total
        yield page


def lines(workspace: Workspace, places: Sequence[Place], wanted: Wanted) -> list[HitLine | None]:
    """Return some hits with their contexts and what stands there now."""
    with workspace.read() as connection:
        return concordance.lines(connection, places, wanted)


# --- doing -----------------------------------------------------------------------------------


def apply(workspace: Workspace, order: Order, progress: Progress | None = None) -> Outcome:
    """Do what was ordered, in one operation over all its articles.

    Places that are not any more what they were shown as are left alone and counted. A set is made
    where there is none. Complete and approved sets are written to only where the plan says so: they
    stay complete, and the journal says that it was asked for. An excluded article is never changed.

    Raises:
        UnknownLabelError: The scheme has no such label.
        GoneError: The entity is not there any more.
        Cancelled: Nothing is written then.
    """
    progress = progress or Progress()
    asked, plan = order.asked, order.plan
    if plan.act != Act.UNTAG:
        tags.check_label(workspace, asked.wanted.label)
    reason = CLOSED_TOO if plan.closed_too else None
    with workspace.operation("Everywhere", asked.wanted.annotator, reason=reason) as writer:
        _know_by(writer, asked, plan)
        edits = _edits(workspace, writer, asked.wanted.label)
        bulk = BulkEverywhere(writer, plan.act, asked.wanted, edits, closed_too=plan.closed_too)
        _run(bulk, order.places, progress)
        if order.remember:
            rules.add(writer, _rule(asked, order.remember))
        writer.title = _title(bulk.done, asked, kept=bool(order.remember))
        return Outcome(bulk.done, len(writer.changes.articles), writer.title)


def _know_by(writer: Writer, asked: Asked, plan: Plan) -> None:
    """Let the entity be known by the words that are linked to it."""
    entity = asked.wanted.entity
    row = writer.get("entity", entity) if entity is not None else None
    if entity is not None and row is None:
        raise GoneError(thing="entity")
    if row is not None and plan.act != Act.UNTAG:
        tags.add_aliases(writer, row, asked.forms[:1])


def _run(
    bulk: BulkEverywhere, places: Sequence[tuple[Place, HitState]], progress: Progress
) -> None:
    """Change what is tagged, then tag what is not: ids are counted ahead from there on."""
    tagged = [item for item in places if not item[1].free]
    free = [item for item in places if item[1].free]
    done = 0
    for some, act in ((tagged, bulk.change), (free, bulk.add)):
        for chunk in in_chunks(some, CHUNK):
            progress.step(done, len(places))
            act(chunk)
            done += len(chunk)
    progress.step(len(places), len(places))
    bulk.finish()


def _edits(workspace: Workspace, writer: Writer, label: str) -> Edits:
    """Return how tags are changed by hand: dates of frames and decisions follow them."""

    def relabel(opened: OpenSet, span: SpanId) -> None:
        tags.relabel_in(writer, opened, span, label, workspace.scheme)

    def delete(opened: OpenSet, span: SpanId) -> None:
        tags.delete_in(opened, [span], workspace.scheme)

    return Edits(relabel, delete)


def _rule(asked: Asked, forms: tuple[str, ...]) -> Rule:
    wanted = asked.wanted
    return Rule(
        RuleId(0), clean_forms(forms), wanted.label, wanted.entity, asked.match_case,
        wanted.annotator, utc_now(), ArticleId(0),
    )  # fmt: skip


def _title(done: Done, asked: Asked, *, kept: bool) -> str:
    """Return the name of the operation by what was done most."""
    words, label = tags.shown(asked.forms[0]), asked.wanted.label
    if not done.places:
        return f"Keep a rule for {words}" if kept else ""
    places = "1 place" if done.places == 1 else f"{done.places} places"
    if done.untagged:
        return f"Untag {places} {words}"
    if done.tagged or not (done.relabelled or done.linked):
        return f"Tag {places} {words} {label}"
    if done.relabelled:
        return f"Relabel {places} {words} {label}"
    return f"Link {places} {words}"
