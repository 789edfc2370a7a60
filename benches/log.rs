//! What the transparency log adds to issuing, and what auditing the whole book costs beside the
//! signature checks that it cannot do without.

mod issuing;
mod measure;
mod programme;

use std::hint::black_box;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Instant;

use ed25519_dalek::{Signature, Signer as _, SigningKey};
use measure::{Report, Target, core_time, median};
use ocop::office::Office;
use ocop::scheme::cose;
use ocop::scheme::seal::{Alg, PublicKey};
use ocop::scheme::token::Token;
use ocop::scheme::trust::{CouncilKey, KeyState, ProgrammeKey, ProgrammePurpose};
use ocop::signer::{KeyFile, Signer};

const CERTIFICATES: usize = 10_000;
const DECISIONS: usize = 10;
const ROUNDS: usize = 3;

fn main() -> ExitCode {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    let mut report = Report::default();
    runtime.block_on(run(&mut report));
    report.finish()
}

async fn run(report: &mut Report) {
    // On the disk of the build, not in memory: commits wait for it.
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder");
    let (office, signer) = programme::set_up(folder.path(), None).await;
    let log = log_key(&office).await;
    let list = issuing::list(CERTIFICATES);
    let mut added = Vec::new();
    for decision in 0..DECISIONS {
        let began = Instant::now();
        let number = format!("{}/QĐ-UBND", 100 + decision);
        issuing::issue(&office, &signer, list.clone(), &number).await;
        let issuing = began.elapsed().as_secs_f64();
        let began = Instant::now();
        office.publish_checkpoint(&log).await.expect("a checkpoint");
        let checkpoint = began.elapsed().as_secs_f64();
        let committing = commitments(&office).await;
        println!(
            "issue {:.0} ms, of which commitments {:.0}; checkpoint {:.0} ms",
            issuing * 1e3,
            committing * 1e3,
            checkpoint * 1e3
        );
        added.push((issuing + checkpoint) / (issuing - committing));
    }
    report.ratio(
        "issue 10,000 with the log / without it",
        median(added),
        Target::AtMost(1.15),
    );

    let verifications = verifications(&office).await;
    let audits: Vec<(f64, f64)> = {
        let mut audits = Vec::new();
        for _ in 0..ROUNDS {
            let alone = verifications();
            let (began, core) = (Instant::now(), core_time("self"));
            let audited = office.audit().await.expect("the register answers");
            assert_eq!(
                audited.expect("sound").certificates as usize,
                CERTIFICATES * DECISIONS
            );
            let (took, core) = (began.elapsed().as_secs_f64(), core_time("self") - core);
            println!(
                "audit {:.2} s by the clock, {core:.2} s of the cores; verify_strict alone {alone:.2} s",
                took
            );
            audits.push((took / alone, core / alone));
        }
        audits
    };
    let of_cores = median(audits.iter().map(|(_, core)| *core));
    println!("{of_cores:.2} of the cores' time");
    report.ratio(
        "audit of 100,000 / 100,000 verify_strict on one core",
        median(audits.iter().map(|(clock, _)| *clock)),
        Target::AtMost(1.5),
    );
}

/// What the events' hashes over certificates take, for as many as one decision has.
async fn commitments(office: &Office) -> f64 {
    let size = u64::try_from(office.register().size().await.expect("it answers")).expect("a size");
    let from = size - CERTIFICATES as u64;
    let rows = office.register().certificates_between(from, size).await;
    let rows = rows.expect("the certificates");
    let began = Instant::now();
    for row in &rows {
        black_box(row.certificate.issued_body(row.decision));
    }
    began.elapsed().as_secs_f64()
}

/// As many strict verifications as there are certificates, on one core.
async fn verifications(office: &Office) -> impl Fn() -> f64 {
    let size = u64::try_from(office.register().size().await.expect("it answers")).expect("a size");
    let rows = office.register().certificates_between(0, size).await;
    let messages: Vec<Vec<u8>> = rows
        .expect("the certificates")
        .iter()
        .map(|row| {
            let token = Token::from_bytes(&row.certificate.token).expect("our own token");
            let message = token.message;
            cose::to_be_signed(message.alg, message.kid, &message.payload)
        })
        .collect();
    let key = SigningKey::from_bytes(&[7; 32]);
    let public = key.verifying_key();
    let signatures: Vec<Signature> = messages.iter().map(|message| key.sign(message)).collect();
    move || {
        let began = Instant::now();
        for (message, signature) in messages.iter().zip(&signatures) {
            assert!(black_box(public.verify_strict(message, signature)).is_ok());
        }
        began.elapsed().as_secs_f64()
    }
}

/// A key for the log, known to the register.
async fn log_key(office: &Office) -> Arc<dyn Signer> {
    let signer = KeyFile::from_signing_key(SigningKey::from_bytes(&[9; 32]));
    let x = PublicKey::new(signer.public_key()).expect("a sound key");
    let today = office.clock().now().date_naive();
    let own = ProgrammeKey {
        purpose: ProgrammePurpose::Log,
        key: CouncilKey {
            kid: x.id(),
            alg: Alg::Ed25519,
            x,
            seals_from: today,
            seals_until: today,
            state: KeyState::Active,
            compromised_on: None,
        },
    };
    let now = office.clock().now();
    let entered = office
        .register()
        .enter(move |entry| Box::pin(async move { entry.add_programme_key(&own, now).await }));
    entered.await.expect("a new key");
    Arc::new(signer)
}
