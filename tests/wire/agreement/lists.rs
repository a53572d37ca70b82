//! What is asked of a whole corpus: reports, quotes, speakers, symbols.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::Comparison;
use super::command_line::{run, side_by_side};
use super::shape::{PLACE, list, location, only, place, rows, with};

/// Asks for every list.
pub async fn compare(comparison: &mut Comparison) {
    reports(comparison).await;
    quotes(comparison).await;
    speakers(comparison).await;
    symbols(comparison).await;
}

// ---- Reports ------------------------------------------------------------------

async fn reports(comparison: &mut Comparison) {
    let said = comparison.run(&["check", "--format", "json"]).json();
    let mut expected: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    for found in list(&said["diagnostics"]) {
        let file = found["file"].as_str().unwrap().to_owned();
        let mut found = found.clone();
        let related = list(&found["related"]).iter();
        let keys: Vec<&str> = PLACE.into_iter().chain(["message"]).collect();
        found["related"] = related.map(|related| only(related, &keys)).collect();
        expected.entry(file).or_default().push(found);
    }
    let mut found: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    for (name, _) in comparison.articles() {
        let uri = json!(comparison.folder.uri(&name).as_str());
        let params = json!({ "textDocument": { "uri": uri } });
        let report = comparison
            .editor
            .ask("textDocument/diagnostic", params)
            .await;
        let report = report.unwrap();
        let items = list(&report["items"]).iter();
        let items = items.map(|item| report_of(comparison, &uri, item));
        found.insert(name, items.collect());
    }
    whole(comparison, &found).await;
    // Files that are no articles are published to those that pull as well.
    for name in comparison.folder.names() {
        let uri = comparison.folder.uri(&name);
        if found.contains_key(&name) {
            continue;
        }
        let published = match expected.get(&name) {
            None => comparison.editor.published(&uri),
            Some(expected) => {
                let codes = expected.iter().filter_map(|found| found["code"].as_str());
                let codes: Vec<&str> = codes.collect();
                comparison.editor.until_codes(&uri, &codes).await
            }
        };
        let address = json!(uri.as_str());
        let items = published.iter().map(|item| {
            let item = serde_json::to_value(item).unwrap();
            report_of(comparison, &address, &item)
        });
        let items: Vec<Value> = items.collect();
        if !items.is_empty() {
            found.insert(name, items);
        }
    }
    found.retain(|_, items| !items.is_empty());
    for name in comparison.folder.names() {
        let of = |all: &BTreeMap<_, Vec<Value>>| json!(all.get(&name));
        let (server, command_line) = (of(&found), of(&expected));
        comparison.compare(&format!("check {name}"), &server, &command_line);
    }
}

/// The reports on the workspace are those on its articles. The request stays
/// open while there are none.
async fn whole(comparison: &mut Comparison, articles: &BTreeMap<String, Vec<Value>>) {
    if articles.values().all(Vec::is_empty) {
        return;
    }
    let params = json!({ "previousResultIds": [] });
    let pulled = comparison.editor.ask("workspace/diagnostic", params).await;
    let pulled = pulled.unwrap();
    let items = list(&pulled["items"]).iter().map(|report| {
        let items = list(&report["items"]).iter();
        let items = items.map(|item| report_of(comparison, &report["uri"], item));
        let name = comparison.name(report["uri"].as_str().unwrap());
        (name, items.collect())
    });
    let items: BTreeMap<String, Vec<Value>> = items.collect();
    for (name, expected) in articles {
        let of_whole = items.get(name).cloned().unwrap_or_default();
        let what = format!("workspace/diagnostic and textDocument/diagnostic of {name}");
        comparison.compare(&what, &json!(of_whole), &json!(expected));
    }
}

fn report_of(comparison: &Comparison, uri: &Value, item: &Value) -> Value {
    let severities = ["", "error", "warning", "information", "hint"];
    let severity = item["severity"].as_u64().unwrap();
    let related = list(&item["relatedInformation"]).iter().map(|related| {
        let message = json!({ "message": related["message"] });
        with(&location(comparison, &related["location"]), &message)
    });
    let report = json!({
        "code": item["code"],
        "severity": severities[usize::try_from(severity).unwrap()],
        "message": item["message"],
        "related": related.collect::<Vec<_>>(),
    });
    with(&place(comparison, uri, &item["range"]), &report)
}

// ---- Quotes -------------------------------------------------------------------

async fn quotes(comparison: &mut Comparison) {
    let mut filters = vec![
        json!({}),
        json!({ "from": "2011-12" }),
        json!({ "to": "2011" }),
        json!({ "from": "2011-11", "to": "2012-06-28" }),
        json!({ "from": "12.3.2011" }),
        json!({ "by": "nobody-at-all" }),
        json!({ "on": "@ann" }),
        json!({ "against": "nothing-at-all" }),
    ];
    let declared = comparison
        .command("quotemark.speakers", json!([]))
        .await
        .unwrap();
    for row in list(&declared).iter().take(8) {
        let id = row["id"].as_str().unwrap();
        filters.push(json!({ "by": id }));
        if let Some(bare) = id.strip_prefix('&') {
            filters.push(json!({ "of": bare, "from": "2011" }));
            filters.push(json!({ "of": bare, "withParts": true }));
        }
    }
    let wanted = json!([{ "matching": "#", "limit": 4 }]);
    let topics = comparison.command("quotemark.entities", wanted).await;
    for topic in list(&topics.unwrap()) {
        filters.push(json!({ "on": topic["id"] }));
        filters.push(json!({ "on": topic["id"], "withParts": true }));
        filters.push(json!({ "for": topic["id"] }));
        filters.push(json!({ "against": topic["id"], "withParts": true, "to": "2013" }));
    }
    let folder = comparison.folder.path();
    let said = side_by_side(&filters, |filter| run(folder, &arguments("quotes", filter)));
    for (filter, said) in filters.iter().zip(said) {
        let server = comparison
            .command("quotemark.quotes", json!([filter]))
            .await;
        let what = format!("quotes {filter}");
        match (server, said.refusal()) {
            (Ok(server), None) => {
                let server = rows(&server);
                let server = server.iter().map(|row| row_of(comparison, row)).collect();
                let mut said = said.json();
                for row in said.as_array_mut().unwrap() {
                    let row = row.as_object_mut().unwrap();
                    // The same as those of the speakers, in one list.
                    row.remove("roles");
                    // By these the tables of `quotemark export` know it.
                    assert!(row.remove("article_id").unwrap().is_string());
                    assert!(row.remove("statement_id").unwrap().is_string());
                }
                comparison.compare(&what, &server, &said);
            }
            (Err(refused), Some(refusal)) => {
                // The command line names the option as well.
                let message = refused["message"].as_str().unwrap();
                let is_same = refusal.contains(message);
                comparison.compare(&what, &json!(is_same), &json!(true));
            }
            (server, refusal) => {
                let server = json!(server.map_err(|error| error["message"].clone()));
                comparison.compare(&what, &server, &json!(refusal));
            }
        }
    }
}

/// The command line that asks the same.
fn arguments(command: &str, filter: &Value) -> Vec<String> {
    let mut arguments: Vec<String> = [command, "--format", "json"].map(Into::into).into();
    for (option, value) in filter.as_object().unwrap() {
        arguments.push(match value.as_str() {
            Some(value) => format!("--{option}={value}"),
            None => "--with-parts".into(),
        });
    }
    arguments
}

fn row_of(comparison: &Comparison, row: &Value) -> Value {
    let at = location(comparison, &row["location"]);
    let mut row = with(row, &only(&at, &["file", "line", "column"]));
    row.as_object_mut().unwrap().remove("location");
    row
}

// ---- Speakers and symbols -------------------------------------------------------

async fn speakers(comparison: &mut Comparison) {
    let wanted = json!([{ "matching": "#", "limit": 4 }]);
    let topics = comparison.command("quotemark.entities", wanted).await;
    let mut filters = vec![json!({}), json!({ "from": "2011", "to": "2012" })];
    for topic in list(&topics.unwrap()) {
        filters.push(json!({ "on": topic["id"], "withParts": true }));
        filters.push(json!({ "against": topic["id"], "from": "2011" }));
    }
    for filter in filters {
        let said = run(comparison.folder.path(), &arguments("speakers", &filter)).json();
        let mut server = comparison
            .command("quotemark.speakers", json!([filter]))
            .await
            .unwrap();
        for row in server.as_array_mut().unwrap() {
            row.as_object_mut().unwrap().remove("location");
        }
        comparison.compare(&format!("speakers {filter}"), &server, &said);
        let mut wanted = filter.clone();
        wanted["limit"] = json!(1000);
        let page = comparison
            .command("quotemark.speakersPage", json!([wanted]))
            .await
            .unwrap();
        comparison.compare(&format!("a page of {filter}"), &page["speakers"], &said);
    }
}

async fn symbols(comparison: &mut Comparison) {
    let queries = [
        "",
        "a",
        "bma",
        "&",
        "lee",
        "the com",
        "“the",
        "'so",
        "‘so 😀",
        "zzz",
    ];
    let folder = comparison.folder.path();
    let said = side_by_side(&queries, |query| {
        let arguments = ["symbols", "--limit", "200", "--format", "json", query];
        run(folder, &arguments).json()
    });
    for (query, mut said) in queries.into_iter().zip(said) {
        let params = json!({ "query": query });
        let found = comparison
            .editor
            .ask("workspace/symbol", params)
            .await
            .unwrap();
        let found = list(&found).iter().map(|symbol| {
            let kind = match symbol["kind"].as_u64() {
                Some(3) => "heading",
                Some(5) => "person",
                Some(11) => "organisation",
                Some(15) => "quote",
                Some(20) => "topic",
                _ => "?",
            };
            let symbol_itself = json!({
                "name": symbol["name"],
                "container": symbol["containerName"],
                "kind": kind,
            });
            with(&location(comparison, &symbol["location"]), &symbol_itself)
        });
        let found = found.collect();
        for row in said.as_array_mut().unwrap() {
            row.as_object_mut().unwrap().remove("text");
        }
        comparison.compare(&format!("symbols {query}"), &found, &said);
        if query.starts_with(['“', '\'', '‘']) {
            continue;
        }
        // Who fits what is typed of an id is searched in the same way.
        let wanted = json!([{ "matching": query }]);
        let entities = comparison.command("quotemark.entities", wanted).await;
        let entities = entities.unwrap();
        let entities = list(&entities).iter();
        let entities =
            entities.map(|named| json!({ "name": named["name"], "container": named["id"] }));
        let said = list(&said).iter();
        let said = said.map(|hit| json!({ "name": hit["name"], "container": hit["container"] }));
        comparison.compare(
            &format!("entities {query}"),
            &entities.collect(),
            &said.collect(),
        );
    }
}
