"""What a command is, where its keys work, and what decides whether it can run."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

EVERYWHERE: Final = "everywhere"
ARTICLE: Final = "article"
CARDS: Final = "cards"
CORPUS: Final = "corpus"
GUIDELINE: Final = "guideline"
ENTITIES: Final = "entities"
CONCORDANCE: Final = "concordance"
LEDGER: Final = "ledger"
REVIEW: Final = "review"
OWN_REVIEW: Final = "own-review"
FORMS: Final = "forms"
AGREEMENT: Final = "agreement"
LEARNED: Final = "learned"
PLACES: Final = (
    EVERYWHERE, ARTICLE, CARDS, CORPUS, GUIDELINE, ENTITIES, CONCORDANCE, LEDGER, REVIEW,
    OWN_REVIEW, FORMS, AGREEMENT, LEARNED,
)  # fmt: skip
GROUPS: Final = ("File", "Edit", "Tag", "Review", "View", "Help")
ANNOTATE: Final = "annotate"
PAGES: Final = (ANNOTATE, ENTITIES, REVIEW, AGREEMENT)
""":attr:`Context.page` of the pages of an open workspace."""


@dataclass(frozen=True, slots=True)
class Context:
    """What decides whether a command can run now.

    Attributes:
        page: "welcome", "annotate", "import" ...
        suggestion_current, tag_current: What the marks in the text stand on.
        selection: Whether words are selected.
        set_closed: The set is complete, approved or excluded. Editing commands stay enabled: their
            handlers say why nothing was changed.
        frame_current: A frame is selected.
        suggested_frame: A suggested frame is at hand, or a slot is armed that one offers
            something for.
        found: There is something to step through with F3.
    """

    page: str = "welcome"
    workspace_open: bool = False
    article_open: bool = False
    suggestion_current: bool = False
    tag_current: bool = False
    selection: bool = False
    set_closed: bool = False
    frame_current: bool = False
    suggested_frame: bool = False
    can_undo: bool = False
    can_redo: bool = False
    job_running: bool = False
    found: bool = False


def always(_context: Context) -> bool:
    """Return True: the command never depends on anything."""
    return True


def in_workspace(context: Context) -> bool:
    """Return whether a workspace is open."""
    return context.workspace_open


def in_article(context: Context) -> bool:
    """Return whether an article is shown on the Annotate page."""
    return context.article_open and context.page == ANNOTATE


def has_selection(context: Context) -> bool:
    """Return whether words are selected."""
    return in_article(context) and context.selection


def on_frame(context: Context) -> bool:
    """Return whether a frame is selected."""
    return in_article(context) and context.frame_current


def on_mark(context: Context) -> bool:
    """Return whether a tag or suggestion is current."""
    return in_article(context) and (context.suggestion_current or context.tag_current)


def on_entities(context: Context) -> bool:
    """Return whether the entity desk is shown."""
    return context.page == ENTITIES


def on_review(context: Context) -> bool:
    """Return whether sets are reviewed."""
    return context.page == REVIEW


def on_agreement(context: Context) -> bool:
    """Return whether figures of agreement are shown."""
    return context.page == AGREEMENT


def to_decide(context: Context) -> bool:
    """Return whether Enter has something to accept, to fill or to open."""
    return to_reject(context) or on_frame(context)


def to_reject(context: Context) -> bool:
    """Return whether there is something to reject, to leave out or to delete."""
    return on_mark(context) or (in_article(context) and context.suggested_frame)


def has_case(context: Context) -> bool:
    """Return whether words, a tag or a frame could be kept as an example."""
    return has_selection(context) or on_mark(context) or on_frame(context)


@dataclass(frozen=True, slots=True)
class Command:
    """One thing that the user can do.

    Attributes:
        text: Plain words, without mnemonics.
        place: Where its keys work; "everywhere" is the whole window.
        shortcuts: As Qt writes them; "standard:Undo" stands for the platform's own keys.
        icon: File in ``resources/icons``, "" for none.
        group: Its menu, "" for none.
        enabled: Whether it can run in a context; pure.
        native: The pane answers its keys itself: it is only listed, no action is made.
        first: A line stands above it in its menu.
        submenu: Its menu within the menu.
        also: Other words that somebody may look for it by, those of the command line among them.
    """

    id: str
    text: str
    place: str
    shortcuts: tuple[str, ...] = ()
    icon: str = ""
    group: str = ""
    enabled: Callable[[Context], bool] = always
    native: bool = False
    first: bool = False
    submenu: str = ""
    also: str = ""
