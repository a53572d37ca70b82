"""Reads the forms of other tools and the networks that Quotemark writes, by libraries that these tools
use or by what they require.

usage: forms.py QUOTEMARK CORPUS FOLDER
"""
import base64
import csv
import hashlib
import json
import pathlib
import sqlite3
import subprocess
import sys
import zipfile

import igraph
import networkx
from lxml import etree
from pyrefiqda import RefiProject

QUOTEMARK, CORPUS, FOLDER = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])


def main():
    dna()
    networks()
    annotations()
    brat()
    popolo()
    qdpx()
    tei()
    print("ok      DNA, networks, Web Annotations, brat, Popolo, REFI-QDA and TEI are read by others")


def run(command, *options):
    command = [QUOTEMARK, command, str(CORPUS), *map(str, options)]
    subprocess.run(command, check=True, stderr=subprocess.DEVNULL)


def table(name):
    run("export", "--out", FOLDER / f"{name}.jsonl", "--force")
    return [json.loads(line) for line in (FOLDER / f"{name}.jsonl").open()]


def stripped(path):
    words = subprocess.run([QUOTEMARK, "strip", CORPUS / path], check=True, stdout=subprocess.PIPE)
    return words.stdout.decode()


def dna():
    run("export", "--out", FOLDER / "corpus.dna")
    database = sqlite3.connect(FOLDER / "corpus.dna")
    assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    # DNA asks for a password, which its library keeps so.
    for name, kept in database.execute("SELECT Name, Password FROM CODERS"):
        kept = base64.b64decode(kept)
        digest = kept[:16] + b"quotemark"
        for _ in range(100_000):
            digest = hashlib.sha256(digest).digest()
        assert digest == kept[16:], name
    # Every statement of the type has a value of each variable, or DNA stops.
    variables = database.execute("SELECT ID, DataType, StatementTypeId FROM VARIABLES").fetchall()
    held = {"short text": "DATASHORTTEXT", "boolean": "DATABOOLEAN", "long text": "DATALONGTEXT"}
    for variable, kind, of in variables:
        without = database.execute(
            f"SELECT count(*) FROM STATEMENTS WHERE StatementTypeId = ? AND ID NOT IN "
            f"(SELECT StatementId FROM {held[kind]} WHERE VariableId = ?)",
            (of, variable),
        )
        assert without.fetchone() == (0,), variable
    # The words of every statement stand where it says, in UTF-16 units as Java counts.
    written = set()
    for text, start, stop in database.execute(
        "SELECT Text, Start, Stop FROM STATEMENTS JOIN DOCUMENTS d ON d.ID = DocumentId"
    ):
        units = text.encode("utf-16-le")[2 * start : 2 * stop]
        written.add(units.decode("utf-16-le"))
    single = {row["text"] for row in table("statements") if row["parts"] == 1}
    assert single <= written, single - written
    # A row for each speaker, organisation and topic.
    topics = {}
    for row in table("statement_topics"):
        topics[row["statement_id"]] = topics.get(row["statement_id"], 0) + 1
    expected = sum(
        max(1, len(row["org_id_then"])) * topics.get(row["statement_id"], 1)
        for row in table("statement_speakers")
    )
    count = database.execute("SELECT count(*) FROM STATEMENTS WHERE StatementTypeId = 1").fetchone()
    assert count == (expected,), (count, expected)
    run("export", "--out", FOLDER / "events.csv", "--format", "dna-csv")
    with (FOLDER / "events.csv").open(newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter=";"))
    assert len(rows) == expected
    assert {row["text"] for row in rows} >= single


def networks():
    for kind in ("actor-topic", "actor-actor", "topic-topic"):
        for normalise in ("no", "activity" if kind == "actor-topic" else "cosine"):
            weight = "congruence" if kind == "actor-actor" else "ignore"
            options = ["--kind", kind, "--weight", weight, "--normalise", normalise]
            options += ["--actor", "speaker", "--neutral", "agree", "--force"]
            run("network", "--out", FOLDER / "n.graphml", *options)
            run("network", "--out", FOLDER / "n.gexf", *options)
            lists = FOLDER / f"lists-{kind}-{normalise}"
            run("network", "--out", lists, "--format", "csv", *options)
            same(lists, kind)


def same(lists, kind):
    """The same nodes and edges in GraphML by two libraries, in GEXF and in the lists."""
    nodes = list(csv.DictReader((lists / "nodes.csv").open(newline="")))
    edges = {
        (row["Source"], row["Target"]): float(row["Weight"])
        for row in csv.DictReader((lists / "edges.csv").open(newline=""))
    }
    labels = {row["Id"]: row["Label"] for row in nodes}
    assert edges and len(set(labels.values())) == len(labels) and 0 not in edges.values()
    expected = {frozenset((labels[one], labels[other])): weight for (one, other), weight in edges.items()}
    assert len(expected) == len(edges)

    graph = networkx.read_graphml(FOLDER / "n.graphml")
    assert not graph.is_directed() and not graph.is_multigraph()
    name = graph.nodes.data("name")
    read = {frozenset((name[a], name[b])): weight for a, b, weight in graph.edges.data("weight")}
    assert read == expected
    assert {data["entity"] for _, data in graph.nodes.data()} == set(labels)
    assert all(type(weight) is float for weight in read.values())
    if kind == "actor-topic":
        first = {node for node, mode in graph.nodes.data("bipartite") if mode == 0}
        assert networkx.bipartite.is_bipartite_node_set(graph, first)

    graph = igraph.Graph.Read_GraphML(str(FOLDER / "n.graphml"))
    assert not graph.is_directed() and graph.is_simple()
    assert sorted(graph.vs["name"]) == sorted(labels.values())
    read = {
        frozenset((graph.vs[edge.source]["name"], graph.vs[edge.target]["name"])): edge["weight"]
        for edge in graph.es
    }
    assert read == expected

    space = "{http://gexf.net/1.3}"
    root = etree.parse(FOLDER / "n.gexf").getroot()
    assert root.tag == f"{space}gexf" and root.get("version") == "1.3"
    label = {node.get("id"): node.get("label") for node in root.iter(f"{space}node")}
    assert sorted(label.values()) == sorted(labels.values())
    read = {
        frozenset((label[edge.get("source")], label[edge.get("target")])): float(edge.get("weight"))
        for edge in root.iter(f"{space}edge")
    }
    assert read == expected


def annotations():
    run("export", "--out", FOLDER / "corpus.jsonld")
    page = json.load((FOLDER / "corpus.jsonld").open())
    articles = {row["article_id"]: stripped(row["path"]) for row in table("articles")}
    counts = [len(table(name)) for name in ("statements", "mentions", "notes")]
    assert len(page["items"]) == sum(counts)
    ids = {item["id"] for item in page["items"]}
    assert len(ids) == len(page["items"])
    for item in page["items"]:
        targets = item["target"] if isinstance(item["target"], list) else [item["target"]]
        for target in targets:
            text = articles[target["source"].rsplit(":", 1)[1]]
            quote, place = target["selector"]
            assert text[place["start"] : place["end"]] == quote["exact"]
            around = quote["prefix"] + quote["exact"] + quote["suffix"]
            assert around in text


def brat():
    run("export", "--out", FOLDER / "brat", "--format", "brat")
    texts = sorted((FOLDER / "brat").glob("*.txt"))
    assert len(texts) == len(table("articles"))
    spans = 0
    for path in texts:
        text = path.read_bytes().decode()
        for line in path.with_suffix(".ann").read_text().splitlines():
            if not line.startswith("T"):
                continue
            _, place, words = line.split("\t")
            pieces = (piece.split() for piece in place.split(" ", 1)[1].split(";"))
            found = " ".join(text[int(start) : int(end)] for start, end in pieces)
            # What brat itself asks of a line.
            assert found == words and "\n" not in words, line
            spans += 1
    counts = [len(table(name)) for name in ("statements", "mentions", "notes")]
    assert spans == sum(counts)


def popolo():
    run("export", "--out", FOLDER / "cast.json", "--format", "popolo")
    cast = json.load((FOLDER / "cast.json").open())
    entities = table("entities")
    for kind, key in (("person", "persons"), ("organisation", "organizations")):
        ids = [row["entity_id"] for row in entities if row["kind"] == kind]
        assert [one["id"] for one in cast[key]] == ids
    assert len(cast["memberships"]) == len(table("roles"))
    people = {one["id"] for one in cast["persons"]}
    organisations = {one["id"] for one in cast["organizations"]}
    for membership in cast["memberships"]:
        assert membership["person_id"] in people
        assert membership.get("organization_id") in organisations | {None}


def qdpx():
    run("export", "--out", FOLDER / "corpus.qdpx")
    archive = zipfile.ZipFile(FOLDER / "corpus.qdpx")
    assert archive.testzip() is None
    space = "{urn:QDA-XML:project:1.0}"
    root = etree.fromstring(archive.read("project.qde"))
    order = ["Users", "CodeBook", "Variables", "Cases", "Sources", "Notes", "Links"]
    found = [child.tag.removeprefix(space) for child in root]
    assert found == [name for name in order if name in found] and root.tag == f"{space}Project"
    codes = {code.get("guid"): code.get("name") for code in root.iter(f"{space}Code")}
    # Selections without a remark are the fragments of statements, each with its words.
    articles = {row["article_id"]: row["path"] for row in table("articles")}
    of = {row["statement_id"]: row["article_id"] for row in table("statements")}
    expected = sorted((articles[of[row["statement_id"]]], row["text"]) for row in table("fragments"))
    titles = {row["path"]: row["title"] or row["path"] for row in table("articles")}
    read, coded, selections = [], 0, set()
    for source in root.iter(f"{space}TextSource"):
        name = source.get("plainTextPath").removeprefix("internal://")
        text = archive.read(f"sources/{name}").decode()
        path, = (path for path in titles if stripped(path).replace("\r\n", "\n") == text)
        assert source.get("name") == titles[path]
        for selection in source.iter(f"{space}PlainTextSelection"):
            words = text[int(selection.get("startPosition")) : int(selection.get("endPosition"))]
            if selection.find(f"{space}NoteRef") is None:
                read.append((path, words))
                selections.add(selection.get("guid"))
            for coding in selection.iter(f"{space}CodeRef"):
                assert coding.get("targetGUID") in codes
                coded += 1
    assert sorted(read) == expected, (sorted(read), expected)
    topics = table("statement_topics")
    fragments = [row["statement_id"] for row in table("fragments")]
    assert coded == sum(fragments.count(row["statement_id"]) for row in topics)
    # Each case has the fragments of what was said by it or for it.
    spoken = {}
    for row in table("statement_speakers"):
        for one in {row["speaker_id"], *row["org_id_then"]} - {None}:
            spoken.setdefault(one, set()).add(row["statement_id"])
    ids = {}
    variable, = (one.get("guid") for one in root.iter(f"{space}Variable") if one.get("name") == "Id")
    for case in root.iter(f"{space}Case"):
        theirs = [one.get("targetGUID") for one in case.iter(f"{space}SelectionRef")]
        assert set(theirs) <= selections
        for value in case.iter(f"{space}VariableValue"):
            if value[0].get("targetGUID") == variable:
                ids[value[1].text] = len(theirs)
    expected = {one: sum(fragments.count(said) for said in all) for one, all in spoken.items()}
    assert {one: count for one, count in ids.items() if count} == expected
    # A library whose classes are made of the standard's schema reads the same.
    project = RefiProject.load(FOLDER / "corpus.qdpx", extract_dir=str(FOLDER / "qdpx"))
    selections = [one for source in project.sources.text_source for one in source.plain_text_selection]
    assert len(selections) == len(list(root.iter(f"{space}PlainTextSelection")))
    assert len(project.cases.case) == len(list(root.iter(f"{space}Case")))
    assert {one.name for one in project.code_book.codes.code} <= set(codes.values())


def tei():
    """What the schema of Parla-CLARIN asks for, which no registry of packages has, as far as it is told here."""
    run("export", "--out", FOLDER / "tei", "--format", "tei")
    tree = etree.parse(FOLDER / "tei/corpus.xml")
    tree.xinclude()
    space, xml = "{http://www.tei-c.org/ns/1.0}", "{http://www.w3.org/XML/1998/namespace}"
    root = tree.getroot()
    assert root.tag == f"{space}teiCorpus"
    assert [child.tag for child in root] == [f"{space}teiHeader"] + [f"{space}TEI"] * len(table("articles"))
    for part in [root, *root.findall(f"{space}TEI")]:
        described = [child.tag.removeprefix(space) for child in part.find(f"{space}teiHeader/{space}fileDesc")]
        assert described == ["titleStmt", "publicationStmt", "sourceDesc"], described
        assert part is root or part.find(f"{space}text/{space}body") is not None
    ids = [element.get(f"{xml}id") for element in root.iter() if element.get(f"{xml}id")]
    assert len(ids) == len(set(ids))
    references = "who toWhom corresp ana ref next prev target active passive".split()
    for element in root.iter(etree.Element):
        for name in references:
            for reference in (element.get(name) or "").split():
                assert not reference.startswith("#") or reference[1:] in set(ids), (element.tag, name, reference)
    # The pieces of a statement have its words; what stands in notes is nobody's.
    words = {}
    for piece in root.iter(f"{space}said"):
        inside = "".join(
            text
            for text in piece.xpath(".//text()[not(ancestor::t:note)]", namespaces={"t": space[1:-1]})
        )
        statement = piece.get(f"{xml}id").split(".")[1]
        words[statement] = words.get(statement, "") + "".join(inside.split())
    expected = {}
    for row in table("fragments"):
        expected[row["statement_id"]] = expected.get(row["statement_id"], "") + "".join(row["text"].split())
    assert words == expected


main()
