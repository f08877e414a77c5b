"""Where the fillers of a slot stand: pills side by side, pieces of text below each other."""

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import (
    QFont,
    QFontMetricsF,
    QTextLayout,
    QTextOption,
)

from annotator.domain.annotation import Filler
from annotator.domain.suggestion import SuggestedFiller
from annotator.ui.inspector.paint import chip_width
from annotator.ui.look import Look

# Lengths of the drawings, at base size 13; a row begins behind the card's 3 px edge.
LEFT: Final = 13
NAME_ROOM: Final = 72
NAME_GAP: Final = 8
RIGHT: Final = 19
ROW: Final = 34
PADDING: Final = 6
PILL: Final = 22
LINE: Final = 18
NUMBER_ROOM: Final = 16
BOXED: Final = 6
"""From the dashed box of suggested words to the words."""
_LINES_MOST: Final = 3  # of one fragment

EMPTYING_KEYS: Final = (Qt.Key.Key_Backspace, Qt.Key.Key_Delete)


@dataclass(frozen=True, slots=True)
class FillerView:
    """What a slot shows of one filler.

    Attributes:
        label: Of the span or entity, or the type of a frame; "" where it is not known.
        name: What it is called.
        words: What the text says, "" where nothing does.
    """

    filler: Filler | SuggestedFiller
    label: str
    name: str
    words: str

    @property
    def suggested(self) -> bool:
        """Whether nobody has taken it yet: it is dashed."""
        return isinstance(self.filler, SuggestedFiller)


@dataclass(slots=True)
class PlacedFiller:
    """One filler, laid out.

    Attributes:
        rect: Where it can be clicked.
        lines: Article text, broken into lines; none for a pill.
        number: Drawn before the lines, 0 for none.
        quote: The words of a pill whose name is another one, and where they stand.
    """

    view: FillerView
    rect: QRectF
    lines: tuple[str, ...] = ()
    number: int = 0
    quote: str = ""
    quote_rect: QRectF | None = None


class FillerFlow:
    """Places pills side by side and pieces of text below each other.

    Args:
        look: Fonts and lengths.
        left: Where lines begin.
        room: How wide they may be.
    """

    def __init__(self, look: Look, left: float, room: float) -> None:
        self._look = look
        self._left, self._room = left, room
        self._x, self._y = left, 0.0
        self._open = False  # pills stand on the present line
        self._after_text = False
        self.items: list[PlacedFiller] = []

    def add_pill(self, view: FillerView, *, icon: bool) -> None:
        """Place a name, with what the text says behind it; ``icon`` stands for the label."""
        look = self._look
        gap, height = look.scaled(6), float(look.scaled(PILL))
        name = " ".join(view.name.split())
        view = FillerView(view.filler, view.label, name, view.words)
        width = min(self._room, self._pill_width(view, icon=icon))
        quote, quote_width = self._quote(view)
        right = self._left + self._room
        wanted = width + (gap + quote_width if quote else 0)
        if self._open and self._x + min(wanted, self._room) > right:
            self._break()
        if self._after_text:
            self._y += look.scaled(4)
            self._after_text = False
        item = PlacedFiller(view, QRectF(self._x, self._y, width, height))
        self._x += width
        self._open = True
        if quote:
            spare = right - self._x - gap + look.scaled(RIGHT - PADDING)
            if spare < min(quote_width, look.scaled(60)):
                self._break()
                self._open = True
                height = float(look.scaled(LINE))
            else:
                self._x += gap
            metrics = QFontMetricsF(look.font(12))
            room = right - self._x + look.scaled(RIGHT - PADDING)  # no cross stands there
            item.quote = metrics.elidedText(quote, Qt.TextElideMode.ElideRight, room)
            used = min(quote_width, room)
            item.quote_rect = QRectF(self._x, self._y, used, height)
            self._x += used
        self._x += gap
        self.items.append(item)

    def add_text(self, view: FillerView, number: int) -> None:
        """Place a piece of the article below everything so far; 0 for no number."""
        look = self._look
        self._break()
        if self._after_text:
            self._y += look.scaled(5 if view.suggested else 3)
        indent = look.scaled(NUMBER_ROOM) if number else 0
        indent += 2 * look.scaled(BOXED) if view.suggested else 0
        font = look.font(13, serif=True)
        lines = wrapped(view.words, font, self._room - indent, _LINES_MOST)
        metrics = QFontMetricsF(font)
        width = indent + max(metrics.horizontalAdvance(line) for line in lines)
        height = len(lines) * look.scaled(LINE) + (2 if view.suggested else 0)
        self.items.append(
            PlacedFiller(view, QRectF(self._left, self._y, width, height), lines, number)
        )
        self._y += height
        self._after_text = True

    def finish(self) -> float:
        """Return how high everything is."""
        if self._open:
            self._y += self._look.scaled(PILL)
        return self._y

    def _break(self) -> None:
        if self._open:
            self._x = self._left
            self._y += self._look.scaled(PILL + 4)
            self._open = False

    def _pill_width(self, view: FillerView, *, icon: bool) -> float:
        look = self._look
        width = QFontMetricsF(look.font()).horizontalAdvance(view.name) + 2 * look.scaled(6) + 2
        if icon:
            return width + look.scaled(17)
        if not view.label:
            return width
        label = look.scheme.label_by_name.get(view.label)
        chip = label.chip if label is not None else view.label
        return width + chip_width(look, chip) + (look.scaled(6) if chip else 0)

    def _quote(self, view: FillerView) -> tuple[str, float]:
        words = " ".join(view.words.split())[:200]
        if not words or words == view.name:
            return ("", 0.0)
        quote = f"“{words}”"
        return (quote, QFontMetricsF(self._look.font(12)).horizontalAdvance(quote) + 1)


def wrapped(text: str, font: QFont, room: float, most: int) -> tuple[str, ...]:
    """Return a text in lines, one to ``most``; the last one ends in "…" where more follows."""
    line = " ".join(text[:1000].split())
    layout = QTextLayout(line, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    starts: list[int] = []
    layout.beginLayout()
    while len(starts) <= most:
        made = layout.createLine()
        if not made.isValid():
            break
        made.setLineWidth(max(20.0, room))
        starts.append(made.textStart())
    layout.endLayout()
    units = line.encode("utf-16-le")  # Qt counts UTF-16 units
    parts = [
        units[2 * start : 2 * end].decode("utf-16-le", "replace").rstrip()
        for start, end in zip(starts, [*starts[1:], len(units) // 2], strict=True)
    ]
    if len(parts) > most:
        last = " ".join(parts[most - 1 :])
        last = QFontMetricsF(font).elidedText(f"{last} …", Qt.TextElideMode.ElideRight, room)
        parts = [*parts[: most - 1], last]
    return tuple(parts) or ("",)
