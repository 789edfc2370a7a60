//! A verdict in words and in JSON: nothing is silent, in either language.

use chrono::{DateTime, NaiveDate, Utc};
use ocop::scheme::certificate::Certificate;
use ocop::scheme::check::{Check, Detail, Finding, Outcome};
use ocop::scheme::cose::NotSign1;
use ocop::scheme::iso;
use ocop::scheme::status::Status;
use ocop::scheme::text;
use ocop::scheme::token::NotAToken;
use ocop::scheme::verdict::{AsOf, Kind, Verdict};
use ocop::scheme::words::{Language, Text};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::data::words;
use super::programme::{
    AT, FRESH, SEALED_AT, claims, day, instant, judged, lists, one_council, stars, status_list,
};

/// A verdict of a kind on the certificate of these tests.
fn verdict(kind: Kind, status: Outcome) -> Verdict {
    let list = one_council();
    let mut findings = [const { Finding::SKIPPED }; 9];
    findings[Check::Status as usize].outcome = status;
    Verdict {
        kind,
        findings,
        certificate: Some(Certificate::new("CB".parse().expect("a code"), claims())),
        council: list.councils().first().cloned(),
        stars_on_package: Some(stars(5)),
        as_of: AsOf {
            judged_at: instant(AT),
            trust_list: list.issued_at(),
            trust_list_version: list.version(),
            status: None,
            register: None,
        },
    }
}

/// A word of the list with its places filled.
fn filled(word: &Text) -> [String; 2] {
    [
        (&word.vi, "Hội đồng OCOP CB"),
        (&word.en, "OCOP council CB"),
    ]
    .map(|(text, council)| {
        text.replace("{valid_through}", "05/08/2029")
            .replace("{issued_on}", "05/08/2026")
            .replace("{stars_on_package}", "5")
            .replace("{stars}", "4")
            .replace("{council}", council)
            // The list's date; the code adds the time.
            .replace("{as_of}", "01/08/2026")
    })
}

#[test]
fn every_conclusion_is_said_in_the_words_of_the_list() {
    let words = words();
    let mut said = 0;
    for kind in Kind::ALL {
        let reason = verdict(kind, Outcome::Pass).reason();
        let word = words.get(&format!("verdict.{}", kind.name()));
        let [vi, en] = filled(word.expect("a word"));
        assert!(!vi.contains('{') && !en.contains('{'), "{vi} {en}");
        if matches!(kind, Kind::NotYetValid | Kind::UnknownIssuer) {
            // These say more: the instant of sealing, and the time of the list.
            assert!(reason.vi.starts_with(&vi), "{}", reason.vi);
            assert!(reason.en.starts_with(&en), "{}", reason.en);
            assert_ne!(reason.vi, vi);
        } else {
            assert_eq!(
                [reason.vi, reason.en].map(String::from),
                [vi, en],
                "{kind:?}"
            );
        }
        said += 1;
    }
    let unchecked = verdict(Kind::Genuine, Outcome::Unknown).reason();
    assert_eq!(
        Some(&unchecked),
        words.get("verdict.genuine.status_unknown")
    );
    let listed = words
        .keys()
        .filter(|key| key.starts_with("verdict."))
        .count();
    assert_eq!(listed, said + 1, "the list has no other conclusion");
}

#[test]
fn a_dated_reason_says_when_in_vietnam_s_time() {
    let sealed = verdict(Kind::NotYetValid, Outcome::Pass).reason();
    // 02:30 UTC.
    assert!(
        sealed.vi.ends_with("ký lúc 05/08/2026 09:30"),
        "{}",
        sealed.vi
    );
    assert!(sealed.en.ends_with("sealed at 05/08/2026 09:30"));
    let unknown = verdict(Kind::UnknownIssuer, Outcome::Pass).reason();
    assert!(unknown.vi.ends_with("01/08/2026 07:00"), "{}", unknown.vi);
    let late = ocop::scheme::check::instant(instant("2026-12-31T17:00:00Z"));
    assert_eq!(late, "01/01/2027 00:00");
}

/// Every detail, in the order of [`place`].
fn details() -> Vec<Detail> {
    let as_of = instant(FRESH);
    let expired_at = as_of;
    let since = Some(day("2026-06-01"));
    vec![
        Detail::NotOcop,
        Detail::ShortCode,
        Detail::NotDigits,
        Detail::NotAToken(NotAToken::Encoding),
        Detail::NoSuchKey { list_of: as_of },
        Detail::TrustListExpired { expired_at },
        Detail::Compromised { since },
        Detail::CompromisedButRegistered { since },
        Detail::WrongSignature,
        Detail::OutsideKeyPeriod {
            sealed_on: day("2027-01-01"),
            from: day("2026-01-01"),
            until: day("2026-12-31"),
        },
        Detail::NoMandate {
            stars: stars(5),
            issued_on: day("2026-08-05"),
        },
        Detail::TermTooLong {
            valid_through: day("2036-08-05"),
            at_most: day("2029-08-05"),
        },
        Detail::NoRegister,
        Detail::RegisterTooOld { as_of },
        Detail::NotInRegister { as_of },
        Detail::NoStatusList,
        Detail::StatusListTooOld { as_of },
        Detail::BeyondStatusList { as_of },
        Detail::StatusListExpired { expired_at },
        Detail::StatusListStale { as_of },
        Detail::Status(Status::Revoked),
        Detail::Expired {
            valid_through: day("2029-08-05"),
        },
        Detail::NotYetValid {
            sealed_at: instant(SEALED_AT),
        },
        Detail::ClockBehind {
            at: instant(AT),
            floor: as_of,
        },
        Detail::StarsNotGiven,
        Detail::OtherStars {
            on_package: stars(5),
            certified: stars(4),
        },
    ]
}

/// Its place in [`details`]: a new detail does not compile until it is tested.
fn place(detail: &Detail) -> usize {
    match detail {
        Detail::NotOcop => 0,
        Detail::ShortCode => 1,
        Detail::NotDigits => 2,
        Detail::NotAToken(_) => 3,
        Detail::NoSuchKey { .. } => 4,
        Detail::TrustListExpired { .. } => 5,
        Detail::Compromised { .. } => 6,
        Detail::CompromisedButRegistered { .. } => 7,
        Detail::WrongSignature => 8,
        Detail::OutsideKeyPeriod { .. } => 9,
        Detail::NoMandate { .. } => 10,
        Detail::TermTooLong { .. } => 11,
        Detail::NoRegister => 12,
        Detail::RegisterTooOld { .. } => 13,
        Detail::NotInRegister { .. } => 14,
        Detail::NoStatusList => 15,
        Detail::StatusListTooOld { .. } => 16,
        Detail::BeyondStatusList { .. } => 17,
        Detail::StatusListExpired { .. } => 18,
        Detail::StatusListStale { .. } => 19,
        Detail::Status(_) => 20,
        Detail::Expired { .. } => 21,
        Detail::NotYetValid { .. } => 22,
        Detail::ClockBehind { .. } => 23,
        Detail::StarsNotGiven => 24,
        Detail::OtherStars { .. } => 25,
    }
}

fn is_said(text: &Text) {
    let [vi, en] = [Language::Vi, Language::En].map(|language| text.get(language));
    assert!(!vi.trim().is_empty() && !en.trim().is_empty(), "{text:?}");
    assert_ne!(vi, en);
    // Vietnamese has letters that English has not: no text was left untranslated.
    assert!(!vi.is_ascii() && en.is_ascii(), "{text:?}");
}

#[test]
fn every_detail_is_said_in_both_languages() {
    let details = details();
    assert!(details.iter().map(place).eq(0..details.len()));
    details
        .iter()
        .map(Detail::words)
        .for_each(|words| is_said(&words));
    for reason in [
        NotAToken::Message(NotSign1("no tag")),
        NotAToken::Claim("exp"),
        NotAToken::Name("product", text::Refused::Empty),
        NotAToken::Name("producer", text::Refused::NotNfc),
        NotAToken::Encoding,
    ] {
        is_said(&Detail::NotAToken(reason).words());
    }
    for since in [None, Some(day("2026-06-01"))] {
        for detail in [
            Detail::Compromised { since },
            Detail::CompromisedButRegistered { since },
        ] {
            let words = detail.words();
            is_said(&words);
            assert_eq!(words.en.contains("since 01/06/2026"), since.is_some());
        }
    }
}

#[test]
fn dates_stand_in_the_details() {
    let en = |detail: &Detail| detail.words().en.into_owned();
    let details = details();
    assert!(en(&details[9]).contains("01/01/2027") && en(&details[9]).contains("31/12/2026"));
    assert!(en(&details[10]).contains("5 stars on 05/08/2026"));
    assert!(en(&details[11]).contains("05/08/2036") && en(&details[11]).contains("05/08/2029"));
    for detail in &details[13..20] {
        if !matches!(detail, Detail::NoStatusList) {
            assert!(en(detail).contains("06/08/2026 07:00"), "{detail:?}");
        }
    }
}

#[test]
fn a_verdict_is_one_json_object() {
    let status = lists(status_list(FRESH, Some((1000, Status::Revoked))));
    let verdict = judged(&one_council(), Some(&status), AT);
    let number = verdict.certificate.as_ref().unwrap().number().to_string();
    let mut found = serde_json::to_value(&verdict).unwrap();
    let details = found["details"].take();
    assert_eq!(
        found,
        json!({
            "verdict": "revoked",
            "reason": { "vi": "Giấy chứng nhận ĐÃ BỊ THU HỒI", "en": "Certificate REVOKED" },
            "checks": {
                "format": "pass", "issuer": "pass", "signature": "pass", "mandate": "pass",
                "validity_period": "pass", "register": "unknown", "status": "fail",
                "dates": "pass", "stars_on_package": "unknown",
            },
            "details": null,
            "certificate": {
                "council": "CB", "index": 1000, "stars": 4,
                "product": "Miến dong Bản Mới", "producer": "Hợp tác xã Bản Mới",
                "issued_on": "2026-08-05", "valid_through": "2029-08-05",
            },
            "number": number,
            "as_of": {
                "judged_at": AT, "trust_list": "2026-08-01T00:00:00Z", "trust_list_version": 7,
                "status": FRESH, "register": null,
            },
        })
    );
    let told: Vec<&String> = details.as_object().unwrap().keys().collect();
    assert_eq!(told, ["register", "stars_on_package", "status"]);
    assert_eq!(
        details["status"],
        json!({ "vi": "Thu hồi", "en": "Revoked" })
    );
}

#[test]
fn the_checks_stand_in_their_order() {
    let written = serde_json::to_string(&judged(&one_council(), None, AT)).unwrap();
    let checks = &written[written.find("\"checks\"").unwrap()..];
    let places = Check::ALL.map(|check| checks.find(&format!("\"{}\":", check.name())));
    assert!(places.iter().all(Option::is_some) && places.is_sorted());
    for (check, place) in Check::ALL.iter().zip(0..) {
        assert_eq!(
            *check as usize, place,
            "findings are found by a check's number"
        );
    }
    let kinds: std::collections::HashSet<&str> = Kind::ALL.iter().map(|kind| kind.name()).collect();
    assert_eq!(kinds.len(), 14);
}

#[test]
fn an_early_failure_skips_every_later_check() {
    let not_ocop: DateTime<Utc> = instant(AT);
    let verdict = ocop::scheme::judge::judge("WIFI:", &one_council(), None, None, not_ocop, None);
    let json = serde_json::to_value(&verdict).unwrap();
    for check in Check::ALL {
        let expected = if check == Check::Format {
            "fail"
        } else {
            "skipped"
        };
        assert_eq!(json["checks"][check.name()], expected);
    }
    assert_eq!(
        (&json["certificate"], &json["number"]),
        (&Value::Null, &Value::Null)
    );
}

proptest! {
    /// Every instant of chrono's calendar, with and without a fraction of a second.
    #[test]
    fn instants_are_written_as_chrono_writes_them(
        seconds in prop_oneof![
            -62_135_596_800_i64..253_402_300_800,
            DateTime::<Utc>::MIN_UTC.timestamp()..=DateTime::<Utc>::MAX_UTC.timestamp(),
        ],
        nanos in prop_oneof![Just(0_u32), 0..1_000_000_000_u32],
    ) {
        let at = DateTime::from_timestamp(seconds, nanos).expect("in the calendar");
        let as_of = AsOf {
            judged_at: at,
            trust_list: at,
            trust_list_version: 1,
            status: Some(at),
            register: None,
        };
        let expected = json!({
            "judged_at": at,
            "trust_list": at,
            "trust_list_version": 1,
            "status": at,
            "register": null,
        });
        prop_assert_eq!(serde_json::to_value(&as_of).unwrap(), expected);
    }

    #[test]
    fn dates_are_written_as_chrono_writes_them(
        days in prop_oneof![-400..3_652_400_i32, any::<i32>()],
    ) {
        let day = NaiveDate::from_num_days_from_ce_opt(days).unwrap_or(NaiveDate::MAX);
        let written = iso::date(&day, serde_json::value::Serializer).unwrap();
        prop_assert_eq!(written, json!(day));
    }
}
