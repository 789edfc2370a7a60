//! What ends soon: certificates in force by their last day.

use chrono::{Days, NaiveDate};
use serde::Serialize;

use super::{Error, Office};
use crate::register::{Ending, EndingRecord};
use crate::scheme::council::CouncilCode;
use crate::scheme::day;
use crate::scheme::number::CertificateNumber;
use crate::scheme::stars::Stars;
use crate::scheme::status::Status;

/// A number of days ahead, `90d`. No certificate runs longer than the most.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Within(u32);

impl Within {
    /// The most days that are looked ahead: no term is longer.
    pub const MOST: u32 = 1_100;
    /// What is looked at when nothing is said.
    pub const USUAL: Self = Self(90);

    /// Reads `90d`.
    pub fn read(text: &str) -> Option<Self> {
        let days = text.trim().strip_suffix('d')?;
        let is_plain = days.bytes().all(|byte| byte.is_ascii_digit());
        let days = days.parse().ok().filter(|_| is_plain)?;
        (1..=Self::MOST).contains(&days).then_some(Self(days))
    }

    /// The number of days.
    pub fn days(self) -> u32 {
        self.0
    }
}

/// What is asked for.
#[derive(Clone, Debug)]
pub struct ExpiringQuery {
    /// Of this council only.
    pub council: Option<CouncilCode>,
    /// The first last day; today if `None`.
    pub from: Option<NaiveDate>,
    /// How many days from there on.
    pub within: Within,
    /// Without those that were renewed.
    pub not_renewed: bool,
    /// After this certificate: what the page before gave as `next`.
    pub after: Option<String>,
    /// At most so many.
    pub limit: u32,
}

/// A page of what ends.
#[derive(Clone, Debug, Serialize)]
pub struct Expiring {
    /// The first day that was looked at.
    pub from: NaiveDate,
    /// The last.
    pub until: NaiveDate,
    /// By their last day.
    pub certificates: Vec<EndingView>,
    /// Where the next page begins; `None` at the end.
    pub next: Option<String>,
}

/// A certificate that ends, with what is public of it.
#[derive(Clone, Debug, Serialize)]
pub struct EndingView {
    /// Its number.
    pub number: CertificateNumber,
    /// The council that sealed it.
    pub council: CouncilCode,
    /// The certified level.
    pub stars: Stars,
    /// As the decision names it.
    pub product: String,
    /// As the decision names it.
    pub producer: String,
    /// The last day of validity.
    pub valid_through: NaiveDate,
    /// From today to that day; negative when it is over.
    pub days_left: i64,
    /// Whether it is suspended.
    pub suspended: bool,
    /// The certificate in force that renewed it.
    pub renewed_by: Option<CertificateNumber>,
}

impl Office {
    /// A page of what ends when; what was revoked or superseded has ended already.
    ///
    /// # Errors
    /// [`Error::Cursor`], or when the register does not answer.
    pub async fn expiring(&self, query: &ExpiringQuery) -> Result<Expiring, Error> {
        let today = day::of(self.clock.now());
        let from = query.from.unwrap_or(today);
        let until = from
            .checked_add_days(Days::new(u64::from(query.within.days())))
            .unwrap_or(NaiveDate::MAX);
        let after = match &query.after {
            Some(after) => Some(place(after).ok_or(Error::Cursor)?),
            None => None,
        };
        let asked = Ending {
            council: query.council,
            from,
            until,
            not_renewed: query.not_renewed,
            after,
            // One more than asked for tells whether there is another page.
            limit: query.limit.saturating_add(1),
        };
        let mut records = self.register.ending(&asked).await?;
        let more = records.len() > query.limit as usize;
        records.truncate(query.limit as usize);
        let next = records
            .last()
            .filter(|_| more)
            .map(|last| format!("{}.{}", last.valid_through, last.position));
        let certificates = records
            .into_iter()
            .map(|record| EndingView::new(record, today))
            .collect();
        Ok(Expiring {
            from,
            until,
            certificates,
            next,
        })
    }
}

impl EndingView {
    fn new(record: EndingRecord, today: NaiveDate) -> Self {
        Self {
            number: record.number,
            council: record.number.council,
            stars: record.stars,
            product: record.product,
            producer: record.producer,
            valid_through: record.valid_through,
            days_left: (record.valid_through - today).num_days(),
            suspended: record.status == Status::Suspended,
            renewed_by: record.renewed_by,
        }
    }
}

/// Where a page ended: a last day and a place in the book.
fn place(after: &str) -> Option<(NaiveDate, i64)> {
    let (day, position) = after.split_once('.')?;
    Some((day.parse().ok()?, position.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::Within;

    #[test]
    fn days_ahead_are_a_number_and_a_d() {
        assert_eq!(Within::read("90d"), Some(Within::USUAL));
        assert_eq!(Within::read(" 1d ").map(Within::days), Some(1));
        for wrong in [
            "90", "d", "0d", "-1d", "+9d", "1101d", "90D", "90 d", "12w", "9.5d", "",
        ] {
            assert_eq!(Within::read(wrong), None, "{wrong}");
        }
    }
}
