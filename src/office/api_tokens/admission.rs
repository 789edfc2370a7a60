//! Letting a program in by its token.

use chrono::NaiveDate;

use super::{TokenSecret, TokenState};
use crate::office::{Access, Error, Office, Reach, Right, TrustRefused};
use crate::scheme::check::date;
use crate::scheme::day;
use crate::scheme::seal::KeyId;
use crate::scheme::words::Text;

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
        match record.account {
            None => Ok(Ok(Access::of_token(id, record.scopes, record.council))),
            Some(account) => match self.grants_if_open(account).await? {
                None => Ok(Err(NotAdmitted::Unknown)),
                Some(grants) => Ok(Ok(Access::of_personal_token(
                    account,
                    record.scopes,
                    grants,
                ))),
            },
        }
    }

    /// Checks that a key is within reach. Another council's is as if it were not there.
    ///
    /// # Errors
    /// [`TrustRefused::NoSuchKey`], or when the register does not answer.
    pub async fn check_reach_of_key(&self, access: &Access, kid: KeyId) -> Result<(), Error> {
        let council = match access.reach(Right::Keys) {
            Reach::All => None,
            Reach::Of(councils) => match councils.as_slice() {
                [council] => Some(*council),
                _ => return Err(TrustRefused::NoSuchKey(kid).into()),
            },
        };
        let keys = self.keys(council).await?;
        match keys.iter().any(|listed| listed.key.kid == kid) {
            true => Ok(()),
            false => Err(TrustRefused::NoSuchKey(kid).into()),
        }
    }
}
