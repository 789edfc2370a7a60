//! The proof in a code: what its seal shows under a trust list. Neither the clock nor what became
//! of the certificate has a part in it, so it is the same however often it is looked at.

use std::sync::Arc;

use super::check::Detail;
use super::cose;
use super::qr_text::QrText;
use super::token::{Claims, Token, TokenDigest};
use super::trust::{Council, CouncilKey, TrustList};
use super::verdict::Kind;

/// A token whose signature holds under a key of a trust list, and under no other list for that.
/// Mandate, dates, status and register are not judged by it.
#[derive(Clone, Debug)]
pub struct Proof {
    /// What the token says.
    pub claims: Claims,
    /// The council whose key made the signature.
    pub council: Arc<Council>,
    /// The key.
    pub key: CouncilKey,
    /// What the register knows the token by.
    pub digest: TokenDigest,
}

/// Why a code proves nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unproven {
    /// There is no token in it.
    NoToken {
        /// Whether it is another kind of code, or a damaged one.
        kind: Kind,
        /// What is wrong with it.
        detail: Detail,
    },
    /// The trust list has no key of its kid.
    NoSuchKey,
    /// A key of its kid is there, and did not make the signature.
    WrongSignature,
}

impl Proof {
    /// Reads a scanned text and checks the signature of the token in it.
    ///
    /// # Errors
    /// [`Unproven`].
    pub fn of_code(qr_text: &str, trust: &TrustList) -> Result<Self, Unproven> {
        Self::of_token(&token_in(qr_text)?, trust)
    }

    /// Checks the signature of a token's bytes. Every key with its kid is tried.
    ///
    /// # Errors
    /// [`Unproven`].
    pub fn of_token(token: &[u8], trust: &TrustList) -> Result<Self, Unproven> {
        let digest = TokenDigest::of(token);
        let Token {
            message: token,
            claims,
        } = Token::from_bytes(token).map_err(|reason| Unproven::NoToken {
            kind: Kind::Malformed,
            detail: Detail::NotAToken(reason),
        })?;
        let to_be_signed = cose::to_be_signed(token.alg, token.kid, &token.payload);
        let mut unproven = Unproven::NoSuchKey;
        for (council, key) in trust.keys(token.kid) {
            if key.alg == token.alg && key.x.verifies(&to_be_signed, &token.signature) {
                return Ok(Self {
                    claims,
                    council: Arc::clone(council),
                    key: key.clone(),
                    digest,
                });
            }
            unproven = Unproven::WrongSignature;
        }
        Err(unproven)
    }
}

/// The bytes of the token in a scanned text, not judged.
///
/// # Errors
/// [`Unproven::NoToken`].
pub fn token_in(qr_text: &str) -> Result<Vec<u8>, Unproven> {
    let (kind, detail) = match QrText::read(qr_text) {
        QrText::Token { bytes, .. } => return Ok(bytes),
        QrText::Malformed => (Kind::Malformed, Detail::NotDigits),
        QrText::Short(_) => (Kind::NotOcop, Detail::ShortCode),
        QrText::NotOcop => (Kind::NotOcop, Detail::NotOcop),
    };
    Err(Unproven::NoToken { kind, detail })
}
