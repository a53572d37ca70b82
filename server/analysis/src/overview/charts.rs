//! The pictures of the page: rows of bars and SVG, of which every mark is a link.

use super::gather::Period;
use super::html::{add, escaped, number, short};
use super::mark::Mark;
use super::network::{HEIGHT, NODE_NAME, Node, WIDTH, float, network};
use super::shown::{Overview, Ranked, Sides};
use crate::syntax::Side;

/// Adds a link to the quotes of a mark around what `inside` adds; where it has none, that alone.
pub fn linked(out: &mut String, page: &Overview, mark: &Mark, inside: impl FnOnce(&mut String)) {
    if !page.has(mark) {
        inside(out);
        return;
    }
    add!(out, "<a href=\"#{}\">", escaped(&mark.anchor(&page.ids)));
    inside(out);
    out.push_str("</a>");
}

/// Topics: what is against them to the left, what is for them to the right, and beside these
/// what takes no side.
pub fn topics(page: &Overview) -> String {
    let most = |counts: &[usize]| {
        let all = page.topics.iter();
        let all = all.flat_map(|topic| counts.iter().map(|place| topic.sides[*place]));
        all.max().unwrap_or(0)
    };
    let (most_sided, most_on) = (most(&[0, 2]), most(&[1]));
    let mut out = String::from(
        "<div class=\"rows sides\" role=\"list\">\n<div class=\"head\" aria-hidden=\"true\"><span></span><span>against</span><span>for</span><span>no side</span></div>\n",
    );
    for topic in &page.topics {
        let [against, neither, for_it] = topic.sides;
        let entity = topic.topic.entity;
        out.push_str("<div class=\"row\" role=\"listitem\">");
        name(&mut out, page, &Mark::Topic(entity, None), &topic.topic);
        let bars = [
            (Some(Side::Against), "against", against, most_sided),
            (Some(Side::For), "for", for_it, most_sided),
            (None, "on", neither, most_on),
        ];
        for (side, class, count, most) in bars {
            bar(
                &mut out,
                page,
                &Bar {
                    mark: Mark::Topic(entity, side),
                    title: title(topic, class, count),
                    class,
                    count,
                    most,
                },
            );
        }
        out.push_str("</div>\n");
    }
    out.push_str("</div>\n");
    out
}

fn title(topic: &Sides, side: &str, count: usize) -> String {
    format!("{side} {}: {}", topic.topic.name, number(count))
}

/// A bar with its number.
struct Bar {
    mark: Mark,
    title: String,
    class: &'static str,
    count: usize,
    /// The count of the longest bar beside or below it.
    most: usize,
}

/// The length of the longest bar in per cent of its cell; the rest is for its number.
const LONGEST: f64 = 60.0;

fn bar(out: &mut String, page: &Overview, bar: &Bar) {
    add!(out, "<span class=\"cell-{}\">", bar.class);
    if bar.count > 0 {
        linked(out, page, &bar.mark, |out| {
            let long = LONGEST * float(bar.count) / float(bar.most.max(1));
            add!(
                out,
                "<svg class=\"bar\" width=\"{long:.1}%\" height=\"18\" aria-hidden=\"true\"><rect class=\"{}\" width=\"100%\" height=\"100%\" rx=\"2\"><title>{}</title></rect></svg><b>{}</b>",
                bar.class,
                escaped(&bar.title),
                number(bar.count)
            );
        });
    }
    out.push_str("</span>");
}

fn name(out: &mut String, page: &Overview, mark: &Mark, one: &Ranked) {
    add!(
        out,
        "<span class=\"name\" title=\"{} {}\">",
        escaped(&one.name),
        escaped(&one.id)
    );
    linked(out, page, mark, |out| out.push_str(&escaped(&one.name)));
    out.push_str("</span>");
}

/// Who speaks most.
pub fn speakers(page: &Overview) -> String {
    let first = page.speakers.first();
    let most = first.map_or(1, |speaker| speaker.count);
    let mut out = String::from("<div class=\"rows\" role=\"list\">\n");
    for (row, speaker) in page.speakers.iter().enumerate() {
        let mark = Mark::Speaker(speaker.entity);
        out.push_str("<div class=\"row\" role=\"listitem\">");
        name(&mut out, page, &mark, speaker);
        bar(
            &mut out,
            page,
            &Bar {
                mark,
                title: format!("{}: {}", speaker.name, number(speaker.count)),
                class: if row < 5 { "first" } else { "on" },
                count: speaker.count,
                most,
            },
        );
        out.push_str("</div>\n");
    }
    out.push_str("</div>\n");
    out
}

/// How wide the picture of time is at the most, in pixels, and how many of them a date takes.
const WIDE: f64 = 960.0;
const DATE: f64 = 54.0;

/// How much was said in each year or month. It is as wide as there is room, so that its words
/// are as large as others.
pub fn time(page: &Overview) -> String {
    let (top, high, bottom) = (20.0, 170.0, 26.0);
    let counts = page.periods.iter().map(|period| period.count);
    let most = counts.max().unwrap_or(0).max(1);
    let step = 100.0 / float(page.periods.len().max(1));
    let wide = (step * 0.82).min(7.0);
    // As many dates are written as there is room for; where there is less, a third of them.
    let every = (DATE / (step * WIDE / 100.0)).ceil().max(1.0);
    let mut out = format!(
        "<svg class=\"time\" width=\"100%\" height=\"{}\" role=\"img\" aria-label=\"Statements in time\">",
        top + high + bottom
    );
    let is_many = page.periods.len() > 6;
    for (place, period) in page.periods.iter().enumerate() {
        let middle = step * (float(place) + 0.5);
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
            let is_seldom = float(place) % (3.0 * every) < 0.5 || !is_many;
            // The first and the last of many stand at the edges, which would cut them.
            let (at, anchor) = match place {
                0 if is_many => (0.0, "start"),
                _ if is_many && place + 1 == page.periods.len() => (100.0, "end"),
                _ => (middle, "middle"),
            };
            add!(
                &mut out,
                "<text class=\"{}\" x=\"{at:.2}%\" y=\"{:.1}\" text-anchor=\"{anchor}\">{}</text>",
                if is_seldom { "n" } else { "n more" },
                top + high + 18.0,
                period.written
            );
        }
    }
    add!(
        &mut out,
        "<line class=\"axis\" x1=\"0\" y1=\"{y}\" x2=\"100%\" y2=\"{y}\"/></svg>",
        y = top + high
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
            "<rect class=\"first\" x=\"{:.2}%\" y=\"{y:.1}\" width=\"{wide:.2}%\" height=\"{tall:.1}\" rx=\"1.5\"><title>{}: {}</title></rect>",
            middle - wide / 2.0,
            period.written,
            number(period.count)
        );
        if page.periods.len() <= 40 {
            add!(
                out,
                "<text class=\"s\" x=\"{middle:.2}%\" y=\"{:.1}\" text-anchor=\"middle\">{}</text>",
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
        "<div class=\"wide\"><svg class=\"net\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\" aria-label=\"Who speaks on what\">"
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
    out.push_str("</svg></div>\n");
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
