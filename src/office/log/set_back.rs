//! The memory of what was published, apart from the register: a register that was put back to
//! an older day, or is another, signs nothing.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

use arc_swap::ArcSwapOption;
use chrono::{DateTime, TimeDelta, Utc};

use super::LogRefused;
use super::proofs::from_tiles;
use crate::office::{Error, Office, write_whole};
use crate::register::Register;
use crate::scheme::log::{Checkpoint, Note};

/// The newest checkpoint's file in the data folder.
const FILE: &str = "log.checkpoint";

/// How far the clock may be behind the last event: several machines write one register.
const CLOCK_TOLERANCE: TimeDelta = TimeDelta::minutes(5);
/// From when on after the last event the clock is not believed: twice a trust list's time.
const LONGEST_PAUSE: TimeDelta = TimeDelta::days(184);

/// What an office knows of the published log beyond its register.
#[derive(Default)]
pub(in crate::office) struct LogMemory {
    /// The register was found to be what was published.
    checked: AtomicBool,
    /// The newest checkpoint could not be kept in mind.
    failing: AtomicBool,
    /// What a witness saw that the register does not hold.
    refused: ArcSwapOption<LogRefused>,
    /// Where the register lacks what was published: the instant up to which it knows anything.
    ends_at: OnceLock<DateTime<Utc>>,
}

impl Office {
    /// The register, for what is to be written or signed: only if it holds all that was
    /// published. Reading and verifying go on with any.
    ///
    /// # Errors
    /// [`LogRefused::SetBack`], [`LogRefused::Forked`], [`LogRefused::Memory`];
    /// [`Error::ClockBehind`], [`Error::ClockAhead`], [`Error::ClockStepped`] while the clock is
    /// not to be believed.
    pub(in crate::office) async fn writable(&self) -> Result<&Register, Error> {
        self.refused()?;
        if !self.log.checked.load(Ordering::Relaxed) {
            self.check_published().await?;
            self.check_clock().await?;
            self.log.checked.store(true, Ordering::Relaxed);
        }
        Ok(&self.register)
    }

    /// The register, for a trust list: as [`Self::writable`], but long after the last event too.
    /// Somebody has the root key in hand, and sees the instant that they sign.
    ///
    /// # Errors
    /// As [`Self::writable`], but never [`Error::ClockAhead`].
    pub(in crate::office) async fn publishable(&self) -> Result<&Register, Error> {
        match self.writable().await {
            Err(Error::ClockAhead { .. }) => Ok(&self.register),
            outcome => outcome,
        }
    }

    fn refused(&self) -> Result<(), Error> {
        if let Some(refused) = self.log.refused.load_full() {
            return Err(LogRefused::clone(&refused).into());
        }
        match self.clock.stepped() {
            Some(step) => Err(Error::ClockStepped(step)),
            None => Ok(()),
        }
    }

    /// Compares the clock with the last event. Whoever wrote that had no later clock, and a
    /// programme that is alive publishes a trust list in time.
    async fn check_clock(&self) -> Result<(), Error> {
        let Some(last) = self.newest_event_at().await? else {
            return Ok(());
        };
        let now = self.clock.now();
        if !self.clock.may_be_wrong() {
            Ok(())
        } else if now < last - CLOCK_TOLERANCE {
            Err(Error::ClockBehind { now, signed: last })
        } else if last + LONGEST_PAUSE < now {
            Err(Error::ClockAhead { now, known: last })
        } else {
            Ok(())
        }
    }

    /// When the last event happened.
    async fn newest_event_at(&self) -> Result<Option<DateTime<Utc>>, Error> {
        let last = self.register.size().await? - 1;
        let leaves = self
            .register
            .leaves(u64::try_from(last).unwrap_or(0), 1)
            .await?;
        let last = leaves.first();
        Ok(last.and_then(|leaf| leaf.happened_at.parse().ok()))
    }

    /// Looks, before the office does anything, whether the register is an old backup. Then it
    /// knows nothing after its last entry, and must not say of what was issued since that it
    /// never was.
    ///
    /// # Errors
    /// When the register does not answer.
    pub(in crate::office) async fn look_back(&self) -> Result<(), Error> {
        match self.check_published().await {
            Err(Error::Log(refused)) => {
                let code = refused.code();
                tracing::error!(code, %refused, "nothing is signed");
                let ended = self.newest_event_at().await?;
                let ends_at = self.log.ends_at.get_or_init(|| ended.unwrap_or_default());
                tracing::error!(%ends_at, "the register knows nothing that came later");
                self.refresh().await
            }
            outcome => {
                outcome?;
                match self.check_clock().await {
                    Ok(()) => self.log.checked.store(true, Ordering::Relaxed),
                    Err(error) => {
                        tracing::error!(code = error.code(), %error, "nothing is signed");
                    }
                }
                self.remember_newest().await;
                Ok(())
            }
        }
    }

    /// Keeps the newest checkpoint in mind. That it cannot be is logged once, and keeps nobody
    /// from verifying, nor from what is durable in the register already.
    pub(in crate::office) async fn remember_newest(&self) {
        let Some(newest) = self.held().checkpoint.clone() else {
            return;
        };
        let data = self.data.clone();
        let kept = tokio::task::spawn_blocking(move || keep(&data, newest.size, &newest.note));
        let kept = kept.await.map_err(|_| Error::Stopped).flatten();
        let failing = kept.is_err();
        if let Err(error) = kept
            && !self.log.failing.load(Ordering::Relaxed)
        {
            tracing::error!(code = error.code(), %error, "the newest checkpoint cannot be kept in mind");
        }
        self.log.failing.store(failing, Ordering::Relaxed);
    }

    /// The instant that the register speaks of. What is known does not become newer by a clock
    /// that was set.
    pub(in crate::office) fn known_until(&self) -> DateTime<Utc> {
        let now = match self.clock.stepped() {
            Some(_) => self.held().register.as_of,
            None => self.clock.now(),
        };
        self.log.ends_at.get().map_or(now, |&ended| ended.min(now))
    }

    /// As [`check_published`], of this office.
    ///
    /// # Errors
    /// As [`Self::writable`].
    pub async fn check_published(&self) -> Result<(), Error> {
        check_published(&self.data, &self.register).await
    }

    /// A register that shrank under this office is compared again with what was published before
    /// anything more is written or signed.
    pub(in crate::office) fn doubt(&self, error: &Error) {
        if matches!(error, Error::Log(_)) {
            self.log.checked.store(false, Ordering::Relaxed);
        }
    }

    /// What a witness saw: from now on nothing is signed.
    pub(super) fn set_back(&self, refused: LogRefused) {
        self.log.refused.store(Some(refused.into()));
    }
}

/// Compares a register with the greatest checkpoint that its data folder knows to have been
/// published.
///
/// # Errors
/// [`LogRefused::SetBack`], [`LogRefused::Forked`], [`LogRefused::Memory`], or when the register
/// does not answer.
pub(in crate::office) async fn check_published(
    data: &Path,
    register: &Register,
) -> Result<(), Error> {
    let Some(known) = remembered(data)? else {
        return Ok(());
    };
    let size = u64::try_from(register.size().await?).unwrap_or(0);
    if size < known.size {
        return Err(LogRefused::SetBack {
            register: size,
            published: known.size,
        }
        .into());
    }
    let newest = register.newest_checkpoint().await?;
    if newest.is_none_or(|newest| newest.size < known.size) {
        // As many entries, and no checkpoint over them: they are others.
        return Err(LogRefused::Forked(known.size).into());
    }
    let root = from_tiles(register, |tiles| tiles.root(known.size)).await?;
    if root == known.root {
        Ok(())
    } else {
        Err(LogRefused::Forked(known.size).into())
    }
}

/// The greatest checkpoint that is known in a data folder.
fn remembered(data: &Path) -> Result<Option<Checkpoint>, LogRefused> {
    let path = memory(data);
    let bytes = match fs::read(&path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(_) => return Err(LogRefused::Memory(path)),
    };
    let read = Note::read(&bytes).and_then(|note| Checkpoint::of(&note.text));
    read.map(Some).map_err(|_| LogRefused::Memory(path))
}

/// Keeps a checkpoint in mind, if it is the greatest so far. The whole file appears or none of
/// it.
pub(in crate::office) fn keep(data: &Path, size: u64, note: &Note) -> Result<(), Error> {
    if remembered(data)?.is_some_and(|known| size <= known.size) {
        return Ok(());
    }
    let path = memory(data);
    write_whole(&path, note.to_string().as_bytes()).map_err(Error::file(path))
}

fn memory(data: &Path) -> PathBuf {
    data.join(FILE)
}
