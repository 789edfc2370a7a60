//! The release: resumed wherever it ended, once whoever does it, with a reason where it stands.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use chrono::TimeDelta;
use ed25519_dalek::VerifyingKey;
use ocop::office::{Access, CouncilKeys, Error, Grant, Role, Seen};
use ocop::signer::{self, Signer};

use super::desk::{Desk, named, seen};
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

async fn four_stars_of_a_dossier_that_the_centre_has_leave_it_there_and_five_supersede_them(
    engine: Engine,
) {
    let desk = Desk::on(engine).await;
    let approved = desk.approved(1).await;
    for sql in [
        "insert into producers (id, kind, name, folded, address, unit, council, registered_at,
           version) values (1, 'cooperative', 'A', 'a', 'B', 'VN-04@2', 'CB',
           '2026-08-01T00:00:00Z', 1)",
        "insert into dossiers (id, producer, council, state, catalogue, set_no, product, folded,
           description, address, commune, created_at, changed_at, version)
         values (1, 1, 'TW', 'proposed_to_centre', '2023', 6, 'A', 'a', '', '', '',
           '2026-08-01T00:00:00Z', '2026-08-01T00:00:00Z', 1)",
        "update preparation_lines set dossier = 1",
    ] {
        desk.office.book.raw(sql).await;
    }
    assert_eq!(desk.release(approved.id).await.unwrap(), 1);
    let state = "select state from dossiers";
    assert_eq!(desk.office.book.texts(state).await, ["proposed_to_centre"]);
    // The centre's decision, by people of the centre.
    let office = &desk.office;
    let mut new = super::desk::decision("99/QĐ-BNN");
    new.council = super::desk::code("TW");
    let begun = office
        .prepare_decision(&desk.foreign, None, new)
        .await
        .unwrap();
    let five = crate::support::row(&[("score_a", "38"), ("score_c", "34"), ("stars", "5")]);
    let list = crate::support::csv(&[five]).into_bytes();
    let import = office.import_lines(
        &desk.foreign,
        None,
        seen(begun),
        (list, Some(ocop::scheme::words::Language::Vi)),
    );
    import.await.unwrap();
    office
        .book
        .raw(&format!(
            "update preparation_lines set dossier = 1 where preparation = {}",
            begun.id
        ))
        .await;
    let chair = Grant::of_council(Role::Chair, super::desk::code("TW"));
    let chair = Access::of_account(office.account(&[chair]).await, vec![chair], Some(now()));
    let view = office.preparation(&chair, begun.id).await.unwrap();
    let at = Seen {
        id: begun.id,
        version: view.version,
    };
    let submitted = office
        .submit_decision(&desk.foreign, None, at)
        .await
        .unwrap();
    office
        .approve_decision(&chair, None, seen(submitted), &view.digest)
        .await
        .unwrap();
    let released = office
        .release_decision(begun.id, signer("TW"), |_, _| {})
        .await
        .unwrap();
    assert_eq!(released.certificates, 1);
    assert_eq!(office.book.texts(state).await, ["decided"]);
    let status = "select council || ' ' || cast(status as text) from certificates order by council";
    assert_eq!(office.book.texts(status).await, ["CB 3", "TW 0"]);
}

on_both_engines!(
    a_release_that_broke_off_is_finished_with_one_certificate_a_line,
    two_releases_at_once_end_in_one_certificate_a_line,
    a_service_releases_what_its_passphrase_opens_and_says_what_it_does_not,
    what_the_register_refuses_meanwhile_is_said_and_nothing_is_sealed,
    what_is_refused_is_left_alone_for_a_minute_unless_somebody_acts_on_it,
    nothing_is_released_before_its_compact_codes_are_sealed,
    four_stars_of_a_dossier_that_the_centre_has_leave_it_there_and_five_supersede_them,
);
