"""What reviewers decided on one's own tags: a list with what was and what became, and answers."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from annotator.domain.wording import counted
from annotator.errors import AnnotatorError
from annotator.ops import comments
from annotator.ops.own_reviews import OwnReview, own_reviews
from annotator.ops.workspace import TakenBack
from annotator.store.changes import Changes
from annotator.ui import icons
from annotator.ui.chrome import Hairline
from annotator.ui.commands import OWN_REVIEW
from annotator.ui.inspector.label_grid import Segments
from annotator.ui.inspector.paint import elided, paint_pill
from annotator.ui.inspector.parts import Field, Ground, Words
from annotator.ui.inspector.row_model import ROW_ROLE, RowModel
from annotator.ui.key_cap import KeyCap
from annotator.ui.look import Look, set_ground
from annotator.ui.review.case_card import REASON_WORDS
from annotator.ui.session import Session
from annotator.ui.status_line import Figure
from annotator.ui.work_page import WorkPage

_ROW: Final = 64
_CHANGED, _ALL, _OPEN = "changed", "all", "open"
_FILTERS: Final = ((_CHANGED, "changed"), (_ALL, "all"), (_OPEN, "open comments"))
_MIDDLE: Final = Qt.AlignmentFlag.AlignVCenter
Index = QModelIndex | QPersistentModelIndex


def row_words(row: OwnReview) -> str:
    """Return a row in reading order."""
    became = row.became or "kept"
    said = "; ".join(f"{one.by}: {one.text}" for one in row.thread.comments) if row.thread else ""
    by = row.verdict.by if row.verdict is not None else ""
    return ", ".join(part for part in (row.title, row.mine, became, by, said) if part)


class _Rows(QStyledItemDelegate):
    """What was, what became; below it by whom, why, and what was said."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, self._look.scaled(_ROW))

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: OwnReview = index.data(ROW_ROLE)
        look, theme, scaled = self._look, self._look.theme, self._look.scaled
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(option.rect)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, theme.acctint)
            painter.fillRect(QRectF(box.x(), box.y(), 3, box.height()), theme.accent)
        painter.fillRect(QRectF(box.x(), box.bottom() - 1, box.width(), 1), theme.line)
        left = box.x() + scaled(24)
        side = scaled(16)
        first = QRectF(left, box.y() + scaled(8), box.width() - scaled(48), scaled(24))
        icon, ink = ("cross", theme.bad) if row.became == "left out" else (
            ("note", theme.warn) if row.changed else ("check", theme.ok)
        )  # fmt: skip
        if row.verdict is None:
            icon, ink = "note", theme.mute
        icons.paint(painter, icon, ink, QRectF(left, first.center().y() - 8, side, side))
        title = min(scaled(240), first.width() * 0.28)
        painter.setFont(look.font(12))
        painter.setPen(theme.mute)
        right = QRectF(first.right() - title, first.y(), title, first.height())
        painter.drawText(
            right, _MIDDLE | Qt.AlignmentFlag.AlignRight, elided(row.title, painter, title)
        )
        place = QRectF(left + scaled(28), first.y(), right.x() - left - scaled(44), first.height())
        self._paint_change(painter, place, row)
        second = place.adjusted(0, scaled(24), 0, scaled(24))
        second.setRight(first.right())
        painter.setFont(look.font(12))
        painter.setPen(theme.mute)
        painter.drawText(second, _MIDDLE, elided(self._second(row), painter, second.width()))
        painter.restore()

    def _paint_change(self, painter: QPainter, box: QRectF, row: OwnReview) -> None:
        look, theme, scaled = self._look, self._look.theme, self._look.scaled
        height = scaled(22)
        pill = QRectF(box.x(), box.center().y() - height / 2, box.width() * 0.5, height)
        label = row.label if row.label in look.scheme.label_by_name else ""
        left = box.x() + paint_pill(painter, pill, look, label, row.mine) + scaled(10)
        painter.setFont(look.font())
        if not row.became:
            words, ink = ("kept as it is" if row.verdict is not None else ""), theme.mute
        else:
            words, ink = f"→  {row.became}", theme.text
        painter.setPen(ink)
        rest = QRectF(left, box.y(), box.right() - left, box.height())
        painter.drawText(rest, _MIDDLE, elided(words, painter, rest.width()))

    def _second(self, row: OwnReview) -> str:
        parts = []
        if row.verdict is not None:
            parts.append(row.verdict.by)
            if row.verdict.reason is not None:
                parts.append(REASON_WORDS[row.verdict.reason])
            if row.verdict.comment:
                parts.append(row.verdict.comment)
        if row.thread is not None:
            said = "  ".join(f"{one.by}: {one.text}" for one in row.thread.comments)
            parts.append(said if row.thread.open else f"{said} (resolved)")
        return " · ".join(parts)


class _List(QListView):
    """The rows; its keys belong to the page."""

    def __init__(self, look: Look, page: "OwnReviewPage") -> None:
        super().__init__(page)
        self._page = page
        self.setItemDelegate(_Rows(look, self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setAccessibleName("What became of your tags")

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._page.take_key(event):
            super().keyPressEvent(event)

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._page.open_place()


def _is_kind(row: OwnReview, kind: str) -> bool:
    if kind == _CHANGED:
        return row.changed
    return row.asks if kind == _OPEN else True


class OwnReviewPage(WorkPage):
    """Verdicts on the annotator's tags and comments about them, in all articles."""

    def __init__(self, look: Look, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._session = session
        self._all: Sequence[OwnReview] = ()
        self._shown = _CHANGED
        self.model: RowModel[OwnReview] = RowModel(row_words, self)
        self.list = _List(look, self)
        self.list.setModel(self.model)
        self.title = Words(look, "What became of your tags", pixels=16, bold=True)
        self.sums = Words(look, ink="mute", pixels=12)
        self.empty = Words(look, ink="mute", wrap=True)
        self.filters = Segments(look, list(_FILTERS), keys=False, clearable=False)
        self.answer = Field(look, "Answer the reviewer")
        self._head, self._foot = Ground(look), Ground(look)
        self._lay_out()
        self.filters.chosen.connect(self.show_kind)
        self.answer.installEventFilter(self)
        session.changed.connect(self._on_changed)
        self.list.selectionModel().currentChanged.connect(lambda *_: self.state_changed.emit())
        look.changed.connect(self._apply)
        self._apply()

    def _lay_out(self) -> None:
        row = QHBoxLayout(self._head)
        row.setContentsMargins(24, 14, 24, 12)
        lines = QVBoxLayout()
        lines.setSpacing(2)
        lines.addWidget(self.title)
        lines.addWidget(self.sums)
        row.addLayout(lines, 1)
        row.addWidget(self.filters, 0, Qt.AlignmentFlag.AlignTop)
        foot = QHBoxLayout(self._foot)
        foot.setContentsMargins(24, 8, 24, 8)
        foot.setSpacing(8)
        foot.addWidget(KeyCap(self._look, "C"))
        foot.addWidget(self.answer)
        self.filters.show_value(self._shown)
        self.empty.setContentsMargins(24, 20, 24, 20)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        parts: tuple[QWidget, ...] = (self._head, Hairline(self._look), self.empty)
        for part in parts:
            column.addWidget(part)
        column.addWidget(self.list, 1)
        column.addWidget(self._foot)
        column.addStretch(0)

    def _apply(self) -> None:
        set_ground(self, self._look, "paper")
        for part in (self._head, self.list):
            set_ground(part, self._look, "paper")
        set_ground(self._foot, self._look, "pane")

    # --- what the window asks -------------------------------------------------------------------

    @property
    @override
    def panes(self) -> Mapping[str, QWidget]:
        return {OWN_REVIEW: self}

    @override
    def handlers(self) -> Mapping[str, Callable[[], None]]:
        return {}

    @override
    def hints(self) -> Sequence[tuple[str, str]]:
        if not self.model.rows:
            return []
        return [("Enter", "show the place"), ("C", "answer"), ("R", "settle, or open again")]

    @override
    def figures(self) -> Sequence[Figure]:
        changed = sum(row.changed for row in self._all)
        asking = sum(row.asks for row in self._all)
        return [Figure(changed, "changed", "changed"), Figure(asking, "open", "open")]

    @override
    def enter(self) -> None:
        self.read()
        if not any(row.changed for row in self._all) and self._all:
            self.show_kind(_ALL)
        self.focus()

    @override
    def show_taken_back(self, done: TakenBack) -> bool:
        self.read()
        return True

    def focus(self) -> None:
        """Give the keyboard to the list, or to the page where there is nothing to list."""
        self.hold_keyboard(self.list)
        if not self.list.currentIndex().isValid() and self.model.rows:
            self.list.setCurrentIndex(self.model.index(0, 0))
        self.state_changed.emit()

    # --- showing ------------------------------------------------------------------------------

    def read(self) -> None:
        """Read what was decided and said."""
        try:
            self._all = own_reviews(self._session.workspace, self._session.annotator)
        except AnnotatorError as error:
            self._session.refused.emit(error)
            self._all = ()
        self._show()

    def show_kind(self, kind: object) -> None:
        """Show only rows of a kind."""
        self._shown = str(kind)
        self.filters.show_value(kind)
        self._show()
        self.focus()

    def _show(self) -> None:
        before = self.current
        rows = [row for row in self._all if _is_kind(row, self._shown)]
        self.model.show_rows(rows)
        place = next(
            (
                number
                for number, row in enumerate(rows)
                if before is not None and (row.article, row.key) == (before.article, before.key)
            ),
            0,
        )
        if rows:
            self.list.setCurrentIndex(self.model.index(place, 0))
        decided = sum(row.verdict is not None for row in self._all)
        changed = sum(row.changed for row in self._all)
        self.sums.show_text(
            f"{counted(decided, 'tag')} of yours decided on, {changed} changed." if decided else ""
        )
        self.sums.setVisible(bool(decided))
        self.empty.show_text(
            "Nothing of this kind."
            if self._all
            else "Nobody has reviewed your tags yet. Import the file that came back from review."
        )
        self.empty.setVisible(not rows)
        self.list.setVisible(bool(rows))
        self._foot.setVisible(bool(rows))
        if self.hasFocus():
            self.focus()
        self.state_changed.emit()

    @property
    def current(self) -> OwnReview | None:
        """The row at hand."""
        row = self.list.currentIndex().row()
        return self.model.rows[row] if 0 <= row < len(self.model.rows) else None

    def _on_changed(self, changes: Changes) -> None:
        if self.isVisible() and (changes.many or changes.articles):
            self.read()

    # --- acting -------------------------------------------------------------------------------

    @override
    def take_key(self, event: QKeyEvent) -> bool:
        """Act on a key of the list; whether it was one."""
        acts: dict[int, Callable[[], None]] = {
            Qt.Key.Key_Return: self.open_place,
            Qt.Key.Key_Enter: self.open_place,
            Qt.Key.Key_C: self.write_answer,
            Qt.Key.Key_R: self.resolve,
            Qt.Key.Key_Escape: self.left.emit,
        }
        act = acts.get(event.key())
        if act is None or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        act()
        return True

    def open_place(self) -> None:
        """Show the tag in its article."""
        row = self.current
        if row is not None:
            self.place_requested.emit(row.article, row.place)

    def write_answer(self) -> None:
        """Put the keyboard into the line for the answer."""
        if self.current is not None:
            self.answer.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def resolve(self) -> None:
        """Settle what was said about the tag, or open it again."""
        row = self.current
        if row is None or row.thread is None:
            self.said.emit("Nothing was said about this tag.")
            return
        thread, session = row.thread, self._session
        annotator, article = session.annotator, row.article
        session.perform(
            lambda: comments.resolve(
                session.workspace, article, annotator, thread, annotator, done=thread.open
            ),
            lambda _none: self.read(),
        )

    def _say(self, words: str) -> None:
        row, session = self.current, self._session
        if row is None:
            return
        where = {session.annotator: row.key}
        session.perform(
            lambda: comments.add(session.workspace, row.article, where, session.annotator, words),
            lambda _none: self.read(),
        )

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is not self.answer or not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        escape = event.key() == Qt.Key.Key_Escape
        if event.type() == QEvent.Type.ShortcutOverride and escape:
            event.accept()
            return True
        if event.type() == QEvent.Type.KeyPress:
            if escape:
                self.answer.show_text("")
                self.focus()
                return True
            if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
                words = self.answer.text().strip()
                self.answer.show_text("")
                if words:
                    self._say(words)
                self.focus()
                return True
        return super().eventFilter(watched, event)
