//! Terms: what things are found by, as numbers that sort alike on every engine.

use chrono::{Datelike, NaiveDate};
use sha2::{Digest, Sha256};

use crate::scheme::council::CouncilCode;
use crate::scheme::product::Catalogue;
use crate::scheme::stars::Stars;
use crate::scheme::status::Status;
use crate::scheme::text;

/// What can be searched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Shelf {
    /// By their place in the book.
    Certificates,
    /// By their identity.
    Dossiers,
}

impl Shelf {
    /// The name in data.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Certificates => "certificates",
            Self::Dossiers => "dossiers",
        }
    }
}

/// What a term says of a thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    /// That it is there.
    All,
    /// A folded word that it holds.
    Word,
    /// Whose it is.
    Council,
    /// Its province, and the one that took that province's place.
    Unit,
    /// Its star level.
    Stars,
    /// Its set, with the catalogue.
    Set,
    /// The year of its decision.
    Year,
    /// What its council says of it.
    Status,
    /// Its last day.
    Ends,
    /// The folded name of its producer.
    Producer,
    /// The number of its decision.
    Decision,
}

impl Field {
    /// The name in data.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Word => "word",
            Self::Council => "council",
            Self::Unit => "unit",
            Self::Stars => "stars",
            Self::Set => "set",
            Self::Year => "year",
            Self::Status => "status",
            Self::Ends => "ends",
            Self::Producer => "producer",
            Self::Decision => "decision",
        }
    }
}

/// Letters of a word that are told apart: so many fit into a number. A longer word is found by
/// its first ones.
const LETTERS: u32 = 12;
/// Ten digits, 26 letters, and the end of the word.
const BASE: i64 = 37;

/// One thing that can be said of a certificate or dossier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Term {
    /// What it says.
    pub(super) field: Field,
    /// As a number.
    pub(super) key: i64,
}

impl Term {
    /// Of everything.
    pub const ALL: Self = Self {
        field: Field::All,
        key: 0,
    };

    const fn new(field: Field, key: i64) -> Self {
        Self { field, key }
    }

    /// Of each word of a text.
    pub fn words(text: &str) -> Vec<Self> {
        let folded = text::fold(text);
        let mut terms: Vec<Self> = text::words_of(&folded).map(Self::word).collect();
        terms.sort_unstable();
        terms.dedup();
        terms
    }

    /// Of a folded word.
    pub(super) fn word(word: &str) -> Self {
        Self::new(Field::Word, word_range(word).0)
    }

    /// Of a council.
    pub fn council(code: CouncilCode) -> Self {
        Self::new(
            Field::Council,
            word_range(&code.as_str().to_ascii_lowercase()).0,
        )
    }

    /// Of a province, by its identity such as `VN-04@2`.
    pub fn unit(unit: &str) -> Self {
        Self::new(Field::Unit, hash(unit))
    }

    /// Of a star level.
    pub fn stars(stars: Stars) -> Self {
        Self::new(Field::Stars, i64::from(stars.get()))
    }

    /// Of a set.
    pub fn set(catalogue: Catalogue, set_no: u32) -> Self {
        let generation = match catalogue {
            Catalogue::Of2019 => 2_019,
            Catalogue::Of2023 => 2_023,
        };
        Self::new(Field::Set, generation * 1_000 + i64::from(set_no))
    }

    /// Of the year of a decision.
    pub fn year(year: i32) -> Self {
        Self::new(Field::Year, i64::from(year))
    }

    /// Of what a council says of a certificate.
    pub fn status(status: Status) -> Self {
        Self::new(Field::Status, status as i64)
    }

    /// Of a last day.
    pub fn ends(day: NaiveDate) -> Self {
        Self::new(Field::Ends, i64::from(day.num_days_from_ce()))
    }

    /// Of a producer, by its name as any of its decisions writes it.
    pub fn producer(name: &str) -> Self {
        Self::folded_producer(&text::fold(name))
    }

    /// Of a producer, by its folded name.
    pub fn folded_producer(name: &str) -> Self {
        Self::new(Field::Producer, hash(name))
    }

    /// Of a decision, by its number.
    pub fn decision(number: &str) -> Self {
        Self::new(Field::Decision, hash(number))
    }

    /// As a number, by which [`super::super::Register::tally`] names it.
    pub fn key(self) -> i64 {
        self.key
    }
}

/// The terms of words that begin with a folded word: from the word itself to the last that goes
/// on. Words of other letters than Latin ones are hashes below zero, and begin nothing.
fn word_range(word: &str) -> (i64, i64) {
    if !word.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        let key = -hash(word);
        return (key, key);
    }
    let mut digits = word.chars().filter_map(|c| c.to_digit(36));
    let (mut low, mut high) = (0, 0);
    for _ in 0..LETTERS {
        let digit = digits.next().map(|digit| i64::from(digit) + 1);
        low = low * BASE + digit.unwrap_or(0);
        high = high * BASE + digit.unwrap_or(BASE - 1);
    }
    (low, high)
}

/// 63 bits of a SHA-256: what is equal is equal, and nothing else is by chance.
fn hash(text: &str) -> i64 {
    let digest = Sha256::digest(text);
    let bytes: [u8; 8] = std::array::from_fn(|place| digest[place]);
    (u64::from_be_bytes(bytes) >> 1) as i64
}

/// What things must have, or must not: one of some terms of a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clause {
    pub(super) field: Field,
    pub(super) ranges: Vec<(i64, i64)>,
    pub(super) without: bool,
}

impl Clause {
    fn of(field: Field, ranges: Vec<(i64, i64)>) -> Self {
        Self {
            field,
            ranges,
            without: false,
        }
    }

    /// One of some terms, all of one field.
    pub fn any(field: Field, terms: impl IntoIterator<Item = Term>) -> Self {
        let terms = terms.into_iter();
        Self::of(field, terms.map(|term| (term.key, term.key)).collect())
    }

    /// A word that begins with this folded one.
    pub fn begins(word: &str) -> Self {
        Self::of(Field::Word, vec![word_range(word)])
    }

    /// Any term of a field.
    pub fn every(field: Field) -> Self {
        Self::of(field, vec![(i64::MIN, i64::MAX)])
    }

    /// A last day from one day to another, both inclusive.
    pub fn ends_between(first: NaiveDate, last: NaiveDate) -> Self {
        let (first, last) = (Term::ends(first), Term::ends(last));
        Self::of(Field::Ends, vec![(first.key, last.key)])
    }

    /// The contrary.
    #[must_use]
    pub fn negated(mut self) -> Self {
        self.without = !self.without;
        self
    }

    /// What somebody typed: every word whole, and the last one, which may not be written to its
    /// end, as the beginning of a word. A single letter is a word of its own.
    pub fn typed(text: &str) -> Vec<Self> {
        let mut words = text::words(text);
        let last = words.pop();
        let whole = words.iter().map(|word| Term::words(word));
        let mut clauses: Vec<Self> = whole.map(|terms| Self::any(Field::Word, terms)).collect();
        clauses.extend(last.map(|word| match word.chars().nth(1) {
            Some(_) => Self::begins(&word),
            None => Self::any(Field::Word, Term::words(&word)),
        }));
        clauses
    }
}

impl From<Term> for Clause {
    fn from(term: Term) -> Self {
        Self::any(term.field, [term])
    }
}

#[cfg(test)]
mod tests {
    use super::{Term, word_range};

    #[test]
    fn what_begins_alike_lies_side_by_side_in_the_order_of_the_letters() {
        let (low, high) = word_range("sha");
        for word in ["sha", "sha0", "shan", "shazzzzzzzzzzzzz"] {
            let (key, _) = word_range(word);
            assert!(low <= key && key <= high, "{word}");
        }
        for word in ["s", "sh", "sgz", "shb", "tsha", "茶"] {
            let (key, _) = word_range(word);
            assert!(key < low || high < key, "{word}");
        }
        assert_eq!(word_range("茶").0, word_range("茶").1);
        assert_ne!(word_range("茶"), word_range("酒"));
    }

    #[test]
    fn a_text_is_found_by_its_words_without_their_marks() {
        assert_eq!(Term::words("Chè Shan, CHÈ"), Term::words("che-shan"));
        assert!(Term::words("… – ★").is_empty());
    }
}
