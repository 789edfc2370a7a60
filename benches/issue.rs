//! What issuing a decision of 10,000 certificates costs beside the signatures, the signature
//! checks and the plain insert that it cannot do without: on SQLite, and on PostgreSQL with a
//! synchronous standby. Everything, the servers too, runs on one core.

#[expect(
    dead_code,
    clippy::unwrap_used,
    reason = "what tests do to servers besides; they fail where they cannot go on"
)]
#[path = "../tests/it/replicas/cluster.rs"]
mod cluster;
mod issuing;
mod measure;
mod plain;
mod programme;

use std::hint::black_box;
use std::process::ExitCode;
use std::time::Instant;

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use cluster::Cluster;
use ed25519_dalek::{Signature, Signer, SigningKey};
use measure::{Report, Target, core_time, median};
use ocop::scheme::cose;
use ocop::scheme::token::Token;
use plain::{Book, Row};
use tempfile::TempDir;

const CERTIFICATES: usize = 10_000;
const ROUNDS: usize = 5;
const MOST: f64 = 1.3;
/// How the servers keep what they are told: as they do unless somebody says otherwise.
const SYNCED: &str = "-c fsync=on -c synchronous_commit=on";

/// What a piece takes: seconds by the clock, and of the core.
#[derive(Clone, Copy, Debug)]
struct Cost {
    clock: f64,
    core: f64,
}

struct Round {
    issuing: Cost,
    signing: Cost,
    verifying: Cost,
    inserting: Cost,
}

impl Round {
    fn ratio(&self, of: impl Fn(&Cost) -> f64) -> f64 {
        of(&self.issuing) / (of(&self.signing) + of(&self.verifying) + of(&self.inserting))
    }
}

/// A piece that has begun; its servers, if it has some, work for it too.
struct Begun<'a> {
    cluster: Option<&'a Cluster>,
    clock: Instant,
    core: f64,
}

impl<'a> Begun<'a> {
    fn now(cluster: Option<&'a Cluster>) -> Self {
        Self {
            cluster,
            core: Self::core(cluster),
            clock: Instant::now(),
        }
    }

    fn core(cluster: Option<&Cluster>) -> f64 {
        let servers = cluster.map(|cluster| [0, 1].map(|host| cluster.processes(host)));
        let processes = servers.into_iter().flatten().flatten();
        core_time("self") + processes.map(|process| core_time(&process)).sum::<f64>()
    }

    fn cost(&self) -> Cost {
        Cost {
            clock: self.clock.elapsed().as_secs_f64(),
            core: Self::core(self.cluster) - self.core,
        }
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    measure::stay_on_core("0");
    let mut report = Report::default();
    let by_clock = rounds("SQLite", None).await;
    report.ratio(
        "issue 10,000 / (sign + verify_strict + insert), SQLite",
        by_clock,
        Target::AtMost(MOST),
    );
    let name = "the same on PostgreSQL with a synchronous standby";
    match cluster::programs() {
        Some(_) => {
            let cluster = Cluster::of_two_in(folder(), SYNCED);
            let by_clock = rounds("PostgreSQL with a standby", Some(&cluster)).await;
            report.ratio(name, by_clock, Target::AtMost(MOST));
        }
        None => report.unmeasured(name, "PostgreSQL is not installed"),
    }
    report.finish()
}

/// A folder on the disk of the build, not in memory: commits wait for it.
fn folder() -> TempDir {
    tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder")
}

/// The URL of a new, empty database of the primary.
fn new_database(cluster: &Cluster, name: &str) -> String {
    cluster.sql(0, &format!("create database {name}"));
    format!("postgres://postgres@127.0.0.1:{}/{name}", cluster.ports[0])
}

/// The median of some rounds, by the clock.
async fn rounds(engine: &str, cluster: Option<&Cluster>) -> f64 {
    println!("{CERTIFICATES} certificates of one decision on {engine}");
    let list = issuing::list(CERTIFICATES);
    let mut rounds = Vec::new();
    for number in 0..ROUNDS {
        let round = round(number, cluster, list.clone()).await;
        let of = |cost: &Cost| format!("{:.0} ({:.0})", cost.clock * 1e3, cost.core * 1e3);
        println!(
            "milliseconds, and of the core: issue {}: sign {}, verify_strict {}, insert {}",
            of(&round.issuing),
            of(&round.signing),
            of(&round.verifying),
            of(&round.inserting)
        );
        rounds.push(round);
    }
    let by_clock = median(rounds.iter().map(|round| round.ratio(|cost| cost.clock)));
    let by_core = median(rounds.iter().map(|round| round.ratio(|cost| cost.core)));
    println!("{by_clock:.2} by the clock, {by_core:.2} of the core's time");
    by_clock
}

/// Issues in a new programme, then does the three plain pieces over what came out.
async fn round(number: usize, cluster: Option<&Cluster>, list: Vec<u8>) -> Round {
    let folder = folder();
    let database = cluster.map(|cluster| new_database(cluster, &format!("issued_{number}")));
    let data = folder.path().join("office");
    let (office, signer) = programme::set_up(&data, database.clone()).await;
    let begun = Begun::now(cluster);
    let issued = issuing::issue(&office, &signer, list, "852/QĐ-UBND").await;
    let issuing = begun.cost();
    assert_eq!(issued.certificates.len(), CERTIFICATES);

    let (mut book, mut plain) = match (cluster, database) {
        (Some(cluster), Some(url)) => {
            let plain = new_database(cluster, &format!("plain_{number}"));
            (Book::of_server(&url).await, Book::of_server(&plain).await)
        }
        _ => {
            let plain = folder.path().join("plain.sqlite");
            let book = Book::of_file(&data.join("register.sqlite")).await;
            (book, Book::of_file(&plain).await)
        }
    };
    let rows = book.rows().await;
    let key = SigningKey::from_bytes(&[7; 32]);
    let messages: Vec<Vec<u8>> = rows.iter().map(to_be_signed).collect();
    let mut signatures: Vec<Signature> = Vec::with_capacity(CERTIFICATES);
    let begun = Begun::now(cluster);
    signatures.extend(messages.iter().map(|message| key.sign(message)));
    let signing = begun.cost();
    let public = key.verifying_key();
    let begun = Begun::now(cluster);
    for (message, signature) in messages.iter().zip(&signatures) {
        assert!(black_box(public.verify_strict(message, signature)).is_ok());
    }
    let verifying = begun.cost();
    plain.begin_as(&mut book).await;
    let begun = Begun::now(cluster);
    plain.insert(&rows).await;
    let inserting = begun.cost();
    Round {
        issuing,
        signing,
        verifying,
        inserting,
    }
}

fn to_be_signed(row: &Row) -> Vec<u8> {
    let token = BASE64_URL_SAFE_NO_PAD.decode(&row.token).expect("base64");
    let message = Token::from_bytes(&token).expect("our own token").message;
    cose::to_be_signed(message.alg, message.kid, &message.payload)
}
