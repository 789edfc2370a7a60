//! Keys that fail or lie in the middle of an order: nothing of that batch is recorded.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot set its desk fails there"
)]

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use ed25519_dalek::VerifyingKey;
use ocop::office::Error;
use ocop::signer::{self, Signer};

use crate::support::{Engine, Office, codes, list_of, on_both_engines, order, signer};

on_both_engines!(
    a_key_that_fails_in_the_middle_leaves_whole_batches,
    a_key_that_signs_garbage_records_nothing,
    a_key_that_panics_records_nothing,
);

/// What becomes of a signature.
type Fault = fn([u8; 64]) -> Result<[u8; 64], signer::Error>;

/// A key that does something else from one signature on.
struct Faulty {
    sound: Arc<dyn Signer>,
    sound_for: usize,
    signed: AtomicUsize,
    fault: Fault,
}

impl Signer for Faulty {
    fn public_key(&self) -> VerifyingKey {
        self.sound.public_key()
    }

    fn sign(&self, message: &[u8]) -> Result<[u8; 64], signer::Error> {
        let signature = self.sound.sign(message)?;
        if self.signed.fetch_add(1, Ordering::Relaxed) < self.sound_for {
            return Ok(signature);
        }
        (self.fault)(signature)
    }
}

fn faulty(sound_for: usize, fault: Fault) -> Arc<dyn Signer> {
    Arc::new(Faulty {
        sound: signer("CB"),
        sound_for,
        signed: AtomicUsize::new(0),
        fault,
    })
}

async fn a_key_that_fails_in_the_middle_leaves_whole_batches(engine: Engine) {
    let office = Office::on(engine).await;
    let failing = faulty(1_500, |_| Err(signer::Error::NoRandomness));
    let list = list_of(2_100);
    let failed = office.issue(order("CB", &list), failing, |_, _| {}).await;
    assert!(matches!(failed, Err(Error::Signer(_))));
    assert_eq!(office.count().await, 1_000);
    let retried = office.issue_list(&list).await.unwrap();
    assert_eq!((retried.issued, retried.already_issued), (1_100, 1_000));
    assert_eq!(office.count().await, 2_100);
    for code in codes(&retried).iter().step_by(300) {
        assert_eq!(office.verify(code, None).verdict.kind.name(), "genuine");
    }
    // The indices that the run reserved and did not use are gaps.
    let indices = "select cast(max(certificate_index) as text) from certificates";
    assert_eq!(office.book.texts(indices).await, ["3199"]);
}

async fn a_key_that_signs_garbage_records_nothing(engine: Engine) {
    let office = Office::on(engine).await;
    let faults: [Fault; 3] = [
        |_| Ok([0; 64]),
        |mut signature| {
            signature[10] ^= 1;
            Ok(signature)
        },
        // S + L: verifies in lax libraries.
        |mut signature| {
            signature[63] |= 0x80;
            Ok(signature)
        },
    ];
    for fault in faults {
        let list = list_of(5);
        let failed = office.issue(order("CB", list), faulty(3, fault), |_, _| {});
        let error = failed.await.unwrap_err();
        assert!(matches!(error, Error::BadSeal(_)), "{error:?}");
        assert!(error.words().vi.contains("ocop doctor"));
        assert_eq!(office.count().await, 0);
    }
    assert_eq!(office.issue_list(list_of(5)).await.unwrap().issued, 5);
}

async fn a_key_that_panics_records_nothing(engine: Engine) {
    let office = Office::on(engine).await;
    let panicking = faulty(2, |_| panic!("a broken driver"));
    let failed = office.issue(order("CB", list_of(5)), panicking, |_, _| {});
    assert!(matches!(failed.await, Err(Error::Stopped)));
    assert_eq!(office.count().await, 0);
    assert_eq!(office.issue_list(list_of(5)).await.unwrap().issued, 5);
}
