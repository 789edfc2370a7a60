//! Conclusions: averages, confirmations, caps, and who takes the dossier.

use ocop::office::{ConclusionText, Error};
use ocop::scheme::dossier::DossierState;

use super::stage::{Stage, code, code_of, minutes, refused, sheet, stars};
use crate::support::{Engine, on_both_engines};

on_both_engines!(
    everything_that_is_wrong_with_a_conclusion_is_said_at_once,
    averages_are_kept_and_few_sheets_are_warned_of,
    failed_criteria_lower_the_stars_and_say_why,
    between_two_bands_of_1048_somebody_confirms,
    a_sheet_handed_in_meanwhile_makes_the_conclusion_stale,
    a_council_has_one_open_session_about_a_dossier,
    the_council_that_takes_it_is_of_the_same_province_or_the_one_asked_for,
    what_left_the_council_is_not_concluded,
);

const TIME: &str = "2026-08-10T03:00:00Z";

async fn everything_that_is_wrong_with_a_conclusion_is_said_at_once(engine: Engine) {
    let stage = Stage::on(engine, TIME).await;
    let dossier = stage.dossier_at("CB").await;
    let session = stage.open("CB", dossier).await;
    let wrong = ConclusionText {
        minutes: " \n ".to_owned(),
        cap: Some(5),
        failed: "an toàn\nthực phẩm".to_owned(),
        confirmed_because: "\u{7}".to_owned(),
        council: Some(code("ZZ")),
        ..ConclusionText::default()
    };
    let found = refused(stage.conclude("CB", session, wrong).await);
    assert_eq!(
        found,
        [
            ("minutes", "minutes_missing"),
            ("failed", "text_refused"),
            ("confirmed_because", "text_refused"),
            ("sheets", "no_sheets"),
            ("council", "council_cannot_take"),
        ]
    );
    stage.fill("CB", session, ["30", "20", "25"]).await;
    for (cap, failed, place) in [
        (Some(5), "không có hồ sơ", ("cap", "not_a_cap")),
        (Some(0), "không có hồ sơ", ("cap", "not_a_cap")),
        (Some(-1), "không có hồ sơ", ("cap", "not_a_cap")),
        (Some(3), "", ("failed", "criteria_missing")),
        (None, "không có hồ sơ", ("cap", "cap_missing")),
        (Some(3), "- không có hồ sơ", ("failed", "formula")),
    ] {
        let text = ConclusionText {
            cap,
            failed: failed.to_owned(),
            ..minutes()
        };
        assert_eq!(refused(stage.conclude("CB", session, text).await), [place]);
    }
    let idle = ConclusionText {
        confirmed_because: "Hội đồng thống nhất".to_owned(),
        ..minutes()
    };
    let found = refused(stage.conclude("CB", session, idle).await);
    assert_eq!(found, [("confirmed_because", "nothing_to_confirm")]);
    for confirmed in [4, 3, 9, -3] {
        let text = ConclusionText {
            confirmed_stars: Some(confirmed),
            confirmed_because: "Hội đồng thống nhất".to_owned(),
            ..minutes()
        };
        let found = refused(stage.conclude("CB", session, text).await);
        assert_eq!(
            found,
            [("confirmed_stars", "nothing_to_confirm")],
            "{confirmed}"
        );
    }
    assert_eq!(stage.dossier(dossier).await.state, DossierState::AtProvince);
    assert_eq!(stage.all_certifiable().await, []);
}

async fn averages_are_kept_and_few_sheets_are_warned_of(engine: Engine) {
    let stage = Stage::on(engine, TIME).await;
    let dossier = stage.dossier_at("CB").await;
    let session = stage.open("CB", dossier).await;
    let sheets = [
        ["30.25", "20", "25.01"],
        ["31", "19.99", "25"],
        ["30.5", "20.01", "25"],
    ];
    stage.fill("CB", session, sheets[0]).await;
    let other = stage.dossier_at("CB").await;
    let warned = stage.session("CB", other, sheets[0]).await.warnings;
    assert_eq!(warned[0].code, "few_sheets");
    for parts in &sheets[1..] {
        stage.fill("CB", session, *parts).await;
    }
    let concluded = stage.conclude("CB", session, minutes()).await.unwrap();
    assert_eq!(concluded.warnings, []);
    // (30.25 + 31 + 30.5) / 3 = 30.5833; 20; (25.01 + 25 + 25) / 3 = 25.0033.
    let line = stage.certifiable("CB").await.remove(0);
    let score = line.score;
    assert_eq!([score.a.0, score.b.0, score.c.0], [3058, 2000, 2500]);
    let kept = stage.office.register().council_session(session).await;
    let kept = kept.unwrap().unwrap().conclusion.expect("a conclusion");
    assert_eq!(kept.score, Some(score));
    assert!(kept.minutes.unwrap().ends_with("Thống nhất kết quả."));
}

async fn failed_criteria_lower_the_stars_and_say_why(engine: Engine) {
    let stage = Stage::on(engine, TIME).await;
    for (parts, cap, given, outcome, reason) in [
        (["38", "24", "34"], 4, 4, "certify", true),
        (["38", "24", "34"], 3, 3, "certify", true),
        // The score earns no more than the cap leaves.
        (["30", "20", "25"], 4, 4, "certify", false),
        (["30", "20", "25"], 2, 2, "refuse", false),
    ] {
        let dossier = stage.dossier_at("CB").await;
        let session = stage.open("CB", dossier).await;
        stage.fill("CB", session, parts).await;
        let text = ConclusionText {
            cap: Some(cap),
            failed: "Không có kế hoạch kiểm soát chất lượng".to_owned(),
            ..minutes()
        };
        let concluded = stage.conclude("CB", session, text).await.unwrap();
        assert_eq!(
            (concluded.stars, concluded.outcome),
            (stars(given), outcome)
        );
        let line = stage.certifiable("CB").await.pop();
        if outcome == "certify" {
            let line = line.expect("a line");
            assert_eq!(line.stars, stars(given));
            assert_eq!(line.lowered_because.is_some(), reason, "{parts:?} {cap}");
            stage.put(dossier, DossierState::Decided, code("CB")).await;
        } else {
            assert_eq!(line, None);
        }
    }
}

async fn between_two_bands_of_1048_somebody_confirms(engine: Engine) {
    let stage = Stage::on(engine, "2022-03-01T03:00:00Z").await;
    for (parts, low, high) in [
        (["29.5", "20", "20"], 3, 4),
        (["29", "20", "20.99"], 3, 4),
        (["34.5", "20", "35"], 4, 5),
    ] {
        let dossier = stage.dossier_at("CB").await;
        let session = stage.open("CB", dossier).await;
        stage.fill("CB", session, parts).await;
        let found = refused(stage.conclude("CB", session, minutes()).await);
        assert_eq!(found, [("confirmed_stars", "confirmation_needed")]);
        let confirm = |stars, because: &str| ConclusionText {
            confirmed_stars: Some(stars),
            confirmed_because: because.to_owned(),
            ..minutes()
        };
        let other = confirm(high + 1, "Hội đồng thống nhất");
        let found = refused(stage.conclude("CB", session, other).await);
        assert_eq!(found, [("confirmed_stars", "confirmation_needed")]);
        let silent = confirm(high, " ");
        let found = refused(stage.conclude("CB", session, silent).await);
        assert_eq!(found, [("confirmed_because", "reason_missing")]);
        let chosen = if low == 3 { low } else { high };
        let text = confirm(chosen, "Bao bì vượt trội");
        let concluded = stage.conclude("CB", session, text).await.unwrap();
        assert_eq!(i64::from(concluded.stars.get()), chosen);
        let kept = stage.office.register().council_session(session).await;
        let kept = kept.unwrap().unwrap().conclusion.unwrap();
        assert_eq!(kept.confirmed.as_deref(), Some("Bao bì vượt trội"));
        let expected = if chosen == 5 {
            "propose_to_centre"
        } else {
            "certify"
        };
        assert_eq!(concluded.outcome, expected);
    }
}

async fn a_sheet_handed_in_meanwhile_makes_the_conclusion_stale(engine: Engine) {
    let stage = Stage::on(engine, TIME).await;
    let dossier = stage.dossier_at("CB").await;
    let session = stage.open("CB", dossier).await;
    stage.fill("CB", session, ["30", "20", "25"]).await;
    let secretary = stage.secretary("CB").await;
    let seen = stage.version(session).await;
    stage.fill("CB", session, ["10", "10", "10"]).await;
    let text = minutes();
    let concluding = stage
        .office
        .conclude_session(&secretary, session, seen, &text);
    let Err(Error::Stale(stale)) = concluding.await else {
        panic!("not stale");
    };
    assert_eq!((stale.given, stale.now), (seen, seen + 1));
    assert_eq!(stale.changes.len(), 1);
    assert_eq!(stale.changes[0].act, "sheet_filled");
    stage.conclude("CB", session, minutes()).await.unwrap();
    let again = stage.conclude("CB", session, minutes()).await;
    assert_eq!(code_of(again), "session_concluded");
    // A new session is possible, and is what counts then.
    let anew = stage.session("CB", dossier, ["30", "24", "30"]).await;
    assert_eq!(anew.stars, stars(4));
    assert_eq!(stage.all_certifiable().await, [("CB", dossier, 4)]);
}

async fn a_council_has_one_open_session_about_a_dossier(engine: Engine) {
    let stage = Stage::on(engine, TIME).await;
    let dossier = stage.dossier_at("CB").await;
    let secretary = stage.secretary("CB").await;
    // Two clicks at once.
    let (one, two) = tokio::join!(
        stage.office.open_session(&secretary, dossier),
        stage.office.open_session(&secretary, dossier),
    );
    assert_ne!(one.is_ok(), two.is_ok());
    let refused = if one.is_ok() { two } else { one };
    assert_eq!(code_of(refused), "session_open");
    // While a new session is open, what the one before gave is not certified.
    let dossier = stage.dossier_at("CB").await;
    stage.session("CB", dossier, ["30", "20", "25"]).await;
    assert_eq!(stage.all_certifiable().await.len(), 1);
    let open = stage.open("CB", dossier).await;
    assert_eq!(stage.all_certifiable().await, []);
    stage.fill("CB", open, ["10", "10", "35"]).await;
    stage.conclude("CB", open, minutes()).await.unwrap();
    assert_eq!(stage.all_certifiable().await, [("CB", dossier, 3)]);
    stage.put(dossier, DossierState::Lodged, code("CB")).await;
    let opening = stage.office.open_session(&secretary, dossier).await;
    assert_eq!(code_of(opening), "dossier_not_with_council");
}

async fn the_council_that_takes_it_is_of_the_same_province_or_the_one_asked_for(engine: Engine) {
    let stage = Stage::on(engine, "2024-06-01T03:00:00Z").await;
    let four = ["30", "20", "25"];
    for (council, asked, taker) in [
        ("HA", None, "CB"),
        ("LH", None, "LS"),
        ("LH", Some("CB"), "CB"),
    ] {
        let dossier = stage.dossier_at(council).await;
        let session = stage.open(council, dossier).await;
        stage.fill(council, session, four).await;
        for other in ["HB", "TW", "ZZ"] {
            let text = ConclusionText {
                council: Some(code(other)),
                ..minutes()
            };
            let found = refused(stage.conclude(council, session, text).await);
            assert_eq!(found, [("council", "council_cannot_take")], "{other}");
        }
        let text = ConclusionText {
            council: asked.map(code),
            ..minutes()
        };
        let concluded = stage.conclude(council, session, text).await.unwrap();
        assert_eq!(concluded.council, code(taker));
    }
    // Lodged with the province at once: two districts could decide on 3 stars.
    let dossier = stage.dossier_at("CB").await;
    let session = stage.open("CB", dossier).await;
    stage.fill("CB", session, ["20", "15", "20"]).await;
    let found = refused(stage.conclude("CB", session, minutes()).await);
    assert_eq!(found, [("council", "which_council")]);
    let text = ConclusionText {
        council: Some(code("HB")),
        ..minutes()
    };
    stage.conclude("CB", session, text).await.unwrap();
    assert_eq!(stage.certifiable("HB").await[0].dossier, dossier);
}

async fn what_left_the_council_is_not_concluded(engine: Engine) {
    let mut stage = Stage::on(engine, TIME).await;
    let dossier = stage.dossier_at("CB").await;
    let session = stage.open("CB", dossier).await;
    stage.fill("CB", session, ["30", "20", "25"]).await;
    stage.put(dossier, DossierState::Returned, code("CB")).await;
    let concluding = stage.conclude("CB", session, minutes()).await;
    assert_eq!(code_of(concluding), "dossier_left");
    let scorer = stage.scorer("CB").await;
    let typed = sheet(["30", "20", "25"]);
    let filling = stage.office.fill_sheet(&scorer, session, 0, &typed).await;
    assert_eq!(code_of(filling), "dossier_left");
    stage.go_on_to("2026-08-11T03:00:00Z").await;
    stage.lodge_anew(dossier).await;
    stage
        .put(dossier, DossierState::AtProvince, code("CB"))
        .await;
    let concluding = stage.conclude("CB", session, minutes()).await;
    assert_eq!(code_of(concluding), "session_overtaken");
    let anew = stage.session("CB", dossier, ["10", "20", "25"]).await;
    assert_eq!(anew.stars, stars(3));
}
