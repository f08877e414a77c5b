"""The selected frame on the desk: its armed slot, and what each key does to it."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QObject, Signal

from annotator.domain.annotation import EntityId, Filler, Frame, FrameId, Span
from annotator.domain.completeness import lacks
from annotator.domain.extent import Extent
from annotator.domain.framing import first_open, frame_that_fits, neighbour
from annotator.domain.motion import quotation_at
from annotator.domain.scheme import FrameType, Role
from annotator.ops import frames
from annotator.ops.frames import Material
from annotator.store.sets import SetTarget
from annotator.ui.annotate import shown
from annotator.ui.annotate.desk import ArticleDesk
from annotator.ui.article.marks import MarkId
from annotator.ui.article.view import ArticleView
from annotator.ui.inspector.frame_card import FillerView
from annotator.ui.session import Session


class FrameDesk(QObject):
    """Makes and fills frames of the open article.

    Signals:
        changed: Another frame is selected, or another slot is armed.
        said: A quiet sentence.
    """

    changed = Signal()
    said = Signal(str)

    def __init__(
        self, session: Session, desk: ArticleDesk, view: ArticleView, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._desk = desk
        self._view = view
        self._selected: FrameId | None = None
        self._armed = ""
        desk.opened.connect(self._on_opened)
        desk.refreshed.connect(self._on_refreshed)
        view.mark_clicked.connect(self._on_mark_clicked)
        view.selection_finished.connect(self._on_selection_finished)

    # --- what is selected ---------------------------------------------------------------------

    @property
    def frame(self) -> Frame | None:
        """The selected frame."""
        tags = self._desk.tags
        if tags is None or self._selected is None:
            return None
        return next((frame for frame in tags.frames if frame.id == self._selected), None)

    @property
    def kind(self) -> FrameType | None:
        """The type of the selected frame."""
        frame = self.frame
        if frame is None:
            return None
        return self._session.workspace.scheme.frame_type_by_name.get(frame.type)

    @property
    def armed(self) -> str:
        """The role that the next words fill, "" for none."""
        return self._armed

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
        frame, tags = self.frame, self._desk.tags
        if frame is None or tags is None:
            return {}
        found: dict[str, list[FillerView]] = {}
        for filler in frame.fillers:
            found.setdefault(filler.role, []).append(self._view_of(filler))
        return found

    def _view_of(self, filler: Filler) -> FillerView:
        tags = self._desk.tags
        entities = tags.entities if tags is not None else {}
        if filler.span is not None:
            span = self._desk.span(filler.span)
            if span is None:
                return FillerView(filler, "", "?", "")
            known = entities.get(span.entity) if span.entity is not None else None
            name = known.name if known is not None else span.text
            return FillerView(filler, span.label, name, span.text)
        if filler.entity is not None and filler.entity in entities:
            entity = entities[filler.entity]
            return FillerView(filler, entity.type, entity.name, entity.name)
        others = tags.frames if tags is not None else ()
        child = next((item for item in others if item.id == filler.frame), None)
        name = f"{child.type} {child.key}" if child is not None else "?"
        return FillerView(filler, "", name, "")

    def lacks(self) -> list[str]:
        """Return what the selected frame still lacks, as sentences."""
        tags, frame = self._desk.tags, self.frame
        if tags is None or frame is None:
            return []
        found = lacks(tags, self._session.workspace.scheme)
        return [lack.problem for lack in found if lack.frame == frame.id]

    def select(self, key: FrameId | None, *, arm: str = "") -> None:
        """Select a frame, or none; its roles are shown in the text."""
        self._selected = key
        self._armed = arm if key is not None else ""
        self._view.select_frame(None if key is None else (shown.FRAME, key))
        self.changed.emit()

    def reveal(self, key: FrameId) -> None:
        """Select a frame and bring its words into sight."""
        self.select(key)
        place = self._anchor()
        if place is not None:
            self._view.reveal(place)

    def _anchor(self) -> Extent | None:
        """Return where the words of the selected frame begin."""
        frame, kind = self.frame, self.kind
        if frame is None or kind is None:
            return None
        spans = [self._desk.span(filler.span) for filler in frame.fillers if filler.span]
        anchors = {role.name for role in kind.roles if role.anchor}
        first = [self._desk.span(f.span) for f in frame.fillers if f.role in anchors and f.span]
        known = [span for span in (*first, *spans) if span is not None]
        return known[0].extent if known else None

    def _on_opened(self) -> None:
        self.select(None)

    def _on_refreshed(self) -> None:
        if self._selected is not None and self.frame is None:
            self.select(None)
        elif self._selected is not None:
            self._view.select_frame((shown.FRAME, self._selected))
            self.changed.emit()

    def _on_mark_clicked(self, key: MarkId) -> None:
        if key[0] == shown.FRAME:
            self.select(FrameId(key[1]))
        elif self._armed:
            self.fill_armed()

    def _on_selection_finished(self, extent: Extent | None) -> None:
        if extent is not None and self._armed:
            self.fill_armed()

    def jump(self) -> None:
        """Go from the current span to its frames in turn, and from a frame to its words."""
        tags, span = self._desk.tags, self._desk.current_span
        if tags is None:
            return
        if span is None:
            place = self._anchor()
            if place is None:
                self.said.emit("Choose a tag; G shows the frame that it fills.")
            else:
                self._view.reveal(place)
            return
        holding = [
            frame.id
            for frame in tags.frames
            if any(filler.span == span.id for filler in frame.fillers)
        ]
        if not holding:
            self.said.emit("This tag fills no frame.")
            return
        at = holding.index(self._selected) + 1 if self._selected in holding else 0
        self.select(holding[at % len(holding)])

    # --- making and filling -------------------------------------------------------------------

    def _material(self, *, quotation: bool) -> Material | None:
        """Return the selection, the current suggestion or tag, or the quotation at the caret."""
        article = self._desk.article
        if article is None:
            return None
        selection = self._view.selection
        if selection is not None:
            place = selection.trimmed(article.text)
            return Material(extent=place) if place is not None else None
        if self._desk.current_suggestion is not None:
            return Material(suggestion=self._desk.current_suggestion)
        if self._desk.current_span is not None:
            return Material(span=self._desk.current_span)
        if quotation:
            place = quotation_at(article.text, self._view.caret)
            return Material(extent=place) if place is not None else None
        return None

    def make(self, kind: str) -> None:
        """Make a frame of a type; its first open slot is armed."""
        material = self._material(quotation=True)
        if material is None:
            self.said.emit("Select words, or put the caret into a quotation.")
            return

        def then(key: FrameId) -> None:
            self._view.set_selection(None)
            self._view.set_current(None, reveal=False)
            self._selected = key
            frame, known = self.frame, self.kind
            arm = first_open(frame, known) if frame is not None and known is not None else ""
            self.select(key, arm=arm)

        self._desk.edit(
            lambda target: frames.start(self._session.workspace, target, kind, material), then
        )

    def fill_armed(self) -> bool:
        """Fill the armed slot and arm the next open one; ``False`` where none is armed."""
        role, frame, kind = self._armed, self.frame, self.kind
        if not role or frame is None or kind is None:
            return False
        taken = kind.role(role)
        if taken is not None and not taken.new_label:
            self._fill_with_frame(frame, taken)
            return True
        material = self._material(quotation=False)
        if material is None:
            self.said.emit(f"Select the {role}, or press I if the text leaves it out.")
            return True
        self._fill(frame, role, material)
        return True

    def _fill_with_frame(self, frame: Frame, role: Role) -> None:
        """Fill a role that takes frames with the one that the current tag fills."""
        tags, span = self._desk.tags, self._desk.current_span
        others = tags.frames if tags is not None else ()
        key = span.id if span is not None else None
        found = frame_that_fits(others, role, key, frame.id) if key is not None else None
        if found is None:
            wanted = " or ".join(role.frames).lower()
            self.said.emit(f"Go to a tag of the {wanted}, then press Enter.")
            return
        filler = Filler(role.name, frame=found.id)
        self._edit(
            lambda target: frames.fill(self._session.workspace, target, frame, filler),
            lambda _none: self._arm_next(role.name),
        )

    def _fill(self, frame: Frame, role: str, material: Material) -> None:
        def then(_none: None) -> None:
            self._view.set_selection(None)
            self._view.set_current(None, reveal=False)
            self._arm_next(role)

        self._desk.edit(
            lambda target: frames.fill_with(self._session.workspace, target, frame, role, material),
            then,
        )

    def _arm_next(self, after: str) -> None:
        frame, kind = self.frame, self.kind
        if frame is not None and kind is not None:
            self.arm(first_open(frame, kind, after))

    def arm(self, role: str) -> None:
        """Let the next words fill a role; "" for none."""
        self._armed = role
        self.changed.emit()

    def arm_neighbour(self, step: int) -> None:
        """Arm the next (1) or previous (-1) slot of the selected frame."""
        kind = self.kind
        if kind is None:
            self.said.emit("No statement, stance or meeting is selected.")
            return
        self.arm(neighbour(kind, self._armed, step))

    def add_fragment(self) -> None:
        """Add the selection as a further fragment of content, evidence or trigger."""
        frame, kind = self.frame, self.kind
        material = self._material(quotation=False)
        anchor = next((role.name for role in kind.roles if role.anchor), "") if kind else ""
        if frame is None or not anchor:
            self.said.emit("Select a statement, stance or meeting first.")
        elif material is None or material.extent is None:
            self.said.emit(f"Select the further words of the {anchor}.")
        else:
            armed = self._armed
            self._fill(frame, anchor, material)
            self.arm(armed)

    def imply(self, role: str = "") -> None:
        """Say that the text leaves the armed role unsaid, or take that back."""
        frame, name = self.frame, role or self._armed
        if frame is None or not name:
            self.said.emit("R arms a slot; I then says that the text leaves it out.")
            return
        implied = name not in frame.implied

        def then(_none: None) -> None:
            if implied and name == self._armed:
                self._arm_next(name)

        self._edit(
            lambda target: frames.set_implied(
                self._session.workspace, target, frame, name, implied=implied
            ),
            then,
        )

    # --- the card -----------------------------------------------------------------------------

    def _edit(
        self, act: Callable[[SetTarget], None], then: Callable[[None], None] | None = None
    ) -> None:
        self._desk.edit(act, then)

    def empty(self, role: str) -> None:
        """Empty a role."""
        frame = self.frame
        if frame is not None:
            self._edit(lambda target: frames.empty(self._session.workspace, target, frame, role))

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
                lambda _none: self._arm_next(role),
            )

    def set_attribute(self, key: FrameId | None, name: str, value: object) -> None:
        """Choose the value of an attribute of a frame; ``None`` clears it."""
        tags = self._desk.tags
        known = tags.frames if tags is not None else ()
        frame = next((item for item in known if item.id == key), None)
        if frame is not None and frame.attributes.get(name) != value:
            self._edit(
                lambda target: frames.set_attribute(
                    self._session.workspace, target, frame, name, value
                )
            )

    def delete(self) -> None:
        """Delete the selected frame; the spans that fill it stay."""
        frame = self.frame
        if frame is None:
            self.said.emit("No statement, stance or meeting is selected.")
            return
        self._edit(lambda target: frames.delete(self._session.workspace, target, [frame]))

    def show_filler(self, filler: Filler) -> None:
        """Bring a filler into sight."""
        span: Span | None = self._desk.span(filler.span) if filler.span is not None else None
        if span is not None:
            self._view.reveal(span.extent)
        elif filler.frame is not None:
            self.reveal(filler.frame)
