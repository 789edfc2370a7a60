//! The passphrase of a key, and the three places it may come from.
//!
//! Never a command line argument or an environment variable: both can be seen
//! by others on the machine and end in histories and crash reports.

use std::ffi::OsString;
use std::io::{self, IsTerminal as _};
use std::path::{Path, PathBuf};

use secrecy::{ExposeSecret as _, SecretString};
use unicode_normalization::{UnicodeNormalization as _, is_nfc};
use zeroize::Zeroizing;

use super::{Error, private_file};

/// The fewest characters in the passphrase of a new key. Keys that exist
/// already open with what they have.
const FEWEST_CHARACTERS: usize = 12;

/// The longest passphrase file, in bytes.
const LONGEST: usize = 1024;

/// A passphrase in memory: not shown by `Debug`, overwritten when dropped.
///
/// In NFC, so that "mật khẩu" opens the key whichever way an input method
/// composes it. OpenSSL takes the bytes as typed, which are in NFC too unless
/// the input method is set to decomposed letters.
#[derive(Debug)]
pub struct Passphrase(SecretString);

impl Passphrase {
    /// Takes a passphrase the caller has.
    ///
    /// # Errors
    ///
    /// When it is empty or holds control characters or a byte order mark.
    pub fn new(text: &str) -> Result<Passphrase, Error> {
        Passphrase::from_text(text, None)
    }

    /// Asks once, for a key that exists. `ask` shows the prompt and returns
    /// what was typed.
    ///
    /// # Errors
    ///
    /// When nothing usable was typed.
    pub fn asked(mut ask: impl FnMut(&str) -> io::Result<String>) -> Result<Passphrase, Error> {
        Passphrase::new(&answer(&mut ask, "Mật khẩu của khóa / Passphrase: ")?)
    }

    /// Asks twice, for a new key: a slip would lock it for ever.
    ///
    /// # Errors
    ///
    /// When nothing usable was typed, or not twice the same.
    pub fn asked_twice(
        mut ask: impl FnMut(&str) -> io::Result<String>,
    ) -> Result<Passphrase, Error> {
        let first = answer(&mut ask, "Mật khẩu cho khóa mới / New passphrase: ")?;
        let second = answer(&mut ask, "Nhập lại mật khẩu / The same again: ")?;
        if first != second {
            return Err(Error::PassphrasesDiffer);
        }
        Passphrase::new(&first)
    }

    /// # Errors
    ///
    /// [`Error::PassphraseTooShort`], naming the key at `path`.
    pub(super) fn suits_a_new_key(&self, path: &Path) -> Result<(), Error> {
        if self.0.expose_secret().chars().count() < FEWEST_CHARACTERS {
            return Err(Error::PassphraseTooShort {
                path: path.into(),
                least: FEWEST_CHARACTERS,
            });
        }
        Ok(())
    }

    /// What a mail server takes, where it is a password.
    pub(crate) fn as_str(&self) -> &str {
        self.0.expose_secret()
    }

    /// What the key derivation takes.
    pub(super) fn bytes(&self) -> &[u8] {
        self.0.expose_secret().as_bytes()
    }

    fn from_text(text: &str, file: Option<&Path>) -> Result<Passphrase, Error> {
        let file = || file.map(PathBuf::from);
        if text.is_empty() {
            return Err(Error::PassphraseEmpty { file: file() });
        }
        // A second line, a tab or a byte order mark is there by mistake, and
        // could not be typed when the file is lost.
        if text.contains(|letter: char| letter.is_control() || letter == '\u{feff}') {
            return Err(Error::PassphraseMalformed { file: file() });
        }
        if is_nfc(text) {
            return Ok(Passphrase(SecretString::from(text)));
        }
        // NFC is at most three times as long (Unicode Standard Annex 15,
        // section 9): the buffer never moves, so no copy stays behind.
        let mut composed = Zeroizing::new(String::with_capacity(3 * text.len()));
        composed.extend(text.nfc());
        Ok(Passphrase(SecretString::from(composed.as_str())))
    }
}

fn answer(
    ask: &mut impl FnMut(&str) -> io::Result<String>,
    prompt: &str,
) -> Result<Zeroizing<String>, Error> {
    ask(prompt)
        .map(Zeroizing::new)
        .map_err(|source| Error::TerminalUnreadable { source })
}

/// Where the passphrase comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PassphraseSource {
    /// A file that only its owner reads (`--passphrase-file`).
    File(PathBuf),
    /// A file that systemd made for this service; see
    /// [`PassphraseSource::credential`].
    Credential(PathBuf),
    /// The person at the keyboard.
    Terminal,
}

impl PassphraseSource {
    /// The systemd credential of this name (`LoadCredential=`). `directory` is
    /// the value of `CREDENTIALS_DIRECTORY`, which systemd sets.
    ///
    /// # Errors
    ///
    /// When there is no directory, or the name is no plain file name.
    pub fn credential(directory: Option<OsString>, name: &str) -> Result<PassphraseSource, Error> {
        if matches!(name, "" | "." | "..") || name.contains(['/', '\0']) {
            return Err(Error::CredentialMisnamed { name: name.into() });
        }
        match directory {
            Some(directory) if !directory.is_empty() => Ok(PassphraseSource::Credential(
                PathBuf::from(directory).join(name),
            )),
            _ => Err(Error::NoCredentials),
        }
    }

    /// The passphrase of a key that exists. Blocks, at a terminal for as long
    /// as the person takes.
    ///
    /// # Errors
    ///
    /// When the file is absent, over 1 kB or not private; when stdin is no
    /// terminal; when the passphrase is empty or not one line of UTF-8.
    pub fn read(&self) -> Result<Passphrase, Error> {
        match self {
            PassphraseSource::File(path) => from_file(path, private_file::OWNER_ONLY),
            PassphraseSource::Credential(path) => from_file(path, private_file::GROUP_READS),
            PassphraseSource::Terminal => {
                require_terminal()?;
                Passphrase::asked(|prompt| rpassword::prompt_password(prompt))
            }
        }
    }

    /// The passphrase for a new key: a person at a terminal types it twice.
    ///
    /// # Errors
    ///
    /// As [`PassphraseSource::read`]; also when the two differ.
    pub fn read_new(&self) -> Result<Passphrase, Error> {
        match self {
            PassphraseSource::File(_) | PassphraseSource::Credential(_) => self.read(),
            PassphraseSource::Terminal => {
                require_terminal()?;
                Passphrase::asked_twice(|prompt| rpassword::prompt_password(prompt))
            }
        }
    }
}

fn from_file(path: &Path, forbidden: u32) -> Result<Passphrase, Error> {
    let bytes = private_file::read(path, LONGEST, forbidden)?;
    let text = std::str::from_utf8(&bytes).map_err(|_not_text| Error::PassphraseMalformed {
        file: Some(path.into()),
    })?;
    let line = text.strip_suffix('\n').unwrap_or(text);
    let line = line.strip_suffix('\r').unwrap_or(line);
    Passphrase::from_text(line, Some(path))
}

fn require_terminal() -> Result<(), Error> {
    if io::stdin().is_terminal() {
        Ok(())
    } else {
        Err(Error::NoTerminal)
    }
}
