//! The stream of acts for who keeps watch elsewhere: a line of JSON for each line of the trail,
//! in order, each once. It names who and what by their numbers; what the act says beside that may
//! hold what is personal, and stays in the register.

use std::fs::{File, OpenOptions};
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use serde_json::{Value, json};

use crate::office::{Error, Office};
use crate::register::{TrailFilter, TrailRecord};

/// Lines of one read.
const AT_ONCE: i64 = 500;
/// No line is longer.
const LONGEST: u64 = 16 * 1024;

/// A stream that is being written.
pub struct AuditStream {
    path: Option<PathBuf>,
    after: Mutex<Option<i64>>,
}

impl Office {
    /// The stream that is configured, if one is.
    pub fn audit_stream(&self) -> Option<AuditStream> {
        let file = self.config.audit.file.as_ref()?;
        let to_output = file == Path::new("-");
        Some(AuditStream {
            path: (!to_output).then(|| self.data.join(file)),
            after: Mutex::new(None),
        })
    }

    /// Writes the acts that were recorded since the last that stands in the file. Standard output,
    /// and a file that is new, begin with what is recorded from now on.
    ///
    /// # Errors
    /// When the register does not answer, or the file cannot be written to.
    pub async fn write_audit(&self, stream: &AuditStream) -> Result<(), Error> {
        let after = match stream.after() {
            Some(after) => after,
            None => self.resumed(stream).await?,
        };
        let mut after = after;
        loop {
            let records = self.register.trail_after(after, AT_ONCE).await?;
            let Some(last) = records.last() else {
                break;
            };
            stream
                .write(&records)
                .map_err(Error::file(stream.shown()))?;
            after = last.position;
            stream.remember(after);
        }
        Ok(())
    }

    async fn resumed(&self, stream: &AuditStream) -> Result<i64, Error> {
        let written = stream.last_written().map_err(Error::file(stream.shown()))?;
        let after = match written {
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
    fn after(&self) -> Option<i64> {
        *self.after.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn remember(&self, after: i64) {
        *self.after.lock().unwrap_or_else(PoisonError::into_inner) = Some(after);
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
