"""Writing a version of one's own on the Review page: its keys, and what stands so far."""

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent

from annotator.ui.review.desk import ReviewDesk
from annotator.ui.review.editing import Editing, FrameEditing, SpanEditing
from annotator.ui.review.text import ReviewText
from annotator.ui.session import Session


class Writing(QObject):
    """What is being written instead of the annotators' versions of the case at hand.

    Signals:
        changed: It was begun, changed or left.
    """

    changed = Signal()

    def __init__(
        self, session: Session, desk: ReviewDesk, text: ReviewText, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._desk = desk
        self._text = text
        self.editing: Editing | None = None

    @property
    def on(self) -> bool:
        """Whether something is being written."""
        return self.editing is not None

    @property
    def words(self) -> str:
        """The words of the span that is being written, "" for a frame."""
        if isinstance(self.editing, SpanEditing):
            return self.editing.extent.slice(self._text.text)
        return ""

    def begin(self) -> None:
        """Begin with the first version of the case at hand."""
        view, review = self._desk.current, self._desk.review
        if view is None or review is None or self.on:
            return
        kind = self._session.workspace.scheme.frame_type_by_name.get(view.colour)
        begun = SpanEditing.begin(view) or FrameEditing.begin(view, review.names, kind)
        if begun is not None:
            self.change(begun)

    def change(self, editing: Editing | None) -> None:
        """Let something else stand, or leave the writing."""
        self.editing = editing
        if isinstance(editing, SpanEditing):
            self._text.set_selection(editing.extent)
            self._text.reveal(editing.extent)
        else:
            self._text.set_selection(None)
        self.changed.emit()

    def forget(self) -> None:
        """Leave the writing: another case is at hand."""
        self.editing = None

    def keep(self) -> bool:
        """Write it as the verdict; whether something was being written."""
        if self.editing is None:
            return False
        edit = self.editing.edit()
        self.editing = None
        self._text.set_selection(None)
        self._desk.edited(edit)
        return True

    # --- keys ---------------------------------------------------------------------------------

    def step(self, step: int) -> bool:
        """Go to the next or previous row of a frame; whether the key was one of the writing."""
        if isinstance(self.editing, FrameEditing):
            self.change(self.editing.stepped(step))
        return self.on

    def take(self, place: int) -> bool:
        """Take the row from one of the versions; whether the key was one of the writing."""
        view = self._desk.current
        if isinstance(self.editing, FrameEditing) and view is not None:
            self.change(self.editing.taken(view, place))
        return self.on

    def go_to_row(self, name: str) -> None:
        """Let keys set a row that was clicked."""
        editing = self.editing
        if isinstance(editing, FrameEditing) and name in editing.rows:
            self.change(editing.stepped(editing.rows.index(name) - editing.row))

    def digit(self, digit: str) -> bool:
        """Set the label or value of a digit; whether the key was one of the writing."""
        editing = self.editing
        if isinstance(editing, SpanEditing):
            label = self._session.workspace.scheme.label_by_key.get(digit)
            if label is not None:
                self.change(
                    SpanEditing(editing.origin, editing.extent, label.name, editing.at_start)
                )
        elif isinstance(editing, FrameEditing):
            self.change(editing.chosen(int(digit)))
        return self.on

    def move_edge(self, event: QKeyEvent) -> bool:
        """Move an edge of the span, or go to its other edge; whether the key does that."""
        editing = self.editing
        if not isinstance(editing, SpanEditing):
            return False
        if event.key() == Qt.Key.Key_X:
            at_start = not editing.at_start
            self.change(SpanEditing(editing.origin, editing.extent, editing.label, at_start))
            return True
        step = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}.get(Qt.Key(event.key()))
        if step is None or not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            return False
        word = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        self.change(editing.moved(self._text.text, step, word=word))
        return True
