"""The register of entities while an import recognises or adds them."""

from typing import Any

import orjson
from sqlalchemy import select

from annotator.domain.gold import EntityRecord
from annotator.store import tables
from annotator.store.bulk import COLUMNS, Buffer, to_json
from annotator.store.writer import Writer


class Register:
    """The entities of the workspace while an import recognises or adds them."""

    def __init__(self, writer: Writer, buffer: Buffer) -> None:
        self._writer = writer
        self._buffer = buffer
        self._by_link: dict[str, int] = {}
        self._by_name: dict[tuple[str, str], int] = {}
        self._new: dict[int, EntityRecord] = {}
        c = tables.entity.c
        for row in writer.connection.execute(select(c.id, c.type, c.name, c.wikidata)):
            self._by_name[row.type, row.name] = row.id
            if row.wikidata:
                self._by_link[row.wikidata] = row.id

    def recognise(self, entity: EntityRecord) -> int:
        """Return the id of an entity: by Wikidata id, else by type and name, else a new one.

        What the register does not know about a known entity yet is added, nothing is replaced.
        """
        link = entity["links"].get("wikidata")
        name = (entity["type"], entity["name"])
        found = self._by_link.get(link) if link else None
        if found is None:
            found = self._by_name.get(name)
        if found is None:
            found = self._buffer.add("entity", *([None] * 7))
            self._new[found] = {
                **entity,
                "aliases": list(entity["aliases"]),
                "links": dict(entity["links"]),
            }
            self._by_name[name] = found
        elif found in self._new:
            _complete(self._new[found], entity)
        else:
            self._complete_stored(found, entity)
        if link:
            self._by_link.setdefault(link, found)
        return found

    def fill(self) -> None:
        """Put what is known of each new entity at the end into its waiting row."""
        rows = self._buffer.waiting("entity")
        rows[:] = [(row[0], *entity_values(self._new[row[0]])) for row in rows]

    def _complete_stored(self, key: int, entity: EntityRecord) -> None:
        row = self._writer.get("entity", key)
        if row is None:
            return
        known: EntityRecord = {
            "id": "",
            "type": row["type"],
            "name": row["name"],
            "aliases": orjson.loads(row["aliases"] or "[]"),
            "links": orjson.loads(row["links"] or "{}"),
            "note": row["note"] or "",
            "offices": orjson.loads(row["offices"] or "[]"),
        }
        if _complete(known, entity):
            values = dict(zip(COLUMNS["entity"][1:], entity_values(known), strict=True))
            self._writer.update("entity", key, values)


def entity_values(entity: EntityRecord) -> tuple[Any, ...]:
    """Return the columns of an entity after its id."""
    return (
        entity["type"],
        entity["name"],
        entity["links"].get("wikidata"),
        to_json(entity["aliases"]),
        to_json(entity["links"]),
        entity["note"] or None,
        to_json(entity["offices"]),
    )


def _complete(known: EntityRecord, more: EntityRecord) -> bool:
    """Add to an entity what it lacks; return whether anything was."""
    changed = False
    for alias in more["aliases"]:
        if alias not in known["aliases"]:
            known["aliases"].append(alias)
            changed = True
    for key, value in more["links"].items():
        if key not in known["links"]:
            known["links"][key] = value
            changed = True
    if more["note"] and not known["note"]:
        known["note"] = more["note"]
        changed = True
    if more["offices"] and not known["offices"]:
        known["offices"] = more["offices"]
        changed = True
    return changed
