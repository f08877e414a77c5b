"""Operations on comments: say something about a tag, answer, settle."""

from collections.abc import Mapping

from annotator.domain.article import ArticleId
from annotator.domain.comment import Comment, Thread, threads
from annotator.errors import EmptyCommentError, GoneError
from annotator.ops.tags import shown
from annotator.ops.workspace import Workspace
from annotator.store import comments
from annotator.store.journal import utc_now
from annotator.store.sets import OpenSet, SetTarget
from annotator.store.writer import Writer


def load(workspace: Workspace, article: ArticleId, annotator: str) -> list[Thread]:
    """Return what was said about the tags of one annotator, thread by thread."""
    with workspace.read() as connection:
        return threads(comments.of_set(connection, article, annotator))


def add(
    workspace: Workspace, article: ArticleId, on: Mapping[str, str | None], by: str, text: str
) -> None:
    """Say something about a tag, in the sets of one annotator or more; closed ones too.

    Args:
        workspace: Where the sets are.
        article: Of which article.
        on: Key of the tag by annotator, ``None`` for the article as a whole.
        by: Who says it.
        text: What is said.

    Raises:
        EmptyCommentError: There are no words.
    """
    words = text.strip()
    if not words:
        raise EmptyCommentError
    with workspace.operation(f"Comment {shown(words)}", by) as writer:
        for annotator, key in on.items():
            opened = _open(writer, article, annotator)
            writer.insert(
                "comment",
                {
                    "set_id": opened.id,
                    "on_key": key,
                    "by": by,
                    "at": utc_now(),
                    "text": words,
                    "resolved": 0,
                },
            )


def resolve(
    workspace: Workspace, article: ArticleId, annotator: str, thread: Thread, by: str, *, done: bool
) -> None:
    """Settle a thread, or open it again.

    Raises:
        GoneError: A comment of it is not there any more.
    """
    word = "Resolve" if done else "Reopen"
    with workspace.operation(f"{word} {shown(thread.comments[0].text)}", by) as writer:
        _open(writer, article, annotator)
        for comment in thread.comments:
            writer.update("comment", comment.id, {"resolved": int(done)})


def delete(
    workspace: Workspace, article: ArticleId, annotator: str, comment: Comment, by: str
) -> None:
    """Take one's own comment away.

    Raises:
        GoneError: It is somebody else's, or not there any more.
    """
    if comment.by != by:
        raise GoneError(thing="comment of yours")
    with workspace.operation(f"Delete comment {shown(comment.text)}", by) as writer:
        _open(writer, article, annotator)
        writer.delete("comment", comment.id)


def _open(writer: Writer, article: ArticleId, annotator: str) -> OpenSet:
    """Return a set whose tags stay as they are: it may be complete, now and when it is undone."""
    writer.changes.closed_too = True
    opened = OpenSet(writer, SetTarget(article, annotator), closed_too=True)
    writer.unedited.add(opened.id)
    return opened
