//! Somebody else's verifier: a program that is asked one question a run.

use std::io;
use std::path::Path;
use std::process::{ExitStatus, Stdio};
use std::time::Duration;

use serde_json::Value;
use tokio::io::{AsyncRead, AsyncReadExt};
use tokio::process::Command;
use tokio::time::timeout;

use super::super::output::Error;
use crate::scheme::words::Text;

/// What stands for the file of the question.
const PLACE: &str = "{}";
/// The most of an answer that is read, in bytes.
const LARGEST: u64 = 1 << 20;
/// The last of its complaints that are shown, in characters.
const TAIL: usize = 300;

/// A command line to ask by.
pub struct Verifier {
    words: Vec<String>,
    limit: u64,
}

/// What one run led to.
pub enum Answer {
    /// A JSON object.
    Json(Value),
    /// Nothing that could be compared, and why.
    None(String),
}

impl Verifier {
    /// Reads a command line as a shell would, without running one: quotes hold words together,
    /// nothing is expanded. A run may take `limit` seconds.
    pub fn new(command: &str, limit: u64) -> Result<Self, Error> {
        let words = shlex::split(command).filter(|words| !words.is_empty());
        let words = words.ok_or_else(|| {
            Error::Asked(
                "command_unreadable",
                Text::new(
                    "Không đọc được lệnh: lệnh trống hoặc dấu nháy chưa đóng. Ví dụ: \
                     --command \"python3 verify.py {}\".",
                    "The command cannot be read: it is empty, or a quote is not closed. For \
                     example: --command \"python3 verify.py {}\".",
                ),
            )
        })?;
        if !words.iter().skip(1).any(|word| word.contains(PLACE)) {
            return Err(Error::Asked(
                "command_without_place",
                Text::new(
                    "Lệnh không có {}, nơi đặt đường dẫn của tệp câu hỏi. Ví dụ: \
                     --command \"python3 verify.py {}\".",
                    "The command has no {}, where the path of the question's file goes. For \
                     example: --command \"python3 verify.py {}\".",
                ),
            ));
        }
        Ok(Self { words, limit })
    }

    /// Asks the question of a file.
    ///
    /// # Errors
    /// When the program cannot be started at all. Whatever it does then is its answer.
    pub async fn ask(&self, question: &Path) -> Result<Answer, Error> {
        let question = question.display().to_string();
        let mut words = self.words.iter().map(|word| word.replace(PLACE, &question));
        let program = words.next().unwrap_or_default();
        let mut child = Command::new(&program)
            .args(words)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .map_err(|error| cannot_start(&program, &error))?;
        let (answer, complaints) = (child.stdout.take(), child.stderr.take());
        let ended = timeout(Duration::from_secs(self.limit), async {
            tokio::join!(read(answer), read(complaints), child.wait())
        });
        let Ok((answer, complaints, ended)) = ended.await else {
            return Ok(Answer::None(format!(
                "no answer within {} seconds (--limit)",
                self.limit
            )));
        };
        Ok(match serde_json::from_slice::<Value>(&answer) {
            // What it exits with is its own affair once it has answered.
            Ok(answer) if answer.is_object() => Answer::Json(answer),
            _ => Answer::None(no_json(&answer, &complaints, &ended?)),
        })
    }
}

fn cannot_start(program: &str, error: &io::Error) -> Error {
    Error::Asked(
        "command_not_started",
        Text::of(
            format!(
                "Không chạy được chương trình {program}: {error}. Hãy kiểm tra tên hoặc đường dẫn; \
                 lệnh không chạy qua shell."
            ),
            format!(
                "The program {program} cannot be started: {error}. Check its name or path; no \
                 shell reads the command."
            ),
        ),
    )
}

/// Reads what is read at most, and lets go of the rest.
async fn read(from: Option<impl AsyncRead + Unpin>) -> Vec<u8> {
    let mut bytes = Vec::new();
    if let Some(from) = from {
        // What was read until it broke is all there is.
        drop(from.take(LARGEST).read_to_end(&mut bytes).await);
    }
    bytes
}

fn no_json(answer: &[u8], complaints: &[u8], ended: &ExitStatus) -> String {
    let mut said = if answer.trim_ascii().is_empty() {
        "no answer".to_owned()
    } else {
        format!("the answer is no JSON object: {}", beginning(answer))
    };
    if !ended.success() {
        said.push_str(&format!(" ({ended})"));
    }
    let complaints = String::from_utf8_lossy(complaints);
    let complaints = complaints.trim_end();
    if !complaints.is_empty() {
        let skipped = complaints.chars().count().saturating_sub(TAIL);
        let tail: String = complaints.chars().skip(skipped).collect();
        said.push_str(&format!("; it complained: {tail}"));
    }
    said
}

fn beginning(answer: &[u8]) -> String {
    let answer = String::from_utf8_lossy(answer);
    answer.trim().chars().take(80).collect()
}
