"""Reads what `quotemark export` writes, each format by a library that people read it with.

usage: check.py QUOTEMARK CORPUS FOLDER

The rows of all formats have to be equal, the types what the reference says, and places what
`quotemark strip` prints.
"""
import json
import pathlib
import sqlite3
import subprocess
import sys

import duckdb
import openpyxl
import pandas
import pyarrow.parquet

QUOTEMARK, CORPUS, FOLDER = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
TYPES = {"int32", "bool", "string", "date32[day]", "list<element: string not null>"}


def main():
    for format in ("csv", "jsonl", "parquet"):
        export(FOLDER / format, "--format", format)
    export(FOLDER / "parted", "--format", "parquet", "--partition", "year")
    export(FOLDER / "corpus.sqlite")
    export(FOLDER / "corpus.xlsx")
    database = sqlite3.connect(FOLDER / "corpus.sqlite")
    workbook = openpyxl.load_workbook(FOLDER / "corpus.xlsx", read_only=True)
    tables = sorted(file.stem for file in (FOLDER / "jsonl").iterdir())
    assert len(tables) == 13, tables
    assert sorted(workbook.sheetnames) == tables
    for table in tables:
        expected = [json.loads(line) for line in (FOLDER / f"jsonl/{table}.jsonl").open()]
        equal(table, expected, from_parquet(table), as_it_is)
        equal(table, expected, from_duckdb(table), as_it_is)
        equal(table, expected, from_sqlite(database, table, expected), in_sqlite)
        equal(table, expected, from_csv(table), as_text)
        equal(table, expected, from_xlsx(workbook, table), in_a_cell)
    places()
    parted()
    print(f"ok      {len(tables)} tables are equal in CSV, JSON lines, Parquet, SQLite and XLSX")


def export(out, *options):
    command = [QUOTEMARK, "export", str(CORPUS), "--out", str(out), *options]
    subprocess.run(command, check=True, stderr=subprocess.DEVNULL)


def equal(table, expected, rows, shown):
    expected = [[shown(cell) for cell in row.values()] for row in expected]
    assert len(rows) == len(expected), f"{table}: {len(rows)} rows, not {len(expected)}"
    for number, (row, other) in enumerate(zip(rows, expected)):
        assert row == other, f"{table}, row {number}: {row}, not {other}"


def as_it_is(cell):
    return cell


def in_sqlite(cell):
    return int(cell) if isinstance(cell, bool) else cell


def as_text(cell):
    if isinstance(cell, list):
        return "; ".join(cell)
    if isinstance(cell, bool):
        return str(cell).lower()
    return "" if cell is None else str(cell)


def in_a_cell(cell):
    cell = "; ".join(cell) if isinstance(cell, list) else cell
    return None if cell == "" else cell


def plain(cell):
    return cell.isoformat()[:10] if hasattr(cell, "isoformat") else cell


def from_parquet(table):
    read = pyarrow.parquet.read_table(FOLDER / f"parquet/{table}.parquet")
    types = {str(field.type) for field in read.schema}
    assert types <= TYPES, f"{table}: {types - TYPES}"
    # What a frame makes of it has to work too.
    assert len(read.to_pandas()) == len(read)
    return [[plain(cell) for cell in row.values()] for row in read.to_pylist()]


def from_duckdb(table):
    rows = duckdb.sql(f"SELECT * FROM read_parquet('{FOLDER}/parquet/{table}.parquet')").fetchall()
    return [[plain(cell) for cell in row] for row in rows]


def from_sqlite(database, table, expected):
    rows = database.execute(f'SELECT * FROM "{table}" ORDER BY rowid').fetchall()
    lists = {name for row in expected for name, cell in row.items() if isinstance(cell, list)}
    names = [name for _, name, *_ in database.execute(f'PRAGMA table_info("{table}")')]
    return [[json.loads(cell) if name in lists else cell for name, cell in zip(names, row)] for row in rows]


def from_csv(table):
    frame = pandas.read_csv(FOLDER / f"csv/{table}.csv", dtype=str, keep_default_na=False)
    return frame.values.tolist()


def from_xlsx(workbook, table):
    rows = workbook[table].iter_rows(values_only=True)
    width = len(next(rows))
    # The library leaves out the empty cells at the end of a row.
    return [[plain(cell) for cell in row] + [None] * (width - len(row)) for row in rows]


def places():
    for line in (FOLDER / "jsonl/fragments.jsonl").open():
        fragment = json.loads(line)
        article, = (
            row["path"]
            for row in map(json.loads, (FOLDER / "jsonl/articles.jsonl").open())
            if row["article_id"] == statements()[fragment["statement_id"]]
        )
        words = subprocess.run([QUOTEMARK, "strip", CORPUS / article], check=True, stdout=subprocess.PIPE)
        words = words.stdout.decode()
        assert words[fragment["start"] : fragment["end"]] == fragment["text"], fragment
        units = words.encode("utf-16-le")
        units = units[2 * fragment["start_utf16"] : 2 * fragment["end_utf16"]]
        assert units.decode("utf-16-le") == fragment["text"], fragment


def statements(known={}):
    if not known:
        for line in (FOLDER / "jsonl/statements.jsonl").open():
            row = json.loads(line)
            known[row["statement_id"]] = row["article_id"]
    return known


def parted():
    read = f"read_parquet('{FOLDER}/parted/statements/**/*.parquet', hive_partitioning = true)"
    by_year = dict(duckdb.sql(f"SELECT year, count(*) FROM {read} GROUP BY year").fetchall())
    whole = f"read_parquet('{FOLDER}/parquet/statements.parquet')"
    articles = f"read_parquet('{FOLDER}/parquet/articles.parquet')"
    expected = duckdb.sql(
        f"SELECT year(a.date), count(*) FROM {whole} s JOIN {articles} a USING (article_id) GROUP BY 1"
    )
    assert by_year == dict(expected.fetchall()), by_year


main()
