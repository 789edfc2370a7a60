//! What a command prints: words for people, JSON for programs, errors in both languages.

use std::fmt::Display;
use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use indicatif::{ProgressBar, ProgressStyle};
use serde::Serialize;
use serde_json::json;
use unicode_width::UnicodeWidthStr;

use crate::office::{self, Refusal};
use crate::scheme::words::Text;
use crate::{config, label, scheme, signer};

/// Exit code of what is not genuine.
pub const NOT_GENUINE: u8 = 1;
/// Exit code of errors.
const FAILED: u8 = 2;
/// Refusals that people are shown; JSON has all.
const SHOWN: usize = 40;

/// Why a command did not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The office refused.
    #[error(transparent)]
    Office(#[from] office::Error),
    /// A file cannot be used.
    #[error("{path}: {source}")]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The terminal, or the pipe that output goes to.
    #[error(transparent)]
    Terminal(#[from] io::Error),
    /// What was asked cannot be.
    #[error("{}", .1.en)]
    Asked(&'static str, Text),
}

impl From<config::Error> for Error {
    fn from(error: config::Error) -> Self {
        Self::Office(error.into())
    }
}

impl From<signer::Error> for Error {
    fn from(error: signer::Error) -> Self {
        Self::Office(error.into())
    }
}

impl From<label::Error> for Error {
    fn from(error: label::Error) -> Self {
        Self::Office(error.into())
    }
}

impl From<scheme::trust::Refused> for Error {
    fn from(error: scheme::trust::Refused) -> Self {
        Self::Office(error.into())
    }
}

impl Error {
    /// Wraps what a file said.
    pub fn file(path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        |source| Self::File { path, source }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Office(error) => error.code(),
            Self::File { .. } => "file_unusable",
            Self::Terminal(_) => "terminal",
            Self::Asked(code, _) => code,
        }
    }

    pub fn words(&self) -> Text {
        match self {
            Self::Office(error) => error.words(),
            Self::File { path, source } => Text::of(
                format!(
                    "Không dùng được {}: {source}. Hãy kiểm tra đường dẫn và quyền truy cập.",
                    path.display()
                ),
                format!(
                    "{} cannot be used: {source}. Check the path and its permissions.",
                    path.display()
                ),
            ),
            Self::Terminal(error) => Text::of(
                format!("Không đọc hoặc ghi được: {error}. Hãy kiểm tra đầu ra rồi chạy lại."),
                format!("Reading or writing failed: {error}. Check the output and run again."),
            ),
            Self::Asked(_, words) => words.clone(),
        }
    }

    fn refusals(&self) -> &[Refusal] {
        match self {
            Self::Office(office::Error::Refused(refusals)) => refusals,
            _ => &[],
        }
    }
}

/// How a command prints.
#[derive(Clone, Copy)]
pub struct Output {
    /// For programs.
    pub json: bool,
}

impl Output {
    /// Prints a value as one line of JSON.
    pub fn line(self, value: &impl Serialize) -> Result<(), Error> {
        let mut line = serde_json::to_string(value).map_err(io::Error::from)?;
        line.push('\n');
        written(io::stdout().lock().write_all(line.as_bytes()))
    }

    /// Prints words for people; nothing when programs read.
    pub fn say(self, words: impl Display) -> Result<(), Error> {
        if self.json {
            return Ok(());
        }
        written(writeln!(io::stdout().lock(), "{words}"))
    }

    /// Prints a table for people. The columns are as wide as their widest cell.
    pub fn table<const N: usize>(self, rows: &[[String; N]]) -> Result<(), Error> {
        let mut widths = [0; N];
        for row in rows {
            for (width, cell) in widths.iter_mut().zip(row) {
                *width = cell.width().max(*width);
            }
        }
        for row in rows {
            let mut line = String::new();
            for (width, cell) in widths.iter().zip(row) {
                line.push_str(cell);
                line.push_str(&" ".repeat(width - cell.width() + 2));
            }
            self.say(line.trim_end())?;
        }
        Ok(())
    }

    /// Prints notes on rows of a list to standard error.
    pub fn notes(self, notes: &[Refusal]) {
        if self.json {
            return;
        }
        for note in notes.iter().take(SHOWN) {
            let row = note.row.map(|row| row.to_string()).unwrap_or_default();
            let place = format!("  [{row}:{}] ", note.column.unwrap_or_default());
            complain(format_args!("{place}{}", note.message.vi));
            let indent = " ".repeat(place.len());
            complain(format_args!("{indent}{}", note.message.en));
        }
        if let Some(more) = notes.len().checked_sub(SHOWN).filter(|&more| more > 0) {
            complain(format_args!(
                "  … và {more} điều nữa (xem bằng --json) / and {more} more (see --json)"
            ));
        }
    }

    /// A bar for long work, on standard error; hidden from programs and pipes.
    pub fn progress(self, total: usize) -> ProgressBar {
        if self.json || !io::stderr().is_terminal() {
            return ProgressBar::hidden();
        }
        let style = ProgressStyle::with_template("{bar:40} {pos}/{len} {per_sec} {eta}");
        ProgressBar::new(total as u64)
            .with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
    }

    /// Prints an error in both languages and gives its exit code.
    pub fn error(self, error: &Error) -> ExitCode {
        let words = error.words();
        if self.json {
            let body = json!({ "error": { "code": error.code(), "message": words,
                                          "refusals": error.refusals() } });
            // When this cannot be written there is nobody left to tell.
            drop(self.line(&body));
        } else {
            complain(format_args!("lỗi [{}]: {}", error.code(), words.vi));
            complain(format_args!("error [{}]: {}", error.code(), words.en));
            if let Error::Office(office) = error
                && office.is_internal()
            {
                // Over HTTP only the log says this; here the reader is the operator.
                complain(format_args!("nguyên nhân / cause: {office}"));
            }
            self.notes(error.refusals());
        }
        ExitCode::from(FAILED)
    }
}

/// Whoever read the output and left has seen enough: the exit code is still the act's own.
pub fn written(outcome: io::Result<()>) -> Result<(), Error> {
    match outcome {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(()),
    }
}

/// Prints to standard error; when it is closed there is nobody to tell.
pub fn complain(words: impl Display) {
    drop(writeln!(io::stderr().lock(), "{words}"));
}
