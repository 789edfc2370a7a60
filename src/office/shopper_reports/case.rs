//! What a case that is opened from a report takes from it. The case's own entry notes it by
//! `Entry::shopper_report_has_case`, closes it by `Entry::close_shopper_reports_of_case`, and takes
//! that back when it is taken up again.

use super::{ShopperReportRefused, ShopperReportView};
use crate::office::{Access, Error, Office};
use crate::register::PhotographRecord;

/// What a case begins with.
#[derive(Clone, Debug)]
pub struct ReportForCase {
    /// The report.
    pub report: ShopperReportView,
    /// Its photographs, to be linked with the case.
    pub photographs: Vec<PhotographRecord>,
}

impl Office {
    /// A report about which a case can be opened: nobody has opened one, and it is no duplicate.
    ///
    /// # Errors
    /// That there is none in reach, or [`ShopperReportRefused::State`].
    pub async fn report_for_case(&self, access: &Access, id: i64) -> Result<ReportForCase, Error> {
        let record = self.report_in_sight(access, id).await?;
        if record.case.is_some() || record.duplicate_of.is_some() {
            return Err(ShopperReportRefused::State(record.state).into());
        }
        let photographs = self.register.shopper_report_photographs(id).await?;
        let report = self.report_view(record).await?;
        Ok(ReportForCase {
            report,
            photographs,
        })
    }
}
