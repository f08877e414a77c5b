"""What a change of the scheme does to a workspace, in words for the window and the terminal."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from annotator.domain.scheme import Scheme
from annotator.domain.scheme_change import Difference, Kind, Part

_FEW = 3
_MANY = {Kind.FRAME: "frame types"}


@dataclass(frozen=True, slots=True)
class Use:
    """How much of a workspace something concerns.

    Attributes:
        annotators: Names, sorted; gold is one.
        word: What one of the ``tags`` is called.
    """

    tags: int = 0
    articles: int = 0
    annotators: tuple[str, ...] = ()
    word: str = "tag"

    @property
    def words(self) -> str:
        """As shown: "1,204 tags in 310 articles · 3 annotators"."""
        if not self.tags:
            return "not in use"
        people = self.annotators
        who = people[0] if len(people) == 1 else f"{len(people):,} annotators"
        if not self.articles:
            return counted(self.tags, self.word)
        return f"{counted(self.tags, self.word)} in {counted(self.articles, 'article')} · {who}"


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Why a scheme cannot be put in force, and what to do about it."""

    problem: str
    remedy: str


@dataclass(frozen=True, slots=True)
class SchemeChange:
    """What putting a scheme in force does to a workspace.

    Attributes:
        same: The scheme in force says the same: nothing would change.
        uses: How much each renamed part concerns.
        total: All tags that are renamed.
        suggestions, decisions, entities: How many of them are renamed.
        retired: Pending suggestions that nobody will be offered any more.
        obstacles: Why it is refused; empty where it is not.
    """

    before: Scheme
    after: Scheme
    same: bool
    difference: Difference
    uses: Mapping[Part, Use] = field(default_factory=dict)
    total: Use = Use()
    suggestions: int = 0
    decisions: int = 0
    entities: int = 0
    retired: int = 0
    obstacles: tuple[Obstacle, ...] = ()


class Mark(StrEnum):
    """What kind of change a line tells of."""

    RENAMED = "renamed"
    NEW = "new"
    GONE = "gone"
    CHANGED = "changed"
    ALSO = "also"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a report.

    Attributes:
        what: What it is about.
        detail: How much it concerns, or which.
    """

    mark: Mark
    what: str
    detail: str = ""


def counted(count: int, word: str) -> str:
    """Return a number with its word: "1 tag", "1,204 tags"."""
    return f"{count:,} {word}" if count == 1 else f"{count:,} {word}s"


def report(change: SchemeChange) -> list[Line]:
    """Return what a change does; what stands against it is not among it."""
    found = []
    for item in change.difference.renamed:
        use = change.uses.get(item.part, Use())
        found.append(Line(Mark.RENAMED, f"{item.part.words} becomes {item.now}", use.words))
    also = [
        counted(count, word)
        for count, word in (
            (change.suggestions, "suggestion"),
            (change.decisions, "decision"),
            (change.entities, "entity of the register"),
        )
        if count
    ]
    if also:
        words = ", ".join(also).replace("entity of the registers", "entities of the register")
        found.append(Line(Mark.ALSO, words, "renamed with them"))
    found += _listed(Mark.NEW, change.difference.new)
    found += _listed(Mark.GONE, change.difference.gone)
    if change.retired:
        words = counted(change.retired, "suggestion")
        found.append(Line(Mark.ALSO, words, "no longer offered"))
    found += _listed(Mark.CHANGED, change.difference.altered, change.difference.aspects)
    return found


def _listed(
    mark: Mark, parts: Sequence[Part], aspects: Mapping[Part, Sequence[str]] | None = None
) -> list[Line]:
    """Return parts of a scheme, those of one kind together where there are more than a few."""
    found = []
    for kind in Kind:
        some = [part for part in _outer(parts) if part.kind == kind]
        if kind == Kind.REST:
            found += [Line(mark, _REST.get(part.name, part.name)) for part in some]
        elif len(some) <= _FEW:
            said = aspects or {}
            found += [Line(mark, part.words, _aspects(said.get(part, ()))) for part in some]
        else:
            names = ", ".join(part.name for part in some)
            found.append(Line(mark, f"{len(some)} {_MANY.get(kind, f'{kind}s')}", names))
    return found


def _outer(parts: Sequence[Part]) -> list[Part]:
    """Leave out what comes or goes with the label, frame type or attribute that it is within."""
    owners = {part.name for part in parts if not part.of}
    attributes = {(*part.of, part.name) for part in parts if part.kind == Kind.ATTRIBUTE}
    return [
        part
        for part in parts
        if not (part.of and part.of[0] in owners)
        and not (part.kind == Kind.VALUE and part.of in attributes)
    ]


def _aspects(names: Sequence[str]) -> str:
    words = (_ASPECTS.get(name, name.replace("_", " ")) for name in names)
    return ", ".join(dict.fromkeys(words))


_ASPECTS = {
    "definition": "guideline",
    "chip": "short name",
    "colour": "colours",
    "least": "how many",
    "most": "how many",
    "labels": "what fills it",
    "frames": "what fills it",
    "new_label": "label of new spans",
    "names": "words for values",
    "default": "first value",
    "derive": "first value",
}
_REST = {"spacy_labels": "labels of spaCy's pipelines", "entries": "entries of the guideline"}
