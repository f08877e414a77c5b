"""Rules kept from operations everywhere.

No table that was there before is touched, so the journal stays as it is.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "rule",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("forms", sa.Text(), nullable=False),
        sa.Column("label", sa.String(length=60), nullable=False),
        sa.Column("entity_id", sa.Integer()),
        sa.Column("match_case", sa.Integer(), nullable=False),
        sa.Column("author", sa.String(length=60), nullable=False),
        sa.Column("at", sa.String(length=20), nullable=False),
        sa.Column("since", sa.Integer(), nullable=False),
        sa.Column("active", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rule")),
        sa.ForeignKeyConstraint(
            ["entity_id"], ["entity.id"], name=op.f("fk_rule_entity_id_entity")
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_rule_entity_id"),
        "rule",
        ["entity_id"],
        sqlite_where=sa.text("entity_id IS NOT NULL"),
    )
