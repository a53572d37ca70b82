//! Answers do not depend on the order in which files were read, which differs
//! from one run to the next: it gives files and ids their numbers.

use std::path::Path;

use crate::features::actions::{Rules, actions};
use crate::features::completion::completion;
use crate::features::diagnostics::diagnostics;
use crate::features::lookup::entity;
use crate::features::quotes::table;
use crate::features::rename::rename_entity;
use crate::features::review::ReviewRules;
use crate::features::{
    Location, LocationLink, call_hierarchy, definition, hover, implementation, references,
    type_definition, type_hierarchy,
};
use crate::model::{Corpus, EntityId, FileId, Source, StatementFilter};
use crate::reports::Severities;
use crate::syntax::{EntityKind, Reference, TextRange};

/// Ties wherever an order could come from numbers: shared names, several
/// speakers, organisations, topics and parents that count alike.
const FILES: [(&str, &str); 4] = [
    (
        "cast.qm",
        "@ann: Ann Lee
    also: Lee; Dr Lee
    role: chair of &bma, 2010..; member of &gpc, 2010..
    role: adviser of &acme, 2010..
@zed: Zed Lee
    also: Lee; Dr Lee
    role: chair of &bma, 2010..
@kim: Kim
    also: Lee
    role: chair of &bma, 2010..
@bob: Twin
    role: chair of &bma
@abe: Twin
    role: chair of &bma
&bma: BMA
    part of: &nhs
&gpc: GPC
    part of: &acme
&acme: Acme
    also: Body
&nhs: NHS
    also: Body
#cuts: Cuts
    part of: #money
#care: Care
    part of: #health
#money: Money
#health: Health
",
    ),
    (
        "a.qm",
        "---
date: 2012-01-02
---

[So]{by @zed @ann against #cuts for #care to @kim}, [they]{@zed} said of [Acme]{&acme}.

[Lee]{@le} met Lee and Dr Lee at the Body. [Lee]{@bob}

[Yes]{by @ann, @zed on #care on #cuts}

“Nobody will ever know who said these words” [x]{by @ on #}
",
    ),
    (
        "b.qm",
        "---
date: 2012-01-02
---

[So]{by @kim, @ann on #cuts for #health} and [Kim]{@kim} [x]{by @ki of &gp on #c}

&new: New
    part of: &
@new: New
    role: chair of &
",
    ),
    (
        "c.qm",
        "Lee of the Body met [Ann]{@ann}, [Zed]{@zed}, [Zoe]{@zoe}, [Zoë]{@Zoe}\n\n@: x\n",
    ),
];

/// The corpus, read in this order; `first` are the first ids to be numbered.
fn read(order: [usize; 4], first: &str) -> Corpus {
    let mut corpus = Corpus::default();
    for id in first.split(' ') {
        let reference = Reference::new(TextRange::new(0, id.len()), id).expect("an id");
        corpus.ids().of(reference, id);
    }
    for (name, text) in order.map(|place| FILES[place]) {
        corpus.insert_source(Path::new(name), Source::new(text));
    }
    corpus
}

#[test]
fn does_not_show() {
    let one = read([0, 1, 2, 3], "@ann");
    let other = read(
        [3, 2, 1, 0],
        "#money #health #cuts #care &nhs &gpc &bma &acme @zed @zoe @kim @abe @bob @ann @Zoe",
    );
    for (name, text) in FILES {
        let offsets = (0..=text.len()).step_by(3);
        for offset in offsets.filter(|offset| text.is_char_boundary(*offset)) {
            let said = |corpus| at(corpus, name, offset);
            for (one, other) in said(&one).iter().zip(said(&other)) {
                assert_eq!(
                    *one,
                    other,
                    "{name} at {}$0{}",
                    &text[..offset],
                    &text[offset..]
                );
            }
        }
    }
    for (one, other) in lists(&one).iter().zip(lists(&other)) {
        assert_eq!(*one, other);
    }
}

/// What is answered at a place, with names in place of numbers.
fn at(corpus: &Corpus, name: &str, offset: usize) -> Vec<String> {
    let file = corpus.find(Path::new(name)).expect("the file is there");
    let settings = Severities::default();
    let rules = Rules {
        diagnostics: &settings,
        cast: None,
        review: ReviewRules {
            is_on: true,
            refused: None,
        },
    };
    let here = TextRange::new(offset, offset);
    let locations = |found: Option<Vec<Location>>| places(corpus, found.into_iter().flatten());
    let jumps = |found: Option<definition::Definition>| {
        let found = found.into_iter().flat_map(|found| found.targets);
        let focus = |link: LocationLink| Location {
            file: link.file,
            range: link.focus,
        };
        places(corpus, found.map(focus))
    };
    let all: [&str; 0] = [];
    let offered = actions(corpus, file, here, &all, rules);
    let offered: Vec<_> = offered
        .iter()
        .map(|action| (&action.title, action.is_preferred, &action.operation))
        .collect();
    let items = completion(corpus, file, offset, None).map(|found| found.items);
    let items = items.into_iter().flatten();
    let items: Vec<_> = items
        .map(|item| (item.label, item.detail, item.description, item.preselect))
        .collect();
    vec![
        format!(
            "{:?}",
            hover::hover(corpus, file, offset).map(|found| found.card.plain())
        ),
        jumps(definition::definition(corpus, file, offset)),
        jumps(type_definition::type_definition(corpus, file, offset)),
        locations(implementation::implementation(corpus, file, offset)),
        locations(references::references(corpus, file, offset, true)),
        format!("{offered:#?}"),
        format!("{items:#?}"),
    ]
}

/// What is answered of the whole corpus and of each entity.
fn lists(corpus: &Corpus) -> Vec<String> {
    let mut said = Vec::new();
    for (name, _) in FILES {
        let file = corpus.find(Path::new(name)).expect("the file is there");
        for report in diagnostics(corpus, file, &Severities::default()) {
            let related = report.related.iter();
            let related: Vec<String> = related
                .map(|related| places(corpus, [related.location].into_iter()))
                .collect();
            said.push(format!("{} {related:?}", report.message));
        }
    }
    let rows = table(corpus, &corpus.statements(&StatementFilter::default()));
    said.extend(rows.iter().map(|row| {
        let (speakers, organisations) = (&row.speakers, &row.organisations);
        format!("{speakers:?} {organisations:?} {:?}", row.roles)
    }));
    said.push(format!("{:?}", entity(corpus, "@abn", &EntityKind::ALL)));
    said.push(format!("{:?}", entity(corpus, "z", &EntityKind::ALL)));
    let mut named: Vec<EntityId> = corpus.index().named().collect();
    named.sort_by_key(|entity| corpus.written(*entity));
    for entity in named {
        let below = type_hierarchy::subtypes(corpus, entity, None).into_iter();
        let callers = call_hierarchy::incoming(corpus, entity).into_iter();
        let callers = callers.map(|call| call.node);
        let nodes: Vec<_> = below
            .chain(callers)
            .map(|node| (corpus.written(node.entity), node.name, node.detail))
            .collect();
        said.push(format!("{} {nodes:?}", corpus.written(entity)));
        if entity.kind() == EntityKind::Person {
            let refused = rename_entity(corpus, entity, "@ZOE").err();
            said.push(format!("{refused:?}"));
        }
    }
    said
}

fn places(corpus: &Corpus, found: impl Iterator<Item = Location>) -> String {
    let path = |file: FileId| corpus.file(file).map(|file| file.path.clone());
    let found: Vec<_> = found.map(|place| (path(place.file), place.range)).collect();
    format!("{found:?}")
}
