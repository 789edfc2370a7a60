//! The transparency log: the book's events as the leaves of a tree, checkpoints over it, proofs,
//! and the memory of what was published.
//!
//! A leaf is durable with what it records, because it is the event itself. The rest is made
//! afterwards: the tree's tiles and the checkpoint over them, in one transaction, by whichever
//! replica comes first.

mod proofs;
mod published;
mod refused;
mod set_back;
mod witnesses;

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Error, Office};
use crate::register::{self, CheckpointRecord};
use crate::scheme::log::{Checkpoint, Edge, Hash, Leaf, Note, NoteKey, TileId, origin};
use crate::scheme::seal::PublicKey;
use crate::signer::Signer;

pub use refused::LogRefused;
pub(super) use set_back::{LogMemory, check_published, keep};
pub use witnesses::Witnesses;

/// Leaves of one read.
const CHUNK: u32 = 4_096;
/// Most leaves that one checkpoint adds; the next takes up the rest at once.
const MOST: u64 = 65_536;

/// The tree of one checkpoint more.
struct Grown {
    size: u64,
    root: Hash,
    tiles: Vec<(TileId, Vec<Hash>)>,
}

impl Office {
    /// What the log is called.
    ///
    /// # Errors
    /// [`Error::NoHost`].
    pub fn log_origin(&self) -> Result<String, Error> {
        Ok(origin(self.config.host.as_deref().ok_or(Error::NoHost)?))
    }

    /// Publishes a checkpoint over everything that was recorded since the last one; `None` when
    /// that is nothing, or another replica was first.
    ///
    /// # Errors
    /// [`LogRefused::SetBack`] and [`LogRefused::Forked`] when the register is not what was
    /// published; or when the key or the register fails.
    pub async fn publish_checkpoint(
        &self,
        signer: &Arc<dyn Signer>,
    ) -> Result<Option<CheckpointRecord>, Error> {
        let origin = self.log_origin()?;
        let register = self.writable().await?;
        // A checkpoint binds for good: the register may be another than when this office began,
        // after its server moved.
        self.check_published().await?;
        let before = register.newest_checkpoint().await?;
        let follows = before.map_or(0, |checkpoint| checkpoint.size);
        let size = u64::try_from(register.size().await?).unwrap_or(0);
        if size == follows {
            return Ok(None);
        }
        let grown = self.grow(follows).await?;
        let (size, root) = (grown.size, grown.root);
        let note = sign(Checkpoint { origin, size, root }, signer).await?;
        let checkpoint = CheckpointRecord { size, root, note };
        let published = checkpoint.clone();
        let added = register
            .enter(move |entry| {
                Box::pin(async move {
                    let tiles = &grown.tiles;
                    entry.add_checkpoint(&checkpoint, follows, tiles).await
                })
            })
            .await?;
        self.refresh().await?;
        Ok(added.then_some(published))
    }

    /// Appends the leaves that no checkpoint covers yet.
    async fn grow(&self, follows: u64) -> Result<Grown, Error> {
        let mut edge = self.edge(follows).await?;
        let mut tiles = BTreeMap::new();
        while edge.size() < follows + MOST {
            let leaves = self.register.leaves(edge.size(), CHUNK).await?;
            if leaves.is_empty() {
                break;
            }
            for leaf in &leaves {
                check_dense(leaf, edge.size())?;
                tiles.extend(edge.push(leaf.hash()));
            }
        }
        if edge.size() == follows {
            return Err(inconsistent("events", follows.to_string()));
        }
        let partial = edge.partial();
        tiles.extend(partial.map(|(id, hashes)| (id, hashes.to_vec())));
        Ok(Grown {
            size: edge.size(),
            root: edge.root(),
            tiles: tiles.into_iter().collect(),
        })
    }

    /// The right edge of the tree of a published size.
    async fn edge(&self, size: u64) -> Result<Edge, Error> {
        let mut levels = Vec::new();
        for (id, width) in Edge::last_tiles(size) {
            let mut hashes = Vec::new();
            if width > 0 {
                hashes = self.register.tile(id).await?;
                hashes.truncate(width);
            }
            levels.push(hashes);
        }
        let edge = Edge::of(size, levels);
        edge.ok_or_else(|| inconsistent("log_tiles", format!("the last of {size} leaves")))
    }
}

/// Positions have no gaps, or the tree would not be the book's.
pub(super) fn check_dense(leaf: &Leaf, position: u64) -> Result<(), Error> {
    if leaf.position == position {
        Ok(())
    } else {
        Err(inconsistent("events", position.to_string()))
    }
}

fn inconsistent(table: &'static str, key: String) -> Error {
    let column = match table {
        "events" => "position",
        _ => "hashes",
    };
    Error::Register(register::Error::Inconsistent { table, key, column })
}

async fn sign(checkpoint: Checkpoint, signer: &Arc<dyn Signer>) -> Result<Note, Error> {
    let weak = |_| Error::BadSeal("weak log key");
    let key = PublicKey::new(signer.public_key()).map_err(weak)?;
    let key = NoteKey::of_log(checkpoint.origin.clone(), key);
    let text = checkpoint.to_string();
    let (signer, message) = (Arc::clone(signer), text.clone());
    let signature = tokio::task::spawn_blocking(move || signer.sign(message.as_bytes()))
        .await
        .map_err(|_| Error::Stopped)??;
    let note = Note {
        text,
        signatures: vec![key.line(&signature)],
    };
    // What monitors will read is read here first.
    if Checkpoint::signed(&note, &[key])? == checkpoint {
        Ok(note)
    } else {
        Err(Error::BadSeal("another checkpoint"))
    }
}
