"""The annotation scheme: labels, frame types, roles, attributes, codebooks. Data, not code."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from annotator.domain.entry import Entry

ANY_LABEL = "*"
ENTITY_FAMILY = "entity"
DATE = "date"
"""A kind of attribute, and a way to derive one."""
QUOTATION = "quotation"
"""A way to derive an attribute: whether the words that anchor its frame are quoted."""


@dataclass(frozen=True, slots=True)
class Attribute:
    """A property of a label or frame type.

    Attributes:
        values: What may be chosen, in the order of the keys 1 to 9; empty for free text.
        kind: "choice", "integer" (a choice of integers), "date" or "text".
        default: What a frame made by hand starts with, ``None`` for nothing.
        required: Whether an article with it empty is unfinished.
        names: Words for values that are no words, e.g. ``{"1": "weak"}``.
        derive: What the value of a frame made by hand follows until somebody sets another one:
            "quotation" gives the first value where the anchoring words are quoted, the second
            where they are not, the third where only a part of them is; "date" gives the date of
            the spans that fill the role ``derive_from``.
        derive_from: Role that a date is derived from, "" for none; ``from`` in a scheme's file.
        codebook: Whether users may add values.
        keywords: Words by which rules know a value, by value; only a choice has some.
        formerly: Its names in earlier versions of the scheme.
        former_values: Values of earlier versions, as texts, and what they are now.
    """

    name: str
    kind: str
    values: tuple[str | int, ...] = ()
    default: str | int | None = None
    required: bool = False
    names: Mapping[str, str] = field(default_factory=dict)
    definition: str = ""
    derive: str = ""
    derive_from: str = ""
    codebook: bool = False
    keywords: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    formerly: tuple[str, ...] = ()
    former_values: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Label:
    """What a span can be.

    Attributes:
        key: "1" to "9" or "0", "" where it has none.
        chip: Its short name above the words, e.g. "PER".
        linked: Whether its mentions usually link to an entity.
        office: Whether its words name an office of the entity that they stand beside.
        family: "entity", or the frame type that its spans serve.
        colours: "fill", "line" and "ink" as "#rrggbb", by theme "light" and "dark".
        colour: One "#rrggbb" that the colours of a theme are made from where ``colours`` has none.
        formerly: Its names in earlier versions of the scheme.
    """

    name: str
    chip: str
    key: str = ""
    linked: bool = False
    family: str = ENTITY_FAMILY
    colours: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    attributes: tuple[Attribute, ...] = ()
    definition: str = ""
    colour: str = ""
    office: bool = False
    formerly: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Within:
    """Where the words of a role should stand: in those of one role of another frame.

    Attributes:
        frame: The role of the same frame type that names the other frame.
        role: The role of that other frame.
    """

    frame: str
    role: str


@dataclass(frozen=True, slots=True)
class Once:
    """Which frames of a type are one too many.

    Attributes:
        roles, attributes: There is one frame for each combination of their fillers and values.
        per: "paragraph" or "article": in which stretch of text.
    """

    roles: tuple[str, ...]
    attributes: tuple[str, ...]
    per: str = "article"


@dataclass(frozen=True, slots=True)
class Role:
    """A slot of a frame type.

    Attributes:
        least: How many fillers it needs; 0 where it may stay empty.
        most: How many fillers it takes, ``None`` for any number.
        labels: Usual fillers; ``("*",)`` for any span, empty for frames only.
        frames: Frame types that may fill it.
        new_label: Label of a new span made for it, "" for none.
        anchor: Whether its fragments anchor the frame in the text (content, trigger, evidence).
        definition: Its guideline; up to the first ";" it says what to select for the role.
        within: Where its words should stand, ``None`` for anywhere.
        formerly: Its names in earlier versions of the scheme.
    """

    name: str
    least: int = 0
    most: int | None = None
    labels: tuple[str, ...] = ()
    frames: tuple[str, ...] = ()
    new_label: str = ""
    anchor: bool = False
    definition: str = ""
    within: Within | None = None
    formerly: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FrameType:
    """A kind of record: Statement, Stance, Meeting.

    Attributes:
        key: One letter, "" where it has none.
        colours, colour: As of a label.
        once: Which frames of the type are one too many, ``None`` where none are.
        formerly: Its names in earlier versions of the scheme.
    """

    name: str
    key: str
    icon: str = ""
    colours: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    roles: tuple[Role, ...] = ()
    attributes: tuple[Attribute, ...] = ()
    definition: str = ""
    colour: str = ""
    once: Once | None = None
    formerly: tuple[str, ...] = ()

    @property
    def judged(self) -> bool:
        """Whether it has a value that only a person can judge: nothing starts or derives it."""
        return any(
            item.required and item.default is None and not item.derive for item in self.attributes
        )

    def role(self, name: str) -> Role | None:
        """Return a role by name."""
        return next((role for role in self.roles if role.name == name), None)


@dataclass(frozen=True)
class Scheme:
    """One version of an annotation scheme.

    Attributes:
        source: The TOML text that it was read from.
        entries: What its file says as a guideline, beside the definitions; see
            :class:`~annotator.domain.guideline.Guideline`.
    """

    name: str
    version: int
    labels: tuple[Label, ...]
    frame_types: tuple[FrameType, ...]
    source: str = ""
    spacy_labels: Mapping[str, str] = field(default_factory=dict)
    entries: tuple[Entry, ...] = ()

    @cached_property
    def label_by_name(self) -> Mapping[str, Label]:
        """Labels by name."""
        return {label.name: label for label in self.labels}

    @cached_property
    def label_by_key(self) -> Mapping[str, Label]:
        """Labels that have a key, by it."""
        return {label.key: label for label in self.labels if label.key}

    @cached_property
    def topics(self) -> Mapping[str, tuple[str, ...]]:
        """The first codebook that has keywords: all its values, each with those that it has."""
        for kind in self.frame_types:
            for item in kind.attributes:
                if item.keywords:
                    return {str(value): item.keywords.get(str(value), ()) for value in item.values}
        return {}

    @cached_property
    def frame_type_by_name(self) -> Mapping[str, FrameType]:
        """Frame types by name."""
        return {kind.name: kind for kind in self.frame_types}
