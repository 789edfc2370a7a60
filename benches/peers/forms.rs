//! The claims of a certificate in the form that each peer reads, under one key.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use ed25519_dalek::{Signer, SigningKey};
use minicbor::Encoder;
use minicbor::data::Tag;
use ocop::scheme::token::{Claims, Token};

use crate::serving::corpus::{SEED, token};

fn claims(code: &str) -> Claims {
    Token::from_bytes(&token(code)).expect("a token").claims
}

/// The same claims signed as the ceiling reads them: our own form under its key.
pub fn as_cose(code: &str) -> String {
    let key = SigningKey::from_bytes(&SEED);
    let parsed = Token::from_bytes(&token(code)).expect("a token");
    let alg = parsed.message.alg;
    let unsealed = Token::prepare(parsed.claims, alg, parsed.message.kid);
    let signature = key.sign(unsealed.to_be_signed()).to_bytes();
    let sealed = unsealed.seal(signature);
    BASE64_URL_SAFE_NO_PAD.encode(sealed.message.to_bytes())
}

/// The same claims as a JWS.
pub fn as_jws(code: &str) -> String {
    let key = SigningKey::from_bytes(&SEED);
    let claims = claims(code);
    let names = claims.names.expect("a full token");
    let header = BASE64_URL_SAFE_NO_PAD.encode(r#"{"alg":"EdDSA","kid":"RJahWA"}"#);
    let payload = serde_json::json!({
        "iss": "CB", "jti": claims.index, "stars": claims.stars,
        "product": names.product, "producer": names.producer,
        "iat": claims.sealed_at.timestamp(),
        "nbf": seconds(claims.issued_on), "exp": seconds(claims.valid_through),
    });
    let payload = BASE64_URL_SAFE_NO_PAD.encode(payload.to_string());
    let message = format!("{header}.{payload}");
    let signature = BASE64_URL_SAFE_NO_PAD.encode(key.sign(message.as_bytes()).to_bytes());
    format!("{message}.{signature}")
}

/// The same claims as a CWT with the algorithm that Python's library knows.
pub fn as_cwt(code: &str) -> String {
    let key = SigningKey::from_bytes(&SEED);
    let claims = claims(code);
    let names = claims.names.expect("a full token");
    let mut payload = Encoder::new(Vec::new());
    let written: Result<(), minicbor::encode::Error<_>> = (|| {
        payload.map(6)?.i8(1)?.str("CB")?;
        payload.i8(4)?.i64(seconds(claims.valid_through))?;
        payload.i8(5)?.i64(seconds(claims.issued_on))?;
        payload.i8(6)?.i64(claims.sealed_at.timestamp())?;
        payload.i8(7)?.bytes(&claims.index.to_be_bytes())?;
        payload.i32(-65_537)?.array(3)?.u8(claims.stars.get())?;
        payload.str(&names.product)?.str(&names.producer)?;
        Ok(())
    })();
    written.expect("memory takes it");
    let payload = payload.into_writer();
    let protected = [0xa1, 0x01, 0x27];
    let mut message = Encoder::new(Vec::new());
    let written: Result<(), minicbor::encode::Error<_>> = (|| {
        message.array(4)?.str("Signature1")?.bytes(&protected)?;
        message.bytes(&[])?.bytes(&payload)?;
        Ok(())
    })();
    written.expect("memory takes it");
    let signature = key.sign(&message.into_writer()).to_bytes();
    let mut token = Encoder::new(Vec::new());
    let written: Result<(), minicbor::encode::Error<_>> = (|| {
        token.tag(Tag::new(18))?.array(4)?.bytes(&protected)?;
        token.map(1)?.i8(4)?.bytes(b"ocop")?;
        token.bytes(&payload)?.bytes(&signature)?;
        Ok(())
    })();
    written.expect("memory takes it");
    BASE64_URL_SAFE_NO_PAD.encode(token.into_writer())
}

fn seconds(day: chrono::NaiveDate) -> i64 {
    day.and_time(chrono::NaiveTime::MIN).and_utc().timestamp()
}
