//! A small programme to test with: seeded keys, councils, lists, sealed tokens.

use std::collections::HashMap;
use std::sync::Arc;

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use chrono::{DateTime, NaiveDate, Utc};
use ed25519_dalek::{Signer, SigningKey};
use ocop::scheme::check::{Check, Detail};
use ocop::scheme::council::{Level, mandates_of};
use ocop::scheme::judge::judge;
use ocop::scheme::qr_text;
use ocop::scheme::seal::{Alg, KeyId, PublicKey};
use ocop::scheme::stars::Stars;
use ocop::scheme::status::{RegisterData, Status, StatusList, StatusLists};
use ocop::scheme::token::{Claims, Names, Token, TokenDigest};
use ocop::scheme::trust::{Council, CouncilKey, KeyState, TrustList};
use ocop::scheme::verdict::Verdict;
use ocop::scheme::words::Text;
use serde_json::json;

pub const ORIGIN: &str = "https://verify.example.vn";
/// When [`claims`] are sealed.
pub const SEALED_AT: &str = "2026-08-05T02:30:00Z";
/// A day after.
pub const AT: &str = "2026-08-06T02:00:00Z";
/// Two hours before [`AT`].
pub const FRESH: &str = "2026-08-06T00:00:00Z";

pub fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

pub fn instant(text: &str) -> DateTime<Utc> {
    text.parse().expect("an instant")
}

pub fn stars(number: u64) -> Stars {
    Stars::new(number).expect("1 to 5")
}

pub fn key(seed: u8) -> SigningKey {
    SigningKey::from_bytes(&[seed; 32])
}

pub fn public(key: &SigningKey) -> PublicKey {
    PublicKey::new(key.verifying_key()).expect("not weak")
}

/// Four stars of Cao Bằng, issued and sealed on 2026-08-05.
pub fn claims() -> Claims {
    Claims {
        index: 1000,
        stars: stars(4),
        names: Some(Names {
            product: "Miến dong Bản Mới".to_owned(),
            producer: "Hợp tác xã Bản Mới".to_owned(),
        }),
        issued_on: day("2026-08-05"),
        valid_through: day("2029-08-05"),
        sealed_at: instant(SEALED_AT),
    }
}

/// Seals as the key's owner does.
pub fn seal(claims: Claims, key: &SigningKey) -> Vec<u8> {
    seal_as(claims, Alg::Ed25519, public(key).id(), key)
}

/// Seals under any name.
pub fn seal_as(claims: Claims, alg: Alg, kid: KeyId, key: &SigningKey) -> Vec<u8> {
    let unsealed = Token::prepare(claims, alg, kid);
    let signature = key.sign(unsealed.to_be_signed()).to_bytes();
    unsealed.seal(signature).message.to_bytes()
}

/// The text of a token's QR code.
pub fn code(token: &[u8]) -> String {
    qr_text::write(ORIGIN, token)
}

/// A key that seals through 2026.
pub fn council_key(key: &SigningKey) -> CouncilKey {
    CouncilKey {
        kid: public(key).id(),
        alg: Alg::Ed25519,
        x: public(key),
        seals_from: day("2026-01-01"),
        seals_until: day("2026-12-31"),
        state: KeyState::Active,
        compromised_on: None,
    }
}

/// A province's council.
pub fn council(code: &str, keys: Vec<CouncilKey>) -> Council {
    Council {
        code: code.parse().expect("a code"),
        unit: "VN-04@2".to_owned(),
        level: Level::Province,
        name: Text::of(
            format!("Hội đồng OCOP {code}"),
            format!("OCOP council {code}"),
        ),
        successor: None,
        mandates: mandates_of(Level::Province),
        keys,
        status_list: format!("{ORIGIN}/status/{code}"),
        status_keys: Vec::new(),
    }
}

/// A list of August to October 2026.
pub fn trust(councils: Vec<Council>) -> TrustList {
    TrustList::new(
        7,
        instant("2026-08-01T00:00:00Z"),
        instant("2026-11-01T00:00:00Z"),
        councils.into_iter().map(Arc::new).collect(),
    )
}

/// The list of one council `CB` with `key(1)`.
pub fn one_council() -> TrustList {
    trust(vec![council("CB", vec![council_key(&key(1))])])
}

/// A status list of 20,000 entries, one of which may be withdrawn.
pub fn status_list(as_of: &str, said: Option<(u32, Status)>) -> StatusList {
    StatusList {
        as_of: instant(as_of),
        expires_at: None,
        size: 20_000,
        entries: said.into_iter().collect(),
    }
}

/// `CB`'s list alone.
pub fn lists(list: StatusList) -> StatusLists {
    StatusLists::new(HashMap::from([("CB".parse().expect("a code"), list)]))
}

/// Register data of `CB` that hold these tokens.
pub fn register(as_of: &str, tokens: &[&[u8]]) -> RegisterData {
    register_of("CB", as_of, tokens)
}

/// Register data of one council.
pub fn register_of(council: &str, as_of: &str, tokens: &[&[u8]]) -> RegisterData {
    let digest = |token: &&[u8]| BASE64_URL_SAFE_NO_PAD.encode(TokenDigest::of(token).0);
    let digests: Vec<String> = tokens.iter().map(digest).collect();
    let json = json!({ "as_of": as_of, "councils": { council: digests } });
    RegisterData::from_json(json).expect("the form of the vectors")
}

/// The verdict on [`claims`] sealed by `key(1)`.
pub fn judged(trust: &TrustList, status: Option<&StatusLists>, at: &str) -> Verdict {
    let code = code(&seal(claims(), &key(1)));
    judge(&code, trust, status, None, instant(at), None)
}

/// Why a check came out as it did.
pub fn detail(verdict: &Verdict, check: Check) -> &Detail {
    verdict.finding(check).detail.as_ref().expect("a detail")
}
