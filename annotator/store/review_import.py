"""What reviewers say in a file, onto tags that are here already."""

from typing import Any

import orjson
from sqlalchemy import bindparam, func, select

from annotator.domain.annotation import SetId, SetStatus
from annotator.domain.article import ArticleId
from annotator.domain.gold import CommentRecord, GoldRecord
from annotator.store import tables
from annotator.store.gold_export import set_records
from annotator.store.prepared import Prepared
from annotator.store.writer import Writer

_C, _V = tables.comment.c, tables.verdict.c
_COMMENT = Prepared(
    select(_C.id).where(
        _C.set_id == bindparam("row"),
        _C.by == bindparam("by"),
        _C.at == bindparam("at"),
        _C.text == bindparam("words"),
    )
)
_LAST = Prepared(select(func.max(_V.position)).where(_V.set_id == bindparam("row")))
_OF_REVIEWERS = frozenset({str(SetStatus.RETURNED), str(SetStatus.APPROVED)})


class ReviewImport:
    """Verdicts, comments and status of a line that came back from review, for one set.

    Args:
        writer: Of the import.
        key: The set.
        record: The line.
    """

    def __init__(self, writer: Writer, key: int, record: GoldRecord) -> None:
        self._writer = writer
        self._key = SetId(key)
        self._record = record
        here = next(set_records(writer.connection, [key]))
        self._status = here["status"]
        self.verdicts: list[dict[str, Any]] = [
            one for one in record["verdicts"] if one not in here["verdicts"]
        ]
        self.comments: list[CommentRecord] = [
            one
            for one in record["comments"]
            if one not in here["comments"] and one["by"] != record["annotator"]
        ]
        self._known = {_identity(one) for one in here["comments"]}

    @property
    def brings_something(self) -> bool:
        """Whether somebody else says something that is not here yet."""
        return bool(self.verdicts or self.comments)

    def write(self, article: ArticleId) -> None:
        """Add it to the set, whose tags stay as they are."""
        for comment in self.comments:
            if _identity(comment) in self._known:
                self._resolve(comment)
            else:
                self._add(comment)
        last = _LAST.scalar(self._writer.connection, row=self._key)
        first = 0 if last is None else int(last) + 1
        for position, verdict in enumerate(self.verdicts, first):
            body = orjson.dumps(verdict).decode()
            self._writer.insert(
                "verdict", {"set_id": self._key, "position": position, "body": body}
            )
        status = self._record["status"]
        if status in _OF_REVIEWERS and status != self._status:
            self._writer.update("annotation_set", self._key, {"status": status, "reason": None})
        self._writer.touch(self._key, article)
        self._writer.unedited.add(self._key)

    def _add(self, comment: CommentRecord) -> None:
        self._writer.insert(
            "comment",
            {
                "set_id": self._key,
                "on_key": comment["on"],
                "by": comment["by"],
                "at": comment["at"],
                "text": comment["text"],
                "resolved": int(comment["resolved"]),
            },
        )

    def _resolve(self, comment: CommentRecord) -> None:
        """Settle a comment, or open it again, as the line has it."""
        rows = _COMMENT.rows(
            self._writer.connection,
            row=self._key,
            by=comment["by"],
            at=comment["at"],
            words=comment["text"],
        )
        for (row,) in rows:
            self._writer.update("comment", row, {"resolved": int(comment["resolved"])})


def _identity(comment: CommentRecord) -> tuple[str | None, str, str, str]:
    return (comment["on"], comment["by"], comment["at"], comment["text"])
