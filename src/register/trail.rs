//! The trail: who did what, in order, each line bound to the one before.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use sqlx::FromRow;

use super::rows::{self, Row};
use super::{Entry, Error, Register, on};
use crate::scheme::trail::{Line, START, link};

/// What somebody did, to be kept in the trail.
#[derive(Clone, Debug)]
pub struct Deed {
    /// When.
    pub at: DateTime<Utc>,
    /// Who: `account 7`, `token 3`, `program`.
    pub actor: String,
    /// What: `dossier_lodged`.
    pub act: &'static str,
    /// To what: `dossier 12`.
    pub subject: String,
    /// The rest: never a password, a token, or what a file holds.
    pub body: Value,
}

/// A line of the trail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrailRecord {
    /// Its place, from 1.
    pub position: i64,
    /// When.
    pub happened_at: DateTime<Utc>,
    /// Who.
    pub actor: String,
    /// What.
    pub act: String,
    /// To what.
    pub subject: String,
    /// The rest, JSON.
    pub body: String,
    /// The hash that the register holds.
    pub hash: [u8; 32],
    written_at: String,
}

impl TrailRecord {
    /// The hash that the line has, after another.
    pub fn linked(&self, before: &[u8; 32]) -> [u8; 32] {
        let line = Line(
            self.position,
            &self.written_at,
            &self.actor,
            &self.act,
            &self.subject,
            &self.body,
        );
        link(before, &line)
    }
}

/// Which lines are asked for.
#[derive(Clone, Debug, Default)]
pub struct TrailFilter {
    /// Only those about this: `dossier 12`.
    pub subject: Option<String>,
    /// Only those of this actor: `account 7`.
    pub actor: Option<String>,
    /// Only those before this place.
    pub before: Option<i64>,
    /// How many at most.
    pub limit: i64,
}

#[derive(FromRow)]
struct TrailRow {
    position: i64,
    happened_at: String,
    actor: String,
    act: String,
    subject: String,
    body: String,
    hash: String,
}

impl TrailRow {
    fn read(self) -> Result<TrailRecord, Error> {
        let key = self.position.to_string();
        let row = Row {
            table: "trail",
            key: &key,
        };
        Ok(TrailRecord {
            position: self.position,
            happened_at: row.instant("happened_at", &self.happened_at)?,
            hash: hash(&row, &self.hash)?,
            written_at: self.happened_at,
            actor: self.actor,
            act: self.act,
            subject: self.subject,
            body: self.body,
        })
    }
}

fn hash(row: &Row<'_>, written: &str) -> Result<[u8; 32], Error> {
    let bytes = row.bytes("hash", written)?;
    row.column("hash", bytes.try_into().ok())
}

impl Register {
    /// Lines of the trail, the newest first.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn trail(&self, filter: &TrailFilter) -> Result<Vec<TrailRecord>, Error> {
        // One text for each, so that each goes by its index.
        let sql = match (&filter.subject, &filter.actor) {
            (None, None) => {
                "select * from trail where position < $1 and $2 is null and $3 is null
                 order by position desc limit $4"
            }
            (Some(_), None) => {
                "select * from trail where position < $1 and subject = $2 and $3 is null
                 order by position desc limit $4"
            }
            (None, Some(_)) => {
                "select * from trail where position < $1 and $2 is null and actor = $3
                 order by position desc limit $4"
            }
            (Some(_), Some(_)) => {
                "select * from trail where position < $1 and subject = $2 and actor = $3
                 order by position desc limit $4"
            }
        };
        let rows: Vec<TrailRow> = on!(self.readers(), pool => {
            sqlx::query_as(sql)
                .bind(filter.before.unwrap_or(i64::MAX))
                .bind(&filter.subject)
                .bind(&filter.actor)
                .bind(filter.limit)
                .fetch_all(pool)
                .await
        })?;
        rows.into_iter().map(TrailRow::read).collect()
    }

    /// The lines after a place, in order, so many at most: for who checks the hashes.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn trail_after(&self, place: i64, limit: i64) -> Result<Vec<TrailRecord>, Error> {
        let sql = "select * from trail where position > $1 order by position limit $2";
        let rows: Vec<TrailRow> = on!(self.readers(), pool => {
            sqlx::query_as(sql).bind(place).bind(limit).fetch_all(pool).await
        })?;
        rows.into_iter().map(TrailRow::read).collect()
    }
}

impl Entry {
    /// Writes into the public log how far the trail has grown, if it has since the last time.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn anchor_trail(&mut self, at: DateTime<Utc>) -> Result<(), Error> {
        let sql = "select position, hash from trail
                   where position > (select size from trail_anchor where id = 1)
                   order by position desc limit 1";
        let last: Option<(i64, String)> = on!(self.connection(), connection => {
            sqlx::query_as(sql).fetch_optional(connection).await
        })?;
        let Some((size, hash)) = last else {
            return Ok(());
        };
        let body = json!({ "size": size, "sha256": hash });
        self.record(at, "trail_anchored", "trail".to_owned(), body)
            .await?;
        on!(self.connection(), connection => {
            sqlx::query("update trail_anchor set size = $1 where id = 1")
                .bind(size)
                .execute(connection)
                .await
                .map(drop)
        })?;
        Ok(())
    }

    /// Adds a line to the trail, and returns its place. Writers follow one another, so the line
    /// before is the one that stands last.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn trail(&mut self, deed: &Deed) -> Result<i64, Error> {
        let last: Option<(i64, String)> = on!(self.connection(), connection => {
            sqlx::query_as("select position, hash from trail order by position desc limit 1")
                .fetch_optional(connection)
                .await
        })?;
        let (place, before) = match last {
            None => (0, START),
            Some((place, written)) => {
                let key = place.to_string();
                let row = Row {
                    table: "trail",
                    key: &key,
                };
                (place, hash(&row, &written)?)
            }
        };
        let (position, at, body) = (place + 1, rows::instant(deed.at), deed.body.to_string());
        let line = Line(position, &at, &deed.actor, deed.act, &deed.subject, &body);
        let hash = rows::bytes(&link(&before, &line));
        let sql = "insert into trail (position, happened_at, actor, act, subject, body, hash)
                   values ($1, $2, $3, $4, $5, $6, $7)";
        on!(self.connection(), connection => {
            sqlx::query(sql)
                .bind(position)
                .bind(&at)
                .bind(&deed.actor)
                .bind(deed.act)
                .bind(&deed.subject)
                .bind(&body)
                .bind(hash)
                .execute(connection)
                .await
                .map(drop)
        })?;
        Ok(position)
    }
}
