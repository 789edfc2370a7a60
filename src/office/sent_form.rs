//! A page's form may arrive twice, by a second click or over a bad network: it makes one thing.
//!
//! What it made is kept in the transaction of the act. So the second of two that come at once
//! finds its own act undone, and what the first made.

use chrono::{DateTime, Utc};
use sha2::{Digest, Sha256};

use super::{Access, Error, Office, PreparationRefused};
use crate::register::{self, Entry, KeptAnswer};

/// A form as a page gave it and somebody filled it in.
#[derive(Clone, Debug)]
pub struct SentForm([u8; 32]);

impl SentForm {
    /// A form sent to a route, with the key that its page gave it and all that was typed. Without
    /// a key there is nothing to know it again by.
    pub fn new(route: &str, given: &str, typed: &str) -> Option<Self> {
        if given.is_empty() {
            return None;
        }
        let mut hash = Sha256::new();
        for part in [route, given, typed] {
            hash.update(part);
            hash.update([0]);
        }
        Some(Self(hash.finalize().into()))
    }

    fn key(&self) -> String {
        format!("form-{}", hex::encode(self.0))
    }
}

/// A form with the account that sent it.
pub(super) struct Sending {
    account: i64,
    form: SentForm,
}

impl Sending {
    /// Of what somebody sent; `None` where a program acts, or without a form.
    pub(super) fn of(access: &Access, form: Option<&SentForm>) -> Option<Self> {
        let account = access.account()?;
        let form = form?.clone();
        Some(Self { account, form })
    }

    /// Keeps the identity of what it makes, in the entry of the act.
    pub(super) async fn keep(
        &self,
        entry: &mut Entry,
        made: i64,
        at: DateTime<Utc>,
    ) -> Result<(), register::Error> {
        let answer = KeptAnswer {
            request: self.form.0,
            status: 200,
            answer: made.to_string(),
        };
        let key = self.form.key();
        entry.keep_answer(self.account, &key, &answer, at).await
    }
}

impl Office {
    /// Makes something by an act that keeps what it makes, unless the same form made it before.
    pub(super) async fn made_once(
        &self,
        access: &Access,
        form: Option<&SentForm>,
        act: impl Future<Output = Result<i64, Error>> + Send,
    ) -> Result<i64, Error> {
        if let Some(made) = self.made_by(access, form).await? {
            return Ok(made);
        }
        let outcome = act.await;
        if outcome.is_err()
            && let Some(made) = self.made_by(access, form).await?
        {
            return Ok(made);
        }
        outcome
    }

    async fn made_by(
        &self,
        access: &Access,
        form: Option<&SentForm>,
    ) -> Result<Option<i64>, Error> {
        let Some(Sending { account, form }) = Sending::of(access, form) else {
            return Ok(None);
        };
        let Some(kept) = self.register.kept_answer(account, &form.key()).await? else {
            return Ok(None);
        };
        // What cannot be read was written by a later program.
        let made = kept.answer.parse::<i64>();
        made.map(Some)
            .map_err(|_| PreparationRefused::IdempotencyKeyReused.into())
    }
}
