//! Lists and counts of shoppers' reports, and what belongs to one.

use chrono::{DateTime, Utc};

use super::photographs::PhotographRow;
use super::rows;
use super::shopper_reports::ReportRow;
use super::{Entry, Error, PhotographRecord, Register, ShopperReportRecord, on};
use crate::scheme::council::CouncilCode;
use crate::scheme::number::CertificateNumber;
use crate::scheme::report_number::ReportNumber;
use crate::scheme::shopper_report::{ReportReason, ReportState};

/// Which reports are asked for.
#[derive(Clone, Debug, Default)]
pub struct ShopperReportFilter {
    /// Only those whose code names a certificate of this council.
    pub council: Option<CouncilCode>,
    /// Only those in this state.
    pub state: Option<ReportState>,
    /// Only those from this province.
    pub province: Option<String>,
    /// Only those of this reason.
    pub reason: Option<ReportReason>,
    /// Only those received before this one.
    pub before: Option<i64>,
    /// How many at most.
    pub limit: i64,
}

/// What many reports may be about: a certificate; or, where a report names none, the place that
/// it is from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReportSubject {
    /// The certificate that the code names, genuine or not.
    Certificate(CertificateNumber),
    /// The province, if one is given.
    Place(Option<String>),
}

/// Reports of one subject since an instant. By the instant alone: there are few in a day, and many
/// about no certificate.
const ALIKE_SINCE: &str = "select count(*) from shopper_reports
     where received_at >= $1 and coalesce(council, '') = $2
       and coalesce(certificate_index, -1) = $3 and ($2 <> '' or coalesce(province, '') = $4)";

impl ReportSubject {
    /// Council, index and province as they are compared.
    fn columns(&self) -> (String, i64, &str) {
        match self {
            Self::Certificate(number) => (number.council.to_string(), i64::from(number.index), ""),
            Self::Place(province) => (String::new(), -1, province.as_deref().unwrap_or_default()),
        }
    }
}

/// The end of every list: the page.
macro_rules! listed {
    ($condition:literal) => {
        concat!(
            "select * from shopper_reports where ",
            $condition,
            " and ($4 is null or reason = $4) and id < $5 order by id desc limit $6"
        )
    };
}

impl Register {
    /// Reports, the newest first.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn shopper_reports(
        &self,
        filter: &ShopperReportFilter,
    ) -> Result<Vec<ShopperReportRecord>, Error> {
        // One text for each, so that each goes by its index.
        let sql = match (&filter.council, &filter.province, filter.state) {
            (Some(_), _, _) => listed!(
                "council = $1 and ($2 is null or province = $2) and ($3 is null or state = $3)"
            ),
            (None, Some(_), _) => {
                listed!("$1 is null and province = $2 and ($3 is null or state = $3)")
            }
            (None, None, Some(_)) => listed!("$1 is null and $2 is null and state = $3"),
            (None, None, None) => listed!("$1 is null and $2 is null and $3 is null"),
        };
        let rows: Vec<ReportRow> = on!(self.readers(), pool => {
            sqlx::query_as(sql)
                .bind(filter.council.map(|council| council.to_string()))
                .bind(&filter.province)
                .bind(filter.state.map(ReportState::name))
                .bind(filter.reason.map(ReportReason::name))
                .bind(filter.before.unwrap_or(i64::MAX))
                .bind(filter.limit)
                .fetch_all(pool)
                .await
        })?;
        rows.into_iter().map(ReportRow::read).collect()
    }

    /// How many reports nobody has looked at.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn shopper_reports_waiting(&self) -> Result<i64, Error> {
        let sql = "select count(*) from shopper_reports where state = 'received'";
        let count = on!(self.readers(), pool => {
            sqlx::query_scalar(sql).fetch_one(pool).await
        })?;
        Ok(count)
    }

    /// How many reports came in since.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn shopper_reports_since(&self, at: DateTime<Utc>) -> Result<i64, Error> {
        let sql = "select count(*) from shopper_reports where received_at >= $1";
        let count = on!(self.readers(), pool => {
            sqlx::query_scalar(sql).bind(rows::instant(at)).fetch_one(pool).await
        })?;
        Ok(count)
    }

    /// How many reports of one subject came in since.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn shopper_reports_alike_since(
        &self,
        subject: &ReportSubject,
        at: DateTime<Utc>,
    ) -> Result<i64, Error> {
        let (council, index, province) = subject.columns();
        let count = on!(self.readers(), pool => {
            sqlx::query_scalar(ALIKE_SINCE)
                .bind(rows::instant(at))
                .bind(council)
                .bind(index)
                .bind(province)
                .fetch_one(pool)
                .await
        })?;
        Ok(count)
    }

    /// The numbers of those that are duplicates of a report.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn duplicates_of(&self, id: i64) -> Result<Vec<(i64, String)>, Error> {
        let sql = "select id, number from shopper_reports where duplicate_of = $1 order by id";
        let found = on!(self.readers(), pool => {
            sqlx::query_as(sql).bind(id).fetch_all(pool).await
        })?;
        Ok(found)
    }

    /// The photographs of a report, in the order in which they were chosen.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn shopper_report_photographs(
        &self,
        id: i64,
    ) -> Result<Vec<PhotographRecord>, Error> {
        let sql = "select p.* from shopper_report_photographs s
                   join photographs p on p.id = s.photograph
                   where s.report = $1 order by s.place";
        let rows: Vec<PhotographRow> = on!(self.readers(), pool => {
            sqlx::query_as(sql).bind(id).fetch_all(pool).await
        })?;
        rows.into_iter().map(PhotographRow::read).collect()
    }
}

impl Entry {
    /// How many reports came in since, in this entry.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn count_shopper_reports_since(&mut self, at: DateTime<Utc>) -> Result<i64, Error> {
        let sql = "select count(*) from shopper_reports where received_at >= $1";
        let count = on!(self.connection(), connection => {
            sqlx::query_scalar(sql).bind(rows::instant(at)).fetch_one(connection).await
        })?;
        Ok(count)
    }

    /// How many reports of one subject came in since, in this entry.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn count_shopper_reports_alike_since(
        &mut self,
        subject: &ReportSubject,
        at: DateTime<Utc>,
    ) -> Result<i64, Error> {
        let (council, index, province) = subject.columns();
        let count = on!(self.connection(), connection => {
            sqlx::query_scalar(ALIKE_SINCE)
                .bind(rows::instant(at))
                .bind(council)
                .bind(index)
                .bind(province)
                .fetch_one(connection)
                .await
        })?;
        Ok(count)
    }

    /// The number under which what a form drew was kept, in this entry.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn report_number_of_once(
        &mut self,
        once: &str,
    ) -> Result<Option<ReportNumber>, Error> {
        let sql = "select number from shopper_reports where once = $1";
        let number: Option<String> = on!(self.connection(), connection => {
            sqlx::query_scalar(sql).bind(once).fetch_optional(connection).await
        })?;
        let row = rows::Row {
            table: "shopper_reports",
            key: once,
        };
        number
            .map(|number| row.parsed("number", &number))
            .transpose()
    }
}
