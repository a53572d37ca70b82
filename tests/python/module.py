"""Tries the module `quotemark` as its users do.

usage: module.py QUOTEMARK CORPUS FOLDER

QUOTEMARK is the program that came with the wheel; the rows of the module have to be those that it
exports.
"""
import concurrent.futures
import datetime
import multiprocessing
import pathlib
import pickle
import re
import subprocess
import sys
import threading

import duckdb
import pandas
import pyarrow
import pyarrow.compute

import corpus
import quotemark
import rows

QUOTEMARK, EXAMPLE, FOLDER = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
TEXT = "---\ntitle: No\n---\n\né [“No, [Bob]{@bob},”]{by @ann of &bma against #cuts to &bma} she said.\n"
CAST = "@ann: Ann Lee\n    role: chair of &bma, 2010..2012\n@bob: Bob\n&bma: BMA\n#cuts: Cuts\n"

# The texts of a million characters in which something is wrong.
BROKEN = {"half", "closed", "deep", "fence", "header"}


def main():
    program()
    articles = corpus.write(FOLDER / "corpus", EXAMPLE, 20)
    export(FOLDER / "tables", "--format", "jsonl")
    one(articles)
    batches(articles)
    what_is_given()
    nothing()
    bad_texts()
    wrong_calls()
    column_types()
    casts()
    threads(articles)
    processes(articles)
    frames(articles)
    in_duckdb(articles)
    print("ok      the module gives the rows of the program, whatever it is given")


def program():
    said = subprocess.run([QUOTEMARK, "--version"], check=True, stdout=subprocess.PIPE, text=True).stdout
    assert said.split()[1] == quotemark.__version__, said


def export(out, *options):
    command = [QUOTEMARK, "export", str(FOLDER / "corpus"), "--out", str(out), *options]
    subprocess.run(command, check=True, stderr=subprocess.DEVNULL)


def cast():
    return quotemark.Cast((EXAMPLE / "cast.qm").read_text("utf-8"))


def batch(articles):
    paths, texts = zip(*articles) if articles else ((), ())
    types = pyarrow.schema([("path", pyarrow.string()), ("text", pyarrow.string())])
    return pyarrow.record_batch([list(paths), list(texts)], schema=types)


def read(articles, table="flat", **options):
    return quotemark.parse_batch(batch(articles), cast=cast(), table=table, **options)


def own(table):
    """The columns of a table, without what stands beside them in a batch."""
    names = quotemark.schema(table).names[:-1]
    return names if table in ("articles", "statements", "mentions", "notes", "flat") else names[:-1]


def whole(found, table):
    """The rows that are of the table, and do not only tell what is wrong."""
    key = own(table)[0] if table != "mentions" else "entity_id"
    key = "note" if table == "notes" else key
    return rows.of_arrow(found.filter(found.column(key).is_valid()), own(table))


def expected(table):
    found = rows.of_jsonl(FOLDER / f"tables/{table}.jsonl")
    return [row[: len(own(table))] for row in found]


def one(articles):
    known = cast()
    read = [quotemark.parse(text, path=path, cast=known) for path, text in articles]
    for table in quotemark.TABLES:
        found = [row for article in read for row in article[table]]
        found = [tuple(rows.plain(row[name]) for name in own(table)) for row in found]
        rows.equal(f"parse, {table}", found, expected(table))
    assert any(article["errors"] for article in read)
    found = [article["articles"][0].get("x_page_no") for article in read]
    assert found == [page(text) for _, text in articles], found


def page(text):
    found = re.search(r"^Page  No: (\d+)", text, re.M)
    return found and found.group(1)


def batches(articles):
    for table in quotemark.TABLES:
        found = read(articles, table)
        assert found.schema == quotemark.schema(table), found.schema
        rows.equal(f"parse_batch, {table}", whole(found, table), expected(table))
        # Where the batches are cut makes no difference.
        parts = [read(articles[first : first + 7], table) for first in range(0, len(articles), 7)]
        assert pyarrow.Table.from_batches(parts).combine_chunks() == pyarrow.Table.from_batches([found]).combine_chunks()
    pages = read(articles, "articles", own_keys=["Page  No", "other"])
    assert pages.schema.names[-3:] == ["x_other", "x_page_no", "errors"], pages.schema
    assert pages.column("x_page_no").to_pylist() == [page(text) for _, text in articles]
    assert pages.column("x_other").null_count == len(pages)
    broken = [row for row in read(articles, "articles").to_pylist() if row["errors"]]
    assert any("syntax/unclosed-tag" in error for row in broken for error in row["errors"]), broken


def what_is_given():
    row, = quotemark.parse(TEXT, id="a1", date="2011-11-24", cast=CAST)["statement_speakers"]
    assert row["role_then"] == "chair of BMA" and row["org_id_then"] == ["&bma"], row
    later = datetime.datetime(2019, 1, 2, 3, 4)
    row = quotemark.parse(TEXT, id="a1", date=later, title="Yes", source="&bma", cast=CAST)
    assert row["statement_speakers"][0]["role_then"] is None, row
    row, = row["articles"]
    assert (row["article_id"], row["path"], row["title"], row["source_name"]) == ("a1", "a1", "Yes", "BMA"), row
    assert row["date"] == datetime.date(2019, 1, 2), row
    statement, = quotemark.parse(TEXT, cast=CAST)["statements"]
    assert statement["date"] is None and (statement["start"], statement["end"]) == (2, 12), statement
    year, = quotemark.parse(TEXT, date="0000", cast=CAST)["articles"]
    assert year["date"] is None and year["date_text"] == "0000", year


def nothing():
    for table in quotemark.TABLES:
        found = read([], table)
        assert len(found) == 0 and found.schema == quotemark.schema(table)
    found = quotemark.parse("")
    assert found["errors"] == [] and found["flat"] == [] and len(found["articles"]) == 1, found
    assert quotemark.parse(None)["errors"] == ["file/unreadable: there is no text: it is None"]
    texts = pyarrow.record_batch({"id": ["a", "b", None], "text": pyarrow.array([None, TEXT, None], pyarrow.string())})
    for table in quotemark.TABLES:
        found = quotemark.parse_batch(texts, cast=CAST, table=table).to_pylist()
        first, last = found[0], found[-1]
        assert first["article_id"] == "a" and "null" in first["errors"][0], first
        assert last["article_id"] is None and "null" in last["errors"][0], last
        assert all(value is None for name, value in first.items() if name not in ("article_id", "errors")), first
    nulls = pyarrow.record_batch({"text": pyarrow.nulls(2), "date": pyarrow.nulls(2)})
    assert len(quotemark.parse_batch(nulls)) == 2


def bad_texts():
    many = 1_000_000
    texts = {
        "half": TEXT[:45],
        "plain": "word " * (many // 5),
        "open": "[" * many,
        "closed": "]{" * (many // 2),
        "tags": "[a]{by @ann}" * (many // 12),
        "deep": "[“a " * 2000 + "]{by @ann}" * 2000,
        "fence": ":::" * (many // 3),
        "zero": "\0" * many,
        "line": "\r" * many,
        "wide": "😀" * many,
        "header": "---\n" + "a: b\n" * (many // 5),
        "declared": "".join(f"@p{number}: P\n" for number in range(many // 10)),
    }
    columns = {"id": list(texts), "text": list(texts.values())}
    for table in ("articles", "flat"):
        found = quotemark.parse_batch(pyarrow.record_batch(columns), cast=CAST, table=table)
        if table == "articles":
            assert found.column("article_id").to_pylist() == list(texts)
            words = dict(zip(texts, found.column("words").to_pylist()))
            assert words["plain"] == many // 5 and words["wide"] == 1, words
        else:
            tags = found.filter(pyarrow.compute.equal(found.column("article_id"), "tags"))
            assert len(tags) == many // 12, len(tags)
    for name, text in texts.items():
        errors = quotemark.parse(text, cast=CAST)["errors"]
        assert bool(errors) == (name in BROKEN), (name, errors[:3])
    # No text at all.
    lone = quotemark.parse("a \ud800 b")["errors"]
    assert lone[0].startswith("file/not-utf-8: "), lone
    cut = quotemark.parse(TEXT.encode()[:20])["errors"]
    assert cut[0].startswith("file/not-utf-8: the text is not UTF-8 from byte 19"), cut
    bytes_ = pyarrow.record_batch({"id": ["a", "b"], "text": [b"\xff\xfe", TEXT.encode()]})
    found = quotemark.parse_batch(bytes_, cast=CAST).to_pylist()
    assert found[0]["article_id"] == "a" and found[0]["errors"][0].startswith("file/not-utf-8"), found
    assert found[1]["speaker_id"] == "@ann" and found[1]["errors"] == [], found
    long = pyarrow.record_batch({"id": ["long"], "text": [" " * (64 << 20) + "."]})
    assert "part the article" in quotemark.parse_batch(long)["errors"].to_pylist()[0][0]
    date = pyarrow.record_batch({"id": ["d"], "text": [TEXT], "date": ["24.11.2011"]})
    assert "date/malformed" in quotemark.parse_batch(date, cast=CAST)["errors"].to_pylist()[0][0]
    # Where the rows of `flat` would come to far more than the text, it is said how many are missing.
    speakers, topics = (", ".join(f"{sigil}n{number}" for number in range(400)) for sigil in "@#")
    many = pyarrow.record_batch({"id": ["many"], "text": [f"[So]{{by {speakers} on {topics}}}."]})
    flat = quotemark.parse_batch(many)
    told, = {error for row in flat["errors"].to_pylist() for error in row if error.startswith("flat/left-out: ")}
    missing, = re.findall(r"so (\d+) of them are not here", told)
    assert len(flat) + int(missing) == 400 * 400, (len(flat), told)
    assert told in quotemark.parse(many["text"][0].as_py())["errors"]
    statements = quotemark.parse_batch(many, table="statements")["errors"].to_pylist()[0]
    assert not any(error.startswith("flat/") for error in statements), statements


def wrong_calls():
    texts = batch([("a", TEXT)])
    raises(ValueError, "no column \"text\", only: x", lambda: quotemark.parse_batch(pyarrow.record_batch({"x": [1]})))
    raises(ValueError, "flat", lambda: quotemark.parse_batch(texts, table="rows"))
    raises(ValueError, "Cast.table()", lambda: quotemark.parse_batch(texts, table="entities"))
    raises(ValueError, "own keys", lambda: quotemark.parse_batch(texts, own_keys=["x"]))
    raises(TypeError, "List", lambda: quotemark.parse_batch(pyarrow.record_batch({"text": [["a"]]})))
    raises(TypeError, "int", lambda: quotemark.parse(3))
    raises(TypeError, "quotemark.Cast", lambda: quotemark.parse("a", cast=3))
    raises(TypeError, "datetime.date", lambda: quotemark.parse("a", date=3))
    raises(TypeError, "", lambda: quotemark.parse_batch([1, 2]))


def raises(kind, words, call):
    try:
        call()
    except kind as error:
        assert words in str(error), error
        return
    raise AssertionError(f"{kind.__name__} was not raised: {words}")


def column_types():
    day = datetime.date(2011, 11, 24)
    for text in ("string", "large_string", "string_view", "binary", "large_binary", "binary_view"):
        value = TEXT.encode() if "binary" in text else TEXT
        for number in ("int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64", "string"):
            one = "7" if number == "string" else 7
            columns = {
                "text": pyarrow.array([value, value], getattr(pyarrow, text)()),
                "id": pyarrow.array([one, one], getattr(pyarrow, number)()),
                "date": pyarrow.array([day, None], pyarrow.date32()),
                "source": pyarrow.array(["&bma", None]).dictionary_encode(),
                "unread": pyarrow.array([1.5, 2.5]),
            }
            found = quotemark.parse_batch(pyarrow.record_batch(columns), cast=CAST).to_pylist()
            assert [row["article_id"] for row in found] == ["7", "7"], found
            assert [row["date"] for row in found] == [day, None], found
            assert [row["source_name"] for row in found] == ["BMA", None], found
    empty = pyarrow.DictionaryArray.from_arrays(pyarrow.array([None], pyarrow.int8()), pyarrow.array([], pyarrow.string()))
    found = quotemark.parse_batch(pyarrow.record_batch({"text": empty}), cast=CAST)
    assert "null" in found["errors"].to_pylist()[0][0]
    # A part of a batch is a view that begins elsewhere.
    part = batch([(str(number), TEXT * number) for number in range(9)]).slice(3, 2)
    assert len(quotemark.parse_batch(part, cast=CAST)) == 7


def casts():
    one = quotemark.Cast(CAST)
    again = pickle.loads(pickle.dumps(one))
    assert again == one and hash(again) == hash(one) and again.texts == [CAST]
    assert one != quotemark.Cast(CAST, "") and "1 text" in repr(one)
    assert quotemark.parse(TEXT, id="a", cast=again) == quotemark.parse(TEXT, id="a", cast=CAST)
    two = quotemark.Cast("@ann: Ann Lee\n", "@bob: Bob\n    role: head of &nobody\n@ann: Ann\n")
    assert one.errors == [] and any(error.startswith("2:") for error in two.errors), two.errors
    entities = one.table("entities")
    assert entities.column("entity_id").to_pylist() == ["#cuts", "&bma", "@ann", "@bob"], entities
    assert one.table("roles").column("org_id").to_pylist() == ["&bma"]
    raises(ValueError, "entities", lambda: one.table("flat"))


def threads(articles):
    known, some = cast(), batch(articles)
    expected = quotemark.parse_batch(some, cast=known)
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        calls = [pool.submit(quotemark.parse_batch, some, cast=known) for _ in range(24)]
        assert all(call.result() == expected for call in calls)
    # Others run Python meanwhile: with this interval nobody is made to let them.
    before = sys.getswitchinterval()
    sys.setswitchinterval(3600)
    begun, done = threading.Event(), threading.Event()

    def work():
        begun.set()
        quotemark.parse_batch(batch(articles * 40), cast=known)
        done.set()

    thread = threading.Thread(target=work)
    thread.start()
    begun.wait()
    assert not done.is_set(), "nobody else ran while articles were read"
    thread.join()
    sys.setswitchinterval(before)


def processes(articles):
    """As Dask, Ray and Spark do: a cast and batches are sent to processes that know nothing."""
    known = cast()
    parts = [articles[first : first + 50] for first in range(0, len(articles), 50)]
    context = multiprocessing.get_context("spawn")
    with concurrent.futures.ProcessPoolExecutor(2, mp_context=context) as pool:
        calls = [pool.submit(quotemark.parse_batch, batch(part), cast=known) for part in parts]
        found = [call.result() for call in calls]
    found = [row for part in found for row in whole(part, "flat")]
    rows.equal("in other processes", found, expected("flat"))


def frames(articles):
    """What Spark's mapInPandas and Dask's map_partitions hand over."""
    frame = pandas.DataFrame(articles, columns=["path", "text"])
    frame = frame[frame.index % 2 == 0]
    found = quotemark.parse_batch(pyarrow.RecordBatch.from_pandas(frame), cast=cast()).to_pandas()
    assert len(found) > 0 and list(found.columns) == quotemark.schema().names
    assert set(found["path"].dropna()) <= set(frame["path"])


def in_duckdb(articles):
    database, known = duckdb.connect(), cast()
    database.execute("CREATE TABLE articles (path VARCHAR, text VARCHAR)")
    database.executemany("INSERT INTO articles VALUES (?, ?)", articles)
    reader = database.sql("SELECT path, text FROM articles ORDER BY path").to_arrow_reader(100)
    parsed = pyarrow.RecordBatchReader.from_batches(
        quotemark.schema(), (quotemark.parse_batch(part, cast=known) for part in reader)
    )
    duckdb.sql("CREATE TABLE flat AS SELECT * FROM parsed")
    found = rows.of_duckdb("flat WHERE statement_id IS NOT NULL", own("flat"))
    rows.equal("DuckDB", found, expected("flat"))


if __name__ == "__main__":
    main()
