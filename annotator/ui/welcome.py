"""The page shown while no workspace is open: three doors and the recent workspaces."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFontMetricsF,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractButton,
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from annotator.ui import icons
from annotator.ui.chrome import (
    KEYBOARD_REASONS,
    Hairline,
    paint_ring,
    plain_label,
    set_ink,
)
from annotator.ui.key_cap import cap_size, paint_cap
from annotator.ui.look import Look, set_ground

_MEASURE: Final = 792
_DOOR_HEIGHT: Final = 176
_DOOR_HEIGHT_STACKED: Final = 96
_RECENT_HEIGHT: Final = 47
_STACKED: Final = 746


@dataclass(frozen=True, slots=True)
class Recent:
    """A workspace that was open before.

    Attributes:
        path: The file or address it is opened by.
        name: What people call it: the file's name without suffix.
        shown_path: The path as it is written here, the home folder as "~"; without a password.
        state: "12 of 40 complete", or why it cannot be opened.
        when: "today 14:02", "19 Nov 2026".
        missing: It is not there now; choosing it says so.
    """

    path: str
    name: str
    shown_path: str
    state: str = ""
    when: str = ""
    missing: bool = False


class _PageButton(QAbstractButton):
    """What doors and recent rows share."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self._keyboard = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        look.changed.connect(self._on_look_changed)

    @property
    def ring_shown(self) -> bool:
        """Whether the keyboard has its focus here."""
        return self.hasFocus() and self._keyboard

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        at_start = event.reason() == Qt.FocusReason.ActiveWindowFocusReason
        self._keyboard = at_start or event.reason() in KEYBOARD_REASONS
        super().focusInEvent(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif event.key() in _ARROWS:
            event.ignore()  # the page moves the focus
        else:
            super().keyPressEvent(event)

    def _on_look_changed(self) -> None:
        self.updateGeometry()
        self.update()


_ARROWS: Final = {Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down}


class _Door(_PageButton):
    """A card: icon, key, title, two or three lines."""

    def __init__(self, look: Look, icon_name: str, key: str, title: str, words: str) -> None:
        super().__init__(look)
        self._icon_name = icon_name
        self._key = key
        self._words = words
        self.stacked = False
        self.setText(title)
        self.setAccessibleName(title)
        self.setAccessibleDescription(words)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @override
    def sizeHint(self) -> QSize:
        height = _DOOR_HEIGHT_STACKED if self.stacked else _DOOR_HEIGHT
        return QSize(self.look.scaled(200), self.look.scaled(height))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(self.look.scaled(160), self.sizeHint().height())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look = self.look
        theme = look.theme
        scaled = look.scaled
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QRectF(self.rect())
        hovered = self.underMouse() or self.isDown()
        painter.setPen(QPen(theme.ctl if hovered else theme.line, 1))
        painter.setBrush(theme.card)
        painter.drawRoundedRect(frame.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        if self.ring_shown:
            paint_ring(painter, frame, look, 5)
        left = scaled(24)
        side = scaled(24)
        icons.paint(painter, self._icon_name, theme.accent, QRectF(left, left, side, side))
        size = cap_size(self._key, look)
        right = self.width() - left - size.width()
        top = left + (side - size.height()) // 2
        paint_cap(painter, QPointF(right, top), self._key, look)
        words = self._words_rect(right)
        painter.setFont(look.font(15, bold=True))
        painter.setPen(theme.text)
        title = QFontMetricsF(painter.font()).elidedText(
            self.text(), Qt.TextElideMode.ElideRight, words.width()
        )
        first = QRectF(words.left(), words.top() - scaled(28), words.width(), scaled(24))
        painter.drawText(first, Qt.AlignmentFlag.AlignVCenter, title)
        painter.setFont(look.font(13))
        painter.setPen(theme.mute)
        flags = Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
        painter.drawText(words, int(flags), self._words)
        painter.end()

    def _words_rect(self, right: int) -> QRectF:
        """Return where the words stand: below the icon, or beside it when doors are stacked."""
        scaled = self.look.scaled
        left = scaled(24)
        if self.stacked:
            return QRectF(scaled(72), scaled(50), right - scaled(88), self.height() - scaled(54))
        return QRectF(left, scaled(92), self.width() - 2 * left, self.height() - scaled(100))


class _RecentRow(_PageButton):
    """Name over path, state and date at the right."""

    def __init__(self, look: Look, recent: Recent) -> None:
        super().__init__(look)
        self.recent = recent
        self.setText(recent.name)
        self.setAccessibleName(
            ", ".join(
                part for part in (recent.name, recent.shown_path, recent.state, recent.when) if part
            )
        )
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @override
    def sizeHint(self) -> QSize:
        return QSize(400, self.look.scaled(_RECENT_HEIGHT))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look = self.look
        theme = look.theme
        scaled = look.scaled
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.underMouse():
            painter.fillRect(self.rect(), theme.hover)
        side = scaled(16)
        missing = self.recent.missing
        box = QRectF(0, (self.height() - side) // 2, side, side)
        icons.paint(painter, "database", theme.faint if missing else theme.mute, box)
        small = QFontMetricsF(look.font(12))
        middle = Qt.AlignmentFlag.AlignVCenter
        right = Qt.AlignmentFlag.AlignRight
        painter.setFont(look.font(12))
        painter.setPen(theme.mute)
        when = QRectF(self.width() - scaled(112), 0, scaled(112), self.height())
        painter.drawText(when, middle | right, self.recent.when)
        width = small.horizontalAdvance(self.recent.state) + 2
        state = QRectF(when.left() - width, 0, width, self.height())
        painter.setPen(theme.warn if missing else theme.mute)
        painter.drawText(state, middle | right, self.recent.state)
        left = scaled(32)
        room = state.left() - left - scaled(16)
        painter.setFont(look.font(13))
        painter.setPen(theme.faint if missing else theme.text)
        first = QRectF(left, scaled(5), room, scaled(20))
        name = QFontMetricsF(look.font(13)).elidedText(
            self.recent.name, Qt.TextElideMode.ElideRight, room
        )
        painter.drawText(first, middle, name)
        painter.setFont(look.font(12))
        painter.setPen(theme.faint if missing else theme.mute)
        second = QRectF(left, scaled(24), room, scaled(18))
        path = small.elidedText(self.recent.shown_path, Qt.TextElideMode.ElideMiddle, room)
        painter.drawText(second, middle, path)
        if self.ring_shown:
            paint_ring(painter, QRectF(self.rect()), look, 3)
        painter.end()


class WelcomePage(QScrollArea):
    """Three doors (keys 1 2 3) and the recent workspaces; arrows move, Enter opens.

    Signals:
        sample_requested, folder_requested, workspace_requested: The doors.
        recent_chosen: The path of a recent workspace.
    """

    sample_requested = Signal()
    folder_requested = Signal()
    workspace_requested = Signal()
    recent_chosen = Signal(str)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._rows: list[_RecentRow] = []
        self._doors = (
            _Door(look, "play", "1", "Try the sample corpus",
                  "Short articles with suggestions already made. Nothing of yours is touched."),
            _Door(look, "folder", "2", "Open a folder of articles",
                  "Text or JSONL. You see a preview before anything is written."),
            _Door(look, "database", "3", "Open a workspace",
                  "A file that ends in .annotator."),
        )  # fmt: skip
        self._title = plain_label("Annotator")
        self._words = plain_label(
            "Who said what, who stands where, who met whom. Works offline, in one file."
        )
        self._words.setWordWrap(True)
        self._head = plain_label("Recent")
        self._recent = QVBoxLayout()
        self._content = QWidget()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._lay_out()
        self.setWidget(self._content)
        signals = (self.sample_requested, self.folder_requested, self.workspace_requested)
        for door, signal in zip(self._doors, signals, strict=True):
            door.clicked.connect(signal)
        look.changed.connect(self._on_look_changed)
        self._on_look_changed()
        self.show_recent(())
        self.setFocusProxy(self._doors[0])

    def show_recent(self, recent: Sequence[Recent]) -> None:
        """List workspaces, newest first; without any the section is not there."""
        while (item := self._recent.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._rows = []
        for entry in recent:
            row = _RecentRow(self._look, entry)
            row.clicked.connect(lambda *_checked, path=entry.path: self.recent_chosen.emit(path))
            self._rows.append(row)
            self._recent.addWidget(Hairline(self._look))
            self._recent.addWidget(row)
        if recent:
            self._recent.addWidget(Hairline(self._look))
        self._head.setVisible(bool(recent))

    def focus_first(self) -> None:
        """Put the focus on the first door."""
        self._doors[0].setFocus(Qt.FocusReason.OtherFocusReason)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        digits = (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3)
        if key in digits:
            self._doors[digits.index(key)].click()
        elif key in _ARROWS:
            self._move(key)
        else:
            super().keyPressEvent(event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _move(self, key: Qt.Key) -> None:
        """Move the focus: sideways between doors, up and down through doors and recent rows."""
        everything: list[_PageButton] = [*self._doors, *self._rows]
        here = next((n for n, widget in enumerate(everything) if widget.hasFocus()), 0)
        doors = len(self._doors)
        if key == Qt.Key.Key_Down:
            target = max(doors, here + 1) if self._rows else here
        elif key == Qt.Key.Key_Up:
            target = here - 1 if here > doors else 0
        elif here < doors:
            target = max(0, min(doors - 1, here + (1 if key == Qt.Key.Key_Right else -1)))
        else:
            target = here
        chosen = everything[min(target, len(everything) - 1)]
        chosen.setFocus(Qt.FocusReason.TabFocusReason)
        self.ensureWidgetVisible(chosen)

    def _lay_out(self) -> None:
        self._column = QWidget()
        column = QVBoxLayout(self._column)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._title)
        column.addWidget(self._words)
        column.addSpacing(40)
        self._door_row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._door_row.setSpacing(16)
        for door in self._doors:
            self._door_row.addWidget(door, 1)
        column.addLayout(self._door_row)
        column.addSpacing(40)
        column.addWidget(self._head)
        column.addSpacing(8)
        self._recent.setSpacing(0)
        column.addLayout(self._recent)
        column.addStretch(1)
        whole = QHBoxLayout(self._content)
        whole.addStretch(1)
        whole.addWidget(self._column)
        whole.addStretch(1)
        self._whole = whole

    def _fit(self) -> None:
        width = self.viewport().width()
        measure = max(280, min(self._look.scaled(_MEASURE), width - 48))
        self._column.setFixedWidth(measure)
        stacked = measure < self._look.scaled(_STACKED)
        for door in self._doors:
            door.stacked = stacked
            door.updateGeometry()
        self._door_row.setDirection(
            QBoxLayout.Direction.TopToBottom if stacked else QBoxLayout.Direction.LeftToRight
        )
        top = max(24, min(88, self.viewport().height() // 9))
        self._whole.setContentsMargins(0, top, 0, 24)

    def _on_look_changed(self) -> None:
        look = self._look
        set_ground(self, look, "paper")
        set_ground(self.viewport(), look, "paper")
        set_ground(self._content, look, "paper")
        self._title.setFont(look.font(30, bold=True, serif=True))
        self._title.setFixedHeight(look.scaled(40))
        self._words.setFont(look.font(15))
        self._words.setMinimumHeight(look.scaled(32))
        self._head.setFont(look.caps_font(11))
        set_ink(self._title, look.theme.text)
        set_ink(self._words, look.theme.mute)
        set_ink(self._head, look.theme.mute)
        self._fit()
