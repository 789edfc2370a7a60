//! The whole way with the real program: scanned, the service gone, scanned, the service back and
//! the journal sent, each entry once.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on fails there, and says where"
)]

use std::fs;
use std::net::TcpListener;
use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicU16, Ordering};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::browser::{Running, start};

use super::device::Device;
use super::film;

/// A demonstration that is stopped and started on the same port and folder.
pub struct Demonstration {
    folder: tempfile::TempDir,
    pub port: u16,
    pub said: Value,
    running: Option<Running>,
}

impl Demonstration {
    pub fn begin() -> Self {
        let mut demonstration = Self {
            folder: tempfile::tempdir().unwrap(),
            port: free_port(),
            said: Value::Null,
            running: None,
        };
        demonstration.start();
        demonstration
    }

    fn program(&self) -> Command {
        let mut program = Command::new(env!("CARGO_BIN_EXE_ocop"));
        program.env_remove("OCOP_TEST_POSTGRES");
        program
    }

    pub fn start(&mut self) {
        let mut program = self.program();
        let listen = format!("127.0.0.1:{}", self.port);
        program.args(["demo", "--json", "--listen", &listen, "--data"]);
        program.arg(self.folder.path());
        let (running, said) = start(&mut program, |line| line.contains("examples"));
        self.said = serde_json::from_str(&said).unwrap();
        assert_eq!(self.said["listen"], json!(listen), "the same port");
        self.running = Some(running);
    }

    /// Kills it.
    pub fn stop(&mut self) {
        self.running = None;
    }

    pub fn origin(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// The address of the first example of a verdict.
    pub fn code(&self, verdict: &str) -> String {
        let examples = self.said["examples"].as_array().unwrap().iter();
        let mut of = examples.filter(|example| example["verdict"] == verdict);
        of.next().unwrap()["url"].as_str().unwrap().to_owned()
    }

    /// Signs the inspector in, from the page and back to it.
    pub async fn sign_in(&self, device: &Device) {
        device.press("#sync a").await;
        device.sees("#password").await;
        device.types("#email", "kiemtra@ocop.example").await;
        device
            .types(
                "#password",
                self.said["people"]["password"].as_str().unwrap(),
            )
            .await;
        device.press("form[action^='/sign-in'] button").await;
        device.sees("#one_time_code").await;
        let mut asking = self.program();
        asking.args([
            "account",
            "code",
            "kiemtra@ocop.example",
            "--json",
            "--data",
        ]);
        let answer = asking.arg(self.folder.path()).output().unwrap();
        let answer: Value = serde_json::from_slice(&answer.stdout).unwrap();
        device
            .types("#one_time_code", answer["code"].as_str().unwrap())
            .await;
        device.press("form[action^='/sign-in/code'] button").await;
        device.sees("body[data-ready]").await;
    }
}

/// A port that is still free after the program was stopped: below those that the system gives to
/// whoever asks for any, as all other tests do.
fn free_port() -> u16 {
    static NEXT: AtomicU16 = AtomicU16::new(20_000);
    loop {
        let port = NEXT.fetch_add(1, Ordering::Relaxed);
        if TcpListener::bind(("127.0.0.1", port)).is_ok() {
            return port;
        }
    }
}

/// Milliseconds from opening the page to its first verdict.
const FIRST_VERDICT: &str =
    "return Math.round(performance.getEntriesByName('verdict')[0].startTime)";

/// Milliseconds of a noisy frame of 640 x 480 without a code, which takes longest: of each kind of
/// glance the median, and of these the longest.
const SLOWEST_GLANCE: &str = "
    const page = document.querySelector('script[type=module]').src;
    const reader = await import(new URL('reader.js', page));
    const canvas = new OffscreenCanvas(640, 480);
    const context = canvas.getContext('2d', { willReadFrequently: true });
    const frame = context.createImageData(640, 480);
    for (let i = 0; i < frame.data.length; i += 4) frame.data.fill(Math.random() * 256, i, i + 3).fill(255, i + 3, i + 4);
    const medians = [];
    for (let look = 0; look < 6; look++) {
      const times = [];
      for (let turn = 0; turn < 9; turn++) {
        context.putImageData(frame, 0, 0);
        const begun = performance.now();
        await reader.read(canvas, look);
        times.push(performance.now() - begun);
      }
      medians.push(times.sort((one, other) => one - other)[4]);
    }
    return Math.round(Math.max(...medians));";

#[tokio::test(flavor = "multi_thread")]
async fn what_was_scanned_without_a_network_is_sent_once_when_it_is_back() {
    let mut demonstration = Demonstration::begin();
    let origin = demonstration.origin();
    let (genuine, expired) = (demonstration.code("genuine"), demonstration.code("expired"));
    let folder = tempfile::tempdir().unwrap();
    let film = film::of(folder.path(), &[&genuine]);
    let device = Device::with_camera(&film).await;
    device.install(&origin).await;
    device.picture("start.vi").await;
    assert_eq!(device.scans().await, "genuine");
    device.reads("#kept[data-kept=true]", "mục 1").await;
    device.picture("verdict.vi").await;

    demonstration.stop();
    device.open(&format!("{origin}/inspector")).await;
    let begun = Instant::now();
    assert_eq!(device.scans().await, "genuine");
    let recognised = begun.elapsed().as_millis();
    device.reads("#kept[data-kept=true]", "mục 2").await;
    device.reads("#sync", "2 mục chờ đồng bộ").await;

    // A phone's own camera opens the code.
    device.open(&expired).await;
    device.sees("#kept[data-kept=true]").await;
    assert_eq!(device.verdict().await, "expired");
    device.picture("expired.vi").await;
    let first = device.client.execute(FIRST_VERDICT, vec![]).await.unwrap();
    device.press(".ask li:nth-child(3) button").await;
    device.reads("#kept[data-kept=true]", "mục 4").await;
    device.types(".add textarea", "Kệ số 3, chợ Bản Mới").await;
    device.press(".keep-note").await;
    device.reads(".additions", "chợ Bản Mới").await;

    let photograph = folder.path().join("package.png");
    film::label(&genuine).save(&photograph).unwrap();
    let photograph = photograph.display().to_string();
    device.types(".add input[type=file]", &photograph).await;
    device.sees(".additions img").await;

    demonstration.start();
    device.open(&format!("{origin}/inspector?lang=vi")).await;
    device.sees("#sync[data-state=signed_out]").await;
    device.picture("signed-out").await;
    demonstration.sign_in(&device).await;
    device
        .sees("#sync[data-state=done][data-waiting='0']")
        .await;
    device.picture("synchronised").await;
    let entries = device.entries().await;
    assert_eq!(entries.len(), 6);
    let at_the_account = async || {
        let head = format!(
            "return (await fetch('/api/v1/journal/{}')).json();",
            entries[0]["device"].as_str().unwrap()
        );
        let head = device.gives(&head).await;
        let checks = device
            .gives("return (await fetch('/api/v1/journal')).json();")
            .await;
        assert_eq!(head["awaited"], json!([]), "the photograph is there too");
        (head["size"].clone(), checks)
    };
    let (size, checks) = at_the_account().await;
    assert_eq!(size, 6);
    let checks = checks
        .as_object()
        .unwrap()
        .values()
        .find_map(Value::as_array)
        .unwrap();
    assert_eq!(checks.len(), 4, "each once: {checks:?}");

    // Sent again from the beginning, nothing is there twice.
    device.gives("const opened = await new Promise(done => { const asked = indexedDB.open('ocop-inspector'); asked.onsuccess = () => done(asked.result); });
        await new Promise(done => { const changing = opened.transaction('settings', 'readwrite'); changing.objectStore('settings').put(0, 'synced'); changing.oncomplete = done; });
        opened.close(); return true;").await;
    device.open(&format!("{origin}/inspector?lang=en")).await;
    device
        .sees("#sync[data-state=done][data-waiting='0']")
        .await;
    device.picture("synchronised.en").await;
    assert_eq!(at_the_account().await.0, 6);

    write_figures(&[
        ("first verdict after opening without a network, ms", first),
        (
            "a label before the camera to its entry in the journal, ms",
            json!(recognised),
        ),
        (
            "a frame of 640 x 480, the slowest kind of glance, ms",
            device.gives(SLOWEST_GLANCE).await,
        ),
    ]);
}

/// For docs/performance.md: what this machine took, with all that runs beside the test.
fn write_figures(figures: &[(&str, Value)]) {
    let lines: Vec<String> = figures
        .iter()
        .map(|(what, figure)| format!("{what}: {figure}\n"))
        .collect();
    print!("{}", lines.concat());
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target");
    fs::write(folder.join("inspector-figures.txt"), lines.concat()).unwrap();
}

/// A signal that carries nothing must not keep the inspector waiting for long.
#[tokio::test(flavor = "multi_thread")]
async fn a_network_that_carries_nothing_is_given_up_after_a_while() {
    let served = super::served::Served::with(1).await;
    let device = Device::without_camera().await;
    device.install(&served.origin).await;
    served.network.lock().unwrap().silent = true;
    let path = served.codes[0].split_once("/v/").unwrap().1;
    let begun = Instant::now();
    device.open(&format!("{}/v/{path}", served.origin)).await;
    device.sees("#kept[data-kept=true]").await;
    assert_eq!(device.verdict().await, "genuine");
    assert!(begun.elapsed() >= Duration::from_secs(2));
    // A language that the page is not kept in is none.
    device
        .open(&format!("{}/inspector?lang=constructor", served.origin))
        .await;
}
