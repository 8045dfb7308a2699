"""Alembic's entry: runs migrations of a profile's database inside the transaction of whoever asked for them."""

from alembic import context

from desktop_app.storage.tables import METADATA

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=METADATA, render_as_batch=True)
context.run_migrations()
