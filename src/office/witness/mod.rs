//! A witness of other people's logs (C2SP tlog-witness): it cosigns a checkpoint when the log has
//! only grown since the last one that it cosigned. It has a folder and a key, and no register.

mod folder;
mod refused;

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use crate::clock::Clock;
use crate::scheme::log::{
    Checkpoint, Hash, KeyKind, NoteKey, Submission, cosignature, is_consistent, to_be_cosigned,
};
use crate::scheme::seal::PublicKey;
use crate::signer::{FreshSeed, KeyFile, Passphrase, Signer};

use folder::Lock;
pub use refused::WitnessRefused;

/// Largest submission that is read, in bytes: a note, and 63 hashes before it.
pub const LARGEST_SUBMISSION: usize = 68 << 10;

/// A witness at work. There is one on a folder.
pub struct Witness {
    folder: PathBuf,
    key: NoteKey,
    signer: Arc<dyn Signer>,
    clock: Arc<dyn Clock>,
    logs: HashMap<String, Log>,
    #[expect(dead_code, reason = "held, not read: dropping it lets another begin")]
    lock: Lock,
}

/// A log that is watched.
#[derive(Default)]
struct Log {
    keys: Vec<NoteKey>,
    /// Held from looking at the last checkpoint until the next one is durable.
    turn: Mutex<()>,
}

/// Makes a witness's key in a folder, and returns what logs and their readers know it by.
///
/// # Errors
/// When the name cannot be a witness's, the folder has a key, or is a programme's.
pub fn make_witness(
    folder: &Path,
    name: &str,
    fresh: FreshSeed,
    passphrase: &Passphrase,
) -> Result<NoteKey, WitnessRefused> {
    let key = public_key(fresh.public_key())?;
    let key = NoteKey::of_witness(name.to_owned(), key);
    // Names are checked where keys are read.
    if key.to_string().parse() != Ok(key.clone()) {
        return Err(WitnessRefused::Name(name.to_owned()));
    }
    folder::make(folder)?;
    KeyFile::generate(&folder::key_file(folder), passphrase, fresh)?;
    folder::write_key(folder, &key)?;
    Ok(key)
}

impl Witness {
    /// Takes up the witness of a folder, for logs with these keys. A log may have several.
    ///
    /// # Errors
    /// When another process is this witness, its key cannot be used, or a key is not a log's.
    pub fn open(
        folder: &Path,
        logs: Vec<NoteKey>,
        passphrase: &Passphrase,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, WitnessRefused> {
        let key = folder::read_key(folder)?;
        let lock = folder::lock(folder)?;
        let signer = KeyFile::open(&folder::key_file(folder), passphrase)?;
        if signer.public_key().as_bytes() != key.key.as_bytes() {
            return Err(WitnessRefused::OtherKey(folder::key_file(folder)));
        }
        let mut by_origin: HashMap<String, Log> = HashMap::new();
        for log in logs {
            if log.kind != KeyKind::Ed25519 {
                return Err(WitnessRefused::NotALog(log.to_string()));
            }
            by_origin
                .entry(log.name.clone())
                .or_default()
                .keys
                .push(log);
        }
        Ok(Self {
            folder: folder.to_owned(),
            key,
            signer: Arc::new(signer),
            clock,
            logs: by_origin,
            lock,
        })
    }

    /// What logs and their readers know this witness by.
    pub fn key(&self) -> &NoteKey {
        &self.key
    }

    /// Cosigns a checkpoint: the body of `add-checkpoint` in, the cosignature's line out. Blocks
    /// until the checkpoint is durable.
    ///
    /// # Errors
    /// What the protocol refuses, in its order; or when the last checkpoint cannot be read, the
    /// new one not be kept, or the key not sign.
    pub fn add_checkpoint(&self, body: &[u8]) -> Result<String, WitnessRefused> {
        let submission = Submission::read(body).map_err(WitnessRefused::Malformed)?;
        let note = &submission.checkpoint;
        let said = Checkpoint::of(&note.text).map_err(WitnessRefused::Malformed)?;
        let log = self.logs.get(&said.origin);
        let log = log.ok_or_else(|| WitnessRefused::UnknownLog(said.origin.clone()))?;
        let new = Checkpoint::signed(note, &log.keys).map_err(WitnessRefused::Unsigned)?;
        let (old, size) = (submission.old, new.size);
        if size < old {
            return Err(WitnessRefused::Backwards { old, size });
        }
        // A poisoned lock: the file is whole whatever happened.
        let _turn = log.turn.lock().unwrap_or_else(PoisonError::into_inner);
        let last = folder::last(&self.folder, &new.origin)?;
        let (last_size, last_root) = match &last {
            Some(last) => (last.size, last.root),
            None => (0, Hash::of_nothing()),
        };
        if old != last_size || (old == size && new.root != last_root) {
            return Err(WitnessRefused::Conflict { last: last_size });
        }
        if !is_consistent(old, last_root, size, new.root, &submission.hashes) {
            return Err(WitnessRefused::Inconsistent { old, size });
        }
        let line = self.cosign(&note.text)?;
        if last.is_none_or(|last| last.size < size) {
            folder::keep(&self.folder, &new.origin, note)?;
        }
        Ok(line)
    }

    fn cosign(&self, text: &str) -> Result<String, WitnessRefused> {
        let at = self.clock.now();
        let message = to_be_cosigned(text, at);
        let signature = self.signer.sign(message.as_bytes())?;
        if !self.key.key.verifies(message.as_bytes(), &signature) {
            return Err(WitnessRefused::BadSeal);
        }
        Ok(cosignature(&self.key, at, &signature).to_string())
    }
}

fn public_key(key: ed25519_dalek::VerifyingKey) -> Result<PublicKey, WitnessRefused> {
    PublicKey::new(key).map_err(|_| WitnessRefused::BadSeal)
}
