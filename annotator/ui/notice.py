"""The quiet message above the status line: what happened, and the key that takes it back."""

from collections.abc import Callable
from enum import StrEnum
from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QColor,
    QEnterEvent,
    QFont,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QApplication, QSizePolicy, QWidget
from shiboken6 import isValid
from typing_extensions import override

from annotator.errors import AnnotatorError
from annotator.ui import icons
from annotator.ui.chrome import FlatButton
from annotator.ui.look import Look

HEIGHT: Final = 36
RESULT_MS: Final = 8000
_LEFT: Final = 12


class NoticeKind(StrEnum):
    """How grave a message is."""

    NORMAL = "normal"
    WARN = "warn"
    BAD = "bad"


class Notice(QWidget):
    """One message at a time; a new one takes the place of the old one. It never takes the focus.

    Results go after 8 s, but not while the mouse is on them; refusals stay until they are
    dismissed. :meth:`next_action` says that the user has gone on: refusals go then, and results
    whose button would take back something else by now.

    Signals:
        dismissed: It is hidden now.
    """

    dismissed = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._bold = ""
        self._words = ""
        self._kind = NoticeKind.NORMAL
        self._stays = False
        self._act: Callable[[], None] | None = None
        self._focus_before: QWidget | None = None
        self._text = QTextLayout()
        self._action = FlatButton(look, parent=self)
        self._close = FlatButton(look, icon_name="cross", name="Dismiss", parent=self)
        self._action.clicked.connect(self._on_action)
        self._close.clicked.connect(self.dismiss)
        self._fresh = QTimer(self)  # runs until the event is over in which something was said
        self._fresh.setSingleShot(True)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(RESULT_MS)
        self._timer.timeout.connect(self._on_timeout)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        look.changed.connect(self._on_look_changed)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._on_focus_changed)
        self.hide()

    @property
    def text(self) -> str:
        """What is said now, "" while hidden."""
        return "" if self.isHidden() else f"{self._bold} {self._words}".strip()

    @property
    def kind(self) -> NoticeKind:
        """How grave the message is."""
        return self._kind

    def show_result(
        self,
        text: str,
        action: str = "",
        shortcut: str = "",
        act: Callable[[], None] | None = None,
        kind: NoticeKind = NoticeKind.NORMAL,
    ) -> None:
        """Say what was done: "100 places tagged in 43 articles."; gone after 8 s.

        Args:
            text: Plain text, one or two sentences.
            action: Words of the button: "Undo".
            shortcut: The key that does the same.
            act: What the button does; without it there is no button.
            kind: How grave it is.
        """
        self._show("", text, action if act else "", shortcut, kind, stays=False)
        self._act = act

    def show_refusal(
        self,
        problem: str,
        remedy: str = "",
        action: str = "",
        shortcut: str = "",
        act: Callable[[], None] | None = None,
        kind: NoticeKind = NoticeKind.BAD,
    ) -> None:
        """Say what was refused (bold) and what to do; stays until dismissed or the next action."""
        self._show(problem, remedy, action if act else "", shortcut, kind, stays=True)
        self._act = act

    def show_error(
        self, error: AnnotatorError, action: str = "", act: Callable[[], None] | None = None
    ) -> None:
        """Say what an expected error says, with its remedy."""
        self.show_refusal(error.problem_text, error.remedy_text, action, "", act)

    def next_action(self) -> None:
        """The user went on: a refusal has been read, and a button would act on another thing."""
        if self._stays or self._act is not None:
            self.dismiss()

    def moved_on(self) -> None:
        """Another article is shown: what was said of the one before does not stay over it."""
        if not self._stays:
            self.dismiss()

    def left_page(self) -> None:
        """Another page is shown: what was said before that, not as the reason, goes."""
        if not self._fresh.isActive():
            self.moved_on()

    def dismiss(self) -> None:
        """Hide it; the focus returns where it came from, if it was on a button here."""
        self._timer.stop()
        if self.isHidden():
            return
        inside = self.isAncestorOf(QApplication.focusWidget() or self)
        self.hide()
        before = self._focus_before
        self._focus_before = None
        if inside and before is not None and isValid(before):
            before.setFocus(Qt.FocusReason.OtherFocusReason)
        self._act = None
        self.dismissed.emit()

    @override
    def sizeHint(self) -> QSize:
        return QSize(400, self._look.scaled(HEIGHT))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    @override
    def enterEvent(self, event: QEnterEvent) -> None:
        self._timer.stop()
        super().enterEvent(event)

    @override
    def leaveEvent(self, event: QEvent) -> None:
        if not self._stays and self.isVisible():
            self._timer.start()
        super().leaveEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        ground, edge, ink = self._colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(edge, 1))
        painter.setBrush(ground)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        if self._kind != NoticeKind.NORMAL:
            side = self._look.scaled(16)
            top = (self._look.scaled(HEIGHT) - side) / 2
            name = "triangle-warning" if self._kind == NoticeKind.WARN else "cross"
            box = QRectF(self._look.scaled(_LEFT), round(top), side, side)
            icons.paint(painter, name, ink, box)
        self._lay_out_text(self._text_width(self.width()))
        height = self._text.boundingRect().height()
        painter.setPen(self._look.theme.text)
        self._text.draw(painter, QPointF(self._text_left(), (self.height() - height) / 2))
        painter.end()

    # --- text ------------------------------------------------------------------------------

    def _show(
        self, bold: str, words: str, action: str, shortcut: str, kind: NoticeKind, *, stays: bool
    ) -> None:
        self._bold = _one_line(bold)
        self._words = _one_line(words)
        self._kind = kind
        self._stays = stays
        self._action.set_words(action, shortcut)
        self._action.setVisible(bool(action))
        self._set_text()
        self.setAccessibleName(f"{self._bold} {self._words}".strip())
        self.show()
        self.raise_()
        self._place()
        self.update()
        self._fresh.start(0)
        self._timer.stop()
        if not stays and not self.underMouse():
            self._timer.start()
        event = QAccessibleAnnouncementEvent(self, self.accessibleName())
        QAccessible.updateAccessibility(event)

    def _set_text(self) -> None:
        self._text = QTextLayout(f"{self._bold}  {self._words}" if self._bold else self._words)
        self._text.setFont(self._look.font(13))
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self._text.setTextOption(option)
        if self._bold:
            strong = QTextCharFormat()
            strong.setFontWeight(QFont.Weight.Bold)
            part = QTextLayout.FormatRange()
            part.start = 0
            part.length = _units(self._bold)
            part.format = strong
            self._text.setFormats([part])

    def _line_height(self) -> int:
        return self._look.scaled(20)

    def _lay_out_text(self, width: float) -> int:
        """Break the text into lines of a width and return how many there are."""
        self._text.beginLayout()
        y = 0.0
        lines = 0
        while (line := self._text.createLine()).isValid():
            line.setLineWidth(max(40.0, width))
            line.setPosition(QPointF(0, y))
            y += self._line_height()
            lines += 1
        self._text.endLayout()
        return lines

    def _text_left(self) -> float:
        left = self._look.scaled(_LEFT)
        return left if self._kind == NoticeKind.NORMAL else left + self._look.scaled(24)

    def _text_width(self, width: int) -> float:
        taken = self._look.scaled(36)
        if self._action.text():
            taken += self._action.sizeHint().width() + self._look.scaled(8)
        return width - self._text_left() - taken

    def _colours(self) -> tuple[QColor, QColor, QColor]:
        theme = self._look.theme
        if self._kind == NoticeKind.WARN:
            return theme.warn_ground, theme.warn_edge, theme.warn
        if self._kind == NoticeKind.BAD:
            return theme.bad_ground, theme.bad, theme.bad
        return theme.card, theme.line2, theme.text

    # --- what happens ----------------------------------------------------------------------

    def _place(self) -> None:
        lines = self._lay_out_text(self._text_width(self.width()))
        extra = max(0, lines - 1) * self._line_height()
        self.setFixedHeight(self._look.scaled(HEIGHT) + extra)
        side = self._look.scaled(28)
        top = (self._look.scaled(HEIGHT) - side) // 2
        right = self.width() - self._look.scaled(4) - side
        self._close.setGeometry(right, top, side, side)
        width = self._action.sizeHint().width()
        self._action.setGeometry(right - width, top, width, side)

    def _on_action(self) -> None:
        act = self._act
        self.dismiss()
        if act is not None:
            act()

    def _on_timeout(self) -> None:
        if self.isAncestorOf(QApplication.focusWidget() or self):
            self._timer.start()  # somebody is on the button: keep it
            return
        self.dismiss()

    def _on_focus_changed(self, old: QWidget | None, new: QWidget | None) -> None:
        entered = new is not None and self.isAncestorOf(new)
        if entered and (old is None or not self.isAncestorOf(old)):
            self._focus_before = old

    def _on_look_changed(self) -> None:
        self._set_text()
        self._place()
        self.update()


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _units(text: str) -> int:
    """Return the length in UTF-16 units, which Qt's text ranges count in."""
    return len(text.encode("utf-16-le")) // 2
