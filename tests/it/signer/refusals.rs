//! Key files that are refused, each with its code, and what the codes say.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::PathBuf;
use std::process::Command;

use ocop::signer::{Error, FreshSeed, KeyFile, Passphrase};

use super::desk::{Desk, chmod, hex, openssl, refused, says_all, secret};

#[test]
fn a_wrong_passphrase_is_told() {
    let desk = Desk::new();
    let path = desk.openssl_key("ed25519", &["-v2", "aes-256-cbc", "-iter", "1"]);
    // Often enough that some pass the padding by chance.
    for number in 0..2000 {
        let guess = Passphrase::new(&format!("guess number {number}")).unwrap();
        refused(KeyFile::open(&path, &guess), "wrong_passphrase");
    }
}

#[test]
fn a_file_that_others_can_reach_is_refused() {
    let desk = Desk::new();
    let path = desk.openssl_key("ed25519", &["-v2", "aes-256-cbc"]);
    for mode in [0o640, 0o604, 0o620, 0o602, 0o610, 0o601, 0o644] {
        chmod(&path, mode);
        refused(KeyFile::open(&path, &secret()), "file_exposed");
    }
    for mode in [0o600, 0o400] {
        chmod(&path, mode);
        KeyFile::open(&path, &secret()).unwrap();
    }
}

#[test]
fn what_is_no_ordinary_file_is_refused() {
    let desk = Desk::new();
    let path = desk.openssl_key("ed25519", &["-v2", "aes-256-cbc"]);
    let link = desk.path("link");
    symlink(&path, &link).unwrap();
    refused(KeyFile::open(&link, &secret()), "file_not_regular");
    let directory = desk.path("directory");
    fs::create_dir(&directory).unwrap();
    refused(KeyFile::open(&directory, &secret()), "file_not_regular");
    let pipe = desk.path("pipe");
    assert!(
        Command::new("mkfifo")
            .arg(&pipe)
            .status()
            .unwrap()
            .success()
    );
    refused(KeyFile::open(&pipe, &secret()), "file_not_regular");
}

#[test]
fn a_file_over_16_kb_is_refused() {
    let desk = Desk::new();
    let path = desk.openssl_key("ed25519", &["-v2", "aes-256-cbc"]);
    let long = fs::read_to_string(path).unwrap() + &"\n".repeat(16 * 1024);
    let path = desk.file("long", &long, 0o600);
    refused(KeyFile::open(&path, &secret()), "file_too_large");
}

#[test]
fn an_unencrypted_key_is_refused() {
    let desk = Desk::new();
    let pem = openssl(&["genpkey", "-algorithm", "ed25519"], b"");
    let path = desk.file("open", pem, 0o600);
    refused(KeyFile::open(&path, &secret()), "key_not_encrypted");
}

#[test]
fn keys_of_other_algorithms_are_refused() {
    let desk = Desk::new();
    for algorithm in ["x25519", "ed448", "rsa"] {
        let path = desk.openssl_key(algorithm, &["-v2", "aes-256-cbc"]);
        refused(KeyFile::open(&path, &secret()), "key_algorithm_unsupported");
    }
}

#[test]
fn other_encryptions_are_refused() {
    let desk = Desk::new();
    for options in [
        &["-v2", "des3"][..],
        &["-v2", "camellia-256-cbc"],
        &["-v2", "aes-256-cbc", "-v2prf", "hmacWithSHA1"],
        &["-v1", "PBE-SHA1-3DES"],
    ] {
        let path = desk.openssl_key("ed25519", options);
        let outcome = KeyFile::open(&path, &secret());
        refused(outcome, "key_encryption_unsupported");
    }
}

#[test]
fn a_key_that_can_be_guessed_is_neither_made_nor_opened() {
    let desk = Desk::new();
    let path = desk.path("zeroes");
    let zeroes = FreshSeed::new([0; 32], [1; 16], [2; 16]);
    refused(KeyFile::generate(&path, &secret(), zeroes), "key_weak");
    assert!(desk.names().is_empty());
    let mut der = hex("302e020100300506032b657004220420");
    der.extend([0; 32]);
    let path = desk.encrypt(&der, &["-v2", "aes-256-cbc"]);
    refused(KeyFile::open(&path, &secret()), "key_weak");
}

#[test]
fn every_refusal_speaks_both_languages_and_has_its_own_code() {
    let path = || PathBuf::from("/keys/x.key.pem");
    let source = || std::io::Error::from(std::io::ErrorKind::PermissionDenied);
    let file = || Some(path());
    let all = [
        Error::FileNotFound { path: path() },
        Error::FileUnreadable {
            path: path(),
            source: source(),
        },
        Error::FileUnwritable {
            path: path(),
            source: source(),
        },
        Error::FileNotRegular { path: path() },
        Error::FileExposed {
            path: path(),
            mode: 0o644,
        },
        Error::FileTooLarge {
            path: path(),
            limit: 1024,
        },
        Error::KeyExists { path: path() },
        Error::KeyMalformed { path: path() },
        Error::KeyNotEncrypted { path: path() },
        Error::EncryptionUnsupported { path: path() },
        Error::DerivationRefused { path: path() },
        Error::WrongPassphrase { path: path() },
        Error::AlgorithmUnsupported { path: path() },
        Error::KeyDamaged { path: path() },
        Error::KeyWeak { path: path() },
        Error::PassphraseEmpty { file: file() },
        Error::PassphraseMalformed { file: file() },
        Error::PassphraseTooShort {
            path: path(),
            least: 12,
        },
        Error::NoRandomness,
        Error::PassphrasesDiffer,
        Error::NoTerminal,
        Error::TerminalUnreadable { source: source() },
        Error::NoCredentials,
        Error::CredentialMisnamed { name: "a/b".into() },
    ];
    let mut codes: Vec<_> = all.iter().map(Error::code).collect();
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes.len(), all.len());
    for (position, error) in all.iter().enumerate() {
        says_all(error);
        if position < 18 {
            assert!(error.en().starts_with("/keys/x.key.pem: "), "{error}");
            assert!(error.vi().starts_with("/keys/x.key.pem: "), "{error}");
        }
    }
}
