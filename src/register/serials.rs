//! The keys of serials, and the run of a serial that was scanned: read for that alone, never with a
//! list.

use chrono::{DateTime, Utc};
use sqlx::FromRow;

use super::rows::{self, Row};
use super::{Entry, Error, Register, on};
use crate::scheme::code_kind::CodeKind;
use crate::scheme::number::CertificateNumber;
use crate::scheme::serial::{KEY_BYTES, SerialKey};

/// The run of a serial, with the key that knows it.
#[derive(Clone, Debug)]
pub struct SerialRun {
    /// Its identity.
    pub id: i64,
    /// What its codes hold.
    pub kind: CodeKind,
    /// The first count.
    pub first: u64,
    /// How many labels.
    pub count: u64,
    /// The key of its year.
    pub key: SerialKey,
    /// The producer's lot.
    pub lot: Option<String>,
    /// When it was recorded.
    pub made_at: DateTime<Utc>,
}

#[derive(FromRow)]
struct SerialRow {
    id: i64,
    kind: String,
    first: i64,
    count: i64,
    lot: Option<String>,
    made_at: String,
    key: String,
}

impl Register {
    /// The run whose counts hold this one, with the key that knows its serials. Whether the key
    /// made a serial is to be asked of it: a count alone says nothing.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn serial_run(
        &self,
        number: CertificateNumber,
        count: u64,
    ) -> Result<Option<SerialRun>, Error> {
        let sql = "select r.id, r.kind, r.first, r.count, r.lot, r.made_at, k.key
                   from label_runs r join serial_keys k on k.year = r.key_year
                   where r.council = $1 and r.certificate_index = $2 and r.first <= $3
                   order by r.first desc limit 1";
        let row: Option<SerialRow> = on!(self.readers(), pool => {
            sqlx::query_as(sql)
                .bind(number.council.to_string())
                .bind(i64::from(number.index))
                .bind(rows::bound(count))
                .fetch_optional(pool)
                .await
        })?;
        let run = row.map(SerialRow::read).transpose()?;
        Ok(run.filter(|run| count - run.first < run.count))
    }

    /// The key of a year.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn serial_key(&self, year: i32) -> Result<Option<SerialKey>, Error> {
        let sql = "select key from serial_keys where year = $1";
        let key: Option<String> = on!(self.readers(), pool => {
            sqlx::query_scalar(sql).bind(i64::from(year)).fetch_optional(pool).await
        })?;
        let row = Row {
            table: "serial_keys",
            key: &year.to_string(),
        };
        key.map(|key| read_key(&row, &key)).transpose()
    }
}

impl Entry {
    /// Keeps the key of a year, unless that year has one.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn keep_serial_key(
        &mut self,
        year: i32,
        key: &[u8; KEY_BYTES],
        at: DateTime<Utc>,
    ) -> Result<(), Error> {
        let sql = "insert into serial_keys (year, key, made_at) values ($1, $2, $3)
                   on conflict do nothing";
        on!(self.connection(), connection => {
            sqlx::query(sql)
                .bind(i64::from(year))
                .bind(rows::bytes(key))
                .bind(rows::instant(at))
                .execute(connection)
                .await
                .map(drop)
        })?;
        Ok(())
    }
}

fn read_key(row: &Row<'_>, key: &str) -> Result<SerialKey, Error> {
    let bytes = row.bytes("key", key)?;
    let bytes: [u8; KEY_BYTES] = row.column("key", bytes.try_into().ok())?;
    Ok(SerialKey::new(&bytes))
}

impl SerialRow {
    fn read(self) -> Result<SerialRun, Error> {
        let key = self.id.to_string();
        let row = Row {
            table: "label_runs",
            key: &key,
        };
        Ok(SerialRun {
            id: self.id,
            kind: row.column("kind", CodeKind::named(&self.kind))?,
            first: row.number("first", self.first)?,
            count: row.number("count", self.count)?,
            key: read_key(&row, &self.key)?,
            lot: self.lot,
            made_at: row.instant("made_at", &self.made_at)?,
        })
    }
}
