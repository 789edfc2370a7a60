//! Labels that were scanned: found one by one, and listed with what stands out first.

use chrono::NaiveDate;
use sqlx::FromRow;

use super::rows::{self, Row};
use super::{Error, Register, on};
use crate::scheme::council::CouncilCode;
use crate::scheme::number::CertificateNumber;
use crate::scheme::scan_score::ScanCounts;

/// A label, with how often and where it was scanned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScannedLabelRecord {
    /// Its identity, by the order of the first scans.
    pub id: i64,
    /// Of which certificate.
    pub number: CertificateNumber,
    /// Which of its labels.
    pub serial_count: u64,
    /// The first day.
    pub first_on: NaiveDate,
    /// The last day.
    pub last_on: NaiveDate,
    /// On how many days.
    pub days: u64,
    /// The provinces that are known, by unit.
    pub provinces: Vec<String>,
    /// What the score is made of.
    pub counts: ScanCounts,
    /// The score by the limits of its last scan, by which the list is sorted.
    pub score: u64,
}

/// Codes of a certificate with serials that were never given, on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InventedRecord {
    /// Of which certificate.
    pub number: CertificateNumber,
    /// When.
    pub scanned_on: NaiveDate,
    /// Scans with a wrong MAC.
    pub wrong_macs: u64,
    /// Scans with a count that no run has.
    pub unknown_counts: u64,
}

/// Whose labels are asked for.
#[derive(Clone, Copy, Debug)]
pub enum ScansOf {
    /// Everybody's.
    All,
    /// Those of a council's certificates.
    Council(CouncilCode),
    /// Those of a certificate.
    Certificate(CertificateNumber),
}

/// In which order, and after which label.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScanOrder {
    /// The highest score first; after this score and identity.
    Score(Option<(i64, i64)>),
    /// The newest day first; after this day and identity.
    Day(Option<(NaiveDate, i64)>),
}

#[derive(FromRow)]
pub(super) struct LabelRow {
    pub(super) id: i64,
    council: String,
    certificate_index: i64,
    serial_count: i64,
    times: i64,
    first_on: String,
    last_on: String,
    days: i64,
    most_on_a_day: i64,
    provinces: String,
    most_provinces_on_a_day: i64,
    score: i64,
}

#[derive(FromRow)]
struct InventedRow {
    council: String,
    certificate_index: i64,
    scanned_on: String,
    wrong_macs: i64,
    unknown_counts: i64,
}

/// What every list of labels begins and ends with.
macro_rules! listed {
    ($condition:literal) => {
        concat!(
            "select * from scanned_labels where ",
            $condition,
            " limit $5"
        )
    };
}

impl Register {
    /// A label that was scanned.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn scanned_label(
        &self,
        number: CertificateNumber,
        serial_count: u64,
    ) -> Result<Option<ScannedLabelRecord>, Error> {
        let sql = "select * from scanned_labels
                   where council = $1 and certificate_index = $2 and serial_count = $3";
        let row: Option<LabelRow> = on!(self.readers(), pool => {
            sqlx::query_as(sql)
                .bind(number.council.to_string())
                .bind(i64::from(number.index))
                .bind(rows::bound(serial_count))
                .fetch_optional(pool)
                .await
        })?;
        row.map(LabelRow::read).transpose()
    }

    /// Labels that were scanned, by their score or day.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn scanned_labels(
        &self,
        of: ScansOf,
        order: ScanOrder,
        limit: i64,
    ) -> Result<Vec<ScannedLabelRecord>, Error> {
        let (council, index) = of.bound();
        let rows: Vec<LabelRow> = match order {
            ScanOrder::Score(after) => {
                // One text for each, so that each goes by its index.
                let sql = match of {
                    ScansOf::All => listed!(
                        "$1 is null and $2 is null and (score, id) < ($3, $4)
                         order by score desc, id desc"
                    ),
                    ScansOf::Council(_) => listed!(
                        "council = $1 and $2 is null and (score, id) < ($3, $4)
                         order by score desc, id desc"
                    ),
                    ScansOf::Certificate(_) => listed!(
                        "council = $1 and certificate_index = $2 and (score, id) < ($3, $4)
                         order by score desc, id desc"
                    ),
                };
                let (score, id) = after.unwrap_or((i64::MAX, i64::MAX));
                on!(self.readers(), pool => {
                    sqlx::query_as(sql)
                        .bind(council)
                        .bind(index)
                        .bind(score)
                        .bind(id)
                        .bind(limit)
                        .fetch_all(pool)
                        .await
                })?
            }
            ScanOrder::Day(after) => {
                let sql = match of {
                    ScansOf::All => listed!(
                        "$1 is null and $2 is null and (last_on, id) < ($3, $4)
                         order by last_on desc, id desc"
                    ),
                    ScansOf::Council(_) => listed!(
                        "council = $1 and $2 is null and (last_on, id) < ($3, $4)
                         order by last_on desc, id desc"
                    ),
                    ScansOf::Certificate(_) => listed!(
                        "council = $1 and certificate_index = $2 and (last_on, id) < ($3, $4)
                         order by last_on desc, id desc"
                    ),
                };
                // Days are digits and dashes: anything with a letter comes after them.
                let (day, id) = after.map_or_else(
                    || ("9999-99-99".to_owned(), i64::MAX),
                    |(day, id)| (day.to_string(), id),
                );
                on!(self.readers(), pool => {
                    sqlx::query_as(sql)
                        .bind(council)
                        .bind(index)
                        .bind(day)
                        .bind(id)
                        .bind(limit)
                        .fetch_all(pool)
                        .await
                })?
            }
        };
        rows.into_iter().map(LabelRow::read).collect()
    }

    /// The newest days, from one on, on which serials were scanned that were never given.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn invented_serials(
        &self,
        of: ScansOf,
        since: NaiveDate,
        limit: i64,
    ) -> Result<Vec<InventedRecord>, Error> {
        let (council, index) = of.bound();
        let sql = match of {
            ScansOf::All => {
                "select * from invented_serials where $1 is null and $2 is null
                   and scanned_on >= $3
                 order by scanned_on desc, council desc, certificate_index desc limit $4"
            }
            ScansOf::Council(_) => {
                "select * from invented_serials where council = $1 and $2 is null
                   and scanned_on >= $3
                 order by scanned_on desc, certificate_index desc limit $4"
            }
            ScansOf::Certificate(_) => {
                "select * from invented_serials where council = $1 and certificate_index = $2
                   and scanned_on >= $3
                 order by scanned_on desc limit $4"
            }
        };
        let rows: Vec<InventedRow> = on!(self.readers(), pool => {
            sqlx::query_as(sql)
                .bind(council)
                .bind(index)
                .bind(since.to_string())
                .bind(limit)
                .fetch_all(pool)
                .await
        })?;
        rows.into_iter().map(InventedRow::read).collect()
    }
}

impl ScansOf {
    fn bound(self) -> (Option<String>, Option<i64>) {
        match self {
            Self::All => (None, None),
            Self::Council(council) => (Some(council.to_string()), None),
            Self::Certificate(number) => (
                Some(number.council.to_string()),
                Some(i64::from(number.index)),
            ),
        }
    }
}

impl LabelRow {
    pub(super) fn read(self) -> Result<ScannedLabelRecord, Error> {
        let key = self.id.to_string();
        let row = Row {
            table: "scanned_labels",
            key: &key,
        };
        let provinces: Vec<String> = self
            .provinces
            .split_whitespace()
            .map(str::to_owned)
            .collect();
        Ok(ScannedLabelRecord {
            id: self.id,
            number: row.certificate(&self.council, self.certificate_index)?,
            serial_count: row.number("serial_count", self.serial_count)?,
            first_on: row.date("first_on", &self.first_on)?,
            last_on: row.date("last_on", &self.last_on)?,
            days: row.number("days", self.days)?,
            counts: ScanCounts {
                in_all: row.number("times", self.times)?,
                on_a_day: row.number("most_on_a_day", self.most_on_a_day)?,
                provinces: provinces.len() as u64,
                provinces_on_a_day: row
                    .number("most_provinces_on_a_day", self.most_provinces_on_a_day)?,
            },
            provinces,
            score: row.number("score", self.score)?,
        })
    }
}

impl InventedRow {
    fn read(self) -> Result<InventedRecord, Error> {
        let key = format!("{} {}", self.council, self.certificate_index);
        let row = Row {
            table: "invented_serials",
            key: &key,
        };
        Ok(InventedRecord {
            number: row.certificate(&self.council, self.certificate_index)?,
            scanned_on: row.date("scanned_on", &self.scanned_on)?,
            wrong_macs: row.number("wrong_macs", self.wrong_macs)?,
            unknown_counts: row.number("unknown_counts", self.unknown_counts)?,
        })
    }
}
