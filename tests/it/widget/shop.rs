//! A shop's page with the element in it, in a phone's browser.

use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use fantoccini::Client;
use serde_json::{Value, json};

use super::elsewhere::{Answer, Server};
use crate::browser::{Running, driver, phone};

/// The element's own view of a page.
const SHADOW: &str = "const shadow = document.querySelector('ocop-verify').shadowRoot;";

/// The browser, and the page that it shows.
pub struct Shop {
    client: Client,
    server: Server,
    script: String,
    page: Arc<Mutex<String>>,
    _driver: Running,
}

/// What the element says.
pub struct Said {
    pub heading: String,
    pub text: String,
    /// Whether it is plain green.
    pub is_good: bool,
    /// The event's detail.
    pub answer: Value,
}

impl Shop {
    pub async fn open(script: &str) -> Self {
        Self::open_with(&format!("<script src='{script}' async></script>")).await
    }

    pub async fn open_with(script: &str) -> Self {
        let (driver, address) = driver();
        let page = Arc::new(Mutex::new(String::new()));
        let shown = Arc::clone(&page);
        let server = Server::begin(move |path| {
            let page = (path == "/shop").then(|| shown.lock().unwrap().clone());
            page.map(|page| Answer::of("text/html; charset=utf-8", page))
        });
        Self {
            client: phone(&address).await,
            server: server.await,
            script: script.to_owned(),
            page,
            _driver: driver,
        }
    }

    /// Shows a page with the element.
    pub async fn shows(&self, element: &str) {
        let script = &self.script;
        *self.page.lock().unwrap() = format!(
            "<!doctype html><html lang='vi'><meta charset='utf-8'><title>Cửa hàng</title>
             <meta name='viewport' content='width=device-width,initial-scale=1'>
             <script>addEventListener('ocop-verdict', ({{ detail }}) => {{ window.heard = detail }})</script>
             <main><h1>Cửa hàng</h1>{element}</ocop-verify></main>{script}"
        );
        let address = format!("{}/shop", self.server.origin);
        self.client.goto(&address).await.unwrap();
    }

    /// Shows a page, and waits for what the element says.
    pub async fn says(&self, element: &str) -> Said {
        self.shows(element).await;
        self.said().await
    }

    /// What a script comes to in the browser; it calls the last of its arguments.
    pub async fn run(&self, script: &str, arguments: Vec<Value>) -> Value {
        let run = self.client.execute_async(script, arguments);
        run.await.unwrap()
    }

    /// Types a code and waits for the answer.
    pub async fn typed(&self, code: &str) -> Said {
        let typed = format!(
            "{SHADOW} window.heard = undefined;
             shadow.querySelector('#code').value = arguments[0];
             shadow.querySelector('button').click()"
        );
        self.until_there().await;
        let typed = self.client.execute(&typed, vec![json!(code)]);
        typed.await.unwrap();
        self.said().await
    }

    /// Chooses a picture and waits for the answer.
    pub async fn photographed(&self, path: &Path) -> Said {
        self.until_there().await;
        let picture = BASE64_STANDARD.encode(std::fs::read(path).unwrap());
        let choose = format!(
            "{SHADOW} window.heard = undefined;
             const bytes = Uint8Array.from(atob(arguments[0]), (c) => c.charCodeAt(0));
             const chosen = new DataTransfer();
             chosen.items.add(new File([bytes], 'anh.png', {{ type: 'image/png' }}));
             shadow.querySelector('#photo').files = chosen.files;
             shadow.querySelector('button').click()"
        );
        let choose = self.client.execute(&choose, vec![json!(picture)]);
        choose.await.unwrap();
        self.said().await
    }

    async fn until_there(&self) {
        let there = "return Boolean(document.querySelector('ocop-verify').shadowRoot)";
        for _ in 0..200 {
            if self.client.execute(there, vec![]).await.unwrap() == true {
                return;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("the element is not defined");
    }

    async fn said(&self) -> Said {
        self.until_there().await;
        let look = format!(
            "{SHADOW} const verdict = shadow.querySelector('.verdict');
             return verdict && window.heard !== undefined ? {{
                 heading: verdict.textContent, text: shadow.textContent,
                 good: verdict.classList.contains('good'), answer: window.heard }} : null"
        );
        for _ in 0..400 {
            let said = self.client.execute(&look, vec![]).await.unwrap();
            if let Some(heading) = said["heading"].as_str() {
                return Said {
                    heading: heading.to_owned(),
                    text: said["text"].as_str().unwrap().to_owned(),
                    is_good: said["good"] == true,
                    answer: said["answer"].clone(),
                };
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        let page = self.client.source().await.unwrap();
        panic!("the element says nothing on\n{page}");
    }

    /// The shop's own cookie, which is nobody else's affair.
    pub async fn remember_something(&self) {
        let keep = "document.cookie = 'something=kept'";
        self.client.execute(keep, vec![]).await.unwrap();
    }

    /// All that this page's origin keeps.
    pub async fn kept(&self) -> String {
        let kept = "return document.cookie + Object.keys(localStorage).join() + Object.keys(sessionStorage).join()";
        let kept = self.client.execute(kept, vec![]).await.unwrap();
        kept.as_str().unwrap().to_owned()
    }

    /// A picture of the page, for people to look at.
    pub async fn picture(&self, name: &str) {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/screenshots");
        std::fs::create_dir_all(&folder).unwrap();
        let picture = self.client.screenshot().await.unwrap();
        std::fs::write(folder.join(format!("{name}.png")), picture).unwrap();
    }

    pub async fn close(self) {
        self.client.close().await.unwrap();
    }
}
