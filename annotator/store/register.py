"""The register of entities while an import recognises or adds them."""

from typing import Any

import orjson
from sqlalchemy import select

from annotator.domain.gold import EntityRecord
from annotator.store import tables
from annotator.store.bulk import Buffer, json_or_null
from annotator.store.prepared import Prepared
from annotator.store.writer import COLUMNS, Writer

_E = tables.entity.c
_ALL = Prepared(select(_E.id, _E.type, _E.name, _E.wikidata))


class Register:
    """The entities of the workspace while an import recognises or adds them."""

    def __init__(self, writer: Writer, buffer: Buffer) -> None:
        self._writer = writer
        self._buffer = buffer
        self._by_link: dict[str, int] = {}
        self._by_name: dict[tuple[str, str], int] = {}
        self._known: dict[int, EntityRecord] = {}
        for key, kind, name, link in _ALL.rows(writer.connection):
            self._by_name[kind, name] = key
            if link:
                self._by_link[link] = key

    def find(self, entity: EntityRecord) -> int | None:
        """Return the id of an entity: by Wikidata id, else by type and name; else ``None``."""
        link = entity["links"].get("wikidata")
        found = self._by_link.get(link) if link else None
        return self._by_name.get((entity["type"], entity["name"])) if found is None else found

    def contradiction(self, entity: EntityRecord) -> str:
        """Return the Wikidata id of a known entity of this name where it is another, else ""."""
        found = self.find(entity)
        link = entity["links"].get("wikidata")
        if found is None or not link:
            return ""
        here = self._record(found)["links"].get("wikidata", "")
        return here if here != link else ""

    def recognise(self, entity: EntityRecord) -> int:
        """Return the id of an entity, adding it where it is new.

        What the register does not know about a known entity yet is added, nothing is replaced.
        """
        found = self.find(entity)
        if found is None:
            return self._add(entity)
        known = self._record(found)
        if _complete(known, entity):
            if not self._buffer.is_new("entity", found):
                self._writer.update("entity", found, _values(known))
            link = known["links"].get("wikidata")
            if link:
                self._by_link.setdefault(link, found)
        return found

    def _add(self, entity: EntityRecord) -> int:
        made = self._buffer.add("entity", *([None] * (len(COLUMNS["entity"]) - 1)))
        self._known[made] = {
            **entity,
            "aliases": list(entity["aliases"]),
            "links": dict(entity["links"]),
        }
        self._by_name[entity["type"], entity["name"]] = made
        link = entity["links"].get("wikidata")
        if link:
            self._by_link[link] = made
        return made

    def _record(self, key: int) -> EntityRecord:
        """Return what is known of an entity; it is changed as more becomes known."""
        known = self._known.get(key)
        if known is None:
            row = self._writer.get("entity", key) or {}
            known = self._known[key] = {
                "id": "",
                "type": row["type"],
                "name": row["name"],
                "aliases": orjson.loads(row["aliases"] or "[]"),
                "links": orjson.loads(row["links"] or "{}"),
                "note": row["note"] or "",
                "offices": orjson.loads(row["offices"] or "[]"),
            }
        return known

    def fill(self) -> None:
        """Put what is known of each new entity at the end into its waiting row."""
        rows = self._buffer.waiting("entity")
        rows[:] = [(row[0], *_values(self._known[row[0]]).values()) for row in rows]


def _values(entity: EntityRecord) -> dict[str, Any]:
    """Return the columns of an entity after its id."""
    return {
        "type": entity["type"],
        "name": entity["name"],
        "wikidata": entity["links"].get("wikidata") or None,
        "aliases": json_or_null(entity["aliases"]),
        "links": json_or_null(entity["links"]),
        "note": entity["note"] or None,
        "offices": json_or_null(entity["offices"]),
    }


def _complete(known: EntityRecord, more: EntityRecord) -> bool:
    """Add to an entity what it lacks; return whether anything was.

    One that was recognised by its Wikidata id under another name keeps that name as an alias.
    """
    changed = False
    names = [*more["aliases"], *([more["name"]] if more["name"] != known["name"] else [])]
    for alias in names:
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
