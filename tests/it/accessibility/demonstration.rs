//! The demonstration that is looked at: its addresses, its people, and somebody invited.

use std::path::Path;
use std::process::Command;

use serde_json::Value;
use tempfile::TempDir;

use crate::browser::{Running, start};

/// A demonstration that is served.
pub struct Demonstration {
    folder: TempDir,
    said: Value,
    /// The path of an invitation that nobody has taken up.
    pub invitation: String,
    _serving: Option<Running>,
}

impl Demonstration {
    pub fn begin() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut demo = command(folder.path());
        demo.args(["demo", "--json", "--listen", "127.0.0.1:0"]);
        let (serving, said) = start(&mut demo, |line| line.contains("examples"));
        let mut begun = Self {
            folder,
            said: serde_json::from_str(&said).unwrap(),
            invitation: String::new(),
            _serving: Some(serving),
        };
        let invited = begun.run(&[
            "account",
            "invite",
            "--name",
            "Người Mới",
            "--email",
            "moi@ocop.example",
            "--role",
            "inspector",
        ]);
        let link = invited["link"].as_str().unwrap();
        begun.invitation = path_of(link).to_owned();
        begun
    }

    /// Only as much as names routes.
    pub fn of_nothing() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
            said: Value::Null,
            invitation: "/welcome/x".to_owned(),
            _serving: None,
        }
    }

    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The whole address of a path.
    pub fn at(&self, path: &str) -> String {
        format!("http://{}{path}", self.said["listen"].as_str().unwrap())
    }

    /// The paths of the examples that begin so.
    pub fn examples(&self, beginning: &str) -> Vec<String> {
        let examples = self.said["examples"].as_array().into_iter().flatten();
        let paths = examples.map(|example| path_of(example["url"].as_str().unwrap()));
        let paths = paths.filter(|path| path.starts_with(beginning));
        paths.map(str::to_owned).collect()
    }

    /// The whole address of the first example of a verdict.
    pub fn example(&self, verdict: &str) -> String {
        let mut examples = self.said["examples"].as_array().unwrap().iter();
        let example = examples.find(|example| example["verdict"] == verdict);
        example.unwrap()["url"].as_str().unwrap().to_owned()
    }

    pub fn password(&self) -> &str {
        self.said["people"]["password"].as_str().unwrap()
    }

    /// What an authenticator would show.
    pub fn code(&self, email: &str) -> String {
        let said = self.run(&["account", "code", email]);
        said["code"].as_str().unwrap().to_owned()
    }

    /// Whether an address answers with a page.
    pub async fn is_page(&self, path: &str) -> bool {
        let address = self.at(path);
        let fetch = move || {
            let agent = ureq::Agent::config_builder().http_status_as_error(false);
            let agent = agent.build().new_agent();
            let asked = agent.get(&address).header("accept", "text/html").call();
            let answer = asked.unwrap_or_else(|error| panic!("{address}: {error}"));
            let kind = answer.headers().get("content-type");
            kind.is_some_and(|kind| kind.to_str().unwrap().starts_with("text/html"))
        };
        tokio::task::spawn_blocking(fetch).await.unwrap()
    }

    fn run(&self, arguments: &[&str]) -> Value {
        let ran = command(self.folder.path())
            .arg("--json")
            .args(arguments)
            .output();
        let ran = ran.unwrap();
        assert!(
            ran.status.success(),
            "{}",
            String::from_utf8_lossy(&ran.stdout)
        );
        serde_json::from_slice(&ran.stdout).unwrap()
    }
}

fn command(data: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ocop"));
    // An unknown OCOP_… variable is an error of the configuration.
    command.env_remove("OCOP_TEST_POSTGRES");
    command.arg("--data").arg(data);
    command
}

fn path_of(url: &str) -> &str {
    let (_, rest) = url.split_once("://").unwrap();
    &rest[rest.find('/').unwrap()..]
}
