//! Shoppers' reports: received, and moved on by inspectors.

use chrono::{DateTime, Utc};
use sqlx::FromRow;

use super::rows::{self, Row};
use super::{Entry, Error, Photograph, Register, on};
use crate::scheme::number::CertificateNumber;
use crate::scheme::report_number::ReportNumber;
use crate::scheme::shopper_report::{ReportReason, ReportState};

/// A report that comes in.
#[derive(Clone, Debug)]
pub struct NewShopperReport {
    /// Its number.
    pub number: ReportNumber,
    /// What the form drew, so that it is kept once.
    pub once: Option<String>,
    /// The code, if there is one.
    pub code: Option<String>,
    /// The certificate that the code names, genuine or not.
    pub certificate: Option<CertificateNumber>,
    /// What the judge said of the code.
    pub verdict: Option<&'static str>,
    /// What seems to be wrong.
    pub reason: ReportReason,
    /// The product, where no code names it.
    pub product: Option<String>,
    /// What was seen.
    pub description: String,
    /// The shop's name.
    pub shop: Option<String>,
    /// Where it is.
    pub shop_address: Option<String>,
    /// The province, `VN-04@2`.
    pub province: Option<String>,
    /// How to reach whoever reports.
    pub contact: Option<String>,
    /// What was photographed; the contents are durable.
    pub photographs: Vec<Photograph>,
}

/// A report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShopperReportRecord {
    /// Its identity.
    pub id: i64,
    /// Its number.
    pub number: ReportNumber,
    /// The code, if there is one.
    pub code: Option<String>,
    /// The certificate that the code names, genuine or not.
    pub certificate: Option<CertificateNumber>,
    /// What the judge said of the code then.
    pub verdict: Option<String>,
    /// What seems to be wrong.
    pub reason: ReportReason,
    /// The product, where no code names it.
    pub product: Option<String>,
    /// What was seen.
    pub description: String,
    /// The shop's name.
    pub shop: Option<String>,
    /// Where it is.
    pub shop_address: Option<String>,
    /// The province.
    pub province: Option<String>,
    /// How far it has come.
    pub state: ReportState,
    /// The report that it says the same as.
    pub duplicate_of: Option<i64>,
    /// The case that was opened about it.
    pub case: Option<i64>,
    /// Why it was dismissed, for inspectors.
    pub dismissed_for: Option<String>,
    /// What whoever reported is told.
    pub public_answer: Option<String>,
    /// Counts its changes.
    pub version: i64,
    /// When it came in.
    pub received_at: DateTime<Utc>,
    /// When it was changed last.
    pub changed_at: DateTime<Utc>,
    /// When it was closed.
    pub closed_at: Option<DateTime<Utc>>,
}

/// A report goes on.
#[derive(Clone, Debug)]
pub struct ShopperReportStep {
    /// Which.
    pub id: i64,
    /// The version that was looked at.
    pub seen: i64,
    /// Where to.
    pub state: ReportState,
    /// The report that it says the same as.
    pub duplicate_of: Option<i64>,
    /// Why it is dismissed.
    pub dismissed_for: Option<String>,
    /// What whoever reported is told.
    pub public_answer: Option<String>,
    /// When.
    pub at: DateTime<Utc>,
}

#[derive(FromRow)]
pub(super) struct ReportRow {
    id: i64,
    number: String,
    code: Option<String>,
    council: Option<String>,
    certificate_index: Option<i64>,
    verdict: Option<String>,
    reason: String,
    product: Option<String>,
    description: String,
    shop: Option<String>,
    shop_address: Option<String>,
    province: Option<String>,
    state: String,
    duplicate_of: Option<i64>,
    case_id: Option<i64>,
    dismissed_for: Option<String>,
    public_answer: Option<String>,
    version: i64,
    received_at: String,
    changed_at: String,
    closed_at: Option<String>,
}

impl ReportRow {
    pub(super) fn read(self) -> Result<ShopperReportRecord, Error> {
        let key = self.id.to_string();
        let row = Row {
            table: "shopper_reports",
            key: &key,
        };
        let named = self.council.as_deref().zip(self.certificate_index);
        let certificate = named.map(|(council, index)| row.certificate(council, index));
        let closed = self.closed_at.map(|at| row.instant("closed_at", &at));
        Ok(ShopperReportRecord {
            id: self.id,
            number: row.parsed("number", &self.number)?,
            certificate: certificate.transpose()?,
            reason: row.parsed("reason", &self.reason)?,
            state: row.parsed("state", &self.state)?,
            received_at: row.instant("received_at", &self.received_at)?,
            changed_at: row.instant("changed_at", &self.changed_at)?,
            closed_at: closed.transpose()?,
            code: self.code,
            verdict: self.verdict,
            product: self.product,
            description: self.description,
            shop: self.shop,
            shop_address: self.shop_address,
            province: self.province,
            duplicate_of: self.duplicate_of,
            case: self.case_id,
            dismissed_for: self.dismissed_for,
            public_answer: self.public_answer,
            version: self.version,
        })
    }
}

impl Register {
    /// A report.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn shopper_report(&self, id: i64) -> Result<Option<ShopperReportRecord>, Error> {
        let sql = "select * from shopper_reports where id = $1";
        let row: Option<ReportRow> = on!(self.readers(), pool => {
            sqlx::query_as(sql).bind(id).fetch_optional(pool).await
        })?;
        row.map(ReportRow::read).transpose()
    }

    /// The report with a number.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn shopper_report_numbered(
        &self,
        number: ReportNumber,
    ) -> Result<Option<ShopperReportRecord>, Error> {
        let sql = "select * from shopper_reports where number = $1";
        let row: Option<ReportRow> = on!(self.readers(), pool => {
            sqlx::query_as(sql).bind(number.to_string()).fetch_optional(pool).await
        })?;
        row.map(ReportRow::read).transpose()
    }

    /// The report that came by what a form drew.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn shopper_report_sent_once(
        &self,
        once: &str,
    ) -> Result<Option<ShopperReportRecord>, Error> {
        let sql = "select * from shopper_reports where once = $1";
        let row: Option<ReportRow> = on!(self.readers(), pool => {
            sqlx::query_as(sql).bind(once).fetch_optional(pool).await
        })?;
        row.map(ReportRow::read).transpose()
    }
}

impl Entry {
    /// Keeps a report with its photographs and its contact; `None` when what its form drew was
    /// kept before.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn add_shopper_report(
        &mut self,
        new: &NewShopperReport,
        at: DateTime<Utc>,
    ) -> Result<Option<i64>, Error> {
        let sql = "insert into shopper_reports (id, number, once, code, council,
                     certificate_index, verdict, reason, product, description, shop,
                     shop_address, province, state, version, received_at, changed_at)
                   values ((select coalesce(max(id), 0) + 1 from shopper_reports), $1, $2, $3,
                     $4, $5, $6, $7, $8, $9, $10, $11, $12, 'received', 1, $13, $13)
                   on conflict (once) do nothing returning id";
        let id: Option<i64> = on!(self.connection(), connection => {
            sqlx::query_scalar(sql)
                .bind(new.number.to_string())
                .bind(&new.once)
                .bind(&new.code)
                .bind(new.certificate.map(|number| number.council.to_string()))
                .bind(new.certificate.map(|number| i64::from(number.index)))
                .bind(new.verdict)
                .bind(new.reason.name())
                .bind(&new.product)
                .bind(&new.description)
                .bind(&new.shop)
                .bind(&new.shop_address)
                .bind(&new.province)
                .bind(rows::instant(at))
                .fetch_optional(connection)
                .await
        })?;
        let Some(id) = id else { return Ok(None) };
        for (place, photograph) in (1_i64..).zip(&new.photographs) {
            let photograph = self.add_photograph(photograph, at).await?;
            let sql = "insert into shopper_report_photographs (report, place, photograph)
                       values ($1, $2, $3)";
            on!(self.connection(), connection => {
                sqlx::query(sql)
                    .bind(id)
                    .bind(place)
                    .bind(photograph)
                    .execute(connection)
                    .await
                    .map(drop)
            })?;
        }
        if let Some(contact) = &new.contact {
            self.add_shopper_contact(id, contact, at).await?;
        }
        Ok(Some(id))
    }

    /// Moves a report on from the version that was seen, and returns its new one.
    ///
    /// # Errors
    /// [`Error::Changed`] when another version stands than was seen.
    pub async fn move_shopper_report(&mut self, step: &ShopperReportStep) -> Result<i64, Error> {
        let sql = "update shopper_reports set state = $3, duplicate_of = $4, dismissed_for = $5,
                     public_answer = $6, changed_at = $7,
                     closed_at = case when $3 = 'closed' then $7 else null end,
                     version = version + 1
                   where id = $1 and version = $2 returning version";
        let version: Option<i64> = on!(self.connection(), connection => {
            sqlx::query_scalar(sql)
                .bind(step.id)
                .bind(step.seen)
                .bind(step.state.name())
                .bind(step.duplicate_of)
                .bind(&step.dismissed_for)
                .bind(&step.public_answer)
                .bind(rows::instant(step.at))
                .fetch_optional(connection)
                .await
        })?;
        if let Some(version) = version {
            return Ok(version);
        }
        let sql = "select version from shopper_reports where id = $1";
        let now: Option<i64> = on!(self.connection(), connection => {
            sqlx::query_scalar(sql).bind(step.id).fetch_optional(connection).await
        })?;
        Err(match now {
            Some(now) => Error::Changed(now),
            None => Error::Missing(format!("shopper_reports {}", step.id)),
        })
    }

    /// What was a duplicate of one report becomes one of another: a duplicate never has any of
    /// its own.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn hand_duplicates_on(&mut self, from: i64, to: i64) -> Result<(), Error> {
        let sql = "update shopper_reports set duplicate_of = $2 where duplicate_of = $1";
        on!(self.connection(), connection => {
            sqlx::query(sql).bind(from).bind(to).execute(connection).await.map(drop)
        })?;
        Ok(())
    }

    /// Whether a report is, in this entry, one that another can be a duplicate of.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn is_original_report(&mut self, id: i64) -> Result<bool, Error> {
        let sql = "select id from shopper_reports where id = $1 and duplicate_of is null";
        let found: Option<i64> = on!(self.connection(), connection => {
            sqlx::query_scalar(sql).bind(id).fetch_optional(connection).await
        })?;
        Ok(found.is_some())
    }
}
