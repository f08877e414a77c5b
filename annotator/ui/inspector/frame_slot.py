"""A slot of a frame's card: a role, and what fills it."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFont,
    QFontMetricsF,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget
from typing_extensions import override

from annotator.domain.scheme import ANY_LABEL, ENTITY_FAMILY, Role, Scheme
from annotator.ui import icons
from annotator.ui.chrome import KEYBOARD_REASONS, paint_ring
from annotator.ui.inspector.filler_flow import (
    EMPTYING_KEYS,
    LEFT,
    LINE,
    NAME_GAP,
    NAME_ROOM,
    PADDING,
    PILL,
    RIGHT,
    ROW,
    FillerFlow,
    FillerView,
    PlacedFiller,
)
from annotator.ui.inspector.paint import elided, paint_box
from annotator.ui.inspector.slot_paint import KeyedWords, SlotPainter
from annotator.ui.key_cap import cap_text
from annotator.ui.look import Look

# Lengths of the drawings, at base size 13.
_HINT: Final = 22
_CROSS: Final = 16
_WIDTHS_KEPT: Final = 8

_MIDDLE: Final = Qt.AlignmentFlag.AlignVCenter
_SHIFT_ONLY: Final = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.KeypadModifier,
)
_ENTER_KEYS: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


@dataclass(frozen=True, slots=True)
class SlotKeys:
    """The keys that a slot names, as Qt writes them; "" for one that has none."""

    fragment: str = "F"
    take: str = "Return"
    undo: str = "Ctrl+Z"
    name: str = "L"


@dataclass(frozen=True, slots=True)
class _Laid:
    """What a slot shows at one width; a top is -1 where nothing of the kind is shown."""

    items: tuple[PlacedFiller, ...]
    state_top: float
    lost_top: float
    hint_top: float
    height: int


def takes_entity(role: Role, scheme: Scheme) -> bool:
    """Whether somebody or something known by name can fill a role."""
    labels = (scheme.label_by_name.get(name) for name in role.labels)
    return ANY_LABEL in role.labels or any(label is not None and label.linked for label in labels)


class Slot(QWidget):
    """One role of a frame: its name and what fills it.

    Signals:
        armed: It was clicked beside its fillers, or Space pressed.
        emptied, implied: Backspace; I.
        taken: Enter on a role that something is suggested for.
        wanted: Enter or a letter: an entity is looked for; the role and what was typed.
        filler_removed, filler_chosen: The cross of a filler was clicked; the filler itself.
    """

    armed = Signal(str)
    emptied = Signal(str)
    taken = Signal(str)
    implied = Signal(str)
    wanted = Signal(str, str)
    filler_removed = Signal(object)
    filler_chosen = Signal(object)

    def __init__(self, look: Look, role: Role, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.role = role
        self._keys = SlotKeys()
        self._views: tuple[FillerView, ...] = ()
        self._armed = False
        self._implied = False
        self._lost = ""
        self._check = False
        self._painter = SlotPainter(look, role)
        self._laid: dict[int, _Laid] = {}  # layouts ask for the height at several widths
        self._ringed = False
        self._hovered = -1
        self._current = -1
        self._pressed: tuple[int, bool] | None = None
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._name_aloud()
        look.changed.connect(self._invalidate)

    # --- what it shows ------------------------------------------------------------------------

    def show_fillers(
        self,
        views: Sequence[FillerView],
        *,
        armed: bool,
        implied: bool,
        lost: str = "",
        check: bool = False,
    ) -> None:
        """Show what fills the role, or is suggested for it.

        Args:
            views: The fillers.
            armed: Whether what is selected next fills it.
            implied: Whether the text leaves it unsaid.
            lost: Words that filled it until they were deleted.
            check: Whether what is suggested is a guess.
        """
        state = (tuple(views), armed, implied, lost, check)
        if state == (self._views, self._armed, self._implied, self._lost, self._check):
            return
        if self._views != state[0]:
            self._hovered = self._current = -1
            self._pressed = None
        self._views, self._armed, self._implied, self._lost, self._check = state
        self._name_aloud()
        self._invalidate()

    def set_keys(self, keys: SlotKeys) -> None:
        """Name the keys in force."""
        if keys != self._keys:
            self._keys = keys
            self._name_aloud()
            self._invalidate()

    @property
    def is_armed(self) -> bool:
        """Whether what is selected next fills it."""
        return self._armed

    @property
    def filled(self) -> bool:
        """Whether something fills it."""
        return bool(self._views)

    @property
    def suggested(self) -> bool:
        """Whether what it shows is only suggested: it is taken, or left out."""
        return any(view.suggested for view in self._views)

    @property
    def takes_names(self) -> bool:
        """Whether Enter and letters on it look for an entity."""
        return takes_entity(self.role, self._look.scheme)

    @property
    def needed(self) -> bool:
        """Whether it holds less than it must."""
        return not self._implied and len(self._views) < self.role.least

    @property
    def words(self) -> str:
        """What stands in it, in reading order."""
        parts = [self.role.name.replace("_", " ")]
        for number, view in self._numbered():
            plain = self.role.anchor and self._is_text(view)  # the role says what the words are
            parts.append(f"{number or ''} {view.words}".strip() if plain else _spoken(view))
        parts += [self.tr("suggested")] if self.suggested else []
        parts += [self.tr("check")] if self._check else []
        parts += [state for state in (self._state(),) if state]
        if self._lost:
            parts.append(" ".join(part for part in self._loss() if part))
        if self._armed:
            before, key, after = self._hint()
            parts.append(f"{before}{key}{after}")
        return ", ".join(parts)

    @property
    def value_place(self) -> QRect:
        """Where values stand: the slot without its name."""
        left = self._look.scaled(LEFT + NAME_ROOM)
        return self.rect().adjusted(left, 0, -self._look.scaled(PADDING), 0)

    def item_rect(self, number: int) -> QRectF:
        """Return where a filler stands."""
        return self._layout_for(self.width()).items[number].rect

    def cross_rect(self, number: int) -> QRectF:
        """Return where the cross stands that removes a filler, shown while the mouse is over it."""
        side = float(self._look.scaled(_CROSS))
        item = self._layout_for(self.width()).items[number]
        right = item.rect.right()
        height = self._look.scaled(LINE if item.lines else PILL)
        left = min(right + 1, self.width() - side - 2)
        return QRectF(left, item.rect.y() + round((height - side) / 2), side, side)

    @override
    def sizeHint(self) -> QSize:
        width = max(self.width(), self._look.scaled(240))
        return QSize(width, self.heightForWidth(width))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(self._look.scaled(180), self._look.scaled(ROW))

    @override
    def hasHeightForWidth(self) -> bool:
        return True

    @override
    def heightForWidth(self, width: int) -> int:
        return self._layout_for(width).height

    # --- mouse --------------------------------------------------------------------------------

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self._at(event.position())[0])

    @override
    def leaveEvent(self, event: QEvent) -> None:
        self._hover(-1)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._hover(self._at(event.position())[0])
            self._pressed = self._at(event.position())

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed, self._pressed = self._pressed, None
        if event.button() != Qt.MouseButton.LeftButton or pressed is None:
            return
        if pressed != self._at(event.position()) or not self.rect().contains(
            event.position().toPoint()
        ):
            return
        number, on_cross = pressed
        if number < 0:
            self.armed.emit(self.role.name)
        elif on_cross:
            self.filler_removed.emit(self._views[number].filler)
        else:
            self.filler_chosen.emit(self._views[number].filler)

    @override
    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            number = self._at(QPointF(event.pos()))[0]
            text = self._views[number].words or self._views[number].name if number >= 0 else ""
            if text:
                QToolTip.showText(event.globalPos(), f"<p>{escape(text[:600])}</p>", self)
            else:
                QToolTip.hideText()
            return True
        return super().event(event)

    # --- keyboard -----------------------------------------------------------------------------

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.modifiers() not in _SHIFT_ONLY or not self._take(event):
            super().keyPressEvent(event)

    def _take(self, event: QKeyEvent) -> bool:
        key, text = event.key(), event.text()
        plain = event.modifiers() != Qt.KeyboardModifier.ShiftModifier
        if key in _ENTER_KEYS:
            self._enter()
        elif key == Qt.Key.Key_Space:
            self.armed.emit(self.role.name)
        elif key in EMPTYING_KEYS and plain:
            self._empty()
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._step(1 if key == Qt.Key.Key_Right else -1)
        elif key == Qt.Key.Key_I and plain:
            self.implied.emit(self.role.name)
        elif text and text.isprintable():
            if text.isalpha() and self.takes_names:
                self.wanted.emit(self.role.name, text)
        else:
            return False
        return True

    def _enter(self) -> None:
        if self.suggested:
            self.taken.emit(self.role.name)
        elif 0 <= self._current < len(self._views):
            self.filler_chosen.emit(self._views[self._current].filler)
        elif self.takes_names:
            self.wanted.emit(self.role.name, "")
        else:
            self.armed.emit(self.role.name)

    def _empty(self) -> None:
        if 0 <= self._current < len(self._views):
            self.filler_removed.emit(self._views[self._current].filler)
        elif self._views:
            self.emptied.emit(self.role.name)
        elif self._implied:
            self.implied.emit(self.role.name)

    def _step(self, step: int) -> None:
        """Go to another filler; before the first one the slot as a whole is meant."""
        self._current = max(-1, min(len(self._views) - 1, self._current + step))
        self._ringed = True
        self.update()

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        self._ringed = event.reason() in KEYBOARD_REASONS
        if self._ringed:
            self._current = -1
        self.update()

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._ringed = False
        self._current = -1
        self.update()

    # --- laying out ---------------------------------------------------------------------------

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._layout_for(self.width())

    def _invalidate(self) -> None:
        self._laid.clear()
        self.updateGeometry()
        self.update()

    def _layout_for(self, width: int) -> _Laid:
        laid = self._laid.get(width)
        if laid is None:
            if len(self._laid) >= _WIDTHS_KEPT:  # the pane is being dragged wider
                self._laid.clear()
            laid = self._laid[width] = self._lay_out(width)
        return laid

    def _lay_out(self, width: int) -> _Laid:
        scaled = self._look.scaled
        left = float(scaled(LEFT + NAME_ROOM + NAME_GAP))
        flow = FillerFlow(self._look, left, max(40.0, width - left - scaled(RIGHT)))
        for number, view in self._numbered():
            if self._is_text(view):
                flow.add_text(view, number)
            else:
                flow.add_pill(view, icon=view.filler.frame is not None)
        height = flow.finish()
        state_top = lost_top = hint_top = -1.0
        if self._state():
            gap = scaled(4) if height else 0
            state_top = height + gap
            height += gap + scaled(PILL)
        if self._lost:
            height += scaled(4) if height else 0
            lost_top = height
            height += scaled(PILL)
        if self._armed:
            height += scaled(2) if height else 0
            hint_top = height
            height += scaled(_HINT)
        total = max(scaled(ROW), round(height) + 2 * scaled(PADDING))
        top = round((total - height) / 2)
        for item in flow.items:
            item.rect.translate(0, top)
            if item.quote_rect is not None:
                item.quote_rect.translate(0, top)
        return _Laid(
            tuple(flow.items),
            state_top + top if state_top >= 0 else -1,
            lost_top + top if lost_top >= 0 else -1,
            hint_top + top if hint_top >= 0 else -1,
            total,
        )

    def _is_text(self, view: FillerView) -> bool:
        """Whether a filler is words that serve the frame, not a name."""
        label = self._look.scheme.label_by_name.get(view.label)
        serves = label is not None and label.family != ENTITY_FAMILY
        return bool(view.words) and (self.role.anchor or serves)

    def _numbered(self) -> list[tuple[int, FillerView]]:
        """Return the fillers; several pieces of text have numbers, the rest 0."""
        several = sum(self._is_text(view) for view in self._views) > 1
        found: list[tuple[int, FillerView]] = []
        last = 0
        for view in self._views:
            numbered = several and self._is_text(view)
            last += numbered
            found.append((last if numbered else 0, view))
        return found

    def _state(self) -> str:
        """Return the word for a slot that holds too little."""
        if self._implied and not self._views:
            return self.tr("implied")
        if self._lost or self._armed or (self._views and not self.needed):
            return ""
        return self.tr("needed") if self.needed else "–"

    def _hint(self) -> KeyedWords:
        """Return what to do with an armed slot: words, a key, words."""
        role, count = self.role, len(self._views)
        if self.suggested:
            return ("", cap_text(self._keys.take), self.tr(" takes it; or select other words"))
        if role.frames and not role.labels:
            kind = role.frames[0].lower()
            return (self.tr("Choose a {kind} in the text or list").format(kind=kind), "", "")
        if role.most is not None and count >= role.most:
            return (self.tr("Select other words to replace it"), "", "")
        if role.anchor and count:
            hint = self.tr("Select words; {key} adds them as {number}")
            before, _, after = hint.format(key="\n", number=count + 1).partition("\n")
            key = cap_text(self._keys.fragment)
            return (before, key, after) if key else (self.tr("Select words"), "", "")
        if self.takes_names:
            key = cap_text(self._keys.name)
            if not key:
                return (self.tr("Select words, or type a name here"), "", "")
            return (self.tr("Select words, or "), key, self.tr(" finds a name"))
        what = role.definition.split(";")[0].rstrip(".")
        if not what or len(what) > 40:  # a rule, not a name for the words
            return (self.tr("Select words"), "", "")
        what = what[:1].lower() + what[1:]
        return (self.tr("Select {what}").format(what=what), "", "")

    def _loss(self) -> KeyedWords:
        """Return what was deleted, and the key that brings it back."""
        words = self.tr("was {words}, deleted").format(words=self._lost)
        return (words, cap_text(self._keys.undo), "")

    def _at(self, place: QPointF) -> tuple[int, bool]:
        """Return the filler at a place, -1 for none, and whether its cross is there."""
        if 0 <= self._hovered < len(self._views) and self.cross_rect(self._hovered).contains(place):
            return (self._hovered, True)
        items = self._layout_for(self.width()).items
        for number, item in enumerate(items):
            if item.rect.contains(place):
                return (number, False)
        return (-1, False)

    def _hover(self, number: int) -> None:
        if number != self._hovered:
            self._hovered = number
            self.update()

    def _name_aloud(self) -> None:
        self.setAccessibleName(self.words)

    # --- painting -----------------------------------------------------------------------------

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look, theme = self._look, self._look.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        whole = QRectF(self.rect())
        painter.fillRect(QRectF(0, 0, whole.width(), 1), theme.line)
        if self._armed:
            inner = whole.adjusted(1, 1, -1, -1)
            painter.setPen(QPen(theme.accent, 2))
            painter.setBrush(theme.acctint)
            painter.drawRoundedRect(inner, 4, 4)
            if self._ringed and self._current < 0:
                paint_ring(painter, whole.adjusted(3, 3, -3, -3), look, 2)
        elif self._ringed and self._current < 0:
            paint_ring(painter, whole.adjusted(0, 1, 0, 0), look, 3)
        self._painter.armed = self._armed
        self._painter.paint_name(painter, self.height(), check=self._check)
        laid = self._layout_for(self.width())
        for number, item in enumerate(laid.items):
            self._painter.paint_item(painter, item)
            if self._ringed and number == self._current:
                paint_ring(painter, item.rect.adjusted(-3, -2, 3, 2), look, 3)
        if laid.state_top >= 0:
            self._paint_state(painter, laid.state_top)
        left = float(look.scaled(LEFT + NAME_ROOM + NAME_GAP))
        room = self.width() - look.scaled(6) - left
        if laid.lost_top >= 0:
            box = QRectF(left, laid.lost_top, room, look.scaled(PILL))
            self._painter.paint_loss(painter, box, self._loss())
        if laid.hint_top >= 0:
            box = QRectF(left, laid.hint_top, room, look.scaled(_HINT))
            self._painter.paint_hint(painter, box, self._hint())
        if 0 <= self._hovered < len(laid.items):
            self._paint_cross(painter, self._hovered)
        painter.end()

    def _paint_state(self, painter: QPainter, top: float) -> None:
        look, theme = self._look, self._look.theme
        left = float(look.scaled(LEFT + NAME_ROOM + NAME_GAP))
        height = float(look.scaled(PILL))
        words = self._state()
        if self._implied and not self._views:
            font = QFont(look.font(13))
            font.setItalic(True)
            width = round(QFontMetricsF(font).horizontalAdvance(words)) + look.scaled(17)
            paint_box(painter, QRectF(left, top, width, height), None, theme.line2, 4)
            painter.setFont(font)
            painter.setPen(theme.text)
            box = QRectF(left, top, width, height)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)
            left += width + look.scaled(6)
            painter.setFont(look.font(12))
            painter.setPen(theme.mute if self._armed else theme.faint)
            words = self.tr("not named in the text")
        elif self.needed:
            side = look.scaled(14)
            box = QRectF(left, top + round((height - side) / 2), side, side)
            icons.paint(painter, "triangle-warning", theme.warn, box)
            left += side + look.scaled(6)
            painter.setFont(look.font(12))
            painter.setPen(theme.warn)
        else:
            painter.setFont(look.font(13))
            painter.setPen(theme.faint)
        box = QRectF(left, top, self.width() - left - 4, height)
        painter.drawText(box, _MIDDLE, elided(words, painter, box.width()))

    def _paint_cross(self, painter: QPainter, number: int) -> None:
        theme = self._look.theme
        box = self.cross_rect(number)
        paint_box(painter, box, theme.card, theme.line2, 3)
        inner = box.adjusted(2, 2, -2, -2)
        icons.paint(painter, "cross", theme.mute, inner)


def _spoken(view: FillerView) -> str:
    if not view.words or view.words == view.name:
        return f"{view.label} {view.name}".strip()
    if not view.name:
        return view.words
    return f"{view.label} {view.name} “{view.words}”".strip()
