//! Tiles: the tree's hashes in rows of 256 (C2SP tlog-tiles), and what is computed from them:
//! roots, inclusion and consistency proofs (RFC 6962, section 2.1).
//!
//! Pure: what is not there is named as [`Missing`], and its reader fetches it and asks again.

use std::collections::HashMap;

use super::{Hash, split};

/// Hashes of a full tile.
pub const WIDTH: usize = 256;
/// Halvings between a tile and the one above it.
const HEIGHT: u32 = 8;

/// Which tile: its level above the leaves, and its index in that level.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TileId {
    /// 0 for hashes of leaves; a hash of level 1 is that of a full tile of level 0.
    pub level: u8,
    /// Counts from the left.
    pub index: u64,
}

impl TileId {
    /// How many hashes this tile has in a tree of a size: none, some, or [`WIDTH`].
    pub fn width_at(self, size: u64) -> usize {
        let hashes = size
            .checked_shr(HEIGHT * u32::from(self.level))
            .unwrap_or(0);
        let before = self.index.saturating_mul(WIDTH as u64);
        usize::try_from(hashes.saturating_sub(before)).map_or(WIDTH, |width| width.min(WIDTH))
    }

    /// Every tile of a tree of a size, from the leaves up.
    pub fn all_of(size: u64) -> impl Iterator<Item = Self> {
        let levels = (0_u8..8).take_while(move |&level| size >> (HEIGHT * u32::from(level)) > 0);
        levels.flat_map(move |level| {
            let hashes = size >> (HEIGHT * u32::from(level));
            (0..hashes.div_ceil(WIDTH as u64)).map(move |index| Self { level, index })
        })
    }
}

/// A tile that is needed, and at least so many hashes of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("tile {} of level {} is needed", .id.index, .id.level)]
pub struct Missing {
    /// Which.
    pub id: TileId,
}

/// The tiles that are at hand.
#[derive(Clone, Debug, Default)]
pub struct Tiles(HashMap<TileId, Vec<Hash>>);

impl Tiles {
    /// Puts a tile where it can be used, in place of a narrower one.
    pub fn put(&mut self, id: TileId, hashes: Vec<Hash>) {
        self.0.insert(id, hashes);
    }

    /// How wide a tile is that is at hand.
    pub fn width(&self, id: TileId) -> usize {
        self.0.get(&id).map_or(0, Vec::len)
    }

    /// The root of the tree of the first `size` leaves.
    ///
    /// # Errors
    /// When a tile is not at hand.
    pub fn root(&self, size: u64) -> Result<Hash, Missing> {
        match size {
            0 => Ok(Hash::of_nothing()),
            size => self.range(0, size),
        }
    }

    /// The hashes that lead from a leaf to the root of the tree of `size` leaves, from the
    /// leaf's sibling up (RFC 6962, section 2.1.1). `index` is below `size`.
    ///
    /// # Errors
    /// When a tile is not at hand.
    pub fn inclusion(&self, index: u64, size: u64) -> Result<Vec<Hash>, Missing> {
        let mut proof = Vec::new();
        let (mut start, mut end) = (0, size);
        while end - start > 1 {
            let middle = start + split(end - start);
            if index < middle {
                proof.push(self.range(middle, end)?);
                end = middle;
            } else {
                proof.push(self.range(start, middle)?);
                start = middle;
            }
        }
        proof.reverse();
        Ok(proof)
    }

    /// The hashes that show the tree of `size` leaves to begin with that of `old` leaves (RFC
    /// 6962, section 2.1.2). `old` is at most `size`; of nothing, and of itself, there is
    /// nothing to show.
    ///
    /// # Errors
    /// When a tile is not at hand.
    pub fn consistency(&self, old: u64, size: u64) -> Result<Vec<Hash>, Missing> {
        let mut proof = Vec::new();
        if old == 0 || old == size {
            return Ok(proof);
        }
        let (mut start, mut end) = (0, size);
        while old != end {
            let middle = start + split(end - start);
            if old <= middle {
                proof.push(self.range(middle, end)?);
                end = middle;
            } else {
                proof.push(self.range(start, middle)?);
                start = middle;
            }
        }
        // The old tree's own root is known to whoever asks.
        if start > 0 {
            proof.push(self.range(start, end)?);
        }
        proof.reverse();
        Ok(proof)
    }

    /// The hash over leaves from `start` up to `end`, where the tree has such a subtree.
    fn range(&self, start: u64, end: u64) -> Result<Hash, Missing> {
        let leaves = end - start;
        if leaves.is_power_of_two() {
            return self.complete(leaves.ilog2(), start / leaves);
        }
        let middle = start + split(leaves);
        Ok(Hash::of_children(
            self.range(start, middle)?,
            self.range(middle, end)?,
        ))
    }

    /// The hash of the complete subtree of a height: the `index`th from the left.
    fn complete(&self, height: u32, index: u64) -> Result<Hash, Missing> {
        // A height is below 64, so a level is below 8.
        let (level, below) = ((height / HEIGHT) as u8, height % HEIGHT);
        let first = index << below;
        let id = TileId {
            level,
            index: first / WIDTH as u64,
        };
        let at = usize::try_from(first % WIDTH as u64).unwrap_or(WIDTH);
        let hashes = self
            .0
            .get(&id)
            .and_then(|tile| tile.get(at..at + (1 << below)));
        hashes.map(Hash::of_complete).ok_or(Missing { id })
    }
}
