//! Lines of a prepared decision: one is added, some are removed.

use std::collections::HashMap;

use serde_json::json;

use super::change::{Change, Remove};
use super::check::{columns, heading};
use super::{Once, PreparationRefused, Receipt, Seen};
use crate::office::issue::line::Line;
use crate::office::issue::list::{MOST_ROWS, Row, too_many_rows};
use crate::office::{Access, Error, Office, Refusal};
use crate::register::{PreparationLine, PreparationRecord};
use crate::scheme::words::Text;

/// A line as it was typed: a text for each column of a list.
pub type NewLine = HashMap<&'static str, String>;

impl Office {
    /// Adds a line.
    ///
    /// # Errors
    /// [`Error::Refused`] with everything that is wrong with it.
    pub async fn add_line(
        &self,
        access: &Access,
        once: Option<&Once>,
        seen: Seen,
        mut new: NewLine,
    ) -> Result<Receipt, Error> {
        let act = async {
            let record = self.changeable_preparation(access, seen).await?;
            let columns = columns();
            let cells = columns.iter().map(|column| new.remove(column));
            let cells = cells.map(Option::unwrap_or_default).collect();
            let mut refused = self
                .lines_of(&record, vec![Row::new(0, &columns, cells)])
                .await;
            if let Err(Error::Refused(refusals)) = &mut refused {
                // There is one, and it is not in a list.
                for refusal in refusals {
                    refusal.row = None;
                }
            }
            let change = Change {
                act: "preparation_lines_added",
                add: refused?,
                ..Change::default()
            };
            self.enter_change(access, once, &record, change).await
        };
        self.once_for(access, once, act).await
    }

    /// Removes lines; all of them, where none is named.
    ///
    /// # Errors
    /// [`PreparationRefused::NoSuchLine`]; [`Error::Refused`] where a choice of lines is empty.
    pub async fn remove_lines(
        &self,
        access: &Access,
        once: Option<&Once>,
        seen: Seen,
        lines: Option<Vec<i64>>,
    ) -> Result<Receipt, Error> {
        let act = async {
            let record = self.changeable_preparation(access, seen).await?;
            if let Some(lines) = &lines {
                if lines.is_empty() {
                    return Err(Error::Refused(vec![no_lines_chosen()]));
                }
                let known = self.all_lines(record.id).await?;
                let is_known = |line: i64| known.iter().any(|known| known.line == line);
                if let Some(unknown) = lines.iter().find(|line| !is_known(**line)) {
                    return Err(PreparationRefused::NoSuchLine(*unknown).into());
                }
            }
            let change = Change {
                act: "preparation_lines_removed",
                body: json!({ "removed": lines }),
                remove: lines.map_or(Remove::All, Remove::These),
                ..Change::default()
            };
            self.enter_change(access, once, &record, change).await
        };
        self.once_for(access, once, act).await
    }

    /// Rows as lines of a preparation, if nothing is wrong with any of them, by themselves and
    /// beside the lines that are there.
    pub(super) async fn lines_of(
        &self,
        record: &PreparationRecord,
        rows: Vec<Row>,
    ) -> Result<Vec<PreparationLine>, Error> {
        let mut looked = self.look_as_issuing(heading(record), rows).await?;
        let there = self.all_lines(record.id).await?;
        looked.refusals.extend(clashes(&looked.lines, &there));
        if there.len() + looked.lines.len() > MOST_ROWS {
            looked.refusals.push(too_many_rows());
        }
        if !looked.refusals.is_empty() {
            looked.refusals.sort_by_key(|refusal| refusal.row);
            return Err(Error::Refused(looked.refusals));
        }
        Ok(looked.lines.into_iter().map(kept).collect())
    }
}

/// To remove nothing would void an approval all the same.
fn no_lines_chosen() -> Refusal {
    Refusal::of(
        "lines",
        "no_lines_chosen",
        Text::new(
            "Chưa chọn dòng nào nên không bỏ dòng nào. Hãy đánh dấu các dòng cần bỏ rồi làm lại.",
            "No line was chosen, so none was removed. Tick the lines to remove, then do it again.",
        ),
    )
}

/// New lines that say what a line says that is there.
fn clashes(new: &[Line], there: &[PreparationLine]) -> Vec<Refusal> {
    let products: HashMap<(&str, &str), i64> = there
        .iter()
        .map(|line| ((line.product.as_str(), line.producer.as_str()), line.line))
        .collect();
    let renewed: HashMap<_, i64> = there
        .iter()
        .filter_map(|line| Some((line.renews?, line.line)))
        .collect();
    let mut refusals = Vec::new();
    for line in new {
        let mut refuse = |column, code, message| {
            refusals.push(Refusal {
                row: Some(line.row),
                column: Some(column),
                code,
                message,
            });
        };
        if let Some(there) = products.get(&(line.product.as_str(), line.producer.as_str())) {
            refuse(
                "product",
                "line_twice",
                Text::of(
                    format!(
                        "Sản phẩm này của chủ thể này đã là dòng {there} của quyết định. Hãy bỏ một dòng."
                    ),
                    format!(
                        "This product of this producer is line {there} of the decision already. Remove one of them."
                    ),
                ),
            );
        }
        if let Some(old) = line.renews
            && let Some(there) = renewed.get(&old)
        {
            refuse(
                "renews",
                "renewed_twice",
                Text::of(
                    format!(
                        "Dòng {there} của quyết định cũng ghi giấy cũ {old}. Hãy sửa một dòng."
                    ),
                    format!("Line {there} of the decision renews {old} already. Mend one of them."),
                ),
            );
        }
    }
    refusals
}

/// A line that was checked, as it is kept.
fn kept(line: Line) -> PreparationLine {
    PreparationLine {
        line: 0,
        dossier: None,
        product: line.product,
        producer: line.producer,
        producer_kind: line.producer_kind,
        address: line.address,
        set_no: line.set_no,
        score: line.score,
        stars: line.stars,
        product_code: line.product_code,
        gtin: line.gtin,
        lowered_because: line.lowered_because,
        renews: line.renews,
    }
}
