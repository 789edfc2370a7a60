//! The trail of who did what, for auditors and for those who work on the same thing.

mod acts;
mod stale;
mod stream;

use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::Value;

pub use acts::ACTS;
pub use stale::Stale;
pub use stream::AuditStream;

use super::{Error, Office};
pub use crate::register::TrailFilter;
use crate::register::TrailRecord;
use crate::scheme::words::Text;

/// A line of the trail, for people.
#[derive(Clone, Debug, Serialize)]
pub struct TrailLine {
    /// Its place, from 1.
    pub position: i64,
    /// When.
    pub happened_at: DateTime<Utc>,
    /// Who: `account 7`.
    pub actor: String,
    /// Who, by name, where it is an account.
    pub name: Option<String>,
    /// What: `dossier_lodged`.
    pub act: String,
    /// What, in words.
    pub words: Text,
    /// To what: `dossier 12`.
    pub subject: String,
    /// The rest.
    pub body: Value,
}

impl Office {
    /// Lines of the trail, the newest first, with the names of those who acted.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn trail(&self, filter: &TrailFilter) -> Result<Vec<TrailLine>, Error> {
        let mut lines = Vec::new();
        for record in self.register.trail(filter).await? {
            lines.push(self.trail_line(record).await?);
        }
        Ok(lines)
    }

    /// Writes into the public log how far the trail has grown: nobody can write it anew
    /// afterwards without that being found.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn anchor_trail(&self) -> Result<(), Error> {
        let now = self.clock.now();
        let entering = self
            .writable()
            .await?
            .enter(move |entry| Box::pin(async move { entry.anchor_trail(now).await }));
        Ok(entering.await?)
    }

    async fn trail_line(&self, record: TrailRecord) -> Result<TrailLine, Error> {
        let account = record.actor.strip_prefix("account ");
        let name = match account.and_then(|id| id.parse().ok()) {
            None => None,
            Some(id) => self.register.account(id).await?.map(|account| account.name),
        };
        let words = acts::words(&record.act);
        Ok(TrailLine {
            position: record.position,
            happened_at: record.happened_at,
            name,
            words,
            body: serde_json::from_str(&record.body).unwrap_or_default(),
            actor: record.actor,
            act: record.act,
            subject: record.subject,
        })
    }
}
