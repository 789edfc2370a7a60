//! Sessions: begun when somebody signed in, and ended by time, by themselves, or by a change of
//! password or roles.

use std::fmt;

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use chrono::TimeDelta;
use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::office::{Access, Error, Office};
use crate::register::SessionRecord;
use crate::scheme::words::Text;
use crate::signer;

/// How long a session lasts without being used.
const IDLE: TimeDelta = TimeDelta::minutes(30);
/// How long a session lasts at most.
const LONGEST: TimeDelta = TimeDelta::hours(8);
/// How exactly it is known when a session was last used.
const NOTED: TimeDelta = TimeDelta::minutes(1);

/// What a browser shows to be let in: 256 random bits, kept by their hash alone.
pub struct SessionSecret(SecretString);

impl SessionSecret {
    /// The secret of 32 bytes, which nobody can guess.
    pub fn of(bytes: &[u8; 32]) -> Self {
        let mut text = Zeroizing::new(String::with_capacity(43));
        BASE64_URL_SAFE_NO_PAD.encode_string(bytes, &mut text);
        Self(SecretString::from(text.as_str()))
    }

    /// A secret of the machine's randomness.
    ///
    /// # Errors
    /// When the machine gives none.
    pub fn fresh() -> Result<Self, Error> {
        let mut bytes = Zeroizing::new([0; 32]);
        getrandom::fill(bytes.as_mut_slice()).map_err(|_| signer::Error::NoRandomness)?;
        Ok(Self::of(&bytes))
    }

    /// Reads what was presented; `None` unless it has the one form.
    pub fn presented(text: &str) -> Option<Self> {
        let mut bytes = Zeroizing::new([0; 32]);
        let length = BASE64_URL_SAFE_NO_PAD.decode_slice(text, bytes.as_mut_slice());
        (length == Ok(32)).then(|| Self(SecretString::from(text)))
    }

    /// What the register keeps of it.
    pub fn hash(&self) -> [u8; 32] {
        Sha256::digest(self.0.expose_secret().as_bytes()).into()
    }

    /// The secret, for the cookie.
    pub fn show(&self) -> &str {
        self.0.expose_secret()
    }
}

impl fmt::Debug for SessionSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SessionSecret(…)")
    }
}

/// Why a session lets nobody in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoSession {
    /// There is none: never begun, or ended.
    None,
    /// It was not used for half an hour, or is older than eight.
    Over,
}

impl NoSession {
    /// Stable, for programs.
    pub fn code(self) -> &'static str {
        match self {
            Self::None => "session_missing",
            Self::Over => "session_over",
        }
    }

    /// What is wrong, and what to do next.
    pub fn words(self) -> Text {
        match self {
            Self::None => Text::new(
                "Bạn chưa đăng nhập. Hãy đăng nhập.",
                "You are not signed in. Sign in.",
            ),
            Self::Over => Text::new(
                "Phiên làm việc đã hết sau 30 phút không dùng hoặc sau 8 giờ. Hãy đăng nhập lại.",
                "Your session ended after 30 minutes without use, or after 8 hours. Sign in again.",
            ),
        }
    }
}

impl Office {
    /// Begins a session of an account. `with_factor` says that a second factor was shown now.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn begin_session(
        &self,
        account: i64,
        with_factor: bool,
        secret: &SessionSecret,
    ) -> Result<(), Error> {
        let now = self.clock.now();
        let hash = secret.hash();
        let session = SessionRecord {
            account,
            started_at: now,
            seen_at: now,
            factor_at: with_factor.then_some(now),
        };
        let entering = self.writable().await?.enter(move |entry| {
            Box::pin(async move {
                entry.forget_sessions(now - LONGEST, now - IDLE).await?;
                entry.add_session(&hash, &session).await
            })
        });
        Ok(entering.await?)
    }

    /// Lets somebody in by their session, and notes that it was used.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn admit_session(&self, presented: &str) -> Result<Result<Access, NoSession>, Error> {
        let Some(secret) = SessionSecret::presented(presented) else {
            return Ok(Err(NoSession::None));
        };
        let hash = secret.hash();
        let Some(session) = self.register.session_of(&hash).await? else {
            return Ok(Err(NoSession::None));
        };
        let now = self.clock.now();
        if now - session.seen_at > IDLE || now - session.started_at > LONGEST {
            return Ok(Err(NoSession::Over));
        }
        let Some(grants) = self.grants_if_open(session.account).await? else {
            return Ok(Err(NoSession::None));
        };
        if now - session.seen_at >= NOTED {
            let entering = self
                .writable()
                .await?
                .enter(move |entry| Box::pin(async move { entry.see_session(&hash, now).await }));
            entering.await?;
        }
        Ok(Ok(Access::of_account(
            session.account,
            grants,
            session.factor_at,
        )))
    }
}
