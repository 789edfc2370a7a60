//! What is changed was not approved: the approval is void, and whoever looks is told.

use std::collections::HashMap;

use ocop::office::{Error, Imported};
use ocop::scheme::words::Language;

use super::desk::{Desk, named, products, refusals, seen};
use crate::support::{Engine, csv, day, on_both_engines, row};

async fn any_change_after_the_approval_voids_it(engine: Engine) {
    let desk = Desk::on(engine).await;
    let office = &desk.office;
    let mut at = desk.approved(2).await;
    let pdf = b"%PDF-1.7\n1 0 obj\nendobj\n%%EOF\n".to_vec();
    for change in 0..4 {
        let at_before = seen(at);
        let changed = match change {
            0 => {
                let lines = Some(vec![1]);
                office
                    .remove_lines(&desk.secretary, None, at_before, lines)
                    .await
            }
            1 => {
                let facts = ("853/QĐ-UBND".to_owned(), day("2026-08-05"), None);
                office
                    .change_decision(&desk.colleague, None, at_before, facts)
                    .await
            }
            2 => {
                office
                    .keep_scan(&desk.secretary, None, at_before, pdf.clone())
                    .await
            }
            _ => {
                let import = office.import_lines(
                    &desk.secretary,
                    None,
                    at_before,
                    (csv(&[row(&[])]).into_bytes(), Some(Language::Vi)),
                );
                match import.await.unwrap() {
                    Imported::Done(receipt) => Ok(receipt),
                    Imported::Refused { refusals, .. } => Err(Error::Refused(refusals)),
                }
            }
        };
        let changed = changed.unwrap();
        assert!(changed.approval_voided, "change {change}");
        assert_eq!(changed.state.name(), "draft");
        let view = desk.view(at.id).await;
        assert!(view.approval.is_none());
        assert_eq!(named(desk.release(at.id).await), "preparation_state");
        let submitted = office
            .submit_decision(&desk.secretary, None, seen(changed))
            .await
            .unwrap();
        // What the chair saw before is no longer what they approve.
        let stale = desk.approve(&desk.chair, at).await;
        assert_eq!(named(stale), "stale");
        at = desk.approve(&desk.chair, submitted).await.unwrap();
    }
    assert_eq!(desk.release(at.id).await.unwrap(), 2);
    let scan = office.decision_scan(&desk.chair, at.id).await.unwrap();
    assert_eq!(scan.1, pdf);
}

async fn the_chair_approves_the_digest_that_was_seen_and_no_other(engine: Engine) {
    let desk = Desk::on(engine).await;
    let submitted = desk.submitted(2).await;
    let approving = desk
        .office
        .approve_decision(&desk.chair, None, seen(submitted), &"0".repeat(64))
        .await;
    assert_eq!(named(approving), "other_content");
    // A line that is changed beside the program changes the digest.
    let digest = desk.view(submitted.id).await.digest;
    desk.office
        .book
        .raw("update preparation_lines set stars = 3, lowered_because = 'x' where line = 1")
        .await;
    assert_ne!(desk.view(submitted.id).await.digest, digest);
    let approving = desk
        .office
        .approve_decision(&desk.chair, None, seen(submitted), &digest)
        .await;
    assert_eq!(named(approving), "other_content");
}

async fn a_line_that_is_changed_after_the_approval_is_not_released(engine: Engine) {
    let desk = Desk::on(engine).await;
    let approved = desk.approved(2).await;
    desk.office
        .book
        .raw("update preparation_lines set product = 'Sản phẩm khác' where line = 1")
        .await;
    assert_eq!(named(desk.release(approved.id).await), "other_content");
    assert_eq!(desk.certificates().await, 0);
}

async fn an_older_version_than_stands_here_changes_nothing_and_says_what_changed(engine: Engine) {
    let desk = Desk::on(engine).await;
    let prepared = desk.prepared(2).await;
    let office = &desk.office;
    let removed = office
        .remove_lines(&desk.colleague, None, seen(prepared), Some(vec![2]))
        .await;
    removed.unwrap();
    let stale = office
        .submit_decision(&desk.secretary, None, seen(prepared))
        .await;
    match stale {
        Err(Error::Stale(stale)) => {
            assert_eq!(stale.changes.len(), 1);
            assert_eq!(stale.changes[0].act, "preparation_lines_removed");
        }
        other => panic!("{other:?}"),
    }
}

async fn everything_that_is_wrong_is_said_at_once(engine: Engine) {
    let desk = Desk::on(engine).await;
    let office = &desk.office;
    let mut new = super::desk::decision("không số");
    new.decided_on = day("2027-01-01");
    let wrong = refusals(office.prepare_decision(&desk.secretary, None, new).await);
    let codes: Vec<&str> = wrong.iter().map(|refusal| refusal.code).collect();
    assert_eq!(codes, ["in_the_future", "not_a_decision_number"]);
    let begun = office
        .prepare_decision(&desk.secretary, None, super::desk::decision("852/QĐ-UBND"))
        .await
        .unwrap();
    let empty = office
        .submit_decision(&desk.secretary, None, seen(begun))
        .await;
    assert_eq!(refusals(empty)[0].code, "no_lines");
    let line = HashMap::from([
        ("product", "=1+1".to_owned()),
        ("producer", "Hợp tác xã".to_owned()),
        ("producer_kind", "Hợp tác xã".to_owned()),
        ("address", String::new()),
        ("set_no", "77".to_owned()),
        ("score_a", "99".to_owned()),
        ("score_b", "20".to_owned()),
        ("score_c", "30".to_owned()),
        ("stars", "5".to_owned()),
    ]);
    let wrong = refusals(
        office
            .add_line(&desk.secretary, None, seen(begun), line)
            .await,
    );
    let found: Vec<_> = wrong
        .iter()
        .map(|refusal| (refusal.row, refusal.column.unwrap(), refusal.code))
        .collect();
    assert_eq!(
        found,
        [
            (None, "product", "formula"),
            (None, "address", "empty"),
            (None, "set_no", "no_such_set"),
            (None, "score_a", "score_too_high"),
            (None, "stars", "out_of_mandate"),
        ]
    );
    let lines = desk.import(begun, products(2)).await;
    let again = office
        .import_lines(
            &desk.secretary,
            None,
            seen(lines),
            (products(3), Some(Language::En)),
        )
        .await;
    match again.unwrap() {
        Imported::Refused { refusals, marked } => {
            let rows: Vec<_> = refusals.iter().map(|one| (one.row, one.code)).collect();
            assert_eq!(rows, [(Some(2), "line_twice"), (Some(3), "line_twice")]);
            assert!(marked.is_some());
        }
        done @ Imported::Done(_) => panic!("{done:?}"),
    }
    assert_eq!(desk.view(begun.id).await.lines, 2);
    let text = office
        .keep_scan(&desk.secretary, None, seen(lines), b"text".to_vec())
        .await;
    assert_eq!(named(text), "not_a_pdf");
    let active = b"%PDF-1.7\n1 0 obj << /S /JavaScript /JS (x) >> endobj\n%%EOF".to_vec();
    let scan = office
        .keep_scan(&desk.secretary, None, seen(lines), active)
        .await;
    let codes: Vec<_> = refusals(scan).iter().map(|refusal| refusal.code).collect();
    assert_eq!(codes, ["pdf_active"]);
    assert!(desk.view(begun.id).await.scan.is_none());
}

async fn what_was_given_up_or_is_being_released_is_changed_no_more(engine: Engine) {
    let desk = Desk::on(engine).await;
    let office = &desk.office;
    let approved = desk.approved(1).await;
    office
        .book
        .raw("update preparations set begun_at = changed_at, released = 1")
        .await;
    let removing = office
        .remove_lines(&desk.secretary, None, seen(approved), None)
        .await;
    assert_eq!(named(removing), "release_begun");
    let abandoning = office
        .abandon_decision(&desk.secretary, None, seen(approved))
        .await;
    assert_eq!(named(abandoning), "release_begun");
    let other = desk.submitted(2).await;
    let given_up = office
        .abandon_decision(&desk.colleague, None, seen(other))
        .await
        .unwrap();
    assert_eq!(given_up.state.name(), "abandoned");
    let late = office
        .submit_decision(&desk.secretary, None, seen(given_up))
        .await;
    assert_eq!(named(late), "preparation_state");
}

async fn who_signed_stays_unless_another_is_named_and_an_empty_choice_removes_nothing(
    engine: Engine,
) {
    let desk = Desk::on(engine).await;
    let office = &desk.office;
    let prepared = desk.prepared(1).await;
    let facts = |number: &str, authority: Option<&str>| {
        let authority = authority.map(str::to_owned);
        (number.to_owned(), day("2026-08-05"), authority)
    };
    let named_anew = facts("852/QĐ-UBND", Some("UBND tỉnh"));
    let at = office
        .change_decision(&desk.secretary, None, seen(prepared), named_anew)
        .await
        .unwrap();
    let renumbered = facts("853/QĐ-UBND", None);
    let at = office
        .change_decision(&desk.secretary, None, seen(at), renumbered)
        .await
        .unwrap();
    let view = desk.view(at.id).await;
    assert_eq!(
        (&*view.number, &*view.authority),
        ("853/QĐ-UBND", "UBND tỉnh")
    );
    let submitting = office.submit_decision(&desk.secretary, None, seen(at));
    let submitted = submitting.await.unwrap();
    let none = office
        .remove_lines(&desk.secretary, None, seen(submitted), Some(Vec::new()))
        .await;
    assert_eq!(refusals(none)[0].code, "no_lines_chosen");
    assert_eq!(desk.view(at.id).await.state.name(), "submitted");
}

async fn lines_that_look_alike_are_pointed_out_and_kept(engine: Engine) {
    let desk = Desk::on(engine).await;
    let prepared = desk.prepared(1).await;
    let alike = csv(&[row(&[("product", "SẢN PHẨM số 1")])]);
    let imported = desk.import(prepared, alike).await;
    let view = desk.view(imported.id).await;
    assert_eq!(view.refusals.len(), 0, "{:?}", view.refusals);
    let warned: Vec<_> = view
        .warnings
        .iter()
        .map(|one| (one.row, one.code))
        .collect();
    assert_eq!(warned, [(Some(2), "line_alike")]);
    assert!(view.warnings[0].message.vi.contains("dòng 1"));
}

on_both_engines!(
    any_change_after_the_approval_voids_it,
    the_chair_approves_the_digest_that_was_seen_and_no_other,
    a_line_that_is_changed_after_the_approval_is_not_released,
    an_older_version_than_stands_here_changes_nothing_and_says_what_changed,
    everything_that_is_wrong_is_said_at_once,
    what_was_given_up_or_is_being_released_is_changed_no_more,
    who_signed_stays_unless_another_is_named_and_an_empty_choice_removes_nothing,
    lines_that_look_alike_are_pointed_out_and_kept,
);
