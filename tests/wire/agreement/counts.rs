//! How much there is: every surface that counts, asked about the same corpus.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::Comparison;
use super::shape::{list, rows};

/// Asks every surface.
pub async fn compare(comparison: &mut Comparison) {
    let summary = whole(comparison).await;
    speakers(comparison, &summary).await;
    topics(comparison).await;
    articles(comparison, &summary).await;
}

async fn answer(comparison: &Comparison, command: &str, argument: Value) -> Value {
    let answer = comparison.command(command, json!([argument])).await;
    answer.unwrap_or_else(|refused| panic!("{command}: {refused}"))
}

// ---- The corpus -----------------------------------------------------------------

/// The counts of the corpus: `check`, the lists of quotes, the status bar's summary.
async fn whole(comparison: &mut Comparison) -> Value {
    let summary = answer(comparison, "quotemark.summary", Value::Null).await;
    let counts = comparison.run(&["check", "--format", "json"]).json()["counts"].clone();
    for key in ["articles", "people", "organisations", "quotes"] {
        comparison.compare(&format!("check's {key}"), &summary[key], &counts[key]);
    }
    let printed = comparison.run(&["quotes", "--format", "json"]).json();
    let printed = json!(list(&printed).len());
    comparison.compare(
        "the quotes of the command line",
        &summary["quotes"],
        &printed,
    );
    let all = comparison
        .command("quotemark.quotes", json!([]))
        .await
        .unwrap();
    let listed = json!(list(&all["quotes"]).len());
    comparison.compare("quotemark.quotes", &summary["quotes"], &listed);
    for order in ["said", "articles"] {
        let pages = quote_pages(comparison, json!({ "order": order })).await;
        comparison.compare(
            "the pages of quotes",
            &summary["quotes"],
            &json!(pages.len()),
        );
    }
    // Whoever says a quote is a speaker, once. `?` is nobody.
    let rows = rows(&all);
    let speaking = rows.iter().flat_map(|row| list(&row["speakers"]));
    let speaking: BTreeSet<&str> = speaking.filter_map(|named| named["id"].as_str()).collect();
    let speaking = speaking.iter().filter(|id| **id != "?").count();
    comparison.compare(
        "those who say a quote",
        &summary["speakers"],
        &json!(speaking),
    );
    summary
}

/// All pages of quotes that are wanted, with a few on each.
async fn quote_pages(comparison: &mut Comparison, wanted: Value) -> Vec<Value> {
    let mut all = Vec::new();
    let mut total = 1;
    while all.len() < total {
        let mut page = wanted.clone();
        page["offset"] = json!(all.len());
        page["limit"] = json!(7);
        let page = answer(comparison, "quotemark.quotesPage", page).await;
        total = usize::try_from(page["total"].as_u64().unwrap()).unwrap();
        let found = rows(&page);
        if found.is_empty() {
            break;
        }
        all.extend(found);
    }
    comparison.compare(
        &format!("the total of {wanted}"),
        &json!(total),
        &json!(all.len()),
    );
    all
}

// ---- Speakers -------------------------------------------------------------------

/// The counts of each speaker: the lists, the pages of the tree, its children,
/// the count above the declaration and in the hover.
async fn speakers(comparison: &mut Comparison, summary: &Value) {
    let printed = comparison.run(&["speakers", "--format", "json"]).json();
    let mut pages = Vec::new();
    loop {
        let wanted =
            json!({ "limit": 3, "after": pages.last().map(|row: &Value| row["id"].clone()) });
        let page = answer(comparison, "quotemark.speakersPage", wanted).await;
        let total = json!(list(&printed).len());
        comparison.compare("the total of speakers", &page["total"], &total);
        if list(&page["speakers"]).is_empty() {
            break;
        }
        pages.extend(list(&page["speakers"]).to_owned());
    }
    comparison.compare("the pages of speakers", &json!(pages), &printed);
    for kind in ["person", "organisation"] {
        let of_kind = pages.iter().filter(|row| row["kind"] == kind).count();
        let key = if kind == "person" {
            "people"
        } else {
            "organisations"
        };
        comparison.compare(
            &format!("the rows of {key}"),
            &json!(of_kind),
            &summary[key],
        );
    }
    let quoted = pages.iter().filter(|row| row["quotes"] != 0);
    let quoted: Vec<&Value> = quoted.collect();
    comparison.compare("speakers", &summary["speakers"], &json!(quoted.len()));
    let wanted = json!({ "quoted": true, "limit": 1000 });
    let page = answer(comparison, "quotemark.speakersPage", wanted).await;
    comparison.compare("those who are quoted", &page["speakers"], &json!(quoted));
    comparison.compare("how many are quoted", &page["total"], &summary["speakers"]);
    let declared = comparison
        .command("quotemark.speakers", json!([]))
        .await
        .unwrap();
    comparison.compare(
        "those of the picker",
        &json!(list(&declared).len()),
        &json!(pages.len()),
    );
    for (row, placed) in pages.iter().zip(list(&declared)) {
        let mut unplaced = placed.clone();
        unplaced.as_object_mut().unwrap().remove("location");
        comparison.compare("a row of the picker", &unplaced, row);
        let id = row["id"].as_str().unwrap();
        let number = |key: &str| row[key].as_u64().unwrap() as usize;
        let wanted = json!({ "whose": id, "order": "articles" });
        let said = quote_pages(comparison, wanted).await;
        let is_own = |quote: &&Value| {
            let mut speakers = list(&quote["speakers"]).iter();
            speakers.any(|speaker| speaker["id"] == id)
        };
        let own = said.iter().filter(is_own).count();
        comparison.compare(&format!("{id} says"), &row["quotes"], &json!(own));
        let all = number("quotes") + number("onBehalf");
        comparison.compare(&format!("of {id}"), &json!(all), &json!(said.len()));
        let flag = if id.starts_with('@') { "--by" } else { "--of" };
        let listed = ["quotes", flag, id, "--format", "json"];
        let listed = list(&comparison.run(&listed).json()).len();
        comparison.compare(&format!("{flag} {id}"), &json!(all), &json!(listed));
        if flag == "--of" {
            let listed = ["quotes", flag, id, "--with-parts", "--format", "json"];
            let listed = list(&comparison.run(&listed).json()).len();
            let what = format!("{flag} {id} --with-parts");
            comparison.compare(&what, &row["withParts"], &json!(listed));
            let wanted = json!({ "whose": id, "withParts": true });
            let said = quote_pages(comparison, wanted).await;
            comparison.compare(&what, &row["withParts"], &json!(said.len()));
        }
        // Every article with one of them, or with a mention.
        let mentioned = comparison.articles().into_iter().filter(|(_, text)| {
            let mention = format!("]{{{id}}}");
            text.contains(&mention)
        });
        let mentioned = mentioned.map(|(name, _)| comparison.folder.uri(&name).to_string());
        let articles: BTreeSet<String> = said
            .iter()
            .map(|quote| quote["location"]["uri"].as_str().unwrap().to_owned())
            .chain(mentioned)
            .collect();
        comparison.compare(
            &format!("articles of {id}"),
            &row["articles"],
            &json!(articles.len()),
        );
        if !placed["location"].is_null() {
            above(comparison, id, &placed["location"], row).await;
        }
    }
}

/// How many quotes are whose, in words.
fn counted_quotes(row: &Value) -> String {
    let number = |key: &str| row[key].as_u64().unwrap();
    let (own, on_behalf, with_parts) = (number("quotes"), number("onBehalf"), number("withParts"));
    let mut kinds = Vec::new();
    if on_behalf > 0 {
        kinds.push(format!("{own} its own, {on_behalf} on its behalf"));
    }
    if with_parts > own + on_behalf {
        kinds.push(format!("{with_parts} with its parts"));
    }
    let quotes = counted(own + on_behalf, "quote");
    match kinds.is_empty() {
        true => quotes,
        false => format!("{quotes} ({})", kinds.join(", ")),
    }
}

fn counted(number: u64, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}

/// The count above a declaration, and the one in the hover.
async fn above(comparison: &mut Comparison, id: &str, location: &Value, row: &Value) {
    let document = json!({ "uri": location["uri"] });
    let lens = lens_at(comparison, &location["uri"], &location["range"]["start"]).await;
    let number = |key: &str| row[key].as_u64().unwrap();
    let expected = [
        counted_quotes(row),
        counted(number("mentions"), "mention"),
        counted(number("articles"), "article"),
    ];
    let expected = expected.join(" · ");
    let is_counted = number("withParts") > 0 || row["mentions"] != 0;
    let has_lens = is_counted
        && comparison
            .articles()
            .iter()
            .any(|(name, _)| location["uri"] == comparison.folder.uri(name).as_str());
    if has_lens {
        comparison.compare(&format!("the count above {id}"), &lens, &json!(expected));
        let params = json!({ "textDocument": document, "position": location["range"]["start"] });
        let hover = comparison
            .editor
            .ask("textDocument/hover", params)
            .await
            .unwrap();
        let is_shown = hover.to_string().contains(&expected);
        comparison.compare(
            &format!("“{expected}” in the hover of {id}"),
            &json!(is_shown),
            &json!(true),
        );
    }
}

/// What is counted above a line.
async fn lens_at(comparison: &Comparison, uri: &Value, at: &Value) -> Value {
    let params = json!({ "textDocument": { "uri": uri } });
    let lenses = comparison.editor.ask("textDocument/codeLens", params).await;
    let lenses = lenses.unwrap();
    let lens = list(&lenses)
        .iter()
        .find(|lens| lens["range"]["start"] == *at);
    let Some(lens) = lens else {
        return Value::Null;
    };
    let lens = comparison
        .editor
        .ask("codeLens/resolve", lens.clone())
        .await;
    lens.unwrap()["command"]["title"].clone()
}

// ---- Topics and articles --------------------------------------------------------

/// The counts of each topic, and of those who speak on it.
async fn topics(comparison: &mut Comparison) {
    let page = answer(comparison, "quotemark.topicsPage", json!({ "limit": 1000 })).await;
    let topics = list(&page["topics"]).to_owned();
    comparison.compare("the topics", &page["total"], &json!(topics.len()));
    // The table of `count`, which leaves out topics without a quote.
    let table = comparison.run(&["count", "--by", "topic", "--format", "json"]);
    let table = table.json();
    let in_table = |id: &str| {
        let mut rows = list(&table).iter();
        let row = rows.find(|row| row["topic_id"] == id);
        row.map_or(json!(0), |row| row["statements"].clone())
    };
    for topic in topics {
        let id = topic["id"].as_str().unwrap();
        let said = quote_pages(comparison, json!({ "whose": id })).await;
        comparison.compare(
            &format!("quotes on {id}"),
            &topic["quotes"],
            &json!(said.len()),
        );
        comparison.compare(
            &format!("{id} in the table"),
            &in_table(id),
            &topic["quotes"],
        );
        let listed = ["quotes", "--on", id, "--format", "json"];
        let listed = list(&comparison.run(&listed).json()).len();
        comparison.compare(&format!("--on {id}"), &json!(listed), &topic["quotes"]);
        for side in ["on", "for", "against"] {
            let sided = quote_pages(comparison, json!({ "on": id, "side": side })).await;
            let expected = said.iter().filter(|quote| {
                let mut topics = list(&quote["topics"]).iter();
                topics.any(|topic| topic["id"] == id && topic["side"] == side)
            });
            let what = format!("quotes {side} {id}");
            comparison.compare(&what, &json!(sided.len()), &json!(expected.count()));
        }
        // The tree narrowed to the topic: what is below each speaker is what the line counts.
        let wanted = json!({ "on": id, "limit": 1000 });
        let page = answer(comparison, "quotemark.speakersPage", wanted).await;
        for row in list(&page["speakers"]) {
            let wanted = json!({ "whose": row["id"], "on": id, "order": "articles" });
            let said = quote_pages(comparison, wanted).await;
            let what = format!("of {} on {id}", row["id"]);
            let number = |row: &Value, key: &str| row[key].as_u64().unwrap();
            let counted = number(row, "quotes") + number(row, "onBehalf");
            comparison.compare(&what, &json!(counted), &json!(said.len()));
            // A filter makes no number larger.
            let wanted = json!({ "limit": 0, "also": [row["id"]] });
            let whole = answer(comparison, "quotemark.speakersPage", wanted).await;
            for key in ["quotes", "onBehalf", "withParts"] {
                let is_less = number(row, key) <= number(&whole["also"][0], key);
                comparison.compare(&format!("{what}: {key}"), &json!(is_less), &json!(true));
            }
        }
    }
}

/// The counts at the heads of articles and in their previews.
async fn articles(comparison: &mut Comparison, summary: &Value) {
    let (mut above, mut previewed) = (0, 0);
    for (name, _) in comparison.articles() {
        let uri = json!(comparison.folder.uri(&name).as_str());
        let lens = lens_at(comparison, &uri, &json!({ "line": 0, "character": 0 })).await;
        let words = lens.as_str().unwrap_or_default().split_once(" quote");
        // A declaration on the first line has mentions in what is counted above it.
        let is_of_article = !lens.as_str().unwrap_or_default().contains('·');
        above += words
            .filter(|_| is_of_article)
            .map_or(0, |(number, _)| number.parse::<usize>().unwrap_or_default());
        let preview = comparison.command("quotemark.preview", json!([uri])).await;
        previewed += list(&preview.unwrap()["quotes"]).len();
    }
    comparison.compare(
        "the counts above articles",
        &json!(above),
        &summary["quotes"],
    );
    comparison.compare(
        "the quotes in previews",
        &json!(previewed),
        &summary["quotes"],
    );
}
