//! `quotemark network`

use std::fs::File;
use std::io::BufWriter;
use std::path::{Path, PathBuf};

use clap::ValueEnum;
use quotemark_formats::{Error, edges, gexf, graphml};

use super::corpus::load::loaded_with_notes;
use super::corpus::root;
use super::export::{self, Wanted, each_chunk, folder_refused};
use super::filter::QuoteFilter;
use super::options::CastsChoice;
use super::output::{Ended, Failure, Outcome, say_note};
use super::paths::{Paths, absolute, home_of};
use super::progress::Progress;
use crate::features::shared::wording::counted;
use crate::graph::Graph;
use crate::model::StatementFilter;
use crate::network::{
    Actor, Collected, Collector, Duplicates, Kind, Neutral, Normalise, Options, Slice, TooLarge,
    Weight,
};
use crate::store::writing::BegunFolder;
use crate::tables::Extraction;

/// Write networks: who takes which side on what, and who agrees with whom
///
/// Of actors and topics, a weight is a number of statements; of actors, how often both speak on the same
/// topics: on the same side (`congruence`), on different ones (`conflict`), the one less the other
/// (`subtract`), or whatever the side (`ignore`). The arithmetic is that of Discourse Network Analyzer.
///
/// Filters are those of `quotemark export`. Nodes without an edge are left out, and no edge has the
/// weight 0. All files are written, or none.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  quotemark network --out sides.graphml --weight subtract
  quotemark network --out allies.gexf --kind actor-actor --normalise cosine --duplicates document
  quotemark network --out years --format graphml --kind actor-actor --slice year
  quotemark network --out lists --format csv --actor speaker --at-least 2")]
pub struct Args {
    /// The corpus, or a folder or a file of it; left out, that of the current folder
    #[arg(value_name = "PATH")]
    path: Option<PathBuf>,

    /// A file that ends in .graphml or .gexf; a folder for csv, and for several with --slice
    #[arg(long, value_name = "FILE|DIR")]
    out: PathBuf,

    /// The format; told from the name of FILE
    #[arg(long, value_enum)]
    format: Option<GraphFormat>,

    /// What is joined to what
    #[arg(long, value_enum, default_value_t, value_name = "WHAT")]
    kind: KindChoice,

    /// Who is an actor
    #[arg(long, value_enum, default_value_t, value_name = "WHO")]
    actor: ActorChoice,

    /// What the weight of an edge is; left out, `ignore` for actor-topic, else `congruence`
    #[arg(long, value_enum)]
    weight: Option<WeightChoice>,

    /// By what weights are divided: average, jaccard and cosine without topics as ends, activity and
    /// prominence of actor-topic
    #[arg(long, value_enum, default_value_t, value_name = "BY")]
    normalise: NormaliseChoice,

    /// What becomes of statements that take no side, unless the weight is `ignore`
    #[arg(long, value_enum, default_value_t, value_name = "HOW")]
    neutral: NeutralChoice,

    /// Count the same actor, topic and side once in each of these
    #[arg(long, value_enum, default_value_t, value_name = "WITHIN")]
    duplicates: DuplicatesChoice,

    /// A network for each of these, such as `2011.graphml`, in a folder
    #[arg(long, value_enum, value_name = "TIME")]
    slice: Option<SliceChoice>,

    /// Leave out edges of a smaller weight, whatever its sign
    #[arg(long, value_name = "N", default_value_t = 0.0)]
    at_least: f64,

    /// Keep nodes without an edge
    #[arg(long)]
    isolates: bool,

    /// Reckon as DNA does where that errs: take the same week or month of two years for one, a
    /// statement's date from its article, and divide by the product of both counts for `cosine`
    #[arg(long)]
    as_dna: bool,

    /// Which statements.
    #[command(flatten)]
    filter: QuoteFilter,

    /// Write over a file of that name that is there already
    #[arg(long)]
    force: bool,

    /// Which other declarations are read.
    #[command(flatten)]
    casts: CastsChoice,
}

/// The format of a network.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum GraphFormat {
    /// For igraph, networkx, Cytoscape, visone, Gephi
    Graphml,
    /// GEXF 1.3, for Gephi
    Gexf,
    /// nodes.csv and edges.csv in a folder, for Gephi's import of spreadsheets and others
    Csv,
}

/// Makes an enumeration of the command line, and what it means.
macro_rules! choice {
    ($(#[$doc:meta])* $name:ident => $of:ident { $($(#[$about:meta])* $value:ident),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
        enum $name { $($(#[$about])* $value),+ }

        impl From<$name> for $of {
            fn from(choice: $name) -> Self {
                match choice { $($name::$value => Self::$value),+ }
            }
        }
    };
}

choice! {
    /// What is joined to what.
    KindChoice => Kind {
        /// Actors to the topics on which they speak
        #[default]
        ActorTopic,
        /// Actors to actors, by the topics on which both speak
        ActorActor,
        /// Topics to topics, by the actors who speak on both
        TopicTopic,
    }
}

choice! {
    /// Who is an actor.
    ActorChoice => Actor {
        /// The organisations for which the speakers spoke then
        #[default]
        Organisation,
        /// The speakers themselves
        Speaker,
    }
}

choice! {
    /// What a weight is.
    WeightChoice => Weight {
        /// Statements, whatever their side
        #[default]
        Ignore,
        /// Statements on the same side
        Congruence,
        /// Statements on different sides
        Conflict,
        /// The one less the other; for less against
        Subtract,
    }
}

choice! {
    /// By what weights are divided.
    NormaliseChoice => Normalise {
        /// By nothing
        #[default]
        No,
        /// By the mean of the statements of both
        Average,
        /// By the statements of the one alone, of the other alone and of both
        Jaccard,
        /// By the lengths of both as vectors
        Cosine,
        /// By the statements of the actor
        Activity,
        /// By the statements on the topic
        Prominence,
    }
}

choice! {
    /// What becomes of statements without a side.
    NeutralChoice => Neutral {
        /// They are left out
        #[default]
        LeaveOut,
        /// They are for the topic
        Agree,
        /// They are for a topic of their own
        Apart,
    }
}

choice! {
    /// Within what repeats count once.
    DuplicatesChoice => Duplicates {
        /// Every statement counts
        #[default]
        Include,
        /// An article
        Document,
        /// A week from Monday to Sunday
        Week,
        /// A month
        Month,
        /// A year
        Year,
        /// All of time
        Range,
    }
}

/// How long a slice is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum SliceChoice {
    /// 2011
    Year,
    /// 2011-Q4
    Quarter,
    /// 2011-11
    Month,
    /// 2011-W47, from Monday to Sunday
    Week,
}

impl From<SliceChoice> for Slice {
    fn from(choice: SliceChoice) -> Self {
        match choice {
            SliceChoice::Year => Self::Year,
            SliceChoice::Quarter => Self::Quarter,
            SliceChoice::Month => Self::Month,
            SliceChoice::Week => Self::Week,
        }
    }
}

/// Writes the networks.
pub fn run(args: &Args) -> Ended {
    let options = options(args)?;
    let format = format(args)?;
    let path = absolute(&args.out)?;
    let is_folder = format == GraphFormat::Csv || options.slice.is_some();
    // What cannot be written there is said before anything is read.
    let target = match is_folder {
        true => Target::Folder(BegunFolder::at(&path).map_err(|refused| folder_refused(&refused))?),
        false => {
            let (begun, file) = export::begin(&path, args.force)?;
            Target::File(begun, file)
        }
    };
    let root = match &args.path {
        None => root::chosen(None)?,
        Some(path) => export::root_around(path)?,
    };
    let corpus = loaded_with_notes(&root, &args.casts)?.corpus;
    let filter = StatementFilter {
        parts_of_topics: true,
        ..args.filter.read(&corpus)?
    };
    let mut extraction = Extraction::new(&corpus, home_of(&root.folder), &filter);
    let wanted = Wanted {
        below: args.path.as_deref().map(absolute).transpose()?,
        listed: None,
        shard: None,
    };
    wanted.keep(&corpus, &mut extraction);
    let mut collector = Collector::new(options);
    let progress = Progress::new();
    let read = each_chunk(&corpus, &extraction, &progress, "reading", |articles| {
        articles.iter().for_each(|article| collector.add(article));
        Ok(())
    });
    progress.finish();
    read?;
    let collected = collector.finish().map_err(too_large)?;
    target.write(&collected, format, args.force)?;
    say_what(&collected, args);
    let is_empty = collected
        .graphs
        .iter()
        .all(|(_, graph)| graph.edges.is_empty());
    Ok(Outcome::clean_if(!is_empty))
}

/// Where networks go.
enum Target {
    File(crate::store::writing::Begun, File),
    Folder(BegunFolder),
}

impl Target {
    fn write(self, collected: &Collected, format: GraphFormat, force: bool) -> Result<(), Failure> {
        match self {
            Self::File(begun, file) => {
                for (_, graph) in &collected.graphs {
                    let written = written(&file, graph, format);
                    written.map_err(|error| export::failed(begun.path(), &error))?;
                }
                export::put_all(vec![(begun, file)], force)
            }
            Self::Folder(begun) => {
                for (slice, graph) in &collected.graphs {
                    let written = in_folder(&begun, slice.as_deref(), graph, format);
                    written?;
                }
                begun.put().map_err(|refused| folder_refused(&refused))
            }
        }
    }
}

fn written(file: &File, graph: &Graph, format: GraphFormat) -> Result<(), Error> {
    let out = BufWriter::new(file);
    match format {
        GraphFormat::Gexf => gexf::write(out, graph),
        _ => graphml::write(out, graph),
    }
}

fn in_folder(
    begun: &BegunFolder,
    slice: Option<&str>,
    graph: &Graph,
    format: GraphFormat,
) -> Result<(), Failure> {
    let file = |names: &[&str]| {
        begun
            .file(names)
            .map_err(|refused| folder_refused(&refused))
    };
    let failed = |error: Error| export::failed(begun.path(), &error);
    let ending = match format {
        GraphFormat::Csv => {
            let folder: Vec<&str> = slice.into_iter().collect();
            let nodes = file(&[&folder[..], &["nodes.csv"]].concat())?;
            edges::write_nodes(BufWriter::new(nodes), graph).map_err(failed)?;
            let ends = file(&[&folder[..], &["edges.csv"]].concat())?;
            return edges::write_edges(BufWriter::new(ends), graph).map_err(failed);
        }
        GraphFormat::Gexf => "gexf",
        GraphFormat::Graphml => "graphml",
    };
    let name = format!("{}.{ending}", slice.unwrap_or("network"));
    written(&file(&[&name])?, graph, format).map_err(failed)
}

fn options(args: &Args) -> Result<Options, Failure> {
    let kind = Kind::from(args.kind);
    let weight = match args.weight {
        Some(weight) => weight.into(),
        None if kind == Kind::ActorTopic => Weight::Ignore,
        None => Weight::Congruence,
    };
    if kind == Kind::ActorTopic && matches!(weight, Weight::Congruence | Weight::Conflict) {
        return Err(Failure::new(
            "--weight congruence and conflict are for --kind actor-actor or topic-topic; of actors and \
             topics it is ignore or subtract",
        ));
    }
    let normalise = Normalise::from(args.normalise);
    if !normalise.goes_with(kind) {
        return Err(Failure::new(match kind {
            Kind::ActorTopic => {
                "--normalise average, jaccard and cosine are for --kind actor-actor or topic-topic; of \
                 actors and topics it is activity or prominence"
            }
            _ => "--normalise activity and prominence are for --kind actor-topic",
        }));
    }
    if args.at_least.is_nan() || args.at_least < 0.0 {
        return Err(Failure::new("--at-least is a number from 0"));
    }
    Ok(Options {
        kind,
        actor: args.actor.into(),
        weight,
        normalise,
        neutral: args.neutral.into(),
        duplicates: args.duplicates.into(),
        slice: args.slice.map(Slice::from),
        at_least: args.at_least,
        isolates: args.isolates,
        as_dna: args.as_dna,
    })
}

fn format(args: &Args) -> Result<GraphFormat, Failure> {
    let ending = args.out.extension().and_then(|ending| ending.to_str());
    let told = match ending.map(str::to_lowercase).as_deref() {
        Some("graphml") => Some(GraphFormat::Graphml),
        Some("gexf") => Some(GraphFormat::Gexf),
        _ => None,
    };
    let shown = args.out.display();
    match (args.format, told) {
        (Some(format), Some(told)) if format != told => Err(Failure::new(format!(
            "--format does not go with --out {shown}; leave one of them out"
        ))),
        (Some(format), _) | (None, Some(format)) => Ok(format),
        (None, None) => Err(Failure::new(format!(
            "the name {shown} does not tell the format; add --format graphml, gexf or csv"
        ))),
    }
}

fn too_large(TooLarge { most }: TooLarge) -> Failure {
    Failure::new(format!(
        "the network has more than the {most} pairs that are counted; narrow it by --on, --from, --to or \
         --slice, or join actors to topics (--kind actor-topic); nothing was written"
    ))
}

fn say_what(collected: &Collected, args: &Args) {
    let graphs = collected.graphs.iter();
    let nodes: usize = graphs.clone().map(|(_, graph)| graph.nodes.len()).sum();
    let ends: usize = graphs.map(|(_, graph)| graph.edges.len()).sum();
    let shown = shown(&args.out);
    let networks = match args.slice {
        Some(_) => format!(" in {}", counted(collected.graphs.len(), "network")),
        None => String::new(),
    };
    say_note(&format!(
        "wrote {} and {}{networks} to {shown}",
        counted(nodes, "node"),
        counted(ends, "edge")
    ));
    for (count, what) in [
        (
            collected.without_actor,
            "statements without an actor: of no organisation then (--actor speaker takes the speakers), or of ?",
        ),
        (collected.without_topic, "statements without a topic"),
        (
            collected.without_side,
            "statements that take no side on a topic, and do not count (--neutral)",
        ),
        (
            collected.without_date,
            "statements without a date, which are in no slice, one for each actor and topic",
        ),
        (collected.repeats, "repeats, which do not count"),
        (collected.zero, "pairs that come to 0, and have no edge"),
        (
            collected.weak,
            "edges that are weaker than --at-least, and are left out",
        ),
        (
            collected.isolates,
            "nodes without an edge, which are left out (--isolates keeps them)",
        ),
    ] {
        if count > 0 {
            say_note(&format!("{what}: {count}"));
        }
    }
}

fn shown(path: &Path) -> String {
    let shown = absolute(path).map(|path| Paths::here().shown(&path).to_string());
    shown.unwrap_or_default()
}
