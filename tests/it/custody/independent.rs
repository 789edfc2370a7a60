//! Trust lists as another library sees them: `independent.py` shares no code with the scheme.

use std::path::Path;
use std::process::{Command, Output};

use ocop::office::Succession;
use ocop::scheme::council::Level;

use super::programme::{Programme, code, day, public, root};
use crate::independent::interpreter;

fn read(sealed: &[u8], twin: &str, root: &str) -> Output {
    let folder = tempfile::tempdir().expect("a folder");
    let (list, json) = (folder.path().join("list"), folder.path().join("list.json"));
    std::fs::write(&list, sealed).expect("written");
    std::fs::write(&json, twin).expect("written");
    Command::new(interpreter())
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/custody/independent.py"))
        .args([&list, &json])
        .arg(root)
        .output()
        .expect("the interpreter starts")
}

#[tokio::test]
async fn an_independent_library_reads_the_list_and_its_twin_alike() {
    let programme = Programme::with_council().await;
    programme.add("TN", "VN-19@2", Level::Province).await;
    let kid = programme.sealing("CB").await.unwrap();
    programme
        .generate("CB", 2, Some("2027-08-01"))
        .await
        .unwrap();
    programme
        .office
        .compromise_key(kid, day("2026-08-05"))
        .await
        .unwrap();
    let succession = Succession {
        council: code("TN"),
        by: code("CB"),
        last_day: None,
    };
    programme.office.succeed_council(succession).await.unwrap();
    programme.publish().await.unwrap();
    let held = programme.office.held();
    let (sealed, twin) = (&held.trust_sealed, held.trust.to_json().to_string());
    let ours = public(&programme.root).to_base64();
    let output = read(sealed, &twin, &ours);
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    assert_eq!(
        String::from_utf8_lossy(&output.stdout),
        "version 3, 2 councils, 2 keys\n"
    );
    for (twin, root) in [
        (twin.replacen("compromised", "retired", 1), ours.clone()),
        (twin.clone(), public(&root(2)).to_base64()),
    ] {
        let output = read(sealed, &twin, &root);
        assert_eq!(output.status.code(), Some(1));
        assert!(output.stdout.is_empty());
    }
}
