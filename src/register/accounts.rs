//! Accounts and the roles that were given to them. Personal data: no event ever names one.

use chrono::{DateTime, Utc};
use sqlx::FromRow;

use super::rows::{self, Row};
use super::{Entry, Error, Register, on};
use crate::scheme::text::fold;

/// An account that is to be kept.
#[derive(Clone, Debug)]
pub struct NewAccount {
    /// The person's name.
    pub name: String,
    /// What they sign in with, in lower case.
    pub email: String,
    /// `vi` or `en`.
    pub language: String,
}

/// An account.
#[derive(Clone, PartialEq, Eq)]
pub struct AccountRecord {
    /// Its identity.
    pub id: i64,
    /// The person's name.
    pub name: String,
    /// What they sign in with.
    pub email: String,
    /// `vi` or `en`.
    pub language: String,
    /// The password's hash in PHC form.
    pub password: Option<String>,
    /// What is shared with their authenticator.
    pub totp: Option<String>,
    /// The last 30-second step whose code was used.
    pub totp_step: i64,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was closed.
    pub disabled_at: Option<DateTime<Utc>>,
}

/// Without what is secret or personal: what is debugged may end in a log.
impl std::fmt::Debug for AccountRecord {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("AccountRecord")
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}

/// A role of an account, as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GrantRecord {
    /// Its identity.
    pub id: i64,
    /// Whose it is.
    pub account: i64,
    /// The role, by name.
    pub role: String,
    /// The council's code.
    pub council: Option<String>,
    /// The producer's identity.
    pub producer: Option<i64>,
}

#[derive(FromRow)]
struct AccountRow {
    id: i64,
    name: String,
    email: String,
    language: String,
    password: Option<String>,
    totp: Option<String>,
    totp_step: i64,
    created_at: String,
    disabled_at: Option<String>,
}

impl AccountRow {
    fn read(self) -> Result<AccountRecord, Error> {
        let key = self.id.to_string();
        let row = Row {
            table: "accounts",
            key: &key,
        };
        let disabled = self.disabled_at.map(|at| row.instant("disabled_at", &at));
        Ok(AccountRecord {
            id: self.id,
            created_at: row.instant("created_at", &self.created_at)?,
            disabled_at: disabled.transpose()?,
            name: self.name,
            email: self.email,
            language: self.language,
            password: self.password,
            totp: self.totp,
            totp_step: self.totp_step,
        })
    }
}

type GrantColumns = (i64, i64, String, Option<String>, Option<i64>);

fn grant((id, account, role, council, producer): GrantColumns) -> GrantRecord {
    GrantRecord {
        id,
        account,
        role,
        council,
        producer,
    }
}

impl Register {
    /// An account.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn account(&self, id: i64) -> Result<Option<AccountRecord>, Error> {
        let sql = "select * from accounts where id = $1";
        let row: Option<AccountRow> = on!(self.readers(), pool => {
            sqlx::query_as(sql).bind(id).fetch_optional(pool).await
        })?;
        row.map(AccountRow::read).transpose()
    }

    /// The account that signs in with an address, in lower case.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn account_of(&self, email: &str) -> Result<Option<AccountRecord>, Error> {
        let sql = "select * from accounts where email = $1";
        let row: Option<AccountRow> = on!(self.readers(), pool => {
            sqlx::query_as(sql).bind(email).fetch_optional(pool).await
        })?;
        row.map(AccountRow::read).transpose()
    }

    /// Accounts after another, in the order in which they were made.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn accounts(&self, after: i64, limit: i64) -> Result<Vec<AccountRecord>, Error> {
        let sql = "select * from accounts where id > $1 order by id limit $2";
        let rows: Vec<AccountRow> = on!(self.readers(), pool => {
            sqlx::query_as(sql).bind(after).bind(limit).fetch_all(pool).await
        })?;
        rows.into_iter().map(AccountRow::read).collect()
    }

    /// Accounts after another whose name or address holds a text.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn accounts_like(
        &self,
        text: &str,
        after: i64,
        limit: i64,
    ) -> Result<Vec<AccountRecord>, Error> {
        let sql = "select * from accounts where id > $1 and folded like $2 escape '!'
                   order by id limit $3";
        let wanted: String = fold(text)
            .chars()
            .flat_map(|c| {
                let escape = matches!(c, '%' | '_' | '!').then_some('!');
                escape.into_iter().chain([c])
            })
            .collect();
        let rows: Vec<AccountRow> = on!(self.readers(), pool => {
            sqlx::query_as(sql)
                .bind(after)
                .bind(format!("%{wanted}%"))
                .bind(limit)
                .fetch_all(pool)
                .await
        })?;
        rows.into_iter().map(AccountRow::read).collect()
    }

    /// The roles of an account.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn grants_of(&self, account: i64) -> Result<Vec<GrantRecord>, Error> {
        let sql = "select id, account, role, council, producer from grants
                   where account = $1 order by id";
        let rows: Vec<GrantColumns> = on!(self.readers(), pool => {
            sqlx::query_as(sql).bind(account).fetch_all(pool).await
        })?;
        Ok(rows.into_iter().map(grant).collect())
    }
}

impl Entry {
    /// Keeps an account and returns its identity.
    ///
    /// # Errors
    /// [`Error::Exists`] when somebody signs in with the address already.
    pub async fn add_account(
        &mut self,
        account: &NewAccount,
        at: DateTime<Utc>,
    ) -> Result<i64, Error> {
        let sql = "insert into accounts (id, name, email, folded, language, created_at)
                   values ((select coalesce(max(id), 0) + 1 from accounts), $1, $2, $3, $4, $5)
                   returning id";
        let folded = fold(&format!("{} {}", account.name, account.email));
        on!(self.connection(), connection => {
            sqlx::query_scalar(sql)
                .bind(&account.name)
                .bind(&account.email)
                .bind(folded)
                .bind(&account.language)
                .bind(rows::instant(at))
                .fetch_one(connection)
                .await
        })
        .map_err(Error::exists(|| "this account".to_owned()))
    }

    /// Gives an account a role.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn add_grant(
        &mut self,
        account: i64,
        role: &str,
        council: Option<String>,
        producer: Option<i64>,
        at: DateTime<Utc>,
    ) -> Result<i64, Error> {
        let sql = "insert into grants (id, account, role, council, producer, granted_at)
                   values ((select coalesce(max(id), 0) + 1 from grants), $1, $2, $3, $4, $5)
                   returning id";
        let id = on!(self.connection(), connection => {
            sqlx::query_scalar(sql)
                .bind(account)
                .bind(role)
                .bind(council)
                .bind(producer)
                .bind(rows::instant(at))
                .fetch_one(connection)
                .await
        })?;
        Ok(id)
    }

    /// Takes a role away. What was not given is not there to be taken.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn remove_grant(&mut self, id: i64) -> Result<(), Error> {
        on!(self.connection(), connection => {
            sqlx::query("delete from grants where id = $1")
                .bind(id)
                .execute(connection)
                .await
                .map(drop)
        })?;
        Ok(())
    }
}
