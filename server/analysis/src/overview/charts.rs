//! The pictures of the page, as SVG of which every mark is a link.

use super::gather::Period;
use super::html::{add, escaped, number, short};
use super::mark::Mark;
use super::network::{HEIGHT, NODE_NAME, Node, WIDTH, float, network};
use super::shown::{Overview, Ranked, Sides};
use crate::syntax::Side;

/// How many characters of a name are drawn.
const NAME: usize = 34;

/// How high a row of bars is, and how wide pictures are.
const ROW: f64 = 26.0;
const WIDE: f64 = 960.0;

/// Adds a link to the quotes of a mark around what `inside` adds; where it has none, that alone.
pub fn linked(out: &mut String, page: &Overview, mark: &Mark, inside: impl FnOnce(&mut String)) {
    let Some((place, _)) = page.noted(mark) else {
        inside(out);
        return;
    };
    add!(out, "<a href=\"#m{place}\">");
    inside(out);
    out.push_str("</a>");
}

/// Topics: what is against them to the left, what is for them to the right, and beside these
/// what takes no side.
pub fn topics(page: &Overview) -> String {
    let (name, middle, half, on, on_wide) = (268.0, 524.0, 212.0, 790.0, 120.0);
    let most = page
        .topics
        .iter()
        .flat_map(|topic| [topic.sides[0], topic.sides[2]]);
    let most = float(most.max().unwrap_or(0).max(1));
    let most_on = float(
        page.topics
            .iter()
            .map(|topic| topic.sides[1])
            .max()
            .unwrap_or(0)
            .max(1),
    );
    let height = ROW * float(page.topics.len()) + 34.0;
    let mut out = begin(
        height,
        "Statements by topic: against to the left, for to the right",
    );
    add!(
        &mut out,
        "<text class=\"h\" x=\"{}\" y=\"14\" text-anchor=\"end\">against</text>",
        middle - 12.0
    );
    add!(
        &mut out,
        "<text class=\"h\" x=\"{}\" y=\"14\">for</text>",
        middle + 12.0
    );
    add!(
        &mut out,
        "<text class=\"h\" x=\"{on}\" y=\"14\">on, without a side</text>"
    );
    for (row, topic) in page.topics.iter().enumerate() {
        let y = 26.0 + ROW * float(row);
        let [against, neither, for_it] = topic.sides;
        let entity = topic.topic.entity;
        linked(&mut out, page, &Mark::Topic(entity, None), |out| {
            row_label(out, &topic.topic, name, y);
        });
        bar(
            &mut out,
            page,
            &Bar {
                mark: Mark::Topic(entity, Some(Side::Against)),
                title: title(topic, "against", against),
                x: middle - 1.0,
                y,
                length: -half * float(against) / most,
                class: "against",
                count: against,
            },
        );
        bar(
            &mut out,
            page,
            &Bar {
                mark: Mark::Topic(entity, Some(Side::For)),
                title: title(topic, "for", for_it),
                x: middle + 1.0,
                y,
                length: half * float(for_it) / most,
                class: "for",
                count: for_it,
            },
        );
        bar(
            &mut out,
            page,
            &Bar {
                mark: Mark::Topic(entity, None),
                title: title(topic, "on", neither),
                x: on,
                y,
                length: on_wide * float(neither) / most_on,
                class: "on",
                count: neither,
            },
        );
    }
    add!(
        &mut out,
        "<line class=\"axis\" x1=\"{middle}\" y1=\"22\" x2=\"{middle}\" y2=\"{}\"/>",
        height - 6.0
    );
    out.push_str("</svg>");
    out
}

fn title(topic: &Sides, side: &str, count: usize) -> String {
    format!("{side} {}: {}", topic.topic.name, number(count))
}

/// A bar with its number.
struct Bar {
    mark: Mark,
    title: String,
    x: f64,
    y: f64,
    /// To the left where it is below 0.
    length: f64,
    class: &'static str,
    count: usize,
}

fn bar(out: &mut String, page: &Overview, bar: &Bar) {
    if bar.count == 0 {
        return;
    }
    linked(out, page, &bar.mark, |out| {
        let wide = bar.length.abs().max(1.5);
        let x = if bar.length < 0.0 {
            bar.x - wide
        } else {
            bar.x
        };
        add!(
            out,
            "<rect class=\"bar {}\" x=\"{x:.1}\" y=\"{:.1}\" width=\"{wide:.1}\" height=\"18\" rx=\"2\"><title>{}</title></rect>",
            bar.class,
            bar.y,
            escaped(&bar.title)
        );
        let (at, anchor) = match bar.length < 0.0 {
            true => (x - 5.0, "end"),
            false => (x + wide + 5.0, "start"),
        };
        add!(
            out,
            "<text class=\"n\" x=\"{at:.1}\" y=\"{:.1}\" text-anchor=\"{anchor}\">{}</text>",
            bar.y + 13.5,
            number(bar.count)
        );
    });
}

fn row_label(out: &mut String, one: &Ranked, right: f64, y: f64) {
    add!(
        out,
        "<text class=\"l\" x=\"{right}\" y=\"{:.1}\" text-anchor=\"end\">{}<title>{} {}</title></text>",
        y + 13.5,
        escaped(&short(&one.name, NAME)),
        escaped(&one.name),
        escaped(&one.id)
    );
}

/// Who speaks most.
pub fn speakers(page: &Overview) -> String {
    let (name, wide) = (268.0, 600.0);
    let most = float(
        page.speakers
            .first()
            .map_or(1, |speaker| speaker.count.max(1)),
    );
    let mut out = begin(ROW * float(page.speakers.len()) + 8.0, "Who speaks most");
    for (row, speaker) in page.speakers.iter().enumerate() {
        let y = 4.0 + ROW * float(row);
        let mark = Mark::Speaker(speaker.entity);
        linked(&mut out, page, &mark, |out| {
            row_label(out, speaker, name, y)
        });
        bar(
            &mut out,
            page,
            &Bar {
                mark,
                title: format!("{}: {}", speaker.name, number(speaker.count)),
                x: name + 12.0,
                y,
                length: wide * float(speaker.count) / most,
                class: if row < 5 { "first" } else { "on" },
                count: speaker.count,
            },
        );
    }
    out.push_str("</svg>");
    out
}

/// How much was said in each year or month.
pub fn time(page: &Overview) -> String {
    let (top, high, bottom) = (20.0, 170.0, 26.0);
    let most = page
        .periods
        .iter()
        .map(|period| period.count)
        .max()
        .unwrap_or(0)
        .max(1);
    let step = (WIDE - 20.0) / float(page.periods.len().max(1));
    let wide = (step * 0.82).min(60.0);
    // As many years are written as there is room for.
    let every = (54.0 / step).ceil().max(1.0);
    let mut out = begin(top + high + bottom, "Statements in time");
    for (place, period) in page.periods.iter().enumerate() {
        let middle = 10.0 + step * (float(place) + 0.5);
        let tall = high * float(period.count) / float(most);
        if period.count > 0 {
            column(
                &mut out,
                page,
                period,
                (middle, top + high - tall),
                (wide, tall.max(1.5)),
            );
        }
        if float(place) % every < 0.5 {
            add!(
                &mut out,
                "<text class=\"n\" x=\"{middle:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{}</text>",
                top + high + 18.0,
                period.written
            );
        }
    }
    add!(
        &mut out,
        "<line class=\"axis\" x1=\"10\" y1=\"{y}\" x2=\"{x}\" y2=\"{y}\"/></svg>",
        y = top + high,
        x = WIDE - 10.0
    );
    out
}

fn column(
    out: &mut String,
    page: &Overview,
    period: &Period,
    (middle, y): (f64, f64),
    (wide, tall): (f64, f64),
) {
    linked(out, page, &period.mark, |out| {
        add!(
            out,
            "<rect class=\"bar time\" x=\"{:.1}\" y=\"{y:.1}\" width=\"{wide:.1}\" height=\"{tall:.1}\" rx=\"1.5\"><title>{}: {}</title></rect>",
            middle - wide / 2.0,
            period.written,
            number(period.count)
        );
        if page.periods.len() <= 40 {
            add!(
                out,
                "<text class=\"s\" x=\"{middle:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{}</text>",
                y - 4.0,
                short_number(period.count)
            );
        }
    });
}

/// A number in as few characters as it can be said.
fn short_number(count: usize) -> String {
    match count {
        0..10_000 => number(count),
        _ => format!("{}k", count / 1_000),
    }
}

/// Who speaks on what.
pub fn net(page: &Overview) -> String {
    let (nodes, edges) = network(page);
    let mut out = format!(
        "<svg viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\" aria-label=\"Who speaks on what\">"
    );
    let most = edges
        .iter()
        .map(|edge| edge.sides.iter().sum::<usize>())
        .max();
    for edge in &edges {
        let (speaker, topic) = (&nodes[edge.ends.0], &nodes[edge.ends.1]);
        let [against, _, for_it] = edge.sides;
        let class = match against.cmp(&for_it) {
            std::cmp::Ordering::Greater => "against",
            std::cmp::Ordering::Less => "for",
            std::cmp::Ordering::Equal => "on",
        };
        let all = edge.sides.iter().sum::<usize>();
        let wide = 1.2 + 7.0 * float(all) / float(most.unwrap_or(1));
        let mark = Mark::Pair(speaker.one.entity, topic.one.entity);
        linked(&mut out, page, &mark, |out| {
            add!(
                out,
                "<line class=\"edge {class}\" x1=\"{:.1}\" y1=\"{:.1}\" x2=\"{:.1}\" y2=\"{:.1}\" stroke-width=\"{wide:.1}\"><title>{} on {}: {}</title></line>",
                speaker.at.0,
                speaker.at.1,
                topic.at.0,
                topic.at.1,
                escaped(&speaker.one.name),
                escaped(&topic.one.name),
                sides(edge.sides)
            );
        });
    }
    // Names stand over everything.
    for node in &nodes {
        let ((x, y), radius) = (node.at, node.radius);
        linked(&mut out, page, &mark_of(node), |out| {
            let title = format!("{}: {}", escaped(&node.one.name), number(node.one.count));
            match node.is_topic {
                true => add!(
                    out,
                    "<rect class=\"topic\" x=\"{:.1}\" y=\"{:.1}\" width=\"{w:.1}\" height=\"{w:.1}\" rx=\"3\"><title>{title}</title></rect>",
                    x - radius,
                    y - radius,
                    w = 2.0 * radius
                ),
                false => add!(
                    out,
                    "<circle class=\"speaker\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{radius:.1}\"><title>{title}</title></circle>"
                ),
            }
        });
    }
    for node in &nodes {
        linked(&mut out, page, &mark_of(node), |out| {
            add!(
                out,
                "<text class=\"node\" x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{}</text>",
                node.at.0,
                node.at.1 + node.radius + 13.0,
                escaped(&short(&node.one.name, NODE_NAME))
            );
        });
    }
    out.push_str("</svg>");
    out
}

fn mark_of(node: &Node<'_>) -> Mark {
    match node.is_topic {
        true => Mark::Topic(node.one.entity, None),
        false => Mark::Speaker(node.one.entity),
    }
}

/// How often somebody takes each side, in words.
pub fn sides([against, on, for_it]: [usize; 3]) -> String {
    let all = [(for_it, "for"), (against, "against"), (on, "on")];
    let all = all.iter().filter(|(count, _)| *count > 0);
    let words: Vec<String> = all
        .map(|(count, side)| format!("{} {side}", number(*count)))
        .collect();
    words.join(", ")
}

fn begin(height: f64, label: &str) -> String {
    format!("<svg viewBox=\"0 0 {WIDE} {height:.0}\" role=\"img\" aria-label=\"{label}\">")
}
