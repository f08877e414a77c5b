"""The scheme of a workspace: what another one, or a new version, would change, and using it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import tomlkit

from annotator.domain.renames import Renames
from annotator.domain.scheme import Attribute, FrameType, Label, Scheme
from annotator.domain.scheme_change import (
    Kind,
    NamesInUse,
    Part,
    difference,
    unknown_names,
)
from annotator.domain.scheme_file import read_scheme
from annotator.domain.scheme_words import Obstacle, SchemeChange, Use, counted
from annotator.errors import (
    AttributeInvalidError,
    FileMissingError,
    FileUnreadableError,
    FileUnwritableError,
    OtherSchemeError,
    SchemeInvalidError,
    SchemeUnfitError,
    SchemeVersionTakenError,
)
from annotator.ops.workspace import Workspace
from annotator.store import names_in_use, recasting, schemes, translation
from annotator.store.database import Reading
from annotator.store.writer import Writer

Edit = Callable[[tomlkit.TOMLDocument], None]
"""Changes the parsed file of a scheme; comments and order of what it leaves alone stay."""


# --- files -------------------------------------------------------------------------------------


def read_file(path: Path, taken: Mapping[str, str] | None = None) -> Scheme:
    """Return the scheme that a file describes.

    Args:
        path: A TOML file in UTF-8.
        taken: Keys that the program itself uses where tags are made, and what each does.

    Raises:
        FileMissingError, FileUnreadableError: There is no such file, or it cannot be read.
        SchemeInvalidError: It breaks a rule, with line and key.
        SchemeKeyTakenError: A key would do two things; it says which are free.
    """
    try:
        source = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError as error:
        raise FileMissingError(path=path) from error
    except OSError as error:
        raise FileUnreadableError(path=path, reason=error.strerror or str(error)) from error
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        reason = "it is not written in UTF-8"
        raise SchemeInvalidError(
            name=path.name, line=line, key="the file", reason=reason
        ) from error
    return read_scheme(source.replace("\r\n", "\n"), path.name, taken)


def export(workspace: Workspace, path: Path) -> Scheme:
    """Write the scheme in force into a TOML file, as it came in, and return it.

    Raises:
        FileUnwritableError: The file cannot be written; it is as it was.
    """
    partial = path.with_name(path.name + ".partial")
    try:
        partial.write_bytes(workspace.scheme.source.encode())
        partial.replace(path)
    except OSError as error:
        partial.unlink(missing_ok=True)
        reason = error.strerror or str(error)
        raise FileUnwritableError(path=path, reason=reason) from error
    return workspace.scheme


def usage(workspace: Workspace) -> NamesInUse:
    """Return how often each name stands in the tags of everybody, and in the register."""
    with workspace.read() as connection:
        return names_in_use.in_use(connection)


def check_in_force(workspace: Workspace, scheme: Scheme) -> None:
    """Refuse to go on where another scheme is in force than was asked for.

    Raises:
        OtherSchemeError: It is another one, or says something else.
    """
    here = workspace.scheme
    if not _same(here, scheme):
        raise OtherSchemeError(name=here.name, version=here.version, path=workspace.path)


# --- planning and using ------------------------------------------------------------------------


def plan(workspace: Workspace, scheme: Scheme) -> SchemeChange:
    """Return what putting a scheme in force would change; nothing is written.

    Raises:
        SchemeVersionTakenError: The workspace has this version with another text.
    """
    with workspace.read() as connection:
        workspace.read_scheme(connection)
        return _Plan(workspace, connection, scheme).change


def use(workspace: Workspace, scheme: Scheme, author: str, *, name: str = "") -> SchemeChange:
    """Put another scheme, or another version of it, in force: one undoable operation.

    What the scheme renames (``formerly``, ``former_values``) is renamed in every set of everybody,
    complete ones and gold included, in suggestions, decisions, verdicts and the register; all sets
    then follow the new version, with a new revision each. Where it renames nothing, a set keeps the
    version that it was tagged under until it is edited. Afterwards ``workspace.scheme`` is the new
    one; another window learns of it with its next operation, which is refused with
    :class:`~annotator.errors.StaleSchemeError`. Suggestions of labels that the scheme leaves out
    are offered to nobody any more.

    Args:
        workspace: Where.
        scheme: As :func:`read_file`, :func:`next_version` or
            :func:`~annotator.domain.scheme_file.read_scheme` made it.
        author: Whose operation it is.
        name: What the Edit menu shows after "Undo"; by default it names scheme and version.

    Returns:
        What was changed. The scheme in force, used again, changes nothing (``same``).

    Raises:
        SchemeVersionTakenError: The workspace has this version with another text.
        SchemeUnfitError: Tags have names that the scheme does not know, or renaming would make two
            of them one; nothing was changed.
        StaleSchemeError: Another one was put in force meanwhile.
    """
    title = name or f"Use the scheme {scheme.name} {scheme.version}"
    with workspace.operation(title, author) as writer:
        made = _Plan(workspace, writer.connection, scheme)
        change = made.change
        if change.obstacles:
            first = change.obstacles[0]
            reason = first.problem.rstrip(".")
            remedy = first.remedy.rstrip(".")
            raise SchemeUnfitError(
                name=scheme.name, version=scheme.version, reason=reason, remedy=remedy
            )
        if not change.same:
            _write(writer, change, made.articles)
    with workspace.read() as connection:
        workspace.read_scheme(connection)
    return change


def _write(writer: Writer, change: SchemeChange, articles: frozenset[int]) -> None:
    connection = writer.connection
    before = schemes.in_force(connection)
    key = schemes.put_in_force(writer, change.after)
    renames = Renames.between(change.before, change.after)
    recast = recasting.Recasting(writer, renames)
    recast.retire(change.difference.gone)
    if renames:
        recast.tags()
        recast.suggestions()
        recast.move_sets(key)
        recasting.advance_all(connection)
    writer.changes.scheme = (before, key)
    writer.changes.many = True
    writer.changes.articles.update(articles)  # type: ignore[arg-type]
    number = schemes.next_operation(connection)
    translation.note(connection, number, renames, change.difference.lost)


class _Plan:
    """Looks at what a scheme would change.

    Attributes:
        change: What it found.
        articles: Articles whose tags are renamed.
    """

    def __init__(self, workspace: Workspace, connection: Reading, scheme: Scheme) -> None:
        self._connection = connection
        self._scheme = scheme
        before = workspace.scheme
        self._renames = Renames.between(before, scheme)
        self.articles: frozenset[int] = frozenset()
        found = difference(before, scheme)
        same = _same(scheme, before)
        self.change = SchemeChange(before, scheme, same, found)
        if same:
            return
        _check_version(workspace, connection, scheme)
        if self._renames or found.lost:
            self._count()

    def _count(self) -> None:
        connection, found = self._connection, self.change.difference
        used = names_in_use.in_use(connection)
        owners = names_in_use.Owners(connection)
        uses = {}
        annotators: set[str] = set()
        for item in found.renamed:
            count = used.count(item.part)
            whose = owners.of(item.part) if count else names_in_use.NOBODY
            people = tuple(sorted(whose.annotators))
            word = "filler" if item.part.kind == Kind.ROLE else "tag"
            uses[item.part] = Use(count, len(whose.articles), people, word)
            self.articles |= whose.articles
            annotators |= whose.annotators
        tags = names_in_use.count_tags(connection, (part for part, use in uses.items() if use.tags))
        proposed, decided = names_in_use.proposed(connection), names_in_use.decided(connection)
        renamed = {item.part for item in found.renamed}
        self.change = replace(
            self.change,
            uses=uses,
            total=Use(tags, len(self.articles), tuple(sorted(annotators))),
            suggestions=sum(count for part, count in proposed.items() if part in renamed),
            decisions=sum(count for part, count in decided.items() if part in renamed),
            entities=sum(used.entities.get(old, 0) for old in self._renames.labels),
            retired=sum(count for part, count in proposed.items() if part in set(found.gone)),
            obstacles=(*self._unknown(used, owners), *self._clashes()),
        )

    def _unknown(self, used: NamesInUse, owners: names_in_use.Owners) -> list[Obstacle]:
        found = []
        for item in unknown_names(used, self._scheme, self._renames):
            if item.of_entities:
                entities = "1 entity is a" if item.count == 1 else f"{item.count:,} entities are a"
                found.append(
                    Obstacle(
                        f"{entities} {item.part.name}, a label that the scheme leaves out.",
                        f"Change their type first, {_or_formerly(item.part)}.",
                    )
                )
                continue
            whose = owners.of(item.part)
            use = Use(item.count, len(whose.articles), tuple(sorted(whose.annotators)))
            found.append(
                Obstacle(
                    f"The {item.part.words} is in use and the scheme leaves it out: {use.words}.",
                    f"Change those tags first, {_or_formerly(item.part)}.",
                )
            )
        return found

    def _clashes(self) -> list[Obstacle]:
        found = []
        for clash in names_in_use.clashes(self._connection, self._renames):
            names = " and ".join(clash.names)
            if clash.thing == "span":
                problem = f"{counted(clash.count, 'place')} tagged both {names} would be one."
                remedy = "Delete one tag of each pair first."
            elif clash.thing == "entity":
                problem = f"{counted(clash.count, 'name')} of entities of {names} would be one."
                remedy = "Merge these entities first, or add a telling word in brackets."
            else:
                problem = (
                    f"{counted(clash.count, 'filler')} of {names} in a {clash.of} would be one."
                )
                remedy = "Empty one of the two roles first."
            found.append(Obstacle(problem, remedy))
        return found


def _or_formerly(part: Part) -> str:
    """Return how the file says that a part has another name now."""
    if part.kind == Kind.VALUE:
        return f'or say in the file what it is now: former_values = {{ "{part.name}" = "…" }}'
    return f'or say in the file what it is now: formerly = ["{part.name}"]'


def _same(one: Scheme, other: Scheme) -> bool:
    return replace(one, source="") == replace(other, source="")


def _check_version(workspace: Workspace, connection: Reading, scheme: Scheme) -> None:
    found = schemes.known(connection, scheme.name, scheme.version)
    if found is None:
        return
    kept = schemes.load(connection, found[0], workspace.path)
    if not _same(kept, scheme):
        free = schemes.newest_version(connection, scheme.name) + 1
        raise SchemeVersionTakenError(name=scheme.name, version=scheme.version, free=free)


# --- changing ----------------------------------------------------------------------------------


def next_version(workspace: Workspace, edit: Edit) -> Scheme:
    """Return the scheme in force with an edit made to its text, as its next version.

    For :func:`use`. The edit gets the parsed file, a mapping as the TOML has it (``labels`` and
    ``frames`` are lists of tables), and changes it; :func:`add_value` is an example.

    Raises:
        SchemeInvalidError: The edited text breaks a rule.
    """
    document = tomlkit.parse(workspace.scheme.source)
    edit(document)
    with workspace.read() as connection:
        document["version"] = schemes.newest_version(connection, workspace.scheme.name) + 1
    return read_scheme(tomlkit.dumps(document), workspace.scheme.name)


@dataclass(frozen=True, slots=True)
class Codebook:
    """An attribute whose values users may add to.

    Attributes:
        owner: The label or frame type.
    """

    owner: str
    attribute: Attribute


def codebooks(scheme: Scheme) -> list[Codebook]:
    """Return the codebooks of a scheme, in its order."""
    owners: Sequence[Label | FrameType] = (*scheme.labels, *scheme.frame_types)
    return [
        Codebook(item.name, attribute)
        for item in owners
        for attribute in item.attributes
        if attribute.codebook
    ]


def add_value(
    workspace: Workspace, author: str, owner: str, attribute: str, value: str
) -> SchemeChange:
    """Add a value to a codebook: the next version of the scheme, in force at once.

    It comes last, so that the keys of the others stay what they were.

    Raises:
        AttributeInvalidError: There is no such codebook, or it has the value.
        SchemeInvalidError: The value cannot be one.
    """
    known = next(
        (
            book.attribute
            for book in codebooks(workspace.scheme)
            if (book.owner, book.attribute.name) == (owner, attribute)
        ),
        None,
    )
    if known is None or value in known.values:
        values = ", ".join(map(str, known.values)) if known is not None else "no codebook"
        raise AttributeInvalidError(kind=owner, name=attribute, value=value, values=values)

    def edit(document: tomlkit.TOMLDocument) -> None:
        found = _named(_named(_tops(document), owner)["attributes"], attribute)
        found["values"].append(value)

    made = next_version(workspace, edit)
    return use(workspace, made, author, name=f"Add the {attribute} {value}")


def _tops(document: Mapping[str, Any]) -> list[Any]:
    return [*document.get("labels", ()), *document.get("frames", ())]


def _named(items: Any, name: str) -> Any:
    return next(item for item in items if item["name"] == name)
