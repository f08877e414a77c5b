"""What an import found, before and after it is written."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

from typing_extensions import override

from annotator.domain.article import ArticleDraft

NAME_ENCODING = "name its encoding with --encoding"
"""Part of a remedy, in the words of the command line; the window has a list to choose from."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """One file or line that does not come in, or a warning about one that does.

    Attributes:
        line: 1 for the first line, ``None`` where the whole file is meant.
    """

    file: str
    line: int | None
    problem: str
    remedy: str

    @override
    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}, line {self.line}"
        return f"{place}: {self.problem} {self.remedy}".strip()


class IntakeState(StrEnum):
    """What an import will do with one file."""

    NEW = "new"
    ATTENTION = "attention"  # new, but something about it should be looked at
    KNOWN = "known"  # the same text is here already


@dataclass(frozen=True, slots=True)
class IntakeItem:
    """One readable text file of an import.

    Attributes:
        path: As shown to the user.
        known_as: Name of the article with the same text, where the state is known.
    """

    path: str
    draft: ArticleDraft
    state: IntakeState
    words: int
    known_as: str | None = None


@dataclass(frozen=True, slots=True)
class TagChanges:
    """How many tags of one kind a newer version of a set adds, removes and changes."""

    added: int = 0
    removed: int = 0
    changed: int = 0

    @property
    def words(self) -> str:
        """As shown: "2 added, 1 changed"."""
        counts = {"added": self.added, "removed": self.removed, "changed": self.changed}
        return ", ".join(f"{count:,} {word}" for word, count in counts.items() if count)


@dataclass(frozen=True, slots=True)
class ChangedSet:
    """A set that is here, and that a line says otherwise.

    Attributes:
        again: Number of verdicts on its tags that are to be looked at again.
    """

    article: str
    annotator: str
    spans: TagChanges
    frames: TagChanges
    again: int = 0

    @property
    def words(self) -> str:
        """As shown: "muscat of ben: spans 1 added; frames 1 changed"."""
        kinds = (("spans", self.spans.words), ("frames", self.frames.words))
        said = [f"{kind} {words}" for kind, words in kinds if words]
        return f"{self.article} of {self.annotator}: {'; '.join(said) or 'no tag differs'}"


@dataclass(slots=True)
class FileReport:
    """What one file of lines brings.

    Attributes:
        new: Articles that were not here.
        by_text: Articles that were recognised by their text, whose id is the same here.
        other_name: Those that have another id here, by their id in the file.
        other_text: Ids that have another text here; these lines are refused.
        sets_new, sets_equal: Number of sets.
        changed: Sets that are replaced.
        unknown: Labels and frame types that the scheme does not have, with their tags.
        entities_known, entities_new: Number of entities that the register has, and has not.
    """

    file: str
    new: int = 0
    by_text: int = 0
    other_name: list[str] = field(default_factory=list)
    other_text: list[str] = field(default_factory=list)
    sets_new: int = 0
    sets_equal: int = 0
    changed: list[ChangedSet] = field(default_factory=list)
    unknown: dict[str, int] = field(default_factory=dict)
    entities_known: int = 0
    entities_new: int = 0

    def document(self) -> dict[str, Any]:
        """Return it for ``import --json``."""
        return {
            "file": self.file,
            "articles": {
                "new": self.new,
                "by_text": self.by_text,
                "other_name": self.other_name,
                "other_text": self.other_text,
            },
            "sets": {
                "new": self.sets_new,
                "equal": self.sets_equal,
                "changed": [asdict(one) for one in self.changed],
            },
            "unknown": self.unknown,
            "entities": {"known": self.entities_known, "new": self.entities_new},
        }

    def sentences(self) -> list[str]:
        """Return it in words."""
        articles = (
            (self.new, "new"),
            (self.by_text, "here already"),
            (len(self.other_name), "here under another id"),
            (len(self.other_text), "here with another text"),
        )
        sets = (
            (self.sets_new, "new"),
            (self.sets_equal, "equal"),
            (len(self.changed), "changed"),
        )
        found = [
            f"{what}: {', '.join(f'{count:,} {word}' for count, word in counts if count)}."
            for what, counts in (("Articles", articles), ("Sets", sets))
            if any(count for count, _ in counts)
        ]
        found += [f"Changed: {one.words}." for one in self.changed[:_MOST_SHOWN]]
        if len(self.changed) > _MOST_SHOWN:
            found.append(f"Changed: {len(self.changed) - _MOST_SHOWN:,} sets more.")
        if self.unknown:
            names = ", ".join(f"{name} ({count:,})" for name, count in self.unknown.items())
            found.append(f"Not in the scheme: {names}.")
        if self.entities_known or self.entities_new:
            found.append(
                f"Entities: {self.entities_known:,} in the register, {self.entities_new:,} new."
            )
        return found


_MOST_SHOWN = 20


@dataclass(frozen=True, slots=True)
class IntakePreview:
    """Everything an import would do; nothing is written yet.

    Attributes:
        gold_lines: Number of lines in JSONL files and bundles, by file.
        files: What the lines of each would bring; of very large ones nothing.
    """

    items: tuple[IntakeItem, ...]
    refused: tuple[Refusal, ...] = ()
    warnings: tuple[Refusal, ...] = ()
    gold_lines: Mapping[str, int] = field(default_factory=dict)
    files: tuple[FileReport, ...] = ()

    @property
    def told(self) -> tuple[Refusal, ...]:
        """What the lines of each file would bring, in words."""
        return tuple(
            Refusal(one.file, None, sentence, "")
            for one in self.files
            for sentence in one.sentences()
        )


@dataclass(frozen=True, slots=True)
class IntakeReport:
    """What an import did; the form of ``import --json``.

    Attributes:
        files: What each file of lines has brought.
    """

    articles_new: int = 0
    articles_known: int = 0
    sets_new: int = 0
    sets_replaced: int = 0
    sets_known: int = 0
    refused: tuple[Refusal, ...] = ()
    warnings: tuple[Refusal, ...] = ()
    files: tuple[FileReport, ...] = ()
