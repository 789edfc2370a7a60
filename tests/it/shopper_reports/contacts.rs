//! How to reach a shopper: seen by inspectors, each look written down, and erased in time.

use chrono::TimeDelta;
use ocop::office::{CONTACT_DAYS_AFTER_END, CONTACT_DAYS_AT_MOST, ContactView};
use ocop::register::TrailFilter;

use super::stage::{CONTACT, Stage, refused};
use crate::support::{Engine, now, on_both_engines};

async fn each_look_at_a_contact_is_in_the_trail_and_the_contact_is_not(engine: Engine) {
    let stage = Stage::on(engine).await;
    let (id, inspector) = (stage.received().await, stage.inspector());
    for _ in 0..2 {
        assert_eq!(
            stage.look_at_contact(&inspector, id).await.unwrap(),
            CONTACT
        );
    }
    stage.erase_contact(&inspector, id).await.unwrap();
    let report = stage.shopper_report(&inspector, id).await.unwrap();
    assert_eq!(report.contact, ContactView::Erased);
    assert_eq!(
        refused(stage.look_at_contact(&inspector, id).await),
        ["no_contact"]
    );
    assert_eq!(
        refused(stage.erase_contact(&inspector, id).await),
        ["no_contact"]
    );
    let all = TrailFilter {
        limit: 100,
        ..TrailFilter::default()
    };
    let lines = stage.trail(&all).await.unwrap();
    let acts: Vec<&str> = lines.iter().map(|line| line.act.as_str()).collect();
    assert_eq!(
        acts[..3],
        [
            "shopper_contact_erased",
            "shopper_contact_seen",
            "shopper_contact_seen"
        ]
    );
    let told = format!("{lines:?}");
    assert!(!told.contains(CONTACT) && !told.contains("Bao bì in 5 sao"));
    // Nor is any of it in the public log, or left in the register.
    let book = &stage.office.book;
    let left = book.texts("select coalesce(contact, 'nothing') from shopper_contacts");
    assert_eq!(left.await, ["nothing"]);
    let said = book.texts("select body from events").await.join("\n");
    assert!(!said.contains("shopper") && !said.contains(CONTACT));
}

async fn contacts_are_erased_in_time(engine: Engine) {
    let stage = Stage::on(engine).await;
    let inspector = stage.inspector();
    let (closed, open) = (stage.received().await, stage.received().await);
    let said = ("Không đủ căn cứ", "");
    stage
        .dismiss_report(&inspector, closed, 1, said)
        .await
        .unwrap();
    let erased_after = |days: i64| {
        let stage = &stage;
        async move {
            let later = stage.office.again(now() + TimeDelta::days(days)).await;
            later.erase_contacts_due().await.unwrap()
        }
    };
    assert_eq!(erased_after(CONTACT_DAYS_AFTER_END).await, 0);
    assert_eq!(erased_after(CONTACT_DAYS_AFTER_END + 1).await, 1);
    let view = |id| {
        let (stage, inspector) = (&stage, &inspector);
        async move { stage.shopper_report(inspector, id).await.unwrap().contact }
    };
    assert_eq!(view(closed).await, ContactView::Erased);
    assert_eq!(view(open).await, ContactView::Given);
    assert_eq!(erased_after(CONTACT_DAYS_AT_MOST + 1).await, 1);
    assert_eq!(erased_after(CONTACT_DAYS_AT_MOST + 2).await, 0);
    assert_eq!(view(open).await, ContactView::Erased);
}

async fn whoever_has_the_number_erases_their_contact(engine: Engine) {
    let stage = Stage::on(engine).await;
    let number = stage.report(&stage.typed()).await.unwrap().to_string();
    let kept = |state: ocop::office::PublicReportState| state.contact_kept;
    assert!(kept(stage.public_report_state(&number).await.unwrap()));
    stage.erase_own_contact(&number).await.unwrap();
    assert!(!kept(stage.public_report_state(&number).await.unwrap()));
    assert_eq!(
        refused(stage.erase_own_contact(&number).await),
        ["no_contact"]
    );
    let history = stage
        .shopper_report_history(&stage.inspector(), 1)
        .await
        .unwrap();
    assert_eq!(history[0].act, "shopper_contact_withdrawn");
}

on_both_engines!(
    whoever_has_the_number_erases_their_contact,
    each_look_at_a_contact_is_in_the_trail_and_the_contact_is_not,
    contacts_are_erased_in_time
);
