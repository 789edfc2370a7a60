//! Passphrases: where they come from, what is refused, and that none is ever shown.

use std::ffi::OsString;

use ocop::signer::{KeyFile, Passphrase, PassphraseSource};
use unicode_normalization::UnicodeNormalization;

use super::desk::{Desk, SECRET, fixed, refused, secret};

#[test]
fn a_passphrase_file_gives_its_one_line() {
    let desk = Desk::new();
    for end in ["", "\n", "\r\n"] {
        let file = desk.file("secret", format!("{SECRET}{end}"), 0o600);
        let read = PassphraseSource::File(file).read().unwrap();
        let path = desk.path(&format!("key{}", end.len()));
        KeyFile::generate(&path, &read, fixed(1)).unwrap();
        KeyFile::open(&path, &secret()).unwrap();
    }
}

#[test]
fn a_passphrase_file_that_cannot_be_right_is_refused() {
    let desk = Desk::new();
    for (content, mode, code) in [
        (SECRET.as_bytes().to_vec(), 0o644, "file_exposed"),
        (SECRET.as_bytes().to_vec(), 0o640, "file_exposed"),
        (Vec::new(), 0o600, "passphrase_empty"),
        (b"\n".to_vec(), 0o600, "passphrase_empty"),
        (b"two\nlines of it".to_vec(), 0o600, "passphrase_malformed"),
        (
            b"\xff\xfe not UTF-8".to_vec(),
            0o600,
            "passphrase_malformed",
        ),
        (vec![b'a'; 1025], 0o600, "file_too_large"),
    ] {
        let file = desk.file("secret", content, mode);
        refused(PassphraseSource::File(file).read(), code);
    }
    refused(
        PassphraseSource::File(desk.path("none")).read(),
        "file_not_found",
    );
}

#[test]
fn a_systemd_credential_may_be_read_by_its_group_and_nobody_else() {
    let desk = Desk::new();
    let directory = || Some(OsString::from(desk.directory.path()));
    for mode in [0o400, 0o440] {
        desk.file("ocop", SECRET, mode);
        PassphraseSource::credential(directory(), "ocop")
            .unwrap()
            .read()
            .unwrap();
    }
    desk.file("ocop", SECRET, 0o444);
    refused(
        PassphraseSource::credential(directory(), "ocop")
            .unwrap()
            .read(),
        "file_exposed",
    );
    refused(PassphraseSource::credential(None, "ocop"), "no_credentials");
    for name in ["", ".", "..", "../secret", "a/b"] {
        refused(
            PassphraseSource::credential(directory(), name),
            "credential_misnamed",
        );
    }
}

#[test]
fn a_person_types_a_new_passphrase_twice_the_same() {
    let answers = |texts: [&str; 2]| {
        let mut texts = texts.map(str::to_owned).into_iter();
        move |_prompt: &str| Ok(texts.next().expect("asked at most twice"))
    };
    Passphrase::asked_twice(answers([SECRET, SECRET])).unwrap();
    refused(
        Passphrase::asked_twice(answers([SECRET, "another one"])),
        "passphrases_differ",
    );
    refused(Passphrase::asked(answers(["", ""])), "passphrase_empty");
}

#[test]
fn a_short_passphrase_locks_no_new_key() {
    let desk = Desk::new();
    let short = Passphrase::new("elevenchars").unwrap();
    refused(
        KeyFile::generate(&desk.path("key"), &short, fixed(1)),
        "passphrase_too_short",
    );
    assert!(desk.names().is_empty(), "nothing is left behind");
}

#[test]
fn composed_and_decomposed_letters_are_one_passphrase() {
    let desk = Desk::new();
    let decomposed: String = SECRET.nfd().collect();
    assert_ne!(decomposed, SECRET);
    let path = desk.path("key");
    KeyFile::generate(&path, &Passphrase::new(&decomposed).unwrap(), fixed(1)).unwrap();
    KeyFile::open(&path, &secret()).unwrap();
}

#[test]
fn a_passphrase_is_not_shown() {
    assert!(!format!("{:?}", secret()).contains(SECRET));
    assert!(!format!("{:?}", fixed(1)).contains("32"));
}
