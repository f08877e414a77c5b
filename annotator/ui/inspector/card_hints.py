"""What the next keys do for the part of the inspector that has the focus."""

from PySide6.QtWidgets import QAbstractButton, QLineEdit, QWidget

from annotator.ui.inspector.frame_slot import Slot
from annotator.ui.inspector.frame_values import ValueMenu
from annotator.ui.inspector.label_grid import LabelGrid, Segments
from annotator.ui.inspector.lists import FlowList

Hint = tuple[str, str]
_BACK = ("cards.back", "to the text")


def card_hints(focused: QWidget) -> list[Hint]:
    """Return commands of the cards by id, and what they do here; at most three are shown."""
    if isinstance(focused, Slot):
        return _of_slot(focused)
    if isinstance(focused, Segments | ValueMenu):
        return [("cards.choose", "choose"), ("cards.next", "next"), _BACK]
    if isinstance(focused, QLineEdit):
        return [("cards.edit", "keep it"), ("cards.next", "next"), _BACK]
    if isinstance(focused, FlowList):
        return [("cards.edit", "show it"), ("cards.next", "next"), _BACK]
    if isinstance(focused, LabelGrid):
        return [("label.*", "label"), _BACK]
    if isinstance(focused, QAbstractButton):
        words = " ".join((focused.text() or focused.accessibleName()).split()).lower()
        return [("cards.edit", words[:24] or "press"), ("cards.next", "next"), _BACK]
    return [("cards.next", "next"), _BACK]


def _of_slot(slot: Slot) -> list[Hint]:
    if slot.suggested:
        return [("cards.edit", "take it"), ("cards.empty", "leave it out"), _BACK]
    edit = ("cards.edit", "find by name" if slot.takes_names else "select words for it")
    if slot.filled:
        return [edit, ("cards.empty", "empty"), _BACK]
    return [edit, ("cards.implied", "implied"), _BACK]
