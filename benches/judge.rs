//! What a verdict costs beside the one signature check that it cannot do without.

mod measure;

use std::collections::HashMap;
use std::hint::black_box;
use std::process::ExitCode;

use ed25519_dalek::{Signature, VerifyingKey};
use measure::{Report, Target, median, time};
use ocop::scheme::judge::judge;
use ocop::scheme::qr_text::QrText;
use ocop::scheme::status::{RegisterData, StatusLists};
use ocop::scheme::token::{Token, TokenDigest};
use ocop::scheme::trust::TrustList;
use ocop::scheme::verdict::Kind;
use ocop::scheme::{cose, digits};
use serde_json::Value;

const VECTORS: &[u8] = include_bytes!("../tests/vectors/verdicts.json");
const NAME: &str = "genuine CB 4 stars 2026-08-05";
const ROUNDS: usize = 201;
/// Repetitions in a round: a few milliseconds for each piece.
const REPEATED: u32 = 100;

fn main() -> ExitCode {
    let vectors: Value = serde_json::from_slice(VECTORS).expect("the vectors are JSON");
    let vector = vectors["vectors"]
        .as_array()
        .and_then(|all| all.iter().find(|vector| vector["name"] == NAME))
        .expect("the vector is there");
    let text = vector["qr"].as_str().expect("a text");
    let trust = TrustList::from_json(vectors["trust_lists"]["main"].clone()).expect("a list");
    let status = StatusLists::from_json(vectors["status"]["all"].clone()).expect("lists");
    let at = serde_json::from_value(vector["at"].clone()).expect("an instant");

    let QrText::Token { bytes, .. } = QrText::read(text) else {
        panic!("the vector holds a token");
    };
    let token = Token::from_bytes(&bytes).expect("a token");
    let message = &token.message;
    let register = register_with(TokenDigest::of(&bytes));
    let (_, key) = trust.keys(message.kid).next().expect("a known key");
    let key = VerifyingKey::from_bytes(key.x.as_bytes()).expect("a key");
    let to_be_signed = cose::to_be_signed(message.alg, message.kid, &message.payload);
    let signature = Signature::from_bytes(&message.signature);
    let digits = text.rsplit('/').next().expect("digits");
    println!("{} characters, {} bytes of token", text.len(), bytes.len());

    let verify = || {
        let verified = key.verify_strict(black_box(&to_be_signed), black_box(&signature));
        assert!(verified.is_ok());
    };
    let judged = || {
        let verdict = judge(
            black_box(text),
            &trust,
            Some(&status),
            Some(&register),
            at,
            None,
        );
        assert_eq!(verdict.kind, Kind::Genuine);
        black_box(verdict);
    };
    let pieces: [(&str, &dyn Fn()); 8] = [
        ("verify_strict", &verify),
        ("judge", &judged),
        ("  read digits", &|| {
            drop(black_box(digits::read(black_box(digits))));
        }),
        ("  read token", &|| {
            drop(black_box(Token::from_bytes(black_box(&bytes))));
        }),
        ("  write what is signed", &|| {
            let (alg, kid) = (message.alg, message.kid);
            drop(black_box(cose::to_be_signed(alg, kid, &message.payload)));
        }),
        ("  digest of the token", &|| {
            black_box(TokenDigest::of(black_box(&bytes)));
        }),
        ("write digits", &|| {
            drop(black_box(digits::write(black_box(&bytes))));
        }),
        ("write JSON", &{
            let verdict = judge(text, &trust, Some(&status), Some(&register), at, None);
            move || drop(black_box(serde_json::to_vec(black_box(&verdict))))
        }),
    ];

    // Every piece once a round, so that a busy moment of the machine meets all of them.
    let mut rounds = vec![[0.0; 8]; ROUNDS];
    for round in &mut rounds {
        for (took, (_, run)) in round.iter_mut().zip(pieces) {
            *took = time(|| (0..REPEATED).for_each(|_| run())).as_secs_f64();
        }
    }
    for (piece, (name, _)) in pieces.iter().enumerate() {
        let share = median(rounds.iter().map(|round| round[piece] / round[0]));
        let micros = 1e6 * median(rounds.iter().map(|round| round[piece])) / f64::from(REPEATED);
        println!("{name:24} {micros:7.2} us, {share:.3} of verify_strict");
    }
    let ratio = median(rounds.iter().map(|round| round[1] / round[0]));
    let mut report = Report::default();
    report.ratio("judge / verify_strict", ratio, Target::AtMost(1.2));
    report.finish()
}

/// Register data of a province's size, with one more digest.
fn register_with(digest: TokenDigest) -> RegisterData {
    let others = (0..20_000_u64).map(|number| TokenDigest(number.to_be_bytes()));
    let digests = others.chain([digest]).collect();
    let council = "CB".parse().expect("a code");
    let as_of = "2026-08-06T00:00:00Z".parse().expect("an instant");
    RegisterData::new(as_of, HashMap::from([(council, digests)]))
}
