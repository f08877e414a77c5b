"""How Alembic reaches a workspace. Always called from :mod:`annotator.store.schema`."""

from alembic import context

from annotator.store import tables

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=tables.metadata,
    render_as_batch=True,
    transaction_per_migration=False,
)
with context.begin_transaction():
    context.run_migrations()
