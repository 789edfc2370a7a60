//! Writing notices out for letters: first the file, then the mark, so that none is lost.

use std::collections::HashMap;

use chrono::NaiveDate;

use crate::office::{Error, Office};
use crate::register::{NoticeKey, NoticeRecord, NoticeState};
use crate::scheme::day;
use crate::scheme::number::CertificateNumber;
use crate::scheme::stars::Stars;

/// A certificate whose end is to be told by letter. Holds personal data.
pub struct Exported {
    /// Its number.
    pub number: CertificateNumber,
    /// As the decision names it.
    pub producer: String,
    /// The producer's address as of the decision.
    pub address: String,
    /// The producer's e-mail address, if there is one.
    pub email: Option<String>,
    /// As the decision names it.
    pub product: String,
    /// The certified level.
    pub stars: Stars,
    /// The last day of validity.
    pub valid_through: NaiveDate,
    /// From today to that day.
    pub days_left: i64,
    /// The notices that this row tells.
    notices: Vec<(NoticeKey, NoticeState)>,
}

impl Office {
    /// What is to be told by letter, a row a certificate: what is queued or was refused, and
    /// with `unknown` also what may not have arrived; `without_contact` leaves out producers
    /// with an e-mail address. Nothing is marked yet.
    ///
    /// # Errors
    /// When the register does not answer.
    pub async fn notices_to_export(
        &self,
        without_contact: bool,
        unknown: bool,
    ) -> Result<Vec<Exported>, Error> {
        let mut states = vec![NoticeState::Queued, NoticeState::Refused];
        if unknown {
            states.push(NoticeState::Unknown);
        }
        let today = day::of(self.clock.now());
        let mut places: HashMap<CertificateNumber, usize> = HashMap::new();
        let mut rows: Vec<Exported> = Vec::new();
        for record in self.to_tell(&states).await? {
            if without_contact && record.email.is_some() {
                continue;
            }
            let notice = (record.key, record.state);
            let place = *places.entry(record.key.number).or_insert_with(|| {
                rows.push(Exported::new(record, today));
                rows.len() - 1
            });
            rows[place].notices.push(notice);
        }
        Ok(rows)
    }

    /// Marks what was written out. Says how many certificates somebody else told meanwhile.
    ///
    /// # Errors
    /// When the register does not answer: then nothing is marked, and the file is to be deleted.
    pub async fn mark_exported(&self, rows: &[Exported]) -> Result<usize, Error> {
        let now = self.clock.now();
        let notices: Vec<Vec<_>> = rows.iter().map(|row| row.notices.clone()).collect();
        Ok(self
            .writable()
            .await?
            .enter(move |entry| {
                Box::pin(async move {
                    let mut told = 0;
                    for notices in notices {
                        let mut all = true;
                        for (key, state) in notices {
                            all &= entry.export_notice(key, state, now).await?;
                        }
                        told += usize::from(!all);
                    }
                    Ok(told)
                })
            })
            .await?)
    }
}

impl Exported {
    fn new(record: NoticeRecord, today: NaiveDate) -> Self {
        Self {
            number: record.key.number,
            producer: record.producer,
            address: record.address,
            email: record.email,
            product: record.product,
            stars: record.stars,
            valid_through: record.valid_through,
            days_left: (record.valid_through - today).num_days(),
            notices: Vec::new(),
        }
    }
}
