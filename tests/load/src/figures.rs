//! What was measured, and how it is shown.

use std::time::Duration;

use serde::Serialize;

/// What was measured at one size.
#[derive(Debug, Clone, Serialize)]
pub struct Size {
    /// How many articles there were.
    pub articles: usize,
    /// How many files.
    pub files: usize,
    /// How many bytes they had.
    pub bytes: u64,
    /// The figures, in the order of the table.
    pub figures: Vec<Figure>,
}

/// One thing that was measured, once or many times.
#[derive(Debug, Clone, Serialize)]
pub struct Figure {
    /// What was measured.
    pub name: String,
    /// In what.
    pub unit: Unit,
    /// What came out, in order.
    pub values: Vec<f64>,
    /// Why nothing could be measured.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub absent: Option<String>,
}

/// What a figure is given in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Unit {
    /// Seconds.
    Seconds,
    /// Bytes.
    Bytes,
    /// A number of things.
    Count,
}

impl Size {
    /// Nothing yet.
    pub fn new(articles: usize, files: usize, bytes: u64) -> Self {
        Self {
            articles,
            files,
            bytes,
            figures: Vec::new(),
        }
    }

    /// Notes how long something took.
    pub fn took(&mut self, name: &str, took: Duration) {
        self.note(name, Unit::Seconds, took.as_secs_f64());
    }

    /// Notes a value.
    pub fn note(&mut self, name: &str, unit: Unit, value: f64) {
        if let Some(figure) = self.figures.iter_mut().find(|figure| figure.name == name) {
            figure.values.push(value);
            return;
        }
        self.figures.push(Figure {
            name: name.to_owned(),
            unit,
            values: vec![value],
            absent: None,
        });
    }

    /// Notes why something cannot be measured.
    pub fn absent(&mut self, name: &str, why: &str) {
        if self.figure(name).is_none() {
            self.figures.push(Figure {
                name: name.to_owned(),
                unit: Unit::Seconds,
                values: Vec::new(),
                absent: Some(why.to_owned()),
            });
        }
    }

    /// The figure of that name.
    pub fn figure(&self, name: &str) -> Option<&Figure> {
        self.figures.iter().find(|figure| figure.name == name)
    }
}

impl Figure {
    /// The value below which that part of the values lies, by nearest rank.
    fn quantile(&self, part: f64) -> f64 {
        let mut sorted = self.values.clone();
        sorted.sort_by(f64::total_cmp);
        let rank = (part * sorted.len() as f64).ceil() as usize;
        let index = rank.clamp(1, sorted.len().max(1)) - 1;
        sorted.get(index).copied().unwrap_or(f64::NAN)
    }

    /// The median.
    pub fn median(&self) -> f64 {
        self.quantile(0.5)
    }

    /// The median, the 99th of a hundred and the greatest; one value alone
    /// where no more was measured.
    fn shown(&self) -> String {
        if let Some(why) = &self.absent {
            return why.clone();
        }
        let shown = [self.median(), self.quantile(0.99), self.quantile(1.0)];
        let shown = shown.map(|value| show(value, self.unit));
        match self.values.len() {
            1 => shown[0].clone(),
            2..100 => format!("{} ≤ {}", shown[0], shown[2]),
            _ => shown.join(" / "),
        }
    }
}

/// The table, in Markdown. A figure stands in it as its median, its 99th
/// percentile and its maximum, or its median and maximum where it was measured
/// fewer than a hundred times.
pub fn table(sizes: &[Size]) -> String {
    let mut table = String::from("| |");
    for size in sizes {
        table += &format!(" {} articles |", grouped(size.articles as u64));
    }
    if sizes.len() > 1 {
        table += " for ten times as many |";
    }
    let columns = sizes.len() + usize::from(sizes.len() > 1);
    table += &format!("\n| --- |{}\n", " --- |".repeat(columns));
    let mut names: Vec<&str> = Vec::new();
    for figure in sizes.iter().flat_map(|size| &size.figures) {
        if !names.contains(&figure.name.as_str()) {
            names.push(&figure.name);
        }
    }
    for name in names {
        table += &format!("| {name} |");
        for size in sizes {
            let shown = size.figure(name).map_or("–".into(), Figure::shown);
            table += &format!(" {shown} |");
        }
        if sizes.len() > 1 {
            table += &format!(" {} |", growth(sizes, name));
        }
        table.push('\n');
    }
    table
}

/// How a figure's median grows from each size to the next, for ten times as
/// many articles.
fn growth(sizes: &[Size], name: &str) -> String {
    let pairs = sizes.windows(2).map(|pair| {
        let (before, after) = (pair[0].figure(name)?, pair[1].figure(name)?);
        let decades = (pair[1].articles as f64 / pair[0].articles as f64).log10();
        let factor = (after.median() / before.median()).powf(1.0 / decades);
        factor.is_finite().then(|| format!("×{factor:.1}"))
    });
    let factors: Vec<String> = pairs.map(|factor| factor.unwrap_or("–".into())).collect();
    factors.join(" ")
}

fn show(value: f64, unit: Unit) -> String {
    match unit {
        Unit::Seconds if value >= 10.0 => format!("{value:.0} s"),
        Unit::Seconds if value >= 1.0 => format!("{value:.1} s"),
        Unit::Seconds if value >= 0.1 => format!("{:.0} ms", value * 1e3),
        Unit::Seconds if value >= 0.01 => format!("{:.1} ms", value * 1e3),
        Unit::Seconds => format!("{:.2} ms", value * 1e3),
        Unit::Bytes if value >= 1e7 => format!("{:.0} MB", value / 1e6),
        Unit::Bytes => format!("{} B", grouped(value.round() as u64)),
        Unit::Count => grouped(value.round() as u64),
    }
}

/// A number with a comma after each three digits.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_shows_quantiles_and_growth() {
        let mut small = Size::new(1_000, 1_100, 4_000_000);
        let mut large = Size::new(100_000, 110_000, 400_000_000);
        for value in 1..=100 {
            small.took("hover", Duration::from_micros(value * 10));
            large.took("hover", Duration::from_micros(value * 40));
        }
        small.note("memory", Unit::Bytes, 20e6);
        large.note("memory", Unit::Bytes, 180e6);
        large.note("only here", Unit::Count, 12_345.0);
        let table = table(&[small, large]);
        let lines: Vec<&str> = table.lines().collect();
        assert_eq!(
            lines[0],
            "| | 1,000 articles | 100,000 articles | for ten times as many |"
        );
        assert_eq!(
            lines[2],
            "| hover | 0.50 ms / 0.99 ms / 1.00 ms | 2.00 ms / 3.96 ms / 4.00 ms | ×2.0 |"
        );
        assert_eq!(lines[3], "| memory | 20 MB | 180 MB | ×3.0 |");
        assert_eq!(lines[4], "| only here | – | 12,345 | – |");
    }
}
