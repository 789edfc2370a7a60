//! What the length of a text costs: the symbol's version and side, and what shorter names would
//! save.

use super::size::{Size, modules_across};
use super::{Error, Symbol};
use crate::scheme::qr_text::QrText;
use crate::scheme::token::{Claims, Names, Token};

/// How large a text's symbol is, and why.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Meter {
    /// The version, 1 to 40.
    pub version: u8,
    /// Modules a side, with the quiet zone.
    pub modules: u32,
    /// The side in millimetres, with the quiet zone.
    pub side_mm: f64,
    /// What the names in the code cost; `None` for a code that holds none.
    pub names: Option<NamesCost>,
}

/// What the names in a code cost.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NamesCost {
    /// Bytes of both names, in UTF-8: a plain letter has one, `ế` has three.
    pub bytes: usize,
    /// Millimetres by which they make the symbol larger than the same code without names.
    pub mm: f64,
    /// The next smaller symbol; `None` when no shorter names would give one.
    pub shorter: Option<Shorter>,
    /// Bytes that the names could still grow by in a symbol of this version.
    pub room: usize,
}

/// A smaller symbol.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shorter {
    /// By so many bytes the names would have to be shorter.
    pub bytes: usize,
    /// Millimetres that it saves on a side.
    pub mm: f64,
}

impl Meter {
    /// Measures a text with modules of a size.
    ///
    /// # Errors
    /// [`Error::TextTooLong`] when no symbol holds it.
    pub fn of(text: &str, size: Size) -> Result<Self, Error> {
        let (prefix, digits) = Symbol::lengths(text);
        let version = Symbol::version_for(prefix, digits)?;
        Ok(Self {
            version,
            modules: modules_across(version),
            side_mm: size.side_mm(version),
            names: names_cost(text, (prefix, digits), version, size),
        })
    }
}

fn names_cost(
    text: &str,
    (prefix, digits): (usize, usize),
    version: u8,
    size: Size,
) -> Option<NamesCost> {
    let QrText::Token { bytes: token, .. } = QrText::read(text) else {
        return None;
    };
    let whole = Token::from_bytes(&token).ok()?;
    let names = whole.claims.names.clone()?;
    let bytes = names.product.len() + names.producer.len();
    // A label's serial stands before the token's digits.
    let serial = digits.checked_sub(token_digits(token.len()))?;
    let version_with = |names: Option<Names>| {
        let digits = serial + token_digits(token_bytes(&whole, names));
        Symbol::version_for(prefix, digits).ok()
    };
    let saved = |to: u8| size.side_mm(version) - size.side_mm(to);
    let shorter = (1..bytes - 1).find_map(|fewer| {
        let smaller = version_with(Some(of_bytes(&names, bytes - fewer)))?;
        (smaller < version).then(|| Shorter {
            bytes: fewer,
            mm: saved(smaller),
        })
    });
    let room = (1..).find(|more| {
        let larger = version_with(Some(of_bytes(&names, bytes + more)));
        larger != Some(version)
    });
    Some(NamesCost {
        bytes,
        mm: saved(version_with(None)?),
        shorter,
        room: room.unwrap_or(1) - 1,
    })
}

/// Names of so many bytes together: the product's is cut or lengthened, and the producer's only
/// when nothing of the product's is left to cut.
fn of_bytes(names: &Names, bytes: usize) -> Names {
    let product = bytes.saturating_sub(names.producer.len()).max(1);
    Names {
        product: "a".repeat(product),
        producer: "a".repeat(bytes - product),
    }
}

/// Bytes of a token if its names were others.
fn token_bytes(token: &Token, names: Option<Names>) -> usize {
    let claims = Claims {
        names,
        ..token.claims.clone()
    };
    let (alg, kid) = (token.message.alg, token.message.kid);
    let token = Token::prepare(claims, alg, kid).seal([0; 64]);
    token.message.to_bytes().len()
}

/// Digits of a token of so many bytes. Every token begins with the bytes 0xD2 0x84, so its length
/// alone decides.
#[must_use]
pub fn token_digits(bytes: usize) -> usize {
    let leading = f64::from(0xd284_u16 >> 8) + f64::from(0x84_u8) / 256.0;
    let rest = bytes.saturating_sub(1) as f64 * 256_f64.log10();
    // A few thousand at most.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let digits = (rest + leading.log10()).floor() as usize;
    digits + 1
}
