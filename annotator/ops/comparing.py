"""Comparing what two annotators say over the whole corpus."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from annotator.compare.agreement import RESAMPLES, Tally
from annotator.compare.aligning import Aligner
from annotator.compare.tokens import no_tokens
from annotator.domain.agreement import Agreement
from annotator.domain.gold import EntityRecord, GoldRecord
from annotator.domain.review import Difference, DifferenceKind
from annotator.domain.scheme import Scheme
from annotator.errors import UnknownSetError
from annotator.exchange.gold import GoldOrder
from annotator.jobs import Progress, no_search_for_cycles
from annotator.nlp.words import tokenizer
from annotator.ops import gold
from annotator.ops.reviews import Review
from annotator.ops.workspace import Workspace
from annotator.store.comparing import Shared, SharedArticles, TagReader, shared

Document = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What two annotators have in common and where they differ.

    Attributes:
        agreement: All figures.
        kinds: Number of differences of each class that there is.
        differences: As ``annotator compare --json`` prints them, where asked for.
        left_out: Articles that could not be compared.
    """

    agreement: Agreement
    kinds: Mapping[DifferenceKind, int]
    differences: tuple[Document, ...]
    left_out: SharedArticles


def compare(
    workspace: Workspace,
    a: str,
    b: str,
    *,
    documents: bool = False,
    resamples: int = RESAMPLES,
    progress: Progress | None = None,
) -> Comparison:
    """Compare what two names say on all articles that both have.

    Articles that one of them excluded from the study are left out. Read in one state of the
    workspace, a hundred articles at a time.

    Args:
        workspace: Where.
        a: The reference: an annotator, ``gold``, or ``suggestions:NAME``.
        b: Who is held against it; may be the same.
        documents: Whether the differences are wanted too, not only their number.
        resamples: How many times articles are drawn for the intervals, 0 for none.
        progress: Steps are articles.

    Raises:
        UnknownSetError: There is no set of one of the names.
        Cancelled: The user asked for it.
    """
    check_names(workspace, (a, b))
    progress = progress or Progress()
    aligner, tally = Aligner(workspace.scheme), Tally(workspace.scheme, (a, b))
    tokens = tokenizer()
    kinds: Counter[DifferenceKind] = Counter()
    found: list[Document] = []
    done = 0
    with workspace.read() as connection, no_search_for_cycles():
        there = shared(connection, (a, b))
        reader = TagReader(connection, (a, b))
        writer = _Documents(workspace, reader)
        for some in reader.read(there.articles):
            differing = []
            for article, text, sets in some:
                progress.step(done, len(there.articles))
                done += 1
                alignment = aligner.align(sets)
                tally.add(article.name, sets, alignment, tokens(text))
                kinds.update(one.kind for one in alignment.differences)
                if alignment.differences:
                    differing.append((article, alignment.differences))
            if documents:
                found += writer.documents(differing)
    ordered = {kind: kinds[kind] for kind in DifferenceKind if kinds[kind]}
    return Comparison(tally.agreement(resamples=resamples), ordered, tuple(found), there)


def check_names(workspace: Workspace, names: Sequence[str]) -> None:
    """Refuse a name that nobody has.

    Raises:
        UnknownSetError: There is no set of it; the names that there are stand in the remedy.
    """
    known = [item.name for item in gold.exportable(workspace)]
    for name in names:
        if name not in known:
            raise UnknownSetError(name=name, names=", ".join(known) or "none yet")


class _Documents:
    """Writes differences with their tags as the file form has them.

    Ids of entities hold on one line only, as in the files that an export of the same sets writes;
    which entity is meant stands beside the tags.
    """

    def __init__(self, workspace: Workspace, reader: TagReader) -> None:
        self._order = GoldOrder(workspace.scheme)
        self._reader = reader

    def documents(
        self, differing: Sequence[tuple[Shared, Sequence[Difference]]]
    ) -> Iterator[Document]:
        """Give the documents of differences, article by article."""
        if not differing:
            return
        records = self._reader.records([article for article, _ in differing])
        for article, differences in differing:
            lines = [self._order.canonical(of[article.name]) for of in records]
            tags = [_by_key(line) for line in lines]
            entities = [{one["id"]: one for one in line["entities"]} for line in lines]
            for one in differences:
                yield _document(article.name, one, tags, entities)


def _by_key(line: GoldRecord) -> dict[str, Any]:
    return {tag["id"]: tag for tag in (*line["spans"], *line["frames"])}


def _document(
    article: str,
    one: Difference,
    tags: Sequence[Mapping[str, Any]],
    entities: Sequence[Mapping[str, EntityRecord]],
) -> Document:
    a, b = (None if tag is None else of[tag.key] for tag, of in zip(one.tags, tags, strict=True))
    made: Document = {
        "article": article,
        "class": str(one.kind),
        "a": a,
        "b": b,
        "classes": [str(kind) for kind in one.kinds],
    }
    if one.frame:
        made["roles"] = [
            {"role": role.role, "class": str(role.kind), "follows": role.follows}
            for role in one.roles
        ]
    if one.attributes:
        made["attributes"] = list(one.attributes)
    if DifferenceKind.ENTITY in one.kinds:
        made["entities"] = {
            side: None if tag is None else _entity(of.get(tag["entity"]))
            for side, tag, of in zip("ab", (a, b), entities, strict=True)
        }
    return made


def _entity(entity: EntityRecord | None) -> Document | None:
    if entity is None:
        return None
    return {"type": entity["type"], "name": entity["name"], "links": entity["links"]}


def of_review(review: Review, scheme: Scheme) -> Agreement:
    """Return how well the first two sets of one article under review agree.

    Figures over tokens are left out (there are none): they cost more than all others, and say
    little of one article.
    """
    tally = Tally(scheme, (review.names[0], review.names[1]))
    tally.add("", review.sets, review.alignment, no_tokens())
    return tally.agreement(resamples=0)
