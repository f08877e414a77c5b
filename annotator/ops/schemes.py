"""The scheme of a workspace: what another one, or a new version, would change, and using it."""

from collections.abc import Callable
from dataclasses import replace

import tomlkit

from annotator.domain.scheme import Scheme
from annotator.domain.scheme_file import read_scheme
from annotator.errors import SchemeVersionTakenError
from annotator.ops.workspace import Workspace
from annotator.store import schemes

Edit = Callable[[tomlkit.TOMLDocument], None]
"""Changes the parsed file of a scheme; comments and order of what it leaves alone stay."""


def use(workspace: Workspace, scheme: Scheme, author: str, *, name: str = "") -> bool:
    """Put another scheme, or another version of it, in force: one undoable operation.

    What the scheme renames (``formerly``, ``former_values``) is renamed in every set of everybody,
    gold included, in suggestions, decisions and the register; sets then belong to the new version.
    Where it renames nothing, sets keep the version that they were tagged under until their next
    edit. Afterwards ``workspace.scheme`` is the new one; other windows learn of it with their next
    operation, which is refused with :class:`~annotator.errors.StaleSchemeError`.

    Args:
        workspace: Where.
        scheme: As :func:`~annotator.domain.scheme_file.read_scheme` or :func:`next_version` made
            it.
        author: Whose operation it is.
        name: What the Edit menu shows after "Undo"; by default it names scheme and version.

    Returns:
        Whether anything was written: the scheme in force, used again, changes nothing.

    Raises:
        SchemeVersionTakenError: The workspace has this version with another text.
        SchemeUnfitError: Tags have names that the scheme does not know; nothing was changed.
        StaleSchemeError: Another one was put in force meanwhile.
    """
    if _same(scheme, workspace.scheme):
        return False
    title = name or f"Use the scheme {scheme.name} {scheme.version}"
    with workspace.operation(title, author) as writer:
        _check_version(workspace, writer.connection, scheme)
        schemes.put_in_force(writer, scheme)
        writer.changes.many = True
    with workspace.read() as connection:
        workspace.read_scheme(connection)
    return True


def next_version(workspace: Workspace, edit: Edit) -> Scheme:
    """Return the scheme in force with an edit made to its text, as its next version.

    For :func:`use`. An example of an edit that adds a value to an attribute::

        def edit(document):
            protest = next(kind for kind in document["frames"] if kind["name"] == "Protest")
            cause = next(item for item in protest["attributes"] if item["name"] == "cause")
            cause["values"].append("fisheries")

    Raises:
        SchemeInvalidError: The edited text breaks a rule.
    """
    document = tomlkit.parse(workspace.scheme.source)
    edit(document)
    with workspace.read() as connection:
        document["version"] = schemes.newest_version(connection, workspace.scheme.name) + 1
    return read_scheme(tomlkit.dumps(document), workspace.scheme.name)


def _same(one: Scheme, other: Scheme) -> bool:
    return replace(one, source="") == replace(other, source="")


def _check_version(workspace: Workspace, connection: schemes.Reading, scheme: Scheme) -> None:
    found = schemes.known(connection, scheme.name, scheme.version)
    if found is None:
        return
    kept = schemes.load(connection, found[0], workspace.path)
    if not _same(kept, scheme):
        free = schemes.newest_version(connection, scheme.name) + 1
        raise SchemeVersionTakenError(name=scheme.name, version=scheme.version, free=free)
