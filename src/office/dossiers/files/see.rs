//! The files of a dossier, for those who may see it.

use std::path::PathBuf;

use chrono::{DateTime, Utc};
use serde::Serialize;

use crate::office::contents::{place, small};
use crate::office::dossiers::DossierRefused;
use crate::office::{Access, Error, Office};
use crate::register::{DossierFileRecord, NewDossierFile};

/// A file of a dossier.
#[derive(Clone, Debug, Serialize)]
pub struct DossierFileView {
    /// Its identity.
    pub id: i64,
    /// `picture` or `document`.
    pub kind: String,
    /// Its name.
    pub name: String,
    /// `image/jpeg`, `image/png` or `application/pdf`.
    pub media_type: String,
    /// Bytes.
    pub size: i64,
    /// The SHA-256 of its content, hexadecimal.
    pub sha256: String,
    /// When it was added.
    pub added_at: DateTime<Utc>,
}

impl DossierFileView {
    pub(super) fn new(new: &NewDossierFile, at: DateTime<Utc>) -> Self {
        Self {
            id: 0,
            kind: new.kind.to_owned(),
            name: new.name.clone(),
            media_type: new.media_type.to_owned(),
            size: new.size,
            sha256: hex::encode(new.hash),
            added_at: at,
        }
    }
}

impl From<DossierFileRecord> for DossierFileView {
    fn from(record: DossierFileRecord) -> Self {
        Self {
            id: record.id,
            sha256: hex::encode(record.hash),
            kind: record.kind,
            name: record.name,
            media_type: record.media_type,
            size: record.size,
            added_at: record.added_at,
        }
    }
}

/// A file whose content is to be read.
#[derive(Clone, Debug)]
pub struct StoredFile {
    /// What is known of it.
    pub file: DossierFileView,
    /// Where its content lies.
    pub path: PathBuf,
    /// Whether it is the small form of a picture, which is JPEG.
    pub is_small: bool,
}

impl Office {
    /// The files of a dossier that somebody may see, in the order in which they were added.
    ///
    /// # Errors
    /// That there is no such dossier in sight.
    pub async fn dossier_files(
        &self,
        access: &Access,
        dossier: i64,
    ) -> Result<Vec<DossierFileView>, Error> {
        self.dossier_in_sight(access, dossier).await?;
        let files = self.register.dossier_files(dossier).await?;
        Ok(files.into_iter().map(DossierFileView::from).collect())
    }

    /// A file of a dossier that somebody may see; of a picture its small form, if that is
    /// wanted.
    ///
    /// # Errors
    /// That there is no such dossier in sight, or no such file of it.
    pub async fn stored_file(
        &self,
        access: &Access,
        dossier: i64,
        id: i64,
        want_small: bool,
    ) -> Result<StoredFile, Error> {
        self.dossier_in_sight(access, dossier).await?;
        let found = self.register.dossier_file(id).await?;
        let found = found.filter(|file| file.dossier == dossier && file.removed_at.is_none());
        let record = found.ok_or(DossierRefused::NoSuchFile(id))?;
        let place = place(&self.data, &record.hash);
        let small = small(&place);
        let is_small = want_small && small.is_file();
        let path = if is_small { small } else { place };
        if !path.is_file() {
            tracing::error!(file = id, "the content of a file is missing");
            return Err(DossierRefused::ContentMissing(id).into());
        }
        Ok(StoredFile {
            file: record.into(),
            path,
            is_small,
        })
    }
}
