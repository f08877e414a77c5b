"""A difference as a case of the guideline: its entry, each version, what it shows. No Qt."""

from dataclasses import dataclass

from annotator.domain.case import case_of, tag_marks
from annotator.domain.entry import Entry, Example
from annotator.domain.guideline import Guideline
from annotator.domain.review import Choice
from annotator.domain.scheme import Scheme
from annotator.domain.wording import listed, quoted, spoken
from annotator.ops.reviews import Review
from annotator.ui.review.case_view import CaseView, Row


@dataclass(frozen=True, slots=True)
class GuidelineCase:
    """What can be kept of a difference.

    Attributes:
        entry: Of the guideline, that of what differs.
        versions: The sentence as each set has it, by the place of the set on the screen.
        taken: Places of the versions that were taken; empty while nothing was.
        why: What it shows, as far as the tags and the verdict say it.
    """

    entry: Entry
    versions: dict[int, Example]
    taken: frozenset[int]
    why: str


def guideline_case(view: CaseView, review: Review, scheme: Scheme) -> GuidelineCase | None:
    """Return a difference as a case, ``None`` where no words of the article are about it."""
    guideline = Guideline(scheme)
    entry = guideline.find(".".join(view.subject)) or guideline.find(view.subject[0])
    if entry is None:
        return None
    kind = scheme.frame_type_by_name.get(view.colour)
    versions = {
        place: example
        for place, tag in enumerate(view.case.item.tags)
        if tag is not None and (example := case_of(review.text, tag_marks(tag, kind))) is not None
    }
    if not versions:
        return None
    given = view.case.verdict.verdict if view.case.verdict is not None else None
    taken = frozenset(
        place
        for place, name in enumerate(review.names)
        if given is not None and name in given.taken
    )
    reason = str(given.reason).replace("-", " ") if given is not None and given.reason else ""
    neither = given is not None and given.choice is Choice.NEITHER
    said = _shown(view, taken, neither=neither)
    why = f"{said} ({reason})" if said and reason else said or reason
    return GuidelineCase(entry, versions, taken, f"{why}." if why else "")


def _shown(view: CaseView, taken: frozenset[int], *, neither: bool) -> str:
    """Return the two versions in one line: "GPE, not ORG", or "GPE or ORG" while it is open."""
    if neither:
        return f"No {view.colour} here"
    lacking = [place for place, tag in enumerate(view.case.item.tags) if tag is None]
    if lacking:
        if not taken:
            return f"{view.colour} or no tag"
        return f"No {view.colour} here" if taken <= set(lacking) else f"{view.colour}, not untagged"
    row = next((row for row in view.rows if row.differs and not row.follows), None)
    if row is None:
        return ""
    said = [_side(row, place) for place in range(len(row.sides))]
    chosen = list(dict.fromkeys(said[place] for place in sorted(taken)))
    others = [words for words in dict.fromkeys(said) if words not in chosen]
    name = "" if row.name in {"words", "label"} else f"{spoken(row.name).capitalize()}: "
    if not chosen:
        return f"{name}{listed(others, 'or')}"
    if not others:
        return f"{name}{listed(chosen)}"
    return f"{name}{listed(chosen)}, not {listed(others, 'or')}"


def _side(row: Row, place: int) -> str:
    """Return what one set says in a row: its label where the words are the same, else words."""
    values = row.sides[place] or ()
    if row.name == "words":
        words = {value.words for side in row.sides for value in side or ()}
        if len(words) == 1:
            return listed([value.label for value in values])
    shown = [quoted(value.words) if value.label else value.words for value in values]
    return listed(shown) or "none"
