//! The CWT form: COSE_Sign1, tag 18, with `typ` in the protected header.

use minicbor::Decoder;

use super::claims::{instant, seconds};
use super::packed::BITS;
use super::{CWT, Claims, LARGEST, Refused, TTL, accept, key_of};
use crate::scheme::cose::{self, NotSign1};
use crate::scheme::seal::KeyId;
use crate::scheme::status::StatusList;
use crate::scheme::trust::Council;
use crate::scheme::typed_sign1::{self, TypedSign1};

/// RFC 8392.
const SUB: u16 = 2;
const EXP: u16 = 4;
const IAT: u16 = 6;
/// draft-ietf-oauth-status-list, registered with IANA.
const STATUS_LIST: u16 = 65_533;
const LIST_TTL: u16 = 65_534;
/// Ours, of the private range: how many entries there are.
const SIZE: i64 = -65_538;

impl Claims {
    /// What the status key signs for the CWT form.
    pub fn cwt_to_be_signed(&self, kid: KeyId) -> Vec<u8> {
        typed_sign1::to_be_signed(CWT, kid, &self.to_cbor())
    }

    /// The signed CWT.
    pub fn to_cwt(&self, kid: KeyId, signature: &[u8; 64]) -> Vec<u8> {
        TypedSign1 {
            typ: CWT,
            kid,
            payload: &self.to_cbor(),
            signature: *signature,
        }
        .to_bytes()
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
        let message = read(bytes)?;
        let key = key_of(council, message.kid)?;
        if !message.is_signed_by(&key) {
            return Err(Refused::Signature);
        }
        let claims = Claims::from_cbor(message.payload).ok_or(Refused::Form("the claims"))?;
        accept(claims, council, message.kid)
    }
}

/// Which key is said to have signed a list.
///
/// # Errors
/// When it is no status list in its one form.
pub fn key_id(bytes: &[u8]) -> Result<KeyId, Refused> {
    read(bytes).map(|message| message.kid)
}

fn read(bytes: &[u8]) -> Result<TypedSign1<'_>, Refused> {
    TypedSign1::from_bytes(CWT, bytes).map_err(|NotSign1(part)| Refused::Form(part))
}
