"""Where an article is scrolled to: keeping a place, and going to another."""

from dataclasses import dataclass

from PySide6.QtCore import QAbstractAnimation, QPropertyAnimation
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QTextEdit

from annotator.domain.extent import Extent
from annotator.ui.article.page import Page

_SMOOTH_MS = 100
_COMFORT = 0.14  # of the view's height, above and below


@dataclass(frozen=True, slots=True)
class ScrollState:
    """A place in an article that outlives other fonts and widths.

    Attributes:
        offset: First character of the topmost line in view.
        pixels: How far that line is above the upper edge.
    """

    offset: int
    pixels: int


class Scroller:
    """Moves the vertical scroll bar of a view by places of its text."""

    def __init__(self, view: QTextEdit) -> None:
        self._view = view
        self._animation = QPropertyAnimation(view.verticalScrollBar(), b"value", view)
        self._animation.setDuration(_SMOOTH_MS)

    def state(self, page: Page) -> ScrollState:
        """Return where the view stands."""
        page.layout.piece_at(self._view.verticalScrollBar().value())  # filled in where it is not
        for item in page.seen(0, 1):
            layout = item.block.layout()
            first = int(-item.top // page.style(item.number).line) - 1
            for index in range(max(0, first), layout.lineCount()):
                line = layout.lineAt(index)
                bottom = item.top + line.y() + line.height()
                if bottom > 0:
                    offset = page.article.offsets.to_code_point(
                        item.block.position() + line.textStart()
                    )
                    return ScrollState(offset, round(-(item.top + line.y())))
        return ScrollState(0, -page.sizes.top)

    def restore(self, page: Page, state: ScrollState) -> None:
        """Scroll to a place at once."""
        offset = min(state.offset, len(page.article.text))
        page.line_box(offset)
        self.follow(page)
        box = page.line_box(offset)
        top = box.base - box.style.ascent
        self._set(self._view.verticalScrollBar().value() + round(top) + state.pixels)

    def reveal(self, page: Page, extent: Extent, *, smooth: bool) -> None:
        """Scroll as little as needed to show some words with a few lines around them."""
        self.stop()
        height = self._view.viewport().height()
        page.line_box(extent.start)
        page.line_box(
            max(extent.start, extent.end - 1)
        )  # both are set before their places are told
        first = page.line_box(extent.start)
        last = page.line_box(max(extent.start, extent.end - 1))
        edge = min(height * _COMFORT, 3.0 * page.sizes.body.line)
        top, bottom = first.top - edge, last.base + last.style.fall + edge
        if top >= 0 and bottom <= height:
            return
        way = round(first.top - height * 0.3)
        if bottom - top <= height and abs(top) < height and abs(bottom - height) < height:
            way = round(top if top < 0 else bottom - height)
        bar = self._view.verticalScrollBar()
        target = max(0, bar.value() + way)
        if smooth and abs(way) < 2 * height and _can_animate():
            self._animation.setStartValue(bar.value())
            self._animation.setEndValue(min(target, bar.maximum()))
            self._animation.start()
        else:
            self._set(target)

    @property
    def moving(self) -> bool:
        """Whether a movement is under way."""
        return self._animation.state() == QAbstractAnimation.State.Running

    def follow(self, page: Page) -> None:
        """Move the bar where lines above the view turned out higher or lower than guessed."""
        bar = self._view.verticalScrollBar()
        before = bar.value()  # its end may move as well, and take it along
        shift = page.layout.take_shift()
        if shift:
            bar.setValue(before + shift)
            self._view.viewport().update()  # what Qt moved along did not move

    def stop(self) -> None:
        """End a movement where it is."""
        if self.moving:
            self._animation.stop()

    def _set(self, value: int) -> None:
        bar = self._view.verticalScrollBar()
        if value > bar.maximum():
            # The bar was told how high the text is before some of it was set.
            height = round(self._view.document().documentLayout().documentSize().height())
            bar.setMaximum(max(bar.maximum(), height - self._view.viewport().height()))
        bar.setValue(max(0, value))


def _can_animate() -> bool:
    return QGuiApplication.platformName() != "offscreen"
