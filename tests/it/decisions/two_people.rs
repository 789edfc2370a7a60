//! Who had a hand in a decision does not approve it, from whichever side they come.

use ocop::office::Access;

use super::desk::{Desk, named, products, seen};
use crate::support::{Engine, csv, on_both_engines, order, row, signer};

async fn another_person_approves_and_the_certificates_come_out(engine: Engine) {
    let desk = Desk::on(engine).await;
    let approved = desk.approved(3).await;
    assert_eq!(approved.state.name(), "approved");
    assert_eq!(desk.certificates().await, 0);
    assert_eq!(desk.release(approved.id).await.unwrap(), 3);
    let view = desk.view(approved.id).await;
    assert_eq!(view.state.name(), "released");
    assert_eq!((view.released, view.lines), (3, 3));
    assert_eq!(desk.certificates().await, 3);
    assert_eq!(named(desk.release(approved.id).await), "preparation_state");
}

async fn whoever_changed_anything_cannot_approve_whatever_their_roles(engine: Engine) {
    let desk = Desk::on(engine).await;
    // Someone who is both prepares all of it.
    let begun = desk
        .office
        .prepare_decision(&desk.both, None, super::desk::decision("1/QĐ-UBND"))
        .await
        .unwrap();
    let lines = desk.import(begun, products(2)).await;
    let submitted = desk
        .office
        .submit_decision(&desk.secretary, None, seen(lines))
        .await
        .unwrap();
    assert_eq!(
        named(desk.approve(&desk.both, submitted).await),
        "same_person"
    );
    // Somebody who only handed it in has a hand in it too.
    let prepared = desk.prepared(2).await;
    let submitted = desk
        .office
        .submit_decision(&desk.both, None, seen(prepared))
        .await
        .unwrap();
    assert_eq!(
        named(desk.approve(&desk.both, submitted).await),
        "same_person"
    );
    let view = desk.view(submitted.id).await;
    assert_eq!(view.state.name(), "submitted");
    assert!(view.approval.is_none());
    assert_eq!(named(desk.release(submitted.id).await), "preparation_state");
    desk.approve(&desk.chair, submitted).await.unwrap();
}

async fn a_secretary_a_foreign_chair_and_a_program_approve_nothing(engine: Engine) {
    let desk = Desk::on(engine).await;
    let submitted = desk.submitted(1).await;
    for other in [&desk.colleague, &desk.foreign] {
        assert_eq!(
            named(desk.approve(other, submitted).await),
            "no_such_preparation"
        );
    }
    let chair = desk.chair.account().unwrap();
    let scopes = vec!["desk".to_owned()];
    let grants = desk.chair.grants().to_vec();
    let token = Access::of_personal_token(chair, scopes, grants);
    assert_eq!(
        named(desk.approve(&token, submitted).await),
        "no_such_preparation"
    );
    assert_eq!(
        named(desk.approve(&Access::of_program(), submitted).await),
        "person_needed"
    );
    for stranger in [&desk.foreign, &desk.chair] {
        let changing = desk
            .office
            .remove_lines(stranger, None, seen(submitted), None)
            .await;
        assert_eq!(named(changing), "no_such_preparation");
    }
    assert_eq!(
        named(desk.office.preparation(&desk.foreign, submitted.id).await),
        "no_such_preparation"
    );
    assert_eq!(desk.view(submitted.id).await.state.name(), "submitted");
}

async fn the_table_itself_refuses_an_approval_by_who_prepared(engine: Engine) {
    let desk = Desk::on(engine).await;
    let submitted = desk.submitted(1).await;
    let secretary = desk.secretary.account().unwrap();
    let id = submitted.id;
    let zeros = "A".repeat(43);
    let insert = move |by: i64| {
        format!(
            "insert into approvals (id, preparation, version, digest, prepared_by, approved_by,
               approved_at) values ({by}, {id}, 3, '{zeros}', {secretary}, {by}, '2026-08-10T03:00:00Z')"
        )
    };
    assert!(!desk.office.book.tries(&insert(secretary)).await);
    let chair = desk.chair.account().unwrap();
    assert!(desk.office.book.tries(&insert(chair)).await);
    // An approval that was slipped in beside the program releases nothing: its digest is none.
    desk.office
        .book
        .raw(&format!(
            "update preparations set state = 'approved' where id = {id}"
        ))
        .await;
    assert_eq!(named(desk.release(id).await), "other_content");
    assert_eq!(desk.certificates().await, 0);
}

async fn a_council_with_a_chair_issues_nothing_beside_the_desk(engine: Engine) {
    let desk = Desk::on(engine).await;
    let list = csv(&[row(&[])]);
    let issuing = desk
        .office
        .issue(order("CB", &list), signer("CB"), |_, _| {})
        .await;
    assert_eq!(named(issuing), "two_people");
    assert_eq!(desk.certificates().await, 0);
    // Once the chair's account is closed, there is nobody to ask.
    let chairs = [&desk.chair, &desk.both].map(|chair| chair.account().unwrap());
    for chair in chairs {
        let sql = format!("update accounts set disabled_at = created_at where id = {chair}");
        desk.office.book.raw(&sql).await;
    }
    let issued = desk
        .office
        .issue(order("CB", &list), signer("CB"), |_, _| {})
        .await;
    assert_eq!(issued.unwrap().issued, 1);
}

on_both_engines!(
    another_person_approves_and_the_certificates_come_out,
    whoever_changed_anything_cannot_approve_whatever_their_roles,
    a_secretary_a_foreign_chair_and_a_program_approve_nothing,
    the_table_itself_refuses_an_approval_by_who_prepared,
    a_council_with_a_chair_issues_nothing_beside_the_desk,
);
