"""What keeps an article from being complete, and the way on all the same."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget
from typing_extensions import override

from annotator.ui import icons
from annotator.ui.chrome import KEYBOARD_REASONS, paint_ring
from annotator.ui.inspector.paint import elided
from annotator.ui.inspector.parts import Button, Card, Field, Words
from annotator.ui.inspector.values import Missing
from annotator.ui.look import Look

SHOWN_MOST: Final = 8


class _Problems(QWidget):
    """The sentences as rows of 24 px; a click or Enter reveals one."""

    chosen = Signal(object)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._missing: list[Missing] = []
        self._current = 0
        self._hovered = -1
        self._ringed = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        look.changed.connect(self.updateGeometry)
        look.changed.connect(self.update)

    def show_missing(self, missing: Sequence[Missing]) -> None:
        """Show the first few."""
        self._missing = list(missing[:SHOWN_MOST])
        self._current = min(self._current, max(0, len(self._missing) - 1))
        self.setAccessibleName(" ".join(item.words for item in self._missing))
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(120, len(self._missing) * self._look.scaled(24))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look, theme = self._look, self._look.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        height, side = look.scaled(24), look.scaled(14)
        for row, item in enumerate(self._missing):
            box = QRectF(0, row * height, self.width(), height)
            if row == self._hovered:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(theme.hover)
                painter.drawRoundedRect(box, 3, 3)
            icon = QRectF(4, box.y() + round((height - side) / 2), side, side)
            icons.paint(painter, "triangle-warning", theme.warn, icon)
            painter.setFont(look.font(12))
            painter.setPen(theme.warn)
            left = icon.right() + look.scaled(8)
            words = elided(item.words, painter, self.width() - left - 4)
            painter.drawText(box.adjusted(left, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, words)
            if self._ringed and row == self._current:
                paint_ring(painter, box, look, 3)
        painter.end()

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self._at(event))

    @override
    def leaveEvent(self, event: QEvent) -> None:
        self._hover(-1)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()  # the release chooses

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        row = self._at(event)
        if event.button() == Qt.MouseButton.LeftButton and row >= 0:
            self._current = row
            self.chosen.emit(self._missing[row].target)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if step is not None:
            self._current = max(0, min(len(self._missing) - 1, self._current + step))
            self.update()
            self._ringed = True
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._missing:
            self.chosen.emit(self._missing[self._current].target)
        else:
            event.ignore()

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        self._ringed = event.reason() in KEYBOARD_REASONS
        self.update()

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._ringed = False
        self.update()

    def _at(self, event: QMouseEvent) -> int:
        row = int(event.position().y() // self._look.scaled(24))
        return row if 0 <= row < len(self._missing) else -1

    def _hover(self, row: int) -> None:
        if row != self._hovered:
            self._hovered = row
            shapes = Qt.CursorShape
            self.setCursor(shapes.PointingHandCursor if row >= 0 else shapes.ArrowCursor)
            self.update()


class MissingCard(Card):
    """The strip above the cards when an article was to be completed but lacks something.

    Signals:
        problem_chosen: The ``target`` of one :class:`Missing`.
        complete_anyway: The word of reason, never empty.
    """

    problem_chosen = Signal(object)
    complete_anyway = Signal(str)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self.set_colours("warn_edge", "warn_ground")
        self._title = Words(look, bold=True)
        self.problems = _Problems(look)
        self.problems.chosen.connect(self.problem_chosen)
        self._more = Words(look, ink="mute", pixels=12)
        self.anyway = Button(look, self.tr("Complete all the same"))
        self.anyway.clicked.connect(self._on_anyway)
        self.reason = Field(look, self.tr("Why?"))
        self.reason.returnPressed.connect(self._on_reason)
        self._hint = Words(look, self.tr("Enter keeps the reason."), ink="mute", pixels=11)
        row = QHBoxLayout()
        row.setContentsMargins(0, 4, 0, 0)
        row.addWidget(self.anyway)
        row.addStretch(1)
        self.column.setContentsMargins(14, 12, 14, 12)
        self.column.setSpacing(4)
        self.column.addWidget(self._title)
        self.column.addWidget(self.problems)
        self.column.addWidget(self._more)
        self.column.addLayout(row)
        self.column.addWidget(self.reason)
        self.column.addWidget(self._hint)

    @property
    def words(self) -> str:
        """What it says."""
        return f"{self._title.text()} {self.problems.accessibleName()} {self._more.text()}".strip()

    def show_missing(self, missing: Sequence[Missing]) -> None:
        """Show what is missing; a reason that is being typed stays while there is something."""
        if not missing:
            self.reason.clear()
            self._ask(asking=False)
            return
        count = len(missing)
        self._title.setText(
            self.tr("1 thing is missing")
            if count == 1
            else self.tr("{count} things are missing").format(count=count)
        )
        self.problems.show_missing(missing)
        over = count - SHOWN_MOST
        self._more.show_text(self.tr("and {count} more").format(count=over) if over > 0 else "")
        if not self.reason.text():
            self._ask(asking=False)

    def _ask(self, *, asking: bool) -> None:
        self.anyway.setVisible(not asking)
        self.reason.setVisible(asking)
        self._hint.setVisible(asking)

    def _on_anyway(self) -> None:
        self._ask(asking=True)
        self.reason.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _on_reason(self) -> None:
        reason = self.reason.text().strip()
        if reason:
            self.reason.clear()
            self._ask(asking=False)
            self.complete_anyway.emit(reason)
