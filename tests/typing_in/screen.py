"""A window on an article that came from its text file, in front of which a typist sits down."""

import json
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

SAMPLE = Path(__file__).parents[2] / "sample_corpus"


def gold_lines():
    """Return the lines of the sample corpus by article."""
    lines = map(json.loads, (SAMPLE / "gold.jsonl").read_text(encoding="utf-8").splitlines())
    return {line["id"]: line for line in lines}


class Screen:
    """The window, with short words for what is on it."""

    def __init__(self, window, work):
        self.window, self.work = window, work

    @property
    def page(self):
        return self.work.page

    @property
    def desk(self):
        return self.page.desk

    @property
    def view(self):
        return self.page.view


def open_screen(path, folder, annotator="amy"):
    """Open a workspace in a window without suggestions; return what is on it."""
    from annotator.settings import Settings, SettingsFile
    from annotator.ui.application import make_window

    settings = SettingsFile(folder / "settings.json")
    settings.save(Settings(sources=()))
    window, work, controls = make_window(annotator, settings)
    window.resize(1440, 900)
    window.show()
    window.activateWindow()
    screen = Screen(window, work)
    screen.controls = controls  # they live as long as the screen does
    loop = QEventLoop()
    work.opened.connect(lambda _page: QTimer.singleShot(0, loop.quit))
    work.open(str(path))
    loop.exec()
    while window.runner.running:
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
    return screen


def export_of(workspace, target, annotator):
    """Return the only line that an annotator's tags are exported as."""
    from annotator.ops import gold

    gold.export(workspace, target, annotator)
    (line,) = target.read_text(encoding="utf-8").splitlines()
    return json.loads(line)
