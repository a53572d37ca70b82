//! Files that are read, good ones and others.

use proptest::prelude::*;

use super::*;
use crate::annotated::{self, Mapping};

/// Quotes with slots for speakers, people, a relation, grammar and a chain.
const FILE: &str = "\
#FORMAT=WebAnno TSV 3.3
#T_SP=de.tudarmstadt.ukp.dkpro.core.api.lexmorph.type.pos.POS|PosValue
#T_SP=de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity|identifier|value
#T_SP=webanno.custom.Quote|side|ROLE_webanno.custom.Quote:by_webanno.custom.QuoteByLink|uima.tcas.Annotation
#T_CH=webanno.custom.MyLink|referenceType|referenceRelation
#T_RL=webanno.custom.About|label|BT_webanno.custom.Quote


#Text=😀 “No \\[x\\]” ,
#Text=said Ann Lee .
1-1\t0-2\t😀\tX\t_\t_\t_\t_\t_\t_\t_\t_\t_\t
1-2\t3-11\t“No \\[x\\]”\tX\t_\t_\tfor[1]\tspeaker[1]\t1-5[2]\t_\t_\t_\t_\t
1-3\t12-13\t,\tX\t_\t_\tfor[1]\tspeaker[1]\t1-5[2]\t_\t_\t_\t_\t
1-4\t14-18\tsaid\tX\t_\t_\t_\t_\t_\t_\t_\t_\t_\t
1-5\t19-22\tAnn\tX\thttp://www.wikidata.org/entity/Q1[2]\tPER[2]\t_\t_\t_\t*[1]\t*->1-1\t_\t_\t
1-6\t23-26\tLee\tX\thttp://www.wikidata.org/entity/Q1[2]\tPER[2]\t_\t_\t_\t_\t_\t_\t_\t
1-7\t27-28\t.\tX\t_\t_\t_\t_\t_\t_\t_\t_\t_\t

#Sentence.id=s2
#Text=Fees rise\\_up .
2-1\t30-34\tFees\tX\t_\t_\t*\t_\t_\t_\t_\t_\t_\t
2-1.1\t30-32\tFe\t_\t_\t_\t_\t_\t_\t_\t_\t_\t_\t
2-2\t35-42\trise\\_up\tX\t_\tORG|MISC\t_\t_\t_\t_\t_\tspeaker\t1-2[1_0]\t
2-3\t43-44\t.\tX\t_\t_\t_\t_\t_\t_\t_\t_\t_\t
";

#[test]
fn quotes_have_the_speakers_in_their_slots() {
    assert!(is_webanno(FILE.as_bytes()));
    let one = read("a", FILE).unwrap();
    assert_eq!(one.text, "😀 “No [x]” ,\nsaid Ann Lee .\n\nFees rise_up .");
    let points: Vec<char> = one.text.chars().collect();
    let spans: Vec<String> = one
        .spans
        .iter()
        .map(|span| {
            let words = span.fragments[0];
            let words: String = points[words.start..words.end].iter().collect();
            let kind = span.kind.rsplit('.').next().unwrap();
            format!("{} {kind} {words} {:?}", span.place, span.features)
        })
        .collect();
    assert_eq!(
        spans,
        [
            "a.tsv:15 NamedEntity Ann Lee [(\"value\", \"PER\")]",
            "a.tsv:23 NamedEntity rise_up [(\"value\", \"ORG\")]",
            "a.tsv:23 NamedEntity rise_up [(\"value\", \"MISC\")]",
            "a.tsv:12 Quote “No [x]” , [(\"side\", \"for\")]",
            "a.tsv:21 Quote Fees []",
        ]
    );
    let (corpus, _) = annotated::corpus(vec![one], &Mapping::default()).unwrap();
    let [first, second] = &corpus.articles[0].statements[..] else {
        panic!("{:?}", corpus.articles[0].statements);
    };
    assert_eq!(first.speakers[0].id.as_deref(), Some("@ann-lee"));
    assert_eq!(second.speakers[0].id, None);
    let ann = corpus
        .cast
        .entities
        .iter()
        .find(|one| one.id == "@ann-lee")
        .unwrap();
    assert_eq!(ann.links, ["http://www.wikidata.org/entity/Q1"]);
    let lost: Vec<(&str, &str)> = corpus
        .losses
        .iter()
        .map(|one| (&*one.place, &*one.detail))
        .collect();
    let pos = "de.tudarmstadt.ukp.dkpro.core.api.lexmorph.type.pos.POS: 10 lines";
    assert_eq!(
        lost,
        [
            ("a", "1"),
            ("a", pos),
            ("a", "webanno.custom.MyLink: 1 lines"),
            ("a.tsv:23", "speaker: 1-2[1_0]"),
            (
                "a.tsv:23",
                "de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity: rise_up"
            ),
        ]
    );
}

#[test]
fn a_layer_of_several_kinds_is_told_by_its_values() {
    let file = "#FORMAT=WebAnno TSV 3.2\n#T_SP=webanno.custom.Rede|art|rolle\n#T_RL=webanno.custom.Sprecher|BT_webanno.custom.Rede\n\n\n\
                #Text=Sie sagt , es geht .\n1-1\t0-3\tSie\t*\tSprecher\t1-4[3_0]\n1-2\t4-8\tsagt\t_\t_\t_\n1-3\t9-10\t,\t_\t_\t_\n\
                1-4\t11-13\tes\tindirekt[3]\tAussage[3]\t_\n1-5\t14-18\tgeht\tindirekt[3]\tAussage[3]\t_\n1-6\t19-20\t.\t_\t_\t_\n";
    let read = |map: &[&str]| {
        let mut mapping = Mapping::default();
        map.iter().for_each(|one| mapping.add(one).unwrap());
        annotated::corpus(vec![read("a", file).unwrap()], &mapping)
            .unwrap()
            .0
    };
    // `rolle` says nothing by its name, so both are what the layer is called.
    assert_eq!(read(&[]).articles[0].statements.len(), 2);
    let corpus = read(&["Rede:Sprecher=person"]);
    let [one] = &corpus.articles[0].statements[..] else {
        panic!("{:?}", corpus.articles[0].statements);
    };
    assert_eq!(one.speakers[0].id.as_deref(), Some("@sie"));
    assert_eq!((one.span.start, one.span.end), (11, 18));
}

#[test]
fn what_is_no_file_of_webanno_is_refused_with_its_line() {
    let why = |file: &str| read("a", file).unwrap_err().to_string();
    let with = |old: &str, new: &str| why(&FILE.replacen(old, new, 1));
    assert!(why("").contains("does not begin with `#FORMAT=WebAnno TSV 3`"));
    assert!(with("TSV 3.3", "TSV 2.0").contains("is WebAnno TSV 2.0; export it anew"));
    assert!(with("1-4\t", "x\t").contains("line 14 is no token"));
    assert!(with("14-18", "18-14").contains("line 14 is no token"));
    assert!(
        with("said\tX\t_", "said\tX")
            .contains("line 14 has 9 columns after the word, and its head names 10")
    );
    assert!(
        with("14-18\tsaid", "14-18\ttold")
            .contains("line 14 has `told` at 14–18, and the text has `said` there")
    );
    assert!(with("0-2", "7000000-7000002").contains("begins 7000000 characters after"));
    assert!(with("30-34", "2-6").contains("the sentence in line 21 begins at 2"));
    assert!(with("#T_SP=de", "#T_SP=|de").contains("line 2 names no layer"));
    // A line of five million characters is one like others.
    let long = "x".repeat(5_000_000);
    let huge = format!(
        "#FORMAT=WebAnno TSV 3.3\n#T_SP=a.Quote|v\n\n\n#Text={long}\n1-1\t0-5000000\t{long}\t{}*\n",
        "*|".repeat(100_000)
    );
    assert_eq!(read("a", &huge).unwrap().spans.len(), 100_001);
}

proptest! {
    #[test]
    fn any_cells_are_read_or_refused(
        cells in prop::collection::vec("(_|\\*|a|\\||\\[1\\]|;|1-1|\\\\|->|[0-9]){1,6}", 6),
        words in "[a😀]{1,3}",
    ) {
        let end = words.encode_utf16().count();
        let file = format!(
            "#FORMAT=WebAnno TSV 3.3\n#T_SP=x.Quote|a|ROLE_x.Quote:by_x.Link|x.Quote\n#T_RL=x.R|f|BT_x.Quote\n#T_CH=x.C|a\n\n\n\
             #Text={words}\n1-1\t0-{end}\t{words}\t{}\n", cells.join("\t")
        );
        let one = read("a", &file).unwrap();
        let (corpus, _) = annotated::corpus(vec![one], &Mapping::default()).unwrap();
        prop_assert_eq!(&corpus.articles[0].text, &words);
    }
}
