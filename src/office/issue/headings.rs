//! The headings of a list: a column's name, or what it is called in Vietnamese.

use crate::office::Refusal;
use crate::scheme::text::fold;
use crate::scheme::words::Text;

/// What the columns are called.
const HEADINGS: [(&str, &str); 15] = [
    ("product", "Tên sản phẩm"),
    ("producer", "Tên chủ thể"),
    ("producer_kind", "Loại chủ thể"),
    ("address", "Địa chỉ"),
    ("set_no", "Bộ sản phẩm"),
    ("score_a", "Điểm phần A"),
    ("score_b", "Điểm phần B"),
    ("score_c", "Điểm phần C"),
    ("stars", "Hạng sao"),
    ("product_code", "Mã sản phẩm"),
    ("gtin", "Mã GTIN"),
    ("lowered_because", "Lý do hạ sao"),
    ("renews", "Công nhận lại giấy số"),
    ("valid_through", "Có giá trị đến hết ngày"),
    ("valid_through_reason", "Lý do thời hạn khác"),
];

/// The heading above what was said of each row of a list that was refused.
pub(in crate::office) const FAULTS: &str = "Cần sửa";

/// What a column is called in Vietnamese.
pub(in crate::office) fn heading(column: &str) -> Option<&'static str> {
    let known = HEADINGS.iter().find(|(name, _)| *name == column);
    known.map(|(_, heading)| *heading)
}

/// Where each of the known columns stands; so many of them must be there.
pub(super) fn places(
    header: &[String],
    known: &[&'static str],
    required: usize,
) -> Result<Vec<Option<usize>>, Vec<Refusal>> {
    let mut refusals = Vec::new();
    let mut places = vec![None; known.len()];
    for (place, name) in header.iter().enumerate() {
        let name = name.trim();
        let folded = fold(name);
        let is_named = |&column: &&str| {
            column.eq_ignore_ascii_case(name)
                || heading(column).is_some_and(|heading| fold(heading) == folded)
        };
        match known.iter().position(is_named) {
            Some(index) if places[index].is_some() => refusals.push(Refusal {
                row: Some(1),
                column: Some(known[index]),
                code: "column_twice",
                message: Text::new(
                    "Cột này có hai lần. Hãy xóa một cột.",
                    "This column is there twice. Delete one of them.",
                ),
            }),
            Some(index) => places[index] = Some(place),
            // What was checked before is sent again with what was said of it.
            None if folded == fold(FAULTS) => {}
            None => {
                let shown: String = name.chars().take(40).collect();
                refusals.push(Refusal {
                    row: Some(1),
                    column: None,
                    code: "unknown_column",
                    message: Text::of(
                        format!("Không có cột \"{shown}\". Các cột: {}.", known.join(", ")),
                        format!(
                            "There is no column \"{shown}\". The columns are: {}.",
                            known.join(", ")
                        ),
                    ),
                });
                // Rubbish has many: one is enough to say so.
                if refusals.len() > 20 {
                    break;
                }
            }
        }
    }
    for (index, &column) in known.iter().enumerate().take(required) {
        if places[index].is_none() {
            refusals.push(Refusal {
                row: Some(1),
                column: Some(column),
                code: "column_missing",
                message: Text::of(
                    format!("Thiếu cột \"{column}\" ở dòng tiêu đề. Hãy thêm cột này."),
                    format!("The header lacks the column \"{column}\". Add it."),
                ),
            });
        }
    }
    if refusals.is_empty() {
        Ok(places)
    } else {
        Err(refusals)
    }
}
