"""A corpus of some thousand articles, made of the reports of an example, each many times."""
import pathlib


def write(folder, example, copies):
    """Writes it, and gives the articles as (path, text) in the order of the paths."""
    folder, example = pathlib.Path(folder), pathlib.Path(example)
    folder.mkdir(parents=True)
    (folder / "cast.qm").write_bytes((example / "cast.qm").read_bytes())
    reports = sorted(file for file in example.glob("*.qm") if file.name != "cast.qm")
    articles = {}
    for copy in range(copies):
        for number, report in enumerate(reports):
            path = f"{report.name[:4]}/{copy:04}-{report.name}"
            articles[path] = varied(report.read_text("utf-8"), copy * len(reports) + number)
    for path, text in articles.items():
        file = folder / path
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(text.encode())
    return sorted(articles.items())


def varied(text, number):
    """The same report with a name of its own, and now and then something that is harder to read."""
    header, body = text[4:].split("\n---\n", 1)
    if number % 7:
        header += f"\nid: report-{number}"
    if number % 5 == 0:
        header += f"\nPage  No: {number % 90}"
        body += f"\n😀 [“So,” says [a stranger]{{@stranger-{number}}}, [“so”]{{by \"a man\" on #nothing-{number}}}]{{by ? to &nhs}}.\n"
    if number % 11 == 0:
        body += "\n[Never closed]{by @laurence-buckman\n\nand [whole]{note: as it seems}.\n"
    if number % 13 == 0:
        body += f"\n[“Mine”]{{by @own-{number}}}\n\n@own-{number}: Own Person\n    role: clerk of &nhs\n"
    text = f"---\n{header}\n---\n{body}"
    return text.replace("\n", "\r\n") if number % 17 == 0 else text
