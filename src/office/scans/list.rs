//! Which labels are scanned too often: for officers, of the councils in their reach.

use chrono::{Days, NaiveDate};
use serde::Serialize;

use crate::office::{Access, Error, Office, Reach, Right};
use crate::register::{InventedRecord, ScanOrder, ScannedLabelRecord, ScansOf};
use crate::scheme::council::CouncilCode;
use crate::scheme::day;
use crate::scheme::number::CertificateNumber;
use crate::scheme::scan_score::ScanLimits;
use crate::scheme::words::Text;

/// Lines of invented serials that are shown, the newest.
const INVENTED: u32 = 50;
/// How far back they are looked for.
const BACK: Days = Days::new(90);

/// What comes first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ScanSorting {
    /// The highest score.
    #[default]
    Score,
    /// The newest day.
    Day,
}

/// Which labels are asked for.
#[derive(Clone, Debug, Default)]
pub struct ScanQuery {
    /// Of this council's certificates only.
    pub council: Option<CouncilCode>,
    /// Of this certificate only.
    pub certificate: Option<CertificateNumber>,
    /// What comes first.
    pub sorting: ScanSorting,
    /// After this one: what the page before gave as `next`.
    pub after: Option<String>,
    /// At most so many.
    pub limit: u32,
}

/// A page of labels that were scanned.
#[derive(Clone, Debug, Serialize)]
pub struct ScanPage {
    /// The labels.
    pub labels: Vec<ScanView>,
    /// Scans with serials that were never given, by certificate and day: the 50 newest of the
    /// last 90 days. Only with the first page.
    pub invented: Vec<InventedView>,
    /// Where the next page begins; `None` at the end.
    pub next: Option<String>,
}

/// How often and where a label was scanned.
#[derive(Clone, Debug, Serialize)]
pub struct ScanView {
    /// Of which certificate.
    pub number: CertificateNumber,
    /// Which of its labels.
    pub count: u64,
    /// Scans in all.
    pub times: u64,
    /// On how many days.
    pub days: u64,
    /// The first day.
    pub first_on: NaiveDate,
    /// The last.
    pub last_on: NaiveDate,
    /// Scans on the day that had the most.
    pub most_on_a_day: u64,
    /// The provinces that are known, by unit.
    pub provinces: Vec<String>,
    /// Provinces on the day that had the most.
    pub most_provinces_on_a_day: u64,
    /// The points of the reasons.
    pub score: u64,
    /// Why it stands out.
    pub reasons: Vec<ScanReasonView>,
}

/// Why a label stands out.
#[derive(Clone, Debug, Serialize)]
pub struct ScanReasonView {
    /// What it adds to the score.
    pub points: u64,
    /// In words.
    pub words: Text,
}

/// Scans with serials that were never given.
#[derive(Clone, Debug, Serialize)]
pub struct InventedView {
    /// The certificate that the codes name.
    pub number: CertificateNumber,
    /// When.
    pub scanned_on: NaiveDate,
    /// With digits that do not belong to their count.
    pub wrong_macs: u64,
    /// With a count that no run has.
    pub unknown_counts: u64,
}

impl Office {
    /// A page of the labels that were scanned, of the councils in somebody's reach.
    ///
    /// # Errors
    /// [`Error::NoSuchNumber`] for a certificate that is not there or out of reach,
    /// [`Error::Cursor`], or when the register does not answer.
    pub async fn scans(&self, access: &Access, query: &ScanQuery) -> Result<ScanPage, Error> {
        let order = order(query)?;
        let today = day::of(self.clock.now());
        let since = today.checked_sub_days(BACK).unwrap_or(today);
        let of = self.scans_within(access, query).await?;
        let (mut labels, mut invented) = (Vec::new(), Vec::new());
        for of in of {
            // One more than asked for tells whether there is another page.
            let limit = i64::from(query.limit) + 1;
            labels.extend(self.register.scanned_labels(of, order, limit).await?);
            if query.after.is_none() {
                let limit = i64::from(INVENTED);
                let found = self.register.invented_serials(of, since, limit);
                invented.extend(found.await?);
            }
        }
        // Each council's came in this order.
        labels.sort_by(|one: &ScannedLabelRecord, other| match order {
            ScanOrder::Score(_) => (other.score, other.id).cmp(&(one.score, one.id)),
            ScanOrder::Day(_) => (other.last_on, other.id).cmp(&(one.last_on, one.id)),
        });
        invented.sort_by_key(|day: &InventedRecord| std::cmp::Reverse(day.scanned_on));
        invented.truncate(INVENTED as usize);
        let more = labels.len() > query.limit as usize;
        labels.truncate(query.limit as usize);
        let next = labels.last().filter(|_| more).map(|last| match order {
            ScanOrder::Score(_) => format!("{}.{}", last.score, last.id),
            ScanOrder::Day(_) => format!("{}.{}", last.last_on, last.id),
        });
        let limits = self.config.scans.limits();
        let labels = labels.into_iter().map(|label| ScanView::of(label, &limits));
        Ok(ScanPage {
            labels: labels.collect(),
            invented: invented.into_iter().map(InventedView::from).collect(),
            next,
        })
    }

    async fn scans_within(
        &self,
        access: &Access,
        query: &ScanQuery,
    ) -> Result<Vec<ScansOf>, Error> {
        if let Some(number) = query.certificate {
            let reached = access.reaches(Right::Scans, number.council);
            if !reached || self.register.certificate(number).await?.is_none() {
                return Err(Error::NoSuchNumber(number));
            }
            return Ok(vec![ScansOf::Certificate(number)]);
        }
        Ok(match access.reach(Right::Scans) {
            Reach::All => vec![query.council.map_or(ScansOf::All, ScansOf::Council)],
            Reach::Of(mut councils) => {
                councils.sort_unstable();
                councils.dedup();
                let asked = |code: &CouncilCode| query.council.is_none_or(|asked| asked == *code);
                let councils = councils.into_iter().filter(asked);
                councils.map(ScansOf::Council).collect()
            }
        })
    }
}

/// The order, with where the page before ended.
fn order(query: &ScanQuery) -> Result<ScanOrder, Error> {
    let after = query.after.as_ref();
    let after = after.map(|after| after.split_once('.').ok_or(Error::Cursor));
    let after = after.transpose()?;
    let id = |text: &str| text.parse::<i64>().map_err(|_| Error::Cursor);
    Ok(match query.sorting {
        ScanSorting::Score => {
            let after = after.map(|(score, last)| Ok::<_, Error>((id(score)?, id(last)?)));
            ScanOrder::Score(after.transpose()?)
        }
        ScanSorting::Day => {
            let after = after.map(|(day, last)| {
                let day = day.parse().map_err(|_| Error::Cursor)?;
                Ok::<_, Error>((day, id(last)?))
            });
            ScanOrder::Day(after.transpose()?)
        }
    })
}

impl ScanView {
    fn of(label: ScannedLabelRecord, limits: &ScanLimits) -> Self {
        let reasons = label.counts.reasons(limits);
        Self {
            number: label.number,
            count: label.serial_count,
            times: label.counts.in_all,
            days: label.days,
            first_on: label.first_on,
            last_on: label.last_on,
            most_on_a_day: label.counts.on_a_day,
            provinces: label.provinces,
            most_provinces_on_a_day: label.counts.provinces_on_a_day,
            score: label.counts.score(limits),
            reasons: reasons
                .iter()
                .map(|reason| ScanReasonView {
                    points: reason.points,
                    words: reason.words(),
                })
                .collect(),
        }
    }
}

impl From<InventedRecord> for InventedView {
    fn from(record: InventedRecord) -> Self {
        Self {
            number: record.number,
            scanned_on: record.scanned_on,
            wrong_macs: record.wrong_macs,
            unknown_counts: record.unknown_counts,
        }
    }
}
