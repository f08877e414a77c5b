"""``L``: which entity of the register mentions mean; and what a card proposes unasked."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, QRect, Signal
from PySide6.QtWidgets import QWidget

from annotator.domain.annotation import Entity, EntityId, Span, SpanId
from annotator.domain.coreference import Coreferent, counted
from annotator.domain.extent import Extent
from annotator.domain.names import office_words, one_line
from annotator.errors import SetClosedError
from annotator.ops import linking, tags
from annotator.ops.linking import Asked, Candidate, NewEntity, Untagged
from annotator.ui.annotate.desk import ArticleDesk
from annotator.ui.article.view import ArticleView
from annotator.ui.inspector.link_popup import LinkPopup
from annotator.ui.inspector.values import EntityChoice, LinkRow, NewChoice, Proposal
from annotator.ui.look import Look
from annotator.ui.session import Session

FORMS_SHOWN = 3
"""Different words of further mentions that are named one by one."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What an entity is asked for.

    Attributes:
        words: Of the mention.
        label: Its label, "" where it has none yet.
        spans: The tags that are linked: one, or a group.
        untagged: Words or a suggestion that are tagged as they are linked.
        linked: What the tags mean now, where that is one entity.
    """

    words: str
    label: str = ""
    spans: tuple[Span, ...] = ()
    untagged: Untagged | None = None
    linked: Entity | None = None

    @property
    def places(self) -> list[Extent]:
        """Where it stands in the text."""
        own = [self.untagged.extent] if self.untagged is not None else []
        return own + [span.extent for span in self.spans]


class Linking(QObject):
    """Opens the list of entities at a mention and links what is chosen.

    While the list is open the other mentions that are linked with it are marked in the text.

    Signals:
        said: A quiet sentence.
        done: The same of what was done: it can be undone.
        left: The text wants the focus.
    """

    said = Signal(str)
    done = Signal(str)
    left = Signal()

    def __init__(
        self,
        look: Look,
        session: Session,
        desk: ArticleDesk,
        view: ArticleView,
        anchor: Callable[[], QRect],
        page: QWidget,
    ) -> None:
        super().__init__(page)
        self._session = session
        self._desk = desk
        self._view = view
        self._anchor = anchor
        self._subject = Subject("")
        self._others: list[Coreferent] = []
        self._kept_hits: tuple[Sequence[Extent], Extent | None] | None = None
        self.popup = LinkPopup(look, self._search, self._new, page)
        self.popup.row_changed.connect(self._on_row_changed)
        self.popup.ticks_changed.connect(self._show_places)
        self.popup.entity_chosen.connect(self._on_chosen)
        self.popup.entity_made.connect(self._on_made)
        self.popup.unlinked.connect(self._on_unlinked)
        self.popup.closed.connect(self._forget_places)

    # --- asking -------------------------------------------------------------------------------

    def open(self) -> None:
        """Ask for the entity of the selection, the current tag or suggestion, or the word here."""
        if self._refuses():
            return
        self._take_mark()
        span, suggestion = self._desk.current_span, self._desk.current_suggestion
        article = self._desk.article
        if article is None:
            return
        if span is not None:
            self.open_group([span.id])
        elif suggestion is not None:
            words = suggestion.extent.slice(article.text)
            untagged = Untagged(suggestion.extent, suggestion.label, suggestion)
            self._open(Subject(words, suggestion.label, untagged=untagged))
        else:
            selection = self._view.selection
            place = selection.trimmed(article.text) if selection else self._desk.word_at_caret()
            if place is None:
                self.said.emit("Put the caret into a name, or select it.")
            else:
                words = place.slice(article.text)
                self._open(Subject(words, untagged=Untagged(place, "")))

    def open_group(self, keys: Sequence[SpanId]) -> None:
        """Ask for the one entity that several mentions mean."""
        found = (self._desk.span(key) for key in keys)
        spans = tuple(span for span in found if span is not None)
        if self._refuses() or not spans:
            return
        entities = {span.entity for span in spans}
        known = self._desk.tags.entities if self._desk.tags is not None else {}
        first = spans[0]
        linked = known.get(first.entity) if first.entity and len(entities) == 1 else None
        if self._desk.current_span not in spans:
            self._desk.select_span(first.id)
        self._open(Subject(first.text, first.label, spans, linked=linked))

    def _refuses(self) -> bool:
        if self._desk.closed:
            self._session.refused.emit(SetClosedError(status=str(self._desk.status)))
        return self._desk.closed

    def _take_mark(self) -> None:
        """Make current what is meant: of a selection only the mark with just its edges."""
        view = self._view
        selection = view.selection
        if selection is None:
            view.take_mark_here()
            return
        same = [mark for mark in view.marks_at(selection.start) if mark.extent == selection]
        if same:
            view.set_current(same[0].id, reveal=False)

    def _open(self, subject: Subject) -> None:
        self._subject = subject
        view = self._view
        kind = linking.usual_type(self._session.workspace, subject.label)
        self._kept_hits = (view.shown.hits, view.shown.hit)
        if subject.places:
            view.reveal(subject.places[0], at_once=True)
        self.popup.open_for(
            subject.words,
            kind=kind,
            linked=subject.linked.name if subject.linked is not None else "",
            anchor=self._anchor(),
        )

    # --- what is offered ----------------------------------------------------------------------

    def _candidates(self, subject: Subject, typed: str = "") -> list[Candidate]:
        asked = Asked(
            typed or subject.words,
            subject.label,
            typed=bool(typed),
            but=frozenset(span.id for span in subject.spans),
        )
        return linking.candidates(self._session.workspace, asked, self._desk.tags)

    def _search(self, typed: str) -> list[EntityChoice]:
        found = self._candidates(self._subject, typed)
        return [self._choice(one) for one in found]

    def _choice(self, candidate: Candidate) -> EntityChoice:
        entity, linked = candidate.entity, self._subject.linked
        now = linked is not None and linked.id == entity.id
        about = (office_words(entity.offices), one_line(entity.note))
        return EntityChoice(
            entity.id,
            entity.type,
            entity.name,
            entity.aliases,
            candidate.mentions,
            candidate.articles,
            "linked now" if now else str(candidate.reason),
            " · ".join(part for part in about if part),
            candidate.doubtful,
        )

    def _new(self, kind: str, name: str) -> NewChoice | None:
        free = linking.free_name(self._session.workspace, kind, name)
        return NewChoice(kind, free, name if free != name else "")

    # --- the other mentions -------------------------------------------------------------------

    def _on_row_changed(self, row: LinkRow | None) -> None:
        """Find what else the row would be linked to, and say it."""
        self._others = self._others_for(row)
        certain = [one.span for one in self._others if one.certain]
        doubtful = [one.span for one in self._others if not one.certain]
        self.popup.show_others(
            f"and {_mentions(certain)} here: {_forms(certain)}" if certain else "",
            f"and {_mentions(doubtful)} that may mean it: {_forms(doubtful)}" if doubtful else "",
        )
        self._show_places()

    def _others_for(self, row: LinkRow | None) -> list[Coreferent]:
        subject, meant = self._subject, _meant(row)
        label = subject.label or self._label_of(row)
        if meant is None or not label:
            return []
        return self._coreferents(subject, label, meant)

    def _coreferents(self, subject: Subject, label: str, meant: Entity | str) -> list[Coreferent]:
        tags_here = self._desk.tags
        if tags_here is None:
            return []
        but = {span.id for span in subject.spans}
        workspace = self._session.workspace
        return linking.others(workspace, tags_here, label, subject.words, meant, but)

    def _label_of(self, row: LinkRow | None) -> str:
        """Return the label that untagged words get with a row."""
        if isinstance(row, EntityChoice | NewChoice):
            known = self._session.workspace.scheme.label_by_name
            return row.type if row.type in known else ""
        return ""

    def _ticked(self) -> list[Span]:
        wanted = {True: self.popup.certain.isChecked(), False: self.popup.doubtful.isChecked()}
        return [one.span for one in self._others if wanted[one.certain]]

    def _show_places(self) -> None:
        """Mark in the text what Enter would link."""
        if self._kept_hits is not None:
            own = self._subject.places
            ticked = [span.extent for span in self._ticked()]
            self._view.set_hits([*own, *ticked], own[0] if own else None)

    def _forget_places(self) -> None:
        if self._kept_hits is not None:
            hits, current = self._kept_hits
            self._kept_hits = None
            self._view.set_hits(hits, current)

    # --- linking ------------------------------------------------------------------------------

    def _on_chosen(self, key: EntityId) -> None:
        workspace = self._session.workspace
        found = linking.entity(workspace, key)
        self._carry_out(key, linking.label_for(workspace, found) if found is not None else "")
        self.left.emit()

    def _on_made(self, new: NewChoice) -> None:
        self._carry_out(NewEntity(new.type, new.name), new.type)
        self.left.emit()

    def _on_unlinked(self) -> None:
        workspace, spans = self._session.workspace, self._subject.spans
        self._desk.edit(lambda target: tags.link(workspace, target, spans, None))
        self.left.emit()

    def _carry_out(self, meant: EntityId | NewEntity, label: str) -> None:
        """Link the subject, and the other mentions that are ticked, in one operation."""
        workspace, subject, more = self._session.workspace, self._subject, self._ticked()
        spans = [*subject.spans, *more]
        untagged = subject.untagged

        count = len(spans) + (untagged is not None)

        def then(_made: object) -> None:
            if count > 1:
                self.done.emit(f"{count} mentions linked.")

        def then_show(key: SpanId) -> None:
            self._view.set_selection(None)
            self._desk.select_span(key)
            then(key)

        if untagged is not None:
            words = replace(untagged, label=untagged.label or label)
            self._desk.edit(
                lambda target: linking.tag_and_link(workspace, target, words, meant, more),
                then_show,
            )
        elif isinstance(meant, NewEntity):
            self._desk.edit(
                lambda target: tags.link_to_new(workspace, target, spans, meant.kind, meant.name),
                then,
            )
        else:
            self._desk.edit(lambda target: tags.link(workspace, target, spans, meant), then)

    # --- unasked ------------------------------------------------------------------------------

    def proposal(self, span: Span) -> Proposal | None:
        """Return what a tag without a link most likely means, ``None`` where there is doubt."""
        workspace = self._session.workspace
        label = workspace.scheme.label_by_name.get(span.label)
        if span.entity is not None or label is None or not label.linked or self._desk.closed:
            return None
        if workspace.known_names.busy:
            return None
        subject = Subject(span.text, span.label, (span,))
        found = linking.best(self._candidates(subject))
        if found is None:
            return None
        more = self._certain(subject, found.entity)
        return Proposal(found.entity.id, found.entity.type, found.entity.name, str(found.reason),
                        len(more))  # fmt: skip

    def _certain(self, subject: Subject, meant: Entity) -> list[Span]:
        found = self._coreferents(subject, subject.label, meant)
        return [one.span for one in found if one.certain]

    def take_proposal(self) -> None:
        """Link the current tag to what its card proposes, with the others that are certain."""
        span = self._desk.current_span
        proposed = self.proposal(span) if span is not None else None
        if span is None:
            self.said.emit("Go to a tag; Y links it to what its card proposes.")
        elif proposed is None and self._desk.closed:
            self._refuses()
        elif proposed is None:
            self.said.emit("No entity is proposed here. L chooses one.")
        else:
            found = linking.entity(self._session.workspace, proposed.entity)
            subject = Subject(span.text, span.label, (span,))
            self._subject = subject
            more = self._certain(subject, found) if found is not None else []
            spans = [span, *more]
            workspace = self._session.workspace
            self._desk.edit(
                lambda target: tags.link(workspace, target, spans, proposed.entity),
                lambda _none: self._say_linked(len(spans), proposed.name),
            )

    def _say_linked(self, count: int, name: str) -> None:
        if count > 1:
            self.done.emit(f"{count} mentions linked to {name}.")

    def why(self, span: Span) -> str:
        """Return how a link could have been made at once, in words; "" where it could not."""
        tags_here = self._desk.tags
        return linking.why(tags_here, span) if tags_here is not None else ""


def _meant(row: LinkRow | None) -> Entity | str | None:
    if isinstance(row, NewChoice):
        return row.name
    if isinstance(row, EntityChoice):
        return Entity(row.id, row.type, row.name, row.aliases)
    return None


def _mentions(spans: Sequence[Span]) -> str:
    return "1 other mention" if len(spans) == 1 else f"{len(spans)} other mentions"


def _forms(spans: Sequence[Span]) -> str:
    """Return the words of mentions with how often each stands; of many forms, the first."""
    forms = list(dict.fromkeys(one_line(span.text) for span in spans))
    first = set(forms[:FORMS_SHOWN])
    said = counted(span for span in spans if one_line(span.text) in first)
    return said if len(forms) <= FORMS_SHOWN else f"{said} …"
