"""What is laid over the window on request: settings, export, import preview, questions."""

from typing import TYPE_CHECKING

from annotator.ui.ask_line import AskLine
from annotator.ui.logs import log_folder
from annotator.ui.main_window import MainWindow, open_address
from annotator.ui.work import Work

if TYPE_CHECKING:
    from annotator.ui.handlers import Controls


class Panels:
    """Makes each panel when it is first asked for, and joins it with the work."""

    def __init__(self, window: MainWindow, work: Work, controls: "Controls") -> None:
        self._window = window
        self._work = work
        self._controls = controls

    def settings(self) -> None: ...

    def about(self) -> None: ...

    def export(self) -> None: ...

    def annotator(self) -> None: ...

    def crash(self, error: BaseException) -> None: ...

    def open_log_folder(self) -> None:
        """Show the folder of the log in the system's file manager."""
        open_address(log_folder().as_uri())

    def _ask(self) -> AskLine:
        panel = self._window.overlay("ask", lambda: AskLine(self._window.look, self._window))
        if not isinstance(panel, AskLine):
            raise TypeError(panel)
        return panel

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

        self._ask().ask("Note on this article", "Keep", then, text=article.note, needed=False)

    def exclude(self) -> None:
        """Ask why the open article is left out of the study."""
        page = self._work.page
        if page is not None:
            question = "Why is this article not for the study?"
            self._ask().ask(question, "Exclude", page.desk.exclude, needed=True)
