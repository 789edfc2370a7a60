//! One report, as inspectors see it. Its contact is looked at by an act of its own.

use chrono::{DateTime, Utc};
use serde::Serialize;

use crate::office::photographs::PhotographRefused;
use crate::office::{Access, Error, Office, PhotographView, StoredPhotograph, TrailLine};
use crate::register::{ShopperReportRecord, TrailFilter};
use crate::scheme::number::CertificateNumber;
use crate::scheme::shopper_report::{ReportReason, ReportState};
use crate::scheme::words::Text;

/// Lines of a report's history.
const TOLD: i64 = 100;

/// A report with what belongs to it.
#[derive(Clone, Debug, Serialize)]
pub struct ShopperReportView {
    /// Its identity.
    pub id: i64,
    /// Its number.
    pub number: String,
    /// Counts its changes.
    pub version: i64,
    /// How far it has come.
    pub state: ReportState,
    /// What seems to be wrong.
    pub reason: ReportReason,
    /// The code as it was scanned or typed.
    pub code: Option<String>,
    /// The certificate that the code names, genuine or not.
    pub certificate: Option<CertificateNumber>,
    /// What the judge said of the code when the report came in.
    pub verdict: Option<String>,
    /// What the judge says of it now.
    pub verdict_now: Option<VerdictNow>,
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
    /// What was photographed.
    pub photographs: Vec<PhotographView>,
    /// Whether a contact was given, and is still there.
    pub contact: ContactView,
    /// The report that it says the same as.
    pub duplicate_of: Option<i64>,
    /// Those that say the same as it.
    pub duplicates: Vec<i64>,
    /// The case that was opened about it.
    pub case: Option<i64>,
    /// Why it was dismissed, for inspectors.
    pub dismissed_for: Option<String>,
    /// What whoever reported is told.
    pub public_answer: Option<String>,
    /// When it came in.
    pub received_at: DateTime<Utc>,
    /// When it was changed last.
    pub changed_at: DateTime<Utc>,
    /// When it was closed.
    pub closed_at: Option<DateTime<Utc>>,
}

/// What the judge says of a reported code now.
#[derive(Clone, Debug, Serialize)]
pub struct VerdictNow {
    /// Its kind.
    pub verdict: &'static str,
    /// Its words.
    pub reason: Text,
    /// The product that the code names.
    pub product: Option<String>,
    /// The producer that the code names.
    pub producer: Option<String>,
}

/// Whether a contact was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ContactView {
    /// None was given.
    None,
    /// One was, and an inspector may look at it.
    Given,
    /// One was, and was erased.
    Erased,
}

impl Office {
    /// A report that somebody may see.
    ///
    /// # Errors
    /// That there is none in reach.
    pub async fn shopper_report(
        &self,
        access: &Access,
        id: i64,
    ) -> Result<ShopperReportView, Error> {
        let record = self.report_in_sight(access, id).await?;
        self.report_view(record).await
    }

    pub(super) async fn report_view(
        &self,
        record: ShopperReportRecord,
    ) -> Result<ShopperReportView, Error> {
        let photographs = self.register.shopper_report_photographs(record.id).await?;
        let contact = match self.register.shopper_contact(record.id).await? {
            None => ContactView::None,
            Some(contact) if contact.erased_at.is_some() => ContactView::Erased,
            Some(_) => ContactView::Given,
        };
        let duplicates = self.register.duplicates_of(record.id).await?;
        let verdict_now = match &record.code {
            Some(code) => self.verdict_now(code).await?,
            None => None,
        };
        Ok(ShopperReportView {
            id: record.id,
            number: record.number.to_string(),
            version: record.version,
            state: record.state,
            reason: record.reason,
            code: record.code,
            certificate: record.certificate,
            verdict: record.verdict,
            verdict_now,
            product: record.product,
            description: record.description,
            shop: record.shop,
            shop_address: record.shop_address,
            province: record.province,
            photographs: photographs.into_iter().map(PhotographView::from).collect(),
            contact,
            duplicate_of: record.duplicate_of,
            duplicates: duplicates.into_iter().map(|(id, _)| id).collect(),
            case: record.case,
            dismissed_for: record.dismissed_for,
            public_answer: record.public_answer,
            received_at: record.received_at,
            changed_at: record.changed_at,
            closed_at: record.closed_at,
        })
    }

    async fn verdict_now(&self, code: &str) -> Result<Option<VerdictNow>, Error> {
        let examined = match self.examine(code, None).await {
            Ok(examined) => examined,
            Err(Error::NoSuchNumber(_) | Error::MistypedNumber) => return Ok(None),
            Err(error) => return Err(error),
        };
        let verdict = examined.verdict;
        let certificate = verdict.certificate.as_ref();
        Ok(Some(VerdictNow {
            verdict: verdict.kind.name(),
            reason: verdict.reason(),
            product: certificate.and_then(|certificate| certificate.product.clone()),
            producer: certificate.and_then(|certificate| certificate.producer.clone()),
        }))
    }

    /// A photograph of a report that somebody may see.
    ///
    /// # Errors
    /// That there is no such report in reach, or no such photograph of it.
    pub async fn shopper_report_photograph(
        &self,
        access: &Access,
        id: i64,
        photograph: i64,
        want_small: bool,
    ) -> Result<StoredPhotograph, Error> {
        self.report_in_sight(access, id).await?;
        let photographs = self.register.shopper_report_photographs(id).await?;
        if !photographs.iter().any(|record| record.id == photograph) {
            return Err(PhotographRefused::NoSuchPhotograph(photograph).into());
        }
        self.stored_photograph(photograph, want_small).await
    }

    /// What was done about a report, the newest first.
    ///
    /// # Errors
    /// That there is none in reach.
    pub async fn shopper_report_history(
        &self,
        access: &Access,
        id: i64,
    ) -> Result<Vec<TrailLine>, Error> {
        self.report_in_sight(access, id).await?;
        let filter = TrailFilter {
            subject: Some(super::subject(id)),
            limit: TOLD,
            ..TrailFilter::default()
        };
        self.trail(&filter).await
    }
}
