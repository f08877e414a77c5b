"""Status of an article as a mark and a word; dates as people write them."""

from datetime import date
from typing import Final

from annotator.domain.annotation import SetStatus
from annotator.domain.corpus import CorpusRow

# Icon and colour token of each status: a shape of its own, so that colour is never needed to tell.
MARKS: Final = {
    SetStatus.NEW: ("circle", "ctl"),
    SetStatus.IN_PROGRESS: ("half", "accent"),
    SetStatus.COMPLETE: ("ring-check", "ok"),
    SetStatus.EXCLUDED: ("ring-slash", "faint"),
    SetStatus.RETURNED: ("ring-arrow", "bad"),
    SetStatus.APPROVED: ("filled-check", "ok"),
}
WORDS: Final = {
    SetStatus.NEW: "new",
    SetStatus.IN_PROGRESS: "in progress",
    SetStatus.COMPLETE: "complete",
    SetStatus.EXCLUDED: "excluded",
    SetStatus.RETURNED: "returned",
    SetStatus.APPROVED: "approved",
}
_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip


def date_words(published: str, *, short: bool = False) -> str:
    """Return an ISO date, month or year in words: "14 March 2016", "March 2016", "2016".

    What is no date comes back as it is. ``short`` cuts the month to three letters.
    """
    parts = published.split("-")
    try:
        numbers = [int(part) for part in parts]
        date(*[*numbers, 1, 1][:3])
    except ValueError:
        return published
    if len(numbers) > 3 or not published:
        return published
    words = [str(numbers[0])]
    if len(numbers) > 1:
        month = _MONTHS[numbers[1] - 1]
        words.insert(0, month[:3] if short else month)
    if len(numbers) > 2:
        words.insert(0, str(numbers[2]))
    return " ".join(words)


def second_line(row: CorpusRow) -> str:
    """Return the second line of a row: outlet and date, as far as they are known."""
    parts = (row.outlet, date_words(row.published, short=True))
    return " · ".join(part for part in parts if part)


def accessible_words(row: CorpusRow) -> str:
    """Return a row as it is read out."""
    parts = [row.title or row.name, row.outlet, date_words(row.published), WORDS[row.status]]
    if row.pending:
        parts.append(f"{row.pending} suggestion" + ("s" if row.pending > 1 else ""))
    return ", ".join(part for part in parts if part)
