//! What changed since somebody opened a page.

use super::TrailLine;
use crate::office::{Error, Office};
use crate::register::{self, TrailFilter};
use crate::scheme::check::instant;
use crate::scheme::words::Text;

/// Changes that are told; who has missed more has missed enough.
const TOLD: i64 = 20;

/// What somebody saved was made of an older version than stands in the register. Nothing was
/// overwritten.
#[derive(Clone, Debug, thiserror::Error)]
#[error("version {given} is not the newest, which is {now}")]
pub struct Stale {
    /// The version that the page was of.
    pub given: i64,
    /// The newest version.
    pub now: i64,
    /// What was done since, the newest first.
    pub changes: Vec<TrailLine>,
}

impl Stale {
    /// The same for those who are not told who of an office did what.
    #[must_use]
    pub fn without_names(mut self) -> Self {
        for line in &mut self.changes {
            line.name = None;
            line.actor.clear();
        }
        self
    }

    /// What changed, and what to do next.
    pub fn words(&self) -> Text {
        let told = |vi: bool| {
            let lines = self.changes.iter().map(|line| {
                let words = if vi { &line.words.vi } else { &line.words.en };
                let at = instant(line.happened_at);
                match line.name.as_deref().unwrap_or(&line.actor) {
                    "" => format!("{words} ({at})"),
                    who => format!("{words} ({who}, {at})"),
                }
            });
            lines.collect::<Vec<_>>().join("; ")
        };
        Text::of(
            format!(
                "Nội dung đã được sửa từ lúc bạn mở trang: {}. Chưa lưu gì. Hãy xem bản mới rồi lưu lại.",
                told(true)
            ),
            format!(
                "This was changed since you opened the page: {}. Nothing was saved. Look at the newest version, then save again.",
                told(false)
            ),
        )
    }
}

impl Office {
    /// What an entry came to. That another version stood than was looked at becomes the refusal
    /// that says what changed.
    ///
    /// # Errors
    /// [`Stale`], or the register's own.
    pub(in crate::office) async fn unless_stale<T>(
        &self,
        entered: Result<T, register::Error>,
        subject: &str,
        given: i64,
    ) -> Result<T, Error> {
        match entered {
            Err(register::Error::Changed(now)) => {
                Err(self.stale(subject, given, now).await?.into())
            }
            entered => Ok(entered?),
        }
    }

    /// The refusal of what was made of an older version of something. What is changed writes
    /// its new `version` into the trail.
    ///
    /// # Errors
    /// When the register does not answer.
    pub(in crate::office) async fn stale(
        &self,
        subject: &str,
        given: i64,
        now: i64,
    ) -> Result<Stale, Error> {
        let filter = TrailFilter {
            subject: Some(subject.to_owned()),
            limit: TOLD,
            ..TrailFilter::default()
        };
        let mut changes = self.trail(&filter).await?;
        changes.retain(|line| {
            line.body["version"]
                .as_i64()
                .is_some_and(|version| version > given)
        });
        Ok(Stale {
            given,
            now,
            changes,
        })
    }
}
