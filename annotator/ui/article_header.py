"""The line over the article: what is known about it, edited in place."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Final
from urllib.parse import urlsplit

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFontMetricsF,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QLineEdit, QSizePolicy, QWidget
from typing_extensions import override

from annotator.domain.annotation import SetStatus
from annotator.domain.article import Metadata
from annotator.ui import icons
from annotator.ui.chrome import (
    KEYBOARD_REASONS,
    FlatButton,
    paint_ring,
    plain_label,
    set_field_ground,
    set_ink,
)
from annotator.ui.corpus.marks import MARKS, WORDS, date_words
from annotator.ui.look import Look, set_ground

HEIGHT: Final = 40
KEYS: Final = ("outlet", "published", "url")
_ICONS: Final = {"outlet": "", "published": "calendar", "url": ""}
_MISSING: Final = {"outlet": "no outlet", "published": "no date", "url": "no address"}
_NAMES: Final = {"outlet": "Outlet", "published": "Date", "url": "Address"}
_EDIT_WIDTHS: Final = {"outlet": 200, "published": 112, "url": 320}
_DATE: Final = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
_LANGUAGES: Final = {
    "ar": "Arabic", "de": "German", "en": "English", "es": "Spanish", "fa": "Persian",
    "fr": "French", "he": "Hebrew", "it": "Italian", "ru": "Russian", "tr": "Turkish",
    "uk": "Ukrainian", "zh": "Chinese",
}  # fmt: skip


def wrong_date(text: str) -> str:
    """Return what is wrong with a date, "" for an ISO date, month, year or nothing."""
    problem = "A date like 2016-02-04, or a month like 2016-02."
    if not text:
        return ""
    if not _DATE.fullmatch(text):
        return problem
    numbers = [int(part) for part in text.split("-")]
    try:
        date(*[*numbers, 1, 1][:3])
    except ValueError:
        return f"There is no {text}."
    return ""


def wrong_url(text: str) -> str:
    """Return what is wrong with an address, "" for http, https or nothing."""
    return "" if not text or is_web_address(text) else "An address begins with http:// or https://."


def is_web_address(text: str) -> bool:
    """Return whether a browser may be asked to open an address."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.netloc) and " " not in text


_CHECKS: Final[Mapping[str, Callable[[str], str]]] = {"published": wrong_date, "url": wrong_url}


def shown_value(key: str, value: str) -> str:
    """Return metadata as the header writes it."""
    if key == "published":
        return date_words(value)
    if key == "url":
        return re.sub(r"^https?://(www\.)?", "", value).rstrip("/")
    return value


class _Value(QAbstractButton):
    """One value with its icon; a click edits it."""

    def __init__(self, look: Look, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._key = key
        self._keyboard = False
        self._ink = "mute"
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        look.changed.connect(self._on_look_changed)

    def show_value(self, text: str, ink: str, tip: str = "") -> None:
        """Show words in one of the theme's colours."""
        self.setText(text)
        self._ink = ink
        self.setAccessibleName(f"{_NAMES[self._key]}: {text}")
        self.setToolTip(tip)
        self._on_look_changed()

    @override
    def sizeHint(self) -> QSize:
        width = QFontMetricsF(self._look.font(12)).horizontalAdvance(self.text()) + 2
        return QSize(round(width + self._left() + self._look.scaled(4)), self._look.scaled(28))

    @override
    def minimumSizeHint(self) -> QSize:
        least = 96 if self._key == "url" else 48
        return QSize(
            min(self._look.scaled(least), self.sizeHint().width()), self.sizeHint().height()
        )

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look = self._look
        theme = look.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.hover)
            painter.drawRoundedRect(QRectF(self.rect()), 4, 4)
        ink = getattr(theme, self._ink)
        if _ICONS[self._key]:
            side = look.scaled(14)
            box = QRectF(look.scaled(4), (self.height() - side) // 2, side, side)
            icons.paint(painter, _ICONS[self._key], ink, box)
        font = look.font(12)
        painter.setFont(font)
        painter.setPen(ink)
        box = QRectF(self.rect()).adjusted(self._left(), 0, -look.scaled(2), 0)
        mode = Qt.TextElideMode.ElideMiddle if self._key == "url" else Qt.TextElideMode.ElideRight
        text = QFontMetricsF(font).elidedText(self.text(), mode, box.width())
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, text)
        if self.hasFocus() and self._keyboard:
            paint_ring(painter, QRectF(self.rect()), look, 3)
        painter.end()

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        self._keyboard = event.reason() in KEYBOARD_REASONS
        super().focusInEvent(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
            return
        super().keyPressEvent(event)

    def _left(self) -> int:
        return self._look.scaled(26 if _ICONS[self._key] else 4)

    def _on_look_changed(self) -> None:
        self.updateGeometry()
        self.update()


class _Edit(QLineEdit):
    """The field that takes the place of a value."""

    entered = Signal()
    cancelled = Signal()
    went = Signal(int)
    lost = Signal()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        elif key == Qt.Key.Key_Escape:
            self.cancelled.emit()
        elif key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            self.went.emit(-1 if key == Qt.Key.Key_Backtab else 1)
        else:
            super().keyPressEvent(event)

    @override
    def focusNextPrevChild(self, next_child: bool) -> bool:
        return False  # Tab comes as a key

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.lost.emit()


class _Status(QWidget):
    """Mark and word of the annotation set."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.status = SetStatus.NEW
        self.with_word = True
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @override
    def sizeHint(self) -> QSize:
        look = self._look
        width = look.scaled(16)
        if self.with_word:
            words = QFontMetricsF(look.font(12)).horizontalAdvance(WORDS[self.status])
            width += look.scaled(6) + round(words) + 2
        return QSize(width, look.scaled(20))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look = self._look
        name, colour = MARKS[self.status]
        painter = QPainter(self)
        side = look.scaled(16)
        ink = getattr(look.theme, colour)
        icons.paint(painter, name, ink, QRectF(0, (self.height() - side) // 2, side, side))
        if self.with_word:
            painter.setFont(look.font(12))
            painter.setPen(look.theme.mute if self.status == SetStatus.NEW else ink)
            box = QRectF(self.rect()).adjusted(side + look.scaled(6), 0, 0, 0)
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, WORDS[self.status])
        painter.end()


class ArticleHeader(QWidget):
    """Outlet, date, address, language and length, status: 40 high, over the article's column.

    Enter keeps an edit, Esc drops it, Tab keeps it and edits the next value. A wrong one stays in
    the field with what is wrong beside it.

    Signals:
        metadata_edited: Key of the metadata and its new value, "" to empty it.
        url_requested: An http or https address is to be opened in the browser.
        left: An edit is over: the text wants the focus.
    """

    metadata_edited = Signal(str, str)
    url_requested = Signal(str)
    left = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._raw: dict[str, str] = dict.fromkeys(KEYS, "")
        self._proposed: dict[str, str] = {}
        self._editing = ""
        self._values = {key: _Value(look, key) for key in KEYS}
        self._edit = _Edit()
        self._problem = plain_label()
        self._open = FlatButton(look, icon_name="globe", name="Open in the browser")
        self._length = plain_label()
        self._status = _Status(look)
        self._layout = QHBoxLayout(self)
        self._slots = {key: QHBoxLayout() for key in KEYS}
        self._lay_out()
        for key, value in self._values.items():
            value.clicked.connect(lambda *_checked, key=key: self.edit(key))
        self._edit.entered.connect(self._on_entered)
        self._edit.cancelled.connect(self.cancel)
        self._edit.went.connect(self._on_went)
        self._edit.lost.connect(self._on_lost)
        self._edit.textEdited.connect(lambda _text: self._say(""))
        self._open.clicked.connect(lambda: self.url_requested.emit(self._raw["url"]))
        look.changed.connect(self._on_look_changed)
        self._on_look_changed()
        self.clear()

    @property
    def editing(self) -> str:
        """The key that is edited now, "" for none."""
        return self._editing

    @property
    def problem(self) -> str:
        """What is wrong with what is being edited."""
        return self._problem.text()

    def clear(self) -> None:
        """Show nothing: no article is open."""
        self.show_article(Metadata(language=None), 0, SetStatus.NEW)
        for widget in (*self._values.values(), self._open, self._length, self._status):
            widget.hide()

    def show_article(
        self,
        metadata: Metadata,
        words: int,
        status: SetStatus,
        proposals: Mapping[str, str] | None = None,
    ) -> None:
        """Show what is known about an article; an edit that was open is dropped.

        Args:
            metadata: Of the article.
            words: How long its text is.
            status: Of the annotator's set.
            proposals: Values that were found but not believed: "2006-02-04?".
        """
        self._stop_editing()
        self._raw = {key: getattr(metadata, key) or "" for key in KEYS}
        self._proposed = dict(proposals or {})
        for key in KEYS:
            self._show_value(key)
        language = _LANGUAGES.get(metadata.language or "", metadata.language or "")
        parts = [language, f"{words:,} words"] if words else [language]
        self._length.setText(" · ".join(part for part in parts if part))
        self._status.show()
        self._open.show()
        self.show_status(status)

    def show_status(self, status: SetStatus) -> None:
        """Show another status of the set."""
        self._status.status = status
        self._status.setAccessibleName(f"Status: {WORDS[status]}")
        self._fit()

    def set_margins(self, left: int, right: int) -> None:
        """Begin and end where the article's column does, in pixels of this widget."""
        self._layout.setContentsMargins(max(8, left - self._look.scaled(4)), 0, right, 0)
        self._fit()

    def edit(self, key: str = "") -> None:
        """Edit one value; without a key the first that is missing or proposed, else the date."""
        if not key:
            open_keys = [name for name in KEYS if not self._raw[name]]
            key = open_keys[0] if open_keys else "published"
        if self._editing:
            self._stop_editing()
        self._editing = key
        self._values[key].hide()
        self._slots[key].addWidget(self._edit)
        self._edit.setAccessibleName(_NAMES[key])
        self._edit.setPlaceholderText("2016-02-04" if key == "published" else _NAMES[key])
        self._edit.setFixedWidth(self._look.scaled(_EDIT_WIDTHS[key]))
        self._edit.setText(self._raw[key] or self._proposed.get(key, ""))
        self._edit.show()
        self._edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._edit.selectAll()
        self._fit()

    def cancel(self) -> None:
        """Drop the edit."""
        if self._editing:
            self._stop_editing()
            self.left.emit()

    @override
    def sizeHint(self) -> QSize:
        return QSize(640, self._look.scaled(HEIGHT))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(200, self._look.scaled(HEIGHT))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    # --- building ---------------------------------------------------------------------------

    def _lay_out(self) -> None:
        layout = self._layout
        layout.setSpacing(self._look.scaled(12))
        layout.setContentsMargins(16, 0, 16, 0)
        for key in KEYS:
            slot = self._slots[key]
            slot.setSpacing(0)
            if key == "url":
                slot.addWidget(self._open)
            slot.addWidget(self._values[key])
            layout.addLayout(slot)
        layout.addWidget(self._problem, 1)
        layout.addWidget(self._length)
        layout.addStretch(1)
        layout.addWidget(self._status)
        self._edit.setParent(self)
        self._edit.hide()
        self._problem.hide()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def _show_value(self, key: str) -> None:
        value = self._raw[key]
        proposed = self._proposed.get(key, "")
        shown = self._values[key]
        if value:
            shown.show_value(shown_value(key, value), "mute")
        elif proposed:
            words = f"{shown_value(key, proposed)}?" if key != "published" else f"{proposed}?"
            shown.show_value(
                words, "warn", "Found, but the text speaks against it. Enter keeps it."
            )
        else:
            shown.show_value(_MISSING[key], "faint")
        shown.setVisible(key != self._editing)

    def _fit(self) -> None:
        """Hide what is least needed until the rest fits."""
        margins = self._layout.contentsMargins()
        room = self.width() - margins.left() - margins.right()
        gap = self._layout.spacing()
        wanted = sum(
            (self._edit.width() if key == self._editing else value.sizeHint().width()) + gap
            for key, value in self._values.items()
        )
        self._open.setEnabled(is_web_address(self._raw["url"]))
        wanted += self._open.width()
        self._status.with_word = True
        with_word = self._status.sizeHint().width()
        length = self._length.sizeHint().width() + gap
        fits = wanted + length + with_word <= room
        self._length.setVisible(fits and bool(self._length.text()) and not self.problem)
        self._status.with_word = fits or wanted + with_word <= room
        self._status.updateGeometry()
        self._status.update()

    def _on_look_changed(self) -> None:
        look = self._look
        set_ground(self, look, "paper")
        self.setFixedHeight(look.scaled(HEIGHT))
        self._edit.setFont(look.font(12))
        set_field_ground(self._edit, look)
        self._edit.setTextMargins(look.scaled(4), 0, look.scaled(4), 0)
        self._edit.setFixedHeight(look.scaled(28))
        self._open.setFixedSize(look.scaled(24), look.scaled(24))
        for label, ink in ((self._length, look.theme.faint), (self._problem, look.theme.warn)):
            label.setFont(look.font(12))
            set_ink(label, ink)
        self._fit()

    # --- editing ----------------------------------------------------------------------------

    def _keep(self) -> bool:
        """Keep what was edited; return False where it is wrong, and stay."""
        key = self._editing
        text = " ".join(self._edit.text().split())
        problem = _CHECKS[key](text) if key in _CHECKS else ""
        if problem:
            self._say(problem)
            return False
        changed = text != self._raw[key]
        if changed:
            self._raw[key] = text
            self._proposed.pop(key, None)
        self._stop_editing()
        if changed:
            self.metadata_edited.emit(key, text)
        return True

    def _on_entered(self) -> None:
        if self._keep():
            self.left.emit()

    def _on_went(self, step: int) -> None:
        key = self._editing
        if self._keep():
            self.edit(KEYS[(KEYS.index(key) + step) % len(KEYS)])

    def _on_lost(self) -> None:
        """Keep a right value when one goes elsewhere; a wrong one stays open to be seen."""
        if self._editing:
            self._keep()

    def _stop_editing(self) -> None:
        key = self._editing
        if not key:
            return
        self._editing = ""
        self._say("")
        self._edit.hide()
        self._slots[key].removeWidget(self._edit)
        self._show_value(key)
        self._fit()

    def _say(self, problem: str) -> None:
        self._problem.setText(problem)
        self._problem.setVisible(bool(problem))
        self._fit()
