//! The one form of what is to be signed. Its SHA-256 is what the chair approves, and its list is
//! what the release hands to issuing: nothing is signed that was not approved.

use sha2::{Digest, Sha256};

use crate::office::issue::list::{MORE, PRODUCT};
use crate::register::{PreparationLine, PreparationRecord};
use crate::scheme::edition::Edition;

/// What the form begins with.
const FORM: &str = "ocop-decision,1";

/// What is to be signed.
pub(super) struct Canonical {
    /// The lines as a list, CSV.
    pub list: Vec<u8>,
    /// The whole: what the decision says of itself, and the list.
    pub whole: Vec<u8>,
    /// The SHA-256 of the whole.
    pub digest: [u8; 32],
}

impl Canonical {
    /// Of a preparation with all its lines.
    pub fn of(record: &PreparationRecord, lines: &[PreparationLine]) -> Self {
        let facts = &record.facts;
        let catalogue = Edition::on(facts.decided_on).map_or("", |rules| rules.catalogue.name());
        let mut whole = csv(&[
            &["council", record.council.as_str()],
            &["authority", &facts.authority],
            &["number", &facts.number],
            &["decided_on", &facts.decided_on.to_string()],
            &["catalogue", catalogue],
        ]);
        whole.splice(0..0, format!("{FORM}\n").into_bytes());
        let header: Vec<&str> = PRODUCT.into_iter().chain(MORE).collect();
        let cells: Vec<Vec<String>> = lines.iter().map(cells).collect();
        let rows = cells
            .iter()
            .map(|cells| cells.iter().map(String::as_str).collect());
        let rows: Vec<Vec<&str>> = std::iter::once(header).chain(rows).collect();
        let rows: Vec<&[&str]> = rows.iter().map(Vec::as_slice).collect();
        let list = csv(&rows);
        whole.push(b'\n');
        whole.extend(&list);
        Self {
            digest: Sha256::digest(&whole).into(),
            list,
            whole,
        }
    }
}

/// A line's cells, in the order of a list's columns.
pub(super) fn cells(line: &PreparationLine) -> Vec<String> {
    let optional = |text: &Option<String>| text.clone().unwrap_or_default();
    vec![
        line.product.clone(),
        line.producer.clone(),
        line.producer_kind.name().to_owned(),
        line.address.clone(),
        line.set_no.to_string(),
        line.score.a.to_string(),
        line.score.b.to_string(),
        line.score.c.to_string(),
        line.stars.get().to_string(),
        optional(&line.product_code),
        optional(&line.gtin),
        optional(&line.lowered_because),
        line.renews
            .map(|number| number.to_string())
            .unwrap_or_default(),
    ]
}

fn csv(rows: &[&[&str]]) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new()
        .flexible(true)
        .from_writer(Vec::new());
    for row in rows {
        writer.write_record(*row).expect("memory takes every row");
    }
    writer.into_inner().expect("memory takes every row")
}
