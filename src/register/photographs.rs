//! Photographs: what is known of each. Their contents lie on the disk.

use chrono::{DateTime, Utc};
use sqlx::FromRow;

use super::rows::{self, Row};
use super::{Entry, Error, Register, on};

/// A photograph whose content is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Photograph {
    /// The SHA-256 of its content.
    pub hash: [u8; 32],
    /// `image/jpeg`, `image/png` or `image/webp`.
    pub media_type: String,
    /// Bytes.
    pub size: i64,
    /// Pixels from side to side, the right side up.
    pub width: i64,
    /// Pixels from top to bottom.
    pub height: i64,
}

/// A photograph of the register.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PhotographRecord {
    /// Its identity.
    pub id: i64,
    /// What it is.
    pub photograph: Photograph,
    /// When its content came first.
    pub added_at: DateTime<Utc>,
}

#[derive(FromRow)]
pub(super) struct PhotographRow {
    id: i64,
    hash: String,
    media_type: String,
    size: i64,
    width: i64,
    height: i64,
    added_at: String,
}

impl PhotographRow {
    pub(super) fn read(self) -> Result<PhotographRecord, Error> {
        let key = self.id.to_string();
        let row = Row {
            table: "photographs",
            key: &key,
        };
        let hash = row.bytes("hash", &self.hash)?;
        Ok(PhotographRecord {
            id: self.id,
            added_at: row.instant("added_at", &self.added_at)?,
            photograph: Photograph {
                hash: row.column("hash", hash.try_into().ok())?,
                media_type: self.media_type,
                size: self.size,
                width: self.width,
                height: self.height,
            },
        })
    }
}

impl Register {
    /// A photograph.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn photograph(&self, id: i64) -> Result<Option<PhotographRecord>, Error> {
        let sql = "select * from photographs where id = $1";
        let row: Option<PhotographRow> = on!(self.readers(), pool => {
            sqlx::query_as(sql).bind(id).fetch_optional(pool).await
        })?;
        row.map(PhotographRow::read).transpose()
    }

    /// The photograph with a hash, base64url.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn photograph_hashed(&self, hash: &str) -> Result<Option<PhotographRecord>, Error> {
        let sql = "select * from photographs where hash = $1";
        let row: Option<PhotographRow> = on!(self.readers(), pool => {
            sqlx::query_as(sql).bind(hash).fetch_optional(pool).await
        })?;
        row.map(PhotographRow::read).transpose()
    }

    /// The photographs after another, in the order in which they came: for who looks whether
    /// their contents are there.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn photographs_after(
        &self,
        id: i64,
        limit: i64,
    ) -> Result<Vec<PhotographRecord>, Error> {
        let sql = "select * from photographs where id > $1 order by id limit $2";
        let rows: Vec<PhotographRow> = on!(self.readers(), pool => {
            sqlx::query_as(sql).bind(id).bind(limit).fetch_all(pool).await
        })?;
        rows.into_iter().map(PhotographRow::read).collect()
    }
}

impl Entry {
    /// Keeps what is known of a photograph, and returns its identity: that of before, if the
    /// same content came before. Its content is durable before.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn add_photograph(
        &mut self,
        photograph: &Photograph,
        at: DateTime<Utc>,
    ) -> Result<i64, Error> {
        let sql = "insert into photographs
                     (id, hash, media_type, size, width, height, added_at)
                   values ((select coalesce(max(id), 0) + 1 from photographs),
                     $1, $2, $3, $4, $5, $6)
                   on conflict (hash) do update set hash = excluded.hash
                   returning id";
        let id = on!(self.connection(), connection => {
            sqlx::query_scalar(sql)
                .bind(rows::bytes(&photograph.hash))
                .bind(&photograph.media_type)
                .bind(photograph.size)
                .bind(photograph.width)
                .bind(photograph.height)
                .bind(rows::instant(at))
                .fetch_one(connection)
                .await
        })?;
        Ok(id)
    }
}
