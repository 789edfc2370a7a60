//! The case file: what it is written of, and the digests of those that were handed out.

use std::io::ErrorKind;

use super::{CaseView, subject};
use crate::office::contents::place;
use crate::office::{Access, Error, Office};
use crate::register::Deed;
use crate::scheme::journal::EntryHash;

/// What a case file is written of.
#[derive(Clone, Debug)]
pub struct CaseFileContents {
    /// The case.
    pub case: CaseView,
    /// Its photographs that the register keeps, by their SHA-256.
    pub photographs: Vec<(String, Vec<u8>)>,
    /// The whole address of its check page, as far as a host is configured.
    pub check: String,
    /// The address of this service, as far as a host is configured.
    pub origin: String,
    /// The programme's root key, as `--root` takes it.
    pub root: String,
}

impl Office {
    /// What the file of a case is written of.
    ///
    /// # Errors
    /// That there is no such case in sight.
    pub async fn case_file(&self, access: &Access, id: i64) -> Result<CaseFileContents, Error> {
        let case = self.case(access, id).await?;
        let origin = self.config.origin().unwrap_or_default();
        Ok(CaseFileContents {
            check: format!("{origin}{}", case.check),
            origin,
            root: self.held().root.to_base64(),
            photographs: self.photographs_of(&case).await?,
            case,
        })
    }

    /// The photographs of a case whose contents are here.
    async fn photographs_of(&self, case: &CaseView) -> Result<Vec<(String, Vec<u8>)>, Error> {
        let mut read = Vec::new();
        for hash in case
            .evidence
            .iter()
            .filter_map(|held| held.photograph.as_ref())
        {
            let Ok(EntryHash(bytes)) = hash.parse::<EntryHash>() else {
                continue;
            };
            let path = place(&self.data, &bytes);
            match tokio::fs::read(&path).await {
                Ok(content) => read.push((hash.clone(), content)),
                // One that a device has not sent yet.
                Err(error) if error.kind() == ErrorKind::NotFound => {}
                Err(error) => return Err(Error::file(path)(error)),
            }
        }
        Ok(read)
    }

    /// Keeps the digest of a case file that is about to be handed out, durably.
    ///
    /// # Errors
    /// That there is no such case in sight; or when the register does not answer.
    pub async fn keep_case_file(
        &self,
        access: &Access,
        (id, version): (i64, i64),
        digest: String,
    ) -> Result<(), Error> {
        self.case_in_sight(access, id).await?;
        let known = self.register.case_files(id).await?;
        if known.iter().any(|file| file.digest == digest) {
            return Ok(());
        }
        let (by, actor, now) = (access.account(), access.actor.written(), self.clock.now());
        let entering = self.writable().await?.enter(move |entry| {
            Box::pin(async move {
                if !entry.add_case_file((id, version), &digest, by, now).await? {
                    return Ok(());
                }
                let deed = Deed {
                    at: now,
                    actor,
                    act: "case_file_written",
                    subject: subject(id),
                    body: serde_json::json!({ "sha256": digest, "of_version": version }),
                };
                entry.trail(&deed).await.map(drop)
            })
        });
        Ok(entering.await?)
    }
}
