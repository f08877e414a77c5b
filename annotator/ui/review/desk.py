"""The review at hand: which sets, which article, which case, and what is done about it."""

from collections.abc import Callable, Mapping, Sequence
from hashlib import sha256

from PySide6.QtCore import QObject, Signal

from annotator.domain.article import Article, ArticleId
from annotator.domain.bulk_rulings import majority
from annotator.domain.gold_plan import Edit
from annotator.domain.review import Choice, ReasonCode
from annotator.domain.wording import listed
from annotator.errors import AnnotatorError
from annotator.ops import articles, comments, review_queue, reviews
from annotator.ops.review_queue import ReviewRow
from annotator.ops.reviews import Review, Ruling
from annotator.store.changes import Changes
from annotator.ui.review.case_view import LETTERS, CaseClass, CaseView, CaseViews
from annotator.ui.review.verdicts import HIDDEN, set_words
from annotator.ui.session import Session, touches


class ReviewDesk(QObject):
    """Holds one review and its cases; panes show them.

    Signals:
        queue_changed: Other names or other articles.
        review_changed: Another article, or what is decided of it has changed; so has the case.
        case_changed: Only another case is current.
        said: A quiet sentence.
        done: What was done, in a sentence; undo takes it back.
    """

    queue_changed = Signal()
    review_changed = Signal()
    case_changed = Signal()
    said = Signal(str)
    done = Signal(str)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._acting = False
        self._current: tuple[tuple[str, str], ...] = ()
        self._later: set[tuple[tuple[str, str], ...]] = set()
        self.names: tuple[str, ...] = ()
        self.rows: Sequence[ReviewRow] = ()
        self.blind = False
        self.article: Article | None = None
        self.review: Review | None = None
        self.views: list[CaseView] = []
        self.filter = CaseClass.ALL
        session.changed.connect(self._on_changed)

    @property
    def reviewer(self) -> str:
        """Who decides."""
        return self._session.annotator

    # --- which sets and articles ---------------------------------------------------------------

    def choose(self, names: Sequence[str]) -> None:
        """Lay other sets side by side; the article stays where all of them have it."""
        self.names = tuple(names)
        kept = self.article.id if self.article is not None else None
        self.read_queue()
        keys = [row.article for row in self.rows]
        wanted = kept if kept in keys else self._first_open()
        self.open(wanted)

    def read_queue(self) -> None:
        """Read which articles there are to review."""
        workspace = self._session.workspace
        self.blind = review_queue.blind(workspace)
        self.rows = review_queue.queue(workspace, self.names) if self.names else ()
        self.queue_changed.emit()

    def show_place(self, names: Sequence[str], article: ArticleId, offset: int) -> None:
        """Lay sets of an article side by side, the case at an offset current."""
        self.names = tuple(names)
        self.filter = CaseClass.ALL
        self.read_queue()
        self.open(article)
        for view in self.views:
            places = [extent for _, extent, _, _ in view.lanes]
            if any(place.start <= offset < place.end for place in places):
                self.make_current(view)
                return

    def start(self) -> None:
        """Choose the sets that are most likely wanted, when nothing was chosen yet."""
        if not self.names:
            self.choose(review_queue.likely_names(self._session.workspace, self.reviewer))
        else:
            self.read_queue()
            self.reload()

    def _first_open(self) -> ArticleId | None:
        ready = [row for row in self.rows if row.ready]
        left = [row for row in ready if row.gold != "complete"] or ready
        return left[0].article if left else None

    @property
    def ready(self) -> list[ArticleId]:
        """The articles that may be looked at: all who tagged them are done, or need not be."""
        return [row.article for row in self.rows if row.ready]

    @property
    def row(self) -> ReviewRow | None:
        """The row of the article at hand."""
        if self.article is None:
            return None
        return next((row for row in self.rows if row.article == self.article.id), None)

    def ordered(self, article: ArticleId) -> tuple[str, ...]:
        """Return the sets in the order of their places on the screen; shuffled while blind."""
        if not self.blind or len(self.names) < 2:
            return self.names

        def key(name: str) -> bytes:
            return sha256(f"{article} {self.reviewer} {name}".encode()).digest()

        return tuple(sorted(self.names, key=key))

    def shown_names(self) -> Mapping[str, str]:
        """Return what each set is called on the screen: letters while names are hidden."""
        review = self.review
        if review is None:
            return {name: name for name in self.names}
        hidden = self.blind and not review.finished
        return {
            name: f"{HIDDEN}{LETTERS[place]}" if hidden else set_words(name)
            for place, name in enumerate(review.names)
        }

    # --- one article ---------------------------------------------------------------------------

    def open(self, article: ArticleId | None) -> None:
        """Lay the sets of an article side by side; what is unanimous goes into gold."""
        self.article = self.review = None
        self.views = []
        self._later.clear()
        if article is not None:
            try:
                self._acting = True
                workspace = self._session.workspace
                self.article = articles.load(workspace, article)
                self.review = reviews.open_review(
                    workspace, article, self.ordered(article), self.reviewer
                )
            except AnnotatorError as error:
                self.article = None
                self._session.refused.emit(error)
            finally:
                self._acting = False
        self._take(self.review)
        first = next((view for view in self.visible() if view.case.open), None)
        self._current = _key(first) if first is not None else ()
        self.review_changed.emit()

    def reload(self) -> None:
        """Read the article at hand again: something was changed."""
        if self.article is None:
            self.open(self._first_open())
            return
        try:
            names = self.ordered(self.article.id)
            found = reviews.load(self._session.workspace, self.article.id, names)
        except AnnotatorError:
            self.open(None)
            return
        self._take(found)
        self.review_changed.emit()

    def _take(self, review: Review | None) -> None:
        self.review = review
        self.views = (
            CaseViews(review, self._session.workspace.scheme).views() if review is not None else []
        )

    def step_article(self, step: int) -> None:
        """Open the next or previous article that may be looked at."""
        keys = self.ready
        if not keys:
            return
        here = keys.index(self.article.id) if self.article and self.article.id in keys else -1
        place = here + step
        if 0 <= place < len(keys):
            self.open(keys[place])
        else:
            self.said.emit(
                "This is the last article." if step > 0 else "This is the first article."
            )

    def finish(self) -> None:
        """Go on to the next article that is not finished; one author's tags are approved."""
        review = self.review
        if review is None:
            return
        if review.alone:
            self._approve(review)
            return
        left = len(review.docket.open_cases)
        if left:
            words = "1 difference is" if left == 1 else f"{left} differences are"
            self.said.emit(f"{words} still open; gold stays in progress.")
        self._next_unfinished()

    def _approve(self, review: Review) -> None:
        name = review.names[0]
        workspace, reviewer = self._session.workspace, self.reviewer
        lacking = next((view for view in self.views if view.case.lacking), None)
        if lacking is not None:
            self.make_current(lacking)  # and the refusal says why
        self._perform(
            lambda: reviews.approve(workspace, review, reviewer),
            lambda: self._say_and_go_on(f"The tags of {name} are approved."),
        )

    def _say_and_go_on(self, words: str) -> None:
        self.done.emit(words)
        self._next_unfinished()

    def send_back(self) -> None:
        """Return the article to its author, with the verdicts and comments."""
        review = self.review
        if review is None or not review.tagged:
            return
        workspace, reviewer = self._session.workspace, self.reviewer
        for name in review.tagged:
            self._perform(
                lambda name=name: reviews.send_back(workspace, review, name, reviewer),  # type: ignore[misc]
                lambda name=name: self.done.emit(f"Returned to {name}."),  # type: ignore[misc]
            )
            if not review.alone:
                break

    def _next_unfinished(self) -> None:
        self.read_queue()
        keys = [row.article for row in self.rows if row.ready and row.gold != "complete"]
        here = self.article.id if self.article is not None else None
        later = [key for key in keys if key != here]
        if not later:
            self.said.emit("No other article waits for a review.")
            self.reload()
            return
        order = [row.article for row in self.rows]
        after = [key for key in later if here is None or order.index(key) > order.index(here)]
        self.open((after or later)[0])

    # --- cases ---------------------------------------------------------------------------------

    def visible(self) -> list[CaseView]:
        """Return the cases that the filter leaves, in text order."""
        if self.filter is CaseClass.ALL:
            return self.views
        return [view for view in self.views if view.group is self.filter]

    @property
    def current(self) -> CaseView | None:
        """The case that keys act on."""
        return next((view for view in self.visible() if _key(view) == self._current), None)

    def waiting(self) -> list[CaseView]:
        """Return what is left to decide, in text order; what was put off comes last."""
        found = [view for view in self.visible() if view.case.open]
        return sorted(found, key=lambda view: _key(view) in self._later)

    def decided(self) -> list[CaseView]:
        """Return what was decided, newest first."""
        found = [view for view in self.visible() if not view.case.open]
        return sorted(
            found, key=lambda view: view.case.verdict.id if view.case.verdict else 0, reverse=True
        )

    def show_class(self, group: CaseClass) -> None:
        """Show only the cases of one class."""
        self.filter = group
        if self.current is None:
            self._go(next(iter(self.waiting()), None) or next(iter(self.visible()), None))
        self.review_changed.emit()

    def make_current(self, view: CaseView) -> None:
        """Let keys act on a case."""
        self._go(view)
        self.case_changed.emit()

    def step(self, step: int) -> None:
        """Go to the next or previous case in text order, round the ends."""
        views = self.waiting() or self.visible()
        if not views:
            return
        keys = [_key(view) for view in views]
        if self._current in keys:
            place = (keys.index(self._current) + step) % len(views)
        else:
            place = 0 if step > 0 else len(views) - 1
        self.make_current(views[place])

    def _go(self, view: CaseView | None) -> None:
        self._current = () if view is None else _key(view)

    def _go_on(self, before: CaseView) -> None:
        """Make the next open case current; the same one stays where nothing is left."""
        open_ones = [view for view in self.waiting() if _key(view) != _key(before)]
        order = [_key(view) for view in self.views]
        here = order.index(_key(before)) if _key(before) in order else -1
        later = [
            view
            for view in open_ones
            if order.index(_key(view)) > here and _key(view) not in self._later
        ]
        self._go(next(iter(later or open_ones), before))

    # --- deciding ------------------------------------------------------------------------------

    def take(self, *places: int) -> None:
        """Take the versions of sets, by their places on the screen."""
        review = self.review
        if review is None or any(place >= len(review.names) for place in places):
            return
        names = tuple(review.names[place] for place in places)
        choice = Choice.CHOSEN if len(names) == 1 else Choice.BOTH
        self.rule(Ruling(choice, names))

    def take_majority(self) -> None:
        """Take the version that more than half of three annotators or more have."""
        view, review = self.current, self.review
        if view is None or review is None:
            return
        places = majority(view.case.item)
        if places:
            self.take(places[0])
        elif len(review.names) < 3:
            self.said.emit("Two have no majority; it takes three annotators or more.")
        else:
            self.said.emit("No version has more than half of the votes.")

    def both(self) -> None:
        """Let all versions stand."""
        if self.review is not None and not self.review.alone:
            self.take(*range(len(self.review.names)))

    def neither(self) -> None:
        """Take no version."""
        self.rule(Ruling(Choice.NEITHER))

    def edited(self, edit: Edit) -> None:
        """Write what the reviewer has put together."""
        self.rule(Ruling(Choice.EDITED, edit=edit))

    def rule(self, ruling: Ruling) -> None:
        """Decide on the current case and go on to the next."""
        view, review = self.current, self.review
        if view is None or review is None:
            return
        before = view.case.verdict
        if before is not None and ruling.reason is None:
            old = before.verdict
            ruling = Ruling(
                ruling.choice, ruling.taken, old.reason, ruling.comment or old.comment, ruling.edit
            )
        workspace, reviewer = self._session.workspace, self.reviewer
        self._later.discard(_key(view))
        self._perform(
            lambda: reviews.decide(workspace, review, view.case, ruling, reviewer),
            lambda: self._after_verdict(view),
        )

    def _after_verdict(self, view: CaseView) -> None:
        self.reload_quietly()
        self._go_on(view)
        self.review_changed.emit()
        if self.review is not None and self.review.finished:
            self.read_queue()
            self.said.emit(
                "Nothing is left to decide here. Ctrl Enter goes on to the next article."
            )

    def reasoned(self) -> CaseView | None:
        """Return the case that a reason is for: the current one if decided, else the last one."""
        view = self.current
        if view is not None and view.case.verdict is not None:
            return view
        return next(iter(self.decided()), None)

    def give_reason(self, reason: ReasonCode | None) -> None:
        """Say why the sets differed, of the case that was decided last or is current."""
        view, review = self.reasoned(), self.review
        if view is None or review is None or view.case.verdict is None:
            self.said.emit("Decide first; then say why.")
            return
        verdict = view.case.verdict
        workspace, reviewer = self._session.workspace, self.reviewer
        self._perform(
            lambda: reviews.give_reason(workspace, review, verdict, reviewer, reason),
            lambda: self._after_reason(view, reason),
        )

    def _after_reason(self, view: CaseView, reason: ReasonCode | None) -> None:
        self.reload()
        if self.current is None or _key(self.current) != _key(view):  # its card does not show it
            words = "no reason" if reason is None else str(reason).replace("-", " ")
            self.done.emit(f"Why they differ on {view.short}: {words}.")

    def next_reason(self) -> None:
        """Give the next reason of the list, or none after the last."""
        view = self.reasoned()
        given = view.case.verdict.verdict.reason if view and view.case.verdict else None
        reasons = [*ReasonCode, None]
        self.give_reason(reasons[(reasons.index(given) + 1) % len(reasons)])

    def withdraw(self) -> None:
        """Take the verdict on the current case back."""
        view, review = self.current, self.review
        if view is None or review is None:
            return
        if view.case.verdict is None:
            self.said.emit("Nothing was decided here yet.")
            return
        verdict = view.case.verdict
        workspace, reviewer = self._session.workspace, self.reviewer
        self._perform(lambda: reviews.withdraw(workspace, review, verdict, reviewer), self.reload)

    def put_off(self) -> None:
        """Leave the current case for later and go on."""
        view = self.current
        if view is None:
            return
        self._later.add(_key(view))
        self._go_on(view)
        self.review_changed.emit()

    def comment(self, words: str) -> None:
        """Say something about the current case to those whose tags it is about."""
        view, review = self.current, self.review
        if view is None or review is None or self.article is None or not words.strip():
            return
        where: dict[str, str | None] = {
            name: tag.key if tag is not None else None
            for name, tag in zip(review.names, view.case.item.tags, strict=True)
            if name in review.tagged
        }
        workspace, reviewer, article = self._session.workspace, self.reviewer, self.article.id
        self._perform(
            lambda: comments.add(workspace, article, where, reviewer, words),
            lambda: self._say_and_reload(f"Comment for {listed(sorted(where))}."),
        )

    def _say_and_reload(self, words: str) -> None:
        self.reload()
        self.done.emit(words)

    # --- in common -----------------------------------------------------------------------------

    def _perform(self, act: Callable[[], None], then: Callable[[], None]) -> None:
        self._acting = True
        try:
            written = self._session.perform(act, lambda _none: then())
        finally:
            self._acting = False
        if not written and not self._session.unsaved:
            self.reload()  # refused, because somebody has changed a set: compared anew

    def reload_quietly(self) -> None:
        """Read gold and verdicts again after a verdict, without telling the panes."""
        if self.review is not None:
            self._take(reviews.refreshed(self._session.workspace, self.review))

    def _on_changed(self, changes: Changes) -> None:
        if self._acting or self.article is None:
            return
        if changes.many or touches(changes, self.article.id):
            self.reload()


def _key(view: CaseView) -> tuple[tuple[str, str], ...]:
    """Return what tells a case from others however often the article is read again."""
    return tuple(
        (str(place), tag.key) for place, tag in enumerate(view.case.item.tags) if tag is not None
    )
