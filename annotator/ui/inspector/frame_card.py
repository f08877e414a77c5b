"""The open card of one frame: its type, a slot for each role, its values."""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from PySide6.QtCore import QPoint, QRectF, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
)
from PySide6.QtWidgets import QApplication, QMenu, QVBoxLayout, QWidget
from typing_extensions import override

from annotator.domain.annotation import Frame, FrameId
from annotator.domain.scheme import FrameType
from annotator.domain.suggestion import SuggestedFrame, SuggestionId
from annotator.ui.inspector.attribute_row import ReadDate
from annotator.ui.inspector.date_line import DateState
from annotator.ui.inspector.deciding_part import DecidingPart
from annotator.ui.inspector.filler_flow import EMPTYING_KEYS, FillerView
from annotator.ui.inspector.frame_head import FrameHead
from annotator.ui.inspector.frame_slot import Slot, SlotKeys
from annotator.ui.inspector.frame_values import NoteRow, ValueRow
from annotator.ui.inspector.paint import CARD_RADIUS, paint_dashed
from annotator.ui.inspector.parts import Card
from annotator.ui.look import Look

__all__ = ["FillerView", "FrameCard"]

_EDGE: Final = 3
_KEYBOARD: Final = Qt.FocusReason.OtherFocusReason


class FrameCard(Card):
    """One frame: what fills its roles, its values, what it still lacks.

    It changes nothing itself. Signals mean :attr:`frame_id`, which is still the old frame while
    what was typed for it is handed out, before another one is shown. Widgets are kept by frame
    type, so that going from frame to frame makes none.

    Signals:
        role_armed: A slot was clicked: the role that is filled next.
        role_emptied, implied_toggled: The role of a slot.
        filler_removed, filler_chosen: A :class:`Filler` that is to go; that is to be revealed.
        role_taken: What is suggested for a role is to be taken.
        accepted, rejected: The suggestion shown is decided on.
        attribute_chosen: Name and value; ``None`` where it was cleared.
        entity_wanted: Enter on a slot, or typing there: an entity for this role; :attr:`typed`
            holds the letter.
        note_edited: What is to be its note.
        delete_requested: The frame is to go.
        left: Esc; Enter in the note.
    """

    role_armed = Signal(str)
    role_emptied = Signal(str)
    role_taken = Signal(str)
    accepted = Signal()
    rejected = Signal()
    filler_removed = Signal(object)
    implied_toggled = Signal(str)
    attribute_chosen = Signal(str, object)
    filler_chosen = Signal(object)
    entity_wanted = Signal(str)
    note_edited = Signal(str)
    delete_requested = Signal()
    left = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self._date_key = "V"
        self._frame_id: FrameId | None = None
        self._suggestion: SuggestionId | None = None
        self._bodies: dict[str, _Body] = {}
        self._body: _Body | None = None
        self._keys = SlotKeys()
        self._note_key = "C"
        self._armed = ""
        self.typed = ""
        self.head = FrameHead(look)
        self.more = self.head.more
        self.more.clicked.connect(self.open_menu)
        self.deciding = DecidingPart(look)
        self.deciding.accept.clicked.connect(self.accepted)
        self.deciding.reject.clicked.connect(self.rejected)
        self.deciding.hide()
        self.set_colours("ctl")
        self.column.setContentsMargins(_EDGE, 0, 1, 1)
        self.column.setSpacing(0)
        self.column.addWidget(self.head)
        self.column.addWidget(self.deciding)
        self.column.addStretch(1)

    # --- what it shows ------------------------------------------------------------------------

    @property
    def frame_id(self) -> FrameId | None:
        """The frame shown."""
        return self._frame_id

    @property
    def suggestion(self) -> SuggestionId | None:
        """The suggested frame shown."""
        return self._suggestion

    @property
    def words(self) -> str:
        """What stands on the card, in reading order."""
        parts = [self.head.words]
        if self._suggestion is not None:
            parts.append(self.deciding.words)
        if self._body is not None:
            parts += [slot.words for slot in self._body.slots.values()]
            rows = (*self._body.rows.values(), self._body.note)
            parts += [row.words for row in rows if row.isVisibleTo(self)]
        return " · ".join(parts)

    def slot(self, role: str) -> Slot | None:
        """Return the slot of a role."""
        return None if self._body is None else self._body.slots.get(role)

    def row(self, name: str) -> ValueRow | None:
        """Return the row of an attribute."""
        return None if self._body is None else self._body.rows.get(name)

    def show_keys(self, key_of: Callable[[str], str]) -> None:
        """Name the keys in force; ``key_of`` gives that of a command, "" for none."""
        keys = ("frame.fragment", "tag.accept", "edit.undo", "tag.link")
        self._keys = SlotKeys(*(key_of(command) for command in keys))
        self._note_key = key_of("tag.note")
        self.deciding.show_keys(key_of)
        for body in self._bodies.values():
            body.set_keys(self._keys, self._note_key)

    def show_frame(
        self,
        frame: Frame,
        kind: FrameType,
        fillers: Mapping[str, Sequence[FillerView]],
        *,
        armed: str,
        lacks: Sequence[str],
        number: int,
        total: int,
        lost: Mapping[str, str] = MappingProxyType({}),
        offered: Mapping[str, Sequence[FillerView]] = MappingProxyType({}),
    ) -> None:
        """Show a frame.

        Args:
            frame: Its attributes and implied roles are shown.
            kind: Its type.
            fillers: What fills it, by role.
            armed: The role that is filled next, "" for none.
            lacks: What it still needs, as sentences.
            number: Its place among the ``total`` frames of its type in the article.
            total: See ``number``.
            lost: Words that were deleted out of a role, by role.
            offered: What a suggestion still has for roles that are empty.
        """
        same = frame.id == self._frame_id
        if not same:
            self.flush()
        self._frame_id, self._suggestion = frame.id, None
        self._armed = armed
        self._show_decided(decided=True)
        self.head.show_frame(kind, lacks, number, total)
        self.setAccessibleName(self.head.words)
        body = self._take_body(kind)
        for role, slot in body.slots.items():
            slot.show_fillers(
                fillers.get(role, ()) or offered.get(role, ()),
                armed=role == armed,
                implied=role in frame.implied,
                lost=lost.get(role, ""),
            )
        for name, row in body.rows.items():
            row.show_value(frame.attributes.get(name), keep_edited=same)
        body.note.show_value(frame.note, keep_edited=same)

    def show_suggested(
        self,
        frame: SuggestedFrame,
        kind: FrameType,
        fillers: Mapping[str, Sequence[FillerView]],
        *,
        armed: str,
        check: str,
    ) -> None:
        """Show a frame that waits for a decision.

        Args:
            frame: Its attributes and implied roles are shown.
            kind: Its type.
            fillers: What is suggested, by role.
            armed: The role that the next key is about, "" for none.
            check: A sentence on the roles that are a guess, "" for none.
        """
        self.flush()
        self._frame_id, self._suggestion = None, frame.id
        self._armed = armed
        self.head.show_suggested(kind, frame.score)
        self.setAccessibleName(self.head.words)
        body = self._take_body(kind)
        self.deciding.show_suggested(frame, check, armed=bool(armed))
        self._show_decided(decided=False)
        for role, slot in body.slots.items():
            slot.show_fillers(
                fillers.get(role, ()),
                armed=role == armed,
                implied=role in frame.implied,
                check=role in frame.check,
            )
        for name, row in body.rows.items():
            row.show_value(frame.attributes.get(name))
            row.show_date(None)

    def _show_decided(self, *, decided: bool) -> None:
        """Show the parts of a frame of the set, or those of a suggestion."""
        focused: QWidget | None = QApplication.focusWidget()
        leaves = decided and focused is not None and self.deciding.isAncestorOf(focused)
        self.deciding.setVisible(not decided)
        self.head.more.setVisible(decided)
        if self._body is not None:
            self._body.note.setVisible(decided)
            if leaves:
                self.focus_first()
        self.update()

    def show_dates(self, states: Mapping[str, DateState], read: ReadDate) -> None:
        """Show what is proposed for the frame's dates, by attribute; typed ones are read by it."""
        rows = self._body.rows if self._body is not None else {}
        for name, row in rows.items():
            row.read_date = read
            row.show_date(states.get(name))

    def show_date_key(self, shortcut: str) -> None:
        """Show another key that takes a proposed date, as Qt writes it."""
        self._date_key = shortcut
        for body in self._bodies.values():
            body.show_date_key(shortcut)

    def flush(self) -> None:
        """Emit what was typed and not stored yet."""
        if self._frame_id is not None and self._body is not None:
            for row in (*self._body.rows.values(), self._body.note):
                row.finish()

    def forget(self) -> None:
        """Show no frame any more; the next one is another one."""
        self._frame_id = self._suggestion = None

    # --- focus --------------------------------------------------------------------------------

    @property
    def first(self) -> QWidget:
        """The armed slot, else the button that accepts, the first slot, the first value."""
        if self._suggestion is not None and not self._armed:
            return self.deciding.accept
        if self._body is not None:
            slots = self._body.slots
            for slot in (slots[name] for name in (self._armed, *slots) if name in slots):
                return slot
            for row in self._body.rows.values():
                return row.control
        return self.more

    def focus_role(self, role: str) -> None:
        """Give the focus to the slot of a role."""
        slot = self.slot(role)
        if slot is not None:
            slot.setFocus(_KEYBOARD)

    def focus_values(self) -> None:
        """Give the focus to the first value that is missing, else to the first one."""
        rows = list(self._body.rows.values()) if self._body is not None else []
        lacking = [row for row in rows if row.lacks]
        for row in (*lacking, *rows):
            row.control.setFocus(_KEYBOARD)
            return

    def edit_note(self) -> None:
        """Put the cursor into the note."""
        if self._body is not None:
            self._body.note.control.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def focus_first(self) -> None:
        """Give the focus to the armed slot, else to the first one."""
        self.first.setFocus(_KEYBOARD)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Down: True, Qt.Key.Key_Up: False}.get(Qt.Key(event.key()))
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() in EMPTYING_KEYS and self._suggestion is not None:
            self.rejected.emit()
        elif step is not None and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self.focusNextPrevChild(step)
        else:
            super().keyPressEvent(event)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the keys where no slot or value was pressed: those of the card are meant then."""
        self.first.setFocus(Qt.FocusReason.MouseFocusReason)

    # --- menu ---------------------------------------------------------------------------------

    def menu_actions(self, menu: QMenu) -> list[QAction]:
        """Fill a menu with what can be done with the whole frame."""
        delete = menu.addAction(self.tr("Delete {frame}").format(frame=self.head.kind_words))
        delete.triggered.connect(self._on_delete)
        return [delete]

    def open_menu(self) -> None:
        """Open the menu below its button."""
        menu = QMenu(self)
        self.menu_actions(menu)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.more.mapToGlobal(QPoint(0, self.more.height() + 2)))

    def _on_delete(self) -> None:
        self.delete_requested.emit()

    # --- inside -------------------------------------------------------------------------------

    @override
    def paint_ground(self, painter: QPainter) -> None:
        if self._suggestion is not None:
            line = self.look.frame(self.head.kind).line
            paint_dashed(painter, QRectF(self.rect()), self.look.theme.card, line, CARD_RADIUS)
            return
        super().paint_ground(painter)
        whole = QRectF(self.rect())
        shape, edge = QPainterPath(), QPainterPath()
        shape.addRoundedRect(whole, CARD_RADIUS, CARD_RADIUS)
        edge.addRect(QRectF(0, 0, _EDGE, whole.height()))
        painter.fillPath(shape.intersected(edge), self.look.frame(self.head.kind).line)

    def _take_body(self, kind: FrameType) -> "_Body":
        body = self._bodies.get(kind.name)
        if body is not None and body.kind is not kind and body.kind != kind:
            self._bodies.pop(kind.name)  # of another scheme
            if body is self._body:
                self._body = None
            body.hide()
            body.deleteLater()
            body = None
        if body is None:
            body = self._make_body(kind)
        if body is not self._body:
            focused = QApplication.focusWidget()
            old, self._body = self._body, body
            had_focus = old is not None and focused is not None and old.isAncestorOf(focused)
            body.setVisible(True)
            if had_focus:
                self.focus_first()
            if old is not None:
                old.setVisible(False)
            self.update()
        return body

    def _make_body(self, kind: FrameType) -> "_Body":
        body = _Body(self.look, kind)
        body.setVisible(False)
        body.set_keys(self._keys, self._note_key)
        body.show_date_key(self._date_key)
        self._bodies[kind.name] = body
        self.column.insertWidget(self.column.count() - 1, body)
        for slot in body.slots.values():
            slot.armed.connect(self.role_armed)
            slot.emptied.connect(self.role_emptied)
            slot.taken.connect(self.role_taken)
            slot.implied.connect(self.implied_toggled)
            slot.wanted.connect(self._on_wanted)
            slot.filler_removed.connect(self.filler_removed)
            slot.filler_chosen.connect(self.filler_chosen)
        for row in body.rows.values():
            row.edited.connect(self.attribute_chosen)
            row.left.connect(self.left)
        body.note.edited.connect(self._on_note_edited)
        body.note.left.connect(self.left)
        before: QWidget = self.deciding.reject
        for widget in body.stops:  # what is made late would come last of the window
            QWidget.setTabOrder(before, widget)
            before = widget
        return body

    def _on_note_edited(self, _name: str, note: object) -> None:
        self.note_edited.emit(note or "")

    def _on_wanted(self, role: str, typed: str) -> None:
        self.typed = typed
        self.entity_wanted.emit(role)


class _Body(QWidget):
    """The slots, values and note of one frame type."""

    def __init__(self, look: Look, kind: FrameType) -> None:
        super().__init__()
        self.kind = kind
        self.slots = {role.name: Slot(look, role) for role in kind.roles}
        self.rows = {attribute.name: ValueRow(look, attribute) for attribute in kind.attributes}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.note = NoteRow(look)
        for widget in (*self.slots.values(), *self.rows.values(), self.note):
            column.addWidget(widget)

    @property
    def stops(self) -> list[QWidget]:
        """What Tab goes to, in order."""
        stops: list[QWidget] = list(self.slots.values())
        for row in (*self.rows.values(), self.note):
            stops += row.controls
        return stops

    def set_keys(self, keys: SlotKeys, note: str) -> None:
        for slot in self.slots.values():
            slot.set_keys(keys)
        self.note.show_key(note)

    def show_date_key(self, shortcut: str) -> None:
        for row in self.rows.values():
            if row.date is not None:
                row.date.show_key(shortcut)
