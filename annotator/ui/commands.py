"""Every command of the program in one table: menus, palette and shortcut sheet are made from it."""

import re
from collections.abc import Sequence
from dataclasses import fields
from typing import TYPE_CHECKING, Final

from annotator.domain.scheme import FrameType, Label, Scheme
from annotator.i18n import QT_TRANSLATE_NOOP
from annotator.ui.command import (
    AGREEMENT,
    ANNOTATE,
    ARTICLE,
    CARDS,
    CONCORDANCE,
    CORPUS,
    ENTITIES,
    EVERYWHERE,
    FORMS,
    GROUPS,
    GUIDELINE,
    LEARNED,
    LEDGER,
    OWN_REVIEW,
    PAGES,
    PLACES,
    REVIEW,
    Command,
    Context,
    always,
    has_case,
    has_selection,
    in_article,
    in_workspace,
    on_entities,
    on_frame,
    on_mark,
    on_review,
    to_decide,
    to_reject,
)
from annotator.ui.review_commands import REVIEW_COMMANDS, REVIEW_PANE

if TYPE_CHECKING:  # the table itself is read where no Qt can be loaded: see keys_taken
    from PySide6.QtGui import QKeySequence

__all__ = [
    "AGREEMENT",
    "ANNOTATE",
    "ARTICLE",
    "CARDS",
    "CODEBOOK_PREFIX",
    "COMMANDS",
    "CONCORDANCE",
    "CORPUS",
    "ENTITIES",
    "EVERYWHERE",
    "FORMS",
    "FRAME_PREFIX",
    "GROUPS",
    "GUIDELINE",
    "LABEL_PREFIX",
    "LEARNED",
    "LEDGER",
    "OWN_REVIEW",
    "PAGES",
    "PLACES",
    "REVIEW",
    "Command",
    "Context",
    "all_commands",
    "always",
    "codebook_commands",
    "first_key",
    "frame_commands",
    "has_case",
    "has_selection",
    "in_article",
    "in_workspace",
    "key_sequences",
    "key_taught",
    "keys_taken",
    "label_commands",
    "on_entities",
    "on_frame",
    "on_mark",
    "on_review",
    "pages_of",
    "to_decide",
    "to_reject",
]
LABEL_PREFIX: Final = "label."
FRAME_PREFIX: Final = "frame.new."
CODEBOOK_PREFIX: Final = "scheme.add."
_STANDARD: Final = "standard:"
_TAUGHT: Final = re.compile(r"(Ctrl|Meta|Shift)\+(?!.*Alt|.*F1[3-9]|.*F[23]\d).*|F([1-9]|1[0-2])")


def _native(identifier: str, text: str, place: str, *shortcuts: str) -> Command:
    return Command(identifier, text, place, shortcuts, native=True)


def _can_undo(context: Context) -> bool:
    return context.can_undo


def _can_redo(context: Context) -> bool:
    return context.can_redo


def _can_find_on(context: Context) -> bool:
    return in_article(context) and context.found


def _no_job(context: Context) -> bool:
    return context.workspace_open and not context.job_running


_FILE: Final = (
    Command("file.open", QT_TRANSLATE_NOOP("Command", "Open a workspace"), EVERYWHERE,
            ("standard:Open", "Ctrl+O"), "database", "File"),
    Command("file.import", QT_TRANSLATE_NOOP("Command", "Import articles"), EVERYWHERE,
            ("Ctrl+I",), "download", "File"),
    Command("file.export", QT_TRANSLATE_NOOP("Command", "Export tags"), EVERYWHERE,
            ("Ctrl+E",), "upload", "File", in_workspace),
    Command("file.export_gold", QT_TRANSLATE_NOOP("Command", "Export gold with its reports"),
            EVERYWHERE, (), "upload", "File", in_workspace),
    Command("file.bundle", QT_TRANSLATE_NOOP("Command", "Make a bundle for a colleague"),
            EVERYWHERE, (), "upload", "File", in_workspace),
    Command("scheme.use", QT_TRANSLATE_NOOP("Command", "Use another scheme or version"), EVERYWHERE,
            (), "list", "File", _no_job, first=True),
    Command("scheme.export", QT_TRANSLATE_NOOP("Command", "Export the scheme"), EVERYWHERE,
            (), "upload", "File", in_workspace),
    Command("file.saved", QT_TRANSLATE_NOOP("Command", "When was it saved"), EVERYWHERE,
            ("standard:Save", "Ctrl+S"), "clock", "File", in_workspace, first=True),
    Command("file.annotator", QT_TRANSLATE_NOOP("Command", "Change the annotator"), EVERYWHERE,
            (), "person", "File", in_workspace),
    Command("file.settings", QT_TRANSLATE_NOOP("Command", "Settings"), EVERYWHERE,
            ("standard:Preferences", "Ctrl+,"), "gear", "File"),
    Command("file.close", QT_TRANSLATE_NOOP("Command", "Close the window"), EVERYWHERE,
            ("Ctrl+W", "standard:Close"), "cross", "File", first=True),
    Command("file.quit", QT_TRANSLATE_NOOP("Command", "Quit"), EVERYWHERE,
            ("standard:Quit", "Ctrl+Q"), "cross", "File"),
)  # fmt: skip

_EDIT: Final = (
    Command("edit.undo", QT_TRANSLATE_NOOP("Command", "Undo"), EVERYWHERE,
            ("Ctrl+Z", "standard:Undo"), "undo", "Edit", _can_undo),
    Command("edit.redo", QT_TRANSLATE_NOOP("Command", "Redo"), EVERYWHERE,
            ("Ctrl+Shift+Z", "Ctrl+Y", "standard:Redo"), "redo", "Edit", _can_redo),
    Command("edit.copy", QT_TRANSLATE_NOOP("Command", "Copy the words"), ARTICLE,
            ("standard:Copy", "Ctrl+C"), "", "Edit", has_selection, first=True),
    Command("edit.find", QT_TRANSLATE_NOOP("Command", "Find in this article"), EVERYWHERE,
            ("standard:Find", "Ctrl+F"), "search", "Edit", in_article, first=True),
    Command("edit.find_next", QT_TRANSLATE_NOOP("Command", "Find next"), EVERYWHERE,
            ("F3", "standard:FindNext"), "chevron-down", "Edit", _can_find_on),
    Command("edit.find_previous", QT_TRANSLATE_NOOP("Command", "Find previous"), EVERYWHERE,
            ("Shift+F3", "standard:FindPrevious"), "chevron-up", "Edit", _can_find_on),
    Command("edit.search", QT_TRANSLATE_NOOP("Command", "Search all articles"), EVERYWHERE,
            ("Ctrl+Shift+F",), "list", "Edit", in_workspace),
    Command("edit.select_word", QT_TRANSLATE_NOOP("Command", "Select word, sentence, paragraph"),
            ARTICLE, ("W",), "document", "Edit", in_article, first=True),
    Command("edit.select_quotation", QT_TRANSLATE_NOOP("Command", "Select the quotation"),
            ARTICLE, ("Q",), "quote", "Edit", in_article),
    Command("edit.next_problem", QT_TRANSLATE_NOOP("Command", "Next thing to look at"),
            EVERYWHERE, ("F8",), "triangle-warning", "Edit", in_article, first=True),
    Command("edit.previous_problem", QT_TRANSLATE_NOOP("Command", "Previous thing to look at"),
            EVERYWHERE, ("Shift+F8",), "triangle-warning", "Edit", in_article),
    Command("edit.metadata", QT_TRANSLATE_NOOP("Command", "Edit outlet, date and address"),
            EVERYWHERE, ("F2",), "calendar", "Edit", in_article, first=True),
    Command("edit.article_note", QT_TRANSLATE_NOOP("Command", "Note on the article"),
            EVERYWHERE, (), "note", "Edit", in_article),
    Command("edit.hide_suggestions",
            QT_TRANSLATE_NOOP("Command", "Tag this article without suggestions, or with them"),
            EVERYWHERE, (), "", "Edit", in_article, also="hide show"),
    Command("edit.archive", QT_TRANSLATE_NOOP("Command", "Remove the article from the list"),
            EVERYWHERE, (), "trash", "Edit", in_article, also="delete archive"),
)  # fmt: skip

_TAG: Final = (
    Command("tag.accept", QT_TRANSLATE_NOOP("Command", "Accept and go on"), ARTICLE,
            ("Return", "Enter"), "check", "Tag", to_decide),
    Command("tag.accept_paragraph", QT_TRANSLATE_NOOP("Command", "Accept all of the paragraph"),
            ARTICLE, ("Shift+Return", "Shift+Enter"), "filled-check", "Tag", in_article),
    Command("tag.reject", QT_TRANSLATE_NOOP("Command", "Reject or delete"), ARTICLE,
            ("Backspace", "Del"), "cross", "Tag", to_reject),
    Command("tag.next", QT_TRANSLATE_NOOP("Command", "Next suggestion or tag"), ARTICLE,
            ("Tab",), "arrow-right", "Tag", in_article, first=True),
    Command("tag.previous", QT_TRANSLATE_NOOP("Command", "Previous suggestion or tag"), ARTICLE,
            ("Shift+Tab",), "arrow-left", "Tag", in_article),
    Command("tag.overlapping", QT_TRANSLATE_NOOP("Command", "Next of the overlapping tags here"),
            ARTICLE, ("O",), "rings", "Tag", in_article),
    Command("tag.back", QT_TRANSLATE_NOOP("Command", "One step back"), ARTICLE,
            ("Esc",), "arrow-left", "Tag", in_article),
    Command("tag.extend", QT_TRANSLATE_NOOP("Command", "Longer by a character"), ARTICLE,
            ("Shift+Right",), "arrow-right", "Tag", on_mark, first=True, submenu="Move an end"),
    Command("tag.shrink", QT_TRANSLATE_NOOP("Command", "Shorter by a character"), ARTICLE,
            ("Shift+Left",), "arrow-left", "Tag", on_mark, submenu="Move an end"),
    Command("tag.extend_word", QT_TRANSLATE_NOOP("Command", "Longer by a word"), ARTICLE,
            ("Ctrl+Shift+Right",), "arrow-right", "Tag", on_mark, submenu="Move an end"),
    Command("tag.shrink_word", QT_TRANSLATE_NOOP("Command", "Shorter by a word"), ARTICLE,
            ("Ctrl+Shift+Left",), "arrow-left", "Tag", on_mark, submenu="Move an end"),
    Command("tag.start", QT_TRANSLATE_NOOP("Command", "Move the start instead, or the end again"),
            ARTICLE, ("X",), "arrow-left", "Tag", on_mark, submenu="Move an end"),
    Command("frame.next_slot", QT_TRANSLATE_NOOP("Command", "Arm the next slot"), ARTICLE,
            ("R",), "", "Tag", in_article),
    Command("frame.previous_slot", QT_TRANSLATE_NOOP("Command", "Arm the previous slot"), ARTICLE,
            ("Shift+R",), "", "Tag", in_article),
    Command("frame.implied", QT_TRANSLATE_NOOP("Command", "The text leaves the slot out"), ARTICLE,
            ("I",), "", "Tag", in_article),
    Command("frame.fragment", QT_TRANSLATE_NOOP("Command", "Add the words as a fragment"), ARTICLE,
            ("F",), "plus", "Tag", in_article),
    Command("frame.values", QT_TRANSLATE_NOOP("Command", "Values of the selected frame"), ARTICLE,
            ("D",), "", "Tag", in_article),
    Command("frame.jump", QT_TRANSLATE_NOOP("Command", "From a tag to its frames and their words"),
            ARTICLE, ("G",), "", "Tag", in_article),
    Command("frame.delete", QT_TRANSLATE_NOOP("Command", "Delete the selected frame"), ARTICLE,
            (), "trash", "Tag", on_frame),
    Command("tag.link", QT_TRANSLATE_NOOP("Command", "Link to an entity"), ARTICLE,
            ("L",), "link", "Tag", in_article, first=True),
    Command("tag.link_proposed", QT_TRANSLATE_NOOP("Command", "Link to the entity proposed"),
            ARTICLE, ("Y",), "link", "Tag", in_article),
    Command("tag.entity", QT_TRANSLATE_NOOP("Command", "Open in the entity desk"), ARTICLE,
            ("Shift+L",), "list", "Tag", on_mark),
    Command("tag.date", QT_TRANSLATE_NOOP("Command", "Set the date"), ARTICLE,
            ("V",), "calendar", "Tag", in_article),
    Command("tag.everywhere", QT_TRANSLATE_NOOP("Command", "All places of the words"),
            ARTICLE, ("E",), "list", "Tag", in_article),
    Command("tag.note", QT_TRANSLATE_NOOP("Command", "Note on the tag or frame"), ARTICLE,
            ("C",), "note", "Tag", in_article),
    Command("tag.unsure", QT_TRANSLATE_NOOP("Command", "Unsure, yes or no"), ARTICLE,
            ("U",), "flag", "Tag", on_mark),
    Command("tag.zone", QT_TRANSLATE_NOOP("Command", "Headline, dateline, byline, boilerplate"),
            ARTICLE, ("Z",), "document", "Tag", in_article),
    Command("tag.complete", QT_TRANSLATE_NOOP("Command", "Complete and open the next"),
            EVERYWHERE, ("Ctrl+Return", "Ctrl+Enter"), "ring-check", "Tag", in_article, first=True),
    Command("tag.exclude", QT_TRANSLATE_NOOP("Command", "Exclude from the study"), EVERYWHERE,
            (), "ring-slash", "Tag", in_article),
    Command("tag.suggest", QT_TRANSLATE_NOOP("Command", "Make suggestions"), EVERYWHERE,
            (), "play", "Tag", _no_job, also="highlight pre-annotate rules"),
    Command("learn.now", QT_TRANSLATE_NOOP("Command", "Learn from my articles now"), EVERYWHERE,
            (), "", "Tag", in_workspace, also="train model"),
    Command("learn.list", QT_TRANSLATE_NOOP("Command", "What was learned"), EVERYWHERE,
            (), "list", "Tag", in_workspace, also="train model"),
    Command("tag.ledger", QT_TRANSLATE_NOOP("Command", "How the suggestions do"), EVERYWHERE,
            (), "scales", "Tag", in_workspace, also="ledger rules acceptance precision"),
    Command("tag.rules", QT_TRANSLATE_NOOP("Command", "Rules kept from Everywhere"), EVERYWHERE,
            (), "list", "Tag", in_workspace),
    Command("tag.sources", QT_TRANSLATE_NOOP("Command", "Your own models, lists and rules"),
            EVERYWHERE, (), "folder", "Tag", in_workspace, also="spacy pipeline gazetteer sources"),
)  # fmt: skip


def _entity(
    identifier: str, text: str, shortcuts: tuple[str, ...], icon: str = "", *, first: bool = False
) -> Command:
    return Command(
        identifier, text, ENTITIES, shortcuts, icon, "Tag", on_entities, first=first,
        submenu="Entity",
    )  # fmt: skip


_ENTITY: Final = (
    _entity("entity.open", QT_TRANSLATE_NOOP("Command", "Open the mention in its article"),
            ("Return", "Enter"), "document", first=True),
    _entity("entity.tick", QT_TRANSLATE_NOOP("Command", "Tick, or take the tick away"),
            ("Space",), "tick"),
    _entity("entity.merge", QT_TRANSLATE_NOOP("Command", "Merge the ticked ones"), ("M",), "rings"),
    _entity("entity.split", QT_TRANSLATE_NOOP("Command", "Split mentions off"), ("S",),
            "ring-slash"),
    _entity("entity.rename", QT_TRANSLATE_NOOP("Command", "Rename"), ("F2",), "note"),
    _entity("entity.alias", QT_TRANSLATE_NOOP("Command", "Add an alias"), ("A",), "plus"),
    _entity("entity.type", QT_TRANSLATE_NOOP("Command", "Change the type"), ("T",)),
    _entity("entity.wikidata", QT_TRANSLATE_NOOP("Command", "Set the Wikidata id"), ("W",), "link"),
    _entity("entity.office", QT_TRANSLATE_NOOP("Command", "Add an office"), ("O",), "building"),
    _entity("entity.note", QT_TRANSLATE_NOOP("Command", "Write a note"), ("N",), "note"),
    _entity("entity.delete", QT_TRANSLATE_NOOP("Command", "Delete it if nothing means it"),
            ("Backspace", "Del"), "trash"),
    _entity("entity.search", QT_TRANSLATE_NOOP("Command", "Search"), ("/",), "search"),
    _entity("entity.back", QT_TRANSLATE_NOOP("Command", "One step back on this page"), ("Esc",),
            "arrow-left"),
)  # fmt: skip

_VIEW: Final = (
    Command("view.palette", QT_TRANSLATE_NOOP("Command", "Find or do"), EVERYWHERE,
            ("Ctrl+K", "Ctrl+Shift+P"), "search", "View"),
    Command("view.annotate", QT_TRANSLATE_NOOP("Command", "Show the Annotate page"), EVERYWHERE,
            ("Ctrl+1",), "document", "View", in_workspace, first=True),
    Command("view.review", QT_TRANSLATE_NOOP("Command", "Show the Review page"), EVERYWHERE,
            ("Ctrl+2",), "scales", "View", in_workspace, also="compare adjudicate gold"),
    Command("view.entities", QT_TRANSLATE_NOOP("Command", "Show the Entities page"), EVERYWHERE,
            ("Ctrl+3",), "list", "View", in_workspace),
    Command("view.agreement", QT_TRANSLATE_NOOP("Command", "Show the Agreement page"), EVERYWHERE,
            ("Ctrl+6",), "equals", "View", in_workspace, also="compare kappa alpha F1"),
    Command("view.next_article", QT_TRANSLATE_NOOP("Command", "Next article"), EVERYWHERE,
            ("Ctrl+PgDown",), "chevron-down", "View", in_workspace, first=True),
    Command("view.previous_article", QT_TRANSLATE_NOOP("Command", "Previous article"), EVERYWHERE,
            ("Ctrl+PgUp",), "chevron-up", "View", in_workspace),
    Command("view.next_pane", QT_TRANSLATE_NOOP("Command", "Next pane"), EVERYWHERE,
            ("F6",), "arrow-right", "View", in_workspace, first=True),
    Command("view.previous_pane", QT_TRANSLATE_NOOP("Command", "Previous pane"), EVERYWHERE,
            ("Shift+F6",), "arrow-left", "View", in_workspace),
    Command("view.inspector", QT_TRANSLATE_NOOP("Command", "Inspector, show or hide"), EVERYWHERE,
            ("F9",), "panel-right", "View", in_workspace),
    Command("view.larger", QT_TRANSLATE_NOOP("Command", "Larger text"), EVERYWHERE,
            ("Ctrl++", "Ctrl+=", "standard:ZoomIn"), "plus", "View", first=True),
    Command("view.smaller", QT_TRANSLATE_NOOP("Command", "Smaller text"), EVERYWHERE,
            ("Ctrl+-", "standard:ZoomOut"), "minus", "View"),
    Command("view.normal", QT_TRANSLATE_NOOP("Command", "Text in its usual size"), EVERYWHERE,
            ("Ctrl+0",), "equals", "View"),
    Command("view.theme", QT_TRANSLATE_NOOP("Command", "Light or dark"), EVERYWHERE,
            (), "half", "View", first=True),
    Command("view.full_screen", QT_TRANSLATE_NOOP("Command", "Full screen"), EVERYWHERE,
            ("F11", "standard:FullScreen"), "", "View"),
)  # fmt: skip

_HELP: Final = (
    Command("help.guideline", QT_TRANSLATE_NOOP("Command", "Guideline for what is selected"),
            EVERYWHERE, ("F1", "standard:HelpContents"), "book", "Help"),
    Command("help.case", QT_TRANSLATE_NOOP("Command", "Add this case to the guideline"),
            EVERYWHERE, (), "plus", "Help", has_case),
    Command("help.keys", QT_TRANSLATE_NOOP("Command", "All keys"), EVERYWHERE,
            ("Ctrl+F1",), "info", "Help"),
    Command("help.log", QT_TRANSLATE_NOOP("Command", "Open the folder of the log"), EVERYWHERE,
            (), "folder", "Help"),
    Command("help.about", QT_TRANSLATE_NOOP("Command", "About Annotator"), EVERYWHERE,
            (), "info", "Help", first=True),
)  # fmt: skip

_PANES: Final = (
    _native("cards.next", QT_TRANSLATE_NOOP("Command", "Next slot or attribute"), CARDS, "Tab",
            "Down"),
    _native("cards.previous", QT_TRANSLATE_NOOP("Command", "Previous slot or attribute"), CARDS,
            "Shift+Tab", "Up"),
    _native("cards.edit", QT_TRANSLATE_NOOP("Command", "Edit it; typing finds an entity by name"),
            CARDS, "Return", "Enter"),
    _native("cards.choose", QT_TRANSLATE_NOOP("Command", "Choose a value; again: clear it"), CARDS,
            *"123456789"),
    _native("cards.implied", QT_TRANSLATE_NOOP("Command", "The text leaves the slot out"), CARDS,
            "I"),
    _native("cards.empty", QT_TRANSLATE_NOOP("Command", "Empty it"), CARDS, "Backspace", "Del"),
    _native("cards.link", QT_TRANSLATE_NOOP("Command", "Link the tag, or all mentions of a row"),
            CARDS, "L"),
    _native("cards.link_proposed", QT_TRANSLATE_NOOP("Command", "Link to the entity proposed"),
            CARDS, "Y"),
    _native("cards.back", QT_TRANSLATE_NOOP("Command", "Back to the text"), CARDS, "Esc"),
    _native("corpus.up", QT_TRANSLATE_NOOP("Command", "Row above"), CORPUS, "Up"),
    _native("corpus.down", QT_TRANSLATE_NOOP("Command", "Row below"), CORPUS, "Down"),
    _native("corpus.open", QT_TRANSLATE_NOOP("Command", "Open the article"), CORPUS,
            "Return", "Enter"),
    _native("guideline.search", QT_TRANSLATE_NOOP("Command", "Search it"), GUIDELINE, "/"),
    _native("guideline.next", QT_TRANSLATE_NOOP("Command", "Next link"), GUIDELINE, "Tab"),
    _native("guideline.follow", QT_TRANSLATE_NOOP("Command", "Follow the link"), GUIDELINE,
            "Return", "Enter"),
    _native("guideline.return", QT_TRANSLATE_NOOP("Command", "Entry before"), GUIDELINE,
            "Backspace"),
    _native("guideline.case", QT_TRANSLATE_NOOP("Command", "Add this case"), GUIDELINE, "A"),
    _native("guideline.back", QT_TRANSLATE_NOOP("Command", "Back to the cards"), GUIDELINE, "Esc"),
    _native("concordance.apply", QT_TRANSLATE_NOOP("Command", "Do it at the ticked places"),
            CONCORDANCE, "Return", "Enter"),
    _native("concordance.tick", QT_TRANSLATE_NOOP("Command", "Tick or untick"), CONCORDANCE,
            "Space"),
    _native("concordance.all", QT_TRANSLATE_NOOP("Command", "Tick all, or none"), CONCORDANCE,
            "Ctrl+A"),
    _native("concordance.group", QT_TRANSLATE_NOOP("Command", "Untick the group, or tick it"),
            CONCORDANCE, "X"),
    _native("concordance.open", QT_TRANSLATE_NOOP("Command", "Open in its article"), CONCORDANCE,
            "Right"),
    _native("concordance.where", QT_TRANSLATE_NOOP("Command", "This article or the corpus"),
            CONCORDANCE, "W"),
    _native("concordance.order", QT_TRANSLATE_NOOP("Command", "Another order"), CONCORDANCE, "O"),
    _native("concordance.label", QT_TRANSLATE_NOOP("Command", "Choose the label"), CONCORDANCE,
            "1", "2", "3", "4", "5", "6", "7", "8", "9", "0"),
    _native("concordance.link", QT_TRANSLATE_NOOP("Command", "Choose the entity"), CONCORDANCE,
            "L"),
    _native("concordance.to_tag", QT_TRANSLATE_NOOP("Command", "Tag"), CONCORDANCE, "T"),
    _native("concordance.to_relabel", QT_TRANSLATE_NOOP("Command", "Relabel"), CONCORDANCE, "R"),
    _native("concordance.to_untag", QT_TRANSLATE_NOOP("Command", "Untag"), CONCORDANCE, "U"),
    _native("concordance.remember", QT_TRANSLATE_NOOP("Command", "Remember as a rule"),
            CONCORDANCE, "M"),
    _native("concordance.back", QT_TRANSLATE_NOOP("Command", "Back to the text"), CONCORDANCE,
            "Esc"),
    _native("learned.remove", QT_TRANSLATE_NOOP("Command", "Use the model no more"), LEARNED,
            "Backspace", "Del"),
    _native("learned.export", QT_TRANSLATE_NOOP("Command", "Write the model into a folder"),
            LEARNED, "X"),
    _native("learned.now", QT_TRANSLATE_NOOP("Command", "Learn now"), LEARNED, "L"),
    _native("learned.back", QT_TRANSLATE_NOOP("Command", "One step back"), LEARNED, "Esc"),
    _native("ledger.switch", QT_TRANSLATE_NOOP("Command", "Switch the rule off, or on"), LEDGER,
            "Space"),
    _native("ledger.open", QT_TRANSLATE_NOOP("Command", "To the examples; there: open the place"),
            LEDGER, "Return", "Enter", "Right"),
    _native("ledger.order", QT_TRANSLATE_NOOP("Command", "Another order"), LEDGER, "O"),
    _native("ledger.whose", QT_TRANSLATE_NOOP("Command", "Everybody's decisions, or yours"),
            LEDGER, "W"),
    _native("ledger.again", QT_TRANSLATE_NOOP("Command", "Let the source look at all again"),
            LEDGER, "A"),
    _native("ledger.back", QT_TRANSLATE_NOOP("Command", "One step back"), LEDGER, "Esc"),
)  # fmt: skip

COMMANDS: Final[tuple[Command, ...]] = (
    *_FILE, *_EDIT, *_TAG, *_ENTITY, *REVIEW_COMMANDS, *_VIEW, *_HELP, *_PANES, *REVIEW_PANE,
)  # fmt: skip


def label_commands(scheme: Scheme) -> tuple[Command, ...]:
    """Return one command for each label of a scheme: in the order of their keys, then without."""
    ordered = sorted(scheme.labels, key=lambda label: (not label.key, label.key == "0", label.key))
    return tuple(
        Command(
            f"{LABEL_PREFIX}{label.name}",
            QT_TRANSLATE_NOOP("Command", "Label as {name}").replace("{name}", label.name),
            ARTICLE,
            (label.key,) if label.key else (),
            "",
            "Tag",
            in_article,
            first=number == 0,
            submenu="Label",
        )
        for number, label in enumerate(ordered)
    )


def frame_commands(scheme: Scheme) -> tuple[Command, ...]:
    """Return one command for each frame type of a scheme, in its order."""
    return tuple(
        Command(
            f"{FRAME_PREFIX}{kind.name}",
            f"New {kind.name.lower()}",
            ARTICLE,
            (kind.key,) if kind.key else (),
            kind.icon,
            "Tag",
            in_article,
            first=number == 0,
        )
        for number, kind in enumerate(scheme.frame_types)
    )


def pages_of(command: Command) -> frozenset[str]:
    """Return the pages on which a command can run: one key may mean something on each of them."""
    flags = {item.name: True for item in fields(Context) if item.name != "page"}
    return frozenset(page for page in PAGES if command.enabled(Context(page, **flags)))


def codebook_commands(scheme: Scheme) -> tuple[Command, ...]:
    """Return one command for each codebook of a scheme: it adds a value."""
    owners: Sequence[Label | FrameType] = (*scheme.labels, *scheme.frame_types)
    books = [
        (item.name, attribute.name)
        for item in owners
        for attribute in item.attributes
        if attribute.codebook
    ]
    return tuple(
        Command(
            f"{CODEBOOK_PREFIX}{owner}.{attribute}",
            QT_TRANSLATE_NOOP("Command", "Add to the codebook: {name} of {owner}")
            .replace("{name}", attribute)
            .replace("{owner}", owner),
            EVERYWHERE,
            (),
            "plus",
            "File",
            in_workspace,
        )
        for owner, attribute in books
    )


def keys_taken() -> dict[str, str]:
    """Return the single keys that the program itself uses in the text, and what each does.

    A scheme must leave them alone. Nothing of Qt is loaded: the command line asks, too.
    """
    return {
        shortcut: command.text
        for command in COMMANDS
        for shortcut in command.shortcuts
        if command.place == ARTICLE and len(shortcut) == 1
    }


def all_commands(scheme: Scheme) -> tuple[Command, ...]:
    """Return the table with what a scheme adds in its place in the File and Tag menus."""
    made = list(COMMANDS)
    for before, added in (
        ("file.saved", codebook_commands(scheme)),
        ("tag.extend", label_commands(scheme)),
        ("frame.next_slot", frame_commands(scheme)),
    ):
        place = next(number for number, command in enumerate(made) if command.id == before)
        made[place:place] = added
    return tuple(made)


def key_sequences(shortcuts: tuple[str, ...]) -> "list[QKeySequence]":
    """Return the keys of a command on this platform, each once, the one to be shown first.

    Of the platform's own, keys with Alt are left out, which window managers and menus take, and
    those of multimedia keyboards and old terminals (F13 and more), which nobody is taught.
    """
    from PySide6.QtGui import QGuiApplication, QKeySequence

    found: list[QKeySequence] = []
    for shortcut in shortcuts:
        if shortcut.startswith(_STANDARD):
            if QGuiApplication.instance() is None:  # Qt crashes without one
                continue
            name = shortcut.removeprefix(_STANDARD)
            bindings = [keys for keys in _bindings(name) if _TAUGHT.fullmatch(keys.toString())]
        else:
            bindings = [QKeySequence(shortcut)]
        found += [keys for keys in bindings if keys not in found]
    return found


def _bindings(name: str) -> "list[QKeySequence]":
    from PySide6.QtGui import QKeySequence

    return QKeySequence.keyBindings(QKeySequence.StandardKey[name])


def first_key(command: Command) -> str:
    """Return the key that menus, palette and sheet teach for a command, "" without one."""
    keys = key_sequences(command.shortcuts)
    return keys[0].toString() if keys else ""


def key_taught(identifier: str) -> str:
    """Return the key that the table gives a command of the program itself, "" without one."""
    found = next((command for command in COMMANDS if command.id == identifier), None)
    return first_key(found) if found is not None else ""
