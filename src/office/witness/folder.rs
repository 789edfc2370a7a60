//! A witness's folder: its key, and for each log the last checkpoint that it cosigned.

use std::fs::{DirBuilder, File, OpenOptions, TryLockError};
use std::io::{self, Read};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::WitnessRefused;
use crate::config;
use crate::office::write_whole;
use crate::scheme::log::{Checkpoint, KeyKind, Note, NoteKey};

/// The public half, as a verifier key.
const PUBLIC: &str = "witness.vkey";
/// The private half.
const PRIVATE: &str = "witness.key.pem";
/// Locked by the process that is this witness.
const LOCK: &str = "witness.lock";
/// Largest file that is read, in bytes.
const LARGEST: u64 = 128 << 10;

/// Nobody else is this witness while it is held.
pub(super) struct Lock(#[expect(dead_code, reason = "held, not read")] File);

pub(super) fn key_file(folder: &Path) -> PathBuf {
    folder.join(PRIVATE)
}

fn unusable(path: PathBuf) -> impl FnOnce(io::Error) -> WitnessRefused {
    |source| WitnessRefused::File { path, source }
}

/// Makes the folder, unless it is something else's.
pub(super) fn make(folder: &Path) -> Result<(), WitnessRefused> {
    if folder.join(config::FILE).exists() {
        return Err(WitnessRefused::Programme(folder.to_owned()));
    }
    if folder.join(PUBLIC).exists() {
        return Err(WitnessRefused::Exists(folder.to_owned()));
    }
    DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)
        .map_err(unusable(folder.to_owned()))
}

pub(super) fn write_key(folder: &Path, key: &NoteKey) -> Result<(), WitnessRefused> {
    let path = folder.join(PUBLIC);
    write_whole(&path, format!("{key}\n").as_bytes()).map_err(unusable(path))
}

pub(super) fn read_key(folder: &Path) -> Result<NoteKey, WitnessRefused> {
    let path = folder.join(PUBLIC);
    let text = match read(&path) {
        Ok(Some(bytes)) => String::from_utf8(bytes).unwrap_or_default(),
        Ok(None) => return Err(WitnessRefused::NotInitialised(folder.to_owned())),
        Err(error) => return Err(unusable(path)(error)),
    };
    let key: Option<NoteKey> = text.trim_end().parse().ok();
    let key = key.filter(|key| key.kind == KeyKind::Cosignature);
    key.ok_or(WitnessRefused::State(path))
}

/// Takes the folder, or says that another process has it.
pub(super) fn lock(folder: &Path) -> Result<Lock, WitnessRefused> {
    let path = folder.join(LOCK);
    let file = OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(false)
        .mode(0o600)
        .open(&path)
        .map_err(unusable(path.clone()))?;
    match file.try_lock() {
        Ok(()) => Ok(Lock(file)),
        Err(TryLockError::WouldBlock) => Err(WitnessRefused::Running(folder.to_owned())),
        Err(TryLockError::Error(error)) => Err(unusable(path)(error)),
    }
}

/// The file of a log. Its origin can hold anything, so its hash names it.
fn file_of(folder: &Path, origin: &str) -> PathBuf {
    let hash = Sha256::digest(origin);
    folder.join(format!("{}.checkpoint", hex::encode(&hash[..16])))
}

/// The last checkpoint that was cosigned of a log; `None` before the first. What is there and
/// cannot be read is never taken for nothing.
pub(super) fn last(folder: &Path, origin: &str) -> Result<Option<Checkpoint>, WitnessRefused> {
    let path = file_of(folder, origin);
    let Some(bytes) = read(&path).map_err(unusable(path.clone()))? else {
        return Ok(None);
    };
    let checkpoint = Note::read(&bytes).and_then(|note| Checkpoint::of(&note.text));
    let checkpoint = checkpoint.ok().filter(|known| known.origin == origin);
    checkpoint.map(Some).ok_or(WitnessRefused::State(path))
}

/// Keeps a checkpoint as the last one.
pub(super) fn keep(folder: &Path, origin: &str, note: &Note) -> Result<(), WitnessRefused> {
    let path = file_of(folder, origin);
    write_whole(&path, note.to_string().as_bytes()).map_err(unusable(path))
}

fn read(path: &Path) -> io::Result<Option<Vec<u8>>> {
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    let mut bytes = Vec::new();
    file.take(LARGEST).read_to_end(&mut bytes)?;
    Ok(Some(bytes))
}
