"""The pane at the left: whose sets, how far, which classes, rules for edges, agreement."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from annotator.domain.wording import counted, plural
from annotator.ui.chrome import Hairline, ThinBar
from annotator.ui.inspector.choice import Choice
from annotator.ui.inspector.paint import elided
from annotator.ui.inspector.parts import Button, Card, SectionHead, Words
from annotator.ui.look import Look, set_ground
from annotator.ui.review.case_view import CaseClass

_ROW: Final = 28
_LOW: Final = 700
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure of agreement of the article at hand.

    Attributes:
        value: 0 to 1, ``None`` where it is not defined.
        count: Of how many things.
        why: Why it is not defined, "" where it is.
    """

    name: str
    value: float | None
    count: int
    why: str = ""


class ClassRows(QWidget):
    """Classes with their numbers; the chosen one is tinted.

    Signals:
        chosen: A :class:`CaseClass`.
    """

    chosen = Signal(object)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._counts: Mapping[CaseClass, int] = {}
        self._current = CaseClass.ALL
        self._all = str(CaseClass.ALL)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        look.changed.connect(self.updateGeometry)
        look.changed.connect(self.update)

    def show_counts(
        self, counts: Mapping[CaseClass, int], current: CaseClass, *, alone: bool = False
    ) -> None:
        """Show other numbers; of one set alone, its tags are what is counted."""
        self._counts, self._current = counts, current
        self._all = "All tags" if alone else str(CaseClass.ALL)
        self.setAccessibleName(", ".join(f"{group} {count}" for group, count in counts.items()))
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(self._look.scaled(200), self._look.scaled(_ROW) * len(self._counts))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look = self._look
        painter = QPainter(self)
        height = look.scaled(_ROW)
        for place, (group, count) in enumerate(self._counts.items()):
            box = QRectF(0, place * height, self.width(), height)
            chosen = group is self._current
            if chosen:
                painter.fillRect(box, look.theme.acctint)
            painter.setFont(look.font(13, bold=chosen))
            painter.setPen(look.theme.text)
            inner = box.adjusted(look.scaled(16), 0, -look.scaled(16), 0)
            words = self._all if group is CaseClass.ALL else str(group)
            name = elided(words, painter, inner.width() - 30)
            painter.drawText(
                inner,
                Qt.AlignmentFlag.AlignVCenter,
                name,
            )
            painter.setPen(look.theme.text if chosen else look.theme.mute)
            flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
            painter.drawText(inner, flags, str(count))
        painter.end()

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        place = int(event.position().y() // self._look.scaled(_ROW))
        groups = list(self._counts)
        if 0 <= place < len(groups):
            self.chosen.emit(groups[place])


class MeasureRows(QWidget):
    """Figures of agreement: name, bar, value, number."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._measures: Sequence[Measure] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        look.changed.connect(self.updateGeometry)
        look.changed.connect(self.update)

    @property
    def count(self) -> int:
        """How many figures there are."""
        return len(self._measures)

    def show_measures(self, measures: Sequence[Measure]) -> None:
        """Show other figures."""
        self._measures = measures
        self.setAccessibleName(
            ", ".join(
                f"{one.name} {one.why if one.value is None else f'{one.value:.2f}'}"
                for one in measures
            )
        )
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(self._look.scaled(200), self._look.scaled(24) * len(self._measures))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look, scaled = self._look, self._look.scaled
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        height = scaled(24)
        for place, one in enumerate(self._measures):
            box = QRectF(scaled(16), place * height, self.width() - scaled(32), height)
            painter.setFont(look.font(12))
            painter.setPen(look.theme.text)
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, one.name)
            count = QRectF(box.right() - scaled(28), box.top(), scaled(28), height)
            painter.setPen(look.theme.mute)
            painter.drawText(count, flags, str(one.count))
            value = QRectF(count.left() - scaled(34), box.top(), scaled(30), height)
            painter.setPen(look.theme.text)
            said = "–" if one.value is None else f"{one.value:.2f}".removeprefix("0")
            painter.drawText(value, flags, said)
            left = box.left() + scaled(96)
            bar = QRectF(left, box.center().y() - 1.5, value.left() - left - scaled(4), 3)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.theme.line)
            painter.drawRoundedRect(bar, 1.5, 1.5)
            if one.value is not None and one.value > 0:
                bar.setWidth(max(3.0, bar.width() * min(1.0, one.value)))
                painter.setBrush(look.theme.accent)
                painter.drawRoundedRect(bar, 1.5, 1.5)
        painter.end()


class ReviewSide(QWidget):
    """The pane at the left of the text.

    Signals:
        names_chosen: A tuple of names.
        class_chosen: A :class:`CaseClass`.
        edges_chosen: "longest" or "shortest".
    """

    names_chosen = Signal(object)
    class_chosen = Signal(object)
    edges_chosen = Signal(str)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.head = SectionHead(look, "Review")
        self.names = Choice(look, (), name="Whose tags", least=160)
        self.progress = Words(look, wrap=True)
        self.bar = ThinBar(look)
        self.note = Words(look, ink="mute", pixels=12, wrap=True)
        self.classes = ClassRows(look)
        self.edges = Card(look)
        self.edges_title = Words(look, bold=True, pixels=12)
        self.longest = Button(look, "Longest")
        self.shortest = Button(look, "Shortest")
        self.measures = MeasureRows(look)
        self.measures_head = SectionHead(look, "Agreement")
        self.measures_head.show_words("Agreement", "this article")
        self._lay_out()
        self.names.chosen.connect(self.names_chosen)
        self.classes.chosen.connect(self.class_chosen)
        self.longest.clicked.connect(lambda: self.edges_chosen.emit("longest"))
        self.shortest.clicked.connect(lambda: self.edges_chosen.emit("shortest"))
        look.changed.connect(self._apply)
        self._apply()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 12, 0, 8)
        column.setSpacing(0)
        top = QVBoxLayout()
        top.setContentsMargins(16, 0, 16, 8)
        top.setSpacing(6)
        for widget in (self.head, self.names, self.progress, self.bar, self.note):
            top.addWidget(widget)
        column.addLayout(top)
        show = QHBoxLayout()
        show.setContentsMargins(16, 8, 16, 4)
        self.show_head = SectionHead(self._look, "Show")
        show.addWidget(self.show_head)
        column.addLayout(show)
        column.addWidget(self.classes)
        card = QHBoxLayout()
        card.setContentsMargins(16, 16, 16, 0)
        card.addWidget(self.edges)
        self.edges.column.addWidget(self.edges_title)
        self.edges.column.addWidget(
            Words(self._look, "Same label, edges differ by a few characters.", ink="mute",
                  pixels=12, wrap=True)
        )  # fmt: skip
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.longest)
        buttons.addWidget(self.shortest)
        buttons.addStretch(1)
        self.edges.column.addLayout(buttons)
        column.addLayout(card)
        column.addStretch(1)
        self._line = Hairline(self._look)
        column.addWidget(self._line)
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 8, 16, 4)
        foot.addWidget(self.measures_head)
        column.addLayout(foot)
        column.addWidget(self.measures)

    def _apply(self) -> None:
        set_ground(self, self._look, "pane")

    def show_names(self, choices: Sequence[tuple[object, str]], current: object) -> None:
        """Show whose sets can be laid side by side."""
        self.names.show_choices(choices)
        self.names.show_value(current)

    def show_progress(self, decided: int, total: int, note: str, *, alone: bool = False) -> None:
        """Show how far the article is; of one set alone, its tags are what is decided."""
        noun = "tag" if alone else "difference"
        self.progress.show_text(
            f"{decided} of {counted(total, noun)} decided" if total else f"No {plural(noun)}."
        )
        self.bar.setVisible(bool(total))
        self.bar.set_share(decided, total)
        self.note.show_text(note)

    def show_edges(self, count: int) -> None:
        """Show how many differences a rule could settle."""
        words = "1 boundary left to a rule" if count == 1 else f"{count} boundaries left to a rule"
        self.edges_title.show_text(words)
        self.edges.setVisible(bool(count))

    def show_measures(self, measures: Sequence[Measure]) -> None:
        """Show how well the sets agree on the article."""
        self.measures.show_measures(measures)
        self._make_room()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        """Leave the figures out where the window is too low for them and the classes."""
        shown = bool(self.measures.count) and self.height() >= self._look.scaled(_LOW)
        for widget in (self._line, self.measures_head, self.measures):
            widget.setVisible(shown)
