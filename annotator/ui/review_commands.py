"""The commands of the Review page, as part of the one table."""

from typing import Final

from annotator.i18n import QT_TRANSLATE_NOOP
from annotator.ui.command import (
    AGREEMENT,
    EVERYWHERE,
    FORMS,
    OWN_REVIEW,
    REVIEW,
    Command,
    in_workspace,
    on_agreement,
    on_review,
)

_EDGES: Final = "Settle boundaries"
_PROJECT: Final = "Project"


def _review(
    identifier: str,
    text: str,
    *shortcuts: str,
    icon: str = "",
    first: bool = False,
    submenu: str = "",
) -> Command:
    return Command(
        identifier, text, REVIEW, shortcuts, icon, "Review", on_review, first=first,
        submenu=submenu,
    )  # fmt: skip


REVIEW_COMMANDS: Final = (
    _review("review.a", QT_TRANSLATE_NOOP("Command", "Take A, or accept"), "A", icon="check"),
    _review("review.b", QT_TRANSLATE_NOOP("Command", "Take B"), "B", icon="check"),
    _review("review.both", QT_TRANSLATE_NOOP("Command", "Let both stand"), "=", icon="equals"),
    _review("review.edit", QT_TRANSLATE_NOOP("Command", "Write another version"), "E"),
    _review("review.neither", QT_TRANSLATE_NOOP("Command", "Take neither, or reject"), "N",
            icon="cross"),
    _review("review.later", QT_TRANSLATE_NOOP("Command", "Decide later"), ".", icon="clock"),
    _review("review.comment", QT_TRANSLATE_NOOP("Command", "Comment for those who tagged"), "C",
            icon="note"),
    _review("review.reason", QT_TRANSLATE_NOOP("Command", "Why they differ: the next reason"), "W"),
    _review("review.withdraw", QT_TRANSLATE_NOOP("Command", "Take the verdict back"),
            "Backspace", "Del", icon="undo"),
    _review("review.next", QT_TRANSLATE_NOOP("Command", "Next difference"), "Down", "Tab",
            icon="chevron-down", first=True),
    _review("review.previous", QT_TRANSLATE_NOOP("Command", "Previous difference"), "Up",
            "Shift+Tab", icon="chevron-up"),
    _review("review.keep", QT_TRANSLATE_NOOP("Command", "Write it, or go to the next"), "Return",
            "Enter"),
    _review("review.leave", QT_TRANSLATE_NOOP("Command", "One step back"), "Esc",
            icon="arrow-left"),
    _review("review.text", QT_TRANSLATE_NOOP("Command", "Show the place in your own tags"), "G",
            icon="document"),
    _review("review.finish", QT_TRANSLATE_NOOP("Command", "Finish and open the next"),
            "Ctrl+Return", "Ctrl+Enter", icon="ring-check", first=True),
    _review("review.next_article", QT_TRANSLATE_NOOP("Command", "Next article to review"), "PgDown",
            icon="chevron-down"),
    _review("review.previous_article", QT_TRANSLATE_NOOP("Command", "Previous article to review"),
            "PgUp", icon="chevron-up"),
    _review("review.return", QT_TRANSLATE_NOOP("Command", "Return the article to its author"),
            icon="ring-arrow"),
    _review("review.take_all", QT_TRANSLATE_NOOP("Command", "Take all of one for a label"), "T",
            icon="check", first=True),
    _review("review.merge", QT_TRANSLATE_NOOP("Command", "Merge what agrees, in all articles"),
            icon="rings"),
    _review("review.longest", QT_TRANSLATE_NOOP("Command", "Take the longest, here"), "L",
            submenu=_EDGES),
    _review("review.shortest", QT_TRANSLATE_NOOP("Command", "Take the shortest, here"), "K",
            submenu=_EDGES),
    _review("review.longest_all", QT_TRANSLATE_NOOP("Command", "Take the longest, in all articles"),
            submenu=_EDGES),
    _review("review.shortest_all",
            QT_TRANSLATE_NOOP("Command", "Take the shortest, in all articles"), submenu=_EDGES),
    Command("review.forms", QT_TRANSLATE_NOOP("Command", "Words over the corpus"), EVERYWHERE, (),
            "list", "Review", in_workspace, also="bulk settle table"),
    Command("review.mine", QT_TRANSLATE_NOOP("Command", "What became of your tags"), EVERYWHERE, (),
            "ring-arrow", "Review", in_workspace, also="feedback verdicts comments"),
    Command("agreement.csv", QT_TRANSLATE_NOOP("Command", "Save the figures as a table"), AGREEMENT,
            (), "upload", "Review", on_agreement, first=True),
    Command("agreement.png", QT_TRANSLATE_NOOP("Command", "Save the figures as a picture"),
            AGREEMENT, (), "upload", "Review", on_agreement),
    Command("agreement.copy", QT_TRANSLATE_NOOP("Command", "Copy the table of figures"), AGREEMENT,
            ("Ctrl+C",), "", "Review", on_agreement),
    Command("agreement.review", QT_TRANSLATE_NOOP("Command", "Review the places of the figure"),
            AGREEMENT, ("Return", "Enter"), "scales", "Review", on_agreement),
    Command("agreement.back", QT_TRANSLATE_NOOP("Command", "Back from the figures"), AGREEMENT,
            ("Esc",), "arrow-left", "Review", on_agreement),
    _review("review.blind", QT_TRANSLATE_NOOP("Command", "Hide or show names"), first=True,
            submenu=_PROJECT),
    _review("review.open_sets",
            QT_TRANSLATE_NOOP("Command", "Review sets that are not complete, or not"),
            submenu=_PROJECT),
)  # fmt: skip

REVIEW_PANE: Final = (
    Command("review.digits", QT_TRANSLATE_NOOP("Command", "Whose version, of three or more"),
            REVIEW, tuple("123456789"), enabled=in_workspace, native=True),
    Command("own-review.open", QT_TRANSLATE_NOOP("Command", "Show the place in its article"),
            OWN_REVIEW, ("Return", "Enter"), native=True),
    Command("own-review.answer", QT_TRANSLATE_NOOP("Command", "Answer the reviewer"), OWN_REVIEW,
            ("C",), native=True),
    Command("own-review.resolve", QT_TRANSLATE_NOOP("Command", "Settle, or open again"),
            OWN_REVIEW, ("R",), native=True),
    Command("own-review.back", QT_TRANSLATE_NOOP("Command", "One step back"), OWN_REVIEW, ("Esc",),
            native=True),
    Command("forms.choose", QT_TRANSLATE_NOOP("Command", "How the words are tagged"), FORMS,
            tuple("123456789"), native=True),
    Command("forms.clear", QT_TRANSLATE_NOOP("Command", "Leave the words open"), FORMS,
            ("Backspace", "Del"), native=True),
    Command("forms.settle", QT_TRANSLATE_NOOP("Command", "Settle what is chosen"), FORMS,
            ("Return", "Enter"), native=True),
    Command("forms.back", QT_TRANSLATE_NOOP("Command", "One step back"), FORMS, ("Esc",),
            native=True),
)  # fmt: skip
