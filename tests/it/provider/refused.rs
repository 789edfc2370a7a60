//! Everything that is wrong is refused by a name of its own, and nothing is begun.

use ocop::office::{Error, Grant, ProviderEntry};
use serde_json::{Value, json};

use super::stand_in::{Says, StandIn};
use crate::support::{Engine, Office, at, now};

/// What the provider does wrong.
type Change = Box<dyn Fn(&mut Says)>;

fn code(done: Result<ProviderEntry, Error>) -> &'static str {
    done.unwrap_err().code()
}

async fn nothing_was_begun(office: &Office) {
    for table in ["sessions", "identities", "ceremonies", "trail"] {
        let sql = format!("select cast(count(*) as text) from {table}");
        assert_eq!(office.book.texts(&sql).await, ["0"], "{table}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_token_that_is_wrong_lets_nobody_in() {
    let provider = StandIn::open().await;
    let office = provider.office(Engine::Sqlite).await;
    office.account(&[Grant::of_producer(1)]).await;
    let claim =
        |name: &'static str, value: Value| move |says: &mut Says| says.claims[name] = value.clone();
    let wrong: [(&str, Change); 12] = [
        (
            "provider_token_nonce",
            Box::new(claim("nonce", json!("another"))),
        ),
        (
            "provider_token_nonce",
            Box::new(claim("nonce", Value::Null)),
        ),
        (
            "provider_token_audience",
            Box::new(claim("aud", json!("another"))),
        ),
        (
            "provider_token_audience",
            Box::new(claim("aud", json!(["ocop", "another"]))),
        ),
        (
            "provider_token_expired",
            Box::new(claim("exp", json!(now().timestamp()))),
        ),
        (
            "provider_token_issuer",
            Box::new(claim("iss", json!("https://other.example"))),
        ),
        (
            "provider_token_unsigned",
            Box::new(|says| says.algorithm = "none"),
        ),
        (
            "provider_token_signature",
            Box::new(|says| says.algorithm = "HS256"),
        ),
        ("provider_token_signature", Box::new(|says| says.key = 2)),
        (
            "provider_token_signature",
            Box::new(|says| says.kid = "two"),
        ),
        (
            "provider_address_unverified",
            Box::new(claim("email_verified", json!(false))),
        ),
        (
            "provider_no_account",
            Box::new(claim("email", json!("nobody@example.vn"))),
        ),
    ];
    for (expected, change) in wrong {
        let mut before = None;
        provider.tell(|says| {
            before = Some(says.clone());
            change(says);
        });
        assert_eq!(code(provider.sign_in(&office).await), expected);
        provider.tell(|says| *says = before.take().unwrap());
        nothing_was_begun(&office).await;
    }
    // With nothing wrong, somebody is.
    assert!(provider.sign_in(&office).await.is_ok());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_another_browser_or_another_sign_in_brings_back_is_not_taken() {
    let provider = StandIn::open().await;
    let office = provider.office(Engine::Sqlite).await;
    office.account(&[Grant::of_producer(1)]).await;
    let done = provider.sign_in_bringing(&office, |returned| returned.state = None);
    assert_eq!(code(done.await), "provider_other_state");
    let other = office.begin_provider_sign_in(None).await.unwrap();
    let others = provider.visit(&other.address);
    let done = provider.sign_in_bringing(&office, |returned| {
        returned.state.clone_from(&others.state);
    });
    assert_eq!(code(done.await), "provider_other_state");
    let done = provider.sign_in_bringing(&office, |returned| returned.bound = None);
    assert_eq!(code(done.await), "provider_sign_in_over");
    // A code of another sign-in does not fit what was kept of this one.
    let done = provider.sign_in_bringing(&office, |returned| {
        returned.code.clone_from(&others.code);
    });
    assert_eq!(code(done.await), "provider_code_refused");
    let done = provider.sign_in_bringing(&office, |returned| {
        returned.error = Some("access_denied".to_owned());
    });
    assert_eq!(code(done.await), "provider_denied");
    assert!(
        office
            .book
            .texts("select subject from identities")
            .await
            .is_empty()
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_sign_in_ends_once_and_within_ten_minutes() {
    let provider = StandIn::open().await;
    let office = provider.office(Engine::Sqlite).await;
    office.account(&[Grant::of_producer(1)]).await;
    let to = office.begin_provider_sign_in(None).await.unwrap();
    let mut returned = provider.visit(&to.address);
    returned.bound = Some(to.bound.show().to_owned());
    let late = office.again(at("2026-08-10T03:10:00Z")).await;
    let replica = office.again(now()).await;
    assert!(replica.end_provider_sign_in(returned.clone()).await.is_ok());
    let again = office.end_provider_sign_in(returned).await;
    assert_eq!(code(again), "provider_sign_in_over");
    let to = office.begin_provider_sign_in(None).await.unwrap();
    let mut returned = provider.visit(&to.address);
    returned.bound = Some(to.bound.show().to_owned());
    let done = late.end_provider_sign_in(returned).await;
    assert_eq!(code(done), "provider_sign_in_over");
    // A code that was redeemed is refused by the provider.
    let replayed = Some("code-1".to_owned());
    let done = provider.sign_in_bringing(&office, |returned| returned.code = replayed);
    assert_eq!(code(done.await), "provider_code_refused");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_closed_account_and_an_address_that_changed_hands_let_nobody_in() {
    let provider = StandIn::open().await;
    let office = provider.office(Engine::Sqlite).await;
    office.account(&[Grant::of_producer(1)]).await;
    provider.sign_in(&office).await.unwrap();
    // The mailbox is somebody else's now.
    provider.claim("sub", json!("officer-8"));
    assert_eq!(
        code(provider.sign_in(&office).await),
        "provider_other_identity"
    );
    let closed = now().to_rfc3339_opts(chrono::SecondsFormat::Secs, true);
    office
        .book
        .raw(&format!("update accounts set disabled_at = '{closed}'"))
        .await;
    for subject in ["officer-7", "officer-8"] {
        provider.claim("sub", json!(subject));
        assert_eq!(
            code(provider.sign_in(&office).await),
            "provider_account_closed"
        );
    }
    let linked = office.book.texts("select subject from identities").await;
    assert_eq!(linked, ["officer-7"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_provider_that_is_away_or_another_is_said_so() {
    let provider = StandIn::open().await;
    provider.tell(|says| says.issuer = Some("https://other.example".to_owned()));
    let office = provider.office(Engine::Sqlite).await;
    let done = office.begin_provider_sign_in(None).await;
    assert_eq!(done.unwrap_err().code(), "provider_misconfigured");
    let office = Office::with(Engine::Sqlite, now(), |config| {
        config.demonstration = true;
        config.oidc = office.config().oidc.clone().map(|mut oidc| {
            // Nobody listens there.
            oidc.issuer = "http://127.0.0.1:9".to_owned();
            oidc
        });
    });
    let done = office.await.begin_provider_sign_in(None).await;
    assert_eq!(done.unwrap_err().code(), "provider_unreachable");
    let done = Office::new().await.begin_provider_sign_in(None).await;
    assert_eq!(done.unwrap_err().code(), "provider_not_configured");
    // Another secret than the provider knows.
    let provider = StandIn::open().await;
    let office = provider.office(Engine::Sqlite).await;
    std::fs::write(office.data().join("provider.secret"), "another").unwrap();
    assert_eq!(
        code(provider.sign_in(&office).await),
        "provider_client_refused"
    );
    nothing_was_begun(&office).await;
}
