//! axe-core in a phone's browser: what it finds wrong, with the page and the element.

use std::process::Command;

use axum::http::Method;
use fantoccini::wd::WebDriverCompatibleCommand;
use fantoccini::{Client, Locator};
use serde_json::{Value, json};
use webauthn_rs::prelude::Url;

use super::demonstration::Demonstration;
use crate::browser::{Running, driver, phone};
use crate::independent::interpreter;

/// How wide the phone is.
const WIDTH: u64 = 360;

/// WCAG 2.2 to level AA, and what axe-core calls good practice.
const LOOK: &str = "
    const done = arguments[arguments.length - 1];
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
    const options = {
        runOnly: arguments[0] ? ['color-contrast'] : { type: 'tag', values: tags },
        rules: arguments[0] ? {} : { 'target-size': { enabled: true } },
        resultTypes: ['violations'],
    };
    axe.run(document, options).then(
        ({ violations }) => done(violations.flatMap(({ id, help, nodes }) => nodes.map(
            ({ target, failureSummary }) => `${id} at ${target.join(' ')}: ${help}. ${failureSummary}`))),
        (error) => done([`axe: ${error}`]));";

/// The browser, the examiner in it, and what it found.
pub struct Axe {
    client: Client,
    script: String,
    found: Vec<String>,
    _driver: Running,
}

/// A command of the Chrome DevTools Protocol.
#[derive(Debug)]
struct DevTools(&'static str, Value);

impl WebDriverCompatibleCommand for DevTools {
    fn endpoint(
        &self,
        base: &Url,
        session: Option<&str>,
    ) -> Result<Url, <Url as std::str::FromStr>::Err> {
        let session = session.unwrap_or_default();
        base.join(&format!("session/{session}/goog/cdp/execute"))
    }

    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        let body = json!({ "cmd": self.0, "params": self.1 });
        (Method::POST, Some(body.to_string()))
    }
}

impl Axe {
    pub async fn open() -> Self {
        let (driver, address) = driver();
        Self {
            client: phone(&address).await,
            script: script(),
            found: Vec::new(),
            _driver: driver,
        }
    }

    pub async fn goto(&self, address: &str) {
        self.client.goto(address).await.unwrap();
    }

    /// Fills a form's fields in and sends it.
    pub async fn send(&self, form: &str, fields: &[(&str, &str)]) {
        for (name, value) in fields {
            let field = format!("{form} [name='{name}']:not([type='hidden'])");
            let field = self.client.find(Locator::Css(&field)).await.unwrap();
            field.send_keys(value).await.unwrap();
        }
        let mark = self.client.execute("window.before = true", vec![]);
        mark.await.unwrap();
        let button = format!("{form} button");
        let button = self.client.find(Locator::Css(&button)).await.unwrap();
        button.click().await.unwrap();
        for _ in 0..200 {
            let there = "return document.readyState === 'complete' && !window.before";
            if let Ok(Value::Bool(true)) = self.client.execute(there, vec![]).await {
                return;
            }
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
        panic!("{form} leads nowhere");
    }

    /// Checks a code in the page's element, until it says what the code is worth.
    pub async fn check_in_element(&self, code: &str) {
        const CHECK: &str = "
            const shadow = document.querySelector('ocop-verify')?.shadowRoot;
            if (!shadow) return false;
            const said = shadow.querySelector('.verdict');
            if (said?.classList.contains('good')) return true;
            shadow.querySelector('#code').value = arguments[0];
            // The first pack of a service is made moments after it began.
            if (said || !shadow.querySelector('.said p')) shadow.querySelector('button').click();
            return false";
        for _ in 0..300 {
            let said = self.client.execute(CHECK, vec![json!(code)]).await;
            if said.unwrap() == true {
                return;
            }
            tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        }
        panic!("the element does not say that the code is genuine");
    }

    /// Signs in as one of the demonstration's people.
    pub async fn sign_in(&self, demonstration: &Demonstration, email: &str) {
        self.client.delete_all_cookies().await.unwrap();
        self.goto(&demonstration.at("/sign-in")).await;
        let password = [("email", email), ("password", demonstration.password())];
        self.send("form[action^='/sign-in']", &password).await;
        let code = demonstration.code(email);
        let code = [("one_time_code", code.as_str())];
        self.send("form[action^='/sign-in/code']", &code).await;
        let at = self.client.current_url().await.unwrap();
        assert_eq!(at.path(), "/desk", "{email}");
    }

    /// Looks at a page that anybody may see, as strictly as axe-core can.
    pub async fn look(&mut self, name: &str) {
        self.look_at_desk(name).await;
        // Letters of twice the size still fit the screen (WCAG 1.4.4 and 1.4.10).
        let twice = "document.documentElement.style.fontSize = '200%';
                     return document.documentElement.scrollWidth";
        let wide = self.client.execute(twice, vec![]).await.unwrap();
        if wide.as_u64().unwrap() > WIDTH {
            // Not what the window says of itself: it grows with what is too wide for it.
            let widest = "return [...document.querySelectorAll('body *')]
                .filter((it) => it.getBoundingClientRect().right > arguments[0])
                .map((it) => it.outerHTML.slice(0, 80))";
            let widest = self.client.execute(widest, vec![json!(WIDTH)]);
            let widest = widest.await.unwrap();
            let found = format!("{name}: with large letters {wide} wide: {widest}");
            self.found.push(found);
        }
    }

    /// The same by day and by night, without the letters: a desk's tables may scroll.
    pub async fn look_at_desk(&mut self, name: &str) {
        self.client.execute(&self.script, vec![]).await.unwrap();
        for (scheme, contrast_only) in [("light", false), ("dark", true)] {
            let scheme = json!([{ "name": "prefers-color-scheme", "value": scheme }]);
            let scheme = json!({ "features": scheme });
            let scheme = DevTools("Emulation.setEmulatedMedia", scheme);
            self.client.issue_cmd(scheme).await.unwrap();
            let found = self.client.execute_async(LOOK, vec![json!(contrast_only)]);
            let found = found.await.unwrap();
            let night = if contrast_only { " by night" } else { "" };
            for found in found.as_array().unwrap() {
                let found = format!("{name}{night}: {}", found.as_str().unwrap());
                self.found.push(found);
            }
        }
    }

    /// Ends the browser, and the test where anything was found.
    pub async fn close(self) {
        self.client.close().await.unwrap();
        assert!(self.found.is_empty(), "{}", self.found.join("\n\n"));
    }
}

/// axe-core as the Python package `axe-playwright-python` carries it.
fn script() -> String {
    let packages = Command::new(interpreter())
        .args([
            "-c",
            "import sysconfig; print(sysconfig.get_path('purelib'), end='')",
        ])
        .output()
        .unwrap();
    let packages = String::from_utf8(packages.stdout).unwrap();
    let path = format!("{packages}/axe_playwright_python/axe.min.js");
    std::fs::read_to_string(&path)
        .unwrap_or_else(|error| panic!("{path}: {error}; `tests/run` installs it"))
}
