"""A card of the preview: something that needs a look before entities become one."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QPainter, QPainterPath
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from annotator.ui.command_actions import OWN_KEYS
from annotator.ui.inspector.label_grid import Segments
from annotator.ui.inspector.paint import CARD_RADIUS, paint_box
from annotator.ui.inspector.parts import Ground, Words
from annotator.ui.look import Look

_EDGE: Final = 3


class LookCard(Ground):
    """What needs a look, where, the words of the text, and perhaps a choice.

    Args:
        look: Theme and fonts.
        words: One or two sentences.
        second: A quieter line, "" for none.
        quotation: Words of an article, "" for none.
        choices: Values and words to choose from; the first is chosen.
        edge: Colour of the edge.

    Signals:
        chosen: A value.
    """

    chosen = Signal(object)

    def __init__(
        self,
        look: Look,
        words: str,
        second: str = "",
        *,
        quotation: str = "",
        choices: Sequence[tuple[object, str]] = (),
        edge: str = "warn_edge",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(look, parent)
        self._edge = edge
        self.words = " ".join(part for part in (words, second, quotation) if part)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 11, 14, 12)
        column.setSpacing(4)
        column.addWidget(Words(look, words, pixels=12, wrap=True))
        if second:
            column.addWidget(Words(look, second, ink="mute", pixels=12, wrap=True))
        if quotation:
            column.addWidget(Words(look, quotation, pixels=13, serif=True, wrap=True))
        self.segments: Segments | None = None
        if choices:
            self.segments = Segments(look, choices, keys=False, clearable=False)
            self.segments.setProperty(OWN_KEYS, True)  # noqa: FBT003 - Qt's
            self.segments.setAccessibleName(words)
            self.segments.show_value(choices[0][0])
            self.segments.chosen.connect(self.chosen)
            column.addSpacing(4)
            column.addWidget(self.segments)

    @override
    def paint_ground(self, painter: QPainter) -> None:
        theme = self.look.theme
        whole = QRectF(self.rect())
        paint_box(painter, whole, theme.card, theme.line, CARD_RADIUS)
        shape = QPainterPath()
        shape.addRoundedRect(whole, CARD_RADIUS, CARD_RADIUS)
        edge = QPainterPath()
        edge.addRect(QRectF(0, 0, _EDGE, whole.height()))
        painter.fillPath(shape.intersected(edge), getattr(theme, self._edge))
