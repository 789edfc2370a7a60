//! Key files that are damaged or made to do harm.

use std::fs;

use ed25519_dalek::SigningKey;
use ocop::signer::{KeyFile, Signer};

use super::desk::{
    Desk, SECRET, fixed, hex, openssl, pbes2, refused, secret, tagged, text_of, write_encrypted,
};

#[test]
fn a_hostile_key_derivation_is_refused_before_it_runs() {
    let desk = Desk::new();
    let integer = |value: u64| {
        let mut bytes = value.to_be_bytes().to_vec();
        while bytes.len() > 1 && bytes[0] == 0 && bytes[1] < 0x80 {
            bytes.remove(0);
        }
        if bytes[0] >= 0x80 {
            bytes.insert(0, 0);
        }
        tagged(0x02, &bytes)
    };
    let scrypt = |cost, block_size, lanes| {
        let figures = [
            tagged(0x04, &[7; 16]),
            integer(cost),
            integer(block_size),
            integer(lanes),
        ];
        (hex("06092b06010401da47040b"), figures.concat())
    };
    let pbkdf2 = |iterations| {
        let hmac_with_sha256 = tagged(0x30, &hex("06082a864886f70d02090500"));
        let figures = [
            tagged(0x04, &[7; 16]),
            integer(iterations),
            hmac_with_sha256,
        ];
        (hex("06092a864886f70d01050c"), figures.concat())
    };
    for (name, parameters) in [
        scrypt(1 << 40, 8, 1),
        scrypt(1 << 18, 8, 1),
        scrypt(1 << 14, 0xffff, 1),
        scrypt(1 << 14, 8, 0xffff),
        scrypt(2, 1, 0xffff),
        scrypt(u64::MAX, 8, 1),
        scrypt(0, 8, 1),
        scrypt(1, 8, 1),
        scrypt(3, 8, 1),
        scrypt(1 << 14, 0, 1),
        scrypt(1 << 14, 8, 0),
        pbkdf2(0),
        pbkdf2(4_000_001),
        pbkdf2(0xffff_ffff),
    ] {
        let derivation = tagged(0x30, &[name, tagged(0x30, &parameters)].concat());
        let path = desk.pem_of(&pbes2(&derivation, &[9; 48]));
        let outcome = KeyFile::open(&path, &secret());
        refused(outcome, "key_derivation_refused");
    }
    // The same construction within the limits gets as far as the passphrase.
    let (name, parameters) = scrypt(1 << 14, 8, 1);
    let derivation = tagged(0x30, &[name, tagged(0x30, &parameters)].concat());
    let path = desk.pem_of(&pbes2(&derivation, &[9; 48]));
    refused(KeyFile::open(&path, &secret()), "wrong_passphrase");
}

#[test]
fn anything_around_the_key_is_refused() {
    let desk = Desk::new();
    let path = desk.openssl_key("ed25519", &["-v2", "aes-256-cbc", "-iter", "1"]);
    let pem = fs::read_to_string(path).unwrap();
    for text in [
        format!("{pem}garbage"),
        format!("{pem}{pem}"),
        format!("{pem}\n\n\n#"),
        format!("Bag Attributes\n{pem}"),
        format!("\u{feff}{pem}"),
        format!("ocop-public-key: \n{pem}ocop-public-key: "),
        pem.replace("ENCRYPTED PRIVATE", "PUBLIC"),
        pem.replace("ENCRYPTED PRIVATE", "RSA PRIVATE"),
        "ocop-public-key: no end".into(),
        "-----BEGIN ENCRYPTED PRIVATE KEY-----".into(),
        String::new(),
    ] {
        let path = desk.file("key", &text, 0o600);
        refused(KeyFile::open(&path, &secret()), "key_malformed");
    }
    let path = desk.file("key", [0xff, 0xfe, 0x00], 0o600);
    refused(KeyFile::open(&path, &secret()), "key_malformed");
    // Windows line ends change nothing.
    let path = desk.file("key", pem.replace('\n', "\r\n"), 0o600);
    KeyFile::open(&path, &secret()).unwrap();
}

#[test]
fn a_damaged_file_never_panics_and_never_becomes_another_key() {
    let desk = Desk::new();
    let made = desk.path("made");
    let stated = KeyFile::generate(&made, &secret(), fixed(1)).unwrap();
    let text = fs::read_to_string(&made).unwrap();
    let line = text.lines().next().unwrap();
    // The same key under a derivation that costs nothing: thousands of openings.
    let plain = openssl(
        &[
            "pkey",
            "-in",
            text_of(&made),
            "-passin",
            &format!("pass:{SECRET}"),
        ],
        b"",
    );
    let cheap = desk.encrypt_pem(&plain, &["-v2", "aes-256-cbc", "-iter", "1"]);
    let text = format!("{line}\n{}", fs::read_to_string(cheap).unwrap());
    let path = desk.file("key", &text, 0o600);
    let whole = KeyFile::open(&path, &secret()).unwrap();
    assert_eq!(whole.public_key(), stated.public_key());
    let mut caught = 0;
    for position in 0..text.len() {
        let short = desk.file("key", &text[..position], 0o600);
        let outcome = KeyFile::open(&short, &secret());
        assert!(outcome.is_err() || position + 1 == text.len(), "{position}");
        for bit in 0..8 {
            let mut bytes = text.clone().into_bytes();
            bytes[position] ^= 1 << bit;
            let path = desk.file("key", bytes, 0o600);
            match KeyFile::open(&path, &secret()) {
                Ok(key) => assert_eq!(key.public_key(), stated.public_key()),
                Err(error) => caught += usize::from(error.code() == "key_damaged"),
            }
        }
    }
    assert!(caught > 100, "some damage opens as another key: {caught}");
}

#[test]
fn a_public_key_inside_that_does_not_belong_is_refused() {
    let desk = Desk::new();
    let seed = [5; 31].into_iter().chain([6]).collect::<Vec<u8>>();
    let version_2 = |public_key: &[u8]| {
        let mut der = hex("3051020101300506032b657004220420");
        der.extend(&seed);
        der.extend(hex("812100"));
        der.extend(public_key);
        der
    };
    let key = SigningKey::from_bytes(&seed.clone().try_into().unwrap());
    let right = version_2(key.verifying_key().as_bytes());
    let wrong = version_2(&[7; 32]);
    let path = desk.path("key");
    for (der, damaged) in [(right, false), (wrong, true)] {
        write_encrypted(&path, &der);
        match KeyFile::open(&path, &secret()) {
            Ok(opened) => assert!(!damaged && opened.public_key() == key.verifying_key()),
            outcome => {
                assert!(damaged);
                refused(outcome, "key_damaged");
            }
        }
    }
}
