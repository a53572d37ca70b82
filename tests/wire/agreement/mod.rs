//! Server and command line say the same of the same corpus.
//!
//! Columns are negotiated as characters, so that places compare directly. What
//! the server answers is written in the shape of the command line's JSON.

mod changes;
mod command_line;
mod counts;
mod lists;
mod places;
mod report;
mod shape;

use std::path::Path;

use quotemark_tests::{Begin, Editor, Folder};
use serde_json::{Value, json};
use tower_lsp::ls_types as lsp;

use command_line::{Said, run};

/// A corpus, and an editor that works in it.
struct Comparison {
    folder: Folder,
    editor: Editor,
    /// Where the two have said different things.
    differences: Vec<String>,
}

impl Comparison {
    /// Every other article is open in the editor, with the text of the disk.
    async fn of(folder: Folder) -> Self {
        let mut begin = Begin::with(&folder).encoded("utf-32");
        let text = &mut begin.capabilities["textDocument"];
        text["diagnostic"] = json!({ "relatedDocumentSupport": false });
        text["completion"] = json!({ "completionItem": { "labelDetailsSupport": true } });
        text["codeAction"] = json!({
            "codeActionLiteralSupport": { "codeActionKind": { "valueSet": ["quickfix"] } },
            "dataSupport": true,
            "isPreferredSupport": true,
            "resolveSupport": { "properties": ["edit"] },
        });
        let workspace = &mut begin.capabilities["workspace"];
        workspace["diagnostics"] = json!({ "refreshSupport": true });
        workspace["applyEdit"] = json!(true);
        workspace["workspaceEdit"] =
            json!({ "documentChanges": true, "resourceOperations": ["create"] });
        // The command line counts no lines, and so refuses no file for its line ends.
        begin.initialization = json!({ "lineEnds": { "loneCr": "break" } });
        let comparison = Self {
            folder,
            editor: Editor::begin(begin).await,
            differences: Vec::new(),
        };
        // The last first, and before the corpus is read: the order must not show.
        for (name, text) in comparison.articles().iter().rev().step_by(2) {
            // As every editor, without the byte order mark.
            let text = text.strip_prefix('\u{feff}').unwrap_or(text);
            comparison
                .editor
                .open_document(&comparison.folder.uri(name), text);
        }
        comparison.editor.until_read().await;
        comparison
    }

    /// The names and the texts of the articles that can be read and are no drafts.
    fn articles(&self) -> Vec<(String, String)> {
        let names = self.folder.names().into_iter();
        let names = names.filter(|name| name.ends_with(".qm") && !name.starts_with("drafts/"));
        let read = |name: String| {
            let text = std::fs::read_to_string(self.folder.file(&name)).ok()?;
            Some((name, text))
        };
        names.filter_map(read).collect()
    }

    /// What the program says in the folder of the corpus.
    fn run(&self, arguments: &[impl AsRef<str>]) -> Said {
        run(self.folder.path(), arguments)
    }

    /// What a command of the server answers.
    async fn command(&self, command: &str, arguments: Value) -> Result<Value, Value> {
        let params = json!({ "command": command, "arguments": arguments });
        self.editor.ask("workspace/executeCommand", params).await
    }

    /// The name of a file by its address.
    fn name(&self, uri: &str) -> String {
        let uri: lsp::Uri = uri.parse().expect("an address");
        let path = uri.to_file_path().expect("a file");
        let below = path.strip_prefix(self.folder.path());
        below.expect("it is in the corpus").display().to_string()
    }

    /// Takes note where the two differ.
    fn compare(&mut self, what: &str, server: &Value, command_line: &Value) {
        if server != command_line {
            self.differences.push(format!(
                "{what}\n  server:       {server}\n  command line: {command_line}"
            ));
        }
    }

    /// Says goodbye to the server, and fails where the two differ.
    async fn close(self) {
        self.editor.close().await;
        let count = self.differences.len();
        let first: Vec<String> = self.differences.into_iter().take(12).collect();
        assert!(count == 0, "{count} differences:\n{}", first.join("\n"));
    }
}

/// One of the example corpora.
fn example(name: &str) -> Folder {
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples");
    Folder::copy_of(&examples.join(name))
}

/// A corpus with what is hard to count, to order and to settle: wide and joined
/// characters, all line ends, files that are left out.
fn difficult() -> Folder {
    let folder = Folder::new(
        "//- quotemark.toml
cast = \"people/cast.qm\"
[diagnostics]
\"name/unlisted\" = \"error\"
\"name/untagged\" = \"information\"
\"quote/unattributed\" = \"off\"
\"unused/declaration\" = \"warning\"
colour = \"😀\"
//- .gitignore
drafts/
//- people/cast.qm
@zoe\u{308}: Zoe\u{308} 👩‍👧 Lee
    also: Zoe\u{308}; Ms Lee; Lee
    role: chair of &nhs, 2010..2012-05
    role: adviser of &nhs, 2012-06..
@ann: Ann Lee
    also: Lee
    role: chair of &bma, 2011..
@ANN-2: Ann  Twice
&nhs: NHS
&bma: BMA
    part of: &nhs
#cuts: Cuts
@lost: Lost
//- drafts/x.qm
[Nobody]{@nobody} is &here.
//- older/a.qm
---
title: 😀 older
date: 2011-03-04
source: &bma
---

👩‍👧 [Zoe\u{308}]{@zoe\u{308}} said [‘so 😀 much’]{by @zoe\u{308} against #cuts}, and [more]{more}.

Ann Lee said “nobody ever knows what is said by whom”. [Lee]{@ann} left.

@here: Here
    also: Here He Is
    rol: x
//- older/b.qm
[Bob]{@bob} and [Ann]{@Ann}: [so]{by @bob of &bma as \"friend\" to @ann at 2012-13}
[broken]{by  @ann,on #cuts
//- short name, ü.qm
{% quotemark: allow unknown/person %}
[So]{by @ann} [Then]{more} [Who]{by ?} [Some]{by “one of them”}

@ann: Ann Again
@zoë: Another
//- empty.qm
",
    );
    let crlf = folder.text("older/a.qm").replace('\n', "\r\n");
    folder.write("older/crlf.qm", &crlf.replace("@here", "@there"));
    let cr = folder.text("older/b.qm").replace('\n', "\r");
    folder.write("older/cr.qm", &cr);
    let marked = format!("\u{feff}{}\r\nx\ry", folder.text("older/a.qm"));
    folder.write("older/marked.qm", &marked);
    let latin = b"[Ann]{@ann}\r\n\xc3\xa9 caf\xe9\n";
    std::fs::write(folder.file("older/latin.qm"), latin).unwrap();
    folder
}

#[tokio::test(flavor = "multi_thread")]
async fn on_the_example() {
    let mut comparison = Comparison::of(example("commissioning")).await;
    lists::compare(&mut comparison).await;
    counts::compare(&mut comparison).await;
    report::compare(&mut comparison).await;
    places::compare(&mut comparison, 149).await;
    changes::compare(&mut comparison, 6).await;
    comparison.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn on_the_corpus_of_mistakes() {
    let mut comparison = Comparison::of(example("mistakes")).await;
    lists::compare(&mut comparison).await;
    counts::compare(&mut comparison).await;
    report::compare(&mut comparison).await;
    places::compare(&mut comparison, 61).await;
    changes::compare(&mut comparison, 3).await;
    comparison.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn on_a_difficult_corpus() {
    let mut comparison = Comparison::of(difficult()).await;
    lists::compare(&mut comparison).await;
    counts::compare(&mut comparison).await;
    report::compare(&mut comparison).await;
    places::compare(&mut comparison, 17).await;
    changes::compare(&mut comparison, 2).await;
    comparison.close().await;
}

/// Quotes that several say, and that stand in several pieces; somebody twice in
/// a tag; `?` alone and beside others, and speakers without a name; organisations
/// that speak, and for which others do, at a time, in another capacity, and for
/// their parts; sides that exclude each other; people whom nobody declares.
const COUNTED: &str = "\
//- cast.qm
@ann: Ann Lee
    role: chair of &bma, 2010..
@cy: Cy
@dee: Dee
    role: clerk of &gpc
&bma: BMA
    part of: &all, 2010..
&gpc: GPC
    part of: &bma, 2010..
&all: All
#cuts: Cuts
#pay: Pay
    part of: #cuts
//- 2011.qm
---
title: Late
date: 2011
---

[Ann]{@ann} and [Cy]{@cy}: [one]{by @ann, @cy on #cuts}, [and]{more}, [two]{by @ann, ? against #cuts}
[three]{by ?} [six]{by “a clerk”, @cy of &all} [seven]{by “a  clerk” on #pay} [four]{by @ann, @ann} [five]{by &bma, @cy of &all for #pay} [so]{more}

::: by @cy on #cuts
[Six]{by @zoe} and more.
:::
//- 2009.qm
---
date: 2009
---

[seven]{by @ann to &bma for #cuts against #cuts} [Zoe]{@zoe} [eight]{by @ann of &bma} [Bob]{@bob}
[nine]{by @dee, &gpc as \"doctors\" at 2011} [ten]{by @dee} [eleven]{by \"a clerk\" of &gpc on #pay at 2012}
";

#[tokio::test(flavor = "multi_thread")]
async fn on_what_is_hard_to_count() {
    let mut comparison = Comparison::of(Folder::new(COUNTED)).await;
    let summary = comparison.command("quotemark.summary", json!([])).await;
    assert_eq!(
        summary.unwrap(),
        json!({
            "articles": 2,
            // Bob is mentioned, and Zoe speaks; nobody declares either.
            "people": 5,
            "organisations": 3,
            "topics": 2,
            "speakers": 6,
            "quotes": 14,
            "mentions": 4,
            "complete": true,
        })
    );
    counts::compare(&mut comparison).await;
    report::compare(&mut comparison).await;
    lists::compare(&mut comparison).await;
    // A key in one article counts at once, for every surface.
    let uri = comparison.folder.uri("2009.qm");
    let text = comparison.folder.text("2009.qm");
    let with = format!("{text}[nine]{{by @ann, @bob}} [ten]{{by &bma}}\n");
    comparison.folder.write("2009.qm", &with);
    let last = u32::try_from(text.lines().count()).unwrap();
    let end = lsp::Position::new(last, 0);
    comparison.editor.open_document(&uri, &text);
    let new = with.strip_prefix(&text).unwrap();
    comparison
        .editor
        .change(&uri, 2, Some(lsp::Range::new(end, end)), new);
    let summary = comparison
        .command("quotemark.summary", json!([]))
        .await
        .unwrap();
    assert_eq!(
        (&summary["quotes"], &summary["speakers"]),
        (&json!(16), &json!(7))
    );
    counts::compare(&mut comparison).await;
    report::compare(&mut comparison).await;
    comparison.close().await;
}
