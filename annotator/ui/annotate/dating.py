"""``V``: the date of the current tag or of the selected frame, as its words say it or as typed."""

from PySide6.QtCore import QObject, QTimer, Signal

from annotator.domain.annotation import AnnotationSet, Frame, FrameId, Span
from annotator.domain.article import ArticleId
from annotator.domain.framing import date_attribute
from annotator.domain.scheme import FrameType
from annotator.domain.suggestion import Suggestion
from annotator.nlp.moments.moment import UNREAD, Moment, in_words, weekday_of
from annotator.nlp.moments.reading import read_typed
from annotator.ops import dating, frames, tags
from annotator.ops.dating import DatedRole
from annotator.store.changes import Change, Changes
from annotator.ui.annotate.desk import ArticleDesk
from annotator.ui.annotate.frame_desk import FrameDesk
from annotator.ui.article.view import ArticleView
from annotator.ui.inspector.date_line import DateState, date_state, shown_value
from annotator.ui.inspector.pane import Inspector
from annotator.ui.session import WAIT_MS, Session


class Dating(QObject):
    """Proposes the values of dates on the cards, and sets them.

    Signals:
        said: A quiet sentence.
        shown_now: The card must show what is current before its field is opened.
    """

    said = Signal(str)
    shown_now = Signal()

    def __init__(
        self,
        session: Session,
        desk: ArticleDesk,
        frame_desk: FrameDesk,
        view: ArticleView,
        inspector: Inspector,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._desk = desk
        self._frames = frame_desk
        self._view = view
        self._inspector = inspector
        inspector.date_requested.connect(self.set_date)
        session.changed.connect(self._on_changed)

    # --- what the cards say -------------------------------------------------------------------

    def of_suggestion(self, suggestion: Suggestion) -> DateState | None:
        """Return the date that is accepted with a suggestion, or why there is none."""
        article = self._desk.article
        name = self._attribute(suggestion.label)
        if article is None or not name:
            return None
        moment = dating.moment_of(article, suggestion.extent)
        value = suggestion.attributes.get(name)
        if not value:
            return DateState(moment.why, warned=moment.marked)
        why = f"{moment.why}." if moment.value == value else ""
        return DateState(why, (str(value),))

    def show_span(self, span: Span) -> None:
        """Propose the date of a tag on its card."""
        name = self._attribute(span.label)
        if name:
            value = _text(span.attributes.get(name))
            state = date_state("", value, self._moment(span), self._inspector.date_key)
            self._inspector.show_dates({name: state}, self._read)

    def show_frame(self, frame: Frame, kind: FrameType) -> None:
        """Propose the dates of a frame on its card."""
        roles = self._dated(frame, kind)
        states = {role.attribute.name: self._role_state(role) for role in roles}
        self._inspector.show_dates(states, self._read)

    def notes(self, tags: AnnotationSet) -> dict[FrameId, str]:
        """Return a sentence for each frame whose date waits to be taken, or disagrees."""
        kinds = self._session.workspace.scheme.frame_type_by_name
        found: dict[FrameId, str] = {}
        for frame in tags.frames:
            kind = kinds.get(frame.type)
            for role in self._dated(frame, kind) if kind is not None else ():
                state = self._role_state(role)
                if state.takes or state.warned:
                    found.setdefault(frame.id, state.words.partition("\n")[0])
        return found

    def _attribute(self, label: str) -> str:
        known = self._session.workspace.scheme.label_by_name.get(label)
        return date_attribute(known.attributes) if known is not None else ""

    def _moment(self, span: Span) -> Moment:
        article = self._desk.article
        return UNREAD if article is None else dating.moment_of(article, span.extent)

    def _read(self, text: str) -> Moment:
        article = self._desk.article
        return read_typed(text, None) if article is None else dating.read_typed(article, text)

    def _dated(self, frame: Frame, kind: FrameType) -> list[DatedRole]:
        scheme = self._session.workspace.scheme
        return dating.dated_roles(frame, kind, self._desk.span, scheme)

    def _role_state(self, role: DatedRole) -> DateState:
        """Return what is said of a date that comes from a role."""
        key, name = self._inspector.date_key, role.attribute.derive_from
        said = shown_value(role.derived)
        if role.contradicted:
            values = (role.derived,) if role.derived else _values(role)
            named = said or " and ".join(map(shown_value, values))
            acts = "takes it" if role.derived else "changes it"
            return DateState(f"The {name} is {named}. {key} {acts}.", values, warned=True)
        if role.value:
            return DateState()
        if role.derived:
            return DateState(f"The {name} is {said}. {key} takes it.", (role.derived,), takes=True)
        open_one = next((span for span, value in role.spans if not value), None)
        if open_one is not None:
            return date_state(open_one.text, "", self._moment(open_one), key)
        values = _values(role)
        return DateState(f"No one day or month. {key} writes one." if values else "", values)

    # --- setting ------------------------------------------------------------------------------

    def set_date(self) -> None:
        """Take the date that the words say where it is certain; else open its field."""
        if self._desk.current_span is None and self._frames.frame is None:
            self._view.take_mark_here()
        span, frame, kind = self._desk.current_span, self._frames.frame, self._frames.kind
        name = self._attribute(span.label) if span is not None else ""
        roles = self._dated(frame, kind) if frame is not None and kind is not None else []
        if self._desk.closed and (name or roles):
            self._desk.edit(lambda _target: None)  # says that the set is closed
        elif span is not None and name and not self._frames.armed:
            self._set_span(span, name)
        elif roles and frame is not None:
            self._set_frame(frame, roles[0])
        elif self._desk.current_suggestion is not None:
            self.said.emit("Only a tag is dated; accept the suggestion first.")
        elif self._desk.current_frame is not None:
            self.said.emit("Only a frame of yours is dated; accept the suggestion first.")
        else:
            self.said.emit("Go to the tag of a date, or to a frame that has one; V then sets it.")

    def _set_span(self, span: Span, name: str) -> None:
        moment = self._moment(span)
        if span.attributes.get(name) or not moment.certain:
            self._open(name)
        else:
            self._take(span, name, moment)

    def _take(self, span: Span, name: str, moment: Moment) -> None:
        workspace, value = self._session.workspace, moment.value
        self._desk.edit(
            lambda target: tags.set_attribute(workspace, target, span, name, value),
            lambda _none: self._say(f"“{span.text}”", value),
        )

    def _set_frame(self, frame: Frame, role: DatedRole) -> None:
        name = role.attribute.name
        if role.derived and (role.contradicted or not role.value):
            self._set_derived(frame, name, role.derived)
            return
        open_ones = () if role.value else [span for span, value in role.spans if not value]
        for span in open_ones:
            moment = self._moment(span)
            if moment.certain:  # the frame follows its role in the same step
                self._take(span, self._attribute(span.label), moment)
                return
        self._open(name)

    def _set_derived(self, frame: Frame, name: str, value: str) -> None:
        workspace = self._session.workspace
        self._desk.edit(
            lambda target: frames.set_attribute(workspace, target, frame, name, value),
            lambda _none: self._say(f"The {frame.type.lower()}", value),
        )

    def _say(self, what: str, value: str) -> None:
        """Say what was set where no card shows it."""
        if not self._inspector.isVisible():
            weekday = weekday_of(value)
            self.said.emit(f"{what} is {weekday} {in_words(value)}.".replace("  ", " "))

    def _open(self, name: str) -> None:
        """Give the field of a date the focus, laying the inspector over the text if need be."""
        self.shown_now.emit()
        self._inspector.show()
        self._inspector.raise_()
        self._inspector.open_date(name)

    # --- suggestions --------------------------------------------------------------------------

    def _on_changed(self, changes: Changes) -> None:
        """Let suggestions follow the date of their article: what they count from has changed."""
        for change in changes.rows:
            days = _days(change)
            if days:  # not inside the change: it is still being told to everybody
                QTimer.singleShot(0, self, _Again(self._session, ArticleId(change.id), days))


class _Again:
    """Gives the suggestions of one article their dates again."""

    def __init__(self, session: Session, article: ArticleId, days: set[str | None]) -> None:
        self._session, self._article, self._days = session, article, days

    def __call__(self) -> None:
        self._session.perform(self._value)

    def _value(self) -> int:
        workspace = self._session.workspace
        return dating.value_again(workspace, self._article, self._days, wait_ms=WAIT_MS)


def _days(change: Change) -> set[str | None]:
    """Return the date that an article had and the one that it got, where these differ.

    An undo is told as the change that it takes back, so either may be the one of now.
    """
    if change.table != "article" or change.before is None or change.after is None:
        return set()
    days = {change.before.get("published"), change.after.get("published")}
    return days if len(days) > 1 else set()


def _values(role: DatedRole) -> tuple[str, ...]:
    return tuple(value for _, value in role.spans if value)


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
