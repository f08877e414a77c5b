"""How well annotators agree: counting article by article, and figures from the counts."""

from array import array
from collections import Counter
from collections.abc import Hashable, Sequence

from annotator.compare.figures import Counts, figures
from annotator.compare.fillers import Meanings, fillers_by_role
from annotator.compare.tokens import Places, innermost
from annotator.domain.agreement import Agreement
from annotator.domain.review import Alignment, FrameTag, SetTags
from annotator.domain.scheme import Scheme

RESAMPLES = 1_000
SEED = 20_160_204
"""Where the drawing of articles begins: the same data give the same intervals."""


class Tally:
    """Counts what two annotators have in common, article by article; made once for a scheme.

    Keeps a few numbers an article, not the articles, so that a large corpus can be counted.

    Args:
        scheme: In force.
        annotators: Their names; the first is the reference.
        places: Where they stand among the sets of an alignment.
    """

    def __init__(
        self, scheme: Scheme, annotators: tuple[str, str], places: tuple[int, int] = (0, 1)
    ) -> None:
        self._scheme = scheme
        self._annotators = annotators
        self._places = places
        self._label_numbers = {
            label.name: number for number, label in enumerate(scheme.labels, start=1)
        }
        self._label_names = ["", *self._label_numbers]
        self._columns: dict[Hashable, int] = {}
        self._articles: list[str] = []
        self._rows: list[tuple[array[int], array[int]]] = []

    def add(
        self, article: str, sets: Sequence[SetTags], alignment: Alignment, tokens: Places
    ) -> None:
        """Count one article.

        Args:
            article: Its id in files.
            sets: As they were aligned.
            alignment: Of these sets.
            tokens: Where the tokens of its text stand.
        """
        found: Counter[Hashable] = Counter()
        self._count_spans(alignment, found)
        self._count_frames(alignment, found)
        self._count_tokens(sets, tokens, found)
        found["differences"] = len(alignment.differences)
        columns = self._columns
        numbers = array("l", [columns.setdefault(key, len(columns)) for key in found])
        self._rows.append((numbers, array("l", found.values())))
        self._articles.append(article)

    def _count_spans(self, alignment: Alignment, found: Counter[Hashable]) -> None:
        one, other = self._places
        for slots in alignment.span_groups:
            a, b = slots[one], slots[other]
            if a is not None and b is not None:
                found["span", a[3], b[3], a[1:3] == b[1:3]] += 1
            elif a is not None:
                found["span", a[3], "", False] += 1
            elif b is not None:
                found["span", "", b[3], False] += 1

    def _count_tokens(
        self, sets: Sequence[SetTags], tokens: Places, found: Counter[Hashable]
    ) -> None:
        import numpy as np

        width = len(self._label_names)
        a, b = (innermost(tokens, sets[one].spans, self._label_numbers) for one in self._places)
        met = np.bincount(a * width + b, minlength=1)
        for number in np.flatnonzero(met).tolist():
            mine, theirs = divmod(number, width)
            key = ("token", self._label_names[mine], self._label_names[theirs])
            found[key] = int(met[number])

    def _count_frames(self, alignment: Alignment, found: Counter[Hashable]) -> None:
        one, other = self._places
        if not alignment.frame_groups:
            return
        agreed = {
            item.tags[one].key for item in alignment.agreed if isinstance(item.tags[one], FrameTag)
        }
        meanings = Meanings(
            len(alignment.annotators), alignment.span_groups, alignment.frame_groups
        )
        for slots in alignment.frame_groups:
            a, b = slots[one], slots[other]
            if a is not None:
                found["frame", a.type, "a"] += 1
            if b is not None:
                found["frame", b.type, "b"] += 1
            if a is not None and b is not None:
                found["frame", a.type, "found"] += 1
                if a.key in agreed:
                    _count_agreed(a, found)
                    found["frame", a.type, "whole"] += 1
                elif self._count_inside(a, b, meanings, found):
                    found["frame", a.type, "whole"] += 1

    def _count_inside(
        self, a: FrameTag, b: FrameTag, meanings: Meanings, found: Counter[Hashable]
    ) -> bool:
        """Count roles and attributes of two frames; return whether all are the same."""
        one, other = self._places
        whole = a.implied == b.implied and a.attributes == b.attributes
        mine, theirs = fillers_by_role(a), fillers_by_role(b)
        for role in mine.keys() | theirs.keys():
            fillers, others = mine.get(role, []), theirs.get(role, [])
            said = Counter(meanings.said(one, filler) for filler in fillers)
            said &= Counter(meanings.said(other, filler) for filler in others)
            meant = Counter(meanings.meant(one, filler) for filler in fillers)
            meant &= Counter(meanings.meant(other, filler) for filler in others)
            found["role", a.type, role, "a"] += len(fillers)
            found["role", a.type, role, "b"] += len(others)
            found["role", a.type, role, "exact"] += said.total()
            found["role", a.type, role, "overlap"] += meant.total()
            whole = whole and said.total() == len(fillers) == len(others)
        values, values_too = dict(a.attributes), dict(b.attributes)
        for name in values.keys() | values_too.keys():
            found["value", a.type, name, values.get(name), values_too.get(name)] += 1
        return whole

    def agreement(self, *, resamples: int = RESAMPLES, seed: int = SEED) -> Agreement:
        """Return all figures of the articles counted so far.

        Args:
            resamples: How many times articles are drawn for an interval; 0 for no intervals.
            seed: Of the drawing.
        """
        counts = Counts(self._columns, self._rows)
        drawn = counts.resampled(resamples, seed) if resamples and len(self._rows) > 1 else None
        return figures(self._scheme, self._annotators, self._articles, counts, drawn)


def _count_agreed(frame: FrameTag, found: Counter[Hashable]) -> None:
    """Count roles and attributes of a frame that both have in the same way."""
    for filler in frame.fillers:
        for what in ("a", "b", "exact", "overlap"):
            found["role", frame.type, filler.role, what] += 1
    for name, value in frame.attributes:
        found["value", frame.type, name, value, value] += 1
