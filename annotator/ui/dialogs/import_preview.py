"""The right half of the import page: what one file would become."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFontMetricsF,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from annotator.domain.article import ArticleDraft, Zone, ZoneKind
from annotator.domain.offsets import OffsetMap
from annotator.ui.chrome import Hairline
from annotator.ui.import_model import ImportRow, found_where, period_words
from annotator.ui.inspector.parts import Button, Field, Ground, SectionHead, Words
from annotator.ui.inspector.values import is_period
from annotator.ui.look import Look, set_ground

SHOWN_MOST: Final = 3000
_NARROW: Final = 380
KEYS: Final = ("title", "outlet", "published")


@dataclass(slots=True)
class _Paragraph:
    """One laid out paragraph."""

    layout: QTextLayout
    start: int
    length: int
    units: OffsetMap
    zones: list[Zone]
    top: float = 0.0
    height: float = 0.0


class TextPreview(QWidget):
    """The first part of a text, its zones named in the margin; laid out once a width."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._paragraphs: list[_Paragraph] = []
        self._text = ""
        self._zones: tuple[Zone, ...] = ()
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        self.setSizePolicy(policy)
        look.changed.connect(self._lay_out)

    @property
    def text(self) -> str:
        """The characters shown."""
        return self._text

    def show_draft(self, draft: ArticleDraft | None) -> None:
        """Show the beginning of an article."""
        self._text = "" if draft is None else _beginning(draft.text)
        self._zones = () if draft is None else draft.zones
        self.setAccessibleName(self._text[:400])
        self._lay_out()

    @override
    def sizeHint(self) -> QSize:
        return QSize(240, self.minimumHeight())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        if event.size().width() != event.oldSize().width():
            self._lay_out()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._look.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for paragraph in self._paragraphs:
            if not event.rect().intersects(
                QRectF(0, paragraph.top, self.width(), paragraph.height + 4).toAlignedRect()
            ):
                continue
            self._paint_margin(painter, paragraph)
            dim = any(zone.kind == ZoneKind.BOILERPLATE for zone in paragraph.zones)
            painter.setPen(theme.faint if dim else theme.text)
            paragraph.layout.draw(painter, QPointF(self._margin(), paragraph.top))
        painter.end()

    def _margin(self) -> float:
        return self._side() + self._look.scaled(76)

    def _side(self) -> float:
        """Return the padding: less in a narrow pane."""
        return float(self._look.scaled(24 if self.width() >= self._look.scaled(_NARROW) else 16))

    def _lay_out(self) -> None:
        self._paragraphs = []
        width = max(60.0, self.width() - self._margin() - self._side())
        top = float(self._look.scaled(12))
        start = 0
        for line in self._text.split("\n"):
            if line.strip():
                top = self._add(line, start, top, width)
            start += len(line) + 1
        self.setMinimumHeight(round(top) + self._look.scaled(12))
        self.updateGeometry()
        self.update()

    def _add(self, line: str, start: int, top: float, width: float) -> float:
        look = self._look
        end = start + len(line)
        zones = [
            zone for zone in self._zones if zone.extent.start < end and start < zone.extent.end
        ]
        bold = any(zone.kind == ZoneKind.HEADLINE for zone in zones)
        layout = QTextLayout(line, look.font(15, bold=bold, serif=True))
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.beginLayout()
        pitch = float(look.scaled(26))
        height = 0.0
        while True:
            row = layout.createLine()
            if not row.isValid():
                break
            row.setLineWidth(width)
            row.setPosition(QPointF(0, height + (pitch - row.height()) / 2))
            height += pitch
        layout.endLayout()
        self._paragraphs.append(
            _Paragraph(layout, start, len(line), OffsetMap(line), zones, top, height)
        )
        return top + height + look.scaled(10)

    def _paint_margin(self, painter: QPainter, paragraph: _Paragraph) -> None:
        look, theme = self._look, self._look.theme
        right = self._margin() - look.scaled(12)
        pitch = look.scaled(26)
        for zone in paragraph.zones:
            first = max(0, zone.extent.start - paragraph.start)
            last = min(paragraph.length, zone.extent.end - paragraph.start) - 1
            top = self._row_of(paragraph, first) * pitch
            bottom = (self._row_of(paragraph, max(first, last)) + 1) * pitch
            bar = QRectF(right, paragraph.top + top, 1.5, bottom - top)
            painter.fillRect(bar, theme.line2)
            if zone.extent.start >= paragraph.start:
                painter.setFont(look.font(11))
                painter.setPen(theme.mute)
                side = self._side()
                width = right - side - look.scaled(4)
                words = QFontMetricsF(painter.font()).elidedText(
                    str(zone.kind), Qt.TextElideMode.ElideRight, width
                )
                box = QRectF(side, bar.y(), width + 2, pitch)
                painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, words)

    def _row_of(self, paragraph: _Paragraph, offset: int) -> int:
        line = paragraph.layout.lineForTextPosition(paragraph.units.to_utf16(offset))
        return line.lineNumber() if line.isValid() else 0


def _name(row: ImportRow | None) -> str:
    return "" if row is None else PurePath(row.path).name


def _beginning(text: str) -> str:
    if len(text) <= SHOWN_MOST:
        return text
    return text[:SHOWN_MOST].rsplit(" ", 1)[0] + " …"


class PreviewPane(Ground):
    """Metadata that can be corrected before the import, and the text with its zones.

    Signals:
        edited: Paths of the files meant, key ("title", "outlet", "published") and value; ``None``
            where it was emptied.
        left: Enter or Esc in a field: back to the table. Enter stays at a wrong date, Esc puts the
            old one back.
    """

    edited = Signal(object, str, object)
    left = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self._row: ImportRow | None = None
        self._paths: tuple[str, ...] = ()
        self._proposal: str | None = None
        self.head = SectionHead(look)
        self.fields: dict[str, Field] = {}
        self._found: dict[str, Words] = {}
        self._notes = Words(look, ink="warn", pixels=12, wrap=True)
        self.take = Button(look, "", quiet=True)
        self.take.set_ink("accent")
        self.take.clicked.connect(self._on_take)
        self.text = TextPreview(look)
        self._scroll = QScrollArea()
        self._scroll.setWidget(self.text)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._scroll.setAccessibleName(self.tr("Text of the article"))
        self._build()
        self._apply()
        look.changed.connect(self._apply)

    def _build(self) -> None:
        top = Ground(self.look)
        column = QVBoxLayout(top)
        column.setContentsMargins(24, 16, 24, 12)
        column.setSpacing(8)
        self._top = column
        column.addWidget(self.head)
        names = {
            "title": self.tr("title"),
            "outlet": self.tr("outlet"),
            "published": self.tr("date"),
        }
        self._names: list[Words] = []
        for key in KEYS:
            row = QHBoxLayout()
            row.setSpacing(8)
            name = Words(self.look, names[key], ink="mute", pixels=12)
            self._names.append(name)
            field = Field(self.look)
            field.setAccessibleName(names[key])
            field.editingFinished.connect(self._on_finished)
            field.textEdited.connect(self._on_text_edited)
            self.fields[key] = field
            self._found[key] = Words(self.look, ink="mute", pixels=12)
            row.addWidget(name)
            row.addWidget(field, 0 if key == "published" else 1)
            if key == "published":
                row.addWidget(self._found[key], 1)
            column.addLayout(row)
        column.addWidget(self._notes)
        column.addWidget(self.take)
        foot = QWidget()
        row = QHBoxLayout(foot)
        row.setContentsMargins(24, 0, 24, 0)
        self._kept = Words(
            self.look,
            self.tr("The text is kept as it is. BOM removed, CR LF to LF, nothing else."),
            ink="mute",
            pixels=12,
            wrap=True,
        )
        row.addWidget(self._kept)
        self._foot = foot
        whole = QVBoxLayout(self)
        whole.setContentsMargins(1, 0, 0, 0)
        whole.setSpacing(0)
        for widget in (top, Hairline(self.look), self._scroll, Hairline(self.look), foot):
            whole.addWidget(widget)
        whole.setStretchFactor(self._scroll, 1)

    def show_row(self, row: ImportRow | None, paths: Sequence[str]) -> None:
        """Show one file; what was typed for another one is handed out first.

        Args:
            row: The current one, ``None`` for none.
            paths: The files that an edit of outlet or date goes to, this one among them.
        """
        self.finish()
        self._row = row
        self._paths = tuple(paths)
        selected = len(paths)
        self.head.show_words(
            self.tr("Preview"),
            _name(row) if selected < 2 else self.tr("{count} files").format(count=selected),
        )
        draft = None if row is None or row.item is None else row.item.draft
        metadata = None if row is None or draft is None else row.metadata
        self._proposal = None if draft is None else draft.proposals.get("published")
        for key, field in self.fields.items():
            value = None if metadata is None else getattr(metadata, key)
            field.show_text(value or "")
            field.setEnabled(draft is not None and (selected < 2 or key != "title"))
            if not field.hasFocus():
                field.setCursorPosition(0)
        self._show_origin(draft, metadata.published if metadata is not None else None)
        notes = row.attention if row is not None else ()
        self._notes.show_text("\n".join(notes))
        self.text.show_draft(draft)
        self._scroll.verticalScrollBar().setValue(0)

    def edit(self, key: str) -> None:
        """Put the cursor into a field."""
        field = self.fields[key]
        field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        field.selectAll()

    @property
    def wrong_date(self) -> bool:
        """Whether a date was typed that is none."""
        field = self.fields["published"]
        text = field.text().strip()
        return field.isModified() and bool(text) and not is_period(text)

    def finish(self) -> None:
        """Emit what was typed and not kept yet; a wrong date is said and not kept."""
        for key, field in self.fields.items():
            if not field.isModified():
                continue
            if key == "published" and self.wrong_date:
                self._say_wrong()
                continue
            text = field.text().strip()
            field.setModified(False)
            self._emit(key, text or None)
            if key == "published":
                self._show_origin(None, text or None)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        side = 24 if self.width() >= self.look.scaled(_NARROW) else 16
        self._top.setContentsMargins(side, 16, side, 12)

    @override
    def paint_ground(self, painter: QPainter) -> None:
        painter.fillRect(0, 0, 1, self.height(), self.look.theme.line)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape)
        in_field = any(field.hasFocus() for field in self.fields.values())
        if not in_field or event.key() not in keys or event.modifiers():
            super().keyPressEvent(event)
            return
        if event.key() == Qt.Key.Key_Escape:
            self._forget_wrong()
        if not self._stay_at_wrong():
            self.left.emit()

    @override
    def focusNextPrevChild(self, next_child: bool) -> bool:
        if self.fields["published"].hasFocus() and self._stay_at_wrong():
            return True
        return super().focusNextPrevChild(next_child)

    def _stay_at_wrong(self) -> bool:
        """Say that a date is wrong and let it be typed again; return whether it is."""
        if not self.wrong_date:
            return False
        self._say_wrong()
        self.edit("published")
        return True

    def _forget_wrong(self) -> None:
        if self.wrong_date and self._row is not None:
            self.fields["published"].show_text(self._row.metadata.published or "")
            draft = None if self._row.item is None else self._row.item.draft
            self._show_origin(draft, self._row.metadata.published)

    def _show_origin(self, draft: ArticleDraft | None, value: str | None) -> None:
        proposal = self._proposal if value != self._proposal else None
        self._found["published"].set_ink("mute")
        self._found["published"].setText("" if draft is None else found_where(draft, value))
        self.take.setVisible(proposal is not None)
        if proposal is not None:
            self.take.show_words(self.tr("Take {date}").format(date=period_words(proposal)))

    def _say_wrong(self) -> None:
        self._found["published"].set_ink("warn")
        self._found["published"].setText(self.tr("no date: write 2016-02-04"))

    def _emit(self, key: str, value: str | None) -> None:
        if self._row is not None:
            single = key == "title" or not self._paths
            self.edited.emit((self._row.path,) if single else self._paths, key, value)

    def _on_finished(self) -> None:
        self.finish()

    def _on_text_edited(self, _text: str) -> None:
        text = self.fields["published"].text().strip()
        if not text or is_period(text):
            self._found["published"].set_ink("mute")
            self._found["published"].setText("")

    def _on_take(self) -> None:
        if self._proposal is not None:
            self.fields["published"].show_text(self._proposal)
            self._emit("published", self._proposal)
            self._show_origin(None, self._proposal)

    def _apply(self) -> None:
        for widget in (self, self._scroll, self._scroll.viewport(), self.text):
            set_ground(widget, self.look, "pane")
        for name in self._names:
            name.setFixedWidth(self.look.scaled(64))
        self.fields["published"].setFixedWidth(self.look.scaled(128))
        self._foot.setFixedHeight(self.look.scaled(40))
