"""The guideline of a workspace's scheme: cases are added to it, each with a new version."""

from annotator.domain.entry import Example, Subject
from annotator.domain.guideline_file import with_case
from annotator.domain.scheme_file import read_scheme
from annotator.errors import CaseRefusedError
from annotator.ops import schemes
from annotator.ops.workspace import Workspace
from annotator.store import schemes as stored


def add_case(
    workspace: Workspace, subject: Subject, example: Example, author: str, *, dont: bool = False
) -> int:
    """Keep words as an example of the guideline; return the version of the scheme that has it.

    Nothing else in the scheme changes: tags stay as they are. One undoable operation.

    Args:
        workspace: Whose scheme.
        subject: What the example is about.
        example: The sentence, its marks, and what it shows.
        author: Whose operation it is.
        dont: It is a counter-example.

    Raises:
        CaseRefusedError: The scheme's file cannot take it by itself.
        SchemeInvalidError: Its marks name labels or roles that the subject cannot show.
        StaleSchemeError: Another scheme was put in force meanwhile.
    """
    scheme = workspace.scheme
    with workspace.read() as connection:
        version = stored.newest_version(connection, scheme.name) + 1
    source = with_case(
        scheme, subject, example.text, example.marks, example.why, version=version, dont=dont
    )
    made = read_scheme(source, scheme.name)
    if made.version != version:  # the line was no key but part of a text
        raise CaseRefusedError(reason="its version could not be raised")
    schemes.use(workspace, made, author, name="Add a case to the guideline")
    return version
