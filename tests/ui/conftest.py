"""A real window on a real workspace, with suggestions that no process had to make."""

import pytest
from PySide6.QtWidgets import QApplication

from annotator.domain.article import ArticleDraft, Metadata, Zone, ZoneKind
from annotator.domain.default_scheme import default_scheme
from annotator.domain.extent import Extent
from annotator.domain.suggestion import Proposal
from annotator.ops import intake, suggestions
from annotator.ops.workspace import Workspace
from annotator.settings import Settings, SettingsFile
from annotator.store.database import Database
from annotator.ui.application import make_window

SOURCE = "builtin/1"
TEXT = (
    "Port talks end in Muscat\n\n"
    "MUSCAT – Hilal al-Maskari met Yerbolat Sagyndykov 🤝 on Monday.\n\n"
    "“Oman wants the railway,” al-Maskari said, adding that Oman would wait.\n"
)
OTHER = (
    "Baltic envoy urges calm\n\nThe envoy spoke in Riga on 3 May 2016, and left for Riga again.\n"
)


def place_of(words, text=TEXT, nth=1):
    at = -1
    for _ in range(nth):
        at = text.index(words, at + 1)
    return Extent(at, at + len(words))


def proposals(text):
    found = (
        [("Muscat", "GPE"), ("MUSCAT", "GPE"), ("Hilal al-Maskari", "PERSON"), ("Monday", "DATE")]
        if text == TEXT
        else [("Riga", "GPE"), ("3 May 2016", "DATE")]
    )
    return [
        Proposal(place_of(words, text), label, "test", 0.9, "A reason & <b>no markup</b>.")
        for words, label in found
    ]


@pytest.fixture
def workspace_path(tmp_path):
    path = tmp_path / "desk.annotator"
    workspace = Workspace(Database.create(str(path), default_scheme()))
    zones = (Zone(ZoneKind.HEADLINE, Extent(0, 24)),)
    drafts = [
        ArticleDraft(
            "muscat", TEXT, Metadata("Port talks end in Muscat", "Gulf", "2016-03-14"), zones
        ),
        ArticleDraft("riga", OTHER, Metadata("Baltic envoy urges calm", "Baltic", "2016-05-03")),
    ]
    intake.import_drafts(workspace, drafts, "system")
    for key in suggestions.waiting_articles(workspace, SOURCE):
        suggestions.suggest_article(workspace, key, SOURCE, lambda text, _zones: proposals(text))
    workspace.close()
    return path


class Desk:
    """The window under test, with short words for what tests do."""

    def __init__(self, qtbot, window, work, controls):
        self.qtbot, self.window, self.work, self.controls = qtbot, window, work, controls

    @property
    def page(self):
        return self.work.page

    @property
    def desk(self):
        return self.page.desk

    @property
    def view(self):
        return self.page.view

    @property
    def words(self):
        """Words of the current mark."""
        mark = self.view.current_mark()
        return None if mark is None else mark.extent.slice(self.view.text)

    @property
    def tags(self):
        return [(span.text, span.label) for span in self.desk.tags.spans]

    @property
    def pending(self):
        return [(item.extent.slice(self.view.text), item.label) for item in self.desk.pending]

    def key(self, key, modifiers=None):
        from PySide6.QtCore import Qt

        for _ in range(3):  # what is enabled follows a change by a timer
            QApplication.processEvents()
        target = QApplication.focusWidget() or self.view
        self.qtbot.keyClick(target, key, modifiers or Qt.KeyboardModifier.NoModifier)
        QApplication.processEvents()

    def open(self, name):
        from annotator.ops import articles

        self.page.open_article(articles.named(self.work.session.workspace, name))
        QApplication.processEvents()

    def run(self, command):
        self.window.run(command)
        QApplication.processEvents()


@pytest.fixture
def make_desk(qtbot, tmp_path):
    """Open windows on a workspace; each is closed at the end."""
    made = []

    def make(path, annotator="amy"):
        settings = SettingsFile(tmp_path / f"settings-{len(made)}.json")
        settings.save(Settings(sources=()))
        window, work, controls = make_window(annotator, settings)
        window.resize(1440, 900)
        with qtbot.waitExposed(window):
            window.show()
        window.activateWindow()
        with qtbot.waitSignal(work.opened, timeout=20_000):
            work.open(str(path))
        qtbot.waitUntil(lambda: not window.runner.running, timeout=20_000)
        QApplication.processEvents()
        desk = Desk(qtbot, window, work, controls)
        made.append(desk)
        return desk

    yield make
    for desk in made:
        desk.window.close()


@pytest.fixture
def desk(make_desk, workspace_path):
    opened = make_desk(workspace_path)
    opened.open("muscat")
    return opened
