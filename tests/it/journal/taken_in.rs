//! What devices send is kept once, whole requests or nothing.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot set its desk fails there"
)]

use std::sync::Arc;

use ocop::office::{Error, JournalRefused, TakenIn};
use ocop::register::TrailFilter;
use ocop::scheme::verdict::Kind;

use super::device::{Device, addition, check, inspector};
use crate::support::{Engine, Office, on_both_engines};

on_both_engines!(
    entries_are_kept_once_however_often_they_are_sent,
    ten_thousand_entries_of_a_device_come_in_by_batches,
    many_equal_requests_at_once_keep_each_entry_once,
    entries_that_do_not_follow_are_refused_and_nothing_is_kept,
    a_device_is_its_accounts_alone,
);

async fn lines(office: &Office) -> Vec<(String, serde_json::Value)> {
    let filter = TrailFilter {
        limit: 1_000,
        ..TrailFilter::default()
    };
    let lines = office.trail(&filter).await.unwrap().into_iter();
    let taken = lines.filter(|line| line.act == "journal_taken_in");
    taken.map(|line| (line.subject, line.body)).collect()
}

async fn entries_are_kept_once_however_often_they_are_sent(engine: Engine) {
    let office = Office::on(engine).await;
    let inspector = inspector(&office).await;
    let mut device = Device::new(1);
    device.fill(3).add(
        "2026-08-10T02:01:00Z",
        addition(1, Some("Tem mờ"), true, None),
    );
    let none = office.journal_head(&inspector, device.id).await.unwrap();
    assert_eq!((none.size, none.head.as_str()), (0, ""));
    let send = |texts: &[String]| office.take_journal_in(&inspector, device.id, texts.to_vec());
    let taken = send(&device.texts[..2]).await.unwrap();
    assert_eq!((taken.size, taken.kept, taken.known), (2, 2, 0));
    // The answer was lost; the device sends the same, and then more.
    let again = send(&device.texts[..2]).await.unwrap();
    assert_eq!((again.kept, again.known), (0, 2));
    assert_eq!(again.head, taken.head);
    let all = send(&device.texts).await.unwrap();
    assert_eq!(
        all,
        TakenIn {
            size: 4,
            head: device.head(),
            kept: 2,
            known: 2
        }
    );
    let nothing = send(&[]).await.unwrap();
    assert_eq!((nothing.size, nothing.kept), (4, 0));
    let figures = office.journal_figures();
    assert_eq!((figures.kept, figures.known, figures.refused), (4, 4, 0));
    let head = office.journal_head(&inspector, device.id).await.unwrap();
    assert_eq!((head.size, head.head), (4, device.head()));
    // One line for each request that brought something, and nothing of where it was.
    let lines = lines(&office).await;
    assert_eq!(lines.len(), 2);
    assert_eq!(lines[0].0, "journal 1");
    assert_eq!(lines[0].1, serde_json::json!({ "kept": 2, "size": 4 }));
}

async fn ten_thousand_entries_of_a_device_come_in_by_batches(engine: Engine) {
    let office = Office::on(engine).await;
    let inspector = inspector(&office).await;
    let mut device = Device::new(2);
    device.fill(10_000);
    for batch in device.texts.chunks(200) {
        let taken = office
            .take_journal_in(&inspector, device.id, batch.to_vec())
            .await
            .unwrap();
        assert_eq!((taken.kept, taken.known), (200, 0));
    }
    let head = office.journal_head(&inspector, device.id).await.unwrap();
    assert_eq!((head.size, head.head), (10_000, device.head()));
    let kept = office
        .book
        .texts("select entry from journal_entries order by counter");
    assert_eq!(kept.await, device.texts);
}

async fn many_equal_requests_at_once_keep_each_entry_once(engine: Engine) {
    let office = Arc::new(Office::on(engine).await);
    let inspector = inspector(&office).await;
    let mut device = Device::new(3);
    device.fill(50);
    let sending = (0..16).map(|_| {
        let (office, inspector) = (Arc::clone(&office.office), inspector.clone());
        let (id, texts) = (device.id, device.texts.clone());
        tokio::spawn(async move { office.take_journal_in(&inspector, id, texts).await })
    });
    let sending: Vec<_> = sending.collect();
    let mut kept = 0;
    for sent in sending {
        let taken = sent.await.unwrap().unwrap();
        assert_eq!((taken.size, taken.head), (50, device.head()));
        kept += taken.kept;
    }
    assert_eq!(kept, 50);
    let entries = office
        .book
        .texts("select entry from journal_entries order by counter");
    assert_eq!(entries.await, device.texts);
    assert_eq!(lines(&office).await.len(), 1);
}

async fn entries_that_do_not_follow_are_refused_and_nothing_is_kept(engine: Engine) {
    let office = Office::on(engine).await;
    let inspector = inspector(&office).await;
    let mut device = Device::new(4);
    device.fill(4);
    let send = |texts: Vec<String>| office.take_journal_in(&inspector, device.id, texts);
    let refused = |outcome: Result<TakenIn, Error>| match outcome {
        Err(Error::Journal(refused)) => refused,
        outcome => panic!("not refused so: {outcome:?}"),
    };
    let rows = |outcome: Result<TakenIn, Error>| match outcome {
        Err(Error::Refused(refusals)) => {
            let rows = refusals.into_iter();
            rows.map(|refusal| (refusal.row.unwrap(), refusal.code))
                .collect::<Vec<_>>()
        }
        outcome => panic!("not refused so: {outcome:?}"),
    };
    let gap = send(device.texts[1..].to_vec()).await;
    assert_eq!(refused(gap), JournalRefused::Gap { next: 1 });
    send(device.texts[..2].to_vec()).await.unwrap();
    let gap = send(device.texts[3..].to_vec()).await;
    assert_eq!(refused(gap), JournalRefused::Gap { next: 3 });
    let figures = office.journal_figures();
    assert_eq!((figures.kept, figures.known, figures.refused), (2, 0, 4));

    // Another chain of the same device: from the first on, and from the third on.
    let mut other = Device::new(4);
    other
        .check("2026-08-10T01:00:00Z", check("khác", Kind::NotOcop))
        .fill(3);
    let forked = send(other.texts.clone()).await;
    assert_eq!(refused(forked), JournalRefused::Forked { counter: 1 });
    let forked = send(other.texts[2..].to_vec()).await;
    assert_eq!(refused(forked), JournalRefused::Forked { counter: 3 });

    // Rows that are none of this device, or do not follow each other: all are told.
    let mut foreign = Device::new(5);
    foreign.fill(1);
    let mixed = [&device.texts[2], "{}", &foreign.texts[0], &device.texts[2]];
    let mixed = send(mixed.map(|text| text.to_owned()).to_vec()).await;
    let bad = "bad_entry";
    assert_eq!(rows(mixed), [(2, bad), (3, bad), (4, bad)]);
    let gap_inside = send(vec![device.texts[1].clone(), device.texts[3].clone()]).await;
    assert_eq!(rows(gap_inside), [(2, bad)]);

    // What is added to must be a check, in the request or before it.
    let mut adding = Device::new(6);
    adding
        .fill(1)
        .add("2026-08-10T02:01:00Z", addition(1, Some("a"), false, None))
        .add("2026-08-10T02:02:00Z", addition(2, Some("b"), false, None));
    let to_addition = office
        .take_journal_in(&inspector, adding.id, adding.texts.clone())
        .await;
    assert_eq!(rows(to_addition), [(3, bad)]);
    office
        .take_journal_in(&inspector, adding.id, adding.texts[..2].to_vec())
        .await
        .unwrap();
    let to_addition = office
        .take_journal_in(&inspector, adding.id, adding.texts[1..].to_vec())
        .await;
    assert_eq!(rows(to_addition), [(2, bad)]);

    let kept = office
        .book
        .texts("select device || ' ' || size from journals order by id");
    let expected = [(device.id, 2), (adding.id, 2)];
    assert_eq!(
        kept.await,
        expected.map(|(id, size)| format!("{id} {size}"))
    );
}

async fn a_device_is_its_accounts_alone(engine: Engine) {
    let office = Office::on(engine).await;
    let (own, other) = (inspector(&office).await, inspector(&office).await);
    let mut device = Device::new(7);
    device.fill(1);
    let texts = device.texts.clone();
    office
        .take_journal_in(&own, device.id, texts.clone())
        .await
        .unwrap();
    let not_there = |error: Error| assert_eq!(error.code(), "no_such_journal");
    not_there(
        office
            .take_journal_in(&other, device.id, texts)
            .await
            .unwrap_err(),
    );
    not_there(office.journal_head(&other, device.id).await.unwrap_err());
}
