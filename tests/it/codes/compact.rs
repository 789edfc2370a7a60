//! Sealing compact codes: once, of what is in force, by the key of the day.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot set its desk fails there"
)]

use chrono::TimeDelta;
use ocop::office::{CompactWanted, Error, Reach, Which, Withdrawal};
use ocop::scheme::check::{Check, Outcome};
use ocop::scheme::code_kind::CodeKind;
use ocop::scheme::ground::Ground;
use ocop::scheme::log::replay::Replay;
use ocop::scheme::qr_text::QrText;
use ocop::scheme::token::Token;
use sha2::{Digest, Sha256};

use super::{compact, named, number};
use crate::support::{Engine, Office, day, list_of, now, on_both_engines, signer};

on_both_engines!(
    a_compact_code_is_sealed_once_and_is_genuine,
    each_kind_of_code_has_its_text,
    nothing_that_is_not_in_force_gets_a_compact_code,
    two_who_seal_at_once_seal_one,
    the_key_of_another_council_seals_nothing,
);

fn withdrawal(index: u32) -> Withdrawal {
    Withdrawal {
        which: Which::Numbers(vec![number(index).to_string()]),
        decision: "900/QĐ-UBND".to_owned(),
        decided_on: day("2026-08-09"),
        ground: Ground::FoodSafety,
        within: Reach::All,
        actor: ocop::office::Actor::Program,
    }
}

async fn a_compact_code_is_sealed_once_and_is_genuine(engine: Engine) {
    let office = Office::on(engine).await;
    office.issue_list(list_of(3)).await.unwrap();
    // Verified by a service whose lists are from before.
    let before = office.again(now()).await;
    let days_later = office.again(now() + TimeDelta::days(3)).await;
    let sealed = compact(&days_later, &named(&[0, 2, 0])).await.unwrap();
    assert_eq!(sealed[0].sealed, [number(0), number(2)]);
    let full = office.code_text(number(0), CodeKind::Full).await.unwrap();
    let code = office.code_text(number(0), CodeKind::Compact).await;
    let code = code.unwrap();
    assert!(
        code.len() + 100 < full.len(),
        "{} {}",
        code.len(),
        full.len()
    );

    let QrText::Token { bytes, .. } = QrText::read(&code) else {
        panic!("no token: {code}");
    };
    let QrText::Token { bytes: whole, .. } = QrText::read(&full) else {
        panic!("no token: {full}");
    };
    let (compact_claims, claims) = (
        Token::from_bytes(&bytes).unwrap().claims,
        Token::from_bytes(&whole).unwrap().claims,
    );
    assert_eq!(compact_claims.names, None);
    assert_eq!(compact_claims.sealed_at, now() + TimeDelta::days(3));
    let same = |claims: ocop::scheme::token::Claims| {
        (
            claims.index,
            claims.stars,
            claims.issued_on,
            claims.valid_through,
        )
    };
    assert_eq!(same(compact_claims), same(claims));

    let examined = days_later.verify(&code, None);
    assert_eq!(examined.verdict.kind.name(), "genuine");
    assert_eq!(examined.verdict.outcome(Check::Register), Outcome::Pass);
    assert!(examined.lacks_names() && examined.decision.is_some());
    let completed = days_later.examine(&code, None).await.unwrap();
    let certificate = completed.verdict.certificate.unwrap();
    assert_eq!(certificate.product.as_deref(), Some("Sản phẩm số 1"));
    // Who has older lists does not know it, and does not say that it was never issued.
    let unknown = before.verify(&code, None);
    assert_eq!(unknown.verdict.outcome(Check::Register), Outcome::Unknown);
    let again = office.again(now() + TimeDelta::days(4)).await;
    assert_eq!(again.verify(&code, None).verdict.kind.name(), "genuine");

    let size = office.register().size().await.unwrap();
    let done = compact(&again, &named(&[0, 2])).await.unwrap();
    assert_eq!((done[0].sealed.len(), done[0].already_sealed), (0, 2));
    assert_eq!(office.register().size().await.unwrap(), size);
    let told = office
        .book
        .texts("select subject from events where kind = 'certificate_compacted'")
        .await;
    assert_eq!(told, [number(0).to_string(), number(2).to_string()]);
    // Whoever has only the log knows whose the code is.
    let mut replay = Replay::default();
    for leaf in office.register().leaves(0, 1_000).await.unwrap() {
        replay.take(&leaf).unwrap();
    }
    let known = replay.certificates[&number(0)].compact.unwrap();
    assert_eq!(known[..], Sha256::digest(&bytes)[..]);
    assert_eq!(replay.certificates[&number(1)].compact, None);
    assert!(office.audit().await.unwrap().is_ok());
}

async fn each_kind_of_code_has_its_text(engine: Engine) {
    let office = Office::on(engine).await;
    let issued = office.issue_list(list_of(2)).await.unwrap();
    let text = async |index, kind| office.code_text(number(index), kind).await;
    let url = issued.certificates[1].certificate.url.clone().unwrap();
    assert_eq!(text(1, CodeKind::Full).await.unwrap(), url);
    let short = text(1, CodeKind::Short).await.unwrap();
    assert!(short.ends_with(&format!("/c/{}", number(1))), "{short}");
    assert_eq!(
        office.code_token(number(1), CodeKind::Short).await.unwrap(),
        None
    );
    let refused = text(1, CodeKind::Compact).await.unwrap_err();
    assert_eq!(refused.code(), "no_compact_code");
    let command = format!("ocop compact {}", number(1));
    assert!(refused.words().vi.contains(&command) && refused.words().en.contains(&command));
    for kind in CodeKind::ALL {
        assert_eq!(text(7, kind).await.unwrap_err().code(), "no_such_number");
    }
}

async fn nothing_that_is_not_in_force_gets_a_compact_code(engine: Engine) {
    let office = Office::on(engine).await;
    office.issue_list(list_of(5)).await.unwrap();
    office.revoke(&withdrawal(0)).await.unwrap();
    office.suspend(&withdrawal(1)).await.unwrap();
    office
        .supersede(&number(2).to_string(), &number(3).to_string())
        .await
        .unwrap();
    let size = office.register().size().await.unwrap();
    match compact(&office, &named(&[0, 1, 2, 3])).await {
        Err(Error::Refused(refusals)) => {
            let codes: Vec<&str> = refusals.iter().map(|refusal| refusal.code).collect();
            assert_eq!(codes, ["not_in_force"; 3]);
            assert!(refusals[0].message.en.contains(&number(0).to_string()));
        }
        other => panic!("{other:?}"),
    }
    assert_eq!(
        office.register().size().await.unwrap(),
        size,
        "nothing at all"
    );

    let decision = CompactWanted::These(Which::AllOf {
        decision: "852/QĐ-UBND".to_owned(),
        council: None,
        year: None,
    });
    let of_decision = compact(&office, &decision).await.unwrap();
    assert_eq!(of_decision[0].sealed, [number(3), number(4)]);
    assert_eq!(of_decision[0].left_out, 3);
    let all = CompactWanted::AllOf("CB".parse().unwrap());
    let all = compact(&office, &all).await.unwrap();
    assert_eq!((all[0].sealed.len(), all[0].already_sealed), (0, 2));
    let unknown = CompactWanted::AllOf("XX".parse().unwrap());
    let unknown = compact(&office, &unknown).await.unwrap_err();
    assert_eq!(unknown.code(), "no_such_council");

    // One that ends afterwards keeps its code, which says so.
    office.revoke(&withdrawal(4)).await.unwrap();
    let code = office.code_text(number(4), CodeKind::Compact).await;
    let verdict = office.verify(&code.unwrap(), None).verdict;
    assert_eq!(verdict.kind.name(), "revoked");
    // And one that ended long ago gets none.
    let late = office.again(now() + TimeDelta::days(1_200)).await;
    match late.compact_due(&named(&[3])).await {
        Ok(due) => assert_eq!(due[0].count(), 0, "it has its code"),
        Err(error) => panic!("{error}"),
    }
}

async fn two_who_seal_at_once_seal_one(engine: Engine) {
    let office = Office::on(engine).await;
    office.issue_list(list_of(3)).await.unwrap();
    let other = office.again(now()).await;
    let one = office.compact_due(&named(&[0, 1])).await.unwrap().remove(0);
    let two = other.compact_due(&named(&[1, 2])).await.unwrap().remove(0);
    let three = other.compact_due(&named(&[2])).await.unwrap().remove(0);
    office.compact(one, signer("CB"), |_, _| {}).await.unwrap();
    let late = other.compact(two, signer("CB"), |_, _| {}).await;
    assert_eq!(late.unwrap_err().code(), "compacting_contended");
    // What is revoked between the looking and the sealing gets none either.
    office.revoke(&withdrawal(2)).await.unwrap();
    let withdrawn = other.compact(three, signer("CB"), |_, _| {}).await;
    assert_eq!(withdrawn.unwrap_err().code(), "compacting_contended");
    let told = office
        .book
        .texts("select subject from events where kind = 'certificate_compacted'")
        .await;
    assert_eq!(told, [number(0).to_string(), number(1).to_string()]);
    assert!(office.audit().await.unwrap().is_ok());
}

async fn the_key_of_another_council_seals_nothing(engine: Engine) {
    let office = Office::on(engine).await;
    office.issue_list(list_of(1)).await.unwrap();
    let due = office.compact_due(&named(&[0])).await.unwrap().remove(0);
    let refused = office.compact(due, signer("TW"), |_, _| {}).await;
    assert_eq!(refused.unwrap_err().code(), "no_key");
    let due = office.compact_due(&named(&[0])).await.unwrap().remove(0);
    let late = office.again(now() + TimeDelta::days(400)).await;
    let refused = late.compact(due, signer("CB"), |_, _| {}).await;
    assert_eq!(refused.unwrap_err().code(), "no_key", "past its last day");
}
