"""Gold articles as the yardstick reads them, and their two halves."""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from annotator.domain.article import Zone, ZoneKind
from annotator.domain.extent import Extent
from annotator.domain.suggestion import Findings

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "sample_corpus" / "gold.jsonl"
FURTHER = ROOT / "tests" / "data" / "gold"
HALVES = ("a", "b")
_TOKEN = re.compile(r"\w+")


@dataclass(frozen=True)
class GoldSpan:
    """One tagged stretch; ``entity`` is "" where it is not linked."""

    start: int
    end: int
    label: str
    words: str
    entity: str = ""
    attributes: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class GoldFrame:
    """One frame with its spans; fillers that are frames or entities stay the ids they are."""

    id: str
    type: str
    spans: Mapping[str, Sequence[GoldSpan]]
    others: Mapping[str, Sequence[str]]
    implied: Sequence[str]
    attributes: Mapping[str, Any]

    def of(self, role: str) -> Sequence[GoldSpan]:
        """Return the spans of a role."""
        return self.spans.get(role, ())


@dataclass(frozen=True)
class GoldArticle:
    """One line of a gold file.

    Attributes:
        names: Names of the entities by their id, with their aliases.
    """

    id: str
    text: str
    zones: tuple[Zone, ...]
    meta: Mapping[str, Any]
    spans: Sequence[GoldSpan]
    frames: Sequence[GoldFrame]
    names: Mapping[str, Sequence[str]]

    @property
    def cluster(self) -> str:
        """The story it belongs to: its id up to the last "-"."""
        return self.id.rpartition("-")[0] or self.id

    @property
    def half(self) -> str:
        """The half that its whole cluster belongs to."""
        return half_of(self.cluster)

    def frames_of(self, kind: str) -> list[GoldFrame]:
        """Return the frames of one type."""
        return [frame for frame in self.frames if frame.type == kind]

    @cached_property
    def _tokens(self) -> list[int]:
        return [found.start() for found in _TOKEN.finditer(self.text)]

    def tokens(self, places: Iterable[tuple[int, int]]) -> frozenset[int]:
        """Return the words that begin in some stretches, each as its offset."""
        from bisect import bisect_left

        starts = self._tokens
        found: set[int] = set()
        for start, end in places:
            found.update(starts[bisect_left(starts, start) : bisect_left(starts, end)])
        return frozenset(found)


@dataclass(frozen=True)
class Looked:
    """One article and what a source found in it."""

    article: GoldArticle
    findings: Findings


def half_of(cluster: str) -> str:
    """Return "a" (rules are tuned on it) or "b" (scored rarely, its misses never read)."""
    digest = hashlib.sha256(cluster.encode()).hexdigest()
    return HALVES[int(digest, 16) % 2]


def read_gold(paths: Iterable[Path], half: str = "") -> list[GoldArticle]:
    """Return the articles of gold files in order, of one half or of both."""
    articles = [
        _article(json.loads(line))
        for path in paths
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.strip()
    ]
    return [article for article in articles if not half or article.half == half]


def _article(record: Mapping[str, Any]) -> GoldArticle:
    text = record["text"]
    spans = {span.get("id", str(place)): _span(text, span) for place, span in
             enumerate(record["spans"])}  # fmt: skip
    return GoldArticle(
        record["id"],
        text,
        tuple(
            Zone(ZoneKind(zone["kind"]), Extent(zone["start"], zone["end"]))
            for zone in record["zones"]
        ),
        record.get("meta") or {},
        list(spans.values()),
        [_frame(frame, spans) for frame in record.get("frames", ())],
        {
            entity["id"]: [entity["name"], *entity.get("aliases", ())]
            for entity in record.get("entities", ())
        },
    )


def _span(text: str, span: Mapping[str, Any]) -> GoldSpan:
    return GoldSpan(
        span["start"],
        span["end"],
        span["label"],
        text[span["start"] : span["end"]],
        span.get("entity") or "",
        span.get("attributes") or {},
    )


def _frame(frame: Mapping[str, Any], spans: Mapping[str, GoldSpan]) -> GoldFrame:
    roles: Mapping[str, Sequence[str]] = frame["roles"]
    return GoldFrame(
        frame["id"],
        frame["type"],
        {role: [spans[key] for key in keys if key in spans] for role, keys in roles.items()},
        {role: [key for key in keys if key not in spans] for role, keys in roles.items()},
        frame.get("implied") or (),
        frame.get("attributes") or {},
    )
