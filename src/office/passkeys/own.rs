//! The passkeys of one's own account: listed and removed.

use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::json;

use super::PasskeyRefused;
use crate::office::people::own;
use crate::office::{Access, Error, Office, PeopleRefused};
use crate::register::{PasskeyRecord, Register};

/// A passkey, for its person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PasskeyView {
    /// What its authenticator calls it, in base64url.
    pub credential: String,
    /// What its person calls it.
    pub name: String,
    /// When it was added.
    pub added_at: DateTime<Utc>,
    /// When it was last used.
    pub used_at: Option<DateTime<Utc>>,
}

impl From<PasskeyRecord> for PasskeyView {
    fn from(record: PasskeyRecord) -> Self {
        Self {
            credential: record.credential,
            name: record.name,
            added_at: record.added_at,
            used_at: record.used_at,
        }
    }
}

impl Office {
    /// The passkeys of whoever asks.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn own_passkeys(&self, access: &Access) -> Result<Vec<PasskeyView>, Error> {
        let records = self.register.passkeys_of(own(access)?).await?;
        Ok(records.into_iter().map(PasskeyView::from).collect())
    }

    /// Removes a passkey of whoever acts. Another's is as if it were not there.
    ///
    /// # Errors
    /// [`PasskeyRefused::NoSuchPasskey`], [`PasskeyRefused::LastFactor`],
    /// [`PeopleRefused::NotFresh`].
    pub async fn remove_passkey(&self, access: &Access, credential: &str) -> Result<(), Error> {
        let account = self.known(own(access)?).await?;
        let passkeys = self.register.passkeys_of(account.id).await?;
        let mut known = passkeys.iter();
        let removed = known.find(|passkey| passkey.credential == credential);
        let removed = removed.ok_or(PasskeyRefused::NoSuchPasskey)?;
        if !access.is_fresh(self.clock.now()) {
            return Err(PeopleRefused::NotFresh.into());
        }
        let is_last = account.totp.is_none() && passkeys.len() == 1;
        if is_last && self.needs_factor(account.id).await? {
            return Err(PasskeyRefused::LastFactor.into());
        }
        let deed = self.own_deed(
            account.id,
            "passkey_removed",
            json!({ "name": removed.name }),
        );
        let (account, credential) = (account.id, credential.to_owned());
        let entering = self.writable().await?.enter(move |entry| {
            Box::pin(async move {
                if !entry.remove_passkey(account, &credential).await? {
                    return Ok(false);
                }
                entry.trail(&deed).await?;
                Ok(true)
            })
        });
        match entering.await? {
            true => Ok(()),
            false => Err(PasskeyRefused::NoSuchPasskey.into()),
        }
    }
}

/// The passkeys of an account, as their verifier takes them.
pub(super) async fn verifiable(
    register: &Register,
    account: i64,
) -> Result<Vec<(PasskeyRecord, webauthn_rs::prelude::Passkey)>, Error> {
    let records = register.passkeys_of(account).await?.into_iter();
    records
        .map(|record| Ok((record.clone(), read(&record)?)))
        .collect()
}

/// A passkey, as its verifier takes it.
pub(super) fn read(
    record: &PasskeyRecord,
) -> Result<webauthn_rs::prelude::Passkey, crate::register::Error> {
    serde_json::from_str(&record.passkey).map_err(|_| crate::register::Error::Inconsistent {
        table: "passkeys",
        key: record.credential.clone(),
        column: "passkey",
    })
}
