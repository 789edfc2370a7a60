//! Publications of the trust list, replayed.

use chrono::{DateTime, Utc};
use serde::Deserialize;

use super::certificates::Sha256Text;
use super::{Entry, Replay, TrustList, Wrong};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Published {
    version: u64,
    expires_at: DateTime<Utc>,
    sha256: Sha256Text,
}

impl Replay {
    pub(super) fn trust_list_published(&mut self, entry: &Entry<'_>) -> Result<(), Wrong> {
        let published: Published = entry.body()?;
        let version = published.version;
        if entry.leaf.subject != format!("trust-list-{version}") {
            return Err(entry.other_subject());
        }
        if version != self.trust_lists.len() as u64 + 1 {
            return Err(Wrong::Fact("version"));
        }
        self.trust_lists.push(TrustList {
            position: entry.position(),
            version,
            issued_at: entry.at,
            expires_at: published.expires_at,
            sha256: published.sha256.0,
        });
        Ok(())
    }
}
