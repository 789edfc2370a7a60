//! Serials of labels, against values that Python's `hmac` gave.

use ocop::scheme::number::CertificateNumber;
use ocop::scheme::qr_text::{QrText, write_serial};
use ocop::scheme::serial::{MOST_LABELS, Serial, SerialKey};

fn key() -> SerialKey {
    SerialKey::new(&std::array::from_fn(|byte| {
        u8::try_from(byte).expect("32 bytes")
    }))
}

fn number() -> CertificateNumber {
    "CB-0-8".parse().expect("a number")
}

#[test]
fn a_serial_is_the_count_and_the_mac_that_another_implementation_gives() {
    let serial = key().serial(number(), 1);
    assert_eq!(serial.to_string(), "0000000001838962");
    let last = key().serial(number(), MOST_LABELS);
    assert_eq!(last.to_string(), "9999999999093350");
}

#[test]
fn a_key_knows_its_serials_and_no_others() {
    let read = |digits: &str| Serial::read(digits).expect("a serial");
    assert!(key().made(number(), read("0000000001838962")));
    assert!(!key().made(number(), read("0000000001838963")));
    assert!(!key().made(number(), read("0000000002838962")));
    let other = "CB-1-6".parse().expect("a number");
    assert!(!key().made(other, read("0000000001838962")));
    assert!(!SerialKey::new(&[7; 32]).made(number(), read("0000000001838962")));
}

#[test]
fn what_is_no_serial_is_not_read() {
    for text in [
        "",
        "1",
        "0000000000123456",
        "00000000018389620",
        "000000000183896x",
        "+000000001838962",
    ] {
        assert_eq!(Serial::read(text), None, "{text}");
    }
}

#[test]
fn a_key_is_never_shown() {
    assert_eq!(format!("{:?}", key()), "SerialKey(…)");
}

#[test]
fn a_label_s_code_gives_the_serial_back() {
    let token = [0xd2, 0x84, 1, 2, 3];
    let text = write_serial("https://ocop.example", key().serial(number(), 1), &token);
    let QrText::Token { bytes, serial } = QrText::read(&text) else {
        panic!("{text} holds a token");
    };
    assert_eq!(bytes, token);
    assert_eq!(serial.as_deref(), Some("0000000001838962"));
}
