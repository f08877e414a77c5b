"""One entry of the guideline, or its contents, as a column of widgets."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from annotator.domain.entry import Entry, Example, Subject, SubjectKind
from annotator.domain.guideline import Guideline, frame_type_of, value_words
from annotator.ui.guideline.marked_text import MarkedText
from annotator.ui.guideline.parts import Crumbs, EntryRow, ExampleRow, KeyList, Link, Section
from annotator.ui.inspector.parts import Button, Ground, Words
from annotator.ui.look import Look


def subject_words(subject: Subject, guideline: Guideline) -> str:
    """Return the name of a subject inside its parent: "organiser", "3 strong"."""
    return value_words(subject, guideline.scheme) or subject.name.replace("_", " ")


class Column(Ground):
    """Widgets below one another.

    Signals:
        followed: A :class:`Subject` was chosen, ``None`` for the contents.
    """

    followed = Signal(object)

    def __init__(self, look: Look, guideline: Guideline) -> None:
        super().__init__(look)
        self._guideline = guideline
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(0)
        self.links: list[QWidget] = []

    def _row(
        self, entry: Entry, words: str = "", says: str = "", *, beside: bool = False
    ) -> EntryRow:
        words = words or subject_words(entry.subject, self._guideline)
        row = EntryRow(self.look, entry, words, says, beside=beside)
        row.followed.connect(self.followed)
        self.links.append(row)
        return row

    def _list(self, title: str, entries: Sequence[Entry], *, beside: bool = False) -> None:
        """Add a section of entries that can be followed, each on one row or on two lines."""
        if not entries:
            return
        section = Section(self.look, title)
        for number, entry in enumerate(entries):
            says = entry.title if beside and entry.subject.kind is SubjectKind.LABEL else ""
            of_frame = beside and entry.subject.kind is SubjectKind.ROLE
            words = " · ".join(entry.subject.path).replace("_", " ") if of_frame else ""
            section.add(self._row(entry, words, says, beside=beside), above=0 if number else 2)
        self.column.addWidget(section)

    def _title(self, words: str) -> None:
        title = Words(self.look, words, pixels=18, bold=True, serif=True, wrap=True)
        title.setContentsMargins(0, 2, 0, 6)
        self.column.addWidget(title)

    def _prose(self, text: str) -> MarkedText:
        prose = MarkedText(self.look)
        prose.show_text(text)
        return prose


class EntryView(Column):
    """An entry: its place, title, definition, examples, hard cases, kin, and keys."""

    def __init__(self, look: Look, guideline: Guideline, entry: Entry) -> None:
        super().__init__(look, guideline)
        self.entry = entry
        self._kind = frame_type_of(entry.subject, guideline.scheme)
        self._crumbs()
        self._title(entry.title)
        if entry.definition:
            self.column.addWidget(self._prose(entry.definition))
        kind = entry.subject.kind
        if kind is SubjectKind.ATTRIBUTE:
            self._list(self.tr("Values"), guideline.children(entry.subject))
        self.do = self._examples(self.tr("Do"), entry.do, good=True)
        self.dont = self._examples(self.tr("Do not"), entry.dont, good=False)
        self._hard()
        self.keys = KeyList(look)
        self._keys_section = Section(look, self.tr("Keys for what is selected"))
        self._keys_section.add(self.keys, above=6)
        self.column.addWidget(self._keys_section)
        if kind is not SubjectKind.ATTRIBUTE:
            self._children()
            self._kin(kind)
        self.column.addStretch(1)
        self.setAccessibleName(entry.title)

    def show_keys(self, keys: Sequence[tuple[str, str]]) -> None:
        """Show the keys for what is selected now."""
        self.keys.show_keys(keys)
        self._keys_section.setVisible(bool(keys))

    def _kin(self, kind: SubjectKind) -> None:
        related = self._guideline.related(self.entry.subject)
        titles = {
            SubjectKind.ROLE: self.tr("Usual fillers"),
            SubjectKind.LABEL: self.tr("Fills"),
            SubjectKind.VALUE: self.tr("Other values"),
        }
        self._list(titles.get(kind, ""), related, beside=kind is not SubjectKind.VALUE)

    def _crumbs(self) -> None:
        subject = self.entry.subject
        crumbs = Crumbs(self.look)
        way: list[Subject] = []
        parent = self._guideline.parent(subject)
        while parent is not None:
            way.insert(0, parent)
            parent = self._guideline.parent(parent)
        root = way[0] if way else subject
        group = self.tr("Labels") if root.kind is SubjectKind.LABEL else self.tr("Frames")
        links = [Link(self.look, group, None)]
        links += [Link(self.look, subject_words(item, self._guideline), item) for item in way]
        for link in links:
            link.followed.connect(self.followed)
            crumbs.add(link)
            self.links.append(link)
        crumbs.finish(subject_words(subject, self._guideline))
        self.column.addWidget(crumbs)

    def _examples(
        self, title: str, examples: Sequence[Example], *, good: bool
    ) -> Sequence[ExampleRow]:
        rows: list[ExampleRow] = []
        if not examples:
            return rows
        section = Section(self.look, title)
        for example in examples:
            row = ExampleRow(self.look, good=good)
            row.show_example(example, self._kind)
            section.add(row, ruled=bool(rows))
            rows.append(row)
        self.column.addWidget(section)
        return rows

    def _hard(self) -> None:
        hard = self.entry.hard
        if not hard:
            return
        section = Section(
            self.look, self.tr("Hard case") if len(hard) == 1 else self.tr("Hard cases")
        )
        for number, words in enumerate(hard):
            section.add(self._prose(words), ruled=number > 0)
        self.column.addWidget(section)

    def _children(self) -> None:
        inside = self._guideline.children(self.entry.subject)
        for title, kind in (
            (self.tr("Roles"), SubjectKind.ROLE),
            (self.tr("Attributes"), SubjectKind.ATTRIBUTE),
        ):
            self._list(title, [entry for entry in inside if entry.subject.kind is kind])


class ContentsView(Column):
    """All labels and frame types with their roles and attributes.

    Signals:
        all_keys_wanted: The button with the key of that command was pressed.
    """

    all_keys_wanted = Signal()

    def __init__(self, look: Look, guideline: Guideline) -> None:
        super().__init__(look, guideline)
        scheme = guideline.scheme
        self._title(self.tr("Guideline"))
        self.column.addWidget(
            self._prose(
                self.tr("What is tagged, how, and how hard cases are decided, by {name}.").format(
                    name=scheme.name
                )
            )
        )
        self.all_keys = Button(look, self.tr("All keys"))
        self.all_keys.clicked.connect(self.all_keys_wanted)
        self.column.addSpacing(look.scaled(10))
        self.column.addWidget(self.all_keys)
        self.links.append(self.all_keys)
        roots = [entry for entry in guideline.entries if len(entry.subject.path) == 1]
        for title, kind in (
            (self.tr("Labels"), SubjectKind.LABEL),
            (self.tr("Frames"), SubjectKind.FRAME),
        ):
            self._list(title, [entry for entry in roots if entry.subject.kind is kind], beside=True)
        self.column.addStretch(1)
        self.setAccessibleName(self.tr("Guideline"))

    def show_keys(self, key: str) -> None:
        """Show the key of the sheet of all keys."""
        self.all_keys.show_shortcut(key)
