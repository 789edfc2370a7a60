//! Services under load: some ask for verdicts all the time, others revoke certificate after
//! certificate and write down what they were told.

use std::fs::File;
use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::support::{History, Program, Told, list_of, today, wait_until_ready};

/// Writers of each service.
const WRITERS: usize = 3;
/// Between two writes of one writer.
const BETWEEN: Duration = Duration::from_millis(15);
/// Between two verdicts of one asker.
const GLANCE: Duration = Duration::from_millis(5);

/// A service, with its log in a file of its own.
pub struct Service {
    child: Child,
    /// Where it listens.
    pub address: SocketAddr,
    log: std::path::PathBuf,
}

impl Service {
    /// Starts the service of a programme.
    pub fn start(program: &Program, name: &str) -> Self {
        let log = program.folder.path().join(format!("{name}.log"));
        let listening = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listening.local_addr().unwrap();
        drop(listening);
        let listen = address.to_string();
        let child = program
            .command(&["serve", "--json", "--listen", &listen])
            .args(["--passphrase-file", "passphrase"])
            .stdout(Stdio::null())
            .stderr(File::create(&log).unwrap())
            .spawn()
            .unwrap();
        wait_until_ready(address);
        Self {
            child,
            address,
            log,
        }
    }

    /// What it wrote to its log.
    pub fn log(&self) -> String {
        std::fs::read_to_string(&self.log).unwrap()
    }

    /// Sends it a signal.
    pub fn signal(&self, signal: &str) {
        let sent = Command::new("kill")
            .args([signal, &self.child.id().to_string()])
            .status();
        assert!(sent.unwrap().success());
    }

    /// Asks it to end: its exit code.
    pub fn stop(mut self) -> Option<i32> {
        self.signal("-TERM");
        self.child.wait().unwrap().code()
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// Asks a service; `None` where no answer came.
pub fn ask(address: SocketAddr, path: &str, token: &str, body: &Value) -> Option<(u16, Value)> {
    let agent = ureq::Agent::config_builder()
        .http_status_as_error(false)
        .timeout_global(Some(Duration::from_secs(90)))
        .build()
        .new_agent();
    let mut answer = agent
        .post(format!("http://{address}{path}"))
        .header("content-type", "application/json")
        .header("authorization", format!("Bearer {token}"))
        .send(body.to_string())
        .ok()?;
    let body = answer.body_mut().read_to_string().ok()?;
    Some((answer.status().as_u16(), serde_json::from_str(&body).ok()?))
}

/// A programme with many certificates, and a token that may revoke them.
pub struct Stage {
    pub program: Program,
    pub token: String,
    pub numbers: Vec<String>,
    pub urls: Vec<String>,
}

impl Stage {
    pub fn on(url: &str, certificates: usize) -> Self {
        let program = Program::with_programme_on(url);
        program.keyed("key generate --purpose log").done();
        program.keyed("trust publish").done();
        let issued = program.issue(list_of(certificates)).done().lines();
        let listed = issued[0]["certificates"].as_array().unwrap().clone();
        let of = |name: &str| -> Vec<String> {
            let text = |line: &Value| line[name].as_str().unwrap().to_owned();
            listed.iter().map(text).collect()
        };
        let made = program.run("token create test --scope life --json").done();
        let token = made.lines()[0]["token"].as_str().unwrap().to_owned();
        let (numbers, urls) = (of("number"), of("url"));
        assert_eq!((numbers.len(), urls.len()), (certificates, certificates));
        Self {
            program,
            token,
            numbers,
            urls,
        }
    }

    /// Revokes one certificate, and says what was said.
    pub fn revoke(&self, address: SocketAddr, number: &str) -> Option<(u16, Value)> {
        revoke(address, &self.token, number)
    }

    /// What the register holds in the end: every act that was acknowledged, and none twice.
    pub fn check(&self, history: &History) {
        self.program.run("audit").done();
        let listed = self.program.run("certificates --json").done().lines();
        let revoked = listed
            .iter()
            .filter(|certificate| certificate["status"] == "revoked")
            .map(|certificate| certificate["number"].as_str().unwrap());
        history.check(revoked);
    }
}

fn revoke(address: SocketAddr, token: &str, number: &str) -> Option<(u16, Value)> {
    let act = json!({ "numbers": [number], "decision": "900/QĐ-UBND",
                      "decided_on": today(), "ground": "food-safety" });
    ask(address, "/api/v1/acts/revoke", token, &act)
}

/// What went on while something broke.
pub struct Load {
    ends: Arc<AtomicBool>,
    seen: Arc<Seen>,
    threads: Vec<JoinHandle<()>>,
}

/// What was seen.
#[derive(Default)]
pub struct Seen {
    history: Mutex<History>,
    written: Mutex<Vec<Instant>>,
    unknown: AtomicUsize,
    verdicts: AtomicUsize,
    failed: Mutex<Vec<String>>,
    slowest: Mutex<Duration>,
}

impl Load {
    /// Begins: some writers and an asker for each service.
    pub fn on(stage: &Stage, services: &[&Service]) -> Self {
        let ends = Arc::new(AtomicBool::new(false));
        let seen = Arc::new(Seen::default());
        let mut threads = Vec::new();
        let share = stage.numbers.len() / (services.len() * WRITERS);
        let mut shares = stage.numbers.chunks(share);
        for service in services {
            let address = service.address;
            for numbers in shares.by_ref().take(WRITERS) {
                let (numbers, token) = (numbers.to_vec(), stage.token.clone());
                let (ends, seen) = (Arc::clone(&ends), Arc::clone(&seen));
                threads.push(std::thread::spawn(move || {
                    for number in numbers {
                        if ends.load(Ordering::Relaxed) {
                            return;
                        }
                        seen.write(address, &token, &number);
                        std::thread::sleep(BETWEEN);
                    }
                }));
            }
            let (ends, seen) = (Arc::clone(&ends), Arc::clone(&seen));
            let urls = stage.urls.clone();
            threads.push(std::thread::spawn(move || {
                for url in urls.iter().cycle() {
                    if ends.load(Ordering::Relaxed) {
                        return;
                    }
                    seen.look(address, url);
                    std::thread::sleep(GLANCE);
                }
            }));
        }
        Self {
            ends,
            seen,
            threads,
        }
    }

    /// How many writes were acknowledged.
    pub fn written(&self) -> usize {
        self.seen.written.lock().unwrap().len()
    }

    /// Waits until so many more writes were acknowledged; how long the first of them took.
    pub fn wait_for(&self, more: usize, most: Duration) -> Duration {
        let (begun, before) = (Instant::now(), self.written());
        let mut first = None;
        while self.written() < before + more {
            if self.written() > before {
                first.get_or_insert(begun.elapsed());
            }
            assert!(begun.elapsed() < most, "nothing is written within {most:?}");
            std::thread::sleep(Duration::from_millis(5));
        }
        first.unwrap_or(begun.elapsed())
    }

    /// Ends it. No verdict may have failed.
    pub fn end(self) -> Ended {
        self.ends.store(true, Ordering::Relaxed);
        for thread in self.threads {
            thread.join().unwrap();
        }
        let seen = Arc::into_inner(self.seen).expect("the threads have ended");
        let failed = seen.failed.into_inner().unwrap();
        let verdicts = seen.verdicts.into_inner();
        assert!(
            failed.is_empty(),
            "{} of {verdicts} failed: {}",
            failed.len(),
            failed[0]
        );
        let written = seen.written.into_inner().unwrap();
        let gaps = written
            .windows(2)
            .map(|pair| pair[1].duration_since(pair[0]));
        Ended {
            history: seen.history.into_inner().unwrap(),
            written: written.len(),
            unknown: seen.unknown.into_inner(),
            verdicts,
            slowest: seen.slowest.into_inner().unwrap(),
            longest_gap: gaps.max().unwrap_or_default(),
        }
    }
}

/// What is known in the end.
#[derive(Debug)]
pub struct Ended {
    pub history: History,
    pub written: usize,
    pub unknown: usize,
    pub verdicts: usize,
    pub slowest: Duration,
    pub longest_gap: Duration,
}

impl Ended {
    /// Says what was measured, for who runs the long form.
    pub fn say(&self, what: &str) {
        eprintln!(
            "{what}: {} written, {} answers unknown, longest without a write {:?}; {} verdicts, none failed, slowest {:?}",
            self.written, self.unknown, self.longest_gap, self.verdicts, self.slowest
        );
    }
}

impl Seen {
    /// Revokes a certificate: asks until it is told that it is done.
    fn write(&self, address: SocketAddr, token: &str, number: &str) {
        let begun = Instant::now();
        loop {
            let answer = revoke(address, token, number);
            let told = match &answer {
                Some((200, _)) => Told::Done,
                Some((503, problem)) if problem["code"] == "outcome_unknown" => {
                    self.unknown.fetch_add(1, Ordering::Relaxed);
                    Told::Unknown
                }
                Some((500.., _)) | None => Told::Unknown,
                Some((status, problem)) => panic!("{status}: {problem}"),
            };
            self.history.lock().unwrap().take(number, told);
            if told == Told::Done {
                self.written.lock().unwrap().push(Instant::now());
                return;
            }
            assert!(
                begun.elapsed() < Duration::from_secs(60),
                "{number} is not written: {answer:?}"
            );
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    fn look(&self, address: SocketAddr, url: &str) {
        let begun = Instant::now();
        let answer = ask(address, "/api/v1/verify", "", &json!({ "code": url }));
        let took = begun.elapsed();
        self.verdicts.fetch_add(1, Ordering::Relaxed);
        let mut slowest = self.slowest.lock().unwrap();
        *slowest = (*slowest).max(took);
        drop(slowest);
        let fine = answer.as_ref().is_some_and(|(status, said)| {
            *status == 200 && (said["verdict"] == "genuine" || said["verdict"] == "revoked")
        });
        if !fine {
            self.failed.lock().unwrap().push(format!("{answer:?}"));
        }
    }
}
