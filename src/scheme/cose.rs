//! COSE_Sign1 as the programme uses it (RFC 9052): one form, read and written side by side.

use std::convert::Infallible;

use minicbor::data::Tag;
use minicbor::{Decoder, Encoder};

use super::seal::{Alg, KeyId, PublicKey};

/// Tag 18, protected header of exactly alg and kid, empty unprotected header, payload,
/// signature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sign1 {
    /// How the signature was made.
    pub alg: Alg,
    /// Which key is said to have made it.
    pub kid: KeyId,
    /// What was signed.
    pub payload: Vec<u8>,
    /// 64 bytes.
    pub signature: [u8; 64],
}

/// Bytes that are not exactly one such message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a COSE_Sign1 message in the programme's form: {0}")]
pub struct NotSign1(pub &'static str);

/// What the key signs: `["Signature1", protected, h'', payload]` (RFC 9052 section 4.4).
pub fn to_be_signed(alg: Alg, kid: KeyId, payload: &[u8]) -> Vec<u8> {
    signature1(&protected(alg, kid), payload)
}

/// The same under any protected header.
pub(super) fn signature1(protected: &[u8], payload: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(payload.len() + protected.len() + 32);
    let Ok(()) = write(&mut bytes, |cbor| {
        cbor.array(4)?
            .str("Signature1")?
            .bytes(protected)?
            .bytes(&[])?
            .bytes(payload)?;
        Ok(())
    });
    bytes
}

impl Sign1 {
    /// The one byte string of this message.
    pub fn to_bytes(&self) -> Vec<u8> {
        let protected = protected(self.alg, self.kid);
        let mut bytes = Vec::with_capacity(self.payload.len() + 88);
        let Ok(()) = write(&mut bytes, |cbor| {
            cbor.tag(Tag::new(18))?
                .array(4)?
                .bytes(&protected)?
                .map(0)?;
            cbor.bytes(&self.payload)?.bytes(&self.signature)?;
            Ok(())
        });
        bytes
    }

    /// Reads the one byte string of a message; whatever is not exactly what
    /// [`Self::to_bytes`] writes is refused.
    ///
    /// # Errors
    /// With the part that is wrong.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, NotSign1> {
        let mut cbor = Decoder::new(bytes);
        if cbor.tag().map_err(|_| NotSign1("no tag"))? != Tag::new(18) {
            return Err(NotSign1("the tag is not 18"));
        }
        if cbor.array().ok() != Some(Some(4)) {
            return Err(NotSign1("not an array of four"));
        }
        let protected = cbor.bytes().map_err(|_| NotSign1("the protected header"))?;
        let (alg, kid) = read_protected(protected)?;
        if cbor.map().ok() != Some(Some(0)) {
            return Err(NotSign1("the unprotected header is not empty"));
        }
        let payload = cbor.bytes().map_err(|_| NotSign1("the payload"))?.to_vec();
        let signature = cbor.bytes().map_err(|_| NotSign1("the signature"))?;
        let signature = signature
            .try_into()
            .map_err(|_| NotSign1("the signature's length"))?;
        let message = Self {
            alg,
            kid,
            payload,
            signature,
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
        key.verifies(
            &to_be_signed(self.alg, self.kid, &self.payload),
            &self.signature,
        )
    }
}

/// `{1: alg, 4: kid}`.
fn protected(alg: Alg, kid: KeyId) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(9);
    let Ok(()) = write(&mut bytes, |cbor| {
        cbor.map(2)?
            .u8(1)?
            .i64(alg.number())?
            .u8(4)?
            .bytes(&kid.0)?;
        Ok(())
    });
    bytes
}

fn read_protected(bytes: &[u8]) -> Result<(Alg, KeyId), NotSign1> {
    const HEADER: NotSign1 = NotSign1("the protected header is not exactly alg and kid");
    let mut cbor = Decoder::new(bytes);
    if cbor.map().ok() != Some(Some(2)) || cbor.u8().ok() != Some(1) {
        return Err(HEADER);
    }
    let alg = cbor
        .i64()
        .ok()
        .and_then(Alg::numbered)
        .ok_or(NotSign1("the algorithm"))?;
    if cbor.u8().ok() != Some(4) {
        return Err(HEADER);
    }
    let kid = cbor.bytes().map_err(|_| HEADER)?;
    Ok((
        alg,
        KeyId(
            kid.try_into()
                .map_err(|_| NotSign1("the key id is not 4 bytes"))?,
        ),
    ))
}

/// Writes CBOR into memory, where writing cannot fail.
pub(super) fn write<'a>(
    bytes: &'a mut Vec<u8>,
    content: impl FnOnce(
        &mut Encoder<&'a mut Vec<u8>>,
    ) -> Result<(), minicbor::encode::Error<Infallible>>,
) -> Result<(), Infallible> {
    let _written = content(&mut Encoder::new(bytes));
    Ok(())
}
