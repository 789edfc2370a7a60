//! Shoppers report what may be a false claim, without an account; inspectors look at it.
//!
//! ```text
//! receive -> received -> take up -> looked at -> open a case -> case opened -> closed with it
//!                     \-> merge, dismiss ---------------------------------> closed
//! ```

mod acts;
mod case;
mod contact;
mod list;
mod public;
mod receive;
mod refused;
mod sight;
mod step;
mod typed;
mod view;

pub use case::ReportForCase;
pub use list::{ShopperReportLine, ShopperReportPage, ShopperReportQuery};
pub use public::PublicReportState;
pub use refused::ShopperReportRefused;
pub use typed::TypedShopperReport;
pub use view::{ContactView, ShopperReportView, VerdictNow};

/// Photographs of a report.
pub const MOST_REPORT_PHOTOGRAPHS: usize = 3;
/// Reports that are taken in a day: more than inspectors can look at, and not enough to fill a
/// disk.
const MOST_A_DAY: i64 = 500;
/// Of these about one certificate, or without one from one place: others find room beside them.
const MOST_ALIKE_A_DAY: i64 = 100;
/// Days after which a contact is erased, counted from the end of its report.
pub const CONTACT_DAYS_AFTER_END: i64 = 180;
/// Days after which it is erased whatever became of the report.
pub const CONTACT_DAYS_AT_MOST: i64 = 730;

/// As the trail names a report.
fn subject(id: i64) -> String {
    format!("shopper report {id}")
}
