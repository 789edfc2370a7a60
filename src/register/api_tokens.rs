//! API tokens: by what programs are let in. Operational data, written without events.

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::FromRow;

use super::rows::{self, Row};
use super::{Entry, Error, Register, on};
use crate::scheme::council::CouncilCode;

/// A token that is to be kept.
#[derive(Clone, Debug)]
pub struct NewApiToken {
    /// What it is called.
    pub name: String,
    /// SHA-256 of the token.
    pub hash: [u8; 32],
    /// What it allows, by name.
    pub scopes: Vec<&'static str>,
    /// The council that it may act for; `None` for all.
    pub council: Option<CouncilCode>,
    /// The person as whom it acts.
    pub account: Option<i64>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// The last day on which it works.
    pub expires_on: NaiveDate,
}

/// A token in the register, without what it was kept by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiTokenRecord {
    /// Its identity.
    pub id: i64,
    /// What it is called.
    pub name: String,
    /// What it allows, by name.
    pub scopes: Vec<String>,
    /// The council that it may act for; `None` for all.
    pub council: Option<CouncilCode>,
    /// The person as whom it acts.
    pub account: Option<i64>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// The last day on which it works.
    pub expires_on: NaiveDate,
    /// When it was revoked.
    pub revoked_at: Option<DateTime<Utc>>,
    /// The last day on which it was used.
    pub last_used_on: Option<NaiveDate>,
}

#[derive(FromRow)]
struct TokenRow {
    id: i64,
    name: String,
    scopes: String,
    council: Option<String>,
    account: Option<i64>,
    created_at: String,
    expires_on: String,
    revoked_at: Option<String>,
    last_used_on: Option<String>,
}

impl Register {
    /// Every token, in the order in which they were made.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn api_tokens(&self) -> Result<Vec<ApiTokenRecord>, Error> {
        let sql = "select id, name, scopes, council, account, created_at, expires_on, revoked_at,
                          last_used_on
                   from api_tokens order by id";
        let rows: Vec<TokenRow> =
            on!(self.readers(), pool => sqlx::query_as(sql).fetch_all(pool).await)?;
        rows.into_iter().map(TokenRow::read).collect()
    }

    /// The tokens that act as a person.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn api_tokens_as(&self, account: i64) -> Result<Vec<ApiTokenRecord>, Error> {
        let sql = "select id, name, scopes, council, account, created_at, expires_on, revoked_at,
                          last_used_on
                   from api_tokens where account = $1 order by id";
        let rows: Vec<TokenRow> =
            on!(self.readers(), pool => sqlx::query_as(sql).bind(account).fetch_all(pool).await)?;
        rows.into_iter().map(TokenRow::read).collect()
    }

    /// The token of a hash. Looked up as it is: who cannot choose the hash learns nothing from
    /// how long the search takes.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn api_token_of(&self, hash: &[u8; 32]) -> Result<Option<ApiTokenRecord>, Error> {
        let sql = "select id, name, scopes, council, account, created_at, expires_on, revoked_at,
                          last_used_on
                   from api_tokens where hash = $1";
        let row: Option<TokenRow> = on!(self.readers(), pool => {
            sqlx::query_as(sql).bind(rows::bytes(hash)).fetch_optional(pool).await
        })?;
        row.map(TokenRow::read).transpose()
    }
}

impl Entry {
    /// Keeps a token and returns its identity.
    ///
    /// # Errors
    /// [`Error::Exists`] when it is kept already.
    pub async fn add_api_token(&mut self, token: &NewApiToken) -> Result<i64, Error> {
        let sql = "insert into api_tokens
                     (id, name, hash, scopes, council, account, created_at, expires_on)
                   values ((select coalesce(max(id), 0) + 1 from api_tokens),
                           $1, $2, $3, $4, $5, $6, $7)
                   returning id";
        on!(self.connection(), connection => {
            sqlx::query_scalar(sql)
                .bind(&token.name)
                .bind(rows::bytes(&token.hash))
                .bind(token.scopes.join(" "))
                .bind(token.council.map(|code| code.to_string()))
                .bind(token.account)
                .bind(rows::instant(token.created_at))
                .bind(token.expires_on.to_string())
                .fetch_one(connection)
                .await
        })
        .map_err(Error::exists(|| "this token".to_owned()))
    }

    /// Revokes a token. One that was revoked keeps the instant of the first time.
    ///
    /// # Errors
    /// [`Error::Missing`] when there is no such token.
    pub async fn revoke_api_token(&mut self, id: i64, at: DateTime<Utc>) -> Result<(), Error> {
        let sql = "update api_tokens set revoked_at = coalesce(revoked_at, $1) where id = $2
                   returning id";
        let found: Option<i64> = on!(self.connection(), connection => {
            sqlx::query_scalar(sql)
                .bind(rows::instant(at))
                .bind(id)
                .fetch_optional(connection)
                .await
        })?;
        found
            .map(drop)
            .ok_or_else(|| Error::Missing(format!("token {id}")))
    }

    /// Revokes every token that acts as a person.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn revoke_api_tokens_as(
        &mut self,
        account: i64,
        at: DateTime<Utc>,
    ) -> Result<(), Error> {
        let sql = "update api_tokens set revoked_at = $1
                   where account = $2 and revoked_at is null";
        on!(self.connection(), connection => {
            sqlx::query(sql)
                .bind(rows::instant(at))
                .bind(account)
                .execute(connection)
                .await
                .map(drop)
        })?;
        Ok(())
    }

    /// Notes the day on which a token was used.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn note_use_of_api_token(&mut self, id: i64, day: NaiveDate) -> Result<(), Error> {
        let sql = "update api_tokens set last_used_on = $1 where id = $2";
        on!(self.connection(), connection => {
            sqlx::query(sql)
                .bind(day.to_string())
                .bind(id)
                .execute(connection)
                .await
                .map(drop)
        })?;
        Ok(())
    }
}

impl TokenRow {
    fn read(self) -> Result<ApiTokenRecord, Error> {
        let key = self.id.to_string();
        let row = Row {
            table: "api_tokens",
            key: &key,
        };
        let council = self.council.map(|code| row.parsed("council", &code));
        let revoked_at = self.revoked_at.map(|at| row.instant("revoked_at", &at));
        let used = self.last_used_on.map(|day| row.date("last_used_on", &day));
        Ok(ApiTokenRecord {
            id: self.id,
            name: self.name,
            scopes: self.scopes.split(' ').map(str::to_owned).collect(),
            council: council.transpose()?,
            account: self.account,
            created_at: row.instant("created_at", &self.created_at)?,
            expires_on: row.date("expires_on", &self.expires_on)?,
            revoked_at: revoked_at.transpose()?,
            last_used_on: used.transpose()?,
        })
    }
}
