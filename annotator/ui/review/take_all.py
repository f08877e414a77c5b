"""Asks whose version is taken wherever a label is in question, and says how often that is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from annotator.domain.wording import counted
from annotator.ui.dialogs.panel import Panel
from annotator.ui.dialogs.rows import Row, Rows
from annotator.ui.inspector.label_grid import Segments
from annotator.ui.inspector.parts import Button, Words
from annotator.ui.look import Look


@dataclass(frozen=True, slots=True)
class TakeAllWanted:
    """What is to be taken.

    Attributes:
        place: Whose version, by the place on the screen.
        label: A label or frame type.
        everywhere: In all articles that may be looked at, not only the one at hand.
    """

    place: int
    label: str
    everywhere: bool


class TakeAllPanel(Panel):
    """Laid over the window.

    Signals:
        wanted: A :class:`TakeAllWanted`; the panel is closed then.
        count_wanted: All articles were chosen: :meth:`show_everywhere` is to be called.
    """

    wanted = Signal(object)
    count_wanted = Signal()

    def __init__(self, look: Look, host: QWidget) -> None:
        super().__init__(look, host, "Take all of one for a label", width=520)
        self._here: Mapping[str, int] = {}
        self._everywhere: Mapping[str, int] | None = None
        self._articles = 0
        self._names: Sequence[str] = ()
        self.whose = Segments(look, [], keys=False, clearable=False)
        self.whose.setAccessibleName("Whose version")
        self.where = Segments(look, [], keys=False, clearable=False)
        self.where.setAccessibleName("In which articles")
        self.labels = Rows(look)
        self.summary = Words(look, ink="mute", pixels=12, wrap=True)
        self.go = Button(look, "Take", shortcut="Return", primary=True)
        cancel = Button(look, "Cancel", shortcut="Esc")
        for words, part in (
            ("Whose version", self.whose),
            ("Where", self.where),
            ("Of what, with the differences left to decide", self.labels),
        ):
            self.column.addWidget(Words(look, words, ink="mute", pixels=12))
            self.column.addWidget(part)
            self.column.addSpacing(4)
        self.column.addWidget(self.summary)
        self.column.addStretch(1)
        self.buttons.addStretch(1)
        self.buttons.addWidget(cancel)
        self.buttons.addWidget(self.go)
        self.whose.chosen.connect(self._show_summary)
        self.labels.chosen.connect(self._show_summary)
        self.where.chosen.connect(self._on_where)
        cancel.clicked.connect(self.dismiss)
        self.go.clicked.connect(self.take_enter)

    def show_choices(
        self, names: Sequence[str], here: Mapping[str, int], articles: int, label: str
    ) -> None:
        """Offer what can be taken.

        Args:
            names: Whose sets, as they are called on the screen.
            here: Number of open differences of the article at hand, by label or frame type.
            articles: How many articles may be looked at; below two there is only the one at hand.
            label: What to start with.
        """
        self._names, self._here, self._articles = names, here, articles
        self._everywhere = None
        self.whose.show_choices(list(enumerate(names)))
        self.whose.show_value(0)
        where: list[tuple[object, str]] = [(False, "this article")]
        if articles > 1:
            where.append((True, f"all {articles:,} articles"))
        self.where.show_choices(where)
        self.where.show_value(False)  # noqa: FBT003 - the value of the first segment
        self._show_labels(label)
        if not here and articles > 1:
            self.where.show_value(True)  # noqa: FBT003
            self._on_where(True)  # noqa: FBT003

    def show_everywhere(self, counts: Mapping[str, int]) -> None:
        """Show the numbers of all articles, which were counted behind the window."""
        self._everywhere = counts
        if self.where.value:
            self._show_labels(str(self.labels.value or ""))

    @property
    def count(self) -> int:
        """How many differences would be decided, 0 while that is not known."""
        return self._counts().get(str(self.labels.value), 0)

    @override
    def first_focus(self) -> QWidget:
        return self.labels

    @override
    def take_enter(self) -> None:
        place = self.whose.value
        if not self.count or not isinstance(place, int):
            return
        self.dismiss()
        self.wanted.emit(
            TakeAllWanted(place, str(self.labels.value), everywhere=bool(self.where.value))
        )

    # --- inside -------------------------------------------------------------------------------

    def _counts(self) -> Mapping[str, int]:
        return (self._everywhere or {}) if self.where.value else self._here

    def _on_where(self, everywhere: object) -> None:
        if everywhere and self._everywhere is None:
            self.count_wanted.emit()
        self._show_labels(str(self.labels.value or ""))

    def _show_labels(self, label: str) -> None:
        counts = sorted(self._counts().items(), key=lambda item: (-item[1], item[0]))
        self.labels.show_rows([Row(name, name, f"{count:,}") for name, count in counts], label)
        self._show_summary()
        self.place()

    def _show_summary(self, *_changed: object) -> None:
        place = self.whose.value
        name = self._names[place] if isinstance(place, int) and self._names else ""
        count = self.count
        if count:
            words = (
                f"{counted(count, 'difference')} about {self.labels.value}: the version of {name} "
                f"is taken, and where {name} has no tag, none becomes gold. What was decided "
                "before stays."
            )
        elif self.where.value and self._everywhere is None:
            words = "Counting …"
        else:
            words = "Nothing is left to decide there."
        self.summary.show_text(words)
        self.go.show_words(f"Take {count:,} of {name}" if count else "Take")
        self.go.setEnabled(bool(count))
