"""Records of the file form, and new articles, into the tables, many at a time."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast

import orjson
from sqlalchemy import bindparam, select, update

from annotator.domain.article import META_KEYS, ArticleDraft, ArticleId, Metadata, Zone, ZoneKind
from annotator.domain.extent import Extent
from annotator.domain.gold import CommentRecord, EntityRecord, FrameRecord, GoldRecord
from annotator.domain.likeness import is_anchored, places_text
from annotator.domain.scheme import Scheme
from annotator.domain.text import sha256
from annotator.store import looks, reader, schemes, tables
from annotator.store.bulk import Buffer, json_or_null
from annotator.store.following import follow_frames, follow_spans
from annotator.store.gold_export import entity_key, set_records, suggestion_records
from annotator.store.journal import utc_now
from annotator.store.pending import ALONE, WITHIN
from annotator.store.prepared import Prepared
from annotator.store.register import Register
from annotator.store.review_import import ReviewImport
from annotator.store.sets import numbered
from annotator.store.writer import Writer

_T, _P, _R, _F = (
    tables.annotation_set.c,
    tables.span.c,
    tables.frame.c,
    tables.filler.c,
)
_SET = Prepared(
    select(_T.id, _T.edited).where(
        _T.article_id == bindparam("article"), _T.annotator == bindparam("annotator")
    )
)
_COUNTERS = Prepared(select(_T.next_span, _T.next_frame).where(_T.id == bindparam("row")))
_COUNT_ON = Prepared(
    update(tables.annotation_set)
    .where(_T.id == bindparam("row"))
    .values(
        revision=_T.revision + 1,
        next_span=bindparam("spans"),
        next_frame=bindparam("frames"),
        saved_at=bindparam("at"),
    )
)
_SPANS = Prepared(
    select(_P.id, _P.key, _P.start, _P.end, _P.label).where(_P.set_id == bindparam("row"))
)
_FRAMES = Prepared(select(_R.id, _R.key).where(_R.set_id == bindparam("row")))
_OF_SET = {
    "filler": Prepared(
        select(_F.id).join(tables.frame, _R.id == _F.frame_id).where(_R.set_id == bindparam("row"))
    ),
    **{
        str(table.name): Prepared(select(table.c.id).where(table.c.set_id == bindparam("row")))
        for table in (tables.frame, tables.span, tables.comment, tables.verdict)
    },
}
_DIGITS_FROM_1 = frozenset("123456789")


class BulkImporter:
    """Writes articles and sets of one import inside one transaction.

    Call :meth:`finish` before the transaction ends.

    Args:
        writer: Of the transaction.
        scheme: The one in force.

    Attributes:
        connection: Of the transaction.
    """

    def __init__(self, writer: Writer, scheme: Scheme) -> None:
        self._writer = writer
        self._scheme = scheme
        self.connection = writer.connection
        self._scheme_id = schemes.in_force(writer.connection)
        self._buffer = Buffer(writer)
        self._register = Register(writer, self._buffer)
        self._hashes: dict[str, tuple[ArticleId, str]] = {}
        self._names: dict[str, ArticleId] = {}
        self._numbers: dict[str, int] = {}
        self._sources: dict[tuple[str, str], int] = {}
        self._at = utc_now()

    # --- articles ----------------------------------------------------------------------------

    def known_text(self, digest: str) -> tuple[ArticleId, str] | None:
        """Return id and name of the article with this text."""
        return self._hashes.get(digest) or reader.article_hashed(self.connection, digest)

    def known_name(self, name: str) -> ArticleId | None:
        """Return the article of this name."""
        return self._names.get(name) or reader.article_named(self.connection, name)

    def free_name(self, name: str) -> str:
        """Return a name that no article has: ``name``, else ``name-2``, ``name-3`` ..."""
        free, number = name, self._numbers.get(name, 1)
        while self.known_name(free) is not None:
            number += 1
            free = f"{name}-{number}"
        self._numbers[name] = number
        return free

    def add_draft(self, draft: ArticleDraft) -> ArticleId:
        """Add an article that was read from a text file, under a free name."""
        name, digest = self.free_name(draft.name), sha256(draft.text)
        proposals = json_or_null(dict(draft.proposals))
        article = self._add_article(name, draft.text, digest, draft.metadata, proposals)
        self._add_zones(article, draft.zones)
        self._buffer.flush_if_full()
        return article

    def add_article(self, record: GoldRecord, zones: Sequence[Zone] | None) -> ArticleId:
        """Add the article of a line.

        Args:
            record: The line.
            zones: Zones to take instead of the line's, where it had none.
        """
        meta = record["meta"]
        known = {key: meta.get(key) for key in META_KEYS}
        further = {key: value for key, value in meta.items() if key not in META_KEYS}
        article = self._add_article(
            record["id"],
            record["text"],
            record["sha256"],
            Metadata(**known, further=further),
            None,
        )
        if zones is None:
            zones = [
                Zone(ZoneKind(zone["kind"]), Extent(zone["start"], zone["end"]))
                for zone in record["zones"]
            ]
        self._add_zones(article, zones)
        return article

    def _add_article(
        self, name: str, text: str, digest: str, meta: Metadata, proposals: str | None
    ) -> ArticleId:
        key = self._buffer.add(
            "article",
            name,
            digest,
            meta.title,
            meta.outlet,
            meta.published,
            meta.url,
            meta.language,
            meta.byline,
            meta.place,
            meta.source,
            meta.encoding,
            json_or_null(dict(meta.further)),
            proposals,
            "",
            0,
            text,
        )
        article = ArticleId(key)
        self._hashes[digest] = (article, name)
        self._names[name] = article
        self._writer.changes.articles.add(article)
        return article

    def _add_zones(self, article: ArticleId, zones: Sequence[Zone]) -> None:
        for zone in zones:
            self._buffer.add("zone", article, str(zone.kind), zone.extent.start, zone.extent.end)

    def first_difference(self, article: ArticleId, text: str) -> str:
        """Say where a text departs from an article's: ``, from character 17 on``."""
        here = str(self._article_row(article)["text"])
        pairs = zip(here, text, strict=False)
        place = next(
            (index for index, (one, other) in enumerate(pairs) if one != other),
            min(len(here), len(text)),
        )
        return f", from character {place} on: “{text[place : place + 20]}”"

    def _article_row(self, article: ArticleId) -> dict[str, Any]:
        row = self._buffer.waiting_row("article", article)
        return row or self._writer.get("article", article) or {}

    def _change_article(self, article: ArticleId, values: Mapping[str, Any]) -> None:
        if self._buffer.waiting_row("article", article) is not None:
            self._buffer.change("article", article, values)
        else:
            self._writer.update("article", article, values)
            self._writer.changes.articles.add(article)

    def bring_back(self, article: ArticleId) -> bool:
        """Put an article that was removed back into the corpus; return whether it was."""
        if not self._article_row(article)["archived"]:
            return False
        self._change_article(article, {"archived": 0})
        return True

    def complete_metadata(self, article: ArticleId, meta: Mapping[str, Any]) -> list[str]:
        """Fill metadata that an article lacks; return the keys in which it differs."""
        row = self._article_row(article)
        differing = [
            key
            for key in META_KEYS
            if key in meta and row[key] is not None and row[key] != meta[key]
        ]
        values = {key: meta[key] for key in META_KEYS if key in meta and row[key] is None}
        further = orjson.loads(row["further"] or "{}")
        lacking = [key for key in meta if key not in META_KEYS and further.get(key) is None]
        more = {key: meta[key] for key in lacking}
        differing += [
            key
            for key, here in further.items()
            if here is not None and key in meta and meta[key] != here
        ]
        if more:
            values["further"] = json_or_null(further | more)
        if values:
            self._change_article(article, values)
        return differing

    def same_zones(self, article: ArticleId, zones: Sequence[Mapping[str, Any]]) -> bool:
        """Whether an article has exactly these zones."""
        if self._buffer.is_new("article", article):
            self._buffer.flush()
        here = {
            (str(zone.kind), zone.extent.start, zone.extent.end)
            for zone in reader.zones(self.connection, article)
        }
        return here == {(zone["kind"], zone["start"], zone["end"]) for zone in zones}

    # --- sets --------------------------------------------------------------------------------

    def known_set(self, article: ArticleId, annotator: str) -> tuple[int, bool] | None:
        """Return a set's id and whether it was edited here since it came in."""
        row = _SET.first(self.connection, article=article, annotator=annotator)
        return None if row is None else (row[0], bool(row[1]))

    def review_of(self, key: int, record: GoldRecord) -> ReviewImport:
        """Return what reviewers say in a line about a set that is here."""
        return ReviewImport(self._writer, key, record)

    def contradictions(self, record: GoldRecord) -> list[tuple[EntityRecord, str]]:
        """Return entities of a line that the register knows under another Wikidata id."""
        found = [(item, self._register.contradiction(item)) for item in record["entities"]]
        return [(item, other) for item, other in found if other]

    def knows(self, entity: EntityRecord) -> bool:
        """Whether the register has an entity already."""
        return self._register.find(entity) is not None

    def two_versions(self, key: int, record: GoldRecord) -> tuple[GoldRecord, GoldRecord]:
        """Return a set as it is stored and as a line has it, entities under the same ids."""
        here = next(set_records(self.connection, [key], with_given=False))
        keys = {entity["id"]: entity["id"] for entity in here["entities"]}
        return _by_identity(here, keys), _by_identity(record, self._entity_keys(record))

    def add_set(self, record: GoldRecord, article: ArticleId) -> None:
        """Add the set of a line."""
        revision, next_span, next_frame = self._former(article, record["annotator"])
        set_id = self._buffer.add(
            "annotation_set",
            article,
            record["annotator"],
            self._scheme_id,
            record["status"],
            None,
            0,
            revision + 1,
            max(next_span, _next_number(record["spans"], "s")),
            max(next_frame, _next_number(record["frames"], "f")),
            self._at,
        )
        self._fill_set(record, article, set_id)

    def _former(self, article: ArticleId, annotator: str) -> tuple[int, int, int]:
        if self._buffer.is_new("article", article):
            return 0, 1, 1
        return self._writer.former_counters(article, annotator)

    def _fill_set(
        self, record: GoldRecord, article: ArticleId, set_id: int
    ) -> tuple[dict[str, int], dict[str, int]]:
        """Add the tags of a line; return the rows of its spans and frames by their ids."""
        self._writer.changes.articles.add(article)
        entities = {entity["id"]: self._register.recognise(entity) for entity in record["entities"]}
        spans = self._add_spans(record, set_id, entities)
        frames = self._add_frames(record, set_id, spans, entities)
        for comment in record["comments"]:
            self._add_comment(set_id, comment)
        for position, verdict in enumerate(record["verdicts"]):
            self._buffer.add("verdict", set_id, position, orjson.dumps(verdict).decode())
        self._buffer.flush_if_full()
        return spans, frames

    def _add_comment(self, set_id: int, comment: CommentRecord) -> None:
        self._buffer.add(
            "comment",
            set_id,
            comment["on"],
            comment["by"],
            comment["at"],
            comment["text"],
            int(comment["resolved"]),
        )

    def _add_spans(
        self, record: GoldRecord, set_id: int, entities: Mapping[str, int]
    ) -> dict[str, int]:
        provenance = {key: _split_provenance(said) for key, said in record["provenance"].items()}
        nothing = (None, None)
        spans = record["spans"]
        first = self._buffer.add_all(
            "span",
            [
                (
                    set_id,
                    span["id"],
                    span["start"],
                    span["end"],
                    span["label"],
                    span["text"],
                    None if span["entity"] is None else entities[span["entity"]],
                    json_or_null(span["attributes"]) if span["attributes"] else None,
                    span["note"] or None,
                    *provenance.get(span["id"], nothing)[::-1],
                )
                for span in spans
            ],
        )
        return {span["id"]: row for row, span in enumerate(spans, first)}

    def _add_frames(
        self,
        record: GoldRecord,
        set_id: int,
        spans: Mapping[str, int],
        entities: Mapping[str, int],
    ) -> dict[str, int]:
        add = self._buffer.add
        made: dict[str, int] = {}
        for frame in record["frames"]:
            said, unsure = _split_provenance(record["provenance"].get(frame["id"]))
            made[frame["id"]] = add(
                "frame",
                set_id,
                frame["id"],
                frame["type"],
                json_or_null(frame["implied"]),
                json_or_null(frame["attributes"]),
                frame["note"] or None,
                unsure,
                frame["joined"],
                said,
            )
        for frame in record["frames"]:
            self._add_fillers(frame, made, spans, entities)
        return made

    def _add_fillers(
        self,
        frame: FrameRecord,
        frames: Mapping[str, int],
        spans: Mapping[str, int],
        entities: Mapping[str, int],
    ) -> None:
        row = frames[frame["id"]]
        self._buffer.add_all(
            "filler",
            [
                (row, role, position, spans.get(key), entities.get(key), frames.get(key))
                for role, fillers in frame["roles"].items()
                for position, key in enumerate(fillers)
            ],
        )

    def same_set(
        self, key: int, record: GoldRecord, same: Callable[[GoldRecord, GoldRecord], bool]
    ) -> bool:
        """Whether a stored set says the same as a line.

        Entities are the same where the register takes them for the same, whatever else it knows.
        """
        here = next(set_records(self.connection, [key], with_given=False))
        here["comments"] = [
            one
            for one in here["comments"]
            if one in record["comments"] or one["by"] == record["annotator"]
        ]
        keys = {entity["id"]: entity["id"] for entity in here["entities"]}
        return same(_by_identity(here, keys), _by_identity(record, self._entity_keys(record)))

    def _entity_keys(self, record: GoldRecord) -> dict[str, str]:
        keys: dict[str, str] = {}
        for entity in record["entities"]:
            found = self._register.find(entity)
            keys[entity["id"]] = entity_key(found) if found is not None else f"new {entity['id']}"
        return keys

    def replace_set(self, key: int, record: GoldRecord, article: ArticleId) -> None:
        """Put a line's tags in the place of a set's, which the journal keeps.

        Comments of others on the set stay: on their tag where it is still there, else on the
        article.
        """
        writer = self._writer
        kept = self._comments_of_others(key, record)
        before = {row[0]: row[1:] for row in _SPANS.rows(self.connection, row=key)}
        frames_before = dict(_FRAMES.rows(self.connection, row=key))
        for table, query in _OF_SET.items():
            for (row,) in query.rows(self.connection, row=key):
                writer.delete(table, row)
        writer.update(
            "annotation_set", key, {"status": record["status"], "reason": None, "edited": 0}
        )
        spans, frames = _COUNTERS.first(self.connection, row=key)
        _COUNT_ON.run(
            self.connection,
            row=key,
            spans=max(spans, _next_number(record["spans"], "s")),
            frames=max(frames, _next_number(record["frames"], "f")),
            at=self._at,
        )
        record = record | {"comments": [*record["comments"], *kept]}
        made, frames_made = self._fill_set(record, article, key)
        follow_spans(writer, record, article, before, made)
        follow_frames(writer, record, article, frames_before, frames_made)

    def _comments_of_others(self, key: int, record: GoldRecord) -> list[CommentRecord]:
        """Return what others said about a set and the line does not say."""
        here = next(set_records(self.connection, [key], with_given=False))
        keys = {tag["id"] for tag in (*record["spans"], *record["frames"])}
        return [
            one if one["on"] in keys else {**one, "on": None}
            for one in here["comments"]
            if one["by"] != record["annotator"] and one not in record["comments"]
        ]

    # --- suggestions -------------------------------------------------------------------------

    def version_of(self, source: str) -> str | None:
        """Return the version of a source that came in last."""
        return looks.latest_version(self.connection, source)

    def known_look(
        self,
        article: ArticleId,
        source: str,
        version: str,
        record: GoldRecord,
        same: Callable[[GoldRecord, GoldRecord], bool],
    ) -> bool | None:
        """Whether suggestions of this source are here and say the same; ``None`` where none are."""
        if self._buffer.is_new("article", article):
            return None
        here = looks.newest_looks(self.connection, article, source)
        if not here:
            return None
        return any(
            known == version and same(next(suggestion_records(self.connection, [look])), record)
            for look, known in here
        )

    def add_look(self, record: GoldRecord, article: ArticleId, source: str, version: str) -> None:
        """Add the suggestions of a line as what a source found last."""
        if not self._buffer.is_new("article", article):
            for look, _ in looks.newest_looks(self.connection, article, source):
                self._writer.update("look", look, {"newest": 0})
        if (source, version) not in self._sources:
            self._sources[source, version] = looks.source_id(self._writer, source, version)
        look = self._buffer.add("look", article, self._sources[source, version], self._at, 1)
        self._writer.changes.articles.add(article)
        provenance = record["provenance"]
        within = _filling_with_its_rule(record, self._scheme)
        for span in record["spans"]:
            place = (span["id"], span["start"], span["end"], span["label"])
            said = _said(provenance.get(span["id"], {}))
            newest = WITHIN if span["id"] in within else ALONE
            attributes = json_or_null(span["attributes"])
            self._buffer.add(
                "suggestion", look, article, *place, *said, attributes, None, newest, None
            )
        extents = {span["id"]: Extent(span["start"], span["end"]) for span in record["spans"]}
        for frame in record["frames"]:
            body = {key: frame[key] for key in ("roles", "implied", "attributes", "note", "joined")}
            nowhere = (frame["id"], None, None, frame["type"])
            said = _said(provenance.get(frame["id"], {}))
            fillers = [key for keys in frame["roles"].values() for key in keys]
            places = places_text(extents[key] for key in fillers if key in extents)
            self._buffer.add(
                "suggestion",
                look,
                article,
                *nowhere,
                *said,
                None,
                json_or_null(body),
                ALONE,
                places,
            )
        self._buffer.flush_if_full()

    def finish(self) -> None:
        """Write what is still waiting."""
        self._register.fill()
        self._buffer.flush(last=True)


def _filling_with_its_rule(record: GoldRecord, scheme: Scheme) -> set[str]:
    """Return the spans that one rule proposes with a frame that they fill: they wait with that.

    A frame that nothing anchors does not wait, and so nothing waits with it.
    """
    rules = {key: said.get("rule") for key, said in record["provenance"].items()}
    spans = {span["id"] for span in record["spans"]}
    found: set[str] = set()
    for frame in record["frames"]:
        kind = scheme.frame_type_by_name.get(frame["type"])
        rule = rules.get(frame["id"])
        roles = {
            role: [key for key in fillers if key in spans]
            for role, fillers in frame["roles"].items()
        }
        filled = {role for role, fillers in roles.items() if fillers}
        if kind is not None and rule is not None and is_anchored(kind, filled):
            found.update(key for keys in roles.values() for key in keys if rules.get(key) == rule)
    return found


def _said(provenance: Mapping[str, Any]) -> tuple[Any, Any, Any]:
    return (provenance.get("rule"), provenance.get("score"), provenance.get("reason"))


def _next_number(records: Sequence[Any], letter: str) -> int:
    """Return one more than the highest number in keys like ``s12``.

    Of keys that are all of this form, the highest is the last of the longest.
    """
    keys = [record["id"] for record in records]
    if not keys:
        return 1
    longest = max(map(len, keys))
    last = max([key for key in keys if len(key) == longest])
    if last[1:2] in _DIGITS_FROM_1 and numbered(last, letter):
        return numbered(last, letter) + 1
    return max([numbered(key, letter) for key in keys]) + 1


def _by_identity(record: GoldRecord, keys: Mapping[str, str]) -> GoldRecord:
    """Return a record whose entities are only told apart, by keys that hold in the register."""
    spans, frames = [], []
    for span in record["spans"]:
        entity = span["entity"]
        spans.append({**span, "entity": None if entity is None else keys[entity]})
    for frame in record["frames"]:
        roles = {
            role: [keys.get(filler, filler) for filler in fillers]
            for role, fillers in frame["roles"].items()
        }
        frames.append({**frame, "roles": roles})
    nobody = {"type": "", "aliases": [], "links": {}, "note": "", "offices": []}
    entities = [{"id": key, "name": key, **nobody} for key in dict.fromkeys(keys.values())]
    return cast("GoldRecord", {**record, "spans": spans, "frames": frames, "entities": entities})


def _split_provenance(said: Mapping[str, Any] | None) -> tuple[str | None, int | None]:
    """Return the stored form, and the flag that has a column of its own."""
    if said is None:
        return None, None
    if said.get("unsure"):
        rest = {key: value for key, value in said.items() if key != "unsure"}
        return (orjson.dumps(rest).decode() if rest else None), 1
    return orjson.dumps(said).decode(), None
