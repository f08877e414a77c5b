"""What export, settings, About and the crash report share: a box over the window, no dialog."""

from typing import Final

from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QPlainTextEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from annotator.ui.inspector.parts import Ground, Words
from annotator.ui.look import Look, set_ground
from annotator.ui.overlay import Overlay

_MARGIN: Final = 16
_TOP: Final = 64
_FOOT: Final = 52
_HEAD: Final = 54
_ENTER_KEYS: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Panel(Overlay):
    """Title, a body that scrolls, a foot with buttons. Tab goes round inside; Esc closes.

    Args:
        look: Theme and fonts.
        host: The window.
        title: Stands at the top, bold.
        width: At base size; less in a narrow window.
        foot: Whether it has buttons at its foot.
    """

    def __init__(
        self, look: Look, host: QWidget, title: str, *, width: int = 560, foot: bool = True
    ) -> None:
        super().__init__(look, host)
        self.look = look
        self._width = width
        self._has_foot = foot
        self._widths: list[tuple[QWidget, int]] = []
        self.box.setAccessibleName(title)
        self.title = Words(look, title, pixels=16, bold=True)
        self.body = Ground(look)
        self.column = QVBoxLayout(self.body)
        self.column.setContentsMargins(24, 4, 24, 20)
        self.column.setSpacing(8)
        self.scroll_area = QScrollArea()
        self.scroll_area.setWidget(self.body)
        self.scroll_area.setWidgetResizable(True)
        self.scroll_area.setFrameShape(QFrame.Shape.NoFrame)
        self.scroll_area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.scroll_area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._foot = Ground(look)
        self.buttons = QHBoxLayout(self._foot)
        self.buttons.setContentsMargins(24, 0, 24, 0)
        self.buttons.setSpacing(12)
        head = QHBoxLayout()
        head.setContentsMargins(24, 0, 24, 0)
        head.addWidget(self.title)
        self._head = QWidget()
        self._head.setLayout(head)
        whole = QVBoxLayout(self.box)
        whole.setContentsMargins(1, 1, 1, 1)
        whole.setSpacing(0)
        whole.addWidget(self._head)
        whole.addWidget(self.scroll_area, 1)
        whole.addWidget(self._foot)
        self._foot.setVisible(foot)
        self._dress()
        look.changed.connect(self._dress)

    def keep_width(self, widget: QWidget, pixels: int) -> None:
        """Give a widget a width of the drawings, whatever the base size becomes."""
        self._widths.append((widget, pixels))
        widget.setFixedWidth(self.look.scaled(pixels))

    def first_focus(self) -> QWidget:
        """Return what has the focus when it opens."""
        return self.box

    def take_enter(self) -> None:
        """Do what Enter means where no control takes it."""

    @override
    def open(self) -> None:
        super().open()
        self.place()
        self.first_focus().setFocus(Qt.FocusReason.OtherFocusReason)
        application = QApplication.instance()
        if application is not None:
            application.installEventFilter(self)

    @override
    def dismiss(self) -> None:
        application = QApplication.instance()
        if application is not None:
            application.removeEventFilter(self)
        super().dismiss()

    @override
    def place(self) -> None:
        super().place()
        # With room for all of it, a bar would only take width, and so make its words wrap anew.
        room = self.height() - 2 * _MARGIN
        policies = Qt.ScrollBarPolicy
        fits = self._wanted_height(self.box.width()) <= room
        policy = policies.ScrollBarAlwaysOff if fits else policies.ScrollBarAsNeeded
        self.scroll_area.setVerticalScrollBarPolicy(policy)

    @override
    def box_rect(self, width: int, height: int) -> QRect:
        wide = min(self.look.scaled(self._width), width - 2 * _MARGIN)
        wanted = self._wanted_height(wide)
        high = max(120, min(wanted, height - 2 * _MARGIN))
        top = max(_MARGIN, min(_TOP, (height - high) // 2))
        return QRect((width - wide) // 2, top, wide, high)

    def _wanted_height(self, wide: int) -> int:
        scaled = self.look.scaled
        wanted = self.body.heightForWidth(wide - 2) if self.body.hasHeightForWidth() else -1
        if wanted < 0:
            wanted = self.body.sizeHint().height()
        return wanted + scaled(_HEAD) + (scaled(_FOOT) if self._has_foot else 0) + 2

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER_KEYS and not event.modifiers() & ~_KEYPAD:
            self.take_enter()
        else:
            super().keyPressEvent(event)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the keys of the window below (Ctrl+Enter completes the article) until it closes."""
        inside = isinstance(watched, QWidget) and (watched is self or self.isAncestorOf(watched))
        if event.type() == QEvent.Type.ShortcutOverride and inside:
            event.accept()
            return True
        return super().eventFilter(watched, event)

    @override
    def focusNextPrevChild(self, next_child: bool) -> bool:
        if not self.is_open:  # Qt asks once more while it deletes what had the focus
            return False
        focused: QWidget | None = QApplication.focusWidget()
        start = focused if focused is not None and self.isAncestorOf(focused) else self.box
        reasons = Qt.FocusReason
        reason = reasons.TabFocusReason if next_child else reasons.BacktabFocusReason
        following = QWidget.nextInFocusChain if next_child else QWidget.previousInFocusChain
        widget = following(start)
        while widget is not None and widget is not start:
            if self._takes_tab(widget):
                widget.setFocus(reason)
                self.scroll_area.ensureWidgetVisible(widget, 0, 24)
                break
            widget = following(widget)
        return True

    def _takes_tab(self, widget: QWidget) -> bool:
        wanted = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
        return (
            wanted
            and self.box.isAncestorOf(widget)
            and widget.isVisibleTo(self)
            and widget.isEnabled()
        )

    def _dress(self) -> None:
        for widget in (self.scroll_area, self.scroll_area.viewport(), self.body):
            set_ground(widget, self.look, "card")
        for widget, pixels in self._widths:
            widget.setFixedWidth(self.look.scaled(pixels))
        self._head.setFixedHeight(self.look.scaled(_HEAD))
        self._foot.setFixedHeight(self.look.scaled(_FOOT))
        self.box.foot_height = self.look.scaled(_FOOT) if self._has_foot else 0


_KEYPAD: Final = Qt.KeyboardModifier.KeypadModifier


class PlainPage(QPlainTextEdit):
    """Text to be read and copied: never HTML, never changed, and Tab leaves it."""

    def __init__(self, look: Look, *, fixed_pitch: bool = False) -> None:
        super().__init__()
        self._look = look
        self._fixed_pitch = fixed_pitch
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        interaction = Qt.TextInteractionFlag
        self.setTextInteractionFlags(
            interaction.TextSelectableByMouse | interaction.TextSelectableByKeyboard
        )
        self._dress()
        look.changed.connect(self._dress)

    def _dress(self) -> None:
        font = self._look.font(12)
        if self._fixed_pitch:
            font.setFamilies(["Noto Sans Mono", "DejaVu Sans Mono", "Menlo", "Consolas"])
        self.setFont(font)
        self.document().setDocumentMargin(12)
        for widget in (self, self.viewport()):
            set_ground(widget, self._look, "paper")
