//! The page: its parts in their order, and the quotes of every mark.

use super::charts::{self, linked, sides};
use super::html::{add, escaped, number, push, share, short};
use super::mark::{Mark, Noted, UNFINISHED};
use super::quotes::Quote;
use super::shown::{Links, Overview};
use crate::features::shared::wording::counted;
use crate::syntax::Side;

/// How everything looks. Nothing else may be loaded or run: the page's own rules say so,
/// by the hash of these bytes.
pub const STYLE: &str = include_str!("style.css");

/// The SHA-256 of [`STYLE`], in base64.
pub const STYLE_HASH: &str = include_str!("style.sha256");

/// How many speakers and topics stand in the table of both.
const MATRIX: (usize, usize) = (14, 12);

/// The whole page.
pub fn page(page: &Overview) -> String {
    let mut out = String::with_capacity(1 << 20);
    let title = escaped(&page.title);
    add!(
        &mut out,
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-{}'; base-uri 'none'; form-action 'none'\">\n\
         <meta name=\"referrer\" content=\"no-referrer\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{title}: who said what</title>\n<style>{STYLE}</style>\n</head>\n<body>\n",
        STYLE_HASH.trim()
    );
    push_body(&mut out, page, Links::None);
    out.push_str("</body>\n</html>\n");
    out
}

/// What stands in its body.
pub fn body(page: &Overview, links: Links) -> String {
    let mut out = String::with_capacity(1 << 20);
    push_body(&mut out, page, links);
    out
}

fn push_body(out: &mut String, page: &Overview, links: Links) {
    out.push_str("<main>\n");
    head(out, page, &escaped(&page.title));
    if page.statements > 0 {
        unfinished(out, page);
        topics(out, page);
        time(out, page);
        speakers(out, page);
        matrix(out, page);
        net(out, page);
        contexts(out, page, links);
    }
    out.push_str("</main>\n");
    for (mark, noted) in &page.marks {
        quotes(out, page, mark, noted, links);
    }
}

fn head(out: &mut String, page: &Overview, title: &str) {
    add!(out, "<header id=\"top\"><h1>{title}</h1>\n");
    if !page.filter.is_empty() {
        add!(
            out,
            "<p class=\"filter\">Only <code>{}</code></p>\n",
            escaped(&page.filter)
        );
    }
    out.push_str("<dl class=\"totals\">");
    let totals = [
        ("statements", number(page.statements)),
        ("articles", number(page.articles)),
        ("speakers with a name", number(page.all_speakers.0)),
        ("topics", number(page.all_topics)),
    ];
    for (name, value) in totals {
        add!(out, "<div><dt>{name}</dt><dd>{value}</dd></div>");
    }
    if let Some((first, last)) = page.span {
        add!(
            out,
            "<div class=\"span\"><dt>from … to</dt><dd>{first} … {last}</dd></div>"
        );
    }
    out.push_str("</dl>\n");
    let silent = page.articles - page.quoting;
    match (page.statements, silent) {
        (0, _) => out.push_str("<p>There are no statements.</p>\n"),
        (_, 0) => out.push_str("<p class=\"note\">Every mark leads to its quotes.</p>\n"),
        (_, silent) => add!(
            out,
            "<p class=\"note\">Every mark leads to its quotes. {} without a statement.</p>\n",
            counted(silent, "article")
        ),
    }
    out.push_str("</header>\n");
}

fn section(out: &mut String, id: &str, heading: &str) {
    add!(out, "<section id=\"{id}\"><h2>{heading}</h2>\n");
}

fn unfinished(out: &mut String, page: &Overview) {
    section(out, "unfinished", "What is unfinished");
    if page.unfinished.iter().all(|count| *count == 0) {
        out.push_str(
            "<p>Nothing: each statement has a speaker, a topic, a role and a date.</p></section>\n",
        );
        return;
    }
    out.push_str("<ul class=\"open\">");
    let counts = page
        .unfinished
        .iter()
        .enumerate()
        .filter(|(_, count)| **count > 0);
    for (place, count) in counts {
        out.push_str("<li>");
        linked(out, page, &Mark::Unfinished(place), |out| {
            add!(
                out,
                "<b>{}</b> <span>{}</span>",
                number(*count),
                escaped(UNFINISHED[place].0).replace('`', "")
            );
        });
        add!(
            out,
            " <small>{}</small></li>",
            share(*count, page.statements)
        );
    }
    out.push_str("</ul></section>\n");
}

fn topics(out: &mut String, page: &Overview) {
    if page.topics.is_empty() {
        return;
    }
    section(out, "topics", "Topics and sides");
    out.push_str(&charts::topics(page));
    more(
        out,
        page.all_topics - page.topics.len(),
        "topic",
        "topic,stance",
    );
    out.push_str("</section>\n");
}

/// How many there are besides, and the command that counts all.
fn more(out: &mut String, count: usize, noun: &str, by: &str) {
    if count > 0 {
        add!(
            out,
            "<p class=\"note\">and {} more: <code>quotemark count --by {by}</code></p>\n",
            counted(count, noun)
        );
    }
}

fn time(out: &mut String, page: &Overview) {
    if page.periods.is_empty() {
        return;
    }
    section(out, "time", "In time");
    out.push_str(&charts::time(page));
    out.push_str("</section>\n");
}

fn speakers(out: &mut String, page: &Overview) {
    if page.speakers.is_empty() {
        return;
    }
    section(out, "speakers", "Who speaks most");
    let (count, said) = page.all_speakers;
    if count > 5 {
        let first: usize = page
            .speakers
            .iter()
            .take(5)
            .map(|speaker| speaker.count)
            .sum();
        add!(
            out,
            "<p>The first five of {} say <b>{}</b> of what speakers with a name say.</p>\n",
            number(count),
            share(first, said)
        );
    }
    out.push_str(&charts::speakers(page));
    more(out, count - page.speakers.len(), "speaker", "speaker");
    out.push_str("</section>\n");
}

fn matrix(out: &mut String, page: &Overview) {
    let speakers = &page.speakers[..page.speakers.len().min(MATRIX.0)];
    let topics = &page.topics[..page.topics.len().min(MATRIX.1)];
    if speakers.is_empty() || topics.is_empty() {
        return;
    }
    section(out, "matrix", "Speakers and topics");
    out.push_str(
        "<p class=\"key\"><i class=\"cell a\"></i> more against <i class=\"cell f\"></i> more for <i class=\"cell o\"></i> no side, or both alike</p>\n\
         <div class=\"wide\"><table><thead><tr><td></td>",
    );
    for topic in topics {
        let name = &topic.topic.name;
        add!(out, "<th scope=\"col\" title=\"{}\"><span>", escaped(name));
        linked(out, page, &Mark::Topic(topic.topic.entity, None), |out| {
            push(out, &short(name, 30))
        });
        out.push_str("</span></th>");
    }
    out.push_str("</tr></thead><tbody>");
    for speaker in speakers {
        out.push_str("<tr><th scope=\"row\">");
        linked(out, page, &Mark::Speaker(speaker.entity), |out| {
            push(out, &short(&speaker.name, 32))
        });
        out.push_str("</th>");
        for topic in topics {
            let pair = (speaker.entity, topic.topic.entity);
            let Some(counts) = page.pairs.get(&pair) else {
                out.push_str("<td></td>");
                continue;
            };
            let [against, _, for_it] = *counts;
            let class = match against.cmp(&for_it) {
                std::cmp::Ordering::Greater => "a",
                std::cmp::Ordering::Less => "f",
                std::cmp::Ordering::Equal => "o",
            };
            add!(
                out,
                "<td class=\"cell {class}\" title=\"{}\">",
                sides(*counts)
            );
            linked(out, page, &Mark::Pair(pair.0, pair.1), |out| {
                out.push_str(&number(counts.iter().sum()));
            });
            out.push_str("</td>");
        }
        out.push_str("</tr>");
    }
    out.push_str("</tbody></table></div></section>\n");
}

fn net(out: &mut String, page: &Overview) {
    if page.pairs.is_empty() {
        return;
    }
    section(out, "network", "Who speaks on what");
    out.push_str(
        "<p class=\"key\"><i class=\"dot\"></i> speaker <i class=\"box\"></i> topic <i class=\"dash against\"></i> more against <i class=\"dash for\"></i> more for <i class=\"dash on\"></i> no side, or both alike; at most the 48 strongest lines</p>\n",
    );
    out.push_str(&charts::net(page));
    out.push_str("</section>\n");
}

fn contexts(out: &mut String, page: &Overview, links: Links) {
    if page.contexts.is_empty() {
        return;
    }
    section(out, "words", "Words in context");
    out.push_str(
        "<p class=\"note\">Words that come more often in the latest quotes on a topic than in the others of this page.</p>\n",
    );
    let mut topic = None;
    for context in &page.contexts {
        if topic != Some(context.topic) {
            topic = Some(context.topic);
            let shown = &page.topics[context.topic].topic;
            out.push_str("<h3>");
            linked(out, page, &Mark::Topic(shown.entity, None), |out| {
                push(out, &shown.name)
            });
            out.push_str("</h3>\n");
        }
        add!(
            out,
            "<table class=\"kwic\"><caption><b>{}</b> in {}</caption>",
            escaped(&context.word),
            counted(context.count, "quote")
        );
        for line in &context.lines {
            let Some(quote) = page.quotes.get(&line.quote) else {
                continue;
            };
            add!(
                out,
                "<tr><td class=\"before\"><div>{}</div></td><td class=\"word\">{}</td><td class=\"after\"><div>{}</div></td><td class=\"who\"><div title=\"{who} {place}\">{} <code>{place}</code></div></td></tr>",
                escaped(&line.before),
                to_source(&escaped(&line.word), quote, links),
                escaped(&line.after),
                escaped(&short(&quote.names, 40)),
                who = escaped(&quote.speakers),
                place = escaped(&quote.place)
            );
        }
        out.push_str("</table>\n");
    }
    out.push_str("</section>\n");
}

/// The quotes of a mark, which are shown when it is followed.
fn quotes(out: &mut String, page: &Overview, mark: &Mark, noted: &Noted, links: Links) {
    let (heading, back) = heading(page, mark);
    add!(
        out,
        "<aside id=\"{anchor}\"><div class=\"sheet\"><p class=\"close\"><a href=\"#{back}\">close</a></p><h2>{heading}</h2><p class=\"note\">{}",
        counted_with_space(noted.count),
        anchor = escaped(&mark.anchor(&page.ids)),
    );
    if noted.count > noted.shown.len() {
        add!(out, ", of which these are the latest {}", noted.shown.len());
    }
    out.push_str("</p><ol>");
    for place in &noted.shown {
        if let Some(quote) = page.quotes.get(&(place.article, place.quote)) {
            push_quote(out, quote, links);
        }
    }
    out.push_str("</ol>");
    if noted.count > noted.shown.len() {
        add!(
            out,
            "<p class=\"note\">and {} more",
            number(noted.count - noted.shown.len())
        );
        match (mark, mark.command(page)) {
            (_, Some(command)) => add!(out, ": <code>{}</code>", escaped(&command)),
            (Mark::Unfinished(place), None) => add!(
                out,
                ": <code>quotemark export --out tables --format csv</code>, then {}",
                code(UNFINISHED[*place].1)
            ),
            (_, None) => {}
        }
        out.push_str("</p>");
    }
    out.push_str("</div></aside>\n");
}

fn counted_with_space(count: usize) -> String {
    let ending = if count == 1 { "" } else { "s" };
    format!("{} statement{ending}", number(count))
}

/// Words with what stands between backticks as code.
fn code(words: &str) -> String {
    let mut shown = String::new();
    for (number, piece) in words.split('`').enumerate() {
        match number % 2 {
            0 => push(&mut shown, piece),
            _ => add!(&mut shown, "<code>{}</code>", escaped(piece)),
        }
    }
    shown
}

fn push_quote(out: &mut String, quote: &Quote, links: Links) {
    add!(
        out,
        "<li><blockquote>{}</blockquote><p><b>{}</b>",
        to_source(&escaped(&quote.words), quote, links),
        escaped(&quote.speakers)
    );
    if !quote.date.is_empty() {
        add!(out, " · <time>{}</time>", escaped(&quote.date));
    }
    if !quote.topics.is_empty() {
        add!(out, " · {}", escaped(&quote.topics));
    }
    out.push_str("<br>");
    if !quote.title.is_empty() {
        add!(out, "<cite>{}</cite> ", escaped(&quote.title));
    }
    add!(
        out,
        "<code>{}</code></p></li>",
        to_source(&escaped(&quote.place), quote, links)
    );
}

/// Words, as a link to the place of a quote where there are such links.
fn to_source(shown: &str, quote: &Quote, links: Links) -> String {
    match links {
        Links::None => shown.to_owned(),
        Links::ToSource => format!("<a href=\"#source:{}\">{shown}</a>", quote.number),
    }
}

/// What the quotes of a mark are called, and the part of the page from which they are reached.
fn heading(page: &Overview, mark: &Mark) -> (String, &'static str) {
    let name = |entity| {
        let speakers = page.speakers.iter();
        let topics = page.topics.iter().map(|topic| &topic.topic);
        let one = speakers.chain(topics).find(|one| one.entity == entity);
        one.map_or(String::new(), |one| escaped(&one.name))
    };
    match *mark {
        Mark::Unfinished(place) => (code(UNFINISHED[place].0), "unfinished"),
        Mark::Topic(topic, None) => (name(topic), "topics"),
        Mark::Topic(topic, Some(side)) => {
            let side = match side {
                Side::Against => "Against",
                Side::For => "For",
                Side::On => "On",
            };
            (format!("{side}: {}", name(topic)), "topics")
        }
        Mark::Period(year, month) => (super::mark::period(year, month), "time"),
        Mark::Speaker(speaker) => (name(speaker), "speakers"),
        Mark::Pair(speaker, topic) => (format!("{} on {}", name(speaker), name(topic)), "matrix"),
    }
}
