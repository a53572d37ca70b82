"""Answers the questions of server/reference/questions.md by each of its scripts, and compares the answers.

usage: check.py QUOTEMARK CORPUS FOLDER

The answers of pandas, R and DuckDB have to be the same, row by row, and to agree with what the command line
says of the same corpus.
"""
import csv
import json
import pathlib
import subprocess
import sys

import duckdb

QUOTEMARK, CORPUS, FOLDER = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
SCRIPTS = pathlib.Path(__file__).resolve().parents[2] / "server/reference/questions"
DRAWING = SCRIPTS.parent / "networks"
ANSWERS = ("for-the-bma", "against-outsourcing", "different-roles")


def main():
    tables, database = FOLDER / "tables", FOLDER / "corpus.sqlite"
    run(QUOTEMARK, "export", CORPUS, "--out", tables, "--format", "parquet")
    run(QUOTEMARK, "export", CORPUS, "--out", database)
    run(sys.executable, SCRIPTS / "questions.py", tables, FOLDER / "pandas")
    run("Rscript", SCRIPTS / "questions.R", database, FOLDER / "R")
    in_duckdb(tables, FOLDER / "DuckDB")
    for answer in ANSWERS:
        by_pandas = rows(FOLDER / "pandas" / f"{answer}.csv")
        assert by_pandas, f"{answer} has no rows"
        for tool in ("R", "DuckDB"):
            other = rows(FOLDER / tool / f"{answer}.csv")
            assert other == by_pandas, f"{answer}: {tool} says\n{other}\nand pandas\n{by_pandas}"
        COMPARED[answer](by_pandas)
        print(f"ok      {answer}: {len(by_pandas)} rows, the same in pandas, R, DuckDB and on the command line")
    picture()


def run(*command):
    ran = subprocess.run([str(word) for word in command], capture_output=True, text=True)
    assert ran.returncode == 0, f"{' '.join(map(str, command))}:\n{ran.stderr}"
    return ran.stdout


def in_duckdb(tables, out):
    """Runs the script as its own program does in the folder of the tables."""
    script = (SCRIPTS / "questions.sql").read_text("utf-8")
    connection = duckdb.connect()
    connection.execute(f"SET file_search_path = '{tables}'")
    out.mkdir()
    # The program would write beside the tables, from where it is run.
    connection.execute(script.replace("TO '", f"TO '{out}/"))


def picture():
    """The picture of networks.md is the one that its script draws of the example corpus."""
    network, drawn = FOLDER / "sides.graphml", FOLDER / "sides.svg"
    run(QUOTEMARK, "network", CORPUS, "--out", network)
    run(sys.executable, DRAWING / "draw.py", network, drawn)
    kept = DRAWING / "sides.svg"
    assert drawn.read_bytes() == kept.read_bytes(), f"{kept} is not what draw.py draws: draw it again"
    print("ok      the network of the example corpus is drawn as in the reference")


def rows(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def command(*arguments):
    return json.loads(run(QUOTEMARK, *arguments, "--corpus", CORPUS, "--format", "json"))


def for_the_bma(answer):
    counted = command("count", "--by", "speaker,role", "--of", "&bma", "--with-parts")
    expected = {(row["speaker_name"], row["role_then"] or ""): row["statements"] for row in counted}
    assert {(row["speaker_name"], row["role"]): int(row["statements"]) for row in answer} == expected, expected
    quotes = command("quotes", "--of", "&bma", "--with-parts")
    assert sum(int(row["statements"]) for row in answer) == len(quotes)
    dates = [quote["date"] for quote in quotes]
    assert min(row["first"] for row in answer) == min(dates) and max(row["last"] for row in answer) == max(dates)


def against_outsourcing(answer):
    quotes = command("quotes", "--against", "#outsourcing")
    expected = [(quote["date"], speaker["name"]) for quote in quotes for speaker in quote["speakers"]]
    assert sorted((row["date_text"], row["speaker_name"]) for row in answer) == sorted(expected), expected
    # The tables keep the line breaks of the article.
    texts = {" ".join(row["text"].split()) for row in answer}
    assert texts == {" ".join(quote["words"].split()) for quote in quotes}, texts


def different_roles(answer):
    told = csv.DictReader(run(QUOTEMARK, "speakers", "--by-role", "--corpus", CORPUS, "--format", "csv").splitlines())
    expected = {
        (row["name"], row["roles"]): (row["from"], row["to"], row["quotes"], row["articles"]) for row in told
    }
    shown = {
        (row["speaker_name"], row["role"]): (row["first"], row["last"], row["statements"], row["articles"])
        for row in answer
    }
    assert shown == expected, (shown, expected)


COMPARED = dict(zip(ANSWERS, (for_the_bma, against_outsourcing, different_roles)))
main()
