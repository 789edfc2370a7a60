//! What concerns a whole list: the council, the decision, the key, the edition.

use std::sync::Arc;

use chrono::{Datelike, NaiveDate};

use super::line::Rules;
use super::{Order, contended};
use crate::label::Size;
use crate::office::{Error, Office, Refusal};
use crate::register::{DecisionRecord, NewDecision};
use crate::scheme::check::date;
use crate::scheme::day;
use crate::scheme::decision::DecisionNumber;
use crate::scheme::edition::Edition;
use crate::scheme::seal::{Alg, KeyId};
use crate::scheme::text;
use crate::scheme::trust::{Council, TrustList};
use crate::scheme::words::Text;

/// What the lines of an order share.
pub(super) struct Frame {
    pub council: Arc<Council>,
    pub trust: Arc<TrustList>,
    pub edition: &'static Edition,
    pub number: DecisionNumber,
    pub authority: String,
    pub decided_on: NaiveDate,
    pub valid_through: NaiveDate,
    pub origin: String,
    pub size: Size,
    pub kid: KeyId,
    pub alg: Alg,
}

impl Frame {
    pub fn rules(&self) -> Rules<'_> {
        Rules {
            council: &self.council,
            edition: self.edition,
            issued_on: self.decided_on,
            valid_through: self.valid_through,
            origin: &self.origin,
            size: self.size,
        }
    }
}

impl Office {
    /// Checks what concerns the whole list.
    pub(super) fn frame(&self, order: &Order, key: &[u8; 32]) -> Result<Frame, Error> {
        let origin = self.config.origin().ok_or(Error::NoHost)?;
        let held = self.held();
        let council = held
            .trust
            .council(order.council)
            .ok_or(Error::NoSuchCouncil(order.council))?;
        let today = day::of(self.clock.now());
        let sealing = council.keys.iter().find(|known| known.x.as_bytes() == key);
        let sealing = sealing
            .filter(|key| key.seals_from <= today && today <= key.seals_until)
            .ok_or(Error::NoKey {
                council: order.council,
                day: today,
            })?;
        let size = Size::new(self.config.label.module_mm, self.config.label.dpi)?;

        let mut refusals = Vec::new();
        let number = DecisionNumber::parse(&order.decision).map_err(|error| {
            Refusal::of("decision", "not_a_decision_number", Text::of(
                format!("\"{}\" không phải số quyết định. Hãy ghi như trên quyết định, ví dụ 852/QĐ-UBND.", error.0),
                format!("{error}."),
            ))
        });
        let written = order.authority.as_deref().unwrap_or(&council.name.vi);
        let authority = text::tidy(written).map_err(|refused| {
            Refusal::of(
                "authority",
                "text_refused",
                Text::of(
                    format!("Tên cơ quan không dùng được ({refused}). Hãy gõ lại."),
                    format!("The authority's name cannot stand: {refused}. Type it again."),
                ),
            )
        });
        let decided_on = order.decided_on;
        let edition = match Edition::on(decided_on) {
            _ if decided_on > today => Err(Refusal::of(
                "decided_on",
                "in_the_future",
                Text::of(
                    format!(
                        "Ngày quyết định {} ở tương lai; hôm nay là {}.",
                        date(decided_on),
                        date(today)
                    ),
                    format!(
                        "The decision's date {} is in the future; today is {}.",
                        date(decided_on),
                        date(today)
                    ),
                ),
            )),
            Some(edition) => Ok(edition),
            None => Err(Refusal::of(
                "decided_on",
                "before_the_programme",
                Text::of(
                    format!(
                        "Ngày {} chưa có bộ tiêu chí OCOP nào (từ 21/08/2019).",
                        date(decided_on)
                    ),
                    format!(
                        "No edition of the rules was in force on {}; the first is of 21/08/2019.",
                        date(decided_on)
                    ),
                ),
            )),
        };
        match (number, authority, edition) {
            (Ok(number), Ok(authority), Ok(edition)) => Ok(Frame {
                valid_through: day::valid_through(decided_on, edition.months)
                    .unwrap_or(NaiveDate::MAX),
                council: Arc::clone(council),
                trust: Arc::clone(&held.trust),
                edition,
                number,
                authority,
                decided_on,
                origin,
                size,
                kid: sealing.kid,
                alg: sealing.alg,
            }),
            (number, authority, edition) => {
                refusals.extend(number.err());
                refusals.extend(authority.err());
                refusals.extend(edition.err());
                Err(Error::Refused(refusals))
            }
        }
    }

    /// The decision, if it was recorded before; it must be the same one.
    pub(super) async fn known_decision(
        &self,
        frame: &Frame,
    ) -> Result<Option<DecisionRecord>, Error> {
        let year = frame.decided_on.year();
        let known = self
            .register
            .decision(&frame.authority, frame.number.as_str(), year)
            .await?;
        if let Some(known) = &known
            && (known.decided_on != frame.decided_on || known.council != frame.council.code)
        {
            let (number, day) = (&frame.number, date(known.decided_on));
            return Err(Error::Refused(vec![Refusal::of(
                "decision",
                "decision_differs",
                Text::of(
                    format!(
                        "Quyết định {number} của {} trong năm {year} đã được ghi với ngày {day}, hội đồng {}. Hãy kiểm tra số và ngày.",
                        frame.authority, known.council
                    ),
                    format!(
                        "Decision {number} of {} in {year} is recorded with the date {day} and council {}. Check number and date.",
                        frame.authority, known.council
                    ),
                ),
            )]));
        }
        Ok(known)
    }

    pub(super) async fn add_decision(&self, frame: &Frame) -> Result<i64, Error> {
        let new = NewDecision {
            council: frame.council.code,
            authority: frame.authority.clone(),
            number: frame.number.to_string(),
            decided_on: frame.decided_on,
        };
        let now = self.clock.now();
        self.register
            .enter(move |entry| Box::pin(async move { entry.add_decision(&new, now).await }))
            .await
            .map_err(contended)
    }
}
