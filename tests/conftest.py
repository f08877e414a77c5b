"""What all tests share: no display, no settings of the user, no warning that nobody expected."""

import logging
import os
import sys

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # before Qt is imported

import pytest

from annotator import assets
from annotator.domain.scheme_file import read_scheme

SCHEME = "schemes/diplomatic-news.toml"
# Modules that make a logger warn on purpose in nearly every test, and assert what came of it.
_WARNED_OF = {"test_settings.py": "annotator.settings"}
_FOLDERS = {
    "HOME": "",
    "XDG_CONFIG_HOME": "config",
    "XDG_DATA_HOME": "data",
    "XDG_STATE_HOME": "state",
    "XDG_CACHE_HOME": "cache",
    "XDG_CONFIG_DIRS": "etc",
}
_WINDOWS_FOLDERS = {
    "USERPROFILE": "",
    "APPDATA": "config",
    "LOCALAPPDATA": "data",
    # platformdirs asks these before it asks the system
    "WIN_PD_OVERRIDE_APPDATA": "config",
    "WIN_PD_OVERRIDE_LOCAL_APPDATA": "data",
}


@pytest.fixture(scope="session", autouse=True)
def user_folders(tmp_path_factory):
    """Point everything that is kept per user to a temporary folder."""
    home = tmp_path_factory.mktemp("home")
    folders = _FOLDERS | (_WINDOWS_FOLDERS if sys.platform == "win32" else {})
    with pytest.MonkeyPatch.context() as patch:
        for name, folder in folders.items():
            (home / folder).mkdir(exist_ok=True)
            patch.setenv(name, str(home / folder))
        yield home


@pytest.fixture(scope="session", autouse=True)
def _settings_of_qt(user_folders):
    """Keep window places in the temporary folder too, whatever format is asked for."""
    try:
        from PySide6.QtCore import QSettings
    except ImportError:  # a machine without Qt tests everything below the window
        return
    QSettings.setDefaultFormat(QSettings.Format.IniFormat)
    for kind in (QSettings.Format.IniFormat, QSettings.Format.NativeFormat):
        for scope in (QSettings.Scope.UserScope, QSettings.Scope.SystemScope):
            QSettings.setPath(kind, scope, str(user_folders / "config" / "qt"))


@pytest.fixture(autouse=True)
def _no_unexpected_log(request, caplog):
    """Fail on a warning or worse; a test that expects one checks it and calls ``caplog.clear()``."""
    yield
    records = [*caplog.get_records("setup"), *caplog.get_records("call")]
    expected = _WARNED_OF.get(request.node.path.name)
    unexpected = [
        record
        for record in records
        if record.levelno >= logging.WARNING and record.name != expected
    ]
    if unexpected:
        lines = "\n".join(
            f"{record.levelname} {record.name}: {record.getMessage()}" for record in unexpected
        )
        pytest.fail(f"Not expected in the log:\n{lines}", pytrace=False)


@pytest.fixture
def look(qapp):
    """Theme and fonts with the shipped scheme; light, base size 13."""
    from annotator.ui.look import Look

    made = Look(read_scheme(assets.read_text(SCHEME)))
    made.choose_theme("light")
    yield made
    made.deleteLater()


class Hand:
    """A mouse over an article view, moved by offsets of its text."""

    def __init__(self, qtbot, view):
        self.qtbot, self.view = qtbot, view

    def point(self, offset):
        """A place in the left part of the character at an offset."""
        from PySide6.QtCore import QPoint

        rect = self.view.cursorRect(self.view.page.cursor(offset))
        return QPoint(rect.left() + 2, rect.center().y())

    def start_of(self, mark_id):
        """A place on the left border of a mark."""
        return self._border(mark_id, first=True)

    def end_of(self, mark_id):
        """A place on the right border of a mark."""
        return self._border(mark_id, first=False)

    def click(self, offset, modifiers=None):
        from PySide6.QtCore import Qt

        none = Qt.KeyboardModifier.NoModifier
        viewport, button = self.view.viewport(), Qt.MouseButton.LeftButton
        self.qtbot.mouseClick(viewport, button, modifiers or none, self.point(offset))

    def drag(self, start, end, modifiers=None, *, drop=True):
        """Press at one place, move in steps to another, release."""
        from PySide6.QtCore import Qt
        from PySide6.QtTest import QTest

        none = Qt.KeyboardModifier.NoModifier
        held = modifiers or none
        viewport = self.view.viewport()
        QTest.mousePress(viewport, Qt.MouseButton.LeftButton, none, start)
        for step in range(1, 7):
            self.move(start + (end - start) * step / 6, held)
        if drop:
            QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, held, end)

    def move(self, point, modifiers):
        """Move with the button held; QTest.mouseMove may carry none."""
        from PySide6.QtCore import QEvent, QPointF, Qt
        from PySide6.QtGui import QMouseEvent
        from PySide6.QtWidgets import QApplication

        viewport = self.view.viewport()
        event = QMouseEvent(
            QEvent.Type.MouseMove,
            QPointF(point),
            QPointF(viewport.mapToGlobal(point)),
            Qt.MouseButton.NoButton,
            Qt.MouseButton.LeftButton,
            modifiers,
        )
        QApplication.sendEvent(viewport, event)

    def _border(self, mark_id, *, first):
        from PySide6.QtCore import QPoint

        rects = self.view.page.mark_rects(mark_id, self.view.page.seen())
        rect = rects[0] if first else rects[-1]
        x = rect.left() if first else rect.right()
        return QPoint(round(x), round(rect.center().y()))


@pytest.fixture
def article_view(qtbot, look):
    """A shown article view with the focus, 900 by 700."""
    from annotator.ui.article.view import ArticleView

    view = ArticleView(look)
    qtbot.addWidget(view)
    view.resize(900, 700)
    with qtbot.waitActive(view):
        view.show()
    view.setFocus()
    return view


@pytest.fixture
def hand(qtbot, article_view):
    """A mouse over ``article_view``."""
    return Hand(qtbot, article_view)
