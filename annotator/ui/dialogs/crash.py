"""What is shown when the program itself is wrong: what happened, and what to send."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from annotator.ui.dialogs.panel import Panel, PlainPage
from annotator.ui.inspector.parts import Button, Words
from annotator.ui.look import Look


class CrashPanel(Panel):
    """Laid over the window; plain text only, whatever the error says.

    Signals:
        log_folder_requested: The button that opens the folder of the log.
    """

    log_folder_requested = Signal()

    def __init__(self, look: Look, host: QWidget) -> None:
        super().__init__(look, host, "", width=680)
        self.title.setText(self.tr("Something in the program went wrong"))
        self._problem = Words(look, wrap=True)
        self._kept = Words(
            look,
            self.tr("Everything shown as saved is saved. You can go on working."),
            ink="mute",
            pixels=12,
            wrap=True,
        )
        self.report = PlainPage(look, fixed_pitch=True)
        self.report.setMinimumHeight(240)
        self.report.setAccessibleName(self.tr("Report"))
        self._place = Words(look, ink="mute", pixels=12, wrap=True)
        for widget in (self._problem, self._kept, self.report, self._place):
            self.column.addWidget(widget)
        self.column.setStretchFactor(self.report, 1)
        self.copy = Button(look, self.tr("Copy the report"))
        self.copy.clicked.connect(self._on_copy)
        self.open_log = Button(look, self.tr("Open the folder of the log"), icon_name="folder")
        self.open_log.clicked.connect(self.log_folder_requested)
        self._close = Button(look, self.tr("Go on"), shortcut="Esc", primary=True)
        self._close.clicked.connect(self.dismiss)
        self.buttons.addWidget(self.copy)
        self.buttons.addWidget(self.open_log)
        self.buttons.addStretch(1)
        self.buttons.addWidget(self._close)

    def show_crash(self, problem: str, version: str, traceback: str, log_folder: str) -> None:
        """Show one error; with several, the first stays until the panel is closed."""
        if self.is_open:
            return
        self._problem.setText(problem)
        self.report.setPlainText(f"{version}\n\n{traceback.strip()}\n")
        self._place.setText(self.tr("It is in the log too: {path}").format(path=log_folder))
        self.copy.show_words(self.tr("Copy the report"))

    @property
    def text(self) -> str:
        """What can be copied."""
        return self.report.toPlainText()

    @override
    def first_focus(self) -> QWidget:
        return self._close

    @override
    def take_enter(self) -> None:
        self.dismiss()

    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text)
        self.copy.show_words(self.tr("Copied"))
