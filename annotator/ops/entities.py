"""Operations on single entities of the register; merging and splitting stand in ``register``."""

from collections.abc import Mapping, Sequence
from typing import Any

import orjson

from annotator.domain.annotation import Entity, EntityId
from annotator.domain.office import Office, with_office
from annotator.domain.register import WIKIDATA, wikidata_id
from annotator.errors import (
    EmptyNameError,
    EntityTakenError,
    EntityUsedError,
    GoneError,
    StaleRegisterError,
)
from annotator.ops.tags import check_label, shown
from annotator.ops.workspace import Workspace
from annotator.store import entity_desk, reader
from annotator.store.writer import Writer


def load(workspace: Workspace, key: EntityId) -> Entity:
    """Return an entity.

    Raises:
        GoneError: There is none of this id.
    """
    with workspace.read() as connection:
        found = reader.entities(connection, [key]).get(key)
    if found is None:
        raise GoneError(thing="entity")
    return found


def add(workspace: Workspace, author: str, kind: str, name: str) -> EntityId:
    """Add an entity to the register.

    Raises:
        EntityTakenError: There is one of this type and name.
    """
    with workspace.operation(f"Add {shown(name)}", author) as writer:
        check_free(writer, kind, name, None)
        return EntityId(writer.insert("entity", {"type": kind, "name": name}))


def edit(
    workspace: Workspace,
    entity: Entity,
    author: str,
    *,
    kind: str | None = None,
    name: str | None = None,
    aliases: Sequence[str] | None = None,
    links: Mapping[str, str] | None = None,
    note: str | None = None,
    offices: Sequence[object] | None = None,
    title: str = "",
) -> None:
    """Change what the register knows of an entity; what is not given stays.

    Args:
        workspace: Where it is registered.
        entity: As it was shown: what is changed must still be so.
        author: Who changes it.
        kind: Its type, a label of the scheme.
        name: The name in the register.
        aliases: What else it is called.
        links: Its ids elsewhere.
        note: For people.
        offices: As files have them.
        title: What the Edit menu shows, "Edit NAME" where not given.

    Raises:
        EntityTakenError: Another one has this type and name, or this Wikidata id.
        GoneError: It is not there any more.
        StaleRegisterError: It was changed elsewhere since it was shown.
        UnknownLabelError: The scheme has no such label.
    """
    values: dict[str, Any] = {}
    if kind is not None:
        check_label(workspace, kind)
        values["type"] = kind
    if name is not None:
        values["name"] = name
    if aliases is not None:
        values["aliases"] = _stored(list(aliases))
    if links is not None:
        values["links"] = _stored(dict(links))
        values["wikidata"] = links.get(WIKIDATA) or None
    if note is not None:
        values["note"] = note or None
    if offices is not None:
        values["offices"] = _stored(list(offices))
    with workspace.operation(title or f"Edit {shown(entity.name)}", author) as writer:
        check_shown(writer, entity, values)
        if "name" in values or "type" in values:
            check_free(writer, kind or entity.type, name or entity.name, entity.id)
        if links is not None:
            _check_link(writer, links.get(WIKIDATA), entity.id)
        writer.update("entity", entity.id, values)
        if writer.changes and {"name", "type"} & values.keys():  # all else no article shows
            writer.changes.articles.update(reader.articles_of_entity(writer.connection, entity.id))


def rename(workspace: Workspace, entity: Entity, author: str, name: str) -> None:
    """Give an entity another name; the old one is kept as an alias.

    Raises:
        EmptyNameError: It is empty.
        EntityTakenError: Another one of this type has it.
    """
    words = " ".join(name.split())
    if not words:
        raise EmptyNameError
    if words == entity.name:
        return
    kept = [entity.name, *entity.aliases]
    aliases = [alias for alias in dict.fromkeys(kept) if alias != words]
    title = f"Rename {shown(entity.name)} to {shown(words)}"
    edit(workspace, entity, author, name=words, aliases=aliases, title=title)


def retype(workspace: Workspace, entity: Entity, author: str, kind: str) -> None:
    """Make an entity one of another type."""
    if kind != entity.type:
        edit(workspace, entity, author, kind=kind, title=f"Make {shown(entity.name)} {kind}")


def add_alias(workspace: Workspace, entity: Entity, author: str, alias: str) -> None:
    """Say what else an entity is called."""
    words = " ".join(alias.split())
    if words and words not in {entity.name, *entity.aliases}:
        title = f"Add the alias {shown(words)}"
        edit(workspace, entity, author, aliases=[*entity.aliases, words], title=title)


def drop_alias(workspace: Workspace, entity: Entity, author: str, alias: str) -> None:
    """Say that an entity is not called so."""
    left = [known for known in entity.aliases if known != alias]
    if len(left) != len(entity.aliases):
        title = f"Drop the alias {shown(alias)}"
        edit(workspace, entity, author, aliases=left, title=title)


def set_wikidata(workspace: Workspace, entity: Entity, author: str, text: str) -> None:
    """Say which item of Wikidata an entity is; an empty text takes the id away.

    Raises:
        WikidataInvalidError: The text is no id.
        EntityTakenError: Another entity has it.
    """
    found = wikidata_id(text)
    links = {key: kept for key, kept in entity.links.items() if key != WIKIDATA}
    if found:
        links[WIKIDATA] = found
    if links == dict(entity.links):
        return
    act = f"Link {shown(entity.name)} to {found}" if found else f"Unlink {shown(entity.name)}"
    edit(workspace, entity, author, links=links, title=act)


def set_note(workspace: Workspace, entity: Entity, author: str, note: str) -> None:
    """Write a note on an entity."""
    if note.strip() != entity.note:
        title = f"Note on {shown(entity.name)}"
        edit(workspace, entity, author, note=note.strip(), title=title)


def set_office(
    workspace: Workspace, entity: Entity, author: str, place: int | None, office: Office | None
) -> None:
    """Write one office of an entity.

    Args:
        workspace: Where it is registered.
        entity: As it was shown.
        author: Who writes it.
        place: Which of its ``offices``; ``None`` for one more.
        office: What it becomes; ``None`` takes it away.
    """
    offices = with_office(entity.offices, place, office)
    if offices != list(entity.offices):
        act = "Add" if place is None else "Drop" if office is None else "Change"
        title = f"{act} an office of {shown(entity.name)}"
        edit(workspace, entity, author, offices=offices, title=title)


def delete(workspace: Workspace, entity: Entity, author: str) -> None:
    """Take an entity that nobody uses out of the register.

    Raises:
        EntityUsedError: Tags mean it, perhaps in articles that were removed from the list.
    """
    with workspace.operation(f"Delete {shown(entity.name)}", author) as writer:
        if writer.get("entity", entity.id) is None:
            raise GoneError(thing="entity")
        used = entity_desk.uses(writer.connection, entity.id)
        if used:
            places = "one place" if used == 1 else f"{used} places"
            raise EntityUsedError(name=shown(entity.name), count=places)
        writer.delete("entity", entity.id)


def check_shown(writer: Writer, entity: Entity, values: Mapping[str, Any]) -> None:
    """Refuse to change what is not as it was shown.

    Raises:
        GoneError: It is not there any more.
        StaleRegisterError: Another window was faster.
    """
    now = reader.entities(writer.connection, [entity.id]).get(entity.id)
    if now is None:
        raise GoneError(thing="entity")
    for name in values:
        if name != WIKIDATA and getattr(now, name) != getattr(entity, name):
            raise StaleRegisterError(name=shown(entity.name))


def check_free(writer: Writer, kind: str, name: str, own: EntityId | None) -> None:
    """Refuse a name that another entity of the type has.

    Raises:
        EntityTakenError: One has it.
    """
    if reader.entity_named(writer.connection, kind, name) not in {None, own}:
        raise EntityTakenError(name=name)


def _check_link(writer: Writer, link: str | None, own: EntityId) -> None:
    found = reader.entity_linked(writer.connection, link) if link else None
    if found is not None and found.id != own:
        raise EntityTakenError(name=f"{found.name} ({link})")


def _stored(value: Any) -> str | None:
    """Return the stored form of a list or dictionary: ``None`` where it is empty."""
    return orjson.dumps(value).decode() if value else None
