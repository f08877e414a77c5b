"""The suggested frame at hand: accepted whole, taken slot by slot, corrected or rejected."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from annotator.domain.annotation import EntityId, FrameId
from annotator.domain.extent import Extent
from annotator.domain.framing import anchor_of, neighbour
from annotator.domain.motion import word_at
from annotator.domain.scheme import FrameType, Role, Scheme
from annotator.domain.suggestion import SuggestedFiller, SuggestedFrame, SuggestionId
from annotator.ops import suggested_frames
from annotator.ops.frames import Filling, Material
from annotator.ops.suggested_frames import accept_as
from annotator.store.sets import SetTarget
from annotator.ui.annotate import shown, stops
from annotator.ui.annotate.desk import ArticleDesk
from annotator.ui.annotate.frame_desk import FrameDesk
from annotator.ui.annotate.frame_views import quoted, suggested_views
from annotator.ui.annotate.material import material_here
from annotator.ui.article.marks import MarkId
from annotator.ui.article.view import ArticleView
from annotator.ui.inspector.filler_flow import FillerView
from annotator.ui.session import Session


class SuggestedDesk(QObject):
    """Decides on suggested frames of the open article.

    The one that is current in the text is at hand; with a slot armed it stays at hand while
    something is chosen for the slot. Whatever is done with a part of it makes a frame of the rest,
    which is selected then; what a suggestion still offers for such a frame is taken here too.

    Signals:
        changed: Another one is at hand, or another slot is armed.
        said: A quiet sentence.
        done: The same, of something that can be undone.
    """

    changed = Signal()
    said = Signal(str)
    done = Signal(str)

    def __init__(
        self,
        session: Session,
        desk: ArticleDesk,
        frames: FrameDesk,
        view: ArticleView,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._desk = desk
        self._frames = frames
        self._view = view
        self._at_hand: SuggestionId | None = None
        self._armed = ""
        self._left_out: set[tuple[SuggestionId, str]] = set()
        self._kept_hits: tuple[Sequence[Extent], Extent | None] | None = None
        view.current_changed.connect(self._on_current_changed)
        view.mark_clicked.connect(self._on_mark_clicked)
        view.selection_finished.connect(self._on_selection_finished)
        frames.changed.connect(self._on_frames_changed)
        self.changed.connect(self._show_words)
        desk.opened.connect(self._on_opened)
        desk.refreshed.connect(self._on_refreshed)

    # --- what is at hand ----------------------------------------------------------------------

    @property
    def frame(self) -> SuggestedFrame | None:
        """The suggested frame at hand."""
        return None if self._at_hand is None else self._desk.suggested_frame(self._at_hand)

    @property
    def kind(self) -> FrameType | None:
        """Its type."""
        frame = self.frame
        known = self._session.workspace.scheme.frame_type_by_name
        return None if frame is None else known.get(frame.type)

    @property
    def armed(self) -> str:
        """The role that the next key is about, "" for none."""
        return self._armed

    @property
    def armed_role(self) -> Role | None:
        """The same as the scheme has it."""
        kind = self.kind
        return kind.role(self._armed) if kind is not None and self._armed else None

    @property
    def place(self) -> tuple[int, int]:
        """Its number among all that waits for a decision, and how much that is."""
        waiting = [stops.mark_id(one) for one in self._desk.waiting]
        key = self._mark()
        return (waiting.index(key) + 1, len(waiting)) if key in waiting else (0, len(waiting))

    def fillers(self) -> Mapping[str, Sequence[FillerView]]:
        """Return what is suggested for each role."""
        frame = self.frame
        return {} if frame is None else suggested_views(frame.fillers, self._desk, self._scheme)

    def offered(self) -> Mapping[str, Sequence[FillerView]]:
        """Return what is still offered for the empty roles of the selected frame."""
        frame = self._offered_frame()
        return {} if frame is None else suggested_views(frame.fillers, self._desk, self._scheme)

    def suggests(self, role: str) -> bool:
        """Whether anything is suggested for a role of what is at hand, or selected."""
        frame = self.frame or self._offered_frame()
        return frame is not None and role in frame.roles

    def choose(self, key: SuggestionId) -> None:
        """Take one to hand, whose card was chosen, and bring its words into sight."""
        self._view.set_current((shown.SUGGESTED_FRAME, key), reveal=True)

    def arm(self, role: str) -> None:
        """Let the next key, or the next words, be about a role; "" for none."""
        if role == self._armed:
            return
        self._armed = role
        if not role and self._desk.current_frame is None:
            self._view.set_current(self._mark(), reveal=False)
        self.changed.emit()

    def arm_neighbour(self, step: int) -> bool:
        """Arm the next (1) or previous (-1) slot; ``False`` where none is at hand."""
        kind = self.kind
        if kind is None:
            return False
        self.arm(neighbour(kind, self._armed, step))
        return True

    @property
    def _scheme(self) -> Scheme:
        return self._session.workspace.scheme

    def _mark(self) -> MarkId | None:
        return None if self._at_hand is None else (shown.SUGGESTED_FRAME, self._at_hand)

    def _offered_frame(self) -> SuggestedFrame | None:
        selected = self._frames.frame
        return None if selected is None else self._still_offered(selected.id)

    def _take_to_hand(self, key: SuggestionId | None) -> None:
        if key is not None and self._frames.frame is not None:
            self._frames.select(None)
        was, self._at_hand, self._armed = self._at_hand, key, ""
        if key is not None:
            self._view.select_frame(self._mark())
        elif was is not None and self._frames.frame is None:
            self._view.select_frame(None)
        self.changed.emit()

    def _on_current_changed(self, _key: MarkId | None) -> None:
        current = self._desk.current_frame
        if current is not None:
            if current.id != self._at_hand:
                self._take_to_hand(current.id)
        elif self._at_hand is not None and not self._armed:
            self._take_to_hand(None)

    def _show_words(self) -> None:
        """Mark in the text what Enter would take for the armed slot."""
        frame, role = self.frame or self._offered_frame(), self._armed or self._frames.armed
        fillers = frame.fillers if frame is not None and role else ()
        places = [one.extent for one in fillers if one.role == role and one.extent is not None]
        if places:
            if self._kept_hits is None:
                self._kept_hits = (self._view.shown.hits, self._view.shown.hit)
            if list(self._view.shown.hits) != places:
                self._view.set_hits(places)
                self._view.reveal(places[0])
        elif self._kept_hits is not None:
            hits, current = self._kept_hits
            self._kept_hits = None
            self._view.set_hits(hits, current)

    def _on_frames_changed(self) -> None:
        if self._frames.frame is not None and self._at_hand is not None:
            self._at_hand, self._armed = None, ""
            self.changed.emit()
        else:
            self._show_words()

    def _on_opened(self) -> None:
        self._kept_hits = None
        self._left_out.clear()
        if self._at_hand is not None:
            self._take_to_hand(None)

    def _on_refreshed(self) -> None:
        waits = {one.id for one in self._desk.suggested_frames}
        self._left_out = {one for one in self._left_out if one[0] not in waits}
        if self._at_hand is not None and self.frame is None:
            self._take_to_hand(None)
        self.changed.emit()

    def _on_mark_clicked(self, key: MarkId) -> None:
        if key[0] == shown.SUGGESTED_FRAME:
            if key != self._view.current:
                self._view.set_current(key, reveal=False)
        elif self._armed and key[0] != shown.FRAME:
            self.act_on_slot()

    def _on_selection_finished(self, extent: Extent | None) -> None:
        if extent is not None and self._armed:
            self.act_on_slot()

    # --- the whole ----------------------------------------------------------------------------

    def accept(self) -> bool:
        """Accept the one at hand as it is and go on; ``False`` where none is."""
        frame = self.frame
        if frame is None:
            return False
        place = stops.place_of(frame)
        self._desk.edit(
            lambda target: suggested_frames.accept(self._session.workspace, target, frame),
            lambda _key: self._go_on(place),
        )
        return True

    def reject(self) -> bool:
        """Reject the one at hand and go on; with a slot armed, leave that out instead."""
        frame = self.frame
        if frame is None:
            return False
        if self._armed:
            return self.leave_out(self._armed)
        place = stops.place_of(frame)
        self._desk.edit(
            lambda target: suggested_frames.reject(self._session.workspace, target, frame),
            lambda _none: self._go_on(place),
        )
        return True

    def _go_on(self, place: Extent) -> None:
        self._view.set_current(None, reveal=False)
        self._desk.go_on_from(place)

    def make(self, kind: str) -> bool:
        """Accept the one at hand as another type, where that has all its roles.

        Returns:
            Whether one is at hand: what cannot be done is said.
        """
        frame = self.frame
        if frame is None or self._view.selection is not None:
            return False
        other = self._scheme.frame_type_by_name[kind]
        if kind == frame.type or not all(other.role(role) for role in frame.roles):
            enter, back = self._frames.key_of("tag.accept"), self._frames.key_of("tag.reject")
            self.said.emit(
                f"This {frame.type.lower()} is suggested: {enter} accepts it, {back} rejects it."
            )
            return True
        workspace = self._session.workspace
        self._make(
            lambda target: accept_as(workspace, target, frame, kind=kind),
            said=f"Accepted as {kind.lower()}.",
        )
        return True

    # --- slot by slot -------------------------------------------------------------------------

    def act_on_slot(self) -> bool:
        """Fill the armed slot with what is chosen, else take what is suggested for it.

        Returns:
            Whether a slot is armed here.
        """
        frame, role = self.frame, self.armed_role
        if frame is None or role is None:
            return False
        material = material_here(self._desk, self._view, quotation=False)
        if material is not None and role.new_label:
            self._fill(frame, role, material)
        elif role.name in frame.roles:
            self.take(role.name)
        else:
            self._say_what_fills(role)
        return True

    def fill_armed_as(self, label: str) -> bool:
        """Fill the armed slot with words, or a suggestion, that get a label of the analyst's.

        Returns:
            Whether one is at hand: without words for a slot nothing is labelled.
        """
        frame, role, article = self.frame, self.armed_role, self._desk.article
        if frame is None or article is None:
            return False
        if role is None or not role.new_label:
            accept, values = self._frames.key_of("tag.accept"), self._frames.key_of("frame.values")
            kind = frame.type.lower()
            self.said.emit(f"{accept} accepts the {kind}; {values} goes to its values.")
            return True
        material = material_here(self._desk, self._view, quotation=False)
        if material is None:
            word = word_at(article.text, self._view.caret)
            material = Material(extent=word) if word is not None else None
        if material is not None and material.span is None:
            self._fill(frame, role, replace(material, label_as=label))
            return True
        return material is None

    def _say_what_fills(self, role: Role) -> None:
        if not role.new_label:
            wanted = " or ".join(role.frames).lower()
            self.said.emit(f"Accept this one first; then choose the {wanted} for it.")
            return
        key = self._frames.key_of("frame.implied")
        implied = f", or press {key} if the text leaves it out" if key else ""
        self.said.emit(f"Select the {_plain(role.name)}{implied}.")

    def _fill(self, frame: SuggestedFrame, role: Role, material: Material) -> None:
        """Accept the frame with other words in a role than those suggested."""
        workspace, filled = self._session.workspace, Filling(role.name, material)
        self._make(
            lambda target: accept_as(workspace, target, frame, without=[role.name], filled=filled),
            arm=role.name,
            onward=True,
        )

    def fill_entity(self, role: str, entity: EntityId) -> bool:
        """Accept the one at hand with an entity in a role; ``False`` where none is at hand."""
        frame = self.frame
        if frame is None:
            return False
        workspace, filled = self._session.workspace, Filling(role, entity=entity)
        self._make(
            lambda target: accept_as(workspace, target, frame, without=[role], filled=filled)
        )
        return True

    def add_fragment(self) -> bool:
        """Accept the one at hand with the selected words as a further fragment.

        Returns:
            Whether one is at hand with a slot armed: else the words are no part of it.
        """
        frame, kind = self.frame, self.kind
        if frame is None or kind is None:
            return False
        material = material_here(self._desk, self._view, quotation=False)
        anchor = anchor_of(kind)
        if material is None or not anchor:
            self.said.emit(f"Select the further words of the {_plain(anchor)}.")
        else:
            workspace, filled = self._session.workspace, Filling(anchor, material)
            self._make(lambda target: accept_as(workspace, target, frame, filled=filled))
        return True

    def take(self, role: str) -> bool:
        """Take what is suggested for one role alone, or what is still offered for it.

        Returns:
            Whether anything is suggested for it.
        """
        frame = self.frame or self._offered_frame()
        if frame is None or role not in frame.roles:
            return False
        workspace = self._session.workspace
        self._make(
            lambda target: suggested_frames.take(workspace, target, frame, role),
            arm=role,
            onward=True,
        )
        return True

    def leave_out(self, role: str, filler: SuggestedFiller | None = None) -> bool:
        """Accept the one at hand without a role, or without one of its fillers.

        What a suggestion still offers for the selected frame is shown no more.
        """
        frame, offered = self.frame, self._offered_frame()
        if frame is None and offered is not None and role in offered.roles:
            self._left_out.add((offered.id, role))
            self.changed.emit()
            return True
        if frame is None:
            return False
        if role not in frame.roles:
            self.said.emit(f"Nothing is suggested for {_plain(role)}.")
            return True
        self._left_out.add((frame.id, role))
        out: str | SuggestedFiller = role if filler is None else filler
        what = f"its {_plain(role)}" if filler is None else self._named(filler)
        workspace = self._session.workspace
        self._make(
            lambda target: accept_as(workspace, target, frame, without=[out]),
            arm=role,
            said=f"{frame.type} accepted without {what}.",
        )
        return True

    def _named(self, filler: SuggestedFiller) -> str:
        article = self._desk.article
        if filler.extent is None or article is None:
            return f"a {_plain(filler.role)}"
        return quoted(filler.extent.slice(article.text))

    def imply(self, role: str = "") -> bool:
        """Accept the one at hand and say that the text leaves a role of it unsaid."""
        frame, name = self.frame, role or self._armed
        if frame is None:
            return False
        if not name:
            key = self._frames.key_of("frame.next_slot")
            self.said.emit(f"{key} arms a slot first; then say that the text leaves it out.")
            return True
        workspace = self._session.workspace
        self._make(
            lambda target: accept_as(workspace, target, frame, implied=[name]),
            said=f"{frame.type} accepted; its {_plain(name)} is implied.",
        )
        return True

    def set_attribute(self, name: str, value: object) -> bool:
        """Accept the one at hand with another value than the one suggested."""
        frame = self.frame
        if frame is None:
            return False
        if not isinstance(value, str | int) or frame.attributes.get(name) == value:
            self.changed.emit()  # the card shows again what is suggested
            return True
        workspace = self._session.workspace
        self._make(
            lambda target: accept_as(workspace, target, frame, attributes={name: value}),
            said=f"{frame.type} accepted with another {_plain(name)}.",
        )
        return True

    def show_filler(self, filler: SuggestedFiller) -> None:
        """Bring the words of a filler into sight."""
        if filler.extent is not None:
            self._view.reveal(filler.extent)
        elif filler.frame is not None:
            self.choose(filler.frame)

    # --- how ----------------------------------------------------------------------------------

    def _make(
        self,
        act: Callable[[SetTarget], FrameId],
        *,
        arm: str = "",
        onward: bool = False,
        said: str = "",
    ) -> None:
        """Run an operation that makes or fills a frame, and select that.

        Args:
            act: The operation.
            arm: The slot that is armed then, while the keyboard is in the text.
            onward: Arm the one after it that something is still offered for instead.
            said: What is said of it.
        """

        def then(key: FrameId) -> None:
            self._view.set_selection(None)
            self._view.set_current(None, reveal=False)
            slot = self._offered_after(key, arm) if onward else arm
            self._frames.select(key, arm=slot if self._view.hasFocus() else "")
            if said:
                self.done.emit(said)

        self._armed = ""
        self._desk.edit(act, then)

    def _offered_after(self, key: FrameId, role: str) -> str:
        """Return the next role of a frame that something is still offered for, "" for none."""
        left = self._still_offered(key)
        kind = None if left is None else self._scheme.frame_type_by_name.get(left.type)
        if left is None or kind is None:
            return ""
        names = [one.name for one in kind.roles]
        start = names.index(role) + 1 if role in names else 0
        return next((name for name in (*names[start:], *names[:start]) if name in left.roles), "")

    def _still_offered(self, key: FrameId) -> SuggestedFrame | None:
        """Return what a suggestion offers for a frame, without what was left out by hand."""
        offered = self._desk.offered.get(key)
        if offered is None:
            return None
        left = tuple(one for one in offered.fillers if (offered.id, one.role) not in self._left_out)
        return replace(offered, fillers=left) if left else None


def _plain(role: str) -> str:
    return role.replace("_", " ")
