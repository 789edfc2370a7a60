//! Proofs from the stored tiles: nothing of the tree is computed anew but the few nodes within
//! a tile.

use super::{LogRefused, inconsistent};
use crate::office::{Error, Office};
use crate::register::Register;
use crate::scheme::log::{Hash, Missing, Proof, Tiles};
use crate::scheme::number::CertificateNumber;

impl Office {
    /// The proof that a certificate is in the log, under the newest checkpoint.
    ///
    /// # Errors
    /// [`Error::NoSuchNumber`], [`LogRefused::NotYet`], [`LogRefused::NoCheckpoint`], or when
    /// the register does not answer.
    pub async fn prove(&self, number: CertificateNumber) -> Result<Proof, Error> {
        let record = self.register.certificate(number).await?;
        let record = record.ok_or(Error::NoSuchNumber(number))?;
        let index = u64::try_from(record.position).unwrap_or(u64::MAX);
        let newest = self.held().checkpoint.clone();
        let newest = newest.ok_or(LogRefused::NoCheckpoint)?;
        if newest.size <= index {
            return Err(LogRefused::NotYet(number).into());
        }
        let leaves = self.register.leaves(index, 1).await?;
        let leaf = leaves.first().filter(|leaf| leaf.position == index);
        let leaf = leaf.ok_or_else(|| inconsistent("events", index.to_string()))?;
        Ok(Proof {
            leaf: leaf.to_bytes(),
            index,
            hashes: from_tiles(&self.register, |tiles| tiles.inclusion(index, newest.size)).await?,
            checkpoint: newest.note.clone(),
        })
    }

    /// The proof that the tree of `size` leaves begins with that of `old`.
    ///
    /// # Errors
    /// [`LogRefused::Sizes`], or when the register does not answer.
    pub async fn prove_consistency(&self, old: u64, size: u64) -> Result<Vec<Hash>, Error> {
        let newest = self
            .held()
            .checkpoint
            .as_ref()
            .map_or(0, |newest| newest.size);
        if size < old || newest < size {
            return Err(LogRefused::Sizes { old, size }.into());
        }
        from_tiles(&self.register, |tiles| tiles.consistency(old, size)).await
    }
}

/// What is computed from a register's tiles, fetched as they are asked for.
pub(super) async fn from_tiles<T>(
    register: &Register,
    compute: impl Fn(&Tiles) -> Result<T, Missing> + Send,
) -> Result<T, Error> {
    let mut tiles = Tiles::default();
    loop {
        match compute(&tiles) {
            Ok(computed) => return Ok(computed),
            Err(Missing { id }) => {
                let hashes = register.tile(id).await?;
                // One that is at hand and does not do will not do the next time either.
                if hashes.len() <= tiles.width(id) {
                    let key = format!("{} {}", id.level, id.index);
                    return Err(inconsistent("log_tiles", key));
                }
                tiles.put(id, hashes);
            }
        }
    }
}
