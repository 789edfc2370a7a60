//! Which status may follow which.

use ocop::office::Lifting;
use ocop::scheme::ground::Ground;
use ocop::scheme::status::Status;

use super::acts::{codes, refusals};
use super::office::{Life, day};

#[test]
fn revoked_and_superseded_are_final() {
    use Status::{Revoked, Superseded, Suspended, Valid};
    let all = [Valid, Revoked, Suspended, Superseded];
    let legal: Vec<(Status, Status)> = all
        .into_iter()
        .flat_map(|from| all.map(|to| (from, to)))
        .filter(|(from, to)| from.may_become(*to))
        .collect();
    assert_eq!(
        legal,
        [
            (Valid, Revoked),
            (Valid, Suspended),
            (Valid, Superseded),
            (Suspended, Valid),
            (Suspended, Revoked),
            (Suspended, Superseded)
        ]
    );
}

#[tokio::test]
async fn nothing_more_becomes_of_a_revoked_certificate() {
    let life = Life::open().await;
    let act = life.withdrawal(&[0]);
    life.office.revoke(&act).await.unwrap();
    let mut other = act.clone();
    other.ground = Ground::Process;
    assert_eq!(
        codes(&refusals(life.office.revoke(&other).await)),
        ["already_revoked"]
    );
    assert_eq!(
        codes(&refusals(life.office.suspend(&act).await)),
        ["already_revoked"]
    );
    let lifting = Lifting {
        which: act.which,
        within: ocop::office::Reach::All,
        actor: ocop::office::Actor::Program,
        decision: "950/QĐ-UBND".to_owned(),
        decided_on: day("2026-08-10"),
    };
    assert_eq!(
        codes(&refusals(life.office.lift(&lifting).await)),
        ["already_revoked"]
    );
    let superseded = life.office.supersede(&life.numbers[0], &life.numbers[3]);
    assert_eq!(codes(&refusals(superseded.await)), ["already_revoked"]);
    assert_eq!(life.verdict(0), "revoked");
}

#[test]
fn every_ground_has_its_name_and_the_words_of_the_list() {
    let words = include_str!("../../../assets/data/words.csv");
    for ground in Ground::ALL {
        assert_eq!(ground.name().parse(), Ok(ground));
        let row = words
            .lines()
            .find(|line| line.starts_with(&format!("ground.{ground},")))
            .unwrap();
        let said = ground.words();
        assert!(row.contains(&*said.vi) && row.ends_with(&*said.en), "{row}");
    }
    assert!("Food-Safety".parse::<Ground>().is_err());
}
