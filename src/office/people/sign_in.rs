//! Signing in with a password, and a code where the account has a second factor.

use chrono::TimeDelta;
use secrecy::SecretString;
use serde_json::json;

use super::{Entered, PeopleRefused, Secret, TotpSecret};
use crate::office::{Access, Actor, Error, Identity, Office};
use crate::register::{self, AccountRecord, Deed};

/// How long a sign-in waits for its second factor.
const HALF_DONE: TimeDelta = TimeDelta::minutes(10);
/// What it is called meanwhile.
const KIND: &str = "sign_in";

/// How far a right password leads.
#[derive(Debug)]
pub enum SignIn {
    /// In: a producer without a second factor.
    Entered(Entered),
    /// To the second factor, which is to be shown with this.
    Half(Secret),
}

impl Office {
    /// Checks an address with its password. What is unknown, wrong or closed is refused alike,
    /// and after as long.
    ///
    /// # Errors
    /// [`PeopleRefused::WrongPassword`], [`PeopleRefused::NoFactor`], [`PeopleRefused::Busy`].
    pub async fn sign_in(&self, email: &str, password: SecretString) -> Result<SignIn, Error> {
        let found = self.register.account_of(&tidy_address(email)).await?;
        let hash = found.as_ref().and_then(|account| account.password.clone());
        let fits = self.passwords.check(&password, hash).await?;
        let Some(account) = found else {
            return Err(PeopleRefused::WrongPassword.into());
        };
        if !fits || account.disabled_at.is_some() {
            self.note_failure(account.id, "password").await?;
            return Err(PeopleRefused::WrongPassword.into());
        }
        self.past_first(&account, "password", None).await
    }

    /// How far somebody is who showed a first factor: in, or before their second one. Who came
    /// from an identity provider is linked with it once they are in.
    ///
    /// # Errors
    /// [`PeopleRefused::NoFactor`].
    pub async fn past_first(
        &self,
        account: &AccountRecord,
        way: &'static str,
        identity: Option<Identity>,
    ) -> Result<SignIn, Error> {
        if self.has_factor(account).await? {
            let identity = serde_json::to_string(&identity).unwrap_or_default();
            let half = self.keep_ceremony(KIND, Some(account.id), identity, HALF_DONE);
            return Ok(SignIn::Half(half.await?));
        }
        if self.needs_factor(account.id).await? {
            return Err(PeopleRefused::NoFactor.into());
        }
        Ok(SignIn::Entered(Entered {
            account: account.id,
            way,
            with_factor: false,
        }))
    }

    /// Whose sign-in waits for a second factor.
    ///
    /// # Errors
    /// [`PeopleRefused::SignInOver`].
    pub async fn half_signed_in(&self, presented: &str) -> Result<i64, Error> {
        let over = || PeopleRefused::SignInOver;
        let secret = Secret::presented(presented).ok_or_else(over)?;
        let found = self.register.ceremony_of(&secret.hash()).await?;
        let found = found.filter(|half| half.kind == KIND && half.expires_at > self.clock.now());
        Ok(found.and_then(|half| half.account).ok_or_else(over)?)
    }

    /// Ends a sign-in by the code of an authenticator.
    ///
    /// # Errors
    /// [`PeopleRefused::SignInOver`], [`PeopleRefused::WrongCode`], [`PeopleRefused::UsedCode`].
    pub async fn sign_in_with_code(&self, presented: &str, code: &str) -> Result<Entered, Error> {
        let account = self.half_signed_in(presented).await?;
        self.show_code(account, code).await?;
        self.end_half(presented, "totp").await
    }

    /// Takes a sign-in whose second factor was shown, so that it ends once.
    ///
    /// # Errors
    /// [`PeopleRefused::SignInOver`].
    pub async fn end_half(&self, presented: &str, way: &'static str) -> Result<Entered, Error> {
        let taken = self.take_ceremony(KIND, presented).await?;
        let half = taken.ok_or(PeopleRefused::SignInOver)?;
        let account = half.account.ok_or(PeopleRefused::SignInOver)?;
        // Half done before this service was upgraded: nothing is written there.
        let identity: Option<Identity> = serde_json::from_str(&half.state).unwrap_or_default();
        if let Some(identity) = identity {
            self.link(account, identity).await?;
        }
        Ok(Entered {
            account,
            way,
            with_factor: true,
        })
    }

    /// Shows the code of an authenticator in a session, so that it may sign.
    ///
    /// # Errors
    /// [`PeopleRefused::WrongCode`], [`PeopleRefused::UsedCode`], [`PeopleRefused::NoFactor`].
    pub async fn freshen_with_code(
        &self,
        access: &Access,
        session: &str,
        code: &str,
    ) -> Result<(), Error> {
        let account = access.account().ok_or(PeopleRefused::NotAllowed)?;
        self.show_code(account, code).await?;
        self.freshen(session).await
    }

    /// Uses up the code of an account's authenticator.
    async fn show_code(&self, account: i64, code: &str) -> Result<(), Error> {
        let known = self.known(account).await?;
        if known.disabled_at.is_some() {
            return Err(PeopleRefused::SignInOver.into());
        }
        let shared = known.totp.as_deref().ok_or(PeopleRefused::NoFactor)?;
        let shared = TotpSecret::read(shared).ok_or(register::Error::Inconsistent {
            table: "accounts",
            key: account.to_string(),
            column: "totp",
        })?;
        let Some(step) = shared.step(code, self.clock.now()) else {
            self.note_failure(account, "code").await?;
            return Err(PeopleRefused::WrongCode.into());
        };
        let using = self
            .writable()
            .await?
            .enter(move |entry| Box::pin(async move { entry.use_totp_step(account, step).await }));
        if using.await? {
            return Ok(());
        }
        self.note_failure(account, "code").await?;
        Err(PeopleRefused::UsedCode.into())
    }

    /// Whether an account has a second factor of any kind.
    pub(in crate::office) async fn has_factor(
        &self,
        account: &AccountRecord,
    ) -> Result<bool, Error> {
        Ok(account.totp.is_some() || !self.register.passkeys_of(account.id).await?.is_empty())
    }

    /// Writes into the trail that somebody failed to sign in. Nobody waits for it: how long the
    /// answer takes must not tell that the account is there.
    pub(in crate::office) async fn note_failure(
        &self,
        account: i64,
        with: &'static str,
    ) -> Result<(), Error> {
        let register = self.writable().await?.clone();
        let deed = Deed {
            at: self.clock.now(),
            actor: "unknown".to_owned(),
            act: "sign_in_failed",
            subject: Actor::Account(account).written(),
            body: json!({ "with": with }),
        };
        tokio::spawn(async move {
            let entering = register
                .enter(move |entry| Box::pin(async move { entry.trail(&deed).await.map(drop) }));
            if let Err(error) = entering.await {
                tracing::error!(%error, "a failed sign-in is not in the trail");
            }
        });
        Ok(())
    }
}

/// An address as it is kept and looked up.
pub(super) fn tidy_address(email: &str) -> String {
    email.trim().to_lowercase()
}
