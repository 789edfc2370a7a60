//! The API against its own description: schemathesis sends what the OpenAPI document allows and
//! what it does not, and no answer may be a server error or one that is not described.

use std::process::Command;

use ocop::office::{Grant, Role};

use crate::support::{HOST, Office, Person, list_of};

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

    let report = tempfile::tempdir().expect("a temporary folder");
    let schemathesis = crate::independent::interpreter().with_file_name("schemathesis");
    let mut command = Command::new(schemathesis);
    command
        .current_dir(report.path())
        .arg("run")
        .arg(format!("http://{address}/api/v1/openapi.json"))
        .args(["--include-path-regex", "^/api/"])
        // It cannot write COSE; tests/it/acts/trust.rs can.
        .args(["--exclude-path", "/api/v1/trust"])
        .args(["--checks", "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance"])
        // The same requests each time; the phases that follow links would need a day.
        .args(["--seed", "139", "--phases", "examples,coverage,fuzzing"])
        .args(["--max-examples", "12", "--workers", "1", "--continue-on-failure"])
        .args(["--suppress-health-check", "all", "--warnings", "off", "--no-shrink", "--no-color"])
        .args(["-H", &format!("Cookie: {}", person.cookie)])
        .args(["-H", &format!("Origin: https://{HOST}")]);
    let ran = tokio::task::spawn_blocking(move || command.output()).await;
    let ran = ran.expect("it is waited for");
    let ran = ran.expect("schemathesis starts: `tests/run` installs it");
    serving.abort();
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
