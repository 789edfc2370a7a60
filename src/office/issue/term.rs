//! How long a certificate that was issued on paper is valid: as the paper says, within the rule.

use chrono::NaiveDate;

use super::desk::Desk;
use super::line::Rules;
use crate::scheme::check::date;
use crate::scheme::words::Text;

/// The term of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Term {
    pub valid_through: NaiveDate,
    /// Why it is not the rule's.
    pub reason: Option<String>,
    /// Whether the paper names it, and not the rule.
    pub is_of_paper: bool,
}

impl Desk<'_> {
    /// The last day as the paper says. An unknown day is never guessed; an earlier one than the
    /// rule's needs a reason; a later one would be no certificate.
    pub fn term(&mut self, rules: &Rules<'_>) -> Option<Term> {
        if !rules.paper {
            return Some(Term {
                valid_through: rules.valid_through,
                reason: None,
                is_of_paper: false,
            });
        }
        let reason = self.optional_text("valid_through_reason");
        let valid_through = self.paper_day(rules)?;
        let rule = date(rules.valid_through);
        if valid_through != rules.valid_through && self.row.cell("valid_through_reason").is_empty()
        {
            self.refuse("valid_through_reason", "reason_missing", Text::of(
                format!("Thời hạn khác với 36 tháng theo quy định ({rule}). Hãy ghi lý do, ví dụ: tỉnh tính bớt một ngày."),
                format!("The term is not the rule's 36 months ({rule}). Give the reason, such as: the province counted one day less."),
            ));
            return None;
        }
        Some(Term {
            valid_through,
            reason,
            is_of_paper: true,
        })
    }

    fn paper_day(&mut self, rules: &Rules<'_>) -> Option<NaiveDate> {
        let cell = self.row.cell("valid_through");
        if cell.is_empty() {
            self.refuse("valid_through", "empty", Text::new(
                "Ô này trống. Ngày hết hạn không được đoán: hãy tra trên giấy chứng nhận hoặc bỏ dòng này.",
                "This cell is empty. The last day is never guessed: look at the paper, or leave the row out.",
            ));
            return None;
        }
        let Some(day) = iso_day(cell) else {
            let shown: String = cell.chars().take(40).collect();
            self.refuse("valid_through", "not_a_date", Text::of(
                format!("\"{shown}\" không phải ngày trên lịch. Hãy ghi năm-tháng-ngày, ví dụ 2026-08-05."),
                format!("\"{shown}\" is no day of the calendar. Write year-month-day, such as 2026-08-05."),
            ));
            return None;
        };
        if day < rules.issued_on {
            let issued = date(rules.issued_on);
            self.refuse(
                "valid_through",
                "ends_before_it_begins",
                Text::of(
                    format!(
                        "Ngày {} có trước ngày quyết định {issued}. Hãy xem lại trên giấy.",
                        date(day)
                    ),
                    format!(
                        "The day {} is before the decision's, {issued}. Look at the paper again.",
                        date(day)
                    ),
                ),
            );
            return None;
        }
        if day > rules.valid_through {
            let rule = date(rules.valid_through);
            self.refuse("valid_through", "term_too_long", Text::of(
                format!("Ngày {} muộn hơn mức quy định cho phép ({rule}): giấy như vậy là vượt thẩm quyền. Hãy xem lại trên giấy.", date(day)),
                format!("The day {} is later than the rule allows ({rule}): such a certificate would be out of mandate. Look at the paper again.", date(day)),
            ));
            return None;
        }
        Some(day)
    }
}

/// A day in the one form that cannot be misread: 05/08 is May in some spreadsheets.
fn iso_day(text: &str) -> Option<NaiveDate> {
    let day: NaiveDate = text.parse().ok()?;
    (day.to_string() == text).then_some(day)
}
