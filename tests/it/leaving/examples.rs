//! The examples for administrators: units that systemd takes and that confine the service.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on fails there, and says where"
)]

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::support::Program;

/// The most that `systemd-analyze security` may say, in tenths: 0 is the best, 100 the worst.
const EXPOSURE: &str = "15";

/// The text of an example.
pub fn example(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/examples");
    fs::read_to_string(path.join(name)).unwrap()
}

fn systemd_analyze(arguments: &[&str], unit: &Path) -> (bool, String) {
    let ran = Command::new("systemd-analyze")
        .args(arguments)
        .arg(unit)
        .output();
    let ran = ran.expect("systemd-analyze is there: tests/run installs it");
    let said = [ran.stdout, ran.stderr].concat();
    (
        ran.status.success(),
        String::from_utf8_lossy(&said).into_owned(),
    )
}

#[test]
fn systemd_takes_the_units_and_what_they_forbid_is_not_little() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["ocop.service", "ocop-edge.service"] {
        let unit = example(name);
        let program = env!("CARGO_BIN_EXE_ocop");
        assert!(
            unit.contains("Type=notify") && unit.contains("ExecStart=/usr/local/bin/ocop serve")
        );
        let path = folder.path().join(name);
        fs::write(&path, unit.replace("/usr/local/bin/ocop", program)).unwrap();
        let (sound, said) = systemd_analyze(&["verify", "--man=no"], &path);
        assert!(sound && !said.contains(name), "{said}");
        let threshold = format!("--threshold={EXPOSURE}");
        let (sound, said) = systemd_analyze(&["security", "--offline=yes", &threshold], &path);
        assert!(sound, "{said}");
    }
}

#[test]
fn the_commands_of_the_units_are_those_of_this_program() {
    let program = Program::new();
    for name in ["ocop.service", "ocop-edge.service"] {
        let unit = example(name);
        let line = unit
            .lines()
            .find_map(|line| line.strip_prefix("ExecStart=/usr/local/bin/ocop "));
        // With a key that is one, and a folder where nothing is: it gets as far as looking there.
        let line = line.unwrap().replace("ROOT-KEY", "short");
        let ran = program.run(&line);
        let code = ran.error()["code"].clone();
        let expected = if name == "ocop.service" {
            "not_initialised"
        } else {
            "not_a_public_key"
        };
        assert_eq!(code, expected, "{line}");
    }
}
