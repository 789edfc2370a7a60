//! A reader that shares no code with ours reads packs alike, and refuses what was altered.

use std::process::Command;

use serde_json::{Value, json};

use super::made::{Desk, ROOT, digest};
use crate::scheme::programme::{key, public};

fn said(pack: &[u8]) -> (Option<i32>, Option<Value>, String) {
    let file = tempfile::NamedTempFile::new().expect("a file");
    std::fs::write(file.path(), pack).expect("written");
    let output = Command::new(crate::independent::interpreter())
        .arg(concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/tests/it/independent_pack.py"
        ))
        // A key may begin with a dash.
        .arg(public(&key(ROOT)).to_base64())
        .arg(file.path())
        .output()
        .expect("Python runs");
    let errors = String::from_utf8_lossy(&output.stderr).into_owned();
    let read = serde_json::from_slice(&output.stdout).ok();
    (output.status.code(), read, errors)
}

#[test]
fn an_independent_library_reads_manifest_digests_and_names() {
    let desk = Desk::of(2);
    let hex = |bytes: &[u8]| -> String { bytes.iter().map(|byte| format!("{byte:02x}")).collect() };
    let days = |date: &str| {
        let date: chrono::NaiveDate = date.parse().expect("a day");
        (date - chrono::NaiveDate::default()).num_days()
    };
    let name = |index: u32| {
        let product = format!("Miến dong Bản Mới {index}");
        let (from, through) = (days("2026-08-05"), days("2029-08-05"));
        json!([
            index,
            4,
            product,
            "Hợp tác xã Bản Mới",
            "852/QĐ-UBND",
            from,
            through
        ])
    };
    let root = hex(&public(&key(ROOT)).id().0);
    for names in [true, false] {
        let pack = desk.sealed().whole(names);
        let (code, read, errors) = said(&pack);
        assert_eq!(code, Some(0), "{errors}");
        let named = if names {
            json!({ "CB": [name(0), name(1)] })
        } else {
            json!({})
        };
        let expected = json!({
            "format": 1, "sequence": 12, "made_at": 1_785_976_200, "expires_at": 1_786_581_000,
            "root": root, "trust_list": 7, "version": 7, "lists": ["status/CB"],
            "digests": { "CB": [hex(&digest(0).0), hex(&digest(1).0)] }, "names": named,
        });
        assert_eq!(read, Some(expected));
        for place in [pack.len() - 1, pack.len() / 2, 60, 120] {
            let mut altered = pack.clone();
            altered[place] ^= 1;
            assert_eq!(said(&altered).0, Some(1), "byte {place}");
        }
    }
}
