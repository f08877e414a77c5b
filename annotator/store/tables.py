"""Tables of a workspace, as SQLAlchemy Core sees them.

Every table that a person's operations write to has an integer ``id``, so that one journal serves
them all; no id is ever given twice, because the journal brings rows back under theirs. Nothing
cascades: who deletes a row deletes what hangs on it, and a colleague's row that hangs on it refuses
the deletion. Columns that hold JSON are ``Text`` with ``NULL`` for empty: they are read as they are
and mean the same on every database.

What counts on in a set is kept in ``former_set`` when undo takes the set away: a key that was given
once, and a revision that a window may still show, are never given again.

A decision repeats place and label of its suggestion: a later version of the source, or another
source, that proposes the same again has been decided on by it. A frame has no single place: its
``start`` and ``end`` are null, its ``label`` is the frame type, and ``places`` lists where the
spans that fill it stand.

``newest`` of a suggestion is 0 where its source has looked again since. Else it is 1, or 2 for a
span that is proposed only to fill a frame and waits with that, or 3 where it is for one annotator
only, whom the weighing of its look names: what was learned from somebody's tags tells what they
are. It is below 0 while its rule is switched off, with the value that it has when it is switched on
again.
"""

from sqlalchemy import (
    CheckConstraint,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

workspace = Table(
    "workspace",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key", String(100), nullable=False, unique=True),
    Column("value", Text, nullable=False),
)

scheme = Table(
    "scheme",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String(100), nullable=False),
    Column("version", Integer, nullable=False),
    Column("source", Text, nullable=False),
    UniqueConstraint("name", "version"),
)

article = Table(
    "article",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String(300), nullable=False, unique=True),
    Column("sha256", String(64), nullable=False, unique=True),
    Column("title", Text),
    Column("outlet", Text),
    Column("published", String(10)),
    Column("url", Text),
    Column("language", String(20)),
    Column("byline", Text),
    Column("place", Text),
    Column("source", Text),
    Column("encoding", String(40)),
    Column("further", Text),
    Column("proposals", Text),
    Column("note", Text, nullable=False),
    Column("archived", Integer, nullable=False),
    # Last: SQLite finds what comes after a long text only by reading through it.
    Column("text", Text, nullable=False),
    # All that the corpus list sorts and filters by, so that it never reads a text.
    Index(None, "archived", "published", "id", "title", "outlet", "name"),
    sqlite_autoincrement=True,
)

zone = Table(
    "zone",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("article_id", ForeignKey("article.id"), nullable=False, index=True),
    Column("kind", String(20), nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    CheckConstraint('0 <= start AND start < "end"', name="not_empty"),
    sqlite_autoincrement=True,
)

annotation_set = Table(
    "annotation_set",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("article_id", ForeignKey("article.id"), nullable=False),
    Column("annotator", String(60), nullable=False),
    Column("scheme_id", ForeignKey("scheme.id"), nullable=False),
    Column("status", String(20), nullable=False),
    Column("reason", Text),
    Column("edited", Integer, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("next_span", Integer, nullable=False),
    Column("next_frame", Integer, nullable=False),
    Column("saved_at", String(20)),
    UniqueConstraint("article_id", "annotator"),
    Index(None, "annotator", "status"),
    sqlite_autoincrement=True,
)

former_set = Table(
    "former_set",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("article_id", Integer, nullable=False),
    Column("annotator", String(60), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("next_span", Integer, nullable=False),
    Column("next_frame", Integer, nullable=False),
    UniqueConstraint("article_id", "annotator"),
)

entity = Table(
    "entity",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("type", String(60), nullable=False),
    Column("name", Text, nullable=False),
    Column("wikidata", String(20), unique=True),
    Column("aliases", Text),
    Column("links", Text),
    Column("note", Text),
    Column("offices", Text),
    UniqueConstraint("type", "name"),
    sqlite_autoincrement=True,
)

rule = Table(
    "rule",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("forms", Text, nullable=False),
    Column("label", String(60), nullable=False),
    Column("entity_id", ForeignKey("entity.id")),
    Column("match_case", Integer, nullable=False),
    Column("author", String(60), nullable=False),
    Column("at", String(20), nullable=False),
    Column("since", Integer, nullable=False),
    Column("active", Integer, nullable=False),
    Index(None, "entity_id", sqlite_where=text("entity_id IS NOT NULL")),
    sqlite_autoincrement=True,
)

span = Table(
    "span",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("set_id", ForeignKey("annotation_set.id"), nullable=False),
    Column("key", String(60), nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("label", String(60), nullable=False),
    Column("text", Text, nullable=False),
    Column("entity_id", ForeignKey("entity.id")),
    Column("attributes", Text),
    Column("note", Text),
    Column("unsure", Integer),
    Column("provenance", Text),
    UniqueConstraint("set_id", "start", "end", "label"),
    CheckConstraint('0 <= start AND start < "end"', name="not_empty"),
    Index(None, "entity_id", sqlite_where=text("entity_id IS NOT NULL")),
    Index("ix_span_unsure", "set_id", sqlite_where=text("unsure = 1")),
    sqlite_autoincrement=True,
)

frame = Table(
    "frame",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("set_id", ForeignKey("annotation_set.id"), nullable=False, index=True),
    Column("key", String(60), nullable=False),
    Column("type", String(60), nullable=False),
    Column("implied", Text),
    Column("attributes", Text),
    Column("note", Text),
    Column("unsure", Integer),
    Column("joined", String(60)),
    Column("provenance", Text),
    sqlite_autoincrement=True,
)

filler = Table(
    "filler",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("frame_id", ForeignKey("frame.id"), nullable=False),
    Column("role", String(60), nullable=False),
    Column("position", Integer, nullable=False),
    Column("span_id", ForeignKey("span.id")),
    Column("entity_id", ForeignKey("entity.id")),
    Column("child_id", ForeignKey("frame.id")),
    Index(None, "frame_id"),
    Index(None, "span_id", sqlite_where=text("span_id IS NOT NULL")),
    Index(None, "entity_id", sqlite_where=text("entity_id IS NOT NULL")),
    Index(None, "child_id", sqlite_where=text("child_id IS NOT NULL")),
    sqlite_autoincrement=True,
)

comment = Table(
    "comment",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("set_id", ForeignKey("annotation_set.id"), nullable=False, index=True),
    Column("on_key", String(60)),
    Column("by", String(60), nullable=False),
    Column("at", String(20), nullable=False),
    Column("text", Text, nullable=False),
    Column("resolved", Integer, nullable=False),
    sqlite_autoincrement=True,
)

verdict = Table(
    "verdict",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("set_id", ForeignKey("annotation_set.id"), nullable=False, index=True),
    Column("position", Integer, nullable=False),
    Column("body", Text, nullable=False),
    sqlite_autoincrement=True,
)

source = Table(
    "source",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String(100), nullable=False),
    Column("version", String(40), nullable=False),
    UniqueConstraint("name", "version"),
)

look = Table(
    "look",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("article_id", ForeignKey("article.id"), nullable=False),
    Column("source_id", ForeignKey("source.id"), nullable=False),
    Column("at", String(20), nullable=False),
    Column("newest", Integer, nullable=False),
    Index(None, "article_id"),
    Index(None, "source_id", "newest"),
    sqlite_autoincrement=True,
)

suggestion = Table(
    "suggestion",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("look_id", ForeignKey("look.id"), nullable=False, index=True),
    Column("article_id", ForeignKey("article.id"), nullable=False),
    Column("key", String(60), nullable=False),
    Column("start", Integer),
    Column("end", Integer),
    Column("label", String(60), nullable=False),
    Column("rule", String(100)),
    Column("score", Float),
    Column("reason", Text),
    Column("attributes", Text),
    Column("body", Text),
    Column("newest", Integer, nullable=False),
    Column("places", Text),
    # All that counting what waits asks for: rows of 200 articles are 12,000 suggestions.
    Index(None, "article_id", "newest", "start", "end", "label"),
    sqlite_autoincrement=True,
)

decision = Table(
    "decision",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("suggestion_id", ForeignKey("suggestion.id"), nullable=False),
    Column("annotator", String(60), nullable=False),
    Column("article_id", ForeignKey("article.id"), nullable=False),
    Column("start", Integer),
    Column("end", Integer),
    Column("label", String(60), nullable=False),
    Column("decision", String(20), nullable=False),
    Column("span_id", Integer),
    Column("at", String(20), nullable=False),
    Column("places", Text),
    Column("frame_id", Integer),
    UniqueConstraint("suggestion_id", "annotator"),
    Index(None, "article_id", "annotator", "start", "end", "label"),
    Index(None, "span_id", sqlite_where=text("span_id IS NOT NULL")),
    Index(None, "frame_id", sqlite_where=text("frame_id IS NOT NULL")),
    sqlite_autoincrement=True,
)

learned_model = Table(
    "learned_model",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("annotator", String(60), nullable=False),
    Column("at", String(20), nullable=False),
    Column("active", Integer, nullable=False),
    Column("complete", Integer, nullable=False),
    Column("before", Float, nullable=False),
    Column("after", Float, nullable=False),
    Column("seconds", Float, nullable=False),
    Column("articles", Text, nullable=False),
    Column("figures", Text, nullable=False),
    Column("memory", Text, nullable=False),
    Index(None, "annotator", "active"),
    sqlite_autoincrement=True,
)

learned_file = Table(
    "learned_file",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("model_id", ForeignKey("learned_model.id"), nullable=False, index=True),
    Column("layer", String(20), nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("data", LargeBinary, nullable=False),
)

weighing = Table(
    "weighing",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("look_id", ForeignKey("look.id"), nullable=False, unique=True),
    Column("article_id", ForeignKey("article.id"), nullable=False),
    Column("annotator", String(60)),
    Column("doubt", Float, nullable=False),
    # All that the corpus list sorts by, so that it is one read of an index.
    Index(None, "article_id", "annotator", "doubt"),
)

overruled = Table(
    "overruled",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("suggestion_id", ForeignKey("suggestion.id"), nullable=False),
    Column("look_id", ForeignKey("look.id"), nullable=False, index=True),
    Column("article_id", ForeignKey("article.id"), nullable=False, index=True),
    Column("annotator", String(60), nullable=False),
    Index(None, "suggestion_id", "annotator"),
)

operation = Table(
    "operation",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("author", String(60), nullable=False),
    Column("name", Text, nullable=False),
    Column("at", String(20), nullable=False),
    Column("kind", String(10), nullable=False),
    Column("state", String(10), nullable=False),
    Column("target_id", ForeignKey("operation.id")),
    Column("article_id", Integer),
    Column("articles", Integer, nullable=False),
    Column("reason", Text),
    Column("changes", LargeBinary),
    Index(None, "author", "state", "id"),
    Index(None, "article_id"),
    sqlite_autoincrement=True,
)

removed = Table(
    "removed",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("operation_id", ForeignKey("operation.id"), nullable=False, index=True),
    Column("table_name", String(40), nullable=False),
    Column("rows", LargeBinary, nullable=False),
)
