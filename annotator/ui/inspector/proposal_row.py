"""What a tag most likely means, on its card: one key links it."""

from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFocusEvent, QFontMetricsF, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget
from typing_extensions import override

from annotator.ui.chrome import KEYBOARD_REASONS
from annotator.ui.inspector.paint import paint_dashed, paint_outer_ring, paint_pill
from annotator.ui.inspector.values import Proposal
from annotator.ui.key_cap import cap_size, cap_text, paint_cap
from annotator.ui.look import Look

_PILL: Final = 22
_ENTER_KEYS: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class ProposalRow(QAbstractButton):
    """A dashed pill with the entity's name, and the key that takes it; why stands below it.

    A click, Enter or Space takes it.
    """

    def __init__(self, look: Look, shortcut: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._cap = cap_text(shortcut)
        self._proposal: Proposal | None = None
        self._ringed = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        look.changed.connect(self.updateGeometry)

    @property
    def words(self) -> str:
        """What it says, in reading order; "" for nothing."""
        shown = self._proposal
        return "" if shown is None else f"{shown.name}? · {self._cap}"

    def show_proposal(self, proposal: Proposal | None) -> None:
        """Show a proposal, or take no room where there is none."""
        self._proposal = proposal
        self.setVisible(proposal is not None)
        if proposal is not None:
            words = self.tr("Link to {name}, {why}").format(name=proposal.name, why=proposal.told)
            self.setAccessibleName(words)
        self.update()

    def show_shortcut(self, shortcut: str) -> None:
        """Draw another key, as Qt writes it; "" for none."""
        self._cap = cap_text(shortcut)
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(self._look.scaled(120), self._look.scaled(_PILL) + 6)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(self._look.scaled(60), self.sizeHint().height())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        shown, look = self._proposal, self._look
        if shown is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        cap = cap_size(self._cap, look)
        room = self.width() - 6 - (cap.width() + look.scaled(8) if self._cap else 0)
        pill = QRectF(3, 3, room, look.scaled(_PILL))
        pill.setWidth(self._pill_width(pill, shown))
        ground = look.theme.hover if self.underMouse() else look.theme.card
        paint_pill(painter, pill, look, shown.type, shown.name, ground=ground)
        paint_dashed(painter, pill, None, look.label(shown.type).line, 4)
        if self._cap:
            top = pill.center().y() - cap.height() / 2
            corner = QPointF(round(pill.right() + look.scaled(8)), round(top))
            paint_cap(painter, corner, self._cap, look)
        if self._ringed:
            paint_outer_ring(painter, pill, look)
        painter.end()

    def _pill_width(self, room: QRectF, shown: Proposal) -> float:
        look = self._look
        label = look.scheme.label_by_name.get(shown.type)
        chip = QFontMetricsF(look.caps_font(10)).horizontalAdvance(
            label.chip if label is not None else shown.type
        )
        name = QFontMetricsF(look.font(13)).horizontalAdvance(shown.name)
        return min(room.width(), chip + name + 3 * look.scaled(6) + 2)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER_KEYS:
            self.click()
        else:
            super().keyPressEvent(event)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        self._ringed = event.reason() in KEYBOARD_REASONS
        super().focusInEvent(event)

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._ringed = False
        super().focusOutEvent(event)
