//! Where an export goes, and in which format.

use std::path::PathBuf;

use super::args::Args;
use super::format::Format;
use super::partition::{Partition, Shard};
use crate::cli::output::Failure;
use crate::cli::paths::{Paths, absolute};
use crate::tables::Table;

/// Where an export goes.
#[derive(Debug, Clone)]
pub struct Target {
    /// The folder or the file, in full.
    pub path: PathBuf,
    /// Whether that is a folder.
    pub is_folder: bool,
    /// The format.
    pub format: Format,
    /// The tables, in their order.
    pub tables: Vec<Table>,
    /// Whether CSV is for a spreadsheet.
    pub for_spreadsheet: bool,
    /// Into what the tables of articles are parted.
    pub partition: Option<Partition>,
    /// Which part of the articles it is.
    pub shard: Option<Shard>,
}

impl Target {
    /// What the command line says, before anything is read.
    ///
    /// # Errors
    /// When it says too little, what does not go together, or a place that is taken.
    pub fn read(args: &Args) -> Result<Self, Failure> {
        let out = &args.out;
        let told = Format::told_by(out).filter(|_| !out.is_dir());
        let shown = out.display();
        let format = match (args.format, told) {
            (Some(format), Some(told)) if !format.goes_with(told) => {
                return Err(Failure::new(format!(
                    "--format {} does not go with --out {shown}; leave one of them out, or name a \
                     folder",
                    format.name()
                )));
            }
            (Some(format), _) | (None, Some(format)) => format,
            (None, None) => {
                return Err(Failure::new(format!(
                    "the name {shown} does not tell the format; add --format csv, jsonl, parquet, \
                     sqlite, xlsx or the form of another tool (--help lists them)"
                )));
            }
        };
        let is_folder = told.is_none() && !format.holds_all();
        if !is_folder && out.is_dir() {
            return Err(Failure::new(format!(
                "{shown} is a folder, and {} is one file; name that, such as {}",
                format.name(),
                out.join(format!("corpus.{}", format.ending())).display()
            )));
        }
        let target = Self {
            path: absolute(out)?,
            is_folder,
            format,
            tables: tables(args, is_folder, format)?,
            for_spreadsheet: args.spreadsheet,
            partition: args.partition,
            shard: args.shard,
        };
        if args.jsonl_in.is_some() && args.partition.is_some() {
            return Err(Failure::new(
                "--partition has to know all articles before it writes the first, and those of --jsonl-in \
                 are read one after the other; part the lines, and export each part to a folder of its \
                 own, such as tables/year=2011",
            ));
        }
        form_goes_together(args, format)?;
        target.goes_together()?;
        target.is_free(args.force)?;
        Ok(target)
    }

    fn goes_together(&self) -> Result<(), Failure> {
        if self.for_spreadsheet && self.format != Format::Csv {
            return Err(Failure::new(
                "--spreadsheet is for CSV; xlsx needs no guard, its texts are texts",
            ));
        }
        if self.partition.is_some() && !self.is_folder {
            return Err(Failure::new(
                "--partition makes folders; name a folder with --out, and --format parquet, csv or \
                 jsonl",
            ));
        }
        Ok(())
    }

    /// Whether nothing is there that is to stay.
    fn is_free(&self, force: bool) -> Result<(), Failure> {
        let shown = Paths::here().shown(&self.path);
        if !self.is_folder {
            // What else may stand there is told when the file is begun.
            return match self.path.is_file() && !force {
                true => Err(Failure::new(format!(
                    "{shown} is there already; --force writes over it"
                ))),
                false => Ok(()),
            };
        }
        if self.path.exists() && !self.path.is_dir() {
            return Err(Failure::new(format!(
                "{shown} is a file; name a folder for the tables"
            )));
        }
        // A folder of many files is put there in one step, where nothing is.
        if self.format.is_folder() {
            return match self
                .path
                .read_dir()
                .is_ok_and(|mut names| names.next().is_some())
            {
                true => Err(Failure::new(format!(
                    "{shown} holds other things; name a new folder"
                ))),
                false => Ok(()),
            };
        }
        // Other parts of the articles may be there.
        if force || self.shard.is_some() {
            return Ok(());
        }
        let mut names = self.path.read_dir().into_iter().flatten().flatten();
        match names.next() {
            Some(name) => Err(Failure::new(format!(
                "{shown} holds other things, such as {}; name a new folder, or --force writes over \
                 tables of an earlier export",
                name.file_name().display()
            ))),
            None => Ok(()),
        }
    }

    /// Where the file of a table is; of a partition, that in a folder.
    pub fn file_of(&self, table: Table, group: Option<&str>) -> PathBuf {
        if !self.is_folder {
            return self.path.clone();
        }
        let ending = self.format.ending();
        if group.is_none() && self.shard.is_none() {
            return self.path.join(format!("{}.{ending}", table.name()));
        }
        let mut path = self.path.join(table.name());
        path.extend(group);
        let number = self.shard.map_or(0, Shard::place);
        path.join(format!("part-{number}.{ending}"))
    }
}

/// What is said of tables makes no sense of another tool's form, and the other way round.
fn form_goes_together(args: &Args, format: Format) -> Result<(), Failure> {
    let of_tables = [
        ("--table", !args.table.is_empty()),
        ("--partition", args.partition.is_some()),
        ("--shard", args.shard.is_some()),
        ("--jsonl-in", args.jsonl_in.is_some()),
    ];
    if format.is_form()
        && let Some((option, _)) = of_tables.iter().find(|(_, is_said)| *is_said)
    {
        return Err(Failure::new(format!(
            "{option} is for tables, and {} is no table; leave one of them out",
            format.name()
        )));
    }
    let of_forms = [
        (
            "--losses",
            args.losses.is_some() && !format.is_form(),
            "tables hold all of a corpus",
        ),
        (
            "--neutral",
            args.neutral.is_some() && !matches!(format, Format::Dna | Format::DnaCsv),
            "only dna and dna-csv cannot hold statements that take no side",
        ),
    ];
    match of_forms.iter().find(|(_, is_wrong, _)| *is_wrong) {
        Some((option, _, why)) => Err(Failure::new(format!(
            "{option} does not go with --format {}: {why}",
            format.name()
        ))),
        None => Ok(()),
    }
}

fn tables(args: &Args, is_folder: bool, format: Format) -> Result<Vec<Table>, Failure> {
    let named = args.table.iter().filter_map(|name| Table::named(name));
    let mut tables: Vec<Table> = named.collect();
    tables.sort_unstable();
    tables.dedup();
    if is_folder || format.holds_all() {
        return Ok(match tables.is_empty() {
            true => Table::ALL.to_vec(),
            false => tables,
        });
    }
    let stem = args.out.file_stem().and_then(|stem| stem.to_str());
    match tables[..] {
        [] => Ok(vec![stem.and_then(Table::named).unwrap_or(Table::Flat)]),
        [_] => Ok(tables),
        _ => Err(Failure::new(format!(
            "{} holds one table; name one with --table, or a folder with --out",
            args.out.display()
        ))),
    }
}
