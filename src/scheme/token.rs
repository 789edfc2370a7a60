//! The token: a certificate's claims in CBOR, signed. Read and written side by side, strict
//! both ways (token specification, section 2).

use chrono::{DateTime, NaiveDate, Utc};
use minicbor::Decoder;
use minicbor::data::Type;
use sha2::{Digest, Sha256};

use super::cose::{self, NotSign1, Sign1};
use super::seal::{Alg, KeyId};
use super::stars::Stars;
use super::{day, text};

/// The private claim that holds stars and names.
const OCOP: i64 = -65_537;

/// What a token says, before any signature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claims {
    /// The certificate's index in its council's register (`cti`).
    pub index: u32,
    /// The certified level.
    pub stars: Stars,
    /// `None` in a compact token.
    pub names: Option<Names>,
    /// The day the decision was signed (`nbf`).
    pub issued_on: NaiveDate,
    /// The last day of validity, inclusive (`exp` is the midnight after it).
    pub valid_through: NaiveDate,
    /// The instant of sealing, whole seconds (`iat`).
    pub sealed_at: DateTime<Utc>,
}

/// The names in a full token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Names {
    /// As the decision names the product.
    pub product: String,
    /// As the decision names the producer.
    pub producer: String,
}

/// Why bytes are not a token.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotAToken {
    /// Not the one form of a signed message.
    #[error(transparent)]
    Message(#[from] NotSign1),
    /// A claim is missing, of the wrong type, out of its range, or one too many.
    #[error("the claim {0} is missing or not as the specification asks")]
    Claim(&'static str),
    /// A name breaks the rules for text.
    #[error("the {0} name: {1}")]
    Name(&'static str, text::Refused),
    /// The same values, but not the one deterministic encoding.
    #[error("the claims are not in deterministic CBOR, or bytes are left over")]
    Encoding,
}

/// A signed token, whose signature has not been judged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// The signed message.
    pub message: Sign1,
    /// What its payload says.
    pub claims: Claims,
}

impl Token {
    /// Reads a token from its bytes.
    ///
    /// # Errors
    /// When the bytes are not exactly what a writer makes of the same values.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, NotAToken> {
        let message = Sign1::from_bytes(bytes)?;
        let claims = Claims::from_cbor(&message.payload)?;
        Ok(Self { message, claims })
    }

    /// The bytes that a key signs to seal these claims, and the token they become with the
    /// signature.
    pub fn prepare(claims: Claims, alg: Alg, kid: KeyId) -> Unsealed {
        let payload = claims.to_cbor();
        Unsealed {
            to_be_signed: cose::to_be_signed(alg, kid, &payload),
            alg,
            kid,
            payload,
            claims,
        }
    }
}

/// A token that waits for its signature. It is moved into [`Unsealed::seal`], so what was
/// prepared is sealed once.
#[derive(Debug)]
pub struct Unsealed {
    to_be_signed: Vec<u8>,
    alg: Alg,
    kid: KeyId,
    payload: Vec<u8>,
    claims: Claims,
}

impl Unsealed {
    /// What the key signs.
    pub fn to_be_signed(&self) -> &[u8] {
        &self.to_be_signed
    }

    /// The token with its signature, which is not checked here.
    pub fn seal(self, signature: [u8; 64]) -> Token {
        let Self {
            alg,
            kid,
            payload,
            claims,
            ..
        } = self;
        Token {
            message: Sign1 {
                alg,
                kid,
                payload,
                signature,
            },
            claims,
        }
    }
}

/// The first 8 bytes of the SHA-256 of a token: how register data names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TokenDigest(pub [u8; 8]);

impl TokenDigest {
    /// The digest of a token's bytes.
    pub fn of(token: &[u8]) -> Self {
        let mut digest = [0; 8];
        digest.copy_from_slice(&Sha256::digest(token)[..8]);
        Self(digest)
    }
}

impl Claims {
    /// The payload: keys 4, 5, 6, 7 and -65537 in deterministic order.
    pub fn to_cbor(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(64 + 256);
        let index = self.index.to_be_bytes();
        let shortest = &index[(self.index.leading_zeros() as usize / 8).min(3)..];
        let Ok(()) = cose::write(&mut bytes, |cbor| {
            cbor.map(5)?;
            cbor.u8(4)?.i64(day::ends(self.valid_through))?;
            cbor.u8(5)?.i64(day::begins(self.issued_on))?;
            cbor.u8(6)?.i64(self.sealed_at.timestamp())?;
            cbor.u8(7)?.bytes(shortest)?;
            cbor.i64(OCOP)?
                .map(if self.names.is_some() { 3 } else { 1 })?;
            cbor.u8(1)?.u8(self.stars.get())?;
            if let Some(names) = &self.names {
                cbor.u8(2)?
                    .str(&names.product)?
                    .u8(3)?
                    .str(&names.producer)?;
            }
            Ok(())
        });
        bytes
    }

    /// Reads a payload.
    ///
    /// # Errors
    /// With the claim or name that is wrong.
    pub fn from_cbor(bytes: &[u8]) -> Result<Self, NotAToken> {
        let mut cbor = Decoder::new(bytes);
        if cbor.map().ok() != Some(Some(5)) {
            return Err(NotAToken::Claim("map"));
        }
        let exp = seconds(&mut cbor, 4, "exp")?;
        let nbf = seconds(&mut cbor, 5, "nbf")?;
        let iat = seconds(&mut cbor, 6, "iat")?;
        let index = index(&mut cbor)?;
        let (stars, names) = ocop(&mut cbor)?;

        let issued_on = day::beginning_at(nbf).ok_or(NotAToken::Claim("nbf"))?;
        let valid_through = day::beginning_at(exp)
            .and_then(|after| after.pred_opt())
            .filter(|&through| issued_on <= through)
            .ok_or(NotAToken::Claim("exp"))?;
        let sealed_at = DateTime::from_timestamp(iat, 0)
            .filter(|_| nbf <= iat)
            .ok_or(NotAToken::Claim("iat"))?;

        let claims = Self {
            index,
            stars,
            names,
            issued_on,
            valid_through,
            sealed_at,
        };
        if claims.to_cbor() != bytes {
            return Err(NotAToken::Encoding);
        }
        Ok(claims)
    }
}

/// A claim in Unix seconds. The last is in the year 9999, so that dates stay printable.
fn seconds(cbor: &mut Decoder<'_>, key: u8, name: &'static str) -> Result<i64, NotAToken> {
    const LAST: i64 = 253_402_275_600;
    if cbor.u8().ok() != Some(key) {
        return Err(NotAToken::Claim(name));
    }
    let unsigned = cbor
        .u64()
        .ok()
        .and_then(|seconds| i64::try_from(seconds).ok());
    unsigned
        .filter(|&seconds| seconds <= LAST)
        .ok_or(NotAToken::Claim(name))
}

/// The claim `cti`: 1 to 4 bytes, big endian, no leading zero byte but for index 0.
fn index(cbor: &mut Decoder<'_>) -> Result<u32, NotAToken> {
    const CTI: NotAToken = NotAToken::Claim("cti");
    if cbor.u8().ok() != Some(7) {
        return Err(CTI);
    }
    let bytes = cbor.bytes().map_err(|_| CTI)?;
    if !(1..=4).contains(&bytes.len()) {
        return Err(CTI);
    }
    // A leading zero byte is found when the claims are encoded again.
    Ok(bytes
        .iter()
        .fold(0, |index, &byte| index << 8 | u32::from(byte)))
}

fn ocop(cbor: &mut Decoder<'_>) -> Result<(Stars, Option<Names>), NotAToken> {
    const CLAIM: NotAToken = NotAToken::Claim("ocop");
    if cbor.i64().ok() != Some(OCOP) {
        return Err(CLAIM);
    }
    let entries = cbor.map().map_err(|_| CLAIM)?;
    if cbor.u8().ok() != Some(1) {
        return Err(CLAIM);
    }
    let stars = cbor.u64().ok().and_then(|number| Stars::new(number).ok());
    let stars = stars.ok_or(NotAToken::Claim("stars"))?;
    let names = match entries {
        Some(1) => None,
        Some(3) => Some(Names {
            product: name(cbor, 2, "product")?,
            producer: name(cbor, 3, "producer")?,
        }),
        _ => return Err(CLAIM),
    };
    Ok((stars, names))
}

fn name(cbor: &mut Decoder<'_>, key: u8, which: &'static str) -> Result<String, NotAToken> {
    if cbor.u8().ok() != Some(key) || cbor.datatype().ok() != Some(Type::String) {
        return Err(NotAToken::Claim(which));
    }
    let name = cbor.str().map_err(|_| NotAToken::Claim(which))?;
    text::check(name).map_err(|refused| NotAToken::Name(which, refused))?;
    Ok(name.to_owned())
}
