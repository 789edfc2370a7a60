//! Inspectors move reports on; each act is in the trail, and none overwrites another's.

use ocop::office::{Access, Grant, Role, ShopperReportQuery, TypedShopperReport};
use ocop::scheme::shopper_report::{ReportReason, ReportState};

use super::stage::{Stage, refused};
use crate::support::{Engine, now, on_both_engines};

async fn a_report_is_taken_up_dismissed_and_taken_up_again(engine: Engine) {
    let stage = Stage::on(engine).await;
    let (id, inspector) = (stage.received().await, stage.inspector());
    let taken = stage.take_report_up(&inspector, id, 1).await.unwrap();
    assert_eq!((taken.state, taken.version), (ReportState::LookedAt, 2));
    let late = stage.take_report_up(&inspector, id, 1).await;
    assert_eq!(refused(late), ["stale"]);
    let again = stage.take_report_up(&inspector, id, 2).await;
    assert_eq!(refused(again), ["report_state"]);
    let without = stage.dismiss_report(&inspector, id, 2, (" ", "")).await;
    assert_eq!(refused(without), ["empty"]);
    let said = ("Bao bì đúng", "Bao bì đúng với giấy chứng nhận.");
    let closed = stage.dismiss_report(&inspector, id, 2, said).await.unwrap();
    assert_eq!(closed.state, ReportState::Closed);
    assert_eq!(closed.closed_at, Some(now()));
    let state = stage.public_report_state(&closed.number).await.unwrap();
    assert_eq!(state.answer.as_deref(), Some(said.1));
    let twice = stage.dismiss_report(&inspector, id, 3, said).await;
    assert_eq!(refused(twice), ["report_state"]);
    let open = stage.take_report_up(&inspector, id, 3).await.unwrap();
    assert_eq!((open.state, open.closed_at), (ReportState::LookedAt, None));
    assert_eq!(open.public_answer, None);
    let history = stage.shopper_report_history(&inspector, id).await.unwrap();
    let acts: Vec<&str> = history.iter().map(|line| line.act.as_str()).collect();
    assert_eq!(
        acts,
        [
            "shopper_report_taken_up",
            "shopper_report_dismissed",
            "shopper_report_taken_up"
        ]
    );
}

async fn a_duplicate_goes_the_way_of_its_original(engine: Engine) {
    let stage = Stage::on(engine).await;
    let inspector = stage.inspector();
    let mut ids = Vec::new();
    for _ in 0..3 {
        ids.push(stage.received().await);
    }
    let [first, second, third] = ids[..] else {
        unreachable!("three were made")
    };
    let with_itself = stage.merge_report(&inspector, first, 1, first).await;
    assert_eq!(refused(with_itself), ["not_an_original"]);
    let with_none = stage.merge_report(&inspector, first, 1, 99).await;
    assert_eq!(refused(with_none), ["not_an_original"]);
    let merged = stage
        .merge_report(&inspector, first, 1, second)
        .await
        .unwrap();
    assert_eq!(merged.duplicate_of, Some(second));
    let with_duplicate = stage.merge_report(&inspector, third, 1, first).await;
    assert_eq!(refused(with_duplicate), ["not_an_original"]);
    // What was merged with the second is of the third when the second is.
    stage
        .merge_report(&inspector, second, 1, third)
        .await
        .unwrap();
    let first_now = stage.shopper_report(&inspector, first).await.unwrap();
    assert_eq!(first_now.duplicate_of, Some(third));
    let original = stage.take_report_up(&inspector, third, 1).await.unwrap();
    assert_eq!(original.duplicates, [first, second]);
    let state = stage.public_report_state(&merged.number).await.unwrap();
    assert_eq!((state.state, state.merged), (ReportState::LookedAt, true));
}

async fn a_case_takes_its_reports_with_it(engine: Engine) {
    let stage = Stage::on(engine).await;
    let (id, inspector) = (stage.received().await, stage.inspector());
    let begun = stage.report_for_case(&inspector, id).await.unwrap();
    assert_eq!(begun.report.code.as_deref(), Some(stage.code.as_str()));
    let opened = stage.register().enter(move |entry| {
        Box::pin(async move { entry.shopper_report_has_case(id, 7, now()).await })
    });
    assert!(opened.await.unwrap());
    let report = stage.shopper_report(&inspector, id).await.unwrap();
    assert_eq!(
        (report.state, report.case),
        (ReportState::CaseOpened, Some(7))
    );
    let again = stage.report_for_case(&inspector, id).await;
    assert_eq!(refused(again), ["report_state"]);
    let dismissed = stage.dismiss_report(&inspector, id, 2, ("Lý do", "")).await;
    assert_eq!(refused(dismissed), ["report_state"]);
    let closed = stage.register().enter(move |entry| {
        Box::pin(async move {
            let answer = Some("Đã nhắc nhở nơi bán.");
            entry.close_shopper_reports_of_case(7, answer, now()).await
        })
    });
    assert_eq!(closed.await.unwrap(), 1);
    let state = stage.public_report_state(&report.number).await.unwrap();
    assert_eq!(state.state, ReportState::Closed);
    assert_eq!(state.answer.as_deref(), Some("Đã nhắc nhở nơi bán."));
    // Of a case's report nobody says otherwise.
    let taken = stage.take_report_up(&inspector, id, 3).await;
    assert_eq!(refused(taken), ["report_state"]);
}

async fn a_list_is_paged_and_filtered(engine: Engine) {
    let stage = Stage::on(engine).await;
    let inspector = stage.inspector();
    for (reason, province) in [
        ("more_stars", "VN-04@2"),
        ("expired", "VN-04@2"),
        ("expired", ""),
        ("expired", "VN-04@2"),
    ] {
        let typed = TypedShopperReport {
            reason: reason.to_owned(),
            province: province.to_owned(),
            ..stage.typed()
        };
        stage.report(&typed).await.unwrap();
    }
    stage.take_report_up(&inspector, 1, 1).await.unwrap();
    let ids = |query: ShopperReportQuery| {
        let (stage, inspector) = (&stage, &inspector);
        async move {
            let page = stage.shopper_reports(inspector, &query).await.unwrap();
            let ids: Vec<i64> = page.reports.iter().map(|report| report.id).collect();
            (ids, page.next)
        }
    };
    let all = ShopperReportQuery {
        limit: 3,
        ..ShopperReportQuery::default()
    };
    let (first, next) = ids(all.clone()).await;
    assert_eq!(first, [4, 3, 2]);
    let after = ShopperReportQuery {
        after: next,
        ..all.clone()
    };
    assert_eq!(ids(after).await, (vec![1], None));
    let received = ShopperReportQuery {
        state: Some(ReportState::Received),
        ..all.clone()
    };
    assert_eq!(ids(received.clone()).await.0, [4, 3, 2]);
    let here = ShopperReportQuery {
        province: Some("VN-04@2".to_owned()),
        reason: Some(ReportReason::Expired),
        ..received
    };
    assert_eq!(ids(here).await.0, [4, 2]);
    let rubbish = ShopperReportQuery {
        after: Some("x".to_owned()),
        ..all
    };
    let refusal = stage.shopper_reports(&inspector, &rubbish).await;
    assert_eq!(refusal.unwrap_err().code(), "no_such_page");
}

async fn who_reaches_one_council_sees_its_reports_alone(engine: Engine) {
    let stage = Stage::on(engine).await;
    let ours = stage.received().await;
    let about_tw = TypedShopperReport {
        code: stage.foreign.clone(),
        ..stage.typed()
    };
    stage.report(&about_tw).await.unwrap();
    let without_code = TypedShopperReport {
        code: String::new(),
        ..stage.typed()
    };
    stage.report(&without_code).await.unwrap();
    let scopes = || vec!["desk".to_owned()];
    let of_cb = Access::of_token(5, scopes(), Some("CB".parse().unwrap()));
    let all = ShopperReportQuery {
        limit: 10,
        ..ShopperReportQuery::default()
    };
    let page = stage.shopper_reports(&of_cb, &all).await.unwrap();
    let seen: Vec<i64> = page.reports.iter().map(|report| report.id).collect();
    assert_eq!(seen, [ours]);
    assert!(stage.shopper_report(&of_cb, ours).await.is_ok());
    // A council's people, and what is out of reach: as what is not there.
    let chair = Grant::of_council(Role::Chair, "CB".parse().unwrap());
    let chair = Access::of_account(82, vec![chair], None);
    for (access, id) in [(&of_cb, 2), (&of_cb, 3), (&of_cb, 99), (&chair, ours)] {
        let nothing = ["no_such_report"];
        assert_eq!(refused(stage.shopper_report(access, id).await), nothing);
        assert_eq!(refused(stage.take_report_up(access, id, 1).await), nothing);
        assert_eq!(
            refused(stage.merge_report(access, id, 1, ours).await),
            nothing
        );
        let said = ("Lý do", "");
        assert_eq!(
            refused(stage.dismiss_report(access, id, 1, said).await),
            nothing
        );
        assert_eq!(refused(stage.look_at_contact(access, id).await), nothing);
        assert_eq!(refused(stage.erase_contact(access, id).await), nothing);
        assert_eq!(refused(stage.report_for_case(access, id).await), nothing);
        assert_eq!(
            refused(stage.shopper_report_history(access, id).await),
            nothing
        );
    }
    // Nor can one in reach be merged with one that is not.
    let merged = stage.merge_report(&of_cb, ours, 1, 2).await;
    assert_eq!(refused(merged), ["not_an_original"]);
}

on_both_engines!(
    a_report_is_taken_up_dismissed_and_taken_up_again,
    a_duplicate_goes_the_way_of_its_original,
    a_case_takes_its_reports_with_it,
    a_list_is_paged_and_filtered,
    who_reaches_one_council_sees_its_reports_alone
);
