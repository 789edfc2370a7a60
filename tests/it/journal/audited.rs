//! An audit follows every journal from its beginning.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot set its desk fails there"
)]

use super::device::{Device, addition, inspector};
use crate::support::{Engine, Office, on_both_engines};

on_both_engines!(what_was_changed_in_a_journal_is_found_and_named);

async fn what_was_changed_in_a_journal_is_found_and_named(engine: Engine) {
    let office = Office::on(engine).await;
    let inspector = inspector(&office).await;
    for lot in [1, 2] {
        let mut device = Device::new(lot);
        device.fill(3).add(
            "2026-08-10T02:01:00Z",
            addition(2, Some("Kệ 3"), false, None),
        );
        let texts = device.texts.clone();
        let taking = office.take_journal_in(&inspector, device.id, texts);
        taking.await.unwrap();
    }
    let audited = office.audit().await.unwrap().unwrap();
    assert_eq!(audited.journal_entries, 8);
    for (statement, back, counter) in [
        (
            "update journal_entries set entry = replace(entry, 'Kệ 3', 'Kệ 4') where id = 8",
            "update journal_entries set entry = replace(entry, 'Kệ 4', 'Kệ 3') where id = 8",
            4,
        ),
        (
            "update journal_entries set journal = 1, counter = 9 where id = 6",
            "update journal_entries set journal = 2, counter = 2 where id = 6",
            5,
        ),
        (
            "update journals set size = 5 where id = 2",
            "update journals set size = 4 where id = 2",
            5,
        ),
    ] {
        office.book.raw(statement).await;
        let fault = office.audit().await.unwrap().unwrap_err();
        assert_eq!(fault.table, "journal_entries", "{statement}");
        assert!(
            fault.row.ends_with(&format!(" {counter}")),
            "{statement}: {}",
            fault.row
        );
        office.book.raw(back).await;
    }
    assert!(office.audit().await.unwrap().is_ok());
}
