//! A code that was checked before: what its seal proved is at hand, and nothing else of it.

use ocop::office::{Actor, Office, Reach, Which, Withdrawal};
use ocop::scheme::check::{Check, Outcome};
use ocop::scheme::ground::Ground;
use ocop::scheme::stars::Stars;
use ocop::scheme::verdict::Kind;

use super::programme::{BEGIN, Programme, codes, day};

fn kind(office: &Office, code: &str) -> Kind {
    // Three times: the second keeps the proof, the third finds it.
    for _ in 0..2 {
        office.verify(code, None);
    }
    office.verify(code, None).verdict.kind
}

#[tokio::test]
async fn what_was_proven_before_is_judged_by_what_is_so_now() {
    let programme = Programme::with_council().await;
    let office = &programme.office;
    let issued = programme
        .issue("CB", "1/QĐ-UBND", "2026-08-05", 2)
        .await
        .unwrap();
    let codes = codes(&issued);
    assert_eq!(kind(office, &codes[0]), Kind::Genuine);

    // The clock.
    for (at, expected) in [
        ("2029-08-05T16:59:59Z", Kind::Genuine),
        ("2029-08-05T17:00:00Z", Kind::Expired),
    ] {
        programme.clock.set(at);
        assert_eq!(kind(office, &codes[0]), expected, "{at}");
    }
    programme.clock.set(BEGIN);

    // The package.
    let claimed = office.verify(&codes[0], Stars::new(5).ok());
    assert_eq!(claimed.verdict.kind, Kind::Mismatch);
    assert_eq!(kind(office, &codes[0]), Kind::Genuine);

    // The seal: one digit more or less is another token.
    let forged = format!("{}{}", &codes[0][..codes[0].len() - 1], '0');
    assert_ne!(kind(office, &forged), Kind::Genuine);

    // The status.
    let withdrawal = Withdrawal {
        which: Which::Numbers(vec![issued.certificates[1].certificate.number.to_string()]),
        decision: "900/QĐ-UBND".to_owned(),
        decided_on: day("2026-08-05"),
        ground: Ground::FoodSafety,
        within: Reach::All,
        actor: Actor::Program,
    };
    assert_eq!(kind(office, &codes[1]), Kind::Genuine);
    office.revoke(&withdrawal).await.unwrap();
    office.refresh().await.unwrap();
    assert_eq!(kind(office, &codes[1]), Kind::Revoked);
    assert_eq!(kind(office, &codes[0]), Kind::Genuine);

    // The key: what another trust list says of it.
    let issuer = |code: &str| office.verify(code, None).verdict.outcome(Check::Issuer);
    assert_eq!(issuer(&codes[0]), Outcome::Pass);
    let kid = programme.sealing("CB").await.unwrap();
    office.compromise_key(kid, day("2026-08-05")).await.unwrap();
    programme.publish().await.unwrap();
    office.refresh().await.unwrap();
    assert_eq!(issuer(&codes[0]), Outcome::Warn);
}
