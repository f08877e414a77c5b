"""The names of the register in memory, kept in step with the workspace."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from threading import Lock
from typing import TYPE_CHECKING

from annotator.store import names
from annotator.store.database import Reading

if TYPE_CHECKING:
    from annotator.nlp.name_index import NameIndex

MOST_EXCHANGED = 2000
"""Entities exchanged one by one; for more the index is made anew."""


class KnownNames:
    """Makes the index when it is first wanted, and follows what operations change.

    Other windows and programs write too: the journal says which entities to read again.
    """

    def __init__(self) -> None:
        self._index: NameIndex | None = None
        self._step = 0
        self._lock = Lock()

    @property
    def busy(self) -> bool:
        """Whether another thread is making the index: who cannot wait asks later."""
        return self._index is None and self._lock.locked()

    def index(self, connection: Reading) -> "NameIndex":
        """Return the index as the workspace is now."""
        with self._lock:
            if self._index is None:
                self._index = self._make(connection)
            else:
                self._follow(connection, self._index)
            return self._index

    def prepare(self, read: Callable[[], AbstractContextManager[Reading]]) -> None:
        """Make the index now, in whatever thread; the workspace is read for a moment only."""
        with self._lock:
            if self._index is None:
                with read() as connection:
                    step, rows = names.newest_step(connection), names.all_names(connection)
                self._index = _made_of(rows)
                self._step = step

    def _make(self, connection: Reading) -> "NameIndex":
        self._step = names.newest_step(connection)
        return _made_of(names.all_names(connection))

    def _follow(self, connection: Reading, index: "NameIndex") -> None:
        step, changed = names.changed_since(connection, self._step)
        if changed is None or len(changed) > MOST_EXCHANGED:
            self._index = self._make(connection)
            return
        self._step = step
        if not changed:
            return
        rows = {row.id: row for row in names.names_of(connection, changed)}
        for key in changed:
            if key in rows:
                index.put(key, rows[key].name, rows[key].aliases)
            else:
                index.drop(key)


def _made_of(rows: Sequence[names.NameRow]) -> "NameIndex":
    from annotator.nlp.name_index import NameIndex, title_words

    made = NameIndex(title_words())
    for row in rows:
        made.put(row.id, row.name, row.aliases)
    return made
