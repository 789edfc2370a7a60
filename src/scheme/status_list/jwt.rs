//! The JWT form: compact serialization, EdDSA.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};

use super::claims::{instant, seconds};
use super::packed::BITS;
use super::{Claims, LARGEST, Refused, TTL, accept, key_of};
use crate::scheme::seal::KeyId;
use crate::scheme::status::StatusList;
use crate::scheme::trust::Council;

const ALG: &str = "EdDSA";
const TYP: &str = "statuslist+jwt";

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Header {
    alg: String,
    kid: KeyId,
    typ: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Payload {
    sub: String,
    iat: u64,
    exp: u64,
    ttl: i64,
    status_list: Packed,
    ocop_size: u64,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Packed {
    bits: u8,
    lst: String,
}

impl Claims {
    /// What the status key signs for the JWT form: header and payload (RFC 7515 section 5.1).
    pub fn jwt_to_be_signed(&self, kid: KeyId) -> String {
        let header = Header {
            alg: ALG.to_owned(),
            kid,
            typ: TYP.to_owned(),
        };
        let payload = Payload {
            sub: self.uri.clone(),
            iat: seconds(self.issued_at),
            exp: seconds(self.expires_at),
            ttl: TTL.num_seconds(),
            status_list: Packed {
                bits: BITS,
                lst: BASE64_URL_SAFE_NO_PAD.encode(&self.packed),
            },
            ocop_size: self.size,
        };
        format!("{}.{}", part(&header), part(&payload))
    }

    /// The signed JWT.
    pub fn to_jwt(&self, kid: KeyId, signature: &[u8; 64]) -> String {
        let signature = BASE64_URL_SAFE_NO_PAD.encode(signature);
        format!("{}.{signature}", self.jwt_to_be_signed(kid))
    }
}

impl StatusList {
    /// Reads a council's signed list in its JWT form.
    ///
    /// # Errors
    /// As [`StatusList::from_cwt`].
    pub fn from_jwt(text: &str, council: &Council) -> Result<Self, Refused> {
        const FORM: Refused = Refused::Form("not a JWT");
        if LARGEST < text.len() {
            return Err(Refused::Large(text.len()));
        }
        let (signed, signature) = text.rsplit_once('.').ok_or(FORM)?;
        let (header, payload) = signed.split_once('.').ok_or(FORM)?;
        let Header { kid, .. } = read(header).ok_or(Refused::Form("the header"))?;
        let key = key_of(council, kid)?;
        let signature = BASE64_URL_SAFE_NO_PAD.decode(signature).map_err(|_| FORM)?;
        let signature: [u8; 64] = signature.try_into().map_err(|_| FORM)?;
        if !key.verifies(signed.as_bytes(), &signature) {
            return Err(Refused::Signature);
        }
        let claims = claims(payload).ok_or(Refused::Form("the claims"))?;
        // Algorithm, type, bits and ttl: all by writing it again.
        if claims.jwt_to_be_signed(kid) != signed {
            return Err(Refused::Form("not in its one form"));
        }
        accept(claims, council, kid)
    }
}

fn claims(payload: &str) -> Option<Claims> {
    let payload: Payload = read(payload)?;
    let (issued_at, expires_at) = (instant(payload.iat)?, instant(payload.exp)?);
    let claims = Claims {
        uri: payload.sub,
        issued_at,
        expires_at,
        size: payload.ocop_size,
        packed: BASE64_URL_SAFE_NO_PAD
            .decode(payload.status_list.lst)
            .ok()?,
    };
    (issued_at < expires_at).then_some(claims)
}

fn part(value: &impl Serialize) -> String {
    // Strings and numbers only: there is nothing that could fail.
    BASE64_URL_SAFE_NO_PAD.encode(serde_json::to_vec(value).unwrap_or_default())
}

fn read<T: for<'de> Deserialize<'de>>(part: &str) -> Option<T> {
    serde_json::from_slice(&BASE64_URL_SAFE_NO_PAD.decode(part).ok()?).ok()
}
