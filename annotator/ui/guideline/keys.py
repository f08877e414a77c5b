"""The keys that the guideline teaches for what is selected: commands of the table, in few words."""

from collections.abc import Callable, Mapping, Sequence
from enum import Enum
from typing import Final

from annotator.domain.scheme import Attribute
from annotator.ui.key_cap import cap_text

_MOST_VALUES: Final = 9


class Selected(Enum):
    """What the keys are for."""

    NOTHING = "nothing"
    WORDS = "words"
    SUGGESTION = "suggestion"
    TAG = "tag"
    FRAME = "frame"
    SUGGESTED_FRAME = "suggested frame"
    ROLE = "role"


_KEYS: Final[Mapping[Selected, Sequence[tuple[str, str]]]] = {
    Selected.NOTHING: (
        ("tag.next", "next suggestion or tag"),
        ("edit.select_word", "select the word"),
        ("edit.select_quotation", "select the quotation"),
        ("tag.overlapping", "tags that overlap"),
    ),
    Selected.WORDS: (
        ("edit.select_word", "select more"),
        ("tag.zone", "zone"),
        ("frame.fragment", "add a fragment"),
        ("tag.back", "let go"),
    ),
    Selected.SUGGESTION: (
        ("tag.accept", "accept"),
        ("tag.reject", "reject"),
        ("tag.extend", "longer"),
        ("tag.shrink", "shorter"),
        ("tag.start", "move the start"),
        ("tag.overlapping", "cycle overlaps"),
    ),
    Selected.TAG: (
        ("tag.extend", "longer"),
        ("tag.shrink", "shorter"),
        ("tag.start", "move the start"),
        ("tag.overlapping", "cycle overlaps"),
        ("tag.link", "link"),
        ("frame.jump", "to its frame"),
        ("tag.unsure", "unsure"),
        ("tag.reject", "delete"),
    ),
    Selected.FRAME: (
        ("frame.fragment", "add a fragment"),
        ("frame.next_slot", "arm a slot"),
        ("frame.jump", "to its words"),
        ("tag.overlapping", "cycle overlaps"),
    ),
    Selected.SUGGESTED_FRAME: (
        ("tag.accept", "accept whole"),
        ("tag.reject", "reject"),
        ("frame.next_slot", "slot by slot"),
        ("frame.values", "its values"),
        ("frame.jump", "to its words"),
        ("tag.next", "next suggestion"),
    ),
    Selected.ROLE: (
        ("tag.accept", "fill the slot"),
        ("frame.fragment", "add a fragment"),
        ("frame.implied", "left unsaid"),
        ("frame.next_slot", "next slot"),
        ("frame.previous_slot", "slot before"),
        ("tag.back", "leave the slot"),
    ),
}


def keys_for(selected: Selected, key_of: Callable[[str], str]) -> list[tuple[str, str]]:
    """Return caps and words; a command that has no key is left out.

    Args:
        selected: What the keys are for.
        key_of: Gives the key in force of a command, "" for none.
    """
    keyed = ((cap_text(key_of(command)), words) for command, words in _KEYS[selected])
    return [(cap, words) for cap, words in keyed if cap]


def keys_of_values(attribute: Attribute) -> list[tuple[str, str]]:
    """Return the digits that choose the values of an attribute on a card."""
    return [
        (str(number), attribute.names.get(str(value), str(value)))
        for number, value in enumerate(attribute.values[:_MOST_VALUES], start=1)
    ]
