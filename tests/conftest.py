"""What all tests share: no display, no settings of the user, no warning that nobody expected."""

import logging
import os
import sys

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # before Qt is imported

import pytest

from annotator import assets
from annotator.domain.scheme import read_scheme

SCHEME = "schemes/diplomatic-news.toml"
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
def _no_unexpected_log(caplog):
    """Fail on a warning or worse; a test that expects one checks it and calls ``caplog.clear()``."""
    yield
    records = [*caplog.get_records("setup"), *caplog.get_records("call")]
    unexpected = [record for record in records if record.levelno >= logging.WARNING]
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
