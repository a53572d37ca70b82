//! Facts in few bytes, for the many files that nobody looks at.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{DeserializeOwned, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

use super::facts::{Facts, Occurrence, QuoteFacts};
use crate::syntax::{LineIndex, PartialDate};

/// The facts of a file, packed: a tenth of what they take otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Packed(Box<[u8]>);

impl Packed {
    /// Packs facts.
    ///
    /// # Panics
    /// Never: all that facts are made of can be written.
    pub fn new(facts: &Facts) -> Self {
        let bytes = postcard::to_stdvec(facts).expect("facts can be written");
        Self(bytes.into_boxed_slice())
    }

    /// The facts in bytes that were packed at another time, if they are such.
    pub fn read(bytes: &[u8]) -> Option<Facts> {
        let facts: Facts = postcard::from_bytes(bytes).ok()?;
        Some(facts.with_declared())
    }

    /// The bytes.
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// The facts, read again.
    ///
    /// # Panics
    /// Never: only what was packed is unpacked.
    pub fn unpack(&self) -> Facts {
        let facts: Facts = postcard::from_bytes(&self.0).expect("what was packed can be read");
        facts.with_declared()
    }

    /// The places alone.
    pub fn occurrences(&self) -> Box<[Occurrence]> {
        let (_, _, occurrences): Start<Box<[Occurrence]>> = self.start();
        occurrences
    }

    /// The lines alone.
    pub fn lines(&self) -> LineIndex {
        let ((_, _, _), lines): (Start<Passed<Occurrence>>, LineIndex) = self.start();
        lines
    }

    /// The statements alone.
    pub fn quotes(&self) -> Box<[QuoteFacts]> {
        type Before = (Start<Passed<Occurrence>>, LineIndex);
        let (_, quotes): (Before, Box<[QuoteFacts]>) = self.start();
        quotes
    }

    /// What the facts begin with.
    fn start<T: DeserializeOwned + Default>(&self) -> T {
        let start = postcard::take_from_bytes(&self.0);
        start.map(|(start, _)| start).unwrap_or_default()
    }
}

/// The hash, the date and what comes next.
type Start<T> = (u64, Option<PartialDate>, T);

/// A list that is read and not kept.
struct Passed<T>(PhantomData<T>);

impl<T> Default for Passed<T> {
    fn default() -> Self {
        Self(PhantomData)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Passed<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(Self(PhantomData))
    }
}

impl<'de, T: Deserialize<'de>> Visitor<'de> for Passed<T> {
    type Value = Self;

    fn expecting(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self, A::Error> {
        while list.next_element::<T>()?.is_some() {}
        Ok(self)
    }
}
