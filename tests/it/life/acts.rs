//! Acts: what they change, what they show, and that they change all or nothing.

use ocop::http;
use ocop::office::{Error, Lifting, Refusal, Which};
use ocop::scheme::ground::Ground;
use serde_json::json;

use super::office::{Life, NEWER, OLDER, day};

fn page(life: &Life, certificate: usize, query: &str) -> String {
    let visitor = http::Visitor::of(Some(query), &axum::http::HeaderMap::new());
    let examined = life.verify(certificate);
    http::verdict_page(&examined, life.office.config(), &visitor, false).expect("a page")
}

pub fn refusals<T: std::fmt::Debug>(outcome: Result<T, Error>) -> Vec<Refusal> {
    match outcome {
        Err(Error::Refused(refusals)) => refusals,
        other => panic!("not refused: {other:?}"),
    }
}

pub fn codes(refusals: &[Refusal]) -> Vec<&'static str> {
    refusals.iter().map(|refusal| refusal.code).collect()
}

#[tokio::test]
async fn a_revoked_certificate_says_by_which_decision_and_why() {
    let life = Life::open().await;
    assert_eq!(life.verdict(0), "genuine");
    let changed = life.office.revoke(&life.withdrawal(&[0])).await.unwrap();
    assert_eq!(changed.changed.len(), 1);
    assert_eq!(life.verdict(0), "revoked");
    assert_eq!(life.verdict(1), "genuine");
    let vi = page(&life, 0, "lang=vi");
    for said in [
        "THU HỒI",
        "Vi phạm an toàn thực phẩm",
        "900/QĐ-UBND",
        "09/08/2026",
    ] {
        assert!(vi.contains(said), "{said}: {vi}");
    }
    assert!(page(&life, 0, "lang=en").contains("Food-safety violation"));
    let facts = life.verify(0).status.unwrap();
    assert_eq!(
        serde_json::to_value(&*facts).unwrap(),
        json!({ "status": "revoked", "ground": "food-safety",
                "ground_words": { "vi": "Vi phạm an toàn thực phẩm", "en": "Food-safety violation" },
                "decision": { "number": "900/QĐ-UBND", "decided_on": "2026-08-09" },
                "replaced_by": null, "changed_at": "2026-08-10T05:00:00Z" })
    );
}

#[tokio::test]
async fn the_same_act_again_changes_nothing_and_says_so() {
    let life = Life::open().await;
    life.office.revoke(&life.withdrawal(&[0, 1])).await.unwrap();
    let size = life.office.register().size().await.unwrap();
    // In the meantime it is another day, and one number more is on the list, one twice.
    life.at("2026-08-11T05:00:00Z").await;
    let again = life
        .office
        .revoke(&life.withdrawal(&[0, 1, 0]))
        .await
        .unwrap();
    assert!(again.changed.is_empty());
    assert_eq!(again.unchanged.len(), 2);
    assert_eq!(life.office.register().size().await.unwrap(), size);
    let more = life
        .office
        .revoke(&life.withdrawal(&[0, 1, 2]))
        .await
        .unwrap();
    assert_eq!((more.changed.len(), more.unchanged.len()), (1, 2));
}

#[tokio::test]
async fn a_list_with_faults_changes_nothing_and_every_fault_is_named() {
    let life = Life::open().await;
    let mut act = life.withdrawal(&[0]);
    let Which::Numbers(numbers) = &mut act.which else {
        panic!("numbers");
    };
    numbers.extend([
        "CB-1-0".into(),
        "rubbish".into(),
        crate::door::number_never_issued(),
    ]);
    act.decision = "no number".to_owned();
    act.decided_on = day("2026-08-11");
    let found = refusals(life.office.revoke(&act).await);
    assert_eq!(
        codes(&found),
        [
            "not_a_decision_number",
            "in_the_future",
            "mistyped_number",
            "not_a_number",
            "no_such_number"
        ]
    );
    assert_eq!(life.verdict(0), "genuine");
    let mut early = life.withdrawal(&[0, 1]);
    early.decided_on = day("2026-08-04");
    let found = refusals(life.office.suspend(&early).await);
    assert_eq!(codes(&found), ["decided_too_early"; 2]);
    assert_eq!(life.verdict(1), "genuine");
}

#[tokio::test]
async fn a_decision_is_revoked_whole() {
    let life = Life::open().await;
    let all_of = |decision: &str, year| Which::AllOf {
        decision: decision.to_owned(),
        council: Some("CB".parse().unwrap()),
        year,
    };
    let mut act = life.withdrawal(&[]);
    act.which = all_of("852/QĐ-UBND", Some(2026));
    let changed = life.office.revoke(&act).await.unwrap();
    assert_eq!(changed.changed.len(), 3);
    let verdicts: Vec<_> = (0..4).map(|i| life.verdict(i)).collect();
    assert_eq!(verdicts, ["revoked", "revoked", "revoked", "genuine"]);
    act.which = all_of("852/QĐ-UBND", Some(2025));
    assert_eq!(
        codes(&refusals(life.office.revoke(&act).await)),
        ["no_such_decision"]
    );
}

#[tokio::test]
async fn what_is_suspended_is_in_force_again_once_that_is_lifted() {
    let life = Life::open().await;
    life.office.suspend(&life.withdrawal(&[0])).await.unwrap();
    assert_eq!(life.verdict(0), "suspended");
    assert!(page(&life, 0, "lang=vi").contains("900/QĐ-UBND"));
    let mut lifting = Lifting {
        which: life.withdrawal(&[0]).which,
        within: ocop::office::Reach::All,
        actor: ocop::office::Actor::Program,
        decision: "950/QĐ-UBND".to_owned(),
        decided_on: day("2026-08-08"),
    };
    let early = refusals(life.office.lift(&lifting).await);
    assert_eq!(codes(&early), ["decided_too_early"]);
    lifting.decided_on = day("2026-08-10");
    assert_eq!(life.office.lift(&lifting).await.unwrap().changed.len(), 1);
    assert_eq!(life.verdict(0), "genuine");
    assert!(life.verify(0).status.is_none());
    let again = life.office.lift(&lifting).await.unwrap();
    assert_eq!((again.changed.len(), again.unchanged.len()), (0, 1));
    lifting.which = life.withdrawal(&[1]).which;
    let never = refusals(life.office.lift(&lifting).await);
    assert_eq!(codes(&never), ["not_suspended"]);
    // A suspended one can be suspended anew, and revoked.
    life.office.suspend(&life.withdrawal(&[0])).await.unwrap();
    life.office.revoke(&life.withdrawal(&[0])).await.unwrap();
    assert_eq!(life.verdict(0), "revoked");
}

#[tokio::test]
async fn a_superseded_certificate_and_its_successor_link_to_each_other() {
    let life = Life::open().await;
    let (old, new) = (&life.numbers[OLDER], &life.numbers[NEWER]);
    let changed = life.office.supersede(old, new).await.unwrap();
    assert!(changed.warnings.is_empty(), "{:?}", changed.warnings);
    assert_eq!(life.verdict(OLDER), "superseded");
    assert_eq!(life.verdict(NEWER), "genuine");
    let older = page(&life, OLDER, "lang=en");
    assert!(
        older.contains(&format!("href=\"/c/{new}?lang=en\"")),
        "{older}"
    );
    let newer = page(&life, NEWER, "lang=vi");
    assert!(
        newer.contains(&format!("href=\"/c/{old}?lang=vi\"")),
        "{newer}"
    );
    assert_eq!(life.verify(NEWER).replaces[0].to_string(), *old);
    let again = life.office.supersede(old, new).await.unwrap();
    assert_eq!((again.changed.len(), again.unchanged.len()), (0, 1));
    let other = refusals(life.office.supersede(old, &life.numbers[1]).await);
    assert_eq!(codes(&other), ["already_superseded"]);
    let back = refusals(life.office.supersede(new, old).await);
    assert_eq!(codes(&back), ["newer_not_in_force"]);
}

#[tokio::test]
async fn a_replacement_that_cannot_be_meant_is_refused_or_warned_of() {
    let life = Life::open().await;
    let number = |i: usize| life.numbers[i].as_str();
    let itself = refusals(life.office.supersede(number(0), number(0)).await);
    assert_eq!(codes(&itself), ["supersedes_itself"]);
    let never = crate::door::number_never_issued();
    let neither = refusals(life.office.supersede("rubbish", &never).await);
    assert_eq!(codes(&neither), ["not_a_number", "no_such_number"]);
    let other = life
        .office
        .supersede(number(2), number(NEWER))
        .await
        .unwrap();
    assert_eq!(codes(&other.warnings), ["other_producer"]);
    life.office
        .revoke(&life.withdrawal(&[NEWER]))
        .await
        .unwrap();
    let dead = refusals(life.office.supersede(number(0), number(NEWER)).await);
    assert_eq!(codes(&dead), ["newer_not_in_force"]);
}

#[tokio::test]
async fn two_who_revoke_at_once_do_it_once() {
    let life = Life::open().await;
    let replica = life.replica().await;
    let act = life.withdrawal(&[0, 1, 2]);
    let size = life.office.register().size().await.unwrap();
    let (one, other) = tokio::join!(life.office.revoke(&act), replica.office.revoke(&act));
    let (one, other) = (one.unwrap(), other.unwrap());
    assert_eq!(one.changed.len() + other.changed.len(), 3);
    assert_eq!(life.office.register().size().await.unwrap(), size + 3);
}

#[tokio::test]
async fn another_replica_knows_after_its_next_refresh() {
    let life = Life::open().await;
    let replica = life.replica().await;
    life.office.revoke(&life.withdrawal(&[1])).await.unwrap();
    assert_eq!(replica.verdict(1), "genuine");
    replica.office.refresh().await.unwrap();
    assert_eq!(replica.verdict(1), "revoked");
    assert_eq!(
        replica.verify(1).status.unwrap().ground,
        Some(Ground::FoodSafety)
    );
    // One that is opened afterwards reads it from the book.
    assert_eq!(life.replica().await.verdict(1), "revoked");
}
