//! A case goes on by its moves, with a result where it ends.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot set its market fails there"
)]

use ocop::office::{Error, TypedEvidence, TypedShopperReport, TypedStep};
use ocop::register::TrailFilter;
use ocop::scheme::case::{CaseMove, CaseResult, CaseState};
use ocop::scheme::shopper_report::ReportState;

use super::stage::{Market, of_codes, typed};
use crate::support::{Engine, on_both_engines};

on_both_engines!(
    a_case_is_begun_referred_taken_up_again_and_closed,
    a_case_is_assigned_to_an_inspector_whose_desk_lists_it,
    what_shoppers_were_told_is_corrected_by_taking_the_case_up_again,
    of_two_who_change_the_same_version_one_is_told_what_the_other_did,
);

fn said(outcome: &str, result: &str) -> TypedStep {
    TypedStep {
        outcome: outcome.to_owned(),
        result: result.to_owned(),
        ..TypedStep::default()
    }
}

async fn a_case_is_begun_referred_taken_up_again_and_closed(engine: Engine) {
    let market = Market::on(engine).await;
    let case = market.case().await;
    let go = |seen, step, written: TypedStep| {
        let (office, access) = (&market.office, &market.access);
        async move {
            office
                .move_case(access, (case.id, seen), step, &written)
                .await
        }
    };
    let begun = go(1, CaseMove::Begin, said("", "")).await.unwrap();
    assert_eq!(begun.state, CaseState::Investigating);
    let silent = go(2, CaseMove::Refer, said(" ", "")).await;
    let Err(Error::Refused(refusals)) = silent else {
        panic!("it was referred");
    };
    assert_eq!(refusals[0].column, Some("outcome"));
    let referred = go(
        2,
        CaseMove::Refer,
        said("Chuyển Đội quản lý thị trường số 1.", ""),
    );
    let referred = referred.await.unwrap();
    assert_eq!(referred.result, Some(CaseResult::Referred));
    let begun = go(3, CaseMove::Begin, said("", "")).await;
    assert_eq!(begun.unwrap_err().code(), "case_state");
    let reopened = go(3, CaseMove::Reopen, said("Cần xác minh thêm.", "")).await;
    let reopened = reopened.unwrap();
    assert_eq!(reopened.state, CaseState::Investigating);
    assert_eq!((reopened.result, reopened.outcome), (None, None));
    let unsaid = go(4, CaseMove::Close, said("Đã xử phạt.", "referred")).await;
    assert_eq!(unsaid.unwrap_err().code(), "refused");
    let closing = TypedStep {
        decision: "15/QĐ-XPHC".to_owned(),
        ..said("Đã xử phạt.", "found")
    };
    let closed = go(4, CaseMove::Close, closing).await.unwrap();
    assert_eq!((closed.state, closed.version), (CaseState::Closed, 5));
    assert_eq!(closed.decision.as_deref(), Some("15/QĐ-XPHC"));
    let acts: Vec<&str> = closed
        .history
        .iter()
        .map(|made| made.act.as_str())
        .collect();
    assert_eq!(acts, ["opened", "begin", "refer", "reopen", "close"]);
    assert_eq!(
        closed.history[3].note.as_deref(),
        Some("Cần xác minh thêm.")
    );
    // What is closed takes nothing more.
    let (office, access) = (&market.office, &market.access);
    let more = of_codes(&[&market.codes[1]]);
    let more = office.add_to_case(access, (case.id, 5), &more).await;
    assert_eq!(more.unwrap_err().code(), "case_state");
    let changed = office.change_case(access, (case.id, 5), &typed()).await;
    assert_eq!(changed.unwrap_err().code(), "case_state");
    let filter = TrailFilter {
        subject: Some(format!("case {}", case.id)),
        limit: 100,
        ..TrailFilter::default()
    };
    let lines = office.trail(&filter).await.unwrap();
    let acts: Vec<&str> = lines.iter().rev().map(|line| line.act.as_str()).collect();
    let expected = [
        "case_opened",
        "case_begun",
        "case_referred",
        "case_reopened",
        "case_closed",
    ];
    assert_eq!(acts, expected);
    for line in &lines {
        assert_ne!(line.words.vi, line.act, "an act without words");
    }
}

async fn a_case_is_assigned_to_an_inspector_whose_desk_lists_it(engine: Engine) {
    let market = Market::on(engine).await;
    let case = market.case().await;
    let (office, access) = (&market.office, &market.access);
    let nobody = office
        .assign_case(access, (case.id, 1), market.secretary.account)
        .await;
    assert_eq!(nobody.unwrap_err().code(), "no_such_inspector");
    let me = market.inspector.account;
    let assigned = office.assign_case(access, (case.id, 1), me).await.unwrap();
    assert_eq!(assigned.assignee.unwrap().id, me);
    let lists = office.work_lists(access).await.unwrap();
    let own = lists.iter().find(|list| list.page == "/desk/cases?mine=1");
    assert_eq!(own.unwrap().count, 1);
}

async fn what_shoppers_were_told_is_corrected_by_taking_the_case_up_again(engine: Engine) {
    let market = Market::on(engine).await;
    let (office, access) = (&market.office, &market.access);
    let report = TypedShopperReport {
        code: market.codes[0].clone(),
        reason: "more_stars".to_owned(),
        description: "Bao bì in 5 sao.".to_owned(),
        ..TypedShopperReport::default()
    };
    let number = office.report_suspicion(&report, Vec::new()).await.unwrap();
    let number = number.to_string();
    let wanted = TypedEvidence {
        report: Some(1),
        ..TypedEvidence::default()
    };
    let case = market.open(&wanted).await.unwrap();
    let answered = |answer: &str| TypedStep {
        public_answer: answer.to_owned(),
        ..said("Đã kiểm tra nơi bán.", "not_found")
    };
    let told = || async {
        let state = office.public_report_state(&number).await.unwrap();
        (state.state, state.answer)
    };
    let go = async |seen: i64, step: CaseMove, written: TypedStep| {
        let moving = office.move_case(access, (case.id, seen), step, &written);
        moving.await.unwrap()
    };
    go(1, CaseMove::Begin, said("", "")).await;
    go(2, CaseMove::Close, answered("Bao bì đúng.")).await;
    let first = (ReportState::Closed, Some("Bao bì đúng.".to_owned()));
    assert_eq!(told().await, first);
    go(3, CaseMove::Reopen, said("Đã nhầm bao bì.", "")).await;
    assert_eq!(told().await, (ReportState::CaseOpened, None));
    go(4, CaseMove::Close, answered("Bao bì in sai số sao.")).await;
    let second = Some("Bao bì in sai số sao.".to_owned());
    assert_eq!(told().await, (ReportState::Closed, second));
}

async fn of_two_who_change_the_same_version_one_is_told_what_the_other_did(engine: Engine) {
    let market = Market::on(engine).await;
    let case = market.case().await;
    let (office, access) = (&market.office, &market.access);
    let (facts, nothing) = (typed(), TypedStep::default());
    let first = office.change_case(access, (case.id, 1), &facts);
    let second = office.move_case(access, (case.id, 1), CaseMove::Begin, &nothing);
    let (first, second) = tokio::join!(first, second);
    let done = [first.is_ok(), second.is_ok()];
    assert_eq!(done.iter().filter(|done| **done).count(), 1, "{done:?}");
    let refused = first.err().or(second.err()).unwrap();
    let Error::Stale(stale) = refused else {
        panic!("{refused}");
    };
    assert_eq!((stale.given, stale.now, stale.changes.len()), (1, 2, 1));
}
