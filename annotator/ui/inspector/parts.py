"""Parts that the inspector, its pop-ups, the import page and the dialogs are made of.

All are painted from the theme's tokens, show plain text only and follow :attr:`Look.changed`.
"""

from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFontMetricsF,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from annotator.ui import icons
from annotator.ui.chrome import KEYBOARD_REASONS, set_ink
from annotator.ui.inspector.paint import (
    CARD_RADIUS,
    CONTROL_RADIUS,
    elided,
    paint_box,
    paint_dashed,
    paint_outer_ring,
    paint_pill,
    paint_tick,
)
from annotator.ui.key_cap import cap_size, cap_text, paint_cap
from annotator.ui.look import Look

_ARROW_KEYS: Final = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)
_ENTER_KEYS: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


# --- words ------------------------------------------------------------------------------------


class Words(QLabel):
    """Plain text in one of the theme's colours and sizes.

    Args:
        look: Theme and fonts.
        ink: Colour: "text", "mute", "faint", "warn", "bad", "ok", "accent".
        pixels: Size in the drawings.
        bold: Whether it is bold.
        serif: Whether it is article text.
        wrap: Break into lines; otherwise one line, cut at the right where it does not fit.
    """

    def __init__(
        self,
        look: Look,
        text: str = "",
        *,
        ink: str = "text",
        pixels: float = 13,
        bold: bool = False,
        serif: bool = False,
        wrap: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._look = look
        self._ink = ink
        self._pixels = pixels
        self._bold = bold
        self._serif = serif
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        if wrap:
            self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.setText(text)
        self._apply()
        look.changed.connect(self._apply)

    def set_ink(self, ink: str) -> None:
        """Write in another of the theme's colours."""
        if ink != self._ink:
            self._ink = ink
            self._apply()

    def show_text(self, text: str) -> None:
        """Show a text, or take no room where there is none."""
        if text != self.text():
            self.setText(text)
        self.setVisible(bool(text))

    @override
    def minimumSizeHint(self) -> QSize:
        hint = super().minimumSizeHint()
        return hint if self.wordWrap() else QSize(min(hint.width(), 24), hint.height())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if self.wordWrap() or self.fontMetrics().horizontalAdvance(self.text()) <= self.width():
            super().paintEvent(event)
            return
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self.rect(), self.alignment(), elided(self.text(), painter, self.width()))
        painter.end()

    def _apply(self) -> None:
        self.setFont(self._look.font(self._pixels, bold=self._bold, serif=self._serif))
        set_ink(self, getattr(self._look.theme, self._ink))


class SectionHead(QWidget):
    """The small bold head of a section, with a quieter note beside it."""

    def __init__(
        self,
        look: Look,
        title: str = "",
        *,
        above: int = 0,
        below: int = 0,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._look = look
        self._title = title
        self._note = ""
        self._above, self._below = above, below
        self._ink = "mute"
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        look.changed.connect(self.updateGeometry)

    def show_words(self, title: str, note: str = "") -> None:
        """Show a title and a note."""
        if (title, note) != (self._title, self._note):
            self._title, self._note = title, note
            self.setAccessibleName(f"{title} {note}".strip())
            self.update()

    def set_ink(self, ink: str) -> None:
        """Write the title in another of the theme's colours."""
        self._ink = ink
        self.update()

    @property
    def words(self) -> str:
        """What it says, title and note."""
        return f"{self._title} {self._note}".strip()

    @override
    def sizeHint(self) -> QSize:
        return QSize(80, self._look.scaled(16) + self._above + self._below)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        font = self._look.caps_font(11)
        painter.setFont(font)
        painter.setPen(getattr(self._look.theme, self._ink))
        line = QRectF(self.rect()).adjusted(0, self._above, 0, -self._below)
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, self._title)
        left = QFontMetricsF(font).horizontalAdvance(self._title) + self._look.scaled(8)
        font.setBold(False)
        painter.setFont(font)
        painter.setPen(self._look.theme.faint)
        box = line.adjusted(left, 0, 0, 0)
        note = elided(self._note, painter, box.width())
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, note)
        painter.end()


class Pill(QWidget):
    """A label's chip with words on the label's ground."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._label = ""
        self._words = ""
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        look.changed.connect(self.updateGeometry)
        look.changed.connect(self.update)

    def show_tag(self, label: str, words: str) -> None:
        """Show a tag; without a label the words stand on a neutral ground."""
        self._label = label
        self._words = " ".join(words[:200].split())
        self.setAccessibleName(f"{label} {self._words}".strip())
        self.setToolTip("")
        self.update()

    @property
    def words(self) -> str:
        """The words shown."""
        return self._words

    @override
    def sizeHint(self) -> QSize:
        return QSize(self._look.scaled(120), self._look.scaled(22))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_pill(painter, QRectF(self.rect()), self._look, self._label, self._words)
        painter.end()


# --- grounds ----------------------------------------------------------------------------------


class Ground(QWidget):
    """A container that draws the focus rings of the buttons and ticks in it."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        look.changed.connect(self.update)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.paint_ground(painter)
        focused = self.focusWidget()
        if isinstance(focused, Button | Tick) and focused.ringed and focused.parentWidget() is self:
            paint_outer_ring(painter, QRectF(focused.geometry()), self.look)
        painter.end()

    def paint_ground(self, painter: QPainter) -> None:
        """Draw what lies below the children."""


class Card(Ground):
    """A card: 1 px line, radius 6; dashed in a label's colour for something suggested."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self._dashed_label = ""
        self._edge = "line"
        self._ground = "card"
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(14, 13, 14, 13)
        self.column.setSpacing(8)

    def set_dashed(self, label: str) -> None:
        """Draw the border dashed in the colour of a label."""
        if label != self._dashed_label:
            self._dashed_label = label
            self.update()

    def set_colours(self, edge: str, ground: str = "card") -> None:
        """Draw the border and the ground in these of the theme's colours."""
        self._edge, self._ground = edge, ground
        self.update()

    @override
    def paint_ground(self, painter: QPainter) -> None:
        theme = self.look.theme
        ground: QColor = getattr(theme, self._ground)
        if self._dashed_label:
            line = self.look.label(self._dashed_label).line
            paint_dashed(painter, QRectF(self.rect()), ground, line, CARD_RADIUS)
        else:
            edge: QColor = getattr(theme, self._edge)
            paint_box(painter, QRectF(self.rect()), ground, edge, CARD_RADIUS)


# --- controls ---------------------------------------------------------------------------------


class Button(QAbstractButton):
    """A 28 px button with its key; one primary button a screen.

    Args:
        look: Theme and fonts.
        text: Its words, shown as they are (an ampersand is an ampersand).
        shortcut: The key drawn at its right, as Qt writes it; it is drawn only, not bound.
        icon_name: File in ``resources/icons``.
        primary: Whether it is filled with the accent.
        quiet: No frame until the mouse is over it.
    """

    def __init__(
        self,
        look: Look,
        text: str,
        *,
        shortcut: str = "",
        icon_name: str = "",
        primary: bool = False,
        quiet: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._look = look
        self._words = text
        self._cap = cap_text(shortcut)
        self._icon_name = icon_name
        self._primary = primary
        self._quiet = quiet
        self._ink = "text"
        self.ringed = False
        self.setAccessibleName(text)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        look.changed.connect(self._on_look_changed)

    @property
    def words(self) -> str:
        """What it says."""
        return self._words

    def show_words(self, text: str) -> None:
        """Show other words."""
        if text != self._words:
            self._words = text
            self.setAccessibleName(text)
            self._on_look_changed()

    @property
    def cap(self) -> str:
        """What stands on its key cap."""
        return self._cap

    def show_shortcut(self, shortcut: str) -> None:
        """Draw another key, as Qt writes it; "" for none."""
        self._cap = cap_text(shortcut)
        self._on_look_changed()

    def set_ink(self, ink: str) -> None:
        """Write in another of the theme's colours."""
        self._ink = ink
        self.update()

    @override
    def sizeHint(self) -> QSize:
        look = self._look
        width = sum(self._widths()) + look.scaled(8) * (len(self._widths()) - 1)
        sides = look.scaled(8 if self._quiet else 12) * 2
        if self._cap and not self._quiet:
            sides -= look.scaled(3)
        return QSize(round(width + sides), look.scaled(28))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_frame(painter)
        self._paint_parts(painter)
        painter.end()

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        self.ringed = event.reason() in KEYBOARD_REASONS
        super().focusInEvent(event)
        update_ring(self)

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.ringed = False
        super().focusOutEvent(event)
        update_ring(self)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if (
            event.key() in _ENTER_KEYS
            and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        ):
            self.click()
        elif event.key() in _ARROW_KEYS:
            event.ignore()  # Qt would move the focus to a sibling
        else:
            super().keyPressEvent(event)

    def _widths(self) -> list[float]:
        look = self._look
        parts = [float(look.scaled(16))] if self._icon_name else []
        if self._words:
            parts.append(QFontMetricsF(look.font()).horizontalAdvance(self._words))
        if self._cap:
            parts.append(float(cap_size(self._cap, look).width()))
        return parts

    def _paint_frame(self, painter: QPainter) -> None:
        theme = self._look.theme
        whole = QRectF(self.rect())
        hovered = self.isEnabled() and self.underMouse()
        if self._primary and self.isEnabled():
            ground = theme.accent.darker(112) if self.isDown() else theme.accent
            if hovered and not self.isDown():
                ground = theme.accent.lighter(108)
            paint_box(painter, whole, ground, ground, CONTROL_RADIUS)
        elif self._quiet:
            if hovered:
                paint_box(painter, whole, theme.hover, theme.hover, CONTROL_RADIUS)
        else:
            ground = theme.key if self.isDown() else theme.hover if hovered else theme.card
            edge = theme.line2 if self.isEnabled() else theme.line
            paint_box(painter, whole, ground, edge, CONTROL_RADIUS)

    def _paint_parts(self, painter: QPainter) -> None:
        look, theme = self._look, self._look.theme
        on_accent = self._primary and self.isEnabled()
        ink: QColor = theme.acctext if on_accent else getattr(theme, self._ink)
        if not self.isEnabled():
            ink = theme.faint
        widths = self._widths()
        left = (self.width() - sum(widths) - look.scaled(8) * (len(widths) - 1)) / 2
        if self._cap and not self._quiet:
            left += look.scaled(1)
        if self._icon_name:
            side = look.scaled(16)
            box = QRectF(round(left), round((self.height() - side) / 2), side, side)
            icons.paint(painter, self._icon_name, ink, box)
            left += side + look.scaled(8)
        if self._words:
            width = widths[1 if self._icon_name else 0]
            painter.setPen(ink)
            painter.setFont(look.font())
            box = QRectF(left, 0, width + 2, self.height())
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, self._words)
            left += width + look.scaled(8)
        if self._cap:
            top = round((self.height() - cap_size(self._cap, look).height()) / 2)
            paint_cap(painter, QPointF(round(left), top), self._cap, look, on_accent=on_accent)

    def _on_look_changed(self) -> None:
        self.updateGeometry()
        self.update()


class Tick(QAbstractButton):
    """A tick box with words, and the key that toggles it at the right of them."""

    def __init__(
        self, look: Look, text: str, *, shortcut: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._look = look
        self._words = text
        self._cap = cap_text(shortcut)
        self.ringed = False
        self.setCheckable(True)
        self.setAccessibleName(text)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        look.changed.connect(self.updateGeometry)
        look.changed.connect(self.update)

    @property
    def words(self) -> str:
        """What it says."""
        return self._words

    def show_words(self, text: str) -> None:
        """Show other words."""
        self._words = text
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def show_shortcut(self, shortcut: str) -> None:
        """Draw another key, as Qt writes it; "" for none."""
        self._cap = cap_text(shortcut)
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        look = self._look
        width = look.scaled(24) + QFontMetricsF(look.font()).horizontalAdvance(self._words)
        if self._cap:
            width += look.scaled(8) + cap_size(self._cap, look).width()
        return QSize(round(width) + 4, look.scaled(22))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look = self._look
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = look.scaled(16)
        box = QRectF(2, round((self.height() - side) / 2), side, side)
        state = Qt.CheckState.Checked if self.isChecked() else Qt.CheckState.Unchecked
        paint_tick(painter, box, look, state, enabled=self.isEnabled())
        painter.setPen(look.theme.text if self.isEnabled() else look.theme.faint)
        painter.setFont(look.font())
        left = box.right() + look.scaled(7)
        cap = cap_size(self._cap, look).width() + look.scaled(8) if self._cap else 0
        line = elided(self._words, painter, self.width() - left - cap + 1)
        width = QFontMetricsF(look.font()).horizontalAdvance(line)
        words = QRectF(left, 0, width + 2, self.height())
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, line)
        if self._cap:
            top = round((self.height() - cap_size(self._cap, look).height()) / 2)
            corner = QPointF(round(left + width + look.scaled(8)), top)
            paint_cap(painter, corner, self._cap, look)
        painter.end()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ARROW_KEYS:
            event.ignore()
        else:
            super().keyPressEvent(event)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        self.ringed = event.reason() in KEYBOARD_REASONS
        super().focusInEvent(event)
        update_ring(self)

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.ringed = False
        super().focusOutEvent(event)
        update_ring(self)


def update_ring(control: QWidget) -> None:
    """Repaint the strip of the container in which a control's focus ring stands."""
    parent = control.parentWidget()
    if parent is not None:
        parent.update(control.geometry().adjusted(-4, -4, 4, 4))


class Field(QLineEdit):
    """A 28 px field for one line of text; a wrong value is named by the caller, not by colour."""

    def __init__(self, look: Look, placeholder: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(placeholder)
        self._apply()
        look.changed.connect(self._apply)

    def show_text(self, text: str) -> None:
        """Show a value that is stored: the field counts as not edited."""
        if text != self.text():
            self.setText(text)
            self.setCursorPosition(0)
        self.setModified(False)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if not self.hasFocus():
            self.setCursorPosition(0)

    def _apply(self) -> None:
        colours = self.palette()  # a pane's own ground would be inherited
        colours.setColor(colours.ColorRole.Base, self._look.theme.card)
        self.setPalette(colours)
        self.setFont(self._look.font())
        self.setFixedHeight(self._look.scaled(28))
