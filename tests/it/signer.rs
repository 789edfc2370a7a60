//! Keys in encrypted files: what is made opens, here and in OpenSSL.

mod desk;
mod hostile_files;
mod passphrases;
mod refusals;

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;

use ed25519_dalek::SigningKey;
use ocop::signer::{KeyFile, Signer, fresh_seed};

use desk::{Desk, SECRET, fixed, fixed_bytes, hex, mode, refused, secret};

#[test]
fn a_signature_is_the_one_of_rfc_8032() {
    // Section 7.1, test 1: the empty message.
    let seed = hex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");
    let key = KeyFile::from_signing_key(SigningKey::from_bytes(&seed.try_into().unwrap()));
    let public_key = hex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
    assert_eq!(key.public_key().as_bytes().as_slice(), public_key);
    let signature = hex(concat!(
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155",
        "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
    ));
    assert_eq!(key.sign(b"").unwrap().as_slice(), signature);
}

#[test]
fn a_key_of_ours_opens_in_openssl_and_signs_the_same() {
    let desk = Desk::new();
    let path = desk.path("our.key.pem");
    let ours = KeyFile::generate(&path, &secret(), fresh_seed().unwrap()).unwrap();
    assert_eq!(mode(&path), 0o600);
    desk.same_key_in_openssl(&ours, &path);
    let opened = KeyFile::open(&path, &secret()).unwrap();
    assert_eq!(opened.public_key(), ours.public_key());
    assert_eq!(desk.names(), ["our.key.pem"], "no draft stays behind");
}

#[test]
fn a_key_of_openssl_opens_here_and_signs_the_same() {
    let desk = Desk::new();
    for options in [
        &["-v2", "aes-256-cbc"][..],
        &["-v2", "aes-256-cbc", "-scrypt"],
        &["-v2", "aes-256-cbc", "-v2prf", "hmacWithSHA256"],
        &["-v2", "aes-128-cbc", "-v2prf", "hmacWithSHA512"],
        &["-v2", "aes-256-cbc", "-iter", "100000"],
    ] {
        let path = desk.openssl_key("ed25519", options);
        let theirs = KeyFile::open(&path, &secret()).unwrap_or_else(|error| {
            panic!("{options:?}: {error}");
        });
        desk.same_key_in_openssl(&theirs, &path);
    }
}

#[test]
fn the_same_randomness_gives_the_same_file() {
    let desk = Desk::new();
    let [one, two] = [desk.path("one"), desk.path("two")];
    KeyFile::generate(&one, &secret(), fixed(1)).unwrap();
    KeyFile::generate(&two, &secret(), fixed(1)).unwrap();
    assert_eq!(fs::read(one).unwrap(), fs::read(two).unwrap());
    let fresh = [fresh_seed().unwrap(), fresh_seed().unwrap()];
    let [one, two] = fresh.map(|fresh| {
        let path = desk.path("fresh");
        let key = KeyFile::generate(&path, &secret(), fresh).unwrap();
        fs::remove_file(path).unwrap();
        key.public_key()
    });
    assert_ne!(one, two);
}

#[test]
fn an_existing_file_is_never_overwritten() {
    let desk = Desk::new();
    let path = desk.file("taken", "what stood here", 0o600);
    refused(KeyFile::generate(&path, &secret(), fixed(1)), "key_exists");
    assert_eq!(fs::read_to_string(&path).unwrap(), "what stood here");
    let dangling = desk.path("dangling");
    symlink(desk.path("nowhere"), &dangling).unwrap();
    refused(
        KeyFile::generate(&dangling, &secret(), fixed(1)),
        "key_exists",
    );
    assert_eq!(desk.names(), ["dangling", "taken"]);
}

#[test]
fn of_simultaneous_calls_for_one_path_exactly_one_wins() {
    let desk = Desk::new();
    let path = desk.path("contested");
    let outcomes = std::thread::scope(|scope| {
        let calls: Vec<_> = (1..=4)
            .map(|number| {
                let path = &path;
                scope.spawn(move || KeyFile::generate(path, &secret(), fixed(number)))
            })
            .collect();
        calls
            .into_iter()
            .map(|call| call.join().unwrap())
            .collect::<Vec<_>>()
    });
    let (won, lost): (Vec<_>, Vec<_>) = outcomes.into_iter().partition(Result::is_ok);
    assert_eq!((won.len(), lost.len()), (1, 3));
    for outcome in lost {
        refused(outcome, "key_exists");
    }
    let winner = won.into_iter().next().unwrap().unwrap();
    let opened = KeyFile::open(&path, &secret()).unwrap();
    assert_eq!(opened.public_key(), winner.public_key());
    assert_eq!(desk.names(), ["contested"]);
}

#[test]
fn a_directory_that_is_not_there_is_named() {
    let desk = Desk::new();
    let path = desk.path("no/such/key.pem");
    let outcome = KeyFile::generate(&path, &secret(), fixed(1));
    refused(outcome, "file_unwritable");
    let outcome = KeyFile::generate(Path::new("/"), &secret(), fixed(1));
    refused(outcome, "file_unwritable");
    refused(KeyFile::open(&path, &secret()), "file_not_found");
}

#[test]
fn nothing_secret_is_shown() {
    let desk = Desk::new();
    let path = desk.path("key");
    let key = KeyFile::generate(&path, &secret(), fixed(1)).unwrap();
    let wrong = ocop::signer::Passphrase::new("another passphrase").unwrap();
    let error = KeyFile::open(&path, &wrong).unwrap_err();
    let shown = format!("{:?} {key:?} {:?} {error:?} {error}", secret(), fixed(1));
    let seed = format!("{:?}", fixed_bytes(1));
    assert!(!shown.contains(SECRET) && !shown.contains("another passphrase"));
    assert!(!shown.contains(seed.trim_matches(['[', ']'])));
    assert!(shown.contains("KeyFile { public_key: \""), "{shown}");
}
