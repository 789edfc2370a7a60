//! The vectors of the specification, made by an independent implementation.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use chrono::{DateTime, NaiveDate, Utc};
use ed25519_dalek::{Signer, SigningKey};
use ocop::office::conformance::Vectors;
use ocop::scheme::qr_text::{self, QrText};
use ocop::scheme::seal::{Alg, PublicKey};
use ocop::scheme::stars::Stars;
use ocop::scheme::token::{Claims, Names, Token};
use ocop::scheme::{cose, digits};
use serde::Deserialize;

const VERDICTS: &[u8] = include_bytes!("../vectors/verdicts.json");

#[test]
fn every_verdict_vector_is_judged_as_expected() {
    let vectors = Vectors::read(VERDICTS).unwrap();
    let judged: Vec<_> = vectors.judged().collect();
    assert_eq!(judged.len(), 144);
    let differences: Vec<String> = judged
        .iter()
        .filter_map(|(vector, verdict)| {
            Some(format!("{}: {}", vector.name, vector.difference(verdict)?))
        })
        .collect();
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

#[derive(Deserialize)]
struct Codec {
    index: u32,
    stars: Stars,
    issued_on: NaiveDate,
    valid_through: NaiveDate,
    sealed_at: DateTime<Utc>,
    product: Option<String>,
    producer: Option<String>,
    alg: i64,
    secret_seed_hex: String,
    public_key_hex: String,
    kid_hex: String,
    claims_hex: String,
    to_be_signed_hex: String,
    token_hex: String,
    digits: String,
    qr_text: String,
}

/// The bytes of a hexadecimal text.
pub fn bytes(hex: &str) -> Vec<u8> {
    (0..hex.len())
        .step_by(2)
        .map(|i| u8::from_str_radix(&hex[i..i + 2], 16).expect("hexadecimal"))
        .collect()
}

#[test]
fn every_codec_vector_is_written_and_read_to_the_byte() {
    let vectors: Vec<Codec> =
        serde_json::from_slice(include_bytes!("../vectors/codec.json")).unwrap();
    assert_eq!(vectors.len(), 3);
    for vector in vectors {
        let key = SigningKey::from_bytes(&bytes(&vector.secret_seed_hex).try_into().unwrap());
        let public = PublicKey::new(key.verifying_key()).unwrap();
        assert_eq!(public.as_bytes().to_vec(), bytes(&vector.public_key_hex));
        assert_eq!(public.id().0.to_vec(), bytes(&vector.kid_hex));

        let claims = Claims {
            index: vector.index,
            stars: vector.stars,
            names: vector
                .product
                .zip(vector.producer)
                .map(|(product, producer)| Names { product, producer }),
            issued_on: vector.issued_on,
            valid_through: vector.valid_through,
            sealed_at: vector.sealed_at,
        };
        assert_eq!(claims.to_cbor(), bytes(&vector.claims_hex));
        let alg = Alg::numbered(vector.alg).unwrap();
        let unsealed = Token::prepare(claims.clone(), alg, public.id());
        assert_eq!(unsealed.to_be_signed(), bytes(&vector.to_be_signed_hex));
        let signature = key.sign(unsealed.to_be_signed()).to_bytes();
        let token = unsealed.seal(signature);
        let written = token.message.to_bytes();
        assert_eq!(written, bytes(&vector.token_hex));
        assert_eq!(digits::write(&written), vector.digits);
        assert_eq!(
            qr_text::write("https://verify.example.vn", &written),
            vector.qr_text
        );

        let read = QrText::read(&vector.qr_text);
        assert_eq!(
            read,
            QrText::Token {
                bytes: written.clone(),
                serial: None
            }
        );
        assert_eq!(Token::from_bytes(&written).unwrap(), token);
        assert_eq!(token.claims, claims);
        let base64 = BASE64_URL_SAFE_NO_PAD.encode(&written);
        assert_eq!(
            QrText::read(&base64),
            QrText::Token {
                bytes: written,
                serial: None
            }
        );
        assert!(token.message.is_signed_by(&public));
        assert_eq!(
            cose::to_be_signed(alg, public.id(), &token.message.payload),
            bytes(&vector.to_be_signed_hex)
        );
    }
}

#[test]
fn the_specification_s_example_is_the_first_vector() {
    let specification = include_str!("../../docs/token.md");
    let (_, example) = specification.split_once("```hex\n").unwrap();
    let (example, _) = example.split_once("```").unwrap();
    let hex: String = example
        .lines()
        .filter_map(|line| line.split(';').next())
        .flat_map(str::split_whitespace)
        .collect();
    let vectors: Vec<Codec> =
        serde_json::from_slice(include_bytes!("../vectors/codec.json")).unwrap();
    assert_eq!(hex, vectors[0].token_hex);
}
