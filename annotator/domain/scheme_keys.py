"""Keys of labels and frame types: one that is taken is refused, with those that are free."""

from collections.abc import Mapping, Sequence
from string import ascii_uppercase
from typing import Final

from annotator.domain.scheme import FrameType, Label, Scheme
from annotator.domain.scheme_places import Places
from annotator.errors import SchemeKeyTakenError

DIGITS: Final = "1234567890"
LETTERS: Final = ascii_uppercase


def check_keys(
    scheme: Scheme, taken: Mapping[str, str], places: Places, file: str | None = None
) -> None:
    """Refuse a scheme in which a key would do two things.

    Args:
        scheme: Labels with digits, frame types with letters.
        taken: Keys that the program itself uses where tags are made, and what each does.
        places: Where the parts of the scheme stand.
        file: What messages call the scheme.

    Raises:
        SchemeKeyTakenError: Names line, key, what has it, and which keys are free.
    """
    holders = {key.upper(): f"“{what}”" for key, what in taken.items()}
    things: Sequence[Label | FrameType] = (*scheme.labels, *scheme.frame_types)
    for item in things:
        key = item.key.upper()
        if key and key in holders:
            raise SchemeKeyTakenError(
                name=file or scheme.name,
                line=places.line(f"{item.name}.key"),
                key=f"{item.name}.key",
                letter=key,
                holder=holders[key],
                free=_free(item, scheme, taken),
            )
        if key:
            holders[key] = item.name


def _free(item: Label | FrameType, scheme: Scheme, taken: Mapping[str, str]) -> str:
    """Return the keys that are left, in words."""
    things: Sequence[Label | FrameType] = (*scheme.labels, *scheme.frame_types)
    used = {thing.key.upper() for thing in things} | {key.upper() for key in taken}
    kind = DIGITS if isinstance(item, Label) else LETTERS
    free = [key for key in kind if key not in used]
    return "Free keys are " + ", ".join(free) if free else "No key is free: leave this one out"
