//! Compact tokens: of which certificates there are any, and for whom a code is made of them.

use std::collections::{HashMap, HashSet};

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use chrono::{DateTime, NaiveDate, Utc};
use serde_json::json;
use sha2::{Digest, Sha256};
use sqlx::FromRow;

use super::columns::Columns;
use super::rows::{self, Row};
use super::{Entry, Error, Register, on};
use crate::scheme::council::CouncilCode;
use crate::scheme::number::CertificateNumber;
use crate::scheme::stars::Stars;
use crate::scheme::token::TokenDigest;

/// A compact token that was sealed and is to be recorded.
#[derive(Clone, Debug)]
pub struct NewCompactToken {
    /// Whose it is.
    pub number: CertificateNumber,
    /// The token's bytes.
    pub token: Vec<u8>,
}

/// A compact token as it stands, beside what the register keeps of its certificate.
#[derive(Clone, Debug)]
pub struct RecordedCompactToken {
    /// Its place in the book.
    pub position: u64,
    /// As it was sealed.
    pub compact: NewCompactToken,
    /// The instant of sealing.
    pub sealed_at: DateTime<Utc>,
    /// The certificate's stars.
    pub stars: Stars,
    /// The day its decision was signed.
    pub issued_on: NaiveDate,
    /// Its last day.
    pub valid_through: NaiveDate,
}

#[derive(FromRow)]
struct WholeRow {
    position: i64,
    council: String,
    certificate_index: i64,
    token: String,
    sealed_at: String,
    stars: i64,
    issued_on: String,
    valid_through: String,
}

impl Register {
    /// The compact token of a certificate, if one was sealed.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn compact_token(&self, number: CertificateNumber) -> Result<Option<Vec<u8>>, Error> {
        let sql = "select token from compact_tokens where council = $1 and certificate_index = $2";
        let found: Option<String> = on!(self.readers(), pool => {
            sqlx::query_scalar(sql)
                .bind(number.council.to_string())
                .bind(i64::from(number.index))
                .fetch_optional(pool)
                .await
        })?;
        let row = Row {
            table: "compact_tokens",
            key: &number.to_string(),
        };
        found.map(|token| row.bytes("token", &token)).transpose()
    }

    /// The indices of a council's certificates that have a compact token.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn compacted(&self, council: CouncilCode) -> Result<HashSet<u32>, Error> {
        let sql = "select certificate_index from compact_tokens where council = $1";
        let code = council.to_string();
        let found: Vec<i64> = on!(self.readers(), pool => {
            sqlx::query_scalar(sql).bind(&code).fetch_all(pool).await
        })?;
        let row = Row {
            table: "compact_tokens",
            key: &code,
        };
        let index = |index| row.number("certificate_index", index);
        found.into_iter().map(index).collect()
    }

    /// The digests of the compact tokens from a position of the book on, up to another and
    /// without it.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn compact_digests(
        &self,
        from: i64,
        to: i64,
    ) -> Result<Vec<(CouncilCode, TokenDigest)>, Error> {
        let sql = "select council, token from compact_tokens
                   where position >= $1 and position < $2 order by position";
        let found: Vec<(String, String)> = on!(self.readers(), pool => {
            sqlx::query_as(sql).bind(from).bind(to).fetch_all(pool).await
        })?;
        let read = |(council, token): (String, String)| {
            let row = Row {
                table: "compact_tokens",
                key: &council,
            };
            let digest = TokenDigest::of(&row.bytes("token", &token)?);
            Ok((row.parsed("council", &council)?, digest))
        };
        found.into_iter().map(read).collect()
    }

    /// How many compact tokens of each council stand before a position of the book.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn compact_tokens_before(
        &self,
        position: i64,
    ) -> Result<HashMap<CouncilCode, usize>, Error> {
        let sql =
            "select council, count(*) from compact_tokens where position < $1 group by council";
        let found: Vec<(String, i64)> = on!(self.readers(), pool => {
            sqlx::query_as(sql).bind(position).fetch_all(pool).await
        })?;
        let read = |(council, count): (String, i64)| {
            let row = Row {
                table: "compact_tokens",
                key: &council,
            };
            Ok((
                row.parsed("council", &council)?,
                row.number("count", count)?,
            ))
        };
        found.into_iter().map(read).collect()
    }

    /// The compact tokens recorded from one position of the book up to another, in its order,
    /// for an audit.
    ///
    /// # Errors
    /// When the register does not answer, or a row cannot be read.
    pub async fn compact_tokens_between(
        &self,
        from: u64,
        below: u64,
    ) -> Result<Vec<RecordedCompactToken>, Error> {
        let sql = "select t.position, t.council, t.certificate_index, t.token, t.sealed_at,
                          c.stars, c.issued_on, c.valid_through
                   from compact_tokens t join certificates c
                     on c.council = t.council and c.certificate_index = t.certificate_index
                   where t.position >= $1 and t.position < $2 order by t.position";
        let rows: Vec<WholeRow> = on!(self.readers(), pool => {
            sqlx::query_as(sql)
                .bind(rows::bound(from))
                .bind(rows::bound(below))
                .fetch_all(pool)
                .await
        })?;
        rows.into_iter().map(WholeRow::read).collect()
    }

    /// How many compact tokens there are.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn count_of_compact_tokens(&self) -> Result<u64, Error> {
        let sql = "select count(*) from compact_tokens";
        let count: i64 =
            on!(self.readers(), pool => sqlx::query_scalar(sql).fetch_one(pool).await)?;
        Ok(u64::try_from(count).unwrap_or(0))
    }
}

/// What is written of a compact token.
struct Recorded {
    position: i64,
    number: CertificateNumber,
    /// Of its event.
    subject: String,
    body: String,
    token: String,
}

impl Entry {
    /// Records compact tokens, each with its event, or none of them.
    ///
    /// # Errors
    /// [`Error::Exists`] when one of the certificates has its compact token, or is not in force
    /// any more: somebody else was here meanwhile.
    pub async fn add_compact_tokens(
        &mut self,
        tokens: &[NewCompactToken],
        at: DateTime<Utc>,
    ) -> Result<(), Error> {
        let first = self
            .reserve_positions(i64::try_from(tokens.len()).unwrap_or(0))
            .await?;
        let happened_at = rows::instant(at);
        let recorded = |(position, compact): (i64, &NewCompactToken)| Recorded {
            position,
            number: compact.number,
            subject: compact.number.to_string(),
            body: compact.body(),
            token: rows::bytes(&compact.token),
        };
        let rows: Vec<Recorded> = (first..).zip(tokens).map(recorded).collect();
        let events = Columns::of(&rows)
            .number("position", |row| row.position)
            .text("happened_at", |_| happened_at.as_str())
            .text("kind", |_| "certificate_compacted")
            .text("subject", |row| row.subject.as_str())
            .text("body", |row| row.body.as_str());
        events.insert(self, "events", "").await?;
        let columns = Columns::of(&rows)
            .text("council", |row| row.number.council.as_str())
            .number("certificate_index", |row| i64::from(row.number.index))
            .text("token", |row| row.token.as_str())
            .text("sealed_at", |_| happened_at.as_str())
            .number("position", |row| row.position);
        let inserted = columns.insert(self, "compact_tokens", "").await;
        inserted.map_err(Error::exists(|| "a compact token".to_owned()))?;
        let sql = "select count(*) from compact_tokens t join certificates c
                     on c.council = t.council and c.certificate_index = t.certificate_index
                   where t.position >= $1 and c.status <> 0";
        let withdrawn: i64 = on!(self.connection(), connection => {
            sqlx::query_scalar(sql).bind(first).fetch_one(connection).await
        })?;
        if withdrawn > 0 {
            return Err(Error::Exists("another status of a certificate".to_owned()));
        }
        Ok(())
    }
}

impl NewCompactToken {
    /// What its event says: whoever has the code can find it, and nobody can make another.
    pub fn body(&self) -> String {
        let sha256 = BASE64_URL_SAFE_NO_PAD.encode(Sha256::digest(&self.token));
        json!({ "token": sha256 }).to_string()
    }
}

impl WholeRow {
    fn read(self) -> Result<RecordedCompactToken, Error> {
        let key = format!("{} {}", self.council, self.certificate_index);
        let row = Row {
            table: "compact_tokens",
            key: &key,
        };
        Ok(RecordedCompactToken {
            position: row.number("position", self.position)?,
            compact: NewCompactToken {
                number: row.certificate(&self.council, self.certificate_index)?,
                token: row.bytes("token", &self.token)?,
            },
            sealed_at: row.instant("sealed_at", &self.sealed_at)?,
            stars: row.stars(self.stars)?,
            issued_on: row.date("issued_on", &self.issued_on)?,
            valid_through: row.date("valid_through", &self.valid_through)?,
        })
    }
}
