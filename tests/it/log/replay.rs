//! The book replayed from its leaves: it says what the register says, and takes no leaf that
//! cannot follow those before it.

use ocop::office::{Lifting, NewCouncil, NewKey, Succession, Which, Withdrawal};
use ocop::scheme::council::{Level, Mandate};
use ocop::scheme::ground::Ground;
use ocop::scheme::log::Leaf;
use ocop::scheme::log::replay::{KeyUse, Replay};
use ocop::scheme::number::CertificateNumber;
use ocop::scheme::status::Status;
use ocop::scheme::trust::KeyState;
use ocop::scheme::words::Text;
use sha2::{Digest, Sha256};

use crate::codes::{compact, named};
use crate::support::{Engine, Office, day, fresh, list_of, on_both_engines, passphrase};

on_both_engines!(
    a_replay_knows_what_the_register_knows,
    a_leaf_that_cannot_follow_is_named,
);

async fn leaves(office: &Office) -> Vec<Leaf> {
    office.register().leaves(0, 1_000).await.expect("leaves")
}

fn replayed(leaves: &[Leaf]) -> Replay {
    let mut replay = Replay::default();
    for leaf in leaves {
        replay.take(leaf).expect("a book of ours");
    }
    replay
}

/// A book in which everything happened that can happen: five certificates, of which two have
/// compact codes, the first
/// is in force, the second was suspended and lifted, the third is suspended, the fourth revoked
/// and the fifth superseded by the first.
async fn eventful(engine: Engine) -> Office {
    let office = Office::on(engine).await;
    let issued = office.issue_list(list_of(5)).await.expect("issued");
    compact(&office, &named(&[0, 3])).await.expect("sealed");
    let number = |place: usize| issued.certificates[place].certificate.number.to_string();
    let withdrawal = |places: &[usize]| Withdrawal {
        which: Which::Numbers(places.iter().map(|&place| number(place)).collect()),
        decision: "900/QĐ-UBND".to_owned(),
        decided_on: day("2026-08-09"),
        ground: Ground::FoodSafety,
        within: ocop::office::Reach::All,
        actor: ocop::office::Actor::Program,
    };
    office.suspend(&withdrawal(&[1, 2])).await.expect("done");
    let lifting = Lifting {
        which: Which::Numbers(vec![number(1)]),
        decision: "950/QĐ-UBND".to_owned(),
        decided_on: day("2026-08-10"),
        within: ocop::office::Reach::All,
        actor: ocop::office::Actor::Program,
    };
    office.lift(&lifting).await.expect("done");
    office.revoke(&withdrawal(&[3])).await.expect("done");
    office
        .supersede(&number(4), &number(0))
        .await
        .expect("done");
    let code = "HN".parse().expect("a code");
    let new = NewCouncil {
        code,
        unit: "VN-01@2".to_owned(),
        level: Level::Province,
        name: Text::new("Hội đồng khác", "Another council"),
    };
    office.add_council(new).await.expect("added");
    let new = NewKey {
        council: code,
        seals_from: None,
        seals_until: None,
    };
    let key = office.generate_status_key(new, fresh("HN status"), passphrase());
    let key = key.await.expect("a key");
    office.retire_key(key.kid).await.expect("retired");
    let on = day("2026-08-08");
    office.compromise_key(key.kid, on).await.expect("known");
    let succession = Succession {
        council: code,
        by: "CB".parse().expect("a code"),
        last_day: None,
    };
    office.succeed_council(succession).await.expect("succeeded");
    office
        .publish_trust_list(passphrase())
        .await
        .expect("published");
    office
}

async fn a_replay_knows_what_the_register_knows(engine: Engine) {
    let office = eventful(engine).await;
    let register = office.register();
    let replay = replayed(&leaves(&office).await);
    assert_eq!(
        replay.size,
        u64::try_from(register.size().await.expect("the register answers"))
            .expect("the register answers")
    );

    let programme = register
        .programme()
        .await
        .expect("the register answers")
        .expect("it is there");
    let replayed = replay.programme.as_ref().expect("the register answers");
    assert_eq!(replayed.name, programme.name);
    assert_eq!(replayed.root_key, programme.root_key);
    assert_eq!(replayed.created_at, programme.created_at);

    let councils = register.councils().await.expect("the register answers");
    assert_eq!(councils.len(), replay.councils.len());
    for council in councils {
        let known = &replay.councils[&council.code];
        assert_eq!(known.unit, council.unit);
        assert_eq!((known.level, &known.name), (council.level, &council.name));
        assert_eq!(known.successor, council.successor);
        let mut mandates = known.mandates.clone();
        // The register sorts by the first day; what begins on one day has no order.
        let order = |mandate: &Mandate| (mandate.from, mandate.stars.clone());
        mandates.sort_by_key(order);
        let mut register = council.mandates.clone();
        register.sort_by_key(order);
        assert_eq!(mandates, register, "{}", council.code);
        assert!(known.issued <= council.next_index);
    }

    let mut keys = Vec::new();
    for record in register.keys().await.expect("the register answers") {
        keys.push((KeyUse::Certificates(record.council), record.key));
    }
    for record in register.status_keys().await.expect("the register answers") {
        keys.push((KeyUse::StatusLists(record.council), record.key));
    }
    assert_eq!(keys.len(), replay.keys.len());
    for (of, key) in keys {
        let known = &replay.keys[&key.kid];
        assert_eq!((known.of, &known.key), (of, &key));
    }
    let compromised = replay.keys.values();
    let mut compromised = compromised.filter(|known| known.key.state == KeyState::Compromised);
    let day_of_compromise = compromised
        .next()
        .expect("the register answers")
        .key
        .compromised_on;
    assert_eq!(day_of_compromise, Some(day("2026-08-08")));

    let newest = register
        .newest_trust_list()
        .await
        .expect("the register answers")
        .expect("it is there");
    let last = replay.trust_lists.last().expect("the register answers");
    assert_eq!(
        (last.version, last.issued_at),
        (newest.version, newest.issued_at)
    );
    assert_eq!(last.expires_at, newest.expires_at);
    assert_eq!(last.sha256[..], Sha256::digest(&newest.sealed)[..]);

    let decisions = register
        .decisions_since(0)
        .await
        .expect("the register answers");
    assert_eq!(decisions.len(), replay.decisions.len());
    for decision in decisions {
        let known = &replay.decisions[&u64::try_from(decision.id).expect("the register answers")];
        assert_eq!(
            (&known.number, &known.authority),
            (&decision.number, &decision.authority)
        );
        assert_eq!(known.council, decision.council);
        assert_eq!(known.decided_on, decision.decided_on);
    }

    let all = register
        .sealed_since(0)
        .await
        .expect("the register answers");
    assert_eq!(all.len(), replay.certificates.len());
    for sealed in all {
        let known = &replay.certificates[&sealed.number];
        let standing = register.standing(sealed.number).await.expect("it answers");
        assert_eq!(Some(known.status), standing.map(|standing| standing.status));
        assert_eq!(known.token[..8], sealed.digest.0);
        assert_eq!(
            known.decision,
            u64::try_from(sealed.decision).expect("the register answers")
        );
    }
    let changes = register
        .status_changes_since(0)
        .await
        .expect("the register answers");
    assert_eq!(changes.len(), replay.status_changes.len());
    for (known, change) in replay.status_changes.iter().zip(changes) {
        assert_eq!((known.number, known.status), (change.number, change.status));
        assert_eq!(
            (known.ground, &known.decision),
            (change.ground, &change.decision)
        );
        assert_eq!(known.replaced_by, change.replaced_by);
        assert_eq!(known.changed_at, change.changed_at);
    }
    let superseded = replay.status_changes.last().expect("the register answers");
    assert_eq!(superseded.status, Status::Superseded);
}

/// A text in which question marks stand for the check characters of certificate numbers.
fn with_checks(text: &str) -> String {
    let mut text = text.to_owned();
    for (council, index) in [("CB", 0), ("CB", 1), ("CB", 3), ("CB", 4), ("TW", 0)] {
        let council = council.parse().expect("a code");
        let number = CertificateNumber { council, index };
        text = text.replace(&format!("{council}-{index}-?"), &number.to_string());
    }
    text
}

async fn a_leaf_that_cannot_follow_is_named(engine: Engine) {
    let office = eventful(engine).await;
    let leaves = leaves(&office).await;
    let at = |kind: &str| {
        let place = leaves.iter().position(|leaf| leaf.kind == kind);
        place.unwrap_or_else(|| panic!("no {kind}"))
    };
    // Each leaf a second time, in the next place.
    for (place, leaf) in leaves.iter().enumerate() {
        let mut replay = replayed(&leaves[..=place]);
        let position = replay.size;
        let again = Leaf {
            position,
            ..leaf.clone()
        };
        let unfit = replay.take(&again).expect_err("twice");
        assert_eq!(
            (unfit.position, unfit.kind.as_str()),
            (position, leaf.kind.as_str())
        );
        assert_eq!(replay.size, position, "nothing was taken");
    }
    // A word of a leaf is another.
    for (kind, was, is, code) in [
        (
            "council_added",
            "council_added",
            "council_removed",
            "entry_kind_unknown",
        ),
        ("council_added", "Z", ".5Z", "entry_malformed"),
        (
            "council_added",
            "\"level\":",
            "\"level\": ",
            "entry_malformed",
        ),
        (
            "council_added",
            "{\"level\"",
            "{\"hidden\":1,\"level\"",
            "entry_malformed",
        ),
        (
            "key_added",
            "\"purpose\":\"certificate\"",
            "\"purpose\":\"anything\"",
            "entry_impossible",
        ),
        (
            "key_added",
            "\"council\":\"CB\"",
            "\"council\":\"XX\"",
            "entry_unfounded",
        ),
        (
            "key_compromised",
            "\"2026-08-08\"",
            "null",
            "entry_impossible",
        ),
        (
            "key_retired",
            "\"council\":\"HN\"",
            "\"council\":\"CB\"",
            "entry_impossible",
        ),
        (
            "council_succeeded",
            "\"by\":\"CB\"",
            "\"by\":\"XX\"",
            "entry_unfounded",
        ),
        (
            "trust_list_published",
            "\"version\":1",
            "\"version\":2",
            "entry_malformed",
        ),
        (
            "certificate_issued",
            "\"decision\":",
            "\"decision\":9",
            "entry_unfounded",
        ),
        (
            "certificate_issued",
            "\"token\":\"",
            "\"token\":\"A",
            "entry_malformed",
        ),
        ("certificate_issued", "CB-0-?", "CB-0-?9", "entry_malformed"),
        ("certificate_issued", "CB-0-?", "cb-0-8", "entry_malformed"),
        ("certificate_issued", "CB-0-?", "TW-0-?", "entry_impossible"),
        (
            "certificate_compacted",
            "CB-0-?",
            "TW-0-?",
            "entry_unfounded",
        ),
        (
            "certificate_revoked",
            "\"food-safety\"",
            "null",
            "entry_impossible",
        ),
        (
            "certificate_revoked",
            "\"food-safety\"",
            "\"taste\"",
            "entry_impossible",
        ),
        (
            "certificate_revoked",
            "\"2026-08-09\"",
            "null",
            "entry_impossible",
        ),
        (
            "certificate_suspended",
            "CB-1-?",
            "CB-99999-F",
            "entry_unfounded",
        ),
        ("suspension_lifted", "CB-1-?", "CB-0-?", "entry_impossible"),
        (
            "certificate_superseded",
            "\"CB-0-?\"",
            "\"CB-3-?\"",
            "entry_impossible",
        ),
        (
            "certificate_superseded",
            "\"CB-0-?\"",
            "\"CB-4-?\"",
            "entry_impossible",
        ),
        (
            "certificate_superseded",
            "\"CB-0-?\"",
            "null",
            "entry_impossible",
        ),
    ] {
        let place = at(kind);
        let leaf = &leaves[place];
        let (was, is) = (&with_checks(was), &with_checks(is));
        let changed = Leaf {
            position: leaf.position,
            happened_at: leaf.happened_at.replacen(was, is, 1),
            kind: leaf.kind.replacen(was, is, 1),
            subject: leaf.subject.replacen(was, is, 1),
            body: leaf.body.replacen(was, is, 1),
        };
        assert_ne!(&changed, leaf, "{kind}: nothing says {was}");
        let unfit = replayed(&leaves[..place]).take(&changed);
        let unfit = unfit.expect_err(&format!("{kind}: {was} -> {is}"));
        assert_eq!(
            (unfit.position, unfit.code()),
            (leaf.position, code),
            "{was} -> {is}: {unfit}"
        );
        assert!(
            unfit
                .words()
                .en
                .contains(&format!("Entry {}", leaf.position))
        );
    }
    // One left out: what comes next is not where it says to be.
    let mut replay = replayed(&leaves[..3]);
    let unfit = replay.take(&leaves[4]).expect_err("a gap");
    assert_eq!((unfit.position, unfit.code()), (3, "entry_misplaced"));
}
