//! The programme's own keys on the trust list: one purpose each, and the rules of every key.

use ocop::scheme::judge::judge;
use ocop::scheme::status::StatusList;
use ocop::scheme::status_list::Claims;
use ocop::scheme::trust::{
    CouncilKey, Draft, KeyState, ProgrammeKey, ProgrammePurpose, TrustList, changes,
};
use ocop::scheme::verdict::Kind;
use ocop::scheme::words::Text;

use ed25519_dalek::Signer;

use super::programme::{
    AT, FRESH, claims, code, council, council_key, day, instant, key, public, seal, status_list,
    trust,
};

const SEALING: u8 = 1;
const LISTING: u8 = 2;
const LOGGING: u8 = 3;
const PACKING: u8 = 4;

fn own(purpose: ProgrammePurpose, seed: u8) -> ProgrammeKey {
    let key = council_key(&key(seed));
    ProgrammeKey { purpose, key }
}

/// A council with both of its keys, and these keys of the programme.
fn list(keys: Vec<ProgrammeKey>) -> TrustList {
    let mut council = council("CB", vec![council_key(&key(SEALING))]);
    council.status_keys = vec![council_key(&key(LISTING))];
    trust(vec![council]).with_programme_keys(keys)
}

fn both() -> Vec<ProgrammeKey> {
    vec![
        own(ProgrammePurpose::Log, LOGGING),
        own(ProgrammePurpose::Pack, PACKING),
    ]
}

/// The next version of a list.
fn next(list: TrustList) -> TrustList {
    let mut json = list.to_json();
    json["version"] = (list.version() + 1).into();
    TrustList::from_json(json).expect("the same form")
}

#[test]
fn they_are_read_as_they_were_written_and_a_list_without_them_is_what_it_was() {
    let with = list(both());
    let root = key(9);
    let signature = root.sign(&with.to_be_signed(&public(&root))).to_bytes();
    let sealed = with.sealed(&public(&root), signature);
    let read = TrustList::from_sealed(&sealed, &public(&root)).expect("sound");
    assert_eq!(read.programme_keys(), both());
    assert_eq!(read.to_json(), with.to_json());
    assert_eq!(with.to_json()["programme_keys"][1]["purpose"], "pack");
    let draft = Draft {
        programme: Text::new("Chương trình", "Programme"),
        root: public(&root),
        list: with,
    };
    let carried = Draft::from_json(draft.to_json().as_bytes()).expect("sound");
    assert_eq!(carried.list.programme_keys(), both());
    let without = list(Vec::new()).to_json();
    assert!(without.get("programme_keys").is_none());
    let mut other = draft.list.to_json();
    other["programme_keys"][0]["purpose"] = "certificate".into();
    assert!(TrustList::from_json(other).is_err(), "no such purpose");
}

#[test]
fn no_key_serves_two_purposes_and_the_rules_of_keys_hold() {
    assert!(list(both()).check_for_publication().is_ok());
    let refused = |keys| {
        let refused = list(keys).check_for_publication();
        refused.expect_err("refused").code()
    };
    for taken in [SEALING, LISTING] {
        assert_eq!(
            refused(vec![own(ProgrammePurpose::Pack, taken)]),
            "kid_twice"
        );
    }
    let twice = vec![
        own(ProgrammePurpose::Log, PACKING),
        own(ProgrammePurpose::Pack, PACKING),
    ];
    assert_eq!(refused(twice), "kid_twice");
    let with = |change: fn(&mut CouncilKey)| {
        let mut own = own(ProgrammePurpose::Log, LOGGING);
        change(&mut own.key);
        vec![own]
    };
    let reversed = with(|key| key.seals_until = day("2025-12-31"));
    assert_eq!(refused(reversed), "key_period_reversed");
    let undated = with(|key| key.state = KeyState::Compromised);
    assert_eq!(refused(undated), "compromise_undated");
    let renamed = with(|other| other.kid = public(&key(8)).id());
    assert_eq!(refused(renamed), "kid_not_of_key");
}

#[test]
fn what_was_said_of_a_status_key_or_a_programme_key_is_not_unsaid() {
    let refused = |after: TrustList| {
        let checked = next(after).check_after(&list(both()));
        checked.err().map(|refused| refused.code())
    };
    assert_eq!(refused(list(both())), None);
    assert_eq!(refused(list(both()[..1].to_vec())), Some("key_dropped"));
    let swapped = vec![both()[0].clone(), own(ProgrammePurpose::Log, PACKING)];
    assert_eq!(refused(list(swapped)), Some("key_dropped"));
    let mut longer = both();
    longer[1].key.seals_until = day("2027-12-31");
    assert_eq!(refused(list(longer)), Some("key_rewritten"));
    let mut retired = both();
    retired[1].key.state = KeyState::Retired;
    assert_eq!(refused(list(retired.clone())), None);
    let again = next(list(both())).check_after(&list(retired));
    assert_eq!(again.unwrap_err().code(), "key_rewritten");
    // A later key may begin before it is published: what it signs is fetched with the list.
    let mut more = both();
    more.push(own(ProgrammePurpose::Pack, 7));
    assert_eq!(refused(list(more)), None);
    // The same for status keys.
    let edit = |edit: fn(&mut ocop::scheme::trust::Council)| {
        let mut council = (**list(both()).councils().first().expect("one")).clone();
        edit(&mut council);
        refused(trust(vec![council]).with_programme_keys(both()))
    };
    assert_eq!(
        edit(|council| council.status_keys.clear()),
        Some("key_dropped")
    );
    assert_eq!(
        edit(|council| council.status_keys[0].seals_from = day("2026-02-01")),
        Some("key_rewritten")
    );
    assert_eq!(
        edit(|council| council.status_keys[0].state = KeyState::Retired),
        None
    );
}

#[test]
fn every_change_of_them_is_said_in_words() {
    let mut now = both();
    now[0].key.state = KeyState::Compromised;
    now[0].key.compromised_on = Some(day("2026-05-01"));
    now[1] = own(ProgrammePurpose::Pack, 7);
    let told = changes(&list(both()), &list(now));
    let codes: Vec<&str> = told.iter().map(|change| change.code).collect();
    assert_eq!(codes, ["key_changed", "key_added", "key_dropped"]);
    assert!(told[0].message.vi.contains("nhật ký công khai"));
    assert!(told[0].message.en.contains("compromised since 01/05/2026"));
    assert!(told[1].message.vi.contains("gói ngoại tuyến"));
    assert!(told[1].message.en.contains("the offline pack"));
    let told = changes(&trust(Vec::new()), &list(Vec::new()));
    let last = told.last().expect("the status key");
    assert_eq!(last.code, "key_added");
    assert!(last.message.en.contains("for status lists of CB"));
    assert!(changes(&list(both()), &next(list(both()))).is_empty());
}

#[test]
fn what_a_programme_key_signs_is_no_certificate_and_no_status_list() {
    let list = list(both());
    let council = list.councils().first().expect("one");
    for seed in [LOGGING, PACKING] {
        let token = code(&seal(claims(), &key(seed)));
        let verdict = judge(&token, &list, None, None, instant(AT), None);
        assert_eq!(verdict.kind, Kind::UnknownIssuer);
        let said = Claims::new(council.status_list.clone(), &status_list(FRESH, None));
        let kid = public(&key(seed)).id();
        let signature = key(seed).sign(&said.cwt_to_be_signed(kid)).to_bytes();
        let cwt = said.to_cwt(kid, &signature);
        let refused = StatusList::from_cwt(&cwt, council).expect_err("another purpose");
        assert_eq!(refused.code(), "status_list_unknown_key");
    }
}
