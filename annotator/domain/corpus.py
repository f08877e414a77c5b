"""The list of articles: its rows, and the words one searches it with."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from annotator.domain.annotation import SetStatus
from annotator.domain.article import ArticleId

_TOKEN = re.compile(r'(\w+):("[^"]*"|\S*)|("[^"]*"|\S+)')
_DATE = re.compile(r"[0-9]{1,4}|[0-9]{4}-[0-9]{0,2}|[0-9]{4}-[0-9]{2}-[0-9]{0,2}")
_FIELDS = {"outlet", "status", "after", "before", "title", "pending", "unsure"}
_STATUSES = {str(status): status for status in SetStatus}


class CorpusOrder(StrEnum):
    """How the list is sorted."""

    NEWEST = "newest"
    OLDEST = "oldest"
    TITLE = "title"
    OUTLET = "outlet"
    NAME = "name"
    IMPORTED = "imported"
    STATUS = "status"
    TEACHES = "teaches"


@dataclass(frozen=True, slots=True)
class CorpusQuery:
    """What the corpus list shows.

    Attributes:
        words: Full text: every word must occur, the last one as a beginning; a part in quotation
            marks is a phrase.
        status: Only articles with this status of the annotator's set.
        after, before: Publication date, inclusive, any prefix of an ISO date.
        pending: Only articles with pending suggestions (True) or without (False).
        unsure: Only articles in which the annotator flagged a tag.
        problem: What is wrong with a value that was ignored, to be shown with a capital and a full
            stop; "" where nothing is.
    """

    words: tuple[str, ...] = ()
    title: str = ""
    outlet: str = ""
    status: SetStatus | None = None
    after: str = ""
    before: str = ""
    pending: bool | None = None
    unsure: bool = False
    order: CorpusOrder = CorpusOrder.NEWEST
    problem: str = ""

    @property
    def empty(self) -> bool:
        """Whether every article is shown."""
        return self == CorpusQuery(order=self.order, problem=self.problem)


@dataclass(frozen=True, slots=True)
class CorpusRow:
    """One article as the list shows it, for one annotator.

    Attributes:
        pending: Suggestions without a decision of this annotator.
    """

    id: ArticleId
    name: str
    title: str
    outlet: str
    published: str
    status: SetStatus
    pending: int


@dataclass(frozen=True, slots=True)
class CorpusCounts:
    """How far one annotator is: "12 of 40 complete"."""

    articles: int
    complete: int


def parse_query(text: str, order: CorpusOrder = CorpusOrder.NEWEST) -> CorpusQuery:
    """Return what a search text asks for: ``summit outlet:fars status:new after:2016-01-01``.

    Words that look like a field but are none are searched as words. A value that makes no sense is
    ignored, and ``problem`` says what its field takes; the beginning of a value is no problem,
    because the text may still be being typed. Of a field given twice the last one counts.
    """
    words, values = _parts(text)
    problems: list[str] = []
    status = values.get("status", "").casefold()
    if not _begins(status, _STATUSES):
        problems.append("status is one of " + ", ".join(_STATUSES))
    for bound in ("after", "before"):
        if values.get(bound) and not _begins_date(values[bound]):
            problems.append(f"{bound} takes a date like 2016-02-04")
            values[bound] = ""
    pending = values.get("pending", "").casefold()
    if not _begins(pending, ("yes", "no")):
        problems.append("pending is yes or no")
    unsure = values.get("unsure", "").casefold()
    if not _begins(unsure, ("yes",)):
        problems.append("unsure can only be yes")
    return CorpusQuery(
        words=words,
        title=values.get("title", ""),
        outlet=values.get("outlet", ""),
        status=_STATUSES.get(status),
        after=values.get("after", ""),
        before=values.get("before", ""),
        pending={"yes": True, "no": False}.get(pending),
        unsure=unsure == "yes",
        order=order,
        problem=problems[0] if problems else "",
    )


def _parts(text: str) -> tuple[tuple[str, ...], dict[str, str]]:
    """Return the words and phrases of a search text, and what its fields are given."""
    words: list[str] = []
    values: dict[str, str] = {}
    for match in _TOKEN.finditer(text):
        name, value, word = match[1], (match[2] or "").strip('"'), match[3]
        if name is None:
            words.append(word.strip('"'))
        elif name.casefold() in _FIELDS:
            values[name.casefold()] = value
        else:
            words.append(f"{name}:{value}")
    return tuple(word for word in words if word), values


def _begins(value: str, known: Iterable[str]) -> bool:
    """Whether a value is one of the known ones, or the beginning of one."""
    return any(name.startswith(value) for name in known)


def _begins_date(value: str) -> bool:
    """Whether a value is an ISO date, or the beginning of one."""
    if not _DATE.fullmatch(value):
        return False
    for rest in ("2000-01-01", "2000-10-10"):
        try:
            date.fromisoformat(value + rest[len(value) :])
        except ValueError:
            continue
        return True
    return False
