//! Reading photographs again. Whether somebody may is for the area that a photograph belongs to.

use std::path::PathBuf;

use serde::Serialize;

use super::PhotographRefused;
use crate::office::contents::{place, small};
use crate::office::{Error, Office};
use crate::register::PhotographRecord;

/// A photograph, as its area shows it.
#[derive(Clone, Debug, Serialize)]
pub struct PhotographView {
    /// Its identity.
    pub id: i64,
    /// `image/jpeg`, `image/png` or `image/webp`.
    pub media_type: String,
    /// Bytes.
    pub size: i64,
    /// Pixels from side to side.
    pub width: i64,
    /// Pixels from top to bottom.
    pub height: i64,
    /// The SHA-256 of its content, hexadecimal.
    pub sha256: String,
}

impl From<PhotographRecord> for PhotographView {
    fn from(record: PhotographRecord) -> Self {
        let photograph = record.photograph;
        Self {
            id: record.id,
            sha256: hex::encode(photograph.hash),
            media_type: photograph.media_type,
            size: photograph.size,
            width: photograph.width,
            height: photograph.height,
        }
    }
}

/// A photograph whose content is to be read.
#[derive(Clone, Debug)]
pub struct StoredPhotograph {
    /// What is known of it.
    pub photograph: PhotographView,
    /// Where its content lies.
    pub path: PathBuf,
    /// Whether it is the small form, which is JPEG.
    pub is_small: bool,
}

impl Office {
    /// A photograph to be read, or its small form. Who asks has seen to it that the person may
    /// see what it belongs to.
    pub(in crate::office) async fn stored_photograph(
        &self,
        id: i64,
        want_small: bool,
    ) -> Result<StoredPhotograph, Error> {
        let found = self.register.photograph(id).await?;
        let record = found.ok_or(PhotographRefused::NoSuchPhotograph(id))?;
        let place = place(&self.data, &record.photograph.hash);
        let small = small(&place);
        let is_small = want_small && small.is_file();
        let path = if is_small { small } else { place };
        if !path.is_file() {
            tracing::error!(photograph = id, "the content of a photograph is missing");
            return Err(PhotographRefused::ContentMissing(id).into());
        }
        Ok(StoredPhotograph {
            photograph: record.into(),
            path,
            is_small,
        })
    }
}
