//! What the log publishes as files: tiles and bundles of leaves, up to its newest checkpoint.

use crate::office::{Error, Office};
use crate::scheme::log::{Hash, TileKind, TilePath, WIDTH, bundle};

impl Office {
    /// A tile's bytes: hashes, or the leaves themselves. `None` where the published tree has no
    /// such tile.
    ///
    /// # Errors
    /// When the register does not answer, or holds less than it published.
    pub async fn log_tile(&self, path: TilePath) -> Result<Option<Vec<u8>>, Error> {
        let size = self
            .held()
            .checkpoint
            .as_ref()
            .map_or(0, |newest| newest.size);
        if path.id().width_at(size) < path.width {
            return Ok(None);
        }
        let gone = || super::inconsistent("log_tiles", path.to_string());
        match path.kind {
            TileKind::Hashes(_) => {
                let hashes = self.register.tile(path.id()).await?;
                let hashes = hashes.get(..path.width).ok_or_else(gone)?;
                Ok(Some(Hash::join(hashes)))
            }
            TileKind::Entries => {
                let first = path.index * WIDTH as u64;
                let width = u32::try_from(path.width).unwrap_or(u32::MAX);
                let leaves = self.register.leaves(first, width).await?;
                for (leaf, position) in leaves.iter().zip(first..) {
                    super::check_dense(leaf, position)?;
                }
                let leaves: Vec<Vec<u8>> = leaves.iter().map(|leaf| leaf.to_bytes()).collect();
                let whole = leaves.len() == path.width;
                let bundled = bundle(leaves.iter().map(Vec::as_slice)).filter(|_| whole);
                Ok(Some(bundled.ok_or_else(gone)?))
            }
        }
    }
}
