//! What is queued when, and that it is queued once.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot set its desk fails there"
)]

use ocop::office::{Queued, Which, Withdrawal};
use ocop::scheme::ground::Ground;

use super::sink::{Manner, Sink};
use super::{OTHER, PRODUCER, issue, office, states};
use crate::support::{Engine, at, day, now, on_both_engines};

on_both_engines!(
    the_most_urgent_notice_is_queued_once,
    two_services_queue_a_notice_once,
    what_was_renewed_withdrawn_or_over_is_not_told,
    letters_are_written_out_once,
    a_contact_is_set_changed_and_removed_without_an_event,
    a_list_of_contacts_is_set_whole_or_not_at_all,
);

async fn the_most_urgent_notice_is_queued_once(engine: Engine) {
    let office = office(engine, &Sink::new(Manner::Take)).await;
    // On the edges: the 30th, 31st and 180th day from now, and one beyond.
    issue(&office, "4/QĐ", "2023-09-09", OTHER, &["Ngày 30"]).await;
    issue(&office, "5/QĐ", "2023-09-10", OTHER, &["Ngày 31"]).await;
    issue(&office, "6/QĐ", "2024-02-06", OTHER, &["Ngày 180"]).await;
    issue(&office, "7/QĐ", "2024-02-07", OTHER, &["Ngày 181"]).await;
    let size = office.register().size().await.unwrap();
    let queued = office.queue_notices().await.unwrap();
    let expected = Queued {
        days_180: 2,
        days_90: 2,
        days_30: 2,
        unknown: 0,
    };
    assert_eq!(queued, expected);
    assert_eq!(office.queue_notices().await.unwrap(), Queued::default());
    // 120 days later the others come nearer, and what was told of is told of again.
    let later = office.again(at("2026-11-10T03:00:00Z")).await;
    let queued = later.queue_notices().await.unwrap();
    assert_eq!((queued.days_180, queued.days_90, queued.days_30), (0, 3, 0));
    assert_eq!(office.register().size().await.unwrap(), size, "no event");
}

async fn two_services_queue_a_notice_once(engine: Engine) {
    let office = office(engine, &Sink::new(Manner::Take)).await;
    let other = office.again(now()).await;
    let (one, two) = tokio::join!(office.queue_notices(), other.queue_notices());
    let (one, two) = (one.unwrap(), two.unwrap());
    assert_eq!(one.days_30 + two.days_30, 1);
    assert_eq!(
        states(&office).await,
        [(30, "queued"), (90, "queued"), (180, "queued")]
    );
}

async fn what_was_renewed_withdrawn_or_over_is_not_told(engine: Engine) {
    let sink = Sink::new(Manner::Take);
    let office = office(engine, &sink).await;
    let more = issue(&office, "4/QĐ", "2023-09-02", PRODUCER, &["A", "B", "C"]).await;
    office.queue_notices().await.unwrap();
    office
        .set_contact("CB".parse().unwrap(), PRODUCER, "htx@example.vn")
        .await
        .unwrap();
    let new = issue(&office, "9/QĐ", "2026-08-05", PRODUCER, &["A"]).await;
    office.renew(&more[0], &new[0]).await.unwrap();
    office.supersede(&more[1], &new[0]).await.unwrap();
    let withdrawal = Withdrawal {
        which: Which::Numbers(vec![more[2].clone()]),
        decision: "900/QĐ-UBND".to_owned(),
        decided_on: day("2026-08-09"),
        ground: Ground::Records,
        within: ocop::office::Reach::All,
        actor: ocop::office::Actor::Program,
    };
    office.revoke(&withdrawal).await.unwrap();
    let needed = office.notices(true).await.unwrap();
    assert_eq!(needed.len(), 3);
    assert!(
        needed
            .iter()
            .all(|notice| !more.contains(&notice.number.to_string()))
    );
    assert_eq!(office.send_notices(None).await.unwrap().sent, 1);
    assert!(
        more.iter()
            .all(|number| !sink.mails()[0].mail.contains(number))
    );
    // What has ended meanwhile is not told any more.
    let later = office.again(at("2027-02-01T03:00:00Z")).await;
    assert!(later.notices(true).await.unwrap().is_empty());
    assert_eq!(later.queue_notices().await.unwrap(), Queued::default());
}

async fn letters_are_written_out_once(engine: Engine) {
    let office = office(engine, &Sink::new(Manner::Take)).await;
    office.queue_notices().await.unwrap();
    // A later notice of the same certificate is the same row.
    let later = office.again(at("2026-09-25T03:00:00Z")).await;
    later.queue_notices().await.unwrap();
    office
        .set_contact("CB".parse().unwrap(), OTHER, "ho@example.vn")
        .await
        .unwrap();
    let rows = later.notices_to_export(true, false).await.unwrap();
    assert_eq!(rows.len(), 1);
    assert_eq!(
        (rows[0].producer.as_str(), rows[0].days_left),
        (PRODUCER, 25)
    );
    assert_eq!(rows[0].address, "Xã Thành Công");
    assert_eq!(later.mark_exported(&rows).await.unwrap(), 0);
    // Somebody who had read the same before is told.
    assert_eq!(later.mark_exported(&rows).await.unwrap(), 1);
    let rows = later.notices_to_export(false, false).await.unwrap();
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0].email.as_deref(), Some("ho@example.vn"));
    assert_eq!(later.mark_exported(&rows).await.unwrap(), 0);
    assert!(
        later
            .notices_to_export(false, true)
            .await
            .unwrap()
            .is_empty()
    );
}

async fn a_contact_is_set_changed_and_removed_without_an_event(engine: Engine) {
    let office = office(engine, &Sink::new(Manner::Take)).await;
    let size = office.register().size().await.unwrap();
    let council = "CB".parse().unwrap();
    let set = office
        .set_contact(council, PRODUCER, "a@example.vn")
        .await
        .unwrap();
    assert!(set.warnings.is_empty());
    office
        .set_contact(council, PRODUCER, "b@example.vn")
        .await
        .unwrap();
    let contacts = office.contacts(None).await.unwrap();
    assert_eq!(contacts.len(), 1);
    assert_eq!(contacts[0].email, "b@example.vn");
    assert!(!format!("{contacts:?}").contains("example.vn"));
    let unknown = office
        .set_contact(council, "Ai đó", "c@example.vn")
        .await
        .unwrap();
    assert_eq!(unknown.warnings[0].code, "unknown_producer");
    assert!(office.remove_contact(council, PRODUCER).await.unwrap());
    assert!(!office.remove_contact(council, PRODUCER).await.unwrap());
    assert_eq!(office.contacts(None).await.unwrap().len(), 1);
    assert_eq!(office.register().size().await.unwrap(), size);
}

async fn a_list_of_contacts_is_set_whole_or_not_at_all(engine: Engine) {
    let office = office(engine, &Sink::new(Manner::Take)).await;
    let bad = format!(
        "council,producer,email\nCB,{PRODUCER},a@htx.test\ncb,{OTHER},b@htx.test\nXX,{OTHER},c@htx.test\nCB,,d@htx.test\nCB,{OTHER},thư@htx.test\nCB,{PRODUCER},e@htx.test\nCB,A,\n"
    );
    let refusals = match office.import_contacts(bad.as_bytes()).await {
        Err(ocop::office::Error::Refused(refusals)) => refusals,
        other => panic!("not refused: {other:?}"),
    };
    let mut pointed: Vec<_> = refusals.iter().map(|r| (r.row.unwrap(), r.code)).collect();
    pointed.sort_unstable();
    assert_eq!(
        pointed,
        [
            (3, "not_a_council_code"),
            (4, "no_such_council"),
            (5, "text_refused"),
            (6, "not_an_email"),
            (7, "line_twice"),
            (8, "not_an_email"),
        ]
    );
    // A refusal can end in a log: no address is in it.
    assert!(!format!("{refusals:?}").contains("htx.test"));
    assert!(office.contacts(None).await.unwrap().is_empty());
    let good = format!("producer,email,council\n{PRODUCER},a@htx.test,CB\n{OTHER},b@htx.test,CB\n");
    let set = office.import_contacts(good.as_bytes()).await.unwrap();
    assert_eq!((set.set, set.warnings.len()), (2, 0));
}
