"""What was learned: models, what each brings for every label, and what it was trained on."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QListView,
    QSplitter,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from annotator.domain.learned import LabelFigures, LearnedModel
from annotator.domain.wording import counted
from annotator.errors import AnnotatorError
from annotator.ops import learning
from annotator.ops.workspace import TakenBack
from annotator.store.changes import Changes
from annotator.ui.chrome import Hairline
from annotator.ui.commands import LEARNED
from annotator.ui.inspector.paint import elided, paint_pill, paint_row_ground
from annotator.ui.inspector.parts import Button, Ground, Words
from annotator.ui.inspector.row_model import ROW_ROLE, RowModel
from annotator.ui.inspector.values import local_time
from annotator.ui.look import Look, set_ground
from annotator.ui.session import Session
from annotator.ui.status_line import Figure
from annotator.ui.work_page import WorkPage

_MODEL: Final = 56
_LABEL: Final = 33
_MIDDLE: Final = Qt.AlignmentFlag.AlignVCenter
_RIGHT: Final = _MIDDLE | Qt.AlignmentFlag.AlignRight
Index = QModelIndex | QPersistentModelIndex


def share(value: float) -> str:
    """Return a figure with two places and no zero before the point."""
    said = f"{value:.2f}"
    return said.removeprefix("0") if said.startswith("0.") else said


class _Models(QStyledItemDelegate):
    """Whose model, of when, from how many articles, and what it brings in all."""

    def __init__(self, look: Look, page: "LearnedPage", parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self._page = page

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, self._look.scaled(_MODEL))

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model: LearnedModel = index.data(ROW_ROLE)
        look, theme, scaled = self._look, self._look.theme, self._look.scaled
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_row_ground(painter, option, look)
        box = QRectF(option.rect)
        inner = box.adjusted(scaled(24), scaled(7), -scaled(24), -scaled(7))
        used = self._page.used(model)
        painter.setFont(look.font(13, bold=used))
        painter.setPen(theme.text)
        first = QRectF(inner.x(), inner.y(), inner.width(), inner.height() / 2)
        painter.drawText(first, _MIDDLE, f"{model.by}, {local_time(model.at)}")
        painter.setFont(look.font(12))
        state = "used" if used else "kept"
        painter.setPen(theme.ok if used else theme.mute)
        painter.drawText(first, _RIGHT, state)
        second = first.translated(0, first.height())
        painter.setPen(theme.mute)
        words = (
            f"{model.trained_on} · all labels {share(model.before)} to "
            f"{share(model.after)} · {max(1, model.size // 1024):,} kB · {model.seconds:.0f} s"
        )
        painter.drawText(second, _MIDDLE, elided(words, painter, second.width()))
        painter.fillRect(QRectF(box.x(), box.bottom() - 1, box.width(), 1), theme.line)
        painter.restore()


class _Labels(QStyledItemDelegate):
    """One label: how often, before, after, and why it is used or not."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, self._look.scaled(_LABEL))

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        one: LabelFigures = index.data(ROW_ROLE)
        look, theme, scaled = self._look, self._look.theme, self._look.scaled
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(option.rect)
        pill = QRectF(box.x() + scaled(24), box.center().y() - scaled(11), scaled(90), scaled(22))
        paint_pill(painter, pill, look, one.label)
        left = pill.right()
        painter.setFont(look.font())
        painter.setPen(theme.mute)
        painter.drawText(QRectF(left, box.y(), scaled(70), box.height()), _RIGHT, f"{one.count:,}")
        painter.setPen(theme.text)
        before = QRectF(left + scaled(80), box.y(), scaled(54), box.height())
        painter.drawText(before, _RIGHT, share(one.before))
        painter.setFont(look.font(13, bold=one.on))
        painter.setPen(theme.ok if one.on else theme.text)
        after = QRectF(before.right(), box.y(), scaled(54), box.height())
        painter.drawText(after, _RIGHT, share(one.after))
        painter.setFont(look.font(12))
        painter.setPen(theme.mute)
        why = QRectF(
            after.right() + scaled(20), box.y(), box.right() - after.right() - 44, box.height()
        )
        words = f"{'learned' if one.on else 'the rules'}: {one.why}" if one.why else ""
        painter.drawText(why, _MIDDLE, elided(words, painter, why.width()))
        painter.fillRect(QRectF(box.x(), box.bottom() - 1, box.width(), 1), theme.line)
        painter.restore()


class _List(QListView):
    """A list whose keys belong to the page."""

    def __init__(self, page: "LearnedPage", name: str) -> None:
        super().__init__(page)
        self._page = page
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setAccessibleName(name)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._page.take_key(event):
            super().keyPressEvent(event)


class LearnedPage(WorkPage):
    """The models above, the labels of the chosen one below."""

    def __init__(self, look: Look, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._session = session
        self.models: RowModel[LearnedModel] = RowModel(
            lambda one: f"{one.by}, {one.at}, {len(one.articles)} articles", self
        )
        self.labels: RowModel[LabelFigures] = RowModel(
            lambda one: f"{one.label}, {one.count}, {one.before:.2f} to {one.after:.2f}, {one.why}",
            self,
        )
        self.list = _List(self, "Models")
        self.list.setModel(self.models)
        self.list.setItemDelegate(_Models(look, self, self.list))
        self.table = _List(self, "Labels of the model")
        self.table.setModel(self.labels)
        self.table.setItemDelegate(_Labels(look, self.table))
        self.table.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.title = Words(look, "What was learned", pixels=16, bold=True)
        self.note = Words(look, ink="mute", pixels=12, wrap=True)
        self.empty = Words(look, ink="mute", wrap=True)
        self.button = Button(look, "Learn now", shortcut="L")
        self._head = Ground(look)
        self._lay_out()
        self.button.clicked.connect(self.learning_wanted)
        self.list.selectionModel().currentChanged.connect(lambda *_: self._show_labels())
        session.changed.connect(self._on_changed)
        look.changed.connect(self._apply)
        self._apply()

    def _lay_out(self) -> None:
        row = QHBoxLayout(self._head)
        row.setContentsMargins(24, 14, 24, 12)
        lines = QVBoxLayout()
        lines.setSpacing(2)
        lines.addWidget(self.title)
        lines.addWidget(self.note)
        row.addLayout(lines, 1)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignTop)
        self.empty.setContentsMargins(24, 20, 24, 20)
        self._splitter = QSplitter(Qt.Orientation.Vertical)
        self._splitter.addWidget(self.list)
        self._splitter.addWidget(self.table)
        self._splitter.setStretchFactor(1, 2)
        self._splitter.setChildrenCollapsible(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        parts: tuple[QWidget, ...] = (self._head, Hairline(self._look), self.empty)
        for part in parts:
            column.addWidget(part)
        column.addWidget(self._splitter, 1)
        column.addStretch(0)

    def _apply(self) -> None:
        for part in (self, self._head, self.list, self.table):
            set_ground(part, self._look, "paper")

    # --- what the window asks -------------------------------------------------------------------

    @property
    @override
    def panes(self) -> Mapping[str, QWidget]:
        return {LEARNED: self}

    @override
    def handlers(self) -> Mapping[str, Callable[[], None]]:
        return {}

    @override
    def hints(self) -> Sequence[tuple[str, str]]:
        learn = ("L", "learn now")
        if not self.models.rows:
            return [learn]
        return [learn, ("Backspace", "use it no more"), ("X", "write into a folder")]

    @override
    def figures(self) -> Sequence[Figure]:
        return [Figure(len(self.models.rows), "models", "models")]

    @override
    def enter(self) -> None:
        self.read()
        self.hold_keyboard(self.list)
        self.state_changed.emit()

    @override
    def show_taken_back(self, done: TakenBack) -> bool:
        self.read()
        return True

    # --- showing ------------------------------------------------------------------------------

    def read(self) -> None:
        """Read which models there are."""
        try:
            found = learning.models(self._session.workspace)
        except AnnotatorError as error:
            self._session.refused.emit(error)
            found = []
        self.models.show_rows(tuple(found))
        self.note.show_text(
            "From your own tags and gold, never from a colleague's; nothing leaves this machine. "
            "F1 by label, tried on articles that were not learned from."
        )
        self.empty.show_text(
            ""
            if found
            else "Nothing was learned yet. It is done behind the window after five completed "
            "articles; L does it now."
        )
        self._splitter.setVisible(bool(found))
        if found:
            self.list.setCurrentIndex(self.models.index(0, 0))
        self._show_labels()
        self.state_changed.emit()

    def used(self, model: LearnedModel) -> bool:
        """Whether a model is the one in use: the newest of its annotator."""
        return next((one for one in self.models.rows if one.by == model.by), None) is model

    @property
    def current(self) -> LearnedModel | None:
        """The model at hand."""
        row = self.list.currentIndex().row()
        return self.models.rows[row] if 0 <= row < len(self.models.rows) else None

    def _show_labels(self) -> None:
        model = self.current
        figures = () if model is None else model.figures
        self.labels.show_rows(
            sorted((one for one in figures if one.count or one.on), key=lambda one: not one.on)
        )

    def _on_changed(self, changes: Changes) -> None:
        if self.isVisible() and (changes.many or "learned_model" in changes.tables):
            self.read()

    # --- acting -------------------------------------------------------------------------------

    @override
    def take_key(self, event: QKeyEvent) -> bool:
        """Act on a key of the lists; whether it was one."""
        acts: dict[int, Callable[[], None]] = {
            Qt.Key.Key_L: self.learning_wanted.emit,
            Qt.Key.Key_Backspace: self.remove,
            Qt.Key.Key_Delete: self.remove,
            Qt.Key.Key_X: self._ask_folder,
            Qt.Key.Key_Escape: self.left.emit,
        }
        act = acts.get(event.key())
        if act is None or event.modifiers():
            return False
        act()
        return True

    def remove(self) -> None:
        """Use the model at hand no more; undo brings it back."""
        model, session = self.current, self._session
        if model is None:
            return
        session.perform(
            lambda: learning.remove(session.workspace, session.annotator, model.number),
            lambda _none: self._on_removed(),
        )

    def _on_removed(self) -> None:
        self.read()
        self.done.emit("The model is used no more; what it suggested waits for nobody.")
        self.suggestions_wanted.emit()

    def _ask_folder(self) -> None:
        if self.current is not None:
            start = str(self._session.workspace.path.parent)
            folder = QFileDialog.getExistingDirectory(self, "Write the model into", start)
            if folder:
                self.write(Path(folder))

    def write(self, folder: Path) -> None:
        """Write the model at hand into a folder."""
        model = self.current
        if model is None:
            return
        try:
            files = learning.export_model(self._session.workspace, model.number, folder)
        except AnnotatorError as error:
            self._session.refused.emit(error)
        else:
            self.said.emit(f"{counted(len(files), 'file')} written into {folder}.")
