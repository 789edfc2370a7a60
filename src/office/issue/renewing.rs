//! The column `renews` of a list: which older certificate a line renews.

use std::collections::HashMap;

use super::frame::Frame;
use super::line::Line;
use crate::office::life::{objections, other_producer};
use crate::office::{Error, Office, Refusal};
use crate::register::CertificateRecord;
use crate::scheme::number::CertificateNumber;
use crate::scheme::text::fold;
use crate::scheme::words::Text;

/// What the check of a list's renewals found.
#[derive(Default)]
pub(super) struct Renewing {
    pub refusals: Vec<Refusal>,
    pub warnings: Vec<Refusal>,
}

impl Renewing {
    /// Whether a row is refused.
    pub fn refuses(&self, row: usize) -> bool {
        self.refusals.iter().any(|refusal| refusal.row == Some(row))
    }
}

fn note(row: usize, code: &'static str, message: Text) -> Refusal {
    Refusal {
        row: Some(row),
        column: Some("renews"),
        code,
        message,
    }
}

impl Office {
    /// Checks what the lines to issue renew, against the register and each other. Lines that
    /// have their certificates are only told apart from what was recorded with them.
    pub(super) async fn check_renewals(
        &self,
        frame: &Frame,
        to_issue: &[Line],
        done: &[Line],
        issued: &[CertificateRecord],
    ) -> Result<Renewing, Error> {
        let mut found = Renewing::default();
        let mut seen: HashMap<CertificateNumber, usize> = HashMap::new();
        for line in to_issue {
            let Some(old) = line.renews else { continue };
            let row = line.row;
            if let Some(first) = seen.insert(old, row) {
                found.refusals.push(note(
                    row,
                    "renewed_twice",
                    Text::of(
                        format!("Dòng {first} cũng ghi giấy cũ {old}. Hãy sửa một dòng."),
                        format!("Row {first} renews {old} already. Mend one of the rows."),
                    ),
                ));
            }
            let Some(older) = self.register.standing(old).await? else {
                found.refusals.push(note(row, "no_such_number", Text::of(
                    format!("Sổ đăng ký không có giấy chứng nhận số {old}. Hãy kiểm tra số, hoặc tiếp nhận giấy cũ bằng `ocop take-over` trước."),
                    format!("The register has no certificate {old}. Check the number, or take the old one over first with `ocop take-over`."),
                )));
                continue;
            };
            let last = self.register.renewal_of(old).await?;
            let objections = objections(&older, last.as_ref(), frame.decided_on);
            let refused = objections.into_iter();
            found
                .refusals
                .extend(refused.map(|(code, message)| note(row, code, message)));
            if fold(&older.producer) != fold(&line.producer) {
                let (code, message) = other_producer(old);
                found.warnings.push(note(row, code, message));
            }
        }
        for line in done {
            let Some(old) = line.renews else { continue };
            let own = issued
                .iter()
                .find(|record| record.product == line.product && record.producer == line.producer);
            let Some(own) = own else { continue };
            let last = self.register.renewal_of(old).await?;
            if last.is_none_or(|last| last.new != own.number) {
                let new = own.number;
                found.warnings.push(note(line.row, "renewal_not_recorded", Text::of(
                    format!("Giấy {new} đã được cấp mà chưa ghi giấy cũ {old}. Hãy chạy `ocop renew {old} --by {new}`."),
                    format!("{new} was issued before, without renewing {old}. Run `ocop renew {old} --by {new}`."),
                )));
            }
        }
        Ok(found)
    }
}
