"""A database attached as `built`, as the statements that make it again in one called `out`."""

from __future__ import annotations

import graphlib

import duckdb

from etl.engine import name, quoted

COMMENTS = """
select 'table', table_name, null, comment from duckdb_tables() where database_name = 'built'
union all
select 'column', table_name, column_name, comment from duckdb_columns() where database_name = 'built'
union all
select if(function_type = 'table_macro', 'macro table', 'macro'), function_name, null, comment
from duckdb_functions() where database_name = 'built'
"""
MACROS = """
select
    function_name,
    parameters,
    if(function_type = 'table_macro', 'table ', '') || macro_definition
from duckdb_functions() where database_name = 'built'
"""


def shapes(db: duckdb.DuckDBPyConnection) -> list[str]:
    """The statements that make the tables of `built`."""
    found = db.execute("select sql from duckdb_tables() where database_name = 'built'").fetchall()
    return [sql for (sql,) in found]


def macros(db: duckdb.DuckDBPyConnection) -> list[str]:
    """The same of its macros, each after those that it uses; in a database called `out`."""
    found = {macro: (of, sql) for macro, of, sql in db.execute(MACROS).fetchall()}
    uses = {macro: {o for o in found if f".{o}(" in sql} for macro, (_, sql) in found.items()}
    return [
        f"create or replace macro out.{name(macro)}({', '.join(map(name, found[macro][0]))}) as {found[macro][1]}"
        for macro in graphlib.TopologicalSorter(uses).static_order()
    ]


def comments(db: duckdb.DuckDBPyConnection) -> list[str]:
    return [
        f"comment on {kind} out.{name(of)}{f'.{name(column)}' if column else ''} is {quoted(said)}"
        for kind, of, column, said in db.execute(COMMENTS).fetchall()
        if said
    ]


def plain(db: duckdb.DuckDBPyConnection, table: str) -> str:
    """The question for all rows of the table, as types that DuckLake has."""
    columns = db.execute(f"describe built.{name(table)}").fetchall()
    texts = (
        f"{name(column)}::varchar as {name(column)}" if "ENUM(" in kind else name(column)
        for column, kind, *_ in columns
    )
    return f"select {', '.join(texts)} from built.{name(table)}"
