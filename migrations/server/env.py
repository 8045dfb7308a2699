"""Runs the server's migrations on the connection that it is handed (storage/migrate.py), one transaction a step."""

from alembic import context

from sync_server.storage.tables import Row

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Row.metadata,
    transaction_per_migration=True,
    transactional_ddl=True,  # SQLite as well: the driver commits nothing by itself, BEGIN IMMEDIATE is explicit
)
with context.begin_transaction():
    context.run_migrations()
