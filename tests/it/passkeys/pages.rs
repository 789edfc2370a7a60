//! Passkeys at the door: their script, the policy of its pages, and the forms that it fills in.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use http_body_util::BodyExt;
use ocop::office::{Access, Grant, Role};
use serde_json::Value;
use tower::ServiceExt;

use super::authenticator::Authenticator;
use crate::door::Reply;
use crate::support::{HOST, Office, now};

async fn send(office: &Office, request: Request<Body>) -> Reply {
    let response = office.router().oneshot(request).await.unwrap();
    let (parts, body) = response.into_parts();
    Reply {
        status: parts.status,
        headers: parts.headers,
        body: body.collect().await.unwrap().to_bytes().to_vec(),
    }
}

async fn get(office: &Office, path: &str) -> Reply {
    let request = Request::get(path).header("accept", "text/html");
    send(office, request.body(Body::empty()).unwrap()).await
}

/// As the script of a page asks.
async fn begin(office: &Office, path: &str, origin: &str) -> Reply {
    let request = Request::post(path)
        .header("origin", origin)
        .header("content-type", "application/json");
    send(office, request.body(Body::from("{}")).unwrap()).await
}

fn form(fields: &[(&str, &str)]) -> Body {
    let encode =
        |text: &str| -> String { text.bytes().map(|byte| format!("%{byte:02X}")).collect() };
    let fields = fields
        .iter()
        .map(|(name, value)| format!("{name}={}", encode(value)));
    Body::from(fields.collect::<Vec<_>>().join("&"))
}

#[tokio::test]
async fn only_the_pages_that_take_passkeys_may_run_their_one_script() {
    let office = Office::new().await;
    let page = get(&office, "/sign-in").await;
    let policy = page.header("content-security-policy");
    assert!(
        policy.contains("script-src 'self'; connect-src 'self';"),
        "{policy}"
    );
    // Under another, the browser sends the form without saying where it comes from.
    assert_eq!(page.header("referrer-policy"), "strict-origin");
    let (_, rest) = page.text().split_once("<script src=\"").unwrap();
    let (address, _) = rest.split_once('"').unwrap();
    assert_eq!(page.text().matches("<script").count(), 1);
    let script = get(&office, address).await;
    assert_eq!(script.status, StatusCode::OK);
    assert!(script.header("content-type").starts_with("text/javascript"));
    assert!(script.header("cache-control").contains("immutable"));
    let other = get(&office, "/assets/passkey.0000000000000000.js").await;
    assert_eq!(other.status, StatusCode::NOT_FOUND);
    let start = get(&office, "/").await;
    assert_eq!(start.header("referrer-policy"), "no-referrer");
    assert!(!start.header("content-security-policy").contains("script"));
    assert!(!start.text().contains("<script"));
}

#[tokio::test]
async fn a_form_with_a_passkeys_answer_signs_its_person_in() {
    let office = Office::new().await;
    let origin = format!("https://{HOST}");
    let chair = Grant::of_council(Role::Chair, "CB".parse().unwrap());
    let account = office.account(&[chair]).await;
    let access = Access::of_account(account, vec![chair], Some(now()));
    let mut authenticator = Authenticator::new(1);
    let asked = office.begin_adding_passkey(&access, &origin).await.unwrap();
    let answer = authenticator.make(&asked.options);
    let adding = office.add_passkey(&access, &origin, "Máy", asked.ceremony.show(), answer);
    adding.await.unwrap();

    let foreign = begin(&office, "/sign-in/passkey/begin", "https://evil.example").await;
    assert_eq!(foreign.status, StatusCode::FORBIDDEN);
    assert_eq!(foreign.json()["code"], "other_origin");
    let asked = begin(&office, "/sign-in/passkey/begin", &origin)
        .await
        .json();
    let sign_in = async |asked: &Value, answer: &Value, origin: &str| {
        let ceremony = asked["ceremony"].as_str().unwrap();
        let answer = answer.to_string();
        let fields = [
            ("ceremony", ceremony),
            ("answer", answer.as_str()),
            ("next", "/account/passkeys"),
        ];
        let request = Request::post("/sign-in/passkey?lang=en")
            .header("origin", origin)
            .header("content-type", "application/x-www-form-urlencoded");
        send(&office, request.body(form(&fields)).unwrap()).await
    };
    let answer = authenticator.show(&asked["options"]);
    let foreign = sign_in(&asked, &answer, "https://evil.example").await;
    assert_eq!(foreign.status, StatusCode::FORBIDDEN);
    let entered = sign_in(&asked, &answer, &origin).await;
    assert_eq!(entered.status, StatusCode::SEE_OTHER, "{}", entered.text());
    assert_eq!(entered.header("location"), "/account/passkeys");
    let cookie = entered.header("set-cookie");
    assert!(
        cookie.starts_with("__Host-ocop=") && cookie.contains("; Secure"),
        "{cookie}"
    );
    let (cookie, _) = cookie.split_once(';').unwrap();
    let request = Request::get("/account/passkeys?lang=en").header("cookie", cookie);
    let page = send(&office, request.body(Body::empty()).unwrap()).await;
    assert!(page.text().contains("Máy"), "{}", page.text());
    let again = sign_in(&asked, &answer, &origin).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        again.text().contains("Press the button again"),
        "{}",
        again.text()
    );
    let garbled = sign_in(&asked, &Value::from("no answer"), &origin).await;
    assert_eq!(garbled.status, StatusCode::UNPROCESSABLE_ENTITY);
}
