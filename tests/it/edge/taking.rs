//! Which packs an edge takes, and that it goes on with what it holds otherwise.

use std::fs;
use std::sync::Arc;

use ocop::clock::StoppedClock;
use ocop::config::Config;
use ocop::office::{Edge, Taken};
use ocop::scheme::pack::PartName;
use ocop::scheme::seal::PublicKey;

use super::stage::edge;
use crate::pack::made::{Desk, MADE, ROOT, digest, named};
use crate::scheme::programme::{instant, key, public};

fn root() -> PublicKey {
    public(&key(ROOT))
}

fn with(folder: &std::path::Path) -> Edge {
    edge(folder, root(), instant(MADE)).expect("its folder")
}

#[test]
fn a_pack_that_was_altered_cut_or_is_older_is_refused_and_the_held_one_stays() {
    let folder = tempfile::tempdir().unwrap();
    let edge = with(folder.path());
    assert!(!edge.is_ready() && edge.held().is_none() && edge.sequence().is_none());
    let whole = Desk::of(3).file();
    assert_eq!(edge.take(&whole).unwrap(), Taken::Newer);
    assert_eq!(edge.take(&whole).unwrap(), Taken::Same);

    let older = Desk {
        sequence: 11,
        ..Desk::of(3)
    }
    .file();
    let other_root = Desk {
        root: key(ROOT + 1),
        ..Desk::of(3)
    }
    .file();
    let other_key = Desk {
        packing: key(77),
        ..Desk::of(3)
    }
    .file();
    let mut altered = whole.clone();
    let last = altered.len() - 1;
    altered[last] ^= 1;
    let refused: [(&[u8], &str); 8] = [
        (b"", "pack_malformed"),
        (b"<html>", "pack_malformed"),
        (&whole[..whole.len() - 1], "pack_malformed"),
        (&whole[..whole.len() / 2], "pack_malformed"),
        (&altered, "pack_altered"),
        (&older, "pack_older"),
        (&other_root, "pack_wrong_root"),
        (&other_key, "pack_unknown_key"),
    ];
    for (bytes, code) in refused {
        let error = edge.take(bytes).unwrap_err();
        assert_eq!(error.code(), code);
        assert!(error.words().vi.contains(". ") && error.words().en.contains(". "));
        let held = edge.held().unwrap();
        assert!(held.pack.sequence == 12 && *held.file == *whole);
    }
    // What is on the disk is what is held.
    assert_eq!(with(folder.path()).sequence(), Some(12));
}

#[test]
fn no_byte_of_a_pack_can_be_changed_without_notice() {
    let folder = tempfile::tempdir().unwrap();
    let edge = with(folder.path());
    let whole = Desk::of(2).file();
    let newer = Desk {
        sequence: 13,
        ..Desk::of(2)
    }
    .file();
    edge.take(&whole).unwrap();
    for place in 0..newer.len() {
        let mut altered = newer.clone();
        altered[place] ^= 0x20;
        assert!(edge.take(&altered).is_err(), "byte {place}");
        assert!(edge.take(&newer[..place]).is_err(), "cut at {place}");
        assert_eq!(edge.sequence(), Some(12), "byte {place}");
    }
    assert_eq!(edge.take(&newer).unwrap(), Taken::Newer);
}

#[test]
fn what_is_new_completes_the_held_pack_and_does_not_fit_another() {
    let folder = tempfile::tempdir().unwrap();
    let edge = with(folder.path());
    let first = Desk::of(2);
    edge.take(&first.file()).unwrap();
    let mut second = Desk {
        sequence: 13,
        ..first.clone()
    };
    second.digests.push(digest(2));
    second.names.push(named(2));
    let (sealed, whole) = (second.sealed(), second.file());
    let held = ocop::scheme::pack::PackFile::read(&whole).unwrap();
    let unchanged: Vec<_> = held.manifest.parts[..2]
        .iter()
        .map(|part| part.name.clone())
        .collect();
    let delta = sealed.delta(true, |part| !unchanged.contains(part));
    assert!(delta.len() < whole.len());

    let elsewhere = tempfile::tempdir().unwrap();
    let error = with(elsewhere.path()).take(&delta).unwrap_err();
    assert_eq!(error.code(), "pack_incomplete");
    assert_eq!(edge.take(&delta).unwrap(), Taken::Newer);
    assert!(*edge.held().unwrap().file == *whole);
    assert!(fs::read(folder.path().join("edge.pack")).unwrap() == whole);
}

#[test]
fn a_folder_that_was_damaged_is_begun_anew_and_one_of_another_programme_is_not() {
    let folder = tempfile::tempdir().unwrap();
    let whole = Desk::of(2).file();
    with(folder.path()).take(&whole).unwrap();
    fs::write(folder.path().join("edge.pack"), &whole[..whole.len() - 9]).unwrap();
    let edge = with(folder.path());
    assert!(edge.held().is_none());
    edge.take(&whole).unwrap();

    let other = public(&key(ROOT + 1));
    let error = super::stage::edge(folder.path(), other, instant(MADE));
    assert_eq!(
        error.err().map(|error| error.code()),
        Some("pack_wrong_root")
    );

    let programme = tempfile::tempdir().unwrap();
    fs::write(programme.path().join("register.sqlite"), b"").unwrap();
    let error = super::stage::edge(programme.path(), root(), instant(MADE));
    assert_eq!(
        error.err().map(|error| error.code()),
        Some("folder_of_a_programme")
    );
}

#[test]
fn where_the_disk_refuses_the_newer_pack_is_judged_by_all_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let edge = with(folder.path());
    edge.take(&Desk::of(2).file()).unwrap();
    fs::remove_dir_all(folder.path()).unwrap();
    let newer = Desk {
        sequence: 13,
        ..Desk::of(2)
    }
    .file();
    assert_eq!(edge.take(&newer).unwrap(), Taken::Newer);
    assert_eq!(edge.sequence(), Some(13));
}

#[test]
fn a_demonstrations_pack_is_taken_only_where_pages_are_marked() {
    let desk = Desk::of(2);
    let mut parts = desk.parts();
    parts.push((PartName::Demonstration, Arc::default()));
    let demonstration = desk.seal(parts).whole(true);
    let folder = tempfile::tempdir().unwrap();
    let error = with(folder.path()).take(&demonstration).unwrap_err();
    assert_eq!(error.code(), "pack_of_a_demonstration");
    for said in [error.words().vi, error.words().en] {
        assert!(said.contains("demonstration = true"), "{said}");
    }
    assert!(with(folder.path()).held().is_none());

    let config = Config::new(Some("ocop.test".to_owned()), true).unwrap();
    let clock = Arc::new(StoppedClock(instant(MADE)));
    let marking = Edge::open(folder.path(), config, root(), clock).unwrap();
    assert_eq!(marking.take(&demonstration).unwrap(), Taken::Newer);
    assert!(marking.held().unwrap().pack.is_demonstration);
    // What it holds is not served without the mark either.
    let error = edge(folder.path(), root(), instant(MADE)).err();
    assert_eq!(
        error.map(|error| error.code()),
        Some("pack_of_a_demonstration")
    );
}
