//! What checking a workbook of 10,000 rows takes, beside what its reader alone takes.

mod measure;

use std::hint::black_box;
use std::io::Cursor;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Instant;

use calamine::{Reader, Xlsx};
use measure::{Report, Target, median};
use ocop::clock::StoppedClock;
use ocop::config::Config;
use ocop::office::{
    Access, Grant, Imported, NewCouncil, NewKey, NewPreparation, NewProgramme, Office, Role, Seen,
    initialise,
};
use ocop::register::NewAccount;
use ocop::scheme::council::Level;
use ocop::scheme::words::{Language, Text};
use ocop::signer::{Passphrase, fresh_seed};
use rust_xlsxwriter::Workbook;

const ROWS: u32 = 10_000;
const ROUNDS: usize = 7;
/// How many times as long as reading alone it may take.
const MOST: f64 = 5.0;

/// A list in which every row is sound but the last, so that everything is checked and nothing
/// is written.
fn workbook() -> Vec<u8> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    let header = [
        "product",
        "producer",
        "producer_kind",
        "address",
        "set_no",
        "score_a",
        "score_b",
        "score_c",
        "stars",
    ];
    for (column, name) in (0..).zip(header) {
        sheet.write_string(0, column, name).expect("a cell");
    }
    for row in 1..=ROWS {
        let product = format!("Miến dong Phja Đén số {row}");
        let producer = format!("Hợp tác xã Nông nghiệp Tân Việt Á {}", row % 800);
        for (column, text) in [
            (0, product.as_str()),
            (1, producer.as_str()),
            (2, "cooperative"),
            (3, "Xã Thành Công, tỉnh Cao Bằng"),
        ] {
            sheet.write_string(row, column, text).expect("a cell");
        }
        let set = if row == ROWS { 77.0 } else { 6.0 };
        for (column, number) in [(4, set), (5, 34.5), (6, 20.75), (7, 28.25), (8, 4.0)] {
            sheet.write_number(row, column, number).expect("a cell");
        }
    }
    workbook.save_to_buffer().expect("a workbook")
}

fn read(file: &[u8]) -> usize {
    let mut workbook = Xlsx::new(Cursor::new(file)).expect("a workbook");
    let range = workbook.worksheet_range_at(0).expect("a sheet");
    range.expect("a sheet").rows().count()
}

async fn desk(folder: &std::path::Path) -> (Office, Access) {
    let now = "2026-08-10T03:00:00Z".parse().expect("an instant");
    let secret = || Passphrase::new("of the measurement").expect("a passphrase");
    let config = Config::new(Some("ocop.example.vn".to_owned()), false).expect("a host");
    let new = NewProgramme {
        data: folder.to_owned(),
        config,
        name: Text::new("Chương trình OCOP", "OCOP programme"),
        fresh: fresh_seed().expect("randomness"),
        passphrase: secret(),
    };
    let clock = Arc::new(StoppedClock(now));
    let office = initialise(new, clock).await.expect("a programme");
    let code = "CB".parse().expect("a code");
    let council = NewCouncil {
        code,
        unit: "VN-04@2".to_owned(),
        level: Level::Province,
        name: Text::new("Hội đồng tỉnh Cao Bằng", "Council of Cao Bằng"),
    };
    office.add_council(council).await.expect("a council");
    let key = NewKey {
        council: code,
        seals_from: None,
        seals_until: None,
    };
    let fresh = fresh_seed().expect("randomness");
    office
        .generate_key(key, fresh, secret())
        .await
        .expect("a key");
    office.publish_trust_list(secret()).await.expect("a list");
    let account = NewAccount {
        name: "Thư ký".to_owned(),
        email: "a@example.vn".to_owned(),
        language: "vi".to_owned(),
    };
    let entering = office
        .register()
        .enter(move |entry| Box::pin(async move { entry.add_account(&account, now).await }));
    let account = entering.await.expect("an account");
    let grants = vec![Grant::of_council(Role::Secretary, code)];
    (office, Access::of_account(account, grants, Some(now)))
}

#[tokio::main]
async fn main() -> ExitCode {
    let folder = tempfile::tempdir().expect("a folder");
    let (office, secretary) = desk(folder.path()).await;
    let new = NewPreparation {
        council: "CB".parse().expect("a code"),
        number: "852/QĐ-UBND".to_owned(),
        decided_on: "2026-08-05".parse().expect("a day"),
        authority: None,
    };
    let begun = office.prepare_decision(&secretary, None, new).await;
    let begun = begun.expect("a decision");
    let seen = Seen {
        id: begun.id,
        version: begun.version,
    };
    let file = workbook();
    let (mut reading, mut checking, mut marked) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let at = Instant::now();
        assert_eq!(black_box(read(&file)), ROWS as usize + 1);
        reading.push(at.elapsed().as_secs_f64());
        for (marking, times) in [(None, &mut checking), (Some(Language::Vi), &mut marked)] {
            let at = Instant::now();
            let list = (file.clone(), marking);
            let imported = office.import_lines(&secretary, None, seen, list).await;
            times.push(at.elapsed().as_secs_f64());
            let refused =
                matches!(imported, Ok(Imported::Refused { refusals, .. }) if refusals.len() == 1);
            assert!(refused, "one row is wrong");
        }
    }
    let (reading, checking, marked) = (median(reading), median(checking), median(marked));
    println!("reading alone: {:.1} ms", reading * 1e3);
    let mut report = Report::default();
    report.ratio(
        "checking a workbook of 10,000 rows / reading it with calamine",
        checking / reading,
        Target::AtMost(MOST),
    );
    println!(
        "checked, and written again with what is wrong: {:.2} times",
        marked / reading
    );
    report.finish()
}
