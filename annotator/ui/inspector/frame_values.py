"""The rows of a frame's card that edit its attributes."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import (
    QAction,
    QFontMetricsF,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QMenu, QSizePolicy, QWidget
from typing_extensions import override

from annotator.domain.scheme import Attribute
from annotator.ui import icons
from annotator.ui.chrome import paint_ring
from annotator.ui.inspector.attribute_row import AttributeRow
from annotator.ui.inspector.choice import Choice
from annotator.ui.inspector.filler_flow import EMPTYING_KEYS, LEFT, NAME_GAP, NAME_ROOM, ROW
from annotator.ui.inspector.label_grid import KEY_ORDER, Segments, pressed_digit
from annotator.ui.key_cap import KeyCap
from annotator.ui.look import Look

_SEGMENT_ROWS_MOST: Final = 3
_WIDTHS_KEPT: Final = 8


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
    def lacks(self) -> bool:
        """Whether it must have a value and has none."""
        return self._lacks

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
        emptying = event.key() in EMPTYING_KEYS and not event.modifiers()
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


class NoteRow(ValueRow):
    """Edits the note of a frame: a field with its key, which Enter leaves."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look, Attribute("note", "text"), parent)
        self._cap = KeyCap(look, "C", self)
        self.line.addWidget(self._cap)
        if self.field is not None:
            self.field.setPlaceholderText(self.tr("for the reviewer"))
            self.field.returnPressed.connect(self.left)

    def show_key(self, key: str) -> None:
        """Name the key in force, "" for none."""
        self._cap.set_shortcut(key)
