//! Which things of a block have a term.

use super::super::Error;
use super::super::rows::{self, Row};

/// Things of a block.
pub(super) const BLOCK: i64 = 4_096;
const WORDS: usize = 64;
/// Bytes of the bitmap. What is shorter holds offsets, of two bytes each.
const BYTES: usize = 512;

/// Some of the things of a block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Members(Box<[u64; WORDS]>);

impl Members {
    /// None.
    pub fn none() -> Self {
        Self(Box::new([0; WORDS]))
    }

    /// The block of a thing, and its place there.
    pub fn place(id: i64) -> (i64, usize) {
        (id.div_euclid(BLOCK), id.rem_euclid(BLOCK) as usize)
    }

    pub fn insert(&mut self, place: usize) {
        self.0[place / 64] |= 1 << (place % 64);
    }

    pub fn remove(&mut self, place: usize) {
        self.0[place / 64] &= !(1 << (place % 64));
    }

    pub fn unite(&mut self, other: &Self) {
        self.with(other, |own, other| own | other);
    }

    pub fn intersect(&mut self, other: &Self) {
        self.with(other, |own, other| own & other);
    }

    pub fn subtract(&mut self, other: &Self) {
        self.with(other, |own, other| own & !other);
    }

    fn with(&mut self, other: &Self, join: impl Fn(u64, u64) -> u64) {
        for (own, other) in self.0.iter_mut().zip(other.0.iter()) {
            *own = join(*own, *other);
        }
    }

    pub fn is_empty(&self) -> bool {
        self.0.iter().all(|&word| word == 0)
    }

    pub fn len(&self) -> u64 {
        self.0.iter().map(|word| u64::from(word.count_ones())).sum()
    }

    /// How many are in both.
    pub fn in_both(&self, other: &Self) -> u64 {
        let both = self.0.iter().zip(other.0.iter());
        both.map(|(one, other)| u64::from((one & other).count_ones()))
            .sum()
    }

    /// The places, from the lowest.
    pub fn places(&self) -> impl DoubleEndedIterator<Item = usize> {
        // Most of a bitmap is empty, and passed over a word at a time.
        let words = self.0.iter().enumerate().filter(|(_, word)| **word != 0);
        words.flat_map(|(at, &word)| {
            let bits = (0..64).filter(move |bit| word >> bit & 1 != 0);
            bits.map(move |bit| at * 64 + bit)
        })
    }

    /// As the register keeps them.
    pub fn written(&self) -> String {
        let few = self.len() < BYTES as u64 / 2;
        let bytes: Vec<u8> = match few {
            true => self
                .places()
                .flat_map(|place| (place as u16).to_be_bytes())
                .collect(),
            false => self.0.iter().flat_map(|word| word.to_be_bytes()).collect(),
        };
        rows::bytes(&bytes)
    }

    /// Reads what the register keeps.
    pub fn read(row: &Row<'_>, text: &str) -> Result<Self, Error> {
        let bytes = row.bytes("members", text)?;
        let mut members = Self::none();
        if bytes.len() == BYTES {
            for (word, bytes) in members.0.iter_mut().zip(bytes.as_chunks().0) {
                *word = u64::from_be_bytes(*bytes);
            }
            return Ok(members);
        }
        let (offsets, rest) = bytes.as_chunks();
        row.column("members", rest.is_empty().then_some(()))?;
        for offset in offsets {
            let place = usize::from(u16::from_be_bytes(*offset));
            row.column("members", (place < BLOCK as usize).then_some(()))?;
            members.insert(place);
        }
        Ok(members)
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::rows::Row;
    use super::Members;

    #[test]
    fn few_and_many_come_back_as_they_were() {
        let row = Row {
            table: "search",
            key: "",
        };
        for step in [1, 7, 16, 17, 4_095] {
            let mut members = Members::none();
            (0..4_096)
                .step_by(step)
                .for_each(|place| members.insert(place));
            let read = Members::read(&row, &members.written()).unwrap();
            assert_eq!(read, members, "{step}");
            assert_eq!(read.len() as usize, members.places().count());
        }
        assert!(Members::read(&row, "AAAA").is_err(), "three bytes");
        assert!(Members::read(&row, "EAA").is_err(), "beyond the block");
    }
}
