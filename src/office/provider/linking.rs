//! Which account somebody has whom the provider knows.

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::ProviderRefused;
use super::redeem::Shown;
use crate::office::{Actor, Error, Office};
use crate::register::{self, AccountRecord, Deed};

/// As whom a provider knows somebody.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Identity {
    pub(super) issuer: String,
    pub(super) subject: String,
}

impl Office {
    /// The account of somebody: the one that was linked, or else the one of the address that
    /// the provider says is theirs.
    pub(super) async fn whose(&self, shown: &Shown) -> Result<AccountRecord, Error> {
        let linked = self.register.identified(&shown.issuer, &shown.subject);
        let account = match linked.await? {
            Some(account) => self.known(account).await?,
            None => self.unlinked(shown).await?,
        };
        if account.disabled_at.is_some() {
            return Err(ProviderRefused::Closed.into());
        }
        Ok(account)
    }

    async fn unlinked(&self, shown: &Shown) -> Result<AccountRecord, Error> {
        let email = shown.email.as_ref().ok_or(ProviderRefused::Unverified)?;
        let found = self.register.account_of(email).await?;
        let account = found.ok_or(ProviderRefused::NoAccount)?;
        // An address can be given to somebody else after its person left.
        let issuers = self.register.issuers_of(account.id).await?;
        if account.disabled_at.is_none() && issuers.contains(&shown.issuer) {
            return Err(ProviderRefused::Other.into());
        }
        Ok(account)
    }

    /// Remembers as whom the provider knows an account, at the first visit that lets them in.
    pub(in crate::office) async fn link(
        &self,
        account: i64,
        identity: Identity,
    ) -> Result<(), Error> {
        let Identity { issuer, subject } = identity;
        let linked = self.register.identified(&issuer, &subject);
        if linked.await? == Some(account) {
            return Ok(());
        }
        let written = Actor::Account(account).written();
        let now = self.clock.now();
        let deed = Deed {
            at: now,
            actor: written.clone(),
            act: "identity_linked",
            subject: written,
            body: json!({ "issuer": issuer }),
        };
        let entering = self.writable().await?.enter(move |entry| {
            Box::pin(async move {
                if !entry.add_identity(account, &issuer, &subject, now).await? {
                    return Ok(false);
                }
                entry.trail(&deed).await?;
                Ok(true)
            })
        });
        match entering.await {
            Ok(true) => Ok(()),
            // Linked meanwhile, as somebody else or for somebody else.
            Ok(false) | Err(register::Error::Exists(_)) => Err(ProviderRefused::Other.into()),
            Err(error) => Err(error.into()),
        }
    }
}
