//! The log: its checkpoint, every tile, every leaf.

use super::{Found, Monitor, Stopped};
use crate::scheme::log::{
    Checkpoint, Hash, Leaf, Note, Refused, TileId, TileKind, TilePath, Tiles, WIDTH, is_consistent,
    keys_of, unbundle,
};

/// Where the checkpoint stands.
const CHECKPOINT: &str = "/log/checkpoint";
/// Largest checkpoint, in bytes.
const LARGEST_CHECKPOINT: usize = 64 << 10;
/// How often a checkpoint is fetched until its witnesses cosigned.
const COSIGNING: u32 = 4;
/// Most leaves of a log that is read: thirty times what a country records in ten years.
const MOST_LEAVES: u64 = 1 << 23;

fn refused(at: &str, refused: &Refused) -> Box<Found> {
    Found::refused(refused.code(), at, refused.words(), refused)
}

fn address(path: TilePath) -> String {
    format!("/log/tile/{path}")
}

impl Monitor<'_> {
    /// Reads the log from where it was left to its newest checkpoint.
    pub(super) fn read_log(&mut self) -> Result<(), Stopped> {
        let (checkpoint, note) = self.fetch_checkpoint()?;
        if self.checkpoint.is_none() {
            self.check_grown(&checkpoint)?;
            self.take_kept()?;
        }
        let size = checkpoint.size;
        if size < self.edge.size() {
            return Err(shrunk(self.edge.size(), size).into());
        }
        while self.edge.size() < size {
            self.take_bundle(size)?;
        }
        let partial = self.edge.partial();
        let partial: Vec<(TileId, Vec<Hash>)> = partial
            .filter(|(id, _)| id.level > 0)
            .map(|(id, hashes)| (id, hashes.to_vec()))
            .collect();
        for (id, hashes) in partial {
            self.check_tile(id, &hashes)?;
        }
        let root = self.edge.root();
        if root != checkpoint.root {
            return Err(Found::new(
                "log_root_differs",
                CHECKPOINT,
                format_args!("{root}, the root of the {size} leaves"),
                checkpoint.root,
                (
                    "giá trị gốc không phải của các mục đã công bố",
                    "the root is not that of the published leaves",
                ),
            )
            .into());
        }
        self.checkpoint = Some((checkpoint, note));
        Ok(())
    }

    /// The newest checkpoint, signed by a key of the log and by every witness that is asked for.
    fn fetch_checkpoint(&mut self) -> Result<(Checkpoint, Note), Stopped> {
        let refused = |wrong: Refused| refused(CHECKPOINT, &wrong);
        let mut asked = 0;
        let note = loop {
            let bytes = self.fetcher.need(CHECKPOINT, LARGEST_CHECKPOINT)?;
            let note = Note::read(&bytes).map_err(refused)?;
            asked += 1;
            let mut witnesses = self.asked.witnesses.iter();
            // Witnesses are asked once the checkpoint is published.
            let awaited = witnesses.any(|key| note.check(key) == Err(Refused::Unsigned));
            if !awaited || asked == COSIGNING {
                break note;
            }
            (self.wait)();
        };
        let said = Checkpoint::of(&note.text).map_err(refused)?;
        let origin = self.origin(&said);
        let keys = keys_of(&self.trusted.list, &origin);
        let checkpoint = Checkpoint::signed(&note, &keys).map_err(refused)?;
        for witness in self.asked.witnesses {
            note.check(witness).map_err(|wrong| {
                Found::new(
                    "log_not_witnessed",
                    CHECKPOINT,
                    format_args!("a cosignature of {}", witness.name),
                    wrong,
                    (
                        "thiếu chữ ký đúng của nhân chứng",
                        "a witness's cosignature is missing or wrong",
                    ),
                )
            })?;
        }
        if MOST_LEAVES < checkpoint.size {
            return Err(Found::new(
                "answer_too_large",
                CHECKPOINT,
                format_args!("at most {MOST_LEAVES} leaves"),
                checkpoint.size,
                ("nhật ký quá lớn", "the log is too large"),
            )
            .into());
        }
        Ok((checkpoint, note))
    }

    /// What the log must be called: as last time, or as the trust list's own addresses say.
    fn origin(&self, said: &Checkpoint) -> String {
        if let Some(memory) = &self.store.memory {
            return memory.checkpoint.origin.clone();
        }
        let council = self.trusted.list.councils().first();
        let host = council.and_then(|council| {
            let (_, rest) = council.status_list.split_once("://")?;
            rest.split_once('/').map(|(host, _)| host)
        });
        host.map_or_else(|| said.origin.clone(), crate::scheme::log::origin)
    }

    /// That the log begins with what was held from last time, by its own tiles.
    fn check_grown(&mut self, new: &Checkpoint) -> Result<(), Stopped> {
        let Some(memory) = &self.store.memory else {
            return Ok(());
        };
        let held = memory.checkpoint.clone();
        if new.size < held.size {
            return Err(shrunk(held.size, new.size).into());
        }
        let mut tiles = Tiles::default();
        let proof = loop {
            match tiles.consistency(held.size, new.size) {
                Ok(proof) => break proof,
                Err(missing) => {
                    let hashes = self.fetch_tile(missing.id, new.size)?;
                    tiles.put(missing.id, hashes);
                }
            }
        };
        if is_consistent(held.size, held.root, new.size, new.root, &proof) {
            return Ok(());
        }
        let (old, size) = (held.size, new.size);
        Err(refused(CHECKPOINT, &Refused::NotConsistent { old, size }).into())
    }

    /// Takes the leaves that were kept last time: they need not be fetched again.
    fn take_kept(&mut self) -> Result<(), Stopped> {
        for bytes in self.store.kept()? {
            let leaf = Leaf::from_bytes(&bytes).map_err(|_| self.store.damaged())?;
            self.replay.take(&leaf).map_err(|_| self.store.damaged())?;
            self.after(&leaf);
            self.edge.push(leaf.hash());
        }
        if self.edge.size() > 0 && !self.store.is_held(self.edge.size(), self.edge.root()) {
            return Err(self.store.damaged());
        }
        Ok(())
    }

    /// Takes the next bundle of leaves, and compares it with its tile.
    fn take_bundle(&mut self, size: u64) -> Result<(), Stopped> {
        let begun = self.edge.size();
        let id = TileId {
            level: 0,
            index: begun / WIDTH as u64,
        };
        let width = id.width_at(size);
        let hashes = self.fetch_tile(id, size)?;
        let path = TilePath {
            kind: TileKind::Entries,
            ..TilePath::of(id, width)
        };
        let at = address(path);
        let bytes = self.fetcher.need(&at, width * (2 + Leaf::LARGEST))?;
        let leaves = unbundle(&bytes).map_err(|wrong| refused(&at, &wrong))?;
        if leaves.len() != width {
            return Err(Found::new(
                "log_bundle_malformed",
                at,
                format_args!("{width} leaves"),
                format_args!("{} leaves", leaves.len()),
                (
                    "số mục không đúng",
                    "there are not as many leaves as should be",
                ),
            )
            .into());
        }
        let first = id.index * WIDTH as u64;
        let taken: Vec<Hash> = self.taken_of(id);
        for ((bytes, &hash), position) in leaves.into_iter().zip(&hashes).zip(first..) {
            let leaf_at = format!("{at}, entry {position}");
            let leaf_hash = Hash::of_leaf(bytes);
            if leaf_hash != hash {
                return Err(Found::new(
                    "log_tile_differs",
                    leaf_at,
                    format_args!(
                        "a leaf that hashes to {hash}, as in {}",
                        address(TilePath::of(id, width))
                    ),
                    leaf_hash,
                    (
                        "mục không khớp với ô giá trị băm",
                        "the leaf does not hash to what its tile says",
                    ),
                )
                .into());
            }
            // Of a bundle that was shorter when it was taken.
            let before = usize::try_from(position - first).ok();
            if let Some(&before) = before.and_then(|before| taken.get(before)) {
                if before == leaf_hash {
                    continue;
                }
                return Err(Found::new(
                    "log_leaf_rewritten",
                    leaf_at,
                    format_args!("the leaf that hashes to {before}, as it was seen"),
                    leaf_hash,
                    ("mục đã bị viết lại", "the leaf is another than was seen"),
                )
                .into());
            }
            let leaf = Leaf::from_bytes(bytes).map_err(|wrong| refused(&leaf_at, &wrong))?;
            self.replay
                .take(&leaf)
                .map_err(|unfit| Found::refused(unfit.code(), &leaf_at, unfit.words(), &unfit))?;
            self.after(&leaf);
            self.store.keep(bytes)?;
            self.leaves_fetched += 1;
            for (id, hashes) in self.edge.push(leaf_hash) {
                if id.level > 0 {
                    self.check_tile(id, &hashes)?;
                }
            }
            self.check_held()?;
        }
        Ok(())
    }

    /// The leaves of a bundle that were taken, when the bundle was shorter.
    fn taken_of(&self, id: TileId) -> Vec<Hash> {
        let mut partial = self.edge.partial();
        let own = partial.find(|(of, _)| *of == id);
        own.map_or_else(Vec::new, |(_, hashes)| hashes.to_vec())
    }

    /// Where the tree is as large as what was held, it is the same.
    fn check_held(&self) -> Result<(), Stopped> {
        let Some(held) = self.store.memory.as_ref().map(|memory| &memory.checkpoint) else {
            return Ok(());
        };
        let old = self.edge.size();
        // The root is made anew each time it is asked for: here only of that one size.
        if old != held.size || self.edge.root() == held.root {
            return Ok(());
        }
        let wrong = Refused::NotConsistent { old, size: old };
        Err(refused(CHECKPOINT, &wrong).into())
    }

    /// Remembers how keys stood when the list that is looked at was published.
    fn after(&mut self, leaf: &Leaf) {
        let newest = self.replay.trust_lists.last();
        if leaf.kind == "trust_list_published"
            && newest.is_some_and(|newest| newest.version == self.trusted.list.version())
        {
            self.keys_then.clone_from(&self.replay.keys);
        }
    }

    /// Compares a tile with what its leaves make it.
    fn check_tile(&mut self, id: TileId, expected: &[Hash]) -> Result<(), Stopped> {
        let published = self.fetch_hashes(id, expected.len())?;
        let mut pairs = published.iter().zip(expected);
        let Some(place) = pairs.position(|(published, expected)| published != expected) else {
            return Ok(());
        };
        Err(Found::new(
            "log_tile_differs",
            format_args!(
                "{}, hash {place}",
                address(TilePath::of(id, expected.len()))
            ),
            expected[place],
            published[place],
            (
                "ô giá trị băm không khớp với các mục bên dưới",
                "the tile is not that of what is below it",
            ),
        )
        .into())
    }

    /// A tile as it is in the tree of a size.
    fn fetch_tile(&mut self, id: TileId, size: u64) -> Result<Vec<Hash>, Stopped> {
        self.fetch_hashes(id, id.width_at(size))
    }

    fn fetch_hashes(&mut self, id: TileId, width: usize) -> Result<Vec<Hash>, Stopped> {
        let at = address(TilePath::of(id, width));
        let bytes = self.fetcher.need(&at, width * Hash::LENGTH)?;
        let hashes = Hash::split(&bytes).filter(|hashes| hashes.len() == width);
        Ok(hashes.ok_or_else(|| refused(&at, &Refused::Tile))?)
    }
}

fn shrunk(held: u64, found: u64) -> Box<Found> {
    Found::new(
        "log_shrunk",
        CHECKPOINT,
        format_args!("at least the {held} leaves that were seen"),
        found,
        (
            "nhật ký ngắn hơn những gì đã thấy",
            "the log is shorter than what was seen",
        ),
    )
}
