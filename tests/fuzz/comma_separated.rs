//! Product lists as CSV: what was read is the same when it is written and read again.

use crate::Target;
use crate::office::issue::list::LARGEST;
use crate::office::{Refusal, decision, table};

pub const TARGET: Target = Target {
    name: "csv",
    seeds: || {
        let list = include_str!("../../assets/data/products.csv");
        let short: Vec<&str> = list.lines().take(4).collect();
        let short = short.join("\n");
        vec![
            short.clone().into_bytes(),
            format!("\u{feff}{}", short.replace('\n', "\r\n")).into_bytes(),
            "product,producer\n\"a \"\"b\"\",\nc\",d\n\n\nx,y\n"
                .as_bytes()
                .to_vec(),
        ]
    },
    check,
};

fn check(bytes: &[u8]) -> bool {
    if bytes.starts_with(b"PK\x03\x04") {
        return false;
    }
    check_table(bytes)
}

/// What holds of the table of any file.
pub fn check_table(file: &[u8]) -> bool {
    let (header, rows) = match table(file) {
        Ok(table) => table,
        Err(refusals) => {
            said(&refusals);
            return false;
        }
    };
    let numbers: Vec<usize> = rows.iter().map(|(number, _)| *number).collect();
    assert!(numbers.is_sorted_by(|one, next| one < next), "{numbers:?}");
    assert!(numbers.first().is_none_or(|first| *first > 1));
    for (_, cells) in &rows {
        assert!(cells.iter().any(|cell| !cell.trim().is_empty()));
    }
    match decision(file) {
        Ok((read, ragged)) => {
            said(&ragged);
            assert_eq!(read.len() + ragged.len(), rows.len());
            assert!(read.iter().all(|number| numbers.contains(number)));
        }
        Err(refusals) => said(&refusals),
    }
    written_again(&header, &rows);
    true
}

/// Every refusal says where and what, in both languages.
fn said(refusals: &[Refusal]) {
    for refusal in refusals {
        assert!(!refusal.message.vi.is_empty() && !refusal.message.en.is_empty());
    }
}

fn written_again(header: &[String], rows: &[(usize, Vec<String>)]) {
    let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(vec![]);
    // A header of a single empty cell cannot be written as one.
    if header.is_empty() || header == [""] {
        return;
    }
    writer.write_record(header).expect("a header is written");
    for (_, cells) in rows {
        writer.write_record(cells).expect("a row is written");
    }
    let written = writer.into_inner().expect("a list is written");
    let is_whole = written.len() <= LARGEST && !written.starts_with(b"PK\x03\x04");
    let Some((read, again)) = is_whole.then(|| table(&written).ok()).flatten() else {
        return;
    };
    assert_eq!(read, header);
    let cells = |rows: &[(usize, Vec<String>)]| -> Vec<Vec<String>> {
        rows.iter().map(|(_, cells)| cells.clone()).collect()
    };
    assert_eq!(cells(&again), cells(rows));
}
