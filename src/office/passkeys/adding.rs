//! Adding a passkey to one's own account.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use serde_json::{Value, json};
use webauthn_rs::prelude::{PasskeyRegistration, Uuid};

use super::own::verifiable;
use super::{LASTS, PasskeyChallenge, PasskeyRefused, PasskeyView, answer};
use crate::office::issue::vi_of;
use crate::office::{Access, Error, Office, Refusal};
use crate::register::{self, PasskeyRecord};
use crate::scheme::text;
use crate::scheme::words::Text;

/// What a registration is called until it is done.
const KIND: &str = "passkey_addition";
/// The most passkeys of an account.
const MOST: usize = 20;

impl Office {
    /// Asks the browser of whoever acts for a new passkey.
    ///
    /// # Errors
    /// [`NotFresh`](crate::office::PeopleRefused::NotFresh), [`PasskeyRefused::TooMany`], and where no passkey works.
    pub async fn begin_adding_passkey(
        &self,
        access: &Access,
        page: &str,
    ) -> Result<PasskeyChallenge, Error> {
        let party = self.relying_party(page)?;
        let account = self.with_fresh_factor(access).await?;
        let known = verifiable(&self.register, account.id).await?;
        if known.len() >= MOST {
            return Err(PasskeyRefused::TooMany(MOST).into());
        }
        let ids = known.iter().map(|(_, passkey)| passkey.cred_id().clone());
        let (challenge, state) = party
            .start_passkey_registration(
                handle(account.id),
                &account.email,
                &account.name,
                Some(ids.collect()),
            )
            .map_err(|error| PasskeyRefused::of(&error))?;
        let state = kept(&state)?;
        let ceremony = self.keep_ceremony(KIND, Some(account.id), state, LASTS);
        Ok(PasskeyChallenge {
            ceremony: ceremony.await?,
            options: discoverable(json!(challenge.public_key)),
        })
    }

    /// Keeps the passkey that a browser made.
    ///
    /// # Errors
    /// [`Error::Refused`] when the name cannot stand; [`PasskeyRefused`].
    pub async fn add_passkey(
        &self,
        access: &Access,
        page: &str,
        name: &str,
        ceremony: &str,
        answered: Value,
    ) -> Result<PasskeyView, Error> {
        let party = self.relying_party(page)?;
        let account = self.with_fresh_factor(access).await?;
        let name = text::tidy(name).map_err(unnamed)?;
        let taken = self.take_ceremony(KIND, ceremony).await?;
        let taken = taken.filter(|taken| taken.account == Some(account.id));
        let state = taken.ok_or(PasskeyRefused::Over)?.state;
        let state: PasskeyRegistration =
            serde_json::from_str(&state).map_err(|_| PasskeyRefused::Over)?;
        let passkey = party
            .finish_passkey_registration(&answer(answered)?, &state)
            .map_err(|error| PasskeyRefused::of(&error))?;
        let record = PasskeyRecord {
            credential: BASE64_URL_SAFE_NO_PAD.encode(passkey.cred_id()),
            account: account.id,
            name,
            passkey: kept(&passkey)?,
            added_at: self.clock.now(),
            used_at: None,
        };
        let deed = self.own_deed(account.id, "passkey_added", json!({ "name": record.name }));
        let view = PasskeyView::from(record.clone());
        let entering = self.writable().await?.enter(move |entry| {
            Box::pin(async move {
                entry.add_passkey(&record).await?;
                entry.trail(&deed).await.map(drop)
            })
        });
        match entering.await {
            Ok(()) => Ok(view),
            Err(register::Error::Exists(_)) => Err(PasskeyRefused::Exists.into()),
            Err(error) => Err(error.into()),
        }
    }
}

/// What an authenticator gives back of an account: its number, which says nothing of its person.
pub(super) fn handle(account: i64) -> Uuid {
    Uuid::from_u128(u128::from(account.unsigned_abs()))
}

/// Keeps what is remembered of a ceremony, or of a passkey.
pub(super) fn kept(state: &impl serde::Serialize) -> Result<String, PasskeyRefused> {
    serde_json::to_string(state).map_err(|_| PasskeyRefused::Refused)
}

/// Asks that the authenticator remember the account, so that nobody must type who they are. The
/// library discourages it, for keys with little room; those serve as the second factor.
fn discoverable(mut options: Value) -> Value {
    if let Some(wish) = options.get_mut("authenticatorSelection") {
        wish["residentKey"] = "preferred".into();
    }
    options
}

fn unnamed(refused: text::Refused) -> Error {
    Error::Refused(vec![Refusal::of(
        "name",
        "name_refused",
        Text::of(
            format!(
                "Tên không dùng được: {} Hãy đặt tên như “Điện thoại”.",
                vi_of(refused)
            ),
            format!("The name cannot stand: {refused}. Write one such as “Phone”."),
        ),
    )])
}
