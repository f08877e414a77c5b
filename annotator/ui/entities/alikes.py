"""Which entities without a link look like another one: found in steps, so that no key waits."""

from collections.abc import Iterable, Mapping, Sequence
from time import perf_counter
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from annotator.domain.annotation import EntityId
from annotator.domain.register import EntityQuery
from annotator.errors import AnnotatorError
from annotator.ops import linking, register
from annotator.ui.session import Session

MOST: Final = 5_000
"""In larger registers nobody is told: a name that looks like a hundred others says nothing."""
STEP_SECONDS: Final = 0.012
_OFFERED: Final = 3


class Alikes(QObject):
    """Looks for entities that may be the same as a more often mentioned one.

    Signals:
        found: :attr:`names` is complete.
    """

    found = Signal()

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._waiting: list[EntityId] = []
        self._place: dict[EntityId, int] = {}
        self._names: dict[EntityId, str] = {}
        self.names: Mapping[EntityId, str] = {}
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._step)

    @property
    def count(self) -> int:
        """How many look like another one."""
        return len(self.names)

    def first(self, ids: Iterable[int]) -> Sequence[int]:
        """Return ids with those that look like another one first."""
        return sorted(ids, key=lambda key: key not in self.names)

    def begin(self, count: int) -> None:
        """Look again at a register of so many entities."""
        self._timer.stop()
        if count > MOST:
            self.names = {}
            return
        ids = register.find(self._session.workspace, EntityQuery())
        self._place = {EntityId(key): number for number, key in enumerate(ids)}
        rows = register.page(self._session.workspace, list(self._place))
        open_ones = [key for key in self._place if key in rows and not rows[key].wikidata]
        self._waiting = list(reversed(open_ones))
        self._names = {}
        self._timer.start()

    def _step(self) -> None:
        until = perf_counter() + STEP_SECONDS
        try:
            while self._waiting and perf_counter() < until:
                self._look_at(self._waiting.pop())
        except AnnotatorError:
            self._waiting.clear()
        if not self._waiting:
            self._timer.stop()
            if self._names != self.names:
                self.names = self._names
                self.found.emit()

    def _look_at(self, key: EntityId) -> None:
        """Keep whom an entity looks like, if that one is mentioned more often."""
        own = self._place[key]
        for other in linking.look_alikes(self._session.workspace, key, _OFFERED):
            if self._place.get(other.entity.id, own) < own:
                self._names[key] = other.entity.name
                return
