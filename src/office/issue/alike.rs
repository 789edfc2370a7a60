//! Products of one producer that look alike and are written otherwise: each is issued as a product
//! of its own, so somebody looks first whether they are one.

use std::collections::{HashMap, HashSet};

use super::line::Line;
use crate::office::Refusal;
use crate::register::CertificateRecord;
use crate::scheme::number::CertificateNumber;
use crate::scheme::text::fold;
use crate::scheme::words::Text;

/// The code of the warning.
pub(super) const CODE: &str = "line_alike";

/// What a product and its producer are alike by.
pub(super) fn looks(product: &str, producer: &str) -> (String, String) {
    (fold(product), fold(producer))
}

/// What is said of a row that looks like an earlier one.
pub(super) fn as_row(first: usize) -> Text {
    Text::of(
        format!(
            "Sản phẩm này chỉ khác dòng {first} ở chữ hoa, dấu hoặc khoảng trắng. Nếu là một sản phẩm, hãy xóa một dòng trước khi cấp."
        ),
        format!(
            "This product differs from row {first} only in letter case, marks or spaces. If they are one product, delete one of the rows before you issue."
        ),
    )
}

/// Lines to issue that look like what the decision has a certificate for, where that is not
/// itself a line of the list: then the list's own rows are named.
pub(super) fn as_issued(
    to_issue: &[Line],
    done: &[Line],
    issued: &[CertificateRecord],
) -> Vec<Refusal> {
    if to_issue.is_empty() || issued.is_empty() {
        return Vec::new();
    }
    let listed: HashSet<(&str, &str)> = done
        .iter()
        .map(|line| (line.product.as_str(), line.producer.as_str()))
        .collect();
    let others: HashMap<(String, String), CertificateNumber> = issued
        .iter()
        .filter(|one| !listed.contains(&(one.product.as_str(), one.producer.as_str())))
        .map(|one| (looks(&one.product, &one.producer), one.number))
        .collect();
    let alike = to_issue.iter().filter_map(|line| {
        let number = *others.get(&looks(&line.product, &line.producer))?;
        Some(Refusal {
            row: Some(line.row),
            column: Some("product"),
            code: CODE,
            message: Text::of(
                format!(
                    "Quyết định này đã cấp giấy {number} cho sản phẩm chỉ khác ở chữ hoa, dấu hoặc khoảng trắng. Nếu là một sản phẩm, hãy ghi đúng như trên giấy {number}."
                ),
                format!(
                    "This decision has certificate {number} for a product that differs only in letter case, marks or spaces. If they are one product, write it as on {number}."
                ),
            ),
        })
    });
    alike.collect()
}
