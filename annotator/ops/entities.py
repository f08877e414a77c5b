"""Operations on the register of entities."""

from collections.abc import Mapping, Sequence

import orjson

from annotator.domain.annotation import Entity, EntityId
from annotator.errors import EntityTakenError, GoneError
from annotator.ops.tags import shown
from annotator.ops.workspace import Workspace
from annotator.store import reader
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
        _check_free(writer, kind, name, None)
        return EntityId(writer.insert("entity", {"type": kind, "name": name}))


def edit(
    workspace: Workspace,
    entity: Entity,
    author: str,
    *,
    name: str | None = None,
    aliases: Sequence[str] | None = None,
    links: Mapping[str, str] | None = None,
    note: str | None = None,
) -> None:
    """Change what the register knows of an entity; what is not given stays.

    Raises:
        EntityTakenError: Another one has this name, or this Wikidata id.
        GoneError: It is not there any more.
    """
    values: dict[str, object] = {}
    if name is not None:
        values["name"] = name
    if aliases is not None:
        values["aliases"] = orjson.dumps(list(aliases)).decode() if aliases else None
    if links is not None:
        values["links"] = orjson.dumps(dict(links)).decode() if links else None
        values["wikidata"] = links.get("wikidata") or None
    if note is not None:
        values["note"] = note or None
    with workspace.operation(f"Edit {shown(entity.name)}", author) as writer:
        if writer.get("entity", entity.id) is None:
            raise GoneError(thing="entity")
        if name is not None:
            _check_free(writer, entity.type, name, entity.id)
        if links is not None:
            _check_link(writer, links.get("wikidata"), entity.id)
        writer.update("entity", entity.id, values)
        writer.changes.articles.update(reader.articles_of_entity(writer.connection, entity.id))


def _check_free(writer: Writer, kind: str, name: str, own: EntityId | None) -> None:
    if reader.entity_named(writer.connection, kind, name) not in {None, own}:
        raise EntityTakenError(name=name)


def _check_link(writer: Writer, link: str | None, own: EntityId) -> None:
    found = reader.entity_linked(writer.connection, link) if link else None
    if found is not None and found.id != own:
        raise EntityTakenError(name=f"{found.name} ({link})")
