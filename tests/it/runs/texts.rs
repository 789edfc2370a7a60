//! The texts of runs: always the same, right by an independent MAC, harmless in a spreadsheet.

use std::path::Path;
use std::process::Command;

use ocop::office::NewLabelRun;
use ocop::scheme::qr_text::QrText;
use ocop::scheme::verdict::Kind;

use super::{Place, asked};
use crate::support::Engine;

#[tokio::test]
async fn a_text_is_the_code_of_the_certificate_with_a_serial() {
    let place = Place::on(Engine::Sqlite).await;
    place.begin(7).await;
    let run = place.begin(20).await;
    let texts: Vec<_> = place.office.run_texts(&run).await.unwrap().collect();
    assert_eq!(texts.len(), 20);
    let token = place.code.split_once("/v/").unwrap().1;
    for (count, text) in (8..).zip(&texts) {
        assert_eq!(text.count, count);
        let written = format!("https://ocop.example.vn/s/{}{token}", text.serial);
        assert_eq!(text.text, written);
        assert!(matches!(
            QrText::read(&text.text),
            QrText::Token { serial: Some(serial), .. } if serial == text.serial.to_string()
        ));
    }
    let examined = place.office.verify(&texts[3].text, None);
    assert_eq!(examined.verdict.kind, Kind::Genuine);
    // Made again, and in parts, they are the same.
    let again = place.office.run_texts(&run).await.unwrap();
    let parts: Vec<_> = [(0, 10), (10, 3), (13, 8), (18, 100), (28, 5)]
        .into_iter()
        .flat_map(|(from, count)| again.part(from, count))
        .collect();
    // Of (0, 10) nothing before the run, of the last nothing after it.
    assert_eq!(parts.len(), 10 + 3 + 8 + 10);
    for text in &parts {
        assert_eq!(*text, texts[usize::try_from(text.count - 8).unwrap()]);
    }
}

#[tokio::test]
async fn the_csv_is_right_by_an_independent_mac_and_no_cell_is_a_formula() {
    let place = Place::on(Engine::Sqlite).await;
    let asked = NewLabelRun {
        lot: "=1+1, \"lô\"".to_owned(),
        ..asked(place.ours, 1_234)
    };
    let run = place
        .office
        .begin_label_run(&place.owner, None, &asked)
        .await
        .unwrap();
    let pieces: Vec<Vec<u8>> = place.office.run_csv(&run).await.unwrap().collect();
    assert!(pieces.len() > 3, "it comes in pieces: {}", pieces.len());
    assert!(pieces.iter().all(|piece| piece.len() < 70_000));
    let csv = pieces.concat();
    assert!(csv.starts_with("\u{feff}count,serial,text,".as_bytes()));
    let mut reader = csv::Reader::from_reader(&csv[3..]);
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 1_234);
    let last = &rows[1_233];
    assert_eq!(&last[0], "1234");
    assert_eq!(&last[3], place.ours.to_string());
    assert_eq!(
        [&last[4], &last[5], &last[6], &last[7], &last[8]],
        [
            "Chè, \"Shan\"",
            "Hợp tác xã Bản Mới",
            "4",
            "2029-08-05",
            "'=1+1, \"lô\""
        ]
    );

    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("run.csv");
    std::fs::write(&file, &csv).unwrap();
    let keys = place.office.book.texts("select key from serial_keys").await;
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/independent_serial.py");
    let check = |key: &str| {
        let mut command = Command::new(crate::independent::interpreter());
        command.arg(&script).arg(key).arg(&file);
        command.output().unwrap()
    };
    let output = check(&keys[0]);
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(
        String::from_utf8_lossy(&output.stdout).trim(),
        "1234",
        "{told}"
    );
    // By another key nothing is right.
    let other = check(&"A".repeat(43));
    assert!(!other.status.success());
}
