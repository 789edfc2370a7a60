//! The journal as a file that anybody can check, by the program of the documentation.

use std::fs;
use std::process::Command;

use super::device::Device;
use super::served::Served;

/// The program in the documentation.
fn program() -> String {
    let documentation = include_str!("../../../docs/inspecting.md");
    let (_, rest) = documentation.split_once("```python\n").expect("a program");
    let (program, _) = rest.split_once("```").expect("its end");
    program.to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_exported_journal_is_checked_by_the_documentations_program() {
    let served = Served::with(2).await;
    let device = Device::without_camera().await;
    device.install(&served.origin).await;
    for code in &served.codes {
        device.checks(code).await;
    }
    device
        .types(".add textarea", "Hàng trưng ở quầy 5 – “mẫu”")
        .await;
    device.press(".keep-note").await;
    device.reads(".additions", "quầy 5").await;
    let file = device
        .gives(
            "const script = document.querySelector('script[type=module]').src;
             const { exported } = await import(new URL('./journal.js', script));
             return (await exported()).text();",
        )
        .await;
    let file = file.as_str().unwrap();
    assert_eq!(file.lines().count(), 3);
    let folder = tempfile::tempdir().unwrap();
    let program_file = folder.path().join("check.py");
    fs::write(&program_file, program()).unwrap();
    let check = |name: &str, content: String| {
        let path = folder.path().join(name);
        fs::write(&path, content).unwrap();
        let ran = Command::new("python3")
            .arg(&program_file)
            .arg(&path)
            .output();
        let ran = ran.expect("python3 runs");
        let said = String::from_utf8(ran.stdout).unwrap() + &String::from_utf8(ran.stderr).unwrap();
        (ran.status.success(), said)
    };
    let (holds, said) = check("whole", file.to_owned());
    assert!(holds && said.contains('3'), "{said}");
    let altered = file.replace("genuine", "expired");
    assert!(!check("altered", altered).0);
    let lines: Vec<&str> = file.lines().collect();
    let without = format!("{}\n{}\n", lines[0], lines[2]);
    assert!(!check("without", without).0);
}
