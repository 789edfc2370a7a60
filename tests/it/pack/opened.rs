//! What a sound pack says, and how deltas bring an older one up to date.

use ocop::scheme::check::{Check, Outcome};
use ocop::scheme::judge::judge;
use ocop::scheme::number::CertificateNumber;
use ocop::scheme::pack::{CHUNK, HeldPack, Pack, PackFile, PartName, apply};
use ocop::scheme::status::Status;
use ocop::scheme::token::TokenDigest;
use ocop::scheme::verdict::Kind;

use super::made::{Desk, LISTING, MADE, ROOT, SEALING, digest, named, status_list};
use crate::scheme::programme::{claims, code, day, instant, key, public, seal};

fn open(bytes: &[u8]) -> Pack {
    Pack::open(bytes, &public(&key(ROOT)), None).expect("sound")
}

#[test]
fn it_says_what_was_put_into_it() {
    let desk = Desk::of(3);
    let pack = open(&desk.file());
    assert_eq!((pack.sequence, pack.made_at), (12, instant(MADE)));
    assert_eq!(pack.expires_at, instant("2026-08-13T00:30:00Z"));
    assert_eq!(pack.root, public(&key(ROOT)).id());
    assert_eq!(pack.trust.to_json(), desk.trust.to_json());
    let council = "CB".parse().expect("a code");
    assert_eq!(pack.status.get(council).expect("a list").size, 3);
    assert_eq!(pack.status.latest(), Some(instant(MADE)));
    assert_eq!(pack.register.as_of, instant(MADE));
    assert!((0..3).all(|n| pack.register.councils[&council].contains(&digest(n))));
    assert_eq!(
        pack.held(),
        HeldPack {
            sequence: 12,
            trust_list: 7,
            made_at: Some(instant(MADE)),
        }
    );
    let names = pack.names.expect("with names");
    let number = |index| CertificateNumber { council, index };
    assert_eq!(names.find(number(2)), Some(&named(2)));
    assert_eq!(names.find(number(3)), None);
    assert_eq!(
        names.search("mien dong ban moi 1", 10),
        [(number(1), &named(1))]
    );
    assert_eq!(names.search("852/qđ", 2).len(), 2);
    assert!(names.search("chè", 10).is_empty());
    assert!(open(&desk.sealed().whole(false)).names.is_none());
    // One who has not issued yet is known to have issued nothing.
    let empty = open(&Desk::of(0).file());
    assert!(empty.register.councils[&council].is_empty());
}

#[test]
fn a_verdict_by_a_pack_needs_nothing_else() {
    let mut desk = Desk::of(0);
    let token = seal(claims(), &key(SEALING));
    let judged = |desk: &Desk, at: &str| {
        let pack = open(&desk.file());
        let (status, register) = (Some(&pack.status), Some(&pack.register));
        judge(
            &code(&token),
            &pack.trust,
            status,
            register,
            instant(at),
            None,
        )
    };
    let list = |revoked: &[u32]| {
        let signed = status_list("2026-08-06T00:00:00Z", 2_000, revoked, LISTING);
        vec![("CB", signed)]
    };
    desk.status = list(&[]);
    let at = "2026-08-06T03:00:00Z";
    assert_eq!(
        judged(&desk, at).kind,
        Kind::NotRegistered,
        "signed, never issued"
    );
    desk.digests = vec![TokenDigest::of(&token)];
    desk.names.push(named(1000));
    assert_eq!(judged(&desk, at).kind, Kind::Genuine);
    // Two days later the list is old, and after seven it says nothing of "valid" any more.
    let later = judged(&desk, "2026-08-08T00:30:01Z");
    assert_eq!(later.outcome(Check::Status), Outcome::Warn);
    let ended = judged(&desk, "2026-08-13T00:00:00Z");
    assert_eq!(ended.outcome(Check::Status), Outcome::Unknown);
    // A clock set back is set right by the pack's own instant, later than any in it.
    let behind = judged(&desk, "2026-08-06T00:29:59Z");
    assert_eq!(behind.outcome(Check::Dates), Outcome::Warn);
    assert_eq!(behind.as_of.judged_at, instant(MADE));
    desk.status = list(&[1000]);
    assert_eq!(judged(&desk, at).kind, Kind::Revoked);
    // What a list withdrew stays withdrawn, however old the pack is.
    assert_eq!(judged(&desk, "2026-12-06T00:00:00Z").kind, Kind::Revoked);
}

#[test]
fn a_delta_completes_an_older_pack_to_the_byte_of_the_newer() {
    for (before, after) in [
        (0, 3),
        (3, 3),
        (3, 5),
        (CHUNK, CHUNK + 1),
        (CHUNK + 7, 2 * CHUNK),
    ] {
        let older = Desk::of(before);
        let mut newer = Desk {
            sequence: 13,
            ..Desk::of(after)
        };
        newer.status = older.status.clone();
        if before == after {
            newer.status[0].1 = status_list("2026-08-06T00:10:00Z", 3, &[1], LISTING);
        }
        let full = before / CHUNK;
        let lacks = |name: &PartName| match name {
            PartName::Digests(_, n) | PartName::Names(_, n) => {
                *n as usize >= full && before != after
            }
            PartName::Status(_) => before == after,
            _ => false,
        };
        for names in [false, true] {
            let delta = newer.sealed().delta(names, lacks);
            let held = older.sealed().whole(names);
            let whole = newer.sealed().whole(names);
            assert!(delta.len() < whole.len());
            assert!(
                apply(&held, &delta).expect("sound") == whole,
                "{before} {after}"
            );
            assert!(
                apply(&held, &whole).expect("sound") == whole,
                "whole in its place"
            );
            open(&whole);
        }
        // Names are left out where not all of them are at hand.
        let delta = newer.sealed().delta(true, lacks);
        let without = apply(&older.sealed().whole(false), &delta).expect("sound");
        let expected = newer.sealed().whole(full == 0 && before != after);
        assert!(without == expected, "{before} {after}");
    }
    let delta = Desk {
        sequence: 13,
        ..Desk::of(5)
    }
    .sealed()
    .delta(true, |_| false);
    let refused = |bytes: &[u8]| {
        apply(&Desk::of(3).file(), bytes)
            .expect_err("refused")
            .code()
    };
    assert_eq!(refused(&delta), "pack_incomplete");
    assert_eq!(refused(b"rubbish"), "pack_malformed");
    let alone = Pack::open(&delta, &public(&key(ROOT)), None).expect_err("refused");
    assert_eq!(alone.code(), "pack_incomplete");
}

#[test]
fn a_part_of_a_later_version_is_compared_and_left_alone() {
    let desk = Desk::of(3);
    let mut parts = desk.parts();
    parts.push((
        PartName::Other("pictures/CB/0".to_owned()),
        [1, 2, 3].as_slice().into(),
    ));
    let pack = desk.seal(parts);
    assert_eq!(open(&pack.whole(true)).names.expect("names").len(), 3);
    open(&pack.whole(false));
    let bytes = pack.whole(true);
    let file = PackFile::read(&bytes).expect("sound");
    assert_eq!(file.parts().last().expect("a part").1, Some(&[1, 2, 3][..]));
    let mut altered = bytes.clone();
    *altered.last_mut().expect("bytes") ^= 1;
    let refused = Pack::open(&altered, &public(&key(ROOT)), None).expect_err("refused");
    assert_eq!(refused.code(), "pack_altered");
}

#[test]
fn a_list_says_of_an_index_that_was_never_issued_that_it_was_not() {
    let pack = open(&Desk::of(3).file());
    let list = pack
        .status
        .get("CB".parse().expect("a code"))
        .expect("a list");
    assert_eq!(list.status(2), Ok(Status::Valid));
    assert_eq!(
        list.status(3).expect_err("refused").code(),
        "status_list_index"
    );
    assert_eq!(named(3).issued_on, day("2026-08-05"));
}
