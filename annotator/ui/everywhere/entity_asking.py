"""Which entity the words mean everywhere, asked for in the list that ``L`` opens in the text."""

from PySide6.QtCore import QObject, QRect, Signal
from PySide6.QtWidgets import QWidget

from annotator.domain.annotation import AnnotationSet
from annotator.domain.names import office_words, one_line
from annotator.ops import linking
from annotator.ops.linking import Asked
from annotator.ui.inspector.link_popup import LinkPopup
from annotator.ui.inspector.values import EntityChoice, NewChoice
from annotator.ui.look import Look
from annotator.ui.session import Session


class EntityAsking(QObject):
    """Opens the list of entities for some words and says what was chosen.

    Signals:
        chosen: The id of an entity, ``None`` for none.
        made: The :class:`NewChoice` that is to be made.
    """

    chosen = Signal(object)
    made = Signal(object)

    def __init__(self, look: Look, session: Session, host: QWidget) -> None:
        super().__init__(host)
        self._session = session
        self._words = ""
        self._label = ""
        self._here: AnnotationSet | None = None
        self.popup = LinkPopup(look, self._search, self._new, host)
        self.popup.entity_chosen.connect(self.chosen)
        self.popup.entity_made.connect(self.made)
        self.popup.unlinked.connect(lambda: self.chosen.emit(None))

    def open(self, words: str, label: str, linked: str, here: AnnotationSet, anchor: QRect) -> None:
        """Ask what some words mean.

        Args:
            words: The words.
            label: What they are to be, "" while that is open.
            linked: The name of the entity that they mean now, "" for none.
            here: The tags of the open article: what they mean is offered first.
            anchor: Where the list is to stand.
        """
        self._words, self._label, self._here = words, label, here
        kind = linking.usual_type(self._session.workspace, label)
        self.popup.open_for(words, kind=kind, linked=linked, anchor=anchor)

    def _search(self, typed: str) -> list[EntityChoice]:
        asked = Asked(typed or self._words, self._label, typed=bool(typed))
        found = linking.candidates(self._session.workspace, asked, self._here)
        return [self._choice(one) for one in found]

    @staticmethod
    def _choice(candidate: linking.Candidate) -> EntityChoice:
        entity = candidate.entity
        about = (office_words(entity.offices), one_line(entity.note))
        return EntityChoice(
            entity.id,
            entity.type,
            entity.name,
            entity.aliases,
            candidate.mentions,
            candidate.articles,
            str(candidate.reason),
            " · ".join(part for part in about if part),
            candidate.doubtful,
        )

    def _new(self, kind: str, name: str) -> NewChoice | None:
        free = linking.free_name(self._session.workspace, kind, name)
        return NewChoice(kind, free, name if free != name else "")
