"""The right end of the menu bar: page tabs, the way into the palette, who annotates."""

from collections.abc import Sequence
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
    QApplication,
    QButtonGroup,
    QHBoxLayout,
    QSizePolicy,
    QWidget,
)
from typing_extensions import override

from annotator.ui import icons
from annotator.ui.chrome import KEYBOARD_REASONS, paint_ring
from annotator.ui.key_cap import cap_size, cap_text, paint_cap
from annotator.ui.look import Look

HEIGHT: Final = 40
_COMPACT: Final = 1280
_NARROW: Final = 1100


class _BarButton(QAbstractButton):
    """What the buttons of the bar share: look, keyboard ring, Enter."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self._keyboard = False
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        look.changed.connect(self._on_look_changed)

    @property
    def ring_shown(self) -> bool:
        """Whether the keyboard has its focus here."""
        return self.hasFocus() and self._keyboard

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        self._keyboard = event.reason() in KEYBOARD_REASONS
        super().focusInEvent(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
            return
        super().keyPressEvent(event)

    def _on_look_changed(self) -> None:
        self.updateGeometry()
        self.update()


class _Tab(_BarButton):
    """One page; the current one is bold with a line below."""

    def __init__(self, look: Look, text: str, shortcut: str, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self.setText(text)
        self.setCheckable(True)
        self.setAccessibleName(text)
        self.setToolTip(cap_text(shortcut))

    @override
    def sizeHint(self) -> QSize:
        width = QFontMetricsF(self.look.font(13, bold=True)).horizontalAdvance(self.text())
        return QSize(round(width) + 2 * self.look.scaled(12), self.look.scaled(HEIGHT))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self.look.theme
        painter = QPainter(self)
        here = self.isChecked()
        painter.setFont(self.look.font(13, bold=here))
        painter.setPen(theme.text if here or self.underMouse() else theme.mute)
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())
        if here:
            painter.fillRect(QRectF(0, self.height() - 2, self.width(), 2), theme.accent)
        if self.ring_shown:
            paint_ring(painter, QRectF(self.rect()).adjusted(0, 6, 0, -6), self.look, 3)
        painter.end()


class _FindButton(_BarButton):
    """Looks like a field, opens the palette; an icon in narrow windows."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self.compact = False
        self.setAccessibleName("Find or do")
        self.setToolTip("Find or do  " + cap_text("Ctrl+K"))

    @override
    def sizeHint(self) -> QSize:
        scaled = self.look.scaled
        return QSize(scaled(28), scaled(28)) if self.compact else QSize(scaled(184), scaled(28))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look = self.look
        theme = look.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = look.scaled(16)
        top = round((self.height() - side) / 2)
        if self.compact:
            self._paint_compact(painter, QRectF((self.width() - side) // 2, top, side, side))
        else:
            painter.setPen(QPen(theme.ctl if self.underMouse() else theme.line2, 1))
            painter.setBrush(theme.card)
            frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
            painter.drawRoundedRect(frame, 4, 4)
            icons.paint(painter, "search", theme.mute, QRectF(look.scaled(8), top, side, side))
            painter.setFont(look.font(13))
            painter.setPen(theme.mute)
            words = QRectF(self.rect()).adjusted(look.scaled(32), 0, 0, 0)
            painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, "Find or do")
            cap = cap_text("Ctrl+K")
            size = cap_size(cap, look)
            corner = QPointF(
                self.width() - size.width() - look.scaled(5), (self.height() - size.height()) // 2
            )
            paint_cap(painter, corner, cap, look)
        if self.ring_shown:
            paint_ring(painter, QRectF(self.rect()), look, 4)
        painter.end()

    def _paint_compact(self, painter: QPainter, box: QRectF) -> None:
        theme = self.look.theme
        if self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.hover)
            painter.drawRoundedRect(QRectF(self.rect()), 4, 4)
        icons.paint(painter, "search", theme.mute, box)


class _Person(_BarButton):
    """The annotator's initial in a disc, and the name."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self.compact = False
        self.show_name("")

    def show_name(self, name: str) -> None:
        """Show who annotates."""
        self.setText(name)
        self.setAccessibleName(f"Annotator {name}")
        self.setToolTip("Change the annotator")
        self.setVisible(bool(name))
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        scaled = self.look.scaled
        width = scaled(24) + 2 * scaled(4)
        if not self.compact:
            width += scaled(8) + round(
                min(
                    QFontMetricsF(self.look.font(13)).horizontalAdvance(self.text()),
                    scaled(120),
                )
            )
        return QSize(width, scaled(32))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look = self.look
        theme = look.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.hover)
            painter.drawRoundedRect(QRectF(self.rect()), 4, 4)
        side = look.scaled(24)
        disc = QRectF(look.scaled(4), (self.height() - side) // 2, side, side)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.acctint)
        painter.drawEllipse(disc)
        painter.setPen(theme.accent)
        painter.setFont(look.font(11, bold=True))
        painter.drawText(disc, Qt.AlignmentFlag.AlignCenter, self.text()[:1].upper())
        if not self.compact:
            font = look.font(13)
            painter.setFont(font)
            painter.setPen(theme.mute)
            box = QRectF(self.rect()).adjusted(disc.right() + look.scaled(8), 0, -look.scaled(4), 0)
            name = QFontMetricsF(font).elidedText(
                self.text(), Qt.TextElideMode.ElideRight, box.width() + 1
            )
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, name)
        if self.ring_shown:
            paint_ring(painter, QRectF(self.rect()), look, 4)
        painter.end()


class TopBar(QWidget):
    """Corner widget of the menu bar, 40 high.

    Signals:
        page_chosen: Name of the page, as given.
        find_clicked: The palette is wanted.
        annotator_clicked: Another annotator is wanted.

    Args:
        look: Theme and fonts.
        pages: Names and keys of the pages that exist, e.g. ``[("Annotate", "Ctrl+1")]``.
    """

    page_chosen = Signal(str)
    find_clicked = Signal()
    annotator_clicked = Signal()

    def __init__(
        self, look: Look, pages: Sequence[tuple[str, str]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._look = look
        self._tabs: dict[str, _Tab] = {}
        self._group = QButtonGroup(self)
        self._find = _FindButton(look)
        self._person = _Person(look)
        self._layout = QHBoxLayout(self)
        self._layout.setSpacing(0)
        for name, shortcut in pages:
            tab = _Tab(look, name, shortcut)
            tab.clicked.connect(lambda *_checked, page=name: self.page_chosen.emit(page))
            self._group.addButton(tab)
            self._tabs[name] = tab
            self._layout.addWidget(tab)
        self._layout.addSpacing(16)
        self._layout.addWidget(self._find)
        self._layout.addSpacing(8)
        self._layout.addWidget(self._person)
        self._find.clicked.connect(self.find_clicked)
        self._person.clicked.connect(self.annotator_clicked)
        look.changed.connect(self._on_look_changed)
        self._on_look_changed()

    def show_page(self, name: str) -> None:
        """Mark the tab of a page; a page without one (the welcome page) marks none."""
        tab = self._tabs.get(name)
        self._group.setExclusive(False)
        for other in self._tabs.values():
            other.setChecked(other is tab)
        self._group.setExclusive(True)

    def show_annotator(self, name: str) -> None:
        """Show who annotates; "" for nobody yet."""
        self._person.show_name(name)

    def show_workspace(self, *, is_open: bool) -> None:
        """Hide tabs and palette button while no workspace is open."""
        for tab in self._tabs.values():
            tab.setVisible(is_open)
        self._find.setVisible(is_open)

    def adapt(self, window_width: int) -> None:
        """Use less room in narrow windows: the field becomes a button, then the name goes."""
        self._find.compact = window_width < self._look.scaled(_COMPACT)
        self._person.compact = window_width < self._look.scaled(_NARROW)
        self._on_look_changed()
        bar = self.parentWidget()
        if bar is not None and self.width() != self.sizeHint().width():
            # A menu bar asks its corner how wide it wants to be only when it is resized itself.
            QApplication.sendEvent(bar, QResizeEvent(bar.size(), bar.size()))

    def annotator_button(self) -> QWidget:
        """Return what a menu or field about the annotator is placed under."""
        return self._person

    def _on_look_changed(self) -> None:
        self.setFixedHeight(self._look.scaled(HEIGHT))
        self._layout.setContentsMargins(0, 0, 0, 0)
        for widget in (*self._tabs.values(), self._find, self._person):
            widget.updateGeometry()
        self.updateGeometry()
        self.update()
