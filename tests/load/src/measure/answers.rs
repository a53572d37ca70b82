//! Questions to a server that has read everything.

use serde_json::{Value, json};

use super::{Bench, planted, references, say};
use crate::client::Editor;
use crate::document::Document;
use crate::failure::{Outcome, fail};

/// How many documents are open meanwhile.
const OPEN: usize = 20;

/// Measures every question.
pub fn measure(bench: &mut Bench, editor: &mut Editor) -> Outcome<()> {
    say("asking");
    of_the_measured(bench, editor)?;
    let samples = bench.manifest.samples.iter();
    let step = (samples.len() / OPEN).max(1);
    let paths = samples.step_by(step).map(|sample| bench.dir.join(sample));
    let mut documents = Vec::new();
    for path in paths.collect::<Vec<_>>() {
        documents.push(Document::open(editor, &path)?);
    }
    of_mentions(bench, editor, &documents)?;
    of_documents(bench, editor, &documents)?;
    of_names(bench, editor)?;
    of_lists(bench, editor)?;
    completion(bench, editor, &mut documents[0])?;
    for document in documents {
        document.close(editor)?;
    }
    Ok(())
}

/// References, quotes and the new name of those whose numbers are known.
fn of_the_measured(bench: &mut Bench, editor: &mut Editor) -> Outcome<()> {
    let persons = [
        (bench.manifest.most.clone(), "of the most frequent speaker"),
        (bench.manifest.median.clone(), "of a median speaker"),
    ];
    for (person, which) in &persons {
        let document = Document::open(editor, &bench.dir.join(&person.article))?;
        let byte = document.after(&format!("{{@{}}}", person.id))? - 2;
        for _ in 0..bench.effort.asks.min(50) {
            let (found, took) = references(editor, &document, byte)?;
            if found as i64 != planted(person) {
                return fail(format!("{} has {found} references", person.id));
            }
            bench.size.took(&format!("references {which}"), took);
        }
        for _ in 0..bench.effort.asks.min(50) {
            let answer = editor.ask("textDocument/hover", document.at(byte))?;
            check_hover(&answer.result, &person.name)?;
            bench
                .size
                .took(&format!("hover {}", which.replace("of", "on")), answer.took);
        }
        for _ in 0..bench.effort.asks.min(50) {
            let answer = editor.ask("textDocument/implementation", document.at(byte))?;
            let found = answer.result.as_array().map_or(0, Vec::len);
            if found != person.quotes as usize {
                return fail(format!(
                    "{} has {found} quotes, not {}",
                    person.id, person.quotes
                ));
            }
            bench
                .size
                .took(&format!("every quote {which}"), answer.took);
        }
        document.close(editor)?;
    }
    let (most, _) = &persons[0];
    let document = Document::open(editor, &bench.dir.join(&most.article))?;
    let byte = document.after(&format!("{{@{}}}", most.id))? - 2;
    for number in 0..bench.effort.slow {
        let mut params = document.at(byte);
        params["newName"] = json!(format!("somebody-else-{number}"));
        let answer = editor.ask("textDocument/rename", params)?;
        let changes = answer.result["documentChanges"].as_array();
        let edits = changes
            .into_iter()
            .flatten()
            .map(|change| change["edits"].as_array().map_or(0, Vec::len));
        let edits: usize = edits.sum();
        if edits as i64 != planted(most) {
            return fail(format!("renaming {} makes {edits} edits", most.id));
        }
        bench
            .size
            .took("rename of the most frequent speaker", answer.took);
    }
    document.close(editor)
}

/// Definition and hover on mentions all over the documents.
fn of_mentions(bench: &mut Bench, editor: &mut Editor, documents: &[Document]) -> Outcome<()> {
    let mentions = documents.iter().flat_map(|document| {
        let found = document.text.match_indices("{@");
        found.map(move |(at, _)| (document, at + 2))
    });
    let mentions: Vec<(&Document, usize)> = mentions.collect();
    for number in 0..bench.effort.asks {
        let (document, byte) = mentions[number * 7 % mentions.len()];
        let id = document.text[byte..].split('}').next().unwrap_or_default();
        let name = bench
            .corpus
            .names
            .get(id)
            .ok_or_else(|| format!("{id} is nobody"))?;
        let answer = editor.ask("textDocument/definition", document.at(byte))?;
        let target = answer.result[0]["targetUri"].as_str().unwrap_or_default();
        let file = match bench.manifest.plan.one_cast {
            true => "cast.qm".to_owned(),
            false => format!("people/{id}.qm"),
        };
        let wanted = crate::client::uri_of(&bench.dir.join(file));
        if target != wanted {
            return fail(format!("the definition of {id} is {}", answer.result));
        }
        bench.size.took("definition", answer.took);
        let answer = editor.ask("textDocument/hover", document.at(byte))?;
        check_hover(&answer.result, name)?;
        bench.size.took("hover", answer.took);
    }
    Ok(())
}

fn check_hover(hover: &Value, name: &str) -> Outcome<()> {
    // Markdown may have some letters of a name escaped.
    let contents = hover["contents"].to_string().replace('\\', "");
    match contents.contains(name) {
        true => Ok(()),
        false => fail(format!("the hover on {name} is {hover}")),
    }
}

/// The outline and the tokens of each document.
fn of_documents(bench: &mut Bench, editor: &mut Editor, documents: &[Document]) -> Outcome<()> {
    for number in 0..bench.effort.asks {
        let document = &documents[number % documents.len()];
        let params = json!({ "textDocument": { "uri": document.uri } });
        let answer = editor.ask("textDocument/documentSymbol", params.clone())?;
        let headings = document
            .text
            .lines()
            .filter(|line| line.starts_with("# "))
            .count();
        let quotes =
            document.text.matches("{by ").count() + document.text.matches("::: by ").count();
        let found = count_symbols(&answer.result);
        if found != headings + quotes {
            return fail(format!(
                "{} has {found} symbols, not {headings} + {quotes}",
                document.uri
            ));
        }
        bench.size.took("document symbols", answer.took);
        let answer = editor.ask("textDocument/semanticTokens/full", params)?;
        let data = answer.result["data"].as_array().map_or(0, Vec::len);
        let tags = document.text.matches("]{").count();
        if !data.is_multiple_of(5) || data / 5 < tags {
            return fail(format!(
                "{} has {data} numbers of tokens and {tags} tags",
                document.uri
            ));
        }
        bench.size.took("semantic tokens", answer.took);
    }
    Ok(())
}

fn count_symbols(symbols: &Value) -> usize {
    let symbols = symbols.as_array().into_iter().flatten();
    symbols
        .map(|symbol| 1 + count_symbols(&symbol["children"]))
        .sum()
}

/// The search for people by their names, and for quotes by their words.
fn of_names(bench: &mut Bench, editor: &mut Editor) -> Outcome<()> {
    let names = [&bench.manifest.most.name, &bench.manifest.median.name].map(String::clone);
    let part = |name: &str| name.chars().take(5).collect::<String>().to_lowercase();
    let family = |name: &str| name.rsplit(' ').next().unwrap_or_default().to_owned();
    // What is asked for, and the name that has to be among the answers: none
    // where more have it than are answered with.
    let queries = [
        (names[0].clone(), Some(&names[0])),
        (names[1].clone(), Some(&names[1])),
        (names[1].replace(' ', ""), Some(&names[1])),
        (part(&names[0]), None),
        (family(&names[1]), None),
        ("harb auth".to_owned(), None),
        ("e".to_owned(), None),
        ("zzqxzz".to_owned(), None),
    ];
    for number in 0..bench.effort.asks {
        let (query, wanted) = &queries[number % queries.len()];
        let answer = editor.ask("workspace/symbol", json!({ "query": query }))?;
        let found = answer.result.as_array().map_or(&[][..], Vec::as_slice);
        let is_there = |name: &String| found.iter().any(|symbol| symbol["name"] == name.as_str());
        let is_wrong = match wanted {
            Some(name) => !is_there(name),
            None => found.is_empty() != (query == "zzqxzz"),
        };
        if is_wrong {
            return fail(format!("“{query}” finds {}", answer.result));
        }
        bench.size.took("workspace symbols by name", answer.took);
    }
    for number in 0..bench.effort.slow {
        let words = ["\"without a", "\"would", "\"must not"];
        let name = "workspace symbols by words of many quotes";
        search_quotes(bench, editor, name, words[number % words.len()], true)?;
    }
    // These are looked for in all that there is.
    for _ in 0..bench.effort.slow.min(3) {
        let name = "workspace symbols by words of no quote";
        search_quotes(bench, editor, name, "\"zzqxzz", false)?;
    }
    Ok(())
}

fn search_quotes(
    bench: &mut Bench,
    editor: &mut Editor,
    name: &str,
    query: &str,
    is_there: bool,
) -> Outcome<()> {
    let answer = editor.ask("workspace/symbol", json!({ "query": query }))?;
    let found = answer.result.as_array().map_or(0, Vec::len);
    if (found > 0) != is_there {
        return fail(format!("{query} finds {found} quotes"));
    }
    bench.size.took(name, answer.took);
    Ok(())
}

/// What the side bar and the status bar ask for after a change.
fn of_lists(bench: &mut Bench, editor: &mut Editor) -> Outcome<()> {
    let persons = [
        (bench.manifest.most.clone(), "of the most frequent speaker"),
        (bench.manifest.median.clone(), "of a median speaker"),
    ];
    let mut ask = |name: &str, command: &str, wanted: Value| -> Outcome<Value> {
        let params = json!({ "command": command, "arguments": [wanted] });
        let answer = editor.ask("workspace/executeCommand", params)?;
        bench.size.took(name, answer.took);
        Ok(answer.result)
    };
    for _ in 0..50 {
        let summary = ask("the counts of the corpus", "quotemark.summary", Value::Null)?;
        if summary["quotes"].as_u64().unwrap_or_default() == 0 {
            return fail(format!("the corpus holds {summary}"));
        }
        let command = "quotemark.speakersPage";
        let page = ask("a page of 200 speakers", command, json!({}))?;
        let rows = page["speakers"].as_array().map_or(0, Vec::len);
        if rows as u64 != page["total"].as_u64().unwrap_or_default().min(200) {
            return fail(format!("a page has {rows} speakers of {}", page["total"]));
        }
        let again = json!({ "version": page["version"] });
        let page = ask("the same page, unchanged", command, again)?;
        if page["unchanged"] != true {
            return fail("a page has changed though nothing has".to_owned());
        }
        for (person, which) in &persons {
            let wanted = json!({ "whose": format!("@{}", person.id), "order": "articles" });
            let name = format!("a page of 200 quotes {which}");
            let page = ask(&name, "quotemark.quotesPage", wanted)?;
            if page["total"].as_i64() != Some(person.quotes as i64) {
                return fail(format!(
                    "{} has {} quotes on a page",
                    person.id, page["total"]
                ));
            }
        }
    }
    Ok(())
}

/// Completion after `{@`, after `by @` and a letter, after all but the end of an
/// id, and after `on`, where topics are compared with what is coded.
fn completion(bench: &mut Bench, editor: &mut Editor, document: &mut Document) -> Outcome<()> {
    let place = document.text.trim_end().len();
    let id = bench.manifest.median.id.clone();
    let letter = &id[..1];
    let most_of_it = &id[..id.len() - 1];
    let typed = [
        ("completion after `{@`", " [Somebody]{@".to_owned(), false),
        (
            "completion after `by @` and a letter",
            format!(" [so they say]{{by @{letter}"),
            false,
        ),
        (
            "completion after most of an id",
            format!(" [Somebody]{{@{most_of_it}"),
            true,
        ),
        (
            "completion after `on`",
            format!(" [the harbour and the tramway are to be closed]{{by @{id} on "),
            false,
        ),
    ];
    for (name, text, is_certain) in typed {
        document.edit(editor, place, place, &text)?;
        for _ in 0..bench.effort.asks.min(100) {
            let params = document.at(place + text.len());
            let answer = editor.ask("textDocument/completion", params)?;
            let items = answer.result["items"]
                .as_array()
                .or(answer.result.as_array());
            let items = items.map_or(&[][..], Vec::as_slice);
            let is_there = items
                .iter()
                .any(|item| item.to_string().contains(id.as_str()));
            if items.is_empty() || (is_certain && !is_there) {
                return fail(format!("after {text} there is {}", answer.result));
            }
            bench.size.took(name, answer.took);
        }
        document.edit(editor, place, place + text.len(), "")?;
    }
    Ok(())
}
