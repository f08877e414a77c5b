"""The open card of one frame: its type, a slot for each role, its values."""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QApplication, QMenu, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from annotator.domain.annotation import Frame, FrameId
from annotator.domain.scheme import FrameType
from annotator.ui import icons
from annotator.ui.chrome import FlatButton
from annotator.ui.inspector.attribute_row import ReadDate
from annotator.ui.inspector.date_line import DateState
from annotator.ui.inspector.filler_flow import LEFT, FillerView, wrapped
from annotator.ui.inspector.frame_slot import Slot, SlotKeys
from annotator.ui.inspector.frame_values import NoteRow, ValueRow
from annotator.ui.inspector.paint import CARD_RADIUS
from annotator.ui.inspector.parts import Card
from annotator.ui.look import Look

__all__ = ["FillerView", "FrameCard"]

_HEAD: Final = 36
_EDGE: Final = 3
_WIDTHS_KEPT: Final = 8
_MIDDLE: Final = Qt.AlignmentFlag.AlignVCenter
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
        attribute_chosen: Name and value; ``None`` where it was cleared.
        entity_wanted: Enter on a slot, or typing there: an entity for this role; :attr:`typed`
            holds the letter.
        note_edited: What is to be its note.
        delete_requested: The frame is to go.
        left: Esc; Enter in the note.
    """

    role_armed = Signal(str)
    role_emptied = Signal(str)
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
        self._bodies: dict[str, _Body] = {}
        self._body: _Body | None = None
        self._keys = SlotKeys()
        self._note_key = "C"
        self._armed = ""
        self.typed = ""
        self.head = _Head(look)
        self.more = self.head.more
        self.more.clicked.connect(self.open_menu)
        self.set_colours("ctl")
        self.column.setContentsMargins(_EDGE, 0, 1, 1)
        self.column.setSpacing(0)
        self.column.addWidget(self.head)
        self.column.addStretch(1)

    # --- what it shows ------------------------------------------------------------------------

    @property
    def frame_id(self) -> FrameId | None:
        """The frame shown."""
        return self._frame_id

    @property
    def words(self) -> str:
        """What stands on the card, in reading order."""
        parts = [self.head.words]
        if self._body is not None:
            parts += [slot.words for slot in self._body.slots.values()]
            parts += [row.words for row in (*self._body.rows.values(), self._body.note)]
        return " · ".join(parts)

    def slot(self, role: str) -> Slot | None:
        """Return the slot of a role."""
        return None if self._body is None else self._body.slots.get(role)

    def row(self, name: str) -> ValueRow | None:
        """Return the row of an attribute."""
        return None if self._body is None else self._body.rows.get(name)

    def show_keys(self, key_of: Callable[[str], str]) -> None:
        """Name the keys in force; ``key_of`` gives that of a command, "" for none."""
        self._keys = SlotKeys(key_of("frame.fragment"), key_of("edit.undo"), key_of("tag.link"))
        self._note_key = key_of("tag.note")
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
        """
        same = frame.id == self._frame_id
        if not same:
            self.flush()
        self._frame_id = frame.id
        self._armed = armed
        self.head.show_frame(kind, lacks, number, total)
        self.setAccessibleName(self.head.words)
        body = self._take_body(kind)
        for role, slot in body.slots.items():
            slot.show_fillers(
                fillers.get(role, ()),
                armed=role == armed,
                implied=role in frame.implied,
                lost=lost.get(role, ""),
            )
        for name, row in body.rows.items():
            row.show_value(frame.attributes.get(name), keep_edited=same)
        body.note.show_value(frame.note, keep_edited=same)

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
        self._frame_id = None

    # --- focus --------------------------------------------------------------------------------

    @property
    def first(self) -> QWidget:
        """The armed slot, else the first one, else the first value."""
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
            slot.implied.connect(self.implied_toggled)
            slot.wanted.connect(self._on_wanted)
            slot.filler_removed.connect(self.filler_removed)
            slot.filler_chosen.connect(self.filler_chosen)
        for row in body.rows.values():
            row.edited.connect(self.attribute_chosen)
            row.left.connect(self.left)
        body.note.edited.connect(self._on_note_edited)
        body.note.left.connect(self.left)
        before: QWidget = self.more
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


class _Head(QWidget):
    """The first row of the card: type, place among its like, state, menu."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.kind = ""
        self._icon = ""
        self._note = ""
        self._lacks: tuple[str, ...] = ()
        self._broken: dict[int, tuple[str, ...]] = {}
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.more = FlatButton(look, icon_name="more", name=self.tr("More"), parent=self)
        look.changed.connect(self._on_look_changed)

    @property
    def kind_words(self) -> str:
        """The type inside a sentence."""
        return self.kind.lower()

    @property
    def words(self) -> str:
        """What it says."""
        state = " ".join(self._lacks) if self._lacks else self.tr("complete")
        return ", ".join(part for part in (self.kind, self._note, state) if part)

    def show_frame(self, kind: FrameType, lacks: Sequence[str], number: int, total: int) -> None:
        """Show a type, the place of the frame and what it lacks."""
        note = self.tr("{number} of {total}").format(number=number, total=total) if total else ""
        said = tuple(_without_kind(lack, kind.name) for lack in lacks)
        if (kind.name, kind.icon, note, said) == (self.kind, self._icon, self._note, self._lacks):
            return
        self.kind, self._icon, self._note, self._lacks = kind.name, kind.icon, note, said
        self.more.setAccessibleName(self.tr("More for this {kind}").format(kind=self.kind_words))
        self._on_look_changed()

    @override
    def sizeHint(self) -> QSize:
        width = max(self.width(), self._look.scaled(240))
        return QSize(width, self.heightForWidth(width))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(self._look.scaled(180), self._look.scaled(_HEAD))

    @override
    def hasHeightForWidth(self) -> bool:
        return True

    @override
    def heightForWidth(self, width: int) -> int:
        lines = len(self._lines(width))
        below = lines * self._look.scaled(16) + self._look.scaled(8) if lines else 0
        return self._look.scaled(_HEAD) + below

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look, theme = self._look, self._look.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        height = look.scaled(_HEAD)
        left = float(look.scaled(LEFT))
        colours = look.frame(self.kind)
        if self._icon:
            side = look.scaled(16)
            box = QRectF(left, round((height - side) / 2), side, side)
            icons.paint(painter, self._icon, colours.ink, box)
            left += look.scaled(24)
        state, right = self._state(self.width())
        tag = self._tag(state, right)
        for words, bold, ink in ((self.kind, True, colours.ink), (self._note, False, theme.mute)):
            painter.setFont(look.font(bold=bold))
            painter.setPen(ink)
            room = int(tag.x() - look.scaled(8) - left)
            shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room)
            painter.drawText(QRectF(left, 0, room + 2, height), _MIDDLE, shown)
            left += QFontMetricsF(painter.font()).horizontalAdvance(words) + look.scaled(8)
        self._paint_tag(painter, tag, state)
        painter.setFont(look.font(12))
        painter.setPen(theme.warn)
        pitch = look.scaled(16)
        left = float(look.scaled(LEFT))
        for number, line in enumerate(self._lines(self.width())):
            box = QRectF(left, height - look.scaled(2) + number * pitch, self.width(), pitch)
            painter.drawText(box, _MIDDLE, line)
        painter.end()

    def _paint_tag(self, painter: QPainter, tag: QRectF, state: str) -> None:
        look, theme = self._look, self._look.theme
        ink, ground = (
            (theme.warn, theme.warn_ground) if self._lacks else (theme.ok, theme.ok_ground)
        )
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(tag, 3, 3)
        side = look.scaled(12)
        box = QRectF(round(tag.x()) + look.scaled(7), 0, side, side)
        box.moveTop(round(tag.center().y() - side / 2))
        icons.paint(painter, "triangle-warning" if self._lacks else "tick", ink, box)
        painter.setPen(ink)
        painter.setFont(look.font(12))
        left = box.right() + look.scaled(5)
        painter.drawText(QRectF(left, tag.y(), tag.right() - left, tag.height()), _MIDDLE, state)

    def _state(self, width: int) -> tuple[str, float]:
        """Return the words of the state that fit, and where its tag ends."""
        look = self._look
        right = float(width - look.scaled(36))
        metrics = QFontMetricsF(look.font(bold=True))
        used = metrics.horizontalAdvance(self.kind) + metrics.horizontalAdvance(self._note)
        room = right - used - look.scaled(LEFT + 24 + 8 + 12)
        if not self._lacks:
            words = self.tr("complete")
            return (words if self._tag_width(words) <= room else "", right)  # the tick says it
        others = len(self._lacks) - 1
        first = self._lacks[0].split(". ")[0].rstrip(".")
        short = f"{first} +{others}" if others else first
        counted = self.tr("{count} to look at").format(count=others + 1)
        for words in (short, counted):
            if self._tag_width(words) <= room:
                return (words, right)
        return (str(others + 1), right)

    def _lines(self, width: int) -> tuple[str, ...]:
        """Return the lines below: the first lack, where the tag could not say it."""
        lines = self._broken.get(width)
        if lines is None:
            if len(self._broken) >= _WIDTHS_KEPT:
                self._broken.clear()
            lines = self._broken[width] = self._break(width)
        return lines

    def _break(self, width: int) -> tuple[str, ...]:
        if not self._lacks or self._lacks[0].split(". ")[0].rstrip(".") in self._state(width)[0]:
            return ()
        look = self._look
        return wrapped(self._lacks[0], look.font(12), width - look.scaled(LEFT + 16), 2)

    def _tag_width(self, words: str) -> float:
        look = self._look
        beside = 5 + 8 if words else 7
        return QFontMetricsF(look.font(12)).horizontalAdvance(words) + look.scaled(7 + 12 + beside)

    def _tag(self, words: str, right: float) -> QRectF:
        width = round(self._tag_width(words))
        height = self._look.scaled(20)
        top = round((self._look.scaled(_HEAD) - height) / 2)
        return QRectF(right - width, top, width, height)

    def _place(self) -> None:
        size = self.more.sizeHint()
        top = round((self._look.scaled(_HEAD) - size.height()) / 2)
        left = self.width() - size.width() - self._look.scaled(4)
        self.more.setGeometry(left, top, size.width(), size.height())

    def _on_look_changed(self) -> None:
        self._broken.clear()
        self._place()
        self.updateGeometry()
        self.update()


def _without_kind(lack: str, kind: str) -> str:
    """Return a sentence that need not name the frame type: "No content yet."."""
    words = lack.removeprefix(f"{kind}: ")
    return words[:1].upper() + words[1:]
