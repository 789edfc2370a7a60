//! What a thousand times as many certificates change: how long the service takes to start, its
//! memory, and the time within which nearly every check is answered when it is half busy.

mod issuing;
mod load;
mod measure;
mod programme;
mod serving;

use std::path::Path;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use load::{Answers, ROUND, Requests};
use measure::{Report, Target, median};
use serving::{OURS, Server, corpus};

const FEW: usize = 1_000;
const MANY: usize = 1_000_000;
/// Certificates of one decision.
const DECISION: usize = 10_000;
/// Codes that are asked for, the same number of both.
const ASKED_FOR: usize = 1_000;
const ROUNDS: usize = 31;

fn main() -> ExitCode {
    serving::serve_if_asked();
    measure::stay_on_core("1");
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder");
    let (small, large) = (folder.path().join("few"), folder.path().join("many"));
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(issue(&small, FEW));
    runtime.block_on(issue(&large, MANY));
    drop(runtime);
    let (few, _) = start(&small);
    let (many, started) = start(&large);
    let codes = |folder: &Path| {
        let codes = corpus::codes(folder);
        let requests = codes.iter().map(|code| corpus::verify_request(code));
        Requests::in_turn(requests)
    };
    let (asked_of_few, asked_of_many) = (codes(&small), codes(&large));
    // What it bears, and half of that.
    let bears = load::ask(few.address, &asked_of_few, ROUND);
    load::ask(many.address, &asked_of_many, ROUND);
    let rate = bears.count() / ROUND.as_secs_f64() / 2.0;
    measure::go_first(&[few.process(), many.process()]);
    let round = |server: &Server, requests| load::ask_at(server.address, requests, rate, || ());
    let (of_few, of_many): (Vec<Answers>, Vec<Answers>) = (0..ROUNDS)
        .map(|_| (round(&few, &asked_of_few), round(&many, &asked_of_many)))
        .unzip();
    let within = |share, rounds: &[Answers]| {
        let of_round = rounds.iter().map(|answers| answers.within(share));
        median(of_round)
    };
    println!("{rate:.0} a second");
    for (of, rounds) in [("few", &of_few), ("many", &of_many)] {
        let [p50, p90, p99] = [0.5, 0.9, 0.99].map(|share| within(share, rounds));
        println!("of {of}: p50 {p50:.4} ms, p90 {p90:.4} ms, p99 {p99:.4} ms");
    }
    let (of_few, of_many) = (within(0.99, &of_few), within(0.99, &of_many));
    let mut report = Report::default();
    report.ratio(
        "p99 at half load with 1,000,000 certificates / with 1,000",
        of_many / of_few,
        Target::AtMost(1.1),
    );
    report.ratio(
        "start with 1,000,000 certificates, seconds",
        started.as_secs_f64(),
        Target::AtMost(3.0),
    );
    report.ratio(
        "the most memory with 1,000,000 certificates, MB",
        many.megabytes(),
        Target::AtMost(300.0),
    );
    report.finish()
}

/// Issues so many, and keeps some of their codes.
async fn issue(folder: &Path, most: usize) {
    let (office, signer) = programme::set_up(folder, None).await;
    let begun = Instant::now();
    let mut codes = Vec::with_capacity(ASKED_FOR);
    let mut issued = 0;
    while issued < most {
        let rows = DECISION.min(most - issued);
        let decision = format!("{}/QĐ-UBND", 800 + issued / DECISION);
        let of_decision = issuing::issue(&office, &signer, issuing::list(rows), &decision).await;
        let each = of_decision.certificates.into_iter();
        let some = each.step_by(most / ASKED_FOR);
        codes.extend(some.map(corpus::code));
        issued += rows;
    }
    println!("{most} issued in {:.0} s", begun.elapsed().as_secs_f64());
    corpus::keep(folder, &codes);
}

/// Starts the service on a folder; how long it takes until it listens with everything read.
fn start(folder: &Path) -> (Server, Duration) {
    let begun = Instant::now();
    let server = Server::start(OURS, folder, "0", None);
    (server, begun.elapsed())
}
