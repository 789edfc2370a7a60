//! Assessed dossiers become lines: what the council's sessions let it certify.

use serde_json::json;

use super::change::Change;
use super::check::heading;
use super::{Once, Receipt, Seen};
use crate::office::issue::list::{MOST_ROWS, Row, too_many_rows};
use crate::office::{Access, Certifiable, Error, Office, Refusal};
use crate::register::{PreparationLine, PreparationRecord};
use crate::scheme::text;
use crate::scheme::words::Text;

/// Which dossiers are gathered.
#[derive(Clone, Debug)]
pub enum Gathering {
    /// All that the council may certify, and that are in no other decision.
    All,
    /// These.
    These(Vec<i64>),
}

impl Office {
    /// Gathers assessed dossiers.
    ///
    /// # Errors
    /// [`Error::Refused`] with everything that is wrong; rows are the dossiers' places among
    /// those that were asked for.
    pub async fn gather_lines(
        &self,
        access: &Access,
        once: Option<&Once>,
        seen: Seen,
        which: Gathering,
    ) -> Result<Receipt, Error> {
        let act = async {
            let record = self.changeable_preparation(access, seen).await?;
            let lines = self.gathered(access, &record, which).await?;
            let dossiers: Vec<i64> = lines.iter().filter_map(|line| line.dossier).collect();
            let change = Change {
                act: "preparation_lines_added",
                body: json!({ "from": "dossiers", "dossiers": dossiers }),
                add: lines,
                ..Change::default()
            };
            self.enter_change(access, once, &record, change).await
        };
        self.once_for(access, once, act).await
    }

    async fn gathered(
        &self,
        access: &Access,
        record: &PreparationRecord,
        which: Gathering,
    ) -> Result<Vec<PreparationLine>, Error> {
        let council = record.council;
        let mut found = Vec::new();
        let mut refusals = Vec::new();
        match which {
            Gathering::All => {
                // One more than a decision holds, so that it is said.
                let most = i64::try_from(MOST_ROWS + 1).unwrap_or(i64::MAX);
                found = self.certifiable(access, council, 0, most).await?;
            }
            Gathering::These(dossiers) => {
                for id in dossiers {
                    match self.certifiable_dossier(access, council, id).await? {
                        Some(dossier) => found.push(dossier),
                        None => refusals.push(not_to_certify(id)),
                    }
                }
            }
        }
        if found.len() > MOST_ROWS {
            refusals.push(too_many_rows());
        }
        if found.is_empty() && refusals.is_empty() {
            refusals.push(Refusal::of(
                "dossiers",
                "no_dossiers",
                Text::new(
                    "Không có hồ sơ nào đã chấm xong mà chưa vào quyết định. Hãy kết luận phiên chấm trước.",
                    "There is no assessed dossier that is in no decision yet. Conclude the sessions first.",
                ),
            ));
        }
        let columns = super::check::columns();
        let rows = (1..).zip(&found);
        let rows = rows.map(|(number, dossier)| Row::new(number, &columns, cells(dossier)));
        let lines = match self.lines_of(record, rows.collect()).await {
            Err(Error::Refused(more)) => {
                refusals.extend(more);
                Vec::new()
            }
            lines => lines?,
        };
        let catalogue = self
            .look_as_issuing(heading(record), Vec::new())
            .await?
            .catalogue();
        for (number, dossier) in (1..).zip(&found) {
            if catalogue.is_some_and(|catalogue| catalogue != dossier.catalogue) {
                refusals.push(Refusal {
                    row: Some(number),
                    ..other_catalogue(dossier.dossier)
                });
            }
        }
        if !refusals.is_empty() {
            return Err(Error::Refused(refusals));
        }
        let dossiers = found.iter().map(|found| Some(found.dossier));
        Ok(lines
            .into_iter()
            .zip(dossiers)
            .map(|(line, dossier)| PreparationLine { dossier, ..line })
            .collect())
    }
}

/// A dossier's cells, in the order of a list's columns.
fn cells(dossier: &Certifiable) -> Vec<String> {
    let optional = |text: &Option<String>| text.clone().unwrap_or_default();
    vec![
        dossier.product.clone(),
        dossier.producer.clone(),
        dossier.producer_kind.name().to_owned(),
        dossier.address.clone(),
        dossier.set_no.to_string(),
        dossier.score.a.to_string(),
        dossier.score.b.to_string(),
        dossier.score.c.to_string(),
        dossier.stars.get().to_string(),
        optional(&dossier.product_code),
        optional(&dossier.gtin),
        dossier
            .lowered_because
            .as_deref()
            .map(one_line)
            .unwrap_or_default(),
        dossier
            .renews
            .map(|number| number.to_string())
            .unwrap_or_default(),
    ]
}

/// Prose as a cell holds it: one line, and not longer than a reason may be.
fn one_line(prose: &str) -> String {
    let mut line = prose.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut end = line.len().min(text::LONGEST);
    while !line.is_char_boundary(end) {
        end -= 1;
    }
    line.truncate(end);
    line.trim_end().to_owned()
}

fn not_to_certify(id: i64) -> Refusal {
    Refusal::of(
        "dossiers",
        "dossier_not_certifiable",
        Text::of(
            format!(
                "Hồ sơ {id} chưa có kết luận cho hội đồng này cấp giấy, hoặc đã ở trong một quyết định khác. Hãy xem lại hồ sơ."
            ),
            format!(
                "Dossier {id} has no conclusion that lets this council certify it, or is in another decision. Look at the dossier."
            ),
        ),
    )
}

fn other_catalogue(id: i64) -> Refusal {
    Refusal::of(
        "set_no",
        "dossier_other_catalogue",
        Text::of(
            format!(
                "Hồ sơ {id} theo danh mục sản phẩm khác với danh mục của ngày quyết định. Hãy xem lại ngày quyết định."
            ),
            format!(
                "Dossier {id} goes by another catalogue than the decision's date does. Check the date of the decision."
            ),
        ),
    )
}
