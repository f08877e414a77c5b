"""What the next keys do, for the status line: commands by id, with a few words each."""

from collections.abc import Callable, Sequence
from typing import Final

from annotator.ui.commands import FRAME_PREFIX, LABEL_PREFIX, Command, Context, first_key

Hint = tuple[str, str]
"""The id of a command, or keys as Qt writes them, and what it does here."""
LABELS: Final = f"{LABEL_PREFIX}*"
"""Stands for the keys of all labels."""
FRAMES: Final = f"{FRAME_PREFIX}*"
"""Stands for the keys of all frame types."""


def keyed_hints(
    hints: Sequence[Hint], commands: Sequence[Command], key_of: Callable[[str], str]
) -> list[Hint]:
    """Return hints with the keys in force; a command without one is left out."""
    found: list[Hint] = []
    for name, verb in hints:
        if name == LABELS:
            keys = _keys(commands, LABEL_PREFIX)
            found += [(keys[0], f"to {keys[-1]} {verb}" if len(keys) > 1 else verb)] if keys else []
        elif name == FRAMES:
            keys = _keys(commands, FRAME_PREFIX)
            rest = f"{', '.join(keys[1:-1])} or {keys[-1]} ".lstrip() if len(keys) > 1 else ""
            found += [(keys[0], f"{rest}{verb}")] if keys else []
        elif "." not in name:
            found.append((name, verb))
        elif key_of(name):
            found.append((key_of(name), verb))
    return found


def _keys(commands: Sequence[Command], prefix: str) -> list[str]:
    """Return the keys in force of the commands that a scheme adds, in their order."""
    found = (first_key(command) for command in commands if command.id.startswith(prefix))
    return [key for key in found if key]


def slot_hints(role: str, *, takes_words: bool, selection: bool) -> list[Hint]:
    """Return what the next keys do while a slot is armed.

    Args:
        role: Its name.
        takes_words: Whether words of the text fill it, not other frames alone.
        selection: Whether words are selected.
    """
    plain = role.replace("_", " ")
    hints = [("tag.accept", f"fill {plain}")]
    if selection:
        hints.append(("frame.fragment", "add fragment"))
        hints += [(LABELS, "fill as")] if takes_words else []
    else:
        hints += [("frame.implied", "implied"), ("frame.next_slot", "next slot")]
    return hints


def offer_hints(role: str) -> list[Hint]:
    """Return what the next keys do while a slot is armed that something is suggested for."""
    plain = role.replace("_", " ")
    return [
        ("tag.accept", f"take {plain}"),
        ("tag.reject", "leave it out"),
        ("frame.next_slot", "next slot"),
    ]


def frame_hints(kind: str) -> list[Hint]:
    """Return what the next keys do on a suggested frame of a type."""
    return [
        ("tag.accept", f"accept {kind.lower()}"),
        ("tag.reject", "reject"),
        ("frame.next_slot", "slot by slot"),
    ]


def text_hints(context: Context, *, pending: bool) -> list[Hint]:
    """Return what the next keys do in the text.

    Args:
        context: What is current.
        pending: Whether suggestions wait for a decision.
    """
    if not context.article_open:
        return [("file.import", "import"), ("view.palette", "find or do")]
    if context.set_closed:
        return [("tag.complete", "reopen"), ("view.next_article", "next article")]
    if context.suggestion_current:
        return [("tag.accept", "accept"), ("tag.reject", "reject"), ("tag.next", "next")]
    if context.tag_current:
        return [(LABELS, "relabel"), ("tag.reject", "delete"), ("tag.accept", "card")]
    if context.selection:
        return [(LABELS, "label"), (FRAMES, "frame"), ("tag.everywhere", "everywhere")]
    if context.frame_current:
        return [
            ("frame.next_slot", "arm a slot"),
            ("frame.values", "values"),
            ("frame.jump", "next words"),
        ]
    first = [("tag.next", "next suggestion")] if pending else [("tag.complete", "complete")]
    last = ("tag.complete", "complete") if pending else ("view.palette", "find or do")
    return [*first, ("edit.select_word", "select word"), last]


def corpus_hints(*, in_field: bool) -> list[Hint]:
    """Return what the next keys do in the list of articles, or in the field above it."""
    if in_field:
        return [("corpus.down", "to the list"), ("view.next_pane", "next pane")]
    return [("corpus.open", "open"), ("corpus.down", "next row"), ("view.next_pane", "next pane")]
