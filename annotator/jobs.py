"""Long work, seen from the side that does it. No Qt here."""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event


class Cancelled(Exception):  # noqa: N818 - not an error: the user asked for it
    """Raised inside a job when the user asked it to stop."""


def ignore_progress(_done: int, _total: int) -> None:
    """Report nothing: for callers that show no progress."""


class Progress:
    """What a job tells the outside, and how it learns that it must stop."""

    def __init__(self, report: Callable[[int, int], None] = ignore_progress) -> None:
        self._report = report
        self._stop = Event()

    def cancel(self) -> None:
        """Ask the job to stop at its next :meth:`step`. Safe from any thread."""
        self._stop.set()

    @property
    def cancelled(self) -> bool:
        """Whether the job was asked to stop."""
        return self._stop.is_set()

    def step(self, done: int, total: int) -> None:
        """Report ``done`` of ``total`` items; ``total`` 0 means that it is not known yet.

        Raises:
            Cancelled: The user asked for it. Let it pass: the transaction around the
                job rolls back.
        """
        if self._stop.is_set():
            raise Cancelled
        self._report(done, total)


@contextmanager
def no_search_for_cycles() -> Iterator[None]:
    """Leave the collector of reference cycles out for a while.

    Lines and tags are trees: going through hundreds of thousands of their parts again and again
    takes a tenth of an import, a sixth of a comparison, and finds nothing.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
