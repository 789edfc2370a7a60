//! Who had a hand in a preparation, and who approved it: never the same person.

use chrono::{DateTime, Utc};
use sqlx::FromRow;

use super::rows::{self, Row};
use super::{Entry, Error, Register, on};

/// An approval that is to be recorded.
#[derive(Clone, Debug)]
pub struct NewApproval {
    /// What is approved.
    pub preparation: i64,
    /// Its version.
    pub version: i64,
    /// The SHA-256 of exactly what is to be signed.
    pub digest: [u8; 32],
    /// Who prepared it.
    pub prepared_by: i64,
    /// Who approves it.
    pub approved_by: i64,
    /// When.
    pub approved_at: DateTime<Utc>,
}

/// An approval that stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApprovalRecord {
    /// The version that was approved.
    pub version: i64,
    /// The SHA-256 of exactly what was approved.
    pub digest: [u8; 32],
    /// Who approved it.
    pub approved_by: i64,
    /// When.
    pub approved_at: DateTime<Utc>,
}

#[derive(FromRow)]
struct ApprovalRow {
    id: i64,
    version: i64,
    digest: String,
    approved_by: i64,
    approved_at: String,
}

impl Register {
    /// The approval of a preparation that stands.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn approval_of(&self, preparation: i64) -> Result<Option<ApprovalRecord>, Error> {
        let sql = "select id, version, digest, approved_by, approved_at from approvals
                   where preparation = $1 and voided_at is null";
        let found: Option<ApprovalRow> = on!(self.readers(), pool => {
            sqlx::query_as(sql).bind(preparation).fetch_optional(pool).await
        })?;
        let Some(found) = found else {
            return Ok(None);
        };
        let key = found.id.to_string();
        let row = Row {
            table: "approvals",
            key: &key,
        };
        let digest = row.bytes("digest", &found.digest)?;
        Ok(Some(ApprovalRecord {
            version: found.version,
            digest: row.column("digest", digest.try_into().ok())?,
            approved_by: found.approved_by,
            approved_at: row.instant("approved_at", &found.approved_at)?,
        }))
    }

    /// Everybody who had a hand in a preparation.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn hands_of(&self, preparation: i64) -> Result<Vec<i64>, Error> {
        let sql = "select account from preparation_hands where preparation = $1 order by account";
        Ok(on!(self.readers(), pool => {
            sqlx::query_scalar(sql).bind(preparation).fetch_all(pool).await
        })?)
    }

    /// Whether somebody may approve what a council decides: an open account is its chair.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn has_chair(&self, council: &str) -> Result<bool, Error> {
        let sql = "select count(*) from grants g join accounts a on a.id = g.account
                   where g.council = $1 and g.role = 'chair' and a.disabled_at is null";
        let chairs: i64 = on!(self.readers(), pool => {
            sqlx::query_scalar(sql).bind(council).fetch_one(pool).await
        })?;
        Ok(chairs > 0)
    }
}

impl Entry {
    /// Notes that somebody had a hand in a preparation.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn add_hand(&mut self, preparation: i64, account: i64) -> Result<(), Error> {
        let sql = "insert into preparation_hands (preparation, account) values ($1, $2)
                   on conflict do nothing";
        on!(self.connection(), connection => {
            sqlx::query(sql)
                .bind(preparation)
                .bind(account)
                .execute(connection)
                .await
                .map(drop)
        })?;
        Ok(())
    }

    /// Whether somebody had a hand in a preparation, as it stands in this entry.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn has_hand(&mut self, preparation: i64, account: i64) -> Result<bool, Error> {
        let sql = "select count(*) from preparation_hands where preparation = $1 and account = $2";
        let hands: i64 = on!(self.connection(), connection => {
            sqlx::query_scalar(sql)
                .bind(preparation)
                .bind(account)
                .fetch_one(connection)
                .await
        })?;
        Ok(hands > 0)
    }

    /// Records an approval. The table itself refuses one by whoever prepared.
    ///
    /// # Errors
    /// [`Error::Exists`] when another approval stands.
    pub async fn add_approval(&mut self, approval: &NewApproval) -> Result<i64, Error> {
        let sql = "insert into approvals (id, preparation, version, digest, prepared_by,
                     approved_by, approved_at)
                   values ((select coalesce(max(id), 0) + 1 from approvals),
                     $1, $2, $3, $4, $5, $6) returning id";
        on!(self.connection(), connection => {
            sqlx::query_scalar(sql)
                .bind(approval.preparation)
                .bind(approval.version)
                .bind(rows::bytes(&approval.digest))
                .bind(approval.prepared_by)
                .bind(approval.approved_by)
                .bind(rows::instant(approval.approved_at))
                .fetch_one(connection)
                .await
        })
        .map_err(Error::exists(|| "an approval that stands".to_owned()))
    }

    /// Voids the approval of a preparation, if one stands; says whether one did.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn void_approval(
        &mut self,
        preparation: i64,
        at: DateTime<Utc>,
    ) -> Result<bool, Error> {
        let sql = "update approvals set voided_at = $2
                   where preparation = $1 and voided_at is null";
        let voided = on!(self.connection(), connection => {
            sqlx::query(sql)
                .bind(preparation)
                .bind(rows::instant(at))
                .execute(connection)
                .await
                .map(|done| done.rows_affected())
        })?;
        Ok(voided > 0)
    }
}
