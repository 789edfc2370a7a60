//! Every bit of a token, and every digit of its text, turned over: never genuine.

use std::collections::HashSet;

use super::form;
use ocop::office::conformance::Vectors;
use ocop::scheme::qr_text::{self, QrText};
use ocop::scheme::verdict::Kind;

const ORIGIN: &str = "https://ocop.example.vn";

/// The bytes of a code, if it has the form of one.
fn token(code: &str) -> Option<Vec<u8>> {
    match QrText::read(code) {
        QrText::Token { bytes, .. } => Some(bytes),
        _ => None,
    }
}

#[test]
fn no_vector_with_a_bit_or_a_digit_turned_over_is_genuine() {
    let vectors = Vectors::of_the_specification().unwrap();
    let signed: HashSet<Vec<u8>> = vectors
        .judged()
        .filter(|(_, verdict)| verdict.certificate.is_some())
        .filter_map(|(vector, _)| token(vector.code()))
        .collect();
    assert!(!signed.is_empty());
    let (mut bits, mut digits, mut seen) = (0, 0, HashSet::new());
    for (vector, verdict) in vectors.judged() {
        // One that is no signed token can, turned over, be the one that it was made of.
        if verdict.certificate.is_none() {
            continue;
        }
        let Some(bytes) = token(vector.code()) else {
            continue;
        };
        // The same token stands in many vectors, with other lists.
        let first = seen.insert(bytes.clone());
        if !form(first, true) {
            continue;
        }
        for bit in 0..bytes.len() * 8 {
            let mut turned = bytes.clone();
            turned[bit / 8] ^= 1 << (bit % 8);
            if signed.contains(&turned) {
                continue;
            }
            let verdict = vectors.judge_instead(vector, &qr_text::write(ORIGIN, &turned));
            assert_ne!(verdict.kind, Kind::Genuine, "bit {bit} of {}", vector.name);
            bits += 1;
        }
        let text = qr_text::write(ORIGIN, &bytes);
        for place in text.rfind('/').unwrap() + 1..text.len() {
            for digit in b'0'..=b'9' {
                let mut turned = text.clone().into_bytes();
                if turned[place] == digit {
                    continue;
                }
                turned[place] = digit;
                let turned = String::from_utf8(turned).unwrap();
                if token(&turned).is_some_and(|bytes| signed.contains(&bytes)) {
                    continue;
                }
                let verdict = vectors.judge_instead(vector, &turned);
                assert_ne!(
                    verdict.kind,
                    Kind::Genuine,
                    "digit {place} of {}",
                    vector.name
                );
                digits += 1;
            }
        }
    }
    println!("{bits} bits and {digits} digits turned over");
}
