"""Three questions about the example corpus, answered with pandas from Parquet files.

usage: questions.py TABLES OUT

TABLES is what `quotemark export --out TABLES --format parquet` has written; an answer is a CSV file in OUT.
"""
import pathlib
import sys

import pandas

TABLES, OUT = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])


def table(name):
    return pandas.read_parquet(TABLES / f"{name}.parquet")


def answer(name, rows):
    OUT.mkdir(exist_ok=True)
    rows.to_csv(OUT / f"{name}.csv", index=False)


# A row for each statement and each of its speakers, with what they were on that day.
articles = table("articles")[["article_id", "path", "title"]]
said = table("statement_speakers").rename(columns={"role_then": "role"})
said = said.merge(table("statements"), on="statement_id").merge(articles, on="article_id")
# Most statements of an organisation have no role.
said["role"] = said["role"].fillna("")
said = said.sort_values(["date", "path", "line", "column", "position_x"], kind="stable")


def times(group):
    """When somebody spoke, and how often."""
    return group.agg(
        first=("date_text", "first"),
        last=("date_text", "last"),
        statements=("statement_id", "nunique"),
        articles=("article_id", "nunique"),
    ).reset_index()


# Who spoke for the BMA or for a part of it, when and as what?
of_bma = said[said["org_within_then"].map(lambda ids: "&bma" in ids)]
of_bma = of_bma.assign(organisation=of_bma["org_name_then"].map("; ".join))
answer("for-the-bma", times(of_bma.groupby(["speaker_name", "role", "organisation"])))

# What was said against outsourcing, by date?
topics = table("statement_topics")
against = topics[(topics["topic_id"] == "#outsourcing") & (topics["stance"] == -1)]
against = said[said["statement_id"].isin(against["statement_id"])]
answer("against-outsourcing", against[["date_text", "speaker_name", "role", "title", "text"]])

# Who is quoted in several articles, in different roles?
people = said[(said["kind_x"] == "person") & (said["role"] != "")]
by_person = people.groupby("speaker_id")
several = (by_person["article_id"].nunique() > 1) & (by_person["role"].nunique() > 1)
people = people[people["speaker_id"].map(several)]
answer("different-roles", times(people.groupby(["speaker_name", "role"])))
