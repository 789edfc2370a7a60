//! The book replayed from its leaves: what must be so after each of them, and which leaf cannot
//! follow those before it. Whoever has only the log knows as much.

mod certificates;
mod councils;
mod keys;
mod records;
mod status_changes;
mod trail;
mod trust_lists;
mod unfit;

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, SecondsFormat, Utc};
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::Leaf;
use crate::scheme::council::CouncilCode;
use crate::scheme::number::CertificateNumber;
use crate::scheme::seal::KeyId;
use crate::scheme::status::Status;

pub use records::{
    Certificate, Council, Decision, Key, KeyUse, Programme, Renewal, StatusChange, TrailAnchor,
    TrustList,
};
pub use unfit::{Unfit, Wrong};

/// What the leaves so far say, all of it. It is fed leaf by leaf, from the first.
#[derive(Clone, Debug, Default)]
pub struct Replay {
    /// How many leaves were taken: the position of the next.
    pub size: u64,
    /// The programme, once it was set up.
    pub programme: Option<Programme>,
    /// Every council.
    pub councils: BTreeMap<CouncilCode, Council>,
    /// Every key, whoever's it is.
    pub keys: HashMap<KeyId, Key>,
    /// Every trust list that was published: the first has version 1, and there are no gaps.
    pub trust_lists: Vec<TrustList>,
    /// Every decision, by the position at which it was recorded, which is its identity.
    pub decisions: BTreeMap<u64, Decision>,
    /// Every certificate.
    pub certificates: HashMap<CertificateNumber, Certificate>,
    /// Every change of a certificate's status, in the order of the book.
    pub status_changes: Vec<StatusChange>,
    /// Every renewal, in the order of the book.
    pub renewals: Vec<Renewal>,
    /// Every anchor of the trail, in the order of the book.
    pub trail_anchors: Vec<TrailAnchor>,
    /// What tells decisions apart: authority, year and number.
    decided: HashMap<(String, i32, String), u64>,
}

/// A leaf on its way into the replay.
struct Entry<'a> {
    leaf: &'a Leaf,
    at: DateTime<Utc>,
}

impl Replay {
    /// Takes the next leaf.
    ///
    /// # Errors
    /// When it cannot follow those before it; then nothing was taken.
    pub fn take(&mut self, leaf: &Leaf) -> Result<(), Unfit> {
        self.fit(leaf).map_err(|wrong| Unfit {
            position: self.size,
            kind: leaf.kind.clone(),
            wrong,
        })?;
        self.size += 1;
        Ok(())
    }

    fn fit(&mut self, leaf: &Leaf) -> Result<(), Wrong> {
        if leaf.position != self.size {
            return Err(Wrong::Position(leaf.position));
        }
        let at = instant(&leaf.happened_at).ok_or(Wrong::Instant)?;
        let entry = Entry { leaf, at };
        match leaf.kind.as_str() {
            "programme_created" => self.programme_created(&entry),
            "council_added" => self.council_added(&entry),
            "council_succeeded" => self.council_succeeded(&entry),
            "key_added" => self.key_added(&entry),
            "key_retired" | "key_compromised" => self.key_moved(&entry),
            "trust_list_published" => self.trust_list_published(&entry),
            "trail_anchored" => self.trail_anchored(&entry),
            "decision_recorded" => self.decision_recorded(&entry),
            "certificate_issued" => self.certificate_issued(&entry),
            "certificate_compacted" => self.certificate_compacted(&entry),
            "certificate_renewed" => self.certificate_renewed(&entry),
            "certificate_revoked" => self.status_changed(&entry, Status::Revoked),
            "certificate_suspended" => self.status_changed(&entry, Status::Suspended),
            "suspension_lifted" => self.status_changed(&entry, Status::Valid),
            "certificate_superseded" => self.status_changed(&entry, Status::Superseded),
            _ => Err(Wrong::Kind),
        }
    }
}

impl Entry<'_> {
    fn position(&self) -> u64 {
        self.leaf.position
    }

    /// What the body says: no more and no less than is known, and in the one way in which it
    /// can be written.
    fn body<T: DeserializeOwned>(&self) -> Result<T, Wrong> {
        let body = &self.leaf.body;
        let unreadable = |error: serde_json::Error| Wrong::Body(error.to_string());
        let value: Value = serde_json::from_str(body).map_err(unreadable)?;
        let written = value.to_string();
        if written != *body {
            return Err(Wrong::Body("it is not in its one form".to_owned()));
        }
        serde_json::from_value(value).map_err(unreadable)
    }

    /// The subject, if it is written as what it names is.
    fn subject<T: std::str::FromStr + ToString>(&self) -> Result<T, Wrong> {
        let subject = &self.leaf.subject;
        let read = subject.parse().ok();
        let read = read.filter(|read: &T| read.to_string() == *subject);
        read.ok_or_else(|| self.other_subject())
    }

    fn other_subject(&self) -> Wrong {
        Wrong::Subject(self.leaf.subject.clone())
    }
}

/// An instant as the register writes it.
fn instant(text: &str) -> Option<DateTime<Utc>> {
    let at: DateTime<Utc> = text.parse().ok()?;
    (at.to_rfc3339_opts(SecondsFormat::Secs, true) == text).then_some(at)
}
