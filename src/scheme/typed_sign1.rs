//! COSE_Sign1 with a type in its protected header: what is signed for one purpose alone.

use minicbor::Decoder;
use minicbor::data::Tag;

use super::cose::{self, NotSign1};
use super::seal::{Alg, KeyId, PublicKey};

/// RFC 9596.
const TYP: u8 = 16;

/// Tag 18, protected header of exactly alg (-19), kid and typ, empty unprotected header,
/// payload, signature. No certificate and no trust list has such a header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TypedSign1<'a> {
    /// What it is, such as `application/statuslist+cwt`.
    pub typ: &'static str,
    /// Which key is said to have made the signature.
    pub kid: KeyId,
    /// What was signed.
    pub payload: &'a [u8],
    /// 64 bytes.
    pub signature: [u8; 64],
}

/// What the key signs.
pub fn to_be_signed(typ: &str, kid: KeyId, payload: &[u8]) -> Vec<u8> {
    cose::signature1(&protected(typ, kid), payload)
}

impl<'a> TypedSign1<'a> {
    /// The one byte string of this message.
    pub fn to_bytes(&self) -> Vec<u8> {
        let protected = protected(self.typ, self.kid);
        let mut bytes = Vec::with_capacity(self.payload.len() + 160);
        let Ok(()) = cose::write(&mut bytes, |cbor| {
            cbor.tag(Tag::new(18))?
                .array(4)?
                .bytes(&protected)?
                .map(0)?;
            cbor.bytes(self.payload)?.bytes(&self.signature)?;
            Ok(())
        });
        bytes
    }

    /// Reads the one byte string of a message of a type; whatever is not exactly what
    /// [`Self::to_bytes`] writes is refused.
    ///
    /// # Errors
    /// With the part that is wrong.
    pub fn from_bytes(typ: &'static str, bytes: &'a [u8]) -> Result<Self, NotSign1> {
        const FORM: NotSign1 = NotSign1("not a COSE_Sign1 message");
        let mut cbor = Decoder::new(bytes);
        let begins = cbor.tag().ok() == Some(Tag::new(18)) && cbor.array().ok() == Some(Some(4));
        if !begins {
            return Err(FORM);
        }
        let header = cbor.bytes().map_err(|_| FORM)?;
        let kid = read_protected(typ, header).ok_or(NotSign1("the protected header"))?;
        if cbor.map().ok() != Some(Some(0)) {
            return Err(NotSign1("the unprotected header is not empty"));
        }
        let payload = cbor.bytes().map_err(|_| FORM)?;
        let signature = cbor.bytes().map_err(|_| FORM)?;
        let message = Self {
            typ,
            kid,
            payload,
            signature: signature.try_into().map_err(|_| FORM)?,
        };
        if message.to_bytes() != bytes {
            return Err(NotSign1(
                "the encoding is not deterministic, or bytes are left over",
            ));
        }
        Ok(message)
    }

    /// Whether a key made the signature.
    pub fn is_signed_by(&self, key: &PublicKey) -> bool {
        let signed = to_be_signed(self.typ, self.kid, self.payload);
        key.verifies(&signed, &self.signature)
    }
}

/// `{1: alg, 4: kid, 16: typ}`.
fn protected(typ: &str, kid: KeyId) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(48);
    let Ok(()) = cose::write(&mut bytes, |cbor| {
        cbor.map(3)?.u8(1)?.i64(Alg::Ed25519.number())?;
        cbor.u8(4)?.bytes(&kid.0)?.u8(TYP)?.str(typ)?;
        Ok(())
    });
    bytes
}

fn read_protected(typ: &str, bytes: &[u8]) -> Option<KeyId> {
    let mut cbor = Decoder::new(bytes);
    cbor.map().ok()??;
    cbor.u8().ok()?;
    cbor.i64().ok()?;
    cbor.u8().ok()?;
    let kid = KeyId(cbor.bytes().ok()?.try_into().ok()?);
    (protected(typ, kid) == bytes).then_some(kid)
}
