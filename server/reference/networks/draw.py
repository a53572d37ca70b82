"""Draws a network of actors and topics, as `quotemark network --out sides.graphml` writes it, as SVG.

usage: draw.py sides.graphml sides.svg

Actors stand to the left and topics to the right, in the order in which the fewest lines cross; a line is as wide as its
events are many, and has the colour of the side that is taken more often. Needs networkx alone.
"""
import html
import sys

import networkx

WIDE, ROW, TOP = 980, 38, 56
LEFT, RIGHT = 336, 636
STYLE = """
svg{font:14px system-ui,"Segoe UI",Roboto,sans-serif;--paper:#fbfaf7;--ink:#1d2126;--dim:#5c646d;--for:#2f6fae;--against:#c2571a;--on:#8b929a}
@media(prefers-color-scheme:dark){svg{--paper:#15181c;--ink:#e6e7e8;--dim:#9aa3ac;--for:#6aa9e6;--against:#e8905a;--on:#7d8590}}
text{fill:var(--ink)}.key{fill:var(--dim);font-size:13px}.paper{fill:var(--paper)}
path{fill:none;opacity:.75;stroke-linecap:round}.for{stroke:var(--for)}.against{stroke:var(--against)}.on{stroke:var(--on);stroke-dasharray:1 7}
circle{fill:var(--ink)}rect.topic{fill:var(--paper);stroke:var(--ink);stroke-width:2}
"""


def main():
    graph = networkx.read_graphml(sys.argv[1])
    # Which node is which number is nothing to draw by: ids stay.
    graph = networkx.relabel_nodes(graph, {node: data["entity"] for node, data in graph.nodes(data=True)})
    sides = [sorted(node for node, data in graph.nodes(data=True) if data["bipartite"] == side) for side in (0, 1)]
    actors, topics = in_order(graph, *sides)
    high = TOP + ROW * max(len(actors), len(topics)) + 12
    places = {node: (LEFT, y) for node, y in zip(actors, rows(actors, high))}
    places |= {node: (RIGHT, y) for node, y in zip(topics, rows(topics, high))}
    with open(sys.argv[2], "w", encoding="utf-8") as file:
        file.write(picture(graph, places, high))


def in_order(graph, actors, topics):
    """Both sides, the strongest group first, so that each stands near those with whom it has lines."""
    groups = sorted(networkx.connected_components(graph), key=lambda group: (-len(group), min(group)))
    ordered = ([], [])
    for group in groups:
        left, right = ([node for node in side if node in group] for side in (actors, topics))
        best = None
        for _ in range(20):
            left = by_middle(graph, left, right)
            right = by_middle(graph, right, left)
            crossed = crossings(graph, left, right)
            if best is None or crossed < best[0]:
                best = (crossed, left, right)
        ordered[0].extend(best[1])
        ordered[1].extend(best[2])
    return ordered


def by_middle(graph, side, other):
    """A side in the order of the middles of its lines' other ends."""
    place = {node: number for number, node in enumerate(other)}

    def middle(node):
        ends = [(place[end], data["weight"]) for _, end, data in graph.edges(node, data=True)]
        return sum(at * weight for at, weight in ends) / sum(weight for _, weight in ends)

    return sorted(side, key=lambda node: (middle(node), node))


def crossings(graph, left, right):
    place = {node: number for side in (left, right) for number, node in enumerate(side)}
    of_left = set(left)
    lines = [(place[one], place[two]) if one in of_left else (place[two], place[one])
             for one, two in graph.edges(left)]
    return sum((a - c) * (b - d) < 0 for number, (a, b) in enumerate(lines) for c, d in lines[:number])


def rows(side, high):
    step = (high - TOP - 12) / len(side)
    return [TOP + step * (number + 0.5) for number in range(len(side))]


def picture(graph, places, high):
    most = max(data["weight"] for _, _, data in graph.edges(data=True))
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE} {high}" width="{WIDE}" height="{high}" role="img" '
        'aria-label="Organisations, topics, and who takes which side on what">',
        f"<style>{STYLE}</style>",
        f'<rect class="paper" width="{WIDE}" height="{high}" rx="8"/>',
    ]
    for x, side, words in ((40, "for", "more for"), (150, "against", "more against"), (290, "on", "no side")):
        out.append(f'<path class="{side}" d="M{x} 26h26" stroke-width="5"/><text class="key" x="{x + 34}" y="30">{words}</text>')
    out.append(f'<text class="key" x="{WIDE - 40}" y="30" text-anchor="end">the wider, the more statements</text>')
    for one, two, data in sorted(graph.edges(data=True), key=lambda edge: (-edge[2]["weight"], sorted(edge[:2]))):
        (x1, y1), (x2, y2) = sorted((places[one], places[two]))
        side = "for" if data["for"] > data["against"] else "against" if data["against"] > data["for"] else "on"
        wide = 2 + 10 * data["weight"] / most
        names = " – ".join(graph.nodes[node]["name"] for node in (one, two))
        told = ", ".join(f"{data[side]} {side}" for side in ("for", "against", "on") if data[side])
        out.append(
            f'<path class="{side}" d="M{x1} {y1:.1f}C{x1 + 120} {y1:.1f} {x2 - 120} {y2:.1f} {x2} {y2:.1f}" '
            f'stroke-width="{wide:.1f}"><title>{html.escape(names)}: {told}</title></path>'
        )
    for node, (x, y) in places.items():
        name, count = html.escape(graph.nodes[node]["name"]), graph.nodes[node]["statements"]
        size = 5 + count**0.5
        if x == LEFT:
            out.append(f'<circle cx="{x}" cy="{y:.1f}" r="{size:.1f}"/>')
            out.append(f'<text x="{x - 18}" y="{y + 5:.1f}" text-anchor="end">{name}</text>')
        else:
            out.append(f'<rect class="topic" x="{x - size:.1f}" y="{y - size:.1f}" width="{2 * size:.1f}" height="{2 * size:.1f}" rx="3"/>')
            out.append(f'<text x="{x + 18}" y="{y + 5:.1f}">{name}</text>')
    return "\n".join([*out, "</svg>", ""])


main()
