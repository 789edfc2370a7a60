//! Compact codes without a network: a pack knows them, and a delta brings them.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot set its desk fails there"
)]

use chrono::TimeDelta;
use ocop::office::{NewProgrammeKey, ProgrammeKeyHolder};
use ocop::scheme::check::{Check, Outcome};
use ocop::scheme::code_kind::CodeKind;
use ocop::scheme::judge::judge;
use ocop::scheme::pack::{CHUNK, Pack, PackFile, PartName, apply};
use ocop::scheme::trust::ProgrammePurpose;

use super::{compact, named, number};
use crate::pack::made::{Desk, ROOT, digest};
use crate::scheme::programme::{key, public};
use crate::support::{Engine, Office, fresh, list_of, now, on_both_engines, passphrase};

on_both_engines!(a_pack_knows_a_compact_code_and_a_delta_brings_it);

async fn a_pack_knows_a_compact_code_and_a_delta_brings_it(engine: Engine) {
    let office = Office::on(engine).await;
    let new = NewProgrammeKey {
        purpose: ProgrammePurpose::Pack,
        seals_from: None,
        seals_until: None,
    };
    let made = office.generate_programme_key(new, fresh("pack"), passphrase());
    made.await.unwrap();
    office.publish_trust_list(passphrase()).await.unwrap();
    office.issue_list(list_of(3)).await.unwrap();
    let holder = ProgrammeKeyHolder::new(ProgrammePurpose::Pack, passphrase());
    let due = office.due_pack().await.unwrap().unwrap();
    let first = office.make_pack(due, &holder).await.unwrap();

    compact(&office, &named(&[1])).await.unwrap();
    let code = office
        .code_text(number(1), CodeKind::Compact)
        .await
        .unwrap();
    let hours_later = office.again(now() + TimeDelta::hours(2)).await;
    let due = hours_later
        .due_pack()
        .await
        .unwrap()
        .expect("a code is new");
    let second = hours_later.make_pack(due, &holder).await.unwrap();
    assert!(hours_later.due_pack().await.unwrap().is_none());
    let root = office.held().root;
    for names in [true, false] {
        let delta = office.pack_since(&second, 1, names).await.unwrap();
        let file = PackFile::read(&delta).unwrap();
        let brought: Vec<String> = file
            .parts()
            .filter(|(_, bytes)| bytes.is_some())
            .map(|(part, _)| part.name.to_string())
            .collect();
        assert_eq!(brought, ["compact/CB/0"]);
        let whole = apply(&first.sealed.whole(names), &delta).unwrap();
        assert!(whole == second.sealed.whole(names));
        let pack = Pack::open(&whole, &root, None).unwrap();
        let (status, register) = (Some(&pack.status), Some(&pack.register));
        let later = now() + TimeDelta::hours(3);
        let verdict = judge(&code, &pack.trust, status, register, later, None);
        assert_eq!(verdict.kind.name(), "genuine");
        assert_eq!(verdict.outcome(Check::Register), Outcome::Pass);
        let told = pack.names.map(|names| names.find(number(1)).cloned());
        let product = told.map(|named| named.unwrap().product);
        assert_eq!(product, names.then(|| "Sản phẩm số 2".to_owned()));
    }
    // A pack from before the sealing cannot know it, and does not say that it was never issued.
    let older = Pack::open(&first.sealed.whole(true), &root, None).unwrap();
    let (status, register) = (Some(&older.status), Some(&older.register));
    let verdict = judge(&code, &older.trust, status, register, now(), None);
    assert_eq!(verdict.kind.name(), "genuine");
    assert_eq!(verdict.outcome(Check::Register), Outcome::Unknown);
    // Another replica makes the same bytes.
    let replica = office.again(now() + TimeDelta::hours(2)).await;
    let same = replica.refresh_pack().await.unwrap().unwrap();
    assert!(same.sealed.whole(true) == second.sealed.whole(true));
}

/// Why a pack is refused that has these chunks of compact digests beside three certificates.
fn refused(chunks: &[(u32, Vec<usize>)]) -> &'static str {
    let desk = Desk::of(3);
    let mut parts = desk.parts();
    for (place, numbers) in chunks {
        let bytes: Vec<u8> = numbers
            .iter()
            .flat_map(|&number| digest(number).0)
            .collect();
        let name = PartName::Compact("CB".parse().unwrap(), *place);
        parts.push((name, bytes.into()));
    }
    let pack = desk.seal(parts).whole(true);
    match Pack::open(&pack, &public(&key(ROOT)), None) {
        Ok(pack) => {
            assert_eq!(pack.names.unwrap().search("ban moi", 10).len(), 3);
            "opened"
        }
        Err(refused) => refused.code(),
    }
}

#[test]
fn chunks_of_compact_digests_are_as_strict_as_the_others() {
    let full = |from: usize| (from..from + CHUNK).collect::<Vec<usize>>();
    assert_eq!(refused(&[(0, vec![10, 11])]), "opened");
    assert_eq!(refused(&[(0, full(10)), (1, vec![9])]), "opened");
    for wrong in [
        vec![(1, vec![10])],
        vec![(0, vec![])],
        vec![(0, vec![10, 10])],
        // One that is a certificate's own.
        vec![(0, vec![2])],
        vec![(0, vec![10]), (1, vec![11])],
    ] {
        assert_eq!(refused(&wrong), "pack_malformed", "{wrong:?}");
    }
}

#[test]
fn a_pack_without_its_compact_digests_is_not_whole() {
    let desk = Desk::of(1);
    let mut parts = desk.parts();
    let name = PartName::Compact("CB".parse().unwrap(), 0);
    parts.push((name.clone(), digest(7).0.as_slice().into()));
    let lacking = desk.seal(parts).delta(true, |part| *part != name);
    let refused = Pack::open(&lacking, &public(&key(ROOT)), None).unwrap_err();
    assert_eq!(refused.code(), "pack_incomplete");
}
