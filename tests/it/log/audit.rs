//! The audit: a sound book passes, and whatever is changed in it is found and named.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot set its desk fails there"
)]

use ocop::office::{Audited, Fault, Which, Withdrawal, audit_folder};
use ocop::scheme::ground::Ground;

use super::{checkpoint, record_log_key};
use crate::codes::{compact, named};
use crate::support::{Engine, Office, day, list_of, now, on_both_engines};
use ocop::clock::StoppedClock;

on_both_engines!(a_sound_book_passes, what_is_taken_away_or_added_is_found,);

/// A book with something of everything, under two checkpoints and with entries after them.
async fn book(engine: Engine) -> Office {
    let office = Office::on(engine).await;
    record_log_key(&office).await;
    let issued = office.issue_list(list_of(4)).await.expect("issued");
    compact(&office, &named(&[2, 3])).await.expect("sealed");
    checkpoint(&office).await;
    let number = |place: usize| issued.certificates[place].certificate.number.to_string();
    let withdrawal = |place| Withdrawal {
        which: Which::Numbers(vec![number(place)]),
        decision: "900/QĐ-UBND".to_owned(),
        decided_on: day("2026-08-09"),
        ground: Ground::FoodSafety,
        within: ocop::office::Reach::All,
        actor: ocop::office::Actor::Program,
    };
    office.revoke(&withdrawal(0)).await.expect("revoked");
    office.suspend(&withdrawal(1)).await.expect("suspended");
    office
        .supersede(&number(2), &number(3))
        .await
        .expect("superseded");
    checkpoint(&office).await;
    office.issue_list(list_of(5)).await.expect("issued");
    office
}

async fn audit(office: &Office) -> Result<Audited, Fault> {
    let clock = StoppedClock(now());
    let audited = audit_folder(office.data(), office.config(), &clock).await;
    audited.expect("the register answers")
}

async fn a_sound_book_passes(engine: Engine) {
    let office = book(engine).await;
    let audited = audit(&office).await.expect("it is sound");
    let entries = u64::try_from(office.register().size().await.unwrap()).unwrap();
    assert_eq!(audited.entries, entries);
    assert_eq!((audited.certificates, audited.trust_lists), (5, 2));
    assert_eq!(audited.compact_tokens, 2);
    assert_eq!((audited.checkpoints, audited.covered), (2, entries - 1));
    assert_eq!(office.audit().await.unwrap(), Ok(audited));
}

async fn what_is_taken_away_or_added_is_found(engine: Engine) {
    for (change, table, row) in [
        (
            "delete from status_changes where status = 1",
            "status_changes",
            None,
        ),
        (
            "delete from checkpoints where size = (select min(size) from checkpoints)",
            "log_tiles",
            None,
        ),
        (
            "delete from log_tiles where level = 0",
            "log_tiles",
            Some("0 0"),
        ),
        (
            "update certificates set status = 0 where status = 1",
            "certificates",
            Some("CB-0-8"),
        ),
        (
            "update certificates set status = 1 where certificate_index = 4",
            "certificates",
            Some("CB-4-Z"),
        ),
        ("update log_head set size = size + 1", "log_head", Some("1")),
        (
            "update events set position = position + 1000 where position = (select max(position) from events where kind = 'decision_recorded')",
            "events",
            None,
        ),
        (
            "update councils set next_index = 1 where code = 'CB'",
            "councils",
            Some("CB"),
        ),
        (
            "update certificates set token = (select token from certificates where certificate_index = 1) where certificate_index = 0",
            "certificates",
            Some("CB-0-8"),
        ),
        (
            "delete from compact_tokens where certificate_index = 2",
            "compact_tokens",
            Some("CB-2-4"),
        ),
        (
            "update compact_tokens set token = (select token from certificates where certificate_index = 3) where certificate_index = 3",
            "compact_tokens",
            Some("CB-3-2"),
        ),
        (
            "update compact_tokens set certificate_index = 1 where certificate_index = 2",
            "compact_tokens",
            Some("CB-2-4"),
        ),
        (
            "update compact_tokens set sealed_at = '2026-08-10T03:00:01Z' where certificate_index = 3",
            "compact_tokens",
            Some("CB-3-2"),
        ),
        (
            "insert into compact_tokens select council, 0, token, sealed_at, 100000 from compact_tokens where certificate_index = 2",
            "compact_tokens",
            Some("*"),
        ),
        (
            "insert into trust_lists select 3, issued_at, expires_at, sealed from trust_lists where version = 2",
            "trust_lists",
            Some("3"),
        ),
        (
            "insert into mandates values ('CB', '5', '2026-01-01', null, 36)",
            "mandates",
            Some("CB"),
        ),
        (
            "insert into log_tiles values (3, 0, '')",
            "log_tiles",
            Some("*"),
        ),
    ] {
        let office = book(engine).await;
        if change.contains("delete from checkpoints") {
            // A checkpoint that is missing is not missed: the ones after it say as much.
            office.book.raw(change).await;
            assert!(audit(&office).await.is_ok());
            continue;
        }
        let unbound = match engine {
            Engine::Sqlite => format!("pragma foreign_keys = off; {change}"),
            Engine::Postgres => format!("set session_replication_role = replica; {change}"),
        };
        office.book.raw(&unbound).await;
        let fault = audit(&office).await.expect_err(change);
        assert_eq!(fault.table, table, "{change}: {fault:?}");
        assert!(
            row.is_none_or(|row| row == fault.row),
            "{change}: {fault:?}"
        );
    }
}

/// Columns that no other fact fixes: an index that was reserved and not used is a gap, and the
/// serial of a status list only counts.
const FREE: [&str; 2] = ["councils.next_index", "status_lists.serial"];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_flipped_bit_of_a_row_is_found() {
    let office = book(Engine::Sqlite).await;
    checkpoint(&office).await;
    let texts = async |sql: String| office.book.texts(&sql).await;
    let mut flipped = 0;
    for table in [
        "programme",
        "councils",
        "mandates",
        "keys",
        "trust_lists",
        "decisions",
        "events",
        "certificates",
        "compact_tokens",
        "status_changes",
        "log_tiles",
        "checkpoints",
        "log_head",
    ] {
        let columns = texts(format!("select name from pragma_table_info('{table}')")).await;
        // The last row: what came before it is like it.
        let row = texts(format!("select cast(max(rowid) as text) from {table}"))
            .await
            .remove(0);
        for column in columns {
            if FREE.contains(&format!("{table}.{column}").as_str()) || column == "cosignatures" {
                continue;
            }
            let is = format!("from {table} where rowid = {row}");
            let Some(value) = texts(format!(
                "select hex(cast({column} as blob)) {is} and {column} is not null"
            ))
            .await
            .pop() else {
                continue;
            };
            let kind = texts(format!("select typeof({column}) {is}"))
                .await
                .remove(0);
            let changes = if kind == "integer" {
                let number = text_of(&value).parse::<u64>().unwrap();
                (0..12)
                    .map(|bit| (number ^ (1 << bit)).to_string())
                    .collect()
            } else {
                flips(&value)
            };
            for changed in changes {
                office.book.raw(&format!("pragma foreign_keys = off; update or ignore {table} set {column} = {changed} where rowid = {row}")).await;
                let same = texts(format!("select hex(cast({column} as blob)) {is}")).await;
                let found = audit(&office).await;
                assert!(
                    found.is_err() || same == [value.clone()],
                    "{table}.{column} = {changed}"
                );
                flipped += 1;
                let back = if kind == "integer" {
                    text_of(&value)
                } else {
                    format!("cast(x'{value}' as text)")
                };
                office.book.raw(&format!("pragma foreign_keys = off; update {table} set {column} = {back} where rowid = {row}")).await;
            }
        }
    }
    assert!(audit(&office).await.is_ok(), "everything was put back");
    assert!(flipped > 1_000, "{flipped}");
}

/// A text with one bit of each byte flipped, another bit from byte to byte.
fn flips(hex: &str) -> Vec<String> {
    let bytes: Vec<u8> = (0..hex.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap())
        .collect();
    // Long texts are sampled: 60 places of them.
    let step = bytes.len().div_ceil(60).max(1);
    (0..bytes.len())
        .step_by(step)
        .map(|place| {
            let mut changed = bytes.clone();
            changed[place] ^= 1 << (place % 8);
            let hex: String = changed.iter().map(|byte| format!("{byte:02X}")).collect();
            format!("cast(x'{hex}' as text)")
        })
        .collect()
}

fn text_of(hex: &str) -> String {
    let byte = |at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap();
    let bytes: Vec<u8> = (0..hex.len()).step_by(2).map(byte).collect();
    String::from_utf8(bytes).unwrap()
}
