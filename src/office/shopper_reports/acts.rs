//! What inspectors do with a report: take it up, merge it with another, dismiss it.

use serde_json::json;

use super::step::Going;
use super::{ShopperReportRefused, ShopperReportView};
use crate::office::typed::Typed;
use crate::office::{Access, Error, Office};
use crate::register::{ShopperReportRecord, ShopperReportStep};
use crate::scheme::shopper_report::ReportState;

impl Office {
    /// Takes a report up: somebody looks at it. One that was merged or dismissed is taken up
    /// again.
    ///
    /// # Errors
    /// That there is none in reach, that it was changed since, or a case was opened about it.
    pub async fn take_report_up(
        &self,
        access: &Access,
        id: i64,
        seen: i64,
    ) -> Result<ShopperReportView, Error> {
        let record = self.report_in_sight(access, id).await?;
        self.newest_report(&record, seen).await?;
        let again = record.state == ReportState::Closed && record.case.is_none();
        if record.state != ReportState::Received && !again {
            return Err(ShopperReportRefused::State(record.state).into());
        }
        let going = Going {
            step: self.step_of(&record, ReportState::LookedAt),
            act: "shopper_report_taken_up",
            body: json!({}),
        };
        self.go_on(access, going).await
    }

    /// Merges a report with another that says the same: its shopper sees how far that one is.
    ///
    /// # Errors
    /// That there is none in reach, that it was changed since or cannot be merged from where it
    /// is, or [`ShopperReportRefused::NotAnOriginal`].
    pub async fn merge_report(
        &self,
        access: &Access,
        id: i64,
        seen: i64,
        original: i64,
    ) -> Result<ShopperReportView, Error> {
        let record = self.report_in_sight(access, id).await?;
        self.newest_report(&record, seen).await?;
        must_be_open(&record)?;
        let other = self.report_in_sight(access, original).await.ok();
        let other = other.filter(|other| other.id != id && other.duplicate_of.is_none());
        let other = other.ok_or(ShopperReportRefused::NotAnOriginal(original))?;
        let going = Going {
            step: ShopperReportStep {
                duplicate_of: Some(original),
                ..self.step_of(&record, ReportState::Closed)
            },
            act: "shopper_report_merged",
            body: json!({ "with": original, "name": other.number.to_string() }),
        };
        self.go_on(access, going).await
    }

    /// Dismisses a report for a reason that inspectors see, perhaps with an answer that whoever
    /// reported sees.
    ///
    /// # Errors
    /// [`Error::Refused`] without a reason; that there is none in reach, that it was changed
    /// since, or cannot be dismissed from where it is.
    pub async fn dismiss_report(
        &self,
        access: &Access,
        id: i64,
        seen: i64,
        (reason, answer): (&str, &str),
    ) -> Result<ShopperReportView, Error> {
        let record = self.report_in_sight(access, id).await?;
        self.newest_report(&record, seen).await?;
        must_be_open(&record)?;
        let mut typed = Typed::default();
        let reason = typed.prose("dismissed_for", reason);
        let answer = match answer.trim() {
            "" => None,
            answer => typed.prose("public_answer", answer),
        };
        let reason = typed.finish(reason)?;
        let going = Going {
            body: json!({ "reason": reason }),
            step: ShopperReportStep {
                dismissed_for: Some(reason),
                public_answer: answer,
                ..self.step_of(&record, ReportState::Closed)
            },
            act: "shopper_report_dismissed",
        };
        self.go_on(access, going).await
    }

    fn step_of(&self, record: &ShopperReportRecord, state: ReportState) -> ShopperReportStep {
        ShopperReportStep {
            id: record.id,
            seen: record.version,
            state,
            duplicate_of: None,
            dismissed_for: None,
            public_answer: None,
            at: self.clock.now(),
        }
    }
}

fn must_be_open(record: &ShopperReportRecord) -> Result<(), Error> {
    match record.state {
        ReportState::Received | ReportState::LookedAt => Ok(()),
        state => Err(ShopperReportRefused::State(state).into()),
    }
}
