"""About: versions, licence, where the log is, what is new."""

import re
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget
from typing_extensions import override

from annotator.ui.dialogs.panel import Panel, PlainPage
from annotator.ui.inspector.parts import Button, Ground, SectionHead, Words
from annotator.ui.look import Look

_LINK: Final = re.compile(r"\[([^\]]+)\](?:\([^)]*\))?")
_MARKS: Final = re.compile(r"^(?:#+|[-*])\s+")


@dataclass(frozen=True, slots=True)
class ProgramFacts:
    """What About says; the caller knows where it comes from.

    Attributes:
        scheme: Name and version: "diplomatic-news 1".
        system: Versions of Python, Qt and the system, on one line.
        log_folder: Where the log files are.
        changelog: Markdown, shown as the text that it is.
    """

    version: str
    scheme: str
    licence: str
    system: str
    log_folder: str
    changelog: str


def reflowed(markdown: str) -> str:
    """Return a changelog as plain text: its paragraphs on one line, marks and preface left out."""
    start = markdown.find("\n## ")
    made: list[str] = []
    for line in markdown[max(0, start) :].splitlines():
        words = _LINK.sub(r"\1", line.strip())
        if made and made[-1] and words and not words.startswith(("#", "-", "*")):
            made[-1] += f" {words}"
        else:
            made.append(words)
    return "\n".join(_MARKS.sub(_bullet, line) for line in made).strip() + "\n"


def _bullet(match: re.Match[str]) -> str:
    return "" if match[0].startswith("#") else "· "


class AboutPanel(Panel):
    """Laid over the window.

    Signals:
        log_folder_requested: The button beside the log's folder.
    """

    log_folder_requested = Signal()

    def __init__(self, look: Look, host: QWidget) -> None:
        super().__init__(look, host, "", width=600)
        self.title.setText(self.tr("Annotator"))
        self._facts = [Words(look) for _ in range(5)]
        names = (
            self.tr("version"),
            self.tr("scheme"),
            self.tr("licence"),
            self.tr("runs on"),
            self.tr("log"),
        )
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        for row, (name, words) in enumerate(zip(names, self._facts, strict=True)):
            label = Words(look, name, ink="mute", pixels=12)
            self.keep_width(label, 72)
            grid.addWidget(label, row, 0)
            grid.addWidget(words, row, 1)
        holder = Ground(look)
        line = QHBoxLayout(holder)
        line.setContentsMargins(0, 0, 4, 4)
        line.addLayout(grid, 1)
        self.open_log = Button(look, self.tr("Open the folder"), icon_name="folder")
        self.open_log.clicked.connect(self.log_folder_requested)
        self.changes = PlainPage(look)
        self.changes.setMinimumHeight(220)
        self.changes.setAccessibleName(self.tr("What is new"))
        head = SectionHead(look, above=8, below=0)
        head.show_words(self.tr("What is new"))
        self.column.addWidget(holder)
        self.column.addWidget(head)
        self.column.addWidget(self.changes, 1)
        self.buttons.addWidget(self.open_log)
        self.buttons.addStretch(1)
        self._close = Button(look, self.tr("Close"), shortcut="Esc")
        self._close.clicked.connect(self.dismiss)
        self.buttons.addWidget(self._close)

    def show_facts(self, facts: ProgramFacts) -> None:
        """Show versions and places."""
        values = (facts.version, facts.scheme, facts.licence, facts.system, facts.log_folder)
        for words, value in zip(self._facts, values, strict=True):
            words.setText(value)
        self.changes.setPlainText(reflowed(facts.changelog))

    @property
    def words(self) -> str:
        """Everything but the changelog."""
        return " · ".join(words.text() for words in self._facts)

    @override
    def first_focus(self) -> QWidget:
        return self._close

    @override
    def take_enter(self) -> None:
        self.dismiss()
