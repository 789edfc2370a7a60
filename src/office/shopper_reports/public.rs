//! What whoever has a report's number may see: how far it is, and the answer. Nothing that they
//! or anybody else typed.

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::ShopperReportRefused;
use crate::office::{Error, Office};
use crate::register::ShopperReportRecord;
use crate::scheme::report_number::ReportNumber;
use crate::scheme::shopper_report::ReportState;
use crate::scheme::words::Text;

/// How far a report has come, for whoever has its number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PublicReportState {
    /// Its number.
    pub number: String,
    /// How far it has come; of a duplicate, how far the one has that it was merged with.
    pub state: ReportState,
    /// The state in words.
    pub words: Text,
    /// Whether it says the same as another, and goes its way.
    pub merged: bool,
    /// What inspectors answer, in their words.
    pub answer: Option<String>,
    /// Whether a contact is kept with it, which its shopper may have erased.
    pub contact_kept: bool,
    /// When it came in.
    pub received_at: DateTime<Utc>,
    /// When anything was done last.
    pub changed_at: DateTime<Utc>,
}

impl Office {
    /// How far a report has come.
    ///
    /// # Errors
    /// [`ShopperReportRefused::NotANumber`], [`ShopperReportRefused::NoSuchNumber`].
    pub async fn public_report_state(&self, typed: &str) -> Result<PublicReportState, Error> {
        let report = self.report_numbered(typed).await?;
        let contact = self.register.shopper_contact(report.id).await?;
        let original = match report.duplicate_of {
            Some(id) => self.register.shopper_report(id).await?,
            None => None,
        };
        let merged = original.is_some();
        let told = original.as_ref().unwrap_or(&report);
        Ok(PublicReportState {
            number: report.number.to_string(),
            state: told.state,
            words: told.state.words(),
            merged,
            answer: told.public_answer.clone(),
            contact_kept: contact.is_some_and(|contact| contact.erased_at.is_none()),
            received_at: report.received_at,
            changed_at: told.changed_at.max(report.changed_at),
        })
    }

    /// The report with a number, as it was typed.
    pub(super) async fn report_numbered(&self, typed: &str) -> Result<ShopperReportRecord, Error> {
        let number: ReportNumber = typed.parse().map_err(ShopperReportRefused::from)?;
        let found = self.register.shopper_report_numbered(number).await?;
        Ok(found.ok_or(ShopperReportRefused::NoSuchNumber)?)
    }
}
