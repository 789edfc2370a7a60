//! Taking an invitation up: a password, and a second factor.

use secrecy::{ExposeSecret, SecretString};
use serde_json::json;

use super::{Entered, PeopleRefused, Secret, TotpSecret, passwords};
use crate::office::{Actor, Error, Office, Refusal};
use crate::register::Deed;
use crate::scheme::words::Text;

/// Whom an invitation is for.
#[derive(Clone)]
pub struct Welcome {
    /// Their account.
    pub account: i64,
    /// Their name.
    pub name: String,
    /// What they will sign in with.
    pub email: String,
    /// Whether their roles ask for a second factor.
    pub needs_factor: bool,
}

/// What somebody who was invited chose.
pub struct TakingUp {
    /// What the link ended in.
    pub secret: String,
    /// The password.
    pub password: SecretString,
    /// The password again.
    pub repeated: SecretString,
    /// What was shown to be shared with an authenticator, and the code that it shows then.
    /// A producer may leave the code out, and has no second factor.
    pub totp: Option<TotpSecret>,
    /// The code; empty when it was left out.
    pub code: String,
}

impl Office {
    /// Whom an invitation is for.
    ///
    /// # Errors
    /// [`PeopleRefused::InvitationOver`].
    pub async fn welcome(&self, secret: &str) -> Result<Welcome, Error> {
        let over = || PeopleRefused::InvitationOver;
        let secret = Secret::presented(secret).ok_or_else(over)?;
        let found = self.register.invitation_of(&secret.hash()).await?;
        let now = self.clock.now();
        let found = found.filter(|found| found.used_at.is_none() && found.expires_at > now);
        let invited = found.ok_or_else(over)?;
        let account = self.known(invited.account).await?;
        if account.disabled_at.is_some() {
            return Err(over().into());
        }
        Ok(Welcome {
            account: account.id,
            needs_factor: self.needs_factor(account.id).await?,
            name: account.name,
            email: account.email,
        })
    }

    /// Takes an invitation up. Other sessions of the account end.
    ///
    /// # Errors
    /// [`Error::Refused`] with everything that is wrong; [`PeopleRefused::InvitationOver`].
    pub async fn take_up(&self, chosen: TakingUp) -> Result<Entered, Error> {
        let welcome = self.welcome(&chosen.secret).await?;
        let mut refusals = passwords::faults(&chosen.password, &welcome.email);
        if chosen.password.expose_secret() != chosen.repeated.expose_secret() {
            refusals.push(repeated_otherwise());
        }
        let leaves_out = chosen.code.trim().is_empty() && !welcome.needs_factor;
        let factor = match &chosen.totp {
            _ if leaves_out => None,
            Some(totp) => totp
                .step(&chosen.code, self.clock.now())
                .map(|step| (totp.written(), step)),
            None => None,
        };
        if factor.is_none() && !leaves_out {
            let refused = PeopleRefused::WrongCode;
            refusals.push(Refusal::of(
                "one_time_code",
                refused.code(),
                refused.words(),
            ));
        }
        if !refusals.is_empty() {
            return Err(Error::Refused(refusals));
        }
        let password = self.passwords.hash(&chosen.password).await?;
        let secret = Secret::presented(&chosen.secret).ok_or(PeopleRefused::InvitationOver)?;
        let (hash, account, now) = (secret.hash(), welcome.account, self.clock.now());
        let with_factor = factor.is_some();
        let written = Actor::Account(account).written();
        let deed = Deed {
            at: now,
            actor: written.clone(),
            act: "invitation_taken_up",
            subject: written,
            body: json!({ "second_factor": with_factor }),
        };
        let entering = self.writable().await?.enter(move |entry| {
            Box::pin(async move {
                if !entry.use_invitation(&hash, now).await? {
                    return Ok(false);
                }
                entry.set_password(account, &password).await?;
                if let Some((shared, step)) = &factor {
                    entry.set_totp(account, shared, *step).await?;
                }
                entry.end_sessions_of(account).await?;
                entry.trail(&deed).await?;
                Ok(true)
            })
        });
        if !entering.await? {
            return Err(PeopleRefused::InvitationOver.into());
        }
        Ok(Entered {
            account,
            way: "invitation",
            with_factor,
        })
    }
}

/// A password that was typed a second time, and otherwise.
pub(super) fn repeated_otherwise() -> Refusal {
    Refusal::of(
        "repeated",
        "password_repeated_otherwise",
        Text::new(
            "Hai lần gõ mật khẩu không giống nhau. Hãy gõ lại cả hai.",
            "The two passwords differ. Type both again.",
        ),
    )
}
