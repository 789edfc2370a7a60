//! Whatever bytes are sent as a list: no panic, and nothing changes when it is refused.

use std::sync::Arc;

use ocop::office::{Error, Order};
use proptest::prelude::{Just, Strategy, any, prop, prop_oneof};
use proptest::test_runner::{Config, TestRunner};

use crate::support::{HEADER, Office, day, order, row, signer};

/// Bytes that are ever nearer to a list.
fn lists() -> impl Strategy<Value = Vec<u8>> {
    let cell = prop_oneof![
        "\\PC{0,12}",
        any::<String>(),
        "[=+@\"',;\t\r\n -]{0,4}",
        "[0-9.,+-]{0,6}",
        Just("cooperative".to_owned()),
    ];
    let line = prop::collection::vec(cell.clone(), 0..15).prop_map(|cells| cells.join(","));
    let changed = (0..12_usize, cell).prop_map(|(column, cell)| {
        let column = HEADER.split(',').nth(column).unwrap_or_default();
        row(&[(column, cell.as_str())])
    });
    let lines = prop::collection::vec(prop_oneof![line, changed], 0..6);
    let near = (lines, any::<bool>()).prop_map(|(lines, windows)| {
        let end = if windows { "\r\n" } else { "\n" };
        let whole = [vec![HEADER.to_owned()], lines].concat();
        whole.join(end).into_bytes()
    });
    let flipped = (near.clone(), any::<(usize, u8)>()).prop_map(|(mut list, (place, byte))| {
        let length = list.len();
        list[place % length] = byte;
        list
    });
    prop_oneof![prop::collection::vec(any::<u8>(), 0..400), near, flipped]
}

fn orders() -> impl Strategy<Value = Order> {
    let decision = prop_oneof![Just("852/QĐ-UBND".to_owned()), any::<String>()];
    let authority = prop::option::of(any::<String>());
    (lists(), decision, authority, any::<bool>(), 0..4_000_u64).prop_map(
        |(list, decision, authority, skip_bad_rows, days_ago)| {
            let days = chrono::Days::new(days_ago);
            Order {
                decision,
                authority,
                skip_bad_rows,
                decided_on: day("2026-08-12") - days,
                ..order("CB", list)
            }
        },
    )
}

#[test]
fn whatever_is_sent_is_issued_or_refused_without_a_trace() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let office = Arc::new(runtime.block_on(Office::new()));
    let mut runner = TestRunner::new(Config {
        cases: 600,
        failure_persistence: None,
        ..Config::default()
    });
    let outcome = runner.run(&orders(), |order| {
        runtime.block_on(async {
            let before = office.register().size().await.unwrap();
            match office.issue(order, signer("CB"), |_, _| {}).await {
                Ok(issued) => assert!(issued.issued + issued.already_issued > 0),
                Err(Error::Refused(refusals)) => {
                    assert!(!refusals.is_empty());
                    assert_eq!(office.register().size().await.unwrap(), before);
                }
                Err(other) => panic!("{other}"),
            }
        });
        Ok(())
    });
    outcome.unwrap();
}
