"""The page of the concordance: what is done at the left, the places at the right."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QHideEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget
from typing_extensions import override

from annotator.domain.annotation import Entity, EntityId
from annotator.domain.concordance import Act, HitLine, HitPage, HitState, Place, Plan
from annotator.domain.extent import Extent
from annotator.domain.finder import clean_forms
from annotator.errors import AnnotatorError
from annotator.jobs import Progress
from annotator.ops import articles, entities, everywhere, linking, suggestions
from annotator.ops.everywhere import Asked, Order, Outcome
from annotator.store.changes import Changes
from annotator.ui.chrome import Hairline
from annotator.ui.commands import CONCORDANCE
from annotator.ui.everywhere import words
from annotator.ui.everywhere.arrangement import Arrangement, Key, ListOrder
from annotator.ui.everywhere.entity_asking import EntityAsking
from annotator.ui.everywhere.hit_list import HitList
from annotator.ui.everywhere.model import ConcordanceModel
from annotator.ui.everywhere.options import OptionsPane
from annotator.ui.everywhere.places_pane import PlacesPane
from annotator.ui.everywhere.seeker import Seeker
from annotator.ui.inspector.values import NewChoice
from annotator.ui.job_runner import Job
from annotator.ui.look import Look, set_ground
from annotator.ui.session import Session
from annotator.ui.status_line import Figure
from annotator.ui.work_page import Chosen, WorkPage

OPTIONS: Final = 272
NARROW_OPTIONS: Final = 232
NARROW: Final = 1100
AT_ONCE: Final = 100
"""Up to so many places are changed at once; more are changed in the background."""
_ACT_KEYS: Final = {"T": Act.TAG, "R": Act.RELABEL, "U": Act.UNTAG}


class EverywherePage(WorkPage):
    """All places of the words that were chosen in the article.

    It opens on the open article, so that ``E`` and ``Enter`` tag the words there; the corpus is
    looked through meanwhile.
    """

    def __init__(self, look: Look, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._session = session
        self._chosen: Chosen | None = None
        self._label = ""
        self._entity: Entity | None = None
        self._forms: tuple[str, ...] = ()
        self._match_case = True
        self._remember = False
        self._asked: Asked | None = None
        self._progress = (0, 0)
        self._busy = False
        self._visited: Place | None = None
        self.arrangement = Arrangement()
        self.model = ConcordanceModel(self.arrangement, self._fetch, self)
        self.options = OptionsPane(look)
        self.list = HitList(look, self.model, self.arrangement)
        self.seeker = Seeker(session.background, self)
        self.asking = EntityAsking(look, session, self)
        self.places = PlacesPane(look, self.list)
        self.title, self.where = self.places.title, self.places.where
        self.orders, self.empty = self.places.orders, self.places.empty
        self.sentence, self.primary = self.places.sentence, self.places.primary
        self._lay_out()
        self._connect()
        self._apply_look()

    # --- layout -------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.options)
        row.addWidget(Hairline(self._look, upright=True))
        row.addWidget(self.places, 1)

    def _connect(self) -> None:
        options, hits = self.options, self.list
        options.act_chosen.connect(self.choose_act)
        options.where_chosen.connect(self._choose_where)
        options.form_toggled.connect(self._toggle_form)
        options.state_toggled.connect(self._toggle_state)
        options.case_toggled.connect(self._choose_case)
        options.remember_toggled.connect(self._choose_remember)
        options.left.connect(self.left)
        options.applied.connect(self.apply)
        hits.ticks_changed.connect(self._show_figures)
        hits.opened.connect(self._open_hit)
        hits.unfolded.connect(self._unfold)
        hits.applied.connect(self.apply)
        hits.left.connect(self.left)
        hits.key_pressed.connect(self._take_key)
        self.orders.chosen.connect(self._choose_order)
        self.places.cancel.clicked.connect(self.left)
        self.primary.clicked.connect(self.apply)
        self.seeker.found.connect(self._on_found)
        self.seeker.ended.connect(self._on_ended)
        self.seeker.refused.connect(self._session.refused)
        self.asking.chosen.connect(self._choose_entity)
        self.asking.made.connect(self._make_entity)
        self._session.changed.connect(self._on_changed)
        self._look.changed.connect(self._apply_look)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._adapt()

    def _adapt(self) -> None:
        narrow = self.width() < self._look.scaled(NARROW)
        self.options.setFixedWidth(self._look.scaled(NARROW_OPTIONS if narrow else OPTIONS))
        self.places.show_order_word(shown=not narrow)

    def _apply_look(self) -> None:
        set_ground(self, self._look, "paper")
        self._adapt()

    # --- what the window asks -------------------------------------------------------------------

    @property
    @override
    def panes(self) -> Mapping[str, QWidget]:
        return {CONCORDANCE: self}

    @override
    def handlers(self) -> Mapping[str, Callable[[], None]]:
        return {}

    @override
    def hints(self) -> Sequence[tuple[str, str]]:
        if not self._label and self.arrangement.plan.act != Act.UNTAG:
            return [("1", "to 0 label"), ("Space", "tick"), ("Right", "open in its article")]
        return [("Space", "tick"), ("X", "untick group"), ("Right", "open in its article")]

    @override
    def figures(self) -> Sequence[Figure]:
        if self.seeker.running and self._progress[1]:
            done, total = self._progress
            return [Figure(None, f"{done:,} of {total:,} articles looked at")]
        count = self.arrangement.listed_count
        word = "place" if count == 1 else "places"
        return [Figure(count, word, word, digits=6)]

    @override
    def take(self, choose: Callable[[], Chosen | None]) -> bool:
        chosen = choose()
        if chosen is None:
            self.said.emit("Select words or go to a tag; E then lists all their places.")
            return False
        if self._comes_back(chosen):
            return True
        self._chosen, self._visited = chosen, None
        self._label = chosen.label
        self._forms = clean_forms((chosen.words,))
        self.arrangement.show_plan(Plan())
        try:
            self._link_to(chosen.entity)
            self._link_at_once()
        except AnnotatorError as error:
            self._session.refused.emit(error)
            return False
        self._match_case, self._remember, self._busy = True, False, False
        self.arrangement.here = True
        self.orders.show_value(self.arrangement.order)
        self.options.case.setChecked(True)
        self.options.remember.setChecked(False)
        return True

    def _comes_back(self, chosen: Chosen) -> bool:
        """Whether one was shown a place in its article, and comes back from there."""
        visited = self._visited
        return visited is not None and (chosen.article, chosen.extent) == (
            visited.article,
            visited.extent,
        )

    @override
    def enter(self) -> None:
        visited, self._visited = self._visited, None
        self._seek(keep_ticks=visited is not None)
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        if visited is None:
            self._show_chosen()

    @override
    def next_pane(self, direction: int) -> None:
        """Give the keyboard to the places, or to what is done with them."""
        at_list = self.list.hasFocus()
        (self.options.acts if at_list else self.list).setFocus(Qt.FocusReason.TabFocusReason)

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        self.seeker.stop()
        super().hideEvent(event)

    @override
    def end(self) -> None:
        self.seeker.end()

    # --- looking ------------------------------------------------------------------------------

    def _seek(self, *, keep_ticks: bool = False) -> None:
        """Look for the words: in the open article now, in the corpus from now on."""
        chosen, session = self._chosen, self._session
        if chosen is None:
            return
        entity = self._entity.id if self._entity is not None else None
        workspace, annotator = session.workspace, session.annotator
        try:
            wanted = everywhere.wanted_for(workspace, annotator, self._label, entity)
            self._asked = asked = Asked(self._forms, wanted, self._match_case)
            own = everywhere.in_article(workspace, asked, chosen.article)
        except AnnotatorError as error:
            session.refused.emit(error)
            return
        current = self.list.hit if keep_ticks else None
        self.arrangement.restart(own, keep_ticks=keep_ticks)
        self.model.show_label(self._label)
        self.list.show_label(self._label)
        self._progress = (0, 0)
        self.seeker.start(asked, chosen.article)
        self.list.hit = current
        self._refresh(lines_too=True)

    def _on_found(self, page: HitPage) -> None:
        self._progress = (page.looked, page.total)
        self.arrangement.take(page)
        self._refresh()

    def _on_ended(self) -> None:
        self.arrangement.sort()
        self._refresh()
        self.state_changed.emit()

    def _fetch(self, places: Sequence[Place]) -> Sequence[HitLine | None]:
        asked = self._asked
        if asked is None:
            return [None] * len(places)
        return everywhere.lines(self._session.workspace, places, asked.wanted)

    def _on_changed(self, changes: Changes) -> None:
        """Look again after an operation, of this window or another; ticks stay as they are."""
        if self.isVisible() and not self._busy and (changes or changes.many):
            self._seek(keep_ticks=True)

    # --- showing ------------------------------------------------------------------------------

    def _refresh(self, *, lines_too: bool = False) -> None:
        """Show the rows anew; the current hit and what is in sight stay."""
        hit, scrolled = self.list.hit, self.list.verticalScrollBar().value()
        reset = self.model.refresh(lines_too=lines_too)
        row = self.arrangement.row_of(hit) if hit is not None else -1
        if reset or row != self.list.currentIndex().row():
            self._go_to(row if row >= 0 else self._first_row(), scrolled)
            if row < 0 and self.seeker.running:
                self.list.hit = hit  # it may still be found
        self._show_figures()

    def _go_to(self, row: int, scrolled: int) -> None:
        self.list.show_row(row)
        self.list.verticalScrollBar().setValue(scrolled)

    def _first_row(self) -> int:
        """Return the row of the chosen place, else that of the first hit."""
        own = self._chosen.extent.start if self._chosen is not None else -1
        starts = self.arrangement.hits.starts
        for number in range(self.arrangement.own):
            if starts[number] == own and self.arrangement.row_of(number) >= 0:
                return self.arrangement.row_of(number)
        return 1 if self.arrangement.rows > 1 else 0

    def _show_chosen(self) -> None:
        """Make the place from where one came current."""
        self._go_to(self._first_row(), 0)

    def _show_figures(self) -> None:
        arrangement = self.arrangement
        ticked, listed = arrangement.ticked_count, arrangement.listed_count
        self.title.setText(f"{ticked:,} of {words.places(listed)} ticked")
        self.where.setText(f"in {words.articles(arrangement.ticked_articles)}" if ticked else "")
        self.options.show_figures(arrangement, self._forms, self._label)
        pill = self._entity.name if self._entity is not None else self._words
        self.options.show_asked(self._label, pill, self._asked_words(), arrangement.plan)
        by_state = arrangement.ticked_by_state()
        self.primary.show_words(words.button_words(arrangement.plan, by_state, keeps=self._keeps))
        self.primary.setEnabled(self._can_apply())
        self.sentence.setText(self._foot_words())
        self.empty.show_text("" if listed else self._empty_words())
        self.list.setVisible(bool(listed))
        self.list.viewport().update()
        self.state_changed.emit()

    @property
    def _keeps(self) -> bool:
        """Whether a rule is kept: of what is taken away there is none."""
        return self._remember and self.arrangement.plan.act != Act.UNTAG

    @property
    def _words(self) -> str:
        return self._forms[0] if self._forms else ""

    @property
    def _needs_label(self) -> bool:
        return not self._label and self.arrangement.plan.act != Act.UNTAG

    def _asked_words(self) -> str:
        act, label = self.arrangement.plan.act, self._label
        if act == Act.UNTAG:
            return "Take the tags of these words away."
        if self._needs_label:
            return "Press 1 to 0 to choose the label."
        if act == Act.RELABEL:
            return f"Give the tags of these words the label {label}."
        if self._entity is not None:
            return f"Tag the same words as {label} and link them to this entity."
        return f"Tag the same words as {label}. L links them to an entity."

    def _foot_words(self) -> str:
        if self._busy:
            return "At work. Nothing is written until all of it is."
        if self._still_looking:
            done, total = self._progress
            return f"Still looking: {done:,} of {total:,} articles." if total else "Still looking."
        if self._needs_label:
            return "Choose the label first."
        if self.arrangement.plan.closed_too:
            return "One undo step. Complete articles stay complete."
        if self.arrangement.plan.act == Act.UNTAG:
            return "One undo step. Suggestions that they came from count as rejected."
        return "One undo step. Suggestions among them count as accepted."

    def _empty_words(self) -> str:
        if self._still_looking:
            return "Nothing found yet."
        if self.arrangement.plan.act == Act.UNTAG:
            return "None of these places is tagged."
        where = "in this article" if self.arrangement.here else "in the corpus"
        return f"Nothing of “{self._words}” {where}."

    @property
    def _still_looking(self) -> bool:
        return self.seeker.running and not self.arrangement.here

    def _can_apply(self) -> bool:
        if self._busy or self._still_looking or self._needs_label:
            return False
        return bool(self.arrangement.ticked_count) or self._keeps

    # --- what is chosen -----------------------------------------------------------------------

    def _take_key(self, key: str) -> None:
        """Do what a letter or digit means on this page."""
        if key in _ACT_KEYS:
            self.choose_act(_ACT_KEYS[key])
        elif key == "W":
            self._choose_where(not self.arrangement.here)
        elif key == "O":
            orders = list(ListOrder)
            self._choose_order(orders[(orders.index(self.arrangement.order) + 1) % len(orders)])
        elif key == "M":
            self.options.remember.click()
        elif key == "L":
            self._ask_entity()
        else:
            label = self._look.scheme.label_by_key.get(key)
            if label is not None:
                self.choose_label(label.name)

    def choose_label(self, label: str) -> None:
        """Tag with another label; what is tagged otherwise changes with it."""
        if label != self._label:
            self._label = label
            self._link_at_once()
            self._seek()

    def choose_act(self, act: Act) -> None:
        """Tag, relabel or untag."""
        self.arrangement.show_plan(replace(self.arrangement.plan, act=act))
        self._refresh()

    def _choose_where(self, here: bool) -> None:  # noqa: FBT001 - a signal
        self.arrangement.show_here(here=here)
        self._refresh()

    def _choose_order(self, order: ListOrder) -> None:
        self.arrangement.show_order(order)
        self.orders.show_value(order)
        self.model.refresh()
        self._show_chosen()
        self._show_figures()

    def _toggle_form(self, form: int) -> None:
        self.arrangement.show_form(form, shown=not self.arrangement.form_shown(form))
        self._refresh()

    def _toggle_state(self, state: Key) -> None:
        if state == HitState.CLOSED:
            plan = self.arrangement.plan
            self.arrangement.show_plan(replace(plan, closed_too=not plan.closed_too))
            self._refresh()
        elif isinstance(state, HitState):
            self.arrangement.toggle_state(state)
            self._show_figures()

    def _choose_case(self, matters: bool) -> None:  # noqa: FBT001 - a signal
        self._match_case = matters
        self._seek()

    def _choose_remember(self, keeps: bool) -> None:  # noqa: FBT001 - a signal
        self._remember = keeps
        self._show_figures()

    def _unfold(self, key: Key) -> None:
        row = self.list.currentIndex().row()
        self.arrangement.unfold(key)
        self.model.refresh()
        self.list.show_row(row)

    def _open_hit(self, number: int) -> None:
        self._visited = place = self.arrangement.hits.place(number)
        self.place_requested.emit(place.article, place.extent)
        self.said.emit("E comes back to the places.")

    # --- the entity ---------------------------------------------------------------------------

    def _ask_entity(self) -> None:
        chosen, session = self._chosen, self._session
        if chosen is None:
            return
        pill = self.options.pill
        anchor = QRect(pill.mapTo(self, pill.rect().topLeft()), pill.size())
        linked = self._entity.name if self._entity is not None else ""
        here = articles.load_set(session.workspace, chosen.article, session.annotator)
        self.asking.open(self._words, self._label, linked, here, anchor)

    def _choose_entity(self, key: EntityId | None) -> None:
        workspace = self._session.workspace
        self._link_to(key)
        if self._entity is not None and not self._label:
            self._label = linking.label_for(workspace, self._entity)
        self._seek()
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _link_to(self, key: EntityId | None) -> None:
        """Take an entity with its names as forms of the words."""
        workspace = self._session.workspace
        self._entity = everywhere.entity_of(workspace, key)
        self._forms = everywhere.forms_of(workspace, self._words, key)
        plan = self.arrangement.plan
        self.arrangement.show_plan(replace(plan, entity=self._entity is not None))

    def _link_at_once(self) -> None:
        """Take the entity that the words mean beyond doubt, as they would be linked in the text."""
        chosen, session = self._chosen, self._session
        if self._entity is None and chosen is not None and self._label in session.links:
            found = everywhere.meant_at_once(
                session.workspace, chosen.article, session.annotator, self._label, self._words
            )
            if found is not None:
                self._link_to(found)

    def _make_entity(self, new: NewChoice) -> None:
        session = self._session
        session.perform(
            lambda: entities.add(session.workspace, session.annotator, new.type, new.name),
            self._choose_entity,
        )

    # --- doing it -----------------------------------------------------------------------------

    def apply(self) -> None:
        """Do it at the ticked places, in one undo step, and go back to the text."""
        asked = self._asked
        if not self._can_apply() or asked is None:
            self.said.emit(self._why_not())
            return
        shown = tuple(
            form for number, form in enumerate(self._forms) if self.arrangement.form_shown(number)
        )
        order = Order(
            asked,
            self.arrangement.plan,
            self.arrangement.ticked_places(),
            shown if self._keeps else (),
        )
        if len(order.places) <= AT_ONCE:
            workspace = self._session.workspace
            self._busy = True
            self._session.perform(lambda: everywhere.apply(workspace, order), self._on_applied)
            self._busy = False
        else:
            self._apply_later(order)

    def _apply_later(self, order: Order) -> None:
        background = self._session.background()

        def work(progress: Progress) -> object:
            return everywhere.apply(background, order, progress)

        job = Job(work, "Changing the places")
        job.succeeded.connect(self._on_applied)
        job.ended.connect(self._on_job_ended)
        self._busy = True
        self.job_requested.emit(job)
        self._show_figures()

    def _on_job_ended(self) -> None:
        self._busy = False
        if self.isVisible():
            self._seek(keep_ticks=True)

    def _on_applied(self, outcome: Outcome) -> None:
        chosen = self._chosen
        self.seeker.stop()
        if outcome.name:
            self.done.emit(words.outcome_words(outcome, kept=self._keeps))
        else:
            self.said.emit(words.outcome_words(outcome, kept=False))
        if self.isVisible() and chosen is not None:
            self.place_requested.emit(chosen.article, self._place_after(chosen))

    def _place_after(self, chosen: Chosen) -> Extent:
        """Return where the work goes on: at the next suggestion, or where one came from."""
        if not chosen.suggested:
            return chosen.extent
        session = self._session
        waiting = suggestions.pending(session.workspace, chosen.article, session.annotator)
        after = [item.extent for item in waiting if item.extent.start > chosen.extent.start]
        return next(iter(after), waiting[0].extent if waiting else chosen.extent)

    def _why_not(self) -> str:
        if self._busy:
            return "The places are being changed already."
        if self._needs_label:
            return "Choose the label first: 1 to 0."
        if self._still_looking:
            return "Not all articles have been looked at yet."
        return "Tick the places first."
