"""Words on which annotators differ over the whole corpus, settled in one table."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPen
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

from annotator.jobs import Progress
from annotator.ops import review_queue, settling
from annotator.ops.settling import Form, FormVersion, Settled
from annotator.ops.workspace import TakenBack
from annotator.store.changes import Changes
from annotator.ui.chrome import Hairline
from annotator.ui.commands import FORMS
from annotator.ui.inspector.label_grid import pressed_digit
from annotator.ui.inspector.paint import elided, paint_pill
from annotator.ui.inspector.parts import Button, Ground, Words
from annotator.ui.inspector.row_model import ROW_ROLE, RowModel
from annotator.ui.job_runner import Job
from annotator.ui.key_cap import cap_size, paint_cap
from annotator.ui.look import Look, set_ground
from annotator.ui.review.verdicts import NEEDS_TWO
from annotator.ui.session import Session
from annotator.ui.status_line import Figure
from annotator.ui.work_page import WorkPage

_ROW: Final = 40
_WORDS: Final = 230
_PLACES: Final = 120
_MIDDLE: Final = Qt.AlignmentFlag.AlignVCenter
Index = QModelIndex | QPersistentModelIndex


def version_words(version: FormVersion) -> str:
    """Return who has words tagged so: "amy 7, ben 1"."""
    return ", ".join(f"{name} {count}" for name, count in version.votes.items())


class _Rows(QStyledItemDelegate):
    """Words, places, and the ways in which they are tagged with their keys."""

    def __init__(self, look: Look, page: "FormsPage", parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self._page = page

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, self._look.scaled(_ROW))

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        form: Form = index.data(ROW_ROLE)
        look, theme, scaled = self._look, self._look.theme, self._look.scaled
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(option.rect)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, theme.acctint)
            painter.fillRect(QRectF(box.x(), box.y(), 3, box.height()), theme.accent)
        painter.fillRect(QRectF(box.x(), box.bottom() - 1, box.width(), 1), theme.line)
        words = QRectF(box.x() + scaled(24), box.y(), scaled(_WORDS) - 12, box.height())
        painter.setFont(look.font(14, serif=True))
        painter.setPen(theme.text)
        painter.drawText(words, _MIDDLE, elided(form.words, painter, words.width()))
        places = QRectF(words.right() + 12, box.y(), scaled(_PLACES), box.height())
        painter.setFont(look.font(12))
        painter.setPen(theme.mute)
        count = "1 place" if form.places == 1 else f"{form.places:,} places"
        painter.drawText(places, _MIDDLE, count)
        self._paint_versions(
            painter,
            QRectF(places.right(), box.y(), box.right() - places.right() - 16, box.height()),
            form,
        )
        painter.restore()

    def _paint_versions(self, painter: QPainter, box: QRectF, form: Form) -> None:
        look, theme, scaled = self._look, self._look.theme, self._look.scaled
        chosen = self._page.chosen.get(form.words)
        left = box.x()
        for number, version in enumerate(form.versions, start=1):
            if box.right() - left < scaled(120):
                break
            cap = cap_size(str(number), look)
            top = round(box.center().y() - cap.height() / 2)
            paint_cap(painter, QRectF(left, top, 1, 1).topLeft(), str(number), look)
            start = left + cap.width() + scaled(6)
            height = scaled(22)
            pill = QRectF(start, box.center().y() - height / 2, scaled(90), height)
            name = "" if version.label else "no tag"
            used = paint_pill(painter, pill, look, version.label, name)
            if chosen == version.label:
                painter.setPen(QPen(theme.accent, 2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                ring = QRectF(start - 2, pill.y() - 2, used + 4, height + 4)
                painter.drawRoundedRect(ring, 5, 5)
            painter.setFont(look.font(12))
            painter.setPen(theme.mute)
            said = version_words(version)
            width = painter.fontMetrics().horizontalAdvance(said) + 2
            votes = QRectF(start + used + scaled(6), box.y(), width, box.height())
            painter.drawText(votes, _MIDDLE, said)
            left = votes.right() + scaled(22)


class _List(QListView):
    """The rows; its keys belong to the page."""

    def __init__(self, look: Look, page: "FormsPage") -> None:
        super().__init__(page)
        self._page = page
        self.setItemDelegate(_Rows(look, page, self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setAccessibleName("Words on which annotators differ")

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._page.take_key(event):
            super().keyPressEvent(event)

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._page.choose(1)


class FormsPage(WorkPage):
    """One row for each form, one key for each way of tagging it, one button for all."""

    def __init__(self, look: Look, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._session = session
        self._names: tuple[str, ...] = ()
        self._stale = True
        self.chosen: dict[str, str] = {}
        self.model: RowModel[Form] = RowModel(
            lambda form: (
                f"{form.words}, {form.places} places: "
                + "; ".join(
                    f"{one.label or 'no tag'} {version_words(one)}" for one in form.versions
                )
            ),
            self,
        )
        self.list = _List(look, self)
        self.list.setModel(self.model)
        self.title = Words(look, "Words over the corpus", pixels=16, bold=True)
        self.note = Words(look, ink="mute", pixels=12)
        self.empty = Words(look, ink="mute", wrap=True)
        self.button = Button(look, "", shortcut="Return", primary=True)
        self._head, self._foot = Ground(look), Ground(look)
        self._lay_out()
        self.button.clicked.connect(self.settle)
        session.changed.connect(self._on_changed)
        look.changed.connect(self._apply)
        self._apply()

    def _lay_out(self) -> None:
        head = QVBoxLayout(self._head)
        head.setContentsMargins(24, 14, 24, 12)
        head.setSpacing(2)
        head.addWidget(self.title)
        head.addWidget(self.note)
        foot = QHBoxLayout(self._foot)
        foot.setContentsMargins(24, 10, 24, 10)
        foot.addStretch(1)
        foot.addWidget(self.button)
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
        for part in (self, self._head, self.list):
            set_ground(part, self._look, "paper")
        set_ground(self._foot, self._look, "pane")

    # --- what the window asks -------------------------------------------------------------------

    @property
    @override
    def panes(self) -> Mapping[str, QWidget]:
        return {FORMS: self}

    @override
    def handlers(self) -> Mapping[str, Callable[[], None]]:
        return {}

    @override
    def hints(self) -> Sequence[tuple[str, str]]:
        if not self.model.rows:
            return []
        return [("1", "take it so"), ("Backspace", "leave open"), ("Enter", "settle")]

    @override
    def figures(self) -> Sequence[Figure]:
        return [Figure(len(self.model.rows), "words to settle", "words to settle")]

    @override
    def enter(self) -> None:
        if self._stale:
            self.read()
        self.focus()

    @override
    def show_taken_back(self, done: TakenBack) -> bool:
        self.read()
        return True

    def focus(self) -> None:
        """Give the keyboard to the list, or to the page where there is nothing to list."""
        self.hold_keyboard(self.list)
        self.state_changed.emit()

    # --- reading ------------------------------------------------------------------------------

    def read(self) -> None:
        """Look for words on which the annotators differ, in the background."""
        self._stale = False
        session = self._session
        names = review_queue.likely_names(session.workspace, session.annotator)
        self._names = names
        if len(names) < 2:
            self.show_forms([])
            return
        background = session.background()

        def work(progress: Progress) -> object:
            return settling.forms(background, names, progress)

        job = Job(work, "Looking for words")
        job.succeeded.connect(self.show_forms)
        self.job_requested.emit(job)

    def show_forms(self, found: Sequence[Form]) -> None:
        """Show words; what was chosen stays where it still can be."""
        known = {form.words: {one.label for one in form.versions} for form in found}
        self.chosen = {
            words: label for words, label in self.chosen.items() if label in known.get(words, ())
        }
        self.model.show_rows(tuple(found))
        if found:
            self.list.setCurrentIndex(self.model.index(0, 0))
        names = " and ".join(self._names)
        self.note.show_text(f"Same words, other labels: {names}." if found else "")
        self.note.setVisible(bool(found))
        self.empty.show_text(
            f"{names} tag all words alike, or what differs is decided."
            if len(self._names) > 1
            else NEEDS_TWO
        )
        self.empty.setVisible(not found)
        self.list.setVisible(bool(found))
        self._foot.setVisible(bool(found))
        if self.hasFocus():
            self.focus()
        self._show_button()

    def _show_button(self) -> None:
        places = sum(form.places for form in self.model.rows if form.words in self.chosen)
        words = "Settle 1 place" if places == 1 else f"Settle {places:,} places"
        self.button.show_words(words)
        self.button.setEnabled(bool(places))
        self.list.viewport().update()
        self.state_changed.emit()

    def _on_changed(self, changes: Changes) -> None:
        if changes.many or changes.articles:
            self._stale = True

    # --- acting -------------------------------------------------------------------------------

    @property
    def current(self) -> Form | None:
        """The row at hand."""
        row = self.list.currentIndex().row()
        return self.model.rows[row] if 0 <= row < len(self.model.rows) else None

    @override
    def take_key(self, event: QKeyEvent) -> bool:
        """Act on a key of the list; whether it was one."""
        digit = pressed_digit(event)
        if digit and digit != "0":
            self.choose(int(digit))
            return True
        acts: dict[int, Callable[[], None]] = {
            Qt.Key.Key_Return: self.settle,
            Qt.Key.Key_Enter: self.settle,
            Qt.Key.Key_Backspace: self.clear,
            Qt.Key.Key_Delete: self.clear,
            Qt.Key.Key_Escape: self.left.emit,
        }
        act = acts.get(event.key())
        if act is None or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        act()
        return True

    def choose(self, number: int) -> None:
        """Choose how the words at hand are tagged, and go to the next row."""
        form = self.current
        if form is None or not 0 < number <= len(form.versions):
            return
        self.chosen[form.words] = form.versions[number - 1].label
        row = self.list.currentIndex().row()
        if row + 1 < len(self.model.rows):
            self.list.setCurrentIndex(self.model.index(row + 1, 0))
        self._show_button()

    def clear(self) -> None:
        """Leave the words at hand open."""
        form = self.current
        if form is not None:
            self.chosen.pop(form.words, None)
            self._show_button()

    def settle(self) -> None:
        """Settle all that is chosen, in one undo step."""
        if not self.chosen:
            self.said.emit("Choose how words are tagged first: 1, 2 …")
            return
        session, names, chosen = self._session, self._names, dict(self.chosen)
        background, reviewer = session.background(), session.annotator
        title = f"Settle {len(chosen)} forms" if len(chosen) > 1 else "Settle one form"

        def work(progress: Progress) -> object:
            judge = settling.by_forms(chosen)
            return settling.settle(background, names, reviewer, title, judge, progress=progress)

        job = Job(work, title)
        job.succeeded.connect(self._on_settled)
        self.job_requested.emit(job)

    def _on_settled(self, found: Settled) -> None:
        self.chosen.clear()
        places = "1 place" if found.cases == 1 else f"{found.cases:,} places"
        self.done.emit(f"{places} settled.")
        self.read()
