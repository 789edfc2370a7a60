//! Sessions: begun when somebody signed in, and ended by time, by themselves, or by a change of
//! password or roles.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;

use super::Secret;
use crate::office::{Access, Actor, Error, Office};
use crate::register::{self, Deed, Entry, SessionRecord};
use crate::scheme::words::Text;

/// How long a session lasts without being used.
const IDLE: TimeDelta = TimeDelta::minutes(30);
/// How long a session lasts at most.
const LONGEST: TimeDelta = TimeDelta::hours(8);
/// How exactly it is known when a session was last used.
const NOTED: TimeDelta = TimeDelta::minutes(1);

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

/// Somebody who has shown who they are, in whatever way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entered {
    /// Their account.
    pub account: i64,
    /// How, for the trail: `password`, `totp`, `passkey`, `provider`.
    pub way: &'static str,
    /// Whether a second factor was among it.
    pub with_factor: bool,
}

impl Office {
    /// Begins a session of somebody who has shown who they are, and ends the one that their
    /// browser had before.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn sign_in_as(
        &self,
        entered: Entered,
        secret: &Secret,
        before: Option<&str>,
    ) -> Result<(), Error> {
        let now = self.clock.now();
        let hash = secret.hash();
        let before = before.and_then(Secret::presented).map(|old| old.hash());
        let entering = self.writable().await?.enter(move |entry| {
            Box::pin(async move {
                if let Some(before) = before {
                    entry.end_session(&before).await?;
                }
                begin(entry, &hash, entered.account, entered.with_factor, now).await?;
                let written = Actor::Account(entered.account).written();
                let deed = Deed {
                    at: now,
                    actor: written.clone(),
                    act: "signed_in",
                    subject: written,
                    body: json!({ "by": entered.way }),
                };
                entry.trail(&deed).await.map(drop)
            })
        });
        Ok(entering.await?)
    }

    /// Begins a session of an account. `with_factor` says that a second factor was shown now.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn begin_session(
        &self,
        account: i64,
        with_factor: bool,
        secret: &Secret,
    ) -> Result<(), Error> {
        let now = self.clock.now();
        let hash = secret.hash();
        let entering = self.writable().await?.enter(move |entry| {
            Box::pin(async move { begin(entry, &hash, account, with_factor, now).await })
        });
        Ok(entering.await?)
    }

    /// Notes that a second factor was shown in a session, now.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn freshen(&self, presented: &str) -> Result<(), Error> {
        let Some(hash) = Secret::presented(presented).map(|secret| secret.hash()) else {
            return Ok(());
        };
        let now = self.clock.now();
        let entering = self
            .writable()
            .await?
            .enter(move |entry| Box::pin(async move { entry.freshen_session(&hash, now).await }));
        Ok(entering.await?)
    }

    /// Ends a session: its person signs out. Whatever is no session needs no end.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn sign_out(&self, presented: &str) -> Result<(), Error> {
        let Some(hash) = Secret::presented(presented).map(|secret| secret.hash()) else {
            return Ok(());
        };
        let Some(session) = self.register.session_of(&hash).await? else {
            return Ok(());
        };
        let now = self.clock.now();
        let entering = self.writable().await?.enter(move |entry| {
            Box::pin(async move {
                entry.end_session(&hash).await?;
                let written = Actor::Account(session.account).written();
                let deed = Deed {
                    at: now,
                    actor: written.clone(),
                    act: "signed_out",
                    subject: written,
                    body: json!({}),
                };
                entry.trail(&deed).await.map(drop)
            })
        });
        Ok(entering.await?)
    }

    /// Lets somebody in by their session, and notes that it was used.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn admit_session(&self, presented: &str) -> Result<Result<Access, NoSession>, Error> {
        let Some(secret) = Secret::presented(presented) else {
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

async fn begin(
    entry: &mut Entry,
    hash: &[u8; 32],
    account: i64,
    with_factor: bool,
    now: DateTime<Utc>,
) -> Result<(), register::Error> {
    entry.forget_sessions(now - LONGEST, now - IDLE).await?;
    let session = SessionRecord {
        account,
        started_at: now,
        seen_at: now,
        factor_at: with_factor.then_some(now),
    };
    entry.add_session(hash, &session).await
}
