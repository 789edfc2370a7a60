//! A programme with certificates, each of which can be revoked once: an act that leaves one mark.

use std::path::{Path, PathBuf};

use sqlx::ConnectOptions;
use sqlx::sqlite::SqliteConnectOptions;

use crate::support::{History, Program, list_of, today};

pub struct Stage {
    pub program: Program,
    /// The certificates, by number.
    pub numbers: Vec<String>,
    /// The text of the first one's code.
    pub code: String,
    /// A token whose holder may revoke.
    pub token: String,
}

impl Stage {
    /// A programme with so many certificates of council CB.
    pub fn set(certificates: usize) -> Self {
        Self::over(Program::new(), certificates)
    }

    /// The same, in the data folder that was put there.
    pub fn over(program: Program, certificates: usize) -> Self {
        program.keyed("init --host ocop.example.vn").done();
        let council = "CB --unit VN-04@2 --level province";
        program.run(&format!("council add {council}")).done();
        for key in [
            "--council CB",
            "--council CB --purpose status",
            "--purpose log",
            "--purpose pack",
        ] {
            program.keyed(&format!("key generate {key}")).done();
        }
        program.keyed("trust publish").done();
        let issued = program.issue(list_of(certificates)).done().lines();
        let issued = issued[0]["certificates"].as_array().unwrap().clone();
        let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
        let token = program
            .run("token create desk --scope life --council CB --json")
            .done();
        Self {
            numbers: issued.iter().map(|one| text(&one["number"])).collect(),
            code: text(&issued[0]["url"]),
            token: text(&token.lines()[0]["token"]),
            program,
        }
    }

    /// The arguments that revoke a certificate.
    pub fn revoking(&self, number: &str) -> Vec<String> {
        let more = format!("--decision 900/QĐ-UBND --decided-on {} --json", today());
        ["revoke", number, "--ground", "other"]
            .into_iter()
            .chain(more.split(' '))
            .map(str::to_owned)
            .collect()
    }

    /// Compares with what the register holds now, and audits it.
    pub fn check(&self, history: &History) {
        check(&self.program, &self.program.data(), history);
    }
}

/// Compares a data folder with a history of revocations, and audits it.
pub fn check(program: &Program, data: &Path, history: &History) {
    history.check(revoked(data));
    audit(program, data);
}

/// Audits a data folder.
#[track_caller]
pub fn audit(program: &Program, data: &Path) {
    let data = data.display().to_string();
    let audited = program.run_with(&["--data", &data, "audit", "--json"]);
    assert_eq!(audited.done().lines()[0]["sound"], true);
}

/// The number of a certificate for each time that its status was changed.
pub fn revoked(data: &Path) -> Vec<String> {
    rows(
        data,
        "select council || '-' || certificate_index from status_changes",
    )
}

/// A certificate as [`revoked`] names it: its number without the check character.
pub fn act(number: &str) -> String {
    number.rsplit_once('-').unwrap().0.to_owned()
}

/// What one statement says of a register, as one column of text.
pub fn rows(data: &Path, sql: &'static str) -> Vec<String> {
    let file: PathBuf = data.join("register.sqlite");
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    runtime.unwrap().block_on(async {
        let options = SqliteConnectOptions::new().filename(file).read_only(true);
        let mut register = options.connect().await.unwrap();
        let read = sqlx::query_scalar(sql).fetch_all(&mut register).await;
        read.unwrap()
    })
}

/// Copies a folder and what is in it.
pub fn copy(from: &Path, to: &Path) {
    let status = std::process::Command::new("cp")
        .arg("-a")
        .args([from, to])
        .status();
    assert!(status.unwrap().success(), "{}", from.display());
}
