//! Killed at any moment, while three programs write to one register: the service revokes, and the
//! commands issue a list and take another one over from paper.

use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use super::clients::Clients;
use super::service::Service;
use super::stage::{Stage, rows};
use super::{form, scattered};
use crate::support::{History, Told, list_of, row, today};

/// Certificates that may be revoked between two kills.
const CHUNK: usize = 40;
/// Lines of a list: four commits.
const LINES: usize = 4_000;
/// How long a list may take until its next part is durable.
const PATIENCE: Duration = Duration::from_secs(120);

/// After how many kills another list begins.
fn list() -> usize {
    form(12, 25)
}

/// The arguments that issue, or take over, the list of a kill.
fn lists(stage: &Stage, kill: usize) -> [Vec<String>; 2] {
    let decision = 1_000 + kill / list();
    ["issue", "take-over"].map(|command| {
        let list = stage.program.folder.path().join(command);
        let (list, today) = (list.display(), today());
        let arguments = format!(
            "{command} --council CB --decision {decision}/{command} --decided-on {today} \
             --from {list} --json --passphrase-file passphrase"
        );
        arguments.split_whitespace().map(str::to_owned).collect()
    })
}

fn write_lists(stage: &Stage) {
    stage.program.file("issue", list_of(LINES));
    let through = today() + chrono::Months::new(30);
    let header = format!(
        "{},valid_through,valid_through_reason",
        crate::support::HEADER
    );
    let lines = (1..=LINES).map(|number| {
        let product = format!("Sản phẩm số {number}");
        format!("{},{through},Ghi trên giấy", row(&[("product", &product)]))
    });
    let lines: Vec<String> = std::iter::once(header).chain(lines).collect();
    stage.program.file("take-over", lines.join("\n") + "\n");
}

/// How many certificates are durable.
fn durable(stage: &Stage) -> usize {
    let sql = "select cast(count(*) as text) from certificates";
    rows(&stage.program.data(), sql)[0].parse().unwrap()
}

/// Waits until more than so many are durable, or the lists are finished.
fn wait_for_a_part(stage: &Stage, writers: &mut [Child], held: Option<usize>) {
    let begun = Instant::now();
    let held = held.unwrap_or(stage.numbers.len());
    let writing = |writer: &mut Child| writer.try_wait().unwrap().is_none();
    while durable(stage) == held && writers.iter_mut().any(writing) {
        assert!(begun.elapsed() < PATIENCE, "nothing becomes durable");
        std::thread::sleep(Duration::from_millis(5));
    }
}

fn start(stage: &Stage, arguments: &[String]) -> Child {
    let mut command = stage.program.command(arguments);
    command.stdout(Stdio::null()).stderr(Stdio::null());
    command.spawn().unwrap()
}

#[test]
fn what_was_acknowledged_outlives_any_kill_and_nothing_is_there_twice() {
    let kills = form(12, 200);
    let stage = Stage::set(kills * CHUNK);
    write_lists(&stage);
    let mut history = History::default();
    let mut certificates = Vec::new();
    for kill in 0..kills {
        let service = Service::start(&stage.program);
        let mut writers = lists(&stage, kill).map(|arguments| start(&stage, &arguments));
        let chunk = &stage.numbers[kill * CHUNK..][..CHUNK];
        let clients = Clients::revoke(&[service.address], &stage.token, chunk);
        // Half of the times blindly, half just after a part of a list became durable.
        let more = if kill % 2 == 0 {
            scattered(kill, 900)
        } else {
            wait_for_a_part(&stage, &mut writers, certificates.last().copied());
            scattered(kill, 50)
        };
        std::thread::sleep(Duration::from_millis(more));
        for writer in &mut writers {
            writer.kill().unwrap();
            writer.wait().unwrap();
        }
        service.kill();
        history = merged(history, clients.end());
        certificates.push(durable(&stage));
        assert!(certificates.is_sorted(), "what is durable stays");
    }
    assert!(history.count(Told::Done) > kills, "{history:?}");
    stage.check(&history);

    // Whatever was begun is finished by asking again.
    let mut lines = History::default();
    for kill in (0..kills).step_by(list()) {
        for arguments in lists(&stage, kill) {
            let report = stage.program.run_with(&arguments).done();
            let report = &report.lines()[0];
            let count = |name: &str| report[name].as_u64().unwrap();
            assert_eq!(count("issued") + count("already_issued"), LINES as u64);
            for line in 1..=LINES {
                let decision = report["decision"].as_str().unwrap();
                lines.take(format!("{decision} Sản phẩm số {line}"), Told::Done);
            }
        }
    }
    lines.check(rows(
        &stage.program.data(),
        "select d.number || ' ' || c.product from certificates c join decisions d
         on d.id = c.decision where d.number not like '852/%'",
    ));
    stage.check(&history);
    let parts = certificates
        .windows(2)
        .filter(|two| two[0] < two[1])
        .count();
    assert!(parts > 1, "no kill met a list: {certificates:?}");
    println!(
        "{kills} kills, {parts} between two parts of a list: {} revocations acknowledged, {} unknown; {} lines of lists",
        history.count(Told::Done),
        history.count(Told::Unknown),
        lines.count(Told::Done)
    );
}

fn merged(mut history: History, more: History) -> History {
    for (act, told) in more.acts() {
        history.take(act, told);
    }
    history
}
