"""The corpus pane folded to a strip, for narrow windows."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from annotator.domain.corpus import CorpusCounts
from annotator.ui.chrome import FlatButton, Hairline, ThinBar, plain_label, set_ink
from annotator.ui.look import Look, set_ground


class CorpusStrip(QWidget):
    """Open, search, previous, where one is, next, progress: 40 px wide.

    Signals:
        open_requested, search_requested: Lay the list over the text; the second with the focus in
            its field.
        previous_requested, next_requested: Another article.
    """

    open_requested = Signal()
    search_requested = Signal()
    previous_requested = Signal()
    next_requested = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._open = FlatButton(look, icon_name="panel-left", name="Show the list", shortcut="F6")
        self._search = FlatButton(
            look, icon_name="search", name="Search all articles", shortcut="Ctrl+Shift+F"
        )
        self._previous = FlatButton(
            look, icon_name="chevron-up", name="Previous article", shortcut="Ctrl+PgUp"
        )
        self._next = FlatButton(
            look, icon_name="chevron-down", name="Next article", shortcut="Ctrl+PgDown"
        )
        for button in (self._open, self._search, self._previous, self._next):
            button.show_cap(shown=False)
        self._number = plain_label()
        self._total = plain_label()
        self._bar = ThinBar(look, upright=True, thick=4)
        self._done = plain_label()
        self._done_word = plain_label("done")
        self._lay_out()
        self._open.clicked.connect(self.open_requested)
        self._search.clicked.connect(self.search_requested)
        self._previous.clicked.connect(self.previous_requested)
        self._next.clicked.connect(self.next_requested)
        look.changed.connect(self._on_look_changed)
        self._on_look_changed()
        self.show_position(0, 0)
        self.show_counts(CorpusCounts(0, 0))

    def show_position(self, number: int, total: int) -> None:
        """Show the number of the open article in the list, 0 for none, and of how many."""
        self._number.setText(f"{number:,}" if number else "–")
        self._total.setText(f"of {_short(total)}")
        self._number.setAccessibleName(f"Article {number} of {total}")
        self._previous.setEnabled(number > 1)
        self._next.setEnabled(0 < number < total)

    def show_counts(self, counts: CorpusCounts) -> None:
        """Show how far the annotator is."""
        self._bar.set_share(counts.complete, counts.articles)
        self._done.setText(_short(counts.complete))
        self._done.setAccessibleName(f"{counts.complete} of {counts.articles} complete")
        self._bar.setToolTip(f"{counts.complete:,} of {counts.articles:,} complete")

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 12)
        layout.setSpacing(4)
        centre = Qt.AlignmentFlag.AlignHCenter
        layout.addWidget(self._open, 0, centre)
        layout.addWidget(self._search, 0, centre)
        layout.addSpacing(4)
        line = Hairline(self._look)
        line.setFixedWidth(24)
        layout.addWidget(line, 0, centre)
        layout.addSpacing(4)
        layout.addWidget(self._previous, 0, centre)
        layout.addWidget(self._number, 0, centre)
        layout.addSpacing(-4)
        layout.addWidget(self._total, 0, centre)
        layout.addWidget(self._next, 0, centre)
        layout.addStretch(1)
        self._bar.setFixedHeight(96)
        layout.addWidget(self._bar, 0, centre)
        layout.addSpacing(4)
        layout.addWidget(self._done, 0, centre)
        layout.addSpacing(-4)
        layout.addWidget(self._done_word, 0, centre)

    def _on_look_changed(self) -> None:
        look = self._look
        set_ground(self, look, "pane")
        self.setFixedWidth(look.scaled(40))
        for label, bold, ink in (
            (self._number, True, look.theme.text),
            (self._total, False, look.theme.mute),
            (self._done, False, look.theme.mute),
            (self._done_word, False, look.theme.mute),
        ):
            label.setFont(look.font(11, bold=bold))
            set_ink(label, ink)


def _short(number: int) -> str:
    """Return a number in at most four characters: 9999, 12k, 1.2M."""
    if number < 10_000:
        return str(number)
    return f"{number // 1000}k" if number < 1_000_000 else f"{number / 1e6:.1f}M"
