//! Letting a program in by its token.

use chrono::NaiveDate;

use super::{Scope, TokenSecret, TokenState};
use crate::office::{Error, Office, TrustRefused};
use crate::scheme::check::date;
use crate::scheme::council::CouncilCode;
use crate::scheme::day;
use crate::scheme::seal::KeyId;
use crate::scheme::words::Text;

/// What somebody who was let in may do. However they were: by a token, or by signing in.
#[derive(Clone, Debug)]
pub struct Access {
    /// The token by which they were, for the log.
    pub token: i64,
    /// The council for which they may act; `None` for all.
    pub council: Option<CouncilCode>,
    scopes: Vec<String>,
}

impl Access {
    /// Whether acts of a kind are allowed.
    pub fn allows(&self, scope: Scope) -> bool {
        self.scopes.iter().any(|allowed| allowed == scope.name())
    }

    /// Whether what a council has may be touched.
    pub fn reaches(&self, council: CouncilCode) -> bool {
        self.council.is_none_or(|own| own == council)
    }
}

/// Why somebody is not let in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotAdmitted {
    /// No such token was made.
    Unknown,
    /// Its last day is over.
    Expired(NaiveDate),
    /// It was revoked.
    Revoked,
}

impl NotAdmitted {
    /// Stable, for programs.
    pub fn code(self) -> &'static str {
        match self {
            Self::Unknown => "token_unknown",
            Self::Expired(_) => "token_expired",
            Self::Revoked => "token_revoked",
        }
    }

    /// What is wrong, and what to do next.
    pub fn words(self) -> Text {
        match self {
            Self::Unknown => Text::new(
                "Không có mã truy cập này. Hãy kiểm tra lại mã trong tiêu đề Authorization: phải đủ 48 ký tự, bắt đầu bằng ocop_.",
                "There is no such token. Check the one in the Authorization header: it has 48 characters and begins with ocop_.",
            ),
            Self::Expired(day) => Text::of(
                format!(
                    "Mã truy cập đã hết hạn sau ngày {}. Hãy xin mã mới: `ocop token create`.",
                    date(day)
                ),
                format!(
                    "The token ended with {}. Ask for a new one: `ocop token create`.",
                    date(day)
                ),
            ),
            Self::Revoked => Text::new(
                "Mã truy cập đã bị thu hồi. Hãy xin mã mới: `ocop token create`.",
                "The token was revoked. Ask for a new one: `ocop token create`.",
            ),
        }
    }
}

impl Office {
    /// Lets somebody in by what they present, and notes the day.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn admit(&self, presented: &str) -> Result<Result<Access, NotAdmitted>, Error> {
        let Some(secret) = TokenSecret::presented(presented) else {
            return Ok(Err(NotAdmitted::Unknown));
        };
        let Some(record) = self.register.api_token_of(&secret.hash()).await? else {
            return Ok(Err(NotAdmitted::Unknown));
        };
        let today = day::of(self.clock.now());
        match TokenState::of(&record, today) {
            TokenState::Revoked => return Ok(Err(NotAdmitted::Revoked)),
            TokenState::Expired => return Ok(Err(NotAdmitted::Expired(record.expires_on))),
            TokenState::Active => {}
        }
        let id = record.id;
        if record.last_used_on != Some(today) {
            self.writable()
                .await?
                .enter(move |entry| {
                    Box::pin(async move { entry.note_use_of_api_token(id, today).await })
                })
                .await?;
        }
        Ok(Ok(Access {
            token: id,
            council: record.council,
            scopes: record.scopes,
        }))
    }

    /// Checks that a key is within reach. Another council's is as if it were not there.
    ///
    /// # Errors
    /// [`TrustRefused::NoSuchKey`], or when the register does not answer.
    pub async fn check_reach_of_key(&self, access: &Access, kid: KeyId) -> Result<(), Error> {
        let keys = self.keys(access.council).await?;
        match keys.iter().any(|listed| listed.key.kid == kid) {
            true => Ok(()),
            false => Err(TrustRefused::NoSuchKey(kid).into()),
        }
    }
}
