//! Signed notes (C2SP signed-note): a text, and lines that sign it.

use std::fmt;
use std::str::FromStr;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::Refused;
use crate::scheme::seal::PublicKey;

/// Largest note that is read, in bytes.
const LARGEST: usize = 64 << 10;
/// Most signatures that are read.
const MOST_SIGNATURES: usize = 64;
/// What a signature line begins with: an em dash and a space.
const LINE: &str = "\u{2014} ";

/// How a key signs a note.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyKind {
    /// 0x01: the text itself.
    Ed25519 = 1,
    /// 0x04: a checkpoint, with the time (C2SP tlog-cosignature).
    Cosignature = 4,
}

/// A key whose signatures are known: `ocop.gov.vn/log+1f2e3d4c+AQ…`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoteKey {
    /// Whose it is.
    pub name: String,
    /// How it signs.
    pub kind: KeyKind,
    /// The key.
    pub key: PublicKey,
}

/// A line that signs a note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoteSignature {
    /// Whose it is said to be.
    pub name: String,
    /// The id of the key, and the signature in its kind's form.
    pub bytes: Vec<u8>,
}

/// A text with the lines that sign it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// Ends with a newline.
    pub text: String,
    /// In their order.
    pub signatures: Vec<NoteSignature>,
}

impl NoteKey {
    /// A key that signs a log's own checkpoints.
    pub fn of_log(name: String, key: PublicKey) -> Self {
        Self {
            name,
            kind: KeyKind::Ed25519,
            key,
        }
    }

    /// The key of a witness.
    pub fn of_witness(name: String, key: PublicKey) -> Self {
        Self {
            name,
            kind: KeyKind::Cosignature,
            key,
        }
    }

    /// The first 4 bytes of the SHA-256 of name, newline, kind and key.
    pub fn id(&self) -> [u8; 4] {
        let hash = Sha256::new()
            .chain_update(&self.name)
            .chain_update([b'\n', self.kind as u8])
            .chain_update(self.key.as_bytes())
            .finalize();
        let mut id = [0; 4];
        id.copy_from_slice(&hash[..4]);
        id
    }

    /// A line of this key's.
    pub fn line(&self, signature: &[u8]) -> NoteSignature {
        NoteSignature {
            name: self.name.clone(),
            bytes: [&self.id()[..], signature].concat(),
        }
    }

    /// What a line signs with, if it is this key's.
    pub fn signature<'a>(&self, line: &'a NoteSignature) -> Option<&'a [u8]> {
        let signature = line.bytes.strip_prefix(&self.id())?;
        (line.name == self.name).then_some(signature)
    }
}

impl fmt::Display for NoteKey {
    /// The verifier key of C2SP: name, id and key.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}+", self.name)?;
        for byte in self.id() {
            write!(f, "{byte:02x}")?;
        }
        let key = [&[self.kind as u8], &self.key.as_bytes()[..]].concat();
        write!(f, "+{}", BASE64_STANDARD.encode(key))
    }
}

/// Text that is no verifier key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a verifier key, such as witness.example+1f2e3d4c+BA…: name, id and key")]
pub struct NotANoteKey;

impl FromStr for NoteKey {
    type Err = NotANoteKey;

    fn from_str(text: &str) -> Result<Self, NotANoteKey> {
        let mut parts = text.splitn(3, '+');
        let (name, _, key) = (parts.next(), parts.next(), parts.next());
        let (name, key) = name.zip(key).ok_or(NotANoteKey)?;
        let key = BASE64_STANDARD.decode(key).map_err(|_| NotANoteKey)?;
        let (&kind, key) = key.split_first().ok_or(NotANoteKey)?;
        let kinds = [KeyKind::Ed25519, KeyKind::Cosignature];
        let kind = kinds.into_iter().find(|&known| known as u8 == kind);
        let key = Self {
            name: name.to_owned(),
            kind: kind.ok_or(NotANoteKey)?,
            key: PublicKey::from_bytes(key).map_err(|_| NotANoteKey)?,
        };
        // The id, and how everything is written, by writing it again.
        let sound = is_name(name) && key.to_string() == text;
        sound.then_some(key).ok_or(NotANoteKey)
    }
}

impl Serialize for NoteKey {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for NoteKey {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

fn is_name(name: &str) -> bool {
    !name.is_empty() && !name.contains(|c: char| c.is_whitespace() || c.is_control() || c == '+')
}

impl Note {
    /// Reads a note.
    ///
    /// # Errors
    /// [`Refused::Note`] with what is wrong.
    pub fn read(bytes: &[u8]) -> Result<Self, Refused> {
        if LARGEST < bytes.len() {
            return Err(Refused::Note("it is too large"));
        }
        let note = std::str::from_utf8(bytes).map_err(|_| Refused::Note("it is not UTF-8"))?;
        if note.contains(|c: char| c < ' ' && c != '\n') {
            return Err(Refused::Note("it has control characters"));
        }
        let (text, lines) = note
            .rsplit_once("\n\n")
            .ok_or(Refused::Note("no empty line stands before the signatures"))?;
        let lines = lines
            .strip_suffix('\n')
            .ok_or(Refused::Note("the last line does not end"))?;
        let mut signatures = Vec::new();
        for line in lines.split('\n') {
            signatures.push(signature(line).ok_or(Refused::Note("a line is no signature"))?);
        }
        if MOST_SIGNATURES < signatures.len() {
            return Err(Refused::Note("it has too many signatures"));
        }
        Ok(Self {
            text: format!("{text}\n"),
            signatures,
        })
    }

    /// Checks that a key signed the text. Lines of other keys do not matter.
    ///
    /// # Errors
    /// [`Refused::Unsigned`] when no line is this key's, [`Refused::Signature`] when one is, and
    /// does not hold.
    pub fn check(&self, key: &NoteKey) -> Result<(), Refused> {
        let mut lines = self
            .signatures
            .iter()
            .filter_map(|line| key.signature(line));
        let first = lines.next().ok_or(Refused::Unsigned)?;
        let holds = |signature: &[u8]| match key.kind {
            KeyKind::Ed25519 => signature
                .try_into()
                .is_ok_and(|signature| key.key.verifies(self.text.as_bytes(), signature)),
            KeyKind::Cosignature => super::checkpoint::holds(&self.text, signature, &key.key),
        };
        if holds(first) && lines.all(holds) {
            Ok(())
        } else {
            Err(Refused::Signature)
        }
    }
}

/// Reads a signature line, without its newline.
pub(super) fn signature(line: &str) -> Option<NoteSignature> {
    let (name, bytes) = line.strip_prefix(LINE)?.split_once(' ')?;
    let bytes = BASE64_STANDARD.decode(bytes).ok()?;
    (is_name(name) && bytes.len() > 4).then(|| NoteSignature {
        name: name.to_owned(),
        bytes,
    })
}

impl fmt::Display for NoteSignature {
    /// The line, with its newline.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bytes = BASE64_STANDARD.encode(&self.bytes);
        writeln!(f, "{LINE}{} {bytes}", self.name)
    }
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.text)?;
        self.signatures.iter().try_for_each(|line| line.fmt(f))
    }
}
