//! The report: the page of the server is that of the command line, and its numbers are those
//! of other surfaces.

use serde_json::{Value, json};

use super::Comparison;
use super::shape::list;

/// Asks for the page of everything, and of what filters leave.
pub async fn compare(comparison: &mut Comparison) {
    whole(comparison).await;
    filtered(comparison).await;
    embedded(comparison).await;
}

async fn report(comparison: &Comparison, wanted: Value) -> Value {
    let answer = comparison
        .command("quotemark.report", json!([wanted]))
        .await;
    answer.unwrap_or_else(|refused| panic!("{wanted}: {refused}"))
}

/// The page that the command line writes, with some options.
fn written(comparison: &Comparison, options: &[&str]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let page = folder.path().join("page.html");
    let page = page.to_str().unwrap();
    let arguments = [&["report", "--out", page, "--title", "T"], options].concat();
    let said = comparison.run(&arguments);
    std::fs::read_to_string(page).unwrap_or_else(|why| panic!("{why}: {}", said.error))
}

/// The same as that of the command line, with the numbers of `check` and `count`.
async fn whole(comparison: &mut Comparison) {
    let answer = report(comparison, json!({ "title": "T" })).await;
    let page = answer["html"].as_str().unwrap();
    let same = json!(page == written(comparison, &[]));
    comparison.compare("the page", &same, &json!(true));
    let counts = comparison.run(&["check", "--format", "json"]).json()["counts"].clone();
    comparison.compare("its statements", &answer["statements"], &counts["quotes"]);
    comparison.compare("its articles", &answer["articles"], &counts["articles"]);
    comparison.compare(
        "the statements on it",
        &total(page, "statements"),
        &counts["quotes"],
    );
    for (noun, by) in [("topics", "topic"), ("speakers with a name", "speaker")] {
        let counted = comparison
            .run(&["count", "--by", by, "--format", "json"])
            .json();
        let key = format!("{by}_id");
        let named = list(&counted).iter().filter(|row| row[&key].is_string());
        let named = json!(named.count());
        comparison.compare(&format!("the {noun} on it"), &total(page, noun), &named);
    }
    let again = json!({ "title": "T", "version": answer["version"] });
    let again = report(comparison, again).await;
    comparison.compare("that it is the same", &again["unchanged"], &json!(true));
}

/// A number of the page's head.
fn total(page: &str, noun: &str) -> Value {
    let (_, number) = page.split_once(&format!("<dt>{noun}</dt><dd>")).unwrap();
    let (number, _) = number.split_once('<').unwrap();
    json!(number.replace('\u{202f}', "").parse::<usize>().unwrap())
}

async fn filtered(comparison: &mut Comparison) {
    let counted = comparison
        .run(&["count", "--by", "topic", "--format", "json"])
        .json();
    let topics = list(&counted)
        .iter()
        .filter_map(|row| row["topic_id"].as_str());
    let topics: Vec<String> = topics.map(str::to_owned).collect();
    for topic in &topics {
        for side in ["on", "for", "against"] {
            let mut wanted = json!({ "title": "T", "to": "2012" });
            wanted[side] = json!(topic);
            let answer = report(comparison, wanted).await;
            let page = written(comparison, &[&format!("--{side}"), topic, "--to", "2012"]);
            let what = format!("the page {side} {topic}");
            comparison.compare(&what, &json!(answer["html"] == page), &json!(true));
        }
    }
}

/// What an editor shows in a frame leads to the places that it tells.
async fn embedded(comparison: &mut Comparison) {
    let answer = report(comparison, json!({ "form": "embedded" })).await;
    let body = answer["body"].as_str().unwrap();
    let (files, places) = (list(&answer["files"]), list(&answer["places"]));
    let mut told = 0;
    for link in body.split("<code><a href=\"#source:").skip(1) {
        let (number, rest) = link.split_once("\">").unwrap();
        let (shown, _) = rest.split_once("</a>").unwrap();
        let place = &places[number.parse::<usize>().unwrap()];
        let file = &files[usize::try_from(place[0].as_u64().unwrap()).unwrap()];
        let name = comparison.name(file.as_str().unwrap());
        let place = format!("{name}:{}", place[1].as_u64().unwrap() + 1);
        // Others are composed on the page.
        if name.is_ascii() {
            comparison.compare("a place", &json!(place), &json!(shown));
        }
        told += 1;
    }
    assert!(
        told >= places.len() && places.len() > 2,
        "{told} {}",
        places.len()
    );
}
