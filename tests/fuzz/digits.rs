//! Texts of codes: digits, URLs, base64url, and the numbers that people type.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;

use crate::Target;
use crate::programme::{HOST, NOW, REGISTER, STATUS, TOKENS, TRUST, is_sealed};
use crate::scheme::check::{Check, Outcome};
use crate::scheme::gtin::Gtin;
use crate::scheme::judge::judge;
use crate::scheme::number::CertificateNumber;
use crate::scheme::qr_text::{self, QrText};
use crate::scheme::report_number::ReportNumber;
use crate::scheme::score::Score;
use crate::scheme::serial::Serial;
use crate::scheme::{digits, text};

pub const TARGET: Target = Target {
    name: "digits",
    seeds: || {
        let serial = "0000000001123456";
        let mut seeds = Vec::new();
        for token in TOKENS.iter().take(2) {
            let bytes = token.message.to_bytes();
            let written = digits::write(&bytes);
            seeds.push(format!("{HOST}/s/{serial}{written}"));
            seeds.push(qr_text::write(HOST, &bytes));
            seeds.push(BASE64_URL_SAFE_NO_PAD.encode(&bytes));
            seeds.push(written);
        }
        let typed = ["https://ocop.example.vn/c/CB-0-8", "CB-0-8", serial];
        seeds.extend(typed.map(str::to_owned));
        seeds.into_iter().map(String::into_bytes).collect()
    },
    check,
};

fn check(bytes: &[u8]) -> bool {
    let Ok(code) = std::str::from_utf8(bytes) else {
        return false;
    };
    if let Ok(number) = digits::read(code) {
        assert_eq!(digits::write(&number), code);
        assert!(code.len() <= digits::most_of(number.len()));
    }
    let verdict = judge(code, &TRUST, Some(&STATUS), Some(&REGISTER), *NOW, None);
    verdict.reason();
    let read = match QrText::read(code) {
        QrText::Token { bytes, serial } => {
            let written = digits::write(&bytes);
            let serial = serial.unwrap_or_default();
            assert!(
                code.ends_with(&format!("{serial}{written}"))
                    || code == BASE64_URL_SAFE_NO_PAD.encode(&bytes)
            );
            if verdict.outcome(Check::Signature) == Outcome::Pass {
                assert!(is_sealed(&bytes), "a signature that nobody made");
            }
            true
        }
        QrText::Short(number) => {
            assert_ne!(verdict.outcome(Check::Signature), Outcome::Pass);
            typed(&number)
        }
        QrText::Malformed | QrText::NotOcop => {
            assert_ne!(verdict.outcome(Check::Signature), Outcome::Pass);
            false
        }
    };
    assert!(code.starts_with(qr_text::without_query(code)));
    read | typed(code)
}

/// What people type: however it is spaced, what was read is written so that it is read again.
fn typed(typed: &str) -> bool {
    let number = typed.parse::<CertificateNumber>();
    if let Ok(number) = number {
        assert_eq!(number.to_string().parse(), Ok(number));
    }
    if let Ok(number) = typed.parse::<ReportNumber>() {
        assert_eq!(number.to_string().parse(), Ok(number));
    }
    if let Ok(score) = typed.parse::<Score>() {
        assert_eq!(score.to_string().parse(), Ok(score));
    }
    if let Ok(gtin) = Gtin::read(typed) {
        for written in gtin.written() {
            assert_eq!(Gtin::read(&written), Ok(gtin));
        }
    }
    // Folding is what search compares by: folding again changes nothing.
    let folded = text::fold(typed);
    assert_eq!(text::fold(&folded), folded);
    let serial = Serial::read(typed);
    if let Some(serial) = serial {
        assert_eq!(serial.to_string(), typed);
        assert_eq!(serial.digits().as_slice(), typed.as_bytes());
    }
    number.is_ok() || serial.is_some()
}
