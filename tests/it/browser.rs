//! The demonstration in a phone's browser: what people see, on a screen of 360 pixels.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};

/// A process that ends with the test.
pub struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

/// Starts a program and returns the first line of its output that satisfies `ready`.
pub fn start(command: &mut Command, ready: impl Fn(&str) -> bool) -> (Running, String) {
    let program = command.get_program().to_owned();
    let started = try_to_start(command, ready);
    started.unwrap_or_else(|| panic!("{program:?} ended before it was ready"))
}

/// Starts chromedriver and returns its address. It takes a free port and then wants the same of
/// IPv6, which another may have taken by then: then it ends, and is started again.
pub fn driver() -> (Running, String) {
    let ready = |line: &str| line.contains("successfully on port");
    let mut tries =
        (0..5).map(|_| try_to_start(Command::new("chromedriver").arg("--port=0"), ready));
    let (driver, line) = tries
        .find_map(|started| started)
        .expect("chromedriver starts");
    let port = line
        .trim_end_matches('.')
        .rsplit(' ')
        .next()
        .unwrap_or_default();
    (driver, format!("http://127.0.0.1:{port}"))
}

/// The same as [`start`]; `None` when the program ended before it was ready.
fn try_to_start(command: &mut Command, ready: impl Fn(&str) -> bool) -> Option<(Running, String)> {
    let program = command.get_program().to_owned();
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap_or_else(|error| panic!("{program:?}: {error}; `tests/run` installs it"));
    let output = BufReader::new(child.stdout.take().expect("the output is piped"));
    let running = Running(child);
    let mut lines = output.lines().map_while(Result::ok);
    let line = lines.find(|line| ready(line));
    // The rest is read too, so that the program is not stopped by a closed pipe.
    std::thread::spawn(move || lines.for_each(drop));
    Some((running, line?))
}

/// A browser in the shape of a small phone.
pub async fn phone(driver: &str) -> Client {
    phone_with(driver, &[]).await
}

/// The same, with more of the browser's arguments.
pub async fn phone_with(driver: &str, more: &[String]) -> Client {
    let usual = [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
    ];
    let usual = usual.into_iter().map(str::to_owned);
    let arguments: Vec<String> = usual.chain(more.iter().cloned()).collect();
    let capabilities = json!({ "goog:chromeOptions": {
        "args": arguments,
        "mobileEmulation": { "deviceMetrics": { "width": 360, "height": 740, "pixelRatio": 2.0 } },
    } });
    let Value::Object(capabilities) = capabilities else {
        unreachable!("it is written as one")
    };
    ClientBuilder::new(HttpConnector::new())
        .capabilities(capabilities)
        .connect(driver)
        .await
        .expect("the browser starts")
}

/// A verdict, and the words with which its page begins.
const HEADINGS: [(&str, &str, &str); 5] = [
    (
        "genuine",
        "Giấy chứng nhận còn hiệu lực",
        "Certificate in force",
    ),
    (
        "expired",
        "Giấy chứng nhận thật nhưng ĐÃ HẾT HẠN",
        "Genuine, but EXPIRED",
    ),
    ("mismatch", "SAI SỐ SAO", "WRONG STARS"),
    ("forged", "MÃ GIẢ", "COUNTERFEIT CODE"),
    ("unknown_issuer", "CHƯA THỂ KẾT LUẬN", "CANNOT DECIDE"),
];

#[tokio::test(flavor = "multi_thread")]
async fn the_demonstration_says_each_verdict_in_both_languages() {
    let folder = tempfile::tempdir().unwrap();
    let mut demo = Command::new(env!("CARGO_BIN_EXE_ocop"));
    // An unknown OCOP_… variable is an error of the configuration.
    demo.env_remove("OCOP_TEST_POSTGRES");
    demo.args(["demo", "--json", "--listen", "127.0.0.1:0", "--data"])
        .arg(folder.path());
    let (_demo, examples) = start(&mut demo, |line| line.contains("examples"));
    let examples: Value = serde_json::from_str(&examples).unwrap();
    let url = |verdict: &str| {
        let examples = examples["examples"].as_array().unwrap();
        let example = examples
            .iter()
            .find(|example| example["verdict"] == verdict);
        example.unwrap_or_else(|| panic!("no example is {verdict}"))["url"]
            .as_str()
            .unwrap()
    };

    let (_driver, driver) = driver();
    let client = phone(&driver).await;
    let screenshots = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/screenshots");
    std::fs::create_dir_all(&screenshots).unwrap();
    for (verdict, vi, en) in HEADINGS {
        for (language, heading) in [("vi", vi), ("en", en)] {
            let url = url(verdict);
            let with = if url.contains('?') { '&' } else { '?' };
            client
                .goto(&format!("{url}{with}lang={language}"))
                .await
                .unwrap();
            let said = client
                .find(Locator::Css("h1"))
                .await
                .unwrap()
                .text()
                .await
                .unwrap();
            let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
            assert!(said.starts_with(heading), "{verdict} in {language}: {said}");
            let tag = client
                .find(Locator::Css("html"))
                .await
                .unwrap()
                .attr("lang")
                .await
                .unwrap();
            assert_eq!(tag.as_deref(), Some(language));
            let width = client.execute("return document.documentElement.scrollWidth", vec![]);
            assert_eq!(width.await.unwrap(), 360, "{verdict} scrolls sideways");
            let mark = if language == "vi" {
                "BẢN THỬ NGHIỆM"
            } else {
                "DEMONSTRATION"
            };
            let text = client
                .find(Locator::Css("body"))
                .await
                .unwrap()
                .text()
                .await
                .unwrap();
            assert!(text.contains(mark), "{verdict} in {language} is marked");
            let picture = client.screenshot().await.unwrap();
            std::fs::write(
                screenshots.join(format!("{verdict}.{language}.png")),
                picture,
            )
            .unwrap();
        }
    }

    // A person types the number from the label, without any script in the page.
    client.goto(url("start")).await.unwrap();
    let form = client.form(Locator::Css("form")).await.unwrap();
    form.set_by_name("code", "cb – 0 – 8").await.unwrap();
    client
        .find(Locator::Css("form button"))
        .await
        .unwrap()
        .click()
        .await
        .unwrap();
    let mut waited = 0;
    while !client
        .current_url()
        .await
        .unwrap()
        .path()
        .starts_with("/c/")
    {
        waited += 1;
        assert!(waited < 100, "the form leads nowhere");
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    let heading = client
        .wait()
        .for_element(Locator::Css(".verdict h1"))
        .await
        .unwrap();
    let said = heading.text().await.unwrap();
    let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        [HEADINGS[0].1, HEADINGS[0].2].contains(&said.as_str()),
        "{said}"
    );
    client.close().await.unwrap();
}
