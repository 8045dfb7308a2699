"""Lists of rows into a table in one statement, and rows by a list of values; the same on SQLite and PostgreSQL.

SQLite gets plain tuples (half the time of compiled parameters: 16 instead of 31 us a row of ten columns), PostgreSQL
one array a column (`unnest`), which costs it a third of a row at a time; in binary (`%b`), because bytes as text take
psycopg 10 us a value.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql

Rows = Sequence[Mapping[str, Any]]
_POSTGRESQL = postgresql.dialect()  # type: ignore[no-untyped-call]


def insert_tuples(connection: Connection, table: Table, rows: Sequence[tuple[Any, ...]]) -> None:
    """Inserts rows, none of which is there, of values in the order of the table's columns."""
    _run(connection, table, rows, "")


def upsert_tuples(connection: Connection, table: Table, rows: Sequence[tuple[Any, ...]]) -> None:
    """As `upsert`, of values in the order of the table's columns."""
    _run(connection, table, rows, _replacing(table))


def upsert(connection: Connection, table: Table, rows: Rows) -> None:
    """Inserts rows; where the primary key is there, the other columns are replaced."""
    _run(connection, table, _values(table, rows), _replacing(table))


def insert_missing(connection: Connection, table: Table, rows: Rows) -> None:
    """Inserts the rows whose primary key is not there."""
    _run(connection, table, _values(table, rows), "ON CONFLICT DO NOTHING")


def add_tuples(connection: Connection, table: Table, column: str, rows: Sequence[tuple[Any, ...]]) -> None:
    """Adds `column` of each row to what stands in the table, from 0 where nothing does."""
    _run(connection, table, rows, _adding(table, column))


def rows_among(
    connection: Connection, statement: str, city: str, values: Sequence[Any], type_name: str
) -> Iterable[Any]:
    """The rows of a city where a column is one of `values`.

    `statement` has {city} and {among} where these belong; `type_name` is the column's on PostgreSQL, which gets one
    array: it parses and plans a hundred parameters anew each time. SQLAlchemy's own list takes 4 us a value.
    """
    if connection.dialect.name == "sqlite":
        words = statement.format(city="?", among=f"IN ({', '.join('?' * len(values))})")
        return connection.exec_driver_sql(words, (city, *values))
    return connection.exec_driver_sql(statement.format(city="%s", among=f"= ANY(%b::{type_name}[])"), (city, values))


def _values(table: Table, rows: Rows) -> list[tuple[Any, ...]]:
    return list(map(itemgetter(*table.columns.keys()), rows))


def _run(connection: Connection, table: Table, values: Sequence[tuple[Any, ...]], ending: str) -> None:
    if not values:
        return
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(_of_tuples(table, ending), list(values))
    else:
        connection.exec_driver_sql(_of_arrays(table, ending), tuple(map(list, zip(*values, strict=True))))


@cache
def _of_tuples(table: Table, ending: str) -> str:
    return f"INSERT INTO {_into(table)} VALUES ({', '.join('?' * len(table.columns))}) {ending}"  # noqa: S608 our own names


@cache
def _of_arrays(table: Table, ending: str) -> str:
    arrays = ", ".join(f"%b::{column.type.compile(_POSTGRESQL)}[]" for column in table.columns)
    return f"INSERT INTO {_into(table)} SELECT * FROM unnest({arrays}) {ending}"  # noqa: S608 our own names


def _into(table: Table) -> str:
    return f"{table.name} ({', '.join(_quoted(column.name) for column in table.columns)})"


@cache
def _replacing(table: Table) -> str:
    keys = [column.name for column in table.primary_key.columns]
    others = [_quoted(column.name) for column in table.columns if column.name not in keys]
    return f"{_conflict(keys)} DO UPDATE SET " + ", ".join(f"{name} = excluded.{name}" for name in others)


@cache
def _adding(table: Table, column: str) -> str:
    keys = [key.name for key in table.primary_key.columns]
    name = _quoted(column)
    return f"{_conflict(keys)} DO UPDATE SET {name} = {table.name}.{name} + excluded.{name}"


def _conflict(keys: Sequence[str]) -> str:
    return f"ON CONFLICT ({', '.join(map(_quoted, keys))})"


def _quoted(name: str) -> str:
    return f'"{name}"'
