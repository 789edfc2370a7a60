//! The tree: computed anew from the events, and compared with every stored tile and with every
//! checkpoint that was published.

use std::collections::VecDeque;

use super::fault::{Fault, Stop};
use crate::register::{CheckpointRecord, Register};
use crate::scheme::log::{Checkpoint, Edge, Hash, Leaf, NoteKey, TileId, WIDTH};
use crate::scheme::seal::PublicKey;
use crate::scheme::trust::ProgrammePurpose;

/// Checkpoints of one read.
const PAGE: u32 = 1_000;

/// The tree as far as it was walked.
pub(super) struct Tree<'a> {
    register: &'a Register,
    keys: Vec<PublicKey>,
    edge: Edge,
    /// The stored tile of the leaves at hand.
    stored: Vec<Hash>,
    /// The first leaf that is not the stored hash's: the next checkpoint tells which is wrong.
    suspect: Option<u64>,
    ahead: VecDeque<CheckpointRecord>,
    /// Checkpoints that were compared, and the size of the last.
    pub checkpoints: u64,
    pub covered: u64,
}

impl<'a> Tree<'a> {
    pub async fn begin(register: &'a Register) -> Result<Self, Stop> {
        let keys = register.programme_keys().await?;
        let mut tree = Self {
            register,
            keys: keys
                .iter()
                .filter(|own| own.purpose == ProgrammePurpose::Log)
                .map(|own| own.key.x)
                .collect(),
            edge: Edge::default(),
            stored: Vec::new(),
            suspect: None,
            ahead: VecDeque::new(),
            checkpoints: 0,
            covered: 0,
        };
        tree.look_ahead(0).await?;
        Ok(tree)
    }

    async fn look_ahead(&mut self, size: u64) -> Result<(), Stop> {
        if self.ahead.is_empty() {
            self.ahead = self.register.checkpoints_after(size, PAGE).await?.into();
        }
        Ok(())
    }

    /// Takes the next leaf.
    pub async fn push(&mut self, leaf: &Leaf) -> Result<(), Stop> {
        let position = self.edge.size();
        let place = usize::try_from(position % WIDTH as u64).unwrap_or(0);
        if place == 0 {
            let index = position / WIDTH as u64;
            self.stored = self.register.tile(TileId { level: 0, index }).await?;
        }
        let hash = leaf.hash();
        if self.suspect.is_none() && self.stored.get(place).is_some_and(|stored| *stored != hash) {
            self.suspect = Some(position);
        }
        for (id, hashes) in self.edge.push(hash) {
            // Tiles are stored up to the newest checkpoint.
            if self.ahead.is_empty() {
                continue;
            }
            if id.level > 0 {
                self.compare(id, &hashes).await?;
            } else if self.stored.len() != WIDTH {
                let row = format!("0 {}", id.index);
                return Err(Fault::differs("log_tiles", row).into());
            }
        }
        let size = self.edge.size();
        while let Some(checkpoint) = self.ahead.front().filter(|ahead| ahead.size <= size) {
            self.check(&checkpoint.clone())?;
            self.checkpoints += 1;
            self.covered = size;
            self.ahead.pop_front();
            self.look_ahead(size).await?;
            if self.ahead.is_empty() {
                self.compare_edge().await?;
            }
        }
        Ok(())
    }

    fn check(&self, checkpoint: &CheckpointRecord) -> Result<(), Stop> {
        let size = checkpoint.size;
        let fault = |vi: &str, en: &str| Fault::of("checkpoints", size, vi.into(), en.into());
        let signed = Checkpoint::of(&checkpoint.note.text).and_then(|said| {
            let name = said.origin.clone();
            let key = |&key: &PublicKey| NoteKey::of_log(name.clone(), key);
            let keys: Vec<NoteKey> = self.keys.iter().map(key).collect();
            Checkpoint::signed(&checkpoint.note, &keys)
        });
        let said = signed.map_err(|refused| {
            let words = refused.words();
            Fault::of("checkpoints", size, words.vi.into(), words.en.into())
        })?;
        if (said.size, said.root) != (size, checkpoint.root) {
            return Err(fault(
                "cột size hoặc root khác với văn bản đã ký",
                "the columns size and root are not what its note says",
            )
            .into());
        }
        match (said.root == self.edge.root(), self.suspect) {
            (true, None) => Ok(()),
            // The events make the root that was signed: it is the tile that was changed.
            (true, Some(leaf)) => {
                Err(Fault::differs("log_tiles", format!("0 {}", leaf / WIDTH as u64)).into())
            }
            (false, Some(leaf)) => Err(Fault::of(
                "events",
                leaf,
                "mục này không phải mục đã công bố".into(),
                "this entry is not the one that was published".into(),
            )
            .into()),
            (false, None) => Err(fault(
                "các mục và các ô không tạo ra giá trị gốc đã ký",
                "neither events nor tiles make the root that was signed",
            )
            .into()),
        }
    }

    async fn compare(&self, id: TileId, hashes: &[Hash]) -> Result<(), Stop> {
        if self.register.tile(id).await? == hashes {
            Ok(())
        } else {
            let row = format!("{} {}", id.level, id.index);
            Err(Fault::differs("log_tiles", row).into())
        }
    }

    /// At the newest checkpoint the last tile of each level is as wide as its tree, and there are
    /// no others.
    async fn compare_edge(&self) -> Result<(), Stop> {
        for (id, hashes) in self.edge.partial() {
            self.compare(id, hashes).await?;
        }
        let stored = self.register.count_of_tiles().await?;
        let expected = TileId::all_of(self.edge.size()).count() as u64;
        if stored == expected {
            return Ok(());
        }
        Err(Fault::of(
            "log_tiles",
            "*",
            format!("có {stored} ô, cây có {expected}"),
            format!("there are {stored} tiles; the tree has {expected}"),
        )
        .into())
    }

    /// After the last leaf: no checkpoint may cover more.
    pub fn end(&self) -> Result<(), Stop> {
        match self.ahead.front() {
            None => Ok(()),
            Some(beyond) => Err(Fault::of(
                "checkpoints",
                beyond.size,
                format!("sổ đăng ký chỉ có {} mục", self.edge.size()),
                format!("the register holds only {} entries", self.edge.size()),
            )
            .into()),
        }
    }
}
