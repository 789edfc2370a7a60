//! API tokens: made, listed and revoked. By them programs are let in, until their last day and
//! to no more than they were made for.

mod admission;
mod secret;

use chrono::{DateTime, Months, NaiveDate, Utc};
use serde::Serialize;

pub use admission::NotAdmitted;
pub use secret::TokenSecret;

use super::issue::vi_of;
use super::{Error, Office, Refusal, Scope};
use crate::register::{self, ApiTokenRecord, NewApiToken};
use crate::scheme::check::date;
use crate::scheme::council::CouncilCode;
use crate::scheme::day;
use crate::scheme::text;
use crate::scheme::words::Text;

/// How long a token works unless said otherwise.
const USUAL: Months = Months::new(12);
/// How long a token works at most: who is still to act by then gets a new one.
const LONGEST: Months = Months::new(24);

/// A token to be made.
#[derive(Clone, Debug)]
pub struct NewToken {
    /// What it is called: the program that holds it.
    pub name: String,
    /// What it allows.
    pub scopes: Vec<Scope>,
    /// The council that it may act for; `None` for all.
    pub council: Option<CouncilCode>,
    /// The person as whom it acts; `None` for a program of its own.
    pub account: Option<i64>,
    /// The last day on which it works; a year from today if `None`.
    pub expires_on: Option<NaiveDate>,
}

/// A token as it is listed. The token itself is shown once, when it is made.
#[derive(Clone, Debug, Serialize)]
pub struct ApiToken {
    /// Its identity.
    pub id: i64,
    /// What it is called.
    pub name: String,
    /// What it allows.
    pub scopes: Vec<String>,
    /// The council that it may act for; `None` for all.
    pub council: Option<CouncilCode>,
    /// The person as whom it acts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account: Option<i64>,
    /// Whether it works today.
    pub state: TokenState,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// The last day on which it works.
    pub expires_on: NaiveDate,
    /// When it was revoked.
    pub revoked_at: Option<DateTime<Utc>>,
    /// The last day on which it was used.
    pub last_used_on: Option<NaiveDate>,
}

/// Whether a token works.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum TokenState {
    /// It does.
    Active,
    /// Its last day is over.
    Expired,
    /// It was revoked.
    Revoked,
}

impl TokenState {
    fn of(record: &ApiTokenRecord, today: NaiveDate) -> Self {
        if record.revoked_at.is_some() {
            Self::Revoked
        } else if record.expires_on < today {
            Self::Expired
        } else {
            Self::Active
        }
    }
}

impl ApiToken {
    fn of(record: ApiTokenRecord, today: NaiveDate) -> Self {
        Self {
            state: TokenState::of(&record, today),
            id: record.id,
            name: record.name,
            scopes: record.scopes,
            council: record.council,
            account: record.account,
            created_at: record.created_at,
            expires_on: record.expires_on,
            revoked_at: record.revoked_at,
            last_used_on: record.last_used_on,
        }
    }
}

impl Office {
    /// Makes a token of a fresh secret. The register keeps its hash alone.
    ///
    /// # Errors
    /// [`Error::NoSuchCouncil`]; [`Error::Refused`] with everything that is wrong.
    pub async fn create_token(
        &self,
        new: NewToken,
        secret: &TokenSecret,
    ) -> Result<ApiToken, Error> {
        if let Some(code) = new.council {
            self.council(code).await?;
        }
        let mut refusals = Vec::new();
        let name = text::tidy(&new.name).unwrap_or_else(|refused| {
            refusals.push(refusal(
                "name",
                "name_refused",
                format!("Tên không dùng được: {} Hãy gõ lại tên.", vi_of(refused)),
                format!("The name cannot stand: {refused}. Type it again."),
            ));
            String::new()
        });
        let mut scopes = new.scopes;
        scopes.sort_unstable();
        scopes.dedup();
        refusals.extend(unfit(&scopes, new.council, new.account));
        let now = self.clock.now();
        let today = day::of(now);
        let after = |months| today.checked_add_months(months).unwrap_or(NaiveDate::MAX);
        let expires_on = new.expires_on.unwrap_or_else(|| after(USUAL));
        let last = after(LONGEST);
        if !(today..=last).contains(&expires_on) {
            refusals.push(refusal(
                "expires",
                "expiry_out_of_range",
                format!(
                    "Mã truy cập phải hết hạn từ hôm nay đến {}; ngày {} không được. Hãy chọn ngày khác.",
                    date(last),
                    date(expires_on)
                ),
                format!(
                    "A token ends between today and {}; {} is outside. Choose another day.",
                    date(last),
                    date(expires_on)
                ),
            ));
        }
        if !refusals.is_empty() {
            return Err(Error::Refused(refusals));
        }
        let token = NewApiToken {
            name: name.clone(),
            hash: secret.hash(),
            scopes: scopes.iter().map(|scope| scope.name()).collect(),
            council: new.council,
            account: new.account,
            created_at: now,
            expires_on,
        };
        let id = self
            .writable()
            .await?
            .enter(move |entry| Box::pin(async move { entry.add_api_token(&token).await }))
            .await?;
        Ok(ApiToken {
            id,
            name,
            scopes: scopes.iter().map(ToString::to_string).collect(),
            council: new.council,
            account: new.account,
            state: TokenState::Active,
            created_at: now,
            expires_on,
            revoked_at: None,
            last_used_on: None,
        })
    }

    /// Every token, those that no longer work too, in the order in which they were made.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn tokens(&self) -> Result<Vec<ApiToken>, Error> {
        let today = day::of(self.clock.now());
        let records = self.register.api_tokens().await?.into_iter();
        Ok(records.map(|record| ApiToken::of(record, today)).collect())
    }

    /// The tokens that act as a person, in the order in which they were made.
    ///
    /// # Errors
    /// When the register does not answer.
    pub(in crate::office) async fn tokens_as(&self, account: i64) -> Result<Vec<ApiToken>, Error> {
        let today = day::of(self.clock.now());
        let records = self.register.api_tokens_as(account).await?.into_iter();
        Ok(records.map(|record| ApiToken::of(record, today)).collect())
    }

    /// Revokes a token at once. Done again it changes nothing.
    ///
    /// # Errors
    /// [`Error::Refused`] when there is no such token.
    pub async fn revoke_token(&self, id: i64) -> Result<ApiToken, Error> {
        let now = self.clock.now();
        let revoked = self
            .writable()
            .await?
            .enter(move |entry| Box::pin(async move { entry.revoke_api_token(id, now).await }))
            .await;
        match revoked {
            Ok(()) => {}
            Err(register::Error::Missing(_)) => return Err(no_such_token(id)),
            Err(error) => return Err(error.into()),
        }
        let mut tokens = self.tokens().await?.into_iter();
        let revoked = tokens.find(|token| token.id == id);
        revoked.ok_or_else(|| no_such_token(id))
    }
}

/// What is wrong with scopes. The trust list is all councils', so nobody publishes for one.
///
/// A person's token does what they do at the desk; what counts as the programme's own act is left
/// to tokens of programs, and the other way round.
fn unfit(scopes: &[Scope], council: Option<CouncilCode>, account: Option<i64>) -> Option<Refusal> {
    if scopes.is_empty() {
        return Some(refusal(
            "scope",
            "scope_missing",
            "Mã truy cập phải cho phép ít nhất một việc. Hãy ghi life, keys, publish hoặc desk."
                .to_owned(),
            "A token must allow something. Write life, keys, publish or desk.".to_owned(),
        ));
    }
    if scopes.contains(&Scope::Desk) != account.is_some() || account.is_some() && scopes.len() > 1 {
        return Some(refusal(
            "scope",
            "scope_of_a_person",
            "Quyền desk là của một người: hãy ghi --account, và không kèm quyền khác.".to_owned(),
            "The scope desk is a person's: name them with --account, and give no other scope."
                .to_owned(),
        ));
    }
    let code = council.filter(|_| scopes.contains(&Scope::Publish))?;
    Some(refusal(
        "scope",
        "scope_of_all_councils",
        format!(
            "Danh sách tin cậy là của mọi hội đồng, nên publish không dành riêng cho {code}. Hãy bỏ publish hoặc bỏ --council."
        ),
        format!(
            "The trust list is every council's, so publish cannot be for {code} alone. Leave out publish, or --council."
        ),
    ))
}

fn no_such_token(id: i64) -> Error {
    Error::Refused(vec![refusal(
        "id",
        "no_such_token",
        format!("Không có mã truy cập số {id}. Hãy xem `ocop token list`."),
        format!("There is no token {id}. See `ocop token list`."),
    )])
}

fn refusal(field: &'static str, code: &'static str, vi: String, en: String) -> Refusal {
    Refusal::of(field, code, Text::of(vi, en))
}
