//! What the root key does not sign, and what no holder takes in place of what it has.

use chrono::TimeDelta;
use ocop::scheme::trust::{Council, CouncilKey, KeyState, TrustList, changes};

use super::programme::{council, council_key, day, instant, key, trust};

fn refused(councils: Vec<Council>) -> &'static str {
    let refused = trust(councils)
        .check_for_publication()
        .expect_err("refused");
    let words = refused.words();
    assert!(
        words.vi.ends_with('.') && words.en.ends_with('.'),
        "{words:?}"
    );
    refused.code()
}

fn succeeded(code: &str, by: &str) -> Council {
    Council {
        successor: Some(by.parse().expect("a code")),
        ..council(code, vec![])
    }
}

fn with(change: impl Fn(&mut CouncilKey)) -> Vec<Council> {
    let mut key = council_key(&key(1));
    change(&mut key);
    vec![council("CB", vec![key])]
}

/// The list that follows [`trust`] with these councils, on its day of 2026-08-01.
fn next(councils: Vec<Council>) -> TrustList {
    let (issued_at, expires_at) = ("2026-08-01T00:00:00Z", "2026-11-01T00:00:00Z");
    let councils = trust(councils).councils().to_vec();
    TrustList::new(8, instant(issued_at), instant(expires_at), councils)
}

fn refused_after(before: Vec<Council>, after: Vec<Council>) -> Option<&'static str> {
    let checked = next(after).check_after(&trust(before));
    checked.err().map(|refused| refused.code())
}

#[test]
fn a_list_that_contradicts_itself_is_not_published() {
    assert_eq!(refused(vec![succeeded("CB", "TN")]), "no_such_successor");
    assert_eq!(refused(vec![succeeded("CB", "CB")]), "succession_cycle");
    let circle = |last| {
        vec![
            council("TN", vec![]),
            succeeded("HQ", "CB"),
            succeeded("CB", "VB"),
            succeeded("VB", last),
        ]
    };
    assert_eq!(refused(circle("CB")), "succession_cycle");
    assert!(trust(circle("TN")).check_for_publication().is_ok());
    for unit in ["", "VN-99@2", "VN-04", "VN-04@3", "Cao Bằng"] {
        let mut nowhere = council("CB", vec![]);
        nowhere.unit = unit.to_owned();
        assert_eq!(refused(vec![nowhere]), "no_such_unit", "{unit}");
    }
    let reversed = with(|key| key.seals_until = day("2025-12-31"));
    assert_eq!(refused(reversed), "key_period_reversed");
    let one_day = with(|key| key.seals_until = key.seals_from);
    assert!(trust(one_day).check_for_publication().is_ok());
    let undated = with(|key| key.state = KeyState::Compromised);
    assert_eq!(refused(undated), "compromise_undated");
    let dated = with(|key| key.compromised_on = Some(day("2026-05-01")));
    assert_eq!(refused(dated), "compromise_undated");
    let (at, no_time) = (instant("2026-08-01T00:00:00Z"), Vec::new());
    let over = TrustList::new(1, at, at, no_time).check_for_publication();
    assert_eq!(over.unwrap_err().code(), "trust_list_expired");
}

#[test]
fn the_last_successor_is_found_and_a_circle_ends() {
    let list = trust(vec![
        succeeded("HQ", "CB"),
        succeeded("CB", "VB"),
        council("VB", vec![]),
        succeeded("XA", "XB"),
        succeeded("XB", "XA"),
        succeeded("XC", "ZZ"),
    ]);
    let successor = |code: &str| {
        let council = list
            .council(code.parse().expect("a code"))
            .expect("on the list");
        list.successor_of(council).map(|last| last.code.to_string())
    };
    assert_eq!(successor("HQ").unwrap(), "VB");
    assert_eq!(successor("CB").unwrap(), "VB");
    assert_eq!(successor("VB"), None);
    assert!(successor("XA").is_some());
    assert_eq!(successor("XC"), None);
}

#[test]
fn a_holder_takes_a_newer_list_and_no_older_one() {
    let held = trust(vec![council("CB", vec![])]);
    let newer = next(vec![]);
    assert!(newer.replaces(&held).unwrap());
    assert!(!held.replaces(&held.clone()).unwrap());
    assert_eq!(
        held.replaces(&newer).unwrap_err().code(),
        "trust_list_older"
    );
    let same_version = trust(vec![]);
    assert_eq!(
        same_version.replaces(&held).unwrap_err().code(),
        "trust_list_repeated"
    );
    // A holder that slept takes any newer one; the publisher leaves none out.
    let (issued_at, expires_at) = (newer.issued_at(), newer.expires_at());
    let much_newer = TrustList::new(40, issued_at, expires_at, vec![]);
    assert!(much_newer.replaces(&held).unwrap());
    assert_eq!(
        much_newer.check_after(&newer).unwrap_err().code(),
        "trust_list_gap"
    );
    assert_eq!(
        newer.check_after(&newer).unwrap_err().code(),
        "trust_list_older"
    );
    assert_eq!(
        trust(vec![]).check_after(&newer).unwrap_err().code(),
        "trust_list_older"
    );
    let before = TrustList::new(9, issued_at - TimeDelta::seconds(1), expires_at, vec![]);
    assert_eq!(
        before.check_after(&newer).unwrap_err().code(),
        "clock_behind"
    );
}

#[test]
fn nothing_that_verifiers_were_told_is_unsaid() {
    let one = || vec![council("CB", vec![council_key(&key(1))])];
    assert_eq!(refused_after(one(), one()), None);
    assert_eq!(refused_after(one(), vec![]), Some("council_dropped"));
    let empty = vec![council("CB", vec![])];
    assert_eq!(refused_after(one(), empty.clone()), Some("key_dropped"));
    let elsewhere = vec![
        council("CB", vec![]),
        council("TN", vec![council_key(&key(1))]),
    ];
    assert_eq!(refused_after(one(), elsewhere), Some("key_dropped"));
    let longer = with(|key| key.seals_until = day("2027-12-31"));
    assert_eq!(refused_after(one(), longer), Some("key_rewritten"));
    let state = |state: KeyState| with(move |key| key.state = state);
    let order = [KeyState::Active, KeyState::Retired, KeyState::Compromised];
    for (was, before) in order.into_iter().enumerate() {
        for (is, after) in order.into_iter().enumerate() {
            let expected = (is < was).then_some("key_rewritten");
            assert_eq!(
                refused_after(state(before), state(after)),
                expected,
                "{before:?} {after:?}"
            );
        }
    }
    // A council's first keys may be older than the list; its next may not.
    assert_eq!(refused_after(empty, one()), None);
    let mut second = council_key(&key(2));
    for (from, expected) in [
        ("2026-07-31", Some("key_published_late")),
        ("2026-08-01", None),
    ] {
        second.seals_from = day(from);
        let two = vec![council("CB", vec![council_key(&key(1)), second.clone()])];
        assert_eq!(refused_after(one(), two), expected, "{from}");
    }
}

#[test]
fn every_difference_of_two_lists_is_said_in_words() {
    let before = trust(vec![council(
        "CB",
        vec![council_key(&key(1)), council_key(&key(2))],
    )]);
    let mut council_now = council("CB", vec![council_key(&key(3))]);
    council_now.name.vi = "Hội đồng khác".into();
    council_now.unit = "VN-19@2".to_owned();
    council_now.successor = Some("TN".parse().expect("a code"));
    council_now.mandates.pop();
    let mut changed = council_key(&key(1));
    changed.state = KeyState::Compromised;
    changed.compromised_on = Some(day("2026-05-01"));
    council_now.keys.push(changed);
    let after = next(vec![council_now, council("TN", vec![])]);
    let told: Vec<&str> = changes(&before, &after)
        .iter()
        .map(|change| change.code)
        .collect();
    assert_eq!(
        told,
        [
            "council_renamed",
            "council_succeeded",
            "mandate_ended",
            "key_added",
            "key_changed",
            "key_dropped",
            "field_changed",
            "council_added",
            "mandate_given",
            "mandate_given",
            "mandate_given",
        ]
    );
    let words = changes(&before, &after);
    let told = &words[4].message;
    assert!(told.vi.contains("bị lộ từ 01/05/2026"), "{}", told.vi);
    assert!(
        told.en.contains("compromised since 01/05/2026"),
        "{}",
        told.en
    );
    assert!(words[6].message.en.contains("unit"));
    assert_eq!(
        changes(&after, &before).last().unwrap().code,
        "council_dropped"
    );
    // Version and instants are not content.
    assert!(
        changes(
            &before,
            &next(vec![council(
                "CB",
                vec![council_key(&key(1)), council_key(&key(2))]
            )])
        )
        .is_empty()
    );
}
