"""The first schema: articles, tags, suggestions, the journal and the search index.

What this makes is what :func:`annotator.store.schema.create` made when the schema was released, in
words of its own: tables change later, a released revision never does.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

SEARCH = """
CREATE VIRTUAL TABLE article_fts USING fts5(
    title, text, content='article', content_rowid='id', tokenize='unicode61 remove_diacritics 2'
)
"""
APPLICATION_ID = 0x616E6E6F  # "anno"


def upgrade() -> None:
    _make_corpus()
    _make_sets()
    _make_suggestions()
    _make_journal()
    op.execute(SEARCH)
    op.execute(f"PRAGMA application_id={APPLICATION_ID}")


def _make_corpus() -> None:
    """What there is to tag, and how."""
    op.create_table(
        "workspace",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=100), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workspace")),
        sa.UniqueConstraint("key", name=op.f("uq_workspace_key")),
    )
    op.create_table(
        "scheme",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scheme")),
        sa.UniqueConstraint("name", "version", name=op.f("uq_scheme_name_version")),
    )
    op.create_table(
        "article",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("title", sa.Text()),
        sa.Column("outlet", sa.Text()),
        sa.Column("published", sa.String(length=10)),
        sa.Column("url", sa.Text()),
        sa.Column("language", sa.String(length=20)),
        sa.Column("byline", sa.Text()),
        sa.Column("place", sa.Text()),
        sa.Column("source", sa.Text()),
        sa.Column("encoding", sa.String(length=40)),
        sa.Column("further", sa.Text()),
        sa.Column("proposals", sa.Text()),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("archived", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_article")),
        sa.UniqueConstraint("name", name=op.f("uq_article_name")),
        sa.UniqueConstraint("sha256", name=op.f("uq_article_sha256")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_article_archived_published_id_title_outlet_name"),
        "article",
        ["archived", "published", "id", "title", "outlet", "name"],
    )
    op.create_table(
        "zone",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_zone")),
        sa.CheckConstraint('0 <= start AND start < "end"', name=op.f("ck_zone_not_empty")),
        sa.ForeignKeyConstraint(
            ["article_id"], ["article.id"], name=op.f("fk_zone_article_id_article")
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_zone_article_id"), "zone", ["article_id"])


def _make_sets() -> None:
    """What people tag."""
    op.create_table(
        "annotation_set",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("annotator", sa.String(length=60), nullable=False),
        sa.Column("scheme_id", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.Text()),
        sa.Column("edited", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("next_span", sa.Integer(), nullable=False),
        sa.Column("next_frame", sa.Integer(), nullable=False),
        sa.Column("saved_at", sa.String(length=20)),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_annotation_set")),
        sa.UniqueConstraint(
            "article_id", "annotator", name=op.f("uq_annotation_set_article_id_annotator")
        ),
        sa.ForeignKeyConstraint(
            ["article_id"], ["article.id"], name=op.f("fk_annotation_set_article_id_article")
        ),
        sa.ForeignKeyConstraint(
            ["scheme_id"], ["scheme.id"], name=op.f("fk_annotation_set_scheme_id_scheme")
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_annotation_set_annotator_status"), "annotation_set", ["annotator", "status"]
    )
    op.create_table(
        "former_set",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("annotator", sa.String(length=60), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("next_span", sa.Integer(), nullable=False),
        sa.Column("next_frame", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_former_set")),
        sa.UniqueConstraint(
            "article_id", "annotator", name=op.f("uq_former_set_article_id_annotator")
        ),
    )
    op.create_table(
        "entity",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("type", sa.String(length=60), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("wikidata", sa.String(length=20)),
        sa.Column("aliases", sa.Text()),
        sa.Column("links", sa.Text()),
        sa.Column("note", sa.Text()),
        sa.Column("offices", sa.Text()),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entity")),
        sa.UniqueConstraint("type", "name", name=op.f("uq_entity_type_name")),
        sa.UniqueConstraint("wikidata", name=op.f("uq_entity_wikidata")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "span",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("set_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(length=60), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("entity_id", sa.Integer()),
        sa.Column("attributes", sa.Text()),
        sa.Column("note", sa.Text()),
        sa.Column("unsure", sa.Integer()),
        sa.Column("provenance", sa.Text()),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_span")),
        sa.UniqueConstraint(
            "set_id", "start", "end", "label", name=op.f("uq_span_set_id_start_end_label")
        ),
        sa.CheckConstraint('0 <= start AND start < "end"', name=op.f("ck_span_not_empty")),
        sa.ForeignKeyConstraint(
            ["set_id"], ["annotation_set.id"], name=op.f("fk_span_set_id_annotation_set")
        ),
        sa.ForeignKeyConstraint(
            ["entity_id"], ["entity.id"], name=op.f("fk_span_entity_id_entity")
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_span_entity_id"),
        "span",
        ["entity_id"],
        sqlite_where=sa.text("entity_id IS NOT NULL"),
    )
    op.create_index("ix_span_unsure", "span", ["set_id"], sqlite_where=sa.text("unsure = 1"))
    op.create_table(
        "frame",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("set_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("type", sa.String(length=60), nullable=False),
        sa.Column("implied", sa.Text()),
        sa.Column("attributes", sa.Text()),
        sa.Column("note", sa.Text()),
        sa.Column("unsure", sa.Integer()),
        sa.Column("joined", sa.String(length=60)),
        sa.Column("provenance", sa.Text()),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_frame")),
        sa.ForeignKeyConstraint(
            ["set_id"], ["annotation_set.id"], name=op.f("fk_frame_set_id_annotation_set")
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_frame_set_id"), "frame", ["set_id"])
    op.create_table(
        "filler",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("frame_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=60), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("span_id", sa.Integer()),
        sa.Column("entity_id", sa.Integer()),
        sa.Column("child_id", sa.Integer()),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_filler")),
        sa.ForeignKeyConstraint(["frame_id"], ["frame.id"], name=op.f("fk_filler_frame_id_frame")),
        sa.ForeignKeyConstraint(["span_id"], ["span.id"], name=op.f("fk_filler_span_id_span")),
        sa.ForeignKeyConstraint(
            ["entity_id"], ["entity.id"], name=op.f("fk_filler_entity_id_entity")
        ),
        sa.ForeignKeyConstraint(["child_id"], ["frame.id"], name=op.f("fk_filler_child_id_frame")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_filler_child_id"),
        "filler",
        ["child_id"],
        sqlite_where=sa.text("child_id IS NOT NULL"),
    )
    op.create_index(
        op.f("ix_filler_entity_id"),
        "filler",
        ["entity_id"],
        sqlite_where=sa.text("entity_id IS NOT NULL"),
    )
    op.create_index(op.f("ix_filler_frame_id"), "filler", ["frame_id"])
    op.create_index(
        op.f("ix_filler_span_id"),
        "filler",
        ["span_id"],
        sqlite_where=sa.text("span_id IS NOT NULL"),
    )
    op.create_table(
        "comment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("set_id", sa.Integer(), nullable=False),
        sa.Column("on_key", sa.String(length=60)),
        sa.Column("by", sa.String(length=60), nullable=False),
        sa.Column("at", sa.String(length=20), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("resolved", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment")),
        sa.ForeignKeyConstraint(
            ["set_id"], ["annotation_set.id"], name=op.f("fk_comment_set_id_annotation_set")
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_comment_set_id"), "comment", ["set_id"])
    op.create_table(
        "verdict",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("set_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_verdict")),
        sa.ForeignKeyConstraint(
            ["set_id"], ["annotation_set.id"], name=op.f("fk_verdict_set_id_annotation_set")
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_verdict_set_id"), "verdict", ["set_id"])


def _make_suggestions() -> None:
    """What sources propose, and what became of it."""
    op.create_table(
        "source",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("version", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_source")),
        sa.UniqueConstraint("name", "version", name=op.f("uq_source_name_version")),
    )
    op.create_table(
        "look",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(length=20), nullable=False),
        sa.Column("newest", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_look")),
        sa.ForeignKeyConstraint(
            ["article_id"], ["article.id"], name=op.f("fk_look_article_id_article")
        ),
        sa.ForeignKeyConstraint(
            ["source_id"], ["source.id"], name=op.f("fk_look_source_id_source")
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_look_article_id"), "look", ["article_id"])
    op.create_index(op.f("ix_look_source_id_newest"), "look", ["source_id", "newest"])
    op.create_table(
        "suggestion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("look_id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("start", sa.Integer()),
        sa.Column("end", sa.Integer()),
        sa.Column("label", sa.String(length=60), nullable=False),
        sa.Column("rule", sa.String(length=100)),
        sa.Column("score", sa.Float()),
        sa.Column("reason", sa.Text()),
        sa.Column("attributes", sa.Text()),
        sa.Column("body", sa.Text()),
        sa.Column("newest", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suggestion")),
        sa.ForeignKeyConstraint(["look_id"], ["look.id"], name=op.f("fk_suggestion_look_id_look")),
        sa.ForeignKeyConstraint(
            ["article_id"], ["article.id"], name=op.f("fk_suggestion_article_id_article")
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_suggestion_article_id_newest_start_end_label"),
        "suggestion",
        ["article_id", "newest", "start", "end", "label"],
    )
    op.create_index(op.f("ix_suggestion_look_id"), "suggestion", ["look_id"])
    op.create_table(
        "decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("suggestion_id", sa.Integer(), nullable=False),
        sa.Column("annotator", sa.String(length=60), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("start", sa.Integer()),
        sa.Column("end", sa.Integer()),
        sa.Column("label", sa.String(length=60), nullable=False),
        sa.Column("decision", sa.String(length=20), nullable=False),
        sa.Column("span_id", sa.Integer()),
        sa.Column("at", sa.String(length=20), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
        sa.UniqueConstraint(
            "suggestion_id", "annotator", name=op.f("uq_decision_suggestion_id_annotator")
        ),
        sa.ForeignKeyConstraint(
            ["suggestion_id"], ["suggestion.id"], name=op.f("fk_decision_suggestion_id_suggestion")
        ),
        sa.ForeignKeyConstraint(
            ["article_id"], ["article.id"], name=op.f("fk_decision_article_id_article")
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_decision_article_id_annotator_start_end_label"),
        "decision",
        ["article_id", "annotator", "start", "end", "label"],
    )
    op.create_index(
        op.f("ix_decision_span_id"),
        "decision",
        ["span_id"],
        sqlite_where=sa.text("span_id IS NOT NULL"),
    )


def _make_journal() -> None:
    """What was done, and what bulk operations took away."""
    op.create_table(
        "operation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("author", sa.String(length=60), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("at", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("target_id", sa.Integer()),
        sa.Column("article_id", sa.Integer()),
        sa.Column("articles", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text()),
        sa.Column("changes", sa.LargeBinary()),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_operation")),
        sa.ForeignKeyConstraint(
            ["target_id"], ["operation.id"], name=op.f("fk_operation_target_id_operation")
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_operation_article_id"), "operation", ["article_id"])
    op.create_index(op.f("ix_operation_author_state_id"), "operation", ["author", "state", "id"])
    op.create_table(
        "removed",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("operation_id", sa.Integer(), nullable=False),
        sa.Column("table_name", sa.String(length=40), nullable=False),
        sa.Column("rows", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_removed")),
        sa.ForeignKeyConstraint(
            ["operation_id"], ["operation.id"], name=op.f("fk_removed_operation_id_operation")
        ),
    )
    op.create_index(op.f("ix_removed_operation_id"), "removed", ["operation_id"])
