//! Notices of what ends soon: at 180, 90 and 30 days before the end, queued once each, sent or
//! written out at most once. The authority tells the producer at the latest 30 days before.

mod export;
mod mail;
mod post;
mod refused;
mod send;

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use serde::Serialize;

pub use export::Exported;
pub use refused::MailRefused;
pub use send::{MailPassword, MailRun};

use super::{Error, Office};
use crate::register::{NoticeRecord, NoticeState};
use crate::scheme::council::CouncilCode;
use crate::scheme::day;
use crate::scheme::number::CertificateNumber;
use crate::scheme::stars::Stars;

/// Days before the end, the most urgent first.
const DAYS: [u32; 3] = [30, 90, 180];
/// A mail that has been on its way for longer belongs to a program that is gone.
const GIVEN_UP: TimeDelta = TimeDelta::hours(1);

/// What queueing did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Queued {
    /// New notices of 180 days.
    pub days_180: u64,
    /// New notices of 90 days.
    pub days_90: u64,
    /// New notices of 30 days.
    pub days_30: u64,
    /// Notices whose mail was given up: it may have arrived.
    pub unknown: u64,
}

/// A notice, for the council that sends it. Holds personal data: never for the public.
#[derive(Clone, Debug, Serialize)]
pub struct NoticeView {
    /// The certificate's number.
    pub number: CertificateNumber,
    /// The council that sealed it.
    pub council: CouncilCode,
    /// How many days before the end.
    pub notice: u32,
    /// `queued`, `sending`, `sent`, `refused`, `unknown` or `exported`.
    pub state: &'static str,
    /// Since when.
    pub changed_at: DateTime<Utc>,
    /// Of the mail that it went with.
    pub message_id: Option<String>,
    /// As the decision names it.
    pub product: String,
    /// As the decision names it.
    pub producer: String,
    /// The certified level.
    pub stars: Stars,
    /// The last day of validity.
    pub valid_through: NaiveDate,
    /// Whether the producer has an e-mail address.
    pub has_contact: bool,
    /// Whether it still has to be told: nothing was renewed, withdrawn or over since.
    pub needed: bool,
}

impl Office {
    /// Queues what is due today: for each certificate the most urgent notice, once. Cheap when
    /// nothing is due, and safe when several services do it.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn queue_notices(&self) -> Result<Queued, Error> {
        let now = self.clock.now();
        let today = day::of(now);
        let ahead = |days: u32| {
            today
                .checked_add_days(Days::new(u64::from(days)))
                .unwrap_or(NaiveDate::MAX)
        };
        let mut from = today;
        let spans = DAYS.map(|days| {
            let span = (from, ahead(days));
            from = ahead(days + 1);
            (days, span)
        });
        let queued = self
            .writable()
            .await?
            .enter(move |entry| {
                Box::pin(async move {
                    let mut queued = [0; DAYS.len()];
                    for (count, (days, span)) in queued.iter_mut().zip(spans) {
                        *count = entry.queue_notices(days, span, now).await?;
                    }
                    let unknown = entry.give_up_mails(now - GIVEN_UP, now).await?;
                    Ok((queued, unknown))
                })
            })
            .await?;
        let ([days_30, days_90, days_180], unknown) = queued;
        Ok(Queued {
            days_180,
            days_90,
            days_30,
            unknown,
        })
    }

    /// Every notice, by the last day of its certificate; `unsent` leaves out what was sent or
    /// exported, and what need no longer be told.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn notices(&self, unsent: bool) -> Result<Vec<NoticeView>, Error> {
        let today = day::of(self.clock.now());
        let records = self.register.notices().await?;
        let views = records.into_iter().map(|record| {
            let needed = is_needed(&record, today);
            NoticeView::new(record, needed)
        });
        let is_asked = |view: &NoticeView| {
            !unsent || (view.needed && !matches!(view.state, "sent" | "exported"))
        };
        Ok(views.filter(is_asked).collect())
    }

    /// The notices in some states that still have to be told.
    async fn to_tell(&self, states: &[NoticeState]) -> Result<Vec<NoticeRecord>, Error> {
        let today = day::of(self.clock.now());
        let mut records = self.register.notices().await?;
        records.retain(|record| states.contains(&record.state) && is_needed(record, today));
        Ok(records)
    }
}

fn is_needed(record: &NoticeRecord, today: NaiveDate) -> bool {
    !record.settled && today <= record.valid_through
}

impl NoticeView {
    fn new(record: NoticeRecord, needed: bool) -> Self {
        Self {
            number: record.key.number,
            council: record.key.number.council,
            notice: record.key.days,
            state: record.state.name(),
            changed_at: record.changed_at,
            message_id: record.message_id,
            product: record.product,
            producer: record.producer,
            stars: record.stars,
            valid_through: record.valid_through,
            has_contact: record.email.is_some(),
            needed,
        }
    }
}
