"""What the next keys do on the Annotate page, for the pane that has the focus."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from annotator.ui.commands import Context
from annotator.ui.hints import (
    Hint,
    corpus_hints,
    frame_hints,
    offer_hints,
    slot_hints,
    text_hints,
)
from annotator.ui.inspector.card_hints import card_hints

if TYPE_CHECKING:
    from annotator.ui.annotate.page import AnnotatePage


def page_hints(page: "AnnotatePage", context: Context) -> Sequence[Hint]:
    """Return the next commands by id, and what they do here."""
    if page.slot_filling.popup.isVisible():
        return [("cards.edit", "take it"), ("cards.back", "back to the slot")]
    focused: QWidget | None = QApplication.focusWidget()
    if focused is not None and page.inspector.isAncestorOf(focused):
        return card_hints(focused)
    if focused is not None and page.corpus.isAncestorOf(focused):
        return corpus_hints(in_field=isinstance(focused, QLineEdit))
    if page.guiding.is_open:
        return _guided(page, context)
    return _in_text(page, context)


def _guided(page: "AnnotatePage", context: Context) -> Sequence[Hint]:
    """Return the way back from the guideline first, then what the pane with the focus does."""
    back = ("help.guideline", "back to the cards")
    if page.guiding.has_focus and page.guiding.pane.form.is_open:
        return [("Return", "add it"), ("Esc", "drop it")]
    if page.guiding.has_focus:
        return [back, ("guideline.search", "search"), ("guideline.next", "next link")]
    return [back, *_in_text(page, context)[:2]]


def _in_text(page: "AnnotatePage", context: Context) -> Sequence[Hint]:
    role = page.frame_desk.armed_role or page.suggested.armed_role
    if role is not None and not context.set_closed:
        chosen = context.selection or context.suggestion_current or context.tag_current
        if page.suggested.suggests(role.name) and not chosen:
            return offer_hints(role.name)
        return slot_hints(role.name, takes_words=bool(role.new_label), selection=context.selection)
    if page.suggested.kind is not None:
        return frame_hints(page.suggested.kind.name)
    return text_hints(context, pending=bool(page.desk.waiting))
