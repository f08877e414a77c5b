"""The selected frame on the desk: its armed slot, and what each key does to it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from annotator.domain.annotation import EntityId, Filler, Frame, FrameId, Span
from annotator.domain.extent import Extent
from annotator.domain.framing import (
    anchor_of,
    first_open,
    frame_that_fits,
    kinds_in_words,
    neighbour,
    role_instead,
    takes_frame,
)
from annotator.domain.motion import word_at
from annotator.domain.scheme import FrameType, Role
from annotator.ops import frames
from annotator.ops.frames import Material
from annotator.store.sets import SetTarget
from annotator.ui.annotate import shown
from annotator.ui.annotate.desk import ArticleDesk
from annotator.ui.annotate.frame_views import filler_views, filler_words, quoted
from annotator.ui.annotate.losses import Losses
from annotator.ui.annotate.material import material_here
from annotator.ui.article.marks import MarkId
from annotator.ui.article.view import ArticleView
from annotator.ui.inspector.filler_flow import FillerView
from annotator.ui.session import Session


class FrameDesk(QObject):
    """Makes and fills frames of the open article.

    Attributes:
        key_of: Gives the key in force of a command, for sentences that name one.

    Signals:
        changed: Another frame is selected, or another slot is armed.
        said: A quiet sentence.
        done: The same of something that a person may not have expected: it can be undone.
    """

    changed = Signal()
    said = Signal(str)
    done = Signal(str)

    def __init__(
        self, session: Session, desk: ArticleDesk, view: ArticleView, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._desk = desk
        self._view = view
        self._selected: FrameId | None = None
        self._armed = ""
        self._asked = False  # the slot was armed by hand, not as the next one
        self._losses = Losses()
        self.key_of: Callable[[str], str] = _no_key
        desk.opened.connect(self._on_opened)
        desk.refreshed.connect(self._on_refreshed)
        desk.deleted.connect(self._on_span_deleted)
        view.mark_clicked.connect(self._on_mark_clicked)
        view.selection_finished.connect(self._on_selection_finished)

    # --- what is selected ---------------------------------------------------------------------

    @property
    def frame(self) -> Frame | None:
        """The selected frame."""
        return self._frame(self._selected)

    def _frame(self, key: FrameId | None) -> Frame | None:
        tags = self._desk.tags
        if tags is None or key is None:
            return None
        return next((frame for frame in tags.frames if frame.id == key), None)

    @property
    def kind(self) -> FrameType | None:
        """The type of the selected frame."""
        frame = self.frame
        return (
            None
            if frame is None
            else self._session.workspace.scheme.frame_type_by_name.get(frame.type)
        )

    @property
    def armed(self) -> str:
        """The role that the next words fill, "" for none."""
        return self._armed

    @property
    def armed_role(self) -> Role | None:
        """The same as the scheme has it."""
        kind = self.kind
        return kind.role(self._armed) if kind is not None and self._armed else None

    @property
    def place(self) -> tuple[int, int]:
        """Number of the selected frame among those of its type, and how many there are."""
        tags, frame = self._desk.tags, self.frame
        if tags is None or frame is None:
            return (0, 0)
        alike = [item.id for item in tags.frames if item.type == frame.type]
        return (alike.index(frame.id) + 1, len(alike))

    def fillers(self) -> Mapping[str, Sequence[FillerView]]:
        """Return what each role of the selected frame holds."""
        frame = self.frame
        if frame is None:
            return {}
        return filler_views(frame, self._desk, self._session.workspace.scheme)

    def lost(self) -> Mapping[str, str]:
        """Return what was deleted out of the roles of the selected frame, in words."""
        return {} if self._selected is None else self._losses.of(self._selected)

    def select(self, key: FrameId | None, *, arm: str = "") -> None:
        """Select a frame, or none; its roles are shown in the text."""
        if key != self._selected:
            self._losses.forget(self._selected)
        self._selected = key
        self._armed, self._asked = arm if key is not None else "", False
        self._view.select_frame(None if key is None else (shown.FRAME, key))
        self.changed.emit()

    def choose(self, key: FrameId) -> None:
        """Take a frame whose card, bracket or name was chosen: into the armed slot, or as such."""
        role, frame, other = self.armed_role, self.frame, self._frame(key)
        if role is not None and frame is not None and other is not None:
            if key == frame.id or not takes_frame(role, other):
                self.reveal(key)
            else:
                self._fill_with_frame(frame, role, other)
        else:
            self.reveal(key)

    def reveal(self, key: FrameId) -> None:
        """Select a frame and bring its words into sight."""
        self._view.set_current(None, reveal=False)
        self.select(key)
        place = self._anchor()
        if place is not None:
            self._view.set_caret(place.start, reveal=False)
            self._view.reveal(place)

    def _anchor(self) -> Extent | None:
        """Return where the words of the selected frame begin."""
        frame, kind = self.frame, self.kind
        if frame is None or kind is None:
            return None
        spans = [self._desk.span(filler.span) for filler in frame.fillers if filler.span]
        anchor = anchor_of(kind)
        first = [self._desk.span(f.span) for f in frame.fillers if f.role == anchor and f.span]
        known = [span for span in (*first, *spans) if span is not None]
        return known[0].extent if known else None

    def _on_opened(self) -> None:
        self._losses.forget_all()
        self.select(None)

    def _on_refreshed(self) -> None:
        if self._desk.tags is not None:
            self._losses.prune(self._desk.tags)
        if self._selected is not None and self.frame is None:
            self.select(None)
        elif self._selected is not None:
            self._view.select_frame((shown.FRAME, self._selected))
            self.changed.emit()

    def _on_mark_clicked(self, key: MarkId) -> None:
        if key[0] == shown.FRAME:
            frame = FrameId(key[1])
            if self.armed_role is None:
                self._view.set_current(None, reveal=False)  # the card shows the frame
                self.select(frame)
            else:
                self.choose(frame)
        elif self._armed and key[0] != shown.SUGGESTED_FRAME:
            self.fill_armed(pointed=True)

    def _on_selection_finished(self, extent: Extent | None) -> None:
        if extent is not None and self._armed:
            self.fill_armed(pointed=True)

    # --- what fills -----------------------------------------------------------------------------

    def _take_tag_here(self, role: Role) -> None:
        """Where nothing is chosen, make the tag at the caret current that the role usually takes.

        A role that takes any label does not: the words that were selected last would fill it.
        """
        if self._view.selection is not None or self._view.current is not None:
            return
        marks = self._view.marks_at_caret()
        found = [mark.id for mark in marks if mark.label in role.labels]
        if not found and not self._asked:
            found = [mark.id for mark in marks if self._instead(role, mark.label) is not None]
        self._view.set_current(found[0] if found else None, reveal=False)

    def _instead(self, role: Role, label: str | None) -> Role | None:
        """Return the role that a tag goes into, where only its turn has armed another one."""
        frame, kind = self.frame, self.kind
        if self._asked or label is None or frame is None or kind is None:
            return None
        return role_instead(kind, frame, role, label)

    def make(self, kind: str) -> None:
        """Make a frame of a type; its first open slot is armed."""
        material = material_here(self._desk, self._view, quotation=True)
        if material is None:
            self.said.emit("Select words, or put the caret into a quotation.")
            return

        def then(key: FrameId) -> None:
            self._leave_words()
            frame = self._frame(key)
            known = self._session.workspace.scheme.frame_type_by_name.get(kind)
            arm = first_open(frame, known) if frame is not None and known is not None else ""
            self.select(key, arm=arm)

        self._desk.edit(
            lambda target: frames.start(self._session.workspace, target, kind, material), then
        )

    def fill_armed(self, *, pointed: bool = False) -> bool:
        """Fill the armed slot and arm the next open one; ``False`` where none is armed.

        Args:
            pointed: By the mouse, which may have meant something else where the slot may stay
                empty: what was filled is said, so that it can be taken back.
        """
        role, frame = self.armed_role, self.frame
        if role is None or frame is None:
            return False
        self._take_tag_here(role)
        if not role.new_label:
            self._fill_with_frame_here(frame, role)
            return True
        material = material_here(self._desk, self._view, quotation=False)
        if material is not None:
            self._fill_or_instead(frame, role, material, pointed=pointed)
            return True
        key = self.key_of("frame.implied")
        implied = f", or press {key} if the text leaves it out" if key else ""
        self.said.emit(f"Select the {_plain(role.name)}{implied}.")
        return True

    def _fill_or_instead(
        self, frame: Frame, role: Role, material: Material, *, pointed: bool
    ) -> None:
        article = self._desk.article
        words = quoted(material.place.slice(article.text)) if article is not None else ""
        other = self._instead(role, material.label)
        if other is not None:
            said = f"{words} is {_plain(other.name)} now; {_plain(role.name)} is still asked for."
            self._fill(frame, other.name, material, keep_armed=role.name, said=said)
        else:
            unsure = pointed and not self._asked and role.least == 0
            said = f"{words} is {_plain(role.name)} now." if unsure else ""
            self._fill(frame, role.name, material, said=said)

    def fill_armed_as(self, label: str) -> bool:
        """Fill the armed slot with words, or a suggestion, that get a label of the analyst's.

        Where only its turn has armed it, they go where that label belongs.

        Returns:
            Whether that was done: not where none is armed, where it takes frames only, or where a
            tag is current, which is relabelled instead.
        """
        role, frame = self.armed_role, self.frame
        if role is None or frame is None or not role.new_label or self._desk.current_span:
            return False
        material = material_here(self._desk, self._view, quotation=False)
        article = self._desk.article
        if material is None and article is not None:
            word = word_at(article.text, self._view.caret)
            material = Material(extent=word) if word is not None else None
        if material is None:
            return False
        self._fill_or_instead(frame, role, replace(material, label_as=label), pointed=False)
        return True

    def _fill_with_frame_here(self, frame: Frame, role: Role) -> None:
        """Fill a role that takes frames with one that the tag here fills."""
        self._view.take_mark_here()
        tags, span = self._desk.tags, self._desk.current_span
        others = tags.frames if tags is not None else ()
        found = frame_that_fits(others, role, span.id, frame) if span is not None else None
        if found is not None:
            self._fill_with_frame(frame, role, found)
            return
        wanted = " or ".join(role.frames).lower()
        self.said.emit(f"Go to a tag of the {wanted}, or choose its card or bracket.")

    def _fill_with_frame(self, frame: Frame, role: Role, other: Frame) -> None:
        filler = Filler(role.name, frame=other.id)

        def then(_none: None) -> None:
            self._view.set_current(None, reveal=False)
            self._arm_next(role.name, frame)

        self._desk.edit(
            lambda target: frames.fill(self._session.workspace, target, frame, filler), then
        )

    def _fill(
        self,
        frame: Frame,
        role: str,
        material: Material,
        keep_armed: str | None = None,
        said: str = "",
    ) -> None:
        """Fill a role; ``keep_armed`` is the slot that stays armed, else the next open one is."""

        def then(_none: None) -> None:
            self._leave_words()
            if keep_armed is None:
                self._arm_next(role, frame)
            else:
                self.arm(keep_armed, asked=self._asked)
            if said:
                self.done.emit(said)

        self._desk.edit(
            lambda target: frames.fill_with(self._session.workspace, target, frame, role, material),
            then,
        )

    def _leave_words(self) -> None:
        self._view.set_selection(None)
        self._view.set_current(None, reveal=False)

    # --- slots ------------------------------------------------------------------------------------

    def _arm_next(self, after: str, before: Frame | None = None) -> None:
        """Arm the next open slot; one that held something before, and takes more, stays armed."""
        frame, kind = self.frame, self.kind
        if frame is None or kind is None:
            return
        role = kind.role(after)
        held = before is not None and any(item.role == after for item in before.fillers)
        if held and role is not None and role.most is None:
            self.arm(after, asked=self._asked)
        else:
            self.arm(first_open(frame, kind, after), asked=False)

    def arm(self, role: str, *, asked: bool = True) -> None:
        """Let the next words fill a role.

        Args:
            role: Its name, "" for none.
            asked: By hand: whatever is chosen goes there, not where its label belongs.
        """
        self._armed, self._asked = role, asked
        self.changed.emit()

    def arm_neighbour(self, step: int) -> None:
        """Arm the next (1) or previous (-1) slot of the selected frame."""
        kind = self.kind
        if kind is None:
            self.say_none_selected()
            return
        self.arm(neighbour(kind, self._armed, step))

    def say_none_selected(self) -> None:
        """Say that no frame is selected, in the words of the scheme."""
        kinds = kinds_in_words(self._session.workspace.scheme)
        self.said.emit(f"No {kinds} is selected." if kinds else "The scheme has no frames.")

    def add_fragment(self) -> None:
        """Add the selection, or the quotation at the caret, as a further fragment of the frame."""
        frame, kind = self.frame, self.kind
        if frame is None or kind is None:
            self.say_none_selected()
            return
        anchor = kind.role(anchor_of(kind))
        material = material_here(self._desk, self._view, quotation=True)
        if anchor is None:
            return
        if material is None:
            self.said.emit(f"Select the further words of the {_plain(anchor.name)}.")
        elif self._holds(frame, anchor.name, material):
            self.said.emit(f"These words are {_plain(anchor.name)} already.")
        else:
            self._fill(frame, anchor.name, material, keep_armed=self._armed)

    def _holds(self, frame: Frame, role: str, material: Material) -> bool:
        spans = [
            self._desk.span(item.span) for item in frame.fillers if item.role == role and item.span
        ]
        return any(span is not None and span.extent == material.place for span in spans)

    def imply(self, role: str = "") -> None:
        """Say that the text leaves the armed role unsaid, or take that back."""
        frame, name = self.frame, role or self._armed
        if frame is None or not name:
            key = self.key_of("frame.next_slot")
            arm = f"{key} arms a slot first; then" if key else "Arm a slot first; then"
            self.said.emit(f"{arm} say that the text leaves it out.")
            return
        implied = name not in frame.implied
        held = self._held(frame, name) if implied else ""

        def then(_none: None) -> None:
            if implied and name == self._armed:
                self._arm_next(name)
            if held:
                self.done.emit(f"{_capital(name)} is implied now; {held} was taken out.")

        self._edit(
            lambda target: frames.set_implied(
                self._session.workspace, target, frame, name, implied=implied
            ),
            then,
        )

    def _held(self, frame: Frame, role: str) -> str:
        """Return what a role holds, in words: “Abenov” and 1 more."""
        scheme = self._session.workspace.scheme
        held = [item for item in frame.fillers if item.role == role]
        if not held:
            return ""
        more = f" and {len(held) - 1} more" if len(held) > 1 else ""
        return filler_words(held[0], self._desk, scheme) + more

    # --- the card -----------------------------------------------------------------------------

    def _edit(
        self, act: Callable[[SetTarget], None], then: Callable[[None], None] | None = None
    ) -> None:
        self._desk.edit(act, then)

    def empty(self, role: str) -> None:
        """Empty a role."""
        frame = self.frame
        if frame is None:
            return
        held = self._held(frame, role)
        self._edit(
            lambda target: frames.empty(self._session.workspace, target, frame, role),
            lambda _none: self.done.emit(f"{_capital(role)} is empty now; {held} was taken out."),
        )

    def remove(self, filler: Filler) -> None:
        """Take one filler out of its role."""
        frame = self.frame
        if frame is not None:
            self._edit(
                lambda target: frames.empty(
                    self._session.workspace, target, frame, filler.role, filler
                )
            )

    def fill_entity(self, role: str, entity: EntityId) -> None:
        """Fill a role with an entity of the register."""
        frame = self.frame
        if frame is not None:
            filler = Filler(role, entity=entity)
            self._edit(
                lambda target: frames.fill(self._session.workspace, target, frame, filler),
                lambda _none: self._arm_next(role) if self._armed == role else None,
            )

    def fill_new_entity(self, role: str, kind: str, name: str) -> None:
        """Fill a role with an entity that is added to the register for it."""
        frame = self.frame
        if frame is not None:
            self._edit(
                lambda target: frames.fill_with_new_entity(
                    self._session.workspace, target, frame, role, kind, name
                ),
                lambda _none: self._arm_next(role) if self._armed == role else None,
            )

    def set_attribute(self, key: FrameId | None, name: str, value: object) -> None:
        """Choose the value of an attribute of a frame; ``None`` clears it."""
        frame = self._frame(key)
        if frame is not None and frame.attributes.get(name) != value:
            self._edit(
                lambda target: frames.set_attribute(
                    self._session.workspace, target, frame, name, value
                )
            )

    def set_note(self, key: FrameId | None, note: str) -> None:
        """Write the note of a frame."""
        frame = self._frame(key)
        if frame is not None and frame.note != note:
            self._edit(lambda target: frames.set_note(self._session.workspace, target, frame, note))

    def delete(self) -> None:
        """Delete the selected frame; the spans that fill it stay."""
        frame, tags = self.frame, self._desk.tags
        if frame is None or tags is None:
            self.say_none_selected()
            return
        words = filler_words(Filler("", frame=frame.id), self._desk, self._session.workspace.scheme)
        filled = [
            (item, filler.role)
            for item in tags.frames
            for filler in item.fillers
            if filler.frame == frame.id
        ]
        self._edit(
            lambda target: frames.delete(self._session.workspace, target, [frame]),
            lambda _none: self._tell_loss(f"{frame.type} {words}", words, filled),
        )

    def _on_span_deleted(self, span: Span, filled: Sequence[Frame]) -> None:
        roles = [
            (frame, filler.role)
            for frame in filled
            for filler in frame.fillers
            if filler.span == span.id
        ]
        if roles:
            words = quoted(span.text)
            self._tell_loss(words, words, roles)

    def _tell_loss(self, what: str, words: str, filled: Sequence[tuple[Frame, str]]) -> None:
        """Say on the cards and in the notice what a deletion took out of which roles."""
        for frame, role in filled:
            self._losses.note(frame, role, words, self._frame(frame.id))
        parts = [f"{_plain(role)} of a {frame.type.lower()}" for frame, role in filled]
        was = f"; it was {_listed(list(dict.fromkeys(parts)))}" if parts else ""
        self.done.emit(f"{what} deleted{was}.")
        self.changed.emit()

    def show_filler(self, filler: Filler) -> None:
        """Bring a filler into sight."""
        span: Span | None = self._desk.span(filler.span) if filler.span is not None else None
        if span is not None:
            self._view.reveal(span.extent)
        elif filler.frame is not None:
            self.reveal(filler.frame)


def _plain(role: str) -> str:
    return role.replace("_", " ")


def _capital(role: str) -> str:
    return _plain(role).capitalize()


def _listed(parts: Sequence[str]) -> str:
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


def _no_key(_command: str) -> str:
    return ""
