"""What the palette finds, and what choosing it does."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from annotator.domain.annotation import EntityId
from annotator.domain.article import ArticleId
from annotator.domain.corpus import parse_query
from annotator.domain.entry import Subject
from annotator.ops import articles, tags
from annotator.ui.commands import first_key
from annotator.ui.palette_match import PaletteItem, PaletteKind

if TYPE_CHECKING:
    from annotator.ui.main_window import MainWindow
    from annotator.ui.work import Work

MOST = 8
_GUIDELINE = "Guideline"


class Finds:
    """Searches commands, articles, entities and the guideline for the palette.

    Args:
        window: Runs commands.
        work: Whose workspace is searched.
        show_entity: Goes to an entity.
    """

    def __init__(
        self, window: "MainWindow", work: "Work", show_entity: Callable[[EntityId], None]
    ) -> None:
        self._window = window
        self._work = work
        self._show_entity = show_entity

    def commands(self) -> list[PaletteItem]:
        """Return the commands that can run now."""
        return [
            PaletteItem(
                PaletteKind.COMMAND,
                command.id,
                f"{command.submenu}: {command.text}" if command.submenu else command.text,
                command.group,
                command.icon,
                first_key(command),
                command.also,
            )
            for command in self._window.commands()
            if command.id != "view.palette"
        ]

    def articles(self, words: str) -> list[PaletteItem]:
        """Return the articles that hold the words."""
        session = self._work.session
        if session is None or not words:
            return []
        query = parse_query(words)
        found = articles.find(session.workspace, query, session.annotator)
        keys = [ArticleId(key) for key in list(found[:MOST])]
        rows = articles.page(session.workspace, keys, session.annotator)
        return [
            PaletteItem(
                PaletteKind.ARTICLE,
                key,
                rows[key].title,
                " · ".join(part for part in (rows[key].outlet, rows[key].published) if part),
                "document",
            )
            for key in keys
            if key in rows
        ]

    def entities(self, words: str) -> list[PaletteItem]:
        """Return the entities whose name or alias holds the words."""
        session = self._work.session
        if session is None or not words:
            return []
        return [
            PaletteItem(
                PaletteKind.ENTITY,
                choice.entity.id,
                choice.entity.name,
                f"{choice.entity.type} · {_mentions(choice.mentions)}",
                "link",
            )
            for choice in tags.entity_choices(session.workspace, words, MOST)
        ]

    def guideline(self, words: str) -> list[PaletteItem]:
        """Return the entries of the guideline that hold the words."""
        page = self._work.page
        wanted = words.casefold().removeprefix(_GUIDELINE.casefold()).lstrip(": ")
        if page is None or not wanted:
            return []
        hits = page.guiding.pane.guideline.search(wanted)
        return [
            PaletteItem(
                PaletteKind.GUIDELINE,
                hit.entry.subject,
                f"{_GUIDELINE}: {hit.entry.title}",
                " · ".join(hit.entry.subject.path),
                "book",
            )
            for hit in hits[:MOST]
        ]

    def choose(self, item: PaletteItem) -> None:
        """Run the command, open the article or the guideline, or show the entity on its desk."""
        page = self._work.page
        if item.kind == PaletteKind.COMMAND:
            self._window.run(str(item.key))
        elif page is not None and item.kind == PaletteKind.ARTICLE:
            self._window.run("view.annotate")
            page.open_article(ArticleId(int(str(item.key))))
        elif page is not None and item.kind == PaletteKind.ENTITY:
            self._show_entity(EntityId(int(str(item.key))))
        elif page is not None and isinstance(item.key, Subject):
            self._window.run("view.annotate")
            page.guiding.open(item.key)


def _mentions(count: int) -> str:
    return "1 mention" if count == 1 else f"{count:,} mentions"
