//! The scan of the signed decision: a PDF, kept by its SHA-256 in the folder `files`.

use std::fs;
use std::os::unix::fs::DirBuilderExt;
use std::path::PathBuf;

use serde_json::json;
use sha2::{Digest, Sha256};

use super::change::Change;
use super::{Once, PreparationRefused, Receipt, Seen};
use crate::office::contents::pdf;
use crate::office::{Access, Error, Office, Refusal, Right, write_whole};
use crate::register::PreparationFacts;

/// Largest scan, in bytes.
pub const LARGEST_SCAN: usize = 20 << 20;

impl Office {
    /// Keeps the scan of a decision.
    ///
    /// # Errors
    /// [`PreparationRefused::NotAPdf`], [`PreparationRefused::ScanTooLarge`],
    /// [`Error::Refused`] when it does more than be read, or what refuses any change.
    pub async fn keep_scan(
        &self,
        access: &Access,
        once: Option<&Once>,
        seen: Seen,
        scan: Vec<u8>,
    ) -> Result<Receipt, Error> {
        let act = async {
            let record = self.changeable_preparation(access, seen).await?;
            if scan.len() > LARGEST_SCAN {
                return Err(PreparationRefused::ScanTooLarge(scan.len()).into());
            }
            if !is_pdf(&scan) {
                return Err(PreparationRefused::NotAPdf.into());
            }
            let hash: [u8; 32] = Sha256::digest(&scan).into();
            let (path, size) = (self.paper_file(&hash), scan.len());
            // The file first: what the register names is there.
            let written = tokio::task::spawn_blocking(move || {
                examine(&scan)?;
                write(path, &scan)
            });
            written.await.map_err(|_| Error::Stopped)??;
            let change = Change {
                act: "preparation_scan_kept",
                body: json!({ "sha256": hex::encode(hash), "size": size }),
                facts: Some(PreparationFacts {
                    scan: Some(hash),
                    ..record.facts.clone()
                }),
                ..Change::default()
            };
            self.enter_change(access, once, &record, change).await
        };
        self.once_for(access, once, act).await
    }

    /// The scan of a decision, with its SHA-256.
    ///
    /// # Errors
    /// [`PreparationRefused::NoScan`], or when the file cannot be read.
    pub async fn decision_scan(
        &self,
        access: &Access,
        id: i64,
    ) -> Result<(String, Vec<u8>), Error> {
        let record = self.reached_preparation(access, Right::Work, id).await?;
        let hash = record.facts.scan.ok_or(PreparationRefused::NoScan)?;
        let path = self.paper_file(&hash);
        let read = tokio::task::spawn_blocking(move || fs::read(&path).map_err(Error::file(path)));
        let bytes = read.await.map_err(|_| Error::Stopped)??;
        Ok((hex::encode(hash), bytes))
    }

    /// Where a file lies by its SHA-256: `files/ab/abcd…`.
    fn paper_file(&self, hash: &[u8; 32]) -> PathBuf {
        let name = hex::encode(hash);
        self.data.join("files").join(&name[..2]).join(name)
    }
}

/// Whether a file begins as a PDF does, and ends as one.
fn is_pdf(file: &[u8]) -> bool {
    let end = &file[file.len().saturating_sub(1_024)..];
    file.starts_with(b"%PDF-") && end.windows(5).any(|part| part == b"%%EOF")
}

/// Whether a scan does nothing but be read, as it is asked of the files of dossiers.
fn examine(scan: &[u8]) -> Result<(), Error> {
    pdf::examine(scan).map_err(|unfit| {
        let refusal = Refusal::of("file", unfit.code(), unfit.words());
        Error::Refused(vec![refusal])
    })
}

fn write(path: PathBuf, content: &[u8]) -> Result<(), Error> {
    if path.exists() {
        return Ok(());
    }
    if let Some(folder) = path.parent() {
        let made = fs::DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(folder);
        made.map_err(Error::file(folder))?;
    }
    write_whole(&path, content).map_err(Error::file(path))
}
