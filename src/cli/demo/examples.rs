//! The demonstration's examples: one code for each state that people should have seen.

use ed25519_dalek::SigningKey;
use serde::Serialize;

use super::super::output::Error;
use super::programme::Demo;
use crate::scheme::cose::Sign1;
use crate::scheme::qr_text::{self, QrText};
use crate::scheme::seal::{Alg, KeyId};
use crate::scheme::stars::Stars;
use crate::scheme::token::{Claims, Names, Token};
use crate::scheme::words::Text;
use crate::signer::{KeyFile, Signer};

/// A code to look at.
#[derive(Serialize)]
pub struct Example {
    /// The verdict that it leads to.
    pub verdict: &'static str,
    /// What it shows, in words.
    pub shows: Text,
    /// Its whole address.
    pub url: String,
}

/// An example, in words.
pub fn example(verdict: &'static str, vi: &'static str, en: &'static str, url: String) -> Example {
    Example {
        verdict,
        shows: Text::new(vi, en),
        url,
    }
}

/// Every example, the genuine one first.
pub fn of(demo: &Demo) -> Result<Vec<Example>, Error> {
    let origin = demo
        .office
        .config()
        .origin()
        .ok_or(crate::office::Error::NoHost)?;
    let issued = |list: &crate::office::Issued| {
        let url = list
            .certificates
            .first()
            .and_then(|issued| issued.certificate.url.clone());
        url.ok_or(crate::office::Error::NoHost)
    };
    let genuine = issued(&demo.list)?;
    let number = demo
        .list
        .certificates
        .first()
        .map(|issued| issued.certificate.number);
    let renewed = demo.expired.certificates.get(1);
    let renewed = renewed.and_then(|issued| issued.certificate.url.clone());
    let mut examples = vec![
        example(
            "genuine",
            "Còn hiệu lực, 4 sao",
            "In force, 4 stars",
            genuine.clone(),
        ),
        example(
            "genuine",
            "Còn hiệu lực, 5 sao",
            "In force, 5 stars",
            issued(&demo.five_stars)?,
        ),
        example(
            "expired",
            "Đã hết hạn, vẫn còn in trên bao bì",
            "Expired, still printed on the package",
            issued(&demo.expired)?,
        ),
        example(
            "expired",
            "Đã hết hạn, đã được công nhận lại với 3 sao",
            "Expired, recognised again with 3 stars",
            renewed.ok_or(crate::office::Error::NoHost)?,
        ),
        example(
            "mismatch",
            "Bao bì ghi 5 sao, giấy chỉ có 4",
            "The package shows 5 stars, the certificate 4",
            format!("{genuine}?stars=5"),
        ),
    ];
    examples.push(example(
        "genuine",
        "Mã rút gọn cho bao bì nhỏ, tên hiện khi có mạng",
        "Compact code for small packages, names online",
        demo.compact.clone(),
    ));
    if let Some(token) = token(&genuine) {
        let (altered, unknown) = (with_five_stars(&token), by_an_unknown_key(&token)?);
        examples.push(example(
            "forged",
            "Có người sửa 4 sao thành 5",
            "Somebody changed 4 stars to 5",
            qr_text::write(&origin, &altered),
        ));
        examples.push(example(
            "unknown_issuer",
            "Hội đồng có khóa không ai biết",
            "A council with a key that nobody knows",
            qr_text::write(&origin, &unknown),
        ));
    }
    if let Some(number) = number {
        examples.push(example(
            "genuine",
            "Mã ngắn, chỉ khi có mạng",
            "Short code, online only",
            format!("{origin}/c/{number}"),
        ));
    }
    examples.push(example(
        "start",
        "Trang kiểm tra",
        "The page to verify on",
        format!("{origin}/"),
    ));
    Ok(examples)
}

fn token(url: &str) -> Option<Token> {
    match QrText::read(url) {
        QrText::Token { bytes, .. } => Token::from_bytes(&bytes).ok(),
        _ => None,
    }
}

/// The same signature over one star more.
fn with_five_stars(token: &Token) -> Vec<u8> {
    let five = Stars::ALL[4];
    let payload = Claims {
        stars: five,
        ..token.claims.clone()
    }
    .to_cbor();
    Sign1 {
        payload,
        ..token.message.clone()
    }
    .to_bytes()
}

/// A well-made token under a key that no trust list names, and that is forgotten at once.
fn by_an_unknown_key(token: &Token) -> Result<Vec<u8>, Error> {
    let mut seed = [0; 32];
    getrandom::fill(&mut seed).map_err(std::io::Error::from)?;
    let key = KeyFile::from_signing_key(SigningKey::from_bytes(&seed));
    let names = Names {
        product: "Mật ong rừng Bản Xa".to_owned(),
        producer: "Tổ hợp tác Bản Xa".to_owned(),
    };
    let claims = Claims {
        names: Some(names),
        ..token.claims.clone()
    };
    let unsealed = Token::prepare(claims, Alg::Ed25519, KeyId::of(&key.public_key()));
    let signature = key.sign(unsealed.to_be_signed())?;
    Ok(unsealed.seal(signature).message.to_bytes())
}
