//! A phone: its browser, and what a person does with it.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on fails there, and says where"
)]

use std::path::Path;
use std::time::{Duration, Instant};

use axum::http::Method;
use fantoccini::error::CmdError;
use fantoccini::wd::WebDriverCompatibleCommand;
use fantoccini::{Client, Locator};
use serde_json::{Value, json};
use webauthn_rs::prelude::Url;

use crate::browser::{Running, driver, phone_with};

/// How long something may take on a machine that is busy with other tests.
pub const PATIENCE: Duration = Duration::from_secs(180);

/// A phone with a browser in it.
pub struct Device {
    pub client: Client,
    /// Where its session ends.
    session: String,
    _driver: Running,
}

/// The browser ends with the test, also with one that fails: a driver that is killed leaves it
/// behind.
impl Drop for Device {
    fn drop(&mut self) {
        let agent = ureq::Agent::config_builder().timeout_global(Some(Duration::from_secs(10)));
        let agent = agent.build().new_agent();
        drop(agent.delete(&self.session).call());
    }
}

/// A command of the browser's own protocol.
#[derive(Debug)]
struct Devtools(Value);

impl WebDriverCompatibleCommand for Devtools {
    fn endpoint(
        &self,
        base: &Url,
        session: Option<&str>,
    ) -> Result<Url, <Url as std::str::FromStr>::Err> {
        let session = session.unwrap_or_default();
        base.join(&format!("session/{session}/goog/cdp/execute"))
    }

    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        (Method::POST, Some(self.0.to_string()))
    }
}

impl Device {
    /// A phone whose camera plays a film, and whose owner lets it.
    pub async fn with_camera(film: &Path) -> Self {
        Self::with(&[
            "--use-fake-device-for-media-stream".to_owned(),
            "--use-fake-ui-for-media-stream".to_owned(),
            format!("--use-file-for-fake-video-capture={}", film.display()),
        ])
        .await
    }

    /// A phone without a camera.
    pub async fn without_camera() -> Self {
        Self::with(&["--use-fake-ui-for-media-stream".to_owned()]).await
    }

    /// A phone whose browser has more arguments.
    pub async fn with(arguments: &[String]) -> Self {
        let (driver, driver_at) = driver();
        let client = phone_with(&driver_at, arguments).await;
        let session = client.session_id().await.unwrap().unwrap_or_default();
        Self {
            client,
            session: format!("{driver_at}/session/{session}"),
            _driver: driver,
        }
    }

    /// Asks the browser itself for something.
    pub async fn devtools(&self, command: &str, parameters: Value) {
        let asked = Devtools(json!({ "cmd": command, "params": parameters }));
        self.client.issue_cmd(asked).await.unwrap();
    }

    /// Has every page run a script before its own.
    pub async fn before_each_page(&self, script: &str) {
        let script = json!({ "source": script });
        self.devtools("Page.addScriptToEvaluateOnNewDocument", script)
            .await;
    }

    /// Opens the page, and waits until it is installed with its pack.
    pub async fn install(&self, origin: &str) {
        self.open(&format!("{origin}/inspector?lang=vi")).await;
        self.sees("body[data-installed]").await;
        self.sees("#pack:not(.loud)").await;
    }

    /// Opens an address, and waits until the page can be used.
    pub async fn open(&self, url: &str) {
        self.client.goto(url).await.unwrap();
        self.sees("body[data-ready]").await;
    }

    /// Waits until the page shows something.
    pub async fn sees(&self, css: &str) -> String {
        let begun = Instant::now();
        loop {
            if let Ok(element) = self.client.find(Locator::Css(css)).await {
                return element.text().await.unwrap_or_default();
            }
            if begun.elapsed() > PATIENCE {
                panic!("no {css} in: {}", self.all().await);
            }
            tokio::time::sleep(Duration::from_millis(30)).await;
        }
    }

    /// Waits until a part of the page says something.
    pub async fn reads(&self, css: &str, words: &str) -> String {
        let begun = Instant::now();
        loop {
            let found = self.client.find(Locator::Css(css)).await;
            let text = match &found {
                Ok(element) => element.text().await.unwrap_or_default(),
                Err(_) => String::new(),
            };
            if text.contains(words) {
                return text;
            }
            if begun.elapsed() > PATIENCE {
                panic!("{css} does not say \"{words}\": {}", self.all().await);
            }
            tokio::time::sleep(Duration::from_millis(30)).await;
        }
    }

    async fn all(&self) -> String {
        let body = self.client.find(Locator::Css("body")).await;
        match body {
            Ok(body) => body.text().await.unwrap_or_default(),
            Err(error) => error.to_string(),
        }
    }

    /// Presses what the page may be drawing anew just now.
    pub async fn press(&self, css: &str) {
        let begun = Instant::now();
        loop {
            let pressed = self.try_press(css).await;
            if matches!(pressed, Ok(true)) {
                return;
            }
            assert!(begun.elapsed() < PATIENCE, "{css}: {pressed:?}");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Presses, and says whether it was that element that was hit: what comes into a page
    /// meanwhile moves what was aimed at.
    async fn try_press(&self, css: &str) -> Result<bool, CmdError> {
        let found = self.client.find(Locator::Css(css)).await?;
        // The page is longer than the screen.
        let aim = "arguments[0].scrollIntoView({ block: 'center' });
                   window.hit = false;
                   const hit = () => { window.hit = true; };
                   arguments[0].addEventListener('click', hit, { capture: true, once: true });";
        let element = serde_json::to_value(&found).unwrap();
        self.client.execute(aim, vec![element]).await?;
        found.click().await?;
        // On another page, where it led to one, nobody remembers.
        let hit = self.client.execute("return window.hit", Vec::new()).await;
        Ok(hit.map_or(true, |hit| hit != false))
    }

    pub async fn types(&self, css: &str, text: &str) {
        let field = self.client.find(Locator::Css(css)).await.unwrap();
        field.send_keys(text).await.unwrap();
    }

    /// Checks a code that is typed, and waits for the verdict and the journal.
    pub async fn checks(&self, code: &str) -> String {
        let set = "document.querySelector('#number').value = arguments[0];
                   document.querySelector('#result').replaceChildren()";
        self.client.execute(set, vec![json!(code)]).await.unwrap();
        self.press("#typed button").await;
        self.sees("#kept[data-kept]").await;
        self.verdict().await
    }

    /// Scans with the camera, and waits for the verdict and the journal.
    pub async fn scans(&self) -> String {
        self.press("#scan").await;
        self.sees("#kept[data-kept]").await;
        self.verdict().await
    }

    /// The verdict that is shown.
    pub async fn verdict(&self) -> String {
        let shown = self.client.find(Locator::Css(".judged")).await.unwrap();
        shown.attr("data-verdict").await.unwrap().unwrap()
    }

    /// What a script of the page's own world gives, when its promise is kept.
    pub async fn gives(&self, script: &str) -> Value {
        let script = format!(
            "const done = arguments[arguments.length - 1];
             (async () => {{ {script} }})().then(done, error => done({{ failed: String(error) }}))"
        );
        let given = self.client.execute_async(&script, vec![]).await.unwrap();
        assert!(given["failed"].is_null(), "{given}");
        given
    }

    /// Every entry of the journal, in the order in which they were written.
    pub async fn entries(&self) -> Vec<Value> {
        let rows = self.gives(
            "const opened = await new Promise(done => { const asked = indexedDB.open('ocop-inspector'); asked.onsuccess = () => done(asked.result); });
             const rows = await new Promise(done => { const asked = opened.transaction('entries').objectStore('entries').getAll(); asked.onsuccess = () => done(asked.result); });
             opened.close();
             return rows.map(row => row.text);",
        );
        let rows = rows.await;
        let rows = rows.as_array().unwrap().iter();
        rows.map(|text| serde_json::from_str(text.as_str().unwrap()).unwrap())
            .collect()
    }

    /// Keeps a picture of the screen for people to look at.
    pub async fn picture(&self, name: &str) {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/screenshots");
        std::fs::create_dir_all(&folder).unwrap();
        let picture = self.client.screenshot().await.unwrap();
        std::fs::write(folder.join(format!("inspector.{name}.png")), picture).unwrap();
    }
}
