"""Who is tagging: the names of the workspace, and a field for another one."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from annotator.domain.annotation import check_annotator_name
from annotator.errors import AnnotatorNameError
from annotator.ui.chrome import Hairline
from annotator.ui.dialogs.rows import Row, Rows
from annotator.ui.inspector.parts import Field, Words
from annotator.ui.inspector.popup import Popup
from annotator.ui.look import Look


@dataclass(frozen=True, slots=True)
class Person:
    """An annotator of the workspace.

    Attributes:
        articles: How many they have tagged.
    """

    name: str
    articles: int = 0


class AnnotatorPopup(Popup):
    """A list of names and a field; Enter takes the row or the typed name.

    Signals:
        annotator_chosen: The name of a person who tags.
        closed: It is gone.
    """

    annotator_chosen = Signal(str)

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(look, parent)
        self.setAccessibleName(self.tr("Annotator"))
        self.names = Rows(look, framed=False, takes_enter=True)
        self.names.taken.connect(self._on_taken)
        self.field = Field(look, self.tr("Another name"))
        self.field.returnPressed.connect(self._on_typed)
        self.field.textEdited.connect(self._on_edited)
        self._problem = Words(look, ink="warn", pixels=12, wrap=True)
        self._problem.setVisible(False)
        foot = QWidget()
        column = QVBoxLayout(foot)
        column.setContentsMargins(10, 10, 10, 10)
        column.setSpacing(6)
        line = QHBoxLayout()
        line.addWidget(self.field)
        column.addLayout(line)
        column.addWidget(self._problem)
        self.column.setContentsMargins(1, 6, 1, 1)
        self.column.addWidget(self.names)
        self.column.addWidget(Hairline(look))
        self.column.addWidget(foot)

    @property
    def problem(self) -> str:
        """What is wrong with the typed name."""
        return self._problem.text()

    def open_for(self, people: Sequence[Person], present: str, anchor: QRect) -> None:
        """Ask who is tagging.

        Args:
            people: Those who have tagged here, ``present`` among them or not.
            present: Who is tagging now.
            anchor: In coordinates of the parent.
        """
        known = list(people)
        if all(person.name != present for person in known) and present:
            known.insert(0, Person(present))
        rows = [Row(person.name, person.name, self._counted(person.articles)) for person in known]
        self.names.show_rows(rows, present)
        self.field.clear()
        self._problem.show_text("")
        self.setFixedWidth(self.look.scaled(280))
        self.open_at(anchor)

    @override
    def first_focus(self) -> QWidget:
        return self.names if self.names.value is not None else self.field

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        typed = event.text()
        if self.names.hasFocus() and typed.isprintable() and typed.strip():
            self.field.setFocus(Qt.FocusReason.OtherFocusReason)
            self.field.insert(typed)
        else:
            super().keyPressEvent(event)

    @override
    def focusNextPrevChild(self, next_child: bool) -> bool:
        other = self.field if self.names.hasFocus() else self.names
        other.setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def _on_taken(self, name: object) -> None:
        self.leave()
        self.annotator_chosen.emit(str(name))

    def _on_typed(self) -> None:
        try:
            name = check_annotator_name(self.field.text().strip())
        except AnnotatorNameError as error:
            self._problem.show_text(f"{error.problem_text} {error.remedy_text}")
            self.adjustSize()
            return
        self._on_taken(name)

    def _on_edited(self, _text: str) -> None:
        if self.problem:
            self._problem.show_text("")
            self.adjustSize()

    def _counted(self, count: int) -> str:
        if not count:
            return ""
        words = self.tr("1 article") if count == 1 else self.tr("{count} articles")
        return words.format(count=f"{count:,}")
