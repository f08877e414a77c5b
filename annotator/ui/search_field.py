"""A one-line field with a magnifier and a cross that empties it."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QWidget
from typing_extensions import override

from annotator.ui.chrome import set_field_ground, tinted_icon
from annotator.ui.look import Look


class SearchField(QLineEdit):
    """A search field 28 high.

    Signals:
        went_down: The down arrow: to what was found.
        left: Esc in the empty field; in a filled one it empties it.
    """

    went_down = Signal()
    left = Signal()

    def __init__(
        self, look: Look, placeholder: str, name: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._look = look
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._magnifier = self.addAction(QIcon(), QLineEdit.ActionPosition.LeadingPosition)
        self._clear = self.addAction(QIcon(), QLineEdit.ActionPosition.TrailingPosition)
        self._clear.setToolTip("Clear")
        self._clear.setVisible(False)
        self._clear.triggered.connect(self.clear)
        self.textChanged.connect(self._on_text_changed)
        look.changed.connect(self._on_look_changed)
        self._on_look_changed()

    @override
    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self._look.scaled(28))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            if self.text():
                self.clear()
            else:
                self.left.emit()
        elif event.key() == Qt.Key.Key_Down:
            self.went_down.emit()
        else:
            super().keyPressEvent(event)

    def _on_text_changed(self, text: str) -> None:
        self._clear.setVisible(bool(text))

    def _on_look_changed(self) -> None:
        set_field_ground(self, self._look)
        ink = self._look.theme.mute
        self._magnifier.setIcon(tinted_icon("search", ink))
        self._clear.setIcon(tinted_icon("cross", ink))
        self.setFont(self._look.font(13))
        self.setFixedHeight(self._look.scaled(28))
