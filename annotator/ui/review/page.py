"""The Review page: whose sets at the left, the text in the middle, cases at the right."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from annotator.domain.article import ArticleId
from annotator.domain.bulk_rulings import EdgeRule
from annotator.domain.comment import Thread
from annotator.ops import comments, review_queue
from annotator.ops.workspace import TakenBack
from annotator.ui.chrome import Hairline
from annotator.ui.commands import REVIEW
from annotator.ui.inspector.label_grid import pressed_digit
from annotator.ui.inspector.parts import Card, Ground, SectionHead, Words
from annotator.ui.look import Look, set_ground
from annotator.ui.review.bulk import ReviewBulk
from annotator.ui.review.case_card import CaseCard
from annotator.ui.review.case_list import CaseList
from annotator.ui.review.case_panel import CaseKeeping
from annotator.ui.review.case_view import LETTERS, CaseView, counts, verdict_words
from annotator.ui.review.desk import ReviewDesk
from annotator.ui.review.editing import FrameEditing, SpanEditing
from annotator.ui.review.measures import measures_of
from annotator.ui.review.side import ReviewSide
from annotator.ui.review.text import ReviewText
from annotator.ui.review.verdicts import (
    HIDDEN,
    again_words,
    cells_of,
    name_choices,
    nothing_words,
    thread_words,
)
from annotator.ui.review.writing import Writing
from annotator.ui.session import Session
from annotator.ui.status_line import Figure
from annotator.ui.work_page import WorkPage

SIDE_WIDTH: Final = 248
CASES_WIDTH: Final = 386
NARROW: Final = 1280
SIDE_FROM: Final = 1000
_DIGITS: Final = "123456789"


class ReviewPage(WorkPage):
    """Assembles the panes around one :class:`ReviewDesk`."""

    def __init__(self, look: Look, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._session = session
        self._shown_article: object = None
        self._measured: object = None
        self.desk = ReviewDesk(session, self)
        self.bulk = ReviewBulk(look, session, self.desk, self)
        self.case = CaseKeeping(look, session, self.desk, self)
        self.side = ReviewSide(look)
        self.text = ReviewText(look)
        self.writing = Writing(session, self.desk, self.text, self)
        self.card = CaseCard(look)
        self.waiting = CaseList(look, self._verdict_words)
        self.decided = CaseList(look, self._verdict_words)
        self.title = Words(look, bold=True)
        self.origin = Words(look, ink="mute")
        self.places = Words(look, ink="mute")
        self.empty = Words(look, ink="mute", wrap=True)
        self.waiting_head = SectionHead(look, "To decide")
        self.decided_head = SectionHead(look, "Decided")
        self.nothing_left = Words(look, ink="mute", wrap=True)
        self._header = Ground(look)
        self._cases = QScrollArea()
        self._lay_out()
        self._connect()
        self._apply()

    # --- building -----------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self._header.setFixedHeight(self._look.scaled(40))
        head = QHBoxLayout(self._header)
        head.setContentsMargins(24, 0, 24, 0)
        head.setSpacing(16)
        self.places.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        head.addWidget(self.title)
        head.addWidget(self.origin)
        head.addStretch(1)
        head.addWidget(self.places)
        centre = QWidget()
        column = QVBoxLayout(centre)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.empty.setContentsMargins(24, 24, 24, 24)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        top: tuple[QWidget, ...] = (self._header, Hairline(self._look), self.empty)
        for part in top:
            column.addWidget(part)
        column.addWidget(self.text, 1)
        inner = QWidget()
        cases = QVBoxLayout(inner)
        cases.setContentsMargins(16, 12, 16, 16)
        cases.setSpacing(8)
        self._lists = [self._framed(self.waiting), self._framed(self.decided)]
        for part in (self.waiting_head, self.nothing_left, self.card, self._lists[0],
                     self.decided_head, self._lists[1]):  # fmt: skip
            cases.addWidget(part)
        cases.addStretch(1)
        self._inner = inner
        self._cases.setWidget(inner)
        self._cases.setWidgetResizable(True)
        self._cases.setFrameShape(QFrame.Shape.NoFrame)
        self._cases.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._cases.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self._lines = [Hairline(self._look, upright=True) for _ in range(2)]
        for widget, stretch in (
            (self.side, 0),
            (self._lines[0], 0),
            (centre, 1),
            (self._lines[1], 0),
            (self._cases, 0),
        ):
            row.addWidget(widget, stretch)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.text.viewport().setCursor(Qt.CursorShape.ArrowCursor)

    def _framed(self, rows: CaseList) -> Card:
        box = Card(self._look)
        box.column.setContentsMargins(1, 3, 1, 3)  # the corners of the card stay round
        box.column.addWidget(rows)
        return box

    def _connect(self) -> None:
        desk = self.desk
        desk.review_changed.connect(self._show_review)
        desk.case_changed.connect(self._show_case)
        desk.queue_changed.connect(self._show_names)
        for part in (desk, self.bulk, self.case):
            part.said.connect(self.said)
            part.done.connect(self.done)
        self.bulk.job_requested.connect(self.job_requested)
        self.side.names_chosen.connect(self._choose_names)
        self.side.class_chosen.connect(desk.show_class)
        self.side.edges_chosen.connect(lambda rule: self.bulk.settle_edges(EdgeRule(rule)))
        self.text.case_clicked.connect(self._on_clicked)
        self.waiting.case_chosen.connect(self._on_clicked)
        self.decided.case_chosen.connect(self._on_clicked)
        self.card.verdict_chosen.connect(self._run)
        self.card.reason_chosen.connect(desk.give_reason)
        self.card.comment_written.connect(self._on_comment)
        self.card.comment_left.connect(self.focus)
        self.card.body.row_clicked.connect(self.writing.go_to_row)
        self.writing.changed.connect(self._on_written)
        self.text.installEventFilter(self)
        self._look.changed.connect(self._apply)

    def _apply(self) -> None:
        set_ground(self, self._look, "paper")
        set_ground(self._header, self._look, "paper")
        set_ground(self._cases, self._look, "pane")
        set_ground(self._inner, self._look, "pane")
        for rows in (self.waiting, self.decided):
            set_ground(rows, self._look, "card")
        self._adapt()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._adapt()

    def _adapt(self) -> None:
        scaled, width = self._look.scaled, self.width()
        narrow = width < scaled(NARROW)
        self.side.setFixedWidth(scaled(216 if narrow else SIDE_WIDTH))
        self._cases.setFixedWidth(scaled(336 if narrow else CASES_WIDTH))
        self.side.setVisible(width >= scaled(SIDE_FROM))
        self._lines[0].setVisible(self.side.isVisibleTo(self))
        self.text.set_measure(560 if narrow else 640)
        self.origin.setVisible(not narrow)
        self.places.setMaximumWidth(scaled(260 if narrow else 420))

    # --- what the window asks -------------------------------------------------------------------

    @property
    @override
    def panes(self) -> Mapping[str, QWidget]:
        return {REVIEW: self}

    @override
    def handlers(self) -> Mapping[str, Callable[[], None]]:
        desk, bulk = self.desk, self.bulk
        found: dict[str, Callable[[], None]] = {
            "review.next": partial(self._step, 1),
            "review.previous": partial(self._step, -1),
            "review.a": partial(self._take, 0),
            "review.b": partial(self._take, 1),
            "review.majority": partial(self._unless_writing, desk.take_majority),
            "review.majority_all": bulk.take_majority,
            "review.both": partial(self._unless_writing, desk.both),
            "review.edit": self._edit,
            "review.neither": partial(self._unless_writing, desk.neither),
            "review.later": partial(self._unless_writing, desk.put_off),
            "review.comment": self.card.write_comment,
            "review.reason": desk.next_reason,
            "review.case": partial(self._unless_writing, self.case.ask),
            "review.withdraw": partial(self._unless_writing, desk.withdraw),
            "review.keep": self._keep,
            "review.leave": self._leave,
            "review.finish": desk.finish,
            "review.return": desk.send_back,
            "review.next_article": partial(desk.step_article, 1),
            "review.previous_article": partial(desk.step_article, -1),
            "review.blind": self._toggle_blind,
            "review.open_sets": self._toggle_open_sets,
            "review.longest": partial(bulk.settle_edges, EdgeRule.LONGEST),
            "review.shortest": partial(bulk.settle_edges, EdgeRule.SHORTEST),
            "review.longest_all": partial(bulk.settle_edges, EdgeRule.LONGEST, everywhere=True),
            "review.shortest_all": partial(bulk.settle_edges, EdgeRule.SHORTEST, everywhere=True),
            "review.take_all": bulk.ask_take_all,
            "review.merge": bulk.merge,
            "review.text": self._show_in_article,
        }
        return found

    @override
    def hints(self) -> Sequence[tuple[str, str]]:
        if isinstance(self.writing.editing, SpanEditing):
            return [("Shift+Right", "longer"), ("1", "label"), ("Enter", "write it")]
        if isinstance(self.writing.editing, FrameEditing):
            return [("A", "take it from A"), ("Down", "next row"), ("Enter", "write it")]
        if self.desk.current is None:
            return [("Ctrl+Return", "next article")]
        if self.desk.review is not None and self.desk.review.alone:
            return [("A", "accept"), ("N", "reject"), ("Ctrl+Return", "approve the rest")]
        names = self._letters()
        if len(names) > 2:
            return [("1", names[0]), ("2", names[1]), ("V", "the majority")]
        return [("A", names[0]), ("B", names[1] if len(names) > 1 else ""), ("N", "neither")]

    @override
    def figures(self) -> Sequence[Figure]:
        review = self.desk.review
        if review is None:
            return []
        left = len(review.docket.open_cases)
        gold = len(review.gold.spans) + len(review.gold.frames)
        tags = "tag in gold" if gold == 1 else "tags in gold"
        return [Figure(left, "to decide", "to decide"), Figure(gold, tags, "tags in gold")]

    @override
    def enter(self) -> None:
        self.desk.start()
        self.focus()

    @override
    def show_taken_back(self, done: TakenBack) -> bool:
        if done.article is not None and self.desk.article is not None:
            if done.article != self.desk.article.id:
                self.desk.open(done.article)
            else:
                self.desk.reload()
        return True

    @override
    def show_case(self, names: tuple[str, ...], article: ArticleId, offset: int) -> None:
        self.desk.show_place(names, article, offset)
        self.focus()

    @override
    def end(self) -> None:
        self.bulk.end()
        self.case.end()

    def focus(self) -> None:
        """Give the keyboard to the page."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.state_changed.emit()

    # --- showing ------------------------------------------------------------------------------

    def _show_names(self) -> None:
        workspace = self._session.workspace
        choices = name_choices(
            review_queue.people(workspace), review_queue.sources(workspace), self.desk.names
        )
        self.side.show_names(choices, self.desk.names)

    def _show_review(self) -> None:
        desk = self.desk
        review, article = desk.review, desk.article
        there = review is not None and article is not None
        for widget in (self.text, self.card, *self._lists, self.waiting_head, self.decided_head):
            widget.setVisible(there)
        self.empty.setVisible(not there)
        self.side.classes.setVisible(there)
        if review is None or article is None:
            self._show_nothing()
            return
        shown = (article.id, len(review.names))
        if self._shown_article != shown:
            self._shown_article = shown
            self.text.show_text(article, len(review.names))
        self._show_header()
        self._show_progress()
        self.text.show_review(
            review.gold, desk.visible(), desk.current, self._session.workspace.scheme
        )
        waiting, decided = desk.waiting(), desk.decided()
        current = desk.current
        self.waiting.show_cases([view for view in waiting if view is not current])
        self.decided.show_cases([view for view in decided if view is not current])
        self.waiting_head.show_words("To decide", str(len(waiting)))
        self.decided_head.show_words("Decided", str(len(decided)))
        self._lists[0].setVisible(bool(self.waiting.rows.rows))
        self._lists[1].setVisible(bool(self.decided.rows.rows))
        self.decided_head.setVisible(bool(decided))
        self.writing.forget()
        self._show_card(current)
        self.text.show_current(current)
        self.state_changed.emit()

    def _show_nothing(self) -> None:
        self._shown_article = None
        words = nothing_words(self.desk.names, self.desk.rows)
        self.empty.show_text(words)
        self.title.show_text("Review")
        for label in (self.origin, self.places, self.nothing_left):
            label.show_text("")
        self.side.show_progress(0, 0, "")
        self.side.show_edges(0)
        self._measured = None
        self.side.show_measures(())
        self.state_changed.emit()

    def _show_header(self) -> None:
        review, article = self.desk.review, self.desk.article
        if review is None or article is None:
            return
        meta = article.metadata
        self.title.show_text(meta.title or article.name)
        self.origin.show_text(" · ".join(part for part in (meta.outlet, meta.published) if part))
        self._adapt()
        names = list(self.desk.shown_names().values())
        if review.alone:
            self.places.show_text(f"tags of {names[0]}")
        elif len(names) == 2:
            above, below = (_placed(place, name) for place, name in enumerate(names))
            self.places.show_text(f"{above} above · {below} below")
        else:
            self.places.show_text(" · ".join(_placed(p, name) for p, name in enumerate(names)))

    def _show_progress(self) -> None:
        desk, review = self.desk, self.desk.review
        if review is None:
            return
        total = len(review.docket.cases)
        decided = total - len(review.docket.open_cases)
        here = next((n for n, row in enumerate(desk.rows, 1) if row is desk.row), 0)
        accepted = len(review.docket.accepted)
        note = f"Article {here} of {len(desk.rows)}"
        if not review.alone:
            note += f" · {accepted} unanimous"
        self.side.show_progress(decided, total, note, alone=review.alone)
        self.side.classes.show_counts(counts(desk.views), desk.filter, alone=review.alone)
        self.side.show_edges(self.bulk.edges_left())
        if self._measured is not review.alignment:
            self._measured = review.alignment
            self.side.show_measures(())
            QTimer.singleShot(0, self._show_measures)

    def _show_measures(self) -> None:
        """Show how well the sets agree, after the article itself is on the screen."""
        review = self.desk.review
        if review is not None and self._measured is review.alignment:
            self.side.show_measures(measures_of(review, self._session.workspace.scheme))

    def _show_case(self) -> None:
        desk = self.desk
        view, review = desk.current, desk.review
        self.writing.forget()
        self._show_card(view)
        if review is not None:
            self.text.show_current(view)
            self.waiting.show_cases([one for one in desk.waiting() if one is not view])
            self.decided.show_cases([one for one in desk.decided() if one is not view])
            self._lists[0].setVisible(bool(self.waiting.rows.rows))
            self._lists[1].setVisible(bool(self.decided.rows.rows))
        self.state_changed.emit()

    def _show_card(self, view: CaseView | None) -> None:
        desk, review = self.desk, self.desk.review
        self.card.setVisible(view is not None and review is not None)
        self.nothing_left.setVisible(view is None and review is not None)
        if view is None or review is None:
            if review is not None:
                tags = len(review.gold.spans) + len(review.gold.frames)
                self.nothing_left.show_text(
                    f"No differences. All {tags} tags agree."
                    if not desk.views
                    else "Nothing of this kind is left."
                )
            return
        verdict = view.case.verdict
        self.card.show_case(
            view,
            list(desk.shown_names().values()),
            cells_of(view, review, self._letters()),
            [thread_words(thread, desk.shown_names()) for thread in self._threads(view)],
            verdict.verdict.reason if verdict is not None else None,
            again_words(view, review, self.desk.shown_names()),
            self.writing.editing,
            self.writing.words,
        )

    def _letters(self) -> list[str]:
        return list(self.desk.shown_names().values())

    def _threads(self, view: CaseView) -> list[Thread]:
        review, article = self.desk.review, self.desk.article
        if review is None or article is None:
            return []
        found: dict[str, Thread] = {}
        for name, tag in zip(review.names, view.case.item.tags, strict=True):
            if tag is None or name not in review.tagged:
                continue
            for thread in comments.load(self._session.workspace, article.id, name):
                if thread.on == tag.key:
                    found.setdefault(thread.comments[0].text, thread)
        return list(found.values())

    def _verdict_words(self, view: CaseView) -> str:
        review = self.desk.review
        if review is None or view.case.verdict is None:
            return ""
        return verdict_words(view.case.verdict.verdict, review.names, self.desk.shown_names())

    # --- acting -------------------------------------------------------------------------------

    def _run(self, command: str) -> None:
        if command.startswith("review.take"):
            self._take(int(command.removeprefix("review.take")) - 1)
        else:
            self.handlers()[command]()
        self.focus()

    def _on_clicked(self, view: CaseView) -> None:
        self.desk.make_current(view)
        self.focus()

    def _on_comment(self, words: str) -> None:
        self.desk.comment(words)
        self.focus()

    def _step(self, step: int) -> None:
        if not self.writing.step(step):
            self.desk.step(step)

    def _take(self, place: int) -> None:
        if not self.writing.take(place):
            self.desk.take(place)

    def _unless_writing(self, act: Callable[[], None]) -> None:
        """Do what would decide on the case, unless another version of it is being written."""
        if not self.writing.on:
            act()

    def _choose_names(self, names: object) -> None:
        if isinstance(names, tuple):
            self.desk.choose(names)
            self.focus()

    def _toggle_blind(self) -> None:
        workspace, hidden = self._session.workspace, not self.desk.blind
        reviewer = self.desk.reviewer
        self._session.perform(
            lambda: review_queue.set_blind(workspace, reviewer, hidden=hidden),
            lambda _none: self.desk.choose(self.desk.names),
        )
        self.said.emit(
            "Names are hidden until an article is finished." if hidden else "Names are shown."
        )

    def _toggle_open_sets(self) -> None:
        workspace, reviewer = self._session.workspace, self.desk.reviewer
        allowed = not review_queue.open_sets_too(workspace)
        self._session.perform(
            lambda: review_queue.set_open_sets_too(workspace, reviewer, allowed=allowed),
            lambda _none: self.desk.choose(self.desk.names),
        )
        self.said.emit(
            "Sets that are not complete can be reviewed too."
            if allowed
            else "Only complete sets can be reviewed."
        )

    def _show_in_article(self) -> None:
        view, article = self.desk.current, self.desk.article
        if article is not None:
            self.place_requested.emit(article.id, view.place if view is not None else None)

    # --- writing another version --------------------------------------------------------------

    def _edit(self) -> None:
        self.writing.begin()
        self.focus()

    def _on_written(self) -> None:
        self._show_card(self.desk.current)
        self.state_changed.emit()

    def _keep(self) -> None:
        if not self.writing.keep() and self.desk.current is not None:
            self._step(1)

    def _leave(self) -> None:
        if self.writing.on:
            self.writing.change(None)
        else:
            self.left.emit()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        digit = pressed_digit(event)
        if digit and self._digit(digit):
            return
        if self.writing.move_edge(event):
            return
        super().keyPressEvent(event)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the keys of the page while the text has been clicked."""
        if watched is self.text and event.type() == QEvent.Type.FocusIn:
            self.focus()
        return super().eventFilter(watched, event)

    def _digit(self, digit: str) -> bool:
        """Act on a digit: a label or value while writing, else whose version is taken."""
        if self.writing.digit(digit):
            return True
        review = self.desk.review
        if review is not None and len(review.names) > 2 and digit != "0":
            self.desk.take(int(digit) - 1)
            return True
        return False


def _placed(place: int, name: str) -> str:
    return name if name.startswith(HIDDEN) else f"{LETTERS[place]} {name}"
