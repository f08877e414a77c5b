"""Comments: what reviewers and annotators say to one another about a tag."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NewType

CommentId = NewType("CommentId", int)


@dataclass(frozen=True, slots=True)
class Comment:
    """One contribution.

    Attributes:
        on: Key of the tag in the set that it belongs to, ``None`` for the article.
        by: Who says it.
        at: UTC, ISO 8601 to the second with ``Z``.
        resolved: Whether the thread that it is part of is settled.
    """

    id: CommentId
    on: str | None
    by: str
    at: str
    text: str
    resolved: bool = False


@dataclass(frozen=True, slots=True)
class Thread:
    """All that was said about one tag of a set, oldest first.

    Attributes:
        on: As of a :class:`Comment`.
    """

    on: str | None
    comments: tuple[Comment, ...]

    @property
    def open(self) -> bool:
        """Whether somebody still has to say or do something."""
        return any(not comment.resolved for comment in self.comments)


def threads(comments: Iterable[Comment]) -> list[Thread]:
    """Return comments by what they are about, in the order of the first of each."""
    found: dict[str | None, list[Comment]] = {}
    for comment in comments:
        found.setdefault(comment.on, []).append(comment)
    return [Thread(on, tuple(said)) for on, said in found.items()]
