//! Adding a file to a dossier: looked at, put in its place, and only then said to be there.

use std::fs;
use std::path::{Path, PathBuf};

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;

use super::name::Name;
use super::refused::{belied, not_taken, too_large, too_many, too_many_today};
use super::{
    DossierFileView, FileKind, LARGEST_FILE, MOST_BYTES_A_DAY, MOST_FILES, MOST_FILES_A_DAY,
};
use crate::office::contents::{self, Content, Decoded, HEAD, Incoming, other, pdf};
use crate::office::dossiers::{DossierRefused, subject};
use crate::office::{Access, Error, Office, Refusal};
use crate::register::{self, Deed, Entry, FilesAdded, NewDossierFile};
use crate::scheme::day;

impl Office {
    /// Lets a file arrive for a dossier that somebody may write, and that is open.
    ///
    /// # Errors
    /// That there is no such dossier, that it is not open, or has too many files; that its
    /// producer has added too much today.
    pub async fn receive_file(&self, access: &Access, dossier: i64) -> Result<Incoming, Error> {
        let record = self.dossier_to_write(access, dossier).await?;
        if !record.state.is_open() {
            return Err(DossierRefused::State(record.state).into());
        }
        let files = self.register.dossier_files(dossier).await?.len();
        if i64::try_from(files).is_ok_and(|files| files >= MOST_FILES) {
            return Err(Error::Refused(vec![too_many()]));
        }
        let midnight = midnight(self.clock.now());
        let today = self.register.files_added_since(dossier, midnight).await?;
        // How large this one is, is not known yet.
        if is_too_much(today, 0) {
            return Err(Error::Refused(vec![too_many_today()]));
        }
        Incoming::begin(&self.data, LARGEST_FILE, too_large).await
    }

    /// Keeps a file that arrived whole.
    ///
    /// # Errors
    /// [`Error::Refused`] when it is not what its name says, or none that is taken.
    pub async fn keep_file(
        &self,
        access: &Access,
        dossier: i64,
        kind: FileKind,
        name: &str,
        mut incoming: Incoming,
    ) -> Result<DossierFileView, Error> {
        let arrived = incoming.finish().await?;
        let (sent, path) = (name.to_owned(), arrived.path.clone());
        let examining = tokio::task::spawn_blocking(move || examine(kind, &sent, &path));
        let examined = examining.await.map_err(|_| Error::Stopped)??;
        let (at, actor) = (self.clock.now(), access.actor.written());
        let new = NewDossierFile {
            dossier,
            kind: kind.name(),
            name: examined.name,
            media_type: examined.content.media_type(),
            size: i64::try_from(arrived.size).unwrap_or(i64::MAX),
            hash: arrived.hash,
            added_by: actor.clone(),
        };
        let view = DossierFileView::new(&new, at);
        let ready = Ready {
            data: self.data.clone(),
            incoming,
            draft: arrived.path,
            hash: arrived.hash,
            small: examined.small,
        };
        let entering = self.writable().await?.enter(move |entry| {
            Box::pin(async move {
                if let Some(refused) = refusal(entry, &new, at).await? {
                    return Ok(Err(refused));
                }
                // Not before, or what is refused would stay; and not after, as it is durable
                // before a row names it.
                if let Err(error) = ready.put().await {
                    return Ok(Err(error));
                }
                let id = entry.add_dossier_file(&new, at).await?;
                let body = json!({ "file": id, "name": new.name, "size": new.size });
                let (act, subject) = ("dossier_file_added", subject(dossier));
                let deed = Deed {
                    at,
                    actor,
                    act,
                    subject,
                    body,
                };
                entry.trail(&deed).await?;
                Ok(Ok(id))
            })
        });
        let id = entering.await??;
        Ok(DossierFileView { id, ..view })
    }
}

/// Why a file is not taken, as the dossier is now: while it arrived, the dossier may have been
/// lodged, and others may have come.
async fn refusal(
    entry: &mut Entry,
    new: &NewDossierFile,
    at: DateTime<Utc>,
) -> Result<Option<Error>, register::Error> {
    let state = entry.dossier_state(new.dossier).await?;
    if !state.is_open() {
        return Ok(Some(DossierRefused::State(state).into()));
    }
    if entry.count_dossier_files(new.dossier, None).await? >= MOST_FILES {
        return Ok(Some(Error::Refused(vec![too_many()])));
    }
    let today = entry
        .sum_files_added_since(new.dossier, midnight(at))
        .await?;
    let too_much = is_too_much(today, new.size);
    Ok(too_much.then(|| Error::Refused(vec![too_many_today()])))
}

/// Whether one more file of so many bytes is more than a producer may add in a day.
fn is_too_much(today: FilesAdded, size: i64) -> bool {
    today.files >= MOST_FILES_A_DAY || today.bytes.saturating_add(size) > MOST_BYTES_A_DAY
}

/// When the day of an instant began.
fn midnight(at: DateTime<Utc>) -> DateTime<Utc> {
    let began = DateTime::from_timestamp(day::begins(day::of(at)), 0);
    began.unwrap_or(at - TimeDelta::days(1))
}

/// A file that may be put in its place.
struct Ready {
    data: PathBuf,
    /// Its draft is gone when this is.
    incoming: Incoming,
    draft: PathBuf,
    hash: [u8; 32],
    small: Option<Vec<u8>>,
}

impl Ready {
    async fn put(self) -> Result<(), Error> {
        let putting = tokio::task::spawn_blocking(move || {
            let Self {
                data,
                incoming,
                draft,
                hash,
                small,
            } = self;
            let put = contents::put(&data, &hash, &draft, small.as_deref());
            drop(incoming);
            put
        });
        putting.await.map_err(|_| Error::Stopped)?
    }
}

struct Examined {
    content: Content,
    name: String,
    small: Option<Vec<u8>>,
}

/// What a file is, and whether it may stand where it is meant to.
fn examine(kind: FileKind, sent: &str, path: &Path) -> Result<Examined, Error> {
    let refuse = |code, message| Error::Refused(vec![Refusal::of("file", code, message)]);
    let bytes = fs::read(path).map_err(Error::file(path))?;
    let head = &bytes[..bytes.len().min(HEAD)];
    let name = Name::of(sent);
    let Some(content) = Content::of(head) else {
        return Err(refuse("file_kind", not_taken(kind, &other(head))));
    };
    if name.belies(content) {
        return Err(refuse("file_belies_its_name", belied(&name, content)));
    }
    if (kind, content) == (FileKind::Picture, Content::Pdf) || content == Content::WebP {
        return Err(refuse("file_kind", not_taken(kind, &content.words())));
    }
    let small = match content {
        Content::Pdf => {
            pdf::examine(&bytes).map_err(|unfit| refuse(unfit.code(), unfit.words()))?;
            None
        }
        Content::Jpeg | Content::Png | Content::WebP => {
            let decoded = Decoded::of(&bytes, content);
            let small = decoded.and_then(|decoded| decoded.small());
            let words = || contents::unreadable(content);
            Some(small.ok_or_else(|| refuse("picture_unreadable", words()))?)
        }
    };
    Ok(Examined {
        name: name.kept(content),
        content,
        small,
    })
}
