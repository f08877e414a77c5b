"""The Agreement page: figures at the left, a heat map in the middle, the places at the right."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget
from typing_extensions import override

from annotator.domain.agreement import ArticleAgreement, GroupAgreement
from annotator.domain.wording import counted
from annotator.errors import AnnotatorError, FileUnwritableError
from annotator.jobs import Progress
from annotator.ops import agreement, review_queue
from annotator.ops.agreement import LABELS, Cell, Overview, ShownSpot
from annotator.ops.group_agreement import group_agreement
from annotator.store.changes import Changes
from annotator.ui.agreement.heat_map import HeatLegend, HeatMap
from annotator.ui.agreement.lines import (
    Line,
    as_csv,
    figure,
    group_csv,
    interval,
    lines_of,
    talks,
)
from annotator.ui.agreement.measure_list import MeasureHead, MeasureList
from annotator.ui.agreement.pair_table import PairTable
from annotator.ui.agreement.spot_list import SpotList
from annotator.ui.chrome import Hairline
from annotator.ui.commands import AGREEMENT
from annotator.ui.inspector.choice import Choice
from annotator.ui.inspector.parts import Button, Card, Ground, SectionHead, Words
from annotator.ui.job_runner import Job
from annotator.ui.look import Look, set_ground
from annotator.ui.review.verdicts import NEEDS_TWO, set_words
from annotator.ui.session import Session
from annotator.ui.status_line import Figure
from annotator.ui.work_page import WorkPage

LEFT: Final = 520
RIGHT: Final = 336
STACKED: Final = 1180
MOST_TALK: Final = 5
MOST_ARTICLES: Final = 8
STATUS_ORDER: Final = ("new", "in-progress", "complete", "returned", "approved", "excluded")


class AgreementPage(WorkPage):
    """Figures about two annotators; each leads to the places behind it."""

    def __init__(self, look: Look, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._session = session
        self._stale = True
        self._found: Overview | None = None
        self._group: GroupAgreement | None = None
        self._line: Line | None = None
        self._shown_cell: tuple[str, str] = ("", "")
        self.title = Words(look, "Agreement", pixels=16, bold=True)
        self.note = Words(look, ink="mute", pixels=12)
        self.a = Choice(look, (), name="A", least=84)
        self.b = Choice(look, (), name="B", least=84)
        self.measures = MeasureList(look)
        self.measures_head = MeasureHead(look, self.measures)
        self.map_title = Words(look, pixels=16, bold=True)
        self.map_note = Words(look, ink="mute", pixels=12, wrap=True)
        self.map = HeatMap(look)
        self.legend = HeatLegend(look)
        self.talk = Card(look)
        self.talk_lines = Words(look, wrap=True, pixels=12)
        self.group = Card(look)
        self.group_title = Words(look, bold=True)
        self.group_words = Words(look, wrap=True, pixels=12)
        self.pairs = PairTable(look)
        self.articles = Card(look)
        self.article_lines = Words(look, wrap=True, pixels=12)
        self.people = Card(look)
        self.people_lines = Words(look, wrap=True, pixels=12)
        self.spots_head = SectionHead(look, "Differences")
        self.cell_words = Words(look, wrap=True)
        self.spots = SpotList(look)
        self.button = Button(look, "", shortcut="Return")
        self.empty = Words(look, ink="mute", wrap=True)
        self._grounds: list[tuple[QWidget, str]] = []
        self._lay_out()
        self._connect()
        self._apply()
        self.show_group(None)

    # --- building -----------------------------------------------------------------------------

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self._left, self._right = self._left_pane(), self._right_pane()
        self._lines = [Hairline(self._look, upright=True) for _ in range(2)]
        row.addWidget(self._left)
        row.addWidget(self._lines[0])
        row.addWidget(self._centre_pane(), 1)
        row.addWidget(self._lines[1])
        row.addWidget(self._right)

    def _left_pane(self) -> QWidget:
        pane, head = QWidget(), Ground(self._look)
        line = QHBoxLayout(head)
        line.setContentsMargins(24, 12, 16, 12)
        line.setSpacing(8)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.title)
        words.addWidget(self.note)
        line.addLayout(words, 1)
        line.addWidget(self.a)
        line.addWidget(self.b)
        column = QVBoxLayout(pane)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(head)
        column.addWidget(Hairline(self._look))
        self.empty.setContentsMargins(24, 20, 24, 20)
        column.addWidget(self.empty)
        column.addWidget(self.measures_head)
        column.addWidget(self.measures, 1)
        column.addStretch(0)
        self._grounds += [(head, "paper"), (self.measures, "paper")]
        return pane

    def _centre_pane(self) -> QWidget:
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(24, 14, 24, 24)
        column.setSpacing(8)
        for part in (self.map_title, self.map_note, self.map, self.legend):
            column.addWidget(part)
        grouped: tuple[QWidget, ...] = (self.group_title, self.group_words, self.pairs)
        for one in grouped:
            self.group.column.addWidget(one)
        column.addSpacing(8)
        column.addWidget(self.group)
        for card, title, lines in (
            (self.talk, "Where it would pay to talk", self.talk_lines),
            (self.articles, "Articles, furthest apart first", self.article_lines),
            (self.people, "Articles by status", self.people_lines),
        ):
            card.column.addWidget(Words(self._look, title, bold=True))
            card.column.addWidget(lines)
            column.addSpacing(8)
            column.addWidget(card)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidget(inner)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._centre = scroll
        self._grounds += [(inner, "paper"), (scroll, "paper")]
        return scroll

    def _right_pane(self) -> QWidget:
        pane = QWidget()
        head = QVBoxLayout()
        head.setContentsMargins(16, 14, 16, 10)
        head.setSpacing(6)
        head.addWidget(self.spots_head)
        head.addWidget(self.cell_words)
        foot = Ground(self._look)
        line = QHBoxLayout(foot)
        line.setContentsMargins(16, 10, 16, 10)
        line.addWidget(self.button)
        line.addStretch(1)
        column = QVBoxLayout(pane)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(Hairline(self._look))
        column.addWidget(self.spots, 1)
        column.addWidget(foot)
        self._grounds += [(pane, "pane"), (self.spots, "pane"), (foot, "window")]
        return pane

    def _connect(self) -> None:
        self.a.chosen.connect(lambda _name: self.read())
        self.b.chosen.connect(lambda _name: self.read())
        self.pairs.pair_chosen.connect(self._choose_pair)
        self.measures.line_chosen.connect(self._show_line)
        self.map.cell_chosen.connect(self._show_cell)
        self.spots.opened.connect(self._review)
        self.button.clicked.connect(self._review_first)
        self._session.changed.connect(self._on_changed)
        self._look.changed.connect(self._apply)

    def _apply(self) -> None:
        set_ground(self, self._look, "paper")
        for widget, ground in self._grounds:
            set_ground(widget, self._look, ground)
        self._adapt()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._adapt()

    def _adapt(self) -> None:
        """Leave the places to a narrow column, and the axis out, where there is little room."""
        narrow = self.width() < self._look.scaled(STACKED)
        self._left.setFixedWidth(self._look.scaled(348 if narrow else LEFT))
        self._right.setFixedWidth(self._look.scaled(232 if narrow else RIGHT))

    # --- what the window asks -------------------------------------------------------------------

    @property
    @override
    def panes(self) -> Mapping[str, QWidget]:
        return {AGREEMENT: self}

    @override
    def handlers(self) -> Mapping[str, Callable[[], None]]:
        return {
            "agreement.review": self._review_first,
            "agreement.copy": self.copy,
            "agreement.csv": self._save_csv,
            "agreement.png": self._save_png,
            "agreement.back": self._leave,
        }

    @override
    def hints(self) -> Sequence[tuple[str, str]]:
        if self.map.hasFocus():
            return [("Left", "choose a cell"), ("Return", "review its places")]
        return [("Down", "next figure"), ("F6", "to the map"), ("Ctrl+C", "copy the table")]

    @override
    def figures(self) -> Sequence[Figure]:
        return [Figure(None, "intervals: 1,000 resamples of articles")] if self._found else []

    @override
    def enter(self) -> None:
        self._show_names()
        if self._stale:
            self.read()
        self.measures.setFocus(Qt.FocusReason.OtherFocusReason)
        self.state_changed.emit()

    @override
    def next_pane(self, direction: int) -> None:
        panes: list[QWidget] = [self.measures, self.map, self.pairs, self.spots]
        order = [pane for pane in panes if pane.isVisible()]
        here = next((n for n, pane in enumerate(order) if pane.hasFocus()), 0)
        order[(here + direction) % len(order)].setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.state_changed.emit()

    # --- reading ------------------------------------------------------------------------------

    def _show_names(self) -> None:
        workspace = self._session.workspace
        names = [*review_queue.people(workspace), *review_queue.sources(workspace)]
        if review_queue.has_gold(workspace):
            names.append("gold")
        before = (self.a.value, self.b.value)
        for choice, letter in ((self.a, "A"), (self.b, "B")):
            choice.show_choices([(name, f"{letter} {set_words(name)}") for name in names])
        if before[0] in names and before[1] in names:
            return
        likely = review_queue.likely_names(workspace, "")
        if len(likely) > 1:
            self.a.show_value(likely[0])
            self.b.show_value(likely[1])
        elif len(names) > 1:
            self.b.show_value(names[1])

    @property
    def names(self) -> tuple[str, str]:
        """Whose tags are compared."""
        return str(self.a.value or ""), str(self.b.value or "")

    def read(self) -> None:
        """Count, in the background."""
        self._stale = False
        a, b = self.names
        if not a or not b or a == b:
            self.show_overview(None)
            return
        background = self._session.background()

        def work(progress: Progress) -> object:
            return agreement.overview(background, a, b, progress=progress)

        job = Job(work, "Comparing")
        job.succeeded.connect(self.show_overview)
        self.job_requested.emit(job)
        if self._group is None:
            self._read_group()

    def _read_group(self) -> None:
        """Count three annotators or more, all together, after the two that are shown."""
        people = review_queue.people(self._session.workspace)
        if len(people) < 3:
            return
        background = self._session.background()

        def work(progress: Progress) -> object:
            return group_agreement(background, people, progress=progress)

        job = Job(work, f"Comparing {len(people)} annotators")
        job.succeeded.connect(self.show_group)
        self.job_requested.emit(job)

    def show_group(self, found: GroupAgreement | None) -> None:
        """Show how all annotators agree, and each two of them; nothing where there are two."""
        self._group = found
        self.group.setVisible(found is not None)
        if found is None:
            return
        alpha = found.alpha
        self.group_title.show_text(f"All {len(found.names)} annotators")
        said = f"undefined. {alpha.why}" if alpha.value is None else figure(alpha.value)
        between = f" ({interval(alpha.interval)})" if alpha.interval else ""
        self.group_words.show_text(
            f"Krippendorff's α over tokens: {said}{between}, {counted(alpha.n, 'token')} of "
            f"{counted(found.articles, 'article')} that at least two have tagged."
        )
        self.pairs.show_pairs(found.pairs, self.names)

    def _choose_pair(self, a: str, b: str) -> None:
        self.a.show_value(a)
        self.b.show_value(b)
        self.read()

    def show_overview(self, found: Overview | None) -> None:
        """Show figures, or that there are none."""
        self._found = found if found is not None and found.agreement.articles else None
        there = self._found is not None
        for widget in (self.measures_head, self.measures, self._centre, self._right, *self._lines):
            widget.setVisible(there)
        self.empty.show_text("" if there else NEEDS_TWO)
        if self._found is None:
            self.note.show_text("")
            self.state_changed.emit()
            return
        agreed = self._found.agreement
        self.pairs.show_pairs(self.pairs.pairs, self.names)
        self.note.show_text(_note(self._found))
        self.measures.show_lines(lines_of(agreed))
        self._show_cards(self._found)
        self.state_changed.emit()

    def _show_cards(self, found: Overview) -> None:
        talk = [f"{count:,}   {words}" for words, count in talks(found)[:MOST_TALK]]
        self.talk_lines.show_text("\n".join(talk) or "Nothing stands out.")
        worst = sorted(found.agreement.by_article, key=lambda one: -one.differences)
        self.article_lines.show_text(
            "\n".join(_article_words(one) for one in worst[:MOST_ARTICLES])
        )
        lines = []
        for name, counts in agreement.statuses(self._session.workspace).items():
            said = [f"{counts[one]} {one}" for one in STATUS_ORDER if counts.get(one)]
            lines.append(f"{name}: {', '.join(said)}")
        self.people_lines.show_text("\n".join(lines))

    def _on_changed(self, changes: Changes) -> None:
        if changes.many or changes.articles:
            self._stale = True
            self._group = None

    # --- showing ------------------------------------------------------------------------------

    def _show_line(self, line: Line) -> None:
        found = self._found
        if found is None:
            return
        self._line = line
        self.map_title.show_text(f"{line.section}: {line.name}  {figure(line.value)}")
        names, counts = self._matrix(found, line.what)
        for part in (self.map, self.legend):
            part.setVisible(bool(names))
        a, b = self.names
        about = "Spans that overlap, by label; “none” where the other tagged nothing."
        if line.what != LABELS:
            about = "Values of frames that belong together."
        self.map_note.show_text(f"Rows: A {a}. Columns: B {b}. {about}" if names else "")
        self.map.show_counts(names, counts)
        self._show_spots(found.of(line.what), "", "", f"{line.section}: {line.name}")

    def _matrix(self, found: Overview, what: str) -> tuple[list[str], dict[tuple[str, str], int]]:
        """Return rows and counts of a heat map; nothing for what has no values."""
        counts = {(cell.a, cell.b): n for cell, n in found.counts.items() if cell.what == what}
        if what == LABELS:
            used = {name for pair in counts for name in pair if name}
            order = [label.name for label in self._session.workspace.scheme.labels]
            return [*(name for name in order if name in used), ""], counts
        kind, dot, attribute = what.partition(".")
        known = self._session.workspace.scheme.frame_type_by_name.get(kind)
        if not dot or known is None:
            return [], {}
        values = next((one.values for one in known.attributes if one.name == attribute), ())
        used = {value for pair in counts for value in pair}
        return [str(value) for value in values if str(value) in used], counts

    def _show_cell(self, a: str, b: str) -> None:
        if self._found is None or self._line is None:
            return
        cell = Cell(self._line.what, a, b)
        spots = self._found.spots.get(cell, ())
        words = f"A {a or 'none'} but B {b or 'none'}" if a != b else f"Both say {a}."
        self._show_spots(spots, a, b, words)

    def _show_spots(self, spots: Sequence[agreement.Spot], a: str, b: str, words: str) -> None:
        try:
            shown = agreement.shown(self._session.workspace, spots, (a, b))
        except AnnotatorError as error:
            self._session.refused.emit(error)
            shown = []
        self._shown_cell = (a, b)
        total = sum(
            len(found) for cell, found in self._found.spots.items() if cell.what == LABELS
        ) if self._found else 0  # fmt: skip
        self.spots_head.show_words("Differences", f"{len(spots):,} of {total:,}")
        self.cell_words.show_text(words)
        label = a if a in self._session.workspace.scheme.label_by_name else b
        known = label in self._session.workspace.scheme.label_by_name
        self.spots.show_spots(shown, label if known else "")
        places = "Review this one" if len(shown) == 1 else f"Review these {len(shown)}"
        self.button.show_words(places)
        self.button.setVisible(bool(shown))
        self.state_changed.emit()

    # --- acting -------------------------------------------------------------------------------

    def _review(self, spot: ShownSpot) -> None:
        self.review_requested.emit(self.names, spot.spot.article, spot.spot.start)

    def _review_first(self) -> None:
        spot = self.spots.current
        if spot is not None:
            self._review(spot)

    def _leave(self) -> None:
        if self.measures.hasFocus():
            self.left.emit()
        else:
            self.measures.setFocus(Qt.FocusReason.OtherFocusReason)

    def table(self) -> str:
        """Return the figures as comma-separated values."""
        if self._found is None:
            return ""
        agreed = self._found.agreement
        table = as_csv(lines_of(agreed), names=self.names, articles=agreed.articles)
        return table + (group_csv(self._group) if self._group is not None else "")

    def copy(self) -> None:
        """Put the table on the clipboard."""
        if self._found is not None:
            QGuiApplication.clipboard().setText(self.table())
            self.said.emit("The table is on the clipboard.")

    def _save_csv(self) -> None:
        target = self._ask("agreement.csv", "Tables (*.csv)")
        if target is not None:
            self.write(target, self.table().encode())

    def _save_png(self) -> None:
        target = self._ask("agreement.png", "Pictures (*.png)")
        if target is not None:
            self.save_picture(target)

    def _ask(self, name: str, kinds: str) -> Path | None:
        if self._found is None:
            self.said.emit("There are no figures yet.")
            return None
        folder = self._session.workspace.path.parent
        chosen, _ = QFileDialog.getSaveFileName(self, "Save the figures", str(folder / name), kinds)
        return Path(chosen) if chosen else None

    def save_picture(self, target: Path) -> None:
        """Write figures and heat map as a picture."""
        if self.grab().save(str(target), "PNG"):
            self.said.emit(f"Written to {target}.")
        else:
            self._session.refused.emit(FileUnwritableError(path=target, reason="no permission"))

    def write(self, target: Path, content: bytes) -> None:
        """Write a file, or say why not."""
        try:
            target.write_bytes(content)
        except OSError as error:
            reason = error.strerror or str(error)
            self._session.refused.emit(FileUnwritableError(path=target, reason=reason))
        else:
            self.said.emit(f"Written to {target}.")


def _note(found: Overview) -> str:
    """Return how many articles were compared, and who has not completed some of them."""
    agreed = found.agreement
    said = ["1 article" if agreed.articles == 1 else f"{agreed.articles:,} articles"]
    for name, count in dict(zip(agreed.annotators, found.unfinished, strict=True)).items():
        if count:
            said.append(f"{count:,} not complete by {set_words(name)}")
    return " · ".join(said)


def _article_words(one: ArticleAgreement) -> str:
    differences = "1 difference" if one.differences == 1 else f"{one.differences} differences"
    return (
        f"{one.article}   {differences} · spans {figure(one.exact.f1)} · frames "
        f"{figure(one.frames.f1)}"
    )
