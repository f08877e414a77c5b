"""What a card says of verdicts: the cells of its bar, earlier ones, and why there is nothing."""

from collections.abc import Mapping, Sequence
from typing import Final

from annotator.domain.annotation import SUGGESTIONS_PREFIX
from annotator.domain.bulk_rulings import majority
from annotator.domain.comment import Thread
from annotator.domain.review import Choice
from annotator.domain.wording import listed, spoken
from annotator.ops import review_queue
from annotator.ops.review_queue import ReviewRow
from annotator.ops.reviews import Review
from annotator.ui.inspector.values import source_words
from annotator.ui.review.case_view import LETTERS, CaseView, verdict_words
from annotator.ui.review.verdict_bar import VerdictCell

_DIGITS: Final = "123456789"
HIDDEN: Final = "annotator "
"""Before its letter, what a set is called while names are hidden."""


def cells_of(view: CaseView, review: Review, names: Sequence[str]) -> list[VerdictCell]:
    """Return what can be decided on a case.

    Args:
        view: The case.
        review: Of which it is one.
        names: What the sets are called on the screen.
    """
    given = view.case.verdict.verdict if view.case.verdict is not None else None
    likely = majority(view.case.item)
    cells = []
    for place, name in enumerate(names):
        chosen = given is not None and given.choice is Choice.CHOSEN
        taken = chosen and given is not None and review.names[place] in given.taken
        key = _DIGITS[place] if len(names) > 2 else LETTERS[place]
        word = "accept" if review.alone else name.replace(HIDDEN, "take ")
        command = f"review.{LETTERS[place].lower()}" if place < 2 else f"review.take{place + 1}"
        cells.append(VerdictCell(key, word, command, taken, likely=place in likely))

    def said(choice: Choice) -> bool:
        return given is not None and given.choice is choice

    if not review.alone:
        cells.append(VerdictCell("=", "both", "review.both", said(Choice.BOTH)))
    cells.append(VerdictCell("E", "edit", "review.edit", said(Choice.EDITED)))
    word = "reject" if review.alone else "neither"
    cells.append(VerdictCell("N", word, "review.neither", said(Choice.NEITHER)))
    cells.append(VerdictCell(".", "later", "review.later"))
    return cells


def again_words(view: CaseView, review: Review, names: Mapping[str, str]) -> str:
    """Return what is said of what was decided before and needs another look, "" for nothing.

    That are verdicts that do not apply any more, and frames that have lost what they need.
    """
    if view.case.lacking:
        roles = listed([spoken(role) for role in view.case.lacking])
        whose = "accepting it" if review.alone else "a version taken now"
        return (
            f"The tag in its {roles} was rejected, and nothing else fills it: {whose} leaves the "
            f"{spoken(view.colour).lower()} unfinished in gold, N leaves it out."
        )
    if not view.case.again:
        return ""
    earlier = view.case.again[-1].verdict
    words = verdict_words(earlier, review.names, names)
    if set(earlier.of) != set(review.names):  # nothing has changed: it was another question
        since = f"With other sets side by side, {earlier.by} decided “{words}”."
    else:
        since = f"The tags have changed since {earlier.by} decided “{words}”."
    return f"{since} Gold stays until then."


NEEDS_TWO: Final = (
    "Needs the tags of two people on the same articles. Import a colleague's file or bundle."
)


def nothing_words(names: Sequence[str], rows: Sequence[ReviewRow]) -> str:
    """Return why there is nothing to review."""
    if not rows and len(names) < 2:
        if not names:
            return "Nobody has tagged anything yet. Import a colleague's file, or tag first."
        return f"Only {names[0]} has tagged these articles. Nothing to compare yet."
    if not rows:
        return f"No article was tagged by {' and '.join(map(set_words, names))}."
    busy = sorted(
        {
            name
            for row in rows
            for name, status in row.statuses.items()
            if status not in review_queue.FINISHED
        }
    )
    return (
        f"{' and '.join(busy)} did not complete these articles yet. Their tags are shown when all "
        "are complete; “Review sets that are not complete” in the Review menu allows it before."
    )


def thread_words(thread: Thread, names: Mapping[str, str]) -> str:
    """Return what was said in a thread; annotators are called as everywhere on the screen."""
    said = " ".join(f"{names.get(one.by, one.by)}: {one.text}" for one in thread.comments)
    return said if thread.open else f"{said} (resolved)"


def set_words(name: str) -> str:
    """Return what a set is called: a person by name, a source as everywhere in the window."""
    if name.startswith(SUGGESTIONS_PREFIX):
        return source_words(name.removeprefix(SUGGESTIONS_PREFIX))
    return name


def name_choices(
    people: Sequence[str], sources: Sequence[str], current: tuple[str, ...]
) -> list[tuple[object, str]]:
    """Return whose sets can be laid side by side: pairs, all, one alone, one with a source."""
    pairs = [(one, other) for one in people for other in people if one < other]
    choices: list[tuple[object, str]] = [(pair, " and ".join(pair)) for pair in pairs]
    if len(people) > 2:
        choices.append((tuple(people), f"all {len(people)}"))
    choices += [((name,), f"{name} alone") for name in people]
    choices += [
        ((name, source), f"{name} and {set_words(source)}") for name in people for source in sources
    ]
    if current and current not in [value for value, _ in choices]:
        choices.insert(0, (current, " and ".join(map(set_words, current))))
    return choices
