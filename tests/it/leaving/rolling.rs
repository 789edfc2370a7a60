//! A newer program takes the place of a running one, on a register that it brings up to date,
//! without one failed request.
//!
//! The older program and the newer one are the same binary here; what makes the newer one newer
//! is what its migration does to the schema, which is done while the older ones serve and write.
//! Where `OCOP_TEST_OLDER` names the program of an earlier release, that serves first, and what is
//! tested takes its place and brings the register up to date itself.

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use sqlx::{Connection, PgConnection};
use ureq::Agent;

use super::served::Served;
use crate::support::{Database, PRODUCTS, Program, list_of, today};

/// What a later program's migration may do: a table, columns that may be absent, an index.
const LATER: &str = "
    create table later (id bigint primary key, said text not null);
    insert into later (id, said) values (1, 'a row');
    alter table councils add column later text;
    alter table certificates add column later bigint not null default 0;
    alter table events add column later text;
    create index certificates_later on certificates (later, position);
";

/// How often a balancer asks whether a service is ready.
const LOOK: Duration = Duration::from_millis(100);

/// A balancer that goes by `/readyz` and tries nothing twice.
struct Balancer {
    services: Mutex<Vec<(String, bool)>>,
    next: AtomicUsize,
    done: AtomicBool,
    answered: AtomicUsize,
    failed: Mutex<Vec<String>>,
}

fn agent() -> Agent {
    Agent::config_builder()
        .timeout_global(Some(Duration::from_secs(20)))
        .http_status_as_error(false)
        .build()
        .new_agent()
}

impl Balancer {
    fn take_in(&self, service: &Served) {
        let at = format!("http://{}", service.address);
        self.services.lock().expect("whole").push((at, false));
    }

    fn forget(&self, service: &Served) {
        let at = format!("http://{}", service.address);
        self.services
            .lock()
            .expect("whole")
            .retain(|(other, _)| *other != at);
    }

    /// Looks who is ready, until it is done.
    fn look(&self) {
        let agent = agent();
        while !self.done.load(Ordering::Relaxed) {
            let services = self.services.lock().expect("whole").clone();
            for (at, _) in services {
                let answer = agent.get(format!("{at}/readyz")).call();
                let is_ready = answer.is_ok_and(|answer| answer.status() == 200);
                let mut services = self.services.lock().expect("whole");
                for (_, ready) in services.iter_mut().filter(|(other, _)| *other == at) {
                    *ready = is_ready;
                }
            }
            std::thread::sleep(LOOK);
        }
    }

    fn any_ready(&self) -> Option<String> {
        let services = self.services.lock().expect("whole");
        let ready: Vec<&String> = services
            .iter()
            .filter(|(_, ready)| *ready)
            .map(|(at, _)| at)
            .collect();
        let next = self.next.fetch_add(1, Ordering::Relaxed);
        ready.get(next % ready.len().max(1)).map(|at| (*at).clone())
    }

    /// Verifies codes until it is done.
    fn verify(&self, codes: &[String]) {
        let agent = agent();
        for code in codes.iter().cycle() {
            if self.done.load(Ordering::Relaxed) {
                return;
            }
            let failure = match self.any_ready() {
                None => Some("nobody is ready".to_owned()),
                Some(at) => failure(&agent, &at, code).map(|why| format!("{at}: {why}")),
            };
            match failure {
                None => drop(self.answered.fetch_add(1, Ordering::Relaxed)),
                Some(failure) => self.failed.lock().expect("whole").push(failure),
            }
            std::thread::sleep(Duration::from_millis(3));
        }
    }

    fn answered(&self) -> usize {
        self.answered.load(Ordering::Relaxed)
    }
}

/// Why a code that is genuine is not said to be.
fn failure(agent: &Agent, at: &str, code: &str) -> Option<String> {
    let asked = agent
        .post(format!("{at}/api/v1/verify"))
        .header("content-type", "application/json")
        .send(json!({ "code": code }).to_string());
    let mut answer = match asked {
        Ok(answer) => answer,
        Err(error) => return Some(error.to_string()),
    };
    let body = answer.body_mut().read_to_string().unwrap_or_default();
    let said: Value = serde_json::from_str(&body).unwrap_or_default();
    (answer.status() != 200 || said["verdict"] != "genuine")
        .then(|| format!("{} {body}", answer.status()))
}

fn wait_for(what: &str, mut is_so: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !is_so() {
        assert!(begun.elapsed() < Duration::from_secs(60), "{what}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

fn run(program: &Program, database: &str, arguments: &str) -> Vec<Value> {
    let arguments: Vec<&str> = arguments.split_whitespace().collect();
    let ran = program
        .command(&arguments)
        .env("OCOP_DATABASE", database)
        .output();
    let ran = ran.expect("the program runs");
    let said = String::from_utf8_lossy(&ran.stdout);
    assert!(
        ran.status.success(),
        "{said}{}",
        String::from_utf8_lossy(&ran.stderr)
    );
    let lines = said
        .lines()
        .filter_map(|line| serde_json::from_str(line).ok());
    lines.collect()
}

fn codes_of(lines: &[Value]) -> Vec<String> {
    let issued = lines
        .iter()
        .filter_map(|line| line["certificates"].as_array());
    let urls = issued.flatten().filter_map(|one| one["url"].as_str());
    urls.map(str::to_owned).collect()
}

fn issue(program: &Program, database: &str, decision: &str) -> Vec<String> {
    let list = program.file("more.csv", list_of(20));
    let (list, today) = (list.display(), today());
    let lines = run(
        program,
        database,
        &format!(
            "issue --council CB --decision {decision} --decided-on {today} --from {list} --json --passphrase-file passphrase"
        ),
    );
    codes_of(&lines)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn services_are_replaced_by_newer_ones_without_one_failed_request() {
    let database = Database::fresh().await;
    let url = database.url.clone();
    tokio::task::spawn_blocking(move || roll(&url))
        .await
        .expect("it went on to its end");
    drop(database);
}

fn roll(url: &str) {
    let older = std::env::var_os("OCOP_TEST_OLDER").map(PathBuf::from);
    let tested = PathBuf::from(env!("CARGO_BIN_EXE_ocop"));
    let mut program = Program::with_programme_by(older.clone().unwrap_or(tested.clone()));
    let codes = codes_of(&program.issue(PRODUCTS).done().lines());
    assert!(!codes.is_empty());
    program.run(&format!("register copy --to {url}")).done();

    let start = |program: &Program| Served::start(program, "--drain 2", &[("OCOP_DATABASE", url)]);
    let (first, second) = (start(&program), start(&program));
    let balancer = Arc::new(Balancer {
        services: Mutex::default(),
        next: AtomicUsize::new(0),
        done: AtomicBool::new(false),
        answered: AtomicUsize::new(0),
        failed: Mutex::default(),
    });
    balancer.take_in(&first);
    balancer.take_in(&second);
    let mut threads = vec![{
        let balancer = Arc::clone(&balancer);
        std::thread::spawn(move || balancer.look())
    }];
    wait_for("somebody is ready", || balancer.any_ready().is_some());
    for _ in 0..4 {
        let (balancer, codes) = (Arc::clone(&balancer), codes.clone());
        threads.push(std::thread::spawn(move || balancer.verify(&codes)));
    }
    let more = |balancer: &Balancer| {
        let before = balancer.answered();
        wait_for("requests are answered", || {
            balancer.answered() > before + 50
        });
    };
    more(&balancer);
    let mut issued = issue(&program, url, "1/QĐ-UBND");

    if older.is_none() {
        migrate(url);
    }
    more(&balancer);
    // What an older program writes afterwards.
    issued.extend(issue(&program, url, "2/QĐ-UBND"));

    program.binary = tested;
    let mut old = vec![first, second];
    let mut new = Vec::new();
    while let Some(leaving) = old.pop() {
        let coming = start(&program);
        coming.wait_until_ready();
        balancer.take_in(&coming);
        more(&balancer);
        leaving.terminate();
        more(&balancer);
        balancer_forgets(&balancer, leaving);
        new.push(coming);
    }
    issued.extend(issue(&program, url, "3/QĐ-UBND"));
    more(&balancer);
    balancer.done.store(true, Ordering::Relaxed);
    for thread in threads {
        thread.join().expect("it ends by itself");
    }
    let failed = balancer.failed.lock().expect("whole");
    assert!(
        failed.is_empty(),
        "{} of {}: {:?}",
        failed.len(),
        balancer.answered(),
        &failed[..failed.len().min(5)]
    );
    assert_eq!(issued.len(), 60);
    let agent = agent();
    for service in &new {
        let at = format!("http://{}", service.address);
        for code in &issued {
            wait_for("what was issued meanwhile is known", || {
                failure(&agent, &at, code).is_none()
            });
        }
    }
    for service in new {
        service.terminate();
        let (code, log) = service.end();
        assert_eq!(code, Some(0), "{log}");
    }
    let audited = run(&program, url, "audit --json");
    assert_eq!(audited[0]["sound"], true, "{audited:?}");
    println!(
        "{} requests answered while two services were replaced",
        balancer.answered()
    );
}

/// The newer program's migration, while the older ones serve.
fn migrate(url: &str) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    runtime.expect("a runtime").block_on(async {
        let mut connection = PgConnection::connect(url)
            .await
            .expect("PostgreSQL answers");
        let migrated = sqlx::raw_sql(LATER).execute(&mut connection).await;
        migrated.expect("the migration runs");
        connection.close().await.expect("closed");
    });
}

fn balancer_forgets(balancer: &Balancer, leaving: Served) {
    wait_for("the balancer has noticed", || {
        let at = format!("http://{}", leaving.address);
        let services = balancer.services.lock().expect("whole");
        services.iter().all(|(other, ready)| *other != at || !ready)
    });
    balancer.forget(&leaving);
    let (code, log) = leaving.end();
    assert_eq!(code, Some(0), "{log}");
    assert!(!log.contains("cached plan"), "{log}");
}
