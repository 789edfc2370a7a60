//! Trust lists: sealed by the root key, refused when altered, checked before publication.

use std::sync::Arc;

use ed25519_dalek::{Signer, SigningKey};
use ocop::scheme::cose::{self, Sign1};
use ocop::scheme::seal::{Alg, KeyId};
use ocop::scheme::trust::{LARGEST, Refused, TrustList};
use ocop::scheme::{cbor, council};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::programme::{council, council_key, key, one_council, public, trust};

fn root() -> SigningKey {
    key(99)
}

fn sealed(list: &TrustList) -> Vec<u8> {
    let signature = root().sign(&list.to_be_signed(&public(&root()))).to_bytes();
    list.sealed(&public(&root()), signature)
}

/// Any payload under the root key's signature.
fn signed(payload: Vec<u8>, alg: Alg, kid: KeyId) -> Vec<u8> {
    let signature = root()
        .sign(&cose::to_be_signed(alg, kid, &payload))
        .to_bytes();
    Sign1 {
        alg,
        kid,
        payload,
        signature,
    }
    .to_bytes()
}

fn read(bytes: &[u8]) -> Result<TrustList, Refused> {
    TrustList::from_sealed(bytes, &public(&root()))
}

fn full() -> TrustList {
    let mut merged = council("YB2", vec![council_key(&key(2)), council_key(&key(3))]);
    merged.successor = Some("CB".parse().expect("a code"));
    trust(vec![council("CB", vec![council_key(&key(1))]), merged])
}

#[test]
fn a_sealed_list_is_read_back_whole() {
    let list = full();
    let read = read(&sealed(&list)).unwrap();
    assert_eq!(read.to_json(), list.to_json());
    assert_eq!(read.to_cbor(), list.to_cbor());
    assert_eq!((read.version(), read.councils().len()), (7, 2));
    let merged = read.council("YB2".parse().unwrap()).unwrap();
    assert_eq!(merged.successor.unwrap().as_str(), "CB");
    assert_eq!(read.keys(public(&key(3)).id()).count(), 1);
    assert_eq!(read.keys(public(&key(4)).id()).count(), 0);
    // The JSON twin has the form of the specification.
    let json = list.to_json();
    assert_eq!(json["issued_at"], "2026-08-01T00:00:00Z");
    assert_eq!(json["councils"][0]["mandates"][2]["until"], Value::Null);
    assert_eq!(json["councils"][0]["keys"][0]["state"], "active");
    assert_eq!(TrustList::from_json(json.clone()).unwrap().to_json(), json);
}

#[test]
fn every_flipped_bit_of_a_sealed_list_is_refused() {
    let bytes = sealed(&one_council());
    for place in 0..bytes.len() {
        for bit in 0..8 {
            let mut flipped = bytes.clone();
            flipped[place] ^= 1 << bit;
            assert!(read(&flipped).is_err(), "byte {place} bit {bit}");
        }
        assert!(read(&bytes[..place]).is_err(), "cut at {place}");
    }
    assert!(read(&[bytes, vec![0]].concat()).is_err());
}

#[test]
fn a_list_of_another_root_or_algorithm_is_refused() {
    let list = one_council();
    let other = TrustList::from_sealed(&sealed(&list), &public(&key(98)));
    assert!(matches!(other, Err(Refused::Signature)));
    let id = public(&root()).id();
    assert!(read(&signed(list.to_cbor(), Alg::Ed25519, id)).is_ok());
    for (alg, kid) in [(Alg::EdDsa, id), (Alg::Ed25519, KeyId([0; 4]))] {
        let refused = read(&signed(list.to_cbor(), alg, kid));
        assert!(matches!(refused, Err(Refused::Signature)), "{alg:?} {kid}");
    }
    assert!(list.check_for_publication().is_ok());
}

#[test]
fn a_list_larger_than_the_limit_is_refused_unread() {
    let refused = read(&vec![0; LARGEST + 1]);
    assert!(matches!(refused, Err(Refused::Large(size)) if size == LARGEST + 1));
    assert!(matches!(read(&vec![0; LARGEST]), Err(Refused::Message(_))));
}

#[test]
fn unknown_fields_are_ignored_and_wrong_ones_refused() {
    let id = public(&root()).id();
    let sign = |json: &Value| signed(cbor::write(json), Alg::Ed25519, id);
    let mut json = one_council().to_json();
    json["note"] = json!({ "of": ["a later version"] });
    json["councils"][0]["seat"] = json!("Cao Bằng");
    json["councils"][0]["keys"][0]["not_after"] = json!(3);
    assert_eq!(
        read(&sign(&json)).unwrap().to_json(),
        one_council().to_json()
    );
    let wrong: [(&str, Value); 12] = [
        ("/version", json!(-1)),
        ("/version", json!("7")),
        ("/issued_at", json!("2026-08-01")),
        ("/expires_at", Value::Null),
        ("/councils", json!({})),
        ("/councils/0/code", json!("cb")),
        ("/councils/0/level", json!("nation")),
        ("/councils/0/mandates/0/stars", json!([6])),
        ("/councils/0/keys/0/alg", json!("ES256")),
        ("/councils/0/keys/0/kid", json!("ErBepw==")),
        (
            "/councils/0/keys/0/x",
            json!("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"),
        ),
        ("/councils/0/keys/0/state", json!("lost")),
    ];
    for (place, value) in wrong {
        let mut json = one_council().to_json();
        *json.pointer_mut(place).unwrap() = value;
        let refused = read(&sign(&json));
        assert!(matches!(refused, Err(Refused::Content(_))), "{place}");
    }
}

#[test]
fn a_payload_in_another_encoding_is_refused_even_when_signed() {
    let id = public(&root()).id();
    for payload in [
        vec![],
        vec![0xa1, 0x61, b'a', 0x01, 0x00],
        vec![0xbf, 0xff],
        vec![0xa2, 0x61, b'a', 0x01, 0x61, b'a', 0x02],
        vec![0xa2, 0x61, b'b', 0x01, 0x61, b'a', 0x02],
        vec![0xa1, 0x61, b'a', 0x18, 0x01],
        vec![0xa1, 0x61, b'a', 0xfb, 0, 0, 0, 0, 0, 0, 0, 0],
        vec![0xa1, 0x01, 0x02],
        vec![0x81; 100_000],
        vec![0x9b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
    ] {
        let refused = read(&signed(payload.clone(), Alg::Ed25519, id));
        assert!(
            matches!(refused, Err(Refused::Content(_))),
            "{:x?}",
            &payload[..payload.len().min(9)]
        );
    }
}

#[test]
fn what_would_confuse_verifiers_is_not_published() {
    let ours = council_key(&key(1));
    let mut stolen_kid = council_key(&key(2));
    stolen_kid.kid = ours.kid;
    for councils in [
        vec![council("CB", vec![ours.clone(), ours.clone()])],
        vec![
            council("CB", vec![ours.clone()]),
            council("TQ", vec![ours.clone()]),
        ],
    ] {
        let refused = trust(councils).check_for_publication();
        assert!(matches!(refused, Err(Refused::KeyIdTwice(kid)) if kid == ours.kid));
    }
    let refused = trust(vec![council("CB", vec![]), council("CB", vec![])]);
    assert!(
        matches!(refused.check_for_publication(), Err(Refused::CouncilTwice(code)) if code.as_str() == "CB")
    );
    let refused = trust(vec![council("CB", vec![stolen_kid.clone()])]);
    assert!(
        matches!(refused.check_for_publication(), Err(Refused::KeyIdNotOfKey(kid)) if kid == ours.kid)
    );
    // A second key under the kid of the first is found, whichever rule it breaks first.
    let refused = trust(vec![council("CB", vec![ours, stolen_kid])]);
    assert!(refused.check_for_publication().is_err());
    assert!(full().check_for_publication().is_ok());
}

#[test]
fn a_council_code_is_two_to_eight_capitals_and_digits() {
    for code in ["CB", "YB2", "A1", "ABCDEFGH", "T2345678"] {
        let parsed: council::CouncilCode = code.parse().unwrap();
        assert_eq!(
            (parsed.as_str(), parsed.to_string()),
            (code, code.to_owned())
        );
    }
    let huge = "A".repeat(1_000_000);
    for code in [
        "",
        "A",
        "ABCDEFGHI",
        "cb",
        "C B",
        "C-B",
        "2B",
        "ĐB",
        "CB\0",
        &huge,
    ] {
        let refused = code.parse::<council::CouncilCode>().unwrap_err();
        assert!(refused.to_string().len() < 200);
    }
}

#[test]
fn a_list_is_shared_and_not_copied_into_verdicts() {
    let list = one_council();
    let verdict = super::programme::judged(&list, None, super::programme::AT);
    assert!(Arc::ptr_eq(&verdict.council.unwrap(), &list.councils()[0]));
}

/// Any value that a list may hold: no fractions, not nested without end.
fn any_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
    ];
    leaf.prop_recursive(6, 60, 8, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..8).prop_map(Value::from),
            prop::collection::hash_map(".{0,30}", inner, 0..8)
                .prop_map(|entries| Value::Object(entries.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn any_value_is_read_back(value in any_value()) {
        prop_assert_eq!(cbor::read(&cbor::write(&value)), Ok(value));
    }

    #[test]
    fn random_bytes_have_at_most_one_reading(bytes in prop::collection::vec(any::<u8>(), 0..60)) {
        if let Ok(value) = cbor::read(&bytes) {
            prop_assert_eq!(cbor::write(&value), bytes.clone());
        }
        prop_assert!(read(&bytes).is_err());
    }
}
