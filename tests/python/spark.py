"""Asks engines for the rows of one corpus of some thousand articles, and compares them with each
other and with what `quotemark export` writes.

usage: spark.py QUOTEMARK CORPUS FOLDER

Spark runs in local mode, in several processes of Python, and reads the texts from Parquet, as it would
where there are ten million. Here the rows of its table, of CSV, JSON lines, Parquet, SQLite and DuckDB
have to be equal.
"""
import os
import pathlib
import subprocess
import sys

import pyarrow
import pyarrow.parquet

# The processes that Spark begins have to be of this Python.
os.environ["PYSPARK_PYTHON"] = os.environ["PYSPARK_DRIVER_PYTHON"] = sys.executable
os.environ["SPARK_LOCAL_IP"] = "127.0.0.1"
from pyspark.sql import SparkSession  # noqa: E402

import corpus  # noqa: E402
import quotemark  # noqa: E402
import rows  # noqa: E402

QUOTEMARK, EXAMPLE, FOLDER = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])


def main():
    articles = corpus.write(FOLDER / "corpus", EXAMPLE, 250)
    export(FOLDER / "csv", "--format", "csv")
    export(FOLDER / "jsonl", "--format", "jsonl")
    export(FOLDER / "parquet", "--format", "parquet")
    export(FOLDER / "corpus.sqlite")
    export(FOLDER / "by-year", "--format", "parquet", "--partition", "year")
    for part in range(1, 5):
        export(FOLDER / "shards", "--format", "parquet", "--shard", f"{part}/4")
    expected = {table: of_export(table) for table in quotemark.TABLES}
    with_spark(articles, expected)
    count = sum(len(found) for found in expected.values())
    print(f"ok      {count} rows of {len(articles)} articles are equal in CSV, JSON lines, Parquet, SQLite, DuckDB and Spark")


def export(out, *options):
    command = [QUOTEMARK, "export", str(FOLDER / "corpus"), "--out", str(out), *options]
    subprocess.run(command, check=True, stderr=subprocess.DEVNULL)


def columns(table):
    names = quotemark.schema(table).names[:-1]
    return names if table in ("articles", "statements", "mentions", "notes", "flat") else names[:-1]


def of_export(table):
    """The rows of a table in JSON lines, once all files hold the same."""
    names = columns(table)
    found = [row[: len(names)] for row in rows.of_jsonl(FOLDER / f"jsonl/{table}.jsonl")]
    assert len(found) > 100, f"{table}: {len(found)} rows"
    rows.equal(f"Parquet, {table}", rows.of_parquet(FOLDER / f"parquet/{table}.parquet", names), found)
    rows.equal(f"CSV, {table}", rows.of_csv(FOLDER / f"csv/{table}.csv", names), [rows.in_csv(row) for row in found])
    in_sqlite = [rows.in_sqlite(row) for row in found]
    rows.equal(f"SQLite, {table}", rows.of_sqlite(FOLDER / "corpus.sqlite", table, names, in_sqlite), in_sqlite)
    for folder in ("by-year", "shards", "parquet"):
        file = f"{folder}/{table}.parquet" if folder == "parquet" else f"{folder}/{table}/**/*.parquet"
        read = f"read_parquet('{FOLDER}/{file}', hive_partitioning = true)"
        rows.equal(f"DuckDB, {folder}, {table}", rows.in_order(rows.of_duckdb(read, names)), rows.in_order(found))
    return found


def with_spark(articles, expected):
    paths, texts = zip(*articles)
    # Several files, as a lake has them.
    (FOLDER / "lake").mkdir()
    for part in range(4):
        some = pyarrow.table({"path": paths[part::4], "text": texts[part::4]})
        pyarrow.parquet.write_table(some, FOLDER / f"lake/{part}.parquet")
    spark = (
        SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.ui.showConsoleProgress", "false")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.sql.execution.arrow.maxRecordsPerBatch", 500)
        .config("spark.sql.shuffle.partitions", 4)
        .config("spark.sql.warehouse.dir", str(FOLDER / "warehouse"))
        .getOrCreate()
    )
    try:
        read = spark.read.parquet(str(FOLDER / "lake"))
        cast = quotemark.Cast((EXAMPLE / "cast.qm").read_text("utf-8"))
        for table in quotemark.TABLES:
            found = in_spark(read, table, cast).toArrow()
            compare(f"Spark, {table}", found, table, expected[table])
        # A cast that is broadcast, and frames of pandas.
        broadcast = spark.sparkContext.broadcast(cast)
        found = read.mapInPandas(lambda frames: in_pandas(frames, broadcast.value), quotemark.ddl("flat")).toArrow()
        compare("Spark, in pandas", found, "flat", expected["flat"])
        # What the corpus' own export wrote, asked by Spark.
        spark.read.parquet(str(FOLDER / "by-year/statements")).createOrReplaceTempView("statements")
        by_kind = spark.sql("SELECT kind, count(*) FROM statements GROUP BY kind").collect()
        at = columns("statements").index("kind")
        kinds = [row[at] for row in expected["statements"]]
        assert dict(map(tuple, by_kind)) == {kind: kinds.count(kind) for kind in set(kinds)}, by_kind
    finally:
        spark.stop()


def in_spark(read, table, cast):
    def parse(batches):
        for batch in batches:
            yield quotemark.parse_batch(batch, cast=cast, table=table)

    return read.mapInArrow(parse, quotemark.ddl(table))


def in_pandas(frames, cast):
    for frame in frames:
        yield quotemark.parse_batch(pyarrow.RecordBatch.from_pandas(frame), cast=cast).to_pandas()


def compare(what, found, table, expected):
    key = {"mentions": "entity_id", "notes": "note"}.get(table, columns(table)[0])
    found = rows.of_arrow(found.filter(found.column(key).is_valid()), columns(table))
    rows.equal(what, rows.in_order(found), rows.in_order(expected))


main()
