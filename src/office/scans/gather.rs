//! Scans put together by label and day, so that each is written once for a batch.

use std::collections::HashMap;

use super::{Scan, What};
use crate::register::{InventedRecord, LabelScans};

/// The scans of labels, and those with invented serials; each in the order in which they came.
pub(super) fn gathered(scans: &[Scan]) -> (Vec<LabelScans>, Vec<InventedRecord>) {
    let (mut labels, mut invented) = (Vec::new(), Vec::new());
    let (mut label_places, mut invented_places) = (HashMap::new(), HashMap::new());
    for scan in scans {
        let (number, on) = (scan.number, scan.on);
        match scan.what {
            What::Known { count, .. } | What::Placed { count, .. } => {
                let place = *label_places.entry((number, count, on)).or_insert_with(|| {
                    labels.push(LabelScans {
                        number,
                        serial_count: count,
                        scanned_on: on,
                        scans: Vec::new(),
                        placed: Vec::new(),
                    });
                    labels.len() - 1
                });
                add(&mut labels[place], scan.what);
            }
            What::UnknownCount | What::WrongMac => {
                let place = *invented_places.entry((number, on)).or_insert_with(|| {
                    invented.push(InventedRecord {
                        number,
                        scanned_on: on,
                        wrong_macs: 0,
                        unknown_counts: 0,
                    });
                    invented.len() - 1
                });
                match scan.what {
                    What::WrongMac => invented[place].wrong_macs += 1,
                    _ => invented[place].unknown_counts += 1,
                }
            }
        }
    }
    (labels, invented)
}

fn add(label: &mut LabelScans, what: What) {
    match what {
        What::Known { province, .. } => {
            let unit = province.map_or("", |province| province.unit_id.as_str());
            match label.scans.iter_mut().find(|(known, _)| known == unit) {
                Some((_, times)) => *times += 1,
                None => label.scans.push((unit.to_owned(), 1)),
            }
        }
        What::Placed { province, .. } => label.placed.push(province.unit_id.clone()),
        What::UnknownCount | What::WrongMac => {}
    }
}
