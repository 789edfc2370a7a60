//! Addresses of tiles: `0/x001/x234/067.p/5` (C2SP tlog-tiles, "Merkle Tree").

use std::fmt;
use std::str::FromStr;

use super::tiles::{TileId, WIDTH};

/// What a tile holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TileKind {
    /// Hashes of a level.
    Hashes(u8),
    /// The leaves themselves.
    Entries,
}

/// The address of a tile, below `tile/`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TilePath {
    /// What it holds.
    pub kind: TileKind,
    /// Counts from the left.
    pub index: u64,
    /// How many hashes or leaves: [`WIDTH`] for a full tile.
    pub width: usize,
}

/// Text that is no address of a tile.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not the address of a tile, such as 0/x001/234 or entries/067.p/5")]
pub struct NotATile;

impl TilePath {
    /// The address of a tile of hashes.
    pub fn of(id: TileId, width: usize) -> Self {
        Self {
            kind: TileKind::Hashes(id.level),
            index: id.index,
            width,
        }
    }

    /// The tile of hashes that it is, or that stands over its leaves.
    pub fn id(self) -> TileId {
        let level = match self.kind {
            TileKind::Hashes(level) => level,
            TileKind::Entries => 0,
        };
        TileId {
            level,
            index: self.index,
        }
    }
}

impl fmt::Display for TilePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind {
            TileKind::Hashes(level) => write!(f, "{level}")?,
            TileKind::Entries => f.write_str("entries")?,
        }
        let mut parts = vec![self.index % 1_000];
        let mut rest = self.index / 1_000;
        while rest > 0 {
            parts.push(rest % 1_000);
            rest /= 1_000;
        }
        for part in parts.iter().skip(1).rev() {
            write!(f, "/x{part:03}")?;
        }
        write!(f, "/{:03}", self.index % 1_000)?;
        if self.width < WIDTH {
            write!(f, ".p/{}", self.width)?;
        }
        Ok(())
    }
}

impl FromStr for TilePath {
    type Err = NotATile;

    fn from_str(text: &str) -> Result<Self, NotATile> {
        let (kind, rest) = text.split_once('/').ok_or(NotATile)?;
        let kind = match kind {
            "entries" => TileKind::Entries,
            level => TileKind::Hashes(level.parse().map_err(|_| NotATile)?),
        };
        let (index, width) = match rest.split_once(".p/") {
            None => (rest, WIDTH),
            Some((index, width)) => (index, width.parse().map_err(|_| NotATile)?),
        };
        let mut number: u64 = 0;
        for part in index.split('/') {
            let digits: u64 = part.trim_start_matches('x').parse().map_err(|_| NotATile)?;
            let longer = number
                .checked_mul(1_000)
                .and_then(|n| n.checked_add(digits));
            number = longer.ok_or(NotATile)?;
        }
        let path = Self {
            kind,
            index: number,
            width,
        };
        // Leading zeroes, signs, where an `x` belongs: all by writing it again. A width of 256
        // is that of a full tile, which has no suffix.
        let sound = (1..=WIDTH).contains(&width) && path.to_string() == text;
        sound.then_some(path).ok_or(NotATile)
    }
}
