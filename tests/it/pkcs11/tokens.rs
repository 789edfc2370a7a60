//! Tokens to test with: SoftHSM2 in a folder of its own.
//!
//! SoftHSM2 finds its folder through an environment variable, and a module is one for the whole
//! process. So a test that works with tokens does it in a process of its own.

#![expect(
    clippy::unwrap_used,
    reason = "a test that has no token to work with fails there"
)]

use std::ffi::OsStr;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use ocop::signer::{Error, Passphrase, TokenUri};
use tempfile::TempDir;

/// Where Debian's package `softhsm2` has the module.
pub(super) const MODULE: &str = "/usr/lib/softhsm/libsofthsm2.so";

/// The label of the token that every test has.
pub(super) const LABEL: &str = "OCOP Cao Bằng";

/// The PIN of every token.
pub(super) const PIN: &str = "ba-lần-7318";

/// Tells a test that it runs in its own process, and where its tokens are.
const PLACE: &str = "TOKENS_OF_THIS_TEST";

/// A folder with tokens, and room for the test's other files.
pub(super) struct Tokens {
    folder: PathBuf,
    _owned: Option<TempDir>,
}

impl Tokens {
    /// A folder with one token.
    pub(super) fn new() -> Self {
        let owned = tempfile::tempdir().unwrap();
        let tokens = Self {
            folder: owned.path().into(),
            _owned: Some(owned),
        };
        fs::create_dir(tokens.path("tokens")).unwrap();
        let place = tokens.path("tokens");
        let configuration = format!(
            "directories.tokendir = {}\nobjectstore.backend = file\nlog.level = ERROR\n",
            place.display()
        );
        fs::write(tokens.path("softhsm2.conf"), configuration).unwrap();
        tokens.add(LABEL);
        tokens
    }

    /// Makes another token.
    pub(super) fn add(&self, label: &str) {
        self.add_under(label, PIN);
    }

    /// Makes another token, with this PIN.
    pub(super) fn add_under(&self, label: &str, pin: &str) {
        let make = ["--init-token", "--free", "--label", label];
        self.softhsm(&[&make[..], &["--pin", pin, "--so-pin", "87654321"]].concat());
    }

    /// Puts a key that was made elsewhere onto the token, as PKCS#8.
    pub(super) fn import(&self, pem: &[u8], object: &str, id: &str) {
        let file = self.path("imported.pem");
        fs::write(&file, pem).unwrap();
        let import = ["--import", file.to_str().unwrap(), "--token", LABEL];
        let name = ["--label", object, "--id", id, "--pin", PIN];
        self.softhsm(&[&import[..], &name].concat());
    }

    fn softhsm(&self, arguments: &[&str]) {
        let output = self
            .with(Command::new("softhsm2-util"))
            .args(arguments)
            .output()
            .expect("the package softhsm2 is installed");
        let complaint = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{arguments:?}: {complaint}");
    }

    /// A command that sees these tokens.
    pub(super) fn with(&self, mut command: Command) -> Command {
        command.env("SOFTHSM2_CONF", self.path("softhsm2.conf"));
        command.env(PLACE, &self.folder);
        command
    }

    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// Takes the tokens out.
    pub(super) fn take_out(&self) {
        fs::rename(self.path("tokens"), self.path("drawer")).unwrap();
        fs::create_dir(self.path("tokens")).unwrap();
    }

    /// Puts them back, in the place of others that are there now.
    pub(super) fn put_back(&self) {
        fs::remove_dir_all(self.path("tokens")).unwrap();
        fs::rename(self.path("drawer"), self.path("tokens")).unwrap();
    }

    /// A file that only its owner reads.
    pub(super) fn secret(&self, name: &str, text: &str) -> PathBuf {
        let path = self.path(name);
        fs::write(&path, text).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
        path
    }
}

/// Runs a test in a process of its own, with tokens of its own. `name` is the test's full one.
#[track_caller]
pub(super) fn in_its_own_process(name: &str, test: impl FnOnce(&Tokens)) {
    if let Some(folder) = std::env::var_os(PLACE) {
        return test(&Tokens {
            folder: folder.into(),
            _owned: None,
        });
    }
    let tokens = Tokens::new();
    let output = tokens
        .with(Command::new(std::env::current_exe().unwrap()))
        .args(["--exact", name, "--nocapture"])
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    let complained = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}\n{complained}");
    assert!(said.contains("1 passed"), "{name} is no test's name");
    assert!(!said.contains(PIN) && !complained.contains(PIN));
}

/// The URI of the tests' token, with more path attributes.
pub(super) fn uri(more: &str) -> TokenUri {
    uri_of("OCOP%20Cao%20B%E1%BA%B1ng", more)
}

pub(super) fn uri_of(token: &str, more: &str) -> TokenUri {
    let text = format!("pkcs11:token={token}{more}?module-path={MODULE}");
    text.parse().unwrap()
}

pub(super) fn pin() -> Passphrase {
    Passphrase::new(PIN).unwrap()
}

/// The code of a refusal, which says everything in both languages and no PIN.
#[track_caller]
pub(super) fn code<T>(outcome: Result<T, Error>) -> &'static str {
    let Err(error) = outcome else {
        panic!("accepted");
    };
    says_all(&error);
    error.code()
}

#[track_caller]
pub(super) fn says_all(error: &Error) {
    let (en, vi) = (error.en(), error.vi());
    assert!(
        en.contains(". ") && vi.contains(". "),
        "a next step: {en} {vi}"
    );
    assert_ne!(en, vi);
    for text in [en, vi, format!("{error:?}")] {
        assert!(!text.contains(PIN) && !text.contains("7318"), "{text}");
    }
}

/// A private key that OpenSSL made.
pub(super) fn openssl_key(algorithm: &[&str]) -> Vec<u8> {
    let output = Command::new("openssl")
        .args(["genpkey", "-algorithm"])
        .args(algorithm)
        .output()
        .expect("the openssl command is installed");
    assert!(output.status.success());
    output.stdout
}

/// The names in a folder, sorted.
pub(super) fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<String> = entries
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into())
        .collect();
    names.sort();
    names
}

/// The program of the package.
pub(super) fn ocop<S: AsRef<OsStr>>(tokens: &Tokens, arguments: &[S]) -> std::process::Output {
    let mut command = tokens.with(Command::new(env!("CARGO_BIN_EXE_ocop")));
    for (name, _) in std::env::vars_os() {
        // Each of these would configure the program.
        if name.to_string_lossy().starts_with("OCOP_") {
            command.env_remove(name);
        }
    }
    command
        .arg("--data")
        .arg(tokens.path("data"))
        .args(arguments)
        .output()
        .unwrap()
}
