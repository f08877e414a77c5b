"""What the lines of each file bring, counted while they come in."""

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from annotator.domain.annotation import SUGGESTIONS_PREFIX
from annotator.domain.article import ArticleId
from annotator.domain.gold import GoldRecord
from annotator.domain.intake import ChangedSet, FileReport, Refusal, TagChanges
from annotator.domain.scheme import Scheme
from annotator.domain.scheme_words import counted
from annotator.ops import reviews
from annotator.ops.workspace import Workspace
from annotator.store import reader, verdicts
from annotator.store.database import Reading
from annotator.store.gold_import import BulkImporter


class LineDetails:
    """Counts of one import, by file.

    Attributes:
        files: In the order in which they came.
    """

    def __init__(self, scheme: Scheme, importer: BulkImporter) -> None:
        self.files: list[FileReport] = []
        self._labels = scheme.label_by_name
        self._types = scheme.frame_type_by_name
        self._importer = importer
        self._entities: dict[Hashable, bool] = {}
        self._seen: set[Hashable] = set()
        self._replaced: list[tuple[FileReport, int, int, ArticleId]] = []

    def begin(self, file: str) -> None:
        """Count for another file from here on."""
        self.files.append(FileReport(file))
        self._seen.clear()

    @property
    def _now(self) -> FileReport:
        return self.files[-1]

    def article(self, record: GoldRecord, name: str | None) -> None:
        """Count the article of a line: its id here, ``None`` where it is new."""
        if record["sha256"] in self._seen:
            return
        self._seen.add(record["sha256"])
        if name is None:
            self._now.new += 1
        elif name == record["id"]:
            self._now.by_text += 1
        else:
            self._now.other_name.append(record["id"])

    def other_text(self, record: GoldRecord) -> None:
        """Count a line whose id has another text here."""
        self._now.other_text.append(record["id"])

    def names(self, record: GoldRecord) -> None:
        """Count labels and frame types that the scheme does not have."""
        names = [one["label"] for one in record["spans"] if one["label"] not in self._labels]
        names += [one["type"] for one in record["frames"] if one["type"] not in self._types]
        for name in names:
            self._now.unknown[name] = self._now.unknown.get(name, 0) + 1

    def entities(self, record: GoldRecord) -> None:
        """Count the entities of a line, each once a file; call it before they come in."""
        for entity in record["entities"]:
            link = entity["links"].get("wikidata")
            identity: Hashable = link or (entity["type"], entity["name"])
            known = self._entities.setdefault(identity, self._importer.knows(entity))
            if identity in self._seen:
                continue
            self._seen.add(identity)
            if known:
                self._now.entities_known += 1
            else:
                self._now.entities_new += 1

    def new_set(self) -> None:
        """Count a set that was not here."""
        self._now.sets_new += 1

    def equal_set(self) -> None:
        """Count a set that is here as it is."""
        self._now.sets_equal += 1

    def changed_set(
        self, line: int, article: ArticleId, before: GoldRecord, after: GoldRecord
    ) -> None:
        """Count a set that is replaced: as it is here, and as the line has it."""
        now = self._now
        self._replaced.append((now, len(now.changed), line, article))
        now.changed.append(
            ChangedSet(
                after["id"],
                after["annotator"],
                _changes(before["spans"], after["spans"], _places(before), _places(after)),
                _changes(before["frames"], after["frames"], _places(before), _places(after)),
            )
        )

    def look_again(self, workspace: Workspace, connection: Reading) -> list[Refusal]:
        """Say which replaced sets have verdicts that do not apply any more.

        Call it when everything is written.
        """
        found = []
        for report, number, line, article in self._replaced:
            one = report.changed[number]
            count = _to_look_at_again(workspace, connection, article, one.annotator)
            if not count:
                continue
            report.changed[number] = replace(one, again=count)
            be = "is" if count == 1 else "are"
            found.append(
                Refusal(
                    report.file,
                    line,
                    f"{counted(count, 'verdict')} on {one.annotator}'s tags {be} to be looked at "
                    "again; gold stays as it is.",
                    "",
                )
            )
        return found


def _to_look_at_again(
    workspace: Workspace, connection: Reading, article: ArticleId, annotator: str
) -> int:
    """Return how many verdicts on an annotator's tags do not apply, as a review would list them."""
    given = [one.verdict for one in verdicts.of_article(connection, article)]
    reviewed = {frozenset(one.of): tuple(one.of) for one in given if annotator in one.of}
    count = 0
    for people, names in reviewed.items():
        if not all(_has_set(connection, article, name) for name in names):
            continue
        found = reviews.load_in(workspace, connection, article, names)
        again = found.docket.to_look_at_again()
        count += sum(frozenset(one.verdict.of) == people for one in again)
    return count


def _has_set(connection: Reading, article: ArticleId, name: str) -> bool:
    if name.startswith(SUGGESTIONS_PREFIX):
        return False
    return reader.annotation_set(connection, article, name).id is not None


# --- what differs ---------------------------------------------------------------------------------

_Places = Mapping[str, tuple[int, int, str]]


def _places(record: GoldRecord) -> _Places:
    return {one["id"]: (one["start"], one["end"], one["label"]) for one in record["spans"]}


def _changes(
    before: Sequence[Any], after: Sequence[Any], places: _Places, places_after: _Places
) -> TagChanges:
    """Return what tells tags from those of before; one that only has another id is the same."""
    old = {tag["id"]: _said(tag, places) for tag in before}
    new = {tag["id"]: _said(tag, places_after) for tag in after}
    same = {key for key, said in new.items() if old.get(key) == said}
    left = Counter(said for key, said in old.items() if key not in same)
    come: list[str] = []
    for key, said in new.items():
        if key in same:
            continue
        if left[said]:
            left[said] -= 1
        else:
            come.append(key)
    gone = {key: said for key, said in old.items() if key not in same and left[said]}
    changed = sum(key in gone for key in come)
    return TagChanges(len(come) - changed, left.total() - changed, changed)


def _said(tag: Any, places: _Places) -> str:
    """Return what a tag says, its own id left out and spans in roles by their places."""
    said = {key: value for key, value in tag.items() if key not in {"id", "roles"}}
    if "roles" in tag:
        said["roles"] = {
            role: sorted(str(places.get(filler, filler)) for filler in fillers)
            for role, fillers in sorted(tag["roles"].items())
            if fillers
        }
    said["attributes"] = sorted(said["attributes"].items())
    return repr(sorted(said.items()))
