//! The browser that walks: headless Chromium, as wide as it is told.

use std::path::PathBuf;
use std::time::Duration;

use fantoccini::elements::Element;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};

use super::stage::{PASSWORD, Stage};
use crate::browser::{Running, driver};

pub struct Browser<'a> {
    client: Client,
    stage: &'a Stage,
    width: u32,
    name: &'static str,
    _driver: Running,
}

impl<'a> Browser<'a> {
    pub async fn open(stage: &'a Stage, width: u32, name: &'static str) -> Self {
        let (driver, address) = driver();
        let capabilities = json!({ "goog:chromeOptions": {
            "args": ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic",
                     "--no-first-run", "--disable-background-networking",
                     "--disable-component-update", "--disable-sync", "--accept-lang=vi"],
            "mobileEmulation": { "deviceMetrics": {
                "width": width, "height": 1400, "pixelRatio": 1.0, "mobile": width < 600 } },
        } });
        let Value::Object(capabilities) = capabilities else {
            unreachable!("it is written as one")
        };
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(capabilities)
            .connect(&address)
            .await
            .expect("the browser starts");
        Self {
            client,
            stage,
            width,
            name,
            _driver: driver,
        }
    }

    pub async fn close(self) {
        self.client.close().await.unwrap();
    }

    pub async fn goto(&self, address: &str) {
        self.client.goto(address).await.unwrap();
        self.fits().await;
    }

    pub async fn go(&self, path: &str) {
        self.goto(&format!("{}{path}", self.stage.origin)).await;
    }

    /// Nothing scrolls sideways.
    async fn fits(&self) {
        let wide = self
            .client
            .execute("return document.documentElement.scrollWidth", vec![]);
        let wide = wide.await.unwrap().as_u64().unwrap();
        let at = self.client.current_url().await.unwrap();
        assert!(wide <= u64::from(self.width), "{at} is {wide} wide");
    }

    pub async fn path(&self) -> String {
        self.client.current_url().await.unwrap().path().to_owned()
    }

    /// Signs in as somebody else, by password and code.
    pub async fn sign_in(&self, email: &str) {
        self.client.delete_all_cookies().await.unwrap();
        self.go("/sign-in").await;
        self.fill("email", email).await;
        self.fill("password", PASSWORD).await;
        self.press("form[action^='/sign-in'] button").await;
        let code = self.stage.code(email);
        self.fill("one_time_code", &code).await;
        self.press("form[action^='/sign-in/code'] button").await;
        assert_eq!(self.path().await, "/desk", "{email}: {}", self.text().await);
    }

    async fn find(&self, css: &str) -> Element {
        match self.client.find(Locator::Css(css)).await {
            Ok(element) => element,
            Err(_) => panic!(
                "{css} is not on {}:\n{}",
                self.path().await,
                self.text().await
            ),
        }
    }

    async fn named(&self, name: &str) -> Element {
        self.find(&format!("main [name='{name}']:not([type='hidden'])"))
            .await
    }

    pub async fn fill(&self, name: &str, text: &str) {
        let field = self.named(name).await;
        field.clear().await.unwrap();
        field.send_keys(text).await.unwrap();
    }

    /// A date, whatever the order in which the browser asks for its parts.
    pub async fn date(&self, name: &str, day: &str) {
        let field = self.named(name).await;
        let field = serde_json::to_value(field).unwrap();
        let set = "arguments[0].value = arguments[1]";
        self.client
            .execute(set, vec![field, json!(day)])
            .await
            .unwrap();
    }

    pub async fn choose(&self, name: &str, value: &str) {
        self.named(name).await.select_by_value(value).await.unwrap();
    }

    pub async fn tick(&self, id: &str) {
        self.find(&format!("#{id}")).await.click().await.unwrap();
    }

    /// Attaches a picture.
    pub async fn attach(&self, id: &str) {
        let path: PathBuf = self.stage.folder.path().join("anh.png");
        let picture = image::RgbImage::from_fn(320, 240, |x, y| {
            image::Rgb([(x % 200) as u8, (y % 200) as u8, 90])
        });
        picture.save(&path).unwrap();
        let field = self.find(&format!("#{id}")).await;
        field.send_keys(path.to_str().unwrap()).await.unwrap();
    }

    /// Presses a button and waits for the page that follows.
    pub async fn press(&self, css: &str) {
        let button = self.find(css).await;
        self.client
            .execute("window.before = true", vec![])
            .await
            .unwrap();
        button.click().await.unwrap();
        for _ in 0..200 {
            let there = "return document.readyState === 'complete' && !window.before";
            if let Ok(Value::Bool(true)) = self.client.execute(there, vec![]).await {
                return self.fits().await;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!(
            "{css} leads nowhere on {}:\n{}",
            self.path().await,
            self.text().await
        );
    }

    pub async fn text(&self) -> String {
        let body = self.client.find(Locator::Css("body")).await.unwrap();
        let text = body.text().await.unwrap();
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// The page says all of these.
    pub async fn sees(&self, said: &[&str]) {
        let text = self.text().await;
        for said in said {
            assert!(
                text.contains(said),
                "{} does not say {said}:\n{text}",
                self.path().await
            );
        }
    }

    /// Looks again until something is there.
    pub async fn until_there(&self, css: &str) {
        for _ in 0..100 {
            if self.client.find(Locator::Css(css)).await.is_ok() {
                return;
            }
            tokio::time::sleep(Duration::from_millis(200)).await;
            self.client.refresh().await.unwrap();
        }
        panic!(
            "{css} does not appear on {}:\n{}",
            self.path().await,
            self.text().await
        );
    }

    /// Waits until the page shows something by itself.
    pub async fn until_shown(&self, css: &str) {
        let shown = self.client.wait().for_element(Locator::Css(css));
        shown.await.unwrap_or_else(|error| panic!("{css}: {error}"));
    }

    /// What a link leads to, fetched as the browser would.
    pub async fn download(&self, css: &str) -> Vec<u8> {
        let link = self.find(css).await.attr("href").await.unwrap().unwrap();
        let cookie = self
            .client
            .get_named_cookie("ocop-demonstration")
            .await
            .unwrap();
        let cookie = format!("{}={}", cookie.name(), cookie.value());
        let address = format!("{}{link}", self.stage.origin);
        let fetch = move || {
            let mut answer = ureq::get(&address)
                .header("cookie", &cookie)
                .call()
                .unwrap();
            answer.body_mut().read_to_vec().unwrap()
        };
        tokio::task::spawn_blocking(fetch).await.unwrap()
    }

    /// A picture of the page, for people to look at.
    pub async fn shot(&self, what: &str) {
        let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("target/screenshots");
        std::fs::create_dir_all(&folder).unwrap();
        let picture = self.client.screenshot().await.unwrap();
        std::fs::write(
            folder.join(format!("walk-{}-{what}.png", self.name)),
            picture,
        )
        .unwrap();
    }
}
