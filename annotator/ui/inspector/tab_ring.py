"""``Tab`` within a pane, round its ends: F6 leads to another one."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget


def next_stop(pane: QWidget, content: QWidget, *, forward: bool) -> QWidget | None:
    """Return where the keyboard goes from where it is.

    Args:
        pane: Its chain of focus is followed.
        content: What holds the stops.
        forward: Whether to the next one, not the one before.

    Returns:
        ``None`` where the keyboard is on none of the stops.
    """
    stops = _stops(pane, content)
    here: QWidget | None = QApplication.focusWidget()
    if here is None or here not in stops:
        return None
    return stops[(stops.index(here) + (1 if forward else -1)) % len(stops)]


def _stops(pane: QWidget, content: QWidget) -> list[QWidget]:
    """Return what Tab leads to, in order."""
    stops: list[QWidget] = []
    widget: QWidget | None = pane.nextInFocusChain()
    while widget is not None and widget is not pane:
        takes = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and widget.isEnabled()
        proxy: QWidget | None = widget.focusProxy()
        inside = content.isAncestorOf(widget) and widget.isVisibleTo(pane)
        if takes and inside and proxy is None:
            stops.append(widget)
        widget = widget.nextInFocusChain()
    return stops
