"""The line at the foot of the window: what the next keys do, counts, whether it is saved."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget
from typing_extensions import override

from annotator.ui import icons
from annotator.ui.chrome import FlatButton, ThinBar, plain_label, set_ink
from annotator.ui.key_cap import cap_size, cap_text, paint_cap
from annotator.ui.look import Look, set_ground

HEIGHT: Final = 28
_MARGIN: Final = 16
_HINTS: Final = 3
_JOB_DELAY_MS: Final = 300
_NARROW: Final = 1100


@dataclass(frozen=True, slots=True)
class Figure:
    """A count of the status line.

    Attributes:
        number: ``None`` for words without a number.
        word: After the number: "suggestions left".
        short: The same for narrow windows, "" to leave the figure out there.
        digits: For how many its place is wide enough without moving its neighbours.
    """

    number: int | None
    word: str
    short: str = ""
    digits: int = 3


class _JobView(QWidget):
    """Progress of the running job, and the button that stops it."""

    cancel_requested = Signal()

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self._words = plain_label()
        self._bar = ThinBar(look)
        self._count = plain_label()
        cancel = FlatButton(look, icon_name="cross", name="Stop")
        cancel.clicked.connect(self.cancel_requested)
        self._cancel = cancel
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for widget in (self._words, self._bar, self._count, cancel):
            layout.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
        look.changed.connect(self.on_look_changed)
        self.on_look_changed()

    def show_progress(self, words: str, done: int, total: int) -> None:
        """Show how far the job is; total 0: not known yet."""
        self._words.setText(words)
        self._bar.set_share(done, total)
        self._count.setText(f"{done:,} of {total:,}" if total else "")
        self.setAccessibleName(f"{words}, {done} of {total}" if total else words)
        self.adjustSize()

    def fitted(self, room: float) -> QSize:
        """Leave the words, then the count out until it fits, and return its size."""
        for label in (self._words, self._count):
            label.show()
        for label in (self._words, self._count):
            if self.sizeHint().width() > room:
                label.hide()
        return self.sizeHint()

    def on_look_changed(self) -> None:
        """Take the fonts and colours of the look."""
        for label in (self._words, self._count):
            label.setFont(self._look.font(12))
            set_ink(label, self._look.theme.mute)
        self._bar.setFixedWidth(self._look.scaled(120))
        self._cancel.setFixedSize(self._look.scaled(24), self._look.scaled(24))


class StatusLine(QWidget):
    """28 px: hints at the left, counts and "Saved" at the right. Its height never changes.

    Signals:
        cancel_requested: The running job is to stop.
    """

    cancel_requested = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._hints: tuple[tuple[str, str], ...] = ()
        self._figures: tuple[Figure, ...] = ()
        self._saved = ""
        self._saved_bad = False
        self._job = _JobView(look, self)
        self._job.hide()
        self._job.cancel_requested.connect(self.cancel_requested)
        self._job_wanted = False
        self._delay = QTimer(self)
        self._delay.setSingleShot(True)
        self._delay.setInterval(_JOB_DELAY_MS)
        self._delay.timeout.connect(self._on_job_due)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        look.changed.connect(self._on_look_changed)
        self._on_look_changed()

    @property
    def hints(self) -> tuple[tuple[str, str], ...]:
        """Keys as Qt writes them, with what they do."""
        return self._hints

    @property
    def saved_text(self) -> str:
        """What is said about saving: "Saved 14:02:11"."""
        return self._saved

    @property
    def job_shown(self) -> bool:
        """Whether the progress of a job is in sight."""
        return not self._job.isHidden()

    def set_hints(self, hints: Sequence[tuple[str, str]]) -> None:
        """Show what the next keys do, at most three: ``[("Tab", "next suggestion")]``.

        A key may be several: "Up/Down" draws one cap with both.
        """
        self._hints = tuple(hints)[:_HINTS]
        self._describe()

    def set_figures(self, figures: Sequence[Figure]) -> None:
        """Show counts at the right, in this order."""
        self._figures = tuple(figures)
        self._describe()

    def show_saved(self, at: datetime) -> None:
        """Say when the last change was written; local time."""
        self._saved = f"Saved {at:%H:%M:%S}"
        self._saved_bad = False
        self._describe()

    def show_not_saved(self) -> None:
        """Say that the last change is not on disk yet."""
        self._saved = "Not saved, trying again"
        self._saved_bad = True
        self._describe()

    def clear_saved(self) -> None:
        """Say nothing about saving: nothing was changed here yet."""
        self._saved = ""
        self._describe()

    def show_job(self, words: str, done: int = 0, total: int = 0) -> None:
        """Show the progress of a job, once it has run for 300 ms."""
        self._job.show_progress(words, done, total)
        if not self._job_wanted:
            self._job_wanted = True
            self._delay.start()
        self._place_job()

    def hide_job(self) -> None:
        """No job runs any more."""
        self._job_wanted = False
        self._delay.stop()
        self._job.hide()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(600, self._look.scaled(HEIGHT))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_job()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(QRectF(0, 0, self.width(), 1), self._look.theme.line)
        painter.setFont(self._look.font(12))
        right = self._paint_right(painter)
        if self.job_shown:
            right = float(self._job.x())
        self._paint_hints(painter, right)
        painter.end()

    # --- painting ---------------------------------------------------------------------------

    @property
    def _narrow(self) -> bool:
        return self.width() < self._look.scaled(_NARROW)

    def _metrics(self) -> QFontMetricsF:
        return QFontMetricsF(self._look.font(12))

    def _bold_metrics(self) -> QFontMetricsF:
        return QFontMetricsF(self._look.font(12, bold=True))

    def _shown_figures(self) -> list[tuple[str, str, float]]:
        """Return number, word and width of each figure that is shown at this width."""
        gap = self._look.scaled(4)
        shown = []
        for figure in self._figures:
            word = figure.short if self._narrow else figure.word
            if not word:
                continue
            number = "" if figure.number is None else f"{figure.number:,}"
            widest = "0" * max(figure.digits, len(number)) if number else ""
            width = self._bold_metrics().horizontalAdvance(widest) + (gap if number else 0)
            shown.append((number, word, width + self._metrics().horizontalAdvance(word)))
        return shown

    def _right_width(self) -> float:
        """Return how much the counts and "Saved" take, with the margin."""
        gaps = 2 * self._look.scaled(12) + 1
        width = sum(part[2] + gaps for part in self._shown_figures())
        return width + self._saved_width() + self._look.scaled(_MARGIN)

    def _saved_width(self) -> float:
        widest = max("Saved 00:00:00", self._saved, key=len) if self._saved else "Saved 00:00:00"
        return self._metrics().horizontalAdvance(widest) + self._look.scaled(18)

    def _paint_right(self, painter: QPainter) -> float:
        """Draw counts and "Saved"; return where they begin."""
        look = self._look
        theme = look.theme
        middle = Qt.AlignmentFlag.AlignVCenter
        right = Qt.AlignmentFlag.AlignRight
        x = self.width() - self._right_width()
        begin = x
        gap = look.scaled(12)
        for number, word, width in self._shown_figures():
            words_width = self._metrics().horizontalAdvance(word)
            box = QRectF(x, 1, width - words_width - look.scaled(4), self.height() - 1)
            painter.setFont(look.font(12, bold=True))
            painter.setPen(theme.text)
            painter.drawText(box, middle | right, number)
            painter.setFont(look.font(12))
            painter.setPen(theme.mute)
            painter.drawText(
                QRectF(x + width - words_width, 1, words_width + 2, self.height() - 1), middle, word
            )
            x += width + gap
            painter.fillRect(
                QRectF(round(x), look.scaled(8), 1, self.height() - 2 * look.scaled(8)), theme.line2
            )
            x += 1 + gap
        self._paint_saved(painter)
        return begin

    def _paint_saved(self, painter: QPainter) -> None:
        if not self._saved:
            return
        look = self._look
        ink = look.theme.bad if self._saved_bad else look.theme.ok
        width = self._metrics().horizontalAdvance(self._saved)
        x = self.width() - look.scaled(_MARGIN) - width
        painter.setPen(ink)
        painter.drawText(
            QRectF(x, 1, width + 2, self.height() - 1), Qt.AlignmentFlag.AlignVCenter, self._saved
        )
        side = look.scaled(14)
        box = QRectF(round(x - side - look.scaled(4)), (self.height() + 1 - side) // 2, side, side)
        icons.paint(painter, "triangle-warning" if self._saved_bad else "check", ink, box)

    def _paint_hints(self, painter: QPainter, right: float) -> None:
        look = self._look
        x = float(look.scaled(_MARGIN))
        for key, verb in self._hints:
            text = " ".join(cap_text(part) for part in key.split("/")) if len(key) > 1 else key
            size = cap_size(text, look)
            width = self._metrics().horizontalAdvance(verb)
            if x + size.width() + look.scaled(8) + width > right - look.scaled(16):
                break
            top = (self.height() + 1 - size.height()) // 2
            paint_cap(painter, QPointF(round(x), top), text, look)
            x += size.width() + look.scaled(8)
            painter.setFont(look.font(12))
            painter.setPen(look.theme.mute)
            painter.drawText(
                QRectF(x, 1, width + 2, self.height() - 1), Qt.AlignmentFlag.AlignVCenter, verb
            )
            x += width + look.scaled(20)

    # --- what happens -----------------------------------------------------------------------

    def _describe(self) -> None:
        """Give the words to screen readers, and paint them."""
        hints = [f"{cap_text(key)}: {verb}" for key, verb in self._hints]
        figures = [
            figure.word if figure.number is None else f"{figure.number} {figure.word}"
            for figure in self._figures
        ]
        self.setAccessibleName("Status")
        self.setAccessibleDescription(". ".join([*hints, *figures, self._saved]))
        self._place_job()
        self.update()

    def _on_job_due(self) -> None:
        self._job.show()
        self._place_job()
        self.update()

    def _place_job(self) -> None:
        right = self.width() - self._right_width() - self._look.scaled(16)
        size = self._job.fitted(right - self._look.scaled(_MARGIN))
        self._job.setGeometry(round(right - size.width()), 1, size.width(), self.height() - 1)

    def _on_look_changed(self) -> None:
        set_ground(self, self._look, "window")
        self.setFixedHeight(self._look.scaled(HEIGHT))
        self._place_job()
        self.update()
