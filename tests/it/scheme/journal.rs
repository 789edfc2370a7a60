//! Entries of a journal, against texts and hashes that Python's `json` and `hashlib` made.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot set its desk fails there"
)]

use ocop::scheme::journal::{Broken, EntryHash, Head, NotAnEntry, read};
use serde::Deserialize;

#[derive(Deserialize)]
struct Vectors {
    device: String,
    chain: Vec<Link>,
    refused: Vec<Refused>,
}

#[derive(Deserialize)]
struct Link {
    entry: String,
    hash: String,
}

#[derive(Deserialize)]
struct Refused {
    why: String,
    key: Option<String>,
    entry: String,
}

fn vectors() -> Vectors {
    serde_json::from_str(include_str!("../../vectors/journal.json")).unwrap()
}

#[test]
fn a_chain_of_another_writer_is_read_and_written_to_the_byte() {
    let vectors = vectors();
    let mut head = Head::default();
    for link in &vectors.chain {
        let entry = read(&link.entry).unwrap();
        assert_eq!(entry.device.to_string(), vectors.device);
        assert_eq!(entry.written(), link.entry);
        let hash = EntryHash::of(&link.entry);
        assert_eq!(hash.to_string(), link.hash);
        head = head.after(&entry, hash).unwrap();
    }
    assert_eq!(head.size, vectors.chain.len() as u64);
    assert_eq!(
        head.hash.unwrap().to_string(),
        vectors.chain.last().unwrap().hash
    );
}

#[test]
fn every_other_text_is_refused_and_the_key_is_named() {
    for refused in vectors().refused {
        let told = read(&refused.entry).expect_err(&refused.why);
        let key = match told {
            NotAnEntry::Key(key) => Some(key),
            NotAnEntry::Long(_) | NotAnEntry::Nothing | NotAnEntry::Form => None,
        };
        assert_eq!(key, refused.key.as_deref(), "{}: {told}", refused.why);
    }
}

#[test]
fn a_text_cut_short_anywhere_is_no_entry() {
    for link in vectors().chain {
        for (end, _) in link.entry.char_indices() {
            assert!(read(&link.entry[..end]).is_err(), "{}", &link.entry[..end]);
        }
    }
}

#[test]
fn an_entry_follows_only_the_one_that_it_names() {
    let chain = vectors().chain;
    let entries: Vec<_> = chain
        .iter()
        .map(|link| (read(&link.entry).unwrap(), EntryHash::of(&link.entry)))
        .collect();
    let (first, hash) = &entries[0];
    let head = Head::default().after(first, *hash).unwrap();
    let (third, third_hash) = &entries[2];
    assert_eq!(head.after(third, *third_hash), Err(Broken::Gap { next: 2 }));
    assert_eq!(head.after(first, *hash), Err(Broken::Gap { next: 2 }));
    let (mut second, second_hash) = entries[1].clone();
    second.previous = Some(EntryHash::of("another entry"));
    assert_eq!(
        head.after(&second, second_hash),
        Err(Broken::Forked { counter: 2 })
    );
}
