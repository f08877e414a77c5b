"""Another scheme: what it would change in the workspace, or why the file is refused."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from annotator.domain.scheme import Scheme
from annotator.domain.scheme_words import Line, Mark, SchemeChange, counted, report
from annotator.errors import AnnotatorError
from annotator.ui import icons
from annotator.ui.chrome import KEYBOARD_REASONS, paint_ring
from annotator.ui.dialogs.panel import Panel
from annotator.ui.inspector.paint import elided, paint_box
from annotator.ui.inspector.parts import Button, Words
from annotator.ui.look import Look

_ROW, _MARK, _PAD = 32, 84, 12
_SHARE = 0.62
"""How much of a row its first words may take where both sides are long."""
_INKS = {Mark.RENAMED: "accent", Mark.NEW: "ok", Mark.GONE: "warn"}


class ChangeTable(QWidget):
    """What changes, a row each: what kind of change, what it is about, how much it concerns.

    Args:
        look: Theme and fonts.
    """

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._lines: Sequence[Line] = ()
        self._ringed = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        look.changed.connect(self.updateGeometry)
        look.changed.connect(self.update)

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show rows; without any the table takes no room."""
        self._lines = lines
        spoken = "; ".join(f"{one.mark} {one.what} {one.detail}".strip() for one in lines)
        self.setAccessibleName(spoken)
        self.setVisible(bool(lines))
        self.updateGeometry()
        self.update()

    @property
    def words(self) -> list[tuple[str, str, str]]:
        """What stands in the rows."""
        return [(str(line.mark), line.what, line.detail) for line in self._lines]

    @override
    def sizeHint(self) -> QSize:
        return QSize(320, len(self._lines) * self._look.scaled(_ROW) + 2)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look, theme = self._look, self._look.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect())
        paint_box(painter, box, theme.card, theme.line2, 4)
        pitch = look.scaled(_ROW)
        for number, line in enumerate(self._lines):
            row = QRectF(1, 1 + number * pitch, self.width() - 2, pitch)
            if number:
                painter.fillRect(QRectF(row.x(), row.y(), row.width(), 1), theme.line)
            self._paint_line(painter, row, line)
        if self._ringed:
            paint_ring(painter, box, look, 4)
        painter.end()

    def _paint_line(self, painter: QPainter, row: QRectF, line: Line) -> None:
        look, theme = self._look, self._look.theme
        middle = Qt.AlignmentFlag.AlignVCenter
        pad, mark = look.scaled(_PAD), look.scaled(_MARK)
        painter.setFont(look.font(12))
        painter.setPen(getattr(theme, _INKS.get(line.mark, "mute")))
        painter.drawText(row.adjusted(pad, 0, 0, 0), middle, str(line.mark))
        left, right = row.x() + pad + mark, row.right() - pad
        room = right - left
        plain = look.font()
        wanted = QFontMetricsF(plain).horizontalAdvance(line.what)
        detail = QFontMetricsF(painter.font()).horizontalAdvance(line.detail)
        gap = pad if line.detail else 0
        first = min(wanted, max(room - detail - gap, room * _SHARE))
        painter.setPen(theme.mute)
        rest = room - first - gap
        words = elided(line.detail, painter, rest)
        place = QRectF(right - rest, row.y(), rest, row.height())
        painter.drawText(place, middle | Qt.AlignmentFlag.AlignRight, words)
        painter.setFont(plain)
        painter.setPen(theme.text)
        place = QRectF(left, row.y(), first + 2, row.height())
        painter.drawText(place, middle, elided(line.what, painter, first + 1))

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        self._ringed = event.reason() in KEYBOARD_REASONS
        self.update()

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._ringed = False
        self.update()


class _Obstacles(QWidget):
    """Why a scheme is refused, each with what to do; the words wrap."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._items: Sequence[tuple[str, str]] = ()
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        look.changed.connect(self.updateGeometry)
        look.changed.connect(self.update)

    def show_items(self, items: Sequence[tuple[str, str]]) -> None:
        """Show problems with their remedies; without any it takes no room."""
        self._items = items
        self.setAccessibleName(" ".join(f"{problem} {remedy}" for problem, remedy in items))
        self.setVisible(bool(items))
        self.updateGeometry()
        self.update()

    @property
    def words(self) -> list[str]:
        """What it says."""
        return [f"{problem} {remedy}" for problem, remedy in self._items]

    @override
    def hasHeightForWidth(self) -> bool:
        return True

    @override
    def heightForWidth(self, width: int) -> int:
        return round(self._layout(None, width))

    @override
    def sizeHint(self) -> QSize:
        return QSize(320, self.heightForWidth(max(320, self.width())))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme = self._look.theme
        paint_box(painter, QRectF(self.rect()), theme.bad_ground, theme.bad_ground, 4)
        self._layout(painter, self.width())
        painter.end()

    def _layout(self, painter: QPainter | None, width: int) -> float:
        """Return the height that the words need; paint them where there is a painter."""
        look, theme = self._look, self._look.theme
        pad, side = look.scaled(_PAD), look.scaled(16)
        left = pad + side + look.scaled(8)
        room = width - left - pad
        top = float(pad)
        wrap = int(Qt.TextFlag.TextWordWrap)
        for problem, remedy in self._items:
            if painter is not None:
                mark = QRectF(pad, top + 1, side, side)
                icons.paint(painter, "triangle-warning", theme.bad, mark)
            for words, font, ink in (
                (problem, look.font(bold=True), theme.bad),
                (remedy, look.font(12), theme.text),
            ):
                metrics = QFontMetricsF(font)
                needed = metrics.boundingRect(QRectF(0, 0, room, 9999), wrap, words).height()
                if painter is not None:
                    painter.setFont(font)
                    painter.setPen(ink)
                    painter.drawText(QRectF(left, top, room, needed + 2), wrap, words)
                top += needed + 2
            top += look.scaled(8)
        return top - look.scaled(8) + pad if self._items else 0


class SchemePanel(Panel):
    """Laid over the window; nothing is written before its button is pressed.

    Signals:
        use_requested: The :class:`Scheme` that is to be in force; the panel is closed then.
        file_wanted: Another file is to be chosen.
        read_requested: The :class:`Path` is to be read again.
    """

    use_requested = Signal(object)
    file_wanted = Signal()
    read_requested = Signal(object)

    def __init__(self, look: Look, host: QWidget) -> None:
        super().__init__(look, host, "", width=720)
        self.title.setText(self.tr("Use another scheme or version"))
        self.box.setAccessibleName(self.title.text())
        self._path = Path()
        self._scheme: Scheme | None = None
        self.about = Words(look, "", ink="mute", pixels=12, wrap=True)
        self.obstacles = _Obstacles(look)
        self.table = ChangeTable(look)
        self.summary = Words(look, "", ink="mute", pixels=12)
        self._file = Button(look, self.tr("Another file"))
        self._file.clicked.connect(self.file_wanted)
        self._again = Button(look, self.tr("Read it again"))
        self._again.clicked.connect(lambda: self.read_requested.emit(self._path))
        self._cancel = Button(look, self.tr("Cancel"), shortcut="Esc")
        self._cancel.clicked.connect(self.dismiss)
        self.go = Button(look, self.tr("Use it"), shortcut="Return", primary=True)
        self.go.clicked.connect(self.take_enter)
        for widget in (self.about, self.obstacles, self.table):
            self.column.addWidget(widget)
        self.column.addStretch(1)
        self.buttons.addWidget(self._file)
        self.buttons.addWidget(self._again)
        self.buttons.addWidget(self.summary)
        self.buttons.addStretch(1)
        self.buttons.addWidget(self._cancel)
        self.buttons.addWidget(self.go)

    def show_change(self, path: Path, change: SchemeChange) -> None:
        """Show what using the scheme of a file would change."""
        before, after = change.before, change.after
        self._path = path
        self._scheme = None if change.same or change.obstacles else after
        if change.same:
            about = self.tr("{file}: {scheme} is in force already and says the same.")
            self.about.show_text(about.format(file=path.name, scheme=_named(after)))
        else:
            about = self.tr("{file}: {scheme}, in place of {before}. Nothing is changed yet.")
            if change.obstacles:
                about = self.tr("{file}: {scheme} cannot take the place of {before}.")
            names = {"scheme": _named(after), "before": _named(before)}
            self.about.show_text(about.format(file=path.name, **names))
        obstacles = [(item.problem, item.remedy) for item in change.obstacles]
        self.obstacles.show_items(obstacles)
        lines = report(change)
        self.table.show_lines(lines)
        self.summary.show_text(self._summary(change))
        self.go.show_words(self._act(change))
        self._show_buttons(usable=self._scheme is not None)

    def show_problem(self, path: Path, error: AnnotatorError) -> None:
        """Show why a file is refused: line, key and what to do."""
        self._path = path
        self._scheme = None
        self.about.show_text(str(path))
        self.obstacles.show_items([(error.problem_text, error.remedy_text)])
        self.table.show_lines(())
        self.summary.show_text("")
        self._show_buttons(usable=False)

    def _show_buttons(self, *, usable: bool) -> None:
        self.go.setVisible(usable)
        self._again.setVisible(not usable)
        self.place()
        if self.is_open:
            self.first_focus().setFocus(Qt.FocusReason.OtherFocusReason)

    def _act(self, change: SchemeChange) -> str:
        """Return what the button does, and how much."""
        after = change.after
        named = self.tr("Use version {version}") if after.name == change.before.name else ""
        named = named or self.tr("Use {name} {version}")
        act = named.format(name=after.name, version=after.version)
        if not change.total.tags:
            return act
        return self.tr("{act}, change {tags}").format(
            act=act, tags=counted(change.total.tags, "tag")
        )

    def _summary(self, change: SchemeChange) -> str:
        total = change.total
        if change.obstacles or not total.tags:
            return ""
        return self.tr("{articles} · {people}").format(
            articles=counted(total.articles, "article"),
            people=counted(len(total.annotators), "annotator"),
        )

    @override
    def first_focus(self) -> QWidget:
        return self.go if self._scheme is not None else self._again

    @override
    def take_enter(self) -> None:
        scheme = self._scheme
        if scheme is not None:
            self.dismiss()
            self.use_requested.emit(scheme)


def _named(scheme: Scheme) -> str:
    return f"{scheme.name} {scheme.version}"
