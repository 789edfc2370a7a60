//! Photographs of a journal: they come after the entry that names them by their hash, and stay as
//! they came.

use serde_json::json;

use super::{JournalRefused, inspector};
use crate::office::{Access, Error, Office, StoredPhotograph};
use crate::register::Deed;
use crate::scheme::journal::{DeviceId, EntryHash};

impl Office {
    /// Whether a photograph that an entry of one's own device names is still to come.
    ///
    /// # Errors
    /// [`JournalRefused::NoSuchJournal`], [`JournalRefused::NoSuchPhotograph`] when no entry
    /// names it; or when the register does not answer.
    pub async fn awaits_journal_photograph(
        &self,
        access: &Access,
        device: DeviceId,
        hash: EntryHash,
    ) -> Result<bool, Error> {
        let journal = self.own_journal(access, device).await?;
        let journal = journal.ok_or(JournalRefused::NoSuchJournal)?;
        let named = self.register.journal_photograph(journal.id, hash).await?;
        Ok(!named.ok_or(JournalRefused::NoSuchPhotograph)?)
    }

    /// Keeps a photograph that an entry of one's own device names. Sent again, it is known.
    ///
    /// # Errors
    /// As [`Office::awaits_journal_photograph`]; [`Error::Refused`] when it is another, too large,
    /// or no picture; or when the disk or the register refuses.
    pub async fn keep_journal_photograph(
        &self,
        access: &Access,
        device: DeviceId,
        hash: EntryHash,
        bytes: Vec<u8>,
    ) -> Result<(), Error> {
        if !self.awaits_journal_photograph(access, device, hash).await? {
            return Ok(());
        }
        let journal = self.own_journal(access, device).await?;
        let journal = journal.ok_or(JournalRefused::NoSuchJournal)?.id;
        let photograph = self.keep_as_it_is(bytes, hash.0).await?;
        let (actor, at) = (access.actor.written(), self.clock.now());
        let entering = self.writable().await?.enter(move |entry| {
            Box::pin(async move {
                let id = entry.add_photograph(&photograph, at).await?;
                entry
                    .receive_journal_photograph(journal, hash, id, at)
                    .await?;
                let deed = Deed {
                    at,
                    actor,
                    act: "journal_photograph_kept",
                    subject: format!("journal {journal}"),
                    body: json!({ "bytes": photograph.size }),
                };
                entry.trail(&deed).await.map(drop)
            })
        });
        Ok(entering.await?)
    }

    /// The photograph of an addition to one of one's own checks, or its small form.
    ///
    /// # Errors
    /// [`JournalRefused::NoSuchPhotograph`]; or when the register or the disk does not have it.
    pub async fn journal_photograph(
        &self,
        access: &Access,
        addition: i64,
        want_small: bool,
    ) -> Result<StoredPhotograph, Error> {
        let account = inspector(access)?;
        let found = self.register.journal_entry(addition).await?;
        let own = found.filter(|record| record.account == account);
        let kept = own.and_then(|record| record.photograph);
        let (id, _) = kept.ok_or(JournalRefused::NoSuchPhotograph)?;
        self.stored_photograph(id, want_small).await
    }
}
