"""The card of the case at hand: what differs, the guideline, verdicts, a comment."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from annotator.domain.review import ReasonCode
from annotator.ui.chrome import Hairline
from annotator.ui.inspector.label_grid import Segments
from annotator.ui.inspector.paint import CARD_RADIUS, paint_box
from annotator.ui.inspector.parts import Field, Ground, Words
from annotator.ui.key_cap import KeyCap
from annotator.ui.look import Look
from annotator.ui.review.case_body import CaseBody
from annotator.ui.review.case_view import CaseView
from annotator.ui.review.editing import FrameEditing, SpanEditing
from annotator.ui.review.verdict_bar import VerdictBar, VerdictCell

REASON_WORDS: Final = {
    ReasonCode.GUIDELINE: "guideline",
    ReasonCode.SLIP: "slip",
    ReasonCode.AMBIGUOUS: "ambiguous",
    ReasonCode.OTHER: "other",
}


class CaseCard(Ground):
    """The open card, and a line to write a comment in.

    Signals:
        verdict_chosen: The command of a verdict that was clicked.
        reason_chosen: A :class:`ReasonCode`, or ``None`` for none.
        comment_written: Words; the field is empty again.
        comment_left: The field was left without a comment.
    """

    verdict_chosen = Signal(str)
    reason_chosen = Signal(object)
    comment_written = Signal(str)
    comment_left = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self._colour = ""
        self.body = CaseBody(look)
        self.again = Words(look, ink="warn", pixels=12, wrap=True)
        self.guideline = Words(look, ink="mute", pixels=12, wrap=True)
        self.said = Words(look, pixels=12, wrap=True)
        self.bar = VerdictBar(look)
        self.reasons = Segments(look, list(REASON_WORDS.items()), keys=False, clearable=True)
        self.reasons.setAccessibleName("Why they differ")
        self.why = Words(look, "Why", ink="mute", pixels=12)
        self.comment = Field(look, "Comment for those who tagged")
        self._lay_out()
        self.bar.chosen.connect(self.verdict_chosen)
        self.reasons.chosen.connect(self.reason_chosen)
        self.comment.installEventFilter(self)
        look.changed.connect(self._apply)
        self._apply()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(self.body)
        self._notes = QWidget()
        notes = QVBoxLayout(self._notes)
        notes.setContentsMargins(12, 8, 12, 8)
        notes.setSpacing(6)
        for words in (self.again, self.guideline, self.said):
            notes.addWidget(words)
        column.addWidget(self._line())
        column.addWidget(self._notes)
        column.addWidget(self._line())
        column.addWidget(self.bar)
        column.addWidget(self._line())
        self._why = QWidget()
        why = QHBoxLayout(self._why)
        why.setContentsMargins(12, 6, 12, 0)
        why.setSpacing(8)
        why.addWidget(self.why)
        why.addWidget(self.reasons, 1)
        column.addWidget(self._why)
        foot = QWidget()
        row = QHBoxLayout(foot)
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(8)
        row.addWidget(KeyCap(self.look, "C"))
        row.addWidget(self.comment, 1)
        column.addWidget(foot)

    def _line(self) -> Hairline:
        return Hairline(self.look)

    def _apply(self) -> None:
        self.update()

    @override
    def paint_ground(self, painter: QPainter) -> None:
        theme = self.look.theme
        whole = QRectF(self.rect())
        paint_box(painter, whole, theme.card, theme.ctl, CARD_RADIUS)
        if self._colour:
            of_frame = self._colour in self.look.scheme.frame_type_by_name
            colours = self.look.frame(self._colour) if of_frame else self.look.label(self._colour)
            painter.fillRect(QRectF(1, 1, 3, whole.height() - 2), colours.line)

    def show_case(
        self,
        view: CaseView,
        names: Sequence[str],
        cells: Sequence[VerdictCell],
        said: Sequence[str],
        reason: ReasonCode | None,
        again: str,
        editing: SpanEditing | FrameEditing | None,
        edited_words: str,
    ) -> None:
        """Show a case with its verdicts, and what was said about its tags."""
        self._colour = view.colour
        self.body.show_case(view, names, editing, edited_words)
        self.bar.show_cells(cells)
        self.guideline.show_text(view.guideline)
        self.again.show_text(again)
        said = [*view.notes, *said]
        self.said.show_text("\n".join(said))
        self.reasons.show_value(reason)
        self._why.setVisible(view.case.verdict is not None)
        for words in (self.guideline, self.again, self.said):
            words.setVisible(bool(words.text()))
        shown = bool(view.guideline or again or said)
        self._notes.setVisible(shown)
        self.update()

    def write_comment(self) -> None:
        """Put the keyboard into the comment line."""
        self.comment.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.comment and isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.ShortcutOverride and event.key() == Qt.Key.Key_Escape:
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress:
                return self._key(event)
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not event.modifiers():
            words = self.comment.text().strip()
            self.comment.show_text("")
            if words:
                self.comment_written.emit(words)
            else:
                self.comment_left.emit()
            return True
        if event.key() == Qt.Key.Key_Escape:
            self.comment.show_text("")
            self.comment_left.emit()
            return True
        return False
