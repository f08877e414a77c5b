"""The rows of a frame's card: a slot for each role, a row for each attribute."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAction,
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
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QMenu, QSizePolicy, QToolTip, QWidget
from typing_extensions import override

from annotator.domain.annotation import Filler
from annotator.domain.scheme import ANY_LABEL, ENTITY_FAMILY, Attribute, Role, Scheme
from annotator.ui import icons
from annotator.ui.chrome import KEYBOARD_REASONS, paint_ring
from annotator.ui.inspector.attribute_row import AttributeRow
from annotator.ui.inspector.choice import Choice
from annotator.ui.inspector.label_grid import KEY_ORDER, Segments, pressed_digit
from annotator.ui.inspector.paint import chip_width, elided, paint_box, paint_pill
from annotator.ui.key_cap import cap_size, cap_text, paint_cap
from annotator.ui.look import Look

# Lengths of the drawings, at base size 13; a row begins behind the card's 3 px edge.
LEFT: Final = 13
NAME_ROOM: Final = 72
NAME_GAP: Final = 8
RIGHT: Final = 19
ROW: Final = 34
_PADDING: Final = 6
_PILL: Final = 22
_LINE: Final = 18
_HINT: Final = 22
_NUMBER_ROOM: Final = 16
_CROSS: Final = 16
_LINES_MOST: Final = 3  # of one fragment
_SEGMENT_ROWS_MOST: Final = 3
_WIDTHS_KEPT: Final = 8

_MIDDLE: Final = Qt.AlignmentFlag.AlignVCenter
_SHIFT_ONLY: Final = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.KeypadModifier,
)
_ENTER_KEYS: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_EMPTYING: Final = (Qt.Key.Key_Backspace, Qt.Key.Key_Delete)


@dataclass(frozen=True, slots=True)
class FillerView:
    """What a slot shows of one filler.

    Attributes:
        label: Of the span; "" for a frame, or an entity without a span.
        name: What it is called.
        words: What the text says, "" where nothing does.
    """

    filler: Filler
    label: str
    name: str
    words: str


@dataclass(slots=True)
class _Item:
    """One filler, laid out.

    Attributes:
        rect: Where it can be clicked.
        lines: Article text, broken into lines; none for a pill.
        number: Drawn before the lines, 0 for none.
        quote: The words of a pill whose name is another one, and where they stand.
    """

    view: FillerView
    rect: QRectF
    lines: tuple[str, ...] = ()
    number: int = 0
    quote: str = ""
    quote_rect: QRectF | None = None


@dataclass(frozen=True, slots=True)
class _Laid:
    """What a slot shows at one width; ``state_top`` and ``hint_top`` are -1 for nothing there."""

    items: tuple[_Item, ...]
    state_top: float
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
        wanted: Enter or a letter: an entity is looked for; the role and what was typed.
        filler_removed, filler_chosen: The cross of a filler was clicked; the filler itself.
    """

    armed = Signal(str)
    emptied = Signal(str)
    implied = Signal(str)
    wanted = Signal(str, str)
    filler_removed = Signal(object)
    filler_chosen = Signal(object)

    def __init__(self, look: Look, role: Role, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.role = role
        self._fragment_key = "F"
        self._views: tuple[FillerView, ...] = ()
        self._armed = False
        self._implied = False
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

    def show_fillers(self, views: Sequence[FillerView], *, armed: bool, implied: bool) -> None:
        """Show what fills the role."""
        state = (tuple(views), armed, implied)
        if state == (self._views, self._armed, self._implied):
            return
        if self._views != state[0]:
            self._hovered = self._current = -1
            self._pressed = None
        self._views, self._armed, self._implied = state
        self._name_aloud()
        self._invalidate()

    def set_fragment_key(self, shortcut: str) -> None:
        """Name another key that adds a fragment, as Qt writes it."""
        if shortcut != self._fragment_key:
            self._fragment_key = shortcut
            self._name_aloud()
            self._invalidate()

    @property
    def is_armed(self) -> bool:
        """Whether what is selected next fills it."""
        return self._armed

    @property
    def needed(self) -> bool:
        """Whether it holds less than it must."""
        return not self._implied and len(self._views) < self.role.least

    @property
    def words(self) -> str:
        """What stands in it, in reading order."""
        parts = [self.role.name.replace("_", " ")]
        parts += [_spoken(view, number) for number, view in self._numbered()]
        parts += [state for state in (self._state(),) if state]
        if self._armed:
            before, key, after = self._hint()
            parts.append(f"{before}{key}{after}")
        return ", ".join(parts)

    def item_rect(self, number: int) -> QRectF:
        """Return where a filler stands."""
        return self._layout_for(self.width()).items[number].rect

    def cross_rect(self, number: int) -> QRectF:
        """Return where the cross stands that removes a filler, shown while the mouse is over it."""
        side = float(self._look.scaled(_CROSS))
        item = self._layout_for(self.width()).items[number]
        right = item.rect.right()
        height = self._look.scaled(_LINE if item.lines else _PILL)
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
        elif key in _EMPTYING and plain:
            self._empty()
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._step(1 if key == Qt.Key.Key_Right else -1)
        elif key == Qt.Key.Key_I and plain:
            self.implied.emit(self.role.name)
        elif text and text.isprintable():
            if text.isalpha() and takes_entity(self.role, self._look.scheme):
                self.wanted.emit(self.role.name, text)
        else:
            return False
        return True

    def _enter(self) -> None:
        if 0 <= self._current < len(self._views):
            self.filler_chosen.emit(self._views[self._current].filler)
        elif takes_entity(self.role, self._look.scheme):
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
        flow = _Flow(self._look, left, max(40.0, width - left - scaled(RIGHT)))
        for number, view in self._numbered():
            if self._is_text(view):
                flow.add_text(view, number)
            else:
                flow.add_pill(view, icon=view.filler.frame is not None)
        height = flow.finish()
        state_top = hint_top = -1.0
        if self._state():
            gap = scaled(4) if height else 0
            state_top = height + gap
            height += gap + scaled(_PILL)
        if self._armed:
            height += scaled(2) if height else 0
            hint_top = height
            height += scaled(_HINT)
        total = max(scaled(ROW), round(height) + 2 * scaled(_PADDING))
        top = round((total - height) / 2)
        for item in flow.items:
            item.rect.translate(0, top)
            if item.quote_rect is not None:
                item.quote_rect.translate(0, top)
        return _Laid(
            tuple(flow.items),
            state_top + top if state_top >= 0 else -1,
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
        if self._armed or (self._views and not self.needed):
            return ""
        return self.tr("needed") if self.needed else "–"

    def _hint(self) -> tuple[str, str, str]:
        """Return what to do with an armed slot: words, a key, words."""
        role, count = self.role, len(self._views)
        if role.frames and not role.labels:
            kind = role.frames[0].lower()
            return (self.tr("Choose a {kind} in the text").format(kind=kind), "", "")
        if role.most is not None and count >= role.most:
            return (self.tr("Select other words to replace it"), "", "")
        if role.anchor and count:
            hint = self.tr("Select words; {key} adds them as {number}")
            before, _, after = hint.format(key="\n", number=count + 1).partition("\n")
            return (before, cap_text(self._fragment_key), after)
        if takes_entity(role, self._look.scheme):
            return (self.tr("Select words, or type a name"), "", "")
        what = role.definition.split(";")[0].rstrip(".")
        if not what or len(what) > 40:  # a rule, not a name for the words
            return (self.tr("Select words"), "", "")
        what = what[:1].lower() + what[1:]
        return (self.tr("Select {what}").format(what=what), "", "")

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
        self._paint_name(painter)
        laid = self._layout_for(self.width())
        for number, item in enumerate(laid.items):
            self._paint_item(painter, item)
            if self._ringed and number == self._current:
                paint_ring(painter, item.rect.adjusted(-3, -2, 3, 2), look, 3)
        if laid.state_top >= 0:
            self._paint_state(painter, laid.state_top)
        if laid.hint_top >= 0:
            self._paint_hint(painter, laid.hint_top)
        if 0 <= self._hovered < len(laid.items):
            self._paint_cross(painter, self._hovered)
        painter.end()

    def _paint_name(self, painter: QPainter) -> None:
        look, theme = self._look, self._look.theme
        painter.setFont(look.font(12, bold=self._armed))
        painter.setPen(theme.accent if self._armed else theme.mute)
        box = QRectF(look.scaled(LEFT), 0, look.scaled(NAME_ROOM), self.height())
        name = elided(self.role.name.replace("_", " "), painter, box.width())
        painter.drawText(box.adjusted(0, 0, 8, 0), _MIDDLE, name)

    def _paint_item(self, painter: QPainter, item: _Item) -> None:
        look, theme = self._look, self._look.theme
        if item.lines:
            self._paint_lines(painter, item)
            return
        if item.view.filler.frame is not None:
            self._paint_frame_pill(painter, item)
        elif item.view.label:
            paint_pill(painter, item.rect, look, item.view.label, item.view.name)
        else:
            paint_box(painter, item.rect, theme.key, theme.line2, 3)
            self._write(painter, item.rect, item.view.name, look.scaled(6))
        if item.quote_rect is not None:
            painter.setFont(look.font(12))
            painter.setPen(theme.mute if self._armed else theme.faint)
            painter.drawText(item.quote_rect.adjusted(0, 0, 2, 0), _MIDDLE, item.quote)

    def _paint_frame_pill(self, painter: QPainter, item: _Item) -> None:
        look = self._look
        kind = look.scheme.frame_type_by_name.get((*self.role.frames, "")[0])
        colours = look.frame(kind.name if kind is not None else "")
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colours.fill)
        painter.drawRoundedRect(item.rect, 3, 3)
        side = look.scaled(12)
        box = QRectF(item.rect.x() + look.scaled(6), 0, side, side)
        box.moveTop(round(item.rect.center().y() - side / 2))
        icons.paint(painter, (kind.icon if kind is not None else "") or "link", colours.ink, box)
        self._write(painter, item.rect, item.view.name, look.scaled(23))

    def _write(self, painter: QPainter, rect: QRectF, words: str, indent: int) -> None:
        painter.setFont(self._look.font())
        painter.setPen(self._look.theme.text)
        box = rect.adjusted(indent, 0, 2 - self._look.scaled(6), 0)
        painter.drawText(box, _MIDDLE, elided(words, painter, box.width()))

    def _paint_lines(self, painter: QPainter, item: _Item) -> None:
        look, theme = self._look, self._look.theme
        pitch = float(look.scaled(_LINE))
        left = item.rect.x()
        if item.number:
            painter.setFont(look.font(11))
            painter.setPen(theme.mute if self._armed else theme.faint)
            painter.drawText(QRectF(left, item.rect.y(), 40, pitch), _MIDDLE, str(item.number))
            left += look.scaled(_NUMBER_ROOM)
        painter.setFont(look.font(13, serif=True))
        painter.setPen(theme.text)
        for number, line in enumerate(item.lines):
            box = QRectF(left, item.rect.y() + number * pitch, item.rect.right() - left + 4, pitch)
            painter.drawText(box, _MIDDLE, line)

    def _paint_state(self, painter: QPainter, top: float) -> None:
        look, theme = self._look, self._look.theme
        left = float(look.scaled(LEFT + NAME_ROOM + NAME_GAP))
        height = float(look.scaled(_PILL))
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

    def _paint_hint(self, painter: QPainter, top: float) -> None:
        look, theme = self._look, self._look.theme
        left = float(look.scaled(LEFT + NAME_ROOM + NAME_GAP))
        height = float(look.scaled(_HINT))
        right = float(self.width() - look.scaled(6))
        before, key, after = self._hint()
        painter.setFont(look.font(12))
        painter.setPen(theme.accent)
        if key:
            metrics = painter.fontMetrics()
            wanted = metrics.horizontalAdvance(before + after) + cap_size(key, look).width()
            if wanted > right - left:  # the key says it
                before = ""
        for words in (before, after):
            box = QRectF(left, top, right - left, height)
            painter.drawText(box, _MIDDLE, elided_right(words, painter, box.width()))
            left += painter.fontMetrics().horizontalAdvance(words)
            if key and words == before:
                size = cap_size(key, look)
                corner = QPointF(round(left), round(top + (height - size.height()) / 2))
                paint_cap(painter, corner, key, look)
                left = corner.x() + size.width()

    def _paint_cross(self, painter: QPainter, number: int) -> None:
        theme = self._look.theme
        box = self.cross_rect(number)
        paint_box(painter, box, theme.card, theme.line2, 3)
        inner = box.adjusted(2, 2, -2, -2)
        icons.paint(painter, "cross", theme.mute, inner)


def elided_right(text: str, painter: QPainter, width: float) -> str:
    """Return a text cut at the right, its blanks at the ends kept."""
    return painter.fontMetrics().elidedText(
        text, Qt.TextElideMode.ElideRight, max(0, int(width) + 1)
    )


def _spoken(view: FillerView, number: int) -> str:
    before = f"{number} " if number else ""
    if not view.words or view.words == view.name:
        return f"{before}{view.label} {view.name}".strip()
    if not view.name:
        return f"{before}{view.words}"
    return f"{before}{view.label} {view.name} “{view.words}”".strip()


class _Flow:
    """Places pills side by side and pieces of text below each other.

    Args:
        look: Fonts and lengths.
        left: Where lines begin.
        room: How wide they may be.
    """

    def __init__(self, look: Look, left: float, room: float) -> None:
        self._look = look
        self._left, self._room = left, room
        self._x, self._y = left, 0.0
        self._open = False  # pills stand on the present line
        self._after_text = False
        self.items: list[_Item] = []

    def add_pill(self, view: FillerView, *, icon: bool) -> None:
        look = self._look
        gap, height = look.scaled(6), float(look.scaled(_PILL))
        name = " ".join(view.name.split())
        view = FillerView(view.filler, view.label, name, view.words)
        width = min(self._room, self._pill_width(view, icon=icon))
        quote, quote_width = self._quote(view)
        right = self._left + self._room
        wanted = width + (gap + quote_width if quote else 0)
        if self._open and self._x + min(wanted, self._room) > right:
            self._break()
        if self._after_text:
            self._y += look.scaled(4)
            self._after_text = False
        item = _Item(view, QRectF(self._x, self._y, width, height))
        self._x += width
        self._open = True
        if quote:
            spare = right - self._x - gap + look.scaled(RIGHT - _PADDING)
            if spare < min(quote_width, look.scaled(60)):
                self._break()
                self._open = True
                height = float(look.scaled(_LINE))
            else:
                self._x += gap
            metrics = QFontMetricsF(look.font(12))
            room = right - self._x + look.scaled(RIGHT - _PADDING)  # no cross stands there
            item.quote = metrics.elidedText(quote, Qt.TextElideMode.ElideRight, room)
            used = min(quote_width, room)
            item.quote_rect = QRectF(self._x, self._y, used, height)
            self._x += used
        self._x += gap
        self.items.append(item)

    def add_text(self, view: FillerView, number: int) -> None:
        look = self._look
        self._break()
        if self._after_text:
            self._y += look.scaled(3)
        indent = look.scaled(_NUMBER_ROOM) if number else 0
        font = look.font(13, serif=True)
        lines = wrapped(view.words, font, self._room - indent, _LINES_MOST)
        metrics = QFontMetricsF(font)
        width = indent + max(metrics.horizontalAdvance(line) for line in lines)
        height = len(lines) * look.scaled(_LINE)
        self.items.append(_Item(view, QRectF(self._left, self._y, width, height), lines, number))
        self._y += height
        self._after_text = True

    def finish(self) -> float:
        """Return how high everything is."""
        if self._open:
            self._y += self._look.scaled(_PILL)
        return self._y

    def _break(self) -> None:
        if self._open:
            self._x = self._left
            self._y += self._look.scaled(_PILL + 4)
            self._open = False

    def _pill_width(self, view: FillerView, *, icon: bool) -> float:
        look = self._look
        width = QFontMetricsF(look.font()).horizontalAdvance(view.name) + 2 * look.scaled(6) + 2
        if icon:
            return width + look.scaled(17)
        if not view.label:
            return width
        label = look.scheme.label_by_name.get(view.label)
        chip = label.chip if label is not None else view.label
        return width + chip_width(look, chip) + (look.scaled(6) if chip else 0)

    def _quote(self, view: FillerView) -> tuple[str, float]:
        words = " ".join(view.words.split())[:200]
        if not words or words == view.name:
            return ("", 0.0)
        quote = f"“{words}”"
        return (quote, QFontMetricsF(self._look.font(12)).horizontalAdvance(quote) + 1)


def wrapped(text: str, font: QFont, room: float, most: int) -> tuple[str, ...]:
    """Return a text in lines, one to ``most``; the last one ends in "…" where more follows."""
    line = " ".join(text[:1000].split())
    layout = QTextLayout(line, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    starts: list[int] = []
    layout.beginLayout()
    while len(starts) <= most:
        made = layout.createLine()
        if not made.isValid():
            break
        made.setLineWidth(max(20.0, room))
        starts.append(made.textStart())
    layout.endLayout()
    units = line.encode("utf-16-le")  # Qt counts UTF-16 units
    parts = [
        units[2 * start : 2 * end].decode("utf-16-le", "replace").rstrip()
        for start, end in zip(starts, [*starts[1:], len(units) // 2], strict=True)
    ]
    if len(parts) > most:
        last = " ".join(parts[most - 1 :])
        last = QFontMetricsF(font).elidedText(f"{last} …", Qt.TextElideMode.ElideRight, room)
        parts = [*parts[: most - 1], last]
    return tuple(parts) or ("",)


# --- attributes -------------------------------------------------------------------------------


class ValueMenu(Choice):
    """A value out of many: a menu, and the digits 1 to 9.

    Signals:
        chosen: A value, or ``None`` where it was cleared.
    """

    def __init__(
        self, look: Look, choices: Sequence[tuple[object, str]], *, name: str, nothing: str
    ) -> None:
        super().__init__(look, [(None, nothing), *choices], name=name)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    @override
    def show_value(self, value: object) -> None:
        super().show_value(value)
        values = [known for known, _ in self._choices]
        if value not in values:
            self.show_words(str(value))
        elif 1 <= values.index(value) < len(KEY_ORDER):
            self.show_words(f"{values.index(value)}  {self.words}")
        self.set_ink("faint" if value is None else "text")

    @override
    def menu_actions(self, menu: QMenu) -> list[QAction]:
        made = super().menu_actions(menu)
        for number, action in enumerate(made):
            if 1 <= number < len(KEY_ORDER):
                action.setText(f"&{number}  {action.text()}")
        return made

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        digit = pressed_digit(event)
        if not digit:
            super().keyPressEvent(event)
            return
        number = KEY_ORDER.index(digit) + 1
        if number < min(len(self._choices), len(KEY_ORDER)):
            value = self._choices[number][0]
            self.take(None if value == self.value else value)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.ringed and self.hasFocus():
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            paint_ring(painter, QRectF(self.rect()), self._look, 3)
            painter.end()


class _Values(QWidget):
    """Choices side by side, in a few rows; a menu where that is not enough."""

    def __init__(self, look: Look, segments: Segments, menu: ValueMenu) -> None:
        super().__init__()
        self._look = look
        self._segments, self._menu = segments, menu
        self._heights: dict[int, int] = {}  # 0 for the menu
        for child in (segments, menu):
            child.setParent(self)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        look.changed.connect(self._on_look_changed)

    @property
    def control(self) -> QWidget:
        """The control in use."""
        return self._segments if self._segments_height(self.width()) else self._menu

    @override
    def sizeHint(self) -> QSize:
        width = max(self.width(), self._look.scaled(160))
        return QSize(width, self.heightForWidth(width))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(self._look.scaled(60), self._look.scaled(26))

    @override
    def hasHeightForWidth(self) -> bool:
        return True

    @override
    def heightForWidth(self, width: int) -> int:
        return self._segments_height(width) or self._menu.sizeHint().height()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _segments_height(self, width: int) -> int:
        """Return how high the segments are at a width, 0 where they are too many for it."""
        height = self._heights.get(width)
        if height is None:
            if len(self._heights) >= _WIDTHS_KEPT:
                self._heights.clear()
            height = self._segments.heightForWidth(width)
            too_wide = self._segments.minimumSizeHint().width() > width
            if too_wide or height > self._look.scaled(30) * _SEGMENT_ROWS_MOST:
                height = 0
            self._heights[width] = height
        return height

    def _on_look_changed(self) -> None:
        self._heights.clear()
        self._place()

    def _place(self) -> None:
        used = self.control
        other: QWidget = self._menu if used is self._segments else self._segments
        had_focus = other.hasFocus()
        used.setVisible(True)
        if had_focus:
            used.setFocus(Qt.FocusReason.OtherFocusReason)
        other.setVisible(False)
        if used is self._menu:
            width = min(self.width(), self._menu.sizeHint().width())
            self._menu.setGeometry(0, 0, width, self._menu.sizeHint().height())
        else:
            self._segments.setGeometry(0, 0, self.width(), self.height())
        self.updateGeometry()


class ValueRow(AttributeRow):
    """Edits one attribute of a frame, in line with the slots above it."""

    def __init__(self, look: Look, attribute: Attribute, parent: QWidget | None = None) -> None:
        self._required = attribute.required
        self._lacks = False
        self._values: _Values | None = None
        self.menu: ValueMenu | None = None
        super().__init__(look, attribute, parent)
        self.line.setSpacing(look.scaled(NAME_GAP))

    @property
    def control(self) -> QWidget:
        """What takes the keyboard."""
        if self._values is not None:
            return self._values.control
        return self.field if self.field is not None else self

    @property
    def controls(self) -> list[QWidget]:
        """All that may take the keyboard, in order."""
        return [part for part in (self.segments, self.menu, self.field) if part is not None]

    @override
    def show_value(self, value: object, *, keep_edited: bool = False) -> None:
        super().show_value(value, keep_edited=keep_edited)
        if self.menu is not None:
            self.menu.show_value(value)
        self._show_lack(value)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        emptying = event.key() in _EMPTYING and not event.modifiers()
        if emptying and self.segments is not None:
            if self.segments.value is not None:
                self._on_chosen(None)
            return
        super().keyPressEvent(event)

    @override
    def paint_ground(self, painter: QPainter) -> None:
        super().paint_ground(painter)
        if self._lacks:
            look = self.look
            side = look.scaled(12)
            title = self._title
            width = QFontMetricsF(title.font()).horizontalAdvance(title.text())
            most = look.scaled(NAME_ROOM + NAME_GAP) - side - look.scaled(5)
            left = title.x() + min(round(width) + look.scaled(4), most)
            top = title.geometry().center().y() - side / 2 + 0.5
            box = QRectF(left, round(top), side, side)
            icons.paint(painter, "triangle-warning", look.theme.warn, box)

    @override
    def _add_segments(self, attribute: Attribute) -> None:
        choices: list[tuple[object, str]] = [
            (value, attribute.names.get(str(value), str(value))) for value in attribute.values
        ]
        name = attribute.name.replace("_", " ")
        self.segments = Segments(self.look, choices)
        self.segments.setAccessibleName(name)
        self.menu = ValueMenu(self.look, choices, name=name, nothing=self.tr("not chosen"))
        self._values = _Values(self.look, self.segments, self.menu)
        for control in (self.segments, self.menu):
            control.chosen.connect(self._on_chosen)
        self.line.addWidget(self._values, 1)

    @override
    def _on_chosen(self, value: object) -> None:
        if self.segments is not None and self.menu is not None:
            self.segments.show_value(value)
            self.menu.show_value(value)
        self._show_lack(value)
        super()._on_chosen(value)

    def _show_lack(self, value: object) -> None:
        lacks = self._required and value in {None, ""}
        if lacks != self._lacks:
            self._lacks = lacks
            self._title.set_ink("warn" if lacks else "mute")
            self.update()

    @override
    def _apply(self) -> None:
        scaled = self.look.scaled
        self._title.setFixedWidth(scaled(NAME_ROOM))
        self.line.setSpacing(scaled(NAME_GAP))
        self.column.setContentsMargins(scaled(LEFT), scaled(4), scaled(12), scaled(3))
        self.setMinimumHeight(scaled(ROW))
