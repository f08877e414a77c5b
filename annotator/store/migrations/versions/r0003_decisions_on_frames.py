"""Decisions on suggested frames: what tells a frame, and what became of it.

Columns are added last, so that rows which the journal keeps without them can be filled up.
"""

from collections.abc import Sequence
from typing import Any

import orjson
import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_FRAMES = sa.text(
    "SELECT id, look_id, body FROM suggestion WHERE start IS NULL AND body IS NOT NULL"
)
_SPANS = sa.text(
    'SELECT key, start, "end" FROM suggestion WHERE look_id = :look AND start IS NOT NULL'
)
_SAY = sa.text("UPDATE suggestion SET places = :places WHERE id = :row")


def upgrade() -> None:
    op.add_column("suggestion", sa.Column("places", sa.Text()))
    op.add_column("decision", sa.Column("places", sa.Text()))
    op.add_column("decision", sa.Column("frame_id", sa.Integer()))
    op.create_index(
        op.f("ix_decision_frame_id"),
        "decision",
        ["frame_id"],
        sqlite_where=sa.text("frame_id IS NOT NULL"),
    )
    connection = op.get_bind()
    for row, look, body in connection.execute(_FRAMES).all():
        spans = connection.execute(_SPANS, {"look": look}).all()
        connection.execute(_SAY, {"row": row, "places": _places(body, spans)})


def _places(body: str, spans: Sequence[Any]) -> str:
    known = {key: (start, end) for key, start, end in spans}
    fillers = [key for keys in orjson.loads(body).get("roles", {}).values() for key in keys]
    found = sorted({known[key] for key in fillers if key in known})
    return " ".join(f"{start}-{end}" for start, end in found)
