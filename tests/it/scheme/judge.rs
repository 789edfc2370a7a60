//! The judge beyond the vectors: clocks, key ids that collide, forms of codes, packages.

use chrono::{DateTime, TimeDelta, Utc};
use ocop::scheme::check::{Check, Detail, Outcome};
use ocop::scheme::judge::{judge, judge_past};
use ocop::scheme::seal::Alg;
use ocop::scheme::status::{RegisterData, Status, StatusLists};
use ocop::scheme::trust::KeyState;
use ocop::scheme::verdict::Kind;
use proptest::prelude::*;

use super::programme::{
    AT, FRESH, claims, code, council, council_key, day, detail, instant, judged, key, lists,
    one_council, public, register, seal, seal_as, stars, status_list, trust,
};

#[test]
fn a_clock_behind_the_signed_lists_is_not_believed() {
    let trust = one_council();
    let verdict = judged(&trust, None, "2026-07-31T23:59:59Z");
    assert_eq!(verdict.as_of.judged_at, trust.issued_at());
    // The status list is the later of the two.
    let status = lists(status_list(FRESH, None));
    let verdict = judged(&trust, Some(&status), "2001-01-01T00:00:00Z");
    assert_eq!(verdict.kind, Kind::Genuine);
    assert_eq!(verdict.as_of.judged_at, instant(FRESH));
    assert_eq!(verdict.outcome(Check::Dates), Outcome::Warn);
    assert_eq!(
        *detail(&verdict, Check::Dates),
        Detail::ClockBehind {
            at: instant("2001-01-01T00:00:00Z"),
            floor: instant(FRESH),
        }
    );
    // At the very instant the clock is believed.
    let verdict = judged(&trust, Some(&status), FRESH);
    assert_eq!(verdict.outcome(Check::Dates), Outcome::Pass);
}

#[test]
fn a_clock_set_back_does_not_make_an_expired_certificate_valid() {
    let status = lists(status_list("2029-08-06T00:00:00Z", None));
    let verdict = judged(&one_council(), Some(&status), AT);
    assert_eq!(verdict.kind, Kind::Expired);
    assert_eq!(
        *detail(&verdict, Check::Dates),
        Detail::Expired {
            valid_through: day("2029-08-05")
        }
    );
}

#[test]
fn an_expired_certificate_says_since_when() {
    let verdict = judged(&one_council(), None, "2029-08-05T17:00:00Z");
    assert_eq!(verdict.kind, Kind::Expired);
    assert!(verdict.reason().vi.contains("05/08/2029"));
    assert!(verdict.reason().en.contains("05/08/2029"));
    let verdict = judged(&one_council(), None, "2029-08-05T16:59:59Z");
    assert_eq!(verdict.kind, Kind::Genuine);
}

#[test]
fn a_retired_key_s_seal_stays_valid() {
    let mut retired = council_key(&key(1));
    retired.state = KeyState::Retired;
    let verdict = judged(&trust(vec![council("CB", vec![retired])]), None, AT);
    assert_eq!(verdict.kind, Kind::Genuine);
}

#[test]
fn of_two_keys_with_one_kid_the_one_that_verifies_counts() {
    let real = council_key(&key(1));
    let mut namesake = council_key(&key(2));
    namesake.kid = real.kid;
    let councils = [
        vec![council("CB", vec![namesake.clone(), real.clone()])],
        vec![council("CB", vec![real.clone(), namesake.clone()])],
        vec![
            council("TQ", vec![namesake.clone()]),
            council("CB", vec![real]),
        ],
    ];
    for councils in councils {
        let trust = trust(councils);
        assert_eq!(trust.keys(namesake.kid).count(), 2);
        let verdict = judged(&trust, None, AT);
        assert_eq!(verdict.kind, Kind::Genuine);
        assert_eq!(verdict.council.expect("a council").code.as_str(), "CB");
        let stranger = seal_as(claims(), Alg::Ed25519, namesake.kid, &key(3));
        let verdict = judge(&code(&stranger), &trust, None, None, instant(AT), None);
        assert_eq!(verdict.kind, Kind::Forged);
        assert!(verdict.certificate.is_none() && verdict.council.is_none());
    }
}

#[test]
fn a_key_seals_only_under_the_algorithm_that_its_entry_names() {
    let id = public(&key(1)).id();
    for (named, sealed, kind) in [
        (Alg::Ed25519, Alg::Ed25519, Kind::Genuine),
        (Alg::EdDsa, Alg::EdDsa, Kind::Genuine),
        (Alg::Ed25519, Alg::EdDsa, Kind::Forged),
        (Alg::EdDsa, Alg::Ed25519, Kind::Forged),
    ] {
        let mut entry = council_key(&key(1));
        entry.alg = named;
        let trust = trust(vec![council("CB", vec![entry])]);
        let token = seal_as(claims(), sealed, id, &key(1));
        let verdict = judge(&code(&token), &trust, None, None, instant(AT), None);
        assert_eq!(verdict.kind, kind, "{named:?} {sealed:?}");
    }
}

#[test]
fn a_serial_label_is_judged_as_its_certificate() {
    let token = seal(claims(), &key(1));
    let digits = ocop::scheme::digits::write(&token);
    let at = instant(AT);
    let url = format!("https://any.example/s/0000000042123456{digits}");
    let verdict = judge(&url, &one_council(), None, None, at, None);
    assert_eq!(verdict.kind, Kind::Genuine);
    for wrong in [
        "https://any.example/s/".to_owned(),
        "https://any.example/s/0000000042123456".to_owned(),
        format!("https://any.example/s/{digits}"),
        format!("https://any.example/s/00000000421234{digits}"),
        format!("https://any.example/s/000000004212345x{digits}"),
    ] {
        let verdict = judge(&wrong, &one_council(), None, None, at, None);
        assert_eq!(verdict.kind, Kind::Malformed, "{wrong}");
    }
}

#[test]
fn a_short_code_proves_nothing_offline_and_says_why() {
    let url = "https://verify.example.vn/c/CB-1000-K";
    let verdict = judge(url, &one_council(), None, None, instant(AT), None);
    assert_eq!(verdict.kind, Kind::NotOcop);
    assert_eq!(*detail(&verdict, Check::Format), Detail::ShortCode);
    assert!(
        detail(&verdict, Check::Format)
            .words()
            .en
            .contains("online")
    );
}

#[test]
fn what_the_package_shows_is_compared_or_asked_for() {
    let token = code(&seal(claims(), &key(1)));
    for (shown, kind, outcome) in [
        (None, Kind::Genuine, Outcome::Unknown),
        (Some(4), Kind::Genuine, Outcome::Pass),
        (Some(5), Kind::Mismatch, Outcome::Fail),
        (Some(3), Kind::Mismatch, Outcome::Fail),
    ] {
        let shown = shown.map(stars);
        let verdict = judge(&token, &one_council(), None, None, instant(AT), shown);
        assert_eq!(verdict.kind, kind);
        assert_eq!(verdict.outcome(Check::StarsOnPackage), outcome);
    }
}

#[test]
fn no_clock_makes_the_judge_panic() {
    let status = lists(status_list(FRESH, None));
    for at in [DateTime::<Utc>::MIN_UTC, DateTime::<Utc>::MAX_UTC] {
        let code = code(&seal(claims(), &key(1)));
        let verdict = judge(&code, &one_council(), Some(&status), None, at, None);
        assert!(!verdict.reason().vi.is_empty());
        assert!(serde_json::to_string(&verdict).is_ok());
    }
}

/// Anything that a verifier may hold, and any clock.
fn any_data() -> impl Strategy<Value = (Option<StatusLists>, Option<RegisterData>, DateTime<Utc>)> {
    let said = prop::sample::select(vec![
        Status::Valid,
        Status::Revoked,
        Status::Suspended,
        Status::Superseded,
    ]);
    let hours = -100_000_i64..100_000;
    let status = (hours.clone(), said, 990_u64..1010, any::<bool>()).prop_map(
        |(hours, said, size, expires)| {
            let mut list = status_list(AT, Some((1000, said)));
            list.as_of += TimeDelta::hours(hours);
            list.size = size;
            list.expires_at = expires.then(|| list.as_of + TimeDelta::hours(24));
            lists(list)
        },
    );
    let book = (hours.clone(), any::<bool>()).prop_map(|(hours, knows)| {
        let token = seal(claims(), &key(1));
        let tokens: &[&[u8]] = if knows { &[&token] } else { &[] };
        let mut book = register(AT, tokens);
        book.as_of += TimeDelta::hours(hours);
        book
    });
    let at = hours.prop_map(|hours| instant(AT) + TimeDelta::hours(hours));
    (prop::option::of(status), prop::option::of(book), at)
}

#[test]
fn an_instant_of_the_past_is_judged_by_what_is_known_since() {
    let code = code(&seal(claims(), &key(1)));
    let trust = trust(vec![council("CB", vec![council_key(&key(1))])]);
    let mut list = status_list(AT, None);
    list.as_of += TimeDelta::days(365 * 4);
    let later = lists(list);
    // The clock of a check cannot be so far behind what was signed.
    let now = judge(&code, &trust, Some(&later), None, instant(AT), None);
    assert_eq!(now.kind, Kind::Expired);
    let past = judge_past(&code, &trust, Some(&later), None, instant(AT), None);
    assert_eq!(past.kind, Kind::Genuine);
    assert_eq!(past.as_of.judged_at, instant(AT));
    assert_eq!(past.outcome(Check::Dates), Outcome::Pass);
}

proptest! {
    #[test]
    fn a_certificate_is_genuine_exactly_when_no_check_fails(
        (status, register, at) in any_data(),
        shown in prop::option::of(3_u64..=5),
        compromised in any::<bool>(),
    ) {
        let mut entry = council_key(&key(1));
        if compromised {
            entry.state = KeyState::Compromised;
        }
        let trust = trust(vec![council("CB", vec![entry])]);
        let code = code(&seal(claims(), &key(1)));
        let shown = shown.map(stars);
        let verdict = judge(&code, &trust, status.as_ref(), register.as_ref(), at, shown);
        let failed = Check::ALL.iter().any(|&check| verdict.outcome(check) == Outcome::Fail);
        prop_assert_eq!(verdict.kind == Kind::Genuine, !failed, "{:?}", verdict);
        prop_assert!(verdict.as_of.judged_at >= at);
        prop_assert!(verdict.as_of.judged_at >= trust.issued_at());
    }
}
