//! The log as other people's code sees it: `independent_log.py` shares none with the scheme.

use std::fs;
use std::process::Command;

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use serde_json::Value;

use super::{checkpoint, record_log_key};
use crate::independent::interpreter;
use crate::support::{Office, list_of, passphrase};

/// What the script says of a proof and a token, if it accepts them.
fn ask(office: &Office, proof: &str, token: &[u8]) -> Option<Value> {
    let file = |name: &str, text: String| {
        let path = office.data().join(name);
        fs::write(&path, text).expect("a file");
        path
    };
    let output = Command::new(interpreter())
        .arg(concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/tests/it/independent_log.py"
        ))
        .arg(file(
            "trust.json",
            office.held().trust.to_json().to_string(),
        ))
        .arg(file("proof", proof.to_owned()))
        .arg(BASE64_URL_SAFE_NO_PAD.encode(token))
        .output()
        .expect("the script runs");
    match output.status.code() {
        Some(0) => Some(serde_json::from_slice(&output.stdout).expect("a line of JSON")),
        Some(1) => None,
        code => panic!("{code:?}: {}", String::from_utf8_lossy(&output.stderr)),
    }
}

#[tokio::test]
async fn a_proof_is_checked_by_code_that_is_not_ours() {
    let office = Office::new().await;
    record_log_key(&office).await;
    let issued = office.issue_list(list_of(9)).await.expect("issued");
    office
        .publish_trust_list(passphrase())
        .await
        .expect("published");
    checkpoint(&office).await;
    let mut tokens = Vec::new();
    for certificate in &issued.certificates {
        let number = certificate.certificate.number;
        let record = office
            .register()
            .certificate(number)
            .await
            .expect("it answers");
        let token = record.expect("it is there").token;
        let proof = office.prove(number).await.expect("proven").to_string();
        let said = ask(&office, &proof, &token).expect("accepted");
        assert_eq!(said["subject"], number.to_string());
        tokens.push((proof, token));
    }
    let (proof, token) = &tokens[0];
    assert_eq!(ask(&office, proof, &tokens[1].1), None, "another token");
    let index = proof
        .lines()
        .find(|line| line.starts_with("index "))
        .expect("an index");
    assert_eq!(ask(&office, &proof.replace(index, "index 1"), token), None);
    let line = proof.lines().nth(4).expect("a hash");
    assert_eq!(
        ask(&office, &proof.replacen(&format!("{line}\n"), "", 1), token),
        None
    );
    // A checkpoint over another tree is signed by nobody.
    let size = format!(
        "\n{}\n",
        office
            .held()
            .checkpoint
            .as_ref()
            .expect("there is one")
            .size
    );
    assert_eq!(
        ask(&office, &proof.replacen(&size, "\n99\n", 1), token),
        None
    );
}
