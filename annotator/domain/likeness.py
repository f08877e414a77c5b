"""When a frame of a set is what a source suggested: the same words in the same roles."""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from annotator.domain.annotation import FrameId
from annotator.domain.extent import Extent
from annotator.domain.scheme import FrameType

Words: TypeAlias = Mapping[str, frozenset[Extent]]
"""Places of the spans that fill a frame, by role; only roles that spans fill."""


@dataclass(frozen=True, slots=True)
class Filled:
    """What a frame says, or would say, as it is compared.

    Attributes:
        words: Places of spans by role.
        frames: Frames of the set by role.
        others: Whether something fills it that cannot be compared: an entity, which sources never
            propose, or a suggested frame of which no frame came.
    """

    type: str
    words: Words = field(default_factory=dict)
    frames: Mapping[str, frozenset[FrameId]] = field(default_factory=dict)
    implied: frozenset[str] = frozenset()
    attributes: Mapping[str, object] = field(default_factory=dict)
    others: bool = False


def places_text(extents: Iterable[Extent]) -> str:
    """Return places as one text: with its type, what tells a suggested frame from others."""
    return " ".join(f"{one.start}-{one.end}" for one in sorted(set(extents)))


def places_of(text: str) -> list[Extent]:
    """Return the places that :func:`places_text` gave."""
    return [Extent(*map(int, one.split("-"))) for one in text.split()]


def says_all(frame: Filled, suggested: Filled) -> bool:
    """Whether a frame says just what was suggested.

    Attributes that were not suggested may have any value: they start as the scheme says.
    """
    wanted = suggested.attributes
    return (
        frame.type == suggested.type
        and not (frame.others or suggested.others)
        and dict(frame.words) == dict(suggested.words)
        and dict(frame.frames) == dict(suggested.frames)
        and frame.implied == suggested.implied
        and all(frame.attributes.get(name) == value for name, value in wanted.items())
    )


def is_there(suggested: Filled, frame: Filled, kind: FrameType) -> bool:
    """Whether a frame of the set makes a suggestion needless.

    It is about the same words in the anchoring role and in all roles that a frame of the type must
    have, as far as words are suggested for them.
    """
    needed = [role.name for role in kind.roles if role.anchor or role.least]
    shared = [_share(suggested.words, frame.words, name) for name in needed]
    return may_become(suggested, frame, kind) and all(one is not False for one in shared)


def may_become(suggested: Filled, frame: Filled, kind: FrameType) -> bool:
    """Whether a frame of the set, perhaps unfinished, may be the one that is suggested.

    It has words of the anchoring role in common, and in no role only other words than those
    suggested.
    """
    if suggested.type != frame.type:
        return False
    anchored = any(
        role.anchor and _share(suggested.words, frame.words, role.name) for role in kind.roles
    )
    roles = suggested.words.keys() & frame.words.keys()
    return anchored and all(suggested.words[role] & frame.words[role] for role in roles)


def _share(suggested: Words, there: Words, role: str) -> bool | None:
    """Whether a role has words in common, ``None`` where none are suggested for it."""
    wanted = suggested.get(role)
    return None if not wanted else bool(wanted & there.get(role, frozenset()))


def is_anchored(kind: FrameType, roles: Container[str]) -> bool:
    """Whether words in some roles anchor a frame: one of them anchors it, or no role does."""
    anchors = [role.name for role in kind.roles if role.anchor]
    return any(name in roles for name in anchors or [role.name for role in kind.roles])
