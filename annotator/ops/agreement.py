"""How two annotators agree over the corpus, with the places behind each figure."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from annotator.compare.agreement import RESAMPLES, Tally
from annotator.compare.aligning import Aligner
from annotator.domain.agreement import Agreement
from annotator.domain.annotation import GOLD
from annotator.domain.article import ArticleId
from annotator.domain.extent import Extent
from annotator.domain.review import Alignment, Difference, FrameTag, SpanTag
from annotator.domain.scheme import Scheme
from annotator.jobs import Progress
from annotator.nlp.words import tokenizer
from annotator.ops.comparing import check_names
from annotator.ops.workspace import Workspace
from annotator.store import compared, reader
from annotator.store.comparing import TagReader, shared

LABELS = "labels"
_SPACES = re.compile(r"\s+")
CONTEXT = 48
MOST = 200


@dataclass(frozen=True, slots=True)
class Cell:
    """What two annotators say of the same thing.

    Attributes:
        what: "labels", or a frame type with an attribute, role or nothing: "Stance.polarity",
            "Statement:speaker", "Meeting:".
        a, b: What each says; "" for nothing.
    """

    what: str
    a: str
    b: str


@dataclass(frozen=True, slots=True)
class Spot:
    """Where the two differ."""

    article: ArticleId
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Overview:
    """All figures about two annotators, with what stands behind them.

    Attributes:
        counts: How often each cell occurs, the agreeing ones too.
        spots: The places of the cells in which they differ.
        articles: Ids of the workspace, by their id in files.
        unfinished: How many of the articles each of the two has not completed.
    """

    agreement: Agreement
    counts: Mapping[Cell, int]
    spots: Mapping[Cell, Sequence[Spot]]
    articles: Mapping[str, ArticleId]
    unfinished: tuple[int, ...] = (0, 0)

    def of(self, what: str) -> list[Spot]:
        """Return the places of all cells about something."""
        return [spot for cell, spots in self.spots.items() if cell.what == what for spot in spots]


@dataclass(frozen=True, slots=True)
class ShownSpot:
    """A place with the words around it.

    Attributes:
        state: "open", or what gold has there: "gold: A", "gold: B", "gold: both", "gold: other".
    """

    spot: Spot
    title: str
    left: str
    words: str
    right: str
    state: str


def overview(
    workspace: Workspace,
    a: str,
    b: str,
    *,
    resamples: int = RESAMPLES,
    progress: Progress | None = None,
) -> Overview:
    """Compare two annotators on all articles that both have.

    Args:
        workspace: Where.
        a: The reference.
        b: Who is held against it.
        resamples: How many times articles are drawn for the intervals.
        progress: Steps are articles.

    Raises:
        UnknownSetError: There is no set of one of the names.
        Cancelled: The user asked for it.
    """
    check_names(workspace, (a, b))
    progress = progress or Progress()
    scheme = workspace.scheme
    aligner, tally, tokens = Aligner(scheme), Tally(scheme, (a, b)), tokenizer()
    counts: Counter[Cell] = Counter()
    spots: dict[Cell, list[Spot]] = {}
    keys: dict[str, ArticleId] = {}
    done = 0
    with workspace.read() as connection:
        there = shared(connection, (a, b))
        for some in TagReader(connection, (a, b)).read(there.articles):
            for article, text, sets in some:
                progress.step(done, len(there.articles))
                done += 1
                alignment = aligner.align(sets)
                tally.add(article.name, sets, alignment, tokens(text))
                keys[article.name] = article.article
                for cell, place in _cells(alignment, scheme):
                    counts[cell] += 1
                    if cell.a != cell.b and place is not None:
                        spot = Spot(article.article, place.start, place.end)
                        spots.setdefault(cell, []).append(spot)
    agreed = tally.agreement(resamples=resamples)
    return Overview(agreed, counts, spots, keys, there.unfinished)


def _cells(alignment: Alignment, scheme: Scheme) -> list[tuple[Cell, Extent | None]]:
    """Return what the first two sets of an article say of each thing."""
    found: list[tuple[Cell, Extent | None]] = []
    for one, other, *_ in alignment.span_groups:
        either = one or other
        if either is not None:
            labels = (one.label if one else "", other.label if other else "")
            found.append((Cell(LABELS, *labels), either.extent))
    for a, b, *_ in alignment.frame_groups:
        first = a or b
        if first is None:
            continue
        place = _place(first)
        there = ("there" if a else "", "there" if b else "")
        found.append((Cell(f"{first.type}:", *there), place))
        if a is not None and b is not None:
            found += _attribute_cells(a, b, scheme, place)
    for item in alignment.differences:
        found += _role_cells(item)
    return found


def _attribute_cells(
    a: FrameTag, b: FrameTag, scheme: Scheme, place: Extent | None
) -> list[tuple[Cell, Extent | None]]:
    kind = scheme.frame_type_by_name.get(a.type)
    mine, theirs = dict(a.attributes), dict(b.attributes)
    return [
        (Cell(f"{a.type}.{one.name}", str(mine[one.name]), str(theirs[one.name])), place)
        for one in (kind.attributes if kind is not None else ())
        if one.name in mine and one.name in theirs
    ]


def _role_cells(item: Difference) -> list[tuple[Cell, Extent | None]]:
    one, other, *_ = item.tags
    if not isinstance(one, FrameTag) or not isinstance(other, FrameTag):
        return []
    return [
        (Cell(f"{one.type}:{role.role}", "A", "B"), _place(one, role.role) or item.place)
        for role in item.roles
    ]


def _place(frame: FrameTag, role: str = "") -> Extent | None:
    """Return where a frame, or one of its roles, stands: its first filler that has words."""
    spans: list[SpanTag] = [
        one.span for one in frame.fillers if one.span is not None and role in {"", one.role}
    ]
    return min((span.extent for span in spans), default=None)


def shown(workspace: Workspace, spots: Sequence[Spot], labels: tuple[str, str]) -> list[ShownSpot]:
    """Return places with the words around them, at most two hundred.

    Args:
        workspace: Where.
        spots: The places.
        labels: What A and B say there, to see whose version is gold; "" for other things.
    """
    found = []
    with workspace.read() as connection:
        texts: dict[ArticleId, tuple[str, str, dict[tuple[int, int], set[str]]]] = {}
        for spot in spots[:MOST]:
            if spot.article not in texts:
                article = reader.article(connection, spot.article)
                title = article.metadata.title or article.name
                gold: dict[tuple[int, int], set[str]] = {}
                for span in reader.annotation_set(connection, spot.article, GOLD).spans:
                    gold.setdefault((span.extent.start, span.extent.end), set()).add(span.label)
                texts[spot.article] = (title, article.text, gold)
            title, text, gold = texts[spot.article]
            left = _SPACES.sub(" ", text[max(0, spot.start - CONTEXT) : spot.start]).lstrip()
            right = _SPACES.sub(" ", text[spot.end : spot.end + CONTEXT]).rstrip()
            words = " ".join(text[spot.start : spot.end].split())
            state = _state(gold.get((spot.start, spot.end), set()), labels)
            found.append(ShownSpot(spot, title, left, words, right, state))
    return found


def _state(gold: set[str], labels: tuple[str, str]) -> str:
    a, b = labels
    if not gold:
        return "open"
    has_a, has_b = a in gold, b in gold
    if has_a and has_b:
        return "gold: both"
    return "gold: A" if has_a else "gold: B" if has_b else "gold: other"


def statuses(workspace: Workspace) -> dict[str, dict[str, int]]:
    """Return how many articles each annotator has by status; what was not touched is "new"."""
    with workspace.read() as connection:
        return compared.statuses(connection)
