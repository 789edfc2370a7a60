//! The audit of the whole book: every event against the tree that was published, every row
//! against its events, every certificate, list and checkpoint against its key.
//!
//! The events are walked once, in their order, so what is found is the first row that is wrong.

mod certificates;
mod fault;
mod journals;
mod lists;
mod rows;
mod trail;
mod tree;

use std::path::Path;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::log::check_published;
use super::{Error, Office, location};
use crate::clock::Clock;
use crate::config::Config;
use crate::register::{
    Location, RecordedCertificate, RecordedCompactToken, Register, StatusChangeRecord,
};
use crate::scheme::log::Leaf;
use crate::scheme::log::replay::Replay;

use certificates::Sealed;
pub use fault::Fault;
use fault::Stop;
use tree::Tree;

/// Events of one read.
const CHUNK: u32 = 4_096;

/// What an audit went through, and found sound.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Audited {
    /// Events, which are the leaves of the log.
    pub entries: u64,
    /// Certificates, each with its signature.
    pub certificates: u64,
    /// Compact tokens of them, each with its signature.
    pub compact_tokens: u64,
    /// Published trust lists.
    pub trust_lists: u64,
    /// Signed status lists.
    pub status_lists: u64,
    /// Published checkpoints.
    pub checkpoints: u64,
    /// Events that the newest checkpoint covers.
    pub covered: u64,
    /// Lines of the trail of what people did.
    pub trail: u64,
    /// Entries of inspectors' journals.
    pub journal_entries: u64,
}

impl Office {
    /// Audits the register: what was gone through, or the first row that is not as it should be.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn audit(&self) -> Result<Result<Audited, Fault>, Error> {
        outcome(walk(&self.register, self.clock.now()).await)
    }
}

/// Audits the register of a data folder, which may be too damaged for an office to open, and
/// compares it with the greatest checkpoint that the folder remembers.
///
/// # Errors
/// When there is no register, or it does not answer.
pub async fn audit_folder(
    data: &Path,
    config: &Config,
    clock: &dyn Clock,
) -> Result<Result<Audited, Fault>, Error> {
    let location = location(data, config)?;
    if let Location::File(file) = &location
        && !file.exists()
    {
        return Err(Error::NotInitialised(data.to_owned()));
    }
    audit_register(data, &Register::open(&location).await?, clock).await
}

/// Audits a register as a data folder's own, whichever it is set up with.
///
/// # Errors
/// When it does not answer.
pub(super) async fn audit_register(
    data: &Path,
    register: &Register,
    clock: &dyn Clock,
) -> Result<Result<Audited, Fault>, Error> {
    let audited = outcome(walk(register, clock.now()).await)?;
    let Ok(audited) = audited else {
        return Ok(audited);
    };
    match check_published(data, register).await {
        Ok(()) => Ok(Ok(audited)),
        Err(Error::Log(refused)) => {
            let words = refused.words();
            let (vi, en) = (words.vi.into(), words.en.into());
            Ok(Err(Fault::of("events", audited.entries, vi, en)))
        }
        Err(error) => Err(error),
    }
}

fn outcome(walked: Result<Audited, Stop>) -> Result<Result<Audited, Fault>, Error> {
    match walked {
        Ok(audited) => Ok(Ok(audited)),
        Err(Stop::Found(fault)) => Ok(Err(fault)),
        Err(Stop::Failed(error)) => Err(error),
    }
}

async fn walk(register: &Register, now: DateTime<Utc>) -> Result<Audited, Stop> {
    let trust = Arc::new(lists::newest(register).await?);
    let size = u64::try_from(register.size().await?).unwrap_or(0);
    let mut tree = Tree::begin(register).await?;
    let mut replay = Replay::default();
    // Signatures are checked while the next events are read.
    let mut judging: Option<Judging> = None;
    while replay.size < size {
        let (from, below) = (replay.size, size.min(replay.size + u64::from(CHUNK)));
        let most = u32::try_from(below - from).unwrap_or(CHUNK);
        let (leaves, rows) = tokio::join!(
            register.leaves(from, most),
            Rows::between(register, from, below),
        );
        let walked = match (leaves, rows) {
            // Fewer than are counted.
            (Ok(leaves), _) if leaves.is_empty() => break,
            (Ok(leaves), Ok(rows)) => take(&mut replay, &mut tree, &leaves, rows).await,
            (Err(error), _) => Err(error.into()),
            (_, Err(stop)) => Err(stop),
        };
        // What is still being judged comes before what was found here.
        finish(judging.take()).await?;
        let check = certificates::check(Arc::clone(&trust), walked?, now);
        judging = Some(tokio::spawn(check));
    }
    finish(judging).await?;
    if replay.size != size {
        return Err(Fault::of(
            "log_head",
            1,
            format!("ghi {size} mục, chỉ có {}", replay.size),
            format!("it counts {size} entries; there are {}", replay.size),
        )
        .into());
    }
    tree.end()?;
    rows::check(register, &replay).await?;
    Ok(Audited {
        entries: size,
        certificates: replay.certificates.len() as u64,
        compact_tokens: rows::compact_tokens(register, &replay).await?,
        trust_lists: lists::check_trust_lists(register, &replay).await?,
        status_lists: lists::check_status_lists(register, &trust, &replay).await?,
        checkpoints: tree.checkpoints,
        covered: tree.covered,
        trail: trail::check(register, &replay).await?,
        journal_entries: journals::check(register).await?,
    })
}

/// The rows that were written with some events.
struct Rows {
    certificates: Vec<RecordedCertificate>,
    compact: Vec<RecordedCompactToken>,
    changes: Vec<(u64, StatusChangeRecord)>,
}

impl Rows {
    async fn between(register: &Register, from: u64, below: u64) -> Result<Self, Stop> {
        let (certificates, compact, changes) = tokio::join!(
            register.certificates_between(from, below),
            register.compact_tokens_between(from, below),
            register.status_changes_between(from, below),
        );
        Ok(Self {
            certificates: certificates?,
            compact: compact?,
            changes: changes?,
        })
    }
}

type Judging = tokio::task::JoinHandle<Result<(), Stop>>;

async fn finish(judging: Option<Judging>) -> Result<(), Stop> {
    match judging {
        None => Ok(()),
        Some(judging) => judging.await.map_err(|_| Stop::Failed(Error::Stopped))?,
    }
}

/// Takes the next events, each with the rows that were written with it.
async fn take(
    replay: &mut Replay,
    tree: &mut Tree<'_>,
    leaves: &[Leaf],
    rows: Rows,
) -> Result<Vec<Sealed>, Stop> {
    let mut sealed = Vec::with_capacity(rows.certificates.len() + rows.compact.len());
    let mut certificates = rows.certificates.into_iter().peekable();
    let mut compact = rows.compact.into_iter().peekable();
    let mut changes = rows.changes.into_iter().peekable();
    for leaf in leaves {
        let position = leaf.position;
        tree.push(leaf).await?;
        replay.take(leaf).map_err(|unfit| {
            let words = unfit.words();
            Fault::of("events", unfit.position, words.vi.into(), words.en.into())
        })?;
        let certificate = certificates.next_if(|row| row.position == position);
        let compacted = compact.next_if(|row| row.position == position);
        let change = changes.next_if(|(at, _)| *at == position);
        match leaf.kind.as_str() {
            "certificate_issued" => {
                let named =
                    certificate.filter(|row| row.certificate.number.to_string() == leaf.subject);
                let row = named.ok_or_else(|| Fault::differs("certificates", &leaf.subject))?;
                sealed.push(Sealed::Certificate(leaf.clone(), Box::new(row)));
            }
            "certificate_compacted" => {
                let named = compacted.filter(|row| row.compact.number.to_string() == leaf.subject);
                let row = named.ok_or_else(|| Fault::differs("compact_tokens", &leaf.subject))?;
                sealed.push(Sealed::Compact(leaf.clone(), row));
            }
            _ if let Some(row) = certificate => {
                return Err(Fault::differs("certificates", row.certificate.number).into());
            }
            _ if let Some(row) = compacted => {
                return Err(Fault::differs("compact_tokens", row.compact.number).into());
            }
            _ => {
                let said = replay.status_changes.last();
                let said = said.filter(|said| said.position == position);
                rows::check_change(position, said, change.as_ref())?;
            }
        }
    }
    Ok(sealed)
}
