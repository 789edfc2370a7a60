//! What a verdict owes to its sources: status lists, register data and trust lists of any age.

use ocop::scheme::check::{Check, Detail, Outcome};
use ocop::scheme::judge::judge;
use ocop::scheme::status::Status;
use ocop::scheme::trust::KeyState;
use ocop::scheme::verdict::Kind;

use super::programme::{
    AT, FRESH, claims, code, council, council_key, day, detail, instant, judged, key, lists,
    one_council, register, register_of, seal, status_list, trust,
};

#[test]
fn a_status_list_is_old_after_48_hours_and_not_at_them() {
    let status = lists(status_list(FRESH, None));
    let exactly = judged(&one_council(), Some(&status), "2026-08-08T00:00:00Z");
    assert_eq!(exactly.outcome(Check::Status), Outcome::Pass);
    let later = judged(&one_council(), Some(&status), "2026-08-08T00:00:01Z");
    assert_eq!(later.outcome(Check::Status), Outcome::Warn);
    assert_eq!(later.kind, Kind::Genuine);
    assert_eq!(
        *detail(&later, Check::Status),
        Detail::StatusListStale {
            as_of: instant(FRESH)
        }
    );
}

#[test]
fn an_expired_status_list_no_longer_says_valid_but_still_says_revoked() {
    for (said, kind, outcome) in [
        (None, Kind::Genuine, Outcome::Unknown),
        (Some(Status::Revoked), Kind::Revoked, Outcome::Fail),
        (Some(Status::Suspended), Kind::Suspended, Outcome::Fail),
        (Some(Status::Superseded), Kind::Superseded, Outcome::Fail),
    ] {
        let mut list = status_list(FRESH, said.map(|said| (1000, said)));
        list.expires_at = Some(instant(AT));
        let before = judged(
            &one_council(),
            Some(&lists(list.clone())),
            "2026-08-06T01:59:59Z",
        );
        let valid = if said.is_none() {
            Outcome::Pass
        } else {
            Outcome::Fail
        };
        assert_eq!(before.outcome(Check::Status), valid);
        let verdict = judged(&one_council(), Some(&lists(list)), AT);
        assert_eq!(
            (verdict.kind, verdict.outcome(Check::Status)),
            (kind, outcome)
        );
    }
}

#[test]
fn a_status_list_older_than_the_sealing_cannot_say_valid() {
    let older = lists(status_list("2026-08-05T02:29:59Z", None));
    let verdict = judged(&one_council(), Some(&older), AT);
    assert_eq!(verdict.outcome(Check::Status), Outcome::Unknown);
    assert_eq!(verdict.kind, Kind::Genuine);
    assert!(verdict.reason().en.contains("could not be checked"));
    let same = lists(status_list("2026-08-05T02:30:00Z", None));
    let verdict = judged(&one_council(), Some(&same), AT);
    assert_eq!(verdict.outcome(Check::Status), Outcome::Pass);
}

#[test]
fn an_index_beyond_the_list_was_never_issued_once_the_list_must_know_it() {
    for (as_of, kind, outcome) in [
        ("2026-08-05T03:29:59Z", Kind::Genuine, Outcome::Unknown),
        ("2026-08-05T03:30:00Z", Kind::NotRegistered, Outcome::Fail),
    ] {
        let mut list = status_list(as_of, None);
        list.size = 1000;
        let verdict = judged(&one_council(), Some(&lists(list.clone())), AT);
        assert_eq!(
            (verdict.kind, verdict.outcome(Check::Status)),
            (kind, outcome)
        );
        list.size = 1001;
        let verdict = judged(&one_council(), Some(&lists(list)), AT);
        assert_eq!(verdict.outcome(Check::Status), Outcome::Pass);
    }
}

#[test]
fn register_data_speak_one_hour_after_the_sealing() {
    let token = seal(claims(), &key(1));
    for (as_of, knows, kind, outcome) in [
        (
            "2026-08-05T03:29:59Z",
            false,
            Kind::Genuine,
            Outcome::Unknown,
        ),
        (
            "2026-08-05T03:30:00Z",
            false,
            Kind::NotRegistered,
            Outcome::Fail,
        ),
        ("2026-08-05T03:29:59Z", true, Kind::Genuine, Outcome::Pass),
        ("2026-08-05T03:30:00Z", true, Kind::Genuine, Outcome::Pass),
    ] {
        let tokens: &[&[u8]] = if knows { &[&token] } else { &[] };
        let register = register(as_of, tokens);
        let verdict = judge(
            &code(&token),
            &one_council(),
            None,
            Some(&register),
            instant(AT),
            None,
        );
        assert_eq!(
            (verdict.kind, verdict.outcome(Check::Register)),
            (kind, outcome)
        );
        assert_eq!(verdict.as_of.register, Some(instant(as_of)));
    }
    // Data of other councils say nothing of this one.
    let others = register_of("TQ", FRESH, &[]);
    let verdict = judge(
        &code(&token),
        &one_council(),
        None,
        Some(&others),
        instant(AT),
        None,
    );
    assert_eq!(verdict.kind, Kind::Genuine);
    assert_eq!(*detail(&verdict, Check::Register), Detail::NoRegister);
}

#[test]
fn a_trust_list_past_its_end_warns_on_the_issuer() {
    for (at, outcome) in [
        ("2026-10-31T23:59:59Z", Outcome::Pass),
        ("2026-11-01T00:00:00Z", Outcome::Warn),
    ] {
        let verdict = judged(&one_council(), None, at);
        assert_eq!(verdict.outcome(Check::Issuer), outcome, "{at}");
        assert_eq!(verdict.kind, Kind::Genuine);
    }
}

#[test]
fn only_the_register_vouches_for_what_a_compromised_key_sealed() {
    let mut lost = council_key(&key(1));
    lost.state = KeyState::Compromised;
    lost.compromised_on = Some(day("2026-10-01"));
    let trust = trust(vec![council("CB", vec![lost])]);
    let token = seal(claims(), &key(1));
    let early = "2026-08-05T02:31:00Z";
    for (data, kind, issuer) in [
        (None, Kind::CompromisedKey, Outcome::Fail),
        (
            Some(register(FRESH, &[])),
            Kind::CompromisedKey,
            Outcome::Fail,
        ),
        // Too young to know the token, so it cannot vouch.
        (
            Some(register(early, &[])),
            Kind::CompromisedKey,
            Outcome::Fail,
        ),
        (
            Some(register(early, &[&token])),
            Kind::Genuine,
            Outcome::Warn,
        ),
        (
            Some(register(FRESH, &[&token])),
            Kind::Genuine,
            Outcome::Warn,
        ),
    ] {
        let verdict = judge(
            &code(&token),
            &trust,
            None,
            data.as_ref(),
            instant(AT),
            None,
        );
        assert_eq!(
            (verdict.kind, verdict.outcome(Check::Issuer)),
            (kind, issuer)
        );
        assert_eq!(verdict.outcome(Check::Signature), Outcome::Pass);
    }
    // What is revoked stays so, vouched for or not.
    let revoked = lists(status_list(FRESH, Some((1000, Status::Revoked))));
    let verdict = judge(
        &code(&token),
        &trust,
        Some(&revoked),
        Some(&register(FRESH, &[&token])),
        instant(AT),
        None,
    );
    assert_eq!(verdict.kind, Kind::Revoked);
}
