//! Invitations: the way to a first password. Operational data, written without events.

use chrono::{DateTime, Utc};

use super::rows::{self, Row};
use super::{Entry, Error, Register, on};

/// An invitation, by its hash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvitationRecord {
    /// Who is invited.
    pub account: i64,
    /// The instant from which it leads nowhere.
    pub expires_at: DateTime<Utc>,
    /// When it was taken up, or another took its place.
    pub used_at: Option<DateTime<Utc>>,
}

type Columns = (i64, String, Option<String>);

fn read((account, expires_at, used_at): Columns) -> Result<InvitationRecord, Error> {
    let key = account.to_string();
    let row = Row {
        table: "invitations",
        key: &key,
    };
    let used_at = used_at.map(|at| row.instant("used_at", &at));
    Ok(InvitationRecord {
        account,
        expires_at: row.instant("expires_at", &expires_at)?,
        used_at: used_at.transpose()?,
    })
}

impl Register {
    /// The invitation of a hash.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn invitation_of(&self, hash: &[u8; 32]) -> Result<Option<InvitationRecord>, Error> {
        let sql = "select account, expires_at, used_at from invitations where hash = $1";
        let found: Option<Columns> = on!(self.readers(), pool => {
            sqlx::query_as(sql).bind(rows::bytes(hash)).fetch_optional(pool).await
        })?;
        found.map(read).transpose()
    }

    /// Until when an account can still take its invitation up; `None` when it has none to.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn invited_until(&self, account: i64) -> Result<Option<DateTime<Utc>>, Error> {
        let sql = "select account, expires_at, used_at from invitations
                   where account = $1 and used_at is null order by expires_at desc limit 1";
        let found: Option<Columns> = on!(self.readers(), pool => {
            sqlx::query_as(sql).bind(account).fetch_optional(pool).await
        })?;
        Ok(found.map(read).transpose()?.map(|found| found.expires_at))
    }
}

impl Entry {
    /// Keeps an invitation. Those of the same account that were not taken up lead nowhere now.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn add_invitation(
        &mut self,
        hash: &[u8; 32],
        account: i64,
        at: DateTime<Utc>,
        expires_at: DateTime<Utc>,
    ) -> Result<(), Error> {
        let older = "update invitations set used_at = $1 where account = $2 and used_at is null";
        on!(self.connection(), connection => {
            sqlx::query(older)
                .bind(rows::instant(at))
                .bind(account)
                .execute(connection)
                .await
                .map(drop)
        })?;
        let sql = "insert into invitations (hash, account, created_at, expires_at)
                   values ($1, $2, $3, $4)";
        on!(self.connection(), connection => {
            sqlx::query(sql)
                .bind(rows::bytes(hash))
                .bind(account)
                .bind(rows::instant(at))
                .bind(rows::instant(expires_at))
                .execute(connection)
                .await
                .map(drop)
        })?;
        Ok(())
    }

    /// Takes an invitation up. `false` when it was used before.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn use_invitation(
        &mut self,
        hash: &[u8; 32],
        at: DateTime<Utc>,
    ) -> Result<bool, Error> {
        let sql = "update invitations set used_at = $1 where hash = $2 and used_at is null
                   returning account";
        let used: Option<i64> = on!(self.connection(), connection => {
            sqlx::query_scalar(sql)
                .bind(rows::instant(at))
                .bind(rows::bytes(hash))
                .fetch_optional(connection)
                .await
        })?;
        Ok(used.is_some())
    }
}
