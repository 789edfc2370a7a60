//! The trust lists that were published, as signed.

use chrono::{DateTime, Utc};
use serde_json::json;
use sha2::{Digest, Sha256};

use super::rows::{self, Row};
use super::{Entry, Error, Register, on};

/// A published trust list.
#[derive(Clone, Debug)]
pub struct TrustListRecord {
    /// Counts up from 1.
    pub version: u64,
    /// When it was signed.
    pub issued_at: DateTime<Utc>,
    /// When a newer one should have replaced it.
    pub expires_at: DateTime<Utc>,
    /// The signed bytes.
    pub sealed: Vec<u8>,
}

type Columns = (i64, String, String, String);

fn read((version, issued_at, expires_at, sealed): Columns) -> Result<TrustListRecord, Error> {
    let row = Row {
        table: "trust_lists",
        key: &version.to_string(),
    };
    Ok(TrustListRecord {
        version: row.number("version", version)?,
        issued_at: row.instant("issued_at", &issued_at)?,
        expires_at: row.instant("expires_at", &expires_at)?,
        sealed: row.bytes("sealed", &sealed)?,
    })
}

impl Register {
    /// The version of the newest trust list; 0 before the first.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn trust_list_version(&self) -> Result<u64, Error> {
        let sql = "select coalesce(max(version), 0) from trust_lists";
        let version: i64 =
            on!(self.readers(), pool => sqlx::query_scalar(sql).fetch_one(pool).await)?;
        Row {
            table: "trust_lists",
            key: "newest",
        }
        .number("version", version)
    }

    /// The newest trust list.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn newest_trust_list(&self) -> Result<Option<TrustListRecord>, Error> {
        let sql = "select version, issued_at, expires_at, sealed from trust_lists
                   order by version desc limit 1";
        let found: Option<Columns> = on!(self.readers(), pool => {
            sqlx::query_as(sql).fetch_optional(pool).await
        })?;
        found.map(read).transpose()
    }

    /// The trust list of a version.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn trust_list(&self, version: u64) -> Result<Option<TrustListRecord>, Error> {
        let sql = "select version, issued_at, expires_at, sealed from trust_lists
                   where version = $1";
        let found: Option<Columns> = on!(self.readers(), pool => {
            sqlx::query_as(sql).bind(rows::bound(version)).fetch_optional(pool).await
        })?;
        found.map(read).transpose()
    }

    /// The trust list that was the newest at an instant.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn trust_list_at(&self, at: DateTime<Utc>) -> Result<Option<TrustListRecord>, Error> {
        let sql = "select version, issued_at, expires_at, sealed from trust_lists
                   where issued_at <= $1 order by version desc limit 1";
        let found: Option<Columns> = on!(self.readers(), pool => {
            sqlx::query_as(sql).bind(rows::instant(at)).fetch_optional(pool).await
        })?;
        found.map(read).transpose()
    }

    /// Every published trust list, by version.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn trust_lists(&self) -> Result<Vec<TrustListRecord>, Error> {
        let sql = "select version, issued_at, expires_at, sealed from trust_lists order by version";
        let rows: Vec<Columns> =
            on!(self.readers(), pool => sqlx::query_as(sql).fetch_all(pool).await)?;
        rows.into_iter().map(read).collect()
    }
}

impl Entry {
    /// Publishes a trust list.
    ///
    /// # Errors
    /// [`Error::Exists`] when the version was published meanwhile.
    pub async fn add_trust_list(&mut self, list: &TrustListRecord) -> Result<(), Error> {
        let sql = "insert into trust_lists (version, issued_at, expires_at, sealed)
                   values ($1, $2, $3, $4)";
        on!(self.connection(), connection => {
            sqlx::query(sql)
                .bind(rows::bound(list.version))
                .bind(rows::instant(list.issued_at))
                .bind(rows::instant(list.expires_at))
                .bind(rows::bytes(&list.sealed))
                .execute(connection)
                .await
                .map(drop)
        })
        .map_err(Error::exists(|| format!("trust list {}", list.version)))?;
        let body = json!({ "version": list.version, "expires_at": list.expires_at,
                           "sha256": rows::bytes(&Sha256::digest(&list.sealed)) });
        let subject = format!("trust-list-{}", list.version);
        self.record(list.issued_at, "trust_list_published", subject, body)
            .await?;
        Ok(())
    }
}
