//! Tokens as other people's libraries see them: `independent.py` shares no code with the scheme.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use ocop::scheme::seal::{Alg, PublicKey};
use ocop::scheme::{digits, qr_text};
use serde_json::{Value, json};

use crate::door::Door;
use crate::vectors::bytes;

const CODEC: &[u8] = include_bytes!("../vectors/codec.json");

fn vectors() -> Vec<Value> {
    serde_json::from_slice(CODEC).expect("the vectors are JSON")
}

fn hex(vector: &Value, field: &str) -> Vec<u8> {
    bytes(vector[field].as_str().expect("a text"))
}

/// The vectors' keys as a key set, each with a stranger under the same kid before it.
fn key_set() -> Value {
    let keys = vectors().into_iter().flat_map(|vector| {
        let public = PublicKey::from_bytes(&hex(&vector, "public_key_hex")).expect("a key");
        let alg = vector["alg"].as_i64().and_then(Alg::numbered);
        let alg = serde_json::to_value(alg.expect("one of the two")).expect("a text");
        let key = |x: String| {
            json!({ "kty": "OKP", "crv": "Ed25519", "use": "sig", "alg": alg,
                    "kid": public.id().to_string(), "x": x })
        };
        let stranger = BASE64_URL_SAFE_NO_PAD.encode([
            0x3d, 0x40, 0x17, 0xc3, 0xe8, 0x43, 0x89, 0x5a, 0x92, 0xb7, 0x0a, 0xa7, 0x4d, 0x1b,
            0x7e, 0xbc, 0x9c, 0x98, 0x2c, 0xcf, 0x2e, 0xc4, 0x96, 0x8c, 0xc0, 0xcd, 0x55, 0xf1,
            0x2a, 0xf4, 0x66, 0x0c,
        ]);
        [key(stranger), key(public.to_base64())]
    });
    json!({ "keys": keys.collect::<Vec<_>>() })
}

pub fn interpreter() -> PathBuf {
    let python = std::env::var_os("OCOP_PYTHON").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("target/venv/bin/python"),
        PathBuf::from,
    );
    assert!(
        python.exists(),
        "{} is missing: run `tests/run`, which makes it with the packages cwt and cbor2, or name \
         an interpreter that has them in OCOP_PYTHON",
        python.display()
    );
    python
}

/// Runs the script on codes, one a line, by the vectors' keys.
fn verify(codes: &[String]) -> Output {
    verify_by(&key_set(), codes)
}

fn verify_by(key_set: &Value, codes: &[String]) -> Output {
    let folder = tempfile::tempdir().expect("a folder");
    let keys = folder.path().join("keys.json");
    let file = folder.path().join("codes.txt");
    std::fs::write(&keys, key_set.to_string()).expect("written");
    std::fs::write(&file, codes.join("\n")).expect("written");
    Command::new(interpreter())
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/independent.py"))
        .args([keys, file])
        .output()
        .expect("the interpreter starts")
}

fn errors(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn an_independent_library_reads_every_token_as_we_do() {
    let vectors = vectors();
    let codes: Vec<String> = vectors
        .iter()
        .map(|vector| vector["qr_text"].as_str().expect("a text").to_owned())
        .collect();
    let output = verify(&codes);
    assert!(output.status.success(), "{}", errors(&output));
    let lines = String::from_utf8(output.stdout).unwrap();
    let read: Vec<Value> = lines
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(read.len(), vectors.len());
    for (read, vector) in read.iter().zip(&vectors) {
        for field in [
            "alg",
            "index",
            "stars",
            "product",
            "producer",
            "issued_on",
            "valid_through",
            "sealed_at",
        ] {
            assert_eq!(read[field], vector[field], "{field}");
        }
        let kid = BASE64_URL_SAFE_NO_PAD.encode(hex(vector, "kid_hex"));
        assert_eq!(read["kid"], kid);
    }
}

#[tokio::test]
async fn an_independent_library_verifies_what_was_issued_by_the_published_keys() {
    let door = Door::open().await;
    let key_set = door.get("/.well-known/jwks.json", &[]).await.json();
    let output = verify_by(&key_set, &door.codes);
    assert!(output.status.success(), "{}", errors(&output));
    let lines = String::from_utf8(output.stdout).unwrap();
    let first: Value = serde_json::from_str(lines.lines().next().unwrap()).unwrap();
    assert_eq!(lines.lines().count(), door.codes.len());
    assert_eq!(first["product"], "Miến dong Bản Mới");
    assert_eq!(first["alg"], -19);
    let unknown = verify_by(&json!({ "keys": [] }), &door.codes);
    assert_eq!(unknown.status.code(), Some(1));
}

#[test]
fn an_independent_library_refuses_what_was_altered() {
    for vector in vectors() {
        let token = hex(&vector, "token_hex");
        // The stars, a byte of the signature, and the algorithm of the protected header.
        let payload = hex(&vector, "claims_hex");
        let claims = token
            .windows(payload.len())
            .position(|window| window == payload)
            .unwrap();
        let stars = claims
            + payload
                .windows(6)
                .position(|window| window[..5] == [0x3a, 0, 1, 0, 0])
                .unwrap()
            + 7;
        assert_eq!(u64::from(token[stars]), vector["stars"].as_u64().unwrap());
        for (place, bit, reason) in [
            (stars, 1, "made this signature"),
            (token.len() - 40, 0x20, "made this signature"),
            (5, 1, "no key with the kid"),
        ] {
            let mut altered = token.clone();
            altered[place] ^= bit;
            let output = verify(&[qr_text::write("https://verify.example.vn", &altered)]);
            assert_eq!(output.status.code(), Some(1), "{}", errors(&output));
            assert!(errors(&output).contains(reason), "{}", errors(&output));
            assert!(output.stdout.is_empty());
        }
        let longer = digits::write(&[token, vec![0]].concat());
        assert_eq!(verify(&[longer]).status.code(), Some(1));
    }
}
