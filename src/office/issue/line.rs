//! A list's lines: everything is checked before anything is signed, and all that is wrong is
//! said at once, with row and column.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};

use super::alike;
use super::desk::Desk;
use super::list::Row;
use super::term::Term;
use crate::label::Size;
use crate::office::Refusal;
use crate::scheme::edition::Edition;
use crate::scheme::number::CertificateNumber;
use crate::scheme::producer::ProducerKind;
use crate::scheme::score::ScoreSheet;
use crate::scheme::stars::Stars;
use crate::scheme::token::{Claims, Names};
use crate::scheme::trust::Council;
use crate::scheme::words::Text;

/// A line that may be sealed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::office) struct Line {
    /// As a spreadsheet counts: the header is row 1.
    pub row: usize,
    pub product: String,
    pub producer: String,
    pub producer_kind: ProducerKind,
    pub address: String,
    pub set_no: u32,
    pub score: ScoreSheet,
    pub stars: Stars,
    pub product_code: Option<String>,
    pub gtin: Option<String>,
    pub lowered_because: Option<String>,
    /// The certificate that this one renews.
    pub renews: Option<CertificateNumber>,
    pub(super) term: Term,
}

/// What the lines of a list are checked against.
pub(super) struct Rules<'a> {
    pub council: &'a Council,
    pub edition: &'static Edition,
    pub issued_on: NaiveDate,
    /// The last day by the rule.
    pub valid_through: NaiveDate,
    /// Whether the certificates were issued on paper, and the rows name their last days.
    pub paper: bool,
    pub origin: &'a str,
    pub size: Size,
}

/// The outcome for a whole list.
#[derive(Default)]
pub(super) struct Prepared {
    pub lines: Vec<Line>,
    pub refusals: Vec<Refusal>,
    pub warnings: Vec<Refusal>,
}

/// Checks every row.
pub(super) fn prepare(rows: &[Row], rules: &Rules<'_>) -> Prepared {
    let mut prepared = Prepared {
        lines: Vec::with_capacity(rows.len()),
        ..Prepared::default()
    };
    let mut seen: HashMap<(String, String), usize> = HashMap::with_capacity(rows.len());
    let mut looks: HashMap<(String, String), usize> = HashMap::with_capacity(rows.len());
    for row in rows {
        let mut desk = Desk {
            row,
            refusals: Vec::new(),
            warnings: Vec::new(),
        };
        let line = desk.line(rules);
        // A row that is left out for another reason does not stand in a good one's way.
        if let Some(line) = line.as_ref().filter(|_| desk.refusals.is_empty()) {
            let names = (line.product.clone(), line.producer.clone());
            let look = alike::looks(&line.product, &line.producer);
            if let Some(first) = seen.insert(names, row.number) {
                desk.refuse("product", "line_twice", Text::of(
                    format!("Sản phẩm này của chủ thể này đã có ở dòng {first}. Hãy xóa một dòng."),
                    format!("This product of this producer is in row {first} already. Delete one of the rows."),
                ));
            } else if let Some(first) = looks.insert(look, row.number) {
                desk.warn("product", alike::CODE, alike::as_row(first));
            }
        }
        if desk.refusals.is_empty() {
            prepared.lines.extend(line);
        }
        prepared.refusals.append(&mut desk.refusals);
        prepared.warnings.append(&mut desk.warnings);
    }
    prepared
}

impl Line {
    /// What the token of this line will say.
    pub(super) fn claims(&self, rules: &Rules<'_>, index: u32, sealed_at: DateTime<Utc>) -> Claims {
        Claims {
            index,
            stars: self.stars,
            names: Some(Names {
                product: self.product.clone(),
                producer: self.producer.clone(),
            }),
            issued_on: rules.issued_on,
            valid_through: self.term.valid_through,
            sealed_at,
        }
    }
}
