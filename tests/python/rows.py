"""The rows of a table as each format has them, brought to one form: a list of tuples in the order of
the rows, dates as words."""
import csv
import json
import sqlite3

import duckdb
import pyarrow
import pyarrow.parquet


def plain(cell):
    if isinstance(cell, list):
        return tuple(cell)
    return cell.isoformat()[:10] if hasattr(cell, "isoformat") else cell


def of_arrow(table, columns):
    columns = [[plain(cell) for cell in table.column(name).to_pylist()] for name in columns]
    return list(zip(*columns))


def of_jsonl(file):
    with open(file, encoding="utf-8") as lines:
        return [tuple(plain(cell) for cell in json.loads(line).values()) for line in lines]


def of_parquet(file, columns):
    return of_arrow(pyarrow.parquet.read_table(file, partitioning=None), columns)


def of_duckdb(sql, columns):
    names = ", ".join(f'"{name}"' for name in columns)
    rows = duckdb.sql(f"SELECT {names} FROM {sql}").fetchall()
    return [tuple(plain(cell) for cell in row) for row in rows]


def of_sqlite(file, table, columns, expected):
    """Truth is a number there, and a list an array of JSON; which columns are lists is read off the rows expected."""
    names = ", ".join(f'"{name}"' for name in columns)
    rows = sqlite3.connect(file).execute(f'SELECT {names} FROM "{table}" ORDER BY rowid')
    lists = [any(isinstance(row[place], tuple) for row in expected) for place in range(len(columns))]
    return [tuple(tuple(json.loads(cell)) if is_list else cell for cell, is_list in zip(row, lists)) for row in rows]


def of_csv(file, columns):
    csv.field_size_limit(1 << 30)
    with open(file, encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines)
        return [tuple(row[name] for name in columns) for row in rows]


def in_sqlite(row):
    return tuple(int(cell) if isinstance(cell, bool) else cell for cell in row)


def in_csv(row):
    """Nothing but text."""
    return tuple(cell_in_csv(cell) for cell in row)


def cell_in_csv(cell):
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return str(cell).lower()
    return "; ".join(cell) if isinstance(cell, tuple) else str(cell)


def equal(what, found, expected):
    assert len(found) == len(expected), f"{what}: {len(found)} rows, not {len(expected)}"
    for number, (row, other) in enumerate(zip(found, expected)):
        assert row == other, f"{what}, row {number}: {row}, not {other}"


def in_order(rows):
    """For engines that promise no order: by the words of all cells."""
    return sorted(rows, key=repr)
