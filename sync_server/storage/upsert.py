"""Lists of rows into a table that may have some of them already; the same words on SQLite and PostgreSQL."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite

Rows = Sequence[Mapping[str, Any]]


def upsert(connection: Connection, table: Table, rows: Rows) -> None:
    """Inserts rows; where the primary key is there, the other columns are replaced."""
    if rows:
        connection.execute(_upsert(table, connection.dialect.name), rows)


def insert_missing(connection: Connection, table: Table, rows: Rows) -> None:
    """Inserts the rows whose primary key is not there."""
    if rows:
        connection.execute(_insert_missing(table, connection.dialect.name), rows)


def add(connection: Connection, table: Table, column: str, rows: Rows) -> None:
    """Adds `column` of each row to what stands in the table, from 0 where nothing does."""
    if rows:
        connection.execute(_add(table, column, connection.dialect.name), rows)


def _insert(table: Table, dialect: str) -> Any:
    return sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)


@lru_cache
def _upsert(table: Table, dialect: str) -> Any:
    statement = _insert(table, dialect)
    keys = list(table.primary_key.columns)
    others = {column.name: statement.excluded[column.name] for column in table.columns if column not in keys}
    return statement.on_conflict_do_update(index_elements=keys, set_=others)


@lru_cache
def _insert_missing(table: Table, dialect: str) -> Any:
    return _insert(table, dialect).on_conflict_do_nothing()


@lru_cache
def _add(table: Table, column: str, dialect: str) -> Any:
    statement = _insert(table, dialect)
    total = table.c[column] + statement.excluded[column]
    return statement.on_conflict_do_update(index_elements=list(table.primary_key.columns), set_={column: total})
