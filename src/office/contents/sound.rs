//! Whether the contents that rows name are on the disk, as they were taken.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use sha2::{Digest, Sha256};

use super::place;
use crate::office::{Error, Office};

/// Rows that are read at once.
const AT_ONCE: i64 = 500;

/// What was found of the contents.
#[derive(Debug, Default)]
pub(in crate::office) struct Contents {
    /// How many were looked at.
    pub sound: usize,
    /// `dossier 12, file 7` or `photograph 3`, of those that are not there.
    pub missing: Vec<String>,
    /// The same of those that are not as they were taken.
    pub altered: Vec<String>,
}

impl Office {
    /// Reads every content, and compares it with its hash.
    pub(in crate::office) async fn contents(&self) -> Result<Contents, Error> {
        let mut contents = Contents::default();
        let mut after = 0;
        loop {
            let rows = self.register.dossier_files_after(after, AT_ONCE).await?;
            let Some(last) = rows.last() else { break };
            after = last.id;
            for row in rows {
                let name = || format!("dossier {}, file {}", row.dossier, row.id);
                self.look_at_content(&mut contents, row.hash, name).await?;
            }
        }
        let mut after = 0;
        loop {
            let rows = self.register.photographs_after(after, AT_ONCE).await?;
            let Some(last) = rows.last() else { break };
            after = last.id;
            for row in rows {
                let name = || format!("photograph {}", row.id);
                let hash = row.photograph.hash;
                self.look_at_content(&mut contents, hash, name).await?;
            }
        }
        Ok(contents)
    }

    async fn look_at_content(
        &self,
        contents: &mut Contents,
        expected: [u8; 32],
        name: impl FnOnce() -> String,
    ) -> Result<(), Error> {
        let path = place(&self.data, &expected);
        let hashing = tokio::task::spawn_blocking(move || hash(&path));
        match hashing.await.map_err(|_| Error::Stopped)? {
            Ok(hash) if hash == expected => contents.sound += 1,
            Ok(_) => contents.altered.push(name()),
            Err(_) => contents.missing.push(name()),
        }
        Ok(())
    }
}

fn hash(path: &Path) -> io::Result<[u8; 32]> {
    let mut file = File::open(path)?;
    let mut hash = Sha256::new();
    let mut part = vec![0; 64 * 1024];
    loop {
        match file.read(&mut part)? {
            0 => return Ok(hash.finalize().into()),
            read => hash.update(&part[..read]),
        }
    }
}
