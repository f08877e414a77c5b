"""What the pages beside the Annotate page share."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget
from typing_extensions import override

from annotator.domain.annotation import EntityId
from annotator.domain.article import ArticleId
from annotator.domain.extent import Extent
from annotator.ui.status_line import Figure

if TYPE_CHECKING:
    from annotator.ops.workspace import TakenBack


@dataclass(frozen=True, slots=True)
class Chosen:
    """What is chosen in the article when a page is asked for.

    Attributes:
        label: Of the tag or suggestion; "" for words alone.
        suggested: Whether it is a suggestion.
    """

    article: ArticleId
    title: str
    extent: Extent
    words: str
    label: str = ""
    entity: EntityId | None = None
    suggested: bool = False


class WorkPage(QWidget):
    """A page of the open workspace that is shown in place of the Annotate page.

    Signals:
        said: A quiet sentence for the notice.
        state_changed: What commands and status line depend on has changed.
        place_requested: An article, and an :class:`~annotator.domain.extent.Extent` in it or
            ``None``: the Annotate page is to show it.
        left: The page is done; the Annotate page is wanted again.
        done: What was done, in a sentence; undo takes it back.
        job_requested: A :class:`~annotator.ui.job_runner.Job` that writes.
        review_requested: Two names, an article and an offset in it: the Review page is to show it.
        suggestions_wanted: The sources are to look at what waits for them.
        learning_wanted: It is to be learned from the annotator's articles now.
    """

    said = Signal(str)
    state_changed = Signal()
    place_requested = Signal(object, object)
    left = Signal()
    done = Signal(str)
    job_requested = Signal(object)
    suggestions_wanted = Signal()
    learning_wanted = Signal()
    review_requested = Signal(object, object, int)

    @property
    def panes(self) -> Mapping[str, QWidget]:
        """The widget of each place of the key table that the page holds."""
        raise NotImplementedError

    def handlers(self) -> Mapping[str, Callable[[], None]]:
        """Return what runs for the commands of the page, by id."""
        raise NotImplementedError

    def hints(self) -> Sequence[tuple[str, str]]:
        """Return the next commands, by id or as keys, and what they do here."""
        raise NotImplementedError

    def figures(self) -> Sequence[Figure]:
        """Return the counts of the status line."""
        raise NotImplementedError

    def take(self, choose: Callable[[], Chosen | None]) -> bool:  # noqa: ARG002
        """Learn what is chosen in the article, if the page is about that.

        Args:
            choose: Gives it; what stands at the caret becomes current.

        Returns:
            Whether the page can be shown.
        """
        return True

    def enter(self) -> None:
        """Show what is true now and take the keyboard."""
        raise NotImplementedError

    def hold_keyboard(self, pane: QWidget) -> None:
        """Give the keyboard to a pane, to the page itself while there is nothing in the pane."""
        where = pane if pane.isVisibleTo(self) else self
        where.setFocus(Qt.FocusReason.OtherFocusReason)

    def take_key(self, event: QKeyEvent) -> bool:
        """Act on a key that no pane has taken; whether it was one of this page."""
        del event
        return False

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.take_key(event):
            super().keyPressEvent(event)

    @override
    def focusNextPrevChild(self, next: bool, /) -> bool:
        """Keep the keyboard when a pane that has it is hidden: else a tab would get it."""
        focused = QApplication.focusWidget()
        if focused is not None and self.isAncestorOf(focused) and not focused.isVisibleTo(self):
            self.setFocus(Qt.FocusReason.OtherFocusReason)
            return True
        return super().focusNextPrevChild(next)

    def next_pane(self, direction: int) -> None:
        """Move the keyboard to the next (1) or previous (-1) pane; a page of one pane has none."""

    def show_taken_back(self, done: "TakenBack") -> bool:
        """Go to what undo or redo has changed; whether this page shows such a thing at all."""
        del done
        return False

    def show_entity(self, key: EntityId) -> None:
        """Go to an entity of the register; for the page that shows them."""
        raise NotImplementedError

    def show_case(self, names: tuple[str, ...], article: ArticleId, offset: int) -> None:
        """Go to what differs at an offset; for the page that reviews."""
        raise NotImplementedError

    def end(self) -> None:
        """Stop what goes on in the background: the page is dropped."""
