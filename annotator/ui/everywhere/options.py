"""The left pane of the concordance: what is done, where, which forms, which states."""

from collections.abc import Mapping, Sequence
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from annotator.domain.concordance import Act, HitState, Plan
from annotator.ui.chrome import Hairline
from annotator.ui.everywhere.arrangement import Arrangement
from annotator.ui.everywhere.tick_rows import TickRow, TickRows
from annotator.ui.everywhere.words import group_words
from annotator.ui.inspector.label_grid import Segments
from annotator.ui.inspector.parts import Ground, Pill, SectionHead, Tick, Words
from annotator.ui.look import Look, set_ground

HERE, CORPUS = "here", "corpus"
_ACTS: Final = ((Act.TAG, "Tag"), (Act.RELABEL, "Relabel"), (Act.UNTAG, "Untag"))
_ALWAYS: Final = frozenset({HitState.UNTAGGED, HitState.OTHERWISE, HitState.CLOSED})


class OptionsPane(QWidget):
    """Shows what is asked for; every change is a signal, nothing is decided here.

    Signals:
        act_chosen: An :class:`Act`.
        where_chosen: Whether only the open article is looked at.
        form_toggled: The number of a form.
        state_toggled: A :class:`HitState`, the group of a tick.
        case_toggled: Whether capitals count.
        remember_toggled: Whether it is kept as a rule.
        left: Esc in the pane.
        applied: Enter in the pane.
    """

    act_chosen = Signal(object)
    where_chosen = Signal(bool)
    form_toggled = Signal(object)
    state_toggled = Signal(object)
    case_toggled = Signal(bool)
    remember_toggled = Signal(bool)
    left = Signal()
    applied = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.pill = Pill(look)
        self.sentence = Words(look, ink="mute", pixels=12, wrap=True)
        self.acts = Segments(look, _ACTS, keys=False, clearable=False)
        self.where = Segments(look, _where(0, 0), keys=False, clearable=False)
        self.forms = TickRows(look, "Forms")
        self.states = TickRows(look, "State")
        self.case = Tick(look, "Capitals as written")
        self.remember = Tick(look, "Remember as a rule", shortcut="M")
        self.remember_note = Words(
            look, "New articles arrive with it suggested.", ink="mute", pixels=12, wrap=True
        )
        self._heads = {
            name: SectionHead(look) for name in ("Everywhere", "Where", "Forms", "State")
        }
        self._lay_out()
        self._connect()
        self._apply()
        look.changed.connect(self._apply)

    def _lay_out(self) -> None:
        self._body = Ground(self._look)
        column = QVBoxLayout(self._body)
        column.setContentsMargins(16, 18, 16, 12)
        column.setSpacing(0)
        for name, head in self._heads.items():
            head.show_words(name)
            if name != "Everywhere":
                column.addSpacing(20)
            column.addWidget(head)
            column.addSpacing(4 if name in {"Forms", "State"} else 8)
            for widget, gap in self._parts(name):
                column.addWidget(widget)
                column.addSpacing(gap)
        column.addStretch(1)
        self._area = QScrollArea()
        self._area.setWidget(self._body)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._foot = Ground(self._look)
        below = QVBoxLayout(self._foot)
        below.setContentsMargins(16, 12, 16, 14)
        below.setSpacing(2)
        below.addWidget(self.remember)
        beside = QHBoxLayout()
        beside.setContentsMargins(25, 0, 0, 0)
        beside.addWidget(self.remember_note)
        below.addLayout(beside)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._area, 1)
        whole.addWidget(Hairline(self._look))
        whole.addWidget(self._foot)
        self.acts.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def _parts(self, name: str) -> Sequence[tuple[QWidget, int]]:
        return {
            "Everywhere": ((self.pill, 8), (self.sentence, 10), (self.acts, 0)),
            "Where": ((self.where, 0),),
            "Forms": ((self.forms, 6), (self.case, 0)),
            "State": ((self.states, 0),),
        }[name]

    def _connect(self) -> None:
        self.acts.setAccessibleName("What is done")
        self.where.setAccessibleName("Where")
        self.acts.chosen.connect(self.act_chosen)
        self.where.chosen.connect(lambda value: self.where_chosen.emit(value == HERE))
        self.forms.toggled.connect(self.form_toggled)
        self.states.toggled.connect(self.state_toggled)
        self.case.clicked.connect(self.case_toggled)
        self.remember.clicked.connect(self.remember_toggled)
        for widget in (self.acts, self.where, self.forms, self.states, self.case, self.remember):
            widget.installEventFilter(self)

    # --- showing ------------------------------------------------------------------------------

    def show_asked(self, label: str, words: str, sentence: str, plan: Plan) -> None:
        """Show what is done to which words."""
        self.pill.show_tag(label, words)
        self.sentence.setText(sentence)
        self.acts.show_value(plan.act)
        self.remember.setEnabled(plan.act != Act.UNTAG)

    def show_figures(self, arrangement: Arrangement, forms: Sequence[str], label: str) -> None:
        """Show what was found, and what of it is ticked."""
        here, everywhere = arrangement.here_and_all()
        self.where.show_choices(_where(here, everywhere))
        self.where.show_value(HERE if arrangement.here else CORPUS)
        counts = arrangement.by_form()
        checked, unchecked = Qt.CheckState.Checked, Qt.CheckState.Unchecked
        self.forms.show_rows(
            [
                TickRow(
                    number,
                    form,
                    counts[number],
                    checked if arrangement.form_shown(number) else unchecked,
                )
                for number, form in enumerate(forms)
            ]
        )
        self._show_states(arrangement, label)

    def _show_states(self, arrangement: Arrangement, label: str) -> None:
        counts, ticked = arrangement.by_state(), arrangement.ticked_by_state()
        plan = arrangement.plan
        rows = []
        for state in HitState:
            count = counts.get(state, 0)
            listed = state == HitState.CLOSED or plan.shows(state)
            if not listed or not (count or state in _ALWAYS):
                continue
            rows.append(
                TickRow(
                    state,
                    group_words(state, label),
                    count,
                    self._tick(state, counts, ticked, plan),
                    bool(count) and (state == HitState.CLOSED or plan.changes(state)),
                )
            )
        self.states.show_rows(rows)

    @staticmethod
    def _tick(
        state: HitState,
        counts: Mapping[HitState, int],
        ticked: Mapping[HitState, int],
        plan: Plan,
    ) -> Qt.CheckState:
        if not ticked.get(state):
            asked = state == HitState.CLOSED and plan.closed_too
            return Qt.CheckState.PartiallyChecked if asked else Qt.CheckState.Unchecked
        whole = ticked[state] == counts.get(state)
        return Qt.CheckState.Checked if whole else Qt.CheckState.PartiallyChecked

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let Esc leave and Enter apply from every control of the pane."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Escape:
                self.left.emit()
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.applied.emit()
                return True
        return super().eventFilter(watched, event)

    def _apply(self) -> None:
        for widget in (self, self._area, self._area.viewport(), self._body, self._foot):
            set_ground(widget, self._look, "pane")


def _where(here: int, everywhere: int) -> list[tuple[object, str]]:
    return [(HERE, f"This article {here:,}"), (CORPUS, f"Corpus {everywhere:,}")]
