//! The stream of acts for who keeps watch elsewhere: a line of JSON for each line of the trail,
//! in order, each once. It names who and what by their numbers; what the act says beside that may
//! hold what is personal, and stays in the register.
//!
//! Of two services on one data folder the one that holds the lock of a file there writes; the
//! lock ends with its program, however that ends.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde_json::{Value, json};

use crate::office::{Error, Office};
use crate::register::{TrailFilter, TrailRecord};

/// Lines of one read.
const AT_ONCE: i64 = 500;
/// No line is longer.
const LONGEST: u64 = 16 * 1024;
/// The file in the data folder that whoever writes the stream holds locked.
const LOCK: &str = "audit.lock";

/// A stream that is being written.
pub struct AuditStream {
    path: Option<PathBuf>,
    lock: PathBuf,
    progress: Mutex<Progress>,
}

/// How far a stream is.
#[derive(Default)]
struct Progress {
    /// The place of the last line that is known to be written.
    after: Option<i64>,
    /// Writing failed since: the file may hold more lines, and end within one.
    in_doubt: bool,
    /// Held while this stream is the one that writes.
    lock: Option<File>,
}

impl Office {
    /// The stream that is configured, if one is.
    pub fn audit_stream(&self) -> Option<AuditStream> {
        let file = self.config.audit.file.as_ref()?;
        let to_output = file == Path::new("-");
        Some(AuditStream {
            path: (!to_output).then(|| self.data.join(file)),
            lock: self.data.join(LOCK),
            progress: Mutex::default(),
        })
    }

    /// Writes the acts that were recorded since the last that stands in the file. Standard output,
    /// and a file that is new, begin with what is recorded from now on. Nothing is written where
    /// another service on this data folder does it.
    ///
    /// # Errors
    /// When the register does not answer, or the file cannot be written to.
    pub async fn write_audit(&self, stream: &AuditStream) -> Result<(), Error> {
        if !stream.is_ours().map_err(Error::file(&stream.lock))? {
            return Ok(());
        }
        let mut after = match stream.after() {
            Some(after) => after,
            None => self.resumed(stream).await?,
        };
        loop {
            let records = self.register.trail_after(after, AT_ONCE).await?;
            let Some(last) = records.last() else {
                break;
            };
            let written = stream.write(&records);
            if written.is_err() {
                stream.doubt();
            }
            written.map_err(Error::file(stream.shown()))?;
            after = last.position;
            stream.remember(after);
        }
        Ok(())
    }

    async fn resumed(&self, stream: &AuditStream) -> Result<i64, Error> {
        let written = stream.last_written().map_err(Error::file(stream.shown()))?;
        // Where no line is whole, what was to be the first is still to be written.
        let known = stream.progress().after;
        let after = match written.or(known) {
            Some(position) => position,
            None => {
                let newest = TrailFilter {
                    limit: 1,
                    ..TrailFilter::default()
                };
                let newest = self.register.trail(&newest).await?;
                newest.first().map_or(0, |record| record.position)
            }
        };
        stream.remember(after);
        Ok(after)
    }
}

impl AuditStream {
    /// A poisoned lock still holds how far it is.
    fn progress(&self) -> MutexGuard<'_, Progress> {
        self.progress.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The place of the last line, if there is no doubt of it.
    fn after(&self) -> Option<i64> {
        let progress = self.progress();
        progress.after.filter(|_| !progress.in_doubt)
    }

    fn remember(&self, after: i64) {
        let mut progress = self.progress();
        (progress.after, progress.in_doubt) = (Some(after), false);
    }

    /// Writing failed: before more is added, it is looked how the file ends. What went to standard
    /// output cannot be looked at.
    fn doubt(&self) {
        self.progress().in_doubt = self.path.is_some();
    }

    /// Whether this stream is the one of its data folder that writes. Each service has its own
    /// standard output.
    fn is_ours(&self) -> io::Result<bool> {
        let mut progress = self.progress();
        if self.path.is_none() || progress.lock.is_some() {
            return Ok(true);
        }
        let file = OpenOptions::new()
            .append(true)
            .create(true)
            .mode(0o600)
            .open(&self.lock)?;
        match file.try_lock() {
            Ok(()) => {
                progress.lock = Some(file);
                Ok(true)
            }
            Err(TryLockError::WouldBlock) => Ok(false),
            Err(TryLockError::Error(error)) => Err(error),
        }
    }

    fn shown(&self) -> PathBuf {
        self.path.clone().unwrap_or_else(|| PathBuf::from("-"))
    }

    /// Opened for each write, so that whoever rotates the file need not tell anybody.
    fn write(&self, records: &[TrailRecord]) -> io::Result<()> {
        let mut lines = Vec::new();
        for record in records {
            serde_json::to_writer(&mut lines, &line(record))?;
            lines.push(b'\n');
        }
        match &self.path {
            None => io::stdout().lock().write_all(&lines),
            Some(path) => {
                let mut file = appended(path)?;
                file.write_all(&lines)?;
                file.sync_data()
            }
        }
    }

    /// The place of the last whole line; a line that was cut short by a fault is taken off.
    fn last_written(&self) -> io::Result<Option<i64>> {
        let Some(path) = &self.path else {
            return Ok(None);
        };
        let mut file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .mode(0o640)
            .open(path)?;
        let length = file.metadata()?.len();
        let begin = length.saturating_sub(2 * LONGEST);
        file.seek(SeekFrom::Start(begin))?;
        let mut end = Vec::new();
        Read::take(&mut file, 2 * LONGEST).read_to_end(&mut end)?;
        let whole = end
            .iter()
            .rposition(|&byte| byte == b'\n')
            .map_or(0, |at| at + 1);
        if whole < end.len() {
            file.set_len(begin + whole as u64)?;
        }
        let lines = BufReader::new(&end[..whole]).lines();
        let last = lines.last().transpose()?;
        let position = last.and_then(|line| {
            let line: Value = serde_json::from_str(&line).ok()?;
            line["position"].as_i64()
        });
        Ok(position)
    }
}

fn appended(path: &Path) -> io::Result<File> {
    OpenOptions::new()
        .append(true)
        .create(true)
        .mode(0o640)
        .open(path)
}

fn line(record: &TrailRecord) -> Value {
    json!({
        "position": record.position,
        "at": record.happened_at,
        "actor": record.actor,
        "act": record.act,
        "subject": record.subject,
    })
}
