//! A file on its way: written to the disk as it arrives, counted and hashed, and gone again
//! unless it is kept.

use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};
use tokio::fs::{self, File, OpenOptions};
use tokio::io::AsyncWriteExt;

use super::{draft_name, folder};
use crate::office::{Error, Refusal};

/// A file that is arriving.
pub struct Incoming {
    path: PathBuf,
    file: File,
    hash: Sha256,
    size: u64,
    largest: u64,
    too_large: fn() -> Refusal,
}

impl Incoming {
    /// An empty draft in the data folder, for so many bytes at most.
    pub(in crate::office) async fn begin(
        data: &Path,
        largest: u64,
        too_large: fn() -> Refusal,
    ) -> Result<Self, Error> {
        let folder = folder(data);
        let mut made = fs::DirBuilder::new();
        made.recursive(true).mode(0o700);
        made.create(&folder).await.map_err(Error::file(&folder))?;
        let path = draft_name(data)?;
        let mut options = OpenOptions::new();
        options.write(true).create_new(true).mode(0o600);
        let file = options.open(&path).await.map_err(Error::file(&path))?;
        Ok(Self {
            path,
            file,
            hash: Sha256::new(),
            size: 0,
            largest,
            too_large,
        })
    }

    /// Takes the next part of it.
    ///
    /// # Errors
    /// When it becomes too large, or the disk refuses.
    pub async fn write(&mut self, part: &[u8]) -> Result<(), Error> {
        self.size += part.len() as u64;
        if self.size > self.largest {
            return Err(Error::Refused(vec![(self.too_large)()]));
        }
        self.hash.update(part);
        let written = self.file.write_all(part).await;
        written.map_err(Error::file(&self.path))
    }

    /// Its bytes are durable, though not under their name.
    pub(in crate::office) async fn finish(&mut self) -> Result<Arrived, Error> {
        let synced = async {
            self.file.flush().await?;
            self.file.sync_all().await
        };
        synced.await.map_err(Error::file(&self.path))?;
        Ok(Arrived {
            path: self.path.clone(),
            hash: std::mem::take(&mut self.hash).finalize().into(),
            size: self.size,
        })
    }
}

impl Drop for Incoming {
    fn drop(&mut self) {
        // Once it is kept there is nothing under this name any more.
        drop(std::fs::remove_file(&self.path));
    }
}

/// A file that arrived whole.
#[derive(Clone, Debug)]
pub(in crate::office) struct Arrived {
    pub path: PathBuf,
    pub hash: [u8; 32],
    pub size: u64,
}
