//! The packs that were made: what each speaks of, and its signature.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::FromRow;

use super::rows::{self, Row};
use super::{Entry, Error, Register, on};
use crate::scheme::council::CouncilCode;
use crate::scheme::number::CertificateNumber;
use crate::scheme::seal::KeyId;
use crate::scheme::stars::Stars;
use crate::scheme::token::TokenDigest;

/// A pack that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PackRecord {
    /// Counts up from 1.
    pub sequence: u64,
    /// The end of the book that it speaks of: what stands at or after it is not in the pack.
    pub position: i64,
    /// The version of the trust list in it.
    pub trust_list: u64,
    /// The last signing of a status list that could be in it.
    pub status_serial: i64,
    /// When it was made.
    pub made_at: DateTime<Utc>,
    /// Which key signed its manifest.
    pub kid: KeyId,
    /// The signature.
    pub signature: [u8; 64],
}

/// A status list of the newest pack.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PackStatusList {
    /// Whose it is.
    pub council: CouncilCode,
    /// Which signing of the register it is.
    pub serial: i64,
    /// `application/statuslist+cwt`.
    pub cwt: Vec<u8>,
}

/// A certificate, as a pack speaks of it.
#[derive(Clone, Debug)]
pub struct PackedCertificate {
    /// Its number.
    pub number: CertificateNumber,
    /// The token's digest.
    pub digest: TokenDigest,
    /// Its stars.
    pub stars: Stars,
    /// The product.
    pub product: String,
    /// The producer.
    pub producer: String,
    /// The number of the decision.
    pub decision: String,
    /// The day the decision was signed.
    pub issued_on: NaiveDate,
    /// The last day on which it holds.
    pub valid_through: NaiveDate,
}

#[derive(FromRow)]
struct PackRow {
    sequence: i64,
    position: i64,
    trust_list: i64,
    status_serial: i64,
    made_at: String,
    kid: String,
    signature: String,
}

#[derive(FromRow)]
struct CertificateRow {
    council: String,
    certificate_index: i64,
    token: String,
    stars: i64,
    product: String,
    producer: String,
    decision: String,
    issued_on: String,
    valid_through: String,
}

impl Register {
    /// The newest pack.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn newest_pack(&self) -> Result<Option<PackRecord>, Error> {
        let sql = "select sequence, position, trust_list, status_serial, made_at, kid, signature
                   from packs order by sequence desc limit 1";
        let found: Option<PackRow> =
            on!(self.readers(), pool => sqlx::query_as(sql).fetch_optional(pool).await)?;
        found.map(PackRow::read).transpose()
    }

    /// The pack with a sequence number.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn pack(&self, sequence: u64) -> Result<Option<PackRecord>, Error> {
        let sql = "select sequence, position, trust_list, status_serial, made_at, kid, signature
                   from packs where sequence = $1";
        let Ok(sequence) = i64::try_from(sequence) else {
            return Ok(None);
        };
        let found: Option<PackRow> = on!(self.readers(), pool => {
            sqlx::query_as(sql).bind(sequence).fetch_optional(pool).await
        })?;
        found.map(PackRow::read).transpose()
    }

    /// The status lists of the newest pack.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn pack_status_lists(&self) -> Result<Vec<PackStatusList>, Error> {
        let sql = "select council, serial, cwt from pack_status_lists order by serial";
        let found: Vec<(String, i64, String)> =
            on!(self.readers(), pool => sqlx::query_as(sql).fetch_all(pool).await)?;
        let read = |(council, serial, cwt): (String, i64, String)| {
            let row = Row {
                table: "pack_status_lists",
                key: &council,
            };
            Ok(PackStatusList {
                council: row.parsed("council", &council)?,
                serial,
                cwt: row.bytes("cwt", &cwt)?,
            })
        };
        found.into_iter().map(read).collect()
    }

    /// The signed bytes of the trust list with a version.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn sealed_trust_list(&self, version: u64) -> Result<Option<Vec<u8>>, Error> {
        let sql = "select sealed from trust_lists where version = $1";
        let Ok(number) = i64::try_from(version) else {
            return Ok(None);
        };
        let found: Option<String> = on!(self.readers(), pool => {
            sqlx::query_scalar(sql).bind(number).fetch_optional(pool).await
        })?;
        let row = Row {
            table: "trust_lists",
            key: &version.to_string(),
        };
        found.map(|sealed| row.bytes("sealed", &sealed)).transpose()
    }

    /// The certificates from a position of the book on, up to another and without it.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn packed_certificates(
        &self,
        from: i64,
        to: i64,
    ) -> Result<Vec<PackedCertificate>, Error> {
        let sql = "select c.council, c.certificate_index, c.token, c.stars, c.product, c.producer,
                          d.number as decision, c.issued_on, c.valid_through
                   from certificates c join decisions d on d.id = c.decision
                   where c.position >= $1 and c.position < $2
                   order by c.position";
        let rows: Vec<CertificateRow> = on!(self.readers(), pool => {
            sqlx::query_as(sql).bind(from).bind(to).fetch_all(pool).await
        })?;
        rows.into_iter().map(CertificateRow::read).collect()
    }

    /// How many certificates of each council stand before a position of the book.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn certificates_before(
        &self,
        position: i64,
    ) -> Result<HashMap<CouncilCode, usize>, Error> {
        let sql = "select council, count(*) from certificates where position < $1 group by council";
        let found: Vec<(String, i64)> = on!(self.readers(), pool => {
            sqlx::query_as(sql).bind(position).fetch_all(pool).await
        })?;
        let read = |(council, count): (String, i64)| {
            let row = Row {
                table: "certificates",
                key: &council,
            };
            Ok((
                row.parsed("council", &council)?,
                row.number("count", count)?,
            ))
        };
        found.into_iter().map(read).collect()
    }
}

impl Entry {
    /// Notes a pack that was made, with the status lists in it.
    ///
    /// # Errors
    /// [`Error::Exists`] when one with its number was made meanwhile.
    pub async fn add_pack(
        &mut self,
        pack: &PackRecord,
        lists: &[PackStatusList],
    ) -> Result<(), Error> {
        let sql = "insert into packs (sequence, position, trust_list, status_serial, made_at, kid,
                                      signature)
                   values ($1, $2, $3, $4, $5, $6, $7)";
        on!(self.connection(), connection => {
            sqlx::query(sql)
                .bind(rows::bound(pack.sequence))
                .bind(pack.position)
                .bind(rows::bound(pack.trust_list))
                .bind(pack.status_serial)
                .bind(rows::instant(pack.made_at))
                .bind(pack.kid.to_string())
                .bind(rows::bytes(&pack.signature))
                .execute(connection)
                .await
                .map(drop)
        })
        .map_err(Error::exists(|| format!("pack {}", pack.sequence)))?;
        on!(self.connection(), connection => {
            sqlx::query("delete from pack_status_lists").execute(connection).await.map(drop)
        })?;
        let sql = "insert into pack_status_lists (council, serial, cwt) values ($1, $2, $3)";
        for list in lists {
            on!(self.connection(), connection => {
                sqlx::query(sql)
                    .bind(list.council.to_string())
                    .bind(list.serial)
                    .bind(rows::bytes(&list.cwt))
                    .execute(connection)
                    .await
                    .map(drop)
            })?;
        }
        Ok(())
    }
}

impl PackRow {
    fn read(self) -> Result<PackRecord, Error> {
        let key = self.sequence.to_string();
        let row = Row {
            table: "packs",
            key: &key,
        };
        let signature = row.bytes("signature", &self.signature)?;
        Ok(PackRecord {
            sequence: row.number("sequence", self.sequence)?,
            position: self.position,
            trust_list: row.number("trust_list", self.trust_list)?,
            status_serial: self.status_serial,
            made_at: row.instant("made_at", &self.made_at)?,
            kid: row.parsed("kid", &self.kid)?,
            signature: row.column("signature", signature.try_into().ok())?,
        })
    }
}

impl CertificateRow {
    fn read(self) -> Result<PackedCertificate, Error> {
        let key = format!("{} {}", self.council, self.certificate_index);
        let row = Row {
            table: "certificates",
            key: &key,
        };
        Ok(PackedCertificate {
            number: row.certificate(&self.council, self.certificate_index)?,
            digest: TokenDigest::of(&row.bytes("token", &self.token)?),
            stars: row.stars(self.stars)?,
            issued_on: row.date("issued_on", &self.issued_on)?,
            valid_through: row.date("valid_through", &self.valid_through)?,
            product: self.product,
            producer: self.producer,
            decision: self.decision,
        })
    }
}
