"""What stands below the field of a date: what is proposed, why, and the key that takes it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QCoreApplication, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from annotator.nlp.moments.moment import Doubt, Moment, weekday_of
from annotator.ui import icons
from annotator.ui.inspector.paint import elided, paint_dashed
from annotator.ui.inspector.parts import Words
from annotator.ui.key_cap import KeyCap
from annotator.ui.look import Look

_PILLS_MOST: Final = 2


@dataclass(frozen=True, slots=True)
class DateState:
    """What the card says of a date.

    Attributes:
        words: One or two sentences, "" for none.
        offers: Values to be taken, the likeliest first.
        warned: Whether a triangle stands before the words.
        takes: Whether the key takes the first offer at once; else it opens the field.
    """

    words: str = ""
    offers: tuple[str, ...] = ()
    warned: bool = False
    takes: bool = False


def shown_value(value: str) -> str:
    """Return a value as it is shown: a day with its weekday, "2016-03-14 · Monday"."""
    weekday = weekday_of(value)
    return f"{value} · {weekday}" if weekday else value


def date_state(words: str, value: str, moment: Moment, key: str) -> DateState:
    """Return what is said of a date.

    Args:
        words: Those of the text, "" where the card shows them already.
        value: What is stored, "" for nothing.
        moment: What the words mean.
        key: The key that takes or chooses, as it is called.
    """
    tr = QCoreApplication.translate
    if value:
        if not moment.certain or moment.value == value:
            return DateState()
        said = tr("Dates", "The words say {value}.").format(value=shown_value(moment.value))
        return DateState(said, (moment.value,))
    if moment.certain:
        lacks = tr("Dates", "“{words}” has no date yet. {key} sets it.")
        said = f"{lacks.format(words=_short(words), key=key)}\n" if words else ""
        return DateState(f"{said}{moment.why}.", (moment.value,), takes=True)
    return DateState(_said(moment, key), moment.alternatives, warned=moment.marked)


def _said(moment: Moment, key: str) -> str:
    tr = QCoreApplication.translate
    if moment.doubt == Doubt.UNDATED and not moment.alternatives:
        acts = tr("Dates", "F2 sets the article's date.")
    elif len(moment.alternatives) > 1:
        acts = tr("Dates", "{key} chooses.").format(key=key)
    else:
        acts = tr("Dates", "{key} writes one.").format(key=key)
    return f"{moment.why} {acts}"


def _short(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= 40 else f"{line[:39]}…"


class DatePill(QWidget):
    """A value that is proposed: dashed, in the colours of what is suggested.

    Signals:
        taken: It was clicked: its value.
    """

    taken = Signal(str)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.value = ""
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        look.changed.connect(self._on_look_changed)

    @property
    def words(self) -> str:
        """What stands on it."""
        return shown_value(self.value)

    def show_value(self, value: str) -> None:
        """Show a value; none hides it."""
        self.value = value
        self.setAccessibleName(self.words)
        self.setVisible(bool(value))
        self._on_look_changed()

    @override
    def sizeHint(self) -> QSize:
        width = QFontMetricsF(self._look.font()).horizontalAdvance(self.words)
        return QSize(round(width) + self._look.scaled(16), self._look.scaled(22))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(min(self._look.scaled(48), self.sizeHint().width()), self.sizeHint().height())

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(
            event.position().toPoint()
        ):
            self.taken.emit(self.value)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme = self._look.theme
        paint_dashed(painter, QRectF(self.rect()), theme.card, theme.ctl, 3)
        painter.setPen(theme.text)
        painter.setFont(self._look.font())
        words = elided(self.words, painter, self.width() - self._look.scaled(12))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, words)
        painter.end()

    def _on_look_changed(self) -> None:
        self.updateGeometry()
        self.update()


class _Triangle(QWidget):
    """The warning sign."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        look.changed.connect(self.update)

    @override
    def sizeHint(self) -> QSize:
        return QSize(self._look.scaled(14), self._look.scaled(17))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        side = self._look.scaled(14)
        box = QRectF(0, round((self.height() - side) / 2), side, side)
        icons.paint(painter, "triangle-warning", self._look.theme.warn, box)
        painter.end()


class DateLine(QWidget):
    """The proposals and the words below the field of a date.

    Signals:
        taken: A proposal was clicked: its value.
    """

    taken = Signal(str)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._state = DateState()
        self._pills = [DatePill(look) for _ in range(_PILLS_MOST)]
        self.cap = KeyCap(look, "V", self)
        self._offered = QWidget()
        offered = QVBoxLayout(self._offered)
        offered.setContentsMargins(0, 0, 0, 0)
        offered.setSpacing(4)
        for number, pill in enumerate(self._pills):
            pill.taken.connect(self.taken)
            row = QHBoxLayout()
            row.setSpacing(6)
            row.addWidget(pill)
            if number == 0:
                row.addWidget(self.cap)
            row.addStretch(1)
            offered.addLayout(row)
        self._triangle = _Triangle(look)
        self._words = Words(look, ink="mute", pixels=12, wrap=True)
        said = QHBoxLayout()
        said.setSpacing(6)
        said.addWidget(self._triangle, 0, Qt.AlignmentFlag.AlignTop)
        said.addWidget(self._words, 1)
        self._column = QVBoxLayout(self)
        self._column.setSpacing(4)
        self._column.addWidget(self._offered)
        self._column.addLayout(said)
        self.setVisible(False)

    @property
    def state(self) -> DateState:
        """What is shown."""
        return self._state

    @property
    def words(self) -> str:
        """What it says, in reading order."""
        shown = [pill.words for pill in self._pills if not pill.isHidden()]
        return " ".join([*shown, self._words.text()]).strip()

    @property
    def pills(self) -> Sequence[DatePill]:
        """The proposals that are shown."""
        return [pill for pill in self._pills if pill.value]

    def show_state(self, state: DateState | None, indent: int = 0) -> None:
        """Show what is said of a date, so far from the left; nothing takes no room."""
        self._column.setContentsMargins(indent, 2, 0, 6)
        self._state = state or DateState()
        for number, pill in enumerate(self._pills):
            offers = self._state.offers
            pill.show_value(offers[number] if number < len(offers) else "")
        self._offered.setVisible(bool(self._state.offers))
        self._triangle.setVisible(self._state.warned)
        self._words.set_ink("warn" if self._state.warned else "mute")
        self._words.show_text(self._state.words)
        self.setAccessibleName(self.words)
        self.setVisible(bool(self.words))

    def show_key(self, shortcut: str) -> None:
        """Show another key, as Qt writes it."""
        self.cap.set_shortcut(shortcut)
