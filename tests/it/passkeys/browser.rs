//! Passkeys in a real browser, with an authenticator of the WebDriver protocol.

use std::path::Path;
use std::time::Duration;

use axum::http::Method;
use fantoccini::wd::WebDriverCompatibleCommand;
use fantoccini::{Client, Locator};
use ocop::office::{Grant, Role};
use serde_json::json;
use webauthn_rs::prelude::Url;

use crate::browser::{driver, phone};
use crate::support::{Engine, Office, now};

/// WebAuthn Level 2, section 11.4: a device with a finger sensor.
#[derive(Debug)]
struct AddAuthenticator;

impl WebDriverCompatibleCommand for AddAuthenticator {
    fn endpoint(
        &self,
        base: &Url,
        session: Option<&str>,
    ) -> Result<Url, <Url as std::str::FromStr>::Err> {
        let session = session.unwrap_or_default();
        base.join(&format!("session/{session}/webauthn/authenticator"))
    }

    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        let body = json!({
            "protocol": "ctap2",
            "transport": "internal",
            "hasResidentKey": true,
            "hasUserVerification": true,
            "isUserConsenting": true,
            "isUserVerified": true,
        });
        (Method::POST, Some(body.to_string()))
    }
}

async fn press(client: &Client, button: &str) {
    let wait = client.wait().at_most(Duration::from_secs(20));
    let found = wait.for_element(Locator::Css(button)).await.unwrap();
    found.click().await.unwrap();
}

async fn is_led_to(client: &Client, path: &str) {
    for _ in 0..200 {
        if client.current_url().await.unwrap().path() == path {
            return;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let source = client.source().await.unwrap();
    panic!("not led to {path}: {source}");
}

async fn picture(client: &Client, name: &str) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/screenshots");
    std::fs::create_dir_all(&folder).unwrap();
    let picture = client.screenshot().await.unwrap();
    std::fs::write(folder.join(format!("{name}.png")), picture).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_passkey_is_added_signs_in_and_confirms_in_a_browser() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let office = Office::with(Engine::Sqlite, now(), |config| {
        config.demonstration = true;
        config.host = Some(format!("127.0.0.1:{port}"));
    });
    let office = office.await;
    let serving = axum::serve(listener, office.router());
    tokio::spawn(async move { serving.await });
    let chair = Grant::of_council(Role::Chair, "CB".parse().unwrap());
    let person = office.person(&[chair]).await;
    let (_, session) = person.cookie.split_once('=').unwrap();

    let (_driver, driver) = driver();
    let client = phone(&driver).await;
    client.issue_cmd(AddAuthenticator).await.unwrap();
    let at = |path: &str| format!("http://localhost:{port}{path}");

    client.goto(&at("/sign-in")).await.unwrap();
    let cookie = format!("document.cookie = 'ocop-demonstration={session}; path=/'");
    client.execute(&cookie, vec![]).await.unwrap();
    client.goto(&at("/account/passkeys")).await.unwrap();
    let name = client.find(Locator::Css("#name")).await.unwrap();
    name.send_keys("Điện thoại").await.unwrap();
    picture(&client, "passkeys.none").await;
    press(&client, "form.passkey button").await;
    let wait = client.wait().at_most(Duration::from_secs(20));
    let Ok(row) = wait.for_element(Locator::Css("tbody th")).await else {
        panic!("not added: {}", client.source().await.unwrap())
    };
    assert_eq!(row.text().await.unwrap(), "Điện thoại");
    picture(&client, "passkeys.one").await;

    press(&client, "form[action='/sign-out'] button").await;
    is_led_to(&client, "/sign-in").await;
    picture(&client, "passkeys.sign-in").await;
    press(&client, "form.passkey button").await;
    is_led_to(&client, "/desk").await;

    client
        .goto(&at("/sign-in/factor?next=%2Faccount%2Fpasskeys"))
        .await
        .unwrap();
    picture(&client, "passkeys.factor").await;
    press(&client, "form.passkey button").await;
    is_led_to(&client, "/account/passkeys").await;
    let kept = office.register().passkeys_of(person.account).await.unwrap();
    assert_eq!(kept.len(), 1);
    assert_eq!(kept[0].used_at, Some(now()));
    client.close().await.unwrap();
}
