//! An order that was looked at whole: what is to be sealed, and what has its certificate.

use std::collections::HashMap;

use super::alike;
use super::frame::{Checked, Frame};
use super::line::{Line, Prepared};
use crate::office::{Error, Office, Refusal};
use crate::register::{CertificateRecord, DecisionRecord};
use crate::scheme::check::date;
use crate::scheme::words::Text;

/// What may be carried out, unless something was refused.
pub(in crate::office) struct Ready {
    pub(super) frame: Frame,
    /// The decision, if it was recorded before.
    pub(super) known: Option<DecisionRecord>,
    /// What it has certificates for.
    pub(super) issued: Vec<CertificateRecord>,
    pub(super) to_issue: Vec<Line>,
    /// Lines that have their certificates.
    pub(super) done: Vec<Line>,
    /// Everything that is wrong with the lines.
    pub refusals: Vec<Refusal>,
    pub warnings: Vec<Refusal>,
}

impl Ready {
    /// How many of the lines have their certificates.
    pub fn had(&self) -> usize {
        self.done.len()
    }
}

impl Office {
    /// Compares lines with what was issued before, and checks what they renew.
    pub(super) async fn sort_out(&self, checked: Checked) -> Result<Ready, Error> {
        let Checked {
            frame,
            known,
            prepared,
        } = checked;
        let Prepared {
            lines,
            mut refusals,
            mut warnings,
        } = prepared;
        let issued = match &known {
            Some(decision) => self.register.certificates_of(decision.id).await?,
            None => Vec::new(),
        };
        let mut to_issue = Vec::with_capacity(lines.len());
        let mut done = Vec::new();
        split(lines, &issued, &mut to_issue, &mut done, &mut refusals);
        let mut renewing = self
            .check_renewals(&frame, &to_issue, &done, &issued)
            .await?;
        to_issue.retain(|line| !renewing.refuses(line.row));
        refusals.append(&mut renewing.refusals);
        warnings.append(&mut renewing.warnings);
        warnings.extend(self.numbers_of_others(&to_issue).await?);
        warnings.extend(alike::as_issued(&to_issue, &done, &issued));
        warnings.sort_by_key(|warning| warning.row);
        refusals.sort_by_key(|refusal| refusal.row);
        Ok(Ready {
            frame,
            known,
            issued,
            to_issue,
            done,
            refusals,
            warnings,
        })
    }
}

/// Sorts lines into those to issue and those that have their certificates. A line that was
/// issued with other stars or another term is refused.
fn split(
    lines: Vec<Line>,
    issued: &[CertificateRecord],
    to_issue: &mut Vec<Line>,
    done: &mut Vec<Line>,
    refusals: &mut Vec<Refusal>,
) {
    let issued: HashMap<(&str, &str), &CertificateRecord> = issued
        .iter()
        .map(|record| ((record.product.as_str(), record.producer.as_str()), record))
        .collect();
    for line in lines {
        match issued.get(&(line.product.as_str(), line.producer.as_str())) {
            None => to_issue.push(line),
            // A term by the rule is not compared: the rule's data may be mended one day.
            Some(record)
                if line.term.is_of_paper && record.valid_through != line.term.valid_through =>
            {
                refusals.push(Refusal {
                    row: Some(line.row),
                    column: Some("valid_through"),
                    code: "line_differs",
                    message: Text::of(
                        format!("Dòng này đã được cấp giấy {} đến hết ngày {}. Giấy đã cấp không sửa được.", record.number, date(record.valid_through)),
                        format!("This row was issued as {}, valid through {}. What was issued cannot be changed.", record.number, date(record.valid_through)),
                    ),
                });
            }
            Some(record) if record.stars == line.stars && record.set_no == line.set_no => {
                done.push(line);
            }
            Some(record) => refusals.push(Refusal {
                row: Some(line.row),
                column: Some("stars"),
                code: "line_differs",
                message: Text::of(
                    format!("Dòng này đã được cấp giấy {} với {} sao, bộ {}. Giấy đã cấp không sửa được.", record.number, record.stars, record.set_no),
                    format!("This row was issued as {} with {} stars, set {}. What was issued cannot be changed.", record.number, record.stars, record.set_no),
                ),
            }),
        }
    }
}
