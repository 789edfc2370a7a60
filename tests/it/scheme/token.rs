//! Tokens: any claims round-trip, nothing altered is genuine, nothing panics, one encoding.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use chrono::{DateTime, NaiveDate};
use ocop::scheme::judge::judge;
use ocop::scheme::qr_text::{self, QrText};
use ocop::scheme::seal::Alg;
use ocop::scheme::token::{Claims, Names, Token};
use ocop::scheme::verdict::Kind;
use ocop::scheme::{day, digits, text};
use proptest::prelude::*;

use super::programme::{AT, ORIGIN, claims, code, instant, key, one_council, public, seal, stars};

fn kind_of(text: &str) -> Kind {
    judge(text, &one_council(), None, None, instant(AT), None).kind
}

fn token(bytes: Vec<u8>) -> QrText {
    QrText::Token {
        bytes,
        serial: None,
    }
}

#[test]
fn no_single_flipped_bit_is_genuine() {
    let token = seal(claims(), &key(1));
    assert_eq!(kind_of(&code(&token)), Kind::Genuine);
    for place in 0..token.len() {
        for bit in 0..8 {
            let mut flipped = token.clone();
            flipped[place] ^= 1 << bit;
            for text in [code(&flipped), BASE64_URL_SAFE_NO_PAD.encode(&flipped)] {
                let kind = kind_of(&text);
                let refused = matches!(
                    kind,
                    Kind::Malformed | Kind::Forged | Kind::UnknownIssuer | Kind::NotOcop
                );
                assert!(refused, "byte {place} bit {bit}: {kind:?}");
            }
        }
    }
}

#[test]
fn no_changed_digit_is_genuine() {
    let code = code(&seal(claims(), &key(1)));
    let first = code.rfind('/').unwrap() + 1;
    for place in first..code.len() {
        for digit in '0'..='9' {
            let mut altered = code.clone();
            altered.replace_range(place..=place, &digit.to_string());
            if altered != code {
                assert_ne!(kind_of(&altered), Kind::Genuine, "{altered}");
            }
        }
        let mut shorter = code.clone();
        shorter.remove(place);
        assert!(shorter == code || kind_of(&shorter) != Kind::Genuine);
    }
}

#[test]
fn a_cut_or_lengthened_token_is_malformed() {
    let token = seal(claims(), &key(1));
    for length in 2..token.len() {
        assert_eq!(
            kind_of(&code(&token[..length])),
            Kind::Malformed,
            "{length}"
        );
    }
    for more in [vec![0], vec![0xff; 3], token.clone()] {
        let longer = [token.clone(), more].concat();
        assert_eq!(kind_of(&code(&longer)), Kind::Malformed);
    }
}

#[test]
fn a_code_is_read_by_its_path_whatever_its_host() {
    let bytes = seal(claims(), &key(1));
    let digits = digits::write(&bytes);
    for text in [
        format!("https://ocop.gov.vn/v/{digits}"),
        format!("http://127.0.0.1:8080/v/{digits}"),
        format!("HTTPS://EVIL.EXAMPLE/v/{digits}"),
        format!("https://[::1]/v/{digits}"),
        digits.clone(),
        BASE64_URL_SAFE_NO_PAD.encode(&bytes),
    ] {
        assert_eq!(QrText::read(&text), token(bytes.clone()), "{text}");
    }
    for text in [
        format!("https://ocop.gov.vn/v/{digits}?utm=1"),
        format!("https://ocop.gov.vn/v/{digits}#a"),
        format!("https://ocop.gov.vn/v/{digits}/"),
        format!("https://ocop.gov.vn/v/0{digits}"),
        format!("https://ocop.gov.vn/v/+{digits}"),
        format!("https://ocop.gov.vn/v/ {digits}"),
        format!("https://ocop.gov.vn/v/{digits}\n"),
        "https://ocop.gov.vn/v/".to_owned(),
        "https://ocop.gov.vn/v/123".to_owned(),
        format!("0{digits}"),
        format!(
            "{}=",
            BASE64_URL_SAFE_NO_PAD.encode(&bytes[..bytes.len() - 1])
        )
        .replace('=', "."),
    ] {
        assert!(
            !matches!(QrText::read(&text), QrText::Token { .. }),
            "{text}"
        );
    }
    for text in [
        format!("https://ocop.gov.vn/V/{digits}"),
        format!("https://ocop.gov.vn/x/v/{digits}"),
        format!("https:///v/{digits}"),
        format!("ftp://ocop.gov.vn/v/{digits}"),
        format!("//ocop.gov.vn/v/{digits}"),
        format!(" {digits}"),
        "https://ocop.gov.vn".to_owned(),
        "https://ocop.gov.vn/v".to_owned(),
        "https://ocop.gov.vn/é/1".to_owned(),
        "8934563138165".to_owned(),
        String::new(),
    ] {
        assert_eq!(QrText::read(&text), QrText::NotOcop, "{text}");
    }
}

#[test]
fn more_than_2000_digits_are_refused_before_they_are_parsed() {
    assert!(digits::read(&"9".repeat(digits::MOST)).is_ok());
    assert!(digits::read(&"9".repeat(digits::MOST + 1)).is_err());
    let huge = "9".repeat(5_000_000);
    assert_eq!(kind_of(&format!("{ORIGIN}/v/{huge}")), Kind::Malformed);
    assert_eq!(kind_of(&huge), Kind::NotOcop);
    assert_eq!(kind_of(&"0".repeat(5_000_000)), Kind::NotOcop);
    assert_eq!(
        kind_of(&format!("0oQ{}", "A".repeat(5_000_000))),
        Kind::NotOcop
    );
}

/// Claims of any kind that a token can hold.
fn any_claims() -> impl Strategy<Value = Claims> {
    let name = any::<String>().prop_filter_map("a name", |name| text::tidy(&name).ok());
    let names = prop::option::of((name.clone(), name));
    let day = |days: i64| NaiveDate::from_num_days_from_ce_opt(i32::try_from(days).expect("small"));
    let from = 719_164..3_652_059_i64; // 1970-01-02 to 9999-12-30
    (
        any::<u32>(),
        1_u64..=5,
        names,
        from,
        0..40_000_i64,
        0..1_000_000_i64,
    )
        .prop_map(move |(index, level, names, from, term, delay)| {
            let issued_on = day(from).expect("in the calendar");
            let last = (from + term).min(3_652_059); // 9999-12-31
            Claims {
                index,
                stars: stars(level),
                names: names.map(|(product, producer)| Names { product, producer }),
                issued_on,
                valid_through: day(last).expect("in the calendar"),
                sealed_at: DateTime::from_timestamp(
                    (day::begins(issued_on) + delay).min(253_402_275_600),
                    0,
                )
                .expect("in the calendar"),
            }
        })
}

proptest! {
    #[test]
    fn any_claims_are_read_back(claims in any_claims(), ed_dsa in any::<bool>()) {
        prop_assert_eq!(Claims::from_cbor(&claims.to_cbor()), Ok(claims.clone()));
        let alg = if ed_dsa { Alg::EdDsa } else { Alg::Ed25519 };
        let unsealed = Token::prepare(claims.clone(), alg, public(&key(1)).id());
        let bytes = unsealed.seal([7; 64]).message.to_bytes();
        let read = Token::from_bytes(&bytes).expect("a token");
        prop_assert_eq!(&read.claims, &claims);
        prop_assert_eq!(read.message.alg, alg);
        let text = qr_text::write(ORIGIN, &bytes);
        prop_assert_eq!(QrText::read(&text), token(bytes));
    }

    #[test]
    fn bytes_become_digits_and_come_back(bytes in prop::collection::vec(any::<u8>(), 0..800)) {
        let bytes = [vec![0xd2, 0x84], bytes].concat();
        let written = digits::write(&bytes);
        prop_assert_eq!(digits::read(&written), Ok(bytes.clone()));
        prop_assert_eq!(QrText::read(&written), token(bytes));
    }

    #[test]
    fn digits_are_read_as_a_general_library_reads_them(digits in "[1-9][0-9]{0,1999}") {
        let number = num_bigint::BigUint::parse_bytes(digits.as_bytes(), 10).expect("digits");
        prop_assert_eq!(digits::read(&digits), Ok(number.to_bytes_be()));
    }

    #[test]
    fn numbers_around_a_whole_limb_are_read(exponent in 1_u32..6_000, less in any::<bool>()) {
        let number = num_bigint::BigUint::from(2_u8).pow(exponent) - u8::from(less);
        let read = digits::read(&number.to_string());
        prop_assert_eq!(read, Ok(number.to_bytes_be()));
    }

    #[test]
    fn random_bytes_are_no_token(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let _ = Token::from_bytes(&bytes);
        let _ = Claims::from_cbor(&bytes);
        let begun = [vec![0xd2, 0x84], bytes].concat();
        prop_assert_eq!(kind_of(&code(&begun)), Kind::Malformed);
        prop_assert_eq!(kind_of(&BASE64_URL_SAFE_NO_PAD.encode(&begun)), Kind::Malformed);
    }

    #[test]
    fn random_texts_and_digits_never_panic(
        text in any::<String>(),
        number in "[0-9]{0,600}",
        path in "/[vsc]/\\PC{0,80}",
    ) {
        for text in [text, number.clone(), format!("{ORIGIN}/v/{number}"),
                     format!("{ORIGIN}/s/{number}"), format!("{ORIGIN}{path}")] {
            prop_assert_ne!(kind_of(&text), Kind::Genuine);
        }
    }

    /// What is accepted after any change is exactly what a writer makes of what was read: two
    /// encodings of the same values are never both accepted.
    #[test]
    fn only_one_encoding_of_what_was_read_is_accepted(
        changes in prop::collection::vec(
            (any::<prop::sample::Index>(), any::<u8>(), 0..3_u8), 1..4),
    ) {
        let original = seal(claims(), &key(1));
        let mut bytes = original.clone();
        for (place, byte, change) in changes {
            let place = place.index(bytes.len());
            match change {
                0 => bytes[place] = byte,
                1 => bytes.insert(place, byte),
                _ => drop(bytes.remove(place)),
            }
        }
        if let Ok(read) = Token::from_bytes(&bytes) {
            let written = Token::prepare(read.claims, read.message.alg, read.message.kid)
                .seal(read.message.signature);
            prop_assert_eq!(written.message.to_bytes(), bytes.clone());
        }
        prop_assert_eq!(kind_of(&code(&bytes)) == Kind::Genuine, bytes == original);
    }
}

/// Every head of a CBOR item in these bytes: its place, and the same head one size longer.
fn longer_heads(bytes: &[u8], from: usize, to: usize) -> Vec<(usize, usize, Vec<u8>)> {
    let mut heads = Vec::new();
    let mut at = from;
    while at < to {
        let (major, info) = (bytes[at] & 0xe0, bytes[at] & 0x1f);
        let size = match info {
            24 => 2,
            25 => 3,
            26 => 5,
            27 => 9,
            _ => 1,
        };
        let argument = bytes[at + 1..at + size]
            .iter()
            .fold(0_u64, |sum, &byte| sum << 8 | u64::from(byte));
        let argument = if size == 1 { u64::from(info) } else { argument };
        let longest = [vec![major | 27], argument.to_be_bytes().to_vec()].concat();
        heads.push((at, size, longest));
        let text = matches!(major, 0x40 | 0x60);
        at += size
            + if text {
                usize::try_from(argument).expect("short")
            } else {
                0
            };
    }
    heads
}

#[test]
fn no_head_may_be_written_longer_than_it_must() {
    let payload = claims().to_cbor();
    let heads = longer_heads(&payload, 0, payload.len());
    assert_eq!(heads.len(), 17, "a map of five and a map of three in it");
    for (at, size, longer) in heads {
        let altered = [&payload[..at], &longer, &payload[at + size..]].concat();
        assert!(Claims::from_cbor(&altered).is_err(), "the head at {at}");
    }
    let token = seal(claims(), &key(1));
    let heads = longer_heads(&token, 0, token.len());
    assert_eq!(heads.len(), 6, "tag, array and its four items");
    for (at, size, longer) in heads {
        let altered = [&token[..at], &longer, &token[at + size..]].concat();
        assert!(Token::from_bytes(&altered).is_err(), "the head at {at}");
    }
}
