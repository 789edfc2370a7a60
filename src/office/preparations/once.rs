//! Requests that may be sent again: one act for a key, whoever sends it when.
//!
//! The answer is kept in the transaction of the act. So the second of two that come at once
//! finds its own act undone, and the answer of the first.

use futures_util::future::BoxFuture;
use sha2::{Digest, Sha256};

use super::{PreparationRefused, Receipt, subject};
use crate::office::{Access, Error, Office};
use crate::register::{self, Entry, KeptAnswer};

/// The key of a request, and what was asked with it.
#[derive(Clone, Debug)]
pub struct Once {
    key: String,
    request: [u8; 32],
}

impl Once {
    /// A key as it was sent, with the route and what was sent there.
    ///
    /// # Errors
    /// When it is no key.
    pub fn new(key: &str, route: &str, body: &[u8]) -> Result<Self, PreparationRefused> {
        let visible = key.bytes().all(|byte| byte.is_ascii_graphic());
        if !visible || !(1..=128).contains(&key.len()) {
            return Err(PreparationRefused::NotAnIdempotencyKey);
        }
        let mut hash = Sha256::new();
        hash.update(route.as_bytes());
        hash.update([0]);
        hash.update(body);
        Ok(Self {
            key: key.to_owned(),
            request: hash.finalize().into(),
        })
    }
}

impl Office {
    /// Does an act, unless the same request was answered before.
    pub(super) async fn once_for(
        &self,
        access: &Access,
        once: Option<&Once>,
        act: impl Future<Output = Result<Receipt, Error>> + Send,
    ) -> Result<Receipt, Error> {
        if let Some(kept) = self.kept_receipt(access, once).await? {
            return Ok(kept);
        }
        let outcome = act.await;
        if outcome.is_err()
            && let Some(kept) = self.kept_receipt(access, once).await?
        {
            return Ok(kept);
        }
        outcome
    }

    async fn kept_receipt(
        &self,
        access: &Access,
        once: Option<&Once>,
    ) -> Result<Option<Receipt>, Error> {
        let (Some(once), Some(account)) = (once, access.account()) else {
            return Ok(None);
        };
        let Some(kept) = self.register.kept_answer(account, &once.key).await? else {
            return Ok(None);
        };
        if kept.request != once.request {
            return Err(PreparationRefused::IdempotencyKeyReused.into());
        }
        // What cannot be read was written by a later program.
        let receipt = serde_json::from_str(&kept.answer);
        receipt
            .map(Some)
            .map_err(|_| PreparationRefused::IdempotencyKeyReused.into())
    }

    /// Enters an act of a person, with the answer to their request.
    pub(super) async fn enter_once<F>(
        &self,
        person: i64,
        once: Option<&Once>,
        (id, seen): (i64, i64),
        act: F,
    ) -> Result<Receipt, Error>
    where
        F: for<'e> FnOnce(&'e mut Entry) -> BoxFuture<'e, Result<Receipt, register::Error>>
            + Send
            + 'static,
    {
        let (once, now) = (once.cloned(), self.clock.now());
        let entering = self.writable().await?.enter(move |entry| {
            Box::pin(async move {
                let receipt = act(entry).await?;
                if let Some(once) = once {
                    let answer = KeptAnswer {
                        request: once.request,
                        status: 200,
                        // Numbers and names: there is nothing that could not be written.
                        answer: serde_json::to_string(&receipt).unwrap_or_default(),
                    };
                    entry.keep_answer(person, &once.key, &answer, now).await?;
                }
                Ok(receipt)
            })
        });
        let entered = match entering.await {
            Err(register::Error::Exists(_)) => return Err(Error::Contended),
            entered => entered,
        };
        self.unless_stale(entered, &subject(id), seen).await
    }
}
