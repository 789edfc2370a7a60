//! Backing the register up while it is in use: a copy that was audited before it counts.

mod refused;
mod restore;

use std::fs::{self, OpenOptions};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::{Audited, Error, Office};
use crate::register::Register;

pub use refused::BackupRefused;
pub use restore::{Restored, Restoring, restore};

/// The file of the data folder that says when the newest backup was made.
const NEWEST: &str = "backup.newest";

/// A copy that was found sound.
#[derive(Debug, Serialize)]
pub struct BackedUp {
    /// Where it is.
    pub file: PathBuf,
    /// What it holds.
    #[serde(flatten)]
    pub audited: Audited,
}

impl Office {
    /// Copies an SQLite register into a file, audits the copy, and compares it with the newest
    /// checkpoint that was published when it began.
    ///
    /// # Errors
    /// [`BackupRefused`] when the file is there, the register is PostgreSQL's, or the copy is not
    /// sound; then there is no file.
    pub async fn backup(&self, file: &Path) -> Result<BackedUp, Error> {
        if file.exists() {
            return Err(BackupRefused::Exists(file.to_owned()).into());
        }
        self.check_published().await?;
        let published = self.register.newest_checkpoint().await?;
        let draft = draft(file);
        let made = self.copy_checked(&draft).await;
        let audited = made.inspect_err(|_| drop(fs::remove_file(&draft)))?;
        if let Some(published) = published
            && audited.covered < published.size
        {
            drop(fs::remove_file(&draft));
            return Err(BackupRefused::Behind(published.size).into());
        }
        fs::rename(&draft, file).map_err(Error::file(file))?;
        // For the doctor. That it cannot be written makes the backup no worse.
        let made_at = self.clock.now().to_rfc3339();
        if let Err(error) = fs::write(self.data.join(NEWEST), made_at) {
            tracing::warn!(%error, "when the backup was made is not noted");
        }
        let file = file.to_owned();
        Ok(BackedUp { file, audited })
    }

    /// When the newest backup was made here, if any was.
    pub(super) fn newest_backup(&self) -> Option<DateTime<Utc>> {
        let noted = fs::read_to_string(self.data.join(NEWEST)).ok()?;
        noted.trim().parse().ok()
    }

    async fn copy_checked(&self, draft: &Path) -> Result<Audited, Error> {
        // The register holds names: the file is its owner's alone before anything is in it.
        OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(true)
            .mode(0o600)
            .open(draft)
            .map_err(Error::file(draft))?;
        if !self.register.copy_to(draft).await? {
            return Err(BackupRefused::Postgres.into());
        }
        let copy = Register::look_at(draft).await?;
        let clock = Arc::clone(&self.clock);
        let office = Self::over(self.data.clone(), self.config.clone(), clock, copy).await?;
        let audited = office.audit().await?;
        office.register.close().await;
        Ok(audited.map_err(BackupRefused::Unsound)?)
    }
}

/// Where a file grows before it is whole.
fn draft(file: &Path) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".draft");
    name.into()
}
