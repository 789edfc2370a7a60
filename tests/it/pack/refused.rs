//! Packs that must not be believed: each is refused by its own code.

use std::sync::Arc;

use chrono::TimeDelta;
use miniz_oxide::deflate::compress_to_vec_zlib;
use ocop::scheme::pack::{HeldPack, LARGEST, LARGEST_CHUNK, Pack, PartName};
use ocop::scheme::trust::{KeyState, TrustList};

use super::made::{
    Desk, LISTING, LOGGING, PACKING, ROOT, SEALING, named, programme, status_list, with_pack_key,
};
use crate::scheme::programme::{day, key, public};

#[track_caller]
fn refused_with(bytes: &[u8], held: Option<HeldPack>) -> &'static str {
    let refused = Pack::open(bytes, &public(&key(ROOT)), held).expect_err("refused");
    let words = refused.words();
    assert!(
        words.vi.ends_with('.') && words.en.ends_with('.'),
        "{words:?}"
    );
    refused.code()
}

#[track_caller]
fn refused(bytes: &[u8]) -> &'static str {
    refused_with(bytes, None)
}

/// The code with which a desk's pack is refused.
#[track_caller]
fn of(change: impl FnOnce(&mut Desk)) -> &'static str {
    let mut desk = Desk::of(3);
    change(&mut desk);
    refused(&desk.file())
}

/// The code with which a pack of other parts is refused, although the key signed them.
#[track_caller]
fn of_parts(change: impl FnOnce(&mut Vec<(PartName, Arc<[u8]>)>)) -> &'static str {
    let desk = Desk::of(3);
    let mut parts = desk.parts();
    change(&mut parts);
    refused(&desk.seal(parts).whole(true))
}

#[test]
fn every_bit_of_a_pack_matters() {
    let root = public(&key(ROOT));
    for bytes in [Desk::of(2).file(), Desk::of(2).sealed().whole(false)] {
        for place in 0..bytes.len() {
            for bit in 0..8 {
                let mut altered = bytes.clone();
                altered[place] ^= 1 << bit;
                let opened = Pack::open(&altered, &root, None);
                assert!(opened.is_err(), "bit {bit} of byte {place}");
            }
        }
        for end in 0..bytes.len() {
            assert!(
                Pack::open(&bytes[..end], &root, None).is_err(),
                "{end} bytes"
            );
        }
        let longer = [&bytes[..], &[0]].concat();
        assert_eq!(refused(&longer), "pack_malformed");
    }
}

#[test]
fn only_the_pack_key_in_its_time_makes_a_pack() {
    assert_eq!(of(|desk| desk.packing = key(77)), "pack_unknown_key");
    for other in [SEALING, LISTING, LOGGING] {
        assert_eq!(of(|desk| desk.packing = key(other)), "pack_other_purpose");
    }
    let stolen = with_pack_key(|key| {
        key.state = KeyState::Compromised;
        key.compromised_on = Some(day("2026-08-01"));
    });
    assert_eq!(of(|desk| desk.trust = stolen), "pack_compromised_key");
    for (from, until) in [("2026-01-01", "2026-08-05"), ("2026-08-07", "2026-12-31")] {
        let ended =
            with_pack_key(|key| (key.seals_from, key.seals_until) = (day(from), day(until)));
        assert_eq!(of(|desk| desk.trust = ended), "pack_key_period");
    }
    // What it signed before it was retired may be used to its end.
    let retired = with_pack_key(|key| key.state = KeyState::Retired);
    let desk = Desk {
        trust: retired,
        ..Desk::of(3)
    };
    assert!(Pack::open(&desk.file(), &public(&key(ROOT)), None).is_ok());
    // Another key under the kid of the real one.
    let desk = Desk::of(3);
    let kid = public(&key(PACKING)).id();
    let unsealed = ocop::scheme::pack::UnsealedPack::new(
        12,
        desk.made_at,
        public(&key(ROOT)).id(),
        7,
        desk.parts(),
    );
    let signature = ed25519_dalek::Signer::sign(&key(77), &unsealed.to_be_signed(kid));
    let forged = unsealed.seal(kid, signature.to_bytes()).whole(true);
    assert_eq!(refused(&forged), "pack_forged");
}

#[test]
fn another_programmes_pack_is_not_ours() {
    assert_eq!(of(|desk| desk.root = key(88)), "pack_wrong_root");
    // It calls itself ours, and its trust list is another root key's, or altered.
    let desk = Desk::of(3);
    let foreign = Desk {
        root: key(88),
        ..Desk::of(3)
    }
    .sealed_trust();
    let mut parts = desk.parts();
    parts[0].1 = foreign.into();
    assert_eq!(
        refused(&desk.seal(parts.clone()).whole(true)),
        "trust_list_wrong_root"
    );
    let mut altered = desk.sealed_trust();
    let place = altered.len() / 2;
    altered[place] ^= 1;
    parts[0].1 = altered.into();
    let code = refused(&desk.seal(parts).whole(true));
    assert!(
        ["trust_list_altered", "trust_list_refused"].contains(&code),
        "{code}"
    );
    // Without a root key everything else is still checked, and only that is not.
    let foreign = Desk {
        root: key(88),
        ..Desk::of(3)
    }
    .file();
    assert!(Pack::open_unrooted(&foreign, None).is_ok());
    let forged = Desk {
        packing: key(77),
        ..Desk::of(3)
    }
    .file();
    let refused = Pack::open_unrooted(&forged, None).expect_err("refused");
    assert_eq!(refused.code(), "pack_unknown_key");
}

/// A pack's file with the bytes of a part put in the place of the same part of another.
fn mixed(one: &Desk, other: &Desk, place: usize) -> Vec<u8> {
    let (mine, yours) = (one.parts(), other.parts());
    let (mine, yours) = (&mine[place].1, &yours[place].1);
    let file = one.file();
    assert_eq!(mine.len(), yours.len(), "of one length, to stay a file");
    let at = file
        .windows(mine.len())
        .position(|window| window == &mine[..]);
    let mut file = file.clone();
    file[at.expect("in the file")..][..yours.len()].copy_from_slice(yours);
    file
}

#[test]
fn parts_of_different_days_are_not_mixed() {
    let today = Desk::of(3);
    // A status list of yesterday, by the council's own key.
    let mut other = Desk::of(3);
    other.status[0].1 = status_list("2026-08-05T00:00:00Z", 3, &[], LISTING);
    assert_eq!(refused(&mixed(&today, &other, 1)), "pack_mixed");
    // A trust list that the root key signed too.
    let mut other = Desk::of(3);
    let mut json = other.trust.to_json();
    json["version"] = 6.into();
    other.trust = TrustList::from_json(json).expect("the same form");
    assert_eq!(refused(&mixed(&today, &other, 0)), "pack_mixed");
    // Digests carry no signature of their own.
    let mut other = Desk::of(3);
    other.digests.reverse();
    assert_eq!(refused(&mixed(&today, &other, 2)), "pack_altered");
    // The key signed what does not belong together.
    let mut parts = today.parts();
    parts[0].1 = Desk {
        trust: other_version(),
        ..Desk::of(3)
    }
    .sealed_trust()
    .into();
    assert_eq!(refused(&today.seal(parts).whole(true)), "pack_mixed");
    let early = |desk: &mut Desk| desk.made_at -= TimeDelta::hours(1);
    assert_eq!(of(early), "pack_malformed", "before the status list");
    let early = |desk: &mut Desk| desk.made_at -= TimeDelta::days(30);
    assert_eq!(of(early), "pack_malformed", "before the trust list");
}

fn other_version() -> TrustList {
    let mut json = programme(|_| {}).to_json();
    json["version"] = 8.into();
    TrustList::from_json(json).expect("the same form")
}

#[test]
fn nothing_older_takes_the_place_of_what_is_held() {
    let bytes = Desk::of(3).file();
    let held = |sequence, trust_list| {
        Some(HeldPack {
            sequence,
            trust_list,
            made_at: None,
        })
    };
    let open = |held| Pack::open(&bytes, &public(&key(ROOT)), held);
    for same_or_older in [held(12, 7), held(11, 6), None] {
        assert!(open(same_or_older).is_ok());
    }
    assert_eq!(refused_with(&bytes, held(13, 7)), "pack_older");
    assert_eq!(refused_with(&bytes, held(12, 8)), "pack_trust_list_older");
    // The same again, and another of its number.
    let same = open(None).expect("sound").held();
    assert!(open(Some(same)).is_ok());
    let other = Some(HeldPack {
        made_at: same.made_at.map(|at| at + chrono::TimeDelta::minutes(1)),
        ..same
    });
    assert_eq!(refused_with(&bytes, other), "pack_repeated");
}

/// What is held after a pack was taken in the place of another, or the code of its refusal.
fn taken_over(held: &Desk, offered: &Desk) -> Result<HeldPack, &'static str> {
    let root = public(&key(ROOT));
    let held = Pack::open(&held.file(), &root, None).expect("sound").held();
    let taken = Pack::open(&offered.file(), &root, Some(held));
    taken
        .map(|pack| pack.held())
        .map_err(|refused| refused.code())
}

/// A pack of a number, made some minutes after the others.
fn made(sequence: u64, minutes: i64) -> Desk {
    let desk = Desk::of(3);
    Desk {
        sequence,
        made_at: desk.made_at + TimeDelta::minutes(minutes),
        ..desk
    }
}

#[test]
fn a_restored_programme_is_believed_by_when_it_made_its_pack() {
    let held = made(40, 0);
    // Its numbers fell back, and come to the held one again.
    for sequence in [12, 39, 40, 41] {
        let taken = taken_over(&held, &made(sequence, 1)).expect("made later");
        assert_eq!(taken.sequence, sequence);
    }
    // And what it made before does not come back, whatever its number.
    let restored = made(12, 1);
    for sequence in [11, 13, 40] {
        assert_eq!(taken_over(&restored, &made(sequence, 0)), Err("pack_older"));
    }
    assert_eq!(
        taken_over(&restored, &made(12, 0)),
        Err("pack_repeated"),
        "two of one number are of two histories"
    );
    // Of one instant, the number tells.
    assert_eq!(taken_over(&held, &made(39, 0)), Err("pack_older"));
    assert!(taken_over(&held, &made(41, 0)).is_ok());
}

#[test]
fn a_newer_trust_list_outranks_whatever_a_stolen_pack_key_wrote() {
    let forged = made(1_000_000_000_000, 60 * 24 * 30);
    let with_newer_list = |sequence| Desk {
        trust: other_version(),
        ..made(sequence, 0)
    };
    let taken = taken_over(&forged, &with_newer_list(13)).expect("of a newer list");
    assert_eq!((taken.sequence, taken.trust_list), (13, 8));
    // Never the other way round, however late and however high.
    let older = taken_over(&with_newer_list(13), &forged);
    assert_eq!(older, Err("pack_trust_list_older"));
    // Until such a list is published, one that was made earlier is only older.
    assert_eq!(taken_over(&forged, &made(13, 0)), Err("pack_older"));
}

#[test]
fn status_lists_in_it_are_held_to_their_own_rules() {
    let list = |by| status_list("2026-08-06T00:00:00Z", 3, &[], by);
    let with =
        |council: &'static str, list: Vec<u8>| of(move |desk| desk.status = vec![(council, list)]);
    assert_eq!(with("CB", list(SEALING)), "status_list_other_purpose");
    assert_eq!(with("CB", list(PACKING)), "status_list_unknown_key");
    assert_eq!(with("CB", b"rubbish".to_vec()), "status_list_malformed");
    assert_eq!(
        with("TN", list(LISTING)),
        "pack_malformed",
        "no such council"
    );
}

#[test]
fn bombs_and_giants_are_not_unpacked() {
    let bomb: Arc<[u8]> = compress_to_vec_zlib(&vec![0; LARGEST_CHUNK + 1], 9).into();
    assert!(bomb.len() < 2_000);
    assert_eq!(of_parts(|parts| parts[3].1 = bomb), "pack_bomb");
    let rubbish: Arc<[u8]> = b"rubbish".as_slice().into();
    assert_eq!(of_parts(|parts| parts[3].1 = rubbish), "pack_malformed");
    assert_eq!(refused(&vec![0x82; LARGEST + 1]), "pack_too_large");
    // A count of parts that would take all memory.
    let mut many = vec![0x82, 0x41, 0, 0x9a, 0xff, 0xff, 0xff, 0xff];
    many.resize(1 << 20, 0xf6);
    assert_eq!(refused(&many), "pack_malformed");
}

#[test]
fn chunks_are_counted_and_hold_what_they_should() {
    let council = "CB".parse().expect("a code");
    let bytes =
        |count: usize| -> Arc<[u8]> { (0..count as u64).flat_map(u64::to_be_bytes).collect() };
    let digests = |chunk| PartName::Digests(council, chunk);
    for (name, change) in [
        ("a gap", vec![(digests(1), bytes(3))]),
        ("an empty chunk", vec![(digests(0), bytes(0))]),
        ("half a digest", vec![(digests(0), bytes(2)[..12].into())]),
        ("too many", vec![(digests(0), bytes(1_025))]),
        (
            "one that is not full",
            vec![(digests(0), bytes(3)), (digests(1), bytes(4)[24..].into())],
        ),
        (
            "a digest twice",
            vec![(digests(0), [bytes(1), bytes(1)].concat().into())],
        ),
    ] {
        let code = of_parts(|parts| {
            parts.truncate(2);
            parts.extend(change);
        });
        assert_eq!(code, "pack_malformed", "{name}");
    }
    assert_eq!(of(|desk| desk.names.truncate(2)), "pack_malformed");
    let twice = |desk: &mut Desk| desk.names[2] = named(1);
    assert_eq!(of(twice), "pack_index");
    let named_twice = |parts: &mut Vec<(PartName, Arc<[u8]>)>| parts.push(parts[2].clone());
    assert_eq!(of_parts(named_twice), "pack_malformed");
    assert_eq!(of_parts(|parts| parts.swap(0, 1)), "pack_malformed");
}

#[test]
fn names_are_all_there_or_none() {
    let desk = Desk::of(1_500);
    let pack = desk.sealed();
    let some = pack.delta(true, |name| !matches!(name, PartName::Names(_, 1)));
    assert_eq!(refused(&some), "pack_incomplete");
    let no_digests = pack.delta(true, |name| !matches!(name, PartName::Digests(..)));
    assert_eq!(refused(&no_digests), "pack_incomplete");
    let no_trust = pack.delta(true, |name| *name != PartName::Trust);
    assert_eq!(refused(&no_trust), "pack_incomplete");
}
