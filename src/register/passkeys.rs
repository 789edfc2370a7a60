//! Passkeys. Operational data, written without events.

use chrono::{DateTime, Utc};

use super::rows::{self, Row};
use super::{Entry, Error, Register, on};

/// A passkey of an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PasskeyRecord {
    /// What its authenticator calls it, in base64url.
    pub credential: String,
    /// Whose it is.
    pub account: i64,
    /// What its person calls it.
    pub name: String,
    /// What its answers are verified with, as JSON.
    pub passkey: String,
    /// When it was added.
    pub added_at: DateTime<Utc>,
    /// When it was last used.
    pub used_at: Option<DateTime<Utc>>,
}

type Columns = (String, i64, String, String, String, Option<String>);

fn read(columns: Columns) -> Result<PasskeyRecord, Error> {
    let (credential, account, name, passkey, added_at, used_at) = columns;
    let row = Row {
        table: "passkeys",
        key: &credential,
    };
    let used_at = used_at.map(|at| row.instant("used_at", &at)).transpose()?;
    Ok(PasskeyRecord {
        account,
        added_at: row.instant("added_at", &added_at)?,
        used_at,
        name,
        passkey,
        credential,
    })
}

impl Register {
    /// The passkeys of an account.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn passkeys_of(&self, account: i64) -> Result<Vec<PasskeyRecord>, Error> {
        let sql = "select credential, account, name, passkey, added_at, used_at from passkeys
                   where account = $1 order by added_at, credential";
        let rows: Vec<Columns> = on!(self.readers(), pool => {
            sqlx::query_as(sql).bind(account).fetch_all(pool).await
        })?;
        rows.into_iter().map(read).collect()
    }

    /// The passkey that its authenticator calls so.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn passkey(&self, credential: &str) -> Result<Option<PasskeyRecord>, Error> {
        let sql = "select credential, account, name, passkey, added_at, used_at from passkeys
                   where credential = $1";
        let found: Option<Columns> = on!(self.readers(), pool => {
            sqlx::query_as(sql).bind(credential).fetch_optional(pool).await
        })?;
        found.map(read).transpose()
    }
}

impl Entry {
    /// Keeps a passkey.
    ///
    /// # Errors
    /// [`Error::Exists`] when somebody has it already.
    pub async fn add_passkey(&mut self, passkey: &PasskeyRecord) -> Result<(), Error> {
        let sql = "insert into passkeys (credential, account, name, passkey, added_at)
                   values ($1, $2, $3, $4, $5)";
        on!(self.connection(), connection => {
            sqlx::query(sql)
                .bind(&passkey.credential)
                .bind(passkey.account)
                .bind(&passkey.name)
                .bind(&passkey.passkey)
                .bind(rows::instant(passkey.added_at))
                .execute(connection)
                .await
                .map(drop)
        })
        .map_err(Error::exists(|| "this passkey".to_owned()))
    }

    /// Notes that a passkey was used, and what its next answer is verified with. `false` when
    /// it was used or removed since it was read: its counter must not go back.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn use_passkey(
        &mut self,
        before: &PasskeyRecord,
        passkey: &str,
        at: DateTime<Utc>,
    ) -> Result<bool, Error> {
        let sql = "update passkeys set passkey = $1, used_at = $2
                   where credential = $3 and passkey = $4 returning account";
        let used: Option<i64> = on!(self.connection(), connection => {
            sqlx::query_scalar(sql)
                .bind(passkey)
                .bind(rows::instant(at))
                .bind(&before.credential)
                .bind(&before.passkey)
                .fetch_optional(connection)
                .await
        })?;
        Ok(used.is_some())
    }

    /// Removes a passkey of an account. `false` when the account has none that is called so.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn remove_passkey(&mut self, account: i64, credential: &str) -> Result<bool, Error> {
        let sql = "delete from passkeys where credential = $1 and account = $2 returning account";
        let removed: Option<i64> = on!(self.connection(), connection => {
            sqlx::query_scalar(sql)
                .bind(credential)
                .bind(account)
                .fetch_optional(connection)
                .await
        })?;
        Ok(removed.is_some())
    }
}
