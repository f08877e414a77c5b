"""The import page: everything that an import would do, before anything is written."""

from collections.abc import Sequence
from pathlib import PurePath
from typing import Final

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from annotator.domain.intake import NAME_ENCODING, IntakePreview, Refusal
from annotator.ui import icons
from annotator.ui.chrome import Hairline
from annotator.ui.dialogs.import_preview import PreviewPane
from annotator.ui.dialogs.import_table import ImportTable
from annotator.ui.import_model import ImportModel
from annotator.ui.inspector.choice import Choice
from annotator.ui.inspector.paint import elided
from annotator.ui.inspector.parts import Button, Ground, SectionHead, Tick, Words
from annotator.ui.look import Look, set_ground

ENCODINGS: Final = (
    "utf-8",
    "windows-1252",
    "windows-1250",
    "windows-1251",
    "windows-1256",
    "iso-8859-1",
    "iso-8859-15",
    "utf-16-le",
    "utf-16-be",
    "mac_roman",
)
_REFUSED_SHOWN: Final = 4
_REFUSED: Final = ("cross", "bad")
_WARNING: Final = ("triangle-warning", "warn")
_TOLD: Final = ("document", "mute")
_NARROW: Final = 1200


class _Summary(QWidget):
    """The counts of the preview on one line, each with its sign."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._parts: list[tuple[str, str, int, str]] = []
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        look.changed.connect(self.updateGeometry)

    @property
    def words(self) -> str:
        """What it says."""
        return self.accessibleName()

    def show_parts(self, parts: Sequence[tuple[str, str, int, str]]) -> None:
        """Show icon, colour, number and words of each part."""
        self._parts = list(parts)
        self.setAccessibleName(" · ".join(f"{number:,} {words}" for _, _, number, words in parts))
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(100, self._look.scaled(46))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look, theme = self._look, self._look.theme
        painter = QPainter(self)
        left, side = float(look.scaled(24)), look.scaled(16)
        gap = self._gap(left, side)
        middle = Qt.AlignmentFlag.AlignVCenter
        for icon, colour, number, words in self._parts:
            box = QRectF(left, round((self.height() - side) / 2), side, side)
            icons.paint(painter, icon, getattr(theme, colour), box)
            left += side + look.scaled(9)
            for text, bold in ((f"{number:,}", True), (words, False)):
                painter.setFont(look.font(bold=bold))
                painter.setPen(theme.text)
                width = QFontMetricsF(painter.font()).horizontalAdvance(text)
                painter.drawText(QRectF(left, 0, width + 2, self.height()), middle, text)
                left += width + look.scaled(7)
            left += gap
        painter.end()

    def _gap(self, left: float, side: float) -> float:
        """Return the space between the parts: less where they would not fit."""
        bold, plain = (QFontMetricsF(self._look.font(bold=bold)) for bold in (True, False))
        taken = sum(
            side
            + self._look.scaled(9 + 7 + 7)
            + bold.horizontalAdvance(f"{number:,}")
            + plain.horizontalAdvance(words)
            for _, _, number, words in self._parts
        )
        room = (self.width() - left - taken) / max(1, len(self._parts))
        return max(2.0, min(float(self._look.scaled(18)), room))


class _Refusals(QWidget):
    """Files or lines that stay outside, each with its place and reason; what the others bring."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._rows: list[tuple[str, str, str, tuple[str, str]]] = []
        self._name_room = 0
        look.changed.connect(self.updateGeometry)
        look.changed.connect(self.update)

    @property
    def words(self) -> str:
        """Everything it says."""
        return self.accessibleName()

    def show_refusals(
        self, refused: Sequence[Refusal], warnings: Sequence[Refusal], told: Sequence[Refusal]
    ) -> None:
        """Show refusals, then warnings, then what is only told."""
        self._rows = [
            (
                PurePath(item.file).name,
                "" if item.line is None else self.tr("line {line}").format(line=item.line),
                f"{item.problem} {self._remedy(item)}".strip(),
                sign,
            )
            for items, sign in ((refused, _REFUSED), (warnings, _WARNING), (told, _TOLD))
            for item in items
        ]
        metrics = QFontMetricsF(self._look.font())
        widest = max((metrics.horizontalAdvance(row[0]) for row in self._rows[:500]), default=0.0)
        self._name_room = round(min(self._look.scaled(220), widest + self._look.scaled(12)))
        self.setAccessibleName(" ".join(" ".join(row[:3]) for row in self._rows[:200]))
        self.setMinimumHeight(len(self._rows) * self.pitch)
        self.updateGeometry()
        self.update()

    def _remedy(self, item: Refusal) -> str:
        """Return what to do about it here, where the command line has an option."""
        return item.remedy.replace(NAME_ENCODING, self.tr("choose its encoding above"))

    @property
    def pitch(self) -> int:
        """Height of a row."""
        return self._look.scaled(33)

    @override
    def sizeHint(self) -> QSize:
        return QSize(200, len(self._rows) * self.pitch)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        first = max(0, event.rect().top() // self.pitch)
        last = min(len(self._rows), event.rect().bottom() // self.pitch + 1)
        painter = QPainter(self)
        for number in range(first, last):
            self._paint_row(painter, number)
        painter.end()

    def _paint_row(self, painter: QPainter, number: int) -> None:
        look, theme = self._look, self._look.theme
        name, place, reason, (sign, colour) = self._rows[number]
        top, middle = number * self.pitch, Qt.AlignmentFlag.AlignVCenter
        if number:
            painter.fillRect(QRectF(0, top, self.width(), 1), theme.line)
        side = look.scaled(16)
        icon = QRectF(look.scaled(24), top + round((self.pitch - side) / 2), side, side)
        icons.paint(painter, sign, getattr(theme, colour), icon)
        left, height = look.scaled(56), self.pitch
        name_room = self._name_room
        for words, room, pixels, ink in (
            (name, name_room, 13, theme.text),
            (place, look.scaled(70), 12, theme.mute),
            (reason, self.width() - left - name_room - look.scaled(94), 13, theme.text),
        ):
            painter.setFont(look.font(pixels))
            painter.setPen(ink)
            line = QRectF(left, top, room, height)
            painter.drawText(line, middle, elided(words, painter, room - 4))
            left += room + look.scaled(6)


class ImportPage(Ground):
    """What an import would write; nothing is written before the button is pressed.

    Signals:
        import_requested: The ticked articles (:class:`IntakeItem`, their drafts with the edited
            metadata), and whether suggestions are to be made afterwards. The ticked JSONL files
            are :meth:`chosen_gold`.
        cancelled: Esc or the button.
        encoding_changed: Read the files again with this encoding, ``None`` for each its own.
        format_changed: Read the files again as "auto", "text" or "jsonl".
    """

    import_requested = Signal(object, bool)
    cancelled = Signal()
    encoding_changed = Signal(object)
    format_changed = Signal(str)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self._preview = IntakePreview(())
        self._files: tuple[str, ...] = ()
        self.files = ImportModel(self)
        self._add_head()
        self.summary = _Summary(look)
        self.table = ImportTable(look, self.files)
        self._add_refusals()
        self._add_foot()
        self.preview = PreviewPane(look)
        self._assemble()
        self.files.dataChanged.connect(self._show_counts)
        self.table.current_changed.connect(self._on_current_changed)
        self.table.selectionModel().selectionChanged.connect(self._on_selection_changed)
        self.table.edit_wanted.connect(self.edit_first)
        self.preview.edited.connect(self._on_edited)
        self.preview.left.connect(self._focus_table)
        self._show_counts()
        self._apply()
        look.changed.connect(self._apply)

    # --- what it shows ------------------------------------------------------------------------

    def show_preview(self, preview: IntakePreview, place: str = "") -> None:
        """Show what an import would do.

        Args:
            preview: Another preview of the same files keeps ticks and edits.
            place: Where the files are, e.g. "~/news/2016-03".
        """
        files = tuple(sorted({item.path for item in preview.items} | set(preview.gold_lines)))
        if files != self._files:
            self.files.forget()
            self._files = files
        self._preview = preview
        row = max(0, self.table.currentIndex().row())
        self.files.show_preview(preview)
        count = len(files) + len({item.file for item in preview.refused} - set(files))
        title = self.tr("Import 1 file") if count == 1 else self.tr("Import {count} files")
        self._title.setText(title.format(count=f"{count:,}"))
        self._place.setText(place)
        self._refusals.show_refusals(preview.refused, preview.warnings, preview.told)
        self._show_refusals()
        if self.files.rows:
            self.table.go_to(min(row, len(self.files.rows) - 1))
        else:
            self._on_current_changed(-1)
        self._show_counts()

    def show_reading(self, done: int, total: int) -> None:
        """Say how far the files are read; nothing can be imported meanwhile."""
        words = self.tr("of 1 file read") if total == 1 else self.tr("of {total} files read")
        words = words.format(total=f"{total:,}")
        self.summary.show_parts([("clock", "mute", done, words)])
        self._go.setEnabled(False)

    def show_suggest(self, *, ticked: bool) -> None:
        """Set the tick "Make suggestions after the import"."""
        self.suggest.setChecked(ticked)

    def chosen_gold(self) -> list[str]:
        """Return the paths of the ticked JSONL files."""
        return self.files.chosen_gold()

    def focus_first(self) -> None:
        """Give the focus to the table."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def edit_first(self) -> None:
        """Put the cursor into the field that asks for a look, else into the title."""
        number = self.table.currentIndex().row()
        if not 0 <= number < len(self.files.rows):
            return
        row = self.files.rows[number]
        if row.item is None:
            return
        key = "title"
        if not row.metadata.outlet:
            key = "outlet"
        elif self.files.date_state(row)[1] or not row.metadata.published:
            key = "published"
        elif len(self.table.selected_rows()) > 1:
            key = "outlet"
        self.preview.edit(key)

    def commit(self) -> None:
        """Ask for the import, as Ctrl+Enter does."""
        self.preview.finish()
        if self.preview.wrong_date:
            self.preview.edit("published")
            return
        if self._go.isEnabled():
            self.import_requested.emit(self.files.chosen_items(), self.suggest.isChecked())

    # --- events -------------------------------------------------------------------------------

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if event.key() == Qt.Key.Key_Escape or (control and enter):
                event.accept()
                return True
        return super().event(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.key() == Qt.Key.Key_Escape:
            self.cancelled.emit()
        elif control and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.commit()
        elif event.key() == Qt.Key.Key_F2:
            self.edit_first()
        else:
            super().keyPressEvent(event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.width() >= self.look.scaled(_NARROW)
        self.preview.setFixedWidth(self.look.scaled(424 if wide else 304))
        for label in self._choice_names:
            label.setVisible(wide)
        self._show_refusals()

    # --- inside -------------------------------------------------------------------------------

    def _add_head(self) -> None:
        look = self.look
        self.head = Ground(look)
        row = QHBoxLayout(self.head)
        row.setContentsMargins(24, 14, 24, 14)
        row.setSpacing(8)
        self._title = Words(look, self.tr("Import"), pixels=16, bold=True)
        self._place = Words(look, ink="mute", pixels=12)
        row.addWidget(self._title)
        row.addSpacing(8)
        row.addWidget(self._place, 1)
        forms = [
            ("auto", self.tr("detected")),
            ("text", self.tr("text")),
            ("jsonl", self.tr("JSONL")),
        ]
        self.form = Choice(look, forms, name=self.tr("Format"))
        self.form.chosen.connect(self._on_format_chosen)
        each = [(None, self.tr("each its own"))]
        named = [(name, _spoken(name)) for name in ENCODINGS]
        self.encoding = Choice(look, [*each, *named], name=self.tr("Encoding"))
        self.encoding.chosen.connect(self.encoding_changed)
        self._choice_names: list[Words] = []
        for words, choice in (
            (self.tr("Format"), self.form),
            (self.tr("Encoding"), self.encoding),
        ):
            label = Words(look, words, ink="mute", pixels=12)
            self._choice_names.append(label)
            row.addWidget(label)
            row.addWidget(choice)
            row.addSpacing(6)

    def _add_refusals(self) -> None:
        look = self.look
        self._refused_head = SectionHead(look)
        self._refusals = _Refusals(look)
        self._refused_scroll = QScrollArea()
        self._refused_scroll.setWidget(self._refusals)
        self._refused_scroll.setWidgetResizable(True)
        self._refused_scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._refused_scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._refused_scroll.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._refused = QWidget()
        column = QVBoxLayout(self._refused)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(24, 12, 24, 4)
        head.addWidget(self._refused_head)
        column.addWidget(Hairline(look))
        column.addLayout(head)
        column.addWidget(self._refused_scroll)

    def _add_foot(self) -> None:
        look = self.look
        self._foot = Ground(look)
        row = QHBoxLayout(self._foot)
        row.setContentsMargins(22, 10, 24, 10)
        row.setSpacing(12)
        self.suggest = Tick(look, self.tr("Make suggestions after the import"))
        self.suggest.setChecked(True)
        self._cancel = Button(look, self.tr("Cancel"), shortcut="Esc")
        self._cancel.clicked.connect(self.cancelled)
        self._go = Button(look, self.tr("Import"), shortcut="Ctrl+Return", primary=True)
        self._go.clicked.connect(self.commit)
        row.addWidget(self.suggest)
        row.addStretch(1)
        row.addWidget(self._cancel)
        row.addWidget(self._go)

    def _assemble(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(0)
        look = self.look
        for widget in (
            self.head,
            Hairline(look),
            self.summary,
            Hairline(look),
            self.table,
            self._refused,
            Hairline(look),
            self._foot,
        ):
            left.addWidget(widget)
        left.setStretchFactor(self.table, 1)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(left, 1)
        whole.addWidget(self.preview)

    def _show_counts(self) -> None:
        counts = self.files.counts()
        new, lines = counts["new"], counts["lines"]
        parts = [("check", "ok", new, self.tr("will be imported"))]
        if counts["attention"]:
            look = self.tr("of them needs a look")
            if counts["attention"] != 1:
                look = self.tr("of them need a look")
            parts.append(("triangle-warning", "warn", counts["attention"], look))
        if lines:
            parts.append(
                ("document", "mute", lines, self.tr("line") if lines == 1 else self.tr("lines"))
            )
        if counts["known"]:
            parts.append(("equals", "mute", counts["known"], self.tr("already here")))
        if self._preview.refused:
            parts.append(("cross", "bad", len(self._preview.refused), self.tr("refused")))
        self.summary.show_parts(parts)
        self._go.show_words(self._button_words(new, lines))
        self._go.setEnabled(bool(new or lines))

    def _button_words(self, new: int, lines: int) -> str:
        articles = self.tr("1 article") if new == 1 else self.tr("{count} articles")
        articles = articles.format(count=f"{new:,}")
        counted = self.tr("1 line") if lines == 1 else self.tr("{count} lines")
        counted = counted.format(count=f"{lines:,}")
        if new and lines:
            return self.tr("Import {articles}, {lines}").format(articles=articles, lines=counted)
        if lines:
            return self.tr("Import {lines}").format(lines=counted)
        if new:
            return self.tr("Import {articles}").format(articles=articles)
        return self.tr("Nothing to import")

    def _show_refusals(self) -> None:
        preview = self._preview
        refused, warnings, told = map(len, (preview.refused, preview.warnings, preview.told))
        self._refused.setVisible(bool(refused or warnings or told))
        head = self.tr("Refused") if refused else self.tr("Reported")
        note = self.tr("nothing of these is written") if refused else ""
        if refused and (warnings or told):
            note = self.tr("nothing is written of those with a cross")
        self._refused_head.show_words(head, note)
        self._refused_head.set_ink("bad" if refused else "warn" if warnings else "mute")
        rows = min(refused + warnings + told, _REFUSED_SHOWN if self.height() > 600 else 2)
        self._refused_scroll.setFixedHeight(rows * self._refusals.pitch + (rows > 0))

    def _on_current_changed(self, number: int) -> None:
        rows = self.files.rows
        row = rows[number] if 0 <= number < len(rows) else None
        self.preview.show_row(row, [rows[place].path for place in self.table.selected_rows()])

    def _on_selection_changed(self, *_selections: object) -> None:
        self._on_current_changed(self.table.currentIndex().row())

    def _on_edited(self, paths: Sequence[str], key: str, value: object) -> None:
        self.files.edit(paths, key, value if isinstance(value, str) else None)

    def _on_format_chosen(self, value: object) -> None:
        self.format_changed.emit(str(value))

    def _focus_table(self) -> None:
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _apply(self) -> None:
        for widget in (self, self.head, self.summary, self._refused, self._refusals):
            set_ground(widget, self.look, "paper")
        set_ground(self._refused_scroll.viewport(), self.look, "paper")
        set_ground(self._foot, self.look, "window")


def _spoken(name: str) -> str:
    spoken = name.replace("windows", "Windows").replace("iso", "ISO").replace("utf", "UTF")
    return spoken.replace("-le", " LE").replace("-be", " BE").replace("mac_roman", "Mac Roman")
