//! The release: resumed wherever it ended, once whoever does it, with a reason where it stands.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use chrono::TimeDelta;
use ed25519_dalek::VerifyingKey;
use ocop::office::{CouncilKeys, Error, Seen};
use ocop::register;
use ocop::signer::{self, Signer};

use super::desk::{Desk, decision, named, products, seen};
use crate::support::{Engine, now, on_both_engines, passphrase, signer};

/// A key that is pulled out after so many signatures.
struct PulledOut {
    key: Arc<dyn Signer>,
    left: AtomicUsize,
}

impl Signer for PulledOut {
    fn public_key(&self) -> VerifyingKey {
        self.key.public_key()
    }

    fn sign(&self, message: &[u8]) -> Result<[u8; 64], signer::Error> {
        let left = self
            .left
            .fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| {
                left.checked_sub(1)
            });
        left.map_err(|_| signer::Error::NoRandomness)?;
        self.key.sign(message)
    }
}

async fn a_release_that_broke_off_is_finished_with_one_certificate_a_line(engine: Engine) {
    let desk = Desk::on(engine).await;
    let approved = desk.approved(2_300).await;
    let pulled_out = Arc::new(PulledOut {
        key: signer("CB"),
        left: AtomicUsize::new(1_500),
    });
    let broken = desk
        .office
        .release_decision(approved.id, pulled_out, |_, _| {})
        .await;
    assert_eq!(named(broken), "no_randomness");
    let view = desk.view(approved.id).await;
    assert_eq!((view.released, desk.certificates().await), (1_000, 1_000));
    assert!(view.begun_at.is_some());
    assert_eq!(desk.release(approved.id).await.unwrap(), 1_300);
    let view = desk.view(approved.id).await;
    assert_eq!((view.released, view.state.name()), (2_300, "released"));
    assert_eq!(desk.certificates().await, 2_300);
}

async fn two_releases_at_once_end_in_one_certificate_a_line(engine: Engine) {
    let desk = Desk::on(engine).await;
    let approved = desk.approved(1_200).await;
    let other = desk.office.again(now()).await;
    let (first, second) = tokio::join!(
        desk.release(approved.id),
        other.release_decision(approved.id, signer("CB"), |_, _| {}),
    );
    let lost: Vec<&str> = [first.err(), second.err()]
        .into_iter()
        .flatten()
        .map(|error| error.code())
        .collect();
    let harmless = ["contended", "preparation_state", "register_unavailable"];
    assert!(lost.iter().all(|code| harmless.contains(code)), "{lost:?}");
    if desk.view(approved.id).await.state.name() != "released" {
        desk.release(approved.id).await.unwrap();
    }
    assert_eq!(desk.certificates().await, 1_200);
    let view = desk.view(approved.id).await;
    assert_eq!((view.released, view.state.name()), (1_200, "released"));
}

async fn a_service_releases_what_its_passphrase_opens_and_says_what_it_does_not(engine: Engine) {
    let desk = Desk::on(engine).await;
    let approved = desk.approved(2).await;
    let without = CouncilKeys::new(None);
    assert_eq!(desk.office.release_due(&without).await.unwrap(), 0);
    let problem = desk.view(approved.id).await.problem.unwrap();
    assert_eq!(problem.code, "key_elsewhere");
    assert!(problem.message.vi.contains("ocop release"));
    let other = ocop::signer::Passphrase::new("another passphrase").unwrap();
    let wrong = CouncilKeys::new(Some(Arc::new(other)));
    assert_eq!(desk.office.release_due(&wrong).await.unwrap(), 0);
    let problem = desk.view(approved.id).await.problem.unwrap();
    assert_eq!(problem.code, "wrong_passphrase");
    let keys = CouncilKeys::new(Some(Arc::new(passphrase())));
    assert_eq!(desk.office.release_due(&keys).await.unwrap(), 1);
    let view = desk.view(approved.id).await;
    assert_eq!((view.state.name(), view.problem), ("released", None));
    assert_eq!(desk.office.release_due(&keys).await.unwrap(), 0);
    assert_eq!(desk.certificates().await, 2);
}

async fn every_decision_whose_key_cannot_be_opened_says_so(engine: Engine) {
    let desk = Desk::on(engine).await;
    let first = desk.approved(1).await;
    let preparing = desk
        .office
        .prepare_decision(&desk.secretary, None, decision("853/QĐ-UBND"));
    let imported = desk.import(preparing.await.unwrap(), products(1)).await;
    let submitting = desk
        .office
        .submit_decision(&desk.secretary, None, seen(imported));
    let submitted = submitting.await.unwrap();
    let second = desk.approve(&desk.chair, submitted).await.unwrap();
    // The key is tried once for both.
    let without = CouncilKeys::new(None);
    assert_eq!(desk.office.release_due(&without).await.unwrap(), 0);
    for id in [first.id, second.id] {
        let problem = desk.view(id).await.problem.unwrap();
        assert_eq!(problem.code, "key_elsewhere");
    }
}

/// A release that begins with a key that cannot sign: nothing is recorded.
async fn begun_in_vain(desk: &Desk, id: i64) -> Seen {
    let broken = Arc::new(PulledOut {
        key: signer("CB"),
        left: AtomicUsize::new(0),
    });
    let released = desk.office.release_decision(id, broken, |_, _| {}).await;
    assert_eq!(named(released), "no_randomness");
    let view = desk.view(id).await;
    assert!(view.begun_at.is_some() && view.released == 0);
    let version = view.version;
    Seen { id, version }
}

async fn a_release_that_recorded_nothing_binds_nobody(engine: Engine) {
    let desk = Desk::on(engine).await;
    let approved = desk.approved(2).await;
    let at = begun_in_vain(&desk, approved.id).await;
    // A batch of what was approved before counts no more under another approval.
    let id = at.id;
    let register = desk.office.register();
    let other = register
        .enter(move |entry| Box::pin(async move { entry.count_released((id, &[7; 32]), 1).await }))
        .await;
    assert!(
        matches!(other, Err(register::Error::Missing(_))),
        "{other:?}"
    );
    let changing = desk
        .office
        .remove_lines(&desk.secretary, None, at, Some(vec![2]));
    let changed = changing.await.unwrap();
    assert!(changed.approval_voided);
    assert!(desk.view(id).await.begun_at.is_none());
    assert_eq!(named(desk.release(id).await), "preparation_state");
    let submitting = desk
        .office
        .submit_decision(&desk.secretary, None, seen(changed));
    let submitted = submitting.await.unwrap();
    desk.approve(&desk.chair, submitted).await.unwrap();
    let at = begun_in_vain(&desk, id).await;
    assert_eq!(desk.release(id).await.unwrap(), 1);
    assert_eq!(desk.certificates().await, 1);
    let late = desk.office.abandon_decision(&desk.secretary, None, at);
    assert_eq!(named(late.await), "stale");
}

async fn a_decision_that_was_begun_in_vain_can_be_given_up(engine: Engine) {
    let desk = Desk::on(engine).await;
    let approved = desk.approved(1).await;
    let at = begun_in_vain(&desk, approved.id).await;
    let abandoning = desk.office.abandon_decision(&desk.secretary, None, at);
    assert_eq!(abandoning.await.unwrap().state.name(), "abandoned");
    let view = desk.view(at.id).await;
    assert!(view.begun_at.is_none() && view.approval.is_none());
    assert_eq!(named(desk.release(at.id).await), "preparation_state");
}

/// The council's mandate ended on the day before the decision, in the register of somebody who
/// changed the trust list; here the dossier of a line went away.
async fn the_dossier_of_line_2_goes_away(desk: &Desk) {
    let producer = "insert into producers (id, kind, name, folded, address, unit, council,
                      registered_at, version)
                    values (1, 'cooperative', 'A', 'a', 'B', 'VN-04@2', 'CB',
                      '2026-08-01T00:00:00Z', 1)";
    let dossier = "insert into dossiers (id, producer, council, state, catalogue, set_no, product,
                     folded, description, address, commune, created_at, changed_at, version)
                   values (1, 1, 'CB', 'withdrawn', '2023', 6, 'A', 'a', '', '', '',
                     '2026-08-01T00:00:00Z', '2026-08-01T00:00:00Z', 1)";
    for sql in [
        producer,
        dossier,
        "update preparation_lines set dossier = 1 where line = 2",
    ] {
        desk.office.book.raw(sql).await;
    }
}

async fn what_is_refused_is_left_alone_for_a_minute_unless_somebody_acts_on_it(engine: Engine) {
    for acts in [false, true] {
        let desk = Desk::on(engine).await;
        let approved = desk.approved(2).await;
        the_dossier_of_line_2_goes_away(&desk).await;
        // No key is needed to see it.
        let without = CouncilKeys::new(None);
        assert_eq!(desk.office.release_due(&without).await.unwrap(), 0);
        let problem = desk.view(approved.id).await.problem.unwrap();
        assert_eq!(problem.code, "refused");

        let keys = CouncilKeys::new(Some(Arc::new(passphrase())));
        assert_eq!(desk.office.release_due(&keys).await.unwrap(), 0);
        if acts {
            let lines = Some(vec![2]);
            let changing = desk
                .office
                .remove_lines(&desk.secretary, None, seen(approved), lines);
            let submitting =
                desk.office
                    .submit_decision(&desk.secretary, None, seen(changing.await.unwrap()));
            let submitted = submitting.await.unwrap();
            desk.approve(&desk.chair, submitted).await.unwrap();
            assert_eq!(desk.office.release_due(&keys).await.unwrap(), 1);
            continue;
        }
        let mended = "update dossiers set state = 'at_province'";
        desk.office.book.raw(mended).await;
        assert_eq!(desk.office.release_due(&keys).await.unwrap(), 0);
        let later = desk.office.again(now() + TimeDelta::minutes(1)).await;
        assert_eq!(later.release_due(&keys).await.unwrap(), 1);
        let view = desk.view(approved.id).await;
        assert_eq!((view.state.name(), view.problem), ("released", None));
    }
}

async fn nothing_is_released_before_its_compact_codes_are_sealed(engine: Engine) {
    let desk = Desk::with(engine, |config| config.label.compact = true).await;
    let approved = desk.approved(3).await;
    // The key is gone once it has sealed the certificates.
    let pulled_out = Arc::new(PulledOut {
        key: signer("CB"),
        left: AtomicUsize::new(3),
    });
    let broken = desk
        .office
        .release_decision(approved.id, pulled_out, |_, _| {});
    assert_eq!(named(broken.await), "no_randomness");
    let view = desk.view(approved.id).await;
    assert_eq!((view.released, view.state.name()), (3, "approved"));
    // By a service that was begun since.
    let again = desk.office.again(now()).await;
    let keys = CouncilKeys::new(Some(Arc::new(passphrase())));
    assert_eq!(again.release_due(&keys).await.unwrap(), 1);
    assert_eq!(desk.view(approved.id).await.state.name(), "released");
    let sealed = "select cast(count(*) as text) from compact_tokens";
    assert_eq!(desk.office.book.texts(sealed).await, ["3"]);
    assert_eq!(desk.certificates().await, 3);
}

async fn what_the_register_refuses_meanwhile_is_said_and_nothing_is_sealed(engine: Engine) {
    let desk = Desk::on(engine).await;
    let approved = desk.approved(2).await;
    the_dossier_of_line_2_goes_away(&desk).await;
    match desk.release(approved.id).await {
        Err(Error::Refused(refusals)) => {
            assert_eq!(refusals[0].code, "dossier_not_here");
            assert_eq!(refusals[0].row, Some(2));
        }
        other => panic!("{other:?}"),
    }
    assert_eq!(desk.certificates().await, 0);
    assert!(desk.view(approved.id).await.begun_at.is_none());
    desk.office
        .book
        .raw("update dossiers set state = 'at_province'")
        .await;
    assert_eq!(desk.release(approved.id).await.unwrap(), 2);
    let states = desk.office.book.texts("select state from dossiers").await;
    assert_eq!(states, ["decided"]);
}

on_both_engines!(
    a_release_that_broke_off_is_finished_with_one_certificate_a_line,
    two_releases_at_once_end_in_one_certificate_a_line,
    a_service_releases_what_its_passphrase_opens_and_says_what_it_does_not,
    what_the_register_refuses_meanwhile_is_said_and_nothing_is_sealed,
    what_is_refused_is_left_alone_for_a_minute_unless_somebody_acts_on_it,
    nothing_is_released_before_its_compact_codes_are_sealed,
    every_decision_whose_key_cannot_be_opened_says_so,
    a_release_that_recorded_nothing_binds_nobody,
    a_decision_that_was_begun_in_vain_can_be_given_up,
);
