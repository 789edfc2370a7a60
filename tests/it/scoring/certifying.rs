//! What a decision may gather: what was scored, is still there, and is in no other decision.

use ocop::scheme::dossier::DossierState;

use super::stage::{Stage, code, code_of, minutes};
use crate::support::{Engine, on_both_engines};

on_both_engines!(
    what_was_returned_is_certified_only_after_a_new_session,
    pages_go_on_after_a_dossier,
    what_is_in_a_decision_on_its_way_is_in_no_other_and_is_not_scored_again,
    when_the_four_stars_have_their_certificate_a_refusal_of_the_centre_ends_the_dossier,
);

const TIME: &str = "2026-08-10T03:00:00Z";
const FOUR: [&str; 3] = ["30", "20", "25"];

async fn what_was_returned_is_certified_only_after_a_new_session(engine: Engine) {
    let mut stage = Stage::on(engine, TIME).await;
    let dossier = stage.dossier_at("CB").await;
    stage.session("CB", dossier, FOUR).await;
    assert_eq!(stage.all_certifiable().await, [("CB", dossier, 4)]);
    for state in DossierState::ALL {
        if state != DossierState::AtProvince {
            stage.put(dossier, state, code("CB")).await;
            assert_eq!(stage.all_certifiable().await, [], "{state:?}");
        }
    }
    stage
        .put(dossier, DossierState::AtProvince, code("LS"))
        .await;
    assert_eq!(stage.all_certifiable().await, []);
    stage.go_on_to("2026-08-12T03:00:00Z").await;
    stage.lodge_anew(dossier).await;
    stage
        .put(dossier, DossierState::AtProvince, code("CB"))
        .await;
    assert_eq!(stage.all_certifiable().await, []);
    stage.session("CB", dossier, FOUR).await;
    assert_eq!(stage.all_certifiable().await, [("CB", dossier, 4)]);
}

async fn pages_go_on_after_a_dossier(engine: Engine) {
    let stage = Stage::on(engine, TIME).await;
    let mut dossiers = Vec::new();
    for _ in 0..3 {
        let dossier = stage.dossier_at("CB").await;
        stage.session("CB", dossier, FOUR).await;
        dossiers.push(dossier);
    }
    let secretary = stage.secretary("CB").await;
    let mut found = Vec::new();
    let mut after = 0;
    loop {
        let page = stage.office.certifiable(&secretary, code("CB"), after, 2);
        let page = page.await.unwrap();
        let Some(last) = page.last() else { break };
        after = last.dossier;
        found.extend(page.iter().map(|line| line.dossier));
    }
    assert_eq!(found, dossiers);
    let one = stage
        .office
        .certifiable_dossier(&secretary, code("CB"), dossiers[1])
        .await;
    let one = one.unwrap().expect("a line");
    assert_eq!(one.dossier, dossiers[1]);
    assert_eq!(one.producer, "Hợp tác xã Phja Đén");
    let none = stage
        .office
        .certifiable_dossier(&secretary, code("CB"), 99)
        .await;
    assert_eq!(none.unwrap(), None);
}

/// A decision of a council with one line, as the register of decisions keeps it.
async fn prepare(stage: &Stage, id: i64, dossier: i64, state: &str) {
    let account = stage.secretary("CB").await.account().expect("an account");
    let book = &stage.base.book;
    let preparation = format!(
        "insert into preparations (id, council, authority, number, decided_on, state, prepared_by,
           created_at, changed_at, version)
         values ({id}, 'CB', 'UBND tỉnh', '{id}/QĐ-UBND', '2026-08-05', '{state}', {account},
           '2026-08-05T00:00:00Z', '2026-08-05T00:00:00Z', 1)"
    );
    book.raw(&preparation).await;
    let line = format!(
        "insert into preparation_lines (preparation, line, dossier, product, producer,
           producer_kind, address, set_no, score_a, score_b, score_c, stars)
         values ({id}, 1, {dossier}, 'Miến dong', 'Phja Đén', 'other', 'Xóm Phja Đén', 5,
           3000, 2000, 2500, 4)"
    );
    book.raw(&line).await;
}

async fn set_state(stage: &Stage, preparation: i64, state: &str) {
    let sql = format!("update preparations set state = '{state}' where id = {preparation}");
    stage.base.book.raw(&sql).await;
}

async fn what_is_in_a_decision_on_its_way_is_in_no_other_and_is_not_scored_again(engine: Engine) {
    let stage = Stage::on(engine, TIME).await;
    let dossier = stage.dossier_at("CB").await;
    stage.session("CB", dossier, FOUR).await;
    let preparation = 1;
    prepare(&stage, preparation, dossier, "draft").await;
    let secretary = stage.secretary("CB").await;
    for state in ["draft", "submitted", "approved"] {
        set_state(&stage, preparation, state).await;
        assert_eq!(stage.all_certifiable().await, [], "{state}");
        let opening = stage.office.open_session(&secretary, dossier).await;
        assert_eq!(code_of(opening), "in_preparation");
    }
    set_state(&stage, preparation, "abandoned").await;
    assert_eq!(stage.all_certifiable().await, [("CB", dossier, 4)]);
    set_state(&stage, preparation, "released").await;
    assert_eq!(stage.all_certifiable().await, []);
}

async fn when_the_four_stars_have_their_certificate_a_refusal_of_the_centre_ends_the_dossier(
    engine: Engine,
) {
    let stage = Stage::on(engine, TIME).await;
    let five = ["38", "24", "33"];
    let dossier = stage.dossier_at("CB").await;
    stage.session("CB", dossier, five).await;
    prepare(&stage, 1, dossier, "released").await;
    // The province's 4 stars are out; the centre may still give 5.
    assert_eq!(stage.all_certifiable().await, []);
    let session = stage.open("TW", dossier).await;
    stage.fill("TW", session, FOUR).await;
    let concluded = stage.conclude("TW", session, minutes()).await.unwrap();
    assert_eq!(
        (concluded.outcome, concluded.state),
        ("not_granted", DossierState::Decided)
    );
    assert_eq!(stage.all_certifiable().await, []);
    let granted = stage.dossier_at("CB").await;
    stage.session("CB", granted, five).await;
    prepare(&stage, 2, granted, "released").await;
    stage.session("TW", granted, five).await;
    assert_eq!(stage.all_certifiable().await, [("TW", granted, 5)]);
}
