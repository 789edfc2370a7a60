//! Status lists: as CWT, as JWT, and the packed entries alone.

use std::collections::HashMap;

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;

use crate::Target;
use crate::programme::{HOST, LISTING, TRUST, public, sign, status_list};
use crate::scheme::status::{Status, StatusList};
use crate::scheme::status_list::{CWT, Claims, pack, unpack};
use crate::scheme::trust::Council;
use crate::scheme::typed_sign1::{self, TypedSign1};

pub const TARGET: Target = Target {
    name: "status_list",
    seeds: || {
        let claims = claims();
        let mut packed = 9_u64.to_be_bytes().to_vec();
        packed.extend(&claims.packed);
        let jwt = jwt();
        let payload = jwt.split('.').nth(1).expect("a payload");
        let payload = BASE64_URL_SAFE_NO_PAD.decode(payload).expect("base64url");
        let cwt = cwt();
        let message = TypedSign1::from_bytes(CWT, &cwt).expect("a message");
        let claims = message.payload.to_vec();
        vec![cwt, jwt.into_bytes(), claims, payload, packed]
    },
    check,
};

fn claims() -> Claims {
    let entries = HashMap::from([
        (1, Status::Revoked),
        (5, Status::Suspended),
        (8, Status::Superseded),
    ]);
    Claims::new(format!("{HOST}/status/CB"), &status_list(9, entries))
}

fn cwt() -> Vec<u8> {
    let (claims, kid) = (claims(), public(LISTING).id());
    claims.to_cwt(kid, &sign(LISTING, &claims.cwt_to_be_signed(kid)))
}

fn jwt() -> String {
    let (claims, kid) = (claims(), public(LISTING).id());
    let signature = sign(LISTING, claims.jwt_to_be_signed(kid).as_bytes());
    claims.to_jwt(kid, &signature)
}

fn check(bytes: &[u8]) -> bool {
    let council = &TRUST.councils()[0];
    let sealed = StatusList::from_cwt(bytes, council);
    if sealed.is_ok() {
        assert_eq!(bytes, cwt(), "a list that nobody signed");
    }
    let text = std::str::from_utf8(bytes);
    let compact = text
        .ok()
        .and_then(|text| StatusList::from_jwt(text, council).ok());
    if compact.is_some() {
        assert_eq!(bytes, jwt().as_bytes(), "a list that nobody signed");
    }
    sealed.is_ok()
        | compact.is_some()
        | as_cwt(bytes, council)
        | as_jwt(bytes, council)
        | as_entries(bytes)
}

/// The same bytes as the payload that the status key signed.
fn as_cwt(payload: &[u8], council: &Council) -> bool {
    let kid = public(LISTING).id();
    let signature = sign(LISTING, &typed_sign1::to_be_signed(CWT, kid, payload));
    let message = TypedSign1 {
        typ: CWT,
        kid,
        payload,
        signature,
    };
    let read = StatusList::from_cwt(&message.to_bytes(), council);
    read.as_ref().is_ok_and(holds)
}

fn as_jwt(payload: &[u8], council: &Council) -> bool {
    let written = jwt();
    let header = written.split('.').next().expect("a header");
    let signed = format!("{header}.{}", BASE64_URL_SAFE_NO_PAD.encode(payload));
    let signature = BASE64_URL_SAFE_NO_PAD.encode(sign(LISTING, signed.as_bytes()));
    let read = StatusList::from_jwt(&format!("{signed}.{signature}"), council);
    read.as_ref().is_ok_and(holds)
}

fn as_entries(bytes: &[u8]) -> bool {
    let Some((size, packed)) = bytes.split_first_chunk() else {
        return false;
    };
    let size = u64::from_be_bytes(*size);
    let Ok(entries) = unpack(size, packed) else {
        return false;
    };
    packed_again(size, &entries);
    true
}

/// What holds of every list that can be read.
fn holds(list: &StatusList) -> bool {
    for (&index, &status) in &list.entries {
        assert!(u64::from(index) < list.size);
        assert_ne!(status, Status::Valid);
        assert_eq!(list.status(index), Ok(status));
    }
    assert!(list.expires_at.is_some_and(|expires| list.as_of < expires));
    packed_again(list.size, &list.entries);
    true
}

/// What was read is the same when it is packed and read again. Of small lists: packing as well as
/// can be takes a while, and large ones are no different.
fn packed_again(size: u64, entries: &HashMap<u32, Status>) {
    if size <= 1 << 14 {
        assert_eq!(unpack(size, &pack(size, entries)).as_ref(), Ok(entries));
    }
}
