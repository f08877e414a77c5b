"""Keeps a difference as an example of the guideline: whose version, do or do not, what it shows."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget
from typing_extensions import override

from annotator.domain.entry import Entry, Example
from annotator.domain.guideline import frame_type_of
from annotator.ops import guideline
from annotator.ui.dialogs.panel import Panel
from annotator.ui.guideline.case_form import CaseWanted
from annotator.ui.guideline.parts import ExampleRow
from annotator.ui.inspector.label_grid import Segments
from annotator.ui.inspector.parts import Button, Field, Words
from annotator.ui.look import Look
from annotator.ui.review.case_words import GuidelineCase, guideline_case
from annotator.ui.review.desk import ReviewDesk
from annotator.ui.session import Session

_DO, _DONT = "do", "dont"


class CasePanel(Panel):
    """Laid over the window.

    Signals:
        wanted: A :class:`CaseWanted`; the panel is closed then.
    """

    wanted = Signal(object)

    def __init__(self, look: Look, host: QWidget) -> None:
        super().__init__(look, host, "Add this case to the guideline", width=560)
        self._case: GuidelineCase | None = None
        self.about = Words(look, ink="mute", pixels=12, wrap=True)
        self.whose = Segments(look, [], keys=False, clearable=False)
        self.whose.setAccessibleName("Whose version")
        self.choice = Segments(look, [(_DO, "Do"), (_DONT, "Do not")], keys=False, clearable=False)
        self.choice.setAccessibleName("Do or do not")
        self.preview = ExampleRow(look)
        self.why = Field(look, "What it shows, in one line")
        self.go = Button(look, "Add to the guideline", shortcut="Return", primary=True)
        cancel = Button(look, "Cancel", shortcut="Esc")
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(self.whose)
        row.addWidget(self.choice)
        row.addStretch(1)
        self.column.addWidget(self.about)
        self.column.addLayout(row)
        self.column.addSpacing(4)
        self.column.addWidget(self.preview)
        self.column.addSpacing(4)
        self.column.addWidget(Words(look, "What it shows", ink="mute", pixels=12))
        self.column.addWidget(self.why)
        self.column.addStretch(1)
        self.buttons.addStretch(1)
        self.buttons.addWidget(cancel)
        self.buttons.addWidget(self.go)
        self.whose.chosen.connect(self._on_version)
        self.choice.chosen.connect(self._show)
        self.why.textChanged.connect(lambda words: self.go.setEnabled(bool(words.strip())))
        cancel.clicked.connect(self.dismiss)
        self.go.clicked.connect(self.take_enter)

    def show_case(self, case: GuidelineCase, names: Sequence[str]) -> None:
        """Offer a difference; the version that was taken comes first.

        Args:
            case: What can be kept of it.
            names: What the sets are called on the screen, in the order of their places.
        """
        self._case = case
        self.about.show_text(f"Under “{case.entry.title}”. The scheme gets a new version.")
        self.whose.show_choices([(place, names[place]) for place in case.versions])
        first = next((place for place in case.versions if place in case.taken), None)
        place = first if first is not None else next(iter(case.versions))
        self.whose.show_value(place)
        self.why.show_text(case.why)
        self._on_version(place)

    @override
    def open(self) -> None:
        super().open()
        self.why.setCursorPosition(len(self.why.text()))

    @override
    def first_focus(self) -> QWidget:
        return self.why

    @override
    def take_enter(self) -> None:
        why = " ".join(self.why.text().split())
        example = self._example()
        if example is None or not why:
            self.why.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        kept = Example(example.text, example.marks, why)
        self.dismiss()
        self.wanted.emit(CaseWanted(kept, dont=self.choice.value == _DONT))

    def _example(self) -> Example | None:
        place = self.whose.value
        if self._case is None or not isinstance(place, int):
            return None
        return self._case.versions.get(place)

    def _on_version(self, place: object) -> None:
        """Show a version; one that was decided against is an example of what not to do."""
        taken = self._case.taken if self._case is not None else frozenset()
        against = bool(taken) and place not in taken
        self.choice.show_value(_DONT if against else _DO)
        self._show()

    def _show(self, *_choice: object) -> None:
        example = self._example()
        if example is not None and self._case is not None:
            kind = frame_type_of(self._case.entry.subject, self.look.scheme)
            self.preview.show_example(example, kind, good=self.choice.value == _DO)
        self.place()


class CaseKeeping(QObject):
    """Adds the case at hand of a :class:`ReviewDesk` to the guideline.

    Signals:
        said: A quiet sentence.
        done: What was added; undo takes it back.
    """

    said = Signal(str)
    done = Signal(str)

    def __init__(self, look: Look, session: Session, desk: ReviewDesk, host: QWidget) -> None:
        super().__init__(host)
        self._look = look
        self._session = session
        self._desk = desk
        self._host = host
        self._panel: CasePanel | None = None
        self._entry: Entry | None = None

    def ask(self) -> None:
        """Ask what the difference at hand shows."""
        view, review = self._desk.current, self._desk.review
        if view is None or review is None:
            self.said.emit("Choose a difference first.")
            return
        found = guideline_case(view, review, self._session.workspace.scheme)
        if found is None:
            self.said.emit("No words of the article are about this difference.")
            return
        if self._panel is None:
            self._panel = CasePanel(self._look, self._host.window())
            self._panel.wanted.connect(self._keep)
        self._entry = found.entry
        panel = self._panel
        panel.show_case(found, list(self._desk.shown_names().values()))
        panel.open()

    def _keep(self, wanted: CaseWanted) -> None:
        entry = self._entry
        if entry is None:
            return
        workspace, author = self._session.workspace, self._session.annotator
        title = entry.title

        def then(version: int) -> None:
            self.done.emit(f"Added to “{title}”. The scheme is version {version} now.")

        self._session.perform(
            lambda: guideline.add_case(
                workspace, entry.subject, wanted.example, author, dont=wanted.dont
            ),
            then,
        )

    def end(self) -> None:
        """Drop the panel with the page."""
        if self._panel is not None:
            self._panel.dismiss()
            self._panel.deleteLater()
            self._panel = None
