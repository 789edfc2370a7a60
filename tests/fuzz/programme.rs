//! A programme with known keys: what the fuzzers read against, and sign with.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use chrono::{DateTime, Utc};
use ed25519_dalek::{Signer, SigningKey};
use serde_json::{Value, json};

use crate::scheme::council::CouncilCode;
use crate::scheme::seal::{Alg, PublicKey};
use crate::scheme::status::{RegisterData, Status, StatusList, StatusLists};
use crate::scheme::token::{Claims, Names, Token, TokenDigest};
use crate::scheme::trust::TrustList;

pub const HOST: &str = "https://ocop.example.vn";
pub const SEALING: u8 = 1;
pub const LISTING: u8 = 2;
pub const LOGGING: u8 = 3;
pub const PACKING: u8 = 4;
pub const ROOT: u8 = 9;

/// Every key, made once: it is asked for in each run.
static KEYS: LazyLock<Vec<(SigningKey, PublicKey)>> = LazyLock::new(|| {
    (0..100)
        .map(|seed| {
            let key = SigningKey::from_bytes(&[seed; 32]);
            let public = PublicKey::new(key.verifying_key()).expect("a usable key");
            (key, public)
        })
        .collect()
});

pub fn public(seed: u8) -> PublicKey {
    KEYS[usize::from(seed)].1
}

pub fn sign(seed: u8, message: &[u8]) -> [u8; 64] {
    KEYS[usize::from(seed)].0.sign(message).to_bytes()
}

pub fn instant(text: &str) -> DateTime<Utc> {
    text.parse().expect("an instant")
}

pub fn council() -> CouncilCode {
    "CB".parse().expect("a code")
}

fn listed(seed: u8) -> Value {
    json!({
        "kid": public(seed).id(), "alg": "Ed25519", "x": public(seed).to_base64(),
        "seals_from": "2026-01-01", "seals_until": "2026-12-31",
        "state": "active", "compromised_on": null,
    })
}

fn listed_for(seed: u8, purpose: &str) -> Value {
    let mut key = listed(seed);
    key["purpose"] = purpose.into();
    key
}

/// A trust list of one council, and every kind of key.
pub static TRUST: LazyLock<TrustList> = LazyLock::new(|| {
    let json = json!({
        "version": 7,
        "issued_at": "2026-08-01T00:00:00Z",
        "expires_at": "2027-02-01T00:00:00Z",
        "councils": [{
            "code": "CB", "unit": "VN-04@2", "level": "province",
            "name": {"vi": "Hội đồng tỉnh Cao Bằng", "en": "Council of Cao Bang"},
            "successor": null,
            "mandates": [{"stars": [3, 4], "from": "2025-07-06", "until": null, "months": 36}],
            "keys": [listed(SEALING)],
            "status_list": format!("{HOST}/status/CB"),
            "status_keys": [listed(LISTING)],
        }],
        "programme_keys": [listed_for(LOGGING, "log"), listed_for(PACKING, "pack")],
    });
    TrustList::from_json(json).expect("a trust list")
});

/// The same list, signed by the root key.
pub static SEALED_TRUST: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let root = public(ROOT);
    TRUST.sealed(&root, sign(ROOT, &TRUST.to_be_signed(&root)))
});

/// Seals claims as the council does.
pub fn seal(claims: Claims) -> Token {
    let unsealed = Token::prepare(claims, Alg::Ed25519, public(SEALING).id());
    let signature = sign(SEALING, unsealed.to_be_signed());
    unsealed.seal(signature)
}

/// Every token that was ever sealed: with names, compact, and with the highest index.
pub static TOKENS: LazyLock<Vec<Token>> = LazyLock::new(|| {
    let names = |product: &str| {
        Some(Names {
            product: product.to_owned(),
            producer: "Hợp tác xã Bản Mới".to_owned(),
        })
    };
    let claims = |index, stars, names| Claims {
        index,
        stars: crate::scheme::stars::Stars::new(stars).expect("stars"),
        names,
        issued_on: "2026-08-05".parse().expect("a day"),
        valid_through: "2029-08-05".parse().expect("a day"),
        sealed_at: instant("2026-08-05T02:30:00Z"),
    };
    let tokens = [
        claims(0, 4, names("Miến dong Bản Mới")),
        claims(1, 3, None),
        claims(u32::MAX, 5, names("Chè Shan tuyết")),
    ];
    tokens.map(seal).into()
});

/// Whether these bytes are a token that was sealed.
pub fn is_sealed(bytes: &[u8]) -> bool {
    TOKENS.iter().any(|token| token.message.to_bytes() == bytes)
}

/// When every check is made.
pub static NOW: LazyLock<DateTime<Utc>> = LazyLock::new(|| instant("2026-08-06T03:00:00Z"));

/// What the council says of its certificates.
pub fn status_list(size: u64, entries: HashMap<u32, Status>) -> StatusList {
    StatusList {
        as_of: instant("2026-08-06T00:00:00Z"),
        expires_at: None,
        size,
        entries,
    }
}

pub static STATUS: LazyLock<StatusLists> = LazyLock::new(|| {
    let list = status_list(u64::from(u32::MAX) + 1, HashMap::new());
    StatusLists::new(HashMap::from([(council(), list)]))
});

/// The digests of every token that was sealed.
pub static REGISTER: LazyLock<RegisterData> = LazyLock::new(|| {
    let tokens = TOKENS.iter();
    let digests: HashSet<TokenDigest> = tokens
        .map(|token| TokenDigest::of(&token.message.to_bytes()))
        .collect();
    let councils = HashMap::from([(council(), digests)]);
    RegisterData::new(instant("2026-08-06T02:00:00Z"), councils)
});
