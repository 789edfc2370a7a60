//! How the benches compare: interleaved rounds, medians, one line a ratio.

#![expect(dead_code, reason = "each bench uses a part of this")]

use std::os::unix::process::CommandExt;
use std::process::{Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

/// Exits as failed when a target is missed, if this is among the arguments.
const STRICT: &str = "--strict";

/// Which way a target is met.
#[derive(Clone, Copy)]
pub enum Target {
    AtMost(f64),
    AtLeast(f64),
}

/// The ratios of a bench, against their targets.
#[derive(Default)]
pub struct Report {
    missed: bool,
}

impl Report {
    /// Prints a ratio as `benches/run` reads it.
    pub fn ratio(&mut self, name: &str, ratio: f64, target: Target) {
        let (wish, met) = match target {
            Target::AtMost(most) => (format!("at most {most:.2}"), ratio <= most),
            Target::AtLeast(least) => (format!("at least {least:.2}"), ratio >= least),
        };
        let outcome = if met { "met" } else { "missed" };
        self.missed |= !met;
        println!("ratio | {name} | {ratio:.2} | {wish} | {outcome}");
    }

    /// Says why something was not measured; its target is missed.
    pub fn unmeasured(&mut self, name: &str, why: &str) {
        self.missed = true;
        println!("ratio | {name} | not measured: {why} | | missed");
    }

    /// Success; failure when a target is missed and `--strict` asks for it.
    pub fn finish(self) -> ExitCode {
        let strict = std::env::args().any(|argument| argument == STRICT);
        ExitCode::from(u8::from(strict && self.missed))
    }
}

/// How long an act takes.
pub fn time(act: impl FnOnce()) -> Duration {
    let start = Instant::now();
    act();
    start.elapsed()
}

/// Seconds for which the threads of a process have had a core: waiting, for a disk or for other
/// work on the machine, is not counted. A thread that ended is not counted either.
pub fn core_time(process: &str) -> f64 {
    let threads = std::fs::read_dir(format!("/proc/{process}/task")).expect("Linux");
    let nanos = threads.filter_map(|thread| {
        let told = std::fs::read_to_string(thread.ok()?.path().join("schedstat")).ok()?;
        told.split(' ').next()?.parse::<u64>().ok()
    });
    nanos.sum::<u64>() as f64 / 1e9
}

/// The middle of the values.
pub fn median(values: impl IntoIterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.into_iter().collect();
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// Lets the server and this bench, its clients, go before all other work of the machine (chrt of
/// util-linux; asks for root), where the slowest answers are measured: else they are those that
/// were under way while something else had the core. Only for a server that is idle in between
/// and for clients that rest: Linux takes 50 ms of a second, all at once, from who never does.
pub fn go_first(servers: &[String]) {
    let own = std::process::id().to_string();
    for process in servers.iter().chain([&own]) {
        let first = Command::new("chrt")
            .args(["--all-tasks", "--fifo", "--pid", "1", process])
            .stderr(Stdio::null())
            .status();
        if !first.is_ok_and(|status| status.success()) {
            println!("without the right to go first: the machine's other work is measured too");
        }
    }
}

/// Begins the bench again on one core only, so that nothing of it runs beside the rest.
pub fn stay_on_core(core: &str) {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let allowed = status
        .lines()
        .find_map(|line| line.strip_prefix("Cpus_allowed_list:"));
    if allowed.is_none_or(|allowed| allowed.trim() == core) {
        return;
    }
    let program = std::env::current_exe().expect("a program knows its file");
    let arguments = std::env::args().skip(1);
    // Comes back only when there is no such command.
    let error = Command::new("taskset")
        .args(["-c", core])
        .arg(program)
        .args(arguments)
        .exec();
    eprintln!("not on one core ({error}): what runs in several threads overlaps");
}
