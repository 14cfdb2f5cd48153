"""Run by alembic: the connection is the store's own, and one transaction holds all steps."""

from alembic import context

context.configure(connection=context.config.attributes["connection"], target_metadata=None)
with context.begin_transaction():
    context.run_migrations()
