"""The right part of the concordance: how many places are ticked, the list, what Enter does."""

from typing import Final

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from annotator.ui.chrome import Hairline
from annotator.ui.everywhere.arrangement import ListOrder
from annotator.ui.everywhere.hit_list import HitList
from annotator.ui.inspector.label_grid import Segments
from annotator.ui.inspector.parts import Button, Ground, Words
from annotator.ui.look import Look, set_ground

_ORDERS: Final = (
    (ListOrder.STATE, "by state"),
    (ListOrder.RIGHT, "by right context"),
    (ListOrder.ARTICLE, "by article"),
)


class PlacesPane(QWidget):
    """Head, list and foot; it decides nothing.

    Args:
        look: Theme and fonts.
        hits: The list.
    """

    def __init__(self, look: Look, hits: HitList) -> None:
        super().__init__()
        self._look = look
        self.title = Words(look, pixels=16, bold=True)
        self.where = Words(look, ink="mute", pixels=12)
        self._order_word = Words(look, "Order", ink="mute", pixels=12)
        self.orders = Segments(look, _ORDERS, keys=False, clearable=False)
        self.orders.setAccessibleName("Order")
        self.empty = Words(look, ink="mute", wrap=True)
        self.empty.setContentsMargins(24, 20, 24, 0)
        self.sentence = Words(look, ink="mute", pixels=12)
        self.cancel = Button(look, "Cancel", shortcut="Escape")
        self.primary = Button(look, "Tag places", shortcut="Return", primary=True)
        self._head, self._foot = Ground(look), Ground(look)
        head = QHBoxLayout(self._head)
        head.setContentsMargins(24, 0, 16, 0)
        head.setSpacing(12)
        head.addWidget(self.title)
        head.addWidget(self.where)
        head.addStretch(1)
        head.addWidget(self._order_word)
        head.addWidget(self.orders)
        foot = QHBoxLayout(self._foot)
        foot.setContentsMargins(16, 0, 16, 0)
        foot.setSpacing(12)
        foot.addWidget(self.sentence, 1)
        foot.addWidget(self.cancel)
        foot.addWidget(self.primary)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head)
        column.addWidget(Hairline(look))
        column.addWidget(self.empty)
        column.addWidget(hits, 1)
        column.addWidget(Hairline(look))
        column.addWidget(self._foot)
        self._apply()
        look.changed.connect(self._apply)

    def show_order_word(self, *, shown: bool) -> None:
        """Say what the segments at the right are; narrow windows have no room for it."""
        self._order_word.setVisible(shown)

    def _apply(self) -> None:
        self._head.setFixedHeight(self._look.scaled(55))
        self._foot.setFixedHeight(self._look.scaled(51))
        for widget, ground in ((self, "paper"), (self._head, "paper"), (self._foot, "window")):
            set_ground(widget, self._look, ground)
