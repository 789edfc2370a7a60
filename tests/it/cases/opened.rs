//! A case is opened with what it stands on, and the councils concerned are told.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot set its market fails there"
)]

use ocop::office::{CaseRefused, Error, Role, TypedCase, TypedEvidence};
use ocop::scheme::case::CaseState;

use super::stage::{Market, of_codes, of_entries, typed};
use crate::support::{Engine, on_both_engines};

on_both_engines!(
    a_check_becomes_a_case_with_its_additions_judged_again_and_proved,
    everything_that_is_wrong_with_a_new_case_is_said_at_once,
    a_code_and_a_number_are_evidence_too_and_the_place_is_kept_only_if_wanted,
    the_issuer_sees_the_case_and_another_council_does_not,
    evidence_is_added_and_struck_but_never_taken_out,
);

async fn a_check_becomes_a_case_with_its_additions_judged_again_and_proved(engine: Engine) {
    let market = Market::on(engine).await;
    let case = market.case().await;
    assert_eq!(case.reference, "VV-2026-000001");
    assert_eq!((case.state, case.version), (CaseState::Open, 1));
    assert_eq!(case.number.unwrap().to_string(), market.numbers[0]);
    assert_eq!(case.product.as_deref(), Some("Chè Shan tuyết"));
    assert_eq!(case.position, None);
    let kinds: Vec<&str> = case
        .evidence
        .iter()
        .map(|held| held.kind.as_str())
        .collect();
    assert_eq!(kinds, ["entry", "note", "photograph"]);
    let check = &case.evidence[0];
    assert_eq!(check.verdict.as_deref(), Some("mismatch"));
    let judged = check.judged.as_ref().unwrap();
    assert_eq!(judged["verdict"], "mismatch", "{judged}");
    assert_eq!(judged["as_of"]["judged_at"], "2026-08-10T03:00:00Z");
    let version = market.office.held().trust.version();
    assert_eq!(judged["as_of"]["trust_list_version"], version);
    assert_eq!(judged["checks"]["register"], "pass");
    let entry = check.entry.as_ref().unwrap();
    assert_eq!((entry.counter, entry.device.len()), (1, 22));
    assert!(entry.text.contains("\"stars_on_package\":5"));
    // The log's tiles are made by the service; none was, so there was no checkpoint to prove by.
    assert_eq!(case.history.len(), 1);
    assert_eq!(case.history[0].act, "opened");
    let told: Vec<_> = case
        .told
        .iter()
        .map(|told| told.council.to_string())
        .collect();
    assert_eq!(told, ["CB"]);
    assert_eq!(case.told[0].because, "issuer");
    assert!(case.check.len() > 30, "{}", case.check);
    let second = market
        .office
        .open_case(&market.access, &typed(), &of_codes(&[&market.codes[2]]))
        .await
        .unwrap();
    assert_eq!(second.reference, "VV-2026-000002");
    assert_ne!(second.check, case.check);
}

async fn everything_that_is_wrong_with_a_new_case_is_said_at_once(engine: Engine) {
    let market = Market::on(engine).await;
    let wrong = TypedCase {
        kind: "theft".to_owned(),
        statement: " ".to_owned(),
        province: "VN-04@1".to_owned(),
        ..typed()
    };
    let wanted = TypedEvidence {
        entries: vec![77],
        codes: vec!["CB-77777-X".to_owned(), "a\u{7}b".to_owned()],
        ..TypedEvidence::default()
    };
    let refused = market.office.open_case(&market.access, &wrong, &wanted);
    let Err(Error::Refused(refusals)) = refused.await else {
        panic!("it was opened");
    };
    let codes: Vec<&str> = refusals.iter().map(|refusal| refusal.code).collect();
    assert_eq!(
        codes,
        [
            "not_a_case_kind",
            "empty",
            "not_a_province",
            "no_such_entry",
            "no_such_number",
            "not_a_code"
        ]
    );
    let nothing = TypedEvidence::default();
    let nothing = market.open(&nothing);
    let Err(Error::Refused(refusals)) = nothing.await else {
        panic!("it was opened");
    };
    assert_eq!(refusals[0].code, "no_evidence");
    // Somebody else's entry is not there.
    market.journal().await;
    let grant = ocop::office::Grant::of_programme(Role::Inspector);
    let other = market.office.account(&[grant]).await;
    let other = ocop::office::Access::of_account(other, vec![grant], None);
    let (case, own) = (typed(), of_entries(&[1]));
    let foreign = market.office.open_case(&other, &case, &own);
    let Err(Error::Refused(refusals)) = foreign.await else {
        panic!("it was opened");
    };
    assert_eq!(refusals[0].code, "no_such_entry");
}

async fn a_code_and_a_number_are_evidence_too_and_the_place_is_kept_only_if_wanted(engine: Engine) {
    let market = Market::on(engine).await;
    let wanted = of_codes(&["https://shop.example/1", &market.numbers[2]]);
    let case = market.open(&wanted).await.unwrap();
    assert_eq!(case.evidence[0].kind, "code");
    assert_eq!(case.evidence[0].verdict.as_deref(), Some("not_ocop"));
    assert_eq!(case.evidence[0].number, None);
    assert_eq!(case.evidence[1].kind, "number");
    assert_eq!(case.evidence[1].verdict.as_deref(), Some("genuine"));
    assert_eq!(case.number.unwrap().to_string(), market.numbers[2]);
    let entry = market.journal().await;
    let wanted = TypedEvidence {
        with_position: true,
        ..of_entries(&[entry])
    };
    let placed = market.open(&wanted).await.unwrap();
    assert_eq!(placed.position.as_deref(), Some("22.66000,106.25000"));
}

async fn the_issuer_sees_the_case_and_another_council_does_not(engine: Engine) {
    let market = Market::on(engine).await;
    let case = market.case().await;
    let office = &market.office;
    let own = market.officer(&market.secretary, Role::Secretary, "CB");
    let foreign = market.officer(&market.central, Role::Chair, "TW");
    assert_eq!(office.case(&own, case.id).await.unwrap().id, case.id);
    let refused = office.case(&foreign, case.id).await.unwrap_err();
    assert_eq!(refused.code(), "no_such_case");
    let waits = |access| async move {
        let lists = office.work_lists(access).await.unwrap();
        let list = lists
            .into_iter()
            .find(|list| list.page == "/desk/cases?unseen=1");
        list.unwrap().count
    };
    assert_eq!(waits(&own).await, 1);
    assert_eq!(waits(&foreign).await, 0);
    let seen = office.acknowledge_case(&own, case.id).await.unwrap();
    assert_eq!(
        seen.told[0].seen_by.as_ref().unwrap().id,
        market.secretary.account
    );
    assert_eq!(waits(&own).await, 0);
    let again = office.acknowledge_case(&own, case.id).await.unwrap_err();
    assert_eq!(again.code(), "nothing_to_acknowledge");
    let inspector = office.acknowledge_case(&market.access, case.id).await;
    assert_eq!(inspector.unwrap_err().code(), "nothing_to_acknowledge");
    // A code of the central council tells it too.
    let added = office
        .add_to_case(&market.access, (case.id, 1), &of_codes(&[&market.codes[2]]))
        .await
        .unwrap();
    assert_eq!(added.told.len(), 2);
    assert_eq!(office.case(&foreign, case.id).await.unwrap().version, 2);
}

async fn evidence_is_added_and_struck_but_never_taken_out(engine: Engine) {
    let market = Market::on(engine).await;
    let case = market.case().await;
    let office = &market.office;
    let by = &market.access;
    // What it holds already is not added again.
    let again = office
        .add_to_case(by, (case.id, 1), &of_entries(&[1]))
        .await;
    assert_eq!(again.unwrap_err().code(), "refused");
    let struck = office
        .strike_from_case(by, (case.id, 1), 2, "Ghi chú của chuyến khác.")
        .await
        .unwrap();
    assert_eq!(struck.evidence.len(), 3);
    let reason = struck.evidence[1].struck.as_ref().unwrap();
    assert_eq!(reason.reason, "Ghi chú của chuyến khác.");
    let twice = office.strike_from_case(by, (case.id, 2), 2, "x").await;
    assert!(matches!(
        twice,
        Err(Error::Case(CaseRefused::NoSuchEvidence(2)))
    ));
    let stale = office.strike_from_case(by, (case.id, 1), 1, "x").await;
    let Err(Error::Stale(stale)) = stale else {
        panic!("it was struck");
    };
    assert_eq!(stale.now, 2);
    assert_eq!(stale.changes[0].act, "case_evidence_struck");
    let photograph = super::stage::jpeg();
    let added = office
        .add_photograph_to_case(by, (case.id, 2), (photograph, false), "Mặt trước")
        .await
        .unwrap();
    let last = added.evidence.last().unwrap();
    assert_eq!(last.kind, "photograph");
    let stored = office.case_photograph(by, case.id, last.place, true).await;
    assert!(stored.unwrap().is_small);
}
