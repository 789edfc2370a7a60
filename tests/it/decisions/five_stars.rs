//! What a province certified while the centre looked, and the centre's five stars after it.

use ocop::office::{Access, Actor, Grant, Reach, Role, Seen, Which, Withdrawal};
use ocop::scheme::ground::Ground;

use super::desk::{Desk, code, decision, seen};
use crate::support::{Engine, csv, day, now, on_both_engines, row, signer};

async fn suspend_all_of_the_province(desk: &Desk) {
    let suspension = Withdrawal {
        which: Which::AllOf {
            decision: "852/QĐ-UBND".to_owned(),
            council: None,
            year: None,
        },
        within: Reach::All,
        actor: Actor::Program,
        decision: "900/QĐ-UBND".to_owned(),
        decided_on: day("2026-08-09"),
        ground: Ground::FoodSafety,
    };
    desk.office.suspend(&suspension).await.unwrap();
}

async fn four_stars_of_a_dossier_that_the_centre_has_leave_it_there_and_five_supersede_them(
    engine: Engine,
) {
    five_supersede_four(engine, "2026-08-05", false).await;
}

async fn five_stars_that_were_decided_first_supersede_four_even_suspended_ones(engine: Engine) {
    five_supersede_four(engine, "2026-08-04", true).await;
}

/// The province's decision is of 5 August 2026.
async fn five_supersede_four(engine: Engine, decided_on: &str, suspended: bool) {
    let desk = Desk::on(engine).await;
    let approved = desk.approved(1).await;
    for sql in [
        "insert into producers (id, kind, name, folded, address, unit, council, registered_at,
           version) values (1, 'cooperative', 'A', 'a', 'B', 'VN-04@2', 'CB',
           '2026-08-01T00:00:00Z', 1)",
        "insert into dossiers (id, producer, council, state, catalogue, set_no, product, folded,
           description, address, commune, created_at, changed_at, version)
         values (1, 1, 'TW', 'proposed_to_centre', '2023', 6, 'A', 'a', '', '', '',
           '2026-08-01T00:00:00Z', '2026-08-01T00:00:00Z', 1)",
        "update preparation_lines set dossier = 1",
    ] {
        desk.office.book.raw(sql).await;
    }
    assert_eq!(desk.release(approved.id).await.unwrap(), 1);
    let state = "select state from dossiers";
    assert_eq!(desk.office.book.texts(state).await, ["proposed_to_centre"]);
    if suspended {
        suspend_all_of_the_province(&desk).await;
    }
    // The centre's decision, by people of the centre.
    let office = &desk.office;
    let mut new = decision("99/QĐ-BNN");
    new.council = code("TW");
    new.decided_on = day(decided_on);
    let begun = office
        .prepare_decision(&desk.foreign, None, new)
        .await
        .unwrap();
    let five = row(&[("score_a", "38"), ("score_c", "34"), ("stars", "5")]);
    let list = csv(&[five]).into_bytes();
    let import = office.import_lines(
        &desk.foreign,
        None,
        seen(begun),
        (list, Some(ocop::scheme::words::Language::Vi)),
    );
    import.await.unwrap();
    office
        .book
        .raw(&format!(
            "update preparation_lines set dossier = 1 where preparation = {}",
            begun.id
        ))
        .await;
    let chair = Grant::of_council(Role::Chair, code("TW"));
    let chair = Access::of_account(office.account(&[chair]).await, vec![chair], Some(now()));
    let view = office.preparation(&chair, begun.id).await.unwrap();
    let at = Seen {
        id: begun.id,
        version: view.version,
    };
    let submitted = office
        .submit_decision(&desk.foreign, None, at)
        .await
        .unwrap();
    office
        .approve_decision(&chair, None, seen(submitted), &view.digest)
        .await
        .unwrap();
    let released = office
        .release_decision(begun.id, signer("TW"), |_, _| {})
        .await
        .unwrap();
    assert_eq!(released.certificates, 1);
    assert_eq!(office.book.texts(state).await, ["decided"]);
    let status = "select council || ' ' || cast(status as text) from certificates order by council";
    assert_eq!(office.book.texts(status).await, ["CB 3", "TW 0"]);
}

on_both_engines!(
    four_stars_of_a_dossier_that_the_centre_has_leave_it_there_and_five_supersede_them,
    five_stars_that_were_decided_first_supersede_four_even_suspended_ones,
);
