# ruff: noqa: ARG001 - the names that the window builds on; what they do comes next
"""Operations on suggested frames: accept whole, take slot by slot, accept changed, reject."""

from collections.abc import Collection, Mapping

from annotator.domain.annotation import FrameId
from annotator.domain.article import ArticleId
from annotator.domain.suggestion import SuggestedFrame
from annotator.errors import GoneError
from annotator.ops.workspace import Workspace
from annotator.store.sets import SetTarget


def pending(workspace: Workspace, article: ArticleId, annotator: str) -> list[SuggestedFrame]:
    """Return the frames that wait for an annotator in an article, in text order.

    By the first character that they cover, then by type.
    """
    with workspace.read():
        return []


def offered(
    workspace: Workspace, article: ArticleId, annotator: str
) -> Mapping[FrameId, SuggestedFrame]:
    """Return what suggestions still offer for frames that were made of them in part.

    Each has only the fillers of roles that are empty and not implied in the frame; frames for
    which nothing is left are not listed.
    """
    with workspace.read():
        return {}


def accept(workspace: Workspace, target: SetTarget, frame: SuggestedFrame) -> FrameId:
    """Make a frame of a suggestion as it is, in one step.

    Pending suggestions of the spans that fill it are accepted with it, and so are frames that
    fill it.

    Raises:
        GoneError: A newer version of the source has taken it away.
        SetClosedError, StaleSetError: The set cannot be written now.
    """
    raise GoneError(thing="suggestion")


def take(workspace: Workspace, target: SetTarget, frame: SuggestedFrame, role: str) -> FrameId:
    """Take what a suggestion has in one role, in one step; return the frame that has it now.

    The first role makes the frame, and the suggestion counts as corrected; further ones go into
    it. Once the frame says all that was suggested, it counts as accepted.

    Raises:
        UnknownRoleError: Nothing is suggested for this role.
        GoneError: A newer version of the source has taken the suggestion away.
        SetClosedError, StaleSetError: The set cannot be written now.
    """
    raise GoneError(thing="suggestion")


def accept_as(
    workspace: Workspace,
    target: SetTarget,
    frame: SuggestedFrame,
    *,
    kind: str | None = None,
    attributes: Mapping[str, str | int] | None = None,
    without: Collection[str] = (),
) -> FrameId:
    """Make a frame of a suggestion with changes, in one step: it counts as corrected.

    Args:
        workspace: Where the set is.
        target: Whose set on which article.
        frame: The suggestion.
        kind: Another frame type; roles that it does not have are left out.
        attributes: Values instead of those that were suggested.
        without: Roles that are left empty.

    Raises:
        GoneError, SetClosedError, StaleSetError: As :func:`accept`.
        UnknownFrameTypeError, AttributeInvalidError: The scheme has no such.
    """
    raise GoneError(thing="suggestion")


def reject(workspace: Workspace, target: SetTarget, frame: SuggestedFrame) -> None:
    """Record that a suggested frame is wrong; its spans are not decided by that.

    Raises:
        GoneError, SetClosedError, StaleSetError: As :func:`accept`.
    """
    raise GoneError(thing="suggestion")
