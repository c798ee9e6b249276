"""Data folders of earlier versions: taken off the shelf, or carried to PostgreSQL as they would be there."""

import tarfile
from pathlib import Path
from typing import Any

from sqlalchemy import Column, Connection, MetaData, Table, create_engine, insert, select
from sqlalchemy.engine import make_url

from server_stub.database import count_on, sqlite_url
from server_stub.postgresql_engine import make_postgresql_engine

SHELF = Path(__file__).resolve().parents[1] / "vectors" / "server"
VERSIONS = sorted(path.name.removesuffix(".tar.xz") for path in SHELF.glob("*.tar.xz"))


def take_folder(version: str, folder: Path) -> Path:
    """Unpack the folder of a version, on Debian 12's Python 3.11.2 too, whose tarfile has no filters yet."""
    with tarfile.open(SHELF / f"{version}.tar.xz") as archive:
        archive.extraction_filter = getattr(tarfile, "data_filter", None)
        archive.extractall(folder)
    return folder


def carry_to_postgresql(database: Path, address: str, *, today: MetaData) -> None:
    """Put every table and row of an old SQLite database into an empty place of a PostgreSQL.

    A column has today's type if it is there today: what it was on PostgreSQL then nobody has seen.
    """
    source = create_engine(sqlite_url(database))
    target = make_postgresql_engine(make_url(address), room="carrying")
    old = MetaData()
    old.reflect(source)
    with source.connect() as reading, target.begin() as writing:
        for table in old.sorted_tables:
            _carry(reading, writing, Table(table.name, MetaData(), *_columns(table, today)))
    source.dispose()
    target.dispose()


def _columns(table: Table, today: MetaData) -> list[Column[Any]]:
    known = dict(today.tables[table.name].c) if table.name in today.tables else {}
    return [
        Column(
            column.name,
            known[column.name].type if column.name in known else column.type.as_generic(),
            primary_key=column.primary_key,
            nullable=column.nullable,
            autoincrement=known[column.name].autoincrement if column.name in known else False,
        )
        for column in table.c
    ]


def _carry(reading: Connection, writing: Connection, table: Table) -> None:
    table.create(writing)
    rows = [dict(row) for row in reading.execute(select(table)).mappings()]
    if rows:
        writing.execute(insert(table), rows)
    if table.autoincrement_column is not None:
        count_on(writing, table.autoincrement_column)
