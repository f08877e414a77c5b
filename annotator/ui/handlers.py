"""What each command does: the table's ids joined with the parts of the window."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QTimer
from PySide6.QtWidgets import QApplication, QFileDialog

from annotator.ui.annotating import annotate_handlers
from annotator.ui.commands import ANNOTATE as ANNOTATING
from annotator.ui.commands import Context
from annotator.ui.hints import keyed_hints
from annotator.ui.main_window import ANNOTATE, MainWindow, open_address
from annotator.ui.palette import Palette
from annotator.ui.panels import Panels
from annotator.ui.scheme_work import SchemeWork
from annotator.ui.shortcut_sheet import ShortcutSheet
from annotator.ui.status_line import Figure
from annotator.ui.work import Work
from annotator.ui.work_pages import WorkPages

if TYPE_CHECKING:
    from annotator.ui.annotate.page import AnnotatePage

Handlers = Mapping[str, Callable[[], None]]
TEXT_STEPS = (12, 32)
MANY_ARTICLES = 500
"""An operation on more articles than this is taken back behind the window."""
ARTICLE_MENU = (
    ("tag.accept", "tag.reject", "tag.accept_paragraph"),
    ("label.*",),
    (
        "tag.link",
        "tag.link_proposed",
        "tag.entity",
        "tag.everywhere",
        "tag.note",
        "tag.unsure",
        "tag.zone",
    ),
    ("edit.copy", "edit.select_word", "edit.select_quotation", "edit.find"),
    ("help.guideline", "help.case"),
)
"""Commands of the article's own menu, in groups; a star stands for all that begin so."""


class Controls:
    """Answers every command of the window, and keeps its actions and status line true."""

    def __init__(self, window: MainWindow, work: Work) -> None:
        self._window = window
        self._work = work
        self._panels = Panels(window, work, self.rebuild, self.update)
        self._soon = QTimer(window)
        self.scheme = SchemeWork(window, work, self.rebuild)
        self._pages = WorkPages(window, work, self.rebuild, self._soon.start)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self.update)
        work.opened.connect(self._on_opened)
        work.closed.connect(self._on_closed)
        window.runner.ended.connect(lambda _job: self.update())
        window.welcome.sample_requested.connect(work.open_demo)
        window.welcome.folder_requested.connect(self.choose_folder)
        window.welcome.workspace_requested.connect(self.choose_workspace)
        window.welcome.recent_chosen.connect(work.open)
        window.rebuild_actions({}, self._handlers())
        self.update()

    # --- handlers -----------------------------------------------------------------------------

    def _handlers(self) -> Handlers:
        look = self._window.look
        made: dict[str, Callable[[], None]] = {
            "file.open": self.choose_workspace,
            "file.import": self.choose_folder,
            "file.settings": self._panels.settings,
            "file.close": self._close,
            "file.quit": QApplication.closeAllWindows,
            "view.palette": self._open_palette,
            "view.larger": partial(self._zoom, 1),
            "view.smaller": partial(self._zoom, -1),
            "view.normal": partial(self._zoom, 0),
            "view.theme": self._toggle_theme,
            "view.full_screen": self._toggle_full_screen,
            "help.guideline": self._guide,
            "help.keys": self._show_keys,
            "help.log": self._panels.open_log_folder,
            "help.about": self._panels.about,
        }
        page = self._work.page
        if page is not None:
            made |= {
                "file.export": self._panels.export,
                "file.export_gold": self._panels.export_gold,
                "file.bundle": self._panels.bundle,
                "file.saved": self._say_saved,
                "file.annotator": self._panels.annotator,
                "edit.undo": self._undo,
                "edit.redo": self._redo,
                "view.annotate": lambda: self._show_annotate(page),
                "tag.suggest": self._work.suggest_new,
                "learn.now": self._work.learning.learn_now,
                "edit.article_note": self._panels.article_note,
                "tag.exclude": self._panels.exclude,
                **self.scheme.handlers(),
                **self._pages.handlers(),
                **annotate_handlers(page, look.scheme),
                "tag.entity": self._open_entity,
                "tag.rules": self._panels.rules,
                "tag.sources": self._panels.sources,
                "view.next_pane": partial(self._next_pane, 1),
                "view.previous_pane": partial(self._next_pane, -1),
            }
        return made

    def rebuild(self) -> None:
        """Make the actions anew: another page, or other keys."""
        page = self._work.page
        panes = {**page.panes, **self._pages.panes()} if page is not None else {}
        self._window.rebuild_actions(panes, self._handlers())
        if page is not None:
            page.show_keys(self._window.key_of)
        self.update()

    def _on_opened(self, page: "AnnotatePage") -> None:
        self._window.forget_overlays()
        page.state_changed.connect(self._soon.start)
        page.said.connect(self._window.say)
        page.desk.opened.connect(self._window.notice.moved_on)
        page.done.connect(self._say_done)
        page.url_requested.connect(open_address)
        page.zoom_requested.connect(self._zoom)
        page.import_requested.connect(self.choose_folder)
        page.entity_requested.connect(self._pages.show_entity)
        page.view.menu_requested.connect(self._show_article_menu)
        page.guiding.all_keys_wanted.connect(self._show_keys)
        self.rebuild()

    def _on_closed(self) -> None:
        self._window.forget_overlays()
        self._pages.forget()
        self._window.rebuild_actions({}, self._handlers())
        self._window.show_welcome()
        self._window.setWindowTitle("Annotator")
        self.update()

    # --- what is true now ---------------------------------------------------------------------

    def update(self) -> None:
        """Enable commands and write the status line for what is shown now."""
        page, session = self._work.page, self._work.session
        if page is None or session is None:
            self._window.enable(Context(page="welcome"), "", "")
            return
        undo, redo = session.steps()
        desk = page.desk
        other = self._pages.shown
        annotating = self._window.pages.currentWidget() is page
        context = Context(
            page=ANNOTATING if annotating else other[0] if other is not None else "other",
            workspace_open=True,
            article_open=desk.article is not None,
            suggestion_current=desk.current_suggestion is not None,
            tag_current=desk.current_span is not None,
            selection=page.view.selection is not None,
            frame_current=page.frame_desk.frame is not None,
            suggested_frame=page.suggested.frame is not None
            or page.suggested.suggests(page.frame_desk.armed),
            set_closed=desk.closed,
            can_undo=undo is not None,
            can_redo=redo is not None,
            job_running=self._window.runner.running,
            found=page.finding.found,
        )
        self._window.enable(context, undo.name if undo else "", redo.name if redo else "")
        if context.page == ANNOTATING:
            self._show_line(page, context)
        elif other is not None:
            self._show_hints(other[1].hints())
            self._window.status.set_figures(other[1].figures())

    def _show_line(self, page: "AnnotatePage", context: Context) -> None:
        desk, line = page.desk, self._window.status
        from annotator.ui.annotate.hinting import page_hints

        self._show_hints(page_hints(page, context))
        tags = desk.tags
        if tags is None:
            line.set_figures([])
            return
        pending, spans, frames = len(desk.waiting), len(tags.spans), len(tags.frames)
        span_word = "span" if spans == 1 else "spans"
        figures = [
            Figure(pending, "suggestion left" if pending == 1 else "suggestions left", "left"),
            Figure(spans, span_word, span_word),
        ]
        if frames:
            figures.append(Figure(frames, "frame" if frames == 1 else "frames"))
        sources = sorted({item.source for item in desk.waiting})
        if sources:
            words = ", ".join(
                name.replace("builtin", "rules").replace("/", " ") for name in sources
            )
            figures.append(Figure(None, words))
        line.set_figures(figures)

    def _show_hints(self, hints: Sequence[tuple[str, str]]) -> None:
        """Show the next keys; a hint that stands for many commands names its keys itself."""
        keyed = keyed_hints(hints, self._window.all_commands(), self._window.key_of)
        self._window.status.set_hints(keyed)

    # --- commands -----------------------------------------------------------------------------

    def show_crash(self, error: BaseException) -> None:
        """Show a bug with what is needed to report it."""
        self._panels.crash(error)

    def choose_workspace(self) -> None:
        """Ask for a workspace file and open it."""
        name, _ = QFileDialog.getOpenFileName(
            self._window, "Open a workspace", "", "Workspaces (*.annotator);;All files (*)"
        )
        if name:
            self._work.open(name)

    def choose_folder(self) -> None:
        """Ask for a folder of articles and preview it."""
        start = self._window.preferences.settings.import_folder
        name = QFileDialog.getExistingDirectory(self._window, "Import a folder of articles", start)
        if name:
            from pathlib import Path

            self._window.preferences.change(import_folder=name)
            self._work.preview([Path(name)])

    def _say_done(self, words: str) -> None:
        """Say what was done, with what takes it back."""
        key = self._window.key_of("edit.undo")
        self._window.notice.show_result(words, "Undo", key, self._undo)

    def _close(self) -> None:
        self._window.close()

    def _show_article_menu(self, place: QPoint, _offset: int) -> None:
        """Show what can be done with what is under the mouse or at the caret."""
        self.update()
        actions = self._window.actions_in_force
        if actions is None:
            return
        menu = actions.menu_of(ARTICLE_MENU, self._window)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(place)

    def _undo(self) -> None:
        self._travel(redo=False)

    def _redo(self) -> None:
        self._travel(redo=True)

    def _travel(self, *, redo: bool) -> None:
        """Take back or bring back; what concerns many articles is named first."""
        session, page = self._work.session, self._work.page
        if session is None or page is None:
            return
        step = session.steps()[1 if redo else 0]
        verb = "Redo" if redo else "Undo"
        key = self._window.key_of("edit.redo" if redo else "edit.undo")
        if step is None:
            self._window.say(f"Nothing to {verb.lower()}.")
            return
        if step.articles > 1 and self._asked != step.id:
            self._asked = step.id
            again = f"Press {key} again." if key else "Choose it again."
            words = f"{verb} “{step.name}” in {step.articles} articles? {again}"
            self._window.say(words)
            return
        self._asked = None
        from annotator.ops.workspace import TakenBack

        def then(done: TakenBack | None) -> None:
            if done is None:
                return
            here = self._pages.show_taken_back(done)
            register = done.entity is not None
            if not here and not register and done.article is not None and step.articles == 1:
                page.go_to(done.article, done.place, done.suggestion)
            word = "Redone" if redo else "Undone"
            self._window.notice.show_result(
                f"{word}: {done.step.name}.",
                "Undo" if redo else "Redo",
                self._window.key_of("edit.undo" if redo else "edit.redo"),
                self._undo if redo else self._redo,
            )
            self.update()

        if step.articles > MANY_ARTICLES:
            self._work.travel(redo=redo, then=then)
        else:
            (session.redo if redo else session.undo)(then)

    _asked: int | None = None

    def _next_pane(self, direction: int) -> None:
        if not self._pages.next_pane(direction) and self._work.page is not None:
            self._work.page.next_pane(direction)

    def _open_entity(self) -> None:
        """Show what the current tag means on the entity desk."""
        page = self._work.page
        span = page.desk.current_span if page is not None else None
        if span is None or span.entity is None:
            self._window.say("Only a linked tag has an entity. L links it.")
        else:
            self._pages.show_entity(span.entity)

    def _say_saved(self) -> None:
        session = self._work.session
        if session is None:
            return
        if session.unsaved:
            self._window.say("The last change is not written yet; it is tried again by itself.")
            return
        words = self._window.status.saved_text or "Nothing was changed since it was opened"
        self._window.say(f"{words}. Every change is written at once, in {session.workspace.path}.")

    def _show_annotate(self, page: "AnnotatePage") -> None:
        self._window.show_page(page, ANNOTATE)
        page.focus_text()
        self.update()

    def _open_palette(self) -> None:
        def make() -> Palette:
            from annotator.ui.finds import Finds

            finds = Finds(self._window, self._work, self._pages.show_entity)
            palette = Palette(
                self._window.look,
                self._window,
                finds.commands,
                finds.articles,
                finds.entities,
                finds.guideline,
            )
            palette.chosen.connect(finds.choose)
            return palette

        self._window.overlay("palette", make).toggle()

    def _show_keys(self) -> None:
        def make() -> ShortcutSheet:
            return ShortcutSheet(self._window.look, self._window, self._window.all_commands)

        self._window.overlay("keys", make).toggle()

    def _guide(self) -> None:
        """Open the guideline where articles are tagged, else the sheet of all keys."""
        page = self._work.page
        if page is not None and self._window.pages.currentWidget() is page:
            page.guiding.toggle()
        else:
            self._show_keys()

    def _zoom(self, steps: int) -> None:
        settings = self._window.preferences.settings
        size = max(TEXT_STEPS[0], min(TEXT_STEPS[1], settings.article_px + steps)) if steps else 17
        self._window.preferences.change(article_px=size)

    def _toggle_theme(self) -> None:
        dark = self._window.look.theme.dark
        self._window.preferences.change(theme="light" if dark else "dark")

    def _toggle_full_screen(self) -> None:
        if self._window.isFullScreen():
            self._window.showNormal()
        else:
            self._window.showFullScreen()
