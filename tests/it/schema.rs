//! The API against its own description: schemathesis sends what the OpenAPI document allows and
//! what it does not, with every check that it has. `tests/schemathesis.toml` says how.

use std::net::SocketAddr;
use std::path::Path;
use std::process::Command;

use axum::body::Body;
use axum::http::{Request, StatusCode};
use ocop::office::{Grant, Role};
use tower::ServiceExt;

use crate::support::{HOST, Office, Person, list_of};

/// What ends the session by which everything else is asked: it is asked last.
const ENDS_THE_SESSION: &str = "/api/v1/account/sign-out-everywhere";

/// Somebody with every role there is.
async fn everybody(office: &Office) -> Person {
    let council = "CB".parse().expect("a code");
    let grants = Role::ALL.map(|role| match role {
        Role::Producer => Grant::of_producer(1),
        role if role.is_of_a_council() => Grant::of_council(role, council),
        role => Grant::of_programme(role),
    });
    office.person(&grants).await
}

/// Asks some operations, and panics with what schemathesis found.
async fn hold(address: SocketAddr, person: &Person, which: &'static [&'static str]) {
    let report = tempfile::tempdir().expect("a temporary folder");
    let schemathesis = crate::independent::interpreter().with_file_name("schemathesis");
    let (_, session) = person.cookie.split_once('=').expect("a cookie has a name");
    let mut command = Command::new(schemathesis);
    command
        .current_dir(report.path())
        .env("OCOP_TEST_SESSION", session)
        .arg("--config-file")
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/schemathesis.toml"))
        .arg("run")
        .arg(format!("http://{address}/api/v1/openapi.json"))
        .args(which)
        .args(["--checks", "all"])
        // The same requests each time.
        .args(["--seed", "139", "--phases", "examples,coverage,fuzzing"])
        .args([
            "--max-examples",
            "12",
            "--workers",
            "1",
            "--continue-on-failure",
        ])
        .args([
            "--suppress-health-check",
            "all",
            "--warnings",
            "off",
            "--no-shrink",
            "--no-color",
        ])
        .args(["-H", &format!("Origin: https://{HOST}")]);
    let ran = tokio::task::spawn_blocking(move || command.output()).await;
    let ran = ran.expect("it is waited for");
    let ran = ran.expect("schemathesis starts: `tests/run` installs it");
    let said = String::from_utf8_lossy(&ran.stdout);
    assert!(
        ran.status.success(),
        "{said}\n{}",
        String::from_utf8_lossy(&ran.stderr)
    );
    assert!(
        said.contains("/api/v1/") || said.contains("tested"),
        "{said}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_api_answers_as_its_document_says_whatever_is_sent() {
    let office = Office::new().await;
    office.issue_list(list_of(3)).await.expect("issued");
    let person = everybody(&office).await;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await;
    let listener = listener.expect("a free port");
    let address = listener.local_addr().expect("it has an address");
    let router = office.router();
    let serving = tokio::spawn(async move { axum::serve(listener, router).await });

    hold(
        address,
        &person,
        &[
            "--include-path-regex",
            // What programs ask; pages are asked by browsers.
            r"^/(api|log|pack|status|trust|healthz|readyz|\.well-known)(/|\.|$)",
            // It cannot write COSE; tests/it/acts/trust.rs can.
            "--exclude-path",
            "/api/v1/trust",
            "--exclude-path",
            ENDS_THE_SESSION,
        ],
    )
    .await;
    // Whoever asked was let in to the end, or most answers would have been that they are not.
    let account = person.sends(Request::get("/api/v1/account"));
    let account = account.body(Body::empty()).expect("a request");
    let account = office.router().oneshot(account).await.expect("an answer");
    assert_eq!(account.status(), StatusCode::OK);
    hold(address, &person, &["--include-path", ENDS_THE_SESSION]).await;
    serving.abort();
}
