"""What is learned from an analyst: models, for whom a look is, and what it does not confirm.

No table that was there before is touched, so the journal stays as it is.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "learned_model",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("annotator", sa.String(length=60), nullable=False),
        sa.Column("at", sa.String(length=20), nullable=False),
        sa.Column("active", sa.Integer(), nullable=False),
        sa.Column("complete", sa.Integer(), nullable=False),
        sa.Column("before", sa.Float(), nullable=False),
        sa.Column("after", sa.Float(), nullable=False),
        sa.Column("seconds", sa.Float(), nullable=False),
        sa.Column("articles", sa.Text(), nullable=False),
        sa.Column("figures", sa.Text(), nullable=False),
        sa.Column("memory", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_learned_model")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_learned_model_annotator_active"), "learned_model", ["annotator", "active"]
    )
    op.create_table(
        "learned_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("model_id", sa.Integer(), nullable=False),
        sa.Column("layer", sa.String(length=20), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_learned_file")),
        sa.ForeignKeyConstraint(
            ["model_id"], ["learned_model.id"], name=op.f("fk_learned_file_model_id_learned_model")
        ),
    )
    op.create_index(op.f("ix_learned_file_model_id"), "learned_file", ["model_id"])
    op.create_table(
        "weighing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("look_id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("annotator", sa.String(length=60)),
        sa.Column("doubt", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_weighing")),
        sa.UniqueConstraint("look_id", name=op.f("uq_weighing_look_id")),
        sa.ForeignKeyConstraint(["look_id"], ["look.id"], name=op.f("fk_weighing_look_id_look")),
        sa.ForeignKeyConstraint(
            ["article_id"], ["article.id"], name=op.f("fk_weighing_article_id_article")
        ),
    )
    op.create_index(
        op.f("ix_weighing_article_id_annotator_doubt"),
        "weighing",
        ["article_id", "annotator", "doubt"],
    )
    op.create_table(
        "overruled",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("suggestion_id", sa.Integer(), nullable=False),
        sa.Column("look_id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("annotator", sa.String(length=60), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_overruled")),
        sa.ForeignKeyConstraint(
            ["suggestion_id"], ["suggestion.id"], name=op.f("fk_overruled_suggestion_id_suggestion")
        ),
        sa.ForeignKeyConstraint(["look_id"], ["look.id"], name=op.f("fk_overruled_look_id_look")),
        sa.ForeignKeyConstraint(
            ["article_id"], ["article.id"], name=op.f("fk_overruled_article_id_article")
        ),
    )
    op.create_index(op.f("ix_overruled_look_id"), "overruled", ["look_id"])
    op.create_index(op.f("ix_overruled_article_id"), "overruled", ["article_id"])
    op.create_index(
        op.f("ix_overruled_suggestion_id_annotator"), "overruled", ["suggestion_id", "annotator"]
    )
