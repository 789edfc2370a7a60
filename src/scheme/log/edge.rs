//! The right edge of the tree: its partial tiles, which are all that appending needs.

use super::Hash;
use super::tiles::{TileId, WIDTH};

/// The tree as it grows.
#[derive(Clone, Debug, Default)]
pub struct Edge {
    size: u64,
    /// The last tile of each level, never full.
    levels: Vec<Vec<Hash>>,
}

impl Edge {
    /// Takes up a tree of some size by the last tile of each level, from the leaves up. `None`
    /// when they are not as many or as wide as that size has them.
    pub fn of(size: u64, levels: Vec<Vec<Hash>>) -> Option<Self> {
        let widths = Self::last_tiles(size).map(|(_, width)| width);
        let fits = widths.eq(levels.iter().map(Vec::len));
        fits.then_some(Self { size, levels })
    }

    /// The last tile of each level of a tree of some size, from the leaves up, with its width: 0
    /// where the level has full tiles only.
    pub fn last_tiles(size: u64) -> impl Iterator<Item = (TileId, usize)> {
        let levels = size
            .checked_ilog2()
            .map_or(0, |height| height as u8 / 8 + 1);
        (0..levels).map(move |level| {
            let id = last_tile(size, level);
            (id, id.width_at(size))
        })
    }

    /// How many leaves the tree has.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Appends a leaf, and hands over the tiles that it made full.
    pub fn push(&mut self, leaf: Hash) -> Vec<(TileId, Vec<Hash>)> {
        self.size += 1;
        let mut full = Vec::new();
        let mut hash = leaf;
        for level in 0_u8.. {
            let place = usize::from(level);
            if self.levels.len() == place {
                self.levels.push(Vec::with_capacity(WIDTH));
            }
            self.levels[place].push(hash);
            if self.levels[place].len() < WIDTH {
                break;
            }
            let tile = std::mem::replace(&mut self.levels[place], Vec::with_capacity(WIDTH));
            hash = Hash::of_complete(&tile);
            let index = (self.size >> (8 * (u32::from(level) + 1))) - 1;
            full.push((TileId { level, index }, tile));
        }
        full
    }

    /// The partial tiles, as they are now.
    pub fn partial(&self) -> impl Iterator<Item = (TileId, &[Hash])> {
        (0_u8..)
            .zip(&self.levels)
            .filter(|(_, tile)| !tile.is_empty())
            .map(|(level, tile)| (last_tile(self.size, level), tile.as_slice()))
    }

    /// The root of the tree as it is now: over complete subtrees, one for each bit of the size,
    /// each in the last tile of its level, the smallest to the right.
    pub fn root(&self) -> Hash {
        let mut root = None;
        for tile in &self.levels {
            let mut left = tile.as_slice();
            while !left.is_empty() {
                let smallest = 1 << left.len().trailing_zeros();
                let (rest, subtree) = left.split_at(left.len() - smallest);
                let hash = Hash::of_complete(subtree);
                root = Some(match root {
                    None => hash,
                    Some(right) => Hash::of_children(hash, right),
                });
                left = rest;
            }
        }
        root.unwrap_or_else(Hash::of_nothing)
    }
}

/// The tile of a level that is not full yet.
fn last_tile(size: u64, level: u8) -> TileId {
    let index = size.checked_shr(8 * (u32::from(level) + 1)).unwrap_or(0);
    TileId { level, index }
}
