"""The list of articles: its rows, and the words one searches it with."""

import re
from dataclasses import dataclass
from enum import StrEnum

from annotator.domain.annotation import SetStatus
from annotator.domain.article import ArticleId

_TOKEN = re.compile(r'(\w+):("[^"]*"|\S*)|("[^"]*"|\S+)')
_DATE = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")
_FIELDS = {"outlet", "status", "after", "before", "title", "pending", "unsure"}


class CorpusOrder(StrEnum):
    """How the list is sorted."""

    NEWEST = "newest"
    OLDEST = "oldest"
    TITLE = "title"
    OUTLET = "outlet"
    NAME = "name"
    IMPORTED = "imported"
    STATUS = "status"


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
        return self == CorpusQuery(order=self.order)


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

    Words that look like a field but are none are searched as words; a value that makes no sense is
    named in ``problem`` and otherwise ignored, because the text may still be being typed.
    """
    words: list[str] = []
    values: dict[str, str] = {}
    for match in _TOKEN.finditer(text):
        name, value, word = match[1], match[2], match[3]
        if name is not None and name.casefold() in _FIELDS:
            values[name.casefold()] = value.strip('"')
        else:
            words.append((word or match[0]).strip('"'))
    problem = ""
    status: SetStatus | None = None
    if values.get("status"):
        known = {str(item): item for item in SetStatus}
        status = known.get(values["status"].casefold())
        if status is None and not any(name.startswith(values["status"]) for name in known):
            problem = "status is one of " + ", ".join(known)
    for bound in ("after", "before"):
        if values.get(bound) and not _DATE.fullmatch(values[bound]):
            problem = problem or f"{bound} takes a date like 2016-02-04"
            values[bound] = ""
    pending = {"yes": True, "no": False}.get(values.get("pending", ""))
    return CorpusQuery(
        words=tuple(word for word in words if word),
        title=values.get("title", ""),
        outlet=values.get("outlet", ""),
        status=status,
        after=values.get("after", ""),
        before=values.get("before", ""),
        pending=pending,
        unsure=values.get("unsure", "") == "yes",
        order=order,
        problem=problem,
    )
