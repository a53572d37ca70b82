//! From text to what it says, and from positions to bytes.

use std::hint::black_box;

use criterion::{Criterion, Throughput};
use quotemark::store::{Change, OpenDocument};
use quotemark::syntax::{Encoding, LineIndex, Parser, Position};

use crate::corpus::{article, long_article};

/// Reading an article from scratch: as closed files are read, and by its tree.
pub fn reading(criterion: &mut Criterion) {
    let text = article(1);
    let mut group = criterion.benchmark_group("read an article");
    group.throughput(Throughput::Bytes(text.len() as u64));
    let mut parser = Parser::new();
    group.bench_function("as closed files are", |bench| {
        bench.iter(|| parser.read(black_box(&text)))
    });
    group.bench_function("by its tree", |bench| {
        bench.iter(|| parser.parse(black_box(&text)))
    });
    group.finish();
}

/// Reading an open document again after a key.
pub fn reading_again(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("read again after a key");
    for (name, text) in [
        ("in 4 KB", article(1)),
        ("in 100 KB", long_article(100 << 10)),
        ("in 5 MB", long_article(5 << 20)),
    ] {
        let line = text.lines().count() / 2;
        let line = line
            + text
                .lines()
                .skip(line)
                .take_while(|line| line.is_empty())
                .count();
        let at = |column| Position {
            line: line as u32,
            column,
        };
        let key = |end, text: &str| Change {
            range: Some((at(0), at(end))),
            text: text.into(),
        };
        let mut document = OpenDocument::new(&text, 0);
        document.source();
        let mut typed = false;
        if text.len() > 1 << 20 {
            group.sample_size(10);
        }
        group.bench_function(name, |bench| {
            bench.iter(|| {
                let change = match typed {
                    true => key(1, ""),
                    false => key(0, "e"),
                };
                typed = !typed;
                document.change(&[change], 1, Encoding::Utf16);
                black_box(document.source());
            });
        });
    }
    group.finish();
}

/// Positions of a text and its bytes, one into the other.
pub fn positions(criterion: &mut Criterion) {
    let text = article(1);
    let mut group = criterion.benchmark_group("positions");
    group.bench_function("index of an article’s lines", |bench| {
        bench.iter(|| LineIndex::new(black_box(&text)));
    });
    let lines = LineIndex::new(&text);
    let bytes: Vec<usize> = text.match_indices("]{").map(|(at, _)| at).collect();
    for encoding in [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32] {
        group.bench_function(
            format!("{} bytes to {encoding:?} and back", bytes.len()),
            |bench| {
                bench.iter(|| {
                    for &byte in &bytes {
                        let position = lines.position(black_box(byte), encoding);
                        black_box(lines.offset(position, encoding));
                    }
                });
            },
        );
    }
    group.finish();
}
