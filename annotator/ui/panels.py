"""What is laid over the window on request: settings, export, import preview, questions."""

import platform
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QRect, qVersion
from PySide6.QtGui import QFontDatabase

from annotator import __version__, assets
from annotator.domain.annotation import GOLD, SUGGESTIONS_PREFIX, SetStatus
from annotator.ui.ask_line import AskLine
from annotator.ui.commands import EVERYWHERE, Command, all_commands, key_sequences, pages_of
from annotator.ui.dialogs.about import AboutPanel, ProgramFacts
from annotator.ui.dialogs.annotator_popup import AnnotatorPopup, Person
from annotator.ui.dialogs.crash import CrashPanel
from annotator.ui.dialogs.export_page import (
    BUNDLE,
    NOBODY,
    REPORTS,
    ExportPanel,
    ExportRequest,
    ExportSet,
)
from annotator.ui.dialogs.key_table import KeyRow
from annotator.ui.dialogs.settings_page import SettingsFacts, SettingsPanel
from annotator.ui.exporting import Exporting
from annotator.ui.import_page import ImportPage
from annotator.ui.inspector.values import source_words
from annotator.ui.logs import log_folder
from annotator.ui.look import SERIF
from annotator.ui.main_window import MainWindow, open_address
from annotator.ui.overlay import Overlay
from annotator.ui.status_line import Figure
from annotator.ui.work import Work

if TYPE_CHECKING:
    from annotator.domain.intake import IntakeItem, IntakePreview

P = TypeVar("P", bound=Overlay)
PLACE_WORDS = {
    "everywhere": "everywhere",
    "article": "in the text",
    "cards": "in the inspector",
    "corpus": "in the list of articles",
    "guideline": "in the guideline",
    "entities": "on the Entities page",
    "concordance": "in the list of places",
    "ledger": "in the list of rules",
    "review": "on the Review page",
    "own-review": "in the list of verdicts",
    "forms": "in the table of words",
    "agreement": "on the Agreement page",
    "learned": "in the list of models",
}


class Panels:
    """Makes each panel when it is first asked for, and joins it with the work."""

    def __init__(
        self,
        window: MainWindow,
        work: Work,
        rebuild: Callable[[], None],
        update: Callable[[], None],
    ) -> None:
        self._window = window
        self._work = work
        self._rebuild = rebuild
        self._update = update
        self._import: ImportPage | None = None
        self._paths: Sequence[Path] = ()
        self._people: AnnotatorPopup | None = None
        self._exporting = Exporting(window, work)
        work.previewed.connect(self._on_previewed)

    def _panel(self, kind: type[P]) -> P:
        """Return the panel of a kind, making it the first time."""
        made = self._window.overlay(kind.__name__, lambda: self._make(kind))
        if not isinstance(made, kind):
            raise TypeError(kind)
        return made

    def _make(self, kind: type[Overlay]) -> Overlay:
        look, window = self._window.look, self._window
        if kind is SettingsPanel:
            settings = SettingsPanel(look, window, self._facts())
            settings.setting_changed.connect(self._on_setting_changed)
            return settings
        panel = kind(look, window)
        if isinstance(panel, ExportPanel):
            panel.export_requested.connect(self._on_export)
        if isinstance(panel, AboutPanel | CrashPanel):
            panel.log_folder_requested.connect(self.open_log_folder)
        return panel

    # --- settings, about, crash ---------------------------------------------------------------

    def settings(self) -> None:
        """Show the settings; each change applies at once."""
        panel = self._panel(SettingsPanel)
        panel.show_settings(self._window.preferences.settings)
        panel.show_keys(self._key_rows())
        panel.open()

    def _facts(self) -> SettingsFacts:
        from annotator.nlp.sources import SourceSettings, available_sources

        known = set(QFontDatabase.families())
        session, folder = self._work.session, self._work.suggesting.own_folder
        settings = SourceSettings(models=(folder,) if folder is not None else ())
        if session is not None:
            from annotator.ops import sources

            settings = sources.settings_for(session.workspace, folder)
        names = [source.partition("/")[0] for source in available_sources(settings)]
        return SettingsFacts(
            families=[family for family in SERIF if family in known],
            sources=[(name, source_words(name)) for name in names],
            keys=self._key_rows(),
        )

    def _key_rows(self) -> list[KeyRow]:
        scheme = self._window.look.scheme
        in_force = {command.id: command for command in self._window.all_commands()}
        return [
            KeyRow(
                command.id,
                command.text,
                PLACE_WORDS[command.place],
                command.place == EVERYWHERE,
                _portable(command),
                _portable(in_force.get(command.id, command)),
                fixed=command.native,
                pages=pages_of(command),
            )
            for command in all_commands(scheme)
        ]

    def _on_setting_changed(self, name: str, value: object) -> None:
        preferences = self._window.preferences
        if name == "annotator":
            self._work.change_annotator(str(value))
            return
        preferences.change(**{name: value})
        if preferences.problem is not None:
            self._window.refuse(preferences.problem)
            preferences.problem = None
        if name == "shortcuts":
            self._rebuild()
            self._panel(SettingsPanel).show_keys(self._key_rows())

    def about(self) -> None:
        """Show versions, licence and what is new."""
        scheme = self._window.look.scheme
        system = (
            f"Python {platform.python_version()}, Qt {qVersion()}, "
            f"{platform.system()} {platform.release()}"
        )
        panel = self._panel(AboutPanel)
        panel.show_facts(
            ProgramFacts(
                version=__version__,
                scheme=f"{scheme.name} {scheme.version}",
                licence="MIT; place names from GeoNames (CC BY 4.0) and Unicode CLDR",
                system=system,
                log_folder=str(log_folder()),
                changelog=assets.changelog(),
            )
        )
        panel.open()

    def crash(self, error: BaseException) -> None:
        """Show a bug with what is needed to report it."""
        panel = self._panel(CrashPanel)
        problem = f"{type(error).__name__}: {error}"
        trace = "".join(traceback.format_exception(error))
        panel.show_crash(problem, f"annotator {__version__}", trace, str(log_folder()))
        panel.open()

    def open_log_folder(self) -> None:
        """Show the folder of the log in the system's file manager."""
        open_address(log_folder().as_uri())

    # --- who tags -----------------------------------------------------------------------------

    def annotator(self) -> None:
        """Ask who is tagging."""
        session = self._work.session
        if session is None:
            return
        from annotator.ops import gold

        people = [
            Person(item.name, item.total)
            for item in gold.exportable(session.workspace)
            if item.name != GOLD and not item.name.startswith(SUGGESTIONS_PREFIX)
        ]
        if self._people is None:
            self._people = AnnotatorPopup(self._window.look, self._window)
            self._people.annotator_chosen.connect(self._work.change_annotator)
        button = self._window.top_bar.annotator_button()
        place = button.mapTo(self._window, button.rect().topLeft())
        self._people.open_for(people, session.annotator, QRect(place, button.size()))

    # --- export -------------------------------------------------------------------------------

    def export(self) -> None:
        """Ask what to export into which file."""
        self._ask_export(None)

    def bundle(self) -> None:
        """Ask whose tags, or which articles to tag, a colleague gets, and into which file."""
        self._ask_export(BUNDLE)

    def export_gold(self) -> None:
        """Ask where gold with its reports is to be written."""
        self._ask_export(REPORTS)

    def _ask_export(self, form: str | None) -> None:
        session = self._work.session
        if session is None:
            return
        from annotator.ops import gold

        sets = [
            ExportSet(item.name, {SetStatus(key): count for key, count in item.articles.items()})
            for item in gold.exportable(session.workspace)
        ]
        if form == BUNDLE:
            sets = [one for one in sets if not one.name.startswith(SUGGESTIONS_PREFIX)]
            sets.append(ExportSet(NOBODY, {SetStatus.NEW: self._articles()}))
        names = [item.name for item in sets if item.total]
        if not names:
            words = "is no article yet, so there is nothing to send." if form == BUNDLE else ""
            self._window.say(
                f"There {words}"
                if words
                else "Nothing is tagged yet, so there is nothing to export."
            )
            return
        if form == REPORTS and GOLD not in names:
            self._window.say("There is no gold yet. Review two sets, or merge what agrees.")
            return
        likely = [session.annotator, *names]
        if form == BUNDLE:
            likely = [name for name in likely if name != GOLD]
        elif GOLD in names:
            likely.insert(0, GOLD)
        chosen = next(name for name in likely if name in names)
        folder = Path(self._window.preferences.settings.export_folder or Path.home())
        panel = self._panel(ExportPanel)
        panel.in_the_way = lambda path: gold.in_the_way(session.workspace, path)
        stem = "-".join(part for part in (session.workspace.path.stem, chosen) if part)
        panel.show_sets(sets, chosen, folder / f"{stem}.jsonl", form)
        panel.open()

    def _articles(self) -> int:
        session = self._work.session
        if session is None:
            return 0
        from annotator.ops import articles

        return articles.counts(session.workspace, session.annotator).articles

    def _on_export(self, request: ExportRequest) -> None:
        self._window.preferences.change(export_folder=str(request.path.parent))
        self._exporting.export(request)

    # --- import -------------------------------------------------------------------------------

    def _on_previewed(self, preview: "IntakePreview", paths: Sequence[Path]) -> None:
        self._paths = paths
        page = self._import
        if page is None:
            page = self._import = ImportPage(self._window.look)
            page.import_requested.connect(self._on_import)
            page.cancelled.connect(self._leave_import)
            page.encoding_changed.connect(
                lambda encoding: self._work.preview(self._paths, encoding)
            )
            settings = self._window.preferences.settings
            page.show_suggest(ticked=settings.suggest_after_import)
        page.show_preview(preview, _shown(paths[0]) if paths else "")
        self._window.show_page(page)
        self._window.status.set_hints(
            [("Space", "tick"), ("F2", "edit the field"), ("Ctrl+Return", "import")]
        )
        self._window.status.set_figures([Figure(None, "nothing written yet")])
        page.focus_first()
        self._update()

    def _leave_import(self) -> None:
        work = self._work
        if work.page is not None:
            self._window.run("view.annotate")
        else:
            self._window.show_welcome()

    def _on_import(self, items: "Sequence[IntakeItem]", suggest: bool) -> None:  # noqa: FBT001 - a signal
        page = self._import
        gold = [Path(path) for path in page.chosen_gold()] if page is not None else []
        self._window.preferences.change(suggest_after_import=suggest)
        self._leave_import()
        home = self._paths[0] if self._paths else Path.cwd()
        self._work.import_drafts([item.draft for item in items], gold, suggest=suggest, home=home)

    # --- rules --------------------------------------------------------------------------------

    def rules(self) -> None:
        """Show the rules that were kept from operations everywhere."""
        session = self._work.session
        if session is None:
            return
        from annotator.ui.dialogs.rules_panel import RulesPanel

        panel = self._window.overlay(
            "rules", lambda: RulesPanel(self._window.look, self._window, session)
        )
        panel.open()

    # --- own sources --------------------------------------------------------------------------

    def sources(self) -> None:
        """Show the user's own pipelines, lists and rules."""
        session = self._work.session
        if session is None:
            return
        from annotator.ui.dialogs.sources_panel import SourcesPanel

        preferences, suggesting = self._window.preferences, self._work.suggesting

        def make() -> SourcesPanel:
            panel = SourcesPanel(
                self._window.look,
                self._window,
                session,
                lambda: suggesting.own_folder,
                lambda: preferences.settings.sources,
            )
            panel.source_switched.connect(suggesting.switch_source)
            panel.labels_changed.connect(suggesting.change_labels)
            return panel

        self._window.overlay("sources", make).open()

    # --- one line of words --------------------------------------------------------------------

    def article_note(self) -> None:
        """Ask for the note on the open article."""
        page, session = self._work.page, self._work.session
        article = page.desk.article if page is not None else None
        if article is None or session is None:
            return
        from annotator.ops import articles

        def then(words: str) -> None:
            session.perform(
                lambda: articles.set_note(session.workspace, article, session.annotator, words)
            )

        ask = self._panel(AskLine).ask
        ask("Note on this article", "Keep", then, text=article.note, needed=False)

    def exclude(self) -> None:
        """Ask why the open article is left out of the study."""
        page = self._work.page
        if page is not None:
            question = "Why is this article not for the study?"
            self._panel(AskLine).ask(question, "Exclude", page.desk.exclude, needed=True)


def _portable(command: Command) -> tuple[str, ...]:
    """Return the keys of a command as the settings keep them."""
    return tuple(keys.toString() for keys in key_sequences(command.shortcuts))


def _shown(path: Path) -> str:
    try:
        return "~/" + path.relative_to(Path.home()).as_posix()
    except ValueError:
        return str(path)
