//! Which reports an inspector may see: all, or those about certificates of the councils that
//! their token reaches. Others are not there.

use super::ShopperReportRefused;
use crate::office::{Access, Error, Office, Reach, Right};
use crate::register::ShopperReportRecord;

impl Office {
    /// A report that somebody may see.
    pub(super) async fn report_in_sight(
        &self,
        access: &Access,
        id: i64,
    ) -> Result<ShopperReportRecord, Error> {
        let found = self.register.shopper_report(id).await?;
        let found = found.filter(|report| sees(access, report));
        Ok(found.ok_or(ShopperReportRefused::NoSuchReport(id))?)
    }
}

fn sees(access: &Access, report: &ShopperReportRecord) -> bool {
    let reach = access.reach(Right::Inspect);
    reach == Reach::All
        || report
            .certificate
            .is_some_and(|number| reach.includes(number.council))
}
