//! Sheets: one's own alone, within the parts' maxima, until the session is concluded.

use ocop::office::{Access, Error, Grant, Role, SheetText};
use ocop::register::SessionsWanted;

use super::stage::{Stage, code, code_of, minutes, refused, sheet};
use crate::support::{Engine, on_both_engines};

on_both_engines!(
    everything_that_is_wrong_with_a_sheet_is_said_at_once,
    scores_are_read_with_point_or_comma_and_kept_in_hundredths,
    who_has_handed_in_none_sees_no_others,
    a_sheet_changed_in_another_window_is_not_overwritten,
    what_is_another_councils_is_not_there,
    lists_say_what_is_to_score_what_is_open_and_what_was_concluded,
);

const TIME: &str = "2026-08-10T03:00:00Z";

async fn everything_that_is_wrong_with_a_sheet_is_said_at_once(engine: Engine) {
    for (time, wrong) in [
        // 35/25/40 and 40/25/35: a sheet of one edition is too high in the other.
        ("2022-01-01T03:00:00Z", ["35.01", "25.01", "40.01"]),
        ("2024-01-01T03:00:00Z", ["40.01", "25,01", "35.01"]),
    ] {
        let stage = Stage::on(engine, time).await;
        let dossier = stage.dossier_at("CB").await;
        let session = stage.open("CB", dossier).await;
        let scorer = stage.scorer("CB").await;
        let fill =
            async |typed: &SheetText| stage.office.fill_sheet(&scorer, session, 0, typed).await;
        let found = refused(fill(&sheet(wrong)).await);
        let high = ["score_a", "score_b", "score_c"].map(|part| (part, "score_too_high"));
        assert_eq!(found, high);
        let mut mixed = sheet(["", "-1", "12.345"]);
        mixed.remark = "mũi tên \u{202e}ngược".to_owned();
        let result = fill(&mixed).await;
        let Err(Error::Refused(refusals)) = &result else {
            panic!("not refused");
        };
        for refusal in refusals {
            assert_ne!(refusal.message.vi, refusal.message.en);
            assert!(refusal.message.vi.contains("Hãy"), "{}", refusal.message.vi);
        }
        assert_eq!(
            refused(result),
            [
                ("score_a", "not_a_score"),
                ("score_b", "not_a_score"),
                ("score_c", "not_a_score"),
                ("remark", "text_refused"),
            ]
        );
        let view = stage.office.own_sheet(&scorer, session).await.unwrap();
        assert_eq!((view.version(), view.sheet), (0, None));
    }
}

async fn scores_are_read_with_point_or_comma_and_kept_in_hundredths(engine: Engine) {
    let stage = Stage::on(engine, TIME).await;
    let dossier = stage.dossier_at("CB").await;
    let session = stage.open("CB", dossier).await;
    let scorer = stage.scorer("CB").await;
    let mut typed = sheet([" 30,5 ", "25", "0.01"]);
    typed.remark = "Bao bì đẹp.\r\nNên thêm mã truy xuất.".to_owned();
    let filled = stage.office.fill_sheet(&scorer, session, 0, &typed).await;
    assert_eq!(filled.unwrap(), 1);
    let own = stage.office.own_sheet(&scorer, session).await.unwrap();
    let filled = own.sheet.unwrap().filled;
    assert_eq!(
        [filled.score.a.0, filled.score.b.0, filled.score.c.0],
        [3050, 2500, 1]
    );
    assert_eq!(filled.score.total().to_string(), "55.51");
    assert_eq!(filled.remark, "Bao bì đẹp.\nNên thêm mã truy xuất.");
}

async fn who_has_handed_in_none_sees_no_others(engine: Engine) {
    let stage = Stage::on(engine, TIME).await;
    let dossier = stage.dossier_at("CB").await;
    let session = stage.open("CB", dossier).await;
    stage.fill("CB", session, ["30", "20", "25"]).await;
    let scorer = stage.scorer("CB").await;
    let view = async |access: &Access| stage.office.session_view(access, session).await.unwrap();
    let before = view(&scorer).await;
    assert_eq!(
        (before.handed_in, before.sheets, before.prospect),
        (1, None, None)
    );
    assert!(before.may_score && !before.may_conclude);
    let secretary = stage.secretary("CB").await;
    let seen = view(&secretary).await;
    assert_eq!(seen.sheets.unwrap().len(), 1);
    assert!(!seen.may_score && seen.may_conclude);
    let typed = sheet(["20", "20", "20"]);
    stage
        .office
        .fill_sheet(&scorer, session, 0, &typed)
        .await
        .unwrap();
    let after = view(&scorer).await;
    assert_eq!(after.sheets.unwrap().len(), 2);
    assert_eq!(after.prospect.unwrap().score.total().to_string(), "67.50");
    // Whoever both scores and concludes gives their own first.
    let both = [Role::Scorer, Role::Secretary].map(|role| Grant::of_council(role, code("CB")));
    let account = stage.base.account(&both).await;
    let both = Access::of_account(account, both.to_vec(), None);
    assert_eq!(view(&both).await.sheets, None);
    stage.conclude("CB", session, minutes()).await.unwrap();
    let late = stage.scorer("CB").await;
    assert_eq!(view(&late).await.sheets.unwrap().len(), 2);
    let filling = stage.office.fill_sheet(&late, session, 0, &typed).await;
    assert_eq!(code_of(filling), "session_concluded");
    let changing = stage.office.fill_sheet(&scorer, session, 1, &typed).await;
    assert_eq!(code_of(changing), "session_concluded");
    // The trail names who scored, and never what they gave.
    let filter = ocop::office::TrailFilter {
        subject: Some(format!("session {session}")),
        limit: 100,
        ..Default::default()
    };
    let trail = stage.office.trail(&filter).await.unwrap();
    let acts: Vec<&str> = trail.iter().map(|line| line.act.as_str()).collect();
    assert_eq!(
        acts,
        [
            "session_concluded",
            "sheet_filled",
            "sheet_filled",
            "session_opened"
        ]
    );
    assert!(trail.iter().all(|line| line.body.get("score_a").is_none()));
}

async fn a_sheet_changed_in_another_window_is_not_overwritten(engine: Engine) {
    let stage = Stage::on(engine, TIME).await;
    let dossier = stage.dossier_at("CB").await;
    let session = stage.open("CB", dossier).await;
    let scorer = stage.scorer("CB").await;
    let fill = async |seen, parts| {
        let typed = sheet(parts);
        stage
            .office
            .fill_sheet(&scorer, session, seen, &typed)
            .await
    };
    assert_eq!(fill(0, ["30", "20", "25"]).await.unwrap(), 1);
    assert_eq!(fill(1, ["31", "20", "25"]).await.unwrap(), 2);
    for seen in [0, 1] {
        let Err(Error::Stale(stale)) = fill(seen, ["1", "1", "1"]).await else {
            panic!("not stale");
        };
        assert_eq!((stale.given, stale.now), (seen, 2));
        assert!(stale.words().vi.contains("Nộp phiếu chấm điểm"));
    }
    let own = stage.office.own_sheet(&scorer, session).await.unwrap();
    assert_eq!(own.sheet.unwrap().filled.score.a.0, 3100);
}

async fn what_is_another_councils_is_not_there(engine: Engine) {
    let stage = Stage::on(engine, TIME).await;
    let dossier = stage.dossier_at("CB").await;
    let session = stage.open("CB", dossier).await;
    stage.fill("CB", session, ["30", "20", "25"]).await;
    let typed = sheet(["30", "20", "25"]);
    for (role, council) in [
        (Role::Scorer, "LS"),
        (Role::Secretary, "LS"),
        (Role::Secretary, "CB"),
    ] {
        let other = stage.somebody(role, council).await;
        let filling = stage.office.fill_sheet(&other, session, 0, &typed).await;
        assert_eq!(code_of(filling), "no_such_session");
        let seeing = stage.office.own_sheet(&other, session).await;
        assert_eq!(code_of(seeing), "no_such_session");
    }
    let other = stage.secretary("LS").await;
    let seeing = stage.office.session_view(&other, session).await;
    assert_eq!(code_of(seeing), "no_such_session");
    let opening = stage.office.open_session(&other, dossier).await;
    assert_eq!(code_of(opening), "no_such_dossier");
    let text = minutes();
    let concluding = stage.office.conclude_session(&other, session, 2, &text);
    assert_eq!(code_of(concluding.await), "no_such_session");
    let list = stage.office.certifiable(&other, code("CB"), 0, 10).await;
    assert_eq!(code_of(list), "no_such_council");
    // Nor does a chair or a scorer open and conclude.
    for role in [Role::Chair, Role::Scorer] {
        let somebody = stage.somebody(role, "CB").await;
        let opening = stage.office.open_session(&somebody, dossier).await;
        assert_eq!(code_of(opening), "no_such_dossier");
        let text = minutes();
        let concluding = stage.office.conclude_session(&somebody, session, 2, &text);
        assert_eq!(code_of(concluding.await), "no_such_session");
    }
    let program = Access::of_token(1, vec!["desk".to_owned()], None);
    let filling = stage.office.fill_sheet(&program, session, 0, &typed).await;
    assert_eq!(code_of(filling), "person_needed");
    // Once it is concluded, whoever has the dossier now sees how it came to them.
    let five = ["38", "24", "33"];
    let proposed = stage.dossier_at("CB").await;
    let of_province = stage.open("CB", proposed).await;
    let centre = stage.secretary("TW").await;
    stage.fill("CB", of_province, five).await;
    let seeing = stage.office.session_view(&centre, of_province).await;
    assert_eq!(code_of(seeing), "no_such_session");
    stage.conclude("CB", of_province, minutes()).await.unwrap();
    assert!(
        stage
            .office
            .session_view(&centre, of_province)
            .await
            .is_ok()
    );
}

async fn lists_say_what_is_to_score_what_is_open_and_what_was_concluded(engine: Engine) {
    let stage = Stage::on(engine, TIME).await;
    let mut sessions = Vec::new();
    for council in ["CB", "LS", "CB", "CB"] {
        let dossier = stage.dossier_at(council).await;
        sessions.push(stage.open(council, dossier).await);
    }
    let [first, foreign, second, third] = sessions[..] else {
        panic!("four sessions");
    };
    let scorer = stage.scorer("CB").await;
    let typed = sheet(["30", "20", "25"]);
    for session in [first, second] {
        stage
            .office
            .fill_sheet(&scorer, session, 0, &typed)
            .await
            .unwrap();
    }
    stage.conclude("CB", first, minutes()).await.unwrap();
    let auditor = [Grant::of_programme(Role::Auditor)];
    let account = stage.base.account(&auditor).await;
    let auditor = Access::of_account(account, auditor.to_vec(), None);
    let list = async |access: &Access, wanted, before, limit| {
        let query = ocop::office::SessionsQuery {
            wanted,
            council: None,
            before,
            limit,
        };
        let found = stage.office.sessions(access, &query).await.unwrap();
        found.iter().map(|session| session.id).collect::<Vec<_>>()
    };
    use SessionsWanted::{Concluded, Open, ToScore};
    assert_eq!(list(&scorer, ToScore, None, 9).await, [third]);
    assert_eq!(list(&scorer, Open, None, 9).await, [third, second]);
    assert_eq!(list(&scorer, Concluded, None, 9).await, [first]);
    assert_eq!(
        list(&auditor, Open, None, 9).await,
        [third, second, foreign]
    );
    assert_eq!(list(&auditor, Open, None, 2).await, [third, second]);
    assert_eq!(list(&auditor, Open, Some(second), 2).await, [foreign]);
    assert_eq!(list(&auditor, Concluded, None, 9).await, [first]);
    assert!(list(&auditor, ToScore, None, 9).await.is_empty());
    let producer = Access::of_account(1, vec![Grant::of_producer(1)], None);
    assert!(list(&producer, Open, None, 9).await.is_empty());
    let programme = Access::of_program();
    assert_eq!(list(&programme, Open, None, 9).await.len(), 3);
}
