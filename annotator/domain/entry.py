"""What a guideline says of one label, frame type, role, attribute or value, as values."""

from dataclasses import dataclass
from enum import Enum

from annotator.domain.extent import Extent


class SubjectKind(Enum):
    """What an entry can be about."""

    LABEL = "label"
    FRAME = "frame"
    ROLE = "role"
    ATTRIBUTE = "attribute"
    VALUE = "value"


@dataclass(frozen=True, slots=True)
class Subject:
    """What an entry is about.

    Attributes:
        path: Names from the outside in: ("ACTOR",), ("Protest", "organiser"),
            ("Protest", "size", "small").
    """

    kind: SubjectKind
    path: tuple[str, ...]

    @property
    def key(self) -> str:
        """How a scheme file names it: "Statement.content"."""
        return ".".join(self.path)

    @property
    def name(self) -> str:
        """Its own name, the last one."""
        return self.path[-1]


@dataclass(frozen=True, slots=True)
class ExampleMark:
    """Words of an example that carry a label or fill a role.

    Attributes:
        name: Of a role of the frame type that the entry is about, else of a label.
    """

    extent: Extent
    name: str


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence of the guideline with its marks.

    Attributes:
        marks: Outer ones before inner ones, in text order.
        why: What it shows, in one line.
        since: The version of the scheme that it came with as a case; 0 where it was always there.
    """

    text: str
    marks: tuple[ExampleMark, ...] = ()
    why: str = ""
    since: int = 0


@dataclass(frozen=True, slots=True)
class Entry:
    """What the guideline says of one subject.

    Attributes:
        title: A line of its own: "Content of a statement".
        do: Examples tagged as they should be.
        dont: Counter-examples: tagged as they should not be.
        hard: Hard cases, decided; a sentence or two each.
    """

    subject: Subject
    title: str = ""
    definition: str = ""
    do: tuple[Example, ...] = ()
    dont: tuple[Example, ...] = ()
    hard: tuple[str, ...] = ()
