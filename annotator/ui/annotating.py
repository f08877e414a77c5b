"""The commands of the Annotate page, joined with its parts."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from annotator.domain.scheme import Scheme
from annotator.ui.commands import FRAME_PREFIX

if TYPE_CHECKING:
    from annotator.ui.annotate.page import AnnotatePage


def annotate_handlers(page: "AnnotatePage", scheme: Scheme) -> Mapping[str, Callable[[], None]]:
    """Return what each command of the page does."""
    desk, view, frames = page.desk, page.view, page.frame_desk
    return {
        "edit.copy": view.copy_selection,
        "edit.find": page.find_here,
        "edit.find_next": partial(page.finding.step, 1),
        "edit.find_previous": partial(page.finding.step, -1),
        "edit.search": partial(page.show_corpus, search=True),
        "edit.select_word": view.select_word,
        "edit.select_quotation": view.select_quotation,
        "edit.metadata": page.header.edit,
        "edit.archive": page.archive,
        "edit.hide_suggestions": page.hide_suggestions,
        "edit.next_problem": partial(page.inspecting.next_problem, 1),
        "edit.previous_problem": partial(page.inspecting.next_problem, -1),
        "tag.accept": page.inspecting.accept_or_card,
        "tag.accept_paragraph": desk.accept_paragraph,
        "tag.reject": page.inspecting.reject,
        "tag.next": partial(page.step, 1),
        "tag.previous": partial(page.step, -1),
        "tag.overlapping": desk.next_overlapping,
        "tag.back": page.step_back,
        "tag.extend": partial(page.edges.move, 1, word=False),
        "tag.shrink": partial(page.edges.move, -1, word=False),
        "tag.extend_word": partial(page.edges.move, 1, word=True),
        "tag.shrink_word": partial(page.edges.move, -1, word=True),
        "tag.start": page.edges.move_start_instead,
        "tag.link": partial(_link, page),
        "tag.link_proposed": page.linking.take_proposal,
        "tag.date": page.dating.set_date,
        "tag.note": page.inspecting.edit_note,
        "tag.unsure": desk.toggle_unsure,
        "tag.zone": page.ask_zone,
        "frame.next_slot": partial(_arm, page, 1),
        "frame.previous_slot": partial(_arm, page, -1),
        "frame.implied": partial(_imply, page),
        "frame.fragment": partial(_add_fragment, page),
        "frame.values": page.inspecting.edit_values,
        "frame.jump": page.frame_walk.step,
        "frame.delete": frames.delete,
        **{
            f"{FRAME_PREFIX}{kind.name}": partial(_make, page, kind.name)
            for kind in scheme.frame_types
        },
        "tag.complete": page.completing.complete_or_reopen,
        "view.next_article": partial(page.open_neighbour, 1),
        "view.previous_article": partial(page.open_neighbour, -1),
        "view.inspector": page.toggle_inspector,
        "help.case": page.guiding.add_case,
        **{
            f"label.{label.name}": partial(page.inspecting.label, label.name)
            for label in scheme.labels
        },
    }


def _link(page: "AnnotatePage") -> None:
    """Name who fills the armed slot; else link the tag here."""
    if not page.slot_filling.open_armed():
        page.linking.open()


def _arm(page: "AnnotatePage", step: int) -> None:
    if not page.suggested.arm_neighbour(step):
        page.frame_desk.arm_neighbour(step)


def _imply(page: "AnnotatePage") -> None:
    if not page.suggested.imply():
        page.frame_desk.imply()


def _add_fragment(page: "AnnotatePage") -> None:
    if not page.suggested.add_fragment():
        page.frame_desk.add_fragment()


def _make(page: "AnnotatePage", kind: str) -> None:
    if not page.suggested.make(kind):
        page.frame_desk.make(kind)
