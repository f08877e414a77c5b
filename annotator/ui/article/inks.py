"""Fonts, measures, brushes and pens of the article, made from the look in force."""

import math
from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPen

from annotator.ui.look import Look
from annotator.ui.theme import Colours

BODY_PX = 17
BODY_LINE = 36
RADIUS = 3.0
CHIP_RISE = 2.5
SUGGESTED = (3.0, 2.4)
SUGGESTED_LINE = (3.0, 2.0)
SUGGESTED_BRACKET = (2.5, 1.8)
DOTS = (0.1, 4 / 1.5)


class BlockKind(Enum):
    """How a paragraph is set."""

    BODY = "body"
    HEADLINE = "headline"
    BOILERPLATE = "boilerplate"
    BLANK = "blank"


@dataclass(frozen=True)
class TextStyle:
    """How the lines of one kind of paragraph are set.

    Attributes:
        line: Height of a line; its base line stands at four fifths of it (Qt's FixedHeight).
        ascent, descent: Of the font, so that all grounds of a line are equally high.
    """

    font: QFont
    line: int
    ascent: float
    descent: float

    @property
    def rise(self) -> float:
        """From the base line to the top of a ground."""
        return self.ascent * 0.9

    @property
    def fall(self) -> float:
        """From the base line to the bottom of a ground."""
        return self.descent * 0.85


@dataclass(frozen=True)
class Sizes:
    """All lengths of the article at the text size in force."""

    styles: dict[BlockKind, TextStyle]
    measure: int
    gutter: int
    margin: int
    top: int
    bottom: int
    gap: int
    lane: int
    bracket: int

    @property
    def width(self) -> int:
        """Gutter, text and right margin."""
        return self.gutter + self.measure + self.margin

    @property
    def body(self) -> TextStyle:
        """How running text is set."""
        return self.styles[BlockKind.BODY]


class Inks:
    """What the article is drawn with. Made anew for another theme, font or size."""

    def __init__(self, look: Look) -> None:
        self._look = look
        self.theme = look.theme
        self._colours: dict[str, Colours] = {}
        self._pens: dict[tuple[object, ...], QPen] = {}
        self._brushes: dict[str, QBrush] = {}
        self._widths: dict[str, float] = {}
        self.chip_font = look.caps_font(10)
        self.chip_font.setPixelSize(max(10, round(look.article_px * 10 / BODY_PX)))
        self._chip_metrics = QFontMetricsF(self.chip_font)
        self.name_font = _caption(look, 11)
        self.role_font = _caption(look, 10, bold=True)

    def chip_width(self, text: str) -> float:
        """Return how wide a chip is."""
        width = self._widths.get(text)
        if width is None:
            width = self._widths[text] = self._chip_metrics.horizontalAdvance(text)
        return width

    def chip(self, label: str) -> str:
        """Return the short name of a label."""
        known = self._look.scheme.label_by_name.get(label)
        return known.chip if known is not None else label[:4].upper()

    def colours(self, name: str) -> Colours:
        """Return the colours of a label or a frame type."""
        colours = self._colours.get(name)
        if colours is None:
            scheme = self._look.scheme
            of_frame = name in scheme.frame_type_by_name and name not in scheme.label_by_name
            colours = self._look.frame(name) if of_frame else self._look.label(name)
            self._colours[name] = colours
        return colours

    def ground(self, name: str) -> QBrush:
        """Return the fill of a label or frame type."""
        brush = self._brushes.get(name)
        if brush is None:
            brush = self._brushes[name] = QBrush(self.colours(name).fill)
        return brush

    def ink(self, name: str) -> QColor:
        """Return the colour of a chip or a name in the margin."""
        return self.colours(name).ink

    def box(self, name: str) -> QPen:
        """Return the dashed pen of a suggestion."""
        return self._pen("box", name, 1.1, SUGGESTED)

    def role_box(self, name: str, *, pending: bool) -> QPen:
        """Return the pen of a filler's box while its frame is selected."""
        return self._pen("role", name, 1.6, SUGGESTED if pending else ())

    def underline(self, name: str, *, pending: bool) -> QPen:
        """Return the pen of a line below words."""
        return self._pen("line", name, 1.5, SUGGESTED_LINE if pending else ())

    def bracket(self, name: str, *, pending: bool, selected: bool) -> QPen:
        """Return the pen of a bracket in the margin."""
        width = 3.0 if selected else 2.0
        return self._pen("bracket", name, width, SUGGESTED_BRACKET if pending else ())

    def dots(self, name: str) -> QPen:
        """Return the pen of the dots that join the fragments of a selected frame."""
        pen = self._pen("dots", name, 1.5, DOTS)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        return pen

    def drop_of(self, name: str) -> float:
        """Return how far below the letters the line of a frame type runs: the first one nearer."""
        types = self._look.scheme.frame_types
        return 0.5 if types and types[0].name == name else 3.5

    def ring(self) -> QPen:
        """Return the pen of the ring around the current mark."""
        key = ("ring",)
        if key not in self._pens:
            self._pens[key] = QPen(self.theme.accent, 2.0)
        return self._pens[key]

    def _pen(self, use: str, name: str, width: float, dashes: tuple[float, ...] = ()) -> QPen:
        key = (use, name, width, dashes)
        pen = self._pens.get(key)
        if pen is None:
            pen = QPen(self.colours(name).line, width)
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            if dashes:
                pen.setDashPattern(list(dashes))
            self._pens[key] = pen
        return pen


def _caption(look: Look, pixels: float, *, bold: bool = False) -> QFont:
    """Return a font of the margin: it grows a little with the text, as far as the margin allows."""
    font = look.font(pixels, bold=bold)
    most = font.pixelSize() + 3
    grown = round(pixels * look.article_px / BODY_PX)
    font.setPixelSize(max(font.pixelSize(), min(most, grown)))
    return font


def sizes(look: Look, measure: int, available: int, line: int = BODY_LINE) -> Sizes:
    """Return all lengths for a text width, given at 17 px, that fits into a view.

    Args:
        look: Gives the fonts and sizes.
        measure: Width of the text at a body of 17 px; under 640 the gutter is smaller as well.
        available: Width of the view; text that would not fit is set narrower, in steps.
        line: Height of a line of running text at a body of 17 px.
    """
    gutter = look.scaled(104 if measure >= 640 else 88)
    wanted = round(measure * look.article_px / BODY_PX)
    margin = 48 if measure >= 640 else 32
    room = available - gutter - 20
    if 0 < room < wanted:
        wanted = max(240, room // 20 * 20)
        margin = 20
    styles = {
        BlockKind.BODY: _style(look, 17, line),
        BlockKind.HEADLINE: _style(look, 21, line + 4, bold=True),
        BlockKind.BOILERPLATE: _style(look, 15, line - 8),
        BlockKind.BLANK: _blank(look),
    }
    return Sizes(
        styles=styles,
        measure=wanted,
        gutter=gutter,
        margin=margin,
        top=10,
        bottom=64,
        gap=styles[BlockKind.BLANK].line,
        lane=7,
        bracket=10,
    )


def _style(look: Look, pixels: float, line: float, *, bold: bool = False) -> TextStyle:
    """Return a style at the chosen text size, its lines never too low for the chips."""
    scale = look.article_px / BODY_PX
    font = QFont(look.serif_family)
    font.setPixelSize(max(9, round(pixels * scale)))
    font.setBold(bold)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    metrics = QFontMetricsF(font)
    chip = max(10, look.article_px * 10 / BODY_PX) * 0.72
    above = metrics.ascent() * 0.9 + CHIP_RISE + chip
    least = 0 if pixels < BODY_PX else math.ceil((above + 1.5) / 0.8)
    return TextStyle(font, max(round(line * scale), least), metrics.ascent(), metrics.descent())


def _blank(look: Look) -> TextStyle:
    """Return the style of an empty line between paragraphs: the gap, with a small caret."""
    font = QFont(look.serif_family)
    line = round(14 * look.article_px / BODY_PX)
    font.setPixelSize(max(6, round(line * 0.6)))
    metrics = QFontMetricsF(font)
    return TextStyle(font, line, metrics.ascent(), metrics.descent())
