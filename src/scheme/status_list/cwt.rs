//! The CWT form: COSE_Sign1, tag 18, with `typ` in the protected header.

use minicbor::data::Tag;
use minicbor::{Decoder, Encoder};

use super::claims::{instant, seconds};
use super::packed::BITS;
use super::{CWT, Claims, LARGEST, Refused, TTL, accept, key_of};
use crate::scheme::cose;
use crate::scheme::seal::{Alg, KeyId};
use crate::scheme::status::StatusList;
use crate::scheme::trust::Council;

/// RFC 8392.
const SUB: u16 = 2;
const EXP: u16 = 4;
const IAT: u16 = 6;
/// draft-ietf-oauth-status-list, registered with IANA.
const STATUS_LIST: u16 = 65_533;
const LIST_TTL: u16 = 65_534;
/// Ours, of the private range: how many entries there are.
const SIZE: i64 = -65_538;
/// RFC 9596.
const TYP: u8 = 16;

impl Claims {
    /// What the status key signs for the CWT form.
    pub fn cwt_to_be_signed(&self, kid: KeyId) -> Vec<u8> {
        cose::signature1(&protected(kid), &self.to_cbor())
    }

    /// The signed CWT.
    pub fn to_cwt(&self, kid: KeyId, signature: &[u8; 64]) -> Vec<u8> {
        let (protected, payload) = (protected(kid), self.to_cbor());
        let mut bytes = Vec::with_capacity(payload.len() + 128);
        let Ok(()) = cose::write(&mut bytes, |cbor| {
            cbor.tag(Tag::new(18))?
                .array(4)?
                .bytes(&protected)?
                .map(0)?;
            cbor.bytes(&payload)?.bytes(signature)?;
            Ok(())
        });
        bytes
    }

    fn to_cbor(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(self.packed.len() + 128);
        let Ok(()) = cose::write(&mut bytes, |cbor| {
            // Keys in the bytewise order of their encodings (RFC 8949 section 4.2.1).
            cbor.map(6)?.u16(SUB)?.str(&self.uri)?;
            cbor.u16(EXP)?.u64(seconds(self.expires_at))?;
            cbor.u16(IAT)?.u64(seconds(self.issued_at))?;
            cbor.u16(STATUS_LIST)?.map(2)?;
            cbor.str("lst")?
                .bytes(&self.packed)?
                .str("bits")?
                .u8(BITS)?;
            cbor.u16(LIST_TTL)?.i64(TTL.num_seconds())?;
            cbor.i64(SIZE)?.u64(self.size)?;
            Ok(())
        });
        bytes
    }

    fn from_cbor(bytes: &[u8]) -> Option<Self> {
        let mut cbor = Decoder::new(bytes);
        let key = |cbor: &mut Decoder<'_>, key| cbor.i64().ok().filter(|&found| found == key);
        if cbor.map().ok()?? != 6 {
            return None;
        }
        key(&mut cbor, SUB.into())?;
        let uri = cbor.str().ok()?.to_owned();
        key(&mut cbor, EXP.into())?;
        let expires_at = instant(cbor.u64().ok()?)?;
        key(&mut cbor, IAT.into())?;
        let issued_at = instant(cbor.u64().ok()?)?;
        key(&mut cbor, STATUS_LIST.into())?;
        if cbor.map().ok()?? != 2 || cbor.str().ok()? != "lst" {
            return None;
        }
        let packed = cbor.bytes().ok()?.to_vec();
        if cbor.str().ok()? != "bits" {
            return None;
        }
        cbor.u8().ok()?;
        key(&mut cbor, LIST_TTL.into())?;
        cbor.u64().ok()?;
        key(&mut cbor, SIZE)?;
        let size = cbor.u64().ok()?;
        let claims = Self {
            uri,
            issued_at,
            expires_at,
            size,
            packed,
        };
        // Bits, ttl, shortest forms and nothing left over: all by writing it again.
        (issued_at < expires_at && claims.to_cbor() == bytes).then_some(claims)
    }
}

impl StatusList {
    /// Reads a council's signed list in its CWT form.
    ///
    /// # Errors
    /// When it is not signed by a status key of the council, is another's, or not in its one
    /// form.
    pub fn from_cwt(bytes: &[u8], council: &Council) -> Result<Self, Refused> {
        if LARGEST < bytes.len() {
            return Err(Refused::Large(bytes.len()));
        }
        let (kid, payload, signature) = parts(bytes)?;
        let key = key_of(council, kid)?;
        if !key.verifies(&cose::signature1(&protected(kid), payload), &signature) {
            return Err(Refused::Signature);
        }
        let claims = Claims::from_cbor(payload).ok_or(Refused::Form("the claims"))?;
        if claims.to_cwt(kid, &signature) != bytes {
            return Err(Refused::Form("the encoding is not deterministic"));
        }
        accept(claims, council, kid)
    }
}

/// Which key is said to have signed a list.
///
/// # Errors
/// When it is no status list in its one form.
pub fn key_id(bytes: &[u8]) -> Result<KeyId, Refused> {
    parts(bytes).map(|(kid, ..)| kid)
}

fn parts(bytes: &[u8]) -> Result<(KeyId, &[u8], [u8; 64]), Refused> {
    const FORM: Refused = Refused::Form("not a COSE_Sign1 message");
    let mut cbor = Decoder::new(bytes);
    let begins = cbor.tag().ok() == Some(Tag::new(18)) && cbor.array().ok() == Some(Some(4));
    if !begins {
        return Err(FORM);
    }
    let header = cbor.bytes().map_err(|_| FORM)?;
    let kid = read_protected(header).ok_or(Refused::Form("the protected header"))?;
    if cbor.map().ok() != Some(Some(0)) {
        return Err(Refused::Form("the unprotected header is not empty"));
    }
    let payload = cbor.bytes().map_err(|_| FORM)?;
    let signature = cbor.bytes().map_err(|_| FORM)?;
    let signature = signature.try_into().map_err(|_| FORM)?;
    if cbor.position() != bytes.len() {
        return Err(Refused::Form("bytes are left over"));
    }
    Ok((kid, payload, signature))
}

/// `{1: alg, 4: kid, 16: typ}`: no certificate and no trust list has such a header.
fn protected(kid: KeyId) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(40);
    let Ok(()) = cose::write(&mut bytes, |cbor: &mut Encoder<_>| {
        cbor.map(3)?.u8(1)?.i64(Alg::Ed25519.number())?;
        cbor.u8(4)?.bytes(&kid.0)?.u8(TYP)?.str(CWT)?;
        Ok(())
    });
    bytes
}

fn read_protected(bytes: &[u8]) -> Option<KeyId> {
    let mut cbor = Decoder::new(bytes);
    cbor.map().ok()??;
    cbor.u8().ok()?;
    cbor.i64().ok()?;
    cbor.u8().ok()?;
    let kid = KeyId(cbor.bytes().ok()?.try_into().ok()?);
    (protected(kid) == bytes).then_some(kid)
}
