//! The list of reports, the newest first.

use chrono::{DateTime, Utc};
use serde::Serialize;

use crate::office::{Access, Error, Office, Reach, Right};
use crate::register::{ShopperReportFilter, ShopperReportRecord};
use crate::scheme::number::CertificateNumber;
use crate::scheme::shopper_report::{ReportReason, ReportState};

/// Which reports are asked for.
#[derive(Clone, Debug, Default)]
pub struct ShopperReportQuery {
    /// Only those in this state.
    pub state: Option<ReportState>,
    /// Only those from this province.
    pub province: Option<String>,
    /// Only those of this reason.
    pub reason: Option<ReportReason>,
    /// After this one: what the page before gave as `next`.
    pub after: Option<String>,
    /// At most so many.
    pub limit: u32,
}

/// A page of reports.
#[derive(Clone, Debug, Serialize)]
pub struct ShopperReportPage {
    /// The newest first.
    pub reports: Vec<ShopperReportLine>,
    /// Where the next page begins; `None` at the end.
    pub next: Option<String>,
}

/// A report of a list.
#[derive(Clone, Debug, Serialize)]
pub struct ShopperReportLine {
    /// Its identity.
    pub id: i64,
    /// Its number.
    pub number: String,
    /// How far it has come.
    pub state: ReportState,
    /// What seems to be wrong.
    pub reason: ReportReason,
    /// The certificate that its code names, genuine or not.
    pub certificate: Option<CertificateNumber>,
    /// The product, where no code names it.
    pub product: Option<String>,
    /// What the judge said of the code then.
    pub verdict: Option<String>,
    /// The shop's name.
    pub shop: Option<String>,
    /// The province.
    pub province: Option<String>,
    /// The report that it says the same as.
    pub duplicate_of: Option<i64>,
    /// When it came in.
    pub received_at: DateTime<Utc>,
}

impl From<ShopperReportRecord> for ShopperReportLine {
    fn from(record: ShopperReportRecord) -> Self {
        Self {
            id: record.id,
            number: record.number.to_string(),
            state: record.state,
            reason: record.reason,
            certificate: record.certificate,
            product: record.product,
            verdict: record.verdict,
            shop: record.shop,
            province: record.province,
            duplicate_of: record.duplicate_of,
            received_at: record.received_at,
        }
    }
}

impl Office {
    /// A page of the reports that somebody may see.
    ///
    /// # Errors
    /// [`Error::Cursor`], or when the register does not answer.
    pub async fn shopper_reports(
        &self,
        access: &Access,
        query: &ShopperReportQuery,
    ) -> Result<ShopperReportPage, Error> {
        let before = match &query.after {
            Some(after) => Some(after.parse().map_err(|_| Error::Cursor)?),
            None => None,
        };
        let councils = match access.reach(Right::Inspect) {
            Reach::All => vec![None],
            Reach::Of(councils) => councils.into_iter().map(Some).collect(),
        };
        let mut found = Vec::new();
        for council in councils {
            let filter = ShopperReportFilter {
                council,
                state: query.state,
                province: query.province.clone(),
                reason: query.reason,
                before,
                // One more than asked for tells whether there is another page.
                limit: i64::from(query.limit) + 1,
            };
            found.extend(self.register.shopper_reports(&filter).await?);
        }
        found.sort_by_key(|record| std::cmp::Reverse(record.id));
        let more = found.len() > query.limit as usize;
        found.truncate(query.limit as usize);
        let last = found.last().filter(|_| more);
        Ok(ShopperReportPage {
            next: last.map(|last| last.id.to_string()),
            reports: found.into_iter().map(ShopperReportLine::from).collect(),
        })
    }
}
