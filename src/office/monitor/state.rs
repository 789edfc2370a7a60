//! What a monitor remembers from one run to the next: the checkpoint and the trust list in one
//! file, and beside it the leaves, which need not be fetched again, and the checkpoint as it was
//! signed: what the log's key said once, whoever shows another history.

use std::fs::{File, OpenOptions};
use std::io::{self, BufReader, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};

use super::Stopped;
use super::trust::Trusted;
use crate::office::write_whole;
use crate::scheme::log::{Checkpoint, Hash, Note};

/// What was seen last.
pub(super) struct Memory {
    pub checkpoint: Checkpoint,
    pub trust_version: u64,
    pub trust_sha256: [u8; 32],
}

/// Its form in the file.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    checkpoint: String,
    trust_version: u64,
    trust_sha256: String,
}

/// Where it is kept; nowhere if no file was named.
pub(super) struct Store {
    pub memory: Option<Memory>,
    files: Option<Files>,
}

struct Files {
    path: PathBuf,
    leaves: BufWriter<File>,
}

/// The file of that ending beside another.
fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

pub(super) fn base64(bytes: &[u8]) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(bytes)
}

fn unusable(path: &Path) -> impl Fn(io::Error) -> Stopped {
    |error| Stopped::State {
        path: path.to_owned(),
        reason: error.to_string(),
    }
}

impl Store {
    /// Reads what was remembered. What is there and cannot be read is never taken for nothing.
    pub(super) fn open(path: Option<&Path>) -> Result<Self, Stopped> {
        let Some(path) = path else {
            let (memory, files) = (None, None);
            return Ok(Self { memory, files });
        };
        let leaves = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(beside(path, ".leaves"))
            .map_err(unusable(path))?;
        // Two runs at once would write into each other's leaves.
        leaves
            .try_lock()
            .map_err(|error| unusable(path)(error.into()))?;
        let memory = match std::fs::read(path) {
            Ok(bytes) => {
                let memory = Memory::read(&bytes);
                Some(memory.ok_or_else(|| damaged(path))?)
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(unusable(path)(error)),
        };
        let files = Some(Files {
            path: path.to_owned(),
            leaves: BufWriter::new(leaves),
        });
        Ok(Self { memory, files })
    }

    /// The leaves of the checkpoint that was held; none if they are not kept. Whatever was
    /// written after them is cut off.
    pub(super) fn kept(&mut self) -> Result<Vec<Vec<u8>>, Stopped> {
        let size = self
            .memory
            .as_ref()
            .map_or(0, |memory| memory.checkpoint.size);
        let Some(files) = &mut self.files else {
            return Ok(Vec::new());
        };
        let file = files.leaves.get_mut();
        let (leaves, end) = read(file, size).map_err(unusable(&files.path))?;
        file.set_len(end)
            .and_then(|()| file.seek(SeekFrom::Start(end)).map(drop))
            .map_err(unusable(&files.path))?;
        Ok(leaves)
    }

    /// Whether a tree is the one that was held.
    pub(super) fn is_held(&self, size: u64, root: Hash) -> bool {
        let held = self.memory.as_ref().map(|memory| &memory.checkpoint);
        held.is_some_and(|held| held.size == size && held.root == root)
    }

    /// Keeps a leaf that was checked.
    pub(super) fn keep(&mut self, leaf: &[u8]) -> Result<(), Stopped> {
        let Some(Files { path, leaves }) = &mut self.files else {
            return Ok(());
        };
        let length = u16::try_from(leaf.len()).map_err(|_| Stopped::Inconsistent)?;
        leaves
            .write_all(&length.to_be_bytes())
            .and_then(|()| leaves.write_all(leaf))
            .map_err(unusable(path))
    }

    /// Remembers what was found to be in order.
    pub(super) fn remember(
        &mut self,
        trusted: &Trusted,
        checkpoint: &Checkpoint,
        note: &Note,
    ) -> Result<(), Stopped> {
        let Some(Files { path, leaves }) = &mut self.files else {
            return Ok(());
        };
        leaves.flush().map_err(unusable(path))?;
        leaves.get_ref().sync_all().map_err(unusable(path))?;
        let signed = beside(path, ".checkpoint");
        write_whole(&signed, note.to_string().as_bytes()).map_err(unusable(&signed))?;
        let written = Written {
            checkpoint: checkpoint.to_string(),
            trust_version: trusted.list.version(),
            trust_sha256: base64(&trusted.sha256),
        };
        let written = serde_json::to_vec(&written).map_err(|_| Stopped::Inconsistent)?;
        write_whole(path, &written).map_err(unusable(path))
    }

    /// That what was remembered is not what it was.
    pub(super) fn damaged(&self) -> Stopped {
        let path = self.files.as_ref().map(|files| files.path.clone());
        damaged(&path.unwrap_or_default())
    }
}

fn damaged(path: &Path) -> Stopped {
    Stopped::State {
        path: path.to_owned(),
        reason: "it is damaged".to_owned(),
    }
}

impl Memory {
    fn read(bytes: &[u8]) -> Option<Self> {
        let written: Written = serde_json::from_slice(bytes).ok()?;
        let sha256 = BASE64_URL_SAFE_NO_PAD.decode(&written.trust_sha256).ok()?;
        Some(Self {
            checkpoint: Checkpoint::of(&written.checkpoint).ok()?,
            trust_version: written.trust_version,
            trust_sha256: sha256.try_into().ok()?,
        })
    }
}

/// So many leaves, and where they end; nothing when there are fewer.
fn read(file: &File, size: u64) -> io::Result<(Vec<Vec<u8>>, u64)> {
    let mut reader = BufReader::new(file);
    reader.seek(SeekFrom::Start(0))?;
    let (mut leaves, mut end) = (Vec::new(), 0);
    for _ in 0..size {
        let mut length = [0; 2];
        let mut leaf = Vec::new();
        let whole = reader.read_exact(&mut length).and_then(|()| {
            leaf.resize(usize::from(u16::from_be_bytes(length)), 0);
            reader.read_exact(&mut leaf)
        });
        match whole {
            Ok(()) => {}
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => {
                return Ok((Vec::new(), 0));
            }
            Err(error) => return Err(error),
        }
        end += 2 + leaf.len() as u64;
        leaves.push(leaf);
    }
    Ok((leaves, end))
}
