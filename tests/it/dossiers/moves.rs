//! Every move by everybody.

use ocop::office::{Access, Grant, Role};
use ocop::register::TrailFilter;
use ocop::scheme::dossier::DossierState;

use super::people::{Place, codes, of, strangers, typed};
use crate::support::{Engine, at, on_both_engines};

const MOVES: [&str; 4] = ["lodge", "take", "return", "withdraw"];

/// Makes a move by name; what came of it.
async fn make(place: &Place, access: &Access, step: &str, id: i64, seen: i64) -> Vec<&'static str> {
    let moved = match step {
        "lodge" => place.lodge_dossier(access, id, seen).await,
        "take" => place.take_dossier_in(access, id, seen).await,
        "return" => {
            place
                .return_dossier(access, id, seen, "Thiếu ảnh bao bì.")
                .await
        }
        _ => place.withdraw_dossier(access, id, seen).await,
    };
    match moved {
        Ok(moved) => vec![moved.state.name()],
        refused => codes(refused),
    }
}

async fn each_move_is_made_by_those_whose_it_is_and_is_not_there_for_others(engine: Engine) {
    let place = Place::on(engine).await;
    let mut others = strangers();
    others.push(of(Role::Chair, "CB"));
    others.push(of(Role::Scorer, "CB"));
    for role in [Role::Programme, Role::Auditor] {
        others.push(Access::of_account(
            77,
            vec![Grant::of_programme(role)],
            None,
        ));
    }
    let draft = place.draft().await;
    place.picture(draft.id).await;
    let lodged = place.lodged().await;
    for step in MOVES {
        for other in &others {
            for dossier in [&draft, &lodged] {
                let came = make(&place, other, step, dossier.id, dossier.version).await;
                assert_eq!(came, ["no_such_dossier"], "{step} by {other:?}");
            }
        }
    }
    // A producer takes nothing in and hands nothing back.
    for step in ["take", "return"] {
        let came = make(&place, &place.owner(), step, lodged.id, 2).await;
        assert_eq!(came, ["no_such_dossier"]);
    }
    let secretary = of(Role::Secretary, "CB");
    // Neither does its secretary with what was not handed in.
    assert_eq!(
        make(&place, &secretary, "take", draft.id, 1).await,
        ["no_such_dossier"]
    );
    assert_eq!(
        make(&place, &secretary, "lodge", draft.id, 1).await,
        ["lodged"]
    );
    assert_eq!(
        make(&place, &secretary, "take", draft.id, 2).await,
        ["at_province"]
    );
    assert_eq!(
        make(&place, &secretary, "take", draft.id, 3).await,
        ["dossier_state"]
    );
    assert_eq!(
        make(&place, &secretary, "return", draft.id, 3).await,
        ["returned"]
    );
    assert_eq!(
        make(&place, &secretary, "return", draft.id, 4).await,
        ["dossier_state"]
    );
    assert_eq!(
        make(&place, &place.owner(), "lodge", draft.id, 4).await,
        ["lodged"]
    );
    assert_eq!(
        make(&place, &place.owner(), "withdraw", draft.id, 5).await,
        ["withdrawn"]
    );
    for step in MOVES {
        assert_eq!(
            make(&place, &secretary, step, draft.id, 6).await,
            ["dossier_state"]
        );
    }
}

async fn a_move_of_an_older_version_is_told_what_changed(engine: Engine) {
    let place = Place::on(engine).await;
    let secretary = of(Role::Secretary, "CB");
    for step in MOVES {
        let lodged = place.lodged().await;
        let access = if step == "lodge" {
            place.owner()
        } else {
            secretary.clone()
        };
        assert_eq!(
            make(&place, &access, step, lodged.id, 1).await,
            ["stale"],
            "{step}"
        );
        let stands = place.dossier(&secretary, lodged.id).await.unwrap();
        assert_eq!((stands.state, stands.version), (DossierState::Lodged, 2));
    }
}

async fn who_hands_a_dossier_back_says_why_and_its_producer_reads_it(engine: Engine) {
    let place = Place::on(engine).await;
    let lodged = place.lodged().await;
    let secretary = of(Role::Secretary, "CB");
    for reason in ["", " \n ", "a\u{202e}b"] {
        let refused = place.return_dossier(&secretary, lodged.id, 2, reason).await;
        let code = if reason.trim().is_empty() {
            "empty"
        } else {
            "text_refused"
        };
        assert_eq!(codes(refused), [code]);
    }
    let reason = "Thiếu ảnh bao bì.\nThiếu giấy kiểm nghiệm.";
    place
        .return_dossier(&secretary, lodged.id, 2, reason)
        .await
        .unwrap();
    let said = place.last_return(&place.owner(), lodged.id).await.unwrap();
    assert_eq!(said.as_deref(), Some(reason));
    // It is open again.
    let mut more = typed();
    more.description.push_str(" Có ảnh.");
    let changed = place
        .change_dossier(&place.owner(), lodged.id, 3, &more)
        .await;
    assert_eq!(changed.unwrap().version, 4);
}

async fn a_council_that_was_replaced_meanwhile_hands_back_what_it_cannot_take(engine: Engine) {
    let place = Place::at(engine, at("2025-06-20T03:00:00Z")).await;
    let mut written = typed();
    written.council = "CBH".to_owned();
    let producer = place.owner();
    let draft = place
        .begin_dossier(&producer, place.ours, &written)
        .await
        .unwrap();
    place.picture(draft.id).await;
    place.lodge_dossier(&producer, draft.id, 1).await.unwrap();
    let later = place.office.again(at("2025-08-01T03:00:00Z")).await;
    let secretary = of(Role::Secretary, "CBH");
    let refused = later.take_dossier_in(&secretary, draft.id, 2).await;
    assert_eq!(codes(refused), ["not_the_first_level"]);
    let reason = "Cấp huyện đã kết thúc, hãy nộp cho tỉnh.";
    later
        .return_dossier(&secretary, draft.id, 2, reason)
        .await
        .unwrap();
    later
        .change_dossier(&producer, draft.id, 3, &typed())
        .await
        .unwrap();
    let lodged = later.lodge_dossier(&producer, draft.id, 4).await.unwrap();
    assert_eq!(lodged.council.to_string(), "CB");
    assert_eq!(lodged.edition.as_deref(), Some("1489/QĐ-TTg (2025)"));
}

async fn the_trail_has_a_line_of_each_act_and_of_none_that_was_refused(engine: Engine) {
    let place = Place::on(engine).await;
    let lodged = place.lodged().await;
    let secretary = of(Role::Secretary, "CB");
    place
        .take_dossier_in(&secretary, lodged.id, 1)
        .await
        .unwrap_err();
    place
        .take_dossier_in(&secretary, lodged.id, 2)
        .await
        .unwrap();
    place
        .withdraw_dossier(&place.owner(), lodged.id, 3)
        .await
        .unwrap();
    let filter = TrailFilter {
        subject: Some(format!("dossier {}", lodged.id)),
        limit: 20,
        ..TrailFilter::default()
    };
    let lines = place.trail(&filter).await.unwrap();
    let acts: Vec<_> = lines.iter().rev().map(|line| line.act.as_str()).collect();
    let expected = [
        "dossier_begun",
        "dossier_file_added",
        "dossier_lodged",
        "dossier_taken_in",
        "dossier_withdrawn",
    ];
    assert_eq!(acts, expected);
    for line in &lines {
        assert_ne!(line.words.vi, line.act);
    }
}

on_both_engines!(
    each_move_is_made_by_those_whose_it_is_and_is_not_there_for_others,
    a_move_of_an_older_version_is_told_what_changed,
    who_hands_a_dossier_back_says_why_and_its_producer_reads_it,
    a_council_that_was_replaced_meanwhile_hands_back_what_it_cannot_take,
    the_trail_has_a_line_of_each_act_and_of_none_that_was_refused,
);
