//! Closing an account, and opening it again. It is never deleted: the trail names it.

use serde_json::json;

use super::PeopleRefused;
use super::invite::oversees;
use crate::office::{Access, Actor, Error, Office};
use crate::register::Deed;

impl Office {
    /// Closes an account: nobody is let in by it, and who is in is out. Done again it changes
    /// nothing.
    ///
    /// # Errors
    /// [`PeopleRefused::NoSuchAccount`], [`PeopleRefused::OwnAccount`].
    pub async fn close_account(&self, access: &Access, account: i64) -> Result<(), Error> {
        if access.account() == Some(account) {
            return Err(PeopleRefused::OwnAccount.into());
        }
        self.move_account(access, account, true).await
    }

    /// Opens a closed account again. Its person signs in as before. Done again it changes
    /// nothing.
    ///
    /// # Errors
    /// [`PeopleRefused::NoSuchAccount`].
    pub async fn reopen_account(&self, access: &Access, account: i64) -> Result<(), Error> {
        self.move_account(access, account, false).await
    }

    async fn move_account(&self, access: &Access, account: i64, close: bool) -> Result<(), Error> {
        oversees(access)?;
        if self.known(account).await?.disabled_at.is_some() == close {
            return Ok(());
        }
        let now = self.clock.now();
        let deed = Deed {
            at: now,
            actor: access.actor.written(),
            act: if close {
                "account_closed"
            } else {
                "account_reopened"
            },
            subject: Actor::Account(account).written(),
            body: json!({}),
        };
        let entering = self.writable().await?.enter(move |entry| {
            Box::pin(async move {
                entry.close_account(account, close.then_some(now)).await?;
                entry.end_sessions_of(account).await?;
                entry.trail(&deed).await.map(drop)
            })
        });
        Ok(entering.await?)
    }
}
