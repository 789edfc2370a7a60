//! Status lists that must not be believed: each is refused by its own code, none says "valid".

use std::collections::HashMap;

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use chrono::TimeDelta;
use ed25519_dalek::{Signer, SigningKey};
use ocop::scheme::judge::judge;
use ocop::scheme::status::{Status, StatusList};
use ocop::scheme::status_list::{Claims, Refused, pack, unpack};
use ocop::scheme::trust::{Council, KeyState, Refused as TrustRefused};
use ocop::scheme::verdict::Kind;
use proptest::prelude::*;

use crate::scheme::programme::{
    AT, ORIGIN, claims as certificate, code, council, council_key, day, instant, key, public, seal,
    trust,
};

const SEALING: u8 = 21;
const SIGNING: u8 = 22;

/// A council with a key for certificates and one for lists.
fn issuer() -> Council {
    let mut council = council("CB", vec![council_key(&key(SEALING))]);
    council.status_keys = vec![council_key(&key(SIGNING))];
    council
}

fn list() -> StatusList {
    let entries = [
        (17, Status::Revoked),
        (18, Status::Suspended),
        (19, Status::Superseded),
    ];
    StatusList {
        as_of: instant("2026-08-06T00:00:00Z"),
        expires_at: None,
        size: 2_001,
        entries: HashMap::from(entries),
    }
}

fn claims() -> Claims {
    Claims::new(format!("{ORIGIN}/status/CB"), &list())
}

fn cwt(claims: &Claims, by: &SigningKey) -> Vec<u8> {
    let kid = public(by).id();
    claims.to_cwt(kid, &by.sign(&claims.cwt_to_be_signed(kid)).to_bytes())
}

fn jwt(claims: &Claims, by: &SigningKey) -> String {
    let kid = public(by).id();
    let signature = by.sign(claims.jwt_to_be_signed(kid).as_bytes());
    claims.to_jwt(kid, &signature.to_bytes())
}

/// The code with which both forms are refused.
fn refused(claims: &Claims, by: &SigningKey, council: &Council) -> &'static str {
    let cwt = StatusList::from_cwt(&cwt(claims, by), council).expect_err("refused");
    let jwt = StatusList::from_jwt(&jwt(claims, by), council).expect_err("refused");
    assert_eq!(cwt.code(), jwt.code());
    let words = cwt.words();
    assert!(words.vi.ends_with('.') && words.en.contains("says nothing of revocation"));
    cwt.code()
}

#[test]
fn both_forms_are_read_as_they_were_written() {
    let (issuer, signing) = (issuer(), key(SIGNING));
    let forms = [
        StatusList::from_cwt(&cwt(&claims(), &signing), &issuer).unwrap(),
        StatusList::from_jwt(&jwt(&claims(), &signing), &issuer).unwrap(),
    ];
    for read in forms {
        assert_eq!((read.as_of, read.size), (list().as_of, list().size));
        assert_eq!(read.expires_at, Some(read.as_of + TimeDelta::days(7)));
        assert_eq!(read.entries, list().entries);
        assert_eq!(read.status(17), Ok(Status::Revoked));
        assert_eq!(read.status(2_000), Ok(Status::Valid));
    }
}

#[test]
fn a_key_for_certificates_signs_no_list() {
    let code = refused(&claims(), &key(SEALING), &issuer());
    assert_eq!(code, "status_list_other_purpose");
}

#[test]
fn a_key_for_lists_seals_no_certificate() {
    let list = trust(vec![issuer()]);
    let token = seal(certificate(), &key(SIGNING));
    let verdict = judge(&code(&token), &list, None, None, instant(AT), None);
    assert_eq!(verdict.kind, Kind::UnknownIssuer);
    let token = seal(certificate(), &key(SEALING));
    let verdict = judge(&code(&token), &list, None, None, instant(AT), None);
    assert_eq!(verdict.kind, Kind::Genuine);
}

#[test]
fn one_key_for_both_purposes_is_not_published() {
    let mut both = issuer();
    both.status_keys = vec![council_key(&key(SEALING))];
    let refused = trust(vec![both]).check_for_publication().unwrap_err();
    assert!(matches!(refused, TrustRefused::KeyIdTwice(_)));
    trust(vec![issuer()]).check_for_publication().unwrap();
}

#[test]
fn a_trust_list_without_status_keys_is_what_it_was() {
    let plain = trust(vec![council("CB", vec![council_key(&key(SEALING))])]);
    assert!(!plain.to_json().to_string().contains("status_keys"));
    let with = trust(vec![issuer()]).to_json();
    assert_eq!(
        with["councils"][0]["status_keys"][0]["kid"],
        public(&key(SIGNING)).id().to_string()
    );
}

#[test]
fn strangers_other_subjects_and_other_times_are_refused() {
    let issuer = issuer();
    let signing = key(SIGNING);
    assert_eq!(
        refused(&claims(), &key(23), &issuer),
        "status_list_unknown_key"
    );
    for other in [
        "https://verify.example.vn/status/TW",
        "http://verify.example.vn/status/CB",
        "",
    ] {
        let uri = other.to_owned();
        let other = Claims { uri, ..claims() };
        assert_eq!(
            refused(&other, &signing, &issuer),
            "status_list_other_subject"
        );
    }
    let mut late = list();
    late.as_of = instant("2027-01-01T00:00:00Z");
    let late = Claims::new(claims().uri, &late);
    assert_eq!(refused(&late, &signing, &issuer), "status_list_key_period");
    let mut stolen = issuer.clone();
    stolen.status_keys[0].state = KeyState::Compromised;
    stolen.status_keys[0].compromised_on = Some(day("2026-08-01"));
    assert_eq!(
        refused(&claims(), &signing, &stolen),
        "status_list_compromised_key"
    );
}

#[test]
fn what_unpacks_to_another_size_is_refused() {
    let signing = key(SIGNING);
    let of = |size, packed| {
        let spoilt = Claims {
            size,
            packed,
            ..claims()
        };
        refused(&spoilt, &signing, &issuer())
    };
    let whole = pack(2_001, &list().entries);
    assert_eq!(of(1_999, whole.clone()), "status_list_bomb");
    assert_eq!(of(2_005, whole.clone()), "status_list_truncated");
    let bomb = pack(1 << 24, &HashMap::new());
    assert!(bomb.len() < 8_192);
    assert_eq!(of(2_001, bomb), "status_list_bomb");
    assert_eq!(of(u64::MAX, whole.clone()), "status_list_too_many_entries");
    assert_eq!(
        of(2_001, whole[..whole.len() - 1].to_vec()),
        "status_list_truncated"
    );
    assert_eq!(
        of(2_001, [whole.clone(), vec![0]].concat()),
        "status_list_compression"
    );
    assert_eq!(of(2_001, Vec::new()), "status_list_truncated");
    assert_eq!(of(2_001, b"rubbish".to_vec()), "status_list_compression");
    let mut checksum = whole;
    *checksum.last_mut().unwrap() ^= 1;
    assert_eq!(of(2_001, checksum), "status_list_compression");
    let after = pack(2_004, &HashMap::from([(2_002, Status::Revoked)]));
    assert_eq!(of(2_001, after), "status_list_padding");
}

#[test]
fn an_index_beyond_the_list_is_out_of_range_and_not_valid() {
    let read = StatusList::from_cwt(&cwt(&claims(), &key(SIGNING)), &issuer()).unwrap();
    let refused = read.status(2_001).unwrap_err();
    assert_eq!(
        refused,
        Refused::Index {
            index: 2_001,
            size: 2_001
        }
    );
    assert_eq!(refused.code(), "status_list_index");
    // The padding of the last byte is no entry either.
    assert!(read.status(2_003).is_err() && read.status(u32::MAX).is_err());
}

#[test]
fn every_flipped_bit_is_refused() {
    let (issuer, signing) = (issuer(), key(SIGNING));
    let whole = cwt(&claims(), &signing);
    for at in 0..whole.len() * 8 {
        let mut flipped = whole.clone();
        flipped[at / 8] ^= 1 << (at % 8);
        assert!(StatusList::from_cwt(&flipped, &issuer).is_err(), "bit {at}");
    }
    let whole = jwt(&claims(), &signing);
    for at in 0..whole.len() * 8 {
        let mut flipped = whole.clone().into_bytes();
        flipped[at / 8] ^= 1 << (at % 8);
        let Ok(text) = String::from_utf8(flipped) else {
            continue;
        };
        assert!(StatusList::from_jwt(&text, &issuer).is_err(), "bit {at}");
    }
    for end in 0..whole.len() {
        assert!(StatusList::from_jwt(&whole[..end], &issuer).is_err());
    }
}

#[test]
fn another_way_to_write_the_same_is_refused_though_it_is_signed() {
    let (issuer, signing) = (issuer(), key(SIGNING));
    let kid = public(&signing).id();
    let signed = claims().jwt_to_be_signed(kid);
    let (header, payload) = signed.split_once('.').unwrap();
    let spaced = |part: &str, from: &str, to: &str| {
        let text = String::from_utf8(BASE64_URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap();
        assert!(text.contains(from), "{text}");
        BASE64_URL_SAFE_NO_PAD.encode(text.replace(from, to))
    };
    for (header, payload) in [
        (spaced(header, "EdDSA", "none"), payload.to_owned()),
        (spaced(header, "statuslist+jwt", "jwt"), payload.to_owned()),
        (
            header.to_owned(),
            spaced(payload, "\"bits\":2", "\"bits\":1"),
        ),
        (
            header.to_owned(),
            spaced(payload, "\"ttl\":43200", "\"ttl\":0"),
        ),
        (header.to_owned(), spaced(payload, ",", ", ")),
    ] {
        let signed = format!("{header}.{payload}");
        let signature = BASE64_URL_SAFE_NO_PAD.encode(signing.sign(signed.as_bytes()).to_bytes());
        let refused = StatusList::from_jwt(&format!("{signed}.{signature}"), &issuer);
        assert_eq!(refused.unwrap_err().code(), "status_list_malformed");
    }
    // A certificate is no status list, though its own council sealed it.
    let token = seal(certificate(), &key(SEALING));
    let refused = StatusList::from_cwt(&token, &issuer).unwrap_err();
    assert_eq!(refused.code(), "status_list_malformed");
}

proptest! {
    #[test]
    fn no_bytes_make_the_reader_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let issuer = issuer();
        prop_assert!(StatusList::from_cwt(&bytes, &issuer).is_err());
        prop_assert!(StatusList::from_jwt(&String::from_utf8_lossy(&bytes), &issuer).is_err());
        if let Ok(entries) = unpack(64, &bytes) {
            prop_assert!(entries.len() <= 64);
        }
    }
}
