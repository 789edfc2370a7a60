//! What everybody does with their own account.

use chrono::NaiveDate;
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Value, json};

use super::invite::no_language;
use super::welcome::repeated_otherwise;
use super::{PeopleRefused, passwords};
use crate::office::{
    Access, Actor, ApiToken, Error, NewToken, Office, Refusal, Scope, TokenSecret,
};
use crate::register::{AccountRecord, Deed};
use crate::scheme::words::Text;

impl Office {
    /// Changes the password of whoever acts. They are signed out everywhere, and the tokens that
    /// act as them are revoked.
    ///
    /// # Errors
    /// [`Error::Refused`] with everything that is wrong.
    pub async fn change_password(
        &self,
        access: &Access,
        now: SecretString,
        new: SecretString,
        repeated: SecretString,
    ) -> Result<(), Error> {
        let account = self.known(own(access)?).await?;
        let mut refusals = passwords::faults(&new, &account.email);
        if new.expose_secret() != repeated.expose_secret() {
            refusals.push(repeated_otherwise());
        }
        if !self.passwords.check(&now, account.password).await? {
            refusals.push(Refusal::of(
                "password_now",
                "password_wrong",
                Text::new(
                    "Mật khẩu hiện tại không đúng. Hãy gõ lại.",
                    "This is not your present password. Type it again.",
                ),
            ));
        }
        if !refusals.is_empty() {
            return Err(Error::Refused(refusals));
        }
        let hash = self.passwords.hash(&new).await?;
        let account = account.id;
        let deed = self.own_deed(account, "password_changed", json!({}));
        let entering = self.writable().await?.enter(move |entry| {
            Box::pin(async move {
                entry.set_password(account, &hash).await?;
                entry.end_sessions_of(account).await?;
                entry.revoke_api_tokens_as(account, deed.at).await?;
                entry.trail(&deed).await.map(drop)
            })
        });
        Ok(entering.await?)
    }

    /// Sets the language of whoever acts.
    ///
    /// # Errors
    /// [`Error::Refused`] when there is no such language.
    pub async fn set_language(&self, access: &Access, language: &str) -> Result<(), Error> {
        let account = own(access)?;
        if !matches!(language, "vi" | "en") {
            return Err(Error::Refused(vec![no_language()]));
        }
        let (language, deed) = (
            language.to_owned(),
            self.own_deed(account, "language_set", json!({ "language": language })),
        );
        let entering = self.writable().await?.enter(move |entry| {
            Box::pin(async move {
                entry.set_language(account, &language).await?;
                entry.trail(&deed).await.map(drop)
            })
        });
        Ok(entering.await?)
    }

    /// Ends every session of whoever acts, this one too, and revokes the tokens that act as
    /// them: somebody else may hold either.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn sign_out_everywhere(&self, access: &Access) -> Result<(), Error> {
        let account = own(access)?;
        let deed = self.own_deed(account, "signed_out_everywhere", json!({}));
        let entering = self.writable().await?.enter(move |entry| {
            Box::pin(async move {
                entry.end_sessions_of(account).await?;
                entry.revoke_api_tokens_as(account, deed.at).await?;
                entry.trail(&deed).await.map(drop)
            })
        });
        Ok(entering.await?)
    }

    /// The tokens by which programs act as whoever asks.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn own_tokens(&self, access: &Access) -> Result<Vec<ApiToken>, Error> {
        self.tokens_as(own(access)?).await
    }

    /// Makes a token by which a program acts as whoever asks, at the desk: longer than their
    /// session, so that who has a second factor has shown it just now.
    ///
    /// # Errors
    /// [`Error::Refused`] with everything that is wrong; [`PeopleRefused::NotFresh`].
    pub async fn create_own_token(
        &self,
        access: &Access,
        name: String,
        expires_on: Option<NaiveDate>,
        secret: &TokenSecret,
    ) -> Result<ApiToken, Error> {
        let account = self.with_fresh_factor(access).await?.id;
        let new = NewToken {
            name,
            scopes: vec![Scope::Desk],
            council: None,
            account: Some(account),
            expires_on,
        };
        let token = self.create_token(new, secret).await?;
        let deed = self.own_deed(account, "token_made", json!({ "token": token.id }));
        let entering = self
            .writable()
            .await?
            .enter(move |entry| Box::pin(async move { entry.trail(&deed).await.map(drop) }));
        entering.await?;
        Ok(token)
    }

    /// Revokes a token of whoever asks. Another's is as if it were not there.
    ///
    /// # Errors
    /// [`Error::Refused`] when they have no such token.
    pub async fn revoke_own_token(&self, access: &Access, id: i64) -> Result<(), Error> {
        let account = own(access)?;
        let mut tokens = self.tokens_as(account).await?.into_iter();
        if !tokens.any(|token| token.id == id) {
            return Err(PeopleRefused::NoSuchToken(id).into());
        }
        let now = self.clock.now();
        let deed = self.own_deed(account, "token_revoked", json!({ "token": id }));
        let entering = self.writable().await?.enter(move |entry| {
            Box::pin(async move {
                entry.revoke_api_token(id, now).await?;
                entry.trail(&deed).await.map(drop)
            })
        });
        Ok(entering.await?)
    }

    pub(in crate::office) fn own_deed(&self, account: i64, act: &'static str, body: Value) -> Deed {
        let written = Actor::Account(account).written();
        Deed {
            at: self.clock.now(),
            actor: written.clone(),
            act,
            subject: written,
            body,
        }
    }
}

impl Office {
    /// The account of a person who acts by themselves and who, if they have a second factor, has
    /// shown it just now: what they ask for outlasts their session.
    pub(in crate::office) async fn with_fresh_factor(
        &self,
        access: &Access,
    ) -> Result<AccountRecord, Error> {
        let account = self.known(own(access)?).await?;
        match access.is_fresh(self.clock.now()) || !self.has_factor(&account).await? {
            true => Ok(account),
            false => Err(PeopleRefused::NotFresh.into()),
        }
    }

    /// Whether whoever acts may do at once what outlasts their session, or shows a second factor
    /// before.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn is_confirmed(&self, access: &Access) -> Result<bool, Error> {
        match self.with_fresh_factor(access).await {
            Ok(_) => Ok(true),
            Err(Error::People(PeopleRefused::NotFresh)) => Ok(false),
            Err(error) => Err(error),
        }
    }
}

/// The account of a person who acts by themselves.
pub(in crate::office) fn own(access: &Access) -> Result<i64, PeopleRefused> {
    let account = access.account().filter(|_| access.is_session());
    account.ok_or(PeopleRefused::NotAllowed)
}
