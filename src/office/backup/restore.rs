//! Restoring the register from a backup: audited first, compared with what was published, and
//! nothing that was there is deleted.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::Serialize;

use super::{BackupRefused, draft};
use crate::clock::Clock;
use crate::config::Config;
use crate::office::log::keep;
use crate::office::{Audited, Error, LogRefused, Office, location};
use crate::register::{Location, Register};
use crate::scheme::log::{Checkpoint, Note};

/// What belongs to a register's file.
const SUFFIXES: [&str; 3] = ["", "-wal", "-shm"];

/// What is to be restored.
pub struct Restoring {
    /// The backup.
    pub file: PathBuf,
    /// The data folder.
    pub data: PathBuf,
    /// How it is set up.
    pub config: Config,
    /// Put aside a register that is there.
    pub replace: bool,
    /// The newest checkpoint that is known to have been published, in a file.
    pub checkpoint: Option<PathBuf>,
}

/// What was restored.
#[derive(Debug, Serialize)]
pub struct Restored {
    /// What it holds.
    #[serde(flatten)]
    pub audited: Audited,
    /// Where the register that was there is now; or its journal, where that alone was there.
    pub put_aside: Option<PathBuf>,
    /// What was published and is not in it: then nothing is signed.
    #[serde(skip)]
    pub missing: Option<LogRefused>,
}

/// Puts a backup in the place of the register.
///
/// # Errors
/// [`BackupRefused`], and nothing is changed.
pub async fn restore(restoring: Restoring, clock: Arc<dyn Clock>) -> Result<Restored, Error> {
    let Restoring {
        file,
        data,
        config,
        replace,
        checkpoint,
    } = restoring;
    let Location::File(register) = location(&data, &config)? else {
        return Err(BackupRefused::Postgres.into());
    };
    if register.exists() && !replace {
        return Err(BackupRefused::Exists(register).into());
    }
    let published = checkpoint.map(read_checkpoint).transpose()?;
    fs::create_dir_all(&data).map_err(Error::file(&data))?;
    let copy = draft(&register);
    // A restore that was cut short may have left a journal, which would be read into the copy.
    remove(&copy);
    let looked_at = look_at(&file, &copy, &data, &config, Arc::clone(&clock)).await;
    remove(&copy);
    let audited = looked_at?;
    // Before the register is there: no service may begin on it without knowing what it lacks.
    if let Some((size, note)) = published {
        keep(&data, size, &note)?;
    }
    let put_aside = put_aside(&register, &*clock)?;
    place(&file, &copy, &register).map_err(Error::file(&register))?;
    let office = Office::open(data, config, clock).await?;
    let missing = match office.check_published().await {
        Err(Error::Log(refused)) => Some(refused),
        outcome => outcome.map(|()| None)?,
    };
    Ok(Restored {
        audited,
        put_aside,
        missing,
    })
}

fn read_checkpoint(path: PathBuf) -> Result<(u64, Note), Error> {
    let bytes = fs::read(&path).map_err(Error::file(&path))?;
    let read = Note::read(&bytes).and_then(|note| Ok((Checkpoint::of(&note.text)?.size, note)));
    Ok(read.map_err(|_| BackupRefused::NotACheckpoint(path))?)
}

/// Audits a copy of the backup, brought up to this program's schema: the backup itself stays as
/// it is.
async fn look_at(
    file: &Path,
    copy: &Path,
    data: &Path,
    config: &Config,
    clock: Arc<dyn Clock>,
) -> Result<Audited, Error> {
    fs::copy(file, copy).map_err(Error::file(file))?;
    let no_register = || BackupRefused::NotARegister(file.to_owned());
    let location = Location::File(copy.to_owned());
    let register = Register::open(&location).await;
    let register = register.map_err(|_| no_register())?;
    if register.programme().await?.is_none() {
        return Err(no_register().into());
    }
    let office = Office::over(data.to_owned(), config.clone(), clock, register).await?;
    let audited = office.audit().await?;
    office.register.close().await;
    Ok(audited.map_err(BackupRefused::Unsound)?)
}

/// Moves what is there of a register out of the way, under a name that says when. Its journal
/// too where that alone is left: SQLite would write it into the backup.
fn put_aside(register: &Path, clock: &dyn Clock) -> Result<Option<PathBuf>, Error> {
    let mut there = SUFFIXES.into_iter();
    let Some(first) = there.find(|suffix| with(register, suffix).exists()) else {
        return Ok(None);
    };
    let stamp = clock.now().format("%Y%m%dT%H%M%SZ");
    let aside = with(register, &format!(".until-{stamp}"));
    let mut places = SUFFIXES.into_iter().map(|suffix| with(&aside, suffix));
    if let Some(taken) = places.find(|place| place.exists()) {
        return Err(BackupRefused::Exists(taken).into());
    }
    for suffix in SUFFIXES {
        let (from, to) = (with(register, suffix), with(&aside, suffix));
        if from.exists() {
            fs::rename(&from, to).map_err(Error::file(from))?;
        }
    }
    Ok(Some(with(&aside, first)))
}

/// The whole file appears or none of it.
fn place(file: &Path, draft: &Path, register: &Path) -> std::io::Result<()> {
    fs::copy(file, draft)?;
    fs::File::open(draft)?.sync_all()?;
    fs::rename(draft, register)?;
    let folder = register.parent().unwrap_or(Path::new("."));
    fs::File::open(folder)?.sync_all()
}

/// Removes a draft, with what belongs to it.
fn remove(draft: &Path) {
    for suffix in SUFFIXES {
        drop(fs::remove_file(with(draft, suffix)));
    }
}

fn with(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}
