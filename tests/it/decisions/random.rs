//! Whatever people do, in whatever order: no certificate without an approval by another person
//! of exactly its content, and a mandate for its stars.

use std::collections::{HashMap, HashSet};

use ocop::office::{Access, NewLine, PreparationView, Seen};
use ocop::scheme::number::CertificateNumber;
use proptest::prelude::{Strategy, prop};
use proptest::test_runner::{Config, TestRunner};
use sha2::{Digest, Sha256};

use super::desk::{Desk, decision};
use crate::support::{Engine, signer};

/// Who does what to which of the decisions: numbers that are taken modulo what there is.
type Step = (usize, usize, usize, bool);

fn steps() -> impl Strategy<Value = Vec<Step>> {
    prop::collection::vec(
        (
            0..5_usize,
            0..9_usize,
            0..3_usize,
            prop::bool::weighted(0.8),
        ),
        8..50,
    )
}

fn line(number: usize) -> NewLine {
    let stars = if number.is_multiple_of(3) { "3" } else { "4" };
    let score = if stars == "3" { "10" } else { "34.50" };
    HashMap::from([
        ("product", format!("Sản phẩm {number}")),
        ("producer", "Hợp tác xã".to_owned()),
        ("producer_kind", "cooperative".to_owned()),
        ("address", "Xã Thành Công".to_owned()),
        ("set_no", "6".to_owned()),
        ("score_a", score.to_owned()),
        ("score_b", "20.75".to_owned()),
        ("score_c", "28.25".to_owned()),
        ("stars", stars.to_owned()),
    ])
}

/// What was approved by whom, kept beside the program.
#[derive(Default)]
struct Notes {
    hands: HashMap<i64, HashSet<i64>>,
    /// By preparation: the form that was approved last, and by whom.
    approved: HashMap<i64, (Vec<u8>, i64)>,
    known: HashSet<CertificateNumber>,
}

async fn walk(desk: &Desk, steps: &[Step]) {
    let office = &desk.office;
    let people = [
        &desk.secretary,
        &desk.colleague,
        &desk.chair,
        &desk.both,
        &desk.foreign,
    ];
    let mut notes = Notes::default();
    let mut ids: Vec<i64> = Vec::new();
    for (count, (who, what, which, fresh)) in steps.iter().enumerate() {
        let who: &Access = people[who % people.len()];
        let by = who.account().unwrap();
        let mut view: Option<PreparationView> = None;
        if !ids.is_empty() {
            let id = ids[which % ids.len()];
            view = Some(desk.view(id).await);
        }
        let Some(view) = view.filter(|_| *what > 0) else {
            let new = decision(&format!("{}/QĐ-UBND", 100 + ids.len() % 2));
            if let Ok(begun) = office.prepare_decision(who, None, new).await {
                notes.hands.entry(begun.id).or_default().insert(by);
                ids.push(begun.id);
            }
            continue;
        };
        let version = view.version - i64::from(!fresh);
        let seen = Seen {
            id: view.id,
            version,
        };
        let changed = match what {
            1 | 2 => office.add_line(who, None, seen, line(count % 7)).await,
            3 => office.remove_lines(who, None, seen, Some(vec![1])).await,
            4 => office.submit_decision(who, None, seen).await,
            5 => {
                let form = office
                    .decision_form(&desk.secretary, view.id)
                    .await
                    .unwrap();
                let approved = office.approve_decision(who, None, seen, &view.digest).await;
                if approved.is_ok() {
                    notes.approved.insert(view.id, (form, by));
                }
                continue;
            }
            6 => office.abandon_decision(who, None, seen).await,
            _ => {
                let released = office
                    .release_decision(view.id, signer("CB"), |_, _| {})
                    .await;
                check(desk, &mut notes, view.id, released.is_ok()).await;
                continue;
            }
        };
        if changed.is_ok() {
            notes.hands.entry(view.id).or_default().insert(by);
        }
    }
}

/// After a release, or an attempt at one.
async fn check(desk: &Desk, notes: &mut Notes, id: i64, released: bool) {
    let all = ocop::register::Filter {
        limit: 10_000,
        ..Default::default()
    };
    let certificates = desk.office.register().certificates(&all).await.unwrap();
    let new: Vec<_> = certificates
        .iter()
        .filter(|certificate| !notes.known.contains(&certificate.number))
        .collect();
    assert!(
        released || new.is_empty(),
        "a refused release sealed something"
    );
    let Some((form, by)) = notes.approved.get(&id) else {
        assert!(new.is_empty(), "nobody approved");
        return;
    };
    if !released {
        return;
    }
    assert!(
        !notes.hands[&id].contains(by),
        "who had a hand in it approved it"
    );
    let view = desk.view(id).await;
    let digest: String = Sha256::digest(form)
        .iter()
        .map(|b| format!("{b:02x}"))
        .collect();
    assert_eq!(
        view.digest, digest,
        "what was released is what was approved"
    );
    let council = desk
        .office
        .held()
        .trust
        .council(view.council)
        .cloned()
        .unwrap();
    let form = String::from_utf8(form.clone()).unwrap();
    for certificate in &new {
        let stars = certificate.stars.get();
        let row = format!("{},{},", certificate.product, certificate.producer);
        let row = form.lines().find(|line| line.starts_with(&row)).unwrap();
        assert_eq!(
            row.split(',').nth(8),
            Some(stars.to_string().as_str()),
            "{row}"
        );
        let mut mandates = council.mandates.iter();
        assert!(mandates.any(|one| one.covers(certificate.stars, certificate.issued_on)));
    }
    notes
        .known
        .extend(certificates.iter().map(|one| one.number));
}

#[test]
fn no_sequence_of_acts_ends_in_a_certificate_without_two_people_and_a_mandate() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let mut runner = TestRunner::new(Config {
        cases: 24,
        failure_persistence: None,
        ..Config::default()
    });
    let released = std::cell::Cell::new(0);
    let outcome = runner.run(&steps(), |steps| {
        runtime.block_on(async {
            let desk = Desk::on(Engine::Sqlite).await;
            walk(&desk, &steps).await;
            // The way that is meant, after whatever was done.
            let approved = desk.approved(2).await;
            desk.release(approved.id).await.unwrap();
            released.set(released.get() + desk.certificates().await);
        });
        Ok(())
    });
    outcome.unwrap();
    assert!(released.get() >= 48);
}
