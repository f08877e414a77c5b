"""The pages beside the Annotate page: where each is named, and what makes it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from annotator.ui.look import Look
from annotator.ui.work_page import WorkPage

if TYPE_CHECKING:
    from annotator.ui.session import Session


@dataclass(frozen=True, slots=True)
class PageKind:
    """One kind of page.

    Attributes:
        name: "entities"; ``Context.page`` while it is shown.
        tab: Its tab in the top bar, "" where it stands under another page's.
        command: What shows it: "view.entities".
        make: Makes it for a workspace, when it is first shown; imports what it needs.
        under: The tab that is chosen while it is shown, where it has none; "" for Annotate.
    """

    name: str
    tab: str
    command: str
    make: Callable[[Look, "Session"], WorkPage]
    under: str = ""


def _entities(look: Look, session: "Session") -> WorkPage:
    from annotator.ui.entities.page import EntitiesPage

    return EntitiesPage(look, session)


def _everywhere(look: Look, session: "Session") -> WorkPage:
    from annotator.ui.everywhere.page import EverywherePage

    return EverywherePage(look, session)


def _ledger(look: Look, session: "Session") -> WorkPage:
    from annotator.ui.ledger.page import LedgerPage

    return LedgerPage(look, session)


def _review(look: Look, session: "Session") -> WorkPage:
    from annotator.ui.review.page import ReviewPage

    return ReviewPage(look, session)


def _agreement(look: Look, session: "Session") -> WorkPage:
    from annotator.ui.agreement.page import AgreementPage

    return AgreementPage(look, session)


def _learned(look: Look, session: "Session") -> WorkPage:
    from annotator.ui.learned_page import LearnedPage

    return LearnedPage(look, session)


def _own_review(look: Look, session: "Session") -> WorkPage:
    from annotator.ui.review.mine_page import OwnReviewPage

    return OwnReviewPage(look, session)


def _forms(look: Look, session: "Session") -> WorkPage:
    from annotator.ui.review.forms_page import FormsPage

    return FormsPage(look, session)


PAGE_KINDS: Final[tuple[PageKind, ...]] = (
    PageKind("review", "Review", "view.review", _review),
    PageKind("learned", "", "learn.list", _learned),
    PageKind("own-review", "", "review.mine", _own_review, under="Review"),
    PageKind("forms", "", "review.forms", _forms, under="Review"),
    PageKind("entities", "Entities", "view.entities", _entities),
    PageKind("agreement", "Agreement", "view.agreement", _agreement),
    PageKind("everywhere", "", "tag.everywhere", _everywhere),
    PageKind("ledger", "", "tag.ledger", _ledger),
)
