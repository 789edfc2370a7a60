//! The trail of what people did: bound line to line, anchored in the public log, audited.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot set its desk fails there"
)]

use ocop::clock::StoppedClock;
use ocop::office::{Audited, Fault, audit_folder};
use ocop::register::Deed;
use serde_json::json;

use crate::support::{Engine, Office, now, on_both_engines};

on_both_engines!(
    a_trail_that_was_only_added_to_is_sound,
    a_line_that_was_changed_or_left_out_or_added_is_named,
    a_trail_that_was_written_anew_does_not_fit_its_anchor,
);

async fn act(office: &Office, act: &'static str) {
    let deed = Deed {
        at: now(),
        actor: "account 7".to_owned(),
        act,
        subject: "dossier 12".to_owned(),
        body: json!({ "version": 3 }),
    };
    let entering = office
        .register()
        .enter(move |entry| Box::pin(async move { entry.trail(&deed).await }));
    entering.await.unwrap();
}

async fn office(engine: Engine) -> Office {
    let office = Office::on(engine).await;
    for name in ["dossier_written", "dossier_lodged", "dossier_returned"] {
        act(&office, name).await;
    }
    office.anchor_trail().await.unwrap();
    act(&office, "dossier_lodged").await;
    office
}

async fn audit(office: &Office) -> Result<Audited, Fault> {
    let clock = StoppedClock(now());
    let audited = audit_folder(office.data(), office.config(), &clock).await;
    audited.expect("the register answers")
}

async fn a_trail_that_was_only_added_to_is_sound(engine: Engine) {
    let office = office(engine).await;
    let size = office.register().size().await.unwrap();
    assert_eq!(audit(&office).await.unwrap().trail, 4);
    office.anchor_trail().await.unwrap();
    // What did not grow is not anchored again.
    office.anchor_trail().await.unwrap();
    assert_eq!(office.register().size().await.unwrap(), size + 1);
    assert_eq!(audit(&office).await.unwrap().trail, 4);
}

async fn a_line_that_was_changed_or_left_out_or_added_is_named(engine: Engine) {
    for (change, row) in [
        (
            "update trail set actor = 'account 8' where position = 2",
            "2",
        ),
        ("update trail set body = '{}' where position = 3", "3"),
        (
            "update trail set happened_at = '2026-08-10T03:00:01Z' where position = 1",
            "1",
        ),
        ("delete from trail where position = 2", "2"),
        (
            "insert into trail select 5, happened_at, actor, act, subject, body, hash from trail
             where position = 4",
            "5",
        ),
        // Left off at the end, but the log knows.
        ("delete from trail where position > 2", "3"),
    ] {
        let office = office(engine).await;
        office.book.raw(change).await;
        let fault = audit(&office).await.expect_err(change);
        assert_eq!(
            (fault.table, fault.row.as_str()),
            ("trail", row),
            "{change}"
        );
    }
}

async fn a_trail_that_was_written_anew_does_not_fit_its_anchor(engine: Engine) {
    let office = office(engine).await;
    office.book.raw("delete from trail").await;
    for name in [
        "dossier_written",
        "dossier_lodged",
        "dossier_lodged",
        "dossier_lodged",
    ] {
        act(&office, name).await;
    }
    let fault = audit(&office).await.expect_err("it was written anew");
    assert_eq!((fault.table, fault.row.as_str()), ("trail", "3"));
}
