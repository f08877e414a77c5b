"""Lines that were tagged under an earlier version of the scheme, read in the names of now."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from annotator.domain.gold import GoldRecord
from annotator.domain.renames import Renames, renamed_tag, renamed_verdict
from annotator.domain.scheme import Scheme


class OlderNames:
    """Gives lines of earlier versions of a scheme the names of now, and counts what it changed.

    Only lines that say themselves that they follow an earlier version: in any other line an old
    name may mean something else, and is refused as unknown.
    """

    def __init__(self, scheme: Scheme) -> None:
        self._scheme = scheme
        self._renames = Renames.of(scheme)
        self._changed: Counter[str] = Counter()

    def apply(self, record: GoldRecord) -> bool:
        """Rename within a line; return whether anything was."""
        said = record["scheme"]
        if not self._renames or said["name"] != self._scheme.name:
            return False
        if said["version"] >= self._scheme.version:
            return False
        before = self._changed.total()
        line: Any = record
        line["spans"] = [self._tag(tag) for tag in record["spans"]]
        line["frames"] = [self._tag(tag) for tag in record["frames"]]
        for entity in record["entities"]:
            now = self._renames.label(entity["type"])
            self._count(entity["type"], now)
            entity["type"] = now
        line["verdicts"] = [renamed_verdict(one, self._renames) for one in record["verdicts"]]
        return self._changed.total() > before

    def merged(self, record: GoldRecord) -> str:
        """Return a label that two spans on the same words would have, "" where none do."""
        seen = set()
        for span in record["spans"]:
            place = (span["start"], span["end"], span["label"])
            if place in seen:
                return span["label"]
            seen.add(place)
        return ""

    def sum_up(self) -> str:
        """Return what was renamed since the last time, "" where nothing was."""
        words = ", ".join(sorted(self._changed))
        self._changed.clear()
        return words

    def _tag(self, tag: Any) -> dict[str, Any]:
        made = renamed_tag(tag, self._renames)
        for old, new in _names(tag, made):
            self._count(old, new)
        return made

    def _count(self, old: str, new: str) -> None:
        if old != new:
            self._changed[f"{old} is {new} now"] += 1


def _names(before: Any, after: Any) -> Iterator[tuple[str, str]]:
    """Yield the names of a tag, old and new: its own, and those within it in their order."""
    for key in ("label", "type"):
        if key in before:
            yield before[key], after[key]
    for key in ("roles", "implied", "attributes"):
        olds, news = list(before.get(key, ())), list(after.get(key, ()))
        if len(olds) == len(news):
            yield from zip(olds, news, strict=True)
        else:
            yield from ((old, "one with another role") for old in olds if old not in news)
    for old, new in zip(before["attributes"].values(), after["attributes"].values(), strict=False):
        yield str(old), str(new)
