"""What an import found, before and after it is written."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

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
class IntakePreview:
    """Everything an import would do; nothing is written yet.

    Attributes:
        gold_lines: Number of lines in JSONL files, by file.
    """

    items: tuple[IntakeItem, ...]
    refused: tuple[Refusal, ...] = ()
    warnings: tuple[Refusal, ...] = ()
    gold_lines: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class IntakeReport:
    """What an import did; the form of ``import --json``."""

    articles_new: int = 0
    articles_known: int = 0
    sets_new: int = 0
    sets_replaced: int = 0
    sets_known: int = 0
    refused: tuple[Refusal, ...] = ()
    warnings: tuple[Refusal, ...] = ()
